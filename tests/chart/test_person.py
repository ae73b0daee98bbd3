"""The patient of an order, as recorded."""

from __future__ import annotations

from typing import Any

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
    assert any("date of birth gives an age" in one for one in found.unread) is not is_read


def test_a_date_of_birth_that_cannot_be_leaves_the_age_open_and_never_makes_an_adult() -> None:
    assert judged(thyroid(tablets(60), born="0001", kilograms=None)).verdict.value == "undetermined"
    assert judged(thyroid(tablets(60), born="1900-01-01", kilograms="38")).verdict.value == "undetermined"


def test_an_old_person_is_left_alone() -> None:
    report = judged(thyroid(tablets(60), born="1927-05-04", kilograms="61"))
    assert report.verdict.value == "accept"
    assert weight("61", "2026-11-18")["valueQuantity"]["value"] == 61


@pytest.mark.parametrize(
    ("born", "fault", "reason"),
    [
        ("2016-13-40", "is no date", "is no date"),
        ("22.11.2012", "is no date", "is no date"),
        ("", "is no date", "is no date"),
        (2012, "is no date", "is no date"),
        ("1825-01-01", "gives an age under 0 or over 120 years", "gives no possible age"),
    ],
)
def test_a_date_of_birth_on_file_that_cannot_be_read_is_not_told_to_be_missing(
    born: Any, fault: str, reason: str
) -> None:
    who = patient(born="2012-11-22") | {"birthDate": born}
    report = judged([who, *thyroid(tablets(60))[1:]])
    assert report.verdict.value == "undetermined"
    (open_,) = (one for one in report.findings if one.code == "dose-depends-on-missing-fact")
    assert open_.message.endswith(f"open because the date of birth on file {reason}.")
    assert open_.missing == ("Patient.birthDate, corrected",)
    (closing,) = (one for one in report.findings if one.code == "order-checked")
    assert f"The date of birth {fault}: correct Patient/patient." in closing.detail
    said = " ".join(f"{one.message} {one.detail}" for one in report.findings)
    assert str(born) not in said or not born


@pytest.mark.parametrize("born", [{}, {"birthDate": None}])
def test_a_date_of_birth_that_is_not_there_is_not_told_to_be_wrong(born: dict[str, Any]) -> None:
    who = {name: value for name, value in patient(born="2012").items() if name != "birthDate"} | born
    found = chart(who=who)
    assert found.person is not None
    assert found.person.unread_birth == ""
    assert not any("date of birth" in one for one in found.unread)
