"""A dose in milligrams for each kilogram or square metre, worked out for one patient."""

from __future__ import annotations

from fractions import Fraction

from validator.dosage.amount import AmountRange
from validator.dosage.notes import DosageNotes
from validator.dosage.number import decimal_of, product
from validator.dosage.schedule import MILLIGRAM, DoseComponent, NoteCode, TakenDose, Unknown, UnknownKind
from validator.dosage.unit import DoseUnit, Measure


def worked_out(amount: AmountRange, unit: DoseUnit, element: str, reading: DosageNotes) -> TakenDose | Unknown:
    """The dose at one time, rounded as the label of the product rounds; or why it is not known.

    An amount of a whole day is divided by the times a day. A size that is not one known value gives a dose only where
    every value comes to the same.
    """
    name, body = unit.word, reading.body
    size = None if body is None else body.weight_kg if unit.measure is Measure.PER_KG else body.bsa_m2
    what = "body weight" if unit.measure is Measure.PER_KG else "body surface area"
    if body is None or size is None:
        return Unknown(element, UnknownKind.NO_BODY_SIZE, f"The dose is in {name} and no {what} is known.")
    each = amount.times(unit.mg)
    if unit.of_day:
        times = reading.times_a_day
        if times is None:
            says = f"The dose is in {name}, and into how many doses a day it is divided is not told."
            return Unknown(element, UnknownKind.MISSING, says)
        each = AmountRange(*(decimal_of(Fraction(end) / times) for end in (each.low, each.high)))
    exact = AmountRange(product(each.low, size.low), product(each.high, size.high))
    made = exact
    if body.making.rounding is not None:
        made = AmountRange(*(body.making.rounded(end) or end for end in (exact.low, exact.high)))
    if made.exact is None and amount.exact is not None:
        return Unknown(element, UnknownKind.NO_BODY_SIZE, f"The dose is in {name} and no one {what} is known.")
    reading.note(NoteCode.BY_BODY_SIZE, element, f"The dose was worked out from {name}.")
    return TakenDose(made, MILLIGRAM, (DoseComponent(made, MILLIGRAM),), exact)
