"""Statements of the label data as orders meet them, from FHIR JSON to verdict. All patients are synthetic."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.answer import answer, check
from support.build import (
    Resource,
    attested,
    condition,
    dosage,
    every,
    observation,
    order,
    patient,
    quantity,
    service_request,
    statement,
    weight,
)
from support.coding import (
    CHILD_PUGH,
    CHILD_PUGH_SCORE,
    CONDITIONS,
    DRUGS,
    OPERATIONS,
    concept,
    icd,
    loinc,
    rxnorm,
    snomed,
)
from support.product import CLINICAL_DRUGS

from validator.report.model import OrderReport

ALT = loinc("1742-6", "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma")
AST = loinc("1920-8", "Aspartate aminotransferase [Enzymatic activity/volume] in Serum or Plasma")
SERUM = {"value": 24, "unit": "U/L", "system": "http://unitsofmeasure.org", "code": "U/L"}


def tablets(mg: int, on: str = "2026-11-22", **elements: Any) -> Resource:
    """An order for one tablet of this strength once daily (two of 40 mg for 80 mg)."""
    strength = 40 if mg == 80 else mg
    return order(concept(CLINICAL_DRUGS["tablet", strength]), [dosage(quantity(mg, "mg"), every())], on=on, **elements)


def capsules(mg: int, on: str = "2026-11-22") -> Resource:
    """An order for 20 mg capsules, so many that they make the dose, once daily."""
    return order(concept(CLINICAL_DRUGS["capsule", 20]), [dosage(quantity(mg, "mg"), every())], on=on)


def kidney(*resources: Resource, on: str = "2026-11-22", first_line: bool | None = None) -> list[Resource]:
    """A man of about fifty with advanced renal cell carcinoma."""
    return [
        patient(born=f"{int(on[:4]) - 50}-01-01"),
        condition("tumor", concept(icd("C64.1", "Malignant neoplasm of right kidney"))),
        attested("advanced", "advanced", on, True),
        *([attested("line", "first-line", on, first_line)] if first_line is not None else []),
        *resources,
    ]


def thyroid(*resources: Resource, on: str = "2026-11-22") -> list[Resource]:
    """A man with progressive metastatic medullary thyroid cancer."""
    return [
        patient(born=f"{int(on[:4]) - 50}-01-01"),
        condition("tumor", concept(snomed("255032005", "Medullary thyroid carcinoma"))),
        attested("metastatic", "metastatic", on, True),
        attested("progressive", "progressive", on, True),
        *resources,
    ]


def taking(coded: dict[str, str], name: str = "beside", start: str = "2012-01-01") -> Resource:
    """A drug that is still taken."""
    return statement(name, concept(coded), start=start)


def partner(on: str = "2026-11-01") -> Resource:
    """Nivolumab at a dose of the combination table."""
    dose = dosage(quantity(480, "mg"), every(4, "wk"), route=snomed("47625008", "Intravenous route"))
    return order(concept(DRUGS["nivolumab"][0]), [dose], name="nivolumab", on=on)


def enzyme(name: str, code: dict[str, str], on: str) -> Resource:
    return observation(name, code, on, value=SERUM)


def judged(resources: list[Resource]) -> OrderReport:
    return answer(check(resources, structure="off"))


def codes(report: OrderReport, verdict: str | None = None) -> set[str]:
    return {one.code for one in report.findings if verdict is None or one.verdict.value == verdict}


# --- Liver enzymes before a start with nivolumab


@pytest.mark.parametrize(
    ("on_file", "noted"),
    [
        pytest.param([], True, id="neither enzyme"),
        pytest.param([("alt", ALT, "2026-11-10")], True, id="one of the two"),
        pytest.param(
            [("alt", ALT, "2026-10-23"), ("ast", AST, "2026-11-22")], False, id="both, 30 days and 0 days ago"
        ),
        pytest.param([("alt", ALT, "2026-10-22"), ("ast", AST, "2026-11-22")], True, id="one 31 days ago"),
        pytest.param([("alt", ALT, "2026-11-23"), ("ast", AST, "2026-11-22")], True, id="one of the day after"),
        pytest.param([("alt", ALT, "2026-11"), ("ast", AST, "2026-11-22")], True, id="one of a day that is not told"),
    ],
)
def test_liver_enzymes_that_were_not_looked_at_before_a_start_with_nivolumab_are_a_note(
    on_file: list[tuple[str, dict[str, str], str]], noted: bool
) -> None:
    chart = kidney(partner(), *(enzyme(*one) for one in on_file), tablets(40), first_line=True)
    report = judged(chart)
    assert report.verdict.value == "accept"
    assert ("label-precaution" in codes(report)) is noted


def test_liver_enzymes_are_not_asked_about_without_nivolumab() -> None:
    assert "label-precaution" not in codes(judged(kidney(tablets(60))))


def test_liver_enzymes_are_not_asked_about_when_treatment_goes_on() -> None:
    before = tablets(40, "2026-05-01", name="before", status="completed")
    chart = kidney(partner("2026-05-01"), before, tablets(40), first_line=True)
    assert "label-precaution" not in codes(judged(chart))


# --- Events that end treatment


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        ("nephrotic_syndrome", "nephrotic-syndrome"),
        ("hypertensive_crisis/hypertensive crisis", "uncontrolled-hypertension"),
        ("gi_perforation/perforation of intestine", "perforation-or-fistula"),
    ],
)
def test_an_event_that_ends_treatment_counts_when_it_began_on_treatment_though_it_is_over(
    problem: str, code: str
) -> None:
    first = tablets(60, "2026-03-01", name="first", status="completed")
    over = condition(
        "event", concept(CONDITIONS[problem][0]), status="resolved", onset="2026-05-01", abated="2026-06-01"
    )
    assert code in codes(judged(kidney(first, over, tablets(60))), "error")


def test_a_nephrotic_syndrome_that_was_over_before_treatment_is_no_error() -> None:
    name = concept(CONDITIONS["nephrotic_syndrome"][0])
    over = condition("event", name, status="resolved", onset="2020-05-01", abated="2020-09-01")
    report = judged(kidney(over, tablets(60)))
    assert report.verdict.value == "accept"


# --- Value sets of our own


@pytest.mark.parametrize(
    "coded",
    [
        icd("N18.4", "Chronic kidney disease, stage 4 (severe)"),
        icd("N18.5", "Chronic kidney disease, stage 5"),
        icd("N186", "End stage renal disease"),
        icd("Z99.2", "Dependence on renal dialysis"),
        snomed("431857002", "Chronic kidney disease stage 4"),
        snomed("433146000", "Chronic kidney disease stage 5"),
        snomed("46177005", "End-stage renal disease"),
    ],
    ids=lambda coded: coded["code"],
)
def test_severe_renal_impairment_is_a_warning(coded: dict[str, str]) -> None:
    report = judged(kidney(condition("kidneys", concept(coded)), tablets(60)))
    assert report.verdict.value == "warning"
    assert "renal-impairment-severe" in codes(report, "warning")


def test_moderate_renal_impairment_is_none() -> None:
    stage_3 = condition("kidneys", concept(CONDITIONS["chronic kidney disease stage 3"][0]))
    assert "renal-impairment-severe" not in codes(judged(kidney(stage_3, tablets(60))))


@pytest.mark.parametrize("coded", CONDITIONS["lactose_intolerance"], ids=["ICD-10-CM", "SNOMED CT"])
def test_lactose_intolerance_is_a_note_for_tablets_and_nothing_for_capsules(coded: dict[str, str]) -> None:
    intolerant = condition("lactose", concept(coded))
    report = judged(kidney(intolerant, tablets(60)))
    assert report.verdict.value == "accept"
    assert "lactose" in codes(report, "accept")
    assert "lactose" not in codes(judged(thyroid(intolerant, capsules(140))))


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("Uncontrolled hypertension", "error"),
        ("Hypertension, uncontrolled", "error"),
        ("Accelerated hypertension", "error"),
        ("poorly controlled hypertension on two drugs", "error"),
        ("no uncontrolled hypertension", "accept"),
        ("Hypertension, well controlled", "accept"),
    ],
)
def test_uncontrolled_hypertension_is_read_from_its_words(words: str, verdict: str) -> None:
    pressure = condition("pressure", concept(text=words))
    report = judged(kidney(pressure, tablets(60)))
    assert report.verdict.value == verdict
    assert ("uncontrolled-hypertension" in codes(report, "error")) is (verdict == "error")


def test_a_high_blood_pressure_reading_is_a_warning_and_not_turned_into_a_word_of_the_label() -> None:
    high = quantity(190, "mm[Hg]")
    systolic = observation("pressure", loinc("8480-6", "Systolic blood pressure"), "2026-11-22", value=high)
    report = judged(kidney(systolic, tablets(60)))
    assert report.verdict.value == "warning"
    assert [one.code for one in report.findings if one.verdict.value == "warning"] == ["blood-pressure-high"]


def test_adjuvant_pembrolizumab_before_the_first_line_is_a_warning() -> None:
    drug = concept(rxnorm("1547545", "pembrolizumab"))
    adjuvant = statement("adjuvant", drug, start="2024-01-01", end="2025-01-01", status="completed")
    report = judged(kidney(partner(), adjuvant, tablets(40)))
    assert report.verdict.value == "warning"
    assert any("adjuvant" in one.message + one.detail for one in report.findings)


# --- A label's own list of examples comes before public tables


@pytest.mark.parametrize(
    ("coded", "mg", "verdict"),
    [
        (rxnorm("8134", "phenobarbital"), 180, "warning"),
        (rxnorm("55672", "rifabutin"), 180, "warning"),
        (rxnorm("35617", "rifapentine"), 180, "warning"),
        (rxnorm("195085", "efavirenz"), 180, "error"),
        (rxnorm("343047", "atazanavir"), 100, "warning"),
        (rxnorm("343047", "atazanavir"), 140, "error"),
    ],
    ids=lambda value: value["display"] if isinstance(value, dict) else str(value),
)
def test_interacting_drugs_of_the_capsule_label(coded: dict[str, str], mg: int, verdict: str) -> None:
    report = judged(thyroid(taking(coded), capsules(mg)))
    assert report.verdict.value == verdict
    assert "interaction-class-disputed" not in codes(report)


@pytest.mark.parametrize(
    ("on", "verdict"), [("2016-10-01", "error"), ("2018-10-01", "warning"), ("2026-11-22", "warning")]
)
def test_conivaptan_is_a_strong_inhibitor_in_the_first_revision_only(on: str, verdict: str) -> None:
    sunitinib = statement(
        "sunitinib", concept(DRUGS["sunitinib"][0]), start="2015-01-01", end="2015-12-01", status="completed"
    )
    chart = kidney(sunitinib, taking(DRUGS["conivaptan"][0]), tablets(60, on), on=on)
    assert judged(chart).verdict.value == verdict


@pytest.mark.parametrize(("mg", "verdict"), [(60, "warning"), (80, "error")])
def test_a_disputed_inducer_before_2025_is_a_warning_and_no_basis_for_a_higher_dose(mg: int, verdict: str) -> None:
    chart = kidney(taking(rxnorm("35617", "rifapentine")), tablets(mg, "2024-06-01"), on="2024-06-01")
    report = judged(chart)
    assert report.verdict.value == verdict
    assert "interaction-class-disputed" in codes(report, "warning")


def test_a_disputed_inducer_since_2025_is_a_basis_for_a_higher_dose() -> None:
    assert judged(kidney(taking(rxnorm("35617", "rifapentine")), tablets(80))).verdict.value == "warning"


# --- Revisions of their time


@pytest.mark.parametrize(
    ("problem", "on", "verdict"),
    [
        ("hemorrhage/hemoptysis", "2016-10-01", "undetermined"),
        ("hemorrhage:intracranial", "2016-10-01", "error"),
        ("hemorrhage/hemoptysis", "2018-10-01", "error"),
    ],
)
def test_the_first_revision_excludes_severe_bleeding_only(problem: str, on: str, verdict: str) -> None:
    sunitinib = statement(
        "sunitinib", concept(DRUGS["sunitinib"][0]), start="2015-01-01", end="2015-12-01", status="completed"
    )
    bleeding = condition("bleeding", concept(CONDITIONS[problem][0]), onset=on)
    assert judged(kidney(sunitinib, bleeding, tablets(60, on), on=on)).verdict.value == verdict


@pytest.mark.parametrize(
    ("on", "letter", "mg", "verdict"),
    [
        ("2014-06-01", "A", 140, "accept"),
        ("2014-06-01", "B", 140, "error"),
        ("2014-06-01", "B", 80, "error"),
        ("2018-06-01", "A", 140, "error"),
        ("2018-06-01", "A", 80, "accept"),
        ("2018-06-01", "B", 80, "accept"),
        ("2018-06-01", "C", 80, "error"),
    ],
)
def test_hepatic_impairment_and_capsules_by_revision(on: str, letter: str, mg: int, verdict: str) -> None:
    liver = observation("liver", CHILD_PUGH_SCORE, on, coded=CHILD_PUGH[letter][0])
    assert judged(thyroid(liver, capsules(mg, on), on=on)).verdict.value == verdict


@pytest.mark.parametrize(
    ("on", "operation", "verdict"),
    [
        ("2020-01-30", "2020-02-26", "error"),
        ("2020-01-30", "2020-02-27", "accept"),
        ("2020-01-31", "2020-02-20", "error"),
        ("2020-01-31", "2020-02-21", "accept"),
    ],
)
def test_days_before_surgery_by_revision(on: str, operation: str, verdict: str) -> None:
    """27 and 28 days under the old text, 20 and 21 days under the new; the order's only dose is of its own day."""
    dose = dosage(quantity(60, "mg"), every(boundsPeriod={"start": on, "end": on}))
    one_day = order(concept(CLINICAL_DRUGS["tablet", 60]), [dose], on=on)
    planned = service_request("operation", OPERATIONS["laparotomy"], operation)
    assert judged(kidney(planned, one_day, on=on)).verdict.value == verdict


