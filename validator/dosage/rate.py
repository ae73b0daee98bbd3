"""A rate beside a dose: the amount of a day, which must be that of the dose and its frequency.

An oral dose has no rate, but the national profile of Japan asks for the amount of a day in `rateRatio`. Source: FHIR R4
Dosage.doseAndRate.rate[x]; JP Core MedicationRequest dosage.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as replaced
from decimal import Decimal
from fractions import Fraction

from msgspec.structs import replace

from validator.dosage.amount import AmountRange
from validator.dosage.bounds import DAYS_IN
from validator.dosage.dose import Amount, in_milligrams, read_quantity
from validator.dosage.notes import DosageNotes
from validator.dosage.number import decimal_of, number
from validator.dosage.schedule import Line, TakenDose, UnknownKind
from validator.dosage.unit import Measure
from validator.fhir.dosage import Dosage, DoseAndRate
from validator.fhir.element import QuantityElement
from validator.terminology.unit import read_unit

_PER = "/"


def check_rates(dosage: Dosage, line: Line, path: str, reading: DosageNotes) -> None:
    """Names each rate that is no amount a day, or is not what the line comes to in a day.

    Entries of one doseAndRate describe one dose, so a rate may stand in another entry than the dose.
    """
    for index, entry in enumerate(dosage.dose_and_rate):
        where = f"{path}.doseAndRate[{index}]"
        for name, daily in _daily(entry, where, reading) if entry is not None else ():
            element = f"{where}.{name}"
            if daily is None:
                reading.fault(UnknownKind.NOT_ORAL_DOSE, element, "A rate is not an oral dose.")
            elif daily.unit != line.dose.unit or daily.amount != line.daily:
                reading.contradictory(element, "The rate and the dose with its frequency are different amounts a day.")


def _daily(entry: DoseAndRate, where: str, reading: DosageNotes) -> Iterator[tuple[str, TakenDose | None]]:
    """Each rate that is given, with the amount of a day it states; None where it states none."""
    if entry.rate_ratio is not None or f"{where}.rateRatio" in reading.wrong:
        ratio = entry.rate_ratio
        parts = (ratio.numerator, ratio.denominator) if ratio is not None else (None, None)
        yield "rateRatio", _of_day(*parts, reading)
    if entry.rate_range is not None or f"{where}.rateRange" in reading.wrong:
        yield "rateRange", None
    if entry.rate_quantity is not None or f"{where}.rateQuantity" in reading.wrong:
        yield "rateQuantity", _of_day(*_split(entry.rate_quantity), reading)


def _split(rate: QuantityElement | None) -> tuple[QuantityElement | None, QuantityElement | None]:
    """The amount and the period of a rate in one unit: `mg/d`, `tablets/day`."""
    if rate is None:
        return None, None
    over, under = {}, {}
    for name, unit in (("code", rate.code), ("unit", rate.unit)):
        if unit is not None and _PER in unit:
            over[name], _, under[name] = unit.rpartition(_PER)
    if not under:
        return None, None
    amount = replace(rate, code=over.get("code"), unit=over.get("unit"))
    return amount, QuantityElement(value=1, system=rate.system, code=under.get("code"), unit=under.get("unit"))


def _of_day(over: QuantityElement | None, under: QuantityElement | None, reading: DosageNotes) -> TakenDose | None:
    value = number(under.value) if under is not None and under.comparator is None else None
    if over is None or under is None or value is None or value <= 0:
        return None
    unit = read_unit(under.system, under.code, under.unit)
    length = None if unit.conflict else DAYS_IN.get(unit.unit or "")
    if unit.unit == "h" and length is not None and value % 24 == 0:
        value, length = value / 24, DAYS_IN["d"]
    scratch = DosageNotes(unit=reading.unit, body=reading.body)
    amount = read_quantity(over, "", scratch)
    if length != DAYS_IN["d"] or amount is None:
        # By the hour or the minute it is how fast an infusion runs.
        return None
    low, high = (decimal_of(Fraction(end) / Fraction(value)) for end in (amount.range.low, amount.range.high))
    daily, times = AmountRange(low, high), 1
    if amount.unit.measure in (Measure.PER_KG, Measure.PER_M2) and reading.times_a_day is not None:
        # Rounded for each time it is taken, as the dose beside it.
        times = scratch.times_a_day = reading.times_a_day
        amount = Amount(daily, replaced(amount.unit, of_day=True))
    found = in_milligrams(Amount(daily, amount.unit), "", scratch, ordered=False)
    return None if found is None else replaced(found.dose, amount=found.dose.amount.times(Decimal(times)))
