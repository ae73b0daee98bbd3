"""The ordered schedule itself: known, one amount as often as the label says, and never above the label's maximum."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from validator.assessment.situation import Situation
from validator.dosage import Phase, SimpleDose, Unknown, UnknownKind, render, simple_at
from validator.dosage.pattern import Every, Once, rate
from validator.finding import HOLD, Evidence, Finding, IssueType, finding_code
from validator.frozen import replace
from validator.label.dose import LabelDose
from validator.label.model import Label
from validator.quantity import plain, rounded
from validator.rules.message import sentence
from validator.rules.registry import rule
from validator.rules.said import said
from validator.verdict import Truth, Verdict

ABOVE_MAXIMUM = finding_code(
    "dose-above-maximum",
    "Dose is above the label's maximum",
    """The ordered daily dose is higher than any the label allows, whatever the reason.""",
    to_do="lower the dose",
)
UNKNOWN = finding_code(
    "dose-not-known",
    "Ordered dose cannot be worked out",
    """The order's amount, unit, strength or frequency is missing, contradictory or unreadable, so that the daily dose
    is not known. Nothing is assumed: an order without a frequency is not once a day.""",
    issue=IssueType.REQUIRED,
    to_do="write how much is taken and how often",
)
NOT_ONCE_DAILY = finding_code(
    "not-once-daily",
    "Dose is divided over the day",
    """The label gives the whole dose once daily; the order divides it. Of a label that gives several doses a day: the
    order has another number of them.""",
    to_do="order the whole dose at one time",
)
SCHEDULE = finding_code(
    "schedule-not-in-label",
    "Schedule is not one of the label's",
    """The ordered schedule is not one dose at one interval: a range, alternating amounts, certain weekdays, cycles with
    days off, or a limited number of doses. So many doses in several days that may be the same number on each (seven a
    week) are asked about.""",
    to_do="order one amount at one interval",
)
AS_NEEDED = finding_code(
    "as-needed",
    "Dose is ordered as needed",
    """The label gives a fixed dose at a fixed interval; the order leaves it to be taken as needed.""",
    to_do="order it for every day",
)
FROM_TEXT = finding_code(
    "dose-read-from-text",
    "Dose was read from text",
    """The order has no structured dose; amount and frequency were read from the sig text. Check the reading.""",
    to_do="check that the text was read as it is meant",
)
_NOTE_CODES = {"read-from-text": FROM_TEXT}


ENDED = finding_code(
    "order-ended-before-written",
    "Order ended before it was written",
    """The order is to be taken until a day before the one it was written on, so it orders nothing. Its dates were
    probably copied from an earlier order.""",
    to_do="correct the dates of the order",
)
_SHOWN = 5
"""How many other orders a finding shows."""


@rule("schedule")
def schedule(situation: Situation) -> Iterator[Finding]:
    """The order tells one dose at one interval, to be taken as a whole, no more often than the label gives it."""
    total, own = situation.ordered.total, situation.ordered.own
    if told := [note for note in own.notes if note.code.value in _NOTE_CODES] if own.notes else ():
        read_as = f"Read as {render(own)}."
        for note in told:
            place = f"{situation.order.expression}.{note.element}"
            yield said(_NOTE_CODES[note.code.value], Verdict.WARNING, note.says, at=place, detail=read_as)
    ends, written = situation.order.ends, situation.order.authored
    if ends is not None and written is not None and ends.before(written) is Truth.TRUE:
        yield said(
            ENDED,
            Verdict.WARNING,
            f"The order ended on {ends.text[:10]}, before it was written on {written.text[:10]}: correct its dates",
            at=situation.order.dosage_places,
            evidence=(situation.order.evidence,),
        )
    if total.unknown or not total.phases:
        yield from _not_known(situation)
        # A dose that is above it by itself is so whatever is taken beside it.
        for phase in total.phases or own.phases:
            yield from _above_maximum(situation, phase)
        return
    for phase in total.phases:
        if phase.as_needed:
            yield _as_needed(situation)
        yield from _above_maximum(situation, phase)
        simple = simple_at(phase, situation.label.intervals)
        if simple is None:
            yield from _no_simple_dose(situation, phase)
        elif simple.interval < 1 and simple.interval not in situation.label.intervals:
            yield _as_often(situation, simple)


def _as_needed(situation: Situation) -> Finding:
    if all(regimen.ladder[0].every_days == 1 for regimen in situation.label.regimen):
        return _conflict(situation, AS_NEEDED, "The order is to be taken as needed; the label gives a fixed daily dose")
    often = situation.label.how_often
    text = f"The order is to be taken as needed; the label gives it {often}"
    return _conflict(situation, AS_NEEDED, text, to_do=f"order it {often}")


def _as_often(situation: Situation, simple: SimpleDose) -> Finding:
    """A dose more often in a day than the label gives any: divided where it gives all at one time."""
    often = situation.label.how_often
    if min(situation.label.intervals) >= 1:
        text = f"{in_words(simple)} divides the daily dose; the label gives it {often}"
        return _conflict(situation, NOT_ONCE_DAILY, text)
    text, to_do = f"{in_words(simple)} is ordered; the label gives it {often}", f"order it {often}"
    return replace(_conflict(situation, NOT_ONCE_DAILY, text, to_do=to_do), title="Dose is not given as often")


def in_words(simple: SimpleDose) -> str:
    """One dose and its interval as people say it: `30 mg twice daily`, `20 mg every other day`."""
    return str(LabelDose(simple.mg, simple.interval))


def told_as_sum(finding: Finding, simple: SimpleDose) -> Finding:
    """A finding on a dose that the order divides over the day, told by its sum: nobody ordered that once daily."""
    once, total = in_words(simple), f"{plain(simple.mg)} mg a day"
    if not finding.message.startswith(once):
        return finding
    detail = finding.detail.replace(once, total, 1) if finding.detail.startswith(once) else finding.detail
    return replace(finding, message=finding.message.replace(once, total, 1), detail=detail)


def orders_beside(situation: Situation) -> tuple[Evidence, ...]:
    """The other orders whose doses were added to this one."""
    return tuple(map(attrgetter("evidence"), situation.ordered.beside[:_SHOWN]))


def _not_known(situation: Situation) -> Iterator[Finding]:
    """One finding for each reason; an order without any dosage has one reason too."""
    order = situation.order
    reasons = situation.ordered.total.unknown
    if not reasons:
        yield said(
            UNKNOWN,
            Verdict.UNDETERMINED,
            "The order has no dosage instruction, so its dose is not known.",
            at=order.expression,
            section=situation.dose_section,
            missing=("MedicationRequest.dosageInstruction",),
            heading=f"{HOLD}the order has no dosage instruction.",
        )
        return
    own = frozenset(situation.ordered.own.unknown)
    for reason in reasons:
        # What keeps the sum from being known may stand in an order beside this one.
        at = (order,) if reason in own or not situation.ordered.beside else situation.ordered.beside
        yield said(
            UNKNOWN,
            Verdict.UNDETERMINED,
            reason.says if _is_of_days(reason) else f"The dose cannot be worked out: {_going_on(reason.says)}",
            at=tuple(f"{one.expression}.{reason.element}" for one in at),
            section=situation.dose_section,
            evidence=() if reason in own else orders_beside(situation),
            missing=(f"MedicationRequest.{reason.element}",),
            detail=reason.says,
            issue_type=IssueType.REQUIRED if reason.kind.value == "missing" else IssueType.VALUE,
            to_do=_completing(reason) if reason in own else "complete the dose of the other order",
            heading=f"{HOLD}{_going_on(sentence(reason.says))}",
        )


def _is_of_days(reason: Unknown) -> bool:
    """Whether only the unit of the duration is open: of a dose that can be read it is wrong to say that it cannot."""
    return "timing.repeat.bounds" in reason.element and reason.element.endswith(".unit")


def _going_on(says: str) -> str:
    """A sentence as it stands after a colon; a word of capitals keeps them."""
    return says[:1].lower() + says[1:] if says[1:2].islower() or says[1:2] == " " else says


_COMPLETING = (
    ("maxdose", "correct the dose, or the limit beside it"),
    ("bounds", "correct how long it is to be taken"),
    ("timing", "write how often it is taken"),
    ("dose", "write how much is taken at one time"),
)
"""What to do by the element that keeps the dose from being known; the first that it names stands."""


def _completing(reason: Unknown) -> str:
    if reason.kind is UnknownKind.NO_STRENGTH:
        return "choose a product with a strength, or write the dose in mg"
    if reason.kind is UnknownKind.NO_BODY_SIZE:
        return "measure the patient, or write the dose in mg"
    last = reason.element.rpartition("dosageInstruction")[2].lower()
    return next((words for name, words in _COMPLETING if name in last), "")


def _conflict(situation: Situation, code: str, message: str, detail: str = "", to_do: str = "") -> Finding:
    return said(
        code,
        Verdict.ERROR,
        message,
        at=situation.order.dosage_places,
        section=situation.dose_section,
        evidence=orders_beside(situation),
        detail=detail,
        to_do=to_do,
    )


def _above_maximum(situation: Situation, phase: Phase) -> Iterator[Finding]:
    daily, label = phase.daily_mg, situation.label
    if daily is not None and daily.high > label.max_daily_mg:
        yield _conflict(
            situation,
            ABOVE_MAXIMUM,
            f"{plain(rounded(daily.high, 3))} mg a day is above every dose of the label; its most is {most_of(label)}",
        )


def most_of(label: Label) -> str:
    """The label's highest dose of a day, and with what alone it gives that much: `80 mg (only with an inducer)`."""
    starts = [regimen.ladder[0] for regimen in label.regimen if not regimen.ladder[0].is_by_size]
    most = f"{plain(label.max_daily_mg)} mg"
    raising = dict.fromkeys(one.factor for one in label.adjustment if one.effect == "raise")
    if not starts or not raising or max(dose.daily_mg for dose in starts) >= label.max_daily_mg:
        return most
    return f"{most} (only with {' or '.join(f'an {factor}' for factor in raising)})"


