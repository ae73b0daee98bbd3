"""Age on the day of the order, in completed years, from a birthDate that may be partial."""

from __future__ import annotations

from typing import ClassVar

from validator.chart.fact import Chart
from validator.chart.person import OLDEST_YEARS
from validator.criteria.answer import Answer, Names, Titles, no, unknown, yes
from validator.criteria.once import once
from validator.criteria.registry import criterion
from validator.finding import Evidence
from validator.frozen import Frozen
from validator.instant import age_in_months, age_in_years

MISSING_AGE = ("Patient.birthDate",)
UNREAD_AGE = ("Patient.birthDate, corrected",)
"""The same where one is on file that cannot be read."""


class Age(Frozen):
    """Youngest and oldest age the birthDate allows, inclusive, with the entry that shows it."""

    youngest: int
    oldest: int
    evidence: Evidence

    def __str__(self) -> str:
        return _in_words(self.youngest, self.oldest)


@once
def age_of(chart: Chart) -> Age | None:
    """The patient's age as of the chart's day; None without a readable birthDate or with one after that day."""
    person = chart.person
    if person is None or person.birth is None:
        return None
    youngest, oldest = age_in_years(person.birth, chart.as_of)
    if oldest < 0:
        return None
    youngest, oldest = max(youngest, 0), min(oldest, OLDEST_YEARS)
    says = f"born {person.birth.text}, {_in_words(youngest, oldest)} on {chart.as_of.text[:10]}"
    return Age(youngest, oldest, Evidence(person.evidence.reference, says, person.evidence.expression))


def unknown_age(chart: Chart) -> Answer:
    """The answer without an age: one that is on file and cannot be read is not one that is not there."""
    person = chart.person
    if person is not None and person.unread_birth:
        return unknown(person.unread_birth, person.evidence, missing=UNREAD_AGE)
    return unknown("no date of birth is readable", missing=MISSING_AGE)


def _in_words(youngest: int, oldest: int) -> str:
    """An age as people say it: `1 year`, `17 years`, `11 or 12 years`."""
    if youngest == oldest:
        return f"{youngest} year{'' if youngest == 1 else 's'}"
    return f"{youngest} or {oldest} years"


@criterion("age-at-least")
class AgeAtLeast(Frozen):
    """The patient is `years` or older on the day of the order; the birthday itself counts.

    UNKNOWN without a birthDate, or when a partial one allows both answers.
    """

    years: int
    kind: ClassVar[str]

    def clause(self, _: Titles) -> str:
        return f"age of {self.years} years or more"

    def names(self) -> Names:
        return Names()

    def answer(self, chart: Chart) -> Answer:
        """Compares both bounds of the age with the limit."""
        age = age_of(chart)
        if age is None:
            return unknown_age(chart)
        if age.youngest >= self.years:
            return yes(f"the patient is {age}", age.evidence)
        if age.oldest < self.years:
            return no(f"the patient is {age}, under {self.years}", age.evidence)
        return unknown(f"the date of birth allows {age}", age.evidence, missing=MISSING_AGE)


@criterion("months-of-age-at-least")
class MonthsOfAgeAtLeast(Frozen):
    """The patient is `months` old or older on the day of the order; the day of the month itself counts.

    UNKNOWN without a birthDate, or when a partial one allows both answers. An age in years is `age-at-least`.
    """

    months: int
    kind: ClassVar[str]

    def clause(self, _: Titles) -> str:
        return f"age of {self.months} months or more"

    def names(self) -> Names:
        return Names()

    def answer(self, chart: Chart) -> Answer:
        """Compares both bounds of the age with the limit."""
        age = age_of(chart)
        if age is None or chart.person is None or chart.person.birth is None:
            return unknown_age(chart)
        youngest, oldest = age_in_months(chart.person.birth, chart.as_of)
        if youngest >= self.months:
            return yes(f"the patient is {self.months} months old or more", age.evidence)
        if oldest < self.months:
            return no(f"the patient is under {self.months} months old", age.evidence)
        return unknown(f"the date of birth allows {youngest} to {oldest} months", age.evidence, missing=MISSING_AGE)


@criterion("pediatric", choices=frozenset({"under", "adult_from"}))
class Pediatric(Frozen):
    """The patient is a child: TRUE under `under` years, FALSE from `adult_from`, UNKNOWN between.

    FDA labelling counts under 17 as pediatric (21 CFR 201.57(c)(9)(iv)); common practice counts under 18.
    """

    under: int
    adult_from: int
    kind: ClassVar[str]

    def clause(self, _: Titles) -> str:
        return f"pediatric (under {self.under}; under {self.adult_from} by common practice)"

    def names(self) -> Names:
        return Names()

    def answer(self, chart: Chart) -> Answer:
        """TRUE or FALSE only where both conventions agree for every age the birthDate allows."""
        age = age_of(chart)
        if age is None:
            return unknown_age(chart)
        if age.oldest < self.under:
            return yes(f"the patient is {age}, pediatric", age.evidence)
        if age.youngest >= self.adult_from:
            return no(f"the patient is {age}, an adult", age.evidence)
        if age.youngest == age.oldest:
            reason = f"{age} is pediatric if that means under {self.adult_from}, adult if it means under {self.under}"
            return unknown(reason, age.evidence)
        return unknown(f"the date of birth allows {age}", age.evidence, missing=MISSING_AGE)
