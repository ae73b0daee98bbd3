"""What an Observation asks by its own words, where no list has its code: noticed where it could decide, else quiet.

Each chart is accepted without the entry. All patients are synthetic.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, attested, condition, icdo3, observation, patient, statement
from support.coding import DRUGS, GRADE, GRADE_2, NO, POOR, STAGE_1, YES, coding, concept, icd
from support.judged import judged, liver_cancer, tablets, thyroid
from support.plain import kidney, neuroendocrine, replaced, sixty, without

LOCAL = "urn:oid:1.2.840.114350.1.13.999.2.7"
KIDNEY = condition("tumor", concept(icd("C64.1", "Malignant neoplasm of right kidney")), onset="2025-09-01")


def asked(name: str, answer: Any, on: str = "2026-11-10") -> Resource:
    """An Observation of a system that has a code of its own for everything."""
    code = {"coding": [{"system": LOCAL, "code": "10042", "display": name}], "text": name}
    match answer:
        case dict():
            value = answer
        case bool():
            value = {"valueBoolean": answer}
        case int():
            value = {"valueInteger": answer}
        case _:
            value = {"valueString": answer}
    return observation("entry", coding(LOCAL, "10042"), on) | {"code": code} | value


def local(display: str) -> dict[str, Any]:
    return {"valueCodeableConcept": {"coding": [{"system": LOCAL, "code": "7", "display": display}]}}


def coded(value: dict[str, str]) -> dict[str, Any]:
    return {"valueCodeableConcept": concept(value)}


def percent(number: float) -> dict[str, Any]:
    return {"valueQuantity": {"value": number, "unit": "%"}}


def advanced_by_word(*entries: Resource) -> list[Resource]:
    """Kidney cancer that is advanced by an attestation of last spring and by nothing else."""
    stated = attested("advanced", "advanced", "2026-03-01")
    return [*without(kidney(beside=(stated,)), "metastasis"), *entries]


def of_the_pancreas(*entries: Resource, code: str = "C25.4", grade: bool = True) -> list[Resource]:
    """A metastatic tumor of the pancreas, G2 in March."""
    treated = statement(
        "old", concept(DRUGS["everolimus"][0]), start="2026-04-01", end="2026-09-30", status="completed"
    )
    return [
        patient(born="1964-05-04"),
        treated,
        condition("tumor", concept(icd(code, "Malignant neuroendocrine tumor")), onset="2026-03-01"),
        condition("spread", concept(icd("C78.7", "Secondary malignant neoplasm of liver")), onset="2026-03-01"),
        *([observation("grade", GRADE, "2026-03-10", coded=GRADE_2)] if grade else []),
        *entries,
        sixty(),
    ]


def of_the_thyroid(*entries: Resource) -> list[Resource]:
    return thyroid(*entries, tablets(40))


def of_the_liver(*entries: Resource) -> list[Resource]:
    return liver_cancer(*entries, sixty())


def of_the_ileum(*entries: Resource) -> list[Resource]:
    return [*neuroendocrine()[:-1], *entries, sixty()]


def kidney_by_organ(*entries: Resource) -> list[Resource]:
    return replaced(kidney(beside=entries), KIDNEY)


CHARTS = (
    advanced_by_word(),
    of_the_pancreas(),
    of_the_pancreas(code="C7A.8"),
    of_the_thyroid(),
    of_the_liver(),
    of_the_ileum(),
    kidney_by_organ(),
)


@pytest.mark.parametrize("chart", CHARTS)
def test_the_charts_are_accepted_without_the_entry(chart: list[Resource]) -> None:
    assert judged(chart).verdict.value == "accept"


OPEN, BARRED, FINE = "undetermined", "error", "accept"


@pytest.mark.parametrize(
    ("name", "answer", "verdict"),
    [
        ("Stage group", "Stage I", OPEN),
        ("AJCC stage", "IA", OPEN),
        ("AJCC Stage Group (8th ed)", "II", OPEN),
        ("TNM clinical stage", "T1a N0 M0, Stage I", OPEN),
        ("ONC STAGE GROUP", local("Stage I"), OPEN),
        ("Cancer stage", coded(STAGE_1), BARRED),
        ("Pathologic stage", coded(coding("http://cancerstaging.org", "1")), BARRED),
        ("Clinical Stage", 2, OPEN),
        ("Tumor stage at diagnosis", "early", OPEN),
        ("Stage", local("I"), OPEN),
        ("Overall stage", "Frühstadium", OPEN),
        ("Stage group", "Stage IV", FINE),
        ("Stage group", "III", FINE),
        ("AJCC stage", local("Stage IVB"), FINE),
        ("Stage group", "pending", FINE),
        ("Stage group", "Unknown", FINE),
        ("AJCC stage", {"dataAbsentReason": concept(coding("x", "unknown"))}, FINE),
    ],
)
def test_a_stage_under_a_code_of_its_own(name: str, answer: Any, verdict: str) -> None:
    assert judged(advanced_by_word(asked(name, answer))).verdict.value == verdict


@pytest.mark.parametrize(
    ("name", "answer", "verdict"),
    [
        ("Histology", "Poorly differentiated neuroendocrine carcinoma, Ki-67 80 %", OPEN),
        ("Final diagnosis", "Liver, biopsy: poorly differentiated neuroendocrine carcinoma", OPEN),
        ("Pathology diagnosis", "Large cell neuroendocrine carcinoma", OPEN),
        ("Histologic type", "Neuroendocrine carcinoma", OPEN),
        ("Histologic type", coded(icdo3("8246/3", "Neuroendocrine carcinoma")), BARRED),
        ("Histology", "8246/3", OPEN),
        ("Tumor grade", "poorly differentiated", OPEN),
        ("Tumor grade", coded(POOR), BARRED),
        ("WHO grade", "G3", OPEN),
        ("WHO grade (2019)", local("NEC, G3"), OPEN),
        ("Differentiation", "poor", OPEN),
        ("Differentiation", local("Moderately differentiated"), OPEN),
        ("Histologic grade", 3, OPEN),
        ("Histologic Grade", "schlecht differenziert", OPEN),
        ("Ki-67 index", percent(80), OPEN),
        ("Ki67 (MIB-1)", "80 %", OPEN),
        ("WHO grade", "G2", FINE),
        ("Tumor grade", local("Well differentiated"), FINE),
        ("Histology", "Neuroendocrine tumor", FINE),
        ("Histology", "Well differentiated neuroendocrine tumor, NET G2", FINE),
        ("Histology", "histology pending", FINE),
        ("Biopsy result", "Gastric mucosa with chronic gastritis, negative for malignancy", FINE),
        ("Pathology", "Tubular adenoma of the colon", FINE),
        ("Ki-67 index", percent(8), FINE),
        ("Ki-67 index", "< 3%", FINE),
        ("Ki-67 in breast cancer", percent(80), FINE),
    ],
)
@pytest.mark.parametrize("code", ["C25.4", "C7A.8"])
def test_a_grade_or_histology_under_a_code_of_its_own(name: str, answer: Any, verdict: str, code: str) -> None:
    # An index counts for a site that is known, and C7A.8 names none.
    is_of_no_site = code == "C7A.8" and name.startswith("Ki")
    found = judged(of_the_pancreas(asked(name, answer), code=code)).verdict.value
    assert found == (FINE if is_of_no_site else verdict)


@pytest.mark.parametrize(
    ("name", "answer"),
    [("Ki-67 index", percent(8)), ("Ki-67", "8 %"), ("WHO grade", "G1"), ("Differentiation", "well differentiated")],
)
def test_an_answer_under_a_code_of_its_own_shows_what_nothing_else_does(name: str, answer: Any) -> None:
    assert judged(of_the_pancreas(grade=False)).verdict.value == OPEN
    assert judged(of_the_pancreas(asked(name, answer), grade=False)).verdict.value == FINE


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("Stage group", "IV"),
        ("M category", "M1"),
        ("cM", local("cM1b")),
        ("Metastatic sites", "lung, bone"),
        ("Distant metastasis", True),
        ("Metastatic disease", coded(YES)),
        ("Number of metastases", 3),
        ("TNM", "T3 N0 M1"),
    ],
)
def test_a_spread_under_a_code_of_its_own_is_shown(name: str, answer: Any) -> None:
    alone = without(kidney(), "metastasis")
    assert judged(alone).verdict.value == OPEN
    assert judged([*alone, asked(name, answer)]).verdict.value == FINE


@pytest.mark.parametrize(
    ("name", "answer", "verdict"),
    [
        ("Metastatic sites", "none", OPEN),
        ("Distant metastasis", False, OPEN),
        ("Metastases", coded(NO), OPEN),
        ("M category", "cM0", OPEN),
        ("Metastatic site(s)", "ligamentum", OPEN),
        ("Metastatic sites", "lung", FINE),
        ("Metastatic sites", "unknown", FINE),
        ("Lymph node metastases", "none", FINE),
        ("RAI refractory", False, OPEN),
        ("Radioactive iodine refractory", "no", OPEN),
        ("RAI-refractory disease", "perhaps", OPEN),
        ("RAI refractory", "Yes", FINE),
        ("RAI refractory", "unknown", FINE),
    ],
)
def test_what_is_attested_beside_a_later_answer(name: str, answer: Any, verdict: str) -> None:
    assert judged(of_the_thyroid(asked(name, answer))).verdict.value == verdict


@pytest.mark.parametrize("name", ["RAI refractory", "Metastatic sites"])
@pytest.mark.parametrize(
    "answer", [{"valueDateTime": "2026-11-01"}, {"valueString": "\u00b2"}, {"interpretation": [{"text": "see report"}]}]
)
def test_an_answer_in_an_element_or_a_sign_that_nobody_reads_is_no_silence(name: str, answer: dict[str, Any]) -> None:
    odd = {key: one for key, one in asked(name, "x").items() if key != "valueString"} | answer
    assert judged(of_the_thyroid(odd)).verdict.value == OPEN


@pytest.mark.parametrize("answer", [True, "Yes", coded(YES)])
def test_refractory_disease_under_a_code_of_its_own_is_shown(answer: Any) -> None:
    alone = without(of_the_thyroid(), "rai-refractory")
    assert judged(alone).verdict.value == OPEN
    assert judged([*alone, asked("RAI refractory", answer)]).verdict.value == FINE


@pytest.mark.parametrize(
    ("name", "answer", "verdict"),
    [
        ("Resectability", "Resectable", OPEN),
        ("Tumor resectability", "borderline resectable", OPEN),
        ("Resectable", True, OPEN),
        ("Unresectable", "No", OPEN),
        ("Resectability", "R1", OPEN),
        ("Resectability", "Unresectable", FINE),
        ("Unresectable disease", True, FINE),
        ("Resectability", "not assessed", FINE),
    ],
)
def test_an_attested_unresectable_tumor_beside_a_later_answer(name: str, answer: Any, verdict: str) -> None:
    assert judged(of_the_ileum(asked(name, answer))).verdict.value == verdict


@pytest.mark.parametrize(
    ("name", "answer", "verdict"),
    [
        ("Child Pugh class", "C", BARRED),
        ("Child-Turcotte-Pugh (CTP) class", local("C"), BARRED),
        ("CTP score", 11, BARRED),
        ("Child-Pugh score at baseline", "Class C (11 points)", BARRED),
        ("Child's class", "decompensated", OPEN),
        ("Child-Pugh ascites", 3, FINE),
        ("Child-Pugh class", "A6", FINE),
        ("Child-Pugh class", "N/A", FINE),
    ],
)
def test_a_liver_class_under_a_code_of_its_own(name: str, answer: Any, verdict: str) -> None:
    assert judged(of_the_liver(asked(name, answer))).verdict.value == verdict


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("Oncocytoma", OPEN),
        ("Urothelial carcinoma", OPEN),
        ("Clear cell renal cell carcinoma, grade 2", FINE),
        ("Papillary RCC", FINE),
        ("pending", FINE),
        ("see report", FINE),
    ],
)
def test_a_histology_in_words_beside_a_cancer_that_is_coded_by_its_organ(answer: str, verdict: str) -> None:
    assert judged(kidney_by_organ(asked("Histology", answer))).verdict.value == verdict


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("Stage of change", "I"),
        ("Tanner stage", 2),
        ("Pressure ulcer stage", "Stage I"),
        ("CKD stage", "2"),
        ("Sleep stage", "II"),
        ("Heart failure stage (ACC/AHA)", "Stage B"),
        ("COPD GOLD stage", "1"),
        ("Liver fibrosis stage", "F1"),
        ("Hypertension stage", "Stage 1"),
        ("Stage of labor", "first"),
        ("AJCC edition", "8"),
        ("Date of staging", "2026-01-02"),
        ("Staging system", "AJCC"),
        ("T category", "T1a"),
        ("Grade of education", "poor"),
        ("Highest grade completed", "12"),
        ("CTCAE grade of diarrhea", "3"),
        ("GVHD grade", "III"),
        ("Gleason grade group", "4"),
        ("Nottingham histologic grade", "3"),
        ("Fuhrman nuclear grade", "4"),
        ("Varices grade", "high"),
        ("RBC morphology", "poor"),
        ("Sperm morphology", "poor"),
        ("Growth differentiation factor 15", "high"),
        ("Karnofsky performance status", 60),
        ("ECOG grade", 2),
        ("Tumor size", "3 cm"),
        ("Tumor marker", "high"),
        ("Family history of cancer", "no"),
        ("Metastatic risk", "low"),
        ("Anesthesia grade", "3"),
        ("Lymph node metastasis", "none"),
        ("Iodine allergy", "no"),
    ],
)
def test_what_sounds_alike_and_asks_something_else_is_quiet(name: str, answer: Any) -> None:
    for chart in (advanced_by_word, of_the_pancreas, of_the_thyroid, of_the_liver, of_the_ileum, kidney_by_organ):
        found = judged(chart(asked(name, answer)))
        assert found.verdict.value == FINE
        assert found.ledger.set_aside == ()


@pytest.mark.parametrize("name", ["Stage group", "Tumor grade", "Histology", "Ki-67 index", "Metastatic sites"])
def test_what_stands_in_an_older_entry_is_outdated(name: str) -> None:
    """The commonest chart there is: found early, spread since."""
    answer = {"Stage group": "Stage II", "Tumor grade": "G3", "Histology": "Clear cell renal cell carcinoma"}
    for chart in (kidney(beside=(asked(name, answer.get(name, "none"), "2025-09-02"),)),):
        assert judged(chart).verdict.value == FINE


def test_a_component_asks_by_its_words_too() -> None:
    part = {"code": {"text": "Differentiation"}, "valueString": "poorly differentiated"}
    other = {"code": {"text": "Tumor size"}, "valueString": "3 cm"}
    panel = asked("Pathology synoptic report", {"component": [other, part]})
    assert judged(of_the_pancreas(panel)).verdict.value == OPEN
    assert judged(of_the_pancreas(panel | {"component": [other]})).verdict.value == FINE


def test_words_never_count_beside_a_code_that_a_list_knows() -> None:
    weight = asked("Stage group", {"valueQuantity": {"value": 80, "unit": "kg"}})
    weight["code"]["coding"].append(coding("http://loinc.org", "29463-7", "Body weight"))
    found = judged(advanced_by_word(weight))
    assert found.verdict.value == FINE
    assert found.ledger.set_aside == ()


def test_an_answer_in_words_is_named_with_its_reason() -> None:
    found = judged(advanced_by_word(asked("Stage group", "Stage I")))
    (finding,) = [one for one in found.findings if one.code == "entry-set-aside"]
    assert "Stage group" in finding.message
    assert "in words only" in finding.detail
    assert [one.reason for one in found.ledger.set_aside] == ["in-words"]


def under(display: Any, text: Any, answer: str) -> Resource:
    """An Observation whose code has a display and a text of its own."""
    code = {"coding": [{"system": LOCAL, "code": "10042", "display": display}], "text": text}
    return asked("", answer) | {"code": code}


@pytest.mark.parametrize(("display", "text"), [("Stage group", "Result 10042"), ("Result 10042", "Stage group")])
def test_one_of_two_names_tells_the_question(display: str, text: str) -> None:
    assert judged(advanced_by_word(under(display, text, "Stage I"))).verdict.value == OPEN


@pytest.mark.parametrize(
    ("display", "text"), [("Lymph node metastases", "Metastases"), ("Metastases", "Lymph node metastases")]
)
def test_one_of_two_names_tells_that_it_is_another_question(display: str, text: str) -> None:
    assert judged(kidney(beside=(under("Metastases", "Metastases", "none"),))).verdict.value == OPEN
    assert judged(kidney(beside=(under(display, text, "none"),))).verdict.value == FINE


@pytest.mark.parametrize(("display", "text"), [("Stage group", 5), (5, "Stage group"), ("Result", 5), (5, "Result")])
def test_a_name_that_is_no_text_is_no_name(display: Any, text: Any) -> None:
    expected = OPEN if "Stage group" in (display, text) else FINE
    assert judged(advanced_by_word(under(display, text, "Stage I"))).verdict.value == expected


@pytest.mark.parametrize("letters", [160, 161, 320, 2000])
def test_a_name_asks_however_long_its_text_is(letters: int) -> None:
    name = "Stage group of the tumor that was looked at ".ljust(letters, "x")
    assert judged(advanced_by_word(asked(name, "Stage I"))).verdict.value == OPEN


LONG = "as told by the team of the clinic on the day of the visit and written down later by one who was there, "
"""Words that make a name too long for one."""


@pytest.mark.parametrize(
    "name",
    [
        f"Child-Pugh class. {LONG * 2}with comments, the date and the method",
        f"Flowsheet row of hepatology ({LONG}): Child-Pugh class\n{LONG}",
        f"Child-Pugh class {LONG * 3}",
        f"{LONG * 2}Child-Pugh class {LONG}",
    ],
)
def test_a_question_in_a_long_text_is_asked(name: str) -> None:
    assert len(name) > 160
    assert judged(of_the_liver(asked(name, "C"))).verdict.value == "error"
    assert judged(of_the_liver(asked(name, "C?"))).verdict.value == "undetermined"
    assert judged(of_the_liver(asked(name, "A"))).verdict.value == "accept"
    assert judged(kidney(beside=(asked(name, "A5"),))).verdict.value == "accept"


@pytest.mark.parametrize(
    "name",
    [
        f"Over the last two weeks, how often were you bothered by poor appetite, weight loss or overeating? {LONG * 2}",
        f"Patient education: the stage of the cancer was explained, the grade was discussed, {LONG * 2}",
        f"Breast: Nottingham grade of the tumor. {LONG * 2}",
        f"Do you feel safe at home? {LONG * 2}",
        "x" * 500,
        f"{LONG * 40}",
    ],
)
def test_a_long_text_that_asks_nothing_of_a_label_is_quiet(name: str) -> None:
    for chart in CHARTS:
        found = judged([*chart[:-1], asked(name, "3"), chart[-1]])
        assert found.verdict.value == "accept"
        assert found.ledger.set_aside == ()


def test_a_very_long_name_is_read_in_no_time() -> None:
    hostile = asked("cancer tumor grade who " * 20000, "3")
    assert judged(kidney(beside=(hostile,))).verdict.value in ("accept", "undetermined")
