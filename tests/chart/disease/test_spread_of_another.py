"""Spread that the words of a cancer tell of another one, of a plan, or of a time that is over. All are synthetic."""

from __future__ import annotations

import pytest
from ordinary.ehr import Ehr
from ordinary.stories import KIDNEY
from support.judged import judged

from validator.verdict import Verdict


def verdict(text: str | None = None, note: str | None = None) -> Verdict:
    """The verdict on an order for a kidney cancer of which nothing but these words tells the spread."""
    chart = Ehr().tumor(KIDNEY, 100, text=text)
    if note is not None:
        chart.resources[-1]["note"] = [{"text": note}]
    return judged(chart.cabozantinib(60).resources).verdict


@pytest.mark.parametrize(
    "words",
    [
        "RCC; lung cancer with mets", "RCC and metastatic lung cancer", "RCC / metastatic CRC",
        "RCC with synchronous metastatic lung adenocarcinoma", "Stage IV RCC vs metastatic TCC",
        "RCC, metastatic (to be confirmed)", "RCC, metastatic s/p complete response", "RCC; lung cancer, stage IV",
        "RCC; metastatic breast", "RCC, metastatic prostate on ADT",
    ],
)  # fmt: skip
def test_words_of_another_cancer_or_in_doubt_show_no_spread(words: str) -> None:
    assert verdict(words) is Verdict.UNDETERMINED
    assert verdict(note=words) is Verdict.UNDETERMINED


@pytest.mark.parametrize("note", ["Will stage for metastatic disease.", "Metastatic RCC is treated with cabozantinib."])
def test_a_plan_or_a_sentence_of_a_book_shows_no_spread(note: str) -> None:
    assert verdict(note=note) is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    "words",
    [
        "Metastatic RCC", "RCC with lung mets", "RCC metastatic to lung and liver", "RCC, metastatic to lung; CKD",
        "Metastatic RCC; bladder cancer history", "Metastatic RCC with sarcomatoid features", "RCC, stage IV",
        "Metastatic RCC and NSCLC",
    ],
)  # fmt: skip
def test_the_spread_of_this_cancer_counts_beside_another_name(words: str) -> None:
    assert verdict(words) is Verdict.ACCEPT


def test_a_note_of_metastatic_disease_counts() -> None:
    assert verdict(note="Metastatic RCC treated with cabozantinib since June.") is Verdict.ACCEPT
