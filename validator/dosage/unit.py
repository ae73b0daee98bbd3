"""The unit of a dose: by UCUM code, by HL7 orderable drug form or SNOMED CT, by text, in that order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from validator.dosage.reading import UCUM_SYSTEMS, words
from validator.fhir.element import QuantityElement

DRUG_FORM_SYSTEMS = frozenset(
    {
        "http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm",
        "http://hl7.org/fhir/v3/orderableDrugForm",
        "urn:oid:2.16.840.1.113883.5.85",
    }
)
SNOMED = "http://snomed.info/sct"
EDQM = "http://standardterms.edqm.eu"


class Measure(Enum):
    """What kind of thing an amount counts."""

    MASS = "mass"
    PER_KG = "per kg"
    PER_M2 = "per m2"
    COUNT = "count"
    DAILY_DOSE = "dose"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DoseUnit:
    """One unit: its measure, the milligrams in it (for masses), and the word for it.

    The word of a count is `tablet`, `capsule` or `pill`; a pill may be either.
    """

    measure: Measure
    word: str
    mg: Decimal = Decimal(1)


TABLET = DoseUnit(Measure.COUNT, "tablet")
CAPSULE = DoseUnit(Measure.COUNT, "capsule")
PILL = DoseUnit(Measure.COUNT, "pill")
MG = DoseUnit(Measure.MASS, "mg")
_G = DoseUnit(Measure.MASS, "g", Decimal(1000))
_UG = DoseUnit(Measure.MASS, "ug", Decimal("0.001"))
_DOSE = DoseUnit(Measure.DAILY_DOSE, "dose")

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
    **{f"{code}/kg": DoseUnit(Measure.PER_KG, f"{code}/kg", unit.mg) for code, unit in _MASSES.items()},
    **{f"{code}/m2": DoseUnit(Measure.PER_M2, f"{code}/m2", unit.mg) for code, unit in _MASSES.items()},
}

_TABLET_FORMS = (
    "TAB", "ORTAB", "CAPLET", "CHEWTAB", "CPTAB", "DISINTAB", "DRTAB", "ECTAB", "ERECTAB", "ERTAB", "ERTAB12",
    "ERTAB24", "SLTAB", "BUCTAB", "SRBUCTAB",
)  # fmt: skip
_CAPSULE_FORMS = ("CAP", "ORCAP", "ENTCAP", "ERENTCAP", "ERCAP", "ERCAP12", "ERCAP24", "ERECCAP")
_FORMS = {
    **dict.fromkeys(_TABLET_FORMS, TABLET),
    **dict.fromkeys(_CAPSULE_FORMS, CAPSULE),
    "PILL": PILL,
}
_SNOMED_UNITS = {
    "258684004": MG,
    "258682000": _G,
    "258685003": _UG,
    "396163008": _UCUM["mg/kg"],
    "404216004": _UCUM["mg/m2"],
    "732936001": TABLET,
    "385055001": TABLET,
    "732937005": CAPSULE,
    "420692007": CAPSULE,
}

_WORDS = {
    "mg": MG, "mgs": MG, "milligram": MG, "milligrams": MG, "milligramme": MG, "milligrammes": MG,
    "g": _G, "gm": _G, "gram": _G, "grams": _G,
    "ug": _UG, "mcg": _UG, "µg": _UG, "μg": _UG, "microgram": _UG, "micrograms": _UG,
    "mg/kg": _UCUM["mg/kg"], "mg/m2": _UCUM["mg/m2"], "mg/m²": _UCUM["mg/m2"], "mg/m^2": _UCUM["mg/m2"],
    **dict.fromkeys(("tab", "tabs", "tablet", "tablets", "tbl", "tbls", "tabl", "oral tablet", "oral tablets",
                     "film-coated tablet", "film-coated tablets", "tablette", "tabletten"), TABLET),
    **dict.fromkeys(("cap", "caps", "capsule", "capsules", "oral capsule", "oral capsules", "hard capsule",
                     "hard capsules", "kapsel", "kapseln"), CAPSULE),
    **dict.fromkeys(("pill", "pills", "each", "ea", "piece", "pieces", "stück", "stueck"), PILL),
    **dict.fromkeys(("dose", "doses", "daily dose"), _DOSE),
}  # fmt: skip

# The UCUM unity and the arbitrary unit say only that something is counted, which leaves open what.
_UNIT_OF_ANYTHING = ("1", "[arb'U]")
_PRINTABLE = re.compile(r"[A-Za-z0-9\[\]{}'/%µ. ]{1,20}")


def unit_of_word(word: str) -> DoseUnit | None:
    """The unit a word names, in any case, with or without UCUM braces and `(s)`; None where the word is not known."""
    plain = word.strip().lower().removesuffix(".")
    if plain.startswith("{") and plain.endswith("}"):
        plain = plain[1:-1]
    return _WORDS.get(plain.removesuffix("(s)").strip())


@dataclass(frozen=True, slots=True)
class UnitReading:
    """The unit found; `by_text` where no code names it; `conflict` where code and text name different units."""

    unit: DoseUnit | None
    by_text: bool = False
    conflict: bool = False


def unit_of(quantity: QuantityElement) -> UnitReading:
    """The unit of a Quantity. `unit` None: it has none.

    A unit that is neither a mass nor a count comes back as Measure.OTHER with its own name, for what it is worth.
    Source: FHIR R4 Quantity; UCUM; HL7 v3 orderableDrugForm.
    """
    system, code, text = words(quantity.system), words(quantity.code), words(quantity.unit)
    coded, by_text = _coded(system, code)
    named = unit_of_word(text) if text is not None else None
    if coded is None:
        if named is not None:
            return UnitReading(named, by_text=True)
        return UnitReading(None if text is None or text in _UNIT_OF_ANYTHING else _other(text))
    return UnitReading(coded, by_text, conflict=named is not None and not _same(coded, named))


def _coded(system: str | None, code: str | None) -> tuple[DoseUnit | None, bool]:
    """The unit a code means, and whether it was read as a word; None where the code or its system says nothing."""
    if code is None or code in _UNIT_OF_ANYTHING:
        return None, False
    if system is None or system in UCUM_SYSTEMS:
        if code in _UCUM:
            return _UCUM[code], system is None
        # Codes people write for UCUM that UCUM does not have (`mcg`, `tablet`) are words; `Mg` is a megagram.
        word = unit_of_word(code) if code.startswith("{") or code.lower() == code or code.upper() in _FORMS else None
        return word or _other(code), word is not None and not code.startswith("{")
    if system in DRUG_FORM_SYSTEMS:
        return _FORMS.get(code.upper()) or _other(code), False
    if system == SNOMED:
        return _SNOMED_UNITS.get(code), False
    return (TABLET if system == EDQM and code == "15054000" else None), False


def _same(one: DoseUnit, other: DoseUnit) -> bool:
    """Whether code and text can mean one unit; a pill may be a tablet or a capsule."""
    if one.measure is Measure.COUNT and other.measure is Measure.COUNT:
        return one == other or PILL in (one, other)
    return one == other


def _other(label: str) -> DoseUnit:
    return DoseUnit(Measure.OTHER, label if _PRINTABLE.fullmatch(label) else "units")
