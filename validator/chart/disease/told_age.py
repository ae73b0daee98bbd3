"""The days in which a patient was of an age: when a condition began or ended that tells it by the age alone.

"59 years" is every day from that birthday to the one before the next. Source: FHIR R4 Condition.onsetAge, onsetRange,
abatementAge; Patient.birthDate.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from validator.chart.entry.standing import Doubtful, standing
from validator.chart.observed.amount import unit_of
from validator.chart.reader import Reader
from validator.fhir.element import QuantityElement, Reference
from validator.fhir.entry import Entry
from validator.fhir.resource import Patient
from validator.instant import PartialDate

_MONTHS_IN = {"a": 12, "mo": 1}
_DAYS_IN = {"wk": 7, "d": 1}
_OLDEST = 150
"""Years that no age has."""


def day_of_age(
    reader: Reader, entry: Entry, subject: Reference | None, ages: Sequence[QuantityElement | None], until: PartialDate
) -> PartialDate | None:
    """The days from the first to the last of these ages of the subject of an entry, none of them after `until`.

    None where the birth date or one of the ages is not known, or a bound alone is told.
    """
    whose = reader.quiet.resolve(subject, entry)
    born = _birth(whose) if whose is not None else None
    spans = [_span(born, one) if one is not None else None for one in ages] if born is not None else []
    known = [one for one in spans if one is not None]
    if not known or len(known) < len(spans):
        return None
    first, last = min(one[0] for one in known), max(one[1] for one in known)
    if first <= until.last:
        last = min(last, until.last)
    return PartialDate(first, last, f"{first.isoformat()} to {last.isoformat()}")


def day_not_understood(ages: Sequence[QuantityElement | None], until: PartialDate) -> PartialDate | None:
    """Any day of a life up to `until`, for an age that is told and gives no day: it may be long ago, so the condition
    is neither undated nor of one day. None where no age is told.
    """
    if all(one is None or one.value is None for one in ages):
        return None
    first = until.first.replace(year=max(until.first.year - _OLDEST, date.min.year), day=1)
    return PartialDate(first, until.last, f"{first.isoformat()} to {until.last.isoformat()}")


def is_of_unread_age(day: PartialDate) -> bool:
    """Whether a day may be any of a life, as it is where the age was not understood."""
    return day.first.year in (date.min.year, day.last.year - _OLDEST)


def _birth(whose: Entry) -> PartialDate | None:
    body = whose.body
    if not isinstance(body, Patient) or body.birth_date is None or isinstance(standing(whose), Doubtful):
        return None
    try:
        return PartialDate.parse(body.birth_date)
    except ValueError:
        return None


def _span(born: PartialDate, age: QuantityElement) -> tuple[date, date] | None:
    """The first and the last day of an age in whole units; what stands behind the point is not so exact."""
    told = unit_of(age)
    if age.value is None or age.comparator is not None or told.unit is None or told.conflict:
        return None
    if born.last.year + _OLDEST >= date.max.year:
        # No calendar goes so far.
        return None
    count = int(age.value)
    if told.unit in _MONTHS_IN:
        months = _MONTHS_IN[told.unit]
        if not 0 <= count * months <= _OLDEST * 12:
            return None
        return _later(born.first, count * months), _later(born.last, (count + 1) * months) - timedelta(days=1)
    days = _DAYS_IN.get(told.unit)
    if days is None or not 0 <= count * days <= _OLDEST * 366:
        return None
    return born.first + timedelta(days=count * days), born.last + timedelta(days=(count + 1) * days - 1)


def _later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
