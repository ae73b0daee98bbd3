"""The unit of a dose: a mass, a mass by body size, a count of pieces, or the daily dose that a pack is made for."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from validator.fhir.element import QuantityElement
from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology import unit as terms


class Measure(Enum):
    """What kind of thing an amount counts."""

    MASS = "mass"
    PER_KG = "per kg"
    PER_M2 = "per m2"
    COUNT = "count"
    VOLUME = "volume"
    DAILY_DOSE = "dose"
    PACK = "pack"
    OTHER = "other"


class DoseUnit(Frozen):
    """One unit: its measure, the milligrams in it (for masses), and the word for it.

    The word of a count is `tablet`, `capsule` or `pill`; a pill may be either. `of_day`: the amount is that of a whole
    day, however often it is taken.
    """

    measure: Measure
    word: str
    mg: Decimal = Decimal(1)
    of_day: bool = False


TABLET = DoseUnit(Measure.COUNT, "tablet")
CAPSULE = DoseUnit(Measure.COUNT, "capsule")
PILL = DoseUnit(Measure.COUNT, "pill")
ML = DoseUnit(Measure.VOLUME, "mL")
MG = DoseUnit(Measure.MASS, "mg")
_G = DoseUnit(Measure.MASS, "g", Decimal(1000))
_UG = DoseUnit(Measure.MASS, "ug", Decimal("0.001"))
_DOSE = DoseUnit(Measure.DAILY_DOSE, "dose")
_PACKS = {code: DoseUnit(Measure.PACK, code.strip("{}")) for code in ("{kit}", "{card}")}

PACK_WORDS = frozenset(unit.word for unit in _PACKS.values())

# UCUM is case-sensitive: `Mg` is a megagram and is not in this table.
_MASSES = {
    "kg": DoseUnit(Measure.MASS, "kg", Decimal(1000000)),
    "g": _G,
    "mg": MG,
    "ug": _UG,
    "ng": DoseUnit(Measure.MASS, "ng", Decimal("0.000001")),
}
_UCUM = {
    **_MASSES,
    **{
        f"{code}/{size}{of}": DoseUnit(measure, f"{code}/{size}{of}", unit.mg, of_day=bool(of))
        for code, unit in _MASSES.items()
        for size, measure in (("kg", Measure.PER_KG), ("m2", Measure.PER_M2))
        for of in ("", "/d")
    },
}

_UNITS = {**_UCUM, terms.TABLET: TABLET, terms.CAPSULE: CAPSULE, terms.PILL: PILL, "mL": ML, "{dose}": _DOSE, **_PACKS}

_PRINTABLE = regex(r"[\w\[\]{}'/%^*(). -]{1,24}")


def unit_of_word(word: str) -> DoseUnit | None:
    """The unit of a dose that a word names, in any of its spellings; None where it names none."""
    return _UNITS.get(terms.unit_of_text(word) or "")


class DoseUnitReading(Frozen):
    """The unit found; `by_text` where no code names it; `conflict` where code and text name different units."""

    unit: DoseUnit | None
    by_text: bool = False
    conflict: bool = False


def unit_of(quantity: QuantityElement) -> DoseUnitReading:
    """The unit of a Quantity. `unit` None: it has none.

    A unit that is neither a mass nor a count comes back as Measure.OTHER with its own name, for what it is worth.
    """
    found = terms.read_unit(quantity.system, quantity.code, quantity.unit)
    if found.unit is None:
        return DoseUnitReading(_other(found.unread) if found.unread else None, conflict=found.conflict)
    return DoseUnitReading(_UNITS.get(found.unit) or _other(found.unit), found.by_text, found.conflict)


def _other(label: str) -> DoseUnit:
    return DoseUnit(Measure.OTHER, label if _PRINTABLE.fullmatch(label) else "units")
