"""The order as the label gives it: a whole MedicationRequest with dose, timing, strength and product code put right.

What is proposed is only text and codes; whether it agrees with the label is for the check to say, so a caller checks
it again before showing it.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from validator.fhir.element import objects_of
from validator.frozen import Frozen
from validator.label.dose import LabelDose
from validator.label.model import Label
from validator.quantity import plain
from validator.report.rewording import TO_PATIENT, counted, kept_words
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
_DOSE_ELEMENTS = frozenset(
    {"id", "sequence", "text", "timing", "doseAndRate", "doseQuantity", "doseRange", "rateQuantity", "rateRange",
     "rateRatio", "maxDosePerPeriod", "maxDosePerAdministration", "maxDosePerLifetime"}
)  # fmt: skip


class _Supply(Frozen):
    """A product that makes the dose: its coding, and how many units at one time; None where it is dosed in mg.

    Units are tablets, capsules, or millilitres of a solution.
    """

    coding: dict[str, str]
    units: Decimal | None


def corrected_order(
    order: dict[str, Any],
    label: Label,
    dose: LabelDose,
    book: Codebook,
    medication: dict[str, Any] | None = None,
    *,
    in_own_words: bool = False,
) -> dict[str, Any] | None:
    """The whole order with the label's dose; None when no one product makes it in whole units.

    A product is kept when whole units of it make the dose. Else it becomes the largest marketed strength that does, or
    the carton of that daily dose; branded when the order was. Everything that told the old dose is replaced, everything
    else stays: instructions, method, route, and when the dose is taken if it is taken as often. `in_own_words`: so do
    the words of the order, with the new dose in them, where that can be done. The order given is not changed. `book`
    lists the products; `medication` is the Medication that the order refers to, where it is here.
    """
    concept = _concept(order, medication)
    known = _known_products(concept, book)
    supply = _kept(known, label, dose) or _chosen(label, dose, book, is_branded=_is_branded(order, known, label))
    if supply is None:
        return None
    # What stays is shared with the order given, and is not to be changed in either.
    corrected = {name: value for name, value in order.items() if name not in _OLD_WORDS}
    for name in _OLD_WORDS:
        corrected.pop(f"_{name}", None)
    if not known or supply.coding["code"] not in {coding.get("code") for coding, _ in known}:
        _replace_drug(corrected, supply.coding)
    corrected["dosageInstruction"] = [_dosage(label, dose, supply.units, order, in_own_words=in_own_words)]
    _replace_quantity(corrected, label, dose, supply.units)
    return corrected


def _concept(order: dict[str, Any], medication: dict[str, Any] | None) -> dict[str, Any] | None:
    """The CodeableConcept of the drug: the order's own, or that of the Medication it refers to."""
    contained = order.get("contained")
    inner = objects_of(contained)
    own = order.get("medication")
    candidates = [order.get("medicationCodeableConcept"), own.get("concept") if isinstance(own, dict) else None]
    candidates += [one.get("code") for one in inner if f"#{one.get('id')}" == referred(order)]
    candidates += [medication.get("code")] if medication is not None else []
    return next((one for one in candidates if isinstance(one, dict)), None)


def referred(order: dict[str, Any]) -> str | None:
    """What an order refers to as its drug, in R4 or R5; None where it refers to nothing."""
    drug = order.get("medicationReference")
    if drug is None and isinstance(order.get("medication"), dict):
        drug = order["medication"].get("reference")
    reference = drug.get("reference") if isinstance(drug, dict) else None
    return reference if isinstance(reference, str) else None


def _known_products(concept: dict[str, Any] | None, book: Codebook) -> list[tuple[dict[str, Any], ProductCode]]:
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


def _is_branded(order: dict[str, Any], known: list[tuple[dict[str, Any], ProductCode]], label: Label) -> bool:
    """Whether the order asks for the brand: by a code, or where it has none by the name beside its reference."""
    if known:
        return any(product.brand is not None for _, product in known)
    drugs = [order[name] for name in _DRUG_ELEMENTS if isinstance(order.get(name), dict)]
    drugs += [one["reference"] for one in drugs if isinstance(one.get("reference"), dict)]
    words = [one.get(name) for one in drugs for name in ("display", "text")]
    return any(isinstance(text, str) and label.product.lower() in text.lower() for text in words)


def _kept(known: list[tuple[dict[str, Any], ProductCode]], label: Label, dose: LabelDose) -> _Supply | None:
    """The ordered product, where every code that tells a strength tells one that makes the dose."""
    telling = [(coding, product) for coding, product in known if product.form is not None or _strengths(product)]
    strengths = {_strengths(product) for _, product in telling}
    forms = {product.form for _, product in telling}
    if len(strengths) != 1 or forms != {label.form} or any(p.conflict or p.unverified for _, p in telling):
        return None
    (found,) = strengths
    if len(found) != 1:
        return None
    units = _units(dose.mg, next(iter(found)), label)
    coding, product = telling[0]
    if units is None or product.level.startswith("pack"):
        return None
    return _Supply({name: text for name, text in coding.items() if isinstance(text, str)}, units)


