"""The patient of an order, as recorded."""

from __future__ import annotations

import pytest
from support.build import patient, weight
from support.facts import chart
from support.judged import judged, tablets, thyroid


@pytest.mark.parametrize(
    ("born", "is_read"),
    [
        ("0001", False),
        ("0001-01-01", False),
        ("1900-01-01", False),
        ("1905-11-22", False),  # a hundred and twenty-one on the day of the order
        ("1905-11-23", True),
        ("1905", True),
        ("2026-11-22", True),
        ("2026", True),
        ("2026-11-23", False),
        ("2027", False),
    ],
)
def test_an_age_under_0_or_over_120_is_unreadable(born: str, is_read: bool) -> None:
    found = chart(who=patient(born=born))
    assert found.person is not None
    assert (found.person.birth is not None) is is_read
    assert any("birthDate gives an age" in one for one in found.unread) is not is_read


def test_a_date_of_birth_that_cannot_be_leaves_the_age_open_and_never_makes_an_adult() -> None:
    assert judged(thyroid(tablets(60), born="0001", kilograms=None)).verdict.value == "undetermined"
    assert judged(thyroid(tablets(60), born="1900-01-01", kilograms="38")).verdict.value == "undetermined"


def test_an_old_person_is_left_alone() -> None:
    report = judged(thyroid(tablets(60), born="1927-05-04", kilograms="61"))
    assert report.verdict.value == "accept"
    assert weight("61", "2026-11-18")["valueQuantity"]["value"] == 61
