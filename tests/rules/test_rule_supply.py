"""Units handed out, days of supply and units a day agree within a tenth."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, dosage, every, quantity
from support.coding import concept
from support.judged import judged, named, only, tablets
from support.plain import kidney, with_dosage
from support.product import CLINICAL_DRUGS, INGREDIENT

from validator.verdict import Verdict


def supplied(
    units: int | None, days: int | None, unit: str = "{tablet}", ordered: Resource | None = None, **more: Any
) -> Resource:
    request = {
        "quantity": quantity(units, unit) if units is not None else None,
        "expectedSupplyDuration": quantity(days, "d") if days is not None else None,
    } | more
    return (ordered or tablets(60)) | {
        "dispenseRequest": {key: value for key, value in request.items() if value is not None}
    }


@pytest.mark.parametrize(
    ("ordered", "misfit"),
    [
        (supplied(30, 30), False),
        (supplied(33, 30), False),  # a tenth more
        (supplied(34, 30), True),
        (supplied(27, 30), False),
        (supplied(26, 30), True),
        (supplied(60, 30), True),
        (supplied(30, 90), True),
        (supplied(60, 30, ordered=tablets(40, unit=20)), False),
        (supplied(30, 30, ordered=tablets(40, unit=20)), True),
        (supplied(15, 30, ordered=tablets(20, every(2))), False),
        (supplied(30, 30, ordered=tablets(20, every(2))), True),
        (supplied(60, 30, unit="mL"), False),
        (supplied(60, 30, unit="tablet"), True),
        (supplied(60, None), False),
        (supplied(None, 30), False),
        (supplied(60, 0), False),
        (supplied(2, 1), True),
        (supplied(110, 100), False),
        (supplied(111, 100), True),
        (tablets(60), False),
    ],
)
def test_supply_fits_the_dose(ordered: Resource, misfit: bool) -> None:
    found = named(judged(kidney(ordered)), "supply-does-not-fit-dose")
    assert [one.verdict for one in found] == ([Verdict.WARNING] if misfit else [])


@pytest.mark.parametrize(
    ("word", "counted"),
    [
        ("tablet", True),
        ("Tabs", True),
        ("tablet(s)", True),
        ("film-coated tablets", True),
        ("{tbl}", True),
        ("{cap}", True),
        ("pills", True),
        ("each", True),
        ("1", True),
        (None, True),
        ("mg", False),
        ("dose", False),
        ("bottle", False),
    ],
)
def test_only_what_counts_tablets_or_capsules_is_compared(word: str | None, counted: bool) -> None:
    bare = {"value": 60}
    handed_out = bare if word is None else bare | {"unit": word}
    found = named(judged(kidney(supplied(None, 30, quantity=handed_out))), "supply-does-not-fit-dose")
    assert bool(found) is counted


def test_the_arithmetic_is_shown() -> None:
    found = only(kidney(supplied(60, 30)), "supply-does-not-fit-dose")
    assert found.message == "60 units for 30 days do not fit 60 mg once daily, which uses 30."
    assert found.expression == ("Bundle.entry[4].resource.dispenseRequest",)


def test_all_that_is_stated_of_the_supply_is_shown() -> None:
    first = {"quantity": quantity(14, "{tablet}"), "duration": quantity(14, "d")}
    until = {"end": "2027-05-22"}
    ordered = supplied(60, 30, numberOfRepeatsAllowed=0, initialFill=first, validityPeriod=until)
    (shown,) = only(kidney(ordered), "supply-does-not-fit-dose").evidence
    assert shown.says == "60 {tablet}, for 30 days, 0 repeats, a first fill of its own, valid until 2027-05-22"
    for part in ({"quantity": first["quantity"]}, {"duration": first["duration"]}):
        (shown,) = only(kidney(supplied(60, 30, initialFill=part)), "supply-does-not-fit-dose").evidence
        assert shown.says == "60 {tablet}, for 30 days, a first fill of its own"
    (shown,) = only(kidney(supplied(60, 30)), "supply-does-not-fit-dose").evidence
    assert shown.says == "60 {tablet}, for 30 days"


def test_a_dose_that_is_not_known_is_not_compared() -> None:
    no_frequency = with_dosage(dosage(quantity(60, "mg"), None))
    two_phases = with_dosage(
        dosage(quantity(60, "mg"), every(boundsDuration=quantity(14, "d"))) | {"sequence": 1},
        dosage(quantity(40, "mg"), every()) | {"sequence": 2},
    )
    no_strength = with_dosage(dosage(quantity(60, "mg"), every()), medication=concept(INGREDIENT))
    for ordered in (no_frequency, two_phases, no_strength):
        assert named(judged(kidney(supplied(90, 30, ordered=ordered))), "supply-does-not-fit-dose") == []


def test_a_range_is_not_compared() -> None:
    one_to_two = {"low": quantity(20, "mg"), "high": quantity(40, "mg")}
    ranged = with_dosage(
        dosage(None, every()) | {"doseAndRate": [{"doseRange": one_to_two}]},
        medication=concept(CLINICAL_DRUGS["tablet", 20]),
    )
    assert named(judged(kidney(supplied(90, 30, ordered=ranged))), "supply-does-not-fit-dose") == []


@pytest.mark.parametrize(
    ("unit", "misfit"), [("capsule", True), ("caps", True), ("tablet", False), ("pill", False), ("bottle", False)]
)
def test_a_quantity_of_another_dose_form_than_the_product_is_told(unit: str, misfit: bool) -> None:
    for days in (30, None):
        request = {"quantity": {"value": 30, "unit": unit}} | (
            {"expectedSupplyDuration": quantity(days, "d")} if days else {}
        )
        report = judged(kidney(tablets(60) | {"dispenseRequest": request}))
        assert bool(named(report, "supply-does-not-fit-dose")) is misfit
