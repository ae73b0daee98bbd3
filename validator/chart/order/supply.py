"""What an order asks the pharmacy to hand out. Source: FHIR R4 MedicationRequest.dispenseRequest."""

from __future__ import annotations

from decimal import Decimal

from validator.chart.observed.amount import days_of
from validator.chart.reader import evidence
from validator.dosage import Directions
from validator.dosage.unit import Measure, unit_of_word
from validator.fhir.element import DispenseRequest, QuantityElement
from validator.fhir.entry import Entry
from validator.finding import Evidence
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.quantity import plain


class Supply(Frozen):
    """What the order asks the pharmacy to hand out; None: not stated, also of repeats. `days` is
    expectedSupplyDuration, `first_` is initialFill, `valid_until` the end of validityPeriod."""

    evidence: Evidence
    units: Decimal | None = None
    unit_word: str | None = None
    days: Decimal | None = None
    repeats: int | None = None
    first_units: Decimal | None = None
    first_days: Decimal | None = None
    valid_until: PartialDate | None = None


def supply(entry: Entry, request: DispenseRequest | None, valid_until: PartialDate | None = None) -> Supply | None:
    """Quantity, duration in days, repeats and first fill as stated, and the last day it may be handed out on; None when
    the order states none of them.

    A duration in months has no exact number of days, so it is not stated in days. A quantity with a comparator is not
    an amount.
    """
    if request is None:
        return None
    units, word = _units(request.quantity)
    days = days_of(request.expected_supply_duration)
    repeats = request.number_of_repeats_allowed
    first = request.initial_fill
    first_units, _ = _units(first.quantity) if first is not None else (None, None)
    first_days = days_of(first.duration) if first is not None else None
    if (units, days, repeats, first_units, first_days, valid_until) == (None,) * 6:
        return None
    said = []
    if units is not None:
        said.append(f"{plain(units)} {word or 'units'}")
    if days is not None:
        said.append(f"for {plain(days)} days")
    if repeats is not None:
        said.append(f"{repeats} repeats")
    if first_units is not None or first_days is not None:
        said.append("a first fill of its own")
    if valid_until is not None:
        said.append(f"valid until {valid_until.text}")
    shown = evidence(entry, ", ".join(said), "dispenseRequest")
    return Supply(shown, units, word, days, repeats, first_units, first_days, valid_until)


def days_handed_out(entry: Entry, quantity: QuantityElement | None, stated: Decimal | None) -> Decimal | None:
    """How many days a fill lasts: as stated, or as its tablets do at what is taken a day, whichever is longer.

    Tablets last for days only where one exact number of them is taken a day; None where nothing tells.
    """
    units, word = _units(quantity)
    counted = _lasting(entry, units, word) if units is not None else None
    return max((days for days in (stated, counted) if days is not None), default=None)


def _lasting(entry: Entry, units: Decimal, word: str | None) -> Decimal | None:
    unit = unit_of_word(word) if word not in (None, "1") else None
    if word not in (None, "1") and (unit is None or unit.measure is not Measure.COUNT):
        return None
    phases = Directions(entry.dosages).schedule.phases
    lines = phases[0].lines if len(phases) == 1 else ()
    if len(lines) != 1 or (counted := unit_of_word(lines[0].dose.unit)) is None or counted.measure is not Measure.COUNT:
        return None
    daily = lines[0].daily
    return units / daily.exact if daily is not None and daily.exact else None


def _units(quantity: QuantityElement | None) -> tuple[Decimal | None, str | None]:
    if quantity is None or quantity.value is None or quantity.comparator is not None:
        return None, None
    return Decimal(quantity.value), quantity.unit or quantity.code
