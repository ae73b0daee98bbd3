"""The dose ordered against the dose the label gives, in every world the chart allows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.build import Resource, attested, condition, dosage, every, observation, patient, quantity, weight
from support.coding import CHILD_PUGH, CHILD_PUGH_SCORE, HEIGHT, concept, icd, snomed
from support.judged import (
    capsules,
    judged,
    medullary,
    only,
    problem,
    tablets,
    taking,
    thyroid,
    with_nivolumab,
)
from support.plain import kidney, neuroendocrine, sixty, with_dosage
from support.product import CLINICAL_DRUGS

from validator.finding import Confidence
from validator.verdict import Verdict

CODES = {
    "dose-above-label", "dose-above-maximum", "dose-not-a-label-step", "dose-below-start", "dose-not-raised",
    "dose-label-silent", "dose-depends-on-missing-fact", "dose-not-known", "not-once-daily", "schedule-not-in-label",
    "as-needed", "dose-read-from-text", "text-contradicts-dose", "dose-rests-on-old-measurement", "dose-agrees",
}  # fmt: skip
REDUCED = attested("reduced", "dose-reduced-for-adverse-reaction", "2026-11-01", True)
CIRRHOSIS = problem(icd("K74.60", "Unspecified cirrhosis of liver"))


def liver(letter: str) -> Resource:
    return observation("liver", CHILD_PUGH_SCORE, "2026-11-10", coded=CHILD_PUGH[letter][0])


def said(resources: list[Resource], **options: Any) -> list[str]:
    """The codes of what is said of the dose."""
    return sorted(one.code for one in judged(resources, **options).findings if one.code in CODES)


def expected(resources: list[Resource]) -> str | None:
    found = judged(resources).expected
    return found.schedule if found else None


@pytest.mark.parametrize(
    ("mg", "codes"),
    [
        (20, ["dose-below-start"]),
        (40, ["dose-below-start"]),
        (60, ["dose-agrees"]),
        (80, ["dose-above-label"]),
        (100, ["dose-above-label", "dose-above-maximum"]),
        (30, ["dose-not-a-label-step"]),
        (10, ["dose-not-a-label-step"]),
    ],
)
def test_the_ladder_of_a_single_agent(mg: int, codes: list[str]) -> None:
    assert said(kidney(tablets(mg))) == codes
    assert expected(kidney(tablets(mg))) == "60 mg once daily"


@pytest.mark.parametrize(
    ("mg", "frequency", "codes"),
    [
        (60, every(24, "h"), ["dose-agrees"]),
        (60, every(2), ["dose-not-a-label-step"]),
        (120, every(2), ["dose-not-a-label-step"]),
        (20, every(2), ["dose-not-a-label-step"]),
        (20, every(48, "h"), ["dose-not-a-label-step"]),
        (20, every(times=3), ["not-once-daily"]),
        (20, every(8, "h"), ["not-once-daily"]),
        (40, every(times=2), ["dose-above-label", "not-once-daily"]),
        (60, every(times=2), ["dose-above-label", "dose-above-maximum", "not-once-daily"]),
        (60, every(1, "wk"), ["dose-not-a-label-step"]),
        (60, every(dayOfWeek=["mon", "wed"]), ["schedule-not-in-label"]),
    ],
)
def test_once_daily_is_meant(mg: int, frequency: dict[str, Any], codes: list[str]) -> None:
    assert said(kidney(tablets(mg, frequency))) == codes


@pytest.mark.parametrize(
    ("chart", "start"),
    [
        (kidney(), "60 mg once daily"),
        (with_nivolumab(), "40 mg once daily"),
        (thyroid(sixty()), "40 mg once daily"),
        (thyroid(sixty(), kilograms="40"), "60 mg once daily"),
        (thyroid(sixty(), kilograms="39.999"), "40 mg once daily"),
        (thyroid(sixty(), born="2008-11-22"), "60 mg once daily"),
        (thyroid(sixty(), born="2009-11-22"), None),  # seventeen and 38 kg
        (thyroid(sixty(), born="2009-11-22", kilograms="40"), "60 mg once daily"),
        (thyroid(sixty(), born="2009-11-23"), "40 mg once daily"),
        (thyroid(sixty(), kilograms=None), None),
        (neuroendocrine(), "60 mg once daily"),
        (neuroendocrine(kilograms=None), "60 mg once daily"),
        (neuroendocrine(kilograms="38"), "60 mg once daily"),
        (neuroendocrine(born="2014-11-22", kilograms="38"), "40 mg once daily"),
        (medullary(capsules(140)), "140 mg once daily"),
        (kidney(beside=(taking("itraconazole"),)), "40 mg once daily"),
        (kidney(beside=(taking("rifampin"),)), "80 mg once daily"),
        # The size of the increase for a moderate inducer was not read, so nothing asks for it.
        (kidney(beside=(taking("efavirenz"),)), "60 mg once daily"),
        (kidney(beside=(taking("efavirenz"), liver("B"))), None),
        (kidney(beside=(taking("efavirenz"), taking("itraconazole"))), None),
        (kidney(beside=(liver("B"),)), "40 mg once daily"),
        (kidney(beside=(liver("A"),)), "60 mg once daily"),
        (kidney(beside=(CIRRHOSIS,)), None),
        (kidney(beside=(liver("C"),)), None),
        (neuroendocrine(born="2016-01-01"), None),
        (thyroid(sixty(), liver("B")), "20 mg once daily"),
        (thyroid(sixty(), taking("itraconazole")), "20 mg once daily"),
        (thyroid(sixty(), taking("rifampin")), "60 mg once daily"),
        (with_nivolumab(taking("itraconazole")), "20 mg once daily"),
        (with_nivolumab(taking("rifampin")), "60 mg once daily"),
        (with_nivolumab(liver("B")), None),
        (kidney(beside=(taking("itraconazole"), liver("B"))), None),
        (kidney(beside=(taking("rifampin"), liver("B"))), None),
        (kidney(beside=(taking("itraconazole"), taking("rifampin"))), None),
        (kidney(beside=(taking("rifampin"), taking("efavirenz"))), "80 mg once daily"),
        (medullary(capsules(140), taking("ketoconazole")), "100 mg once daily"),
        (medullary(capsules(140), taking("phenytoin")), "180 mg once daily"),
        (medullary(capsules(140), liver("A")), "80 mg once daily"),
        (medullary(capsules(140), liver("B")), "80 mg once daily"),
    ],
)
def test_the_label_gives_one_dose_or_none(chart: list[Resource], start: str | None) -> None:
    assert expected(chart) == start


@pytest.mark.parametrize(
    ("chart", "code", "section"),
    [
        (thyroid(sixty()), "dose-above-label", "2.4"),
        (thyroid(tablets(40)), "dose-agrees", "2.4"),
        (kidney(tablets(60), beside=(taking("itraconazole"),)), "dose-above-label", "2.2, 2.7"),
        (kidney(tablets(40), beside=(taking("itraconazole"),)), "dose-agrees", "2.2, 2.7"),
        (kidney(tablets(20), beside=(taking("itraconazole"),)), "dose-below-start", "2.2, 2.6"),
        (kidney(tablets(80), beside=(taking("rifampin"),)), "dose-agrees", "2.2, 2.8"),
        (kidney(tablets(60), beside=(taking("rifampin"),)), "dose-not-raised", "2.8"),
        (kidney(tablets(40), beside=(taking("rifampin"),)), "dose-not-raised", "2.8"),
        (kidney(tablets(100), beside=(taking("rifampin"),)), "dose-above-label", "2.2, 2.8"),
        (kidney(tablets(60), beside=(liver("B"),)), "dose-above-label", "2.2, 2.9"),
        (kidney(tablets(40), beside=(liver("B"),)), "dose-agrees", "2.2, 2.9"),
        (kidney(tablets(20), beside=(liver("B"), REDUCED)), "dose-agrees", "2.6"),
        (kidney(tablets(30), beside=(liver("B"),)), "dose-not-a-label-step", "2.6"),
        (kidney(tablets(20, every(2)), beside=(liver("B"),)), "dose-not-a-label-step", "2.6"),
        (kidney(tablets(40), beside=(taking("itraconazole"), liver("B"))), "dose-label-silent", "2.7, 2.9"),
        (with_nivolumab(liver("B")), "dose-label-silent", "2.9"),
        (with_nivolumab(dose=20), "dose-below-start", "2.2, 2.6"),
        (with_nivolumab(dose=60), "dose-above-label", "2.2"),
        (thyroid(tablets(20, every(2)), taking("itraconazole")), "dose-below-start", "2.4, 2.6"),
        (thyroid(tablets(20), taking("itraconazole")), "dose-agrees", "2.4, 2.7"),
        (medullary(capsules(60)), "dose-below-start", None),
        (medullary(capsules(160)), "dose-above-label", None),
        (medullary(capsules(120)), "dose-not-a-label-step", None),
        (medullary(capsules(180), taking("phenytoin")), "dose-agrees", None),
    ],
)
def test_what_is_said_and_by_which_section(chart: list[Resource], code: str, section: str | None) -> None:
    found = only(chart, code)
    assert said(chart) == [code] or code == "dose-above-label"
    assert found.section == section or section is None
    assert found.expression == (f"Bundle.entry[{_place(chart)}].resource.dosageInstruction[0]",)


def _place(chart: list[Resource]) -> int:
    return next(index for index, one in enumerate(chart) if one["id"] == "order")


VERDICTS = {
    "dose-agrees": Verdict.ACCEPT,
    "dose-above-label": Verdict.ERROR,
    "dose-above-maximum": Verdict.ERROR,
    "dose-not-a-label-step": Verdict.ERROR,
    "dose-below-start": Verdict.WARNING,
    "dose-not-raised": Verdict.WARNING,
    "dose-label-silent": Verdict.UNDETERMINED,
    "dose-depends-on-missing-fact": Verdict.UNDETERMINED,
    "dose-not-known": Verdict.UNDETERMINED,
    "not-once-daily": Verdict.ERROR,
    "schedule-not-in-label": Verdict.ERROR,
    "as-needed": Verdict.ERROR,
}


@pytest.mark.parametrize(
    "chart",
    [
        kidney(), thyroid(sixty()), kidney(tablets(100)), kidney(tablets(30)), kidney(tablets(40)),
        kidney(beside=(taking("rifampin"),)), with_nivolumab(liver("B")), thyroid(sixty(), kilograms=None),
        kidney(with_dosage(dosage(quantity(60, "mg"), None))), kidney(tablets(20, every(times=3))),
        kidney(tablets(60, every(dayOfWeek=["mon", "wed"]))),
        kidney(with_dosage(dosage(quantity(60, "mg"), every()) | {"asNeededBoolean": True})),
    ],
    ids=lambda chart: "",
)  # fmt: skip
def test_every_finding_about_the_dose_has_its_verdict(chart: list[Resource]) -> None:
    found = [one for one in judged(chart).findings if one.code in CODES]
    assert found
    assert {one.code: one.verdict for one in found} == {one.code: VERDICTS[one.code] for one in found}


# --- Messages and steps


def test_the_steps_to_the_dose_are_shown() -> None:
    report = judged(kidney(beside=(taking("itraconazole"),)))
    assert report.expected is not None
    assert report.expected.because == (
        "60 mg once daily start for all patients (section 2.2)",
        "minus 20 mg for itraconazole (strong CYP3A4 inhibitor) = 40 mg once daily (section 2.7)",
    )
    plus = judged(kidney(beside=(taking("rifampin"),))).expected
    assert plus is not None
    assert plus.because[1].startswith("plus 20 mg for rifampin")
    every_other = judged(thyroid(tablets(20, every(2)), taking("itraconazole"), REDUCED))
    assert every_other.verdict is Verdict.WARNING


@pytest.mark.parametrize(
    ("chart", "code", "message"),
    [
        (
            thyroid(sixty()),
            "dose-above-label",
            "60 mg once daily is above the label's 40 mg once daily for pediatric patients under 40 kg.",
        ),
        (kidney(), "dose-agrees", "60 mg once daily is the label's dose."),
        (
            kidney(tablets(40)),
            "dose-below-start",
            "40 mg once daily is below the recommended 60 mg once daily; no reason for the reduction is on file.",
        ),
        (
            kidney(tablets(100)),
            "dose-above-maximum",
            "100 mg a day is above every dose of the label; its most is 80 mg (only with an inducer).",
        ),
    ],
)
def test_a_message_names_the_ordered_and_the_labels_dose(chart: list[Resource], code: str, message: str) -> None:
    assert only(chart, code).message == message


@pytest.mark.parametrize(
    ("chart", "code", "message"),
    [
        (
            kidney(tablets(30)),
            "dose-not-a-label-step",
            "30 mg once daily is no step of the label; it writes 60 mg once daily, 40 mg once daily, 20 mg once daily.",
        ),
        (
            kidney(tablets(40), beside=(taking("itraconazole"), liver("B"))),
            "dose-label-silent",
            "The label gives no single dose for both: "
            "strong CYP3A4 inhibitor alone 40 mg, Child-Pugh class B alone 40 mg.",
        ),
        (
            with_nivolumab(liver("B")),
            "dose-label-silent",
            "The label does not say how 40 mg once daily is adjusted for Child-Pugh class B "
            "(regimen starting at 40 mg once daily).",
        ),
    ],
)
def test_a_dose_without_a_written_rule_says_what_is_written(chart: list[Resource], code: str, message: str) -> None:
    assert only(chart, code).message == message


@pytest.mark.parametrize("mg", [20, 40, 60, 80])
def test_where_the_label_gives_no_dose_none_is_compared(mg: int) -> None:
    assert said(kidney(tablets(mg), beside=(liver("C"),))) == []
    assert said(neuroendocrine(tablets(mg), born="2016-01-01")) == []


def test_a_message_that_was_cut_stands_whole_in_the_detail() -> None:
    assert only(kidney(), "dose-agrees").detail.startswith("Steps: ")
    odd = with_dosage(dosage(quantity(Decimal("12.5555"), "mg"), every(2)))
    found = only(kidney(odd, beside=(taking("rifampin"),)), "dose-not-a-label-step")
    assert found.message.endswith("…")
    whole, _, _ = found.detail.partition(" Steps: ")
    assert whole.startswith(found.message.removesuffix("…"))
    assert len(whole) > len(found.message)


def test_a_divided_dose_is_open_where_its_sum_is() -> None:
    divided = thyroid(tablets(20, every(times=3)), kilograms=None)
    assert said(divided) == ["dose-depends-on-missing-fact", "not-once-daily"]


def test_an_open_dose_is_as_sure_as_the_least_sure_world() -> None:
    found = only(thyroid(tablets(40), CIRRHOSIS), "dose-depends-on-missing-fact")
    assert found.confidence is Confidence.INFERRED


def test_a_dose_that_rests_on_an_inferred_statement_says_so() -> None:
    assert only(thyroid(tablets(40)), "dose-agrees").confidence is Confidence.VERIFIED
    assert only(thyroid(tablets(20), liver("B")), "dose-agrees").confidence is Confidence.INFERRED
    assert only(kidney(tablets(80), beside=(taking("efavirenz"),)), "dose-agrees").confidence is Confidence.INFERRED
    assert only(kidney(tablets(80), beside=(taking("rifampin"),)), "dose-agrees").confidence is Confidence.VERIFIED


def test_the_finding_shows_what_bends_the_dose() -> None:
    found = only(thyroid(sixty()), "dose-above-label")
    assert {one.reference for one in found.evidence} == {"Patient/patient", "Observation/weight"}
    found = only(kidney(beside=(taking("itraconazole"),)), "dose-above-label")
    assert "MedicationStatement/taking-itraconazole" in {one.reference for one in found.evidence}
    assert "Steps: 60 mg once daily start" in found.detail
    assert found.statement == "strong-inhibitor"
    assert only(kidney(), "dose-agrees").statement == "rcc-mono-60"


# --- Reductions


@pytest.mark.parametrize(
    ("earlier", "verdict"),
    [
        ([tablets(60, name="before", status="completed", on="2026-05-01")], "accept"),
        ([tablets(60, name="before", status="stopped", on="2026-05-01")], "accept"),
        ([tablets(60, name="before", status="on-hold", on="2026-05-01")], "accept"),
        ([tablets(60, name="before", status="draft", on="2026-05-01")], "warning"),
        ([tablets(60, name="before", status="cancelled", on="2026-05-01")], "warning"),
        ([tablets(60, name="before", status="entered-in-error", on="2026-05-01")], "warning"),
        ([tablets(60, name="before", status="completed", on="2026-05-01", doNotPerform=True)], "warning"),
        ([tablets(60, name="before", status="completed", on="2026-11-22")], "warning"),
        ([tablets(60, name="before", status="completed", on="2026-11-21")], "accept"),
        ([tablets(60, name="before", status="completed", on="2026-12-01")], "warning"),
        ([tablets(40, name="before", status="completed", on="2026-05-01")], "warning"),
        ([tablets(80, name="before", status="completed", on="2026-05-01")], "warning"),
        ([capsules(60, name="before", status="completed", on="2026-05-01")], "warning"),
        ([REDUCED], "accept"),
        ([attested("r", "dose-reduced-for-adverse-reaction", "2026-11-01", False)], "warning"),
        ([attested("r", "dose-reduced-for-adverse-reaction", "2026-11-01", None)], "warning"),
        (
            [
                attested("r", "dose-reduced-for-adverse-reaction", "2026-11-01", False),
                tablets(60, name="before", status="completed", on="2026-05-01"),
            ],
            "accept",
        ),
    ],
)
def test_a_reduction_needs_a_reason(earlier: list[Resource], verdict: str) -> None:
    assert judged(kidney(tablets(40), *earlier)).verdict.value == verdict


def test_the_second_reduction_follows_the_first() -> None:
    sixty_before = tablets(60, name="a", status="completed", on="2026-03-01")
    forty_before = tablets(40, name="b", status="completed", on="2026-05-01")
    assert judged(kidney(tablets(20), sixty_before)).verdict is Verdict.WARNING
    assert judged(kidney(tablets(20), forty_before)).verdict is Verdict.ACCEPT
    found = only(kidney(tablets(20), forty_before), "dose-agrees")
    assert found.message == (
        "20 mg once daily is a written reduction step, and an earlier order was for 40 mg once daily."
    )
    assert found.evidence[0].reference == "MedicationRequest/b"


def test_a_reduction_without_a_reason_names_what_would_settle_it() -> None:
    found = only(kidney(tablets(40)), "dose-below-start")
    assert found.missing == (
        "dose-reduced-for-adverse-reaction",
        "MedicationRequest of the earlier order for 60 mg once daily",
    )


def test_a_step_planned_in_the_same_order_is_no_reason() -> None:
    first = dosage(quantity(60, "mg"), every(boundsDuration=quantity(28, "d"))) | {"sequence": 1}
    then = dosage(quantity(40, "mg"), every()) | {"sequence": 2}
    both = with_dosage(first, then, medication=concept(CLINICAL_DRUGS["tablet", 20]))
    assert said(kidney(both)) == ["dose-agrees", "dose-below-start"]


# --- Worlds


@pytest.mark.parametrize(
    ("chart", "code"),
    [
        (thyroid(sixty(), kilograms=None), "dose-depends-on-missing-fact"),
        (thyroid(tablets(40), kilograms=None), "dose-depends-on-missing-fact"),
        (thyroid(tablets(80), kilograms=None), "dose-above-label"),
        (thyroid(tablets(30), kilograms=None), "dose-not-a-label-step"),
        (thyroid(sixty(), born="2009-11-22"), "dose-depends-on-missing-fact"),
        (thyroid(tablets(40), born="2009-11-22"), "dose-depends-on-missing-fact"),
        (thyroid(sixty(), born="2009"), "dose-depends-on-missing-fact"),
        (kidney(beside=(CIRRHOSIS,)), "dose-depends-on-missing-fact"),
        (kidney(tablets(40), beside=(CIRRHOSIS,)), "dose-depends-on-missing-fact"),
        (kidney(tablets(80), beside=(CIRRHOSIS,)), "dose-above-label"),
        (kidney(beside=(taking("itraconazole", status="on-hold"),)), "dose-depends-on-missing-fact"),
    ],
)
def test_what_is_not_on_file_leaves_only_what_holds_anyway(chart: list[Resource], code: str) -> None:
    assert code in said(chart)
    assert "dose-agrees" not in said(chart)


def test_an_open_dose_is_told_for_whom_it_fits() -> None:
    assert only(thyroid(sixty(), kilograms=None), "dose-depends-on-missing-fact").detail == (
        "Not settled: no body weight is on file. "
        "The recommended dose for adults, and pediatric patients of 40 kg or more: 60 mg once daily (section 2.4). "
        "Above the recommended dose for pediatric patients under 40 kg: 40 mg once daily (section 2.4)."
    )
    # Where two adjustments may meet the label has no dose, and none is told.
    both = kidney(sixty(), beside=(taking("itraconazole", status="on-hold"), taking("rifampin", status="on-hold")))
    detail = only(both, "dose-depends-on-missing-fact").detail
    assert "No written rule for all patients with strong CYP3A4 inhibitor with strong CYP3A4 inducer (section" in detail


def test_an_open_dose_names_both_doses_and_what_would_settle_it() -> None:
    found = only(thyroid(sixty(), kilograms=None), "dose-depends-on-missing-fact")
    assert "40 mg once daily" in found.message
    assert "60 mg once daily" in found.message
    assert found.missing == ("Observation body weight (LOINC 29463-7)",)
    assert found.kind.value == "required"
    seventeen = only(thyroid(sixty(), born="2009-11-22"), "dose-depends-on-missing-fact")
    assert "17 years is pediatric if that means under 18, adult if it means under 17" in seventeen.detail


@pytest.mark.parametrize(("mg", "code"), [(60, "dose-agrees"), (40, "dose-agrees"), (80, "dose-above-label")])
def test_either_dose_fits_just_after_an_inhibitor(mg: int, code: str) -> None:
    report = judged(kidney(tablets(mg), beside=(taking("itraconazole", until="2026-11-21"),)))
    assert code in {one.code for one in report.findings}
    assert report.verdict is (Verdict.ERROR if mg == 80 else Verdict.WARNING)


def test_just_after_an_inhibitor_a_missing_weight_is_still_missing() -> None:
    ended = taking("itraconazole", until="2026-11-21")
    for mg in (60, 40):
        assert "dose-depends-on-missing-fact" in said(thyroid(tablets(mg), ended, kilograms=None)), mg
    assert said(thyroid(sixty(), ended)) == ["dose-above-label"]
    assert said(thyroid(tablets(20), ended)) == ["dose-agrees"]


def test_just_after_an_inducer_the_raised_dose_still_fits() -> None:
    for mg in (60, 80):
        report = judged(kidney(tablets(mg), beside=(taking("rifampin", until="2026-11-21"),)))
        assert report.verdict is Verdict.WARNING
    assert judged(kidney(tablets(80), beside=(taking("rifampin", until="2026-11-20"),))).verdict is Verdict.ERROR


def test_an_old_weight_is_a_warning_only_where_the_dose_rests_on_it() -> None:
    stale = [
        one | {"effectiveDateTime": "2026-10-01"} if one["id"] == "weight" else one for one in thyroid(tablets(40))
    ]
    found = only(stale, "dose-rests-on-old-measurement")
    assert found.verdict is Verdict.WARNING
    assert "52 days old" in found.message
    adult = [patient(born="1980-01-01"), *stale[1:-1], sixty()]
    assert "dose-rests-on-old-measurement" not in said(adult)


def test_a_reservation_that_two_regimens_share_is_told_once() -> None:
    """Neither cancer is known to be active, and either gives this patient the dose for under 40 kg."""
    tumors = (
        condition("tumor", concept(snomed("255029007", "Papillary thyroid carcinoma")), status=None),
        condition(
            "net",
            concept(snomed("1290067005", "Well-differentiated neuroendocrine tumor of small intestine")),
            status=None,
        ),
    )
    chart = [patient(born="2012-11-22"), *tumors, weight("38", "2026-10-01"), tablets(40)]
    assert "52 days old" in only(chart, "dose-rests-on-old-measurement").message


# --- Body surface area


@pytest.mark.parametrize(
    ("height", "kilograms", "mg", "verdict"),
    [
        ("152", "38", 60, "accept"),
        ("144", "36", 60, "accept"),
        ("145", "35.75", 60, "error"),
        ("145", "35.75", 40, "accept"),
        ("125", "41", 60, "error"),
    ],
)
def test_before_2025_the_area_decides(height: str, kilograms: str, mg: int, verdict: str) -> None:
    day = "2024-05-20"
    chart = [
        one | ({"effectiveDateTime": day} if "effectiveDateTime" in one else {})
        for one in thyroid(tablets(mg, on="2024-06-01"), born="2011-01-01", kilograms=None)
    ]
    chart += [
        weight(kilograms, day),
        observation("height", HEIGHT, day, value=quantity(Decimal(height), "cm")),
    ]
    assert judged(chart).verdict.value == verdict


def test_an_order_in_an_unknown_disease_has_no_dose() -> None:
    chart = [patient(), condition("tumor", concept(icd("C50.911", "Malignant neoplasm of breast"))), sixty()]
    assert said(chart) == []
    assert expected(chart) is None


def test_an_order_of_two_orders_is_judged_by_their_sum() -> None:
    assert said(kidney(tablets(20), tablets(40, name="other"))) == ["dose-agrees"]
    found = only(kidney(tablets(40), tablets(60, name="other")), "dose-above-maximum")
    assert [one.reference for one in found.evidence] == ["MedicationRequest/other"]


@pytest.mark.parametrize("chart", [thyroid(sixty(), kilograms=None), kidney(beside=(CIRRHOSIS,))])
def test_an_open_dose_is_said_in_one_clean_sentence(chart: list[Resource]) -> None:
    found = only(chart, "dose-depends-on-missing-fact").message
    assert found.count(":") == 1
    assert ", open because " in found
    assert "not on file:" not in found


def test_a_dose_every_day_and_a_half_is_no_daily_dose() -> None:
    assert judged(kidney(tablets(60, every(36, "h")))).verdict is Verdict.ERROR
