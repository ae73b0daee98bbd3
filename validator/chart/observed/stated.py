"""Criteria that an Observation states in words where no code says them: a listed phrase, or yes to its own name.

Words make an unknown true and nothing false: what a no to such a question weighs is said in `in_words`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from validator.chart.concept import name_of
from validator.chart.disease.stage_words import yes_or_no
from validator.chart.fact import Measurement
from validator.chart.observed.answer_text import is_answered, texts_of, truth_of
from validator.chart.observed.coded_answer import is_no_answer
from validator.chart.observed.question import asked_of
from validator.chart.reader import Reader, dated, evidence
from validator.chart.words.text import phrase_groups
from validator.fhir.entry import Entry
from validator.fhir.resource import Observation
from validator.instant import PartialDate
from validator.terminology.codebook import Codebook
from validator.terminology.domain import OBSERVED
from validator.terminology.set_extension import StatesCriterion
from validator.verdict import Basis, Truth


@lru_cache(maxsize=16)
def stating(book: Codebook) -> frozenset[str]:
    """The groups of observations that state a criterion."""
    return frozenset(one.group for one in book.sets_of(OBSERVED) if one.said(StatesCriterion))


def stated_in(reader: Reader, entry: Entry, body: Observation, day: PartialDate | None) -> Iterator[Measurement]:
    """The criteria that listed phrases state in the words of an answer (radioactive iodine)."""
    if body.value_string is None:
        return
    for phrase, groups in phrase_groups(reader.book, OBSERVED, body.value_string):
        if said := groups & stating(reader.book):
            shown = evidence(entry, dated(f'"{phrase}"', day), "valueString", Basis.TEXT)
            yield Measurement(said, shown, day, text=phrase)


def asked_for(book: Codebook, body: Observation) -> frozenset[str]:
    """The groups of criteria that the name of an Observation, or of a part of it, asks for."""
    return asked_of(book, OBSERVED, body.code) & stating(book)


def answer_of(body: Observation) -> Truth | None:
    """Yes or no to a question of a criterion, UNKNOWN where it only says that nobody knows; None: another answer."""
    if not is_answered(body) or is_no_answer(body.value_codeable_concept, body.value_string):
        return Truth.UNKNOWN
    told = (truth_of(body), *(yes_or_no(text, "") for text, _ in texts_of(body)))
    return next((truth for truth in told if truth is not None), None)


def answered(
    reader: Reader, entry: Entry, part: Observation, day: PartialDate | None, place: str
) -> Iterator[Measurement]:
    """The criteria that a part of an Observation affirms, by its name and its answer."""
    if (said := asked_for(reader.book, part)) and answer_of(part) is Truth.TRUE:
        shown = evidence(entry, dated(f"{name_of(part.code)}: yes", day), f"{place}code", Basis.TEXT)
        yield Measurement(said, shown, day)


def criteria_of(book: Codebook, groups: frozenset[str]) -> tuple[str, ...]:
    """The criteria that groups of observations state."""
    return tuple(
        said.value_code for one in book.sets_of(OBSERVED) if one.group in groups for said in one.said(StatesCriterion)
    )
