"""A cancer whose own text doubts or denies it beside its code. All patients are synthetic."""

from __future__ import annotations

import pytest
from ordinary.ehr import Ehr
from ordinary.stories import KIDNEY, LIVER, LUNG, SORAFENIB
from support.judged import judged

from validator.verdict import Verdict


def verdicts(words: str) -> tuple[Verdict, Verdict]:
    """The verdicts where the words are the text of a kidney cancer and, as of the liver, of a liver cancer."""
    kidney = Ehr().tumor(KIDNEY, 100, text=words).problem(LUNG, 90).cabozantinib(60)
    of_liver = words.replace("RCC", "HCC").replace("Renal cell", "Hepatocellular").replace("renal", "hepatic")
    liver = Ehr().tumor(LIVER, 100, text=of_liver).past(SORAFENIB, 90, 30).cabozantinib(60)
    return judged(kidney.resources).verdict, judged(liver.resources).verdict


@pytest.mark.parametrize(
    "words",
    [
        "RCC ruled out", "No evidence of RCC", "Suspected RCC", "RCC, suspected", "? RCC", "RCC?", "Rule out RCC",
        "Possible renal cell carcinoma", "RCC (not confirmed)", "RCC - unlikely",
    ],
)  # fmt: skip
def test_a_cancer_that_its_own_text_doubts_decides_nothing(words: str) -> None:
    assert verdicts(words) == (Verdict.UNDETERMINED, Verdict.UNDETERMINED)


@pytest.mark.parametrize(
    "words",
    [
        "RCC", "RCC, no evidence of recurrence", "RCC, suspected lung metastases", "No evidence of RCC progression",
        "RCC, PE ruled out", "Renal cell carcinoma", "RCC, node involvement not confirmed", "Not resected RCC",
    ],
)  # fmt: skip
def test_a_doubt_of_something_beside_the_name_leaves_the_cancer(words: str) -> None:
    assert verdicts(words) == (Verdict.ACCEPT, Verdict.ACCEPT)
