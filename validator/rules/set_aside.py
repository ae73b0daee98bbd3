"""What could not be relied on, said once for an order: entries that were set aside, and lists that did not come whole.

What each of them weighs is worked out elsewhere (`validator.checking.weighing`); here it is put into words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from validator.fhir.account import Why
from validator.finding import LONGEST_MESSAGE, Evidence, Finding, IssueType, finding_code
from validator.rules.aside import Aside, asked_of
from validator.rules.gap import asks_for, not_relied_on
from validator.rules.indication import DISEASE_OPEN
from validator.rules.message import ROOM_BESIDE_PRODUCT
from validator.rules.safe_step import safe_step
from validator.rules.said import said
from validator.verdict import Verdict

ENTRY_SET_ASIDE = finding_code(
    "entry-set-aside",
    "Part of the chart could not be relied on",
    """Something on file could have changed the answer and cannot be relied on: its status is missing or not understood,
    it carries a modifier that is not known, it came in copies that differ, it could not be read. It was neither
    believed nor taken for absent. The finding names each entry and why. Correct it, or look at it yourself.""",
    issue=IssueType.REQUIRED,
)

_MOST_NAMED = 5
_ROOM_BESIDE = ROOM_BESIDE_PRODUCT - 10
"""Characters of a sentence that stands on a card behind the product, where other findings may be counted behind it."""
_ROOM_NAMED = LONGEST_MESSAGE - 10
"""The same of a sentence that names the product itself."""


def set_aside(asides: Sequence[Aside], expression: str) -> tuple[Finding, ...]:
    """The one finding for everything that was set aside and weighs something; nothing where nothing does."""
    if not asides:
        return ()
    listed = sorted(asides, key=lambda one: one.weight.rank)
    weight = listed[0].weight
    heavy = [one for one in listed if one.weight is weight]
    first, reason = heavy[0], heavy[0].reason
    more = f" and {len(heavy) - 1} more" if len(heavy) > 1 else ""
    named = listed[:_MOST_NAMED]
    rest = f" And {len(listed) - len(named)} more." if len(listed) > len(named) else ""
    text = f"On file but not relied on, and would be a caution: {first.called} ({reason}){more}"
    if weight is Verdict.UNDETERMINED:
        text = _open(heavy, reason, more)
    if all(one.why is Why.CODE_UNKNOWN for one in heavy):
        text = f"Look at {first.called}{more} in the chart: {reason}"
    if all(one.why is Why.NAME_UNCLEAR for one in heavy):
        text = f"Which drug is meant by {first.called}{more} in the chart? It may count"
    return (
        said(
            ENTRY_SET_ASIDE,
            weight,
            text,
            at=(expression, *dict.fromkeys(one.expression for one in named if one.expression)),
            evidence=tuple(
                Evidence(one.reference, f"{one.name}: {one.reason}", one.expression or None) for one in named
            ),
            missing=tuple(settled(one.reference) for one in named if one.weight is weight)
            if weight is Verdict.UNDETERMINED
            else (),
            detail=f"{len(listed)} set aside: "
            + "; ".join(f"{one.reference}, {one.reason}" for one in named)
            + f".{rest}{_at_stake(heavy, text)}",
            issue_type=IssueType.REQUIRED if weight is Verdict.UNDETERMINED else IssueType.INFORMATIONAL,
            to_do=safe_step(heavy),
            heading=f"Not decided: {first.called} on file could not be relied on."
            if weight is Verdict.UNDETERMINED
            else "",
        ),
    )


def settled(reference: str) -> str:
    """What is missing where an entry leaves an order open."""
    return f"{reference}, corrected or settled"


def _open(heavy: Sequence[Aside], reason: str, more: str) -> str:
    """Whether it counts, why that is asked, and what hangs on it: the longest of these that a card has room for.

    A dose that is too high with what stands without it comes first.
    """
    first = heavy[0]
    if more and all(one.is_place for one in heavy):
        return f"{_capital(first.called)}{more} could not be read: they may have held anything"
    if more:
        return f"Are {first.called} ({reason}){more} on file {asked_of(heavy)}?"
    if first.is_place:
        return f"{_capital(first.called)} could not be read: it may have held anything"
    # The reason matters more than the day, and what hangs on it more than the reason.
    # That it may be gone is the question itself, and is said in any case.
    whys = (f" ({reason})",) if first.why is Why.MAY_BE_DELETED else (f" ({reason})", "")
    names = (first.called, first.bare)
    told = ([say(name, why) for name in names] for say in _stakes(first) for why in whys)
    ways = (way for whole in told for way in (*whole, *map(_in_short, whole)) if _fits(way, first))
    return next(ways, _asked(first, first.bare))


def _fits(way: str, aside: Aside) -> bool:
    """Whether a card has room for the sentence; no product stands before one with a dose, which names it."""
    is_named = aside.stake is not None and aside.stake.is_dose and aside.stake.dose in way
    return len(way) < (_ROOM_NAMED if is_named else _ROOM_BESIDE)


def _stakes(aside: Aside) -> Iterator[Callable[[str, str], str]]:
    """Ways to say what hangs on something, the longest first, each of a name for it and a reason."""
    stake = aside.stake
    if stake is not None and aside.dose_without and aside.is_result:
        # What stands is put first, and what is in doubt behind it.
        yield lambda name, why: f"{_capital(stake.heading.rstrip('.'))}; {name} is in doubt{why}"
    if stake is not None and aside.dose_without:
        yield lambda name, why: f"{_capital(stake.dose)}, unless {name} is {aside.asks}{why}"
    if stake is not None and not _is_disease(aside):
        told = _of_result(aside) or stake.sentence
        for one in dict.fromkeys((told, _of_result(aside) or stake.dose, stake.words)):
            yield partial(_with_stake, aside, one)
    yield partial(_asked, aside)


def _is_disease(aside: Aside) -> bool:
    """Whether the question itself says what hangs on it: which disease the order is for."""
    return aside.question == DISEASE_OPEN and not aside.is_result


def _of_result(aside: Aside) -> str:
    """The dose that another value than a doubtful one may ask for; empty where its own value says it."""
    if aside.stake is None or not aside.is_open_result:
        return ""
    return aside.stake.left or aside.stake.dose


def _with_stake(aside: Aside, told: str, name: str, reason: str) -> str:
    return f"{_asked(aside, name, reason)} {_capital(aside.answer)}: {told}"


_WHETHER_ON = "Is the patient on"


def _in_short(way: str) -> str:
    """A question without the words that it can do without; as it is where it has none."""
    return f"On{way.removeprefix(_WHETHER_ON)}" if way.startswith(_WHETHER_ON) else way


def _asked(aside: Aside, name: str, reason: str = "") -> str:
    """What is to be found out of something, as a question."""
    return f"{_WHETHER_ON} {name}{reason}?" if aside.is_by_name else f"Is {name} {aside.asks}{reason}?"


def as_set_aside(
    findings: Sequence[Finding], tried: Sequence[Sequence[Finding]], asides: Sequence[Aside]
) -> tuple[Finding, ...]:
    """The findings in words that never say that nothing is on file where something that was set aside may be it.

    `tried` are the findings with each thing that an entry may mean; of an entry that cannot be read its type is known.
    """
    said_in = [{one.message for one in meant} for meant in tried]
    unread = {entry.resource_type for aside in asides if aside.question is None for entry in aside.entries}
    told: list[Finding] = []
    for one in findings:
        is_same = all(one.message in messages for messages in said_in)
        told.append(one if is_same and not any(asks_for(one, kind) for kind in unread) else not_relied_on(one))
    return tuple(told)


def _at_stake(heavy: Sequence[Aside], text: str) -> str:
    """What hangs on them all as a sentence, where it is the same and the text does not say it already."""
    told = _common([_told(one) for one in heavy]) or _common([one.stake.words if one.stake else "" for one in heavy])
    answers = {one.answer for one in heavy if one.stake is not None}
    if all(map(_is_disease, heavy)):
        return ""
    if not told or len(answers) != 1 or told.lower() in text.lower():
        return ""
    return f" {_capital(answers.pop())}: {told}."


def _told(aside: Aside) -> str:
    """What hangs on it, at length; empty where that cannot be told."""
    if aside.stake is None:
        return ""
    return _of_result(aside) or aside.stake.told


def _common(texts: Sequence[str]) -> str:
    """The text that all have; empty where they differ."""
    return texts[0] if len(set(texts)) == 1 else ""


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
