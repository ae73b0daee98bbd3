"""The product that makes a dose: the ordered one where it does, else the one to order instead."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from validator.fhir.element import DRUG_ELEMENTS, text_of
from validator.frozen import Frozen
from validator.label.dose import LabelDose
from validator.label.model import Label
from validator.terminology.codebook import Codebook
from validator.terminology.coding import RXNORM
from validator.terminology.domain import PRODUCTS
from validator.terminology.product import ProductCode, product_of

_DRUG_LEVELS = ("clinicaldrug:SBD", "clinicaldrug:SCD")
_PACK_LEVELS = ("pack:BPCK", "pack:GPCK")


class MadeOf(Frozen):
    """A product that makes the dose: its coding, and how many units at one time; None where it is dosed in mg.

    Units are tablets, capsules, or millilitres of a solution. `is_ordered`: it is the one ordered, and need not be
    written anew. `unit_before` are the milligrams in one unit of the ordered product; None where that is not one
    known amount.
    """

    coding: dict[str, str]
    units: Decimal | None
    is_ordered: bool
    unit_before: Decimal | None


class NewDose(Frozen):
    """The dose in whose place another stood: the label's, and the product that makes it. `before` is the ordered dose,
    where it is one at one interval.
    """

    label: Label
    dose: LabelDose
    made: MadeOf
    before: LabelDose | None

    @property
    def pieces(self) -> Decimal | None:
        """The units at one time; None where it is dosed in milligrams."""
        return self.made.units


_Found = tuple[dict[str, str], Decimal | None]


def made_of(
    order: dict[str, Any], concept: dict[str, Any] | None, label: Label, dose: LabelDose, book: Codebook
) -> MadeOf | None:
    """The product for a dose; None where no one product makes it in whole units. `concept` is the ordered drug's."""
    known = _known_products(concept, book)
    found = _kept(known, label, dose) or _chosen(label, dose, book, is_branded=_is_branded(order, known, label))
    if found is None:
        return None
    coding, units = found
    before = {strength for _, product in known for strength in _strengths(product)}
    is_ordered = coding["code"] in {one.get("code") for one, _ in known}
    return MadeOf(coding, units, is_ordered, next(iter(before)) if len(before) == 1 else None)


def _known_products(concept: dict[str, Any] | None, book: Codebook) -> list[tuple[dict[str, Any], ProductCode]]:
    codings = concept.get("coding") if isinstance(concept, dict) else None
    found = []
    for coding in codings if isinstance(codings, list) else []:
        if isinstance(coding, dict):
            product = product_of(book, text_of(coding.get("system")), text_of(coding.get("code")))
            if product is not None:
                found.append((coding, product))
    return found


def _is_branded(order: dict[str, Any], known: list[tuple[dict[str, Any], ProductCode]], label: Label) -> bool:
    """Whether the order asks for the brand: by a code, or where it has none by the name beside its reference."""
    if known:
        return any(product.brand is not None for _, product in known)
    drugs = [order[name] for name in DRUG_ELEMENTS if isinstance(order.get(name), dict)]
    drugs += [one["reference"] for one in drugs if isinstance(one.get("reference"), dict)]
    words = [one.get(name) for one in drugs for name in ("display", "text")]
    return any(isinstance(text, str) and label.product.lower() in text.lower() for text in words)


def _kept(known: list[tuple[dict[str, Any], ProductCode]], label: Label, dose: LabelDose) -> _Found | None:
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
    return {name: text for name, text in coding.items() if isinstance(text, str)}, units


def _chosen(label: Label, dose: LabelDose, book: Codebook, *, is_branded: bool) -> _Found | None:
    levels = _DRUG_LEVELS if is_branded else tuple(reversed(_DRUG_LEVELS))
    packs = _PACK_LEVELS if is_branded else tuple(reversed(_PACK_LEVELS))
    listed = _listed(book, label.ingredient, label.form)
    # A carton is put together for one daily dose; several strengths at once have no other code.
    for level in packs:
        for coding, product in listed:
            if product.level == level and product.pack_daily_mg == dose.mg and dose.every_days == 1:
                return dict(coding), None
    marketed = label.strengths_mg if label.mg_per_ml is None else (label.mg_per_ml,)
    for strength in sorted(marketed, reverse=True):
        units = _units(dose.mg, strength, label)
        if units is None:
            continue
        for level in levels:
            for coding, product in listed:
                if product.level == level and _strengths(product) == {strength}:
                    return dict(coding), units
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
