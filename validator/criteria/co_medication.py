"""Other drugs at the time of the order: interacting drugs, the partner drug, drugs just stopped."""

from __future__ import annotations

from operator import attrgetter
from typing import ClassVar

from validator.chart.drug.treatment import Outlook, Therapy, TherapyKind
from validator.chart.fact import Chart
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.registry import criterion
from validator.criteria.therapy import drug_names
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.terminology.domain import DRUG
from validator.verdict import Truth

_EVIDENCE = attrgetter("evidence")


def of_groups(chart: Chart, groups: tuple[str, ...], unless: tuple[str, ...] = ()) -> tuple[Therapy, ...]:
    """Therapies of these groups that are in none of the groups `unless` and not known to be local."""
    # Written out: this is asked for every drug that a label names, and almost always nothing is found.
    found: list[Therapy] = []
    for therapy in chart.therapies:
        if therapy.groups.isdisjoint(groups) or not therapy.groups.isdisjoint(unless):
            continue
        if therapy.systemic is not Truth.FALSE:
            found.append(therapy)
    return tuple(found)


def taken(
    chart: Chart, groups: tuple[str, ...], unless: tuple[str, ...] = (), *, planned: bool = False
) -> tuple[Therapy, ...]:
    """Therapies of these groups, systemic and not known to be over; with `planned` those that only begin as well."""
    return _taken_of(of_groups(chart, groups, unless), planned=planned)


def _taken_of(therapies: tuple[Therapy, ...], *, planned: bool = False) -> tuple[Therapy, ...]:
    if not therapies:
        return ()
    return tuple([one for one in therapies if one.current is not Truth.FALSE or (planned and one.outlook in _AHEAD)])


_NONE_ON_FILE = no("no such drug is on file")
_NONE_STOPPED = no("no such drug was stopped in the days before")
_AHEAD = (Outlook.BEGINS, Outlook.LATER)


@criterion("taking")
class Taking(Frozen):
    """The patient takes, or is ordered to take, a systemic drug of one of `groups` on the day of the order.

    A drug that is also in `unless` does not count. Not on file means not taken (a modifier must be shown);
    UNKNOWN when it is on file and nothing says whether it is still taken. A drug that only begins after the order is
    not taken, with a caution where it begins soon; with `planned` (a partner of the order) it counts as taken.
    """

    groups: tuple[str, ...]
    kind: ClassVar[str]
    none: ClassVar[Answer] = _NONE_ON_FILE
    unless: tuple[str, ...] = ()
    planned: bool = False

    def clause(self, titles: Titles) -> str:
        return f"taking {titles(self.groups)}{_unless(self.unless, titles)}"

    def names(self) -> Names:
        return names_of(DRUG, *self.groups, *self.unless)

    def answer(self, chart: Chart) -> Answer:
        """A drug certainly taken wins over one that may be."""
        if chart.groups.isdisjoint(self.groups):
            return self.none
        others = of_groups(chart, self.groups, self.unless)
        if not others:
            return _NONE_ON_FILE
        found = _taken_of(others, planned=self.planned)
        certain = [therapy for therapy in found if therapy.current is not Truth.UNKNOWN] if found else ()
        if certain:
            remarks = [
                f"{t.name} is listed since {t.start.text}: still taken?"
                for t in certain
                if t.outlook is Outlook.LISTED_LONG and t.start is not None
            ]
            return yes(drug_names(certain), *(t.evidence for t in certain), remarks=remarks)
        if found:
            says = f"{drug_names(found)} is on file, but not whether it is still taken"
            missing = tuple(f"status or end of {t.evidence.reference}" for t in found)
            return unknown(says, *(t.evidence for t in found), missing=missing)
        begins, not_now = [], []
        for therapy in others:
            if therapy.outlook is Outlook.BEGINS:
                begins.append(therapy)
            elif therapy.outlook in (Outlook.LATER, Outlook.USED_UP):
                not_now.append(therapy)
        if begins:
            cautions = tuple(_begins(therapy) for therapy in begins)
            return no("no such drug is taken yet", *(t.evidence for t in begins), cautions=cautions)
        return no(_NONE_ON_FILE.because, *map(_EVIDENCE, not_now), remarks=map(_not_taken, not_now))


