"""A recall in words: by the statement that made the difference, each order with a sentence to act on."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from validator.impact.judged_twice import Differing
from validator.impact.recall import CauseGroup, Recall
from validator.label.model import Label
from validator.report.criterion import Criteria
from validator.report.finding_words import message_of
from validator.report.layout import drawn, lines
from validator.report.next_step import next_step
from validator.report.plain_text import plain_text
from validator.report.verdict_words import verdict_name
from validator.verdict import Verdict

NOT_READ_GROUP = "Rests on statements that nobody read in the label: look them up before acting."


def says(one: Differing, criteria: Criteria) -> str:
    """What changed for one order and what it means, as a sentence or two."""
    before, after = one.before, one.after
    if after.verdict is Verdict.ACCEPT:
        was = before.findings[:1] if _weighs(before.verdict) else ()
        gone = "".join(f" No longer said: {message_of(one, before, criteria)}" for one in was)
        return f"The order agrees with the label now.{gone}"
    worst = next((finding for finding in after.findings if finding.verdict is after.verdict), None)
    return message_of(worst, after, criteria) if worst is not None else ""


def to_do(one: Differing, criteria: Criteria) -> str:
    """What to do about one order; empty where nothing is to be done."""
    return next_step(one.after, criteria) if one.after.verdict is not Verdict.ACCEPT else ""


def dose_changed(one: Differing) -> str:
    """The labelled dose before and now; empty where it is the same."""
    was, now = one.before.expected, one.after.expected
    match (was.schedule if was is not None else None, now.schedule if now is not None else None):
        case (str() as before, str() as after):
            return "" if before == after else f"Labelled dose: {before} before, {after} now."
        case (None, str() as after):
            return f"Labelled dose: {after}; before, none was known."
        case (str() as before, None):
            return f"Labelled dose: none is known now; before, {before}."
        case _:
            return ""


def recall_text(found: Recall, criteria: Criteria, *, color: bool = False, width: int = 80) -> str:
    """The recall for people."""
    parts: list[RenderableType] = [Text(_title(found), style="bold"), Text(_counts(found))]
    told_inferred = False
    for group in found.groups:
        parts.append(Text())
        if group.inferred and not told_inferred:
            parts += [Text(NOT_READ_GROUP, style="bold yellow"), Text()]
            told_inferred = True
        parts += [_head(group), Group(*(_order(one, criteria) for one in group.orders))]
    if found.issues:
        parts += [Text(), Text("Not read, or not whole", style="bold")]
        parts += [Text(plain_text(f"  {one.source}: {one.issue.message}")) for one in found.issues]
    return drawn(Group(*parts), color=color, width=width)


def _weighs(verdict: Verdict) -> bool:
    return verdict.rank < Verdict.ACCEPT.rank


def _title(found: Recall) -> str:
    named = [
        f"{(found.pair.after.get(name) or found.pair.before[name]).product} "
        f"{_day(found.pair.before.get(name))} to {_day(found.pair.after.get(name))}"
        for name in found.pair.changed
    ]
    return f"Label recall: {', '.join(named) or 'the same revisions on both days'}"


def _day(label: Label | None) -> str:
    return "no label" if label is None else label.revision.isoformat()


def _counts(found: Recall) -> str:
    orders = f"{found.judged} active {'order' if found.judged == 1 else 'orders'} judged under both"
    told = f"{found.differing} answered otherwise" if found.differing else "none is answered otherwise"
    if not found.not_assessed:
        return f"{orders}: {told}."
    left = "Another order was" if found.not_assessed == 1 else f"{found.not_assessed} other orders were"
    return f"{orders}: {told}. {left} not judged: for another drug, or no longer active."


def _head(group: CauseGroup) -> RenderableType:
    if not group.cause.statements:
        return Text("By the labels as a whole, by no one statement", style="bold")
    rows: list[tuple[RenderableType, RenderableType]] = [
        (Text(one.section), Text(f"{one.gist} ({one.confidence.value}, {one.id})", style="bold"))
        for one in group.cause.statements
    ]
    return lines(rows)


def _order(one: Differing, criteria: Criteria) -> RenderableType:
    where = f" in {one.source}" if one.source else ""
    verdicts = f"{verdict_name(one.before.verdict)} before, {verdict_name(one.after.verdict).lower()} now"
    if one.before.verdict is one.after.verdict:
        verdicts = f"{verdict_name(one.after.verdict)}, as before"
    said = " ".join(part for part in (dose_changed(one), says(one, criteria), to_do(one, criteria)) if part)
    rows: list[tuple[RenderableType, RenderableType]] = [
        ("", Text(plain_text(f"{one.after.order}{where}"))),
        ("", Text(f"{verdicts}. {plain_text(said)}", style="dim" if one.after.verdict is Verdict.ACCEPT else "")),
    ]
    return lines(rows, name_width=3)
