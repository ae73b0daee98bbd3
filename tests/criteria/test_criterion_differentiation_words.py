"""What the name, the stage and the notes of a neuroendocrine tumor say of its differentiation. All are synthetic."""

from __future__ import annotations

import pytest
from ordinary.ehr import Ehr
from ordinary.stories import CARCINOID_LIVER, EVEROLIMUS, GRADE, ILEUM, LIVER_METASTASES, PANCREAS
from support.build import Resource
from support.coding import Coding, concept, snomed
from support.judged import judged

from validator.report.model import OrderReport
from validator.verdict import Verdict


def order_for(tumor: Coding, spread: Coding, *, text: str | None = None, **more: object) -> OrderReport:
    """The report on an order for this tumor after everolimus; `more` are elements of its Condition."""
    chart = Ehr().tumor(tumor, 800, text=text)
    chart.resources[-1] |= more
    return judged(chart.problem(spread, 400).past(EVEROLIMUS, 380, 40).cabozantinib(60).resources)


def noted(words: str) -> list[dict[str, str]]:
    return [{"text": words}]


def staged(words: str) -> list[Resource]:
    return [{"summary": concept(text=words)}]


@pytest.mark.parametrize(
    "words",
    [
        "Well-differentiated, WHO G2, Ki-67 5%.",
        "Path: well differentiated NET, grade 2",
        "Biopsy of liver: NET G1.",
        "Liver mets. Grade 2 pancreatic NET.",
        "Well differentiated neuroendocrine carcinoma",
    ],
)
def test_a_note_or_a_stage_that_says_well_differentiated_is_heard(words: str) -> None:
    assert order_for(PANCREAS, LIVER_METASTASES, note=noted(words)).verdict is Verdict.ACCEPT
    assert order_for(PANCREAS, LIVER_METASTASES, stage=staged(words)).verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    "words",
    [
        "Not well differentiated",
        "Possibly well differentiated",
        "Poorly differentiated NEC",
        "Fatigue, grade 2",
        "Tolerating everolimus, grade 2 stomatitis",
        "Grade 2 diarrhea from her NET",
        "Colon adenocarcinoma, well differentiated, resected 2019",
        "NET G?",
        "Lutathera is approved for well-differentiated NET",
        "PA criteria: well differentiated NET, grade 2",
    ],
)
def test_a_note_that_says_it_of_something_else_or_not_at_all_is_not(words: str) -> None:
    assert order_for(PANCREAS, LIVER_METASTASES, note=noted(words)).verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    "name",
    [
        "NET G1 of pancreas", "Pancreatic NET G2", "Pancreatic NET G2, liver mets", "G2 pNET", "pNET G1",
        "Grade 2 pancreatic neuroendocrine tumor", "Pancreatic neuroendocrine tumor grade 2",
        "Low-grade pancreatic NET",
        "Metastatic G2 pancreatic NET to liver",
    ],
)  # fmt: skip
def test_a_grade_at_the_name_of_the_tumor_is_its_grade(name: str) -> None:
    assert order_for(PANCREAS, LIVER_METASTASES, text=name).verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    "name",
    [
        "NEC G3", "Neuroendocrine carcinoma G2", "Pancreatic NET with grade 2 diarrhea", "Pancreatic NET, not G2",
        "Mixed NET G2 and adenocarcinoma", "Pancreatic NET grade 2 mucositis",
    ],
)  # fmt: skip
def test_a_grade_of_a_carcinoma_or_of_an_illness_beside_it_is_not(name: str) -> None:
    assert order_for(PANCREAS, LIVER_METASTASES, text=name).verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    "name",
    [
        "Poorly differentiated neuroendocrine carcinoma of ileum", "Ileal NET, poorly differentiated",
        "High grade NEC, ileum", "Large cell neuroendocrine carcinoma of ileum",
    ],
)  # fmt: skip
def test_words_that_speak_against_the_code_of_a_carcinoid_leave_it_open(name: str) -> None:
    for report in (
        order_for(ILEUM, CARCINOID_LIVER, text=name),
        order_for(ILEUM, CARCINOID_LIVER, note=noted(name)),
    ):
        assert report.verdict is Verdict.UNDETERMINED
        (found,) = [one for one in report.findings if one.verdict is Verdict.UNDETERMINED]
        assert "stands against" in found.message