def _no_simple_dose(situation: Situation, phase: Phase) -> Iterator[Finding]:
    if phase.as_needed and len(phase.lines) == 1:
        return
    phrase = situation.ordered.total_in_words
    if (open_because := _left_open(situation, phase)) is not None:
        yield said(
            SCHEDULE,
            Verdict.UNDETERMINED,
            f"{phrase}: {open_because} Write how often it is taken",
            at=situation.order.dosage_places,
            section=situation.dose_section,
            evidence=orders_beside(situation),
            missing=("MedicationRequest.dosageInstruction.timing",),
            detail=f"Ordered: {phrase}.",
            issue_type=IssueType.REQUIRED,
        )
        return
    yield _conflict(
        situation,
        SCHEDULE,
        f"{phrase}: the label gives one amount {situation.label.how_often}",
        detail=f"Ordered: {phrase}.",
    )


def _left_open(situation: Situation, phase: Phase) -> str | None:
    """What keeps a schedule of one line from being one of the label's or none, as a question; None where nothing does.

    So many times in several days may be the same number on each of them, as seven times a week may be. A single day
    that is listed may be that of the only dose or of the first.
    """
    line = phase.lines[0] if len(phase.lines) == 1 else None
    if line is None or line.as_needed or line.cycle is not None:
        return None
    match line.pattern:
        case Every() as pattern:
            often = rate(pattern)
            is_whole = often is not None and often[0] == often[1] and often[0].denominator == 1
            return "is that the same on each day?" if is_whole else None
        case Once() if _lists_one_day(situation):
            return "is that the only dose, or the first?"
        case _:
            return None


def _lists_one_day(situation: Situation) -> bool:
    timings = (one.timing for one in situation.order.directions.dosages.read if one is not None)
    return any(one is not None and len(one.event) == 1 and one.repeat is None for one in timings)
