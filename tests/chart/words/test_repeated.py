"""A text that says one thing a thousand times costs no more than one that says it twice, and says as much."""

from __future__ import annotations

import pytest
from support.answer import check
from support.build import condition
from support.noted import found_in_condition, found_in_note, not_quiet
from support.plain import kidney, sixty

from validator.chart.words.repeated import told_twice
from validator.terminology import phrase

DANGERS = ("is nursing ", "bleeding -> ", "acute DVT 11/19. ", "GI bleed\n")
QUIET = ("denies bleeding. ", "Discussed with the family. ", "no DVT, ")
MOST = 150
"""How often a phrase may be weighed in a chart whose text repeats one: it was some 2,700 times."""


def long(words: str) -> str:
    return (words * 5000)[: 9_990 // len(words) * len(words)]


def test_a_danger_told_a_thousand_times_is_told() -> None:
    for words in DANGERS:
        assert found_in_note(long(words)) == found_in_note(words * 2) != set()
    assert found_in_condition(long("acute DVT 11/19. ")) == found_in_condition("acute DVT 11/19. ") != set()


def test_what_is_quiet_once_is_quiet_a_thousand_times() -> None:
    assert not_quiet(map(long, QUIET)) == []


def test_a_long_text_that_repeats_nothing_on_end_is_read_as_it_stands() -> None:
    for text in ("BP 120/80 120/80 120/80 " * 3, " ".join(f"visit {one} seen" for one in range(900))):
        assert told_twice(text) == text
    assert told_twice(f"Seen. {long('acute DVT. ')}Then PE.") == "Seen. acute DVT. acute DVT. Then PE."


@pytest.mark.parametrize("words", DANGERS)
def test_a_danger_told_a_thousand_times_is_weighed_no_more_than_a_few(
    words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed, sense_of = [], phrase.sense_of
    monkeypatch.setattr(phrase, "sense_of", lambda *asked: (weighed.append(1), sense_of(*asked))[1])
    named = condition("repeated", {"text": long(words)})
    check(kidney(sixty(note=[{"text": long(words)}]), beside=(named,)), structure="read")
    assert 0 < len(weighed) <= MOST
