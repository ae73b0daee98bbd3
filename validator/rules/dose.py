"""The dose: what is ordered against what the label gives this patient, exactly, in every world the chart allows."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from validator.assessment.fit import Fit, Fitted, fit_in
from validator.assessment.history import reduction_reason
from validator.assessment.situation import Situation
from validator.assessment.world import World
from validator.dosage import Phase, SimpleDose
from validator.finding import LONGEST_MESSAGE, Confidence, Evidence, Finding, IssueType, finding_code
from validator.label.dose import LabelDose
from validator.quantity import plain
from validator.rules.message import sentence
from validator.rules.registry import rule
from validator.verdict import Truth, Verdict

ABOVE = finding_code(
    "dose-above-label",
    "Dose is above the label's",
    """The ordered dose is higher than the label gives this patient on the day of the order: for the indication, the
    age, the weight, the interacting drugs and the liver. `expected` shows the label's dose and the steps to it.""",
)
ABOVE_MAXIMUM = finding_code(
    "dose-above-maximum",
    "Dose is above the label's maximum",
    """The ordered daily dose is higher than any the label allows, whatever the reason.""",
)
NO_STEP = finding_code(
    "dose-not-a-label-step",
    "Dose is no step of the label",
    """The ordered dose is below the recommended one and is none of the reduction steps the label writes for this
    regimen.""",
)
BELOW_START = finding_code(
    "dose-below-start",
    "Dose is a reduction step without a recorded reason",
    """The ordered dose is one of the label's reduction steps, but nothing on file shows why it is below the recommended
    start. A single order cannot tell a start from a reduction: record the earlier order or attest the adverse
    reaction (criterion dose-reduced-for-adverse-reaction).""",
)
NOT_RAISED = finding_code(
    "dose-not-raised",
    "Dose is not raised for the inducer",
    """With a CYP3A4 inducer the label raises the dose as tolerated; the ordered dose is the one without it.""",
)
SILENT = finding_code(
    "dose-label-silent",
    "Label has no dose for this combination",
    """The label writes no dose for what meets in this patient: two adjustments at once (inhibitor, inducer, hepatic
    impairment), or an adjustment of a dose that has no written step. It cannot be determined from the label.""",
)
OPEN = finding_code(
    "dose-depends-on-missing-fact",
    "Dose depends on a fact that is not on file",
    """The label's dose for this patient depends on a fact the chart does not show (weight under 17 years, Child-Pugh
    class in liver disease ...), and the ordered dose is right in some cases and not in others.""",
    issue=IssueType.REQUIRED,
)
UNKNOWN = finding_code(
    "dose-not-known",
    "Ordered dose cannot be worked out",
    """The order's amount, unit, strength or frequency is missing, contradictory or unreadable, so that the daily dose
    is not known. Nothing is assumed: an order without a frequency is not once a day.""",
    issue=IssueType.REQUIRED,
)
NOT_ONCE_DAILY = finding_code(
    "not-once-daily",
    "Dose is divided over the day",
    """The label gives the whole dose once daily; the order divides it.""",
)
SCHEDULE = finding_code(
    "schedule-not-in-label",
    "Schedule is not one of the label's",
    """The ordered schedule is not one dose at one interval: a range, alternating amounts, certain weekdays, cycles with
    days off, or a limited number of doses. The label knows one amount once daily, and 20 mg every other day.""",
)
AS_NEEDED = finding_code(
    "as-needed",
    "Dose is ordered as needed",
    """The label gives a fixed daily dose; the order leaves it to be taken as needed.""",
)
FROM_TEXT = finding_code(
    "dose-read-from-text",
    "Dose was read from text",
    """The order has no structured dose; amount and frequency were read from the sig text. Check the reading.""",
)
TEXT_CONTRADICTS = finding_code(
    "text-contradicts-dose",
    "Text contradicts the structured dose",
    """The sig text states another dose than the structured elements, which were used. Whoever reads the text gives
    another dose: correct the order.""",
)
STALE = finding_code(
    "dose-rests-on-old-measurement",
    "Dose rests on an old measurement",
    """The label's dose for this patient depends on a measurement (weight, body surface area) that is older than 30 days
    under 18 years, or 365 days in adults. The label gives no limit; these are project choices. Measure again.""",
)
AGREES = finding_code(
    "dose-agrees",
    "Dose agrees with the label",
    """The ordered dose is the one the label gives this patient, or a written reduction step with its reason.""",
    issue=IssueType.INFORMATIONAL,
)

