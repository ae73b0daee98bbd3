"""What could not be relied on is asked about in words that fit its kind, with a reason that people understand."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check
from support.build import Resource, resource, statement, to, weight
from support.coding import DRUGS, concept
from support.judged import tablets, thyroid
from support.plain import kidney, kidney_cancer

from validator.fhir.account import Why
from validator.rules.aside import RIGHT, Aside, asked_of
from validator.verdict import Verdict

MARKED = {"modifierExtension": [{"url": "https://ehr.example.org/not", "valueBoolean": True}]}


def told(chart: list[Resource]) -> str:
    (finding,) = (one for one in answer(check(chart)).findings if one.code == "entry-set-aside")
    return finding.message


def test_a_period_that_is_reversed_is_told_with_both_days() -> None:
    period = {"effectivePeriod": {"start": "2026-11-01", "end": "2026-01-12T08:00:00Z"}}
    drug = statement("drug", concept(DRUGS["ketoconazole"][0])) | period
    assert told(kidney(beside=(drug,))) == (
        "Is ketoconazole taken (entered as ending 2026-01-12, before its start 2026-11-01)? "
        "If so: CABOMETYX 40 mg once daily, not 60 mg."
    )
    period["effectivePeriod"] = {"start": "2026-01-12", "end": "2026-02-12"}
    assert answer(check(kidney(beside=(drug | period,)))).verdict is Verdict.ACCEPT


def test_the_cancer_that_the_order_is_for_is_asked_about_as_what_it_is() -> None:
    others = [one for one in kidney() if one["resourceType"] != "Condition"]
    pending = kidney_cancer() | {"verificationStatus": {"text": "pending"}}
    assert "this patient's present diagnosis (" in told([*others, pending])


@pytest.mark.parametrize(
    ("kind", "elements", "asked"),
    [
        ("Procedure", {"status": "completed", "performedDateTime": "2026-11-20"}, "really done or planned"),
        ("ServiceRequest", {"status": "active", "intent": "order", "occurrenceDateTime": "2026-11-28"}, "planned"),
        ("MedicationAdministration", {"status": "completed"}, "really given"),
        ("MedicationDispense", {"status": "completed"}, "taken"),
        ("Condition", {}, "true of this patient"),
    ],
)
def test_each_kind_is_asked_about_in_its_words(kind: str, elements: dict[str, Any], asked: str) -> None:
    entry = resource(kind, "marked", subject=to("Patient/patient"), **elements) | MARKED
    message = told(kidney(beside=(entry,)))
    assert f"{asked} (its entry is marked in a way not understood here)?" in message


def test_another_value_that_a_weight_may_have_is_told_with_the_doses_of_both() -> None:
    """Section 2.4: which value is right is not known, so neither dose is put forward."""
    only = weight("45", "2026-11-16", name="newest") | MARKED
    assert "If not: 60 mg at 40 kg or more, 40 mg under 40 kg" in told(thyroid(tablets(60), only, kilograms=None))


def test_of_several_kinds_it_is_asked_whether_they_are_right() -> None:
    one = Aside("Observation/1", "Bundle.entry[1]", "Something", Why.PRELIMINARY, Verdict.UNDETERMINED)
    other = Aside("Condition/1", "Bundle.entry[2]", "Other", Why.SUBJECT_UNKNOWN, Verdict.UNDETERMINED)
    assert asked_of([one]) == asked_of([one, other]) == RIGHT
    assert asked_of([other]) == "this patient's"
