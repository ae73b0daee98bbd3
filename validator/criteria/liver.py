"""Hepatic impairment as the label counts it: by Child-Pugh class, which neither cirrhosis nor lab values give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from validator.chart.fact import Chart
from validator.chart.topic import OBSERVED, RISK
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.event import conditions
from validator.criteria.registry import criterion
from validator.finding import Evidence
from validator.instant import PartialDate
from validator.verdict import Basis, Truth

MISSING_CLASS = ("Observation of the Child-Pugh class",)
GROUPS = {"child_pugh:A": "A", "child_pugh:B": "B", "child_pugh:C": "C"}
_UNREAD = "unread"
_SIGNS = ("hepatic:cirrhosis", "hepatic:decompensation")
CONDITION_GROUPS = {f"hepatic:child_pugh_{letter}": letter for letter in "ABC"}


@dataclass(frozen=True, slots=True)
class HepaticClass:
    """The Child-Pugh classes of the newest day on file: more than one when they contradict each other, none when what
    is on file for that day cannot be read as a class."""

    letters: frozenset[str]
    evidence: tuple[Evidence, ...]


def hepatic_class(chart: Chart) -> HepaticClass | None:
    """The newest class at or before the order; None when none is on file. Coded values beat text ones.

    Points are read as their class (5 to 6 A, 7 to 9 B, 10 to 15 C). A score that cannot be read is a class that is not
    known. An entry without a date, or with a partial one, counts with those of the newest day where it may be as new.
    """
    found: list[tuple[PartialDate | None, str, Evidence]] = []
    for m in chart.measurements:
        if "child_pugh" not in m.groups or (m.date is not None and m.date.at_or_before(chart.as_of) is Truth.FALSE):
            continue
        letters = {GROUPS[group] for group in m.value_groups & GROUPS.keys()} or {_UNREAD}
        found += [(m.date, letter, m.evidence) for letter in letters]
    for condition in conditions(chart, tuple(CONDITION_GROUPS)):
        if condition.active is Truth.FALSE:
            continue
        letters = {CONDITION_GROUPS[group] for group in condition.groups if group in CONDITION_GROUPS}
        found += [(condition.onset or condition.recorded, letter, condition.evidence) for letter in letters]
    coded = [item for item in found if item[2].basis is not Basis.TEXT]
    found = coded or found
    if not found:
        return None
    newest = max((day.first for day, _, _ in found if day is not None), default=date.min)
    latest = [(letter, evidence) for day, letter, evidence in found if day is None or day.last >= newest]
    letters = {letter for letter, _ in latest} - {_UNREAD}
    return HepaticClass(frozenset(letters), tuple(evidence for _, evidence in latest))


@criterion("child-pugh")
@dataclass(frozen=True, slots=True)
class ChildPugh:
    """The newest Child-Pugh class is one of `classes`.

    Two classes of one day are UNKNOWN unless both or neither are among them; so is a score that cannot be read.
    Without a class: UNKNOWN when cirrhosis or hepatic failure is on file (a class exists and is not known), else FALSE,
    as a modifier that is not shown is taken as absent. Liver metastases give no class.
    """

    classes: tuple[str, ...]
    kind: ClassVar[str]

    def clause(self, _: Titles) -> str:
        """The question in words, for people who read a label."""
        return f"Child-Pugh class {' or '.join(self.classes)}"

    def names(self) -> Names:
        """What in a chart could answer the question."""
        return names_of(OBSERVED, "child_pugh") | names_of(RISK, *CONDITION_GROUPS, *_SIGNS)

    def answer(self, chart: Chart) -> Answer:
        """The newest class decides."""
        known = hepatic_class(chart)
        if known is not None and not known.letters:
            says = "a Child-Pugh score on file cannot be read as a class"
            return unknown(says, *known.evidence, missing=MISSING_CLASS)
        if known is not None:
            says = f"Child-Pugh class {' and '.join(sorted(known.letters))}"
            if known.letters <= set(self.classes):
                return yes(says, *known.evidence)
            if not known.letters & set(self.classes):
                return no(says, *known.evidence)
            return unknown(f"{says} are both on file", *known.evidence, missing=MISSING_CLASS)
        signs = [condition for condition in conditions(chart, _SIGNS) if condition.active is not Truth.FALSE]
        if signs:
            says = f"{signs[0].name} is on file without a Child-Pugh class"
            return unknown(says, *(c.evidence for c in signs), missing=MISSING_CLASS)
        return no("no hepatic impairment is on file")
