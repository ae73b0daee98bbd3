"""What bends the dose, and when it is over."""

from __future__ import annotations

import pytest
from support.answer import verdict
from support.build import (
    Resource,
    attested,
    condition,
    observation,
    order,
    patient,
    procedure,
    statement,
)
from support.coding import (
    DRUGS,
    HCG_URINE,
    NEGATIVE,
    OPERATIONS,
    concept,
    icd,
)
from support.plain import (
    kidney,
    replaced,
    sixty,
)

ITRACONAZOLE = concept(DRUGS["itraconazole"][0])


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2026-08-25", "error"), ("2026-08-23", "undetermined"), ("2024-12-01", "undetermined"), ("2024-09-05", "accept")],
)
def test_a_bleeding_is_recent_for_ninety_days_and_open_for_two_years(on: str, expected: str) -> None:
    bleeding = condition("b", concept(icd("R04.2", "Hemoptysis")), status="resolved", onset=on, abated=on)
    assert verdict(kidney(sixty(), beside=(bleeding,))) == expected


@pytest.mark.parametrize(
    ("on", "healed", "expected"),
    [
        ("2026-11-09", False, "error"),
        ("2026-11-09", True, "error"),
        ("2026-11-08", False, "undetermined"),
        ("2026-11-08", True, "accept"),
        ("2024-11-08", False, "accept"),
    ],
)
def test_an_operation_is_behind_after_two_weeks_and_healing(on: str, healed: bool, expected: str) -> None:
    beside = [procedure("operation", OPERATIONS["laparotomy"], on)]
    if healed:
        beside.append(attested("healed", "wound-healed", "2026-11-20"))
    assert verdict(kidney(sixty(), beside=tuple(beside))) == expected


@pytest.mark.parametrize(
    "unclear",
    [
        statement("drug", ITRACONAZOLE, status="unknown"),
        statement("drug", ITRACONAZOLE, status="on-hold"),
        order(ITRACONAZOLE, name="drug", on="2026-11-01", status="unknown"),
    ],
    ids=["statement-unknown", "statement-on-hold", "request-unknown"],
)
def test_a_drug_that_may_or_may_not_be_taken_leaves_the_dose_open(unclear: Resource) -> None:
    assert verdict(kidney(sixty(), beside=(unclear,))) == "undetermined"


@pytest.mark.parametrize(
    "name", ["Itraconazole 200 mg caps", "Paxlovid (nirmatrelvir/ritonavir)", "CLARITHROMYCIN 500"]
)
def test_a_strong_inhibitor_named_in_words_is_an_interaction(name: str) -> None:
    assert verdict(kidney(sixty(), beside=(statement("drug", concept(text=name)),))) == "error"


@pytest.mark.parametrize(
    ("born", "tested", "expected"),
    [
        ("1990-01-01", None, "warning"),
        ("1990-01-01", "2026-11-12", "accept"),
        ("1990-01-01", "2026-10-12", "warning"),
        ("1975-01-01", None, "accept"),
    ],
)
def test_a_woman_of_childbearing_age_has_a_recent_test(born: str, tested: str | None, expected: str) -> None:
    chart = replaced(kidney(), patient(born=born, sex="female"))
    tests = [observation("test", HCG_URINE, tested, coded=NEGATIVE)] if tested else []
    assert verdict([*chart, *tests]) == expected
