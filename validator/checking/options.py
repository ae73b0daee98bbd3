"""How a submission is to be checked: everything a caller can say beside the documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from validator.chart.settings import DEFAULT_SETTINGS, ChartSettings
from validator.instant import PartialDate
from validator.profiles import Profiles

Day = str | date | PartialDate | None
"""A day as a caller may give it; None: the order's own."""

_STRUCTURES = ("full", "read", "off")


@dataclass(frozen=True, slots=True)
class Options:
    """See `validator.check.check_documents`, which explains each. Raises ValueError for a wrong `structure`."""

    structure: str
    profiles: Profiles
    as_of: PartialDate | None = None
    supplied: frozenset[str] | None = None
    settings: ChartSettings = DEFAULT_SETTINGS
    places: frozenset[str] | None = None
    ledger: bool = False
    instant: datetime | None = None
    form: bool = False

    def __post_init__(self) -> None:
        if self.structure not in _STRUCTURES:
            raise ValueError(f"structure is one of {', '.join(_STRUCTURES)}")


def day_of(as_of: Day) -> PartialDate | None:
    """The day as an interval. Raises ValueError for text that is no date."""
    match as_of:
        case None | PartialDate():
            return as_of
        case datetime():
            return PartialDate.on(as_of.date())
        case date():
            return PartialDate.on(as_of)
        case str():
            try:
                return PartialDate.parse(as_of)
            except ValueError as error:
                raise ValueError("as_of is a date such as 2026-11-22, 2026-11 or 2026") from error
