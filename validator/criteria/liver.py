"""Hepatic impairment as the label counts it: by Child-Pugh class, which neither cirrhosis nor lab values give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from validator.chart.fact import Chart
from validator.criteria.answer import Answer, no, unknown, yes
from validator.criteria.registry import criterion
from validator.finding import Evidence
from validator.verdict import Basis, Truth

MISSING_CLASS = ("Observation of the Child-Pugh class",)
GROUPS = {"child_pugh:A": "A", "child_pugh:B": "B", "child_pugh:C": "C"}
CONDITION_GROUPS = {f"hepatic:child_pugh_{letter}": letter for letter in "ABC"}


def class_of_points(points: Decimal) -> str | None:
    """The class of a Child-Pugh score: A 5-6, B 7-9, C 10-15, all inclusive; None outside or between whole points."""
    if points != points.to_integral_value() or not 5 <= points <= 15:
        return None
    if points <= 6:
        return "A"
    return "B" if points <= 9 else "C"


@dataclass(frozen=True, slots=True)
class HepaticClass:
    """The Child-Pugh classes of the newest day on file; more than one when they contradict each other."""

    letters: frozenset[str]
    evidence: tuple[Evidence, ...]


def hepatic_class(chart: Chart) -> HepaticClass | None:
    """The newest class at or before the order; None when none is on file. Coded values beat text ones."""
    found: list[tuple[date, str, Evidence]] = []
    for m in chart.measurements:
        if m.problem or not any(group.startswith("child_pugh") for group in m.groups):
            continue
        if m.date is not None and m.date.at_or_before(chart.as_of) is Truth.FALSE:
            continue
        number = m.number if m.number is not None else (m.quantity.value if m.quantity else None)
        letters = {GROUPS[group] for group in m.value_groups if group in GROUPS}
        if not letters and number is not None and (by_points := class_of_points(number)):
            letters = {by_points}
        found += [(m.date.last if m.date else date.min, letter, m.evidence) for letter in letters]
    for condition in chart.conditions:
        if condition.active is Truth.FALSE:
            continue
        day = condition.onset or condition.recorded
        letters = {CONDITION_GROUPS[group] for group in condition.groups if group in CONDITION_GROUPS}
        found += [(day.last if day else date.min, letter, condition.evidence) for letter in letters]
    coded = [item for item in found if item[2].basis is not Basis.TEXT]
    found = coded or found
    if not found:
        return None
    newest = max(day for day, _, _ in found)
    latest = [(letter, evidence) for day, letter, evidence in found if day == newest]
    return HepaticClass(frozenset(letter for letter, _ in latest), tuple(evidence for _, evidence in latest))


@criterion("child-pugh")
@dataclass(frozen=True, slots=True)
class ChildPugh:
    """The newest Child-Pugh class is one of `classes`.

    Without a class: UNKNOWN when cirrhosis or hepatic failure is on file (a class exists and is not known), else FALSE,
    as a modifier that is not shown is taken as absent. Liver metastases give no class.
    """

    classes: tuple[str, ...]
    kind: ClassVar[str]

    def answer(self, chart: Chart) -> Answer:
        """Two classes of one day that disagree are UNKNOWN."""
        known = hepatic_class(chart)
        if known is not None:
            says = f"Child-Pugh class {' and '.join(sorted(known.letters))}"
            if len(known.letters) > 1:
                return unknown(f"{says} are both on file", *known.evidence, missing=MISSING_CLASS)
            if known.letters <= set(self.classes):
                return yes(says, *known.evidence)
            return no(says, *known.evidence)
        unread = [m for m in chart.measurements if m.problem and any(g.startswith("child_pugh") for g in m.groups)]
        if unread:
            says = "a Child-Pugh score on file cannot be read as a class"
            return unknown(says, *(m.evidence for m in unread), missing=MISSING_CLASS)
        signs = [
            condition
            for condition in chart.conditions
            if condition.groups & {"hepatic:cirrhosis", "hepatic:decompensation"}
            and condition.active is not Truth.FALSE
        ]
        if signs:
            says = f"{signs[0].name} is on file without a Child-Pugh class"
            return unknown(says, *(c.evidence for c in signs), missing=MISSING_CLASS)
        return no("no hepatic impairment is on file")