def test_an_adult_whose_weight_is_not_known_is_told_of_the_open_reading() -> None:
    thirty_eight = [weight(Decimal(38), "2026-11-20")]
    neuroendocrine = [
        patient(born="1970-01-01"),
        condition(
            "tumor", concept(snomed("1290067005", "Well-differentiated neuroendocrine tumor of small intestine"))
        ),
        *(attested(one, one, "2026-11-01", True) for one in ("metastatic", "unresectable", "previously-treated")),
        tablets(60),
    ]
    without, small = judged(neuroendocrine), judged([*neuroendocrine, *thirty_eight])
    assert without.verdict.value == "accept"
    assert "weight-rule-open" in codes(without, "accept")
    assert "weight-rule-open" in codes(small, "warning")


# --- Whether an order is the first one


@pytest.mark.parametrize(
    ("earlier", "asked"),
    [
        pytest.param({}, False, id="completed"),
        pytest.param({"status": "active"}, False, id="still active"),
        pytest.param({"status": "draft"}, True, id="a draft"),
        pytest.param({"status": "cancelled"}, True, id="cancelled"),
        pytest.param({"intent": "proposal"}, True, id="only proposed"),
        pytest.param({"on": "2026-11-22"}, True, id="of the same day"),
    ],
)
def test_pregnancy_status_is_asked_about_before_the_first_order_only(earlier: dict[str, Any], asked: bool) -> None:
    before = tablets(60, **({"on": "2026-06-01", "name": "before", "status": "completed"} | earlier))
    chart = [patient(born="1996-01-01", sex="female"), *kidney(before, tablets(60))[1:]]
    assert ("pregnancy-not-checked" in codes(judged(chart))) is asked


