"""The dose: what is ordered against what the label gives this patient, exactly, in every world the chart allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from operator import attrgetter

from validator.assessment.beside import Relation
from validator.assessment.fit import Fit, Fitted, compared, fits_in
from validator.assessment.history import reduction_reason, unexplained
from validator.assessment.indication import diseases_of
from validator.assessment.situation import Situation
from validator.assessment.world import World
from validator.criteria.disease import missing_disease
from validator.dosage import SimpleDose, simple_at
from validator.finding import Confidence, Evidence, Finding, IssueType, finding_code
from validator.frozen import replace
from validator.label.dose import LabelDose
from validator.rules.dose_alone import SETTLED, lowered, no_single_dose
from validator.rules.dose_title import opened, shown_by, titled
from validator.rules.message import each_once, sentence
from validator.rules.partner import beside_partner
from validator.rules.registry import rule
from validator.rules.reservation import reservations
from validator.rules.said import said
from validator.rules.schedule import in_words, told_as_sum
from validator.verdict import Truth, Verdict

ABOVE = finding_code(
    "dose-above-label",
    "Dose is above the label's",
    """The ordered dose is higher than the label gives this patient on the day of the order: for the indication, the
    age, the weight, the interacting drugs and the liver. `expected` shows the label's dose and the steps to it.""",
    to_do="lower the dose",
)
NO_STEP = finding_code(
    "dose-not-a-label-step",
    "Dose is no step of the label",
    """The ordered dose is below the recommended one and is none of the reduction steps the label writes for this
    regimen.""",
    to_do="order a dose that the label gives",
)
BELOW_START = finding_code(
    "dose-below-start",
    "Dose is a reduction step without a recorded reason",
    """The ordered dose is one of the label's reduction steps, but nothing on file shows why it is below the recommended
    start. A single order cannot tell a start from a reduction: record the earlier order or attest the adverse
    reaction (criterion dose-reduced-for-adverse-reaction).""",
    to_do="record why the dose is reduced, or order the recommended one",
)
NOT_RAISED = finding_code(
    "dose-not-raised",
    "Dose is not raised for the inducer",
    """With a CYP3A4 inducer the label raises the dose as tolerated; the ordered dose is the one without it.""",
    to_do="see whether the higher dose is tolerated",
)
SILENT = finding_code(
    "dose-label-silent",
    "Label has no dose for this combination",
    """The label writes no dose for what meets in this patient: two adjustments at once (inhibitor, inducer, hepatic
    impairment), or an adjustment of a dose that has no written step. It cannot be determined from the label.""",
    to_do="settle the dose with oncology and pharmacy, and record why",
)
OPEN = finding_code(
    "dose-depends-on-missing-fact",
    "Dose depends on a fact that is not on file",
    """The label's dose for this patient depends on a fact the chart does not show (weight under 17 years, Child-Pugh
    class in liver disease ...), and the ordered dose is right in some cases and not in others.""",
    issue=IssueType.REQUIRED,
)
AGREES = finding_code(
    "dose-agrees",
    "Dose agrees with the label",
    """The ordered dose is the one the label gives this patient, or a written reduction step with its reason.""",
    issue=IssueType.INFORMATIONAL,
)


@rule("dose")
def dose(situation: Situation) -> Iterator[Finding]:
    """Every phase of the ordered schedule is the label's dose, or a written step with its reason.

    Where the label gives no dose, none is compared: "below the recommended start" would suggest one. A dose that the
    order divides over the day is compared by its daily sum, and only told where that is too much.
    """
    total = situation.ordered.total
    if not situation.has_label_dose or not situation.worlds.worlds:
        return
    yield from reservations(situation)
    if total.unknown:
        return
    alone: list[Finding] = []
    for phase in total.phases:
        if (dose := simple_at(phase, situation.label.intervals)) is not None:
            alone += _judge(situation, dose)
    both = list(_judge_completed(situation))
    yield from both if _worst(both) < _worst(alone) else alone


def _worst(findings: list[Finding]) -> int:
    return min(map(attrgetter("verdict.rank"), findings), default=Verdict.ACCEPT.rank)


def _judge_completed(situation: Situation) -> Iterator[Finding]:
    """The sum with an earlier order that is still active, where this one is a bottle that completes a label dose.

    20 mg beside 40 mg may be 60 mg, or a reduction to 20 mg: both are judged. Equal doses are a renewal, and a sum that
    no regimen starts with or steps to is no dose anybody meant.
    """
    ordered = situation.ordered
    earlier = ordered.of(Relation.EARLIER)
    if not earlier:
        return
    given, peak = situation.label.intervals, ordered.with_earlier.peak
    own = simple_at(ordered.total, given)
    total = simple_at(peak, given) if peak is not None else None
    if own is None or total is None or LabelDose(total.mg, total.interval) not in _labelled(situation):
        return
    if own in [simple_at(other.directions.schedule_at(situation.body), given) for other in earlier]:
        return
    shown = tuple(other.evidence for other in earlier)
    for finding in _judge(situation, total):
        yield replace(finding, evidence=tuple(dict.fromkeys((*finding.evidence, *shown))))


