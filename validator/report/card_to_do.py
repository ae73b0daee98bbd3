"""What whoever signs can do about the findings of a card, in one sentence: the step of each, the worst first.

The steps are written beside the rules (`Finding.to_do`, `FindingCode.to_do`); what is missing is asked for in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from validator.finding import FINDING_CODES, Finding
from validator.regex import regex
from validator.report.card_said import Said, ordered_dose, plain_words
from validator.report.criterion import Criteria
from validator.rules.dose import ABOVE, NO_STEP, SILENT
from validator.rules.gap import NOT_SUPPLIED
from validator.rules.interaction import PAIR
from validator.rules.patient import DECEASED, NO_PATIENT
from validator.rules.schedule import ABOVE_MAXIMUM, AS_NEEDED, NOT_ONCE_DAILY, SCHEDULE
from validator.verdict import Verdict

MOST_STEPS = 3
"""Steps that a card names: a project choice, since more are not done before an order is signed."""

_MOST_WANTED = 2
OF_DOSE = frozenset({ABOVE, ABOVE_MAXIMUM, NO_STEP, AS_NEEDED, NOT_ONCE_DAILY, SCHEDULE})
"""Findings that the label's dose answers, where it gives one."""
_IN_WORDS = {
    "Condition of the secondary neoplasm": "the metastases, as a diagnosis",
    "Condition.clinicalStatus": "whether the diagnosis is still active",
    "Condition.onset[x] or abatement[x]": "when it began or ended",
    "Condition.stage or a stage Observation": "the stage of the tumor",
    "MedicationRequest or MedicationStatement of the earlier therapy": "the earlier treatment",
    "MedicationRequest.authoredOn": "the date of the order",
    "MedicationRequest.dosageInstruction": "the dose and how often it is taken",
    "MedicationRequest.medication[x]": "the drug and its strength",
    "Observation body surface area (LOINC 3140-1)": "the body surface area",
    "Observation body weight (LOINC 29463-7)": "the body weight",
    "Patient": "whom the order is for",
    "Patient.birthDate": "the date of birth",
    "Patient.deceasedDateTime": "the day of death",
    "end of the order (timing.repeat.boundsPeriod)": "the last day of this order",
    "exact Condition.onset[x]": "the exact day on which it began",
    "exact MedicationRequest.authoredOn": "the exact date of the order",
}
"""What people call the places that findings name as missing."""
_LEADS = (
    (regex(r"^Observation of the "), "the "),
    (regex(r"^Observation (?:of )?(?=[a-z])"), "the "),
    (regex(r"^Observation (?:of )?"), ""),
    (regex(r"^Condition that "), "a diagnosis that "),
    (regex(r"^(?:MedicationRequest or )?Medication\w+ of the "), "the "),
    (regex(r"^(?:MedicationRequest or )?Medication\w+ of "), "the order for "),
    (regex(r"^Procedure of "), "the day of "),
    (regex(r"^status or end of \w+/\S+$"), "whether the drug is still taken"),
    (regex(r" \((?:LOINC|SNOMED|RxNorm|ICD)[^)]*\)"), ""),
)
_PATH = regex(r"[a-z][A-Z]|\w\[[\dx]|\b[A-Z]\w+\.[a-z]")


def to_do(said: Sequence[Said], criteria: Criteria) -> str:
    """The steps as one sentence, and that the order can be kept with a reason. Text of the chart is not escaped.

    A dose is proposed only where nothing but the dose of the order is wrong: to change the dose of an order that should
    not be given at all would be the wrong advice.
    """
    barred = [one.order for one in said if one.finding.verdict is Verdict.ERROR and one.finding.code not in OF_DOSE]
    said = [one for one in said if one.finding.code not in OF_DOSE or all(one.order is not bad for bad in barred)]
    first = said[0]
    gap = next((one.finding for one in said if one.finding.code == NOT_SUPPLIED), None)
    if gap is not None:
        return _look_first(gap, said)
    several = any(one.order is not first.order for one in said)
    told = [one for one in said if one.finding.code in OF_DOSE and one.finding.to_do]
    said = [one for one in said if one.finding.code != PAIR or all(one.order is not dose.order for dose in told)]
    # Where the label has no dose beside an interacting drug, that the drug is replaced comes first.
    said = sorted(said, key=lambda one: one.finding.code == SILENT)
    # What is first done about orders that count together, or about another patient, changes all that follows.
    asked = said[:1] if several or first.finding.code in (NO_PATIENT, DECEASED) else said
    steps = list(dict.fromkeys(step for one in asked if (step := _step(one, criteria, several=several))))
    if not steps:
        steps = ["settle this before you sign"]
    listed = "; ".join(steps[:MOST_STEPS])
    listed = f"{listed[:1].upper()}{listed[1:]}"
    if any(one.finding.is_hold for one in asked):
        # An order of which nobody can tell what it orders has to be written anew, whatever the reason.
        return f"{listed}."
    return f"{listed}; or {_otherwise(first, several=several)} and give the reason."


def _look_first(gap: Finding, said: Sequence[Said]) -> str:
    """To look at what did not come, and the most that may be ordered whatever it holds."""
    look = f"{gap.to_do[:1].upper()}{gap.to_do[1:]}."
    dose = next((one for one in said if one.finding.code == ABOVE and one.finding.verdict is Verdict.ERROR), None)
    expected = dose.order.expected if dose is not None else None
    return f"{look} Order no more than {expected.schedule}." if expected is not None else look


def wanted(missing: Iterable[str], criteria: Criteria) -> tuple[str, ...]:
    """What would settle a finding, in words; a place in a resource that nobody has a word for is left out."""
    found = []
    for one in missing:
        words = _IN_WORDS.get(one) or (f"whether {criteria[one].yes}" if one in criteria else one)
        for lead, instead in _LEADS:
            words = lead.sub(instead, words)
        words = plain_words(words)
        if not _PATH.search(words):
            found.append(words)
    return tuple(dict.fromkeys(found))


def _step(one: Said, criteria: Criteria, *, several: bool) -> str:
    finding, expected = one.finding, one.order.expected
    if finding.code in OF_DOSE and finding.verdict is not Verdict.ERROR:
        # It holds only if what was set aside does not count, which is to be settled first.
        return ""
    if finding.code in OF_DOSE and expected is not None and expected.schedule != ordered_dose(one.order):
        if several:
            return f"stop one of the orders, or order {expected.schedule} in all"
        return finding.to_do or f"order {expected.schedule}"
    if finding.to_do:
        return finding.to_do
    registered = FINDING_CODES.get(finding.code)
    if registered is not None and registered.to_do:
        return registered.to_do
    return _asked(finding, criteria)


def _asked(finding: Finding, criteria: Criteria) -> str:
    words = open_words(finding, criteria)
    return f"record {words}" if words else ""


def open_words(finding: Finding, criteria: Criteria) -> str:
    """What would settle a finding, to stand in a sentence; empty where it has no words."""
    # Any of what is named settles the finding; a yes or no is the shortest.
    attested = [one for one in finding.missing if one in criteria]
    return " or ".join(wanted(attested or finding.missing, criteria)[:_MOST_WANTED])


def _otherwise(first: Said, *, several: bool) -> str:
    if several:
        return "sign them all"
    if first.order.verdict is not Verdict.ERROR:
        return "go on"
    return "keep the dose" if first.finding.code in OF_DOSE else "keep the order"
