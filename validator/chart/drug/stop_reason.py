"""Why an order was stopped or held, by its reason or a note. Source: FHIR R4 MedicationRequest.statusReason, note."""

from __future__ import annotations

import re
from collections.abc import Iterable

from validator.chart.concept import groups_of, words_of
from validator.chart.reader import Reader
from validator.chart.words.text import phrase_groups
from validator.fhir.element import Annotation, CodeableConcept
from validator.regex import regex
from validator.terminology.domain import STOP_REASON

DOMAIN = STOP_REASON
_SENTENCE = regex(r"[.;\n]")
_ENDED = regex(
    r"^\W*(?:(?:patient|pt|it|this|the|drug|medication|med|therapy|treatment|order|dose|was|were|is|has|had|been|therefore)\s+)*"
    r"(?:stopped|discontinued|d/c'?d?|dc'?d?|held|interrupted|paused|(?:put\s+|placed\s+)?on\s+hold)\b"
    r"(?:\s+(?:\(?\d[\d/.-]*\)?|on|by|per|since|in|today|yesterday|temporarily|early|permanently|dr\.?\s+\w+))*"
    r"\s*(?:\b(?:due\s+to|because(?:\s+of)?|for|secondary\s+to|owing\s+to|given)\b|2/2\b|:|\s[-\u2013]\s)",
    re.IGNORECASE,
)
"""A stop that took place, of this drug, and what leads to its reason; the words of the reason stand behind. An
instruction ("hold for grade 3 diarrhea") is none, nor is what else was stopped."""


def is_for_reaction(reader: Reader, reason: CodeableConcept | None) -> bool:
    """Whether the reason is an adverse reaction, by its codes or the listed phrases of its words.

    False where it names another one, none, or one that stands in no list.
    """
    if reason is None or DOMAIN not in reader.book.domains:
        return False
    said = [groups for words in words_of(reason) for _, groups in phrase_groups(reader.book, DOMAIN, words)]
    groups = groups_of(reader.book, DOMAIN, reason).union(*said)
    return not groups.isdisjoint(reader.book.of_role(DOMAIN, "drug-reaction"))


def is_noted_for_reaction(reader: Reader, notes: Iterable[Annotation]) -> bool:
    """Whether a note says in one sentence that it was stopped or held and names an adverse reaction as the reason."""
    if DOMAIN not in reader.book.domains:
        return False
    kinds = reader.book.of_role(DOMAIN, "drug-reaction")
    for note in notes:
        for sentence in _SENTENCE.split(note.text or ""):
            ended = _ENDED.search(sentence)
            reason = sentence[ended.end() :] if ended is not None else ""
            if any(not groups.isdisjoint(kinds) for _, groups in phrase_groups(reader.book, DOMAIN, reason)):
                return True
    return False
