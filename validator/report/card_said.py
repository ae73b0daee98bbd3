"""What the words of a card are made of: a finding with its order, and text without what only a program reads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from validator.fhir.content import STRUCTURE
from validator.fhir.reference import DANGLING_REFERENCE
from validator.fhir.searchset import LIST_INCOMPLETE
from validator.fhir.structure_issue import CODE, INVARIANT, REQUIRED, VALUE
from validator.finding import Finding
from validator.frozen import Frozen
from validator.regex import regex
from validator.report.model import OrderReport
from validator.report.plain_text import plain_text
from validator.rules.duplicate import SAME
from validator.rules.entry_name import IN_PLAIN_WORDS
from validator.rules.gap import NOT_FETCHED, NOT_SUPPLIED
from validator.rules.message import CODE_BEFORE_NAME
from validator.rules.patient import NO_PATIENT
from validator.rules.product import CONFLICT
from validator.rules.set_aside import ENTRY_SET_ASIDE
from validator.rules.words import TEXT_CONTRADICTS, TEXT_STOPS, TEXT_UNREAD
from validator.verdict import Verdict

BEHIND_OTHERS = frozenset({NO_PATIENT, NOT_SUPPLIED, NOT_FETCHED, LIST_INCOMPLETE, ENTRY_SET_ASIDE})
"""Open questions that other ones may only be open because of."""

SHAPE = frozenset({STRUCTURE, REQUIRED, VALUE, INVARIANT, CODE, DANGLING_REFERENCE})
"""Codes that speak of how the chart is written. As warnings they stand on no card."""

KINDS = {
    **IN_PLAIN_WORDS,
    "Condition": "a diagnosis",
    "Medication": "a product",
    "MedicationAdministration": "a given dose",
    "MedicationDispense": "a dispense",
    "MedicationRequest": "another order",
    "Patient": "the patient",
    "QuestionnaireResponse": "a filled form",
    "ServiceRequest": "a planned procedure",
}
"""What people call one resource of a type, beside the order that a card is about."""
_ID = regex(rf"\b(?P<kind>{'|'.join(KINDS)})/[A-Za-z0-9\-.]+…?|urn:(?:uuid|oid):[0-9A-Fa-f.\-]+", re.ASCII)
_TIMING_CODE = regex(r" \((?:[AP]?C[MDV]?|HS|WAKE|MORN|AFT|EVE|NIGHT)\)")
_SINCE = regex(r" from \d{4}[\d\-]*(?: to \d{4}[\d\-]*)?$")
_TIME_OF_DAY = regex(r"\b(\d{4}-\d\d-\d\d)T[\d:.]+(?:Z|[+-]\d\d:\d\d)?")

_OF_THE_TEST = regex(
    r" \[[A-Z][^\]]*/[^\]]*\](?: in Serum(?:,? (?:or )?Plasma)?(?: or Blood)?| in Blood)?"
    r"| in Platelet poor plasma(?: by Coagulation assay)?"
)
"""What the long name of a laboratory test says besides its name: kind of amount, specimen, method (LOINC)."""
_UNIT_MARKS = regex(r" ?\{[A-Za-z]+\}|\[(?=[a-z]+_(?:av|i)\])|(?<=[a-z])_(?:av|i)\b\]?")
"""What only UCUM writes in a unit: `{INR}`, and the brackets and the mark of `[lb_av]` and `[in_i]`."""


_OF_ORDER = frozenset({TEXT_CONTRADICTS, TEXT_STOPS, TEXT_UNREAD, SAME, CONFLICT})
"""Findings on the words and the product of the order itself, whatever the chart."""


def rests_on_chart(finding: Finding) -> bool:
    """Whether a caution says nothing of an order whose patient is another one's than the chart."""
    return finding.verdict is Verdict.WARNING and finding.code not in _OF_ORDER


class Said(Frozen):
    """One finding of a card and the order it is about."""

    order: OrderReport
    finding: Finding


_PLACES = {
    "authoredOn": "the date of the order",
    "dispenseRequest": "the amount to dispense",
    "dosageInstruction": "the dose and how often it is taken",
    "intent": "whether it is an order or a plan",
    "medicationCodeableConcept": "the drug",
    "medicationReference": "the drug",
    "medication": "the drug",
    "note": "the notes of the order",
    "status": "the status of the order",
    "subject": "whom the order is for",
}
"""What people call the elements of an order."""
_FIRST_ELEMENT = regex(r"\.?([A-Za-z]+)")


ELSEWHERE = "an entry on file"
"""What people call a place that is not in the order."""


def place_in_words(finding: Finding, order: OrderReport) -> str:
    """What people call the place that is not written as it should be: an element of the order, else an entry."""
    paths = [path for path in finding.expression if path.startswith(order.expression)]
    if not paths:
        return ELSEWHERE
    element = _FIRST_ELEMENT.match(paths[0][len(order.expression) :])
    return element_in_words(element[1] if element else "")


def element_in_words(name: str) -> str:
    """What people call an element of an order."""
    return _PLACES.get(name, "a field of the order")


def first_of_verdict(findings: Sequence[Finding]) -> Finding:
    """Of open questions the one to say first: what other ones may only be open because of."""
    return next((finding for finding in findings if finding.code in BEHIND_OTHERS), findings[0])


def plain_words(text: str) -> str:
    """The text without ids, the codes that stand before a name, and what long names and units have for machines."""
    flat = _ID.sub(lambda found: KINDS.get(found["kind"] or "", "an entry"), plain_text(text))
    flat = _UNIT_MARKS.sub("", _OF_THE_TEST.sub("", flat))
    return ours(_TIME_OF_DAY.sub(r"\1", _TIMING_CODE.sub("", CODE_BEFORE_NAME.sub("", flat))))


def ours(text: str) -> str:
    """The text with a choice of this project named as what it is to a reader: a limit that the label does not set."""
    return text.replace("project choice", "limit of this check, not of the label")


def ordered_dose(order: OrderReport) -> str:
    """The ordered dose without its days; empty where it is not known."""
    return _SINCE.sub("", order.ordered.schedule) if order.ordered is not None else ""
