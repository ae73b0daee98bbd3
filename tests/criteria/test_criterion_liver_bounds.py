"""The Child-Pugh classes that liver tests and signs leave, asked as the label asks: is the class B, is it C."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.asked import ask, truth
from support.build import Resource, condition, observation, order, procedure, statement
from support.coding import ATC, CHILD_PUGH_SCORE, RXNORM, coding, concept, icd, loinc
from support.liver import (
    ALBUMIN,
    ASCITES,
    BILIRUBIN,
    ENCEPHALOPATHY,
    albumin,
    bilirubin,
    cirrhosis,
    inr,
    liver_tests,
    on_problem_list,
    result,
)
from support.plain import TABLET_60

from validator.criteria.registry import read_criterion
from validator.terminology.domain import DRUG, OBSERVED, RISK

B = {"kind": "child-pugh", "classes": ["B"]}
C = {"kind": "child-pugh", "classes": ["C"]}
A_OR_B = {"kind": "child-pugh", "classes": ["A", "B"]}
BOTH_SIGNS = [on_problem_list(ASCITES, "ascites"), on_problem_list(ENCEPHALOPATHY, "encephalopathy")]
BEST = liver_tests("0.9", "3.8", "1.1")
WORST = liver_tests("5.1", "2.4", "2.6")
LIVER_CANCER = condition("tumor", concept(coding("http://snomed.info/sct", "109841003", "Liver cell carcinoma")))


def classes(*resources: Resource) -> str:
    """The classes that are left, by what three questions answer: `AB` where B is open and C is not."""
    is_b, is_c, is_a_or_b = (truth(question, *resources) for question in (B, C, A_OR_B))
    match (is_b, is_c, is_a_or_b):
        case ("true", "false", "true"):
            return "B"
        case ("false", "true", "false"):
            return "C"
        case ("false", "false", "true"):
            return "A"
        case ("unknown", "false", "true"):
            return "AB"
        case ("unknown", "unknown", "unknown"):
            return "BC or ABC"
        case ("false", "false", "false"):
            return "none"
    raise AssertionError((is_b, is_c, is_a_or_b))


@pytest.mark.parametrize(
    ("results", "left"),
    [
        (WORST, "C"),  # 11 to 15
        (liver_tests("3.1", "2.7", "2.4"), "C"),
        (liver_tests("3.0", "2.7", "2.4"), "C"),  # 10 to 14: three and three and two
        (liver_tests("3.0", "2.8", "2.4"), "BC or ABC"),  # 9 to 14: 2.8 counts two or three
        (liver_tests("3.1", "3.2", "2.0"), "BC or ABC"),  # 9 to 13: three and two and two
        (liver_tests("2.5", "2.7", "2.0"), "BC or ABC"),  # 9 to 13: two and three and two
        (liver_tests("2.5", "2.9", "2.4"), "BC or ABC"),  # 9 to 14: 2.9 counts two or three
        (liver_tests("0.9", "3.8", "1.1"), "A"),  # best results, and a caution
        (liver_tests("2.0", "3.8", "1.1"), "BC or ABC"),  # 6 to 10
        (liver_tests("1.99", "3.51", "1.69"), "A"),
        (liver_tests("1.99", "3.5", "1.69"), "BC or ABC"),
        (liver_tests("1.99", "3.51", "1.7"), "BC or ABC"),
    ],
)
def test_bounds_of_each_result_are_those_of_the_score(results: list[Resource], left: str) -> None:
    for listed in (results, results[::-1]):
        assert classes(cirrhosis(), *listed) == left


@pytest.mark.parametrize(
    ("results", "left"),
    [
        (BEST, "B"),  # 7 to 9
        (liver_tests("2.5", "3.8", "1.1"), "BC or ABC"),  # 8 to 10
        (liver_tests("3.5", "2.7", "1.1"), "C"),  # 11 to 13
    ],
)
def test_signs_on_file_count_two_or_three_points_each(results: list[Resource], left: str) -> None:
    assert classes(cirrhosis(), *BOTH_SIGNS, *results) == left


@pytest.mark.parametrize(
    ("low", "high"),
    [
        (bilirubin("34.1", unit="umol/L"), bilirubin("51.4", unit="umol/L")),
        (bilirubin("0.0341", unit="mmol/L"), bilirubin("0.0514", unit="mmol/L")),
        (bilirubin("19.9", unit="mg/L"), bilirubin("31", unit="mg/L")),
    ],
)
def test_a_bilirubin_is_read_in_the_units_laboratories_use(low: Resource, high: Resource) -> None:
    rest = [albumin("2.4"), inr("2.6")]
    assert classes(cirrhosis(), *BOTH_SIGNS, low, albumin("3.8"), inr("1.1")) == "B"
    assert classes(cirrhosis(), high, *rest) == "C"


@pytest.mark.parametrize(("value", "left"), [("27.9", "C"), ("28", "BC or ABC"), ("29.9", "BC or ABC")])
def test_an_albumin_in_grams_a_litre_is_the_same_albumin(value: str, left: str) -> None:
    results = [bilirubin("3.0"), albumin(value, unit="g/L"), inr("2.4")]
    assert classes(cirrhosis(), *results) == left


@pytest.mark.parametrize("unit", ["1", "{INR}", "ratio"])
def test_an_inr_has_no_unit_whatever_it_is_called(unit: str) -> None:
    assert classes(cirrhosis(), bilirubin("5.1"), albumin("2.4"), inr("2.6", unit=unit)) == "C"


def test_an_inr_without_a_unit_is_one_and_a_time_in_seconds_is_none() -> None:
    bare = inr("2.6") | {"valueQuantity": {"value": 2.6}}
    assert classes(cirrhosis(), bilirubin("5.1"), albumin("2.4"), bare) == "C"
    # 9 to 15 where it is not known, as seconds are no ratio
    assert classes(cirrhosis(), bilirubin("3.0"), albumin("2.4"), inr("26", unit="s")) == "BC or ABC"


@pytest.mark.parametrize(
    "unread",
    [
        result("bilirubin", BILIRUBIN, "0.9", "mmol/mol"),
        result("bilirubin", BILIRUBIN, "0.9", "g/dL")
        | {"valueQuantity": {"value": 0.9, "unit": "g/L", "code": "mg/dL"}},
        observation("bilirubin", BILIRUBIN, "2026-11-15", text="0.9"),
        result("bilirubin", BILIRUBIN, "0.9", "mg/dL", None),
    ],
    ids=["unknown unit", "unit and code differ", "text", "undated"],
)
def test_a_result_that_cannot_be_read_counts_every_point(unread: Resource) -> None:
    assert classes(cirrhosis(), unread, albumin("3.8"), inr("1.1")) == "BC or ABC"


def test_a_newer_result_that_cannot_be_read_hides_an_older_one() -> None:
    newer = result("newer", BILIRUBIN, "0.9", "mmol/mol", "2026-11-16")
    assert classes(cirrhosis(), *BEST) == "A"
    assert classes(cirrhosis(), *BEST, newer) == "BC or ABC"


def test_a_result_without_a_value_hides_nothing() -> None:
    empty = observation("empty", ALBUMIN, "2026-11-16")
    assert classes(cirrhosis(), *BEST, empty) == "A"


def test_a_limit_counts_as_far_as_it_tells() -> None:
    below = bilirubin("0.2") | {"valueQuantity": {"value": 0.2, "comparator": "<", "unit": "mg/dL", "code": "mg/dL"}}
    above = bilirubin("30") | {"valueQuantity": {"value": 30, "comparator": ">", "unit": "mg/dL", "code": "mg/dL"}}
    assert classes(cirrhosis(), below, albumin("3.8"), inr("1.1")) == "A"
    assert classes(cirrhosis(), above, albumin("2.4"), inr("2.6")) == "C"
    between = bilirubin("4") | {"valueQuantity": {"value": 4, "comparator": "<", "unit": "mg/dL", "code": "mg/dL"}}
    assert classes(cirrhosis(), between, albumin("3.8"), inr("1.1")) == "BC or ABC"


def test_two_values_of_one_day_are_a_range() -> None:
    assert classes(cirrhosis(), *BEST, bilirubin("1.9", name="again")) == "A"
    assert classes(cirrhosis(), *BEST, bilirubin("2.1", name="again")) == "BC or ABC"
    # 9 to 15 by both, 11 to 15 by the worse one alone
    assert classes(cirrhosis(), *WORST, bilirubin("0.9", name="again")) == "BC or ABC"


@pytest.mark.parametrize(
    ("on", "left"),
    [("2026-10-23", "A"), ("2026-10-22", "BC or ABC"), ("2026-11-22", "A"), ("2026-11-23", "BC or ABC")],
)
def test_results_count_for_thirty_days_before_the_order(on: str, left: str) -> None:
    assert classes(cirrhosis(), *liver_tests("0.9", "3.8", "1.1", on)) == left


@pytest.mark.parametrize(("on", "left"), [("2026-11-08", "A"), ("2026-11-07", "BC or ABC")])
def test_results_count_together_within_seven_days(on: str, left: str) -> None:
    assert classes(cirrhosis(), bilirubin("0.9"), albumin("3.8"), inr("1.1", on)) == left


@pytest.mark.parametrize(
    ("spoilt", "explanation"),
    [
        (inr("2.6"), statement("blood", concept(coding(RXNORM, "11289", "warfarin")), start="2026-01-01")),
        (inr("2.6"), statement("blood", concept(text="Eliquis 5 mg tablet"), start="2026-01-01")),
        (inr("2.6"), on_problem_list(icd("Z79.01", "Long term (current) use of anticoagulants"), "blood")),
        (bilirubin("5.1"), on_problem_list(icd("E80.4", "Gilbert syndrome"), "gilbert")),
        (bilirubin("5.1"), on_problem_list(icd("K83.1", "Obstruction of bile duct"), "duct")),
        (bilirubin("5.1"), statement("hiv", concept(coding(RXNORM, "343047", "atazanavir")), start="2026-01-01")),
        (albumin("2.4"), on_problem_list(icd("N04.9", "Nephrotic syndrome"), "kidney")),
        (
            albumin("2.4"),
            result("upcr", loinc("2890-2", "Protein/Creatinine [Mass Ratio] in Urine"), "4000", "mg/g"),
        ),
    ],
    ids=["warfarin", "apixaban in words", "Z79.01", "Gilbert", "obstruction", "atazanavir", "nephrotic", "proteinuria"],
)
def test_a_bad_result_that_something_else_explains_counts_every_point(spoilt: Resource, explanation: Resource) -> None:
    name = spoilt["id"]
    bad = [one for one in WORST if one["id"] != name]
    good = [one for one in BEST if one["id"] != name]
    assert classes(cirrhosis(), *bad, spoilt) == "C"
    assert classes(cirrhosis(), *bad, spoilt, explanation) != "C"
    # A good result needs no explanation.
    assert classes(cirrhosis(), *good, *(one for one in BEST if one["id"] == name), explanation) == "A"


def test_an_anticoagulant_that_is_over_explains_nothing() -> None:
    over = statement(
        "blood", concept(coding(RXNORM, "11289", "warfarin")), start="2025-01-01", end="2025-06-01", status="completed"
    )
    heparin = statement("blood", concept(coding(RXNORM, "67108", "enoxaparin")), start="2026-01-01")
    assert classes(cirrhosis(), *WORST, over) == "C"
    assert classes(cirrhosis(), *WORST, heparin) == "C"


@pytest.mark.parametrize(
    "ascites",
    [
        on_problem_list(icd("K70.31", "Alcoholic cirrhosis of liver with ascites"), "ascites"),
        on_problem_list({"display": "Ascites"}, "ascites"),  # type: ignore[arg-type]
        procedure("tap", {"display": "Abdominal paracentesis"}, "2026-10-01"),  # type: ignore[arg-type]
        procedure("tap", {"display": "US guided paracentesis"}, "2026-10-01"),  # type: ignore[arg-type]
        procedure("tap", {"display": "Abdominal paracentesis with imaging guidance"}, "2026-10-01"),  # type: ignore[arg-type]
        procedure("tap", {"display": "Drainage of Peritoneal Cavity, Percutaneous Approach"}, "2026-10-01"),  # type: ignore[arg-type]
        procedure(
            "shunt", coding("http://www.cms.gov/Medicare/Coding/ICD10", "06183J4", "Bypass Portal Vein"), "2025-10-01"
        ),
    ],
    ids=["K70.31", "words", "paracentesis", "guided", "guidance", "title", "TIPS"],
)
def test_ascites_is_known_by_code_words_drainage_or_shunt(ascites: Resource) -> None:
    encephalopathy = on_problem_list(ENCEPHALOPATHY, "encephalopathy")
    assert classes(cirrhosis(), encephalopathy, *BEST) == "AB"
    assert classes(cirrhosis(), encephalopathy, ascites, *BEST) == "B"


def test_lactulose_and_rifaximin_together_are_encephalopathy() -> None:
    lactulose = order(concept(coding(ATC, "A06AD11", "lactulose")), name="lactulose", on="2026-10-01")
    rifaximin = order(concept(text="Xifaxan 550 mg tablet"), name="rifaximin", on="2026-10-01")
    ascites = on_problem_list(ASCITES, "ascites")
    assert classes(cirrhosis(), ascites, *BEST, lactulose, rifaximin) == "B"
    # A laxative alone is none.
    assert classes(cirrhosis(), ascites, *BEST, lactulose) == "AB"


def test_no_ascites_in_words_is_no_ascites() -> None:
    without = on_problem_list(icd("K70.30", "Alcoholic cirrhosis of liver without ascites"), "alcoholic")
    assert classes(without, *BEST) == "A"


def test_a_resolved_ascites_may_be_anything_again() -> None:
    over = on_problem_list(ASCITES, "ascites", "resolved")
    encephalopathy = on_problem_list(ENCEPHALOPATHY, "encephalopathy")
    assert classes(cirrhosis(), encephalopathy, over, *BEST) == "AB"


def test_best_results_answer_as_class_a_with_a_caution_and_never_beside_decompensation() -> None:
    found = ask(B, cirrhosis(), *BEST)
    assert (found.truth.value, len(found.cautions), found.is_derived) == ("false", 1, True)
    assert ask(C, cirrhosis(), *BEST).cautions == ()
    portal = on_problem_list(icd("K76.6", "Portal hypertension"), "portal")
    assert classes(cirrhosis(), portal, *BEST) == "AB"
    assert classes(cirrhosis(), on_problem_list(ASCITES, "ascites"), *BEST) == "AB"


def test_liver_cancer_alone_is_bounded_too_but_only_by_what_tells_something() -> None:
    assert classes(LIVER_CANCER) == "none"
    assert classes(LIVER_CANCER, *BEST) == "A"
    assert classes(LIVER_CANCER, *WORST) == "C"
    assert classes(LIVER_CANCER, bilirubin("0.9")) == "none"
    assert classes(LIVER_CANCER, bilirubin("2.5")) == "BC or ABC"


def test_without_cirrhosis_or_liver_cancer_nothing_is_bounded() -> None:
    assert classes(*WORST) == "none"
    assert classes(on_problem_list(icd("K76.0", "Fatty liver"), "fat"), *WORST) == "none"


# --- A recorded class


def recorded(points: int, on: str = "2026-03-10") -> Resource:
    return observation("class", CHILD_PUGH_SCORE, on, number=points)


def test_a_recorded_class_that_newer_results_exclude_is_unknown_and_both_are_named() -> None:
    found = ask(C, cirrhosis(), recorded(5), *WORST)
    assert found.truth.value == "unknown"
    assert "Child-Pugh class A of 2026-03-10" in found.told
    assert {one.reference for one in found.evidence} == {
        "Observation/class", "Observation/bilirubin", "Observation/albumin", "Observation/inr",
    }  # fmt: skip
    assert truth(B, cirrhosis(), recorded(5), *WORST) == "false"
    assert truth(C, recorded(5), *WORST) == "unknown"


def test_a_recorded_class_stands_beside_results_that_allow_it_or_are_older() -> None:
    assert classes(cirrhosis(), recorded(6), *BEST) == "A"
    assert classes(cirrhosis(), recorded(8), *BEST) == "B"
    # One result of two points leaves 6 to 10, which allows class A.
    for results in (("2.5", "3.8", "1.1"), ("0.9", "3.2", "1.1"), ("0.9", "2.9", "1.1"), ("0.9", "3.8", "2.0")):
        assert classes(cirrhosis(), recorded(5), *liver_tests(*results)) == "A"
    # Two leave 7 to 11, which does not.
    assert classes(cirrhosis(), recorded(5), *liver_tests("2.5", "3.2", "1.1")) == "BC or ABC"
    assert classes(cirrhosis(), recorded(5, "2026-11-15"), *WORST) == "A"
    assert classes(cirrhosis(), recorded(5, "2026-11-16"), *WORST) == "A"
    assert classes(cirrhosis(), recorded(5, "2026-11-14"), bilirubin("5.1")) == "BC or ABC"


# --- What is looked for, and which of several values counts

IS_A = {"kind": "child-pugh", "classes": ["A"]}
URINE = loinc("2890-2", "Protein/Creatinine [Mass Ratio] in Urine")
WARFARIN = statement("blood", concept(coding(RXNORM, "11289", "warfarin")), start="2026-01-01")
TAP = procedure("tap", {"display": "Abdominal paracentesis"}, "2026-10-01")  # type: ignore[arg-type]


def test_what_explains_a_result_and_what_shows_decompensation_is_looked_for_and_nothing_else() -> None:
    names = read_criterion(B).names()
    for domain, group in (
        (RISK, "nephrotic_syndrome"), (RISK, "bilirubin_raised_otherwise"), (RISK, "anticoagulant_use"),
        (RISK, "hepatic:ascites"), (RISK, "paracentesis"), (RISK, "portosystemic_shunt"),
        (DRUG, "atazanavir"), (DRUG, "anticoagulant"), (DRUG, "lactulose"), (DRUG, "rifaximin"),
        (OBSERVED, "bilirubin_total"), (OBSERVED, "upcr"),
    ):  # fmt: skip
        assert names.ask_about(frozenset({(domain, group)})), group
    for domain, group in ((RISK, "hemorrhage"), (DRUG, "axitinib"), (OBSERVED, "weight")):
        assert not names.ask_about(frozenset({(domain, group)})), group
    for low, above, unit in (("2.0", "5.0", "mg/dL"), ("34.2", "85.5", "umol/L")):
        for number in (low, above):
            assert ("bilirubin_total", Decimal(number), unit) in names.limits


@pytest.mark.parametrize(
    ("other", "left"),
    [
        (bilirubin("5.1", "2026-11-10", name="other"), "A"),  # older
        (bilirubin("5.1", "2026-09-01", name="other"), "A"),
        (bilirubin("5.1", "2026-11-23", name="other"), "A"),  # later than the order
        (bilirubin("5.1", "2026-10", name="other"), "A"),
        (bilirubin("5.1", "2026-11-16", name="other"), "BC or ABC"),
        (bilirubin("5.1", "2026-11", name="other"), "BC or ABC"),  # it may be newer
        (bilirubin("5.1", None, name="other"), "BC or ABC"),
        (observation("other", BILIRUBIN, "2026-11-16", text="see report"), "BC or ABC"),
    ],
)
def test_another_result_counts_where_it_may_be_the_newest(other: Resource, left: str) -> None:
    for resources in ((*BEST, other), (other, *BEST)):
        assert classes(cirrhosis(), *resources) == left


@pytest.mark.parametrize(
    ("day", "on", "other"), [("2026-11-30", "2026-10-31", "2026-10"), ("2026-11-01", "2026-10-31", "2026-11")]
)
def test_a_result_of_a_month_that_reaches_into_the_thirty_days_by_one_may_be_in_them(
    day: str, on: str, other: str
) -> None:
    best = liver_tests("0.9", "3.8", "1.1", on)
    assert truth(C, cirrhosis(), *best, as_of=day) == "false"
    assert truth(C, cirrhosis(), *best, bilirubin("5.1", other, name="other"), as_of=day) == "unknown"


def test_a_result_of_two_points_that_something_else_explains_counts_every_point() -> None:
    results = [*liver_tests("0.9", "3.8", "2.0"), on_problem_list(ASCITES, "ascites")]
    assert truth(IS_A, cirrhosis(), *results) == "false"
    assert truth(IS_A, cirrhosis(), *results, WARFARIN) == "unknown"


@pytest.mark.parametrize(
    ("value", "unit", "on", "left"),
    [
        ("3500", "mg/g", "2026-11-10", "BC or ABC"),
        ("3499", "mg/g", "2026-11-10", "C"),
        ("3500", "mg/g", None, "BC or ABC"),
        ("3500", "mg/g", "2026-11-23", "C"),
        ("3500", "mg/L", "2026-11-10", "C"),
        ("3.5", "g/g", "2026-11-10", "BC or ABC"),
        ("3.5", "mg/g", "2026-11-10", "C"),
    ],
)
def test_heavy_protein_in_the_urine_explains_a_low_albumin(value: str, unit: str, on: str | None, left: str) -> None:
    urine = result("upcr", URINE, value, unit, on)
    assert classes(cirrhosis(), *liver_tests("3.1", "2.7", "2.0"), on_problem_list(ASCITES, "ascites"), urine) == left


def test_protein_in_the_urine_explains_no_other_result() -> None:
    urine = result("upcr", URINE, "4000", "mg/g")
    assert classes(cirrhosis(), *BOTH_SIGNS, *liver_tests("5.1", "3.8", "2.6"), urine) == "C"


def test_best_results_are_no_class_a_where_drainage_or_drugs_show_decompensation() -> None:
    assert classes(cirrhosis(), TAP, *BEST) == "AB"
    treated = [
        statement("lactulose", concept(coding(ATC, "A06AD11", "lactulose")), start="2026-10-01"),
        statement("rifaximin", concept(text="Xifaxan 550 mg tablet"), start="2026-10-01"),
    ]
    assert classes(cirrhosis(), *treated, *BEST) == "AB"
    named = {one.reference for one in ask(B, cirrhosis(), TAP, *treated, *BEST).evidence}
    assert {"Procedure/tap", "MedicationStatement/lactulose", "MedicationStatement/rifaximin"} <= named


def test_a_drainage_without_a_day_shows_ascites_and_one_of_later_does_not() -> None:
    encephalopathy = on_problem_list(ENCEPHALOPATHY, "encephalopathy")
    undated = {name: part for name, part in TAP.items() if name != "performedDateTime"}
    assert classes(cirrhosis(), encephalopathy, undated, *BEST) == "B"
    assert classes(cirrhosis(), encephalopathy, TAP | {"performedDateTime": "2026-12-01"}, *BEST) == "AB"


def test_liver_cancer_with_one_bad_result_of_two_is_bounded() -> None:
    assert classes(LIVER_CANCER, bilirubin("2.5"), inr("1.1")) == "BC or ABC"
    assert classes(LIVER_CANCER, bilirubin("0.9"), inr("1.1")) == "none"


def test_liver_cancer_counts_beside_another_cancer_and_as_the_reason_alone() -> None:
    breast = condition("breast", concept(icd("C50.911", "Malignant neoplasm of right female breast")))
    assert classes(LIVER_CANCER, breast, *WORST) == "C"
    assert classes(breast, LIVER_CANCER, *WORST) == "C"
    ordered = order(TABLET_60, reasonCode=[LIVER_CANCER["code"]])
    assert truth(C, *WORST, what=ordered) == "true"
