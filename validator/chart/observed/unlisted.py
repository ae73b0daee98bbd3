"""Observations that no list knows: what their code is about is remembered by how the code is written.

Most of a chart are laboratory results that no question is about, a few hundred codes again and again.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from validator.chart.concept import as_concept
from validator.chart.entry.unconfirmed import believed
from validator.chart.observation import is_asked
from validator.chart.observed.question import words_in
from validator.chart.risk.answered_finding import may_answer
from validator.chart.risk.asked_finding import affirmed_risks, told_by_an_answer
from validator.fhir.element import CodeableConcept
from validator.terminology.codebook import Codebook
from validator.terminology.coding import ABSENT_BECAUSE

_SAYS_MORE = frozenset({"component", "valueString", "medication", "medicationCodeableConcept"})
"""Elements by which a resource can be about something that its code does not name."""

_MOST = 10
_LONGEST = 1000
"""Codings of a code, and characters in it, that are remembered; more is looked at closely each time."""

_Coding = tuple[str, str, str | None]
"""System, code and display."""


def is_unlisted(book: Codebook, raw: dict[str, Any]) -> bool:
    """Whether an Observation is surely about nothing that any list knows; False where a closer look has to tell."""
    if "valueCodeableConcept" in raw and may_answer(book, raw):
        return False
    written = code_written(raw)
    return written is not None and _is_unlisted(book, *written)


def code_written(raw: dict[str, Any]) -> tuple[tuple[_Coding, ...], str | None] | None:
    """The codings and the text of a plain code that alone tells what an undecoded Observation is about; None where
    something else may tell it too, or where the code is written otherwise than FHIR writes it."""
    code = raw.get("code")
    if not isinstance(code, dict) or not _SAYS_MORE.isdisjoint(raw):
        return None
    codings, text = code.get("coding"), code.get("text")
    if not isinstance(codings, list) or len(codings) > _MOST or not (text is None or isinstance(text, str)):
        return None
    written: list[_Coding] = []
    length = len(text or "")
    for coding in codings:
        if not isinstance(coding, dict):
            return None
        system, own, display = coding.get("system"), coding.get("code"), coding.get("display")
        if not isinstance(system, str) or not isinstance(own, str) or not (display is None or isinstance(display, str)):
            return None
        written.append((system, own, display))
        length += len(own) + len(display or "")
    return (tuple(written), text) if length <= _LONGEST else None


@lru_cache(maxsize=16384)
def _is_unlisted(book: Codebook, codings: tuple[_Coding, ...], text: str | None) -> bool:
    if not any(code for _, code, _ in codings) or any(system in ABSENT_BECAUSE for system, _, _ in codings):
        return False
    written = [{"system": system, "code": code, "display": display} for system, code, display in codings]
    concept = {"coding": written, "text": text}
    names = words_in(concept)
    names_finding = affirmed_risks(book, names).told or told_by_an_answer(book, names)
    return not names_finding and not is_asked(book, concept) and believed(book, {"code": concept}) is None


@lru_cache(maxsize=8192)
def concept_asked(book: Codebook, codings: tuple[_Coding, ...], text: str | None) -> CodeableConcept | None:
    """The plain code of an Observation where a list knows it, and its answer is not told by what else is there."""
    written = {"coding": [{"system": own, "code": code, "display": name} for own, code, name in codings], "text": text}
    if told_by_an_answer(book, words_in(written)) or any(own in ABSENT_BECAUSE for own, _, _ in codings):
        return None
    return as_concept(written) if is_asked(book, written) else None
