"""Conditions in words alone: usual words and abbreviations of a risk count, and the same letters for other things not.

Words without any code are as common on problem lists as codes are. An abbreviation counts in its case, as a whole word.
"""

from __future__ import annotations

import pytest
from support.answer import answer, check
from support.build import Resource, condition, patient
from support.coding import concept, icd, snomed
from support.plain import kidney, replaced

RECENT = "2026-11-10"


def codes(words: str, *, woman: bool = False) -> set[str]:
    """The codes of what is said beyond a note, of an order beside a condition in these words."""
    chart: list[Resource] = kidney(beside=(condition("words", concept(text=words), onset=RECENT, recorded=RECENT),))
    if woman:
        chart = replaced(chart, patient(born="1990-01-01", sex="female"))
    return {one.code for one in answer(check(chart)).findings if one.verdict.value != "accept"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("AAA, ruptured", "recent-hemorrhage"),
        ("Ruptured abdominal aortic aneurysm", "recent-hemorrhage"),
        ("Psoas hematoma", "recent-hemorrhage"),
        ("Splenic infarct", "thrombotic-event"),
        ("Mesenteric ischemia", "thrombotic-event"),
        ("PICC-associated thrombosis", "thrombotic-event"),
        ("Budd-Chiari", "thrombotic-event"),
        ("Pneumoperitoneum", "perforation-or-fistula"),
        ("Anastomotic leak", "perforation-or-fistula"),
        ("Hypertension, poorly controlled", "uncontrolled-hypertension"),
        ("Hypertension (uncontrolled)", "uncontrolled-hypertension"),
        ("ESLD", "hepatic-impairment-severe"),
        ("End stage liver disease", "hepatic-impairment-severe"),
        ("Surgical site infection", "wound-complication"),
        ("Unhealed surgical wound", "wound-complication"),
        ("Exposed jaw bone", "osteonecrosis-of-jaw"),
        ("stroke", "thrombotic-event"),
        ("Acute left MCA stroke", "thrombotic-event"),
        ("MI", "thrombotic-event"),
        ("acute MI", "thrombotic-event"),
        ("ACS", "thrombotic-event"),
        ("CVA", "thrombotic-event"),
        ("PE", "thrombotic-event"),
        ("Bilateral PE, segmental", "thrombotic-event"),
        ("fistula", "perforation-or-fistula"),
        ("Colovesical fistula", "perforation-or-fistula"),
        ("on dialysis", "renal-impairment-severe"),
        ("Hemodialysis 3x a week", "renal-impairment-severe"),
        ("Left MCA infarct", "thrombotic-event"),
        ("Wife reports patient had a stroke", "thrombotic-event"),
        ("Perforated appendicitis", "perforation-or-fistula"),
        ("GIB", "recent-hemorrhage"),
        ("Variceal bleed", "recent-hemorrhage"),
        ("Hemorrhage", "recent-hemorrhage"),
        ("Bleeding from stoma", "recent-hemorrhage"),
        ("ICH", "recent-hemorrhage"),
        ("Child-Pugh C", "hepatic-impairment-severe"),
        ("Cirrhosis, Child Pugh class C", "hepatic-impairment-severe"),
        ("pe, acute", "thrombotic-event"),
        ("Bilateral pe", "thrombotic-event"),
        ("P.E.", "thrombotic-event"),
        ("D.V.T. left leg", "thrombotic-event"),
        ("G.I. bleed", "recent-hemorrhage"),
        ("PVT", "thrombotic-event"),
        ("SMA thrombosis", "thrombotic-event"),
        ("Left femoral vein thrombosis", "thrombotic-event"),
        ("DVT LLE", "thrombotic-event"),
        ("NSTEMI", "thrombotic-event"),
        ("non-STEMI", "thrombotic-event"),
        ("CVA w/ residual", "thrombotic-event"),
        ("cva", "thrombotic-event"),
        ("Multiple strokes", "thrombotic-event"),
        ("MI (myocardial infarction)", "thrombotic-event"),
        ("Pulmonary embolism (PE)", "thrombotic-event"),
        ("Recovering from MI", "thrombotic-event"),
        ("CAD, MI", "thrombotic-event"),
    ],
)
def test_the_usual_word_or_abbreviation_of_a_risk_is_no_silence(words: str, code: str) -> None:
    assert code in codes(words)


@pytest.mark.parametrize(
    "words",
    [
        "MI, moderate insomnia",
        "PE, pleural effusion",
        "MI (mild inferior)",
        "Detroit, MI",
        "Code stroke",
        "Stroke alert called",
    ],
)
def test_an_abbreviation_that_may_mean_two_things_is_open(words: str) -> None:
    assert codes(words) == {"entry-set-aside"}


