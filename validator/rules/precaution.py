"""Warnings and populations: every checkable statement of the label's data, and the finding codes they may use."""

from __future__ import annotations

from collections.abc import Iterator

from validator.assessment.situation import Situation
from validator.criteria.answer import Answer
from validator.criteria.co_medication import Taking
from validator.finding import Finding, IssueType, finding_code
from validator.label.dose import LabelDose
from validator.label.model import Precaution
from validator.rules.message import sentence
from validator.rules.registry import rule
from validator.verdict import Truth, Verdict

_CODES = {
    "hepatic-impairment-severe": ("Severe hepatic impairment", "The label says to avoid the drug in Child-Pugh C."),
    "hepatic-impairment-not-for": (
        "Hepatic impairment for which the label excludes the drug",
        "In this revision the drug is not recommended in this class of hepatic impairment.",
    ),
    "renal-impairment-severe": ("Severe renal impairment", "There is no experience and the label gives no dose."),
    "age-not-established": (
        "Use in pediatric patients is not established",
        "Safety and effectiveness in pediatric patients are not established for this cancer.",
    ),
    "weight-rule-open": (
        "Weight rule can be read two ways",
        "For adults under 40 kg one reading of the label gives 60 mg at any weight, the other gives no dose.",
    ),
    "interaction-class-disputed": (
        "Class of an interacting drug is disputed",
        "Sources disagree whether the drug on file is a strong CYP3A4 inhibitor or inducer.",
    ),
    "grapefruit-or-st-johns-wort": (
        "Grapefruit or St John's wort is on file",
        "Grapefruit may raise, St John's wort may lower exposure; the label says to avoid them.",
    ),
    "recent-hemorrhage": (
        "Bleeding is active or recent",
        "The label says not to give the drug with a recent history of hemorrhage, without a number of days. Up to 90 "
        "days count as recent here; up to 24 months it cannot be determined.",
    ),
    "perforation-or-fistula": (
        "Perforation or fistula",
        "The drug is discontinued for gastrointestinal perforation and for Grade 4 fistula.",
    ),
    "microscopic-hematuria": (
        "Microscopic hematuria",
        "Blood in the urine that only the microscope shows: no hemorrhage by the label's words, but bleeding should be "
        "ruled out.",
    ),
    "perforation-history": ("Earlier perforation or fistula", "An earlier perforation or fistula calls for care."),
    "thrombotic-event": (
        "Thrombotic event is active or began on treatment",
        "The drug is discontinued for acute myocardial infarction and serious arterial or venous events.",
    ),
    "thrombotic-history": ("Earlier thrombotic event", "The warning concerns events on treatment."),
    "uncontrolled-hypertension": (
        "Hypertension is uncontrolled",
        "The drug is not started while hypertension is uncontrolled, and stopped for a crisis. A reading "
        "alone is no error: the label gives no number.",
    ),
    "blood-pressure-high": (
        "Blood pressure is high before the start",
        "The label says not to start while hypertension is uncontrolled, without a number. A newest reading of 180 "
        "mmHg systolic or 120 mmHg diastolic or more in the 7 days before a first order is named here; that is this "
        "project's choice and never an error.",
    ),
    "liver-enzymes-high": (
        "Liver enzymes are high beside nivolumab",
        "Above 3 times the laboratory's upper limit of ALT or AST the label holds both drugs; above 10 times, or with "
        "bilirubin at twice its limit, it ends both (by one source). No limit of a laboratory is assumed.",
    ),
    "hypertension-on-file": ("Hypertension is on file", "Blood pressure is monitored."),
    "skin-reaction-on-file": ("Hand-foot skin reaction is on file", "Withheld by grade, which is rarely coded."),
    "adrenal-insufficiency": ("Adrenal insufficiency", "With nivolumab it is treated, and the drugs held by severity."),
    "nephrotic-syndrome": ("Nephrotic syndrome is active", "The drug is discontinued for nephrotic syndrome."),
    "proteinuria-on-file": ("Proteinuria is on file", "Urine protein is monitored; held for Grade 2 or 3."),
    "osteonecrosis-of-jaw": ("Osteonecrosis of the jaw is active", "The drug is withheld until it has resolved."),
    "surgery-too-close": (
        "Surgery is too close after a dose",
        "The last dose comes at least 3 weeks (28 days before 2020) before elective surgery, dental surgery included.",
    ),
    "surgery-too-recent": (
        "Surgery is too recent",
        "The drug is not given for at least 2 weeks after major surgery, and not until the wound has healed.",
    ),
    "wound-healing-not-shown": (
        "Wound healing is not shown",
        "After major surgery the label waits for adequate healing; attest it with the criterion wound-healed.",
    ),
    "wound-complication": ("Wound-healing complication is active", "The drug is withheld until the wound has healed."),
    "rpls": ("Reversible posterior leukoencephalopathy syndrome", "The drug is discontinued."),
    "thyroid-dysfunction-on-file": ("Thyroid dysfunction is on file", "Thyroid function is monitored."),
    "hypocalcemia": ("Hypocalcemia is active", "Calcium is replaced; held or stopped by severity."),
    "pregnancy": ("Pregnancy", "The drug can harm a fetus. The label gives no contraindication."),
    "pregnancy-not-checked": (
        "Pregnancy status was not checked",
        "The label asks to verify pregnancy status before the start in females of reproductive potential. Recorded sex "
        "and age are only a proxy for that.",
    ),
    "breastfeeding": ("Breastfeeding", "No breastfeeding during treatment and for 4 months after the last dose."),
    "aneurysm-or-dissection-on-file": ("Aneurysm or dissection is on file", "Reported after approval."),
    "lactose": ("Lactose intolerance is on file", "Tablets contain lactose; capsules do not."),
    "partner-dose-not-in-label": (
        "Partner drug's dose is not in the label",
        "The combination table of this label names certain doses of nivolumab.",
    ),
    "partner-too-long": (
        "Partner drug is given longer than the label says",
        "Nivolumab is given for up to 2 years; cabozantinib may continue.",
    ),
    "tablet-may-not-be-swallowed": (
        "Swallowing may be difficult",
        "Dysphagia or a gastrostomy is on file, and the dose is swallowed whole: ask whether it can be.",
    ),
    "trial-participant-on-file": (
        "Patient may be in a clinical trial",
        "Doses of a protocol are not those of the label, and are not judged here.",
    ),
    "label-precaution": ("Warning of the label", "A warning of the label applies; the finding says which."),
}

