"""Limits that an order sets: the most in one administration, and the most in a day."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from validator.dosage.amount import AmountRange, UnitStrength
from validator.dosage.bounds import DAYS_IN
from validator.dosage.dose import read_limit
from validator.dosage.number import decimal_of, number
from validator.dosage.reading import Reading, string
from validator.dosage.schedule import Dose, Line, NoteCode


def limited_dose(raw: Mapping[str, object], dose: Dose, path: str, reading: Reading) -> Dose:
    """The dose with its upper end lowered to maxDosePerAdministration; a dose wholly above it is contradictory."""
    stated = raw.get("maxDosePerAdministration")
    if stated is None:
        return dose
    where = f"{path}.maxDosePerAdministration"
    most = read_limit(stated, dose, reading.unit)
    if most is None:
        reading.note(NoteCode.MAX_DOSE_NOT_READ, where, "The limit cannot be compared with the dose.")
        return dose
    if dose.amount.low > most:
        reading.contradictory(where, "The dose is above the limit for one administration.")
        return dose
    if dose.amount.high <= most:
        return dose
    return Dose(AmountRange(dose.amount.low, most), dose.unit, dose.items)


def daily_limit(raw: Mapping[str, object], line: Line, path: str, reading: Reading) -> Decimal | None:
    """The least of maxDosePerPeriod, as an amount a day; None where it limits nothing.

    A limit never makes a frequency. A schedule wholly above its own limit is contradictory.
    Source: FHIR R4 Dosage.maxDosePerPeriod (a Ratio; in R5 a list of them).
    """
    stated = raw.get("maxDosePerPeriod")
    daily = line.daily if stated is not None else None
    if daily is None:
        return None
    where = f"{path}.maxDosePerPeriod"
    least: Decimal | None = None
    for ratio in stated if isinstance(stated, list) else [stated]:
        most = _a_day(ratio, line.dose, reading.unit)
        if most is None:
            reading.note(NoteCode.MAX_DOSE_NOT_READ, where, "The limit cannot be compared with the dose.")
        elif least is None or most < least:
            least = most
    if least is None or least >= daily.high:
        return None
    if least < daily.low:
        reading.contradictory(where, "The dose and its frequency come to more than the limit for a period.")
    return least


def _a_day(ratio: object, dose: Dose, unit: UnitStrength | None) -> Decimal | None:
    if not isinstance(ratio, dict):
        return None
    denominator = ratio.get("denominator")
    most = read_limit(ratio.get("numerator"), dose, unit)
    if most is None or not isinstance(denominator, dict):
        return None
    value = number(denominator.get("value"))
    length = DAYS_IN.get(string(denominator, "code") or string(denominator, "unit") or "")
    if value is None or value <= 0 or length is None:
        return None
    return decimal_of(Fraction(most) / (Fraction(value) * length[0]))
