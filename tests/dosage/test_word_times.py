"""How many doses of a day the times and parts of the day in a text count."""

from __future__ import annotations

import pytest
from support.words import Text, told

from validator.dosage.word_kind import Kind, NamesInWords
from validator.dosage.word_times import parts_of_day
from validator.dosage.words import read_words

NAMES = NamesInWords(("cabozantinib", "cabometyx"), ("cometriq",))


def times(text: str) -> list[int]:
    return [int(one.low) for one in read_words(text, NAMES).stated if one.kind is Kind.TIMES and one.low is not None]


def frequencies(text: str) -> list[str]:
    return [one.words for one in read_words(text, NAMES).stated if one.kind is Kind.FREQUENCY]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("am, 60 mg pm", {"morning", "evening"}),
        ("qam and qhs", {"morning", "evening"}),
        ("at noon", {"noon"}),
        ("1 mane, 1 nocte", {"morning", "evening"}),
        ("1 at midday, 1 at night", {"noon", "evening"}),
        ("programs", set()),
    ],
)
def test_parts_of_the_day_are_morning_noon_and_evening(words: str, parts: set[str]) -> None:
    assert parts_of_day(words) == parts


@pytest.mark.parametrize(
    "text",
    [
        "take 1 tablet in the morning; take 1 tablet in the evening",
        "take 1 tab am. take 1 tab pm.",
        "morning: 60 mg, evening: 60 mg",
        "60 mg in the morning\n60 mg at bedtime",
        # a whole dose, and one more at another time
        "Take 60 mg by mouth daily. Take 1 tablet at bedtime.",
        "Take 1 tablet daily. Take another tablet in the morning",
    ],
)
def test_an_amount_in_each_of_two_parts_of_the_day_is_two_doses(text: str) -> None:
    assert times(text) == [2]


@pytest.mark.parametrize(
    "text",
    [
        "take 1 tablet in the morning or evening",
        "take 1 tablet in the morning, not in the evening",
        "Take 1 tablet every morning. Check BP morning and evening",
        "Take 1 tablet daily at bedtime. Loperamide 2 mg in the morning",
        "Take 1 tablet daily. If you miss the morning dose take 1 tablet in the evening",
        "take 1 tablet in the morning",
        "Take 1 tablet by mouth once daily. Take at bedtime.",
        "Take 60 mg by mouth daily. Take 1 tablet every morning.",
        "Take 1 tablet by mouth daily at bedtime",
        "Take 1 tablet (60 mg) in the morning",
        "take one 40 mg tablet and one 20 mg tablet in the morning",
        "Take 60 mg once daily, morning better than evening",
    ],
)
def test_one_dose_a_day_is_counted_once(text: str) -> None:
    assert times(text) == []


def test_two_times_of_the_clock_are_a_frequency_and_a_time_between_two_is_none() -> None:
    assert frequencies("60 mg at 8 am and 8 pm, swallow whole and call the clinic") == ["at 8 am and 8 pm"]
    assert frequencies("60 mg between 6 am and 8 am") == []
    assert frequencies("60 mg at 8 am, call the clinic from 8 am to 5 pm") == []
    assert frequencies("labs at 8 am and 2 pm") == []


@pytest.mark.parametrize(
    "words", ["60 mg daily until seen, then 40 mg", "60 mg daily until next visit then 40 mg daily"]
)
def test_a_dose_behind_an_until_is_told(words: str) -> None:
    assert "text-contradicts-dose" in {one.code for one in told(Text(words))}
    assert not {one.code for one in told(Text("60 mg daily until seen by oncology"))} & {"text-contradicts-dose"}
