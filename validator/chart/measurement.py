"""Measurements: body size, laboratory results, Child-Pugh class, pregnancy; each as written, with what is wrong with it.

A value that cannot be used is kept and named, with its problem, so that nobody takes it for missing. Source: FHIR R4
Observation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from validator.chart.answer import presence, presence_in_words
from validator.chart.concept import groups_of
from validator.chart.fact import Measurement
from validator.chart.reader import Reader, dated, evidence, first_date
from validator.fhir.element import CodeableConcept, ObservationComponent, QuantityElement
from validator.fhir.entry import Entry
from validator.fhir.resource import Observation
from validator.instant import PartialDate
from validator.quantity import Quantity, UnitMismatchError, plain, ucum_unit
from validator.terminology.coding import UCUM, canonical_system
from validator.verdict import Basis, Truth

DOMAIN = "observations"

_NOT_MEASURED = re.compile(r"(?:unit|trap):|child_pugh:|ecog:|pregnancy:|.*:formula$|rai_refractory$")
"""Groups of units, of answers and of look-alikes: they are no question an Observation can answer."""


class _Bounds(NamedTuple):
    """A person's plausible size, both ends inclusive, in one unit."""

    lowest: Decimal
    highest: Decimal
    unit: str
    kind: str


_PLAUSIBLE = {
    "weight": _Bounds(Decimal(2), Decimal(400), "kg", "a weight"),
    "height": _Bounds(Decimal(40), Decimal(260), "cm", "a height"),
    "bsa": _Bounds(Decimal("0.2"), Decimal("3.5"), "m2", "a body surface area"),
}
JUMP = Decimal(8)
"""Times: two weights this far apart within JUMP_DAYS are a slipped decimal point or a wrong unit, not the same person.
Less than ten, so that a tenfold error is still seen when the person has gained or lost something meanwhile."""
JUMP_DAYS = 90

_CHILD_PUGH = re.compile(
    r"(?:child[- ]?(?:turcotte[- ]?)?pugh )?(?:class |score |grade )*([abc])?(?: ?\(?(\d{1,2})\)?)?"
)
_CHILD_PUGH_POINTS = {
    **dict.fromkeys((5, 6), "A"),
    **dict.fromkeys((7, 8, 9), "B"),
    **dict.fromkeys(range(10, 16), "C"),
}


def question_groups(reader: Reader, concept: CodeableConcept | None) -> frozenset[str]:
    """The groups a code asks for: `weight`, `alt`, `child_pugh` ...; empty for answers, units and look-alikes."""
    return frozenset(g for g in groups_of(reader.book, DOMAIN, concept) if not _NOT_MEASURED.match(g))


def measurements_of(reader: Reader, entry: Entry, body: Observation, day: PartialDate | None) -> Iterator[Measurement]:
    """The measurements of one Observation: its own value and, for a panel, each component's."""
    groups = question_groups(reader, body.code)
    if groups and "bp:panel" not in groups:
        yield _measurement(reader, entry, body, groups, day, "", body.interpretation)
    for index, component in enumerate(body.component):
        own = question_groups(reader, component.code)
        if own:
            yield _measurement(reader, entry, component, own, day, f"component[{index}].", ())


def day_of(reader: Reader, entry: Entry, body: Observation) -> PartialDate | None:
    """When it was measured: effective[x], else when it was made known. A period counts by its end, else its start."""
    return first_date(
        reader.date(body.effective_date_time, entry, "effectiveDateTime"),
        reader.date(body.effective_instant, entry, "effectiveInstant"),
        reader.end_of(body.effective_period, entry, "effectivePeriod"),
        reader.start_of(body.effective_period, entry, "effectivePeriod"),
        reader.date(body.issued, entry, "issued"),
    )


def without_jumps(measurements: Iterable[Measurement]) -> tuple[Measurement, ...]:
    """The same, with a problem on each weight that most weights of the weeks around it contradict."""
    listed = list(measurements)
    weights = [
        (place, m.date, m.quantity.to("kg"))
        for place, m in enumerate(listed)
        if m.quantity is not None and m.date is not None and not m.problem and _size_of(m.groups) == "weight"
    ]
    if len(weights) < 2:
        return tuple(listed)
    for place, day, kg in weights:
        near = [other for spot, when, other in weights if spot != place and _days_apart(day, when) <= JUMP_DAYS]
        against = sum(1 for other in near if max(kg, other) >= JUMP * min(kg, other))
        if against > len(near) - against:
            listed[place] = replace(listed[place], problem="contradicts another weight of those weeks about tenfold")
    return tuple(listed)


