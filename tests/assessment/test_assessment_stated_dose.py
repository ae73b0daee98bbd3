"""The dose that the codes state, in every way in which words may repeat it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from validator.assessment.stated_dose import frequency_said, may_be_made_of

TABLETS = frozenset({Decimal(20), Decimal(40), Decimal(60)})


@pytest.mark.parametrize(
    ("mg", "count", "strengths", "made"),
    [
        (60, 1, TABLETS, True),
        (60, 2, TABLETS, True),
        (60, 3, TABLETS, True),
        (40, 4, TABLETS, False),
        (140, 4, frozenset({Decimal(20), Decimal(80)}), True),
        (140, 3, frozenset({Decimal(20), Decimal(80)}), False),
        (60, 9, TABLETS, False),
        (60, 4, frozenset(), True),
        (60, Decimal("1.5"), frozenset({Decimal(40)}), True),
        (50, Decimal("1.5"), frozenset({Decimal(40)}), False),
        (100, 3, frozenset({Decimal(20), Decimal(40)}), True),  # two of one and one of the other
        (200, 8, frozenset({Decimal(20), Decimal(40)}), True),
        (180, 9, frozenset({Decimal(20)}), True),
    ],
)
def test_so_many_whole_units_make_the_dose_or_not(
    mg: int, count: int | Decimal, strengths: frozenset[Decimal], made: bool
) -> None:
    assert may_be_made_of(Decimal(mg), Decimal(count), strengths) is made


@pytest.mark.parametrize("words", ["daily", "/day", "per day", "a day", "1 (one) time each day", "qam"])
def test_the_words_of_once_daily_are_one_pattern(words: str) -> None:
    assert frequency_said(words) == frequency_said("once daily") is not None


def test_words_that_name_no_known_frequency_name_none() -> None:
    assert frequency_said("every third thursday") is None
