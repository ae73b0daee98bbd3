"""A Child-Pugh class in the stage of a Condition, and the label's own words for a class. All patients are synthetic."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, condition, observation, quantity
from support.coding import CHILD_PUGH, CHILD_PUGH_SCORE, concept, icd, loinc, snomed
from support.judged import judged, liver_cancer, named
from support.noted import found_in_note, not_quiet
from support.plain import kidney, replaced, sixty


def staged(summary: dict[str, Any], *beside: Resource, kind: dict[str, Any] | None = None, **elements: Any) -> str:
    """The verdict on an order for liver cancer with this stage."""
    stage = {"summary": summary} | ({"type": kind} if kind else {})
    return judged(with_stage(stage, *beside, **elements)).verdict.value


def with_stage(stage: dict[str, Any], *beside: Resource, **elements: Any) -> list[Resource]:
    tumor = condition("tumor", concept(snomed("109841003", "Liver cell carcinoma")), onset="2024-01-01", stage=[stage])
    return replaced(liver_cancer(*beside, sixty()), tumor | elements)


ASKED = concept(CHILD_PUGH_SCORE)


@pytest.mark.parametrize(
    ("summary", "kind", "wanted"),
    [
        ({"text": "Child-Pugh C"}, None, "error"),
        ({"text": "Child-Pugh B7"}, None, "error"),
        ({"text": "Child-Pugh A"}, None, "accept"),
        ({"text": "Child-Pugh class A (5 points)"}, None, "accept"),
        ({"text": "C"}, ASKED, "error"),
        ({"text": "A"}, ASKED, "accept"),
        ({"text": "5"}, {"text": "Child-Pugh score"}, "accept"),
        (concept(CHILD_PUGH["C"][0]), None, "error"),
        ({"text": "Child-Pugh A-B"}, None, "undetermined"),
        ({"text": "unlike any other"}, ASKED, "undetermined"),
        ({"text": "Unknown"}, ASKED, "accept"),
        ({"text": "C"}, {"text": "BCLC"}, "accept"),
        ({"text": "BCLC stage C"}, None, "accept"),
    ],
)
def test_a_class_in_the_stage_counts(summary: dict[str, Any], kind: dict[str, Any] | None, wanted: str) -> None:
    assert staged(summary, kind=kind) == wanted


@pytest.mark.parametrize(
    ("summary", "element"), [({"text": "Child-Pugh C"}, "summary.text"), (concept(CHILD_PUGH["C"][0]), "summary")]
)
def test_the_finding_names_the_class_and_where_it_stands(summary: dict[str, Any], element: str) -> None:
    (found,) = named(judged(with_stage({"summary": summary})), "hepatic-impairment-severe")
    (shown,) = [one for one in found.evidence if one.reference == "Condition/tumor" and "Child-Pugh" in one.says]
    assert shown.says == "Child-Pugh class C on 2024-01-01"
    assert shown.expression == f"Bundle.entry[1].resource.stage[0].{element}"


def test_a_newer_class_outdates_that_of_a_stage() -> None:
    newer = observation("class", CHILD_PUGH_SCORE, "2026-11-01", coded=CHILD_PUGH["A"][0])
    assert staged({"text": "Child-Pugh C"}, newer) == "accept"
    older = newer | {"effectiveDateTime": "2023-01-01"}
    assert staged({"text": "Child-Pugh C"}, older) != "accept"


def test_the_stage_of_cirrhosis_is_read_and_that_of_one_that_is_over_is_not() -> None:
    code = concept(icd("K74.60", "Unspecified cirrhosis of liver"))
    cirrhosis = condition("cirrhosis", code, stage=[{"summary": {"text": "Child-Pugh C"}}], onset="2026-01-01")
    assert judged(kidney(beside=(cirrhosis,))).verdict.value == "error"
    over = condition("cirrhosis", code, stage=[{"summary": {"text": "Child-Pugh C"}}], status="resolved")
    assert judged(kidney(beside=(over,))).verdict.value == "accept"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Moderate hepatic impairment", "error"),
        ("Severe hepatic impairment", "error"),
        ("Severe liver impairment", "error"),
        ("Hepatic impairment", "undetermined"),
        ("Hepatic impairment (severe)", "undetermined"),
        ("Mild hepatic impairment", "accept"),
        ("No hepatic impairment", "accept"),
        ("Family history of liver impairment", "accept"),
        ("Moderate renal impairment", "accept"),
        ("Moderate cognitive impairment", "accept"),
    ],
)
def test_the_words_of_the_label_for_a_class_are_read(words: str, wanted: str) -> None:
    beside = condition("beside", {"text": words}, onset="2026-09-01")
    assert judged(kidney(beside=(beside,))).verdict.value == wanted
    assert judged(liver_cancer(beside, sixty())).verdict.value == wanted


CIRRHOSIS = icd("K74.60", "Unspecified cirrhosis of liver")


def in_words(words: str) -> tuple[str, str, str]:
    """The verdicts where the words stand in the name of the cancer, in that of its cirrhosis, and in a note of it."""
    tumor = condition(
        "tumor", concept(snomed("109841003", "Liver cell carcinoma"), text=f"HCC, {words}"), onset="2024-01-01"
    )
    named_so = condition("cirrhosis", concept(CIRRHOSIS, text=f"Cirrhosis, {words}"), onset="2026-10-01")
    noted = condition("cirrhosis", concept(CIRRHOSIS), onset="2026-10-01", note=f"{words}.")
    plain = liver_cancer(sixty())
    charts = (replaced(plain, tumor), liver_cancer(named_so, sixty()), liver_cancer(noted, sixty()))
    first, second, third = (judged(chart).verdict.value for chart in charts)
    return first, second, third


@pytest.mark.parametrize(
    "words",
    [
        "Child-Pugh B7", "Child Pugh B (8)", "Child-Pugh class B8", "Child-Pugh Class: B", "Child-Pugh score 8",
        "CTP B8",
        "CTP score of 8", "Child-Turcotte-Pugh B", "Child-Pugh C10", "Child-Pugh C (11 points)", "CP-B",
        "Child B cirrhosis",
    ],
)  # fmt: skip
def test_a_worse_class_in_words_is_heard(words: str) -> None:
    assert in_words(words) == ("error", "error", "error")


@pytest.mark.parametrize(
    "words",
    [
        "Child-Pugh A",
        "Child-Pugh class A5",
        "child-pugh a",
        "CTP class A",
        "Child-Pugh 5-6",
        "CP A6",
        "Child-Pugh A, no ascites or encephalopathy",
    ],
)
def test_class_a_in_words_answers_what_the_dose_hangs_on(words: str) -> None:
    assert in_words(words) == ("accept", "accept", "accept")


@pytest.mark.parametrize(
    "words",
    [
        "Child-Pugh A/B", "Child-Pugh A to B", "Child-Pugh A8", "Child-Pugh B, now A", "possible Child-Pugh B",
        "previously Child-Pugh C", "Child-Pugh 6-7", "Child-Pugh A, decompensated",
        "Child-Pugh A (B7 last month)", "Child-Pugh A, now with ascites", "Child-Pugh B7 at diagnosis",
    ],
)  # fmt: skip
def test_a_class_in_words_that_is_not_one_leaves_it_open(words: str) -> None:
    assert in_words(words) == ("undetermined", "undetermined", "undetermined")


@pytest.mark.parametrize(
    "words",
    [
        "not Child-Pugh B",
        "family history of Child-Pugh C",
        "if Child-Pugh B reduce the dose",
        "Child-Pugh A at diagnosis",
        "Goal Child-Pugh A",
        "previously Child-Pugh A",
    ],
)
def test_a_class_that_is_denied_or_of_another_is_none(words: str) -> None:
    tumor, *of_cirrhosis = in_words(words)
    assert (tumor, {*of_cirrhosis}) == ("accept", {"undetermined"})


@pytest.mark.parametrize("words", ["CP A", "Child with asthma", "Child A", "BCLC B", "CP, class B recital"])
def test_a_short_name_counts_of_the_liver_alone(words: str) -> None:
    beside = condition("beside", {"text": words}, onset="2026-09-01")
    assert judged(kidney(beside=(beside,))).verdict.value == "accept"
    assert judged(liver_cancer(beside, sixty())).verdict.value == "accept"


@pytest.mark.parametrize(("words", "wanted"), [("Child-Pugh B7", "error"), ("Child-Pugh A5", "accept")])
def test_a_condition_in_words_alone_tells_the_class(words: str, wanted: str) -> None:
    beside = condition("beside", {"text": words}, onset="2026-09-01")
    cirrhosis = condition("cirrhosis", concept(CIRRHOSIS), onset="2026-01-01")
    assert judged(liver_cancer(beside, cirrhosis, sixty())).verdict.value == wanted


def test_a_faulty_entry_that_tells_a_class_in_words_reaches_its_question() -> None:
    faulty = condition("beside", {"text": "Child-Pugh B7"}, onset="2026-09-01") | {
        "modifierExtension": [{"url": "urn:x"}]
    }
    assert judged(liver_cancer(faulty, sixty())).verdict.value == "undetermined"
    aside = condition("beside", {"text": "Child care classes"}) | {"modifierExtension": [{"url": "urn:x"}]}
    assert judged(liver_cancer(aside, sixty())).verdict.value == "accept"


def test_words_quote_the_class_and_where_it_stands() -> None:
    cirrhosis = condition("cirrhosis", concept(CIRRHOSIS, text="Cirrhosis, Child-Pugh C10"), onset="2026-10-01")
    (found,) = named(judged(liver_cancer(cirrhosis, sixty())), "hepatic-impairment-severe")
    (shown,) = [one for one in found.evidence if one.reference == "Condition/cirrhosis" and "Child" in one.says]
    assert shown.says == 'Child-Pugh class C ("Child-Pugh C10") on 2026-10-01'
    assert (shown.expression or "").endswith(".code.text")


def beside_class_a(words: str) -> tuple[str, str]:
    """The verdicts where the words name the liver cancer, or stand in the reason of the order, beside a coded class A
    of the same day."""
    best = CHILD_PUGH["A"][0]
    cancer = snomed("109841003", "Liver cell carcinoma")
    first = observation("class", CHILD_PUGH_SCORE, "2024-01-01", coded=best)
    tumor = condition("tumor", concept(cancer, text=words), onset="2024-01-01")
    named_so = judged(replaced(liver_cancer(first, sixty()), tumor))
    today = observation("class", CHILD_PUGH_SCORE, "2026-11-22", coded=best)
    reasoned = judged(liver_cancer(today, sixty(reasonCode=[{"text": words}])))
    return named_so.verdict.value, reasoned.verdict.value


@pytest.mark.parametrize(
    "words",
    [
        "HCC (BCLC C, Child-Pugh B8)", "HCC (Child B)", "HCC, CP-C", "HCC, CP B", "HCC (CP B8)", "HCC, Childs B",
        "HCC, no longer Child-Pugh A", "HCC, cirrhosis decompensated", "HCC, cirrhosis with encephalopathy",
        "HCC with ascites",
    ],
)  # fmt: skip
def test_words_of_the_same_day_that_say_a_worse_class_leave_a_coded_one_open(words: str) -> None:
    assert beside_class_a(words) == ("undetermined", "undetermined")


@pytest.mark.parametrize(
    "words",
    [
        "HCC", "HCC, BCLC C", "HCC, Child-Pugh A", "HCC, compensated cirrhosis", "HCC without ascites",
        "HCC, no encephalopathy", "HCC, ascites resolved", "HCC, previously decompensated", "HCC, family history of CP",
    ],
)  # fmt: skip
def test_usual_words_of_a_liver_cancer_leave_a_coded_class_alone(words: str) -> None:
    assert beside_class_a(words) == ("accept", "accept")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("HCC, CP B", "error"), ("HCC, decompensated", "undetermined"), ("HCC", "accept"), ("CP B, asthma", "accept")],
)
def test_the_reason_of_an_order_tells_the_class_where_no_other_does(words: str, wanted: str) -> None:
    assert judged(liver_cancer(sixty(reasonCode=[{"text": words}]))).verdict.value == wanted
    assert judged(liver_cancer(sixty(note=[{"text": words}]))).verdict.value == wanted


def test_words_of_decompensation_hide_no_class_that_liver_tests_show() -> None:
    tests = (
        observation("b", loinc("1975-2", "Bilirubin.total"), "2026-11-18", value=quantity("6", "mg/dL")),
        observation("a", loinc("1751-7", "Albumin"), "2026-11-18", value=quantity("2", "g/dL")),
        observation("i", loinc("6301-6", "INR"), "2026-11-18", value=quantity("3", "{INR}")),
    )
    for text in (None, "Cirrhosis, decompensated"):
        cirrhosis = condition("cirrhosis", concept(CIRRHOSIS, text=text), onset="2026-10-01")
        assert named(judged(liver_cancer(cirrhosis, *tests, sixty())), "hepatic-impairment-severe")
        assert judged(liver_cancer(cirrhosis, *tests, sixty())).verdict.value == "error"


def test_a_short_name_that_stands_alone_tells_a_class_that_forbids_and_none_that_proves() -> None:
    for words, code in (
        ("Child C", "hepatic-impairment-severe"),
        ("Child's B7.", "dose-above-label"),
        ("CP-C, decompensated", "hepatic-impairment-severe"),
        ("Childs B, ascites", "dose-above-label"),
    ):
        assert code in found_in_note(words), words
    assert (
        not_quiet(
            [
                "Child A",
                "Child B, school age",
                "CP-A, ascites",
                "Child C section",
                "Has 3 kids, Child C is in college",
                "Vitamin C",
                "Child care",
            ]
        )
        == []
    )
    told = judged(liver_cancer(sixty(note=[{"text": "Child A"}]))).findings
    assert not any("Child A" in shown.says for one in told for shown in one.evidence)