def _measurement(
    reader: Reader,
    entry: Entry,
    value: Observation | ObservationComponent,
    groups: frozenset[str],
    day: PartialDate | None,
    prefix: str,
    interpretation: tuple[CodeableConcept, ...],
) -> Measurement:
    name = _name(value.code)
    if value.value_quantity is not None:
        return _quantity(entry, value.value_quantity, groups, name, day, f"{prefix}valueQuantity")
    if "child_pugh" in groups:
        return _child_pugh(reader, entry, value, groups, day, prefix)
    concept = value.value_codeable_concept
    if concept is not None:
        found = groups_of(reader.book, DOMAIN, concept) | _pregnancy(reader, concept)
        positive = presence(concept)
        words = next((c.display for c in concept.coding if c.display), concept.text)
        basis = Basis.CODED
        if not found and positive is None and _is_test(groups):
            positive = _from_words(concept.text)
            basis = Basis.TEXT if positive is not None else basis
        shown = evidence(entry, dated(f"{name}: {words}", day), f"{prefix}valueCodeableConcept", basis)
        return Measurement(
            groups, shown, day, value_groups=found, positive=Truth.UNKNOWN if positive is None else positive, text=words,
            problem="" if found or positive is not None else "has an answer that is not one of those known here",
        )  # fmt: skip
    if value.value_integer is not None:
        shown = evidence(entry, dated(f"{name} {value.value_integer}", day), f"{prefix}valueInteger")
        return Measurement(groups, shown, day, number=Decimal(value.value_integer), problem=_needs_unit(groups))
    if value.value_boolean is not None:
        return _boolean(entry, value.value_boolean, groups, name, day, f"{prefix}valueBoolean")
    if value.value_string is not None:
        positive = _from_words(value.value_string) if _is_test(groups) else None
        shown = evidence(entry, dated(f"{name}: {value.value_string}", day), f"{prefix}valueString", Basis.TEXT)
        problem = "" if positive is not None else "is written as text, not as an amount"
        return Measurement(
            groups, shown, day, positive=positive or Truth.UNKNOWN, text=value.value_string, problem=problem
        )
    read = next((truth for one in interpretation if (truth := presence(one)) is not None), None)
    if read is not None and _is_test(groups):
        shown = evidence(
            entry, dated(f"{name}: {'positive' if read is Truth.TRUE else 'negative'}", day), "interpretation"
        )
        return Measurement(groups, shown, day, positive=read)
    shown = evidence(entry, dated(f"{name} without a value", day), prefix.rstrip("."))
    return Measurement(groups, shown, day, problem="has no value")


def _quantity(
    entry: Entry,
    value: QuantityElement,
    groups: frozenset[str],
    name: str,
    day: PartialDate | None,
    element: str,
) -> Measurement:
    unit_text = value.unit or value.code
    if value.value is None:
        shown = evidence(entry, dated(f"{name} without a value", day), element)
        return Measurement(groups, shown, day, unit_text=unit_text, problem="has no value")
    number = Decimal(value.value)
    is_ucum = value.system is None or canonical_system(value.system) == UCUM
    unit = ucum_unit(value.code if is_ucum else None, value.unit)
    quantity = Quantity(number, unit) if unit else None
    size = _size_of(groups)
    amount = f"{value.comparator or ''}{plain(number)} {unit_text or ''}".strip()
    shown = evidence(entry, dated(amount if size else f"{name} {amount}", day), element)
    problem = ""
    if value.comparator is not None:
        problem = "is only a limit (it has a comparator)"
    elif size is not None:
        problem = _size_problem(_PLAUSIBLE[size], quantity, unit_text)
    found: frozenset[str] = frozenset()
    if "child_pugh" in groups and not problem:
        found, problem = _class_of_points(number)
    return Measurement(groups, shown, day, quantity, number, unit_text, found, problem=problem)


def _size_problem(bounds: _Bounds, quantity: Quantity | None, unit_text: str | None) -> str:
    if quantity is None:
        return "has a unit that is not known here" if unit_text else "has no unit"
    try:
        amount = quantity.to(bounds.unit)
    except UnitMismatchError:
        return f"has a unit that is not one of {bounds.kind}"
    if not bounds.lowest <= amount <= bounds.highest:
        return f"is not plausible as {bounds.kind} of a person"
    return ""


