"""The answer to the question for a Child-Pugh class: a coded class, points or a range of them, or words.

What is none of them is kept as a class that cannot be read. Source: FHIR R4 Observation.value[x].
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from validator.chart.fact import Measurement
from validator.chart.liver import child_pugh
from validator.chart.observed.answer_text import texts_of_concept
from validator.chart.observed.asked_for import AskedFor
from validator.fhir.element import ObservationComponent
from validator.fhir.resource import Observation
from validator.frozen import replace
from validator.verdict import Basis


def child_pugh_answer(asked: AskedFor, value: Observation | ObservationComponent) -> Measurement:
    """The class that the answer gives; a problem where it gives none, or more than one."""
    book = asked.reader.book
    classes = child_pugh.coded_classes(book, value.value_codeable_concept)
    written = [(letter, *one) for one in _texts(value) if (letter := child_pugh.written_class(one[0])) is not None]
    if len({*classes, *(letter for letter, _, _ in written)}) > 1:
        return replace(asked.answered("Child-Pugh, not readable", ""), problem="gives more than one class")
    if classes:
        found = asked.answered(f"Child-Pugh class {classes[0]}", "valueCodeableConcept")
        return replace(found, value_groups=child_pugh.groups_of_class(book, classes[0]))
    if value.value_integer is not None:
        points = Decimal(value.value_integer)
        by_points = child_pugh.class_of_points(points)
        found = replace(asked.answered(f"Child-Pugh {points} points", "valueInteger"), number=points)
        if by_points is None:
            return replace(found, problem=child_pugh.OUT_OF_RANGE)
        return replace(found, value_groups=child_pugh.groups_of_class(book, by_points))
    if isinstance(value, Observation) and (spread := value.value_range) is not None:
        ends = [end.value for end in (spread.low, spread.high) if end is not None and end.value is not None]
        within = child_pugh.class_of_range(Decimal(ends[0]), Decimal(ends[1])) if len(ends) == 2 else None
        if within is not None:
            found = asked.answered(f"Child-Pugh {ends[0]} to {ends[1]} points", "valueRange")
            return replace(found, value_groups=child_pugh.groups_of_class(book, within))
    for letter, text, element in written:
        found = asked.answered(f"Child-Pugh class {letter}", element, Basis.TEXT)
        return replace(found, value_groups=child_pugh.groups_of_class(book, letter), text=text)
    return replace(asked.answered("Child-Pugh, not readable", ""), problem=child_pugh.NO_CLASS)


def answer_of_panel(asked: AskedFor, body: Observation) -> Measurement:
    """The class by the sum of the five parameters, where a panel gives each as one to three points and no total."""
    points = [_points(one) for one in body.component]
    if len(points) == _PARAMETERS and None not in points:
        total = sum((one for one in points if one is not None), Decimal(0))
        letter = child_pugh.class_of_points(total)
        if letter is not None:
            found = asked.answered(f"Child-Pugh {total} points", "component")
            return replace(found, number=total, value_groups=child_pugh.groups_of_class(asked.reader.book, letter))
    return child_pugh_answer(asked, body)


_PARAMETERS = 5
_OF_ONE = (1, 2, 3)


def _points(part: ObservationComponent) -> Decimal | None:
    amount = part.value_quantity
    number: Decimal | int | None = part.value_integer
    if amount is not None:
        unit = amount.code or amount.unit or "1"
        is_counted = amount.comparator is None and (unit == "1" or unit.startswith("{") or unit.lower() in _POINTS)
        number = amount.value if is_counted else None
    return Decimal(number) if number in _OF_ONE else None


_POINTS = frozenset({"point", "points", "pts", "score"})


def _texts(value: Observation | ObservationComponent) -> Iterator[tuple[str, str]]:
    if value.value_string is not None:
        yield value.value_string, "valueString"
    concept = value.value_codeable_concept
    if concept is not None:
        yield from texts_of_concept(concept, "valueCodeableConcept")
