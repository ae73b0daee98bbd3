"""Doses as real systems write them, each with a trap that has caught another program."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.answer import answer, check, said, verdict
from support.build import dosage, every, quantity
from support.coding import DRUG_FORM, GTS, SNOMED, UCUM, coding, concept
from support.plain import kidney, with_dosage
from support.product import BRANDED_FORMS

ONE_A_DAY = every()
SIXTY = quantity(60, "mg")


def typed(*amounts: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """A Dosage whose one dose is given several times over, each with its type."""
    system = "http://terminology.hl7.org/CodeSystem/dose-rate-type"
    return {
        "timing": ONE_A_DAY,
        "doseAndRate": [{"type": concept(coding(system, kind)), "doseQuantity": amount} for kind, amount in amounts],
    }


def test_the_plain_order_is_accepted() -> None:
    assert verdict(kidney()) == "accept"


def test_three_dose_and_rate_entries_are_one_dose() -> None:
    tablet = {"value": 1, "unit": "tablet", "system": UCUM, "code": "{tbl}"}
    epic = typed(("calculated", SIXTY), ("admin-amount", tablet), ("ordered", SIXTY))
    reported = answer(check(kidney(with_dosage(epic))))
    assert reported.verdict.value == "accept"
    assert reported.ordered is not None
    assert reported.ordered.daily_mg == 60


def test_dose_and_rate_entries_that_disagree_are_not_accepted() -> None:
    disagreeing = typed(("calculated", quantity(80, "mg")), ("ordered", SIXTY))
    assert verdict(kidney(with_dosage(disagreeing))) != "accept"


def test_a_second_dosage_adds_to_the_first() -> None:
    morning = dosage(SIXTY, every(timeOfDay=["08:00:00"]))
    evening = dosage(SIXTY, every(timeOfDay=["20:00:00"]))
    reported = answer(check(kidney(with_dosage(morning, evening))))
    assert reported.verdict.value == "error"
    assert reported.ordered is not None
    assert reported.ordered.daily_mg == 120


def test_two_dosages_that_make_up_the_dose_are_accepted() -> None:
    parts = [dosage(quantity(mg, "mg"), ONE_A_DAY) for mg in (40, 20)]
    product = concept(BRANDED_FORMS["tablet"])
    reported = answer(check(kidney(with_dosage(*parts, medication=product))))
    assert reported.ordered is not None
    assert reported.ordered.daily_mg == 60
    assert reported.verdict.value == "accept"


@pytest.mark.parametrize(
    "timing",
    [
        None,
        {},
        {"repeat": {}},
        {"repeat": {"period": 1, "periodUnit": "d", "periodMax": 2}},
        {"repeat": {"frequency": 1}},
        {"repeat": {"boundsPeriod": {"start": "2026-11-22"}}},
        {"code": concept(text="as directed")},
    ],
    ids=["none", "empty", "empty-repeat", "loose-period", "no-period", "bounds-only", "as-directed"],
)
def test_a_missing_frequency_is_never_once_a_day(timing: dict[str, Any] | None) -> None:
    reported = answer(check(kidney(with_dosage(dosage(SIXTY, timing)))))
    assert reported.verdict.value == "undetermined"
    assert reported.ordered is None or reported.ordered.daily_mg is None


def test_an_order_without_dosage_is_undetermined() -> None:
    assert verdict(kidney(with_dosage())) == "undetermined"


def test_a_bare_dose_of_one_is_undetermined() -> None:
    assert verdict(kidney(with_dosage(dosage({"value": 1}, ONE_A_DAY)))) == "undetermined"


def test_a_maximum_is_not_a_frequency() -> None:
    most = dosage(SIXTY, None) | {"maxDosePerPeriod": {"numerator": SIXTY, "denominator": quantity(1, "d")}}
    assert verdict(kidney(with_dosage(most))) == "undetermined"


def test_a_rate_is_not_a_dose() -> None:
    rate = {"timing": ONE_A_DAY, "doseAndRate": [{"rateQuantity": quantity(60, "mg/m2")}]}
    assert verdict(kidney(with_dosage(rate))) == "undetermined"


def test_a_dose_range_is_not_accepted() -> None:
    span = {"low": quantity(40, "mg"), "high": quantity(60, "mg")}
    assert verdict(kidney(with_dosage({"timing": ONE_A_DAY, "doseAndRate": [{"doseRange": span}]}))) != "accept"


def test_as_needed_is_not_accepted() -> None:
    assert verdict(kidney(with_dosage(dosage(SIXTY, ONE_A_DAY) | {"asNeededBoolean": True}))) != "accept"


def test_a_dose_in_its_former_place_is_that_dose() -> None:
    former = {"timing": ONE_A_DAY, "doseQuantity": SIXTY}
    report = check(kidney(with_dosage(former)))
    assert answer(report).verdict.value == "accept"
    (said_once,) = [issue for issue in report.issues if issue.code == "shape-put-right"]
    assert said_once.expression[0].endswith("dosageInstruction[0].doseQuantity")


def test_a_dose_in_both_places_is_not_accepted() -> None:
    both = dosage(SIXTY, ONE_A_DAY) | {"doseQuantity": quantity(40, "mg")}
    assert verdict(kidney(with_dosage(both))) in ("undetermined", "error")


def test_words_that_contradict_the_structure_are_not_accepted() -> None:
    assert verdict(kidney(with_dosage(dosage(SIXTY, ONE_A_DAY, text="Take 60 mg twice daily")))) != "accept"


def test_a_code_that_contradicts_the_timing_is_not_accepted() -> None:
    both = ONE_A_DAY | {"code": concept(coding(GTS, "BID"))}
    assert verdict(kidney(with_dosage(dosage(SIXTY, both)))) != "accept"


@pytest.mark.parametrize(
    "amount",
    [
        quantity(Decimal("0.06"), "g"),
        quantity(60000, "ug"),
        {"value": 60, "unit": "mg"},
        {"value": Decimal("60.0"), "unit": "mg", "system": UCUM, "code": "mg"},
        {"value": 1, "system": UCUM, "code": "{pill}"},
        {"value": 1, "unit": "{tbl}", "system": UCUM, "code": "{tbl}"},
        {"value": 1, "unit": "TAB", "system": DRUG_FORM, "code": "TAB"},
        {"value": 1, "unit": "tablet"},
        {"value": 1, "unit": "tablet", "system": SNOMED, "code": "385055001"},
    ],
    ids=["g", "ug", "mg-by-word", "decimal", "pill", "tbl", "drug-form", "tablet-by-word", "snomed-unit"],
)
def test_sixty_mg_is_sixty_mg_in_any_unit(amount: dict[str, Any]) -> None:
    reported = answer(check(kidney(with_dosage(dosage(amount, ONE_A_DAY)))))
    assert reported.ordered is not None, said(reported)
    assert reported.ordered.daily_mg == 60
    assert reported.verdict.value == "accept", said(reported)


def test_tablets_of_a_product_without_strength_are_unknown() -> None:
    tablet = quantity(1, "tablet", "{tablet}")
    formless = with_dosage(dosage(tablet, ONE_A_DAY), medication=concept(BRANDED_FORMS["tablet"]))
    assert verdict(kidney(formless)) == "undetermined"


def test_a_dose_in_words_only_is_read_and_said_to_be_read() -> None:
    reported = answer(check(kidney(with_dosage({"text": "Take 1 tablet (60 mg) by mouth once daily"}))))
    assert reported.verdict.value == "warning"
    assert reported.ordered is not None
    assert reported.ordered.daily_mg == 60


def test_words_that_do_not_parse_whole_are_unknown() -> None:
    assert verdict(kidney(with_dosage({"text": "Take 60 mg by mouth, see handout for days"}))) == "undetermined"


def test_a_reduction_planned_from_the_start_has_no_reason() -> None:
    first = dosage(SIXTY, every(boundsDuration=quantity(28, "d"))) | {"sequence": 1}
    then = dosage(quantity(40, "mg"), ONE_A_DAY) | {"sequence": 2}
    assert verdict(kidney(with_dosage(first, then, medication=concept(BRANDED_FORMS["tablet"])))) == "warning"


def test_a_later_step_above_the_label_is_noticed() -> None:
    first = dosage(SIXTY, every(boundsDuration=quantity(28, "d"))) | {"sequence": 1}
    then = dosage(quantity(120, "mg"), ONE_A_DAY) | {"sequence": 2}
    assert verdict(kidney(with_dosage(first, then, medication=concept(BRANDED_FORMS["tablet"])))) == "error"


def test_five_days_a_week_is_not_once_a_day() -> None:
    weekdays = dosage(SIXTY, every(dayOfWeek=["mon", "tue", "wed", "thu", "fri"]))
    assert verdict(kidney(with_dosage(weekdays))) == "error"


@pytest.mark.parametrize("timing", [every(24, "h"), every(1, "d", timeOfDay=["09:00:00"]), every(7, "d", times=7)])
def test_once_a_day_in_other_words_is_once_a_day(timing: dict[str, Any]) -> None:
    reported = answer(check(kidney(with_dosage(dosage(SIXTY, timing)))))
    assert reported.ordered is not None
    assert reported.ordered.daily_mg == 60