def _labelled(situation: Situation) -> frozenset[LabelDose | None]:
    """The doses of every regimen of the label, and those that are due here."""
    regimens = (dose for regimen in situation.label.regimen for dose in regimen.ladder)
    return frozenset((*regimens, *situation.worlds.starts))


def _judge(situation: Situation, simple: SimpleDose) -> Iterator[Finding]:
    worlds, partner, simple = situation.worlds, situation.worlds.partner, compared(simple, situation.label)
    is_divided = simple.interval < 1 and simple.interval not in situation.label.intervals
    if is_divided:
        simple = SimpleDose(simple.daily_mg, Fraction(1))
        every = (*worlds.worlds, *(partner.worlds if partner is not None else ()))
        if all(f.fit is not Fit.ABOVE for fits in fits_in(worlds, simple, every, situation.label) for f in fits):
            return
    alone = _settled(situation, simple, worlds.worlds)
    found: Iterable[Finding] = (alone,)
    if partner is not None:
        found = beside_partner(situation, partner, alone, _settled(situation, simple, partner.worlds))
    yield from [told_as_sum(one, simple) for one in found] if is_divided else found


def _settled(situation: Situation, simple: SimpleDose, worlds: tuple[World, ...]) -> Finding:
    by_world = fits_in(situation.worlds, simple, worlds, situation.label)
    # The mildest of one world: either dose fits just after an interacting drug ended, or just before it begins.
    found: list[Finding] = []
    for fits in by_world:
        each = [titled(situation, simple, one, _finding(situation, simple, one)) for one in fits]
        found.append(max(each, key=attrgetter("verdict.rank")))
    if len(found) == 1:
        return found[0]
    verdicts = {finding.verdict for finding in found}
    starts = {world.start for world in worlds}
    told_apart = {(world.regimen.id, *[one.id for one in world.adjustments]) for world in worlds}
    if len(verdicts) == 1 and (len(told_apart) == 1 or len(starts) == 1 or Verdict.ERROR in verdicts):
        return found[0]
    fitted = [one for fits in by_world for one in fits]
    return opened(situation, simple, fitted, _open(situation, simple, fitted))


def _finding(situation: Situation, simple: SimpleDose, fitted: Fitted) -> Finding:
    world, ordered = fitted.world, in_words(simple)
    adjustments = " and ".join(map(attrgetter("because"), world.adjustments))
    reason = f" with {adjustments}" if adjustments else ""
    match fitted.fit:
        case Fit.EQUAL:
            return _say(situation, world, AGREES, Verdict.ACCEPT, f"{ordered} is the label's dose{reason}")
        case Fit.ABOVE:
            text = f"{ordered} is above the label's {world.start}{reason or f' for {world.regimen.population}'}"
            to_do = ""
            if world.apart:
                text = f"{ordered} is too high; the label has {no_single_dose(world)}"
                to_do = lowered(world)
            elif world.start is None:
                most = world.ceiling or "the maximum"
                text = f"{ordered} is above {most}, the most that the label could give{reason}"
            elif world.before is not None:
                text += f" begun while the dose was {world.before}"
            return _say(situation, world, ABOVE, Verdict.ERROR, text, evidence=shown_by(situation), to_do=to_do)
        case Fit.NO_STEP:
            ladder = ", ".join(str(step) for step in world.ladder if step is not None)
            text = f"{ordered} is no step of the label{reason}; it writes {ladder}"
            return _say(situation, world, NO_STEP, Verdict.ERROR, text, section=situation.label.reduction_section)
        case Fit.NOWHERE:
            text = f"{ordered} is not a dose that the label gives, with or without {adjustments}"
            step = SETTLED if world.apart else ""
            return _say(situation, world, NO_STEP, Verdict.ERROR, text, evidence=shown_by(situation), to_do=step)
        case Fit.NOT_RAISED:
            text = f"{ordered} is not raised for {adjustments}; the label gives {world.start} as tolerated"
            return _say(situation, world, NOT_RAISED, Verdict.WARNING, text, section=world.adjustments[0].section)
        case Fit.UNSIZED:
            return _open(situation, simple, [fitted])
        case Fit.SILENT:
            return _silent(situation, world, ordered)
        case Fit.REDUCED:
            assert fitted.step_above is not None
            return _reduced(situation, fitted, ordered)