@pytest.mark.parametrize(
    "name",
    ["Neuroendocrine carcinoma of ileum (HCC)", "Ileal NET, no poorly differentiated component", "Midgut NET"],
)
def test_usual_names_of_a_carcinoid_say_nothing_against_its_code(name: str) -> None:
    assert order_for(ILEUM, CARCINOID_LIVER, text=name).verdict is Verdict.ACCEPT


def test_a_newer_coded_grade_outdates_the_words_of_a_name_and_an_older_one_does_not() -> None:
    well = snomed("373375007", "Well differentiated histological grade finding")
    for days, wanted in ((700, Verdict.ACCEPT), (900, Verdict.UNDETERMINED)):
        chart = Ehr().tumor(ILEUM, 800, text="Ileal NET, poorly differentiated").problem(CARCINOID_LIVER, 400)
        chart.says(GRADE, days, well).past(EVEROLIMUS, 380, 40)
        assert judged(chart.cabozantinib(60).resources).verdict is wanted


def test_a_grade_in_words_settles_what_the_code_of_a_metastasis_only_lets_infer() -> None:
    for text, wanted in (("G2, well differentiated", Verdict.ACCEPT), (None, Verdict.WARNING)):
        chart = Ehr().tumor(PANCREAS, 800).problem(CARCINOID_LIVER, 400).past(EVEROLIMUS, 380, 40)
        if text is not None:
            chart.says(GRADE, 700, text=text)
        assert judged(chart.cabozantinib(60).resources).verdict is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Well differentiated, grade 3", Verdict.ACCEPT),
        ("G3", Verdict.UNDETERMINED),
        ("Poorly differentiated, grade 3", Verdict.UNDETERMINED),
        ("Well differentiated, focally poorly differentiated, grade 3", Verdict.UNDETERMINED),
    ],
)
def test_a_grade_3_that_is_called_well_differentiated_is_that_of_a_tumor(text: str, wanted: Verdict) -> None:
    chart = Ehr().tumor(PANCREAS, 800).problem(LIVER_METASTASES, 400).says(GRADE, 700, text=text)
    assert judged(chart.past(EVEROLIMUS, 380, 40).cabozantinib(60).resources).verdict is wanted


def graded(*, text: str | None = None, **more: object) -> Verdict:
    """The verdict on a tumor of the pancreas with these words, beside a coded G2 of the same day."""
    well = snomed("1228850007", "American Joint Committee on Cancer grade G2")
    chart = Ehr().tumor(PANCREAS, 800, text=text)
    chart.resources[-1] |= more
    chart.problem(LIVER_METASTASES, 400).says(GRADE, 800, well).past(EVEROLIMUS, 380, 40)
    return judged(chart.cabozantinib(60).resources).verdict


@pytest.mark.parametrize(
    "name",
    [
        "Pancreatic NEC", "Neuroendocrine carcinoma, high grade", "Large cell NEC", "Pancreatic NET, high-grade",
        "Pancreatic NET with small cell features", "Pancreatic NET, dedifferentiated", "High grade pancreatic NET",
        "Pancreatic NET, proliferation index 80%", "Pancreatic NET, Ki-67 index 0.8", "Anaplastic pancreatic NET",
    ],
)  # fmt: skip
def test_words_of_a_carcinoma_stand_against_a_good_grade_of_the_same_day(name: str) -> None:
    assert graded(text=name) is Verdict.UNDETERMINED
    assert graded(note=noted(f"{name}.")) is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    "name",
    [
        "Pancreatic NET", "Malignant neoplasm of endocrine pancreas, NEC", "Pancreatic neuroendocrine carcinoma",
        "pNET, not high-grade", "NET G3, well differentiated, high-grade", "Pancreatic NET, no small cell component",
        "Pancreatic NET, high-grade SBO", "Pancreatic NET, high grade fever", "Pancreatic NET, proliferation index 5%",
        "Pancreatic NET, Ki-67 index 8", "Pancreatic NET, Ki-67 index < 1", "Pancreatic NET, Ki-67 0.8%",
        "Pancreatic NET, Ki-67 index 0.05", "Islet cell carcinoma",
    ],
)  # fmt: skip
def test_usual_words_leave_a_good_grade_alone(name: str) -> None:
    assert graded(text=name) is Verdict.ACCEPT
    assert graded(note=noted(f"{name}.")) is Verdict.ACCEPT