_NOTE_CODES = {"read-from-text": FROM_TEXT, "text-contradicts-structured": TEXT_CONTRADICTS}


def _place(situation: Situation) -> tuple[str, ...]:
    return situation.order.dosage_places


@rule("dose")
def dose(situation: Situation) -> Iterator[Finding]:
    """Every phase of the ordered schedule is the label's dose, or a written step with its reason."""
    yield from _stale(situation)
    total = situation.ordered.total
    for note in situation.ordered.own.notes:
        if note.code.value in _NOTE_CODES:
            yield Finding(
                _NOTE_CODES[note.code.value],
                Verdict.WARNING,
                sentence(note.says),
                expression=(f"{situation.order.expression}.{note.element}",),
                detail=f"Read as {situation.ordered.own.phrase}.",
            )
    if total.unknown or not total.phases:
        yield from _not_known(situation)
        return
    for phase in total.phases:
        if phase.as_needed:
            yield _conflict(
                situation, AS_NEEDED, "The order is to be taken as needed; the label gives a fixed daily dose"
            )
        yield from _above_maximum(situation, phase)
        simple = phase.simple
        if simple is None:
            yield from _no_simple_dose(situation, phase)
        else:
            yield from _judge(situation, simple)


def _stale(situation: Situation) -> Iterator[Finding]:
    """One finding for each reservation about what decides the regimen."""
    said: set[str] = set()
    for answer in situation.worlds.regimen_evidence if situation.has_label_dose else ():
        for caution in answer.cautions:
            if caution not in said:
                said.add(caution)
                yield Finding(
                    STALE,
                    Verdict.WARNING,
                    sentence(f"The label's dose depends on it: {caution}"),
                    section=situation.label.dose_section,
                    expression=(situation.order.expression,),
                    evidence=answer.evidence,
                )


def _not_known(situation: Situation) -> Iterator[Finding]:
    """One finding for each reason; an order without any dosage has one reason too."""
    order = situation.order
    reasons = situation.ordered.total.unknown
    if not reasons:
        yield Finding(
            UNKNOWN,
            Verdict.UNDETERMINED,
            "The order has no dosage instruction, so its dose is not known.",
            section=situation.label.dose_section,
            expression=(order.expression,),
            missing=("MedicationRequest.dosageInstruction",),
        )
        return
    own = frozenset(situation.ordered.own.unknown)
    for reason in reasons:
        # What keeps the sum from being known may stand in an order beside this one.
        at = (order,) if reason in own or not situation.ordered.beside else situation.ordered.beside
        yield Finding(
            UNKNOWN,
            Verdict.UNDETERMINED,
            sentence(f"The dose cannot be worked out: {reason.says}"),
            section=situation.label.dose_section,
            expression=tuple(f"{one.expression}.{reason.element}" for one in at),
            evidence=() if reason in own else _orders(situation),
            missing=(f"MedicationRequest.{reason.element}",),
            detail=reason.says,
            issue_type=IssueType.REQUIRED if reason.kind.value == "missing" else IssueType.VALUE,
        )


def _conflict(situation: Situation, code: str, message: str, detail: str = "") -> Finding:
    return Finding(
        code,
        Verdict.ERROR,
        sentence(message),
        section=situation.label.dose_section,
        expression=_place(situation),
        evidence=_orders(situation),
        detail=detail,
    )


def _orders(situation: Situation) -> tuple[Evidence, ...]:
    return tuple(other.evidence for other in situation.ordered.beside)


def _above_maximum(situation: Situation, phase: Phase) -> Iterator[Finding]:
    daily, label = phase.daily_mg, situation.label
    if daily is not None and daily.high > label.max_daily_mg:
        yield _conflict(
            situation,
            ABOVE_MAXIMUM,
            f"{plain(round(daily.high, 3))} mg a day is above the label's maximum of {plain(label.max_daily_mg)} mg",
        )


