"""The milligrams that an order tells although its dose cannot be worked out: 60 mg, and nothing of how often."""

from __future__ import annotations

from decimal import Decimal

from validator.dosage.directions import Directions
from validator.dosage.dose import has_dose, read_dose
from validator.dosage.making import Body
from validator.dosage.notes import HOW_OFTEN, DosageNotes
from validator.dosage.schedule import MILLIGRAM, UnknownKind
from validator.regex import regex

_IN_WORDS = regex(r"(?<![\d.,/-])(\d{1,4}(?:\.\d+)?) ?mg\b(?! ?/)")


def told_amounts(directions: Directions, body: Body | None = None) -> frozenset[Decimal]:
    """Every amount in milligrams that the instructions tell, in fields or, where these have none, in words; both ends
    of a range."""
    found: set[Decimal] = set()
    dosages = directions.dosages
    for index, dosage in enumerate(dosages.read):
        if dosage is None:
            continue
        path = f"{dosages.name}[{index}]"
        # Read for its own sake: what is wrong with it the schedule has told.
        reading = DosageNotes(unit=directions.unit, body=body, wrong=dosages.wrong, names=directions.names)
        dose = read_dose(dosage, path, reading) if has_dose(dosage, path, reading) else None
        if dose is not None and dose.unit == MILLIGRAM:
            found |= {dose.amount.low, dose.amount.high}
        for text in (dosage.text, dosage.patient_instruction) if dose is None else ():
            found |= {Decimal(amount) for amount in _IN_WORDS.findall((text or "").lower())}
    return frozenset(found)


def lacks_only_how_often(directions: Directions, body: Body | None = None) -> bool:
    """Whether all that keeps the dose from being known is that nothing tells how often it is taken."""
    unknown = directions.schedule_at(body).unknown
    return bool(unknown) and all(one.kind is UnknownKind.MISSING and HOW_OFTEN in one.says.lower() for one in unknown)
