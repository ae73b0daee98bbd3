"""Which disease the order is for: the order's own reason, else the patient's active diagnoses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import filterfalse
from operator import attrgetter
from typing import ClassVar

from validator.chart.fact import OTHER_DISEASE, Chart, Diagnosis, Extent
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.once import once
from validator.criteria.registry import criterion
from validator.frozen import Frozen, replace
from validator.verdict import Basis, Truth

_DISEASES, _EVIDENCE, _IS_SECONDARY = map(attrgetter, ("diseases", "evidence", "is_secondary"))

POOR = frozenset({"poor", "undifferentiated"})
"""Levels of differentiation that no well-differentiated tumor has."""
MISSING_GRADE = ("Observation of tumor grade or differentiation",)
MISSING_CANCER = ("Condition that names the cancer, with its histology",)
_MISSING_DISEASE = ("Condition that names the disease",)


@once
def relevant(chart: Chart) -> tuple[Diagnosis, ...]:
    """The diagnoses the order can be for: its stated reasons, joined with the matching chart entries, else all.

    A stated reason narrows what the order is for; a chart diagnosis that fits it may say more about the same disease.
    A metastasis as the reason names no cancer, so it narrows nothing.
    """
    reasons = _reasons(chart)
    if not reasons:
        return chart.diagnoses
    named = frozenset().union(*map(_DISEASES, reasons)) - {OTHER_DISEASE}
    if not named:
        return reasons
    about = list(reasons)
    for one in chart.diagnoses:
        if one.diseases and one.diseases <= named and one not in reasons:
            about.append(one)
    return tuple(about)


def _reasons(chart: Chart) -> tuple[Diagnosis, ...]:
    """The reasons that say which disease the order is for."""
    return tuple(filterfalse(_IS_SECONDARY, chart.order.reasons)) if chart.order else ()


def _is_settled_otherwise(chart: Chart) -> bool:
    """Whether a confirmed, active cancer is on file: an unconfirmed one beside it decides nothing and hides nothing."""
    return any(d.is_cancer and d.confirmed and d.active is Truth.TRUE for d in relevant(chart))


def _speaks_against(other: Diagnosis, named: Diagnosis) -> bool:
    """Whether another diagnosis, by code or by words, names another of the diseases that the words choose among."""
    if other.active is Truth.FALSE or not other.confirmed or not other.diseases & named.diseases - {OTHER_DISEASE}:
        return False
    certain = {other.by_words} if other.by_words is not None else other.diseases
    return len(certain) == 1 and named.by_words not in certain


@criterion("disease")
class Disease(Frozen):
    """The order is for `name`, by a confirmed, active diagnosis.

    TRUE when a diagnosis can mean nothing else, or its words name one of several that its code leaves possible (C73
    with "papillary"); UNKNOWN when its code leaves other diseases possible (C73 alone) or its clinical status is not
    told; FALSE when every relevant diagnosis names something else or is not active. A disease that is no tumor may be
    there beside any other, so that only the order's own reason makes it FALSE where nothing on file names it.
    """

    name: str
    kind: ClassVar[str]

    def clause(self, titles: Titles) -> str:
        return titles((self.name,))

    def names(self) -> Names:
        return names_of("indications") | Names(diseases=frozenset({self.name}))

    def answer(self, chart: Chart) -> Answer:
        """The best answer over the relevant diagnoses.

        A reason that is given but cannot be read, or whose words name no disease of a label, is a caution: what the
        order is for was then taken from the chart.
        """
        about: list[Diagnosis] = []
        for one in relevant(chart):
            if self.name in one.diseases:
                about.append(one)
        if not about and not (told := _told_instead(chart, self.name in chart.no_tumors))[0]:
            return told[1]
        found = self._told_by(chart, about) if about else self._not_named(chart)
        order = chart.order
        if found.truth is not Truth.TRUE:
            return found
        cautions = dict.fromkeys(found.cautions)
        for reason in _reasons(chart):
            if {self.name, OTHER_DISEASE} < reason.diseases:
                cautions.update(dict.fromkeys(reason.cautions))
        found = replace(found, cautions=tuple(cautions))
        if order is not None and order.reason_given and not order.reasons:
            caution = "the order gives a reason that cannot be read; the disease was taken from the chart"
            return replace(found, cautions=(*found.cautions, caution))
        return found

    def _told_by(self, chart: Chart, about: Sequence[Diagnosis]) -> Answer:
        """The answer of the relevant diagnoses that may be the disease."""
        certain: list[Diagnosis] = []
        for diagnosis in about:
            if diagnosis.diseases != {self.name}:
                continue
            certain.append(diagnosis)
            if diagnosis.active is Truth.TRUE and diagnosis.confirmed:
                return yes(
                    f"{diagnosis.evidence.says} is on file",
                    diagnosis.evidence,
                    remarks=diagnosis.notes,
                    cautions=diagnosis.cautions,
                )
        named = next((d for d in about if d.by_words == self.name and d.active is Truth.TRUE and d.confirmed), None)
        if named is not None and not any(_speaks_against(d, named) for d in relevant(chart)):
            told = f'{named.evidence.says} ("{named.words}")' if named.words else named.evidence.says
            shown = replace(named.evidence, basis=Basis.TEXT, says=told)
            note = f"{named.evidence.says} names the disease by its words, not by its code"
            return yes(f"{named.evidence.says} is on file", shown, remarks=(note,), cautions=named.cautions)
        open_ones = [d for d in about if d.active is not Truth.FALSE and d.confirmed]
        if open_ones:
            evidence = tuple(d.evidence for d in open_ones)
            says = " and ".join(d.evidence.says for d in open_ones)
            notes = tuple(note for d in open_ones for note in d.notes)
            if any(d in certain for d in open_ones):
                why = next((d.inactive_because for d in open_ones if d.inactive_because), "has no clinical status")
                return unknown(f"{says} {why}", *evidence, missing=("Condition.clinicalStatus",))
            missing = missing_disease(chart, {self.name})
            return unknown(f"{says} leaves other diseases possible", *evidence, missing=missing, remarks=notes)
        if all(not diagnosis.confirmed for diagnosis in about) and _is_settled_otherwise(chart):
            return self._not_named(chart)
        for diagnosis in about:
            if not diagnosis.confirmed and diagnosis.active is not Truth.FALSE:
                says = f"{diagnosis.evidence.says} is not confirmed"
                return unknown(says, diagnosis.evidence, missing=missing_disease(chart, {self.name}))
        first = about[0]
        return no(f"{first.evidence.says} is not active ({first.inactive_because})", first.evidence)

    def _not_named(self, chart: Chart) -> Answer:
        """The answer where no diagnosis names the disease, unless its spread does."""
        of_another = _spread_of_another(chart)
        spread = [one.evidence for one in of_another if one.disease == self.name] if of_another else []
        if spread:
            cancers = _cancers(chart)
            says = f"{cancers[0].evidence.says} and {spread[0].says} contradict each other"
            return unknown(says, *[d.evidence for d in cancers], *spread, missing=MISSING_GRADE)
        return _none_on_file(chart) if self.name in chart.no_tumors else _named_instead(chart)


def missing_disease(chart: Chart, diseases: Iterable[str]) -> tuple[str, ...]:
    """What would show which of these diseases an order is for."""
    return _MISSING_DISEASE if chart.no_tumors.issuperset(diseases) else MISSING_CANCER


@once
def _told_instead(chart: Chart, may_be_beside: bool) -> tuple[tuple[Extent, ...], Answer]:
    """The spread that may be of a disease that nothing names, and the answer where none is; `may_be_beside`: it is no
    tumor."""
    return _spread_of_another(chart), _none_on_file(chart) if may_be_beside else _named_instead(chart)


@once
def _none_on_file(chart: Chart) -> Answer:
    """The answer on a disease that is no tumor and that nothing on file names."""
    if reasons := _reasons(chart):
        return no(f"the order's reason is {reasons[0].evidence.says}", *[d.evidence for d in reasons])
    return unknown("no diagnosis that the label names is on file", missing=_MISSING_DISEASE)


@once
def _cancers(chart: Chart) -> tuple[Diagnosis, ...]:
    """The confirmed cancers that are not over."""
    found: list[Diagnosis] = []
    for one in relevant(chart):
        if one.is_cancer and one.active is not Truth.FALSE and one.confirmed:
            found.append(one)
    return tuple(found)


@once
def _named_instead(chart: Chart) -> Answer:
    """What the order is for by the chart where that is not the disease asked about, whichever that is."""
    others, cancers = relevant(chart), _cancers(chart)
    if cancers:
        shown = cancers[0]
        why = shown.excluded_because or shown.evidence.says
        return no(f"the diagnosis on file is {why}", *map(_EVIDENCE, cancers))
    if _reasons(chart):
        return no(f"the order's reason is {others[0].evidence.says}", *[d.evidence for d in others])
    unsure = [d for d in others if d.is_cancer and d.active is not Truth.FALSE]
    if unsure:
        says = f"{unsure[0].evidence.says} is not confirmed, no other cancer is on file"
        return unknown(says, *[d.evidence for d in unsure], missing=MISSING_CANCER)
    over = [d for d in others if d.is_cancer]
    if over:
        says = f"{over[0].evidence.says} is not active ({over[0].inactive_because}), no other cancer is on file"
        return unknown(says, *[d.evidence for d in over], missing=MISSING_CANCER)
    return unknown("no cancer diagnosis is on file", missing=MISSING_CANCER)


@once
def _spread_of_another(chart: Chart) -> tuple[Extent, ...]:
    """The codes of metastases that a well-differentiated tumor has, beside nothing but cancers that are poorly
    differentiated by their code and that nobody graded; empty where there are none.
    """
    told, cancers = chart.differentiations, _cancers(chart)
    poor: set[str | None] = set()
    for one in told:
        if one.is_graded:
            return ()
        if one.level in POOR:
            poor.add(one.about)
    if not cancers or not poor.issuperset([one.evidence.reference for one in cancers]):
        return ()
    well = {one.about for one in told if one.level == "well" and one.caution}
    return tuple([one for one in chart.extents if one.evidence.reference in well])
