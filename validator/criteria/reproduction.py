"""Pregnancy, breastfeeding, and whether pregnancy status was looked at before a first order."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from validator.chart.fact import Chart, Measurement
from validator.criteria.age import age_of
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.event import ConditionActive, conditions, first_dose
from validator.criteria.registry import criterion
from validator.criteria.surgery import operations
from validator.criteria.therapy import SELF
from validator.finding import Evidence
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.domain import DRUG, OBSERVED, RISK
from validator.verdict import Truth

PREGNANCY_DAYS = 300
"""A pregnancy that was on file longer ago than this is over."""
_NOT_OF_POTENTIAL = ("uterus_absent", "ovaries_absent", "menopause")
_QUALITATIVE = frozenset({"hcg:qual_urine", "hcg:qual_serum"})
_TESTS = _QUALITATIVE | {"pregnancy_status", "pregnancy_status:reported"}
_BLOOD = regex(r"(?i)serum|plasma|blood")


def _about_pregnancy(chart: Chart) -> list[Measurement]:
    found: list[Measurement] = []
    for one in chart.measurements:
        if not one.problem and not one.groups.isdisjoint(_TESTS):
            found.append(one)
    return found


def _tests(chart: Chart, days: int, *, surely: bool = False) -> list[Measurement]:
    """Tests and statuses of the `days` days up to the order, newest first; `surely` leaves out what may be older."""
    found = []
    for m in _about_pregnancy(chart):
        if m.date is not None:
            fewest, most = m.date.days_until(chart.as_of)
            if (fewest >= 0 and most <= days) if surely else (most >= 0 and fewest <= days):
                found.append(m)
    # Of two of one time the one that says pregnant comes first: the other may have been too early.
    if len(found) > 1:
        found.sort(key=lambda m: _says_pregnant(m) is not Truth.TRUE)
        found.sort(key=_time_of, reverse=True)
    return found


def _time_of(measurement: Measurement) -> tuple[date, datetime]:
    assert measurement.date is not None
    if measurement.date.is_exact or _says_pregnant(measurement) is not Truth.FALSE:
        return measurement.date.order_key
    # Where the day is not exact, a test that clears counts as early as it may have been.
    return PartialDate.on(measurement.date.first).order_key


def _in_short(test: Measurement) -> str:
    """What a test or status says, without the long name that its code has."""
    name, colon, rest = test.evidence.says.partition(": ")
    if not colon or test.groups.isdisjoint(_QUALITATIVE):
        return test.evidence.says
    of = "urine" if "urine" in name.lower() else "blood" if _BLOOD.search(name) else ""
    return f"Pregnancy test{f' ({of})' if of else ''}: {rest}"


def _says_pregnant(test: Measurement) -> Truth:
    if "pregnancy:yes" in test.value_groups or test.positive is Truth.TRUE:
        return Truth.TRUE
    if "pregnancy:no" in test.value_groups or test.positive is Truth.FALSE:
        return Truth.FALSE
    return Truth.UNKNOWN


@criterion("pregnant")
class Pregnant(Frozen):
    """The patient is pregnant on the day of the order: an active condition, or the newest status or test says so.

    An active pregnancy in the problem list stands against a negative test; one of which it is not told whether it is
    over, as that of a visit, against an older test. A status or test without a date that says
    pregnant, or possibly so, is UNKNOWN: it may be the newest. Not on file means FALSE (a modifier must be shown). A
    quantitative hCG is not read: it may be a tumor marker.
    """

    groups: tuple[str, ...]
    kind: ClassVar[str]

    def clause(self, _: Titles) -> str:
        return "pregnant"

    def names(self) -> Names:
        return names_of(RISK, *self.groups) | names_of(OBSERVED, *_TESTS)

    def answer(self, chart: Chart) -> Answer:
        """The newest test or status that says anything counts; a newest one that says possible is UNKNOWN."""
        tests = _tests(chart, PREGNANCY_DAYS)
        newest = None
        for test in tests:
            if _says_pregnant(test) is not Truth.UNKNOWN or _possible(test):
                newest = test
                break
        is_on_file = not chart.groups.isdisjoint(self.groups)
        active = ConditionActive(self.groups).answer(_without_past_ones(chart, self.groups) if is_on_file else chart)
        if newest is not None and _says_pregnant(newest) is Truth.TRUE:
            return yes(f"{newest.evidence.says}", newest.evidence)
        if active.truth is Truth.TRUE:
            return active
        if newest is not None and _possible(newest):
            missing = ("Observation of pregnancy status or test",)
            return unknown(f"{newest.evidence.says}", newest.evidence, missing=missing)
        undated = [
            m for m in _about_pregnancy(chart) if m.date is None and (_possible(m) or _says_pregnant(m) is Truth.TRUE)
        ]
        if undated:
            says = f"{undated[0].evidence.says} is on file without a date"
            return unknown(says, undated[0].evidence, missing=(f"date of {undated[0].evidence.reference}",))
        if newest is not None and not _told_since(chart, self.groups, newest):
            return no(f"{newest.evidence.says}", newest.evidence)
        return active


def _without_past_ones(chart: Chart, groups: tuple[str, ...]) -> Chart:
    """The chart without pregnancies whose own words date them longer ago than one lasts: "Pregnancy, 1998"."""
    past = [
        one
        for one in conditions(chart, groups)
        if one.is_dated_in_words and one.onset is not None and one.onset.days_until(chart.as_of)[0] > PREGNANCY_DAYS
    ]
    return replace(chart, conditions=tuple(one for one in chart.conditions if one not in past)) if past else chart


def _told_since(chart: Chart, groups: tuple[str, ...], test: Measurement) -> bool:
    """Whether something that tells of a pregnancy, and not whether it is over, may be newer than a test that clears."""
    assert test.date is not None
    for one in conditions(chart, groups):
        day = one.onset or one.recorded
        if one.active is Truth.UNKNOWN and (day is None or day.before(test.date) is not Truth.TRUE):
            return True
    return False


def _possible(test: Measurement) -> bool:
    return "pregnancy:possible" in test.value_groups


@criterion("pregnancy-not-checked", choices=frozenset({"from_age", "to_age", "days"}))
class PregnancyNotChecked(Frozen):
    """Someone of `from_age` to `to_age` years (inclusive) who may become pregnant has no pregnancy status or test in
    the `days` days before a first order. FALSE when this drug was given before, and where the age does not allow it.

    Only `male` is not asked about, and nobody without uterus or ovaries or after menopause; an age or a gender that is
    not on file is no reason not to ask. Gender is a weak proxy, and says so; a recorded sex `female` outranks it.
    """

    from_age: int
    to_age: int
    days: int
    kind: ClassVar[str]

    def clause(self, _: Titles) -> str:
        return (
            f"female of {self.from_age} to {self.to_age} years without a pregnancy status or test "
            f"in the {self.days} days before a first order"
        )

    def names(self) -> Names:
        return names_of(RISK, "pregnancy", *_NOT_OF_POTENTIAL) | names_of(OBSERVED, *_TESTS) | names_of(DRUG, SELF)

    def answer(self, chart: Chart) -> Answer:
        """UNKNOWN is never given: what is not on file is asked about, as long as there is a patient."""
        age, person = age_of(chart), chart.person
        if person is None or person.gender == "male":
            return no("the patient is recorded as male, or not on file")
        if age is not None and (age.oldest < self.from_age or age.youngest > self.to_age):
            return no(f"the patient is {age}")
        ruled_out = _not_of_potential(chart)
        if ruled_out is not None:
            return no(f"{ruled_out.says} is on file", ruled_out)
        if first_dose(chart) is not None:
            return no("this is not the first order")
        settled = [t for t in _tests(chart, self.days, surely=True) if _says_pregnant(t) is not Truth.UNKNOWN]
        if settled:
            return no(f"{settled[0].evidence.says}", settled[0].evidence, remarks=(_in_short(settled[0]),))
        if ConditionActive(("pregnancy",)).answer(chart).truth is Truth.TRUE:
            return no("pregnancy is on file")
        says = f"recorded as {person.gender or 'of no gender'}, {age if age is not None else 'of unknown age'}"
        return yes(
            f"no pregnancy status or test in the {self.days} days before",
            Evidence(person.evidence.reference, says, person.evidence.expression),
            *self._in_words(chart),
        )

    def _in_words(self, chart: Chart) -> list[Evidence]:
        """The tests of these days whose answer in words settles nothing: they are shown, as nobody looked for none."""
        worded = [(m.date, m.evidence) for m in chart.measurements if m.groups & _TESTS and m.problem and m.text]
        return [shown for day, shown in worded if day and 0 <= day.days_until(chart.as_of)[1] <= self.days]


def _not_of_potential(chart: Chart) -> Evidence | None:
    """What shows that the patient cannot become pregnant: an organ removed, whenever, or menopause that is not over."""
    for condition in conditions(chart, _NOT_OF_POTENTIAL):
        if condition.active is not Truth.FALSE or "menopause" not in condition.groups:
            return condition.evidence
    for operation in operations(chart, _NOT_OF_POTENTIAL, planned=False):
        if operation.day is None or operation.day.at_or_before(chart.as_of) is Truth.TRUE:
            return operation.evidence
    return None
