"""Which product an order asks for: the drug, tablets or capsules, and the strength of one unit.

Which drug and which products there are is data (`profiles/valuesets`, domain `products`).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import chain, repeat
from operator import attrgetter, itemgetter

from validator.chart.concept import words_of
from validator.chart.drug.identity import names_something
from validator.chart.drug.medication import (
    DRUG_DOMAINS,
    MedicationPart,
    MedicationParts,
    drug_name,
    groups_by_name,
    has_known_code,
    naming_words,
)
from validator.chart.drug.respelt import product_meant
from validator.chart.fact import Product
from validator.chart.order.otherwise_named import named_instead, said_of_no_drug, strengths_in
from validator.chart.order.strength import FORM_WORDS, concentration, strength_of_piece
from validator.chart.reader import Reader, evidence
from validator.fhir.element import CodeableConcept
from validator.fhir.entry import Entry
from validator.finding import Evidence
from validator.frozen import replace
from validator.terminology.domain import PRODUCTS
from validator.terminology.product import ProductCode, product_from_text, product_of
from validator.terminology.unit import CAPSULE, TABLET, unit_of_code
from validator.verdict import Basis, Truth

_FORMS = {TABLET: "tablet", CAPSULE: "capsule"}


def product(reader: Reader, entry: Entry, said: MedicationParts) -> Product:
    """What the medication element says the product is. Codes come first; words only where no code is recognized.

    A clear name beside a code that no list holds is the product by its name: lists are never complete. Beside a code
    of another listed drug it is UNKNOWN with a conflict, and so are a code of the drug's labeler without any name, and
    a name that is only near a listed one. A code that leaves the form open leaves it to a Medication's form, or else to
    the name.
    """
    by_code: list[tuple[MedicationPart, ProductCode]] = []
    for part in said.parts:
        by_code += zip(repeat(part), _by_code(reader, part))
    if by_code:
        return _recognized(reader, said, by_code)
    is_coded = has_known_code(reader, said)
    by_text = [
        (part, found)
        for part, words in naming_words(reader, said)
        if (found := product_from_text(reader.book, words)) is not None
    ]
    if by_text:
        return _by_name(reader, said, by_text)
    if is_coded and (contrary := _named_against(reader, said)) is not None:
        return contrary
    for part, words in naming_words(reader, said):
        if meant := product_meant(reader, words):
            shown = _shown(part, words, Basis.TEXT)
            return Product(Truth.UNKNOWN, words, shown, named_by_text=True, may_be=meant)
    first = next(iter(said.parts), None)
    name = drug_name(reader, first)
    shown = _shown(first, name) if first else evidence(entry, "no medication")
    named = (words for part in said.parts for words in words_of(part.concept))
    # "See note" names nothing: the order may be for anything, this drug included.
    told = is_coded or any(names_something(reader.book, words) for words in named)
    if _may_be_package(reader, said):
        return Product(Truth.UNKNOWN, name, shown)
    return Product(Truth.FALSE if told else Truth.UNKNOWN, name, shown, named_by_text=told and not is_coded)


def may_be_same_drug(one: Product, other: Product) -> bool:
    """Whether both may be the same labelled drug; a product whose drug is not told may be any of them."""
    if Truth.FALSE in (one.is_ingredient, other.is_ingredient):
        return False
    return one.drug is None or other.drug is None or one.drug == other.drug


def _may_be_package(reader: Reader, said: MedicationParts) -> bool:
    """Whether a code is of the labeler of a listed drug, and no word names a drug that it would be instead."""
    codings = [coding for part in said.parts for coding in part.concept.coding]
    if not any(reader.book.is_of_a_labeler(PRODUCTS, coding.system, coding.code) for coding in codings):
        return False
    return not any(groups_by_name(reader.book, words) for part in said.parts for words in words_of(part.concept))


def _named_against(reader: Reader, said: MedicationParts) -> Product | None:
    """What the text alone names beside a code of another drug: nobody can tell which of the two was meant.

    Not where the text names the coded drug too, as in a regimen of both.
    """
    for part in said.parts:
        text = part.concept.text or ""
        displays = [coding.display for coding in part.concept.coding if coding.display]
        names_both = any(display.split()[0].lower() in text.lower() for display in displays if display.split())
        if not text or not displays or names_both:
            continue
        named = product_from_text(reader.book, text) or product_from_text(reader.book, product_meant(reader, text))
        if named is not None:
            read = _combined(said, [(part, named)], _shown(part, named.display, Basis.TEXT), named.display)
            conflict = "its code is of another drug than its name"
            return replace(read, is_ingredient=Truth.UNKNOWN, named_by_text=True, conflict=conflict)
    return None


def _by_name(reader: Reader, said: MedicationParts, found: list[tuple[MedicationPart, ProductCode]]) -> Product:
    """A product known by its name only; beside a code of another listed drug, or by two names, nobody can tell."""
    part, code = found[0]
    read = replace(_combined(said, found, _shown(part, code.display, Basis.TEXT), code.display), named_by_text=True)
    if not has_known_code(reader, said):
        return read
    is_another = _has_code_of_another(reader, said)
    if not is_another and not read.conflict:
        return read
    conflict = "its code is of another drug than its name" if is_another else read.conflict
    return replace(read, is_ingredient=Truth.UNKNOWN, conflict=conflict)


def _has_code_of_another(reader: Reader, said: MedicationParts) -> bool:
    """Whether one of the codes is of a listed drug that is none of the ordered ones."""
    others: list[tuple[str | None, str | None]] = []
    for part in said.parts:
        for one in part.concept.coding:
            if product_of(reader.book, one.system, one.code) is None:
                others.append((one.system, one.code))
    if not others:
        return False
    names = (reader.book.display(domain, *one) for one in others for domain in DRUG_DOMAINS)
    return any(name is not None and product_from_text(reader.book, name) is None for name in names)


def _recognized(reader: Reader, said: MedicationParts, found: list[tuple[MedicationPart, ProductCode]]) -> Product:
    part, _ = found[0]
    name = drug_name(reader, part)
    read = _combined(said, found, _shown(part, name), name)
    if read.conflict:
        return read
    if _has_code_of_another(reader, said):
        return replace(read, conflict="its codes name more than one drug")
    named: list[ProductCode] = []
    for words in dict.fromkeys(chain.from_iterable(map(words_of, map(attrgetter("concept"), said.parts)))):
        product_named = product_from_text(reader.book, words)
        conflict = _contradiction(reader, read, words, product_named)
        if conflict:
            return replace(read, conflict=conflict)
        if product_named is not None:
            named.append(product_named)
    return _completed(read, named)


def _contradiction(reader: Reader, read: Product, words: str, named: ProductCode | None) -> str:
    """What in a display or text contradicts the code, in words; empty where nothing does.

    Words that name the drug too may speak of others (a regimen, what came before), and of both forms.
    """
    if read.drug is not None and (said := said_of_no_drug(words)):
        return f"its code is {read.drug}, its name says {said}"
    if named is None:
        others = [name for domain in DRUG_DOMAINS for name in reader.book.drug_names_in(domain, words)]
        forms = {form for form, pattern in FORM_WORDS.items() if pattern.search(words)}
        if other := others[0] if others else named_instead(reader, words):
            return f"its code is {read.drug}, its name {other}"
        if read.strengths_mg and (told := strengths_in(words)) and not told & read.strengths_mg:
            return "its code and its name give different strengths"
        if read.form is not None and len(forms) == 1 and read.form not in forms:
            return f"its code is a {read.form}, its name a {forms.pop()}"
        return ""
    if named.drug != read.drug and read.drug is not None:
        return f"its code is {read.drug}, its name {named.display}"
    if named.brand and read.brand and named.brand != read.brand:
        return f"its code is {read.brand}, its name {named.brand}"
    if named.form and read.form and named.form != read.form:
        return f"its code is a {read.form}, its name a {named.form}"
    is_pack = named.pack_daily_mg is not None or read.pack_daily_mg is not None
    if named.strengths_mg and read.strengths_mg and not is_pack and not named.strengths_mg & read.strengths_mg:
        return "its code and its name give different strengths"
    return ""


def _completed(read: Product, named: list[ProductCode]) -> Product:
    """A product whose code leaves the form open, with the form, and what goes with it, that its name tells clearly."""
    if read.form is not None:
        return read
    forms = {one.form for one in named if one.form is not None}
    if len(forms) != 1 or any(one.conflict for one in named):
        return read
    strengths = {one.strengths_mg for one in named if one.strengths_mg}
    concentrations = {one.mg_per_ml for one in named if one.mg_per_ml is not None}
    packs = {one.pack_daily_mg for one in named if one.pack_daily_mg is not None}
    return replace(
        read,
        form=forms.pop(),
        strengths_mg=read.strengths_mg or (strengths.pop() if len(strengths) == 1 else frozenset()),
        mg_per_ml=concentrations.pop() if read.mg_per_ml is None and len(concentrations) == 1 else read.mg_per_ml,
        pack_daily_mg=packs.pop() if read.pack_daily_mg is None and len(packs) == 1 else read.pack_daily_mg,
        named_by_text=True,
        evidence=replace(read.evidence, basis=Basis.TEXT),
    )


def _combined(
    said: MedicationParts, found: list[tuple[MedicationPart, ProductCode]], shown: Evidence, name: str
) -> Product:
    drugs: set[str] = set()
    brands: set[str] = set()
    forms = _forms(said.forms)
    strengths: set[frozenset[Decimal]] = set()
    concentrations: set[Decimal] = set()
    packs: set[Decimal] = set()
    conflicts: list[str] = []
    is_unlabelled = False
    for part, code in found:
        drugs.add(code.drug)
        brands.update((code.brand,) if code.brand else ())
        forms.update((code.form,) if code.form else ())
        strengths.update((code.strengths_mg,) if code.strengths_mg else ())
        concentrations.update((code.mg_per_ml,) if code.mg_per_ml is not None else ())
        packs.update((code.pack_daily_mg,) if code.pack_daily_mg is not None else ())
        conflicts += (code.conflict,) if code.conflict else ()
        is_unlabelled = is_unlabelled or not code.labelled_salt
        if part.strength is not None and (mg := strength_of_piece(part.strength)) is not None:
            strengths.add(frozenset({mg}))
        if part.strength is not None and (mg := concentration(part.strength)) is not None:
            concentrations.add(mg)
    if len(drugs) > 1:
        conflicts.append("its codes name more than one drug")
    if len(forms) > 1:
        tablets, capsules, *_ = sorted(forms, reverse=True) if "tablet" in forms else sorted(forms)
        conflicts.append(f"{tablets} by one statement, {capsules} by another")
    if len(strengths) > 1 or len(concentrations) > 1:
        conflicts.append("its codes give different strengths")
    if len(packs) > 1:
        conflicts.append("its codes give different daily doses of a carton")
    if is_unlabelled:
        conflicts.append("a salt that no labelled product contains")
    return Product(
        is_ingredient=Truth.TRUE,
        name=name,
        evidence=shown,
        form=forms.pop() if len(forms) == 1 else None,
        strengths_mg=strengths.pop() if len(strengths) == 1 else frozenset(),
        mg_per_ml=concentrations.pop() if len(concentrations) == 1 else None,
        pack_daily_mg=packs.pop() if len(packs) == 1 else None,
        brand=brands.pop() if len(brands) == 1 else None,
        conflict="; ".join(dict.fromkeys(conflicts)),
        unverified=_is_unverified(map(itemgetter(1), found)),
        drug=drugs.pop() if len(drugs) == 1 else None,
    )


def _is_unverified(codes: Iterable[ProductCode]) -> bool:
    """A strength never confirmed in a source is confirmed by another code that gives the same one."""
    told: set[bool] = set()
    for code in codes:
        if code.strengths_mg or code.pack_daily_mg is not None:
            told.add(code.unverified)
    return told == {True}


def _by_code(reader: Reader, part: MedicationPart) -> Iterable[ProductCode]:
    for coding in part.concept.coding:
        found = product_of(reader.book, coding.system, coding.code)
        if found is not None:
            yield found


def _forms(concepts: Iterable[CodeableConcept]) -> set[str]:
    found: set[str] = set()
    for concept in concepts:
        pieces = (unit_of_code(coding.system, coding.code) for coding in concept.coding)
        found |= {_FORMS[piece] for piece in pieces if piece in _FORMS}
        text = " ".join(words_of(concept))
        found |= {form for form, pattern in FORM_WORDS.items() if pattern.search(text)}
    return found


def _shown(part: MedicationPart, says: str, basis: Basis = Basis.CODED) -> Evidence:
    return evidence(part.entry, says, part.element, basis)
