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
    """See `validator.check.check_documents`, which explains each. Raises ValueError for a wrong `structure`, and for
    `profiles` that are none.
    """

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
        # A folder's name in its place would only be missed where labels are looked for.
        if not isinstance(self.profiles, Profiles):
            raise ValueError("profiles is a Profiles of this package, such as Profiles('DIR')")


def day_of(as_of: Day) -> PartialDate | None:
    """The day as an interval. Raises ValueError for text that is no date, and for what is of no type of a day: passed
    over, the orders would be judged by the label of another one.
    """
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
                raise ValueError(_NO_DAY) from error
        case _:
            raise ValueError(_NO_DAY)


_NO_DAY = "as_of is a date such as 2026-11-22, 2026-11 or 2026"
