"""A text that says one thing a thousand times costs no more than one that says it twice, and says as much."""

from __future__ import annotations

import pytest
from support.answer import answer, check
from support.build import Resource, condition
from support.noted import found_in_condition, found_in_note, not_quiet
from support.plain import kidney, sixty

from validator.chart.words.repeated import parts_of, told_twice
from validator.terminology import phrase
from validator.verdict import Verdict

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


def test_a_long_name_is_cut_at_a_space_and_loses_nothing() -> None:
    words = " ".join(f"visit {one} seen" for one in range(900))
    assert list(parts_of("Acute DVT")) == ["Acute DVT"]
    assert " ".join(parts_of(words)) == words
    assert max(map(len, parts_of("x" * 3000))) == 1200


def test_what_the_long_words_of_a_condition_name_is_weighed_in_parts_and_found_in_the_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weighed, sense_of = [], phrase.sense_of
    monkeypatch.setattr(phrase, "sense_of", lambda plain, *at: (weighed.append(len(plain)), sense_of(plain, *at))[1])
    told = " ".join(f"visit {one} no bleeding." for one in range(120))
    quiet, named = (condition("long", {"text": one}, onset="2026-11-01") for one in (told, f"{told} Acute DVT."))
    assert not found(quiet)
    assert "thrombotic-event" in found(named)
    assert max(weighed) <= 1200


def found(one: Resource) -> set[str]:
    report = answer(check(kidney(beside=(one,)), structure="read"))
    return {told.code for told in report.findings if told.verdict is not Verdict.ACCEPT}
