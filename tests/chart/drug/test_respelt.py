"""A medication whose name is near that of a listed drug: asked about, neither believed nor taken for absent."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check
from support.build import Resource, dosage, every, order, quantity, statement
from support.coding import concept, rxnorm
from support.judged import judged, only, tablets, verdicts
from support.plain import kidney

from validator.report.model import OrderReport


def beside(medication: dict[str, Any], mg: int = 60, **elements: Any) -> OrderReport:
    """What is said of so many mg once daily beside a drug that is taken."""
    taken = statement("taken", medication, start="2026-10-01") | elements
    return judged(kidney(tablets(mg), beside=(taken,)))


def named(text: str, mg: int = 60) -> OrderReport:
    return beside({"text": text}, mg)


def ordered(text: str, **more: Any) -> Resource:
    return order({"text": text, **more}, [dosage(quantity(60, "mg"), every())])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ketokonazole", "ketoconazole"),
        ("Ketokonazole 200 MG Oral Tablet", "ketoconazole"),
        ("claritromicina 500 mg comprimidos", "clarithromycin"),
        ("cetoconazol", "ketoconazole"),
        ("itraconozale", "itraconazole"),
        ("nivolumabe", "nivolumab"),
    ],
)
def test_a_drug_that_may_be_one_the_label_forbids_leaves_the_order_open(text: str, name: str) -> None:
    report = named(text)
    assert report.verdict == "undetermined"
    (finding,) = [one for one in report.findings if one.code == "entry-set-aside"]
    assert finding.message == (f"Which drug is meant by {text} ({name}?) of 2026-10-01 in the chart? It may count.")
    assert report.ledger is not None
    assert [one.reason for one in report.ledger.set_aside] == ["name-unclear"]


@pytest.mark.parametrize("text", ["rifampacin", "rifampicina", "fenitoina", "Fenobarbital", "carbamazepina"])
def test_what_would_be_a_caution_is_one(text: str) -> None:
    report = named(text)
    assert report.verdict == "warning"
    assert verdicts(report, "entry-set-aside") == ["warning"]


def test_a_dose_that_only_such_a_drug_would_make_right_is_open() -> None:
    report = named("rifampacin", 80)
    assert report.verdict == "undetermined"
    assert verdicts(report, "dose-above-label") == ["undetermined"]


def test_a_dose_that_is_wrong_with_every_reading_is_an_error() -> None:
    assert named("ketokonazole", 80).verdict == "error"


@pytest.mark.parametrize(
    "text",
    ["metformina", "azithromycin", "azitromicina", "fluconazol", "rifamycin", "rifaximin", "carbimazole",
     "cabergoline", "cabotegravir", "pentobarbital", "Metformin 500 MG Oral Tablet", "omeprazolo 20 mg capsule rigide"],
)  # fmt: skip
def test_any_other_drug_is_quiet(text: str) -> None:
    assert named(text).verdict == "accept"


@pytest.mark.parametrize("text", ["Ketoconazole 200 mg", "ITRACONAZ 100 MG CAP"])
def test_a_name_that_is_the_drug_is_judged_as_before(text: str) -> None:
    report = named(text)
    assert report.verdict == "error"
    assert verdicts(report, "entry-set-aside") == []


def test_the_display_of_a_known_code_is_the_name_and_the_text_is_not_looked_at() -> None:
    coded = concept(rxnorm("6809", "metformin")) | {"text": "ketokonazole"}
    assert beside(coded).verdict == "accept"


def test_a_slip_in_a_medication_that_is_referred_to_is_found() -> None:
    drug = {"resourceType": "Medication", "id": "drug", "status": "active", "code": {"text": "ketokonazole"}}
    taken = statement("taken", {}, start="2026-10-01")
    del taken["medicationCodeableConcept"]
    taken["medicationReference"] = {"reference": "Medication/drug"}
    assert judged(kidney(beside=(taken, drug))).verdict == "undetermined"


def test_a_slip_in_a_display_of_a_reference_is_found() -> None:
    taken = statement("taken", {}, start="2026-10-01")
    del taken["medicationCodeableConcept"]
    taken["medicationReference"] = {"display": "ketokonazole"}
    assert judged(kidney(beside=(taken,))).verdict == "undetermined"


def test_a_drug_that_is_over_and_misspelt_weighs_what_it_would_weigh() -> None:
    over = statement("taken", {"text": "ketokonazole"}, start="2024-10-01", end="2024-11-01", status="completed")
    assert judged(kidney(beside=(over,))).verdict == "accept"


def test_a_slip_beside_a_status_that_is_not_told_is_still_open() -> None:
    taken = statement("taken", {"text": "ketokonazole"}, start="2026-10-01")
    del taken["status"]
    assert judged(kidney(beside=(taken,))).verdict == "undetermined"


def test_two_drugs_of_which_one_is_misspelt_are_both_looked_at() -> None:
    assert named("pravastatin and ketokonazole").verdict == "undetermined"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cabozantanib", "cabozantinib"),
        ("cabozantinibum", "cabozantinib"),
        ("cabozantinibe 60 mg comprimidos", "cabozantinib"),
        ("Cabometix", "Cabometyx"),
        ("kabozantinib", "cabozantinib"),
        ("CABOZANTIN 60MG TAB", "cabozantinib"),
        ("cabo 60 mg", "cabozantinib"),
    ],
)
def test_an_order_that_may_be_for_the_labelled_drug_asks_which_is_meant(text: str, name: str) -> None:
    report = judged(kidney(ordered(text)))
    assert report.verdict == "undetermined"
    (finding,) = report.findings
    assert finding.code == "medication-not-identified"
    assert finding.message == f'Which drug is meant by "{text}", {name}? The order was not checked.'


@pytest.mark.parametrize("text", ["cabotegravir", "cabergoline", "carbamazepine", "axitinib", "Comtan", "lenvatinib"])
def test_an_order_for_another_drug_is_not_assessed(text: str) -> None:
    assert judged(kidney(ordered(text))).verdict == "not-assessed"


def test_a_code_of_another_drug_and_a_slip_of_this_one_contradict_each_other() -> None:
    both = ordered("cabozantanib 60 mg", coding=concept(rxnorm("6809", "metformin"))["coding"])
    report = judged(kidney(both))
    assert report.verdict == "undetermined"
    assert "name two drugs" in report.findings[0].message


def test_a_misspelt_order_beside_a_right_one_is_looked_at() -> None:
    other = ordered("cabozantanib 60 mg tablets") | {"id": "other"}
    report = answer(check(kidney(tablets(60), other), structure="off"), "MedicationRequest/order")
    assert report.verdict == "undetermined", [(one.code, one.message) for one in report.findings]


def test_the_finding_asks_to_put_the_record_right() -> None:
    taken = statement("taken", {"text": "ketokonazole"}, start="2026-10-01")
    finding = only(kidney(beside=(taken,)), "entry-set-aside")
    assert finding.missing == ("MedicationStatement/taken, corrected or settled",)


RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
METFORMIN = {"system": RXNORM, "code": "6809"}
LOCAL = {"system": "urn:oid:1.2.3", "code": "1"}


@pytest.mark.parametrize(
    "coding",
    [
        METFORMIN,  # nothing beside the text says what it is
        {"system": RXNORM, "display": "metformin"},
        LOCAL | {"display": "metformin"},
        LOCAL | {"display": "Tablet"},
    ],
)
def test_a_code_that_does_not_say_what_it_is_leaves_the_slip_open(coding: dict[str, str]) -> None:
    assert beside({"coding": [coding], "text": "ketokonazole"}).verdict == "undetermined"


def test_one_of_several_codes_that_says_what_it_is_is_enough() -> None:
    both = {"coding": [LOCAL | {"display": "ketokonazole"}, METFORMIN | {"display": "metformin"}]}
    assert beside(both).verdict == "accept"


def test_a_slip_beside_the_right_name_is_that_name() -> None:
    report = named("ketoconazole (ketokonazole) 200 mg")
    assert report.verdict == "error"
    assert report.ledger is not None
    assert report.ledger.set_aside == ()


@pytest.mark.parametrize(
    "medication",
    [
        {"concept": {"text": "ketokonazole"}},
        {"reference": {"reference": "Medication/drug"}},
        {"reference": {"display": "ketokonazole"}},
    ],
)
def test_a_slip_is_found_in_the_places_of_r5(medication: dict[str, Any]) -> None:
    drug = {"resourceType": "Medication", "id": "drug", "status": "active", "code": {"text": "ketokonazole"}}
    taken = statement("taken", {}, start="2026-10-01") | {"medication": medication}
    del taken["medicationCodeableConcept"]
    assert judged(kidney(beside=(taken, drug))).verdict == "undetermined"
    harmless = {"concept": {"text": "metformina"}}
    assert judged(kidney(beside=(taken | {"medication": harmless},))).verdict == "accept"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("chemo caboz", "undetermined"), ("caboz 60 mg", "undetermined"), ("cab 60 mg", "not-assessed")],
)
def test_the_beginning_of_the_name_is_enough_from_four_letters_on(text: str, verdict: str) -> None:
    assert judged(kidney(ordered(text))).verdict == verdict
