"""A stage or a grade in the name of a tumor: read where it is set apart, and not where it may be of something else."""

from __future__ import annotations

import pytest
from ordinary.ehr import Ehr
from ordinary.stories import EVEROLIMUS, KIDNEY, LIVER_METASTASES, PANCREAS, SUNITINIB
from support.judged import judged

from validator.report.model import OrderReport
from validator.verdict import Verdict


def kidney(text: str) -> OrderReport:
    return judged(Ehr().tumor(KIDNEY, 500, text=text).past(SUNITINIB, 290, 60).cabozantinib(60).resources)


def pancreas(text: str) -> OrderReport:
    chart = Ehr().tumor(PANCREAS, 800, text=text).problem(LIVER_METASTASES, 400).past(EVEROLIMUS, 380, 40)
    return judged(chart.cabozantinib(60).resources)


@pytest.mark.parametrize(
    "text",
    [
        "Stage IV RCC",
        "Stage 4 renal cell carcinoma",
        "Papillary RCC, stage IV (HCC)",
        "RCC, stage III",
        "Renal cell carcinoma stage IV",
        "RCC stage IV",
        "ccRCC stage 4",
        "Renal cell carcinoma (cT3a, cN0, pM1)",
        "RCC with mets to lung",
        "Clear cell renal cell carcinoma with pulmonary metastases",
        "Oligometastatic RCC",
    ],
)
def test_an_advanced_stage_in_the_name_of_a_tumor_is_read(text: str) -> None:
    assert kidney(text).verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    "text",
    [
        "Renal cell carcinoma",
        "Stage I RCC",
        "RCC, stage II",
        "RCC with CKD stage 4",
        "RCC, CKD stage 3",
        "Stage 3 kidney disease and RCC",
        "Stage 4 chronic kidney disease RCC",
        "RCC, not stage IV",
        "RCC, possible stage IV",
        "Renal cell carcinoma (pT1a, pN0, cM0)",
        "RCC without mets to lung",
        "RCC, rule out mets to bone",
        "RCC, phase IV trial",
        "RCC stage IV pressure ulcer",
        "RCC wound stage IV",
        "Ulcer stage IV",
        "RCC or CKD stage 4",
    ],
)
def test_what_is_no_stage_of_it_or_none_that_is_advanced_shows_nothing(text: str) -> None:
    report = kidney(text)
    assert report.verdict is Verdict.UNDETERMINED
    assert "indication-not-shown" in {one.code for one in report.findings}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Pancreatic NET, grade 2", Verdict.ACCEPT),
        ("Pancreatic neuroendocrine tumor, G1", Verdict.ACCEPT),
        ("Neuroendocrine tumor of pancreas (G2)", Verdict.ACCEPT),
        ("Pancreatic neuroendocrine tumor", Verdict.UNDETERMINED),
        ("Pancreatic neuroendocrine tumor with grade 2 fatigue", Verdict.UNDETERMINED),
        ("Pancreatic neuroendocrine tumor, grade 2 diarrhea", Verdict.UNDETERMINED),
        ("Pancreatic neuroendocrine tumor, grade pending", Verdict.UNDETERMINED),
        ("Pancreatic neuroendocrine tumor, possibly G2", Verdict.UNDETERMINED),
        ("Pancreatic neuroendocrine neoplasm, G3", Verdict.UNDETERMINED),
        ("Pancreatic neuroendocrine tumor, poorly differentiated", Verdict.UNDETERMINED),
    ],
)
def test_a_grade_in_the_name_of_a_tumor_is_read_where_it_is_set_apart(text: str, verdict: Verdict) -> None:
    assert pancreas(text).verdict is verdict
