"""Messages are sentences that stand alone in 140 characters."""

from __future__ import annotations

import pytest

from validator.finding import LONGEST_MESSAGE
from validator.rules.message import each_once, sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the dose  is\n high", "The dose is high."),
        ("Already a sentence.", "Already a sentence."),
        ("is it?", "Is it?"),
        ("stop!", "Stop!"),
        ("The dose was cut…", "The dose was cut…"),
        ("eGFR is low", "EGFR is low."),
        ("", "."),
        ("the diagnosis on file is 99100019004 Bravoma", "The diagnosis on file is Bravoma."),
        ("C78.01 Secondary malignant neoplasm is on file", "Secondary malignant neoplasm is on file."),
        # What no name follows is told as it is, and so is a number.
        ("the diagnosis on file is C22.0", "The diagnosis on file is C22.0."),
        ("60 mg once daily is 20 MG Oral Tablet", "60 mg once daily is 20 MG Oral Tablet."),
    ],
)
def test_a_text_becomes_a_sentence(text: str, expected: str) -> None:
    assert sentence(text) == expected


def test_a_sentence_of_140_characters_is_kept_whole() -> None:
    exact = "A" * (LONGEST_MESSAGE - 1)
    assert sentence(exact) == exact + "."
    assert len(sentence(exact)) == LONGEST_MESSAGE


def test_a_longer_text_is_cut_at_a_word_with_an_ellipsis() -> None:
    words = " ".join(["word"] * 40)
    cut = sentence(words)
    assert len(cut) <= LONGEST_MESSAGE
    assert cut.endswith("word…")
    assert len(cut) == 135
    assert cut[:-1] == words[: len(cut) - 1].capitalize()
    assert sentence("B" * 138 + ", and more").endswith("B…")
    assert len(sentence("C" * 200)) == LONGEST_MESSAGE


def test_reasons_that_say_the_same_of_the_same_things_stand_once() -> None:
    either, both = "no date of birth or no weight", "no date of birth and no weight"
    assert each_once([either, both]) == [both]
    assert each_once([both, either, both]) == [both]
    assert each_once([either, "no weight", either]) == [either, "no weight"]
