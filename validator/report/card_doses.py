"""What a card says of the dose: what is ordered, and what the label gives and how, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.dosage import render
from validator.label.model import Indication
from validator.regex import regex
from validator.report.card_said import ordered_dose, plain_words
from validator.report.class_question import leaves_class_open
from validator.report.markdown import escaped
from validator.report.model import OrderReport
from validator.report.order_words import HOW_OFTEN_UNTOLD, in_micrograms, product_words, unworked
from validator.rules.dose import ABOVE, AGREES, SILENT
from validator.rules.dose_alone import limit_told, no_single_dose
from validator.rules.duplicate import ADDED
from validator.rules.gap import ANOTHER_PATIENT, NOT_SUPPLIED
from validator.rules.patient import NO_PATIENT
from validator.rules.unjudged import UNREADABLE_ORDER
from validator.terminology.bare_name import bare_name
from validator.verdict import Verdict

_ORDERED = "**Ordered:**"
WHOLE_WAY = 100
"""More steps than there are to a label's dose."""
_SECTION = regex(r" \(section ([^)]*)\)$")
_TAKEN = regex(r" \(the last order before it\)")
_MENDS = regex(r"(?i)\b(?:write|correct)\b")
_EVERYBODY = " for all patients"
_THIS_CANCER = " for this cancer"


def regimen_named(text: str, order: OrderReport) -> str:
    """A regimen for everybody is named by its indication: nobody is "all patients". Of a cancer that nothing shows
    nobody can say "this cancer". Drugs on file are named without strength and form, which what shows them has.
    """
    text = _barely_named(text, order)
    if order.indication is None:
        text = text.replace(_THIS_CANCER, " for every cancer of the label")
    if _EVERYBODY not in text:
        return text
    label = order.label.label if order.label is not None else None
    statement = label.statement(order.indication) if label is not None and order.indication is not None else None
    return text.replace(_EVERYBODY, f" for {statement.name}" if isinstance(statement, Indication) else "")


def _barely_named(text: str, order: OrderReport) -> str:
    names = {one.name for one in order.situation.chart.therapies} if order.situation is not None else set()
    for name in sorted(names, key=lambda one: (-len(one), one)):
        written, bare = plain_words(name), plain_words(bare_name(name))
        if written != bare and (at := text.lower().find(written.lower())) >= 0:
            first = bare[:1].upper() if text[at : at + 1].isupper() else bare[:1]
            text = f"{text[:at]}{first}{bare[1:]}{text[at + len(written) :]}"
            text = text.replace(written, bare)
    return text


def doses_of(orders: Sequence[OrderReport], steps: str, *, way: int = WHOLE_WAY) -> Iterator[str]:
    """The doses of orders that count together; what they have in common stands once, with how many they are. `steps`
    are what the card says is to be done. `way`: how many of the last steps to the label's dose are told.
    """
    asks = len(orders) == 1 and not _MENDS.search(steps)
    lines = [line for order in orders for line in _doses(order, asks=asks, most=way)]
    summed = any(finding.code == ADDED for order in orders for finding in order.findings)
    for line in dict.fromkeys(lines):
        count = lines.count(line)
        if not line.startswith(_ORDERED) or (count < 2 and not summed):
            yield line
        elif summed:
            yield line.removesuffix(".") + f" ({_apart(orders)})."
        else:
            yield line.removesuffix(".") + f" (each of {count} orders)."


def _apart(orders: Sequence[OrderReport]) -> str:
    """What each of the orders gives that are added up."""
    own = [render(order.situation.ordered.own) for order in orders if order.situation is not None]
    told = " and ".join(
        dose if (count := own.count(dose)) == 1 else f"{count} times {dose}" for dose in dict.fromkeys(own)
    )
    if len(orders) == 1:
        return f"this order {told}, the rest by others on file"
    return f"{len(orders)} orders together: {told}"


