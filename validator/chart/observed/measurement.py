"""Measurements: body size, laboratory results, Child-Pugh class, pregnancy; as written, with what is wrong with each.

A value that cannot be used is kept and named, with its problem, so that nobody takes it for missing. Source: FHIR R4
Observation.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from validator.chart.concept import groups_of, words_of
from validator.chart.disease.stage_words import yes_or_no
from validator.chart.fact import Measurement
from validator.chart.liver import child_pugh
from validator.chart.liver.child_pugh_answer import answer_of_panel, child_pugh_answer
from validator.chart.observed.asked_for import AskedFor
from validator.chart.observed.coded_answer import is_no_answer, presence, presence_in_words
from validator.chart.observed.question import asked_of
from validator.chart.observed.reference_range import upper_limits
from validator.chart.observed.size import LABEL_UNITS, in_label_unit, problem_of_size, size_of
from validator.chart.observed.told_pressure import pressures_answered
from validator.chart.observed.typed_result import amount_typed, is_no_result
from validator.chart.observed.value import has_answer, written_parts
from validator.chart.observed.written_amount import amount_in_words, written_amount
from validator.chart.reader import Reader
from validator.fhir.element import CodeableConcept, ObservationComponent, QuantityElement, ReferenceRange
from validator.fhir.entry import Entry
from validator.fhir.resource import Observation
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.quantity import Quantity, is_convertible, plain
from validator.terminology.codebook import Codebook
from validator.terminology.domain import OBSERVED, RISK
from validator.terminology.role import Role
from validator.terminology.unit import read_unit
from validator.verdict import Basis, Truth

DOMAIN = OBSERVED
_PREGNANCY: tuple[Role, ...] = ("says-pregnant", "says-not-pregnant")


@lru_cache(maxsize=8192)
def question_groups(book: Codebook, concept: CodeableConcept | None) -> frozenset[str]:
    """The groups a code asks for: `weight`, `alt`, `child_pugh` ...; empty for answers, units and look-alikes."""
    found = asked_of(book, DOMAIN, concept)
    return found - book.of_role(DOMAIN, "asks-nothing") if found else found


class Measured(Frozen):
    """The measurements of one Observation, and the day that all of it is of."""

    day: PartialDate | None = None
    values: tuple[Measurement, ...] = ()


def measured(reader: Reader, entry: Entry) -> Measured:
    """What an Observation measures: its own value and, for a panel, each component's that has one; ask by
    `reader.look`, as several readers do."""
    body = entry.body
    if not isinstance(body, Observation):
        return Measured()
    day = day_of(reader, entry, body)
    groups = question_groups(reader.book, body.code)
    if day is not None and body.issued is not None and not groups.isdisjoint(child_pugh.question(reader.book)):
        # Of two classes of a day the later one takes the other back.
        day = day.timed_by(reader.date(body.issued, entry, "issued"))
    trees = written_parts(entry.tree, len(body.component)) if body.component else ()
    parts: list[Measurement] = []
    own_value: tuple[Measurement, ...] = ()
    for index, (component, tree) in enumerate(zip(body.component, trees, strict=True)):
        own = question_groups(reader.book, component.code)
        is_class = not own.isdisjoint(child_pugh.question(reader.book))
        if own and has_answer(tree) and (not is_class or _is_class(component, tree)):
            asked = AskedFor(reader, entry, own, _name(component.code, reader.book), day, f"component[{index}].")
            parts += pressures_answered(asked, component) or (_answer(asked, component),)
    if groups and groups.isdisjoint(reader.book.of_role(DOMAIN, "panel-of-results")):
        asked = AskedFor(reader, entry, groups, _name(body.code, reader.book), day)
        if not groups.isdisjoint(child_pugh.question(reader.book)) and not _has_own(entry.tree):
            if has_answer(entry.tree) and not any(one.groups & groups for one in parts):
                own_value = (answer_of_panel(asked, body),)
        elif groups.isdisjoint(child_pugh.question(reader.book)) or _is_class(body, entry.tree):
            own_value = pressures_answered(asked, body) or (_answer(asked, body),)
    elif groups and not parts and has_answer(entry.tree):
        asked = AskedFor(reader, entry, groups, _name(body.code, reader.book), day)
        own_value = pressures_answered(asked, body) or (_answer(asked, body),)
    return Measured(day, (*own_value, *parts))


def _is_class(value: Observation | ObservationComponent, tree: dict[str, Any]) -> bool:
    """Whether an answer says more than that nobody knows the class; pregnancy may be answered so."""
    return has_answer(tree) and not is_no_answer(value.value_codeable_concept, value.value_string)


def _has_own(tree: dict[str, Any]) -> bool:
    """Whether an Observation has an answer beside those of its components."""
    return has_answer({name: one for name, one in tree.items() if name != "component"})


def day_of(reader: Reader, entry: Entry, body: Observation) -> PartialDate | None:
    """When it was measured: effective[x], else when it was made known. A period counts by its end, else its start."""
    period = body.effective_period
    measured: PartialDate | None = None
    for text, element in (
        (body.effective_date_time, "effectiveDateTime"),
        (body.effective_instant, "effectiveInstant"),
        (period.end if period is not None else None, "effectivePeriod.end"),
        (period.start if period is not None else None, "effectivePeriod.start"),
    ):
        if text is not None:
            day = reader.date(text, entry, element)
            measured = day if measured is None else measured
    return measured if measured is not None else reader.date(body.issued, entry, "issued")


def _answer(asked: AskedFor, value: Observation | ObservationComponent) -> Measurement:
    if value.value_quantity is not None:
        found = _quantity(asked, value.value_quantity)
        return _limited(found, value.value_quantity, value.reference_range) if value.reference_range else found
    if asked.is_for("liver-class-question"):
        return child_pugh_answer(asked, value)
    if (written := _written(asked, value)) is not None:
        return written
    if value.value_codeable_concept is not None:
        return _concept(asked, value.value_codeable_concept)
    if value.value_integer is not None:
        found = asked.answered(f"{asked.name} {value.value_integer}", "valueInteger")
        problem = "has no unit" if asked.size else ""
        return replace(found, number=Decimal(value.value_integer), problem=problem)
    if value.value_boolean is not None:
        return _boolean(asked, value.value_boolean)
    if value.value_string is not None:
        positive = _from_words(value.value_string) if asked.is_for("pregnancy-test") else None
        found = asked.answered(f"{asked.name}: {value.value_string}", "valueString", Basis.TEXT)
        found = replace(found, text=value.value_string)
        if (
            asked.is_for("pregnancy-question")
            and told_of_pregnancy(asked.reader.book, value.value_string) is Truth.TRUE
        ):
            return replace(found, value_groups=asked.reader.book.of_role(DOMAIN, "says-pregnant"))
        if positive is None:
            is_unread = not is_no_result(value.value_string)
            return replace(found, problem="is written as text, not as an amount", is_unread=is_unread)
        return replace(found, positive=positive)
    if isinstance(value, Observation) and asked.is_for("pregnancy-test"):
        read = next((truth for one in value.interpretation if (truth := presence(one)) is not None), None)
        if read is not None:
            word = "positive" if read is Truth.TRUE else "negative"
            return replace(asked.answered(f"{asked.name}: {word}", "interpretation"), positive=read)
    return replace(asked.answered(f"{asked.name} without a value", ""), problem="has no value")


def _written(asked: AskedFor, value: Observation | ObservationComponent) -> Measurement | None:
    """The amount that the words of an answer are; None where they are none, and where pregnancy is asked for."""
    concept, element = value.value_codeable_concept, "valueString"
    if asked.is_for("pregnancy-test") or asked.is_for("pregnancy-question"):
        return None
    amount, ranges = written_amount(value.value_string), tuple(value.reference_range)
    if amount is None and concept is not None:
        amount, element = amount_in_words(concept), "valueCodeableConcept.text"
    if amount is None and not asked.size and value.value_string is not None:
        amount, ranges = amount_typed(asked, value.value_string, ranges)
    if amount is None:
        return None
    found = _quantity(asked, amount, element, Basis.TEXT)
    return _limited(found, amount, ranges) if ranges else found


def _limited(found: Measurement, amount: QuantityElement, ranges: Sequence[ReferenceRange]) -> Measurement:
    """A result with the limits that came with it."""
    return replace(found, upper_limits=upper_limits(amount, ranges))


def _quantity(
    asked: AskedFor, value: QuantityElement, element: str = "valueQuantity", basis: Basis = Basis.CODED
) -> Measurement:
    unit_text = value.unit or value.code
    if value.value is None:
        return replace(asked.answered(f"{asked.name} without a value", "valueQuantity"), problem="has no value")
    number = Decimal(value.value)
    unit = read_unit(value.system, value.code, value.unit)
    quantity = Quantity(number, unit.unit) if unit.unit is not None and is_convertible(unit.unit) else None
    size = size_of(asked.reader.book, asked.groups)
    amount = f"{value.comparator or ''}{plain(number)} {unit_text or ''}".strip()
    classes: frozenset[str] = frozenset()
    problem = ""
    if value.comparator is not None:
        problem = "is only a limit (it has a comparator)"
    elif quantity is not None and unit.conflict:
        # 88 "lb" coded as kg is 40 or 88 kg: a child's dose may hang on which of the two was mistyped.
        problem = "has a unit that is not that of its code"
        # Of a size the number is shown with what is wrong; no other result has one that could be compared.
        if size is None:
            found = asked.answered(f"{asked.name} {amount}", element)
            return replace(found, problem=problem, text=amount, is_unread=True)
    elif size is not None:
        problem = problem_of_size(size, quantity, unit_text)
        if quantity is not None and quantity.unit in LABEL_UNITS and not problem:
            amount = in_label_unit(quantity, amount)
    elif asked.is_for("liver-class-question"):
        letter = child_pugh.class_of_points(number)
        problem = "" if letter else child_pugh.OUT_OF_RANGE
        classes = child_pugh.groups_of_class(asked.reader.book, letter) if letter else classes
    return Measurement(
        asked.groups,
        asked.shown(amount if size else f"{asked.name} {amount}", element, basis),
        asked.day,
        quantity=quantity,
        number=number,
        unit_text=unit_text,
        value_groups=classes,
        problem=problem,
        comparator=value.comparator,
    )


def _concept(asked: AskedFor, concept: CodeableConcept) -> Measurement:
    book = asked.reader.book
    found = groups_of(book, DOMAIN, concept) | _pregnancy(asked.reader, concept)
    positive, basis = presence(concept), Basis.CODED
    if not found and positive is None and asked.is_for("pregnancy-test"):
        positive = _from_words(concept.text)
        basis = Basis.TEXT if positive is not None else basis
    if (
        not found
        and asked.is_for("pregnancy-question")
        and any(told_of_pregnancy(book, text) is Truth.TRUE for text in words_of(concept))
    ):
        found, basis = book.of_role(DOMAIN, "says-pregnant"), Basis.TEXT
    words = next(iter(words_of(concept)), None)
    says = f"{asked.name}: {words or 'an answer without words'}"
    return replace(
        asked.answered(says, "valueCodeableConcept", basis),
        value_groups=found,
        positive=Truth.UNKNOWN if positive is None else positive,
        text=words,
        problem="" if found or positive is not None else "has an answer that is not one of those known here",
    )


def _boolean(asked: AskedFor, value: bool) -> Measurement:
    found = asked.answered(f"{asked.name}: {'yes' if value else 'no'}", "valueBoolean")
    if asked.is_for("pregnancy-question"):
        said: Role = "says-pregnant" if value else "says-not-pregnant"
        return replace(found, value_groups=asked.reader.book.of_role(DOMAIN, said))
    if asked.is_for("pregnancy-test"):
        return replace(found, positive=Truth.of(value))
    return replace(found, problem="is yes or no, not an amount")


def _pregnancy(reader: Reader, concept: CodeableConcept) -> frozenset[str]:
    """Conditions that answer a pregnancy question: a code for pregnancy, or for none."""
    book = reader.book
    found = groups_of(book, RISK, concept)
    said: frozenset[str] = frozenset()
    for role in _PREGNANCY:
        said |= book.of_role(DOMAIN, role) if not found.isdisjoint(book.of_role(RISK, role)) else frozenset()
    return said


def told_of_pregnancy(book: Codebook, text: str) -> Truth | None:
    """What the whole of a text answers: yes, no, or the name of a coded answer that affirms it, also with a "not".

    No text clears anybody; a denial is at least understood.
    """
    words = " ".join(text.lower().split()).strip(" .")
    if words in _affirming(book):
        return Truth.TRUE
    return Truth.FALSE if words.removeprefix("not ") in _affirming(book) else yes_or_no(text, "")


@lru_cache(maxsize=16)
def _affirming(book: Codebook) -> frozenset[str]:
    """The names of the answers that say so, in small letters."""
    groups = book.of_role(DOMAIN, "says-pregnant")
    sets = (one for one in book.sets_of(DOMAIN) if one.group in groups)
    return frozenset(
        name.lower() for one in sets for system, code in one.concepts if (name := book.display(DOMAIN, system, code))
    )


def _from_words(text: str | None) -> Truth | None:
    # Text can make a positive test known; it never clears one.
    read = presence_in_words(text)
    return read if read is Truth.TRUE else None


@lru_cache(maxsize=8192)
def _name(concept: CodeableConcept | None, book: Codebook) -> str:
    """What is measured, in the words of the chart, else of the lists: many systems send a code alone."""
    if concept is None:
        return "value"
    if concept.text:
        return concept.text
    for coding in concept.coding:
        if coding.display:
            return coding.display
    return next(filter(None, (book.display(DOMAIN, c.system, c.code) for c in concept.coding)), "value")