def _no_simple_dose(situation: Situation, phase: Phase) -> Iterator[Finding]:
    if phase.as_needed and len(phase.lines) == 1:
        return
    phrase = situation.ordered.total.phrase
    yield _conflict(
        situation, SCHEDULE, f"{phrase}: the label gives one amount once daily", detail=f"Ordered: {phrase}."
    )


def _judge(situation: Situation, simple: SimpleDose) -> Iterator[Finding]:
    worlds = situation.worlds
    if simple.interval < 1:
        yield _conflict(
            situation,
            NOT_ONCE_DAILY,
            f"{_said(simple)} divides the daily dose; the label gives it once daily",
        )
    if not worlds.worlds or not situation.has_label_dose:
        # Where the label gives no dose, none is compared: "below the recommended start" would suggest one.
        return
    if simple.interval < 1:
        simple = SimpleDose(simple.daily_mg, Fraction(1))
        if all(f.fit is not Fit.ABOVE for fits in _fits(situation, simple) for f in fits):
            return
    by_world = _fits(situation, simple)
    found = [_mildest(situation, simple, fits) for fits in by_world]
    settled = len(worlds.starts) == 1 or found[0].verdict is Verdict.ERROR
    if settled and len({finding.verdict for finding in found}) == 1:
        yield found[0]
        return
    yield _open(situation, simple, [fitted for fits in by_world for fitted in fits])


def _fits(situation: Situation, simple: SimpleDose) -> list[list[Fitted]]:
    """For each world how the dose fits; in the days after an interacting drug ended, also as if it were still taken."""
    washout = situation.worlds.washout if not situation.worlds.applied else ()
    return [
        [
            fit_in(one, simple.mg, simple.interval)
            for one in (world, *(World(world.regimen, (*world.adjustments, ended.adjustment)) for ended in washout))
        ]
        for world in situation.worlds.worlds
    ]


def _mildest(situation: Situation, simple: SimpleDose, fits: list[Fitted]) -> Finding:
    """Either dose fits in the days after an interacting drug ended; the interaction rule warns."""
    return max((_finding(situation, simple, fitted) for fitted in fits), key=lambda finding: finding.verdict.rank)


def _said(simple: SimpleDose) -> str:
    if simple.interval == 1:
        return f"{plain(simple.mg)} mg once daily"
    if simple.interval < 1:
        times = Fraction(1) / simple.interval
        if times.denominator == 1:
            return f"{plain(simple.mg)} mg {times} times daily"
    return str(LabelDose(simple.mg, simple.interval))


def _finding(situation: Situation, simple: SimpleDose, fitted: Fitted) -> Finding:
    world, ordered = fitted.world, _said(simple)
    adjustments = " and ".join(adjustment.because for adjustment in world.adjustments)
    reason = f" with {adjustments}" if adjustments else ""
    match fitted.fit:
        case Fit.EQUAL:
            return _say(situation, world, AGREES, Verdict.ACCEPT, f"{ordered} is the label's dose{reason}")
        case Fit.ABOVE:
            text = f"{ordered} is above the label's {world.start}{reason or f' for {world.regimen.population}'}"
            return _say(situation, world, ABOVE, Verdict.ERROR, text, evidence=_why(situation))
        case Fit.NO_STEP:
            ladder = ", ".join(str(step) for step in world.ladder() if step is not None)
            text = f"{ordered} is no step of the label{reason}; it writes {ladder}"
            return _say(situation, world, NO_STEP, Verdict.ERROR, text, section=situation.label.reduction_section)
        case Fit.NOT_RAISED:
            text = f"{ordered} is not raised for {adjustments}; the label gives {world.start} as tolerated"
            return _say(situation, world, NOT_RAISED, Verdict.WARNING, text, section=world.adjustments[0].section)
        case Fit.SILENT:
            return _silent(situation, world, ordered)
        case Fit.REDUCED:
            assert fitted.step_above is not None
            return _reduced(situation, fitted, ordered)


