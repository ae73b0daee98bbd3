"""Which Observations a check reads, by code, so that a server need not send ten years of blood pressures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from urllib.parse import quote_plus

from validator.chart.concept import CRITERION
from validator.chart.topic import ATTESTED, Group
from validator.criteria.answer import Names
from validator.profiles import Profiles
from validator.terminology.domain import DIFFERENTIATION, EXTENT, OBSERVED, RISK
from validator.terminology.role import Role
from validator.terminology.valueset import ValueSet

_QUESTIONS: tuple[tuple[str, Role], ...] = (
    (EXTENT, "stage-group-question"),
    (EXTENT, "m-category-question"),
    (EXTENT, "t-or-n-category-question"),
    (EXTENT, "disease-status-question"),
    (DIFFERENTIATION, "grade-question"),
    (DIFFERENTIATION, "histology-question"),
    (DIFFERENTIATION, "growth-index-question"),
)
"""What Observations are asked about a tumor; the other groups of these domains are answers."""


def observation_codes(profiles: Profiles) -> tuple[str, ...]:
    """The codes to search for, each as `system|code`: of everything that the criteria of the labels say they look at,
    measured, staged or attested, whenever it was. Sorted, so that batches repeat.

    What counts only in the last days (blood pressure) is not among them: a search by code would bring ten years of it
    (`newest_searches`).
    """
    names = _named(profiles)
    return _codes(names.groups - names.recent, profiles)


NEWEST_OBSERVATIONS = "newestObservations"
NEWEST_FINDINGS = "newestFindings"
_NEWEST_COUNT = {NEWEST_OBSERVATIONS: "20", NEWEST_FINDINGS: "50"}
"""How many of the newest are asked for; a project choice, more than one visit writes down."""


def newest_searches(profiles: Profiles) -> dict[str, dict[str, str]]:
    """The searches, by name, for Observations of which the newest are enough: the results of what counts only in the
    last days, and findings. A risk that an Observation states by its code has one of more than a thousand codes, too
    many for a URL: everything from their code systems is asked for. Source: FHIR R4 Search, `[system]|` of a token.
    """
    names = _named(profiles)
    asked = {NEWEST_OBSERVATIONS: _codes(names.recent, profiles), NEWEST_FINDINGS: _finding_systems(names, profiles)}
    return {
        name: {"_sort": "-date", "_count": _NEWEST_COUNT[name], "code": ",".join(codes)}
        for name, codes in asked.items()
        if codes
    }


def _finding_systems(names: Names, profiles: Profiles) -> tuple[str, ...]:
    book = profiles.book
    findings = {group for domain, group in names.groups if domain == RISK} - book.of_role(RISK, "operation")
    sets = (one for one in book.sets_of(RISK) if one.group in findings)
    return tuple(sorted({f"{system}|" for value_set in sets for system, _ in value_set.concepts}))


NEWEST_VISITS = {"_sort": "-date", "_count": "50"}
"""How the newest visits are searched for; a project choice, more than three months of dialysis three times a week."""


def _codes(named: frozenset[Group], profiles: Profiles) -> tuple[str, ...]:
    found = {f"{CRITERION}|{code}" for domain, code in named if domain == ATTESTED}
    for value_set in _value_sets(named, profiles):
        found |= _codes_of(value_set)
    return tuple(sorted(found))


def batches(codes: tuple[str, ...], longest: int) -> Iterator[str]:
    """The codes as comma-separated values of a search parameter, none longer than `longest` once URL-encoded.

    At least one code a batch, however long.
    """
    batch: list[str] = []
    length = 0
    for code in codes:
        size = len(quote_plus(code)) + len("%2C")
        if batch and length + size > longest:
            yield ",".join(batch)
            batch, length = [], 0
        batch.append(code)
        length += size
    if batch:
        yield ",".join(batch)


def _codes_of(value_set: ValueSet) -> set[str]:
    return {
        f"{system}|{code}"
        for (system, code), concept in value_set.concepts.items()
        if concept.confidence != "unverified"
    }


def _value_sets(named: frozenset[Group], profiles: Profiles) -> Iterator[ValueSet]:
    """The lists of Observation codes among those named: measurements, and questions about the tumor."""
    book = profiles.book
    questions = {(domain, group) for domain, role in _QUESTIONS for group in book.of_role(domain, role)}
    for value_set in book.value_sets:
        own = (value_set.domain, value_set.group)
        if own in named and (value_set.domain == OBSERVED or own in questions):
            yield value_set


def _named(profiles: Profiles) -> Names:
    """Everything that some revision of some label looks at, by the account of its criteria."""
    labels = profiles.labels
    every = (labels.revision(product, day) for product in labels.products for day in labels.revision_dates(product))
    return reduce(or_, (label.names for label in every), Names())
