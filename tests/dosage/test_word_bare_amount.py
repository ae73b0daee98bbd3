"""A dose whose unit is not written, where it is all that a clause says."""

from __future__ import annotations

from support.noted import not_quiet, without

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