@pytest.mark.parametrize(
    "words", ["Gravid", "G1P0 at 20 weeks", "G2P1001 at 20w3d", "G1P0, 8 weeks", "Positive pregnancy test"]
)
def test_pregnancy_in_the_shorthand_of_its_care_is_said(words: str) -> None:
    assert "pregnancy" in codes(words, woman=True)


@pytest.mark.parametrize("words", ["G2P2", "Premature infant born at 28 weeks", "Negative pregnancy test"])
def test_earlier_births_and_tests_that_were_negative_are_no_pregnancy(words: str) -> None:
    assert "pregnancy" not in codes(words, woman=True)


@pytest.mark.parametrize(
    "words", ["pregnancy", "Pregnancy, second trimester", "breastfeeding", "breast-feeding mother"]
)
def test_pregnancy_and_breastfeeding_in_words_alone_are_said(words: str) -> None:
    assert codes(words, woman=True) - codes("seasonal allergies", woman=True)


@pytest.mark.parametrize(
    "words",
    [
        "no history of MI",
        "family history of stroke",
        "FH: stroke",
        "FHx PE",
        "Fam hx of DVT",
        "Stroke in mother at 70",
        "MI in his father",
        "PE (sister)",
        "Paternal uncle DVT",
        "Fear of stroke",
        "Encounter for PE",
        "Well adult PE",
        "Motivational interviewing (MI)",
        "ACS referral placed",
        "Chronic lacunar infarct",
        "Subconjunctival hemorrhage",
        "Bleeding gums with brushing",
        "Bleeding disorder, ruled out",
        "Increased bleeding risk",
        "Heavy menstrual bleeding",
        "Seen at clinic, Detroit, MI 48201",
        "Resident of Lansing, MI",
        "PE tubes",
        "PE tube placement",
        "Annual PE",
        "heat stroke",
        "heat stroke 2019",
        "low stroke volume",
        "CVA tenderness",
        "AV fistula",
        "arteriovenous fistula for access",
        "MI (mitral insufficiency)",
        "Mitral insufficiency (MI)",
        "MI = motivational interviewing",
        "PE (pericardial effusion)",
        "ACS (acute chest syndrome)",
        "Lives in MI",
        "MI Medicaid",
        "golf swing stroke injury",
        "Shoulder pain from tennis stroke",
        "stroke of luck",
        "Eardrum perforation",
        "superficial vein thrombosis",
        "Left saphenous vein thrombosis",
        "retinal vein thrombosis",
        "P.E. ruled out",
        "PVT insurance",
        "Unruptured cerebral aneurysm",
        "Chronic mesenteric ischemia",
        "Severe pulmonary hypertension",
        "Risk of anastomotic leak",
        "No pneumoperitoneum",
        "Hypertension, well controlled",
    ],
)
def test_the_same_letters_for_another_thing_are_left_alone(words: str) -> None:
    assert not codes(words)


@pytest.mark.parametrize("words", ["desires pregnancy", "Pregnancy test", "no pregnancy"])
def test_words_about_pregnancy_that_say_none_are_left_alone(words: str) -> None:
    assert codes(words, woman=True) == codes("seasonal allergies", woman=True)


def bare(system: str, code: str) -> Resource:
    """A concept of a code alone."""
    return {"coding": [{"system": system, "code": code}]}


def hemorrhage(code: Resource, **more: object) -> list[str]:
    """The verdicts on hemorrhage of an order beside this condition of last week."""
    made = condition("words", code, onset=RECENT, recorded=RECENT) | more
    found = answer(check(kidney(beside=(made,)))).findings
    return sorted(one.verdict.value for one in found if one.code == "recent-hemorrhage")


SEVERE = concept(snomed("24484000", "Severe"))
MILD = concept(snomed("255604002", "Mild"))
SCT = "http://snomed.info/sct"
CTCAE = "http://hl7.org/fhir/us/ctcae/CodeSystem/ctcae-grade-code-system"
GRADE = "http://hl7.org/fhir/us/ctcae/StructureDefinition/ctcae-grade"
NOSEBLEED = icd("R04.0", "Epistaxis")


@pytest.mark.parametrize(
    ("code", "more"),
    [
        (concept(text="Massive epistaxis"), {}),
        (concept(text="Vaginal bleeding requiring transfusion"), {}),
        (concept(text="Nosebleed, grade 3"), {}),
        (concept(text="Epistaxis and hemoptysis"), {}),
        (concept(NOSEBLEED, text="Posterior epistaxis with nasal packing"), {}),
        (concept(NOSEBLEED, text="Epistaxis and hemoptysis"), {}),
        (concept(NOSEBLEED), {"severity": SEVERE}),
        (concept(text="Epistaxis"), {"severity": SEVERE}),
        (concept(NOSEBLEED), {"severity": bare(SCT, "24484000")}),
        (concept(NOSEBLEED), {"severity": bare(SCT, "442452003")}),
        (concept(NOSEBLEED), {"severity": bare(CTCAE, "3")}),
        (concept(NOSEBLEED), {"stage": [{"summary": {"text": "CTCAE grade III"}}]}),
        (concept(NOSEBLEED), {"extension": [{"url": GRADE, "valueInteger": 4}]}),
        (concept(NOSEBLEED), {"extension": [{"url": GRADE, "valueCodeableConcept": bare(CTCAE, "4")}]}),
        (concept(icd("R04.2", "Hemoptysis")), {"severity": bare(SCT, "255604002")}),
    ],
)
def test_bleeding_that_is_slight_by_itself_and_is_said_to_be_severe_is_an_error(
    code: Resource, more: dict[str, object]
) -> None:
    assert "error" in hemorrhage(code, **more)


