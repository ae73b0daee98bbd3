"""Every mistake of a folder of label data, each with its file and path: nothing wrong loads, and nothing hides another.

What can be wrong beyond the shape of a file: products that no list holds, a group, a disease, a criterion code or a
finding code that nothing holds, a number that a statement compares with and its own gist does not say, and one that its
words tell and nothing else of it holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import is_dataclass
from typing import Any

from validator.chart.drug.medication import DRUG_DOMAINS
from validator.chart.topic import ANY, ATTESTED, Group
from validator.criteria.answer import Criterion
from validator.criteria.therapy import SELF
from validator.label.gist import unsaid
from validator.label.model import Adjustment, Indication, Label, Precaution, Regimen, Statement
from validator.label.pages import PAGES
from validator.label.told_numbers import told_amiss
from validator.quantity import plain
from validator.terminology.codebook import Codebook
from validator.terminology.concept_extension import Concentration, DoseForm, Strength
from validator.terminology.domain import DRUG, PRODUCTS, TREATMENT
from validator.terminology.valueset import Concept


def groups_in(book: Codebook) -> frozenset[Group]:
    """Every group of the value sets with the domain that criteria name it with."""
    return frozenset((DRUG if one.domain in DRUG_DOMAINS else one.domain, one.group) for one in book.value_sets)


def mistakes_of(label: Label, book: Codebook, codes: Collection[str]) -> Iterator[str]:
    """What a label says of groups, diseases, codes and numbers that cannot be right; each starts with its statement.

    `codes` are the finding codes that its folder has a page for.
    """
    yield from _without_products(label, book)
    yield from mistakes_in(label.statements(), book, codes)


def mistakes_in(statements: Iterable[Statement], book: Codebook, codes: Collection[str]) -> Iterator[str]:
    """The same of some statements of a label, of which the others may not be readable."""
    groups = groups_in(book)
    for statement in statements:
        asked: list[Any] = []
        for question in questions_of(statement):
            yield from (f"{statement.id} {one}" for one in _of_question(question, groups, book))
            asked += parts_of(question)
        yield from (f"{statement.id} {one}" for part in asked for one in unsaid(part, statement))
        yield from (f"{statement.id} {one}" for one in told_amiss(statement, asked))
        if isinstance(statement, Precaution) and statement.code not in codes:
            yield f"{statement.id} {without_page(statement.code)}"


def without_page(code: str) -> str:
    """What is said of a finding code that nothing explains."""
    return f"has the code {code}, which has no page in {PAGES}"


def _without_products(label: Label, book: Codebook) -> Iterator[str]:
    """What is amiss with the products that make an order one for this drug: without them none is judged, unseen.

    A folder without any list of products is a beginning; `all_mistakes` says so of it.
    """
    products = [one for one in book.value_sets if one.domain == PRODUCTS]
    own = [one for one in products if one.group == label.ingredient]
    if not own:
        if products:
            known = ", ".join(sorted(one.group for one in products))
            yield f"ingredient is {label.ingredient}, whose products no value set lists; listed are those of {known}"
        return
    listed = [concept for one in own for concept in one.concepts.values() if label.form in _forms(concept)]
    if label.mg_per_ml is not None:
        made = {one.value_decimal for concept in listed for one in concept.all(Concentration)}
        if label.mg_per_ml not in made:
            yield f"{label.pieces} of {plain(label.mg_per_ml)} mg/mL is no listed product of {label.ingredient}"
        return
    made = {one.value_decimal for concept in listed for one in concept.all(Strength)}
    for strength in label.strengths_mg:
        if strength not in made:
            yield f"{label.pieces} of {plain(strength)} mg are no listed product of {label.ingredient}"


def without_history(labels: Iterable[Label], book: Codebook) -> Iterator[str]:
    """Labels of a drug of which no list says how earlier treatment with it is written: an order before this one would
    be treatment with something else, or nothing.
    """
    listed = {one.group for one in book.value_sets if one.domain == TREATMENT}
    for label in labels:
        own = f"{SELF}:{label.ingredient}"
        if own not in listed:
            yield f"{label.product.lower()}: no value set of {TREATMENT} has the group {own}, its own earlier orders"


def _forms(concept: Concept) -> set[str]:
    return {one.value_code for one in concept.all(DoseForm)}


def questions_of(statement: Statement) -> Iterator[Criterion]:
    """The criteria a statement asks."""
    match statement:
        case Indication():
            yield from statement.applies
            yield from (requirement.ask for requirement in statement.requires)
        case Regimen() if statement.when is not None:
            yield statement.when
        case Adjustment():
            yield statement.when
            if statement.stopped is not None:
                yield statement.stopped
        case Precaution():
            yield statement.when
        case _:
            return


def parts_of(question: Any) -> Iterator[Any]:
    """A criterion and those inside it."""
    yield question
    inner = getattr(question, "of", ())
    for part in inner if isinstance(inner, tuple) else (inner,):
        if is_dataclass(part):
            yield from parts_of(part)


def _of_question(question: Criterion, groups: frozenset[Group], book: Codebook) -> Iterator[str]:
    """What a question looks at, by its own account, and no list holds: it could never be answered by it."""
    names = question.names()
    domains: dict[str, set[str]] = {}
    for domain, group in names.groups - {(DRUG, SELF)}:
        domains.setdefault(group, set()).add(domain)
    for group in sorted(domains.keys() - {ANY}):
        if domains[group] == {ATTESTED}:
            if group not in book.criteria:
                yield f"names {group}, which is no criterion that can be attested"
        elif not any((domain, group) in groups for domain in domains[group]):
            looked_for = ", ".join(sorted(domains[group]))
            yield f"asks for the group {group}, which no value set holds; looked for in {looked_for}"
    # A folder without a single list of diseases is a beginning; what it names cannot be compared with anything.
    diseases = book.diseases.names
    for disease in sorted(names.diseases - diseases) if diseases else ():
        known = ", ".join(sorted(diseases))
        yield f"names {disease}, which is no disease of the value sets; known are {known}"