for _code, (_display, _page) in _CODES.items():
    finding_code(_code, _display, _page)

NOTE = finding_code(
    "precaution-looked-at",
    "What was looked at for a warning",
    """A warning of the label does not apply, and what on file shows that is worth knowing: a negative pregnancy test,
    an old bleeding, an event before treatment.""",
    issue=IssueType.INFORMATIONAL,
)

BECAUSE = "{because}"
"""Where a message of label data quotes what was found."""

PRECAUTION_CODES = frozenset(_CODES)
"""The finding codes that label data may name."""


@rule("precaution")
def precaution(situation: Situation) -> Iterator[Finding]:
    """Every warning of the label that can be checked is asked about."""
    meant = {answer.indication.id for answer in situation.indication.chosen}
    for statement in situation.label.precaution:
        if statement.indications is not None and not meant & set(statement.indications):
            continue
        if statement.ordered is not None and statement.ordered != _dose(situation):
            continue
        answer: Answer = statement.when.answer(situation.chart)
        match answer.truth:
            case Truth.TRUE:
                message = (statement.message_derived if answer.is_derived else "") or statement.message
                message = message.replace(BECAUSE, answer.because)
                yield _say(situation, statement, answer, statement.verdict, message)
            case Truth.UNKNOWN if statement.if_unknown is Verdict.NOT_ASSESSED:
                continue
            case Truth.UNKNOWN:
                message = sentence(answer.told) if answer.told else statement.unknown_message or statement.message
                yield _say(situation, statement, answer, statement.if_unknown, message)
            case Truth.FALSE:
                # Only a drug that begins soon makes a warning of what does not hold yet.
                for caution in answer.cautions if isinstance(statement.when, Taking) else ():
                    verdict = max(statement.verdict, Verdict.WARNING, key=lambda one: one.rank)
                    yield _say(situation, statement, answer, verdict, sentence(f"{caution}; {statement.message}"))
                for remark in answer.remarks:
                    yield _say(situation, statement, answer, Verdict.ACCEPT, sentence(remark), code=NOTE)


def _dose(situation: Situation) -> LabelDose | None:
    simple = situation.ordered.own.simple
    return LabelDose(simple.mg, simple.interval) if simple is not None else None


def _say(
    situation: Situation,
    statement: Precaution,
    answer: Answer,
    verdict: Verdict,
    message: str,
    *,
    code: str | None = None,
) -> Finding:
    return Finding(
        code or statement.code,
        verdict,
        message,
        section=statement.section,
        expression=(situation.order.expression,),
        evidence=answer.evidence,
        missing=answer.missing if verdict is Verdict.UNDETERMINED else (),
        detail=f"{sentence(answer.because)} {statement.gist}",
        statement=statement.id,
        confidence=statement.confidence,
        issue_type=IssueType.INFORMATIONAL if verdict is Verdict.ACCEPT else None,
    )
