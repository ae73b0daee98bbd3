"""How often an amount is taken, in a note too; days by their letters; and what is another drug's."""

from __future__ import annotations

import pytest
from support.words import Text, told

from validator.dosage.word_kind import NamesInWords
from validator.dosage.words import read_words

AGAINST = (
    "cabo 60 mg twice daily",
    "Patient takes 60 mg every other day",
    "pt on 60 mg M/W/F",
    "dose 60 mg qod",
    "60 mg po BID",
    "60 mg 5 days a week",
    "1 tablet daily at bedtime, as needed",
    "60 mg po daily, wear gloves when handling, 21 days on 7 days off",
    "Take one tablet M-W-F",
    "1 tab Tu/Th/Sa",
    "1 tablet on odd days",
    "1 tablet on even days",
    "Take 1 tab M-F",
    "every alternate day",
    "Rifampin: take 80 mg daily",
    "Ketoconazole - reduce to 40 mg daily",
    "Ketoconazole 200 mg: reduce the dose to 40 mg daily",
    "Ondansetron: prn, take 2 tablets of cabozantinib daily",
)
QUIET = (
    "60 mg daily",
    "Cabometyx 60 mg once daily",
    "Cabozantinib 60 mg daily with visits every 3 weeks",
    "on 60 mg since March, scans every 8 weeks",
    "60 mg daily, BP check BID",
    "Check BP twice daily",
    "Loperamide: take 2 mg after each loose stool, max 16 mg daily",
    "Ondansetron 8 mg: take 1 tablet every 8 hours as needed",
    "Imodium - 2 tablets then 1 after each stool",
    "Lomotil: take 2 tablets four times daily as needed",
    "Diarrhea: loperamide 4 mg then 2 mg after each stool (max 16 mg/day)",
    "Patient also on amlodipine 10 mg daily (for BP)",
    "Tylenol: up to 3 g per day",
)


@pytest.mark.parametrize("where", ["text", "note"])
@pytest.mark.parametrize("words", AGAINST)
def test_how_often_this_drug_is_taken_is_compared_in_a_note_too(words: str, where: str) -> None:
    assert "text-contradicts-dose" in {one.code for one in told(Text(words, where))}


@pytest.mark.parametrize("where", ["text", "note"])
@pytest.mark.parametrize("words", QUIET)
def test_what_is_of_other_drugs_and_matters_is_not(words: str, where: str) -> None:
    assert told(Text(words, where)) == []


def test_a_row_of_its_names_is_read_in_time() -> None:
    # Read in as many ways as the names can be told apart, it would take longer than anybody waits.
    assert read_words("cabo cabometyx " * 25, NamesInWords(("cabometyx", "cabozantinib"))).stated == ()
