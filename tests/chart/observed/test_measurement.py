"""Measurements: units, plausibility, panels, Child-Pugh, pregnancy; a value that cannot be used is kept and named."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.build import Resource, observation, quantity, weight
from support.coding import (
    CHILD_PUGH_SCORE,
    EGFR,
    HCG_URINE,
    HEIGHT,
    NEGATIVE,
    PREGNANCY_STATUS,
    UCUM,
    WEIGHT,
    coding,
    concept,
    loinc,
    snomed,
)
from support.facts import chart

from validator.chart.fact import Measurement
from validator.chart.liver.child_pugh import class_of_points, written_class
from validator.quantity import Quantity
from validator.verdict import Basis, Truth

ALT = loinc("1742-6", "Alanine aminotransferase")
BP = loinc("85354-9", "Blood pressure panel")


def measured(*resources: Resource) -> tuple[Measurement, ...]:
    """The measurements these resources give."""
    return chart(*resources).measurements


def only(*resources: Resource) -> Measurement:
    """The one measurement."""
    found = measured(*resources)
    assert len(found) == 1, found
    return found[0]


def weighed(value: dict[str, Any] | None, **elements: Any) -> Measurement:
    """A weight of this Quantity."""
    return only(observation("w", WEIGHT, "2026-11-01", value=value) | elements)


def test_a_weight_is_evidence_by_value_and_date() -> None:
    found = only(weight("38", "2026-11-01"))
    assert found.groups == {"weight"}
    assert found.quantity == Quantity(Decimal(38), "kg")
    assert found.evidence.says == "38 kg on 2026-11-01"
    assert found.evidence.expression == "Bundle.entry[1].resource.valueQuantity"
    assert found.problem == ""


def test_a_weight_keeps_every_digit() -> None:
    assert weighed(quantity(Decimal("39.950"), "kg")).quantity == Quantity(Decimal("39.950"), "kg")


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (quantity(38000, "g"), "g"),
        (quantity(84, "lb", "[lb_av]"), "[lb_av]"),
        ({"value": 38, "unit": "kg"}, "kg"),
        ({"value": 84, "unit": "lbs"}, "[lb_av]"),
        ({"value": 38, "unit": "Kg"}, "kg"),
        (quantity(38, "kilogram", "kg"), "kg"),
        ({"value": 38, "unit": "kilograms", "system": "https://x.example.org/units", "code": "KGM"}, "kg"),
        ({"value": 38, "system": f"{UCUM}/", "code": "kg"}, "kg"),
    ],
)
def test_a_weight_is_read_in_these_units(value: dict[str, Any], unit: str) -> None:
    found = weighed(value)
    assert found.quantity is not None
    assert (found.quantity.unit, found.problem) == (unit, "")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"value": 38}, "no unit"),
        ({"value": 38, "unit": "stone"}, "not known"),
        ({"value": 38, "unit": "kg", "system": UCUM, "code": "Mg"}, "not known"),
        (quantity(38, "cm"), "not one of a weight"),
        (quantity(88, "lb", "kg"), "not that of its code"),
        (quantity(41, "kg", "[lb_av]"), "not that of its code"),
        (quantity(38, "kg") | {"comparator": "<"}, "limit"),
        (quantity(Decimal("1.9"), "kg"), "not plausible"),
        (quantity(401, "kg"), "not plausible"),
        (quantity(38, "mg"), "not plausible"),
    ],
)
def test_a_weight_that_cannot_be_used_is_kept_with_its_problem(value: dict[str, Any] | None, problem: str) -> None:
    found = weighed(value)
    assert problem in found.problem
    assert "38" not in found.problem
    assert "401" not in found.problem


@pytest.mark.parametrize(("kilograms", "on"), [(2, "1964-06-01"), (400, "2026-11-01")])
def test_the_ends_of_what_is_plausible_are_plausible(kilograms: int, on: str) -> None:
    assert weighed(quantity(kilograms, "kg"), effectiveDateTime=on).problem == ""


@pytest.mark.parametrize(
    ("code", "value", "is_plausible"),
    [
        (HEIGHT, quantity(150, "cm"), True),
        (HEIGHT, quantity(Decimal("1.5"), "m"), True),
        (HEIGHT, quantity(59, "in", "[in_i]"), True),
        (HEIGHT, quantity(150, "m"), False),
        (HEIGHT, quantity(39, "cm"), False),
        (HEIGHT, quantity(40, "cm"), True),
        (HEIGHT, quantity(260, "cm"), True),
        (HEIGHT, quantity(261, "cm"), False),
        (loinc("3140-1", "BSA"), quantity(Decimal("1.2"), "m2"), True),
        (loinc("3140-1", "BSA"), quantity(12, "m2"), False),
        (loinc("3140-1", "BSA"), quantity(Decimal("0.2"), "m2"), True),
        (loinc("3140-1", "BSA"), quantity(Decimal("3.5"), "m2"), True),
    ],
)
def test_height_and_body_surface_have_their_own_bounds(
    code: dict[str, str], value: dict[str, Any], is_plausible: bool
) -> None:
    found = only(observation("o", code, "2026-11-01", value=value))
    assert (found.problem == "") is is_plausible


def test_a_number_in_quotes_is_read_as_the_number() -> None:
    found = chart(observation("w", WEIGHT, "2026-11-01", value={"value": "38.0", "unit": "kg"}))
    assert [one.quantity.value for one in found.measurements if one.quantity] == [Decimal("38.0")]


def test_text_where_a_number_belongs_is_no_weight_and_is_named() -> None:
    found = chart(observation("w", WEIGHT, "2026-11-01", value={"value": "38 or so", "unit": "kg"}))
    assert found.measurements == ()
    assert any("Observation/w" in one for one in found.unread)


def test_a_final_result_without_a_value_is_no_answer() -> None:
    found = chart(observation("w", WEIGHT, "2026-11-01", value=None))
    assert (found.measurements, found.doubts) == ((), ())


ABSENT = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]}
OTHER = {"extension": [{"url": "https://vendor.example.org/weighed-as", "valueString": "38"}]}


@pytest.mark.parametrize("value", [ABSENT, {"unit": "kg", "_value": ABSENT}, {"unit": "kg"} | ABSENT])
def test_a_quantity_that_only_says_why_it_has_no_number_is_no_answer(value: dict[str, Any]) -> None:
    found = chart(observation("w", WEIGHT, "2026-11-01", value=value))
    assert (found.measurements, found.doubts) == ((), ())


@pytest.mark.parametrize(
    "value", [OTHER, {"unit": "kg", "_value": OTHER}, {"value": 38, "unit": "kg", "_value": ABSENT}]
)
def test_a_quantity_whose_value_is_something_else_or_called_absent_is_no_silence(value: dict[str, Any]) -> None:
    found = chart(observation("w", WEIGHT, "2026-11-01", value=value))
    assert found.doubts or any(one.problem for one in found.measurements)


@pytest.mark.parametrize(
    ("status", "why"),
    [("preliminary", "preliminary"), ("registered", "preliminary"), ("unknown", "status-not-understood")],
)
def test_a_result_that_may_change_is_set_aside_and_is_named(status: str, why: str) -> None:
    found = chart(weight("38", "2026-11-01") | {"status": status})
    assert found.measurements == ()
    assert [doubt.why.value for doubt in found.doubts] == [why]
    assert any("Observation/weight" in one for one in found.unread)


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled"])
def test_a_result_that_is_none_is_not_used(status: str) -> None:
    assert measured(weight("38", "2026-11-01") | {"status": status}) == ()


@pytest.mark.parametrize("status", ["final", "amended", "corrected"])
def test_a_result_that_stands_is_used(status: str) -> None:
    assert only(weight("38", "2026-11-01") | {"status": status}).problem == ""


# --- tenfold --------------------------------------------------------------------------------------------------------


def problems(*weights: tuple[str, str]) -> list[bool]:
    """Whether each of several weights (kilograms, day) has a problem."""
    made = [weight(kg, day, name=f"w{number}") for number, (kg, day) in enumerate(weights)]
    return [bool(one.problem) for one in measured(*made)]


def test_two_weights_tenfold_apart_are_neither_used() -> None:
    assert problems(("38", "2026-11-01"), ("380", "2026-10-01")) == [True, True]
    assert problems(("39", "2026-11-01"), ("390", "2026-12-01")) == [True, True]


def test_one_that_no_grown_person_has_contradicts_nothing() -> None:
    assert problems(("38", "2026-11-01"), ("3.9", "2026-10-01")) == [False, True]


def test_a_slip_among_weights_that_agree_is_the_one_not_used() -> None:
    assert problems(("38", "2026-11-01"), ("380", "2026-10-15"), ("37.5", "2026-10-01")) == [False, True, False]


def test_weights_far_apart_in_time_do_not_contradict_each_other() -> None:
    assert problems(("200", "2026-11-01"), ("20", "2012-05-10")) == [False, False]
    assert problems(("200", "2026-11-01"), ("20", "2026-08-03")) == [True, True]
    assert problems(("200", "2026-11-01"), ("20", "2026-08-02")) == [False, False]


def test_a_loss_of_half_is_no_slip() -> None:
    assert problems(("80", "2026-11-01"), ("40", "2026-10-01")) == [False, False]


def test_the_tenfold_test_works_across_units() -> None:
    pounds = observation("lb", WEIGHT, "2026-11-01", value=quantity(838, "lb", "[lb_av]"))
    assert [bool(one.problem) for one in measured(weight("38", "2026-10-20"), pounds)] == [True, True]


# --- dates ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("elements", "text"),
    [
        ({"effectiveDateTime": "2026-11"}, "2026-11"),
        ({"effectiveDateTime": None, "effectiveInstant": "2026-11-01T10:00:00Z"}, "2026-11-01T10:00:00Z"),
        ({"effectiveDateTime": None, "effectivePeriod": {"start": "2026-10-01", "end": "2026-10-02"}}, "2026-10-02"),
        ({"effectiveDateTime": None, "issued": "2026-11-03T10:00:00Z"}, "2026-11-03T10:00:00Z"),
    ],
)
def test_the_day_of_a_measurement(elements: dict[str, Any], text: str) -> None:
    made = weight("38", "2026-11-01") | elements
    found = only({key: value for key, value in made.items() if value is not None})
    assert found.date is not None
    assert found.date.text == text


def test_a_date_that_is_none_sets_the_measurement_aside() -> None:
    found = chart(weight("38", "2026-11-01") | {"effectiveDateTime": "yesterday"})
    assert found.measurements == ()
    assert [doubt.why.value for doubt in found.doubts] == ["no-usable-date"]
    assert not any("yesterday" in one for one in found.unread)


# --- panels, laboratory, look-alikes --------------------------------------------------------------------------------


def test_a_panel_gives_each_of_its_components() -> None:
    panel = observation("bp", BP, "2026-11-01") | {
        "component": [
            {"code": concept(loinc("8480-6", "Systolic")), "valueQuantity": quantity(160, "mm[Hg]")},
            {"code": concept(loinc("8462-4", "Diastolic")), "valueQuantity": quantity(95, "mm[Hg]")},
        ]
    }
    found = measured(panel)
    assert [(sorted(one.groups), one.number) for one in found] == [(["bp:systolic"], 160), (["bp:diastolic"], 95)]
    assert found[1].evidence.expression == "Bundle.entry[1].resource.component[1].valueQuantity"


def test_a_laboratory_value_keeps_its_number_and_unit() -> None:
    found = only(observation("alt", ALT, "2026-11-01", value=quantity(38, "U/L")))
    assert (found.groups, found.number, found.unit_text, found.quantity, found.problem) == (
        {"alt"},
        38,
        "U/L",
        Quantity(Decimal(38), "U/L"),
        "",
    )


def test_a_limit_keeps_its_number_and_says_that_it_is_only_a_limit() -> None:
    found = only(observation("egfr", EGFR, "2026-11-01", value=quantity(60, "mL/min") | {"comparator": ">"}))
    assert found.number == 60
    assert "comparator" in found.problem


@pytest.mark.parametrize(
    "code", [loinc("9318-7", "Albumin/Creatinine"), loinc("8278-4", "BSA formula"), loinc("1995-0", "Calcium ionized")]
)
def test_look_alikes_measure_nothing(code: dict[str, str]) -> None:
    assert measured(observation("o", code, "2026-11-01", value=quantity(1, "mg/dL"))) == ()


def test_an_unrelated_observation_is_not_a_measurement() -> None:
    assert measured(observation("o", loinc("2345-7", "Glucose"), "2026-11-01", value=quantity(99, "mg/dL"))) == ()


# --- Child-Pugh -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "letter"),
    [
        ("4", None),
        ("5", "A"),
        ("6", "A"),
        ("7", "B"),
        ("9", "B"),
        ("10", "C"),
        ("15", "C"),
        ("16", None),
        ("6.5", None),
    ],
)
def test_points_make_a_class(points: str, letter: str | None) -> None:
    assert class_of_points(Decimal(points)) == letter


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("A", "A"),
        ("Class B", "B"),
        ("Child-Pugh C", "C"),
        ("child pugh class b (8)", "B"),
        ("Child-Pugh score 6", "A"),
        ("B8", "B"),
        ("A9", None),
        ("not B", None),
        ("A or B", None),
        ("20", None),
        ("A (5-6 points)", "A"),
        ("Class A: 5 to 6 points", "A"),
        ("6 points, class A", "A"),
        ("Child-Pugh B, moderate impairment", "B"),
        ("Child-Pugh C - decompensated", "C"),
        ("Class A, well compensated", "A"),
        ("Class A, decompensated", None),
        ("mild", "A"),
        ("6-7 points", None),
        ("A, was B", None),
        ("no A", None),
        ("5/15", None),
        ("", None),
        (None, None),
        ("class", None),
    ],
)
def test_a_written_class_is_read_when_it_is_the_whole_text(text: str | None, letter: str | None) -> None:
    assert written_class(text) == letter


@pytest.mark.parametrize(
    ("answer", "group", "basis"),
    [
        ({"coded": snomed("710066005", "Child-Pugh score class B")}, "child_pugh:B", Basis.CODED),
        ({"number": 8}, "child_pugh:B", Basis.CODED),
        ({"value": quantity(6, "{score}")}, "child_pugh:A", Basis.CODED),
        ({"text": "Class C"}, "child_pugh:C", Basis.TEXT),
        ({"coded": coding("https://x.example.org/cp", "cp-a", "Class A")}, "child_pugh:A", Basis.TEXT),
    ],
)
def test_a_child_pugh_observation_gives_a_class(answer: dict[str, Any], group: str, basis: Basis) -> None:
    found = only(observation("cp", CHILD_PUGH_SCORE, "2026-11-01", **answer))
    assert (found.value_groups, found.problem, found.evidence.basis) == ({group}, "", basis)


@pytest.mark.parametrize(
    "answer",
    [
        {"number": 4},
        {"value": quantity(20, "{score}")},
        {"text": "see note"},
        {"value": quantity(8, "1") | {"comparator": ">"}},
    ],
)
def test_a_child_pugh_without_a_readable_class_has_a_problem(answer: dict[str, Any]) -> None:
    found = only(observation("cp", CHILD_PUGH_SCORE, "2026-11-01", **answer))
    assert found.value_groups == frozenset()
    assert found.problem


@pytest.mark.parametrize(
    "code",
    [
        concept(text="Child-Pugh score"),
        concept(text="Child Turcotte Pugh Class"),
        concept(coding("urn:example:scores", "CPS", "CHILD-PUGH SCORE")),
    ],
)
def test_a_child_pugh_score_is_known_by_its_name(code: dict[str, Any]) -> None:
    named = observation("s", CHILD_PUGH_SCORE, "2026-11-01", number=8) | {"code": code}
    assert only(named).value_groups == {"child_pugh:B"}


def test_a_part_of_the_child_pugh_score_is_not_the_score() -> None:
    part = observation("s", CHILD_PUGH_SCORE, "2026-11-01", number=2)
    assert measured(part | {"code": concept(text="Child-Pugh ascites points")}) == ()


def test_two_classes_at_once_are_none() -> None:
    torn = observation("cp", CHILD_PUGH_SCORE, "2026-11-01") | {
        "valueCodeableConcept": concept(snomed("710065009", "A"), snomed("710067001", "C"))
    }
    found = only(torn)
    assert found.value_groups == frozenset()
    assert "more than one" in found.problem


# --- pregnancy ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "group"),
    [
        ({"coded": loinc("LA15173-0", "Pregnant")}, "pregnancy:yes"),
        ({"coded": snomed("77386006", "Pregnant")}, "pregnancy:yes"),
        ({"coded": snomed("261665006", "Unknown")}, "pregnancy:unknown"),
        ({"truth": True}, "pregnancy:yes"),
        ({"truth": False}, "pregnancy:no"),
        ({"coded": snomed("60001007", "Not pregnant")}, "pregnancy:no"),
        ({"coded": loinc("LA26683-5", "Not pregnant")}, "pregnancy:no"),
    ],
)
def test_a_pregnancy_status_answers(answer: dict[str, Any], group: str) -> None:
    assert group in only(observation("p", PREGNANCY_STATUS, "2026-11-01", **answer)).value_groups


@pytest.mark.parametrize(
    ("answer", "positive"),
    [
        ({"coded": NEGATIVE}, Truth.FALSE),
        ({"coded": snomed("10828004", "Positive")}, Truth.TRUE),
        ({"coded": loinc("LA6577-6", "Negative")}, Truth.FALSE),
        ({"truth": True}, Truth.TRUE),
        ({"text": "Positive"}, Truth.TRUE),
        ({"text": "negative"}, Truth.UNKNOWN),
        ({"text": "?"}, Truth.UNKNOWN),
    ],
)
def test_a_pregnancy_test_answers_and_text_never_clears(answer: dict[str, Any], positive: Truth) -> None:
    assert only(observation("p", HCG_URINE, "2026-11-01", **answer)).positive is positive


def test_a_pregnancy_test_that_answers_in_the_text_of_a_concept_rests_on_text() -> None:
    read = observation("p", HCG_URINE, "2026-11-01") | {"valueCodeableConcept": concept(text="Positive")}
    found = only(read)
    assert (found.positive, found.evidence.basis) == (Truth.TRUE, Basis.TEXT)
    coded = only(observation("p", HCG_URINE, "2026-11-01", coded=NEGATIVE))
    assert coded.evidence.basis is Basis.CODED


def test_a_pregnancy_test_can_answer_by_its_interpretation() -> None:
    system = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
    read = observation("p", HCG_URINE, "2026-11-01") | {"interpretation": [concept(coding(system, "NEG"))]}
    assert only(read).positive is Truth.FALSE


def test_an_unverified_code_asks_nothing() -> None:
    assert measured(observation("p", loinc("80384-1", "hCG rapid"), "2026-11-01", coded=NEGATIVE)) == ()


def test_words_about_radioiodine_are_found_in_any_result() -> None:
    found = only(
        observation("o", loinc("18748-4", "Diagnostic imaging study"), "2026-11-01", text="RAI-refractory disease.")
    )
    assert (found.groups, found.evidence.basis) == ({"rai_refractory"}, Basis.TEXT)
    assert measured(observation("o", loinc("18748-4", "Imaging"), "2026-11-01", text="Not RAI-refractory.")) == ()


def test_a_result_whose_code_has_no_words_is_named_by_the_lists() -> None:
    bare = observation("alt", ALT, "2026-11-18", value=quantity(41, "U/L"))
    bare["code"] = {"coding": [{"system": "http://loinc.org", "code": "1742-6"}]}
    says = only(bare).evidence.says
    assert says == "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma 41 U/L on 2026-11-18"
    worded = observation("alt", ALT, "2026-11-18", value=quantity(41, "U/L"))
    assert only(worded).evidence.says == "Alanine aminotransferase 41 U/L on 2026-11-18"