def _silent(situation: Situation, world: World, ordered: str) -> Finding:
    meeting = [adjustment.because for adjustment in world.adjustments]
    sections = ", ".join(dict.fromkeys(adjustment.section for adjustment in world.adjustments))
    if len(meeting) > 1:
        text = f"The label gives {no_single_dose(world)}"
    else:
        base = world.regimen.ladder[0]
        text = f"{world.before} was the dose so far; with {meeting[0]} the label gives no lower one: ask how to go on"
        if world.before is None:
            text = f"The label does not say how {ordered} is adjusted for {meeting[0]} (regimen starting at {base})"
    return _say(situation, world, SILENT, Verdict.UNDETERMINED, text, section=sections, evidence=shown_by(situation))


def _reduced(situation: Situation, fitted: Fitted, ordered: str) -> Finding:
    world, above = fitted.world, fitted.step_above
    assert above is not None
    reason = reduction_reason(situation.order, situation.chart, situation.body, above)
    section = situation.label.reduction_section
    if reason.truth is Truth.TRUE:
        text = f"{ordered} is a written reduction step, and {reason.because}"
        return _say(situation, world, AGREES, Verdict.ACCEPT, text, section=section, evidence=reason.evidence)
    text = f"{ordered} is below the recommended {world.start}; {unexplained(situation.chart)}"
    section, evidence, missing = f"{world.regimen.section}, {section}", reason.evidence, reason.missing
    found = _say(
        situation, world, BELOW_START, Verdict.WARNING, text, section=section, evidence=evidence, missing=missing
    )  # fmt: skip
    # Who has recorded that it was no reaction is not asked again.
    return replace(found, to_do=_DENIED) if reason.truth is Truth.FALSE else found


_DENIED = "order the recommended dose, or correct what is recorded of the reduction"


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
    to_do: str = "",
) -> Finding:
    whole = text if sentence(text).endswith("…") else ""
    gists = [world.regimen.gist, *map(attrgetter("gist"), world.adjustments)]
    return said(
        code,
        verdict,
        text,
        at=situation.order.dosage_places,
        by=world.adjustments[0] if world.adjustments else world.regimen,
        section=section or world.sections,
        evidence=shown_by(situation) if evidence is None else evidence,
        missing=missing,
        detail=f"{whole} Steps: {'; '.join(situation.worlds.steps(world))}. {' '.join(gists)}".strip(),
        confidence=world.confidence,
        to_do=to_do,
    )


NOT_SETTLED = "Not settled: "  # begins the detail of an open dose: why, up to the next full stop
OPEN_BECAUSE = ", open because "  # stands between the doses that are possible and why none is settled


def _in_case(fitted: Fitted) -> str:
    """How the ordered dose fits for whom, as a sentence."""
    world = fitted.world
    whom = " with ".join((f"for {world.regimen.population}", *(one.because for one in world.adjustments)))
    dose = f": {world.start}" if world.start is not None else ""
    return f"{fitted.fit.value.capitalize()} {whom}{dose} (section {world.sections})."


def _open(situation: Situation, simple: SimpleDose, fits: list[Fitted]) -> Finding:
    open_answers = situation.worlds.open_answers
    why = "; ".join(each_once(one.because for one in open_answers)) or "which indication it is for is not shown"
    written = [fitted.world.regimen.ladder[0] for fitted in fits if fitted.world.is_unsized]
    known = [start for start in situation.worlds.starts if start is not None]
    # Where adjustments may meet that the label does not stack, no dose may be written at all.
    silent = ["not written"] if any(fitted.world.apart for fitted in fits) else []
    starts = " or ".join(dict.fromkeys((*map(str, (*known, *written)), *silent)))
    missing = tuple(dict.fromkeys(item for answer in open_answers for item in answer.missing))
    confidence = max((fitted.world.confidence for fitted in fits), key=list(Confidence).index)
    return said(
        OPEN,
        Verdict.UNDETERMINED,
        f"{in_words(simple)}: the label's dose is {starts}{OPEN_BECAUSE}{why}",
        at=situation.order.dosage_places,
        section=", ".join(dict.fromkeys(one for fitted in fits for one in fitted.world.sections.split(", "))),
        evidence=(item for answer in open_answers for item in answer.evidence),
        missing=missing or missing_disease(situation.chart, diseases_of(situation.label)),
        detail=" ".join((f"{NOT_SETTLED}{why}.", *dict.fromkeys(map(_in_case, fits)))),
        confidence=confidence,
        issue_type=IssueType.REQUIRED if missing else IssueType.BUSINESS_RULE,
    )
