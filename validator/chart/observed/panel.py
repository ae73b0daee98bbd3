"""What a panel is about and may mean of which some components cannot be read, or are not understood.

Each answer of a question stands in one of the readings, beside an answer of every other component in doubt; what is
understood of the panel stays. Source: FHIR R4 Observation.component.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any

from validator.chart.concept import CRITERION, DOMAINS_OF_OBSERVATIONS, as_concept, says
from validator.chart.entry.witness import Limit, Tree, answers
from validator.chart.observed.question import asked_of
from validator.chart.observed.size import measured_sizes
from validator.chart.observed.value import has_answer, without_answer
from validator.chart.risk.stated_finding import risk_stated
from validator.terminology.codebook import Codebook
from validator.terminology.domain import DIFFERENTIATION, EXTENT, OBSERVED
from validator.terminology.role import Role


def groups_of_panel(
    book: Codebook, found: frozenset[tuple[str, str]], components: object
) -> frozenset[tuple[str, str]]:
    """What a panel is about whose code and readable parts ask for `found`.

    Where a part of it cannot be read, or answers what it does not name, it may be any that such a panel has: a size
    among vital signs, a stage, a grade among what pathology says. A panel whose parts ask for nothing is about nothing.
    """
    panels = frozenset(zip(repeat(OBSERVED), book.of_role(OBSERVED, "panel-of-results")))
    parts = components if isinstance(components, list) else [components]
    is_sound = True
    for one in parts:
        is_sound = is_sound and isinstance(one, dict) and isinstance(one.get("code", {}), dict)
    if is_sound and components is not None and not any(map(is_unnamed, parts)):
        is_answered = not found <= panels or any(_answers_for_panel(book, one) for one in parts)
        return found if is_answered else frozenset()
    more = set(found)
    if found & panels:
        more |= {(OBSERVED, group) for group in measured_sizes(book)}
    if not found.isdisjoint({(domain, group) for domain, role in _OF_TISSUE for group in book.of_role(domain, role)}):
        more |= {(domain, group) for domain, role in _OF_TUMOR for group in book.of_role(domain, role)}
    return frozenset(more)


def _answers_for_panel(book: Codebook, part: object) -> bool:
    """Whether a part of a panel has the name of one itself, and an answer: a pressure among vital signs, "190/124"."""
    if not isinstance(part, dict) or not has_answer(part):
        return False
    return not asked_of(book, OBSERVED, as_concept(part.get("code"))).isdisjoint(
        book.of_role(OBSERVED, "panel-of-results")
    )


_OF_TISSUE: tuple[tuple[str, Role], ...] = (
    (DIFFERENTIATION, "histology-question"),
    (DIFFERENTIATION, "grade-question"),
)
_OF_TUMOR: tuple[tuple[str, Role], ...] = (
    *_OF_TISSUE,
    (EXTENT, "stage-group-question"),
    (EXTENT, "m-category-question"),
)


def is_unnamed(component: object) -> bool:
    """Whether a part of a panel, in undecoded JSON, has an answer and names no question: FHIR R4 asks for its code."""
    return isinstance(component, dict) and not says(component.get("code")) and has_answer(component)


def names_no_question(raw: dict[str, Any]) -> bool:
    """Whether an undecoded Observation that no list knows, or a part of it with an answer, names no question."""
    parts = raw.get("component")
    listed = parts if isinstance(parts, list) else [] if parts is None else [parts]
    names = [raw.get("code"), *[part.get("code") for part in listed if isinstance(part, dict)]]
    return any(map(is_unnamed, listed)) or not any(map(says, names))


def whole_readings(
    tree: Tree, written: object, groups: Iterable[tuple[str, str]], limits: Iterable[Limit], book: Codebook
) -> Iterator[Tree]:
    """A panel whose list of components is not written as it should be: what can be read of it, and an answer of each
    question that it is or may be about, one at a time; `written` is the list as it is written.
    """
    parts = [one for one in (written if isinstance(written, list) else [written]) if isinstance(one, dict)]
    yield tree | {"component": parts} if parts else tree
    limits = tuple(limits)
    for domain, group in sorted(groups):
        for system, code in _first_code(book, domain, group):
            for answer in answers({group}, limits, book, is_criterion=False):
                yield tree | {"component": [{"code": {"coding": [{"system": system, "code": code}]}} | answer]}


def _first_code(book: Codebook, domain: str, group: str) -> Iterator[tuple[str, str]]:
    """The first code by which a question is asked; none where it is known by its words only."""
    for one in book.sets_of(domain) if domain in book.domains else ():
        if one.group == group:
            yield from tuple(one.concepts)[:1]


def readings(
    tree: Tree, places: Sequence[str], groups: Iterable[tuple[str, str]], limits: Iterable[Limit], book: Codebook
) -> Iterator[Tree]:
    """The panel with each answer that the components at `places` (`component[1]`) may hold.

    One that names no question answers, as it is written, each of those that the panel is about (`groups`).
    """
    parts = tree["component"]
    limits = tuple(limits)
    found: dict[int, tuple[Tree, ...]] = {}
    codes = [
        {"coding": [{"system": system, "code": code}]}
        for domain, group in sorted(groups)
        for system, code in _first_code(book, domain, group)
    ]
    for place in places:
        index = int(place.removeprefix("component[").removesuffix("]"))
        if is_unnamed(parts[index]):
            found[index] = (*({**parts[index], "code": code} for code in codes), {})
            continue
        code = as_concept(parts[index].get("code"))
        names = {group for domain in DOMAINS_OF_OBSERVATIONS for group in asked_of(book, domain, code)}
        # No answer is one too: what it could have said may change nothing.
        is_criterion = bool(risk_stated(book, code)) or any(one.system == CRITERION for one in code.coding)
        found[index] = (*answers(names, limits, book, is_criterion=is_criterion), {})
    for turn in range(max(map(len, found.values()))):
        made = list(parts)
        for index, told in found.items():
            one = told[min(turn, len(told) - 1)]
            made[index] = one if "code" in one else without_answer(parts[index]) | one
        yield tree | {"component": made}
