"""Each warning of the current tablet label fires on its evidence, and is silent without it."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import (
    Resource,
    allergy,
    appointment,
    attested,
    condition,
    observation,
    patient,
    procedure,
    quantity,
    service_request,
    statement,
)
from support.build import order as an_order
from support.coding import (
    CHILD_PUGH,
    CHILD_PUGH_SCORE,
    DRUGS,
    EGFR,
    HCG_URINE,
    NEGATIVE,
    OPERATIONS,
    PREGNANCY_STATUS,
    Coding,
    concept,
    icd,
    loinc,
    rxnorm,
    snomed,
)
from support.facts import chart as read
from support.judged import (
    TODAY,
    capsules,
    judged,
    liver_cancer,
    medullary,
    named,
    only,
    problem,
    tablets,
    taking,
    thyroid,
    verdicts,
    with_nivolumab,
)
from support.liver import ASCITES, ENCEPHALOPATHY, cirrhosis, liver_tests, on_problem_list
from support.plain import kidney, neuroendocrine, sixty
from support.shipped import SHIPPED, choose_label, load_label, revision_dates

from validator.assessment.situation import Situation
from validator.finding import FINDING_CODES, IssueType
from validator.frozen import replace
from validator.label.model import Precaution
from validator.rules.precaution import precaution
from validator.verdict import Verdict

CURRENT = load_label("cabometyx", revision_dates("cabometyx")[-1])
ALT = loinc("1742-6", "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma")
AST = loinc("1920-8", "Aspartate aminotransferase [Enzymatic activity/volume] in Serum or Plasma")
BILIRUBIN = loinc("1975-2", "Bilirubin.total [Mass/volume] in Serum or Plasma")

HEMOPTYSIS = icd("R04.2", "Hemoptysis")
PERFORATION = icd("K63.1", "Perforation of intestine (nontraumatic)")
APPENDICITIS = icd("K35.209", "Acute appendicitis with generalized peritonitis, unspecified as to perforation")
ANGINA = icd("I20.0", "Unstable angina")
OTHER_COMPLICATION = icd("T81.89XA", "Other complications of procedures, not elsewhere classified, initial encounter")
FISTULA = icd("K63.2", "Fistula of intestine")
INFARCTION = icd("I21.4", "Non-ST elevation myocardial infarction")
EMBOLISM = icd("I26.99", "Other pulmonary embolism without acute cor pulmonale")
CRISIS = icd("I16.1", "Hypertensive emergency")
NEPHROTIC = icd("N04.9", "Nephrotic syndrome with unspecified morphologic changes")
RPLS = icd("I67.83", "Posterior reversible encephalopathy syndrome")
JAW = icd("M87.180", "Osteonecrosis due to drugs, jaw")
WOUND = icd("T81.31XA", "Disruption of external operation (surgical) wound")
HYPOCALCEMIA = icd("E83.51", "Hypocalcemia")
LACTATION = icd("Z39.1", "Encounter for care and examination of lactating mother")
ADRENAL = icd("E27.1", "Primary adrenocortical insufficiency")
PREGNANT = icd("Z33.1", "Pregnant state, incidental")


def woman(*beside: Resource) -> list[Resource]:
    """The plain kidney chart of a woman of thirty."""
    return [patient(born="1996-05-04", sex="female"), *kidney(beside=beside)[1:]]


def child_pugh(letter: str) -> Resource:
    return observation("liver", CHILD_PUGH_SCORE, "2026-11-10", coded=CHILD_PUGH[letter][0])


def enzyme(
    name: str, code: Coding, value: int | str = 24, high: int | str | None = None, unit: str = "U/L"
) -> Resource:
    result = observation(name, code, "2026-11-10", value=quantity(value, unit))
    return result | ({"referenceRange": [{"high": quantity(high, unit)}]} if high is not None else {})


def on_the_list(text: str) -> Resource:
    """A drug that is taken, by its name alone."""
    return statement("other", {"text": text}, start="2026-09-01")


def pressure(systolic: int) -> Resource:
    return observation(
        "bp", loinc("8480-6", "Systolic blood pressure"), "2026-11-20", value=quantity(systolic, "mm[Hg]")
    )


def planned(on: str | None) -> Resource:
    return service_request("operation", OPERATIONS["laparotomy"], on or TODAY) | (
        {} if on else {"occurrenceDateTime": None}
    )


def filtration(rate: int) -> Resource:
    return observation("egfr", EGFR, "2026-11-10", value=quantity(rate, "mL/min/1.73 m2", "mL/min/{1.73_m2}"))


FIRES: dict[str, tuple[str, Verdict, list[Resource], list[Resource]]] = {
    # statement: finding code, verdict, a chart in which it applies, the same chart without the evidence
    "hepatic-severe": (
        "hepatic-impairment-severe",
        Verdict.ERROR,
        kidney(beside=(child_pugh("C"),)),
        kidney(beside=(child_pugh("A"),)),
    ),
    "renal-severe": (
        "renal-impairment-severe",
        Verdict.WARNING,
        kidney(beside=(filtration(29),)),
        kidney(beside=(filtration(30),)),
    ),
    "pediatric-not-established": (
        "age-not-established",
        Verdict.WARNING,
        liver_cancer(sixty(), born="2012-01-01"),
        liver_cancer(sixty()),
    ),
    "adult-under-40-kg": (
        "weight-rule-open",
        Verdict.WARNING,
        neuroendocrine(kilograms="39.9"),
        neuroendocrine(kilograms="40"),
    ),
    "inhibitor-class-disputed": (
        "interaction-class-disputed",
        Verdict.WARNING,
        kidney(beside=(taking("conivaptan"),)),
        kidney(beside=(taking("fluconazole"),)),
    ),
    "food-and-herb": (
        "grapefruit-or-st-johns-wort",
        Verdict.WARNING,
        kidney(beside=(taking("st. john's wort"),)),
        kidney(beside=(taking("metformin"),)),
    ),
    "hemorrhage": ("recent-hemorrhage", Verdict.ERROR, kidney(beside=(problem(HEMOPTYSIS),)), kidney()),
    "hemorrhage-slight": (
        "recent-hemorrhage",
        Verdict.WARNING,
        kidney(beside=(problem(icd("R04.0", "Epistaxis")),)),
        kidney(
            beside=(problem(icd("R04.0", "Epistaxis"), status="resolved", onset="2019-01-01", abated="2019-10-01"),)
        ),
    ),
    "venous-event-open": (
        "thrombotic-event",
        Verdict.WARNING,
        kidney(beside=(problem(icd("I80.9", "Phlebitis and thrombophlebitis of unspecified site")),)),
        kidney(beside=(problem(icd("I87.2", "Venous insufficiency (chronic) (peripheral)")),)),
    ),
    "perforation": (
        "perforation-or-fistula",
        Verdict.ERROR,
        kidney(beside=(problem(PERFORATION),)),
        kidney(beside=(problem(PERFORATION, status="resolved", abated="2026-10-01"),)),
    ),
    "perforation-open": (
        "perforation-or-fistula",
        Verdict.UNDETERMINED,
        kidney(beside=(problem(APPENDICITIS),)),
        kidney(beside=(problem(APPENDICITIS, status="resolved", abated="2026-10-01"),)),
    ),
    "perforation-history": (
        "perforation-history",
        Verdict.WARNING,
        kidney(beside=(problem(PERFORATION, status="resolved", abated="2026-10-01"),)),
        kidney(beside=(problem(PERFORATION),)),
    ),
    "microscopic-hematuria": (
        "microscopic-hematuria",
        Verdict.WARNING,
        kidney(beside=(problem(icd("R31.29", "Other microscopic hematuria")),)),
        kidney(beside=(problem(icd("R31.9", "Hematuria, unspecified"), status="resolved", abated="2019-10-01"),)),
    ),
    "fistula": ("perforation-or-fistula", Verdict.WARNING, kidney(beside=(problem(FISTULA),)), kidney()),
    "arterial-event": (
        "thrombotic-event",
        Verdict.ERROR,
        kidney(beside=(problem(INFARCTION),)),
        kidney(beside=(problem(INFARCTION, status="resolved", abated="2026-10-01"),)),
    ),
    "arterial-event-open": (
        "thrombotic-event",
        Verdict.WARNING,
        kidney(beside=(problem(ANGINA),)),
        kidney(beside=(problem(ANGINA, status="resolved", abated="2026-10-01"),)),
    ),
    "venous-event": ("thrombotic-event", Verdict.ERROR, kidney(beside=(problem(EMBOLISM),)), kidney()),
    "thrombotic-history": (
        "thrombotic-history",
        Verdict.ACCEPT,
        kidney(beside=(problem(icd("I25.2", "Old myocardial infarction")),)),
        kidney(),
    ),
    "hypertensive-crisis": ("uncontrolled-hypertension", Verdict.ERROR, kidney(beside=(problem(CRISIS),)), kidney()),
    "hypertension-uncontrolled": (
        "uncontrolled-hypertension",
        Verdict.ERROR,
        kidney(beside=(problem({}) | {"code": concept(text="Uncontrolled hypertension")},)),
        kidney(beside=(problem(icd("I10", "Essential (primary) hypertension")),)),
    ),
    "hypertension": (
        "hypertension-on-file",
        Verdict.ACCEPT,
        kidney(beside=(problem(icd("I10", "Essential (primary) hypertension")),)),
        kidney(),
    ),
    "palmar-plantar": (
        "skin-reaction-on-file",
        Verdict.ACCEPT,
        kidney(beside=(problem(icd("L27.1", "Localized skin eruption due to drugs")),)),
        kidney(),
    ),
    "liver-enzymes": (
        "label-precaution",
        Verdict.ACCEPT,
        with_nivolumab(),
        with_nivolumab(enzyme("alt", ALT), enzyme("ast", AST)),
    ),
    "adrenal-insufficiency": (
        "adrenal-insufficiency",
        Verdict.WARNING,
        with_nivolumab(problem(ADRENAL)),
        kidney(beside=(problem(ADRENAL),)),
    ),
    "nephrotic-syndrome": (
        "nephrotic-syndrome",
        Verdict.ERROR,
        kidney(beside=(problem(NEPHROTIC),)),
        kidney(beside=(problem(icd("R80.9", "Proteinuria, unspecified")),)),
    ),
    "proteinuria": (
        "proteinuria-on-file",
        Verdict.ACCEPT,
        kidney(beside=(problem(icd("R80.9", "Proteinuria, unspecified")),)),
        kidney(),
    ),
    "osteonecrosis-jaw": (
        "osteonecrosis-of-jaw",
        Verdict.ERROR,
        kidney(beside=(problem(JAW),)),
        kidney(beside=(problem(JAW, status="resolved", abated="2026-11-01"),)),
    ),
    "surgery-ahead": (
        "surgery-too-close",
        Verdict.ERROR,
        kidney(beside=(planned("2026-12-12"),)),
        kidney(),
    ),
    "surgery-behind": (
        "surgery-too-recent",
        Verdict.ERROR,
        kidney(beside=(procedure("operation", OPERATIONS["laparotomy"], "2026-11-09"),)),
        kidney(beside=(procedure("operation", OPERATIONS["laparotomy"], "2026-11-08"),)),
    ),
    "wound-healing": (
        "wound-healing-not-shown",
        Verdict.ERROR,
        kidney(
            beside=(
                procedure("operation", OPERATIONS["laparotomy"], "2026-10-01"),
                attested("healed", "wound-healed", "2026-11-01", False),
            )
        ),
        kidney(
            beside=(
                procedure("operation", OPERATIONS["laparotomy"], "2026-10-01"),
                attested("healed", "wound-healed", "2026-11-01", True),
            )
        ),
    ),
    "wound-complication": ("wound-complication", Verdict.ERROR, kidney(beside=(problem(WOUND),)), kidney()),
    "wound-complication-open": (
        "wound-complication",
        Verdict.UNDETERMINED,
        kidney(beside=(problem(OTHER_COMPLICATION),)),
        kidney(beside=(problem(OTHER_COMPLICATION, status="resolved", abated="2026-10-01"),)),
    ),
    "rpls": ("rpls", Verdict.ERROR, kidney(beside=(problem(RPLS),)), kidney()),
    "thyroid-dysfunction": (
        "thyroid-dysfunction-on-file",
        Verdict.ACCEPT,
        kidney(beside=(problem(icd("E03.9", "Hypothyroidism, unspecified")),)),
        kidney(),
    ),
    "hypocalcemia": ("hypocalcemia", Verdict.WARNING, kidney(beside=(problem(HYPOCALCEMIA),)), kidney()),
    "pregnancy": (
        "pregnancy",
        Verdict.WARNING,
        woman(problem(PREGNANT)),
        woman(observation("hcg", HCG_URINE, "2026-11-20", coded=NEGATIVE)),
    ),
    "pregnancy-test": (
        "pregnancy-not-checked",
        Verdict.WARNING,
        woman(),
        woman(observation("hcg", HCG_URINE, "2026-11-20", coded=NEGATIVE)),
    ),
    "lactation": (
        "breastfeeding",
        Verdict.WARNING,
        woman(problem(LACTATION)),
        woman(problem(LACTATION, status="resolved", abated="2026-10-01")),
    ),
    "aneurysm": (
        "aneurysm-or-dissection-on-file",
        Verdict.ACCEPT,
        kidney(beside=(problem(icd("I71.4", "Abdominal aortic aneurysm, without rupture"), status="resolved"),)),
        kidney(),
    ),
    "lactose": (
        "lactose",
        Verdict.ACCEPT,
        kidney(beside=(problem(icd("E73.9", "Lactose intolerance, unspecified")),)),
        kidney(),
    ),
    "nivolumab-dose": (
        "partner-dose-not-in-label",
        Verdict.WARNING,
        with_nivolumab(mg=3, unit="mg/kg"),
        with_nivolumab(mg=240),
    ),
    "nivolumab-two-years": (
        "partner-too-long",
        Verdict.WARNING,
        with_nivolumab(since="2024-11-22"),
        with_nivolumab(since="2024-11-23"),
    ),
    "blood-pressure-high": (
        "blood-pressure-high",
        Verdict.WARNING,
        kidney(beside=(pressure(192),)),
        kidney(beside=(pressure(152),)),
    ),
    "other-cancer-drug": (
        "other-cancer-drug-on-file",
        Verdict.WARNING,
        liver_cancer(taking("regorafenib"), tablets(60)),
        liver_cancer(taking("metformin"), tablets(60)),
    ),
    "other-cancer-drug-beside-kidney": (
        "other-cancer-drug-on-file",
        Verdict.WARNING,
        kidney(beside=(on_the_list("Libtayo 350 mg IV every 3 weeks"),)),
        kidney(beside=(on_the_list("letrozole 2.5 mg tablet"),)),
    ),
    "liver-enzymes-stop": (
        "liver-enzymes-high",
        Verdict.WARNING,
        with_nivolumab(enzyme("alt", ALT, 401, 40), enzyme("ast", AST, 30, 40)),
        with_nivolumab(enzyme("alt", ALT, 400, 40), enzyme("ast", AST, 30, 40)),
    ),
    "liver-enzymes-hold": (
        "liver-enzymes-high",
        Verdict.WARNING,
        with_nivolumab(enzyme("alt", ALT, 121, 40), enzyme("ast", AST, 30, 40)),
        with_nivolumab(enzyme("alt", ALT, 120, 40), enzyme("ast", AST, 30, 40)),
    ),
    "swallowing": (
        "tablet-may-not-be-swallowed",
        Verdict.ACCEPT,
        kidney(beside=(problem(icd("Z93.1", "Gastrostomy status")),)),
        kidney(beside=(problem(icd("R13.10", "Dysphagia, unspecified"), status="resolved"),)),
    ),
    "trial-participant": (
        "trial-participant-on-file",
        Verdict.ACCEPT,
        kidney(beside=(problem(icd("Z00.6", "Encounter in clinical research program")),)),
        kidney(),
    ),
    "allergy": (
        "allergy-to-drug-on-file",
        Verdict.ACCEPT,
        kidney(beside=(allergy("Cabometyx"),)),
        kidney(beside=(allergy("Penicillin V"),)),
    ),
    "crossed-40-kg": (
        "label-precaution",
        Verdict.ACCEPT,
        thyroid(tablets(40), kilograms="40.5"),
        thyroid(tablets(40), kilograms="42"),
    ),
}


@pytest.mark.parametrize(
    "chart",
    [thyroid(tablets(60), kilograms="40.5"), thyroid(tablets(40), kilograms="39.9"), neuroendocrine(kilograms="40.5")],
)
def test_the_crossing_is_told_of_the_lower_dose_of_a_child_only(chart: list[Resource]) -> None:
    assert [one for one in judged(chart).findings if one.statement == "crossed-40-kg"] == []


def test_bilirubin_at_twice_its_limit_makes_enzymes_of_three_times_a_reason_to_stop() -> None:
    chart = with_nivolumab(enzyme("alt", ALT, 130, 40), enzyme("b", BILIRUBIN, "2.4", "1.2", "mg/dL"))
    assert "liver-enzymes-stop" in {one.statement for one in named(judged(chart), "liver-enzymes-high")}
    under = with_nivolumab(enzyme("alt", ALT, 130, 40), enzyme("b", BILIRUBIN, "2.3", "1.2", "mg/dL"))
    assert {one.statement for one in named(judged(under), "liver-enzymes-high")} == {"liver-enzymes-hold"}


def test_an_enzyme_without_a_limit_hides_no_other_one() -> None:
    chart = with_nivolumab(enzyme("alt", ALT, 130, 40), enzyme("ast", AST, 25))
    assert {one.statement for one in named(judged(chart), "liver-enzymes-high")} == {"liver-enzymes-hold"}
    normal = with_nivolumab(enzyme("alt", ALT, 30, 40), enzyme("ast", AST, 25))
    assert named(judged(normal), "liver-enzymes-high") == []


def test_nothing_is_said_of_enzymes_without_a_limit_or_without_nivolumab() -> None:
    assert verdicts(judged(with_nivolumab(enzyme("alt", ALT, 500))), "liver-enzymes-high") == []
    assert verdicts(judged(kidney(beside=(enzyme("alt", ALT, 500, 40),))), "liver-enzymes-high") == []


def test_a_high_reading_is_quoted_and_never_an_error() -> None:
    found = only(kidney(beside=(pressure(192),)), "blood-pressure-high")
    assert found.message.startswith("Blood pressure systolic 192 mmHg on 2026-11-20: the label says not to start")


@pytest.mark.parametrize("event", [INFARCTION, PERFORATION, NEPHROTIC, RPLS, CRISIS])
@pytest.mark.parametrize(("onset", "is_error"), [("2026-06-10", True), ("2025-06-10", False)])
def test_an_event_between_two_orders_that_ends_treatment_is_an_error(event: Coding, onset: str, is_error: bool) -> None:
    first = tablets(60, name="first", on="2026-03-01", status="completed")
    gone = problem(event, status="resolved", onset=onset, abated="2026-07-01")
    assert (judged(kidney(beside=(first, gone))).verdict is Verdict.ERROR) is is_error


def test_every_warning_of_the_current_label_is_here() -> None:
    assert set(FIRES) == {statement.id for statement in CURRENT.precaution}


@pytest.mark.parametrize("statement", FIRES)
def test_a_warning_fires_on_its_evidence(statement: str) -> None:
    code, verdict, applies, _ = FIRES[statement]
    report = judged(applies)
    (found,) = [one for one in named(report, code) if one.statement == statement]
    written = CURRENT.statement(statement)
    assert written is not None
    assert found.verdict is verdict
    assert found.section == written.section
    assert found.confidence is written.confidence
    assert written.gist.partition(". ")[0].rstrip(".") in found.detail
    assert found.evidence or statement in ("liver-enzymes",)


@pytest.mark.parametrize("statement", FIRES)
def test_a_warning_is_silent_without_its_evidence(statement: str) -> None:
    code, _, _, without = FIRES[statement]
    assert [one for one in named(judged(without), code) if one.statement == statement] == []


@pytest.mark.parametrize("statement", FIRES)
def test_a_warning_fires_alone(statement: str) -> None:
    """Beside it stand only notes, what comes with the same evidence, and what the chart itself lacks."""
    comes_with = {
        "surgery-behind": {"wound-healing-not-shown"},
        "pregnancy": set(),
        "lactation": {"pregnancy-not-checked"},
        "hepatic-severe": set(),
        "crossed-40-kg": {"dose-below-start"},
    }
    code, verdict, applies, _ = FIRES[statement]
    graver = {one.code for one in judged(applies).findings if one.verdict is not Verdict.ACCEPT}
    expected = {code} if verdict is not Verdict.ACCEPT else set()
    assert graver == expected | comes_with.get(statement, set())


def test_every_code_of_a_warning_is_used_by_some_label() -> None:
    labels = [load_label(name, day) for name in ("cabometyx", "cometriq") for day in revision_dates(name)]
    used = {statement.code for label in labels for statement in label.precaution}
    assert used == SHIPPED.labels.pages.keys()


def test_no_code_of_a_warning_is_a_word_of_the_program() -> None:
    assert SHIPPED.labels.pages.keys() & FINDING_CODES.keys() == set()


def test_a_warning_that_only_informs_is_no_business_rule() -> None:
    informs = only(FIRES["hypertension"][2], "hypertension-on-file")
    warns = only(FIRES["hypocalcemia"][2], "hypocalcemia")
    assert (informs.kind, warns.kind) == (IssueType.INFORMATIONAL, IssueType.BUSINESS_RULE)


# --- What cannot be told

UNCLEAR: list[tuple[Coding, str, str]] = [
    (PERFORATION, "perforation-or-fistula", "undetermined"),
    (FISTULA, "perforation-or-fistula", "undetermined"),
    (INFARCTION, "thrombotic-event", "undetermined"),
    (EMBOLISM, "thrombotic-event", "undetermined"),
    (CRISIS, "uncontrolled-hypertension", "undetermined"),
    (NEPHROTIC, "nephrotic-syndrome", "undetermined"),
    (JAW, "osteonecrosis-of-jaw", "undetermined"),
    (WOUND, "wound-complication", "undetermined"),
    (RPLS, "rpls", "undetermined"),
    (HYPOCALCEMIA, "hypocalcemia", "warning"),
    (LACTATION, "breastfeeding", "warning"),
    (PREGNANT, "pregnancy", "warning"),
]


@pytest.mark.parametrize(("coded", "code", "verdict"), UNCLEAR, ids=lambda value: str(value)[:24])
def test_a_condition_without_a_clinical_status_is_not_passed(coded: Coding, code: str, verdict: str) -> None:
    found = only(kidney(beside=(problem(coded, status=None),)), code)
    assert found.verdict.value == verdict
    if verdict == "undetermined":
        assert found.missing == ("Condition.clinicalStatus",)


@pytest.mark.parametrize("statement", ["hemorrhage", "pregnancy", "surgery-ahead", "wound-healing"])
def test_what_cannot_be_told_is_said_in_its_own_words_where_the_label_data_has_them(statement: str) -> None:
    unclear = {
        "hemorrhage": kidney(beside=(problem(HEMOPTYSIS, status="resolved", onset=None),)),
        "pregnancy": woman(problem(PREGNANT, status=None)),
        "surgery-ahead": kidney(beside=(procedure("operation", OPERATIONS["laparotomy"], None, status="preparation"),)),
        "wound-healing": kidney(beside=(procedure("operation", OPERATIONS["laparotomy"], "2026-10-01"),)),
    }
    written = CURRENT.statement(statement)
    assert isinstance(written, Precaution)
    (found,) = [one for one in judged(unclear[statement]).findings if one.statement == statement]
    assert found.verdict is written.if_unknown
    assert found.message == (written.unknown_message or written.message)


def test_some_warnings_have_words_of_their_own_for_what_cannot_be_told() -> None:
    assert {bool(statement.unknown_message) for statement in CURRENT.precaution} == {True, False}


ON_TREATMENT: list[tuple[Coding, str]] = [
    (PERFORATION, "perforation-or-fistula"),
    (INFARCTION, "thrombotic-event"),
    (EMBOLISM, "thrombotic-event"),
    (CRISIS, "uncontrolled-hypertension"),
    (NEPHROTIC, "nephrotic-syndrome"),
    (RPLS, "rpls"),
]


@pytest.mark.parametrize(("coded", "code"), ON_TREATMENT, ids=lambda value: str(value)[:24])
@pytest.mark.parametrize(
    ("dates", "verdict"),
    [
        ({"onset": "2026-03-01", "abated": "2026-05-01"}, "error"),
        ({"onset": "2026-02-28", "abated": "2026-05-01"}, None),
        ({"onset": "2026", "abated": "2026-05-01"}, "undetermined"),
        ({"onset": None}, "undetermined"),
    ],
    ids=["on the first day", "the day before", "in the year", "undated"],
)
def test_a_resolved_event_counts_by_the_first_dose(
    coded: Coding, code: str, dates: dict[str, Any], verdict: str | None
) -> None:
    first = tablets(60, name="first", status="completed", on="2026-03-01")
    event = problem(coded, status="resolved", **dates)
    found = verdicts(judged(kidney(sixty(), first, beside=(event,))), code)
    assert found == ([verdict] if verdict else [])


def test_an_event_before_the_first_dose_is_a_note() -> None:
    event = problem(INFARCTION, status="resolved", onset="2016-01-01", abated="2016-02-01")
    report = judged(kidney(beside=(event,)))
    assert report.verdict is Verdict.ACCEPT
    (note,) = named(report, "precaution-looked-at")
    assert "myocardial infarction" in note.message.lower()


@pytest.mark.parametrize(
    ("ended", "verdict"),
    [
        ("2026-11-22", "error"),
        ("2026-08-24", "error"),  # 90 days
        ("2026-08-23", "undetermined"),
        ("2024-11-08", "undetermined"),  # 744 days, the upper bound of 24 months
        ("2024-11-07", "accept"),
        ("2026-08", "undetermined"),  # 83 to 113 days
        ("2026-09", "error"),
    ],
)
def test_a_bleeding_counts_by_the_days_since_it_ended(ended: str, verdict: str) -> None:
    bleeding = problem(HEMOPTYSIS, status="resolved", onset="2020-01-01", abated=ended)
    report = judged(kidney(beside=(bleeding,)))
    assert report.verdict.value == verdict
    assert ("precaution-looked-at" in {one.code for one in report.findings}) is (verdict == "accept")


def test_a_bleeding_without_any_date_is_not_passed() -> None:
    bleeding = problem(HEMOPTYSIS, status="resolved", onset=None)
    found = only(kidney(beside=(bleeding,)), "recent-hemorrhage")
    assert (found.verdict, found.missing) == (Verdict.UNDETERMINED, ("Condition.onset[x] or abatement[x]",))


def test_an_inactive_bleeding_with_a_later_end_was_going_on() -> None:
    """Judged as of a day in between, the end is still to come."""
    bleeding = problem(HEMOPTYSIS, status="resolved", onset="2026-11-01", abated="2026-11-30")
    found = only(kidney(beside=(bleeding,)), "recent-hemorrhage")
    assert found.verdict is Verdict.ERROR
    assert "-" not in found.detail.split(".")[0]


# --- Surgery


@pytest.mark.parametrize("kind", ["request", "appointment", "procedure"])
@pytest.mark.parametrize(("on", "verdict"), [("2026-12-12", "error"), ("2026-12-13", "warning"), (None, "warning")])
def test_a_planned_operation_needs_21_days_without_a_dose(kind: str, on: str | None, verdict: str) -> None:
    what = OPERATIONS["tooth extraction"]
    match kind:
        case "request":
            operation = service_request("operation", what, on or TODAY)
        case "appointment":
            operation = appointment("operation", what, on or TODAY)
        case _:
            operation = procedure("operation", what, on, status="preparation")
    if on is None:
        operation = {
            key: value for key, value in operation.items() if key not in ("occurrenceDateTime", "start", "end")
        }
    assert verdicts(judged(kidney(beside=(operation,))), "surgery-too-close") == [verdict]


def test_a_done_operation_without_a_date_is_named() -> None:
    operation = procedure("operation", OPERATIONS["laparotomy"], None)
    report = judged(kidney(beside=(operation,)))
    assert report.verdict is Verdict.ACCEPT
    (note,) = named(report, "precaution-looked-at")
    assert "without a date" in note.message


@pytest.mark.parametrize(
    ("done", "healed", "verdicts_said"),
    [
        ("2026-08-24", None, ["undetermined"]),  # 90 days
        ("2026-08-23", None, []),
        ("2026-10-01", ("2026-10-01", True), []),
        ("2026-10-01", ("2026-09-30", True), ["undetermined"]),
        ("2026-10-01", ("2026-09-30", False), ["undetermined"]),
        ("2026-10-01", ("2026-11-20", False), ["error"]),
        ("2026-10-01", ("2026-11-20", None), ["undetermined"]),
    ],
)
def test_a_wound_must_be_shown_to_have_healed_after_its_operation(
    done: str, healed: tuple[str, bool | None] | None, verdicts_said: list[str]
) -> None:
    beside = [procedure("operation", OPERATIONS["laparotomy"], done)]
    if healed is not None:
        beside.append(attested("healed", "wound-healed", *healed))
    assert verdicts(judged(kidney(beside=tuple(beside))), "wound-healing-not-shown") == verdicts_said


def test_dental_surgery_asks_for_days_but_not_for_healing() -> None:
    pulled = procedure("operation", OPERATIONS["tooth extraction"], "2026-11-09")
    report = judged(kidney(beside=(pulled,)))
    assert verdicts(report, "surgery-too-recent") == ["error"]
    assert named(report, "wound-healing-not-shown") == []


# --- Pregnancy


def status(answer: Coding, on: str = "2026-11-20", name: str = "status") -> Resource:
    return observation(name, PREGNANCY_STATUS, on, coded=answer)


YES = snomed("77386006", "Pregnant")
NO = snomed("60001007", "Not pregnant")
POSSIBLE = snomed("146799005", "Possible pregnancy")


@pytest.mark.parametrize(
    ("shown", "verdict"),
    [
        ([status(YES)], ["warning"]),
        ([status(NO)], []),
        ([status(NO, "2026-11-01", "old"), status(YES)], ["warning"]),
        ([status(YES, "2026-06-01", "old"), status(NO)], []),
        ([status(POSSIBLE)], ["warning"]),
        ([status(NO, "2026-11-01", "old"), status(POSSIBLE)], ["warning"]),
        ([status(POSSIBLE, "2026-11-01", "old"), status(NO)], []),
        ([status(NO), status(YES, name="other")], ["warning"]),
        ([status(NO), problem(PREGNANT)], ["warning"]),
        ([status(YES, "2026-01-26")], ["warning"]),  # 300 days
        ([status(YES, "2026-01-25")], []),
        ([status(YES, "2026-11-23")], []),
    ],
)
def test_the_newest_word_on_pregnancy_counts(shown: list[Resource], verdict: list[str]) -> None:
    assert verdicts(judged(woman(*shown)), "pregnancy") == verdict


@pytest.mark.parametrize(
    ("on", "asked"),
    [("2026-10-23", False), ("2026-10-22", True), ("2026-11-22", False), ("2026-11-23", True), ("2026", True)],
)
def test_a_test_counts_for_30_days(on: str, asked: bool) -> None:
    chart = woman(observation("hcg", HCG_URINE, on, coded=NEGATIVE))
    assert bool(named(judged(chart), "pregnancy-not-checked")) is asked


@pytest.mark.parametrize(
    ("born", "sex", "asked"),
    [
        ("2014-11-22", "female", True),
        ("2014-11-23", "female", False),
        ("1975-11-23", "female", True),  # fifty
        ("1975-11-22", "female", False),
        ("1996-01-01", "male", False),
        ("1996-01-01", None, True),
        ("2014", "female", True),
    ],
)
def test_pregnancy_is_asked_about_from_12_to_50_years(born: str, sex: str | None, asked: bool) -> None:
    chart = [patient(born=born, sex=sex), *kidney()[1:]]
    assert bool(named(judged(chart), "pregnancy-not-checked")) is asked


def test_a_negative_test_is_a_note() -> None:
    report = judged(woman(observation("hcg", HCG_URINE, "2026-11-20", coded=NEGATIVE)))
    assert report.verdict is Verdict.ACCEPT
    assert "precaution-looked-at" in {one.code for one in report.findings}


# --- The partner drug


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        (240, "mg", False),
        (480, "mg", False),
        (600, "mg", False),
        (1200, "mg", False),
        (360, "mg", True),
        (3, "mg/kg", True),
        (120, "mg/m2", True),
        (480000, "ug", False),
        (1, "g", True),
    ],
)
def test_the_partner_has_a_dose_of_the_table(amount: int, unit: str, said: bool) -> None:
    assert bool(named(judged(with_nivolumab(mg=amount, unit=unit)), "partner-dose-not-in-label")) is said


def test_a_partner_without_a_dose_says_nothing() -> None:
    chart = with_nivolumab()
    bare = an_order(concept(DRUGS["nivolumab"][0]), name="nivolumab", on="2026-11-01")
    chart = [bare if one["id"] == "nivolumab" else one for one in chart]
    assert named(judged(chart), "partner-dose-not-in-label") == []


def test_a_partner_of_an_uncertain_start_may_have_been_given_too_long() -> None:
    assert verdicts(judged(with_nivolumab(since="2024")), "partner-too-long") == ["warning"]
    assert verdicts(judged(with_nivolumab(since="2025")), "partner-too-long") == []


# --- Capsules


@pytest.mark.parametrize(("letter", "said"), [("A", []), ("B", ["error"]), ("C", ["error"])])
def test_the_first_capsule_label_excludes_moderate_and_severe_impairment_by_a_code_of_its_own(
    letter: str, said: list[str]
) -> None:
    liver = observation("liver", CHILD_PUGH_SCORE, "2014-06-01", coded=CHILD_PUGH[letter][0])
    chart = medullary(capsules(140, on="2014-06-01"), liver)
    assert verdicts(judged(chart), "hepatic-impairment-not-for") == said


@pytest.mark.parametrize(
    "statement", [one.id for one in load_label("cometriq", revision_dates("cometriq")[-1]).precaution]
)
def test_the_plain_capsule_chart_meets_no_warning(statement: str) -> None:
    report = judged(medullary(capsules(140)))
    assert report.verdict is Verdict.ACCEPT
    assert [one for one in report.findings if one.statement == statement] == []


def test_a_herb_that_begins_soon_is_a_warning_as_one_that_is_taken() -> None:
    herb = concept(rxnorm("258326", "St. John's wort extract"))
    for more in ({"start": "2026-12-01", "status": "intended"}, {"start": "2026-10-01"}):
        found = only(kidney(beside=(statement("herb", herb, **more),)), "grapefruit-or-st-johns-wort")
        assert found.verdict is Verdict.WARNING


def test_a_class_that_only_liver_tests_tell_is_said_to_be_so() -> None:
    signs = [on_problem_list(ASCITES, "ascites"), on_problem_list(ENCEPHALOPATHY, "encephalopathy")]
    derived = liver_cancer(sixty(), cirrhosis(), *liver_tests("5.1", "2.4", "2.6"), *signs)
    assert only(derived, "hepatic-impairment-severe").message.startswith("Liver tests and signs on file fit only")
    recorded = observation("class", CHILD_PUGH_SCORE, "2026-11-01", coded=CHILD_PUGH["C"][0])
    found = only(liver_cancer(sixty(), recorded), "hepatic-impairment-severe")
    assert "Liver tests" not in found.message


def test_how_long_ago_counts_is_told_of_what_is_over_only() -> None:
    for more, is_told in (({}, False), ({"status": "resolved", "abated": "2026-11-12"}, True)):
        bleeding = problem(icd("K92.1", "Melena"), onset="2026-11-10", **more)
        found = only(kidney(beside=(bleeding,)), "recent-hemorrhage")
        assert ("project choice" in found.detail) is is_told


def test_what_is_not_known_is_asked_for_before_anything_is_done() -> None:
    undated = problem(icd("K92.1", "Melena"), status="resolved", onset=None)
    found = only(kidney(beside=(undated,)), "recent-hemorrhage")
    assert (found.verdict, found.to_do) == (Verdict.UNDETERMINED, "")
    assert found.missing
    # What is only a note leaves nothing undone.
    assert only(neuroendocrine(kilograms=None), "weight-rule-open").to_do.startswith("weigh the patient")
    now = only(kidney(beside=(problem(icd("K92.1", "Melena")),)), "recent-hemorrhage")
    assert now.to_do.startswith("hold the order")


def test_a_drug_that_begins_soon_is_never_more_than_a_warning() -> None:
    herb = concept(rxnorm("258326", "St. John's wort extract"))
    found = read(statement("herb", herb, start="2026-12-01", status="intended"), what=sixty())
    assert found.order is not None
    choice = choose_label(found.order.product, found, found.as_of)
    assert choice.label is not None
    for verdict, expected in ((Verdict.ERROR, Verdict.WARNING), (Verdict.WARNING, Verdict.WARNING)):
        stricter = tuple(replace(one, verdict=verdict) for one in choice.label.precaution if one.id == "food-and-herb")
        situation = Situation(found.order, found, replace(choice.label, precaution=stricter), choice)
        assert [one.verdict for one in precaution(situation)] == [expected]


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        ("Abdominal aortic aneurysm, 4.1 cm", True),
        ("s/p repair of type B aortic dissection 2019", True),
        ("Aneurysm of the aorta", True),
        ("Family history of aortic aneurysm", False),
        ("Screening for aortic aneurysm, none found", False),
        ("No aortic dissection on CT", False),
        ("Atrial septal aneurysm", False),
    ],
)
def test_an_aneurysm_in_words_is_a_note(words: str, is_told: bool) -> None:
    report = judged(kidney(beside=(condition("problem", {"text": words}, onset="2020-01-01"),)))
    assert report.verdict is Verdict.ACCEPT
    assert bool(named(report, "aneurysm-or-dissection-on-file")) is is_told


@pytest.mark.parametrize(
    ("text", "is_caution"),
    [
        ("Jemperli 500 mg IV", True),
        ("paclitaxel 175 mg/m2 IV every 3 weeks", True),
        ("CARBOplatin AUC 5", True),
        ("imatinib 400 mg tablet", True),
        ("leuprolide 22.5 mg", False),
        ("abiraterone 250 mg tablet", False),
        ("methotrexate 2.5 mg tablet weekly", False),
        ("rituximab 1000 mg IV", False),
        ("hydroxyurea 500 mg capsule", False),
        ("fluorouracil 5 % topical cream", False),
        ("denosumab 120 mg SC", False),
    ],
)
def test_a_drug_of_another_cancer_is_a_caution_and_what_is_given_for_other_things_is_quiet(
    text: str, is_caution: bool
) -> None:
    found = judged(kidney(beside=(on_the_list(text),)))
    assert found.verdict.value == ("warning" if is_caution else "accept")
    assert bool(named(found, "other-cancer-drug-on-file")) is is_caution


def test_a_drug_of_another_cancer_that_was_stopped_is_quiet() -> None:
    over = statement("other", {"text": "gemcitabine"}, start="2024-01-01", end="2024-06-01", status="completed")
    assert judged(kidney(beside=(over,))).verdict.value == "accept"


@pytest.mark.parametrize("name", ["FOLFOX every 2 weeks", "Zanzalintinib 100 mg daily"])
def test_a_regimen_and_a_new_drug_are_cancer_drugs_too(name: str) -> None:
    assert [one.verdict for one in named(judged(kidney(beside=(on_the_list(name),))), "other-cancer-drug-on-file")] == [
        Verdict.WARNING
    ]
