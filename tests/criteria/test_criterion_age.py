"""Age on the day of the order, from a birthDate that may be partial."""

from __future__ import annotations

import pytest
from support.asked import ask, truth
from support.build import patient
from support.facts import chart

from validator.criteria.age import age_of

TWELVE = {"kind": "age-at-least", "years": 12}
PEDIATRIC = {"kind": "pediatric", "under": 17, "adult_from": 18}


@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        ("2014-11-22", "2026-11-22", "true"),
        ("2014-11-23", "2026-11-22", "false"),
        ("2014-11-21", "2026-11-22", "true"),
        ("2014-11", "2026-11-22", "unknown"),
        ("2014-10", "2026-11-22", "true"),
        ("2014-12", "2026-11-22", "false"),
        ("2014", "2026-11-22", "unknown"),
        ("2014-11-23", "2026-11", "unknown"),
        ("2014-11-30", "2026-12", "true"),
        ("2012-02-29", "2024-02-28", "false"),
        ("2012-02-29", "2024-02-29", "true"),
        ("2011-02-28", "2023-02-28", "true"),
    ],
)
def test_the_twelfth_birthday_itself_counts(born: str, on: str, expected: str) -> None:
    assert truth(TWELVE, who=patient(born=born), as_of=on) == expected


SIX_MONTHS = {"kind": "months-of-age-at-least", "months": 6}


@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        ("2026-05-22", "2026-11-22", "true"),
        ("2026-05-23", "2026-11-22", "false"),
        ("2026-06-30", "2026-12-30", "true"),
        ("2026-05", "2026-11-22", "unknown"),
        ("2026-04", "2026-11-22", "true"),
        ("2026", "2026-11-22", "unknown"),
        ("2025-08-31", "2026-02-28", "false"),
        ("2025-08-31", "2026-03-01", "true"),
        ("1990", "2026-11", "true"),
        (None, "2026-11-22", "unknown"),
    ],
)
def test_an_age_in_months_counts_whole_months(born: str | None, on: str, expected: str) -> None:
    assert truth(SIX_MONTHS, who=patient(born=born), as_of=on) == expected


def test_an_age_of_one_is_a_year() -> None:
    assert ask(TWELVE, who=patient(born="2025-11-01")).because == "the patient is 1 year, under 12"


def test_without_a_birth_date_the_age_is_unknown() -> None:
    for question in (TWELVE, PEDIATRIC):
        found = ask(question, who=patient(born=None))
        assert (found.truth.value, found.missing) == ("unknown", ("Patient.birthDate",))


def test_a_birth_after_the_order_is_no_age() -> None:
    assert truth(TWELVE, who=patient(born="2026-11-23")) == "unknown"
    assert age_of(chart(who=patient(born="2026-11-23"))) is None


def test_a_birth_on_the_day_or_in_the_year_of_the_order_is_an_age_of_nought() -> None:
    assert truth(TWELVE, who=patient(born="2026-11-22")) == "false"
    age = age_of(chart(who=patient(born="2026")))
    assert age is not None
    assert (age.youngest, age.oldest) == (0, 0)


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2009-11-23", "true"),  # 16
        ("2009-11-22", "unknown"),  # 17
        ("2008-11-23", "unknown"),  # still 17
        ("2008-11-22", "false"),  # 18
        ("2009", "unknown"),
        ("2010", "true"),
        ("2008-10", "false"),
        ("2007", "false"),
    ],
)
def test_seventeen_is_pediatric_by_one_convention_only(born: str, expected: str) -> None:
    assert truth(PEDIATRIC, who=patient(born=born)) == expected


def test_a_partial_birth_date_asks_for_a_whole_one_but_seventeen_does_not() -> None:
    assert ask(PEDIATRIC, who=patient(born="2008")).missing == ("Patient.birthDate",)
    seventeen = ask(PEDIATRIC, who=patient(born="2009-01-01"))
    assert seventeen.missing == ()
    assert seventeen.because == "17 years is pediatric if that means under 18, adult if it means under 17"


def test_an_age_shows_the_birth_date_and_the_day_it_was_counted_for() -> None:
    found = ask(TWELVE, who=patient(born="2014"))
    assert found.because == "the date of birth allows 11 or 12 years"
    (shown,) = found.evidence
    assert (shown.reference, shown.says) == ("Patient/patient", "born 2014, 11 or 12 years on 2026-11-22")
    assert ask(TWELVE, who=patient(born="2000-01-01")).because == "the patient is 26 years"
    assert ask(TWELVE, who=patient(born="2020-01-01")).because == "the patient is 6 years, under 12"
