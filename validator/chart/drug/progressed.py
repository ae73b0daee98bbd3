"""Whether a drug was given up because the disease progressed on it, by the reason of its status or a note.

Words that name a drug or a cancer ("HCC progressed on sorafenib") are not of this entry alone: `told_line` reads them.
Source: FHIR R4 MedicationRequest.statusReason, MedicationStatement.statusReason, note. Words make an unknown true.
"""

from __future__ import annotations

import re
from operator import attrgetter

from validator.chart.concept import groups_of
from validator.chart.disease.extent import WORSE, kinds_of
from validator.chart.disease.status_words import status_kinds
from validator.chart.reader import Reader
from validator.fhir.element import Annotation, CodeableConcept
from validator.regex import regex
from validator.terminology.domain import EXTENT
from validator.verdict import Truth

_WORSE = (
    r"(?:(?:the|her|his|documented|confirmed|clear|radiographic|clinical|systemic)\s+)*(?:(?:disease|tumou?r|cancer)\s+)?"
    r"(?:progression|progressive\s+disease|PD)(?:\s+of\s+(?:the\s+)?(?:disease|cancer|tumou?r))?"
    r"(?:\s+(?:in|on|by|per)\s+(?:the\s+)?(?:lungs?|liver|bones?|nodes|ct|mri|pet|imaging|scans?|restaging))?"
)
_WHEN = r"(?:\s+(?:in|on|since)?\s*\(?\d[\d/-]*\)?)?"
_PROGRESSION = regex(
    rf"(?:(?:stopped|discontinued|ended)\s+(?:for|due\s+to|because\s+of)\s+)?{_WORSE}{_WHEN}"
    r"|(?:disease\s+|cancer\s+|tumou?r\s+|patient\s+)?progress(?:ed|ion)\s+on\s+(?:it|this|this\s+drug|therapy|treatment)",
    re.IGNORECASE,
)
_STOPPED_FOR_IT = regex(
    rf"(?:(?:it|this|drug|treatment|therapy|patient|was|pt)\s+)*(?:stopped|discontinued|dc'?d|d/c'?d?|ended|off){_WHEN}"
    rf"\s+(?:for|due\s+to|because\s+of|2/2|secondary\s+to)\s+{_WORSE}{_WHEN}"
    r"|(?:(?:disease|cancer|tumou?r|patient|pt|has|had)\s+)*progressed\s+on\s+(?:it|this|this\s+drug|therapy|treatment)",
    re.IGNORECASE,
)


def progressed(reader: Reader, reasons: tuple[CodeableConcept, ...], notes: tuple[Annotation, ...]) -> Truth:
    """TRUE when the reason for the status is progression of the disease, coded or in words, or a note tells of it."""
    for reason in reasons:
        if WORSE in kinds_of(reader.book, groups_of(reader.book, EXTENT, reason)):
            return Truth.TRUE
        for text in (reason.text, *map(attrgetter("display"), reason.coding)):
            if text and (WORSE in (status_kinds(text) or ()) or _says_progression(_PROGRESSION, text)):
                return Truth.TRUE
    for note in notes:
        if any(_says_progression(_STOPPED_FOR_IT, one) for one in (note.text or "").split(".")):
            return Truth.TRUE
    return Truth.UNKNOWN


def _says_progression(how: re.Pattern[str], text: str) -> bool:
    """Whether the whole of a text says it: nothing in it is left that may deny it, doubt it, or speak of another."""
    return how.fullmatch(text.strip(" .")) is not None
