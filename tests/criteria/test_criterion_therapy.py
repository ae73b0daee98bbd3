"""Earlier treatment: given before the order, first line."""

from __future__ import annotations

from typing import Any

import pytest
from support.asked import ask, truth
from support.build import (
    Resource,
    administration,
    attested,
    condition,
    empty_list,
    order,
    procedure,
    statement,
)
from support.coding import DRUGS, OPERATIONS, concept, icd, loinc, rxnorm, snomed
from support.judged import tablets

TREATED = {
    "kind": "previously-treated",
    "groups": ["net:systemic", "net:prrt"],
    "narrow": ["net:ssa"],
    "narrow_caution": "only an analog",
}
SORAFENIB = {"kind": "prior-therapy", "groups": ["hcc:sorafenib"], "name": "sorafenib"}
FIRST = {
    "kind": "first-line",
    "groups": ["rcc:prior", "vegfr_tki", "any:systemic"],
    "adjuvant": ["pembrolizumab"],
    "ignore": ["nivolumab"],
}


def drug(
    name: str, start: str | None = "2026-01-01", end: str | None = "2026-06-01", status: str = "completed", **more: Any
) -> Resource:
    return statement(name, concept(DRUGS[name][0]), start=start, end=end, status=status) | more


def said(code: str, value: bool | None = True) -> Resource:
    return attested(code, code, "2026-11-01", value)


NONE = empty_list("medications", loinc("10160-0", "History of Medication use Narrative"), "2026-11-20")


@pytest.mark.parametrize(
    ("therapy", "expected"),
    [
        (drug("everolimus"), "true"),
        (drug("everolimus", status="active", end=None), "true"),
        (drug("everolimus", start="2026-11-21", end=None, status="active"), "true"),
        (drug("everolimus", start="2026-11-22", end=None, status="active"), "unknown"),
        (drug("everolimus", start="2026-11-23", end=None, status="active"), "unknown"),
        (drug("everolimus", start="2026", end=None, status="active"), "unknown"),
        (drug("everolimus", start="2026", end="2026-05-01"), "true"),
        (drug("everolimus", start=None, end="2026-05-01"), "true"),
        (drug("everolimus", start=None, end=None), "true"),
        (drug("everolimus", start=None, end=None, status="active"), "unknown"),
        (drug("everolimus", status="not-taken"), "unknown"),
        (drug("everolimus", status="entered-in-error"), "unknown"),
        (drug("everolimus", status="intended"), "unknown"),
        (drug("metformin"), "unknown"),
        (order(concept(DRUGS["everolimus"][0]), name="o", on="2026-01-01", status="completed"), "true"),
        (order(concept(DRUGS["everolimus"][0]), name="o", on="2026-01-01", status="draft"), "unknown"),
        (order(concept(DRUGS["everolimus"][0]), name="o", on="2026-01-01", status="cancelled"), "unknown"),
        (order(concept(DRUGS["everolimus"][0]), name="o", on="2026-01-01", intent="proposal"), "unknown"),
        (order(concept(DRUGS["everolimus"][0]), name="o", on="2026-11-22"), "unknown"),
        (drug("octreotide"), "true"),
        (procedure("removal", snomed("86481000", "Laparotomy"), "2026-01-01"), "unknown"),
    ],
)
def test_a_therapy_counts_when_it_began_before_the_order(therapy: Resource, expected: str) -> None:
    assert truth(TREATED, therapy) == expected


def test_an_analog_alone_is_a_caution_however_it_is_attested() -> None:
    for resources in ([drug("octreotide")], [drug("octreotide"), said("previously-treated")]):
        found = ask(TREATED, *resources)
        assert (found.truth.value, found.cautions) == ("true", ("only an analog",))
    assert ask(TREATED, drug("octreotide"), drug("everolimus")).cautions == ()


@pytest.mark.parametrize(
    ("resources", "treated", "sorafenib", "first"),
    [
        ([], "unknown", "unknown", "unknown"),
        ([said("previously-treated")], "true", "unknown", "unknown"),
        ([said("previously-treated", False)], "false", "false", "true"),
        ([said("previously-treated", None)], "unknown", "unknown", "unknown"),
        ([said("first-line")], "unknown", "false", "true"),
        ([said("first-line", False)], "unknown", "unknown", "false"),
        ([NONE], "false", "false", "true"),
        ([drug("sorafenib")], "unknown", "true", "false"),
        ([drug("sorafenib"), said("first-line")], "unknown", "unknown", "unknown"),
        ([drug("sorafenib"), said("previously-treated", False)], "false", "unknown", "unknown"),
        ([drug("everolimus"), said("previously-treated", False)], "unknown", "false", "unknown"),
        ([drug("sunitinib")], "unknown", "unknown", "false"),
        ([drug("metformin")], "unknown", "unknown", "true"),
        ([drug("nivolumab", end=None, status="active")], "unknown", "unknown", "unknown"),
        ([tablets(60, name="before", status="completed", on="2026-05-01")], "unknown", "unknown", "unknown"),
    ],
)
def test_lines_of_treatment(resources: list[Resource], treated: str, sorafenib: str, first: str) -> None:
    assert [truth(question, *resources) for question in (TREATED, SORAFENIB, FIRST)] == [treated, sorafenib, first]


