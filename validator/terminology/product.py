"""Which product a medication code or text names: drug, dose form, strengths, and the daily dose of a carton.

Which drugs there are is data (the value sets of the domain `products`); nothing here knows one by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal, TypeVar

from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.concept_extension import (
    Concentration,
    DoseForm,
    PackDailyDose,
    ProductLevel,
    SaltNotLabelled,
    Strength,
    StrengthUnconfirmed,
)
from validator.terminology.domain import PRODUCTS
from validator.terminology.valueset import Concept

Form = Literal["tablet", "capsule", "solution"]
IN_WORDS: Mapping[str, str] = {"tablet": "tablets", "capsule": "capsules", "solution": "oral solution"}
"""What a product of each form consists of, as people say it."""


@cache
def drugs_in_words(book: Codebook) -> str:
    """The drugs whose products are listed, as people name them: `cabozantinib`, `aardonib or cabozantinib`."""
    *others, last = sorted(value_set.group for value_set in book.sets_of(PRODUCTS))
    return f"{', '.join(others)} or {last}" if others else last


class ProductCode(Frozen):
    """What one code (or text) says about the product.

    `drug` is the group of its value set (`cabozantinib`). `level` is the kind of concept (`ingredient:IN`,
    `clinicaldrug:SCD`, `pack:BPCK`, `ndc:package` ...; `text` when read from words). `form` None and `strengths_mg`
    empty: the code does not say, which is never a default. `strengths_mg` are unit strengths, several for a carton
    that mixes them; `mg_per_ml` is the concentration of a solution, `pack_daily_mg` the daily dose a carton is put
    together for. `unverified`: strength or daily dose of this code was never confirmed in a source. `labelled_salt`
    False: a salt that no labelled product contains. `conflict` says in words where the parts disagree; empty: they do
    not.
    """

    drug: str
    display: str
    level: str
    form: Form | None = None
    strengths_mg: frozenset[Decimal] = frozenset()
    mg_per_ml: Decimal | None = None
    pack_daily_mg: Decimal | None = None
    brand: str | None = None
    unverified: bool = False
    labelled_salt: bool = True
    conflict: str = ""


@lru_cache(maxsize=8192)
def product_of(book: Codebook, system: str | None, code: str | None) -> ProductCode | None:
    """The listed product of a coding; None when the coding is of no drug that is listed.

    The code itself counts before a prefix of it. An NDC of ten digits without hyphens that fits several listed
    products keeps only what they have in common and says so in `conflict`.
    """
    found = book.nearest(PRODUCTS, system, code)
    products = tuple([_product(value_set.group, concept) for value_set, concept in found])
    if len(products) <= 1:
        return products[0] if products else None
    first = products[0]
    return ProductCode(
        drug=first.drug,
        display=first.display,
        level=first.level,
        form=_common(product.form for product in products),
        strengths_mg=_common(product.strengths_mg for product in products) or frozenset(),
        mg_per_ml=_common(product.mg_per_ml for product in products),
        pack_daily_mg=_common(product.pack_daily_mg for product in products),
        brand=_common(product.brand for product in products),
        unverified=True,
        conflict="the code without hyphens fits more than one product",
    )


@cache
def _product(drug: str, concept: Concept) -> ProductCode:
    forms = concept.all(DoseForm)
    packs = concept.all(PackDailyDose)
    concentrations = concept.all(Concentration)
    levels = concept.all(ProductLevel)
    unconfirmed = any(found.value_boolean for found in concept.all(StrengthUnconfirmed))
    return ProductCode(
        drug=drug,
        display=concept.display,
        level=levels[0].value_code if levels else "",
        form=forms[0].value_code if forms else None,
        strengths_mg=frozenset(found.value_decimal for found in concept.all(Strength)),
        mg_per_ml=concentrations[0].value_decimal if concentrations else None,
        pack_daily_mg=packs[0].value_decimal if packs else None,
        brand=next(iter(concept.brands), None),
        unverified=unconfirmed or concept.confidence == "unverified",
        labelled_salt=not any(found.value_boolean for found in concept.all(SaltNotLabelled)),
    )


_T = TypeVar("_T")


def _common(values: Iterable[_T | None]) -> _T | None:
    different = set(values)
    return different.pop() if len(different) == 1 else None


_FORM_WORDS: dict[Form, re.Pattern[str]] = {
    "tablet": regex(r"\btab(?:let)?s?\b", re.IGNORECASE),
    "capsule": regex(r"\bcap(?:sule)?s?\b", re.IGNORECASE),
    "solution": regex(r"\b(?:oral (?:solution|suspension|liquid)|syrup)\b", re.IGNORECASE),
}
# A number before "mg" is a strength only where it stands alone: not a range, not a ratio, not part of 1,000.
_MILLIGRAMS = regex(r"(?<![\d.,/])(?<!\d-)(?<!\d - )(\d+(?:\.\d+)?)\s*-?\s*mg\b(?!\s*/)", re.IGNORECASE)
_CONCENTRATION = regex(r"(?<![\d.,/])(\d+(?:\.\d+)?)\s*mg\s*(?:/|per)\s*(?:1\s*)?ml\b", re.IGNORECASE)
_CARTON = regex(r"\s*daily[\s-]+dose\b", re.IGNORECASE)
_FREQUENCY = regex(
    r"\s*(?:(?:po|p\.o\.|by\s+mouth|orally|oral)\s+)?(?:once|twice|daily|every|each|per|a\s+day|qd|qod|od|bid|q\d)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def product_from_text(book: Codebook, text: str) -> ProductCode | None:
    """The product that a medication's text or display names; None when it names no listed drug.

    Read: ingredient and brand names as whole words, "tablet" and "capsule" with their abbreviations, and strengths
    written as a number of mg. An amount that is followed by a frequency ("60 mg daily") is a dose, not a strength; one
    followed by "daily dose" is that of a carton. Only for a medication without any coding of a known system.
    """
    names = book.drug_names_in(PRODUCTS, text)
    if not names:
        return None
    drugs = sorted(book.drug_groups_by_name(PRODUCTS, text))
    entries = {name: _named(book, name) for name in names}
    brands = tuple(name for name in names if entries[name].brand is not None)
    forms: set[Form] = {form for form, word in _FORM_WORDS.items() if word.search(text)}
    forms |= {form for name in brands if (form := entries[name].form) is not None}
    strengths, daily = _amounts(text)
    if daily is not None and not strengths:
        strengths = _carton_strengths(book, daily, brands)
    conflicts = []
    if len(drugs) > 1:
        conflicts.append("the text names more than one drug")
    if len(brands) > 1:
        conflicts.append("the text names more than one brand")
    if len(forms) > 1:
        named = " as well as ".join(sorted((IN_WORDS[form] for form in forms), reverse=True))
        conflicts.append(f"the text names {named}")
    concentrations = {Decimal(found[1]) for found in _CONCENTRATION.finditer(text)}
    return ProductCode(
        drug=entries[names[0]].drug,
        display=names[0],
        level="text",
        form=_common(forms),
        strengths_mg=strengths,
        mg_per_ml=_common(concentrations),
        pack_daily_mg=daily,
        brand=_common(brands),
        conflict="; ".join(conflicts),
    )


@cache
def _named(book: Codebook, name: str) -> ProductCode:
    """What the products of this ingredient or brand name have in common."""
    products = [
        (concept, _product(value_set.group, concept))
        for value_set in book.sets_of(PRODUCTS)
        for concept in (*value_set.concepts.values(), *value_set.phrases)
        if name in (*concept.ingredients, *concept.brands)
    ]
    is_brand = any(name in concept.brands for concept, _ in products)
    return ProductCode(
        drug=products[0][1].drug,
        display=name,
        level="text",
        form=_common(product.form for _, product in products),
        brand=name if is_brand else None,
    )


def _amounts(text: str) -> tuple[frozenset[Decimal], Decimal | None]:
    strengths: set[Decimal] = set()
    daily: set[Decimal] = set()
    for found in _MILLIGRAMS.finditer(text):
        if _CARTON.match(text, found.end()):
            daily.add(Decimal(found[1]))
        elif not _FREQUENCY.match(text, found.end()):
            strengths.add(Decimal(found[1]))
    return frozenset(strengths), _common(daily)


def _carton_strengths(book: Codebook, daily: Decimal, brands: tuple[str, ...]) -> frozenset[Decimal]:
    cartons = {
        product.strengths_mg
        for value_set in book.sets_of(PRODUCTS)
        for concept in value_set.concepts.values()
        if (product := _product(value_set.group, concept)).pack_daily_mg == daily
        and (not brands or product.brand in (*brands, None))
    }
    return cartons.pop() if len(cartons) == 1 else frozenset()