def _begins(therapy: Therapy) -> str:
    if therapy.start is not None and therapy.kind is not TherapyKind.STATEMENT:
        return f"{therapy.name} begins on {therapy.start.text}"
    return f"{therapy.name} is intended"


def _not_taken(therapy: Therapy) -> str:
    if therapy.outlook is Outlook.LATER:
        return f"{_begins(therapy)}, so it was not counted"
    return f"the supply of {therapy.name} is used up, so it was not counted"


@criterion("stopped-within", choices=frozenset({"days"}))
class StoppedWithin(Frozen):
    """A systemic drug of one of `groups` ended less than `days` days before the order and none is still taken.

    A drug that is stopped on a day that is not told ended between its start and the order: in the window for certain
    where that is short enough. Where its supply would still cover the day, is not stated and would commonly last, or
    nothing tells when it began, it may have; not where it was said to be over `days` days before.
    """

    groups: tuple[str, ...]
    days: int
    kind: ClassVar[str]
    none: ClassVar[Answer] = _NONE_STOPPED
    unless: tuple[str, ...] = ()

    def clause(self, titles: Titles) -> str:
        drugs = f"{titles(self.groups)}{_unless(self.unless, titles)}"
        return f"{drugs} stopped less than {self.days} days before"

    def names(self) -> Names:
        return names_of(DRUG, *self.groups, *self.unless)

    def answer(self, chart: Chart) -> Answer:
        """Counts days from the recorded end to the day of the order; an end that may lie in the window is UNKNOWN."""
        if chart.groups.isdisjoint(self.groups):
            return self.none
        found = of_groups(chart, self.groups, self.unless)
        if _taken_of(found):
            return no("the drug is still taken")
        unclear: Answer | None = None
        for therapy in found:
            if therapy.given is Truth.FALSE:
                continue
            since_end = _since_end(therapy, chart.as_of)
            if since_end is None:
                continue
            fewest, most = since_end
            if fewest >= 0 and most < self.days:
                at_most = "at most " if therapy.stop is None and most else ""
                days = f"{at_most}{most} day{'s' if most != 1 else ''} before" if most else "on the day of the order"
                return yes(f"{therapy.name} was stopped {days}", therapy.evidence)
            if therapy.outlook is Outlook.STOPPED_EARLY and fewest < self.days:
                return yes(f"{therapy.name} is stopped, day not told", therapy.evidence)
            if therapy.stop is not None and most >= 0 and fewest < self.days and not therapy.stop.is_exact:
                says = f"when {therapy.name} was stopped is not exact"
                missing = (f"exact end of {therapy.evidence.reference}",)
                unclear = unclear or unknown(says, therapy.evidence, missing=missing)
        return unclear or _NONE_STOPPED


_NOT_TOLD = 10**6
"""More days than any window has."""


def _since_end(therapy: Therapy, day: PartialDate) -> tuple[int, int] | None:
    """Fewest and most days from the end of a therapy to a day, negative where it ends later; None where nothing says
    that it has ended."""
    if therapy.stop is not None:
        return therapy.stop.days_until(day)
    fewest = max(therapy.over_by.days_until(day)[0], 0) if therapy.over_by is not None else 0
    if therapy.outlook in (Outlook.STOPPED, Outlook.STOPPED_EARLY):
        return fewest, therapy.start.days_until(day)[1] if therapy.start is not None else _NOT_TOLD
    return None


def _unless(groups: tuple[str, ...], titles: Titles) -> str:
    return f" (but not {titles(groups)})" if groups else ""
