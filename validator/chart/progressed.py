"""Whether a drug was given up because the disease progressed on it, by the reason of its status or a note.

Source: FHIR R4 MedicationRequest.statusReason, MedicationStatement.statusReason, note. Words make an unknown true.
"""

from __future__ import annotations

import re

from validator.chart.concept import groups_of
from validator.chart.extent import WORSE, kinds_of
from validator.chart.reader import Reader
from validator.chart.status_words import status_kinds
from validator.fhir.element import Annotation, CodeableConcept
from validator.regex import regex
from validator.terminology.domain import EXTENT
from validator.verdict import Truth

_PROGRESSION = regex(r"\b(?:progress(?:ed|ion) on|disease progression|progressive disease)\b", re.IGNORECASE)
_STOPPED_FOR_IT = regex(
    r"\b(?:stopped|discontinued|dc'?d|d/c'?d?|ended|off)\b"
    r".*?\b(?:for|due to|because of|after|upon|at|on|with|2/2|secondary to)"
    r"\s+(?:\w+\s+)?(?:progress(?:ion|ed|ive disease)|PD\b)"
    r"|\bprogressed\s+on\b",
    re.IGNORECASE,
)
_NOT_PROGRESSION = regex(
    r"\b(?:no|not|without|prevent|risk of|avoid|until|if|possible|suspected|concern\w*|plan\w*|will)\b", re.IGNORECASE
)


def progressed(reader: Reader, reasons: tuple[CodeableConcept, ...], notes: tuple[Annotation, ...]) -> Truth:
    """TRUE when the reason for the status is progression of the disease, coded or in words, or a note tells of it."""
    for reason in reasons:
        if WORSE in kinds_of(reader.book, groups_of(reader.book, EXTENT, reason)):
            return Truth.TRUE
        for text in (reason.text, *(coding.display for coding in reason.coding)):
            if text and (WORSE in (status_kinds(text) or ()) or _says_progression(_PROGRESSION, text)):
                return Truth.TRUE
    told = (sentence for note in notes for sentence in (note.text or "").split("."))
    return Truth.TRUE if any(_says_progression(_STOPPED_FOR_IT, one) for one in told) else Truth.UNKNOWN


def _says_progression(how: re.Pattern[str], text: str) -> bool:
    return how.search(text) is not None and _NOT_PROGRESSION.search(text) is None
