"""A Ki-67 index in the words of a tumor, and a poor grade in those of its metastasis. All patients are synthetic."""

from __future__ import annotations

import pytest
from support.build import Resource, condition, observation
from support.coding import GRADE, GRADE_2, concept, icd
from support.judged import judged
from support.plain import pancreas, replaced

from validator.chart.disease.growth_words import is_high

ENDOCRINE = icd("C25.4", "Endocrine pancreas")
LIVER = icd("C78.7", "Secondary of liver")


@pytest.mark.parametrize(
    "text",
    [
        "Pancreatic NET G2, Ki-67 85%",
        "Well differentiated NET. MIB-1 labeling index: 70 %",
        "NET G3, Ki67 60-80%",
        "Ki-67 >50%",
        "85% Ki-67",
        "Ki 67 index is approximately 30",
    ],
)
def test_an_index_too_high_for_the_grade_beside_it(text: str) -> None:
    assert is_high(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "NET G2, Ki-67 5%",
        "Well differentiated NET G3, Ki-67 40%",
        "Ki-67 <3%",
        "Ki-67 20%",
        "Ki-67 3-20%",
        "Ki-67 not above 20%",
        "Ki-67 11/2026 pending",
        "Ki-67 on 85 mm specimen",
    ],
)
def test_an_index_that_fits_says_nothing(text: str) -> None:
    assert is_high(text) is None


def tumor(text: str | None = None, note: str | None = None) -> Resource:
    return condition("tumor", concept(ENDOCRINE, text=text), onset="2026-03-01", note=note)


@pytest.mark.parametrize("words", ["Pancreatic NET G2, Ki-67 85%", "Pancreatic NET, well differentiated, Ki-67 85%"])
def test_it_takes_back_the_grade_in_the_same_words(words: str) -> None:
    assert judged(replaced(pancreas(grade=None), tumor(words))).verdict == "undetermined"
    assert judged(replaced(pancreas(grade=None), tumor(None, words))).verdict == "undetermined"


def test_it_leaves_an_older_coded_grade_open() -> None:
    assert judged(replaced(pancreas(), tumor(None, "Repeat biopsy: Ki-67 85%"))).verdict == "undetermined"


@pytest.mark.parametrize("words", ["PanNET G2", "Pancreatic NET G2, Ki-67 5%", "Pancreatic NET G3, Ki-67 30%"])
def test_a_grade_that_fits_its_index_is_one(words: str) -> None:
    assert judged(replaced(pancreas(grade=None), tumor(words))).verdict == "accept"


@pytest.mark.parametrize(
    "note",
    [
        "Poorly differentiated neuroendocrine carcinoma",
        "Biopsy: poorly differentiated, Ki-67 80%",
        "High-grade neuroendocrine carcinoma on biopsy",
        "Ki-67 70%",
    ],
)
def test_what_was_seen_in_a_metastasis_is_no_silence(note: str) -> None:
    spread = condition("spread", concept(LIVER), onset="2026-03-01", note=note)
    assert judged(replaced(pancreas(), spread)).verdict == "undetermined"


@pytest.mark.parametrize(
    "note", ["Well differentiated", "Consistent with the primary", "Not poorly differentiated", "Ki-67 3%"]
)
def test_other_words_of_a_metastasis_change_nothing(note: str) -> None:
    spread = condition("spread", concept(LIVER), onset="2026-03-01", note=note)
    assert judged(replaced(pancreas(), spread)).verdict == "accept"
    assert judged(replaced(pancreas(grade=None), spread)).verdict == "undetermined"


def test_an_answer_with_such_an_index_shows_no_good_grade() -> None:
    answered = observation("answered", GRADE, "2026-11-10", text="NET G2, Ki-67 85%")
    assert judged(pancreas(answered, grade=None)).verdict == "undetermined"
    coded = observation("coded", GRADE, "2026-11-11", coded=GRADE_2)
    assert judged(pancreas(coded, grade=None)).verdict == "accept"


# --- a good grade in a name: all of it has to be understood


@pytest.mark.parametrize(
    "words",
    [
        "NET, G2, pending review",
        "Well differentiated NET, re-review pending",
        "Formerly well differentiated NET",
        "NET G2, transformed to NEC",
        "Mixed well differentiated NET and adenocarcinoma",
        "Well differentiated per outside, poorly per our read",
        "NET G1-G3",
        "Well differentiated lipoma, NET",
        "Loss of well differentiated phenotype",
    ],
)
def test_a_name_that_says_more_shows_no_good_grade(words: str) -> None:
    assert judged(replaced(pancreas(grade=None), tumor(words))).verdict == "undetermined"


@pytest.mark.parametrize(
    "words",
    [
        "Pancreatic NET G2, liver mets",
        "pNET, well-differentiated, stage IV, s/p distal pancreatectomy 2021",
        "Metastatic well differentiated neuroendocrine tumor of pancreas on everolimus",
        "Well-differentiated NET of pancreatic tail w/ liver metastases, progressed on lanreotide",
        "Pancreatic NET, well differentiated (biopsy-proven)",
        "Low-grade neuroendocrine tumor of pancreas",
        "Nonfunctioning pancreatic NET, G1, unresectable",
    ],
)
def test_an_ordinary_name_does(words: str) -> None:
    assert judged(replaced(pancreas(grade=None), tumor(words))).verdict == "accept"
