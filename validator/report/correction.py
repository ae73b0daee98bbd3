"""The order as the label gives it: a whole MedicationRequest with dose, timing, strength and product code put right.

What is proposed is only text and codes; whether it agrees with the label is for the check to say, so a caller checks
it again before showing it.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from validator.label.dose import LabelDose
from validator.label.model import Label
from validator.quantity import plain
from validator.terminology.codebook import Codebook
from validator.terminology.coding import RXNORM, SNOMED, UCUM
from validator.terminology.domain import PRODUCTS
from validator.terminology.product import ProductCode, product_of

ORAL = {"system": SNOMED, "code": "26643006", "display": "Oral route"}

_DRUG_LEVELS = ("clinicaldrug:SBD", "clinicaldrug:SCD")
_PACK_LEVELS = ("pack:BPCK", "pack:GPCK")
_DRUG_ELEMENTS = ("medicationCodeableConcept", "medicationReference", "medication")
_BOUNDS = ("boundsPeriod", "boundsDuration", "boundsRange")
# These say the old dose in words. Left as they are, they would contradict the new one.
_OLD_WORDS = ("text", "renderedDosageInstruction")


@dataclass(frozen=True, slots=True)
class _Supply:
    """A product that makes the dose: its coding, and how many units at one time; None where it is dosed in mg.

    Units are tablets, capsules, or millilitres of a solution.
    """

    coding: dict[str, str]
    units: Decimal | None


def corrected_order(order: dict[str, Any], label: Label, dose: LabelDose, book: Codebook) -> dict[str, Any] | None:
    """The whole order with the label's dose; None when no one product makes it in whole units.

    A product is kept when whole units of it make the dose. Else it becomes the largest marketed strength that does, or
    the carton of that daily dose; branded when the order was. Everything that told the old dose is replaced, everything
    else stays. The order given is not changed. `book` lists the products.
    """
    known = _known_products(order, book)
    supply = _kept(known, label, dose) or _chosen(known, label, dose, book)
    if supply is None:
        return None
    corrected = {name: copy.deepcopy(value) for name, value in order.items() if name not in _OLD_WORDS}
    for name in _OLD_WORDS:
        corrected.pop(f"_{name}", None)
    if not known or supply.coding["code"] != known[0][0].get("code"):
        _replace_drug(corrected, supply.coding)
    corrected["dosageInstruction"] = [_dosage(label, dose, supply.units, _bounds(order))]
    _replace_quantity(corrected, label, dose, supply.units)
    return corrected


def _known_products(order: dict[str, Any], book: Codebook) -> list[tuple[dict[str, Any], ProductCode]]:
    concept = order.get("medicationCodeableConcept")
    if not isinstance(concept, dict):
        medication = order.get("medication")
        concept = medication.get("concept") if isinstance(medication, dict) else None
    codings = concept.get("coding") if isinstance(concept, dict) else None
    found = []
    for coding in codings if isinstance(codings, list) else []:
        if isinstance(coding, dict):
            product = product_of(book, _word(coding.get("system")), _word(coding.get("code")))
            if product is not None:
                found.append((coding, product))
    return found


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _kept(known: list[tuple[dict[str, Any], ProductCode]], label: Label, dose: LabelDose) -> _Supply | None:
    """The ordered product, where every code agrees on a strength that makes the dose."""
    strengths = {_strengths(product) for _, product in known}
    forms = {product.form for _, product in known}
    if len(strengths) != 1 or forms != {label.form} or any(p.conflict or p.unverified for _, p in known):
        return None
    (found,) = strengths
    if len(found) != 1:
        return None
    units = _units(dose.mg, next(iter(found)), label)
    coding = known[0][0]
    if units is None or known[0][1].level.startswith("pack"):
        return None
    return _Supply({name: text for name, text in coding.items() if isinstance(text, str)}, units)


def _chosen(
    known: list[tuple[dict[str, Any], ProductCode]], label: Label, dose: LabelDose, book: Codebook
) -> _Supply | None:
    branded = any(product.brand is not None for _, product in known)
    levels = _DRUG_LEVELS if branded else tuple(reversed(_DRUG_LEVELS))
    packs = _PACK_LEVELS if branded else tuple(reversed(_PACK_LEVELS))
    listed = _listed(label, book)
    # A carton is put together for one daily dose; several strengths at once have no other code.
    for level in packs:
        for coding, product in listed:
            if product.level == level and product.pack_daily_mg == dose.mg and dose.every_days == 1:
                return _Supply(coding, None)
    marketed = label.strengths_mg if label.mg_per_ml is None else (label.mg_per_ml,)
    for strength in sorted(marketed, reverse=True):
        units = _units(dose.mg, strength, label)
        if units is None:
            continue
        for level in levels:
            for coding, product in listed:
                if product.level == level and _strengths(product) == {strength}:
                    return _Supply(coding, units)
    return None


def _listed(label: Label, book: Codebook) -> list[tuple[dict[str, str], ProductCode]]:
    found = []
    for value_set in book.sets_of(PRODUCTS):
        if value_set.group != label.ingredient:
            continue
        for (system, code), concept in value_set.concepts.items():
            if system != RXNORM:
                continue
            product = product_of(book, system, code)
            if product is not None and product.form == label.form and not product.unverified:
                found.append(({"system": RXNORM, "code": code, "display": concept.display}, product))
    return sorted(found, key=lambda pair: pair[0]["code"])


def _strengths(product: ProductCode) -> frozenset[Decimal]:
    """The milligrams in one unit; the unit of a solution is the millilitre."""
    return product.strengths_mg if product.mg_per_ml is None else frozenset({product.mg_per_ml})


def _units(mg: Decimal, strength: Decimal, label: Label) -> Decimal | None:
    """How many units make the dose, in whole ones or in whole steps of the measuring device; None where none do."""
    units, step = Fraction(mg) / Fraction(strength), Fraction(label.measure_ml or 1)
    return Decimal(units.numerator) / units.denominator if units > 0 and (units / step).denominator == 1 else None


def _counted(units: Decimal, label: Label) -> str:
    """So many units in words: `1 tablet`, `2 capsules`, `6.5 mL`."""
    if label.mg_per_ml is not None:
        return f"{plain(units)} mL"
    return f"{plain(units)} {label.form if units == 1 else label.pieces}"


def _replace_drug(order: dict[str, Any], coding: dict[str, str]) -> None:
    concept = {"coding": [coding], "text": coding["display"]}
    is_r5 = "medication" in order
    old = order.get("medication") if is_r5 else order.get("medicationReference")
    for name in _DRUG_ELEMENTS:
        order.pop(name, None)
        order.pop(f"_{name}", None)
    _drop_contained(order, old)
    if is_r5:
        order["medication"] = {"concept": concept}
    else:
        order["medicationCodeableConcept"] = concept


def _drop_contained(order: dict[str, Any], medication: object) -> None:
    """A contained Medication that nothing refers to any more is not allowed to stay (FHIR invariant dom-3)."""
    reference = medication.get("reference") if isinstance(medication, dict) else None
    if isinstance(reference, dict):
        reference = reference.get("reference")
    contained = order.get("contained")
    if not isinstance(reference, str) or not reference.startswith("#") or not isinstance(contained, list):
        return
    left = [one for one in contained if not (isinstance(one, dict) and one.get("id") == reference[1:])]
    if left:
        order["contained"] = left
    else:
        del order["contained"]


def _bounds(order: dict[str, Any]) -> dict[str, Any]:
    """From when and how long the order is taken, where one instruction says it; several say it of several doses."""
    match order.get("dosageInstruction"):
        case [{"timing": {"repeat": {**repeat}}}]:
            return {name: copy.deepcopy(value) for name, value in repeat.items() if name in _BOUNDS}
        case _:
            return {}


def _dosage(label: Label, dose: LabelDose, units: Decimal | None, bounds: dict[str, Any]) -> dict[str, Any]:
    amount = f"{plain(dose.mg)} mg" if units is None else f"{_counted(units, label)} ({plain(dose.mg)} mg)"
    # A label's interval is a whole number of days, or a day divided by a whole number of times.
    times, days = dose.every_days.denominator, dose.every_days.numerator
    quantity: dict[str, Any] = {"value": int(dose.mg) if dose.mg == int(dose.mg) else dose.mg, "unit": "mg"}
    return {
        "text": f"{amount} by mouth {dose.how_often}",
        "timing": {"repeat": {**bounds, "frequency": times, "period": days, "periodUnit": "d"}},
        "route": {"coding": [dict(ORAL)]},
        "doseAndRate": [{"doseQuantity": {**quantity, "system": UCUM, "code": "mg"}}],
    }


def _replace_quantity(order: dict[str, Any], label: Label, dose: LabelDose, units: Decimal | None) -> None:
    """The amount to dispense for the days that stand in the order; left out where the days do not stand there.

    Kept, the amount of the old dose would be too much or too little of the new one.
    """
    request = order.get("dispenseRequest")
    if not isinstance(request, dict) or "quantity" not in request:
        return
    del request["quantity"]
    request.pop("_quantity", None)
    days = _days(request.get("expectedSupplyDuration"))
    doses = None if days is None else Fraction(days) / dose.every_days
    if units is not None and doses is not None and doses.denominator == 1:
        whole = doses.numerator * units
        unit = ("mL", "mL") if label.mg_per_ml is not None else (label.form, f"{{{label.form}}}")
        request["quantity"] = {
            "value": int(whole) if whole == int(whole) else whole,
            "unit": unit[0],
            "system": UCUM,
            "code": unit[1],
        }
    if not request:
        del order["dispenseRequest"]


def _days(duration: object) -> Decimal | None:
    if not isinstance(duration, dict) or duration.get("code") != "d" or duration.get("system") != UCUM:
        return None
    value = duration.get("value")
    return Decimal(value) if isinstance(value, int | Decimal) and value > 0 else None
