"""The revision in force changes on the day it came into force, not a day earlier."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support.shipped import products, revision_dates, revision_in_force, revisions_in_force

from validator.instant import PartialDate
from validator.label.model import Label

DAYS = {
    "cabometyx": {
        date(2016, 4, 25): "C16",
        date(2017, 12, 19): "C17",
        date(2019, 1, 14): "C19",
        date(2020, 1, 31): "C20",
        date(2021, 1, 22): "C21a",
        date(2021, 9, 17): "C21b",
        date(2025, 3, 26): "C25",
    },
    "cometriq": {date(2012, 11, 29): "Q12", date(2016, 7, 27): "Q16", date(2020, 1, 31): "Q20"},
}
SWITCHES = [(product, day, edition) for product, days in DAYS.items() for day, edition in days.items()]


def editions(labels: tuple[Label | None, ...]) -> list[str | None]:
    return [label.edition if label else None for label in labels]


def known(product: str) -> list[date]:
    """The shipped revisions up to the last one listed here; a newer one is no mistake."""
    return [day for day in revision_dates(product) if day <= max(DAYS[product])]


def test_every_shipped_revision_is_in_this_list() -> None:
    assert {product: known(product) for product in products()} == {
        product: list(days) for product, days in DAYS.items()
    }


@pytest.mark.parametrize(("product", "day", "edition"), SWITCHES)
def test_a_revision_is_in_force_from_its_day(product: str, day: date, edition: str) -> None:
    label = revision_in_force(product, day)
    assert label is not None
    assert (label.edition, label.revision) == (edition, day)


@pytest.mark.parametrize(("product", "day", "edition"), SWITCHES)
def test_the_day_before_the_revision_before_it_is_in_force(product: str, day: date, edition: str) -> None:
    before = [one for when, one in DAYS[product].items() if when < day]
    label = revision_in_force(product, day - timedelta(days=1))
    assert (label.edition if label else None) == (before[-1] if before else None)


@pytest.mark.parametrize("product", DAYS)
def test_the_newest_revision_stays_in_force(product: str) -> None:
    label = revision_in_force(product, date(2099, 12, 31))
    assert label is not None
    assert label.revision == revision_dates(product)[-1]


@pytest.mark.parametrize("product", DAYS)
def test_the_last_listed_here_is_in_force_in_november_2026(product: str) -> None:
    label = revision_in_force(product, date(2026, 11, 22))
    assert label is not None
    assert label.edition == list(DAYS[product].values())[-1]


@pytest.mark.parametrize(
    ("product", "when", "expected"),
    [
        ("cabometyx", "2025-03-25", ["C21b"]),
        ("cabometyx", "2025-03-26", ["C25"]),
        ("cabometyx", "2025-03-26T00:30:00+14:00", ["C25"]),
        ("cabometyx", "2025-03", ["C21b", "C25"]),
        ("cabometyx", "2025-04", ["C25"]),
        ("cabometyx", "2021", ["C20", "C21a", "C21b"]),
        ("cabometyx", "2022", ["C21b"]),
        ("cabometyx", "2020-01", ["C19", "C20"]),
        ("cabometyx", "2020-02", ["C20"]),
        ("cabometyx", "2016", [None, "C16"]),
        ("cabometyx", "2015", [None]),
        ("cometriq", "2012", [None, "Q12"]),
        ("cometriq", "2016-07", ["Q12", "Q16"]),
        ("cometriq", "2026-11-22", ["Q20"]),
    ],
)
def test_a_partial_date_gives_every_revision_it_allows(product: str, when: str, expected: list[str | None]) -> None:
    assert editions(revisions_in_force(product, PartialDate.parse(when))) == expected