# --- Partners that no label names


@pytest.mark.parametrize("on", ["2021-01-22", "2021-09-17", "2025-03-26"])
@pytest.mark.parametrize("partner_drug", ["ipilimumab", "pembrolizumab", "atezolizumab", "lenvatinib"])
@pytest.mark.parametrize("with_nivolumab", [True, False])
def test_a_partner_other_than_nivolumab_is_outside_the_kidney_indication(
    on: str, partner_drug: str, with_nivolumab: bool
) -> None:
    another = statement("another", concept(text=partner_drug), start=on)
    chart = kidney(another, *([partner(on)] if with_nivolumab else []), tablets(40, on), on=on, first_line=True)
    assert codes(judged(chart), "error") >= {"indication-not-met"}


@pytest.mark.parametrize("on", ["2021-01-22", "2021-09-17", "2025-03-26"])
@pytest.mark.parametrize(("weeks", "said"), [(4, False), (2, True)])
def test_nivolumab_480_mg_every_two_weeks_is_twice_what_the_table_holds(on: str, weeks: int, said: bool) -> None:
    dose = dosage(quantity(480, "mg"), every(weeks, "wk"), route=snomed("47625008", "Intravenous route"))
    nivolumab = order(concept(DRUGS["nivolumab"][0]), [dose], name="nivolumab", on=on)
    found = codes(judged(kidney(nivolumab, tablets(40, on), on=on, first_line=True)), "warning")
    assert ("partner-dose-not-in-label" in found) is said


def test_a_partner_that_ended_before_is_no_partner_now() -> None:
    over = statement("over", concept(text="ipilimumab"), start="2026-01-01", end="2026-03-01", status="completed")
    found = judged(kidney(over, partner(), tablets(40), first_line=True))
    assert not any("no other partner" in one.message for one in found.findings)
    # But it came before, and so this is no first line, whatever was attested.
    assert any("ipilimumab was on file before the answer recorded on" in one.message for one in found.findings)