METFORMIN = concept(DRUGS["metformin"][0])


@pytest.mark.parametrize(
    "medication",
    [
        order(METFORMIN, name="other", on="2026-01-01"),
        statement("other", METFORMIN, start="2026-01-01"),
        statement("other", METFORMIN, start="2026-01-01", fhir="R5") | {"resourceType": "MedicationUsage"},
        administration("other", METFORMIN, start="2026-01-01", end="2026-02-01"),
    ],
    ids=["request", "statement", "usage", "administration"],
)
def test_any_other_medication_shows_a_medication_history(medication: Resource) -> None:
    found = ask(FIRST, medication)
    assert (found.truth.value, len(found.cautions)) == ("true", 1)


@pytest.mark.parametrize(
    "treatment",
    [
        procedure("operation", OPERATIONS["nephrectomy"], "2026-01-01"),
        condition("state", concept(icd("Z90.5", "Acquired absence of kidney")), recorded="2026-01-01"),
    ],
    ids=["operation", "state after it"],
)
def test_an_operation_is_no_medication_history(treatment: Resource) -> None:
    partner = drug("nivolumab", end=None, status="active")
    listed = frozenset({"MedicationRequest", "MedicationStatement"})
    assert truth(FIRST, treatment) == "unknown"
    assert truth(FIRST, treatment, partner) == "unknown"
    assert truth(FIRST, treatment, supplied=listed) == "unknown"
    assert truth(FIRST, treatment, drug("metformin")) == "true"


def test_adjuvant_treatment_is_a_caution_and_another_line_beside_it_is_not_first() -> None:
    adjuvant = statement(
        "adjuvant",
        concept(rxnorm("1547545", "pembrolizumab")),
        start="2024-01-01",
        end="2025-01-01",
        status="completed",
    )
    found = ask(FIRST, adjuvant)
    assert found.truth.value == "true"
    assert "whether adjuvant treatment counts as a line is not in the label" in found.cautions[0]
    for resources in ([adjuvant, drug("sunitinib")], [drug("sunitinib"), adjuvant]):
        assert truth(FIRST, *resources) == "false"


def test_what_would_settle_a_line_is_named() -> None:
    history = "MedicationRequest or MedicationStatement of the earlier therapy"
    assert ask(TREATED).missing == ("previously-treated", history)
    assert ask(SORAFENIB).missing == ("MedicationRequest or MedicationStatement of sorafenib",)
    assert ask(FIRST).missing == ("first-line", history)
    assert ask(FIRST, said("previously-treated")).missing == ("first-line",)


def test_the_therapies_are_named_and_shown() -> None:
    found = ask(TREATED, drug("everolimus"))
    assert found.because == "earlier treatment is on file: everolimus"
    assert [one.reference for one in found.evidence] == ["MedicationStatement/everolimus"]
    assert ask(SORAFENIB, drug("sorafenib")).because == "earlier treatment with sorafenib is on file"
    assert ask(FIRST, drug("sunitinib")).because == "earlier systemic therapy is on file: sunitinib"


@pytest.mark.parametrize(
    ("untreated", "first_line", "expected"),
    [
        ("2025-11-01", "2025-11-01", "true"),
        ("2026-11-01", "2025-11-01", "unknown"),
        ("2025-11-01", "2026-11-01", "unknown"),
        ("2026-11-01", "2026-11-01", "unknown"),
    ],
)
def test_a_treatment_on_file_is_believed_where_it_is_newer_than_all_that_denies_it(
    untreated: str, first_line: str, expected: str
) -> None:
    denials = (
        attested("untreated", "previously-treated", untreated, False),
        attested("first", "first-line", first_line, True),
    )
    assert truth(SORAFENIB, drug("sorafenib"), *denials) == expected
    assert truth(SORAFENIB, drug("sorafenib")) == "true"


def test_chemotherapy_contradicts_an_attested_first_line_where_its_drug_tells_for_which_cancer() -> None:
    chemotherapy = snomed("367336001", "Chemotherapy")
    unspecified = procedure("chemotherapy", chemotherapy, "2026-01-01")
    named = unspecified | {"code": concept(chemotherapy, DRUGS["sunitinib"][0])}
    assert truth(FIRST, unspecified, said("first-line")) == "true"
    assert truth(FIRST, named, said("first-line")) == "unknown"
