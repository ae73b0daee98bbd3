"""Notes about what is on file beside disease and treatment: allergies to the drug, studies, feeding tubes."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check
from support.build import Resource, allergy, procedure, resource, to
from support.coding import Coding, coding, snomed
from support.judged import judged, named
from support.plain import kidney

from validator.report.model import OrderReport
from validator.verdict import Verdict

ALLERGY, TRIAL, SWALLOWING = "allergy-to-drug-on-file", "trial-participant-on-file", "tablet-may-not-be-swallowed"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
CABOZANTINIB = coding(RXNORM, "1363268", "cabozantinib")
STATE = "http://terminology.hl7.org/CodeSystem/research-subject-state"


def beside(*resources: Resource) -> OrderReport:
    """What is said of an order that is accepted by itself, with the structural check in it."""
    return answer(check(kidney(beside=resources), ledger=True))


def subject(status: str | None, *, who: str = "individual", **elements: Any) -> Resource:
    about = {who: to("Patient/patient"), "study": to("ResearchStudy/s")}
    return resource("ResearchSubject", "subject", status=status, **about, **elements)


def progress(state: str, **dates: str) -> dict[str, Any]:
    return {"subjectState": {"coding": [{"system": STATE, "code": state}]}, **dates}


# --- allergy


@pytest.mark.parametrize(
    "one",
    [
        allergy("cabozantinib", coded=CABOZANTINIB),
        allergy("Cabometyx"),
        allergy("Cabometyx 60 mg tablet", verified="unconfirmed"),
        allergy("COMETRIQ"),
        allergy("cabozantanib"),
        allergy("Kabozantinib"),
        allergy("Cabo (hives)"),
        allergy("see reaction", reaction=[{"substance": {"text": "cabozantinib"}, "manifestation": [{"text": "rash"}]}])
        | {"onsetDateTime": "2025-03-01"},
    ],
)
def test_an_allergy_to_the_ordered_drug_is_a_note(one: Resource) -> None:
    found = beside(one)
    assert [note.verdict for note in named(found, ALLERGY)] == [Verdict.ACCEPT]
    assert "status is not clear" not in named(found, ALLERGY)[0].message
    assert found.verdict is Verdict.ACCEPT
    assert found.ledger is not None
    assert "AllergyIntolerance/allergy" not in {entry.reference for entry in found.ledger.set_aside}


@pytest.mark.parametrize(
    "one",
    [
        allergy("cabozantinib", coded=CABOZANTINIB, verified="refuted"),
        allergy("cabozantinib", coded=CABOZANTINIB, verified="entered-in-error"),
        allergy("cabozantinib", coded=CABOZANTINIB, clinical="resolved"),
        allergy("cabozantinib", coded=CABOZANTINIB, clinical="inactive"),
        allergy("No known allergy to cabozantinib"),
        allergy("Penicillin V", coded=coding(RXNORM, "7984", "penicillin V")),
        allergy("No known allergies", coded=snomed("716186003", "No known allergy")),
        allergy("sunitinib"),
        allergy("No allergy to cabozantanib"),
        allergy("cabbage"),
        allergy("cabazitaxel"),
    ],
)
def test_an_allergy_that_is_over_or_to_something_else_is_silent(one: Resource) -> None:
    found = beside(one)
    assert named(found, ALLERGY) == []
    assert found.verdict is Verdict.ACCEPT
    assert found.ledger is not None
    assert found.ledger.set_aside == ()


def test_an_allergy_to_another_drug_is_not_about_the_label() -> None:
    found = beside(allergy("Penicillin V"))
    assert found.ledger is not None
    fates = {one.reference: one.fate.value for one in found.ledger.listed}
    assert fates["AllergyIntolerance/allergy"] == "irrelevant"


@pytest.mark.parametrize(
    "one",
    [
        allergy("cabozantinib", coded=CABOZANTINIB, clinical=None),
        allergy("cabozantinib", coded=CABOZANTINIB, clinical="actve"),
        allergy("cabozantinib", coded=CABOZANTINIB, verified="refutd"),
        allergy("cabozantinib") | {"modifierExtension": [{"url": "https://example.org/x", "valueBoolean": True}]},
    ],
)
def test_an_allergy_whose_status_is_not_clear_is_told_as_such_and_weighs_no_more(one: Resource) -> None:
    found = beside(one)
    assert [note.message for note in named(found, ALLERGY)] == [
        "An allergy or intolerance to this drug is on file and its status is not clear: settle it."
    ]
    assert found.verdict is Verdict.ACCEPT


def test_an_allergy_to_nothing_said_is_for_the_ledger_only() -> None:
    bare = allergy("x")
    del bare["code"]
    found = beside(bare)
    assert found.verdict is Verdict.ACCEPT
    assert {"entry-set-aside", ALLERGY}.isdisjoint(one.code for one in found.findings)
    assert found.ledger is not None
    assert [one.reference for one in found.ledger.set_aside] == ["AllergyIntolerance/allergy"]


def test_another_patients_allergy_is_another_patients() -> None:
    other = allergy("cabozantinib") | {"patient": to("Patient/other")}
    found = beside(resource("Patient", "other"), other)
    assert named(found, ALLERGY) == []


# --- studies


@pytest.mark.parametrize(
    "one",
    [
        subject("on-study"),
        subject("on-study-intervention", period={"start": "2026-10-01"}),
        subject("active", who="subject", progress=[progress("on-study", startDate="2026-09-01")]),
        subject(
            "active",
            who="subject",
            progress=[progress("screening", endDate="2026-09-01"), progress("on-study", startDate="2026-09-01")],
        ),
    ],
)
def test_a_study_the_patient_is_on_is_a_note(one: Resource) -> None:
    found = beside(one)
    assert [note.verdict for note in named(found, TRIAL)] == [Verdict.ACCEPT]
    assert "status is not clear" not in named(found, TRIAL)[0].message
    assert found.verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    "one",
    [
        subject("off-study"),
        subject("screening"),
        subject("withdrawn"),
        subject("follow-up"),
        subject("on-study-observation"),
        subject("on-study", period={"start": "2024-01-01", "end": "2025-06-30"}),
        subject("retired", who="subject"),
        subject("active", who="subject", progress=[progress("off-study", startDate="2026-01-01")]),
    ],
)
def test_a_study_that_is_over_or_not_begun_is_silent(one: Resource) -> None:
    assert named(beside(one), TRIAL) == []


@pytest.mark.parametrize("one", [subject(None), subject("on-stdy"), subject("active", who="subject")])
def test_a_study_of_unclear_status_is_told_and_weighs_no_more(one: Resource) -> None:
    found = beside(one)
    assert [note.verdict for note in named(found, TRIAL)] == [Verdict.ACCEPT]
    assert found.verdict is Verdict.ACCEPT


# --- a feeding tube as a procedure


@pytest.mark.parametrize(
    "code",
    [
        snomed("54956002", "Gastrostomy"),
        coding("http://www.cms.gov/Medicare/Coding/ICD10", "0DH63UZ", None),
        coding("https://example.org/local", "g1", "PEG tube placement"),
    ],
)
def test_a_feeding_tube_that_was_placed_is_noted_like_a_coded_gastrostomy(code: Coding) -> None:
    found = beside(procedure("tube", code, "2026-08-01"))
    assert [note.verdict for note in named(found, SWALLOWING)] == [Verdict.ACCEPT]
    assert found.verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    "one",
    [
        procedure("tube", snomed("54956002", "Gastrostomy"), "2026-12-10", status="preparation"),
        procedure("tube", snomed("54956002", "Gastrostomy"), "2026-08-01", status="not-done"),
        procedure("scope", snomed("73761001", "Colonoscopy"), "2026-08-01"),
    ],
)
def test_a_tube_that_was_not_placed_is_silent(one: Resource) -> None:
    assert named(judged(kidney(beside=(one,))), SWALLOWING) == []
