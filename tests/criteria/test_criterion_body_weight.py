"""Which weight a dose hangs on: pounds for kilograms, a height for a weight, measured and stated."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.asked import ask, truth
from support.build import Resource, observation, patient, quantity
from support.coding import HEIGHT, WEIGHT, loinc
from support.judged import judged, tablets, thyroid, verdicts

FORTY = {"kind": "weight-at-least", "kg": 40}
STATED = loinc("3142-7", "Body weight Stated")
ESTIMATED = loinc("8335-2", "Body weight Estimated")
CHILD = patient(born="2012-01-01")
DOUBTFUL = "dose-rests-on-doubtful-weight"


def weighed(
    value: str, on: str = "2026-11-18", name: str = "weight", unit: str = "kg", code: object = None
) -> Resource:
    return observation(name, code or WEIGHT, on, value=quantity(Decimal(value), unit))  # type: ignore[arg-type]


def tall(value: str, on: str = "2026-11-18", name: str = "height", unit: str = "cm") -> Resource:
    return observation(name, HEIGHT, on, value=quantity(Decimal(value), unit))


# --- Pounds for kilograms


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("38", "84", "unknown"),
        ("84", "38", "unknown"),
        ("39", "70.2", "unknown"),  # 1.8 times
        ("39", "70.1", "true"),
        ("39", "101.4", "unknown"),  # 2.6 times
        ("39", "101.5", "true"),
        ("40", "88", "true"),
        ("50", "110", "true"),
        ("17", "38", "false"),
    ],
)
def test_two_weights_that_differ_as_pounds_and_kilograms_are_not_believed(
    first: str, second: str, expected: str
) -> None:
    pair = (weighed(first, "2026-11-04", "first"), weighed(second, "2026-11-18", "second"))
    for listed in (pair, pair[::-1]):
        assert truth(FORTY, *listed, who=CHILD) == expected


def test_both_weights_are_named_whichever_way_the_answer_goes() -> None:
    unsettled = ask(FORTY, weighed("38", "2026-11-04", "first"), weighed("84", name="second"), who=CHILD)
    assert unsettled.because == (
        "84 kg on 2026-11-18 and 38 kg on 2026-11-04 differ as pounds and kilograms do, and 40 kg lies between"
    )
    settled = ask(FORTY, weighed("50", "2026-11-04", "first"), weighed("110", name="second"), who=CHILD)
    assert settled.cautions == (
        "110 kg on 2026-11-18 and 50 kg on 2026-11-04 differ as pounds and kilograms do: weigh the patient again",
    )
    for found in (unsettled, settled):
        assert {one.reference for one in found.evidence} == {"Observation/first", "Observation/second"}


@pytest.mark.parametrize(("on", "expected"), [("2026-09-19", "unknown"), ("2026-09-18", "true")])
def test_weights_are_compared_within_sixty_days(on: str, expected: str) -> None:
    assert truth(FORTY, weighed("38", on, "first"), weighed("84", name="second"), who=CHILD) == expected


def test_more_weights_that_agree_with_the_newest_settle_it() -> None:
    slip = weighed("17.2", "2026-11-10", "slip")
    usual = [weighed("38", f"2026-11-0{day}", f"usual-{day}") for day in (1, 5, 9)]
    assert truth(FORTY, slip, weighed("38.2"), *usual, who=CHILD) == "false"
    assert ask(FORTY, slip, weighed("38.2"), *usual, who=CHILD).cautions == ()
    assert truth(FORTY, weighed("84"), *usual, who=CHILD) == "unknown"


def test_only_more_that_agree_with_the_newest_settle_it() -> None:
    was, again = weighed("38", "2026-11-05", "was"), weighed("83", "2026-11-10", "again")
    assert truth(FORTY, was, again, weighed("84"), who=CHILD) == "unknown"
    assert truth(FORTY, was, again, weighed("84"), weighed("83.5", "2026-11-12", "third"), who=CHILD) == "true"


def test_one_that_is_further_off_than_pounds_does_not_agree_with_the_newest() -> None:
    was = weighed("38", "2026-11-05", "was")
    slips = [weighed("17.2", "2026-11-10", "slip"), weighed("17.4", "2026-11-11", "another")]
    assert truth(FORTY, was, *slips, weighed("84"), who=CHILD) == "unknown"


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        (("20", "30", "50"), "unknown"),  # 50 contradicts the lowest of the day
        (("30", "39", "70.3"), "unknown"),  # and here the highest
        (("45", "70", "38"), "unknown"),
        (("30", "34", "90"), "false"),
    ],
)
def test_of_several_weights_of_one_day_each_is_compared(weights: tuple[str, str, str], expected: str) -> None:
    one, other, earlier = weights
    pair = [weighed(one, name="one"), weighed(other, name="other")]
    for listed in (pair, pair[::-1]):
        assert truth(FORTY, *listed, weighed(earlier, "2026-11-04", "earlier"), who=CHILD) == expected


@pytest.mark.parametrize(("newest", "expected"), [("84", "unknown"), ("18", "unknown"), ("110", "true")])
def test_a_weight_may_be_any_of_those_that_contradict_it(newest: str, expected: str) -> None:
    earlier = [weighed("38", "2026-11-04", "one"), weighed("42", "2026-11-05", "other")]
    for listed in (earlier, earlier[::-1]):
        assert truth(FORTY, *listed, weighed(newest), who=CHILD) == expected


@pytest.mark.parametrize(("on", "expected"), [("2026-09", "unknown"), ("2026-08", "true"), ("2026", "unknown")])
def test_a_weight_of_a_month_or_year_is_compared_where_it_may_be_of_the_last_sixty_days(on: str, expected: str) -> None:
    assert truth(FORTY, weighed("38", on, "first"), weighed("84", name="second"), who=CHILD) == expected


def test_the_same_weight_in_pounds_and_kilograms_contradicts_nothing() -> None:
    found = ask(FORTY, weighed("84", "2026-11-04", "first", "[lb_av]"), weighed("38.1", name="second"), who=CHILD)
    assert (found.truth.value, found.cautions) == ("false", ())


# --- A height for a weight


def exchanged(weight: str, height: str) -> list[Resource]:
    earlier = [weighed("62", "2026-08-01", "old-weight"), tall("165", "2026-08-01", "old-height")]
    return [*earlier, weighed(weight), tall(height)]


def test_a_weight_and_a_height_that_look_exchanged_are_not_believed() -> None:
    found = ask(FORTY, *exchanged("165", "62"), who=CHILD)
    assert found.truth.value == "true"
    assert found.cautions == (
        "the weight 165 kg on 2026-11-18 and the height 62 cm on 2026-11-18 look exchanged: weigh the patient again",
    )
    small = [weighed("38", "2026-08-01", "old-weight"), tall("140", "2026-08-01", "old-height")]
    assert truth(FORTY, *small, weighed("141"), tall("39"), who=CHILD) == "unknown"


@pytest.mark.parametrize(("weight", "height"), [("62", "165"), ("165", "120"), ("120", "62"), ("165", "99")])
def test_a_weight_and_a_height_that_are_only_unusual_are_believed(weight: str, height: str) -> None:
    assert ask(FORTY, *exchanged(weight, height), who=CHILD).cautions == ()


def cautious(*resources: Resource, who: Resource = CHILD) -> bool:
    return any("look exchanged" in caution for caution in ask(FORTY, *resources, who=who).cautions)


def spoilt(weight: str, height: str, old_weight: str, old_height: str, on: str = "2026-08-01") -> list[Resource]:
    old = [weighed(old_weight, on, "old-weight"), tall(old_height, on, "old-height")]
    return [*old, weighed(weight), tall(height)]


@pytest.mark.parametrize(
    ("weight", "height", "old_weight", "old_height", "expected"),
    [
        ("165", "99.9", "98", "165", True),
        ("165", "100", "98", "165", False),
        ("170", "250.1", "240", "170", True),
        ("170", "250", "240", "170", False),
        ("165", "66", "60", "165", True),  # a tenth above
        ("165", "66.1", "60", "165", False),
        ("165", "54", "60", "165", True),
        ("165", "53.9", "60", "165", False),
        ("181.5", "62", "62", "165", True),
        ("181.6", "62", "62", "165", False),
    ],
)
def test_a_height_is_impossible_only_outside_its_bounds_and_like_a_weight_only_within_a_tenth(
    weight: str, height: str, old_weight: str, old_height: str, expected: bool
) -> None:
    assert cautious(*spoilt(weight, height, old_weight, old_height)) is expected


def test_one_other_value_that_is_like_it_is_enough_and_one_in_another_unit_is_not() -> None:
    pair = spoilt("165", "62", "62", "165")
    assert cautious(*pair, weighed("80", "2026-07-01", "older"), tall("150", "2026-07-01", "shorter"))
    in_pounds = weighed("62", "2026-08-01", "old-weight", "[lb_av]")
    assert not cautious(in_pounds, *pair[1:])
    assert not cautious(pair[0], tall("165", "2026-08-01", "old-height", "[in_i]"), *pair[2:])


@pytest.mark.parametrize(("on", "expected"), [("2026-09-19", True), ("2026-09-18", False)])
def test_a_weight_and_a_height_are_exchanged_within_sixty_days_of_each_other(on: str, expected: bool) -> None:
    old = spoilt("165", "62", "62", "165", "2026-06-01")
    assert cautious(*old[:3], tall("62", on)) is expected


@pytest.mark.parametrize(("born", "expected"), [("2014-11-22", True), ("2014-11-23", False), (None, True)])
def test_a_short_height_is_usual_only_in_a_child_who_is_surely_under_twelve(born: str | None, expected: bool) -> None:
    assert cautious(*spoilt("165", "62", "62", "165"), who=patient(born=born)) is expected


@pytest.mark.parametrize(
    ("weight", "height", "expected"), [("152", "48", True), ("60", "48", False), ("152", "120", False)]
)
def test_where_nothing_else_was_measured_two_impossible_values_are_exchanged(
    weight: str, height: str, expected: bool
) -> None:
    assert cautious(weighed(weight), tall(height)) is expected


def test_inches_and_pounds_are_exchanged_too() -> None:
    earlier = [weighed("84", "2026-08-01", "old-weight", "[lb_av]"), tall("60", "2026-08-01", "old-height", "[in_i]")]
    newer = [weighed("60", unit="[lb_av]"), tall("84", unit="[in_i]")]
    assert truth(FORTY, *earlier, *newer, who=CHILD) == "false"
    assert ask(FORTY, *earlier, *newer, who=CHILD).cautions == ()  # 84 inches are a tall person, not an impossible one
    earlier[0] = weighed("140", "2026-08-01", "old-weight", "[lb_av]")
    newer[1] = tall("140", unit="[in_i]")
    assert truth(FORTY, *earlier, *newer, who=CHILD) == "unknown"


def test_under_twelve_years_a_short_height_is_usual() -> None:
    earlier = [weighed("95", "2026-08-01", "old-weight"), tall("19", "2026-08-01", "old-height")]
    toddler = patient(born="2023-01-01")
    assert ask(FORTY, *earlier, weighed("20"), tall("95"), who=toddler).cautions == ()


# --- Stated and estimated


@pytest.mark.parametrize("code", [STATED, ESTIMATED])
def test_a_stated_weight_answers_with_a_caution_where_nothing_was_measured(code: object) -> None:
    found = ask(FORTY, weighed("45", code=code), who=CHILD)
    assert (found.truth.value, found.cautions) == (
        "true", ("the weight is stated or estimated, not measured: weigh the patient",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("measured", "stated", "expected", "cautions"),
    [
        (("38", "2026-11-10"), ("39", "2026-11-20"), "false", 0),
        (("38", "2026-11-10"), ("45", "2026-11-20"), "unknown", 0),
        (("38", "2026-11-10"), ("45", "2026-10-22"), "false", 0),  # older than thirty days and than the measured one
        (("38", "2026-09-01"), ("39", "2026-11-20"), "false", 1),
        (("38", "2026-09-01"), ("45", "2026-11-20"), "unknown", 0),
        (("45", "2026-09-01"), ("39", "2026-08-01"), "true", 1),  # the measured one is old
        (("38", "2026-10-23"), ("39", "2026-11-20"), "false", 0),  # thirty days
        (("38", "2026-10-22"), ("39", "2026-11-20"), "false", 1),
        (("38", "2026-11-10"), ("45", "2026-10-23"), "unknown", 0),
        (("38", "2026-11-10"), ("45", "2026-10"), "unknown", 0),  # it may be of the last thirty days
        (("38", "2026-11-10"), ("39", "2026-10"), "false", 1),  # and may be older than them
        (("38", "2026-11-20"), ("45", "2026-11-10"), "unknown", 0),
        (("38", "2026-08-01"), ("45", "2026-09-01"), "unknown", 0),  # both are old, and the stated one is newer
    ],
)
def test_a_stated_weight_beside_a_measured_one(
    measured: tuple[str, str], stated: tuple[str, str], expected: str, cautions: int
) -> None:
    found = ask(FORTY, weighed(*measured), weighed(*stated, name="said", code=STATED), who=CHILD)
    assert (found.truth.value, len(found.cautions)) == (expected, cautions)
    if expected == "unknown":
        assert found.because == (
            f"a measured weight ({measured[0]} kg on {measured[1]}) and a stated or estimated one "
            f"({stated[0]} kg on {stated[1]}) differ, and 40 kg lies between"
        )


# --- What is said of the order


def test_a_child_whose_dose_hangs_on_it_is_open_or_warned_of() -> None:
    between = thyroid(tablets(60), weighed("38", "2026-11-04", "first"), weighed("84"), kilograms=None)
    assert judged(between).verdict.value == "undetermined"
    above = judged(thyroid(tablets(60), weighed("50", "2026-11-04", "first"), weighed("110"), kilograms=None))
    assert verdicts(above, DOUBTFUL) == ["warning"]
    said = judged(thyroid(tablets(60), weighed("50", code=STATED), kilograms=None))
    assert verdicts(said, DOUBTFUL) == ["warning"]


def test_an_adult_whose_dose_hangs_on_no_weight_is_left_alone() -> None:
    for weights in ([weighed("50", "2026-11-04", "first"), weighed("110")], [weighed("70", code=STATED)]):
        report = judged(thyroid(tablets(60), *weights, born="1964-05-04", kilograms=None))
        assert report.verdict.value == "accept"


# --- What nobody of an age weighs


@pytest.mark.parametrize(
    ("born", "kilograms", "expected"),
    [
        ("2014-11-18", "12", "false"),  # twelve on the day of the weight: from 12 kg on
        ("2014-11-18", "11.9", "unknown"),
        ("2014-11-19", "11.9", "false"),  # not yet twelve
        ("2008-11-18", "18", "false"),
        ("2008-11-18", "17.9", "unknown"),
        ("2008-11-19", "17.9", "false"),
        ("2014", "11.9", "false"),  # may not have been twelve
        (None, "11.9", "false"),
        ("2008-11-19", "250", "true"),  # not yet eighteen: up to 250 kg
        ("2008-11-19", "250.1", "unknown"),
        ("2008-11-18", "250.1", "true"),
        ("2008", "250.1", "true"),  # may have been eighteen
    ],
)
def test_a_weight_that_nobody_of_the_age_has_answers_nothing(born: str | None, kilograms: str, expected: str) -> None:
    assert truth(FORTY, weighed(kilograms), who=patient(born=born)) == expected


def test_a_child_is_not_dosed_by_a_weight_that_cannot_be_theirs() -> None:
    slipped = judged(thyroid(tablets(40), weighed("3.8"), kilograms=None))
    assert (slipped.verdict.value, verdicts(slipped, "entry-set-aside")) == ("undetermined", ["undetermined"])
    upwards = judged(thyroid(tablets(60), weighed("380"), kilograms=None))
    assert (upwards.verdict.value, verdicts(upwards, "entry-set-aside")) == ("undetermined", ["undetermined"])
    light = judged(thyroid(tablets(40), weighed("22"), kilograms=None))
    assert light.verdict.value == "accept"


def test_a_weight_of_long_ago_that_was_right_then_is_no_slip() -> None:
    grown = thyroid(tablets(60), weighed("3.4", "2012-01-01", "birth"), weighed("52"), kilograms=None)
    assert judged(grown).verdict.value == "accept"
