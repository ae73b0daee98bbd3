"""A code that says why there is no code ("unknown", "masked") names nothing: the entry may be anything of its type."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check
from support.build import Resource, appointment, condition, observation, procedure, service_request
from support.coding import coding, concept, icd, snomed
from support.judged import judged
from support.plain import kidney

ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
NULL = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"
UNKNOWN = coding(ABSENT, "unknown", "Unknown")


def said(*beside: Resource) -> tuple[str, set[str]]:
    found = answer(check(kidney(beside=beside), structure="off"))
    return found.verdict.value, {one.code for one in found.findings if one.verdict.value != "accept"}


OPEN = ("undetermined", {"entry-set-aside"})
NOTHING: tuple[str, set[str]] = ("accept", set())


@pytest.mark.parametrize(
    "code",
    [
        concept(UNKNOWN),
        concept(UNKNOWN, text="unknown"),
        concept(coding(ABSENT, "masked")),
        concept(coding(NULL, "UNK", "Unknown"), text="UNK"),
        concept(coding("urn:oid:2.16.840.1.113883.5.1008", "MSK")),
    ],
)
def test_an_entry_whose_code_is_absent_for_a_reason_leaves_the_order_open(code: dict[str, Any]) -> None:
    plain = snomed("1", "x")
    assert said(condition("problem", code, onset="2026-11-01")) == OPEN
    assert said(procedure("done", plain, "2026-11-15") | {"code": code}) == OPEN
    assert said(service_request("planned", plain, "2026-11-29") | {"code": code}) == OPEN


@pytest.mark.parametrize(
    "code",
    [
        concept(UNKNOWN, text="Eczema"),
        concept(UNKNOWN, icd("L30.9", "Dermatitis, unspecified")),
        concept(coding(NULL, "OTH", "Other"), text="Dry skin"),
    ],
)
def test_words_or_a_code_beside_it_are_read(code: dict[str, Any]) -> None:
    assert said(condition("problem", code, onset="2026-11-01")) == NOTHING


def test_words_for_a_danger_beside_it_count() -> None:
    found = said(condition("problem", concept(UNKNOWN, text="Melena"), onset="2026-11-10"))
    assert found[0] == "error"


def test_a_visit_and_a_result_without_a_code_are_ordinary() -> None:
    assert (
        said(appointment("visit", snomed("1", "x"), "2026-11-29") | {"serviceType": [concept(UNKNOWN)]})[0] == "accept"
    )
    assert said(observation("o", UNKNOWN, "2026-11-01", number=3))[0] == "accept"


def fate(entry: Resource) -> str:
    ledger = judged(kidney(beside=(entry,)), ledger=True).ledger
    assert ledger is not None
    return next(one.fate.value for one in ledger.listed if one.reference == "Observation/entry")


def test_an_empty_list_of_components_names_no_question() -> None:
    answered = {"valueQuantity": {"value": 38, "unit": "kg"}}
    unnamed = observation("entry", coding(ABSENT, "unknown"), "2026-11-15") | answered
    for components in ([], [{}], [{"valueString": ""}], {}):
        assert fate(unnamed | {"component": components}) == "set-aside"
    assert fate(unnamed | {"component": [{"code": {"text": "Sodium"}, "valueString": "140"}]}) == "irrelevant"
    assert fate(unnamed | {"code": {"text": "Sodium"}, "component": []}) == "irrelevant"
