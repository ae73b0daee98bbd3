"""A dose whose unit is not written, where it is all that a clause says."""

from __future__ import annotations

import pytest
from support.noted import not_quiet, without

from validator.dosage.word_bare_amount import bare_amounts
from validator.dosage.word_kind import Kind

ANOTHER_DOSE = """
20 x 1 wk then 40
40 daily
80 po qd
40 q.d.
now 20
down to 20
dose: forty
one-twenty daily
one hundred twenty daily
60 bid
pt takes 40 daily
currently on 20 po daily
reduced to forty
ramp 20>40>60
start low: 20 then 40
60/40 alternating
alternate 40 and 60
titrate from 20 to 40 to 60
QOD x 2 wks
""".strip().splitlines()
QUIET = """
60 daily
60 po qd
now 60
dose: sixty
Continue 60
BP 120/80
HR 80
Lasix 40 daily
furosemide 20 daily, stable
Simvastatin: 40 qhs
was 80, now 60
120 tablets dispensed
age 60
BP 150/90, now 120/80
Room 40
started at 40, now 60
GFR 40
40 pack-years
Previously 20 daily
wt 80
""".strip().splitlines()


def test_a_dose_without_its_unit_is_compared_with_the_fields() -> None:
    assert without("text-contradicts-dose", ANOTHER_DOSE) == []


def test_the_same_dose_and_numbers_of_other_things_are_silent() -> None:
    assert not_quiet(QUIET) == []


@pytest.mark.parametrize(
    ("clause", "milligrams"),
    [
        ("twenty daily", 20), ("forty daily", 40), ("sixty daily", 60), ("eighty daily", 80), ("80 daily", 80),
        ("one-twenty daily", 120), ("one hundred forty daily", 140), ("100 daily", 100),
    ],
)  # fmt: skip
def test_the_amount_is_told_with_where_it_stands(clause: str, milligrams: int) -> None:
    (amount, *where), (often, *when) = bare_amounts(clause, frozenset())
    assert (amount.kind, amount.low, amount.high, amount.imperative) == (Kind.MASS, milligrams, milligrams, True)
    assert (clause[slice(*where)], clause[slice(*when)]) == (clause.removesuffix(" daily"), "daily")
    assert (often.kind, often.imperative) == (Kind.FREQUENCY, True)


def test_an_amount_with_its_unit_is_told_elsewhere_and_several_are_one_statement() -> None:
    assert list(bare_amounts("40 mg daily", frozenset())) == []
    (several,) = bare_amounts(clause := "alternate 40 and 60", frozenset())
    assert (several[0].kind, *several[1:]) == (Kind.MULTIPLE, 0, len(clause))