def _chosen(label: Label, dose: LabelDose, book: Codebook, *, is_branded: bool) -> _Supply | None:
    levels = _DRUG_LEVELS if is_branded else tuple(reversed(_DRUG_LEVELS))
    packs = _PACK_LEVELS if is_branded else tuple(reversed(_PACK_LEVELS))
    listed = _listed(book, label.ingredient, label.form)
    # A carton is put together for one daily dose; several strengths at once have no other code.
    for level in packs:
        for coding, product in listed:
            if product.level == level and product.pack_daily_mg == dose.mg and dose.every_days == 1:
                return _Supply(dict(coding), None)
    marketed = label.strengths_mg if label.mg_per_ml is None else (label.mg_per_ml,)
    for strength in sorted(marketed, reverse=True):
        units = _units(dose.mg, strength, label)
        if units is None:
            continue
        for level in levels:
            for coding, product in listed:
                if product.level == level and _strengths(product) == {strength}:
                    return _Supply(dict(coding), units)
    return None


@lru_cache(maxsize=32)
def _listed(book: Codebook, ingredient: str, form: str) -> tuple[tuple[dict[str, str], ProductCode], ...]:
    """The products of a drug in one form, by code: the same for every order."""
    found = []
    for value_set in book.sets_of(PRODUCTS):
        if value_set.group != ingredient:
            continue
        for (system, code), concept in value_set.concepts.items():
            if system != RXNORM:
                continue
            product = product_of(book, system, code)
            if product is not None and product.form == form and not product.unverified:
                found.append(({"system": RXNORM, "code": code, "display": concept.display}, product))
    return tuple(sorted(found, key=lambda pair: pair[0]["code"]))


def _strengths(product: ProductCode) -> frozenset[Decimal]:
    """The milligrams in one unit; the unit of a solution is the millilitre."""
    return product.strengths_mg if product.mg_per_ml is None else frozenset({product.mg_per_ml})


def _units(mg: Decimal, strength: Decimal, label: Label) -> Decimal | None:
    """How many units make the dose, in whole ones or in whole steps of the measuring device; None where none do."""
    return _in_steps(mg, strength, label.measure_ml)


@lru_cache(maxsize=256)
def _in_steps(mg: Decimal, strength: Decimal, measure_ml: Decimal | None) -> Decimal | None:
    units, step = Fraction(mg) / Fraction(strength), Fraction(measure_ml or 1)
    return Decimal(units.numerator) / units.denominator if units > 0 and (units / step).denominator == 1 else None


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


def _dosage(
    label: Label, dose: LabelDose, units: Decimal | None, order: dict[str, Any], *, in_own_words: bool
) -> dict[str, Any]:
    amount = f"{plain(dose.mg)} mg" if units is None else f"{counted(units, label)} ({plain(dose.mg)} mg)"
    quantity: dict[str, Any] = {"value": int(dose.mg) if dose.mg == int(dose.mg) else dose.mg, "unit": "mg"}
    own = _common_parts(order.get("dosageInstruction"))
    kept = {name: value for name, value in own.items() if name.lstrip("_") not in _DOSE_ELEMENTS}
    words = dict(kept_words(own, label, dose.mg, units, in_own_words=in_own_words))
    if isinstance(own.get(TO_PATIENT), str):
        kept.pop(TO_PATIENT)
    return {
        **kept,
        "text": f"{amount} by mouth {dose.how_often}",
        **words,
        "timing": _timing(own.get("timing"), dose),
        "route": kept.get("route") or {"coding": [dict(ORAL)]},
        "doseAndRate": [{"doseQuantity": {**quantity, "system": UCUM, "code": "mg"}}],
    }


def _common_parts(instructions: object) -> dict[str, Any]:
    """What every instruction of the order says alike; where there is one, all of it."""
    listed = instructions if isinstance(instructions, list) else []
    if not listed or not all(isinstance(one, dict) for one in listed):
        return {}
    first, *others = listed
    return {name: value for name, value in first.items() if all(one.get(name) == value for one in others)}


def _timing(timing: object, dose: LabelDose) -> dict[str, Any]:
    """The order's own timing where it is as often as the dose, else how often the dose is, from when and how long."""
    # A label's interval is a whole number of days, or a day divided by a whole number of times.
    often = {"frequency": dose.every_days.denominator, "period": dose.every_days.numerator, "periodUnit": "d"}
    repeat = timing.get("repeat") if isinstance(timing, dict) else None
    if not isinstance(timing, dict) or not isinstance(repeat, dict):
        return {"repeat": often}
    if all(repeat.get(name) == value for name, value in often.items()):
        return timing
    return {"repeat": {name: value for name, value in repeat.items() if name in _BOUNDS} | often}


def _replace_quantity(order: dict[str, Any], label: Label, dose: LabelDose, units: Decimal | None) -> None:
    """The amount to dispense for the days that stand in the order; left out where the days do not stand there.

    Kept, the amount of the old dose would be too much or too little of the new one.
    """
    request = order.get("dispenseRequest")
    if not isinstance(request, dict) or "quantity" not in request:
        return
    request = {name: value for name, value in request.items() if name not in ("quantity", "_quantity")}
    order["dispenseRequest"] = request
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
