"""Conditions whose words leave a risk open: a doubt in them, or a code and a text that do not agree."""

from __future__ import annotations

import pytest
from support.answer import answer, check, said
from support.build import Resource, condition
from support.coding import coding, concept, icd, snomed
from support.plain import kidney

from validator.report.model import OrderReport

RECENT, LONG_AGO = "2026-11-10", "2026-09-01"
EMBOLISM = icd("I26.99", "Other pulmonary embolism without acute cor pulmonale")
COUGH = icd("R05.9", "Cough, unspecified")


def beside(code: Resource, day: str = RECENT, **more: object) -> OrderReport:
    """The answer on an order beside this condition."""
    made = condition("words", code, onset=day, recorded=day, **more)  # type: ignore[arg-type]
    return answer(check(kidney(beside=(made,))))


def findings(code: Resource, day: str = RECENT) -> set[tuple[str, str]]:
    """What is said beyond a note."""
    found = beside(code, day).findings
    return {(one.code, one.verdict.value) for one in found if one.verdict.value != "accept"}


OPEN = {("entry-set-aside", "undetermined")}
DOUBTED = [
    "Suspected PE",
    "possible pulmonary embolism",
    "rule out PE",
    "r/o DVT",
    "?GI bleed",
    "GI bleed?",
    "probable MI",
    "query perforation",
    "Concern for perforation",
    "PE suspected on CT",
    "PE vs pneumonia",
    "DVT, suspected",
    "PE (possible)",
    "Stroke - likely",
    "PE cannot be excluded",
    "PE not yet ruled out",
    "Evaluate for stroke",
    "GI bleed: possible",
    "MI, not confirmed",
    "PE workup",
]


@pytest.mark.parametrize("words", DOUBTED)
def test_a_risk_that_words_doubt_is_neither_there_nor_absent(words: str) -> None:
    assert findings(concept(text=words)) == OPEN
    assert findings(concept(coding("urn:example:problems", "7", words))) == OPEN
    assert findings(concept(snomed("999000001", words))) == OPEN


def test_a_doubt_says_why_it_is_set_aside_and_weighs_nothing_after_thirty_days() -> None:
    told = said(beside(concept(text="Suspected PE")))
    assert "Suspected PE" in told
    assert "it is not confirmed" in told
    assert findings(concept(text="Suspected PE"), LONG_AGO) == set()


def test_a_doubt_of_something_that_would_be_a_caution_is_a_note() -> None:
    found = beside(concept(text="Concern for fistula"))
    assert found.verdict.value == "accept"
    assert "entry-set-aside" in {one.code for one in found.findings}


def test_a_condition_that_is_unconfirmed_by_status_and_by_its_words_is_open_too() -> None:
    found = beside(concept(text="Suspected PE"), verification="provisional")
    assert ("entry-set-aside", "undetermined") in {(one.code, one.verdict.value) for one in found.findings}
    assert beside(concept(text="Suspected PE"), verification="refuted").verdict.value == "accept"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("GI bleed; possible PE", "recent-hemorrhage"),
        ("Hemoptysis, suspected malignancy", "recent-hemorrhage"),
        ("GI bleed ?source", "recent-hemorrhage"),
        ("GI bleed, likely variceal", "recent-hemorrhage"),
        ("PE with possible infarct", "thrombotic-event"),
        ("Non-variceal upper GI bleed", "recent-hemorrhage"),
        ("Non-ST elevation MI", "thrombotic-event"),
    ],
)
def test_a_doubt_of_something_else_leaves_the_stated_risk_an_error(words: str, code: str) -> None:
    assert (code, "error") in findings(concept(text=words))


@pytest.mark.parametrize(
    "words",
    [
        "no suspicion of PE",
        "PE not suspected",
        "without concern for GI bleed",
        "PE ruled out",
        "PE, ruled out",
        "DVT: ruled out",
        "ruled out for MI",
        "PE r/o'd",
        "DVT workup negative",
        "family history of possible PE",
        "Suspected MI in father",
        "Screening for possible stroke",
        "Possible sinusitis",
        "Patient concerned about stroke",
        "no DVT, PE, or MI",
    ],
)
def test_what_is_denied_or_said_of_others_is_silent(words: str) -> None:
    assert findings(concept(text=words)) == set()


# --- code and text


