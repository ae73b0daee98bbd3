"""Where a Condition stands on the chart's day: whether it is there, and when it began, ended and was recorded."""

from __future__ import annotations

from validator.chart.disease.told_age import day_not_understood, day_of_age
from validator.chart.entry.status import CLINICAL_STATUS, NOT_ACTIVE, is_active, status_words
from validator.chart.reader import Reader, first_date
from validator.fhir.element import Reference
from validator.fhir.entry import Entry
from validator.fhir.resource import Condition
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.verdict import Truth

UNTOLD_NOTE = "its clinical status is not told; dated within 24 months, it counts as present"
PRESENT_MONTHS = 24
"""How long a tumor without a clinical status counts as present. CLARIFICATIONS, a project choice."""


class State(Frozen):
    """Where a Condition stands on the chart's day: whether it is there, if not or if open why so, and its dates."""

    reader: Reader
    entry: Entry
    adult: Truth
    active: Truth
    inactive_because: str = ""
    onset: PartialDate | None = None
    abatement: PartialDate | None = None
    recorded: PartialDate | None = None
    is_untold: bool = False
    """Nothing says whether it is there: no clinical status, no end, and it is not the order's own reason."""

    @property
    def is_recent(self) -> bool:
        """Whether what nothing tells of surely was there in the months in which it counts as present."""
        return self.is_untold and self.day is not None and _within_months(self.day, self.reader.as_of)

    @property
    def day(self) -> PartialDate | None:
        """When the condition began, else when it was recorded."""
        return self.onset or self.recorded


def state_of(reader: Reader, entry: Entry, body: Condition, adult: Truth) -> State:
    """Where a Condition stands: its dates, and whether it is there on the chart's day."""
    onset = reader.date(body.onset_date_time, entry, "onsetDateTime")
    if body.onset_period is not None:
        onset = first_date(onset, reader.start_of(body.onset_period, entry, "onsetPeriod"))
    abatement = None
    if body.abatement_date_time is not None:
        abatement = reader.date(body.abatement_date_time, entry, "abatementDateTime")
    if body.abatement_period is not None:
        abatement = first_date(
            abatement,
            reader.end_of(body.abatement_period, entry, "abatementPeriod"),
            reader.start_of(body.abatement_period, entry, "abatementPeriod"),
        )
    recorded, of_visit = reader.date(body.recorded_date, entry, "recordedDate"), _encounter_day(reader, entry)
    recorded = recorded or of_visit
    ages = body.onset_range
    began = (body.onset_age,) if ages is None else (ages.low, ages.high)
    if onset is None and began != (None,):
        until = recorded or reader.as_of
        onset = day_of_age(reader, entry, body.subject, began, until) or day_not_understood(began, until)
    if abatement is None and body.abatement_age is not None:
        abatement = day_of_age(reader, entry, body.subject, (body.abatement_age,), reader.as_of)
    active, because = _active(reader, entry, body, abatement)
    untold = active is Truth.UNKNOWN and not status_words(body.clinical_status, CLINICAL_STATUS)
    return State(reader, entry, adult, active, because, onset, abatement, recorded, is_untold=untold)


def _encounter_day(reader: Reader, entry: Entry) -> PartialDate | None:
    """When the visit began at which a Condition was stated, for one that has no day of its own."""
    raw = entry.tree.get("encounter")
    text = raw.get("reference") if isinstance(raw, dict) else None
    visit = reader.resolve(Reference(reference=text), entry) if isinstance(text, str) else None
    if visit is None or visit.resource_type != "Encounter":
        return None
    period = visit.raw.get("period") or visit.raw.get("actualPeriod")
    start = period.get("start") if isinstance(period, dict) else None
    return reader.date(start, visit, "period.start") if isinstance(start, str) else None


def _active(reader: Reader, entry: Entry, body: Condition, abatement: PartialDate | None) -> tuple[Truth, str]:
    """Whether it is there on the chart's day, and if not, the word that says so; if nobody knows, why.

    A condition that ended only after that day was still there on it.
    """
    words = status_words(body.clinical_status, CLINICAL_STATUS)
    # Also abatementAge, abatementRange and abatementString say that it is over, without a usable day.
    abated = False
    for name, value in entry.tree.items():
        if value is not False and name.startswith("abatement"):
            abated = True
    over = abatement is not None and abatement.at_or_before(reader.as_of) is not Truth.FALSE
    ended_later = abatement is not None and not over
    match is_active(words):
        case Truth.FALSE:
            return (Truth.TRUE, "") if ended_later else (Truth.FALSE, ", ".join(sorted(words & NOT_ACTIVE)))
        case Truth.TRUE:
            if abated and not ended_later:
                because = "is active by its status and over by its abatement"
                reader.set_aside(entry, because)
                return Truth.UNKNOWN, because
            return Truth.TRUE, ""
        case Truth.UNKNOWN:
            if words:
                return Truth.UNKNOWN, f"has the clinical status {' and '.join(sorted(words))}"
            if ended_later:
                return Truth.TRUE, ""
            if abated:
                return Truth.FALSE, "over by its abatement"
            return (Truth.TRUE if entry in reader.trusted else Truth.UNKNOWN), ""


def _within_months(day: PartialDate, now: PartialDate) -> bool:
    """Whether a day surely lies in the months up to the order's day, by their calendar days."""
    months = (now.first.year - day.first.year) * 12 + now.first.month - day.first.month
    return months < PRESENT_MONTHS or (months == PRESENT_MONTHS and day.first.day >= now.first.day)
