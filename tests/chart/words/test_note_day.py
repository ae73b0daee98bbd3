"""The day that a note tells, seen from the day on which it was written."""

from __future__ import annotations

import pytest

from validator.chart.words.note_day import day_of_event, day_of_plan, day_with_its_year, names_a_date
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
        ("In Mar '24 a GIB", "2024-03-31"),
        ("GIB 12/10/25", "2025-12-10"),
        ("GIB 13/10/2025", "2025-10-13"),
        ("GIB Dec 2025", "2025-12-31"),
        ("GIB Nov 5, 2025", "2025-11-05"),
        ("GIB 5 Nov 2025", "2025-11-05"),
        ("GIB 12/12", "2025-12-12"),
        ("GIB 11/18", "2026-11-18"),
        ("GIB 11/26", "2026-11-30"),
        ("GIB 11/27", "2025-11-27"),
        ("GIB on the 18th", "2026-11-18"),
        ("GIB on the 31st", None),
        ("GIB 10/2 and 11/3", "2026-11-03"),
        ("GIB 1/2 dose, 1/1 ulcer", None),
        ("GIB 13/13", None),
        ("strength 5/5, GIB 11/3", "2026-11-03"),
        ("GIB x1 in Sept", "2026-09-30"),
        ("GIB in December", "2025-12-31"),
        ("GIB since Sept", None),
        ("GIB in the last month", "2026-10-19"),
        ("GIB today", "2026-11-18"),
        ("GIB this week", "2026-11-11"),
        ("GIB last year", "2025-11-18"),
        ("GIB last month", "2026-10-19"),
        ("GIB this month", "2026-10-19"),
        ("GIB last Monday", "2026-11-11"),
        ("GIB last sat", "2026-11-11"),
        ("GIB last weds", "2026-11-11"),
        ("GIB last weekend", "2026-11-11"),
        ("GIB, last sat 94%", None),
        ("GIB, last sun exposure", None),
        ("GIB, this wedge, this friend, last sunburn", None),
        ("10 days post op, GIB", "2026-11-08"),
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
        ("surgery next month", "2026-11-18", "2027-01-17"),
        ("surgery next Monday", "2026-11-18", "2026-12-02"),
        ("surgery on thurs", "2026-11-18", "2026-12-02"),
        ("surgery, satisfactory, on month 3, on sats 94%", None, None),
        ("surgery on the 3rd", "2026-12-03", "2026-12-03"),
        ("surgery in March 2027", "2027-03-01", "2027-03-31"),
        ("surgery 11/18", "2026-11-18", "2026-11-18"),
        ("surgery 12/12", "2026-12-12", "2026-12-12"),
        ("surgery 13/12", "2026-12-13", "2026-12-13"),
        ("surgery 1/5, then 12/20", "2026-12-20", "2026-12-20"),
        ("surgery 11/17/2026, again 1/5", "2027-01-05", "2027-01-05"),
        ("surgery on the 18th", "2026-11-18", "2026-11-18"),
        ("surgery today", "2026-11-18", "2026-11-18"),
        ("surgery Tuesday", "2026-11-18", "2026-11-25"),
        ("surgery Tuesday 12/1", "2026-12-01", "2026-12-01"),
        ("surgery tomorrow or Tuesday", "2026-11-18", "2026-11-19"),
        ("surgery 2019", None, None),
        ("surgery 31/31", None, None),
    ],
)
def test_a_plan_is_of_the_next_day_from_the_note_on(words: str, first: str | None, last: str | None) -> None:
    found = day_of_plan(words, WRITTEN)
    assert ((found.first.isoformat(), found.last.isoformat()) if found is not None else (None, None)) == (first, last)


@pytest.mark.parametrize(
    ("ago", "day"),
    [
        ("a day", "2026-11-17"),
        ("an", None),
        ("one day", "2026-11-17"),
        ("two days", "2026-11-16"),
        ("three days", "2026-11-15"),
        ("four days", "2026-11-14"),
        ("five days", "2026-11-13"),
        ("six days", "2026-11-12"),
        ("a couple of days", "2026-11-16"),
        ("a few days", "2026-11-15"),
        ("10 days", "2026-11-08"),
        ("2 wks", "2026-11-04"),
        ("2 mos", "2026-09-19"),
        ("2 yrs", "2024-11-18"),
    ],
)
def test_a_number_of_days_weeks_months_or_years_is_counted_back(ago: str, day: str | None) -> None:
    for words in (f"GIB, {ago} post op", f"{ago} s/p GIB"):
        found = day_of_event(words, words.index("GIB") + 3, WRITTEN)
        assert (found.last.isoformat() if found is not None else None) == day, words


def test_the_last_day_of_the_year_before_is_the_one_meant_in_january_and_the_next_year_in_december() -> None:
    january, december = PartialDate.parse("2026-01-05"), PartialDate.parse("2026-12-20")
    before = day_of_event("GIB on the 10th", 3, january)
    behind = day_of_plan("surgery on the 10th", december)
    assert before is not None
    assert before.last.isoformat() == "2025-12-10"
    assert behind is not None
    assert behind.first.isoformat() == "2027-01-10"


def test_a_date_counts_with_its_year_alone_where_the_day_of_the_note_is_not_known() -> None:
    def told(words: str) -> str | None:
        found = day_with_its_year(words, WRITTEN)
        return found.text if found is not None else None

    assert told("GIB 10/2/2025, 11/4/25 and 11/30/2026, 11/3") == "2025-11-04"
    assert told("GIB 2025-10-02") == "2025-10-02"
    assert told("GIB Oct 2, 2025") == "2025-10-02"
    assert told("GIB Oct '25") == "2025-10"
    assert told("GIB 2 Oct 2025") == "2025-10-02"
    assert told("GIB 13/13/2025, 10/2025") == "2025-10"
    assert told("GIB 11/18/2026") == "2026-11-18"
    assert told("GIB 11/3") is None


def test_last_week_and_a_strength_are_no_date_of_the_calendar() -> None:
    assert names_a_date("GIB 11/3")
    assert names_a_date("strength 5/5, GIB 11/3")
    assert not names_a_date("GIB last week, strength 5/5")
