"""Conditions that are a risk, by code and in words, and what the words of a tumor say of risks beside it."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from validator.chart.concept import NO_GROUPS, coded, is_known_system, name_of
from validator.chart.disease.condition_state import State
from validator.chart.fact import RiskCondition
from validator.chart.reader import dated, evidence
from validator.chart.risk import risk_words
from validator.chart.risk.risk_words import ToldRisk
from validator.chart.risk.severity import is_severe
from validator.chart.settings import RECENT_EVENT_DAYS
from validator.fhir.element import CodeableConcept, Coding
from validator.fhir.resource import Condition
from validator.finding import Evidence
from validator.frozen import replace
from validator.instant import PartialDate
from validator.verdict import Basis, Truth


def risks_of(state: State, body: Condition, *, is_tumor: bool) -> Iterator[RiskCondition]:
    """The risks that a Condition names, by its codes and in words; of a tumor those that stand beside it.

    A day in the words ("TIA 2013", "s/p PE 10/2026") is that of the risk where the Condition itself has none.
    """
    book = state.reader.book
    known = coded(book, risk_words.DOMAIN, body.code)
    groups = frozenset().union(*map(attrgetter("groups"), known))
    if not groups and is_tumor:
        yield from _beside_tumor(state, body)
        return
    severe = is_severe(book, body, state.entry.tree)
    said = risk_words.risk_words(book, body.code, groups)
    if believed := groups - said.questioned:
        believed = risk_words.as_severe(book, believed) if severe else believed
        name = name_of(body.code, known)
        yield risk_condition(state, believed, name, evidence(state.entry, dated(name, state.day), "code"))
    for told in said.told:
        then = _then(state, told)
        is_dated = _is_untold(state, told) and _day_of(state, told) is not None
        named = risk_words.as_severe(book, told.groups) if severe else told.groups
        shown = evidence(state.entry, dated(f'"{told.phrase}"', then.day), told.element, Basis.TEXT)
        yield replace(risk_condition(then, named, told.phrase, shown), is_dated_in_words=is_dated)


def _then(state: State, told: ToldRisk) -> State:
    """When a risk in words was there: by the day behind it, else as the Condition says, unless words call it past."""
    day = _day_of(state, told)
    if day is None or not _is_untold(state, told):
        if not told.is_history:
            return state
        # Whether the onset of an operation is its day shows beside the day on which it was written down.
        recorded = state.recorded if _is_operation(state, told) else None
        return replace(state, active=Truth.FALSE, recorded=recorded)
    ago = day.days_until(state.reader.as_of)[0]
    past = told.is_over or (told.is_history and ago > RECENT_EVENT_DAYS)
    return replace(state, active=Truth.FALSE if past else state.active, onset=day, recorded=None)


def _is_untold(state: State, told: ToldRisk) -> bool:
    """Whether the Condition itself leaves open when it was; the day that it gives a state is none of an operation."""
    return state.onset is None or _is_operation(state, told)


def _is_operation(state: State, told: ToldRisk) -> bool:
    return not told.groups.isdisjoint(state.reader.book.of_role(risk_words.DOMAIN, "operation"))


def _day_of(state: State, told: ToldRisk) -> PartialDate | None:
    """The day that the words themselves tell: a date, or so many days before they were written."""
    if told.day is not None or told.days_ago is None or state.recorded is None:
        return told.day
    return state.recorded.plus_days(-told.days_ago)


def _beside_tumor(state: State, body: Condition) -> Iterator[RiskCondition]:
    """Risks in a tumor's own words ("RCC with PE"). Its status and days are the tumor's, so theirs are not told."""
    book = state.reader.book
    own: list[Coding] = []
    for one in body.code.coding if body.code is not None else ():
        if not is_known_system(book, one.system):
            own.append(one)
    text = CodeableConcept(text=body.code.text, coding=tuple(own)) if body.code is not None else None
    said = risk_words.risk_words(book, text, NO_GROUPS)
    for told in (*said.told, *said.left_open):
        past = told.is_history and told.day is None
        then = replace(
            state, active=Truth.FALSE if past else Truth.UNKNOWN, onset=told.day, recorded=None, abatement=None
        )
        shown = evidence(state.entry, dated(f'"{told.phrase}"', then.day), told.element, Basis.TEXT)
        named = risk_condition(then, told.groups, told.phrase, shown)
        yield replace(named, is_dated_in_words=told.day is not None)


def risk_condition(state: State, groups: frozenset[str], name: str, shown: Evidence) -> RiskCondition:
    """A risk with the dates and the standing of the Condition that shows it."""
    return RiskCondition(groups, name, state.active, shown, state.onset, state.abatement, state.recorded)
