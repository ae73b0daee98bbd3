"""What an Observation says against the label in words alone, written as it would be in codes.

Words make an unknown true and nothing false. A stage I, a poor differentiation or an M0 that stands only in words is
therefore no evidence against what is coded or attested, and no silence either: the order is judged with it as well.
CLARIFICATIONS. Source: FHIR R4 Observation.value[x].
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import get_args

from validator.chart import observation
from validator.chart.concept import CRITERION
from validator.chart.disease import differentiation, extent
from validator.chart.entry.witness import Tree, stated_by
from validator.chart.fact import Extent
from validator.chart.observed.stated import answer_of, asked_for, criteria_of, stating
from validator.chart.observed.value import without_answer
from validator.chart.reader import Reader
from validator.chart.topic import Topic
from validator.fhir.entry import Entry
from validator.fhir.resource import Observation
from validator.instant import PartialDate
from validator.terminology.codebook import Codebook
from validator.terminology.domain import DIFFERENTIATION, EXTENT, OBSERVED
from validator.terminology.set_extension import ExtentKind, Level, ShowsDifferentiation, ShowsExtent
from validator.verdict import Basis, Truth

_AGAINST = extent.SPEAKS_AGAINST | differentiation.SPEAKS_AGAINST
_EARLY = frozenset({"stage-1", "stage-2"})
_ADVANCED = frozenset({"stage-3", "stage-4"})
_EXTENTS: tuple[ExtentKind, ...] = get_args(ExtentKind)
_LEVELS: tuple[Level, ...] = get_args(Level)


def in_codes(reader: Reader, entry: Entry, topic: Topic) -> Tree | None:
    """The Observation with codes where its words speak against the label; None where they do not."""
    body = entry.body
    if not isinstance(body, Observation) or not may_deny(reader.book, topic):
        return None
    tree, is_against = dict(entry.tree), False
    for index, (_, part) in enumerate(observation.parts_of(body)):
        if (denied := asked_for(reader.book, part)) and answer_of(part) is Truth.FALSE:
            codes = [{"system": CRITERION, "code": one} for one in criteria_of(reader.book, denied)]
            return without_answer(tree) | {"code": {"coding": codes}, "valueBoolean": False}
        codings = _codings(reader, entry, part)
        if codings and not index:
            tree = without_answer(tree) | {"valueCodeableConcept": {"coding": codings}}
        elif codings:
            parts = list(tree["component"])
            parts[index - 1] = without_answer(parts[index - 1]) | {"valueCodeableConcept": {"coding": codings}}
            tree["component"] = parts
        is_against = is_against or bool(codings)
    return tree if is_against else None


def is_outdated(reader: Reader, entry: Entry, answers: Iterable[Entry]) -> bool:
    """Whether an Observation says no more in words than an early stage, and another answer in words is surely newer
    that names an advanced one: a stage rests on the newest. CLARIFICATIONS A485."""
    early = _spread_in_words(reader, entry)
    if not early or any(one.kind not in _EARLY for one in early):
        return False
    newer = (one for other in answers if other is not entry for one in _spread_in_words(reader, other))
    return any(one.kind in _ADVANCED and _is_before(early[0].date, one.date) for one in newer)


def _spread_in_words(reader: Reader, entry: Entry) -> tuple[Extent, ...]:
    if not isinstance(entry.body, Observation):
        return ()
    facts = reader.look(entry, observation.facts_alone, says=False)
    return tuple(one for one in facts.extents if one.evidence.basis is Basis.TEXT)


def _is_before(day: PartialDate | None, than: PartialDate | None) -> bool:
    return day is not None and than is not None and day.before(than) is Truth.TRUE


@lru_cache(maxsize=2048)
def may_deny(book: Codebook, topic: Topic) -> bool:
    """Whether words of such an answer can speak against the label: of a tumor, or of a criterion."""
    is_of_tumor = topic.of_domain(EXTENT) or topic.of_domain(DIFFERENTIATION)
    return bool(is_of_tumor or topic.of_domain(OBSERVED) & stating(book))


def _codings(reader: Reader, entry: Entry, part: Observation) -> list[Tree]:
    """What one part says in words, as codings; none where nothing of it speaks against the label."""
    if part is entry.body:
        facts = reader.look(entry, observation.facts_alone, says=False)
    else:
        facts = observation.facts_of_part(reader.quiet, entry, part)
    kinds: list[str] = []
    levels: list[str] = []
    for spread in facts.extents:
        kinds += (spread.kind,) if spread.evidence.basis is Basis.TEXT else ()
    for graded in facts.differentiations:
        levels += (graded.level,) if graded.evidence.basis is Basis.TEXT else ()
    if _AGAINST.isdisjoint(kinds) and _AGAINST.isdisjoint(levels):
        return []
    book = reader.book
    found = [stated_by(book, EXTENT, ShowsExtent(one)) for one in _EXTENTS if one in kinds]
    found += [stated_by(book, DIFFERENTIATION, ShowsDifferentiation(one)) for one in _LEVELS if one in levels]
    return [one for one in found if one is not None]
