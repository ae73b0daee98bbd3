"""Which product an order asks for: the drug, tablets or capsules, and the strength of one unit.

Which drug and which products there are is data (`profiles/valuesets`, domain `products`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from validator.chart.amount import milligrams_of, unit_of
from validator.chart.concept import words_of
from validator.chart.fact import Product
from validator.chart.medication import MedicationParts, Part, drug_name, has_known_code, naming_words
from validator.chart.reader import Reader, evidence
from validator.fhir.element import CodeableConcept, QuantityElement, Ratio
from validator.fhir.entry import Entry
from validator.finding import Evidence
from validator.terminology.product import ProductCode, product_of
from validator.terminology.unit import CAPSULE, PILL, TABLET, unit_of_code
from validator.verdict import Basis, Truth

_PIECES = frozenset({"1", TABLET, CAPSULE, PILL})
_FORM_WORDS = {"tablet": re.compile(r"\btab(?:let)?s?\b", re.I), "capsule": re.compile(r"\bcap(?:sule)?s?\b", re.I)}
_FORMS = {TABLET: "tablet", CAPSULE: "capsule"}


def product(reader: Reader, entry: Entry, said: MedicationParts) -> Product:
    """What the medication element says the product is. Codes come first; words only where no code is recognized.

    A code of a known system that is not listed, and whose own display names the drug, is UNKNOWN with a conflict: it
    may be a product the lists do not have yet. A code that leaves form or strength open leaves it open; a Medication's
    form and its ingredient's strength may then tell it.
    """
    by_code = [(part, found) for part in said.parts for found in _by_code(reader, part)]
    if by_code:
        return _recognized(reader, said, by_code)
    is_coded = has_known_code(reader, said)
    by_text = [
        (part, found)
        for part, words in naming_words(reader, said)
        if (found := reader.product_named(words)) is not None
    ]
    if by_text:
        return _by_name(said, by_text, is_coded=is_coded)
    first = next(iter(said.parts), None)
    name = drug_name(reader, first)
    shown = _shown(first, name) if first else evidence(entry, "no medication")
    told = is_coded or any(words_of(part.concept) for part in said.parts)
    return Product(Truth.FALSE if told else Truth.UNKNOWN, name, shown, named_by_text=told and not is_coded)


def may_be_same_drug(one: Product, other: Product) -> bool:
    """Whether both may be the same labelled drug; a product whose drug is not told may be any of them."""
    if Truth.FALSE in (one.is_ingredient, other.is_ingredient):
        return False
    return one.drug is None or other.drug is None or one.drug == other.drug


def _by_name(said: MedicationParts, found: list[tuple[Part, ProductCode]], *, is_coded: bool) -> Product:
    """A product known by its name only; beside a code of a known system that is not listed, nobody can tell."""
    part, code = found[0]
    read = _combined(said, found, _shown(part, code.display, Basis.TEXT), code.display)
    if not is_coded:
        return replace(read, named_by_text=True)
    conflict = "its code is not of a listed product, though its name is"
    return replace(read, is_ingredient=Truth.UNKNOWN, named_by_text=True, conflict=conflict)


def _recognized(reader: Reader, said: MedicationParts, found: list[tuple[Part, ProductCode]]) -> Product:
    part, _ = found[0]
    name = drug_name(reader, part)
    read = _combined(said, found, _shown(part, name), name)
    if read.conflict:
        return read
    for words in _by_text(reader, *(one.concept for one in said.parts)):
        if words.form and read.form and words.form != read.form:
            return replace(read, conflict=f"its code is a {read.form}, its name a {words.form}")
        is_pack = words.pack_daily_mg is not None or read.pack_daily_mg is not None
        if words.strengths_mg and read.strengths_mg and not is_pack and not words.strengths_mg & read.strengths_mg:
            return replace(read, conflict="its code and its name give different strengths")
    return read


def _combined(said: MedicationParts, found: list[tuple[Part, ProductCode]], shown: Evidence, name: str) -> Product:
    codes = [code for _, code in found]
    drugs = {code.drug for code in codes}
    forms = {code.form for code in codes if code.form} | _forms(said.forms)
    strengths = [code.strengths_mg for code in codes if code.strengths_mg]
    strengths += [frozenset({mg}) for part, _ in found if (mg := _strength(part.strength)) is not None]
    packs = {code.pack_daily_mg for code in codes if code.pack_daily_mg is not None}
    conflicts = [code.conflict for code in codes if code.conflict]
    if len(drugs) > 1:
        conflicts.append("its codes name more than one drug")
    if len(forms) > 1:
        conflicts.append("tablet by one statement, capsule by another")
    if len(set(strengths)) > 1:
        conflicts.append("its codes give different strengths")
    if len(packs) > 1:
        conflicts.append("its codes give different daily doses of a carton")
    brands = {code.brand for code in codes if code.brand}
    unlabelled = [code for code in codes if not code.labelled_salt]
    if unlabelled:
        conflicts.append("a salt that no labelled product contains")
    return Product(
        is_ingredient=Truth.TRUE,
        name=name,
        evidence=shown,
        form=forms.pop() if len(forms) == 1 else None,
        strengths_mg=strengths[0] if len(set(strengths)) == 1 else frozenset(),
        pack_daily_mg=packs.pop() if len(packs) == 1 else None,
        brand=brands.pop() if len(brands) == 1 else None,
        conflict="; ".join(dict.fromkeys(conflicts)),
        unverified=_is_unverified(codes),
        drug=drugs.pop() if len(drugs) == 1 else None,
    )


def _is_unverified(codes: list[ProductCode]) -> bool:
    """A strength never confirmed in a source is confirmed by another code that gives the same one."""
    telling = [code for code in codes if code.strengths_mg or code.pack_daily_mg is not None]
    return any(code.unverified for code in telling) and all(code.unverified for code in telling)


def _by_code(reader: Reader, part: Part) -> Iterable[ProductCode]:
    for coding in part.concept.coding:
        found = product_of(reader.book, coding.system, coding.code)
        if found is not None:
            yield found


def _by_text(reader: Reader, *concepts: CodeableConcept) -> Iterable[ProductCode]:
    for concept in concepts:
        for words in words_of(concept):
            found = reader.product_named(words)
            if found is not None:
                yield found


def _forms(concepts: Iterable[CodeableConcept]) -> set[str]:
    found: set[str] = set()
    for concept in concepts:
        pieces = (unit_of_code(coding.system, coding.code) for coding in concept.coding)
        found |= {_FORMS[piece] for piece in pieces if piece in _FORMS}
        text = " ".join(words_of(concept))
        found |= {form for form, pattern in _FORM_WORDS.items() if pattern.search(text)}
    return found


def _strength(strength: Ratio | QuantityElement | None) -> Decimal | None:
    """Milligrams in one tablet or capsule; None where it is a concentration or not told."""
    if isinstance(strength, Ratio):
        per = strength.denominator
        if per is not None:
            unit = unit_of(per)
            is_piece = (unit.unit or "1") in _PIECES and (not unit.unread or _names_piece(unit.unread))
            if per.value not in (None, 1) or unit.conflict or not is_piece:
                return None
        strength = strength.numerator
    return milligrams_of(strength)


def _names_piece(word: str) -> bool:
    return any(pattern.search(word) for pattern in _FORM_WORDS.values())


def _shown(part: Part, says: str, basis: Basis = Basis.CODED) -> Evidence:
    return evidence(part.entry, says, part.element, basis)