def _child_pugh(
    reader: Reader,
    entry: Entry,
    value: Observation | ObservationComponent,
    groups: frozenset[str],
    day: PartialDate | None,
    prefix: str,
) -> Measurement:
    concept = value.value_codeable_concept
    coded = frozenset(g for g in groups_of(reader.book, DOMAIN, concept) if g.startswith("child_pugh:"))
    if len(coded) == 1:
        letter = next(iter(coded)).rpartition(":")[2]
        shown = evidence(entry, dated(f"Child-Pugh class {letter}", day), f"{prefix}valueCodeableConcept")
        return Measurement(groups, shown, day, value_groups=coded)
    if value.value_integer is not None:
        points = Decimal(value.value_integer)
        found, problem = _class_of_points(points)
        shown = evidence(entry, dated(f"Child-Pugh {points} points", day), f"{prefix}valueInteger")
        return Measurement(groups, shown, day, number=points, value_groups=found, problem=problem)
    texts: list[tuple[str | None, str]] = [(value.value_string, "valueString")]
    if concept is not None:
        texts += [(concept.text, "valueCodeableConcept.text")]
        texts += [
            (coding.display, f"valueCodeableConcept.coding[{n}].display") for n, coding in enumerate(concept.coding)
        ]
    for text, element in texts:
        letter = written_class(text)
        if letter is not None:
            shown = evidence(entry, dated(f"Child-Pugh class {letter}", day), f"{prefix}{element}", Basis.TEXT)
            return Measurement(groups, shown, day, value_groups=frozenset({f"child_pugh:{letter}"}), text=text)
    problem = "gives more than one class" if coded else "has an answer that is neither a class nor points"
    return Measurement(
        groups, evidence(entry, dated("Child-Pugh, not readable", day), prefix.rstrip(".")), day, problem=problem
    )


def written_class(text: str | None) -> str | None:
    """A, B or C when the whole text is a Child-Pugh class, points from 5 to 15, or both and they agree."""
    matched = _CHILD_PUGH.fullmatch(" ".join(text.lower().split()).strip(" .")) if text else None
    if matched is None or not (matched[1] or matched[2]):
        return None
    by_points = _CHILD_PUGH_POINTS.get(int(matched[2])) if matched[2] else None
    if matched[1] is None:
        return by_points
    letter = str(matched[1]).upper()
    return letter if matched[2] is None or by_points == letter else None


def _class_of_points(points: Decimal) -> tuple[frozenset[str], str]:
    letter = _CHILD_PUGH_POINTS.get(int(points)) if points == int(points) else None
    if letter is None:
        return frozenset(), "has points outside 5 to 15"
    return frozenset({f"child_pugh:{letter}"}), ""


def _boolean(
    entry: Entry, value: bool, groups: frozenset[str], name: str, day: PartialDate | None, element: str
) -> Measurement:
    shown = evidence(entry, dated(f"{name}: {'yes' if value else 'no'}", day), element)
    if groups & {"pregnancy_status", "pregnancy_status:reported"}:
        found = frozenset({"pregnancy:yes" if value else "pregnancy:no"})
        return Measurement(groups, shown, day, value_groups=found)
    if _is_test(groups):
        return Measurement(groups, shown, day, positive=Truth.of(value))
    return Measurement(groups, shown, day, problem="is yes or no, not an amount")


def _pregnancy(reader: Reader, concept: CodeableConcept) -> frozenset[str]:
    """Conditions that answer a pregnancy question: a code for pregnancy, or for none."""
    found = groups_of(reader.book, "conditions-risk", concept)
    named = {"pregnancy": "pregnancy:yes", "pregnancy:no": "pregnancy:no"}
    return frozenset(named[group] for group in found if group in named)


def _is_test(groups: frozenset[str]) -> bool:
    return any(group.startswith("hcg:qual") for group in groups)


def _from_words(text: str | None) -> Truth | None:
    # Text can make a positive test known; it never clears one.
    read = presence_in_words(text)
    return read if read is Truth.TRUE else None


def _needs_unit(groups: frozenset[str]) -> str:
    return "has no unit" if _size_of(groups) else ""


def _size_of(groups: frozenset[str]) -> str | None:
    """`weight`, `height` or `bsa` for those (stated ones included), else None."""
    return next((name for name in (group.partition(":")[0] for group in sorted(groups)) if name in _PLAUSIBLE), None)


def _name(concept: CodeableConcept | None) -> str:
    if concept is None:
        return "value"
    return concept.text or next((c.display for c in concept.coding if c.display), None) or "value"


def _days_apart(one: PartialDate, other: PartialDate) -> int:
    fewest, most = one.days_until(other)
    return min(abs(fewest), abs(most))