def _silent(situation: Situation, world: World, ordered: str) -> Finding:
    meeting = [adjustment.because for adjustment in world.adjustments]
    sections = ", ".join(dict.fromkeys(adjustment.section for adjustment in world.adjustments))
    if len(meeting) > 1:
        text = f"{' and '.join(meeting)} meet: the label has no rule for both, so no dose can be determined"
    else:
        base = world.regimen.ladder[0]
        text = f"The label does not say how {ordered} is adjusted for {meeting[0]} (regimen starting at {base})"
    return _say(situation, world, SILENT, Verdict.UNDETERMINED, text, section=sections, evidence=_why(situation))


def _reduced(situation: Situation, fitted: Fitted, ordered: str) -> Finding:
    world, above = fitted.world, fitted.step_above
    assert above is not None
    reason = reduction_reason(situation.order, situation.chart, above)
    section = situation.label.reduction_section
    if reason.truth is Truth.TRUE:
        text = f"{ordered} is a written reduction step, and {reason.because}"
        return _say(situation, world, AGREES, Verdict.ACCEPT, text, section=section, evidence=reason.evidence)
    text = f"{ordered} is below the recommended {world.start}; no reason for the reduction is on file"
    return _say(
        situation,
        world,
        BELOW_START,
        Verdict.WARNING,
        text,
        section=f"{world.regimen.section}, {section}",
        evidence=reason.evidence,
        missing=reason.missing,
    )


def _why(situation: Situation) -> tuple[Evidence, ...]:
    worlds = situation.worlds
    answers = (*worlds.regimen_evidence, *(applied.answer for applied in worlds.applied))
    return tuple(dict.fromkeys((*(item for answer in answers for item in answer.evidence), *_orders(situation))))


def _say(
    situation: Situation,
    world: World,
    code: str,
    verdict: Verdict,
    text: str,
    *,
    section: str | None = None,
    evidence: tuple[Evidence, ...] | None = None,
    missing: tuple[str, ...] = (),
) -> Finding:
    whole = text if len(text) >= LONGEST_MESSAGE else ""
    gists = [world.regimen.gist, *(adjustment.gist for adjustment in world.adjustments)]
    return Finding(
        code,
        verdict,
        sentence(text),
        section=section or _section(world),
        expression=_place(situation),
        evidence=_why(situation) if evidence is None else evidence,
        missing=missing,
        detail=f"{whole} Steps: {'; '.join(situation.worlds.steps(world))}. {' '.join(gists)}".strip(),
        statement=world.adjustments[0].id if world.adjustments else world.regimen.id,
        confidence=world.confidence,
    )


def _section(world: World) -> str:
    return ", ".join(dict.fromkeys((world.regimen.section, *(adjustment.section for adjustment in world.adjustments))))


def _open(situation: Situation, simple: SimpleDose, fits: list[Fitted]) -> Finding:
    open_answers = situation.worlds.open_answers
    reasons = "; ".join(dict.fromkeys(answer.because for answer in open_answers))
    starts = " or ".join(str(start) for start in situation.worlds.starts if start is not None)
    missing = tuple(dict.fromkeys(item for answer in open_answers for item in answer.missing))
    confidence = max((fitted.world.confidence for fitted in fits), key=list(Confidence).index)
    why = reasons or "which indication it is for is not shown"
    return Finding(
        OPEN,
        Verdict.UNDETERMINED,
        sentence(f"{_said(simple)}: the label's dose is {starts}, depending on what is not on file: {why}"),
        section=", ".join(dict.fromkeys(_section(fitted.world) for fitted in fits)),
        expression=_place(situation),
        evidence=tuple(dict.fromkeys(item for answer in open_answers for item in answer.evidence)),
        missing=missing or ("Condition that names the cancer, with its histology",),
        detail=f"Not settled: {why}. "
        + "; ".join(f"{' then '.join(situation.worlds.steps(fitted.world))}: {fitted.fit.value}" for fitted in fits),
        confidence=confidence,
        issue_type=IssueType.REQUIRED if missing else IssueType.BUSINESS_RULE,
    )
