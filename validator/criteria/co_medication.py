"""Other drugs at the time of the order: interacting drugs, the partner drug, drugs just stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validator.chart.fact import Chart, Therapy
from validator.chart.topic import DRUG
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.registry import criterion
from validator.verdict import Truth


def taken(chart: Chart, groups: tuple[str, ...], unless: tuple[str, ...] = ()) -> tuple[Therapy, ...]:
    """Therapies of these groups, systemic and not known to be over, that are in none of the groups `unless`."""
    wanted, barred = frozenset(groups), frozenset(unless)
    return tuple(
        therapy
        for therapy in chart.therapies
        if therapy.groups & wanted
        and not therapy.groups & barred
        and therapy.current is not Truth.FALSE
        and therapy.systemic is not Truth.FALSE
    )


@criterion("taking")
@dataclass(frozen=True, slots=True)
class Taking:
    """The patient takes, or is ordered to take, a systemic drug of one of `groups` on the day of the order.

    A drug that is also in `unless` does not count. Not on file means not taken (a modifier must be shown);
    UNKNOWN when it is on file and nothing says whether it is still taken.
    """

    groups: tuple[str, ...]
    kind: ClassVar[str]
    unless: tuple[str, ...] = ()

    def clause(self, titles: Titles) -> str:
        """The question in words, for people who read a label."""
        return f"taking {titles(self.groups)}{_unless(self.unless, titles)}"

    def names(self) -> Names:
        """What in a chart could answer the question."""
        return names_of(DRUG, *self.groups, *self.unless)

    def answer(self, chart: Chart) -> Answer:
        """A drug certainly taken wins over one that may be."""
        found = taken(chart, self.groups, self.unless)
        certain = [therapy for therapy in found if therapy.current is Truth.TRUE]
        if certain:
            return yes(_names(certain), *(t.evidence for t in certain))
        if found:
            says = f"{_names(found)} is on file, but not whether it is still taken"
            missing = tuple(f"status or end of {t.evidence.reference}" for t in found)
            return unknown(says, *(t.evidence for t in found), missing=missing)
        return no("no such drug is on file")


@criterion("stopped-within", choices=frozenset({"days"}))
@dataclass(frozen=True, slots=True)
class StoppedWithin:
    """A systemic drug of one of `groups` ended less than `days` days before the order and none is still taken."""

    groups: tuple[str, ...]
    days: int
    kind: ClassVar[str]
    unless: tuple[str, ...] = ()

    def clause(self, titles: Titles) -> str:
        """The question in words, for people who read a label."""
        drugs = f"{titles(self.groups)}{_unless(self.unless, titles)}"
        return f"{drugs} stopped less than {self.days} days before"

    def names(self) -> Names:
        """What in a chart could answer the question."""
        return names_of(DRUG, *self.groups, *self.unless)

    def answer(self, chart: Chart) -> Answer:
        """Counts days from the recorded end to the day of the order; an end that may lie in the window is UNKNOWN."""
        if taken(chart, self.groups, self.unless):
            return no("the drug is still taken")
        wanted, barred = frozenset(self.groups), frozenset(self.unless)
        unclear: Answer | None = None
        for therapy in chart.therapies:
            if not therapy.groups & wanted or therapy.groups & barred or therapy.systemic is Truth.FALSE:
                continue
            if therapy.stop is None or therapy.given is Truth.FALSE:
                continue
            fewest, most = therapy.stop.days_until(chart.as_of)
            if fewest >= 0 and most < self.days:
                return yes(f"{therapy.name} was stopped {most} day{'s' if most != 1 else ''} before", therapy.evidence)
            if most >= 0 and fewest < self.days and not therapy.stop.is_exact:
                says = f"when {therapy.name} was stopped is not exact"
                missing = (f"exact end of {therapy.evidence.reference}",)
                unclear = unclear or unknown(says, therapy.evidence, missing=missing)
        return unclear or no("no such drug was stopped in the days before")


def _names(therapies: list[Therapy] | tuple[Therapy, ...]) -> str:
    return ", ".join(dict.fromkeys(therapy.name for therapy in therapies))


def _unless(groups: tuple[str, ...], titles: Titles) -> str:
    return f" (but not {titles(groups)})" if groups else ""
