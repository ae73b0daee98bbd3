"""The day that a note tells, seen from the day on which it was written."""

from __future__ import annotations

import pytest

from validator.chart.words.note_day import day_of_event, day_of_plan
from validator.instant import PartialDate

WRITTEN = PartialDate.parse("2026-11-18")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("GIB 11/12 s/p clipping", "2026-11-12"),
        ("GIB 12/2", "2025-12-02"),
        ("admitted 11/9-11/14 with GIB", "2026-11-14"),
        ("GIB Nov 10", "2026-11-10"),
        ("GIB 10 Nov", "2026-11-10"),
        ("GIB on the 10th", "2026-11-10"),
        ("GIB on the 25th", "2026-10-25"),
        ("GIB 20/11", "2025-11-20"),
        ("GIB two weeks ago", "2026-11-04"),
        ("GIB yesterday", "2026-11-17"),
        ("post op day 3 GIB", "2026-11-15"),
        ("5 days post op, GIB", "2026-11-13"),
        ("1 wk s/p resection, GIB", "2026-11-11"),
        ("GIB 2015", "2015-12-31"),
        ("In 10/2026 a GIB", "2026-10-31"),
        ("GIB '24", None),
        ("GIB 2/2 ulcer", None),
        ("GIB, strength 5/5", None),
        ("GIB", None),
    ],
)
def test_an_event_is_of_the_newest_day_up_to_the_note(words: str, day: str | None) -> None:
    found = day_of_event(words, words.index("GIB") + 3, WRITTEN)
    assert (found.last.isoformat() if found is not None else None) == day


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("Surgery scheduled 12/1", "2026-12-01", "2026-12-01"),
        ("Surgery 1/5", "2027-01-05", "2027-01-05"),
        ("surgery in 2 weeks", "2026-12-02", "2026-12-02"),
        ("surgery next week", "2026-11-18", "2026-12-02"),
        ("surgery tomorrow", "2026-11-18", "2026-11-19"),
        ("surgery on the 3rd", "2026-12-03", "2026-12-03"),
        ("surgery in March 2027", "2027-03-01", "2027-03-31"),
        ("surgery 2019", None, None),
        ("surgery 31/31", None, None),
    ],
)
def test_a_plan_is_of_the_next_day_from_the_note_on(words: str, first: str | None, last: str | None) -> None:
    found = day_of_plan(words, WRITTEN)
    assert ((found.first.isoformat(), found.last.isoformat()) if found is not None else (None, None)) == (first, last)
