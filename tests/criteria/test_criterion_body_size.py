"""Weight and body surface area on the day of the order: exact, inclusive, newest, plausible."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.asked import ask, truth
from support.build import Resource, observation, patient, quantity, weight
from support.coding import BSA, HEIGHT, WEIGHT
from support.facts import chart

from validator.criteria.body_size import mosteller
from validator.criteria.registry import read_criterion
from validator.criteria.size import newest_size

FORTY = {"kind": "weight-at-least", "kg": 40}
AREA = {"kind": "bsa-at-least", "m2": Decimal("1.2")}
CHILD = patient(born="2012-01-01")


def size(name: str, code: dict[str, str], value: str, unit: str, on: str | None = "2026-11-18") -> Resource:
    made = observation(name, code, on or "2026-11-18", value=quantity(Decimal(value), unit))
    return made if on else {key: one for key, one in made.items() if key != "effectiveDateTime"}


def kilograms(value: str, on: str | None = "2026-11-18", name: str = "weight") -> Resource:
    return size(name, WEIGHT, value, "kg", on)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("40", "kg", "true"),
        ("40.0", "kg", "true"),
        ("39.999", "kg", "false"),
        ("39.95", "kg", "false"),
        ("40000", "g", "true"),
        ("39999", "g", "false"),
        ("88", "[lb_av]", "false"),
        ("88.2", "[lb_av]", "true"),
        ("88.184904", "[lb_av]", "false"),
        ("88.184905", "[lb_av]", "true"),
    ],
)
def test_forty_kilograms_are_enough_in_every_unit_unrounded(value: str, unit: str, expected: str) -> None:
    assert truth(FORTY, size("weight", WEIGHT, value, unit)) == expected


@pytest.mark.parametrize(
    "spoilt",
    [
        None,
        kilograms("45", on=None),
        kilograms("45", on="2026-11-23"),
        size("weight", WEIGHT, "45", "cm"),
        size("weight", WEIGHT, "45", "stone"),
        kilograms("450"),
        kilograms("1"),
        kilograms("45") | {"status": "entered-in-error"},
        kilograms("45") | {"status": "preliminary"},
        kilograms("45") | {"valueQuantity": {"value": 45, "comparator": "<", "unit": "kg"}},
        kilograms("45") | {"valueQuantity": {"value": 45}},
    ],
    ids=[
        "none", "undated", "of the day after", "a length", "an unknown unit", "implausibly high", "implausibly low",
        "entered in error", "preliminary", "a limit", "without a unit",
    ],
)  # fmt: skip
def test_without_a_usable_weight_the_answer_is_unknown(spoilt: Resource | None) -> None:
    found = ask(FORTY, *([spoilt] if spoilt else []))
    assert (found.truth.value, found.missing) == ("unknown", ("Observation body weight (LOINC 29463-7)",))


def test_a_weight_that_cannot_be_used_is_named_without_its_value() -> None:
    found = ask(FORTY, kilograms("450"))
    assert "Observation/weight" in found.because
    assert "450" not in found.because


def test_another_measurement_that_cannot_be_used_is_not_named() -> None:
    assert ask(FORTY, size("height", HEIGHT, "1000", "cm")).because == "no body weight is on file"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("39.9999999", "weight is 39.99999 kg, under 40"),
        ("40.0000001", "weight is 40 kg, 40 or more"),
        ("39.5", "weight is 39.5 kg, under 40"),
    ],
)
def test_a_weight_just_under_the_limit_is_not_shown_as_the_limit(value: str, says: str) -> None:
    assert ask(FORTY, kilograms(value)).because == says


def test_the_newest_weight_counts() -> None:
    old, new = kilograms("45", "2026-11-01", "old"), kilograms("38", "2026-11-18", "new")
    for resources in ((old, new), (new, old)):
        found = ask(FORTY, *resources)
        assert found.truth.value == "false"
        assert [one.reference for one in found.evidence] == ["Observation/new"]


@pytest.mark.parametrize("second", ["2026-11-18", "2026-11", "2026"])
def test_weights_of_which_neither_is_surely_newer_must_agree(second: str) -> None:
    one = kilograms("38", "2026-11-18", "one")
    assert truth(FORTY, one, kilograms("45", second, "other")) == "unknown"
    assert truth(FORTY, one, kilograms("40", second, "other")) == "unknown"
    assert truth(FORTY, one, kilograms("39", second, "other")) == "false"
    assert truth(FORTY, kilograms("41", "2026-11-18", "one"), kilograms("45", second, "other")) == "true"


def test_two_weights_that_agree_show_both() -> None:
    found = ask(FORTY, kilograms("38", name="one"), kilograms("39.5", name="other"))
    assert found.because == "weight is 38 to 39.5 kg, under 40"
    assert len(found.evidence) == 2
    assert ask(FORTY, kilograms("40.25")).because == "weight is 40.25 kg, 40 or more"


@pytest.mark.parametrize(
    ("born", "on", "old"),
    [
        ("2012-01-01", "2026-10-23", False),  # 30 days
        ("2012-01-01", "2026-10-22", True),
        ("2008-11-23", "2026-10-22", True),  # seventeen
        ("2008-11-22", "2026-10-22", False),  # eighteen
        ("1980-01-01", "2025-11-22", False),  # 365 days
        ("1980-01-01", "2025-11-21", True),
    ],
)
@pytest.mark.parametrize("kg", ["38", "45"])
def test_an_old_weight_answers_with_a_caution(born: str, on: str, old: bool, kg: str) -> None:
    found = ask(FORTY, kilograms(kg, on), who=patient(born=born))
    assert found.truth.value != "unknown"
    assert bool(found.cautions) is old


def test_a_weight_that_may_be_old_is_one_that_is() -> None:
    both = [kilograms("45", "2026-11-18", "exact"), kilograms("45", "2026", "vague")]
    for resources in (both, both[::-1]):
        assert ask(FORTY, *resources, who=CHILD).cautions == (
            "the newest weight is 325 days old (30 is this check's limit, not the label's)",
        )


def test_a_caution_says_how_old_the_weight_is() -> None:
    found = ask(FORTY, kilograms("45", "2026-10-01"), who=CHILD)
    assert found.cautions == ("the newest weight is 52 days old (30 is this check's limit, not the label's)",)


# --- Body surface area


@pytest.mark.parametrize(
    ("height", "kg", "expected"),
    [
        ("144", "36", "true"),  # 1.2 exactly
        ("145", "35.75", "false"),  # 1.19997
        ("152", "38", "true"),
        ("125", "41", "false"),
    ],
)
def test_the_area_is_worked_out_unrounded(height: str, kg: str, expected: str) -> None:
    assert truth(AREA, kilograms(kg), size("height", HEIGHT, height, "cm")) == expected


def test_the_formula_is_that_of_mosteller() -> None:
    assert mosteller(Decimal(144), Decimal(36)) == Decimal("1.2")
    assert round(mosteller(Decimal(170), Decimal(70)), 6) == Decimal("1.818119")


def test_an_area_just_under_the_limit_is_not_shown_as_the_limit() -> None:
    found = ask(AREA, kilograms("35.75"), size("height", HEIGHT, "145", "cm"))
    assert found.because == "body surface area (Mosteller) is 1.19997 m2, under 1.2"
    assert [one.reference for one in found.evidence] == ["Observation/weight", "Observation/height"]


@pytest.mark.parametrize(("value", "expected"), [("1.2", "true"), ("1.19", "false")])
def test_a_measured_area_comes_before_the_formula(value: str, expected: str) -> None:
    measured = size("bsa", BSA, value, "m2")
    other = "50" if expected == "false" else "20"
    assert truth(AREA, measured, kilograms(other), size("height", HEIGHT, "145", "cm")) == expected
    assert truth(AREA, measured) == expected


def test_a_measured_area_of_the_day_of_height_and_weight_comes_before_the_formula() -> None:
    measured = size("bsa", BSA, "1.0", "m2", "2026-11-17")
    later = (kilograms("50"), size("height", HEIGHT, "145", "cm"))
    assert truth(AREA, measured, *later) == "true"
    assert truth(AREA, size("bsa", BSA, "1.0", "m2", "2026-11-18"), *later) == "false"


def test_a_measured_area_older_than_height_and_weight_does_not() -> None:
    measured = size("bsa", BSA, "1.0", "m2", "2026-01-18")
    found = ask(AREA, measured, kilograms("50"), size("height", HEIGHT, "145", "cm"))
    assert found.truth.value == "true"
    assert truth(AREA, measured, kilograms("50"), size("height", HEIGHT, "145", "cm", "2026-01-18")) == "false"


def test_without_a_height_or_a_weight_the_area_is_unknown() -> None:
    assert "no body height" in ask(AREA, kilograms("38")).because
    found = ask(AREA, size("height", HEIGHT, "145", "cm"))
    assert "no body weight" in found.because
    assert found.truth.value == "unknown"
    assert len(found.missing) == 2


def test_an_area_is_as_old_as_the_older_of_height_and_weight() -> None:
    tall = size("height", HEIGHT, "145", "cm", "2026-05-18")
    assert ask(AREA, kilograms("50"), tall, who=CHILD).cautions != ()
    new = size("height", HEIGHT, "145", "cm")
    assert ask(AREA, kilograms("50"), new, who=CHILD).cautions == ()
    assert ask(AREA, kilograms("50", "2026-05-18"), new, who=CHILD).cautions != ()


def test_two_heights_that_straddle_the_limit_are_unknown() -> None:
    low, high = size("low", HEIGHT, "140", "cm"), size("high", HEIGHT, "150", "cm")
    assert truth(AREA, kilograms("36"), low, high) == "unknown"


def test_the_size_of_a_chart_is_in_the_unit_asked_for() -> None:
    found = newest_size(chart(weight("40", "2026-11-18", unit="g")), "weight", "kg")
    assert found is not None
    assert (found.lowest, found.highest, found.unit) == (Decimal(40), Decimal(40), "kg")
    assert newest_size(chart(weight("40", "2026-11-18")), "weight", "m2") is None


@pytest.mark.parametrize(
    ("kilograms", "expected"),
    [(None, "false"), ("39.9", "false"), ("40", "true"), ("41.99", "true"), ("42", "false")],
)
def test_a_weight_just_above_a_limit(kilograms: str | None, expected: str) -> None:
    question = {"kind": "weight-just-above", "kg": 40, "within_kg": 2}
    assert truth(question, *([weight(kilograms, "2026-11-18")] if kilograms else [])) == expected


def test_a_surface_area_hangs_on_height_and_weight_and_on_sizes_well_on_either_side_of_it() -> None:
    names = read_criterion(AREA).names()
    sizes = ("bsa", "weight", "weight:stated_or_estimated", "height", "height:stated_or_estimated")
    assert names.groups == {("observations", size) for size in sizes}
    limits = {("bsa", Decimal("1.2"), "m2"), ("weight", Decimal(20), "kg"), ("weight", Decimal(90), "kg")}
    assert names.limits == limits | {("height", Decimal(120), "cm"), ("height", Decimal(190), "cm")}


def test_a_weight_of_a_later_day_is_not_said_to_be_missing_from_the_file() -> None:
    assert ask(FORTY, kilograms("50", "2026-12-24")).because == "no body weight dated by 2026-11-22 is on file"
    assert ask(FORTY).because == "no body weight is on file"