@pytest.mark.parametrize(
    ("code", "more"),
    [
        (concept(text="Epistaxis"), {}),
        (concept(text="Epistaxis, not severe"), {}),
        (concept(text="Epistaxis, no transfusion"), {}),
        (concept(NOSEBLEED, text="Mild epistaxis"), {"severity": MILD}),
        (concept(text="Hemorrhagic cystitis"), {}),
        (concept(NOSEBLEED), {"severity": bare(SCT, "255604002")}),
        (concept(NOSEBLEED), {"severity": bare(SCT, "6736007")}),
        (concept(NOSEBLEED), {"severity": bare(CTCAE, "1")}),
        (concept(NOSEBLEED), {"stage": [{"summary": {"text": "CTCAE grade 1"}}]}),
        (concept(NOSEBLEED), {"extension": [{"url": GRADE, "valueInteger": 2}]}),
    ],
)
def test_slight_bleeding_stays_a_warning(code: Resource, more: dict[str, object]) -> None:
    assert hemorrhage(code, **more) == ["warning"]


def test_a_severe_form_that_is_only_suspected_is_open() -> None:
    assert codes("Suspected massive epistaxis") == {"entry-set-aside"}
    assert not codes("Suspected epistaxis")


def undated(words: str) -> set[str]:
    """As `codes`, of a condition that was recorded of late and has no onset."""
    found = answer(check(kidney(beside=(condition("words", concept(text=words), recorded=RECENT),)))).findings
    return {one.code for one in found if one.verdict.value != "accept"}


@pytest.mark.parametrize(
    "words",
    [
        "History of DVT, new PE",
        "H/o DVT, now acute PE",
        "Hx DVT, current PE",
        "Old MI; acute NSTEMI",
        "Old MI; stroke",
        "Prior MI, new STEMI",
        "Previous stroke, acute stroke today",
        "s/p PE 2018 with recurrent PE",
        "DVT 2015, PE 10/2026",
        "PE 2019 and 10/2026",
        "h/o PE x2, last 10/2026",
    ],
)
def test_an_event_of_now_counts_beside_an_old_one_of_its_kind(words: str) -> None:
    assert undated(words) == {"thrombotic-event"}


def test_an_event_in_doubt_counts_beside_an_old_one_of_its_kind() -> None:
    assert undated("History of DVT; suspected acute PE") == {"entry-set-aside"}


@pytest.mark.parametrize(
    "words",
    [
        "History of DVT, PE",
        "History of DVT and PE",
        "PE 2019 and 2020",
        "DVT 2014, PE 2015",
        "CVA 2012 (left MCA stroke)",
        "Prior DVT, PE (2015)",
        "h/o DVT, on Eliquis",
        "Old MI, new patient",
    ],
)
def test_old_events_in_one_text_are_old_together(words: str) -> None:
    assert not undated(words)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("UPT positive", "pregnancy"),
        ("Coughing up bright red blood", "recent-hemorrhage"),
        ("Hematemsis", "recent-hemorrhage"),
        ("DAH", "recent-hemorrhage"),
        ("EDH", "recent-hemorrhage"),
        ("Exposed necrotic bone L mandible", "osteonecrosis-of-jaw"),
        ("Necrosis of mandible", "osteonecrosis-of-jaw"),
        ("Osteonecrosis, jaw (mandible)", "osteonecrosis-of-jaw"),
        ("Duodenal ulcer perforated", "perforation-or-fistula"),
        ("Ischemic colitis w/ perf", "perforation-or-fistula"),
        ("Wound open", "wound-complication"),
        ("SSI abdominal", "wound-complication"),
        ("PEs bilateral", "thrombotic-event"),
    ],
)
def test_words_of_problem_lists_and_slips_count(words: str, code: str) -> None:
    assert code in undated(words)


@pytest.mark.parametrize(
    "words",
    ["UPT negative", "Wound open to air", "DAH ruled out", "EDH 2010", "SSI", "PE tubes", "No exposed bone in jaw"],
)
def test_such_words_denied_old_or_of_other_things_are_quiet(words: str) -> None:
    assert not undated(words)
