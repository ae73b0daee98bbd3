"""Progression: on an earlier therapy, and of the disease at all."""

from __future__ import annotations

from typing import Any

import pytest
from support.asked import ask, truth
from support.build import Resource, attested, empty_list, observation, statement
from support.coding import DISEASE_STATUS, DRUGS, WORSENED, Coding, concept, loinc, snomed

PROGRESSED = {
    "kind": "progressed-on",
    "groups": ["dtc:vegfr"],
    "name": "VEGFR-targeted therapy",
    "attested_as": "progressed-on-vegfr-targeted-therapy",
}
PROGRESSIVE = {"kind": "progressive"}
STABLE = snomed("359746009", "Patient's condition stable")
IMPROVED = snomed("268910001", "Patient's condition improved")
NONE = empty_list("medications", loinc("10160-0", "History of Medication use Narrative"), "2026-11-20")


def drug(
    name: str, start: str | None = "2026-01-01", end: str | None = "2026-06-01", status: str = "completed", **more: Any
) -> Resource:
    return statement(name, concept(DRUGS[name][0]), start=start, end=end, status=status) | more


def said(code: str, value: bool | None = True) -> Resource:
    return attested(code, code, "2026-11-01", value)


def disease_status(value: Coding, on: str = "2026-07-01", name: str = "status") -> Resource:
    return observation(name, DISEASE_STATUS, on, coded=value)


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([], "unknown"),
        ([said("progressed-on-vegfr-targeted-therapy")], "true"),
        ([said("progressed-on-vegfr-targeted-therapy", False)], "false"),
        ([said("progressed-on-vegfr-targeted-therapy", False), drug("lenvatinib")], "false"),
        ([drug("lenvatinib")], "unknown"),
        ([drug("lenvatinib"), disease_status(WORSENED)], "true"),
        ([drug("lenvatinib"), disease_status(WORSENED, "2026-01-01")], "unknown"),
        ([drug("lenvatinib"), disease_status(WORSENED, "2026-01-02")], "true"),
        ([drug("lenvatinib"), disease_status(WORSENED, "2026-11-23")], "unknown"),
        ([drug("lenvatinib", start="2026"), disease_status(WORSENED)], "unknown"),
        ([drug("lenvatinib"), disease_status(STABLE)], "unknown"),
        ([disease_status(WORSENED)], "unknown"),
        ([drug("everolimus"), disease_status(WORSENED)], "unknown"),
        ([NONE], "false"),
        ([said("first-line")], "false"),
    ],
)
def test_exposure_is_not_progression(resources: list[Resource], expected: str) -> None:
    assert truth(PROGRESSED, *resources) == expected
    assert truth(PROGRESSED, *resources[::-1]) == expected


def test_a_therapy_may_say_itself_why_it_was_stopped() -> None:
    reason = concept(snomed("246450006", "Disease progression"), text="disease progression")
    stopped = drug("lenvatinib", status="stopped", statusReason=[reason])
    found = ask(PROGRESSED, stopped)
    assert (found.truth.value, found.because) == ("true", "the disease progressed on lenvatinib")


def test_progression_that_is_not_shown_names_its_criterion() -> None:
    code = "progressed-on-vegfr-targeted-therapy"
    assert ask(PROGRESSED, drug("lenvatinib")).missing == (code,)
    assert ask(PROGRESSED).missing == (
        code,
        "MedicationRequest or MedicationStatement of VEGFR-targeted therapy",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([], "unknown"),
        ([said("progressive")], "true"),
        ([said("progressive", False)], "false"),
        ([said("progressive", False), disease_status(WORSENED)], "false"),
        ([disease_status(WORSENED)], "true"),
        ([disease_status(STABLE)], "false"),
        ([disease_status(IMPROVED)], "false"),
        ([disease_status(STABLE, "2026-01-01", "old"), disease_status(WORSENED)], "true"),
        ([disease_status(WORSENED, "2026-01-01", "old"), disease_status(STABLE)], "false"),
        ([disease_status(WORSENED), disease_status(STABLE, name="same")], "unknown"),
        ([disease_status(WORSENED), disease_status(STABLE, "2026", "partial")], "unknown"),
        ([disease_status(WORSENED, "2026-11-23")], "unknown"),
    ],
)
def test_the_newest_disease_status_decides(resources: list[Resource], expected: str) -> None:
    assert truth(PROGRESSIVE, *resources) == expected
    assert truth(PROGRESSIVE, *resources[::-1]) == expected


def test_what_would_settle_progress_is_named() -> None:
    assert ask(PROGRESSIVE).missing == ("progressive", "Observation of cancer disease status (LOINC 97509-4)")


@pytest.mark.parametrize(("on", "expected"), [("2026-10-01", "true"), ("2026-08-01", "unknown")])
def test_a_worse_disease_on_the_drug_stands_against_an_attestation_of_none(on: str, expected: str) -> None:
    drug = statement(
        "lenvatinib", concept(DRUGS["lenvatinib"][0]), start="2026-01-01", end="2026-10-15", status="completed"
    )
    worse = observation("status", DISEASE_STATUS, on, coded=WORSENED)
    says = attested("says", PROGRESSED["attested_as"], "2026-09-01", False)
    assert truth(PROGRESSED, drug, worse, says) == expected
    assert truth(PROGRESSED, drug, says) == "false"


@pytest.mark.parametrize(("code", "value"), [("previously-treated", False), ("first-line", True)])
def test_progression_is_not_attested_beside_an_attestation_that_nothing_was_given(code: str, value: bool) -> None:
    says = attested("says", PROGRESSED["attested_as"], "2026-09-01", True)
    assert truth(PROGRESSED, says, attested("none", code, "2026-09-01", value)) == "unknown"
    assert truth(PROGRESSED, says, attested("none", code, "2026-09-01", not value)) == "true"


@pytest.mark.parametrize(("attested_on", "expected"), [("2024-11-01", "true"), ("2025-06-01", "unknown")])
def test_progression_on_a_drug_begun_after_the_answer_is_later_than_it(attested_on: str, expected: str) -> None:
    """READINGS 6: a later record wins, also where only its beginning is told; between the two days it is open."""
    stopped = drug("lenvatinib", start="2025-03-01", end=None, status="stopped")
    stopped["statusReason"] = [{"text": "Disease progression"}]
    no = attested("no", "progressed-on-vegfr-targeted-therapy", attested_on, False)
    assert truth(PROGRESSED, stopped, no) == expected
