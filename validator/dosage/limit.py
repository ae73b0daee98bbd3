"""Limits that an order sets: the most in one administration, and the most in a day."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from validator.dosage.amount import AmountRange
from validator.dosage.bounds import DAYS_IN
from validator.dosage.dose import read_limit
from validator.dosage.notes import DosageNotes
from validator.dosage.number import decimal_of, number
from validator.dosage.schedule import Line, NoteCode, TakenDose
from validator.fhir.dosage import Dosage
from validator.fhir.element import Ratio
from validator.terminology.unit import read_unit


def limited_dose(dosage: Dosage, dose: TakenDose, path: str, reading: DosageNotes) -> TakenDose:
    """The dose with its upper end lowered to maxDosePerAdministration; a dose wholly above it is contradictory.

    A dose by body size is worked out first and then limited, so that above it the limit itself is the dose.
    """
    where, stated = f"{path}.maxDosePerAdministration", dosage.max_dose_per_administration
    if stated is None and where not in reading.wrong:
        return dose
    most = read_limit(stated, dose, reading, where)
    if most is None:
        reading.note(NoteCode.MAX_DOSE_NOT_READ, where, "The limit cannot be compared with the dose.")
        return dose
    if dose.amount.low > most and dose.exact is None:
        reading.contradictory(where, "The dose is above the limit for one administration.")
        return dose
    if dose.amount.high <= most:
        return dose
    exact = dose.exact and AmountRange(min(dose.exact.low, most), min(dose.exact.high, most))
    return replace(dose, amount=AmountRange(min(dose.amount.low, most), most), exact=exact)


def daily_limit(dosage: Dosage, line: Line, path: str, reading: DosageNotes) -> Decimal | None:
    """The least of maxDosePerPeriod, as an amount a day; None where it limits nothing.

    A limit never makes a frequency. A schedule wholly above its own limit is contradictory.
    Source: FHIR R4 Dosage.maxDosePerPeriod (a Ratio; in R5 a list of them).
    """
    where, stated = f"{path}.maxDosePerPeriod", dosage.max_dose_per_period
    ratios = stated if isinstance(stated, tuple) else (stated,)
    daily = line.daily if stated or where in reading.wrong else None
    if daily is None:
        return None
    least: Decimal | None = None
    for ratio in ratios:
        most = _a_day(ratio, line.dose, reading, where)
        if most is None:
            reading.note(NoteCode.MAX_DOSE_NOT_READ, where, "The limit cannot be compared with the dose.")
        elif least is None or most < least:
            least = most
    if least is None or least >= daily.high:
        return None
    if least < daily.low:
        reading.contradictory(where, "It gives more than the limit that the order itself sets for a period.")
    return least


def _a_day(ratio: Ratio | None, dose: TakenDose, reading: DosageNotes, where: str) -> Decimal | None:
    if ratio is None or ratio.denominator is None:
        return None
    most = read_limit(ratio.numerator, dose, reading, f"{where}.numerator")
    value = number(ratio.denominator.value)
    unit = read_unit(ratio.denominator.system, ratio.denominator.code, ratio.denominator.unit)
    length = None if unit.conflict else DAYS_IN.get(unit.unit or "")
    if most is None or value is None or value <= 0 or length is None:
        return None
    return decimal_of(Fraction(most) / (Fraction(value) * length[0]))
