"""What whoever signs can do about the findings of a card, in one sentence: the step of each, the worst first.

The steps are written beside the rules (`Finding.to_do`, `FindingCode.to_do`); what is missing is asked for in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from validator.finding import FINDING_CODES, Finding
from validator.regex import regex
from validator.report.card_doubt import is_told_by_doubt
from validator.report.card_said import ELSEWHERE, SHAPE, Said, ordered_dose, place_in_words, plain_words
from validator.report.criterion import Criteria
from validator.report.model import OrderReport
from validator.rules.administration import FOOD, GRAPEFRUIT, NOT_WHOLE, ROUTE, WITHOUT_FOOD
from validator.rules.dose import ABOVE, NO_STEP, OPEN, SILENT
from validator.rules.dose_alone import SETTLED
from validator.rules.duplicate import ADDED, BOTH_FORMS
from validator.rules.gap import ANOTHER_PATIENT, NOT_SUPPLIED, SOUGHT
from validator.rules.interaction import PAIR
from validator.rules.patient import DECEASED, NO_PATIENT
from validator.rules.product import BY_TEXT, CONFLICT, FORM_OPEN, NOT_MADE, NOT_MARKETED, STRENGTH_MISFIT
from validator.rules.safe_step import UNTIL
from validator.rules.schedule import ABOVE_MAXIMUM, AS_NEEDED, NOT_ONCE_DAILY, SCHEDULE
from validator.rules.unjudged import UNREADABLE_ORDER
from validator.verdict import Verdict

MOST_STEPS = 3
"""Steps that a card names: a project choice, since more are not done before an order is signed."""

_MOST_WANTED = 2
OF_DOSE = frozenset({ABOVE, ABOVE_MAXIMUM, NO_STEP, AS_NEEDED, NOT_ONCE_DAILY, SCHEDULE})
"""Findings that the label's dose answers, where it gives one."""
_OF_UNITS = frozenset({NOT_MADE, STRENGTH_MISFIT})
"""Findings on how a dose is made up: another dose, in a suggestion's strength, answers them too."""
_OF_PRODUCT = frozenset({FORM_OPEN, BY_TEXT})
"""Findings of which nobody knows the product until it is chosen."""
_OF_WRITING = frozenset({FOOD, WITHOUT_FOOD, GRAPEFRUIT, NOT_WHOLE, ROUTE, NOT_MARKETED}) | _OF_UNITS | SHAPE
"""Findings on how the order is written: put right, it may be given."""
_FIRST_OF_ALL = (NO_PATIENT, ANOTHER_PATIENT, DECEASED)
"""What puts in question whose order it is."""
_ORDER_ANEW = FINDING_CODES[UNREADABLE_ORDER].to_do
_WHOM = "whom the order is for"
_IN_WORDS = {
    "Condition of the secondary neoplasm": "the metastases, as a diagnosis",
    "Condition of the event, with its clinical status": "whether it is over, as a diagnosis",
    "Condition.clinicalStatus": "whether the diagnosis is still active",
    "Condition.onset[x] or abatement[x]": "when it began or ended",
    "Condition.stage or a stage Observation": "the stage of the tumor",
    "MedicationRequest or MedicationStatement of the earlier therapy": "the earlier treatment",
    "MedicationRequest.authoredOn": "the date of the order",
    "MedicationRequest.dosageInstruction": "the dose and how often it is taken",
    "MedicationRequest.medication[x]": "the drug and its strength",
    "Observation body surface area (LOINC 3140-1)": "the body surface area",
    "Observation body weight (LOINC 29463-7)": "the body weight",
    "Patient": _WHOM,
    "Patient.birthDate": "the date of birth",
    "Patient.birthDate, corrected": "the right date of birth",
    "Patient.deceasedDateTime": "the day of death",
    "day of the AdverseEvent": "the day of the event",
    "day of the ClinicalImpression": "the day of the assessment",
    "day of the DetectedIssue": "the day of the detected issue",
    "day of the DiagnosticReport": "the day of the report",
    "day of the Encounter": "the day of the visit",
    "day of the Flag": "the day of the flag",
    "day of the Observation": "the day on which it was found",
    "day of the Procedure": "the day of the procedure",
    "end of the order (timing.repeat.boundsPeriod)": "the last day of this order",
    "exact Condition.onset[x]": "the exact day on which it began",
    "exact day of the AdverseEvent": "the exact day of the event",
    "exact day of the ClinicalImpression": "the exact day of the assessment",
    "exact day of the DetectedIssue": "the exact day of the detected issue",
    "exact day of the DiagnosticReport": "the exact day of the report",
    "exact day of the Encounter": "the exact day of the visit",
    "exact day of the Flag": "the exact day of the flag",
    "exact day of the Observation": "the exact day on which it was found",
    "exact day of the Procedure": "the exact day of the procedure",
    "exact MedicationRequest.authoredOn": "the exact date of the order",
    "exact as-of date": "the exact day to judge by",
}
"""What people call the places that findings name as missing."""
_LEADS = (
    (regex(r"^Observation of the "), "the "),
    (regex(r"^Observation (?:of )?(?=[a-z])"), "the "),
    (regex(r"^Observation (?:of )?"), ""),
    (regex(r"^Condition that "), "a diagnosis that "),
    (regex(r"^(?:MedicationRequest or )?Medication\w+ of the "), "the "),
    (regex(r"^(?:MedicationRequest or )?Medication\w+ of "), "the earlier treatment with "),
    (regex(r"^Procedure of "), "the day of "),
    (regex(r"^status or end of \w+/\S+$"), "whether the drug is still taken"),
    (regex(r" \((?:LOINC|SNOMED|RxNorm|ICD)[^)]*\)"), ""),
)
_PATH = regex(r"[a-z][A-Z]|\w\[[\dx]|\b[A-Z]\w+\.[a-z]")


