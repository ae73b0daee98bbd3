"""What an Observation in doubt may say: what is written in it, and answers on either side of what the label asks."""

from __future__ import annotations

from collections.abc import Iterator

from validator.chart.entry.reading_case import Case, today
from validator.chart.entry.when import day_of_tree
from validator.chart.entry.witness import Tree, answers
from validator.chart.observed import panel
from validator.chart.observed.value import without_answer, words_said
from validator.chart.topic import ATTESTED
from validator.terminology.domain import RISK


def observation_readings(case: Case) -> Iterator[Tree]:
    """The Observation as it would stand, and with each answer it may hold where nothing in it can be trusted."""
    asked, groups = case.asked, case.doubt.topic.groups
    final = case.tree | {"status": "final"}
    if case.is_faulty("focus"):
        final = {name: value for name, value in final.items() if name != "focus"}
    if not case.is_open:
        yield final
        return
    if places := [one for one in case.doubt.elements if one.startswith("component[")]:
        yield from panel.readings(final, places, groups, asked.limits, asked.book)
        return
    final = {name: value for name, value in final.items() if name not in ("dataAbsentReason", "focus")}
    if day_of_tree(final) is None:
        final = today("Observation", final, asked.day)
    if case.is_faulty("component"):
        written = case.doubt.entry.tree.get("component")
        yield from panel.whole_readings(final, written, groups, asked.limits, asked.book)
    yield _cleared(final)
    bare = without_answer(final)
    # What an Observation states is so or not, as a criterion is.
    is_criterion = any(domain in (ATTESTED, RISK) for domain, _ in groups)
    names, said = {group for _, group in groups}, words_said(final)
    told = answers(names, asked.limits, asked.book, is_criterion=is_criterion, said=said)
    # Without any, no question of the label compares what it measures.
    yield from (bare | value for value in tuple(told) or ({},))


def _cleared(tree: Tree) -> Tree:
    """The resource as it is written, without its own word that the value is none."""
    kept = {name: value for name, value in tree.items() if not name.startswith("_value")}
    components = kept.get("component")
    if isinstance(components, list):
        kept["component"] = [
            {name: value for name, value in one.items() if name != "dataAbsentReason" and not name.startswith("_value")}
            if isinstance(one, dict)
            else one
            for one in components
        ]
    return kept
