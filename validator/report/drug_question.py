"""A drug on file of which it is in doubt whether it is taken: the two answers, and the report that records each.

Source: FHIR R4 MedicationStatement. CLARIFICATIONS A505 says what an answer settles.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from validator.chart.entry.denied import DENIABLE
from validator.fhir.element import DRUG_ELEMENTS
from validator.frozen import Frozen
from validator.report.card_style import is_local

_TAKEN = {True: "active", False: "not-taken"}
"""What the status of a report says. Source: FHIR R4 medication-statement-status."""


class DrugQuestion(Frozen):
    """Whether a drug is taken. `drug` is what names it in the entry in doubt, as that has it; `entry` is the whole."""

    name: str
    drug: dict[str, Any]
    entry: dict[str, Any]

    def answer(self, is_so: bool) -> str:
        """The answer as a clause that fits a name of any number: `patient does not take ketoconazole`."""
        return f"patient {'takes' if is_so else 'does not take'} {self.name}"

    def statement(self, is_so: bool, *, subject: str, day: date) -> dict[str, Any]:
        """The report that states the answer of a patient (`Patient/x`) on a day."""
        return {
            "resourceType": "MedicationStatement",
            "status": _TAKEN[is_so],
            **self.drug,
            "subject": {"reference": subject},
            "dateAsserted": day.isoformat(),
        }


def drug_question(entry: dict[str, Any], name: str) -> DrugQuestion | None:
    """What is asked of an entry; None where it is no order for a drug and no report of one, or where a report could not
    name the drug: by FHIR R5, or by a reference that only the entry itself can follow.
    """
    told = {element: entry[element] for element in DRUG_ELEMENTS if element in entry}
    if entry.get("resourceType") not in DENIABLE or len(told) != 1:
        return None
    ((element, value),) = told.items()
    if not isinstance(value, dict) or element == "medication":
        return None
    reference = value.get("reference")
    is_found = element != "medicationReference" or (isinstance(reference, str) and is_local(reference))
    return DrugQuestion(name, told, entry) if is_found else None