def _doses(order: OrderReport, *, asks: bool, most: int) -> Iterator[str]:
    dose = ordered_dose(order)
    if order.label is None:
        # Of an order whose drug or day is not known the dose was not asked, and nothing has to be said of it.
        if what := " ".join(filter(None, (drug_of(order), dose))):
            yield f"{_ORDERED} {escaped(what)}."
        return
    product = product_words(order)
    unread = "" if dose else unworked(order, product)
    if unread and asks:
        unread += (
            ": write how often" if unread.endswith(HOW_OFTEN_UNTOLD) else ": write how much is taken and how often"
        )
    what = unread or f"{product} {in_micrograms(dose)}"
    yield f"{_ORDERED} {escaped(what)}."
    is_of_another = any(one.code in (ANOTHER_PATIENT, NO_PATIENT) for one in order.findings)
    if order.expected is not None and not is_of_another and _is_about_dose(order, dose):
        steps = [regimen_named(plain_words(step), order) for step in order.expected.because]
        given = order.expected.schedule
        read = "" if _is_sure(order) else ", as far as the chart could be read"
        if len(steps) == 1 and steps[0].startswith(f"{given} start for "):
            # One step has nothing to be worked out.
            yield f"**Label:** {escaped(given + steps[0].removeprefix(f'{given} start') + read)}."
        else:
            way = f" ({_way(steps[-most:], given)})" if steps and most else ""
            most_of_all = " at most" if leaves_class_open(order) else ""
            yield f"**Label:** {escaped(given + most_of_all + way + read)}."
    elif not is_of_another and (told := _limit(order)):
        yield f"**Label:** {escaped(told)}."


def _limit(order: OrderReport) -> str:
    """The limit where the label surely adjusts the dose and writes none for it; empty where it does not."""
    situation = order.situation
    if situation is None or not situation.has_label_dose or situation.worlds.partner is not None:
        return ""
    worlds, label = situation.worlds.worlds, situation.label
    # What each gives alone stands in the finding that says so; where the dose is too high, no such finding is there.
    is_said = any(finding.code == SILENT for finding in order.findings)
    told = {
        f"{no_single_dose(world) if world.apart and not is_said else 'no single dose'}; {limit_told(world, label)} "
        f"(section {world.sections})"
        for world in worlds
    }
    is_silent = all(world.adjustments and world.start is None and not world.is_unsized for world in worlds)
    return told.pop() if len(told) == 1 and is_silent else ""


def _way(steps: Sequence[str], given: str) -> str:
    """The steps to a dose as one sum: what a later step starts anew from goes before it, the sections stand behind."""
    sections = dict.fromkeys(found[1] for step in steps if (found := _SECTION.search(step)))
    told: list[str] = []
    for step in steps:
        bare = _TAKEN.sub("", _SECTION.sub("", step))
        if not bare.startswith(("minus ", "plus ")):
            told = []
        told.append(bare)
    told[-1] = told[-1].removesuffix(f" = {given}")
    start = told[0].partition(" start for ")
    told[0] = f"start {start[0]} for {start[2]}" if start[1] else told[0]
    return "; ".join([", ".join(told), *([f"section {', '.join(sections)}"] if sections else [])])


def drug_of(order: OrderReport) -> str:
    """The drug of an order that was not judged, as the order names it; empty where it names none."""
    unread = (finding for finding in order.findings if finding.code == UNREADABLE_ORDER)
    return next((plain_words(one.says) for finding in unread for one in finding.evidence), "")


def _is_sure(order: OrderReport) -> bool:
    """Whether the label's dose holds whatever stands in a list that did not come: no more than it may be ordered."""
    is_too_high = any(one.code == ABOVE and one.verdict is Verdict.ERROR for one in order.findings)
    return is_too_high or all(finding.code != NOT_SUPPLIED for finding in order.findings)


def _is_about_dose(order: OrderReport, dose: str) -> bool:
    """Whether the label's dose is news: another one than ordered, or one that a finding speaks of. Beside a step that
    was taken for a reason on file, the dose to start with would read as the one to order.
    """
    assert order.expected is not None
    if any(finding.code.startswith("dose-") for finding in order.findings if finding.verdict is not Verdict.ACCEPT):
        return True
    return order.expected.schedule != dose and all(finding.code != AGREES for finding in order.findings)