def bars(finding: Finding) -> bool:
    """Whether the order should not be given at all: neither its dose nor its words are what is wrong."""
    return finding.verdict is Verdict.ERROR and finding.code not in OF_DOSE and finding.code not in _OF_WRITING


def standing(finding: Finding) -> tuple[int, int]:
    """Where a finding stands among others: by its verdict, and of one verdict how something is written last. Of errors
    what bars the order comes before its dose, which then is of no account, and its dose before its words.
    """
    rank = finding.verdict.rank
    if finding.code in SHAPE:
        return rank, 4
    if finding.verdict is not Verdict.ERROR:
        return rank, 1
    return rank, 0 if bars(finding) else 1 if finding.code in OF_DOSE else 3


def to_do(said: Sequence[Said], criteria: Criteria, most: int = MOST_STEPS) -> str:
    """The steps as one sentence, `most` at most, and that the order can be kept with a reason. Text of the chart is not
    escaped.

    To change the dose of an order that should not be given at all would be the wrong advice, so none is proposed for
    one that a finding bars.
    """
    if said[0].finding.code == ANOTHER_PATIENT:
        # What follows from the chart of one patient is no advice on another's order; what no patient may be given is.
        said = _of_anybody([said[0], *(one for one in said[1:] if one.finding.code == ABOVE_MAXIMUM)])
    barred = [one.order for one in said if bars(one.finding)]
    said = [one for one in said if one.finding.code not in OF_DOSE or all(one.order is not bad for bad in barred)]
    is_of_whom = said[0].finding.code in (NO_PATIENT, DECEASED)
    # Whose order it is comes before what is right for one patient.
    said = sorted(said, key=lambda one: one.finding.code not in _FIRST_OF_ALL)
    if any(one.finding.code in _FIRST_OF_ALL for one in said):
        # To check whom the order is for is the first step; that its reference leads nowhere is no further one.
        said = [one for one in said if one.finding.code not in SHAPE or place_in_words(one.finding, one.order) != _WHOM]
    first = said[0]
    # Which dose it is once the entry is put right, its step has said; what the order is for is to be recorded.
    said = [one for one in said if one.finding.code != OPEN or not is_told_by_doubt(first.finding, one.finding)]
    gap = next((one.finding for one in said if one.finding.code == NOT_SUPPLIED), None)
    if gap is not None:
        return _look_first(gap, said, criteria, most)
    several = any(one.order is not first.order for one in said)
    told = [one for one in said if one.finding.code in OF_DOSE and one.finding.to_do not in ("", SETTLED)]
    said = [one for one in said if one.finding.code != PAIR or all(one.order is not dose.order for dose in told)]
    dosed = [one.order for one in said if _has_dose(one)]
    said = [one for one in said if one.finding.code not in _OF_UNITS or all(one.order is not dose for dose in dosed)]
    if any(one.finding.code == FORM_OPEN for one in said):
        # Who chooses a product with its form has looked at its name; and its dose is that of the product.
        said = [one for one in said if one.finding.code != BY_TEXT]
    said = said if several else _product_first(said)
    # Where the label has no dose beside an interacting drug, that the drug is replaced comes first.
    said = sorted(said, key=lambda one: one.finding.code == SILENT or one.finding.to_do == SETTLED)
    # What is first done about orders that count together, or about another patient, changes all that follows.
    asked = said[:1] if several or is_of_whom else said
    steps = _distinct(_once_anew([_step(one, criteria, several=several) for one in asked]))
    if not steps:
        steps = ["settle this before you sign"]
    listed = _sentence_of(steps, most)
    # Nor does a step that says not to sign yet end with a way to sign.
    if any(one.finding.is_hold or one.finding.code in _NO_REASON or UNTIL in listed.lower() for one in asked):
        # An order of which nobody can tell what or for whom it orders has to be written anew, whatever the reason.
        return f"{listed}."
    return f"{listed}; or {_otherwise(first, several=several)} and give the reason."