@pytest.mark.parametrize(
    ("code", "finding"),
    [
        (concept(COUGH, text="Cough with hemoptysis"), "recent-hemorrhage"),
        (concept(icd("R07.9", "Chest pain, unspecified"), text="Chest pain, NSTEMI"), "thrombotic-event"),
        (concept(snomed("271825005", "Respiratory distress"), text="Acute pulmonary embolism"), "thrombotic-event"),
        (concept(icd("I10", "Essential (primary) hypertension"), text="HTN; DVT left leg"), "thrombotic-event"),
    ],
)
def test_what_a_text_adds_to_its_code_counts(code: Resource, finding: str) -> None:
    assert findings(code) == {(finding, "error")}


@pytest.mark.parametrize(
    "text", ["No PE", "PE ruled out", "Suspected PE", "Pulmonary embolism?", "Family history of PE", "Rule out PE"]
)
def test_a_text_that_denies_or_doubts_its_own_code_leaves_it_open_however_old(text: str) -> None:
    for day in (RECENT, LONG_AGO):
        assert findings(concept(EMBOLISM, text=text), day) == OPEN
    assert "its code and its words do not agree" in said(beside(concept(EMBOLISM, text=text)))


def test_a_text_that_states_what_its_code_denies_leaves_it_open() -> None:
    ulcer = icd("K25.7", "Chronic gastric ulcer without hemorrhage or perforation")
    assert findings(concept(ulcer, text="Gastric ulcer with hemorrhage")) == OPEN
    assert findings(concept(ulcer, text="Gastric ulcer")) == set()


@pytest.mark.parametrize(
    "code",
    [
        concept(COUGH, text="Cough"),
        concept(COUGH, text="Cough, no hemoptysis"),
        concept(icd("I34.0", "Nonrheumatic mitral (valve) insufficiency"), text="MI"),
        concept(icd("J90", "Pleural effusion, not elsewhere classified"), text="PE"),
        concept(snomed("439470001", "Arteriovenous fistula"), text="Fistula"),
        concept(icd("Z82.3", "Family history of stroke"), text="Stroke"),
        concept(icd("Z13.6", "Encounter for screening for cardiovascular disorders"), text="Stroke"),
        concept(icd("E78.5", "Hyperlipidemia, unspecified"), text="HLD (goal LDL < 70, family hx of MI)"),
    ],
)
def test_a_text_that_repeats_or_abbreviates_its_code_is_silent(code: Resource) -> None:
    assert findings(code) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Pulmonary embolism",
        "PE",
        "PE, provoked, no cor pulmonale",
        "PE - no DVT",
        "Other pulmonary embolism without acute cor pulmonale",
        "Acute PE with suspected infarct",
        "Shortness of breath",
    ],
)
def test_the_usual_text_beside_a_listed_code_leaves_it_an_error(text: str) -> None:
    assert findings(concept(EMBOLISM, text=text)) == {("thrombotic-event", "error")}


def test_an_abbreviation_beside_a_code_that_it_does_not_abbreviate_is_open() -> None:
    assert findings(concept(icd("J18.9", "Pneumonia, unspecified organism"), text="Pneumonia, PE")) == OPEN


CHRONIC = icd("I82.502", "Chronic embolism and thrombosis of unspecified deep veins of left lower extremity")
CHRONIC_LUNG = icd("I27.82", "Chronic pulmonary embolism")


@pytest.mark.parametrize("words", ["Acute PE", "New pulmonary embolism", "Acute on chronic pulmonary embolism"])
def test_an_acute_clot_in_the_text_of_a_chronic_code_is_asked_about(words: str) -> None:
    assert findings(concept(CHRONIC_LUNG, text=words)) == OPEN


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (CHRONIC_LUNG, "Chronic pulmonary embolism"),
        (CHRONIC_LUNG, "Pulmonary embolism, chronic"),
        (CHRONIC_LUNG, "No acute pulmonary embolism"),
        (CHRONIC, "Chronic DVT left leg"),
        (icd("Z86.73", "Personal history of transient ischemic attack (TIA), and cerebral infarction"), "Stroke"),
    ],
)
def test_a_chronic_clot_in_its_own_words_is_none_of_now(code: Resource, words: str) -> None:
    assert findings(concept(code, text=words)) == set()
