"""Dates as FHIR writes them: a partial date is the interval of days it may mean."""

from __future__ import annotations

from datetime import date

import pytest

from validator.instant import PartialDate, age_in_years, completed_years
from validator.verdict import Truth

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
parse = PartialDate.parse


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2024-05-01T10:30", "2024-05-01", "2024-05-01"),
        ("2024-05-01T23:30:00Z", "2024-05-01", "2024-05-01"),
        ("2024-05-01T23:30:00.123-08:00", "2024-05-01", "2024-05-01"),
        ("2024-05-01T00:30:00+14:00", "2024-05-01", "2024-05-01"),
        ("2024-05-01T23:30:00.123+0000", "2024-05-01", "2024-05-01"),
    ],
)
def test_a_date_is_the_days_it_may_mean_as_written(text: str, first: str, last: str) -> None:
    found = parse(text)
    assert (found.first.isoformat(), found.last.isoformat(), found.text) == (first, last, text)
    assert found.is_exact is (first == last)
    assert (found.moment is not None) is ("T" in text)


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-1", "2024-01-1", "2024/01/01", "01.02.2024", "2024-01T10:00", "2024T10:00", "2024-01-01 10:00",
     "2024-01-01T10", "2024-01-01T10:00:00+1", "2024-01-01T10:00:00+00000", "2024-01-01x", "yesterday", " 2024"],
)  # fmt: skip
def test_what_is_no_date_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a FHIR date$"):
        parse(text)


@pytest.mark.parametrize("text", ["2024-13", "2024-00", "2023-02-29", "2024-01-32", "0000", "2024-01-01T25:00"])
def test_what_is_no_day_of_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a day of the calendar$"):
        parse(text)


@pytest.mark.parametrize(
    ("one", "other", "before", "at_or_before"),
    [
        ("2024-05-01", "2024-05-02", TRUE, TRUE),
        ("2024-05-01", "2024-05-01", FALSE, TRUE),
        ("2024-05-02", "2024-05-01", FALSE, FALSE),
        ("2024-05", "2024-06-01", TRUE, TRUE),
        ("2024-05", "2024-05-31", UNKNOWN, TRUE),
        ("2024-05", "2024-05-01", FALSE, UNKNOWN),
        ("2024-05", "2024-04-30", FALSE, FALSE),
        ("2024-05-01", "2024-05", UNKNOWN, TRUE),
        ("2024-05-31", "2024-05", FALSE, UNKNOWN),
        ("2024", "2024", UNKNOWN, UNKNOWN),
    ],
)
def test_days_are_compared_as_far_as_they_are_known(one: str, other: str, before: Truth, at_or_before: Truth) -> None:
    assert parse(one).before(parse(other)) is before
    assert parse(one).at_or_before(parse(other)) is at_or_before


def test_days_between_are_fewest_and_most() -> None:
    assert parse("2024-02-28").days_until(parse("2024-03-01")) == (2, 2)
    assert parse("2024-05").days_until(parse("2024-06-01")) == (1, 31)
    assert parse("2024-05-10").days_until(parse("2024-05")) == (-9, 21)


def test_an_interval_moves_by_whole_days() -> None:
    moved = parse("2024-02").plus_days(-21)
    assert (moved.first, moved.last, moved.text) == (date(2024, 1, 11), date(2024, 2, 8), "2024-02-21 d")
    assert parse("2024-02-28").plus_days(2).first == date(2024, 3, 1)
    assert PartialDate.on(date(2024, 2, 3)) == parse("2024-02-03")


def test_facts_sort_by_their_last_day_then_by_the_clock() -> None:
    texts = ["2024-05-02", "2024-05-01", "2024-05-01T09:00:00Z", "2024-05", "2024-05-01T08:00:00+02:00"]
    assert sorted(texts, key=lambda text: parse(text).order_key) == [
        "2024-05-01",
        "2024-05-01T08:00:00+02:00",
        "2024-05-01T09:00:00Z",
        "2024-05-02",
        "2024-05",
    ]


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("2014-11-22", "2026-11-21", 11),
        ("2014-11-22", "2026-11-22", 12),
        ("2014-11-22", "2026-10-30", 11),
        ("2014-11-22", "2026-12-01", 12),
        ("2012-02-29", "2023-02-28", 10),
        ("2012-02-29", "2023-03-01", 11),
        ("2026-11-22", "2026-11-22", 0),
    ],
)
def test_the_birthday_itself_counts(born: str, on: str, years: int) -> None:
    assert completed_years(date.fromisoformat(born), date.fromisoformat(on)) == years


def test_an_age_has_two_bounds() -> None:
    assert age_in_years(parse("2014"), parse("2026-11-22")) == (11, 12)
    assert age_in_years(parse("2014-11-22"), parse("2026")) == (11, 12)
    assert age_in_years(parse("2014-01-01"), parse("2026-11-22")) == (12, 12)


def test_a_moment_counts_before_the_day_that_is_written() -> None:
    evening = parse("2026-11-28T23:50:00-05:00")
    assert parse("2026-11-29T04:00:00Z").was_by(evening) is Truth.TRUE
    assert parse("2026-11-29T05:00:00Z").was_by(evening) is Truth.FALSE
    # Without a zone, or a time, the days are compared as they are written.
    for written in ("2026-11-29", "2026-11-29T04:00:00"):
        assert parse(written).was_by(evening) is Truth.FALSE
        assert parse(written).is_after(evening) is None
    assert parse("2026-11").was_by(evening) is Truth.UNKNOWN


def test_a_day_takes_the_moment_at_which_it_was_made_known() -> None:
    known = parse("2026-11-28T10:00:00Z")
    assert parse("2026-11-28").timed_by(known).moment == known.moment
    for written in ("2026-11", "2026-11-28T08:00:00Z"):
        assert parse(written).timed_by(known) == parse(written)
    assert parse("2026-11-28").timed_by(None) == parse("2026-11-28").timed_by(parse("2026-11-28"))