_NO_REASON = frozenset({BOTH_FORMS, CONFLICT, *_FIRST_OF_ALL})
"""Findings beside which no reason makes it right to sign: two drugs or two patients in one."""


def is_sum(order: OrderReport) -> bool:
    """Whether what is judged is the order with others that are taken with it."""
    return any(finding.code == ADDED for finding in order.findings)


def _of_anybody(said: Sequence[Said]) -> list[Said]:
    """Findings that hold for every patient, without the dose that was worked out for one."""
    undosed: dict[int, OrderReport] = {}
    return [Said(undosed.setdefault(id(one.order), replace(one.order, expected=None)), one.finding) for one in said]


def _once_anew(steps: Sequence[str]) -> Sequence[str]:
    """The steps: where one is to write the order anew, those about a place in the order say it, and `_distinct` leaves
    that one out."""
    if _ORDER_ANEW not in steps:
        return steps
    return [one if ELSEWHERE in one else one.replace("write it anew", _ORDER_ANEW) for one in steps]


def _distinct(steps: Iterable[str]) -> list[str]:
    """Each step once, and none that another one holds."""
    every = list(dict.fromkeys(filter(None, steps)))
    return [step for step in every if not any(step != other and step in other for other in every)]


def _sentence_of(steps: Sequence[str], most: int) -> str:
    listed = "; ".join(steps[:most])
    return f"{listed[:1].upper()}{listed[1:]}"


def _product_first(said: Sequence[Said]) -> list[Said]:
    """The same, with the choice of a product directly before what is said of its dose."""
    open_ones = [one for one in said if one.finding.code in _OF_PRODUCT]
    others = [one for one in said if one.finding.code not in _OF_PRODUCT]
    place = next((number for number, one in enumerate(others) if one.finding.code in OF_DOSE), None)
    return list(said) if place is None else [*others[:place], *open_ones, *others[place:]]


def _has_dose(one: Said) -> bool:
    """Whether the label's dose, another than the ordered one, is the step of a finding."""
    expected = one.order.expected
    is_wrong = one.finding.code in OF_DOSE and one.finding.verdict is Verdict.ERROR
    return is_wrong and expected is not None and expected.schedule != ordered_dose(one.order)


def _look_first(gap: Finding, said: Sequence[Said], criteria: Criteria, most: int) -> str:
    """To look at what did not come, after what is to be done whatever it holds, and the most that may be ordered."""
    first = [one for one in said if bars(one.finding) or one.finding.code in _FIRST_OF_ALL]
    steps = _distinct(_step(one, criteria, several=False) for one in first)
    sentences = [f"{_sentence_of(steps, most)}."] if steps else []
    # What to look for is left out of a text that is too long.
    look = gap.to_do if most == MOST_STEPS else gap.to_do.partition(f" ({SOUGHT}")[0]
    sentences.append(f"{look[:1].upper()}{look[1:]}.")
    wrong = [one for one in said if one.finding.verdict is Verdict.ERROR and one not in first]
    above = next((one for one in wrong if one.finding.code == ABOVE), None)
    expected = above.order.expected if above is not None else None
    if expected is not None:
        wrong = [one for one in wrong if one.finding.code not in OF_DOSE | _OF_UNITS]
        sentences.append(f"Order no more than {expected.schedule}.")
    if left := _distinct(_step(one, criteria, several=False) for one in wrong):
        sentences.append(f"{_sentence_of(left, most)}.")
    return " ".join(sentences)


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
        if several or is_sum(one.order):
            return f"stop one of the orders, or order {expected.schedule} in all"
        return finding.to_do or f"order {expected.schedule}"
    if finding.to_do:
        return finding.to_do
    if finding.code in SHAPE:
        return f"look at {place_in_words(finding, one.order)}, and write it anew"
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
