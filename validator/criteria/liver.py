"""Hepatic impairment as the label counts it: by Child-Pugh class, recorded, or as far as liver tests bound it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Literal

from validator.chart.fact import Chart, RiskCondition
from validator.criteria import liver_bounds, new_liver
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.event import conditions
from validator.criteria.liver_bounds import ClassesLeft
from validator.criteria.new_liver import replaced_after
from validator.criteria.registry import criterion
from validator.criteria.size import are_later
from validator.finding import Evidence
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.terminology.domain import OBSERVED, RISK
from validator.verdict import Basis, Truth

MISSING_CLASS = ("Observation of the Child-Pugh class",)
CHILD_PUGH = "child_pugh"
"""The group of what asks for the class or the score."""
GROUPS = {"child_pugh:A": "A", "child_pugh:B": "B", "child_pugh:C": "C"}
_ALL = frozenset(GROUPS.values())
_UNREAD = "unread"
_CIRRHOSIS = "hepatic:cirrhosis"
_DECOMPENSATION = "hepatic:decompensation"
_SIGNS = (_CIRRHOSIS, _DECOMPENSATION)
_LIVER_CANCER = "hcc"
CONDITION_GROUPS = {f"hepatic:child_pugh_{letter}": letter for letter in "ABC"}
_TESTS = "bilirubin, albumin and INR"
UNLESS = (
    "no Child-Pugh class is on file; the results fit class A unless ascites or encephalopathy is present: check both"
)


class HepaticClass(Frozen):
    """The Child-Pugh classes of the newest day on file: more than one when they contradict each other, none when what
    is on file for that day cannot be read as a class. `is_in_part`: something of that day cannot be read. `day` None:
    not dated. `may_be_replaced`: the liver was replaced, and nothing tells whether before or after."""

    letters: frozenset[str]
    evidence: tuple[Evidence, ...]
    is_in_part: bool = False
    day: PartialDate | None = None
    may_be_replaced: Evidence | None = None


_CLASSES_TOLD = tuple(CONDITION_GROUPS)


def hepatic_class(chart: Chart) -> HepaticClass | None:
    """The newest class at or before the order; None when none is on file. Words beside a coded class count where they
    may be as new: they do not take its place, so that both are left.

    Points are read as their class (5 to 6 A, 7 to 9 B, 10 to 15 C). A score that cannot be read is a class that is not
    known. An entry without a date, or with a partial one, counts with those of the newest day where it may be as new.
    Of two that both tell a moment the later stands: a class is taken back by the next one of the same day.
    """
    found: list[_Told] = []
    for m in chart.measurements:
        if CHILD_PUGH not in m.groups or (m.date is not None and m.date.was_by(chart.as_of) is Truth.FALSE):
            continue
        letters = {GROUPS[group] for group in m.value_groups & GROUPS.keys()} or {_UNREAD}
        found += [(m.date, letter, m.evidence) for letter in letters]
    for condition in conditions(chart, _CLASSES_TOLD) if not chart.groups.isdisjoint(_CLASSES_TOLD) else ():
        if condition.active is Truth.FALSE:
            continue
        letters = {CONDITION_GROUPS[group] for group in condition.groups if group in CONDITION_GROUPS}
        found += [(condition.onset or condition.recorded, letter, condition.evidence) for letter in letters]
    found = [item for item in found if replaced_after(chart, item[0])[0] is not Truth.TRUE] if found else found
    if not found:
        return None
    coded: list[_Told] = []
    others: list[_Told] = []
    for item in found:
        (coded if item[2].basis is not Basis.TEXT and item[1] != _UNREAD else others).append(item)
    latest = [*_as_new_as(coded, coded), *_as_new_as(found, others)]
    letters = {letter for _, letter, _ in latest} - {_UNREAD}
    dated = [day for day, _, _ in latest if day is not None]
    return HepaticClass(
        frozenset(letters),
        tuple(evidence for _, _, evidence in latest),
        any(letter == _UNREAD for _, letter, _ in latest),
        max(dated, key=lambda day: day.last) if dated and len(dated) == len(latest) else None,
        next((shown for day, _, _ in latest if (shown := replaced_after(chart, day)[1]) is not None), None),
    )


_Told = tuple[PartialDate | None, str, Evidence]
"""A class as told, with its day."""


def _as_new_as(others: Sequence[_Told], told: Iterable[_Told]) -> list[_Told]:
    """Those that none of the others surely came after: neither the last by their days nor the last by their moments."""
    days = [day for day, _, _ in others if day is not None]
    timed = [(day.moment, day) for day in days if day.moment is not None and day.moment.tzinfo is not None]
    newest = {max(days, key=lambda day: day.first)} if days else set()
    if timed:
        newest.add(max(timed, key=lambda one: one[0])[1])
    return [item for item in told if item[0] is None or not any(_outdates(day, item[0]) for day in newest)]


def _outdates(newer: PartialDate, day: PartialDate) -> bool:
    is_after = newer.is_after(day)
    return day.last < newer.first if is_after is None else is_after


@criterion("child-pugh")
class ChildPugh(Frozen):
    """The Child-Pugh class is one of `classes`.

    The newest recorded class decides. Two of one day without moments, and words beside an older code that differs, are
    UNKNOWN unless both or neither are among them; so is a score that cannot be read, beside one of its day too, and a
    class that newer liver tests exclude.

    Without a recorded class, where cirrhosis or hepatocellular carcinoma is on file: the newest total bilirubin,
    albumin and INR within 30 days before the order and 7 days of each other, with ascites and encephalopathy, leave
    some classes. The same answer in every class left is the answer, derived. Else UNKNOWN; but three results of one
    point each, with nothing of decompensation on file, answer as class A does, with a caution. With hepatocellular
    carcinoma alone and no result that counts more than one point, nothing is bounded unless all three are on file.

    A class, and cirrhosis, of a liver that was replaced since says nothing of the new one; where nothing tells which
    came first, a class that would answer TRUE is UNKNOWN.

    Else UNKNOWN when cirrhosis or hepatic failure is on file (a class exists and is not known), else FALSE, as a
    modifier that is not shown is taken as absent. Liver metastases give no class. Source: label 8.6; the bounds are
    project choices (`profiles/scores/child-pugh.toml`).
    """

    classes: tuple[Literal["A", "B", "C"], ...]
    kind: ClassVar[str]

    def clause(self, _: Titles) -> str:
        return f"Child-Pugh class {' or '.join(self.classes)}"

    def names(self) -> Names:
        own = names_of(OBSERVED, CHILD_PUGH) | names_of(RISK, *CONDITION_GROUPS, *_SIGNS)
        return own | names_of("indications", _LIVER_CANCER) | liver_bounds.names() | new_liver.names()

    def answer(self, chart: Chart) -> Answer:
        """The recorded class, else the bounds, else what is on file without either."""
        recorded = hepatic_class(chart)
        if recorded is not None:
            found = self._recorded(chart, recorded)
            if found.truth is Truth.TRUE and recorded.may_be_replaced is not None:
                told = f"{found.because} and {recorded.may_be_replaced.says} are on file, and not which came first"
                found = unknown(told, *found.evidence, recorded.may_be_replaced, missing=MISSING_CLASS)
                return replace(found, told=f"{told}: record the class")
            return self._bounds_before_words(chart, recorded) or found
        signs: list[RiskCondition] = []
        for one in conditions(chart, _SIGNS) if not chart.groups.isdisjoint(_SIGNS) else ():
            if one.active is not Truth.FALSE and replaced_after(chart, one.onset or one.recorded)[0] is not Truth.TRUE:
                signs.append(one)
        is_cirrhotic = bool(signs) and any(_CIRRHOSIS in condition.groups for condition in signs)
        if is_cirrhotic or _has_liver_cancer(chart):
            bounds = liver_bounds.liver_bounds(chart)
            if bounds.evidence and (is_cirrhotic or signs or bounds.is_complete or bounds.is_abnormal):
                is_compensated = not bounds.signs and not any(_DECOMPENSATION in one.groups for one in signs)
                return self._bounded(bounds, tuple(one.evidence for one in signs), is_compensated=is_compensated)
        if signs:
            day = f" dated by {chart.as_of.text[:10]}" if are_later(chart, CHILD_PUGH) else ""
            says = f"{signs[0].name} is on file without a Child-Pugh class{day}"
            return unknown(says, *(c.evidence for c in signs), missing=MISSING_CLASS)
        return _NOT_IMPAIRED

    def _bounds_before_words(self, chart: Chart, recorded: HepaticClass) -> Answer | None:
        """What liver tests answer where words alone leave the class open: words hide no answer that stands."""
        if recorded.letters or any(one.basis is not Basis.TEXT for one in recorded.evidence):
            return None
        bounds = liver_bounds.liver_bounds(chart)
        found = self._bounded(bounds, recorded.evidence, is_compensated=False) if bounds.evidence else None
        return None if found is None or found.truth is Truth.UNKNOWN else found

    def _recorded(self, chart: Chart, recorded: HepaticClass) -> Answer:
        if not recorded.letters:
            says = "a Child-Pugh score on file cannot be read as a class"
            if all(one.basis is Basis.TEXT for one in recorded.evidence):
                says = f"{recorded.evidence[0].says} leaves the Child-Pugh class open"
            found = unknown(says, *recorded.evidence, missing=MISSING_CLASS)
            return replace(found, told=f"{says}: record the class")
        says = f"Child-Pugh class {_listed(sorted(recorded.letters))}"
        if recorded.is_in_part:
            told = f"{says} and a score that cannot be read as a class are on file"
            found = self._of(_ALL, told, *recorded.evidence, open_says=told)
            return replace(found, told=f"{told}: record the class") if found.truth is Truth.UNKNOWN else found
        bounds = liver_bounds.liver_bounds(chart, recorded.day)
        if bounds.evidence and not recorded.letters & bounds.letters:
            when = f" of {recorded.day.text[:10]}" if recorded.day is not None else ""
            told = f"{says}{when} does not fit newer {_TESTS}: record the class anew"
            shown = (*recorded.evidence, *bounds.evidence)
            found = self._of(recorded.letters | bounds.letters, told, *shown, open_says=told)
            return replace(found, told=told) if found.truth is Truth.UNKNOWN else found
        open_says = f"{says} are {'both' if len(recorded.letters) == 2 else 'all'} on file"
        found = self._of(recorded.letters, says, *recorded.evidence, open_says=open_says)
        if found.truth is Truth.FALSE and all(one.basis is Basis.TEXT for one in found.evidence):
            return found.with_remarks(f"{says} is told in words alone: {found.evidence[0].says}")
        told = f"{open_says}: take back what is wrong"
        return replace(found, told=told) if found.truth is Truth.UNKNOWN else found

    def _bounded(self, bounds: ClassesLeft, signs: tuple[Evidence, ...], *, is_compensated: bool) -> Answer:
        shown = tuple(dict.fromkeys((*bounds.evidence, *bounds.signs, *signs)))
        says = f"no Child-Pugh class is on file, and {_TESTS} leave it open"
        found = self._of(bounds.letters, says, *shown, open_says=says)
        if found.truth is not Truth.UNKNOWN:
            because = f"{_TESTS}, with what else is on file, leave no other answer"
            return replace(found, because=because, is_derived=True)
        if bounds.is_complete and bounds.is_best and is_compensated:
            best = self._of(frozenset({"A"}), f"{_TESTS} allow class A", *shown)
            return replace(best, cautions=(UNLESS,), is_derived=True)
        return replace(found, is_derived=True)

    def _of(self, letters: frozenset[str], says: str, *evidence: Evidence, open_says: str = "") -> Answer:
        """The answer where the class is one of `letters`; `open_says` is the reason where they do not decide it."""
        if not letters & set(self.classes):
            return no(says, *evidence)
        if letters <= set(self.classes):
            return yes(says, *evidence)
        return unknown(open_says, *evidence, missing=MISSING_CLASS)


_NOT_IMPAIRED = no("no hepatic impairment is on file")


def _listed(letters: Sequence[str]) -> str:
    *others, last = letters
    return f"{', '.join(others)} and {last}" if others else last


def _has_liver_cancer(chart: Chart) -> bool:
    named = (*chart.diagnoses, *(chart.order.reasons if chart.order else ()))
    for one in named:
        is_of_it = _LIVER_CANCER in one.diseases and one.confirmed
        if is_of_it and one.active is not Truth.FALSE:
            return True
    return False
