"""What could not be relied on is asked about in words that fit its kind, with a reason that people understand."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check
from support.build import Resource, resource, statement, to, weight
from support.coding import DRUGS, concept
from support.judged import tablets, thyroid
from support.plain import kidney, kidney_cancer
from support.submitted import read

from validator.fhir.account import Why
from validator.fhir.entry import Entry
from validator.rules.aside import RIGHT, Aside, asked_of
from validator.rules.indication import DISEASE_OPEN
from validator.verdict import Verdict

MARKED = {"modifierExtension": [{"url": "https://ehr.example.org/not", "valueBoolean": True}]}


def told(chart: list[Resource]) -> str:
    (finding,) = (one for one in answer(check(chart)).findings if one.code == "entry-set-aside")
    return finding.message


def test_a_period_that_is_reversed_is_told_with_both_days() -> None:
    period = {"effectivePeriod": {"start": "2026-11-01", "end": "2026-01-12T08:00:00Z"}}
    drug = statement("drug", concept(DRUGS["ketoconazole"][0])) | period
    assert told(kidney(beside=(drug,))) == (
        "On ketoconazole (entered as ending 2026-01-12, before its start 2026-11-01)? "
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


def entry_of(kind: str, **elements: Any) -> Entry:
    made = resource(kind, "marked", subject=to("Patient/patient"), **elements)
    (entry,) = read(made).by_type(kind)
    return entry


def of(*kinds: str, **elements: Any) -> Aside:
    whole = {"why": Why.STATUS_MISSING, "name": "Something", "weight": Verdict.UNDETERMINED} | elements
    return Aside(f"{kinds[0]}/1", "Bundle.entry[1]", entries=tuple(map(entry_of, kinds)), **whole)


@pytest.mark.parametrize(
    ("kinds", "asked"),
    [
        (["AdverseEvent"], "true of this patient"),
        (["AllergyIntolerance"], "true of this patient"),
        (["Condition"], "true of this patient"),
        (["DetectedIssue"], "true of this patient"),
        (["Flag"], "true of this patient"),
        (["Condition", "Flag"], "true of this patient"),
        (["Appointment"], "really planned"),
        (["ServiceRequest"], "really planned"),
        (["Procedure"], "really done or planned"),
        (["MedicationAdministration"], "really given"),
        (["MedicationRequest"], "taken"),
        (["MedicationStatement"], "taken"),
        (["MedicationDispense"], "taken"),
        (["MedicationRequest", "MedicationStatement"], "taken"),
        (["MedicationRequest", "MedicationAdministration"], RIGHT),
        (["Observation"], RIGHT),
        (["Condition", "Observation"], RIGHT),
    ],
)
def test_what_is_asked_follows_from_all_the_kinds_it_is_written_in(kinds: list[str], asked: str) -> None:
    assert of(*kinds).asks == asked
    assert of(*kinds, why=Why.SUBJECT_UNKNOWN).asks == "this patient's"


def test_only_a_condition_that_leaves_the_disease_open_is_asked_about_as_the_diagnosis() -> None:
    assert of("Condition", question=DISEASE_OPEN).asks == "this patient's present diagnosis"
    assert of("Procedure", question=DISEASE_OPEN).asks == "really done or planned"


@pytest.mark.parametrize(("length", "told"), [(60, "x" * 60), (61, f"{'x' * 59}\u2026")])
def test_a_name_of_more_than_sixty_letters_is_cut(length: int, told: str) -> None:
    assert of("Condition", name="x" * length).bare == told
    assert of("Condition", name="x" * length, day="2026-11-01").called == f"{told} of 2026-11-01"


def test_a_drug_is_called_without_its_strength_unless_its_name_is_what_is_not_clear() -> None:
    assert of("MedicationRequest", name="ketoconazole 200 MG Oral Tablet").bare == "ketoconazole"
    assert of("MedicationRequest", name="ketoconazole 200 MG Oral Tablet", why=Why.NAME_UNCLEAR).bare != "ketoconazole"
    assert of("Condition", name="ketoconazole 200 MG Oral Tablet").bare == "ketoconazole 200 MG Oral Tablet"


def test_a_place_is_what_has_no_entry_and_could_not_be_read() -> None:
    bare = Aside("Bundle.entry[1]", "Bundle.entry[1]", "an entry", Why.UNREADABLE, Verdict.UNDETERMINED)
    assert (bare.is_place, bare.is_drug, bare.is_result) == (True, False, False)
    assert not of("Condition", why=Why.UNREADABLE).is_place
    other = Aside("Bundle.entry[1]", "Bundle.entry[1]", "an entry", Why.PRELIMINARY, Verdict.UNDETERMINED)
    assert not other.is_place
