"""Medications on file that nothing identifies: a placeholder in place of a name, or a bare code that no list knows.

Any real name identifies a drug, listed or not: what is named and not listed interacts with nothing a label names. What
is not identified may be anything.
"""

from __future__ import annotations

import re
from functools import lru_cache

from validator.chart.concept import words_of
from validator.chart.drug.exposure import of_administration, of_dispense
from validator.chart.drug.medication import drug_name, parts_of
from validator.chart.entry.when import day_told
from validator.chart.observed.question import words_in
from validator.chart.reader import Reader, evidence
from validator.fhir.entry import Entry
from validator.fhir.resource import (
    MedicationAdministration,
    MedicationDispense,
    MedicationRequest,
    MedicationStatement,
)
from validator.finding import Evidence
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import PLACEHOLDERS
from validator.terminology.placeholder import without_placeholders
from validator.verdict import Truth

DOMAIN = PLACEHOLDERS
_VACCINES = frozenset({"http://hl7.org/fhir/sid/cvx", "urn:oid:2.16.840.1.113883.12.292"})
_OVER = frozenset(
    {"completed", "stopped", "ended", "cancelled", "declined", "entered-in-error", "not-taken", "not-done"}
)
_SAYS_NONE = regex(
    r"\W*(?:none|nil|no(?:ne)?(?:\s+(?:known|current|home|other|regular|active|additional|concomitant|prescription|otc|rx|new|daily|routine))*"
    r"\s+(?:meds?|medications?|medicines?|drugs?|otcs?|supplements?))"
    r"(?:\s+(?:reported|known|taken|listed|currently|per\s+\w+|at\s+this\s+time|on\s+file))*\W*",
    re.IGNORECASE,
)
_KINDS = {
    "MedicationRequest": "an order",
    "MedicationStatement": "a report",
    "MedicationUsage": "a report",
    "MedicationDispense": "a supply",
    "MedicationAdministration": "a dose given",
}
"""What an entry is to a reader who looks for it."""
NOT_IDENTIFIED = ": not identified"
"""How the evidence of such a medication ends, behind its name and its day."""
_LATIN = r"[a-z\u00df-\u024f]"
_WORD = regex(rf"{_LATIN}{{3,}}|(?<![^\W_])(?:{_LATIN}{{2,}}-?\d{{2,}}|(?:[bdk]-?\d{{1,2}}|o2)(?![^\W_]))")
"""A word in Latin letters, as no list here holds another, the code name of a substance, a vitamin by its letter and
number, or oxygen."""


def unidentified(reader: Reader, entry: Entry) -> Evidence | None:
    """The evidence of a medication that may be taken and that nothing identifies; None for every other entry."""
    raw = entry.raw
    status = raw.get("status")
    # What was handed out is taken from then on, and what was given today goes on or not: `completed` does not end it.
    is_done = entry.resource_type in ("MedicationDispense", "MedicationAdministration") and status == "completed"
    if (isinstance(status, str) and status in _OVER and not is_done) or raw.get("doNotPerform") is True:
        return None
    concept = raw.get("medicationCodeableConcept")
    if concept is not None and _is_named(reader.book, words_in(concept)):
        return None
    body = entry.body
    if not isinstance(body, MedicationRequest | MedicationStatement | MedicationAdministration | MedicationDispense):
        return None
    if isinstance(body, MedicationDispense) and of_dispense(reader, entry, body).current is Truth.FALSE:
        return None
    if isinstance(body, MedicationAdministration) and _was_given_before(reader, entry, body):
        return None
    said = parts_of(reader, entry, body)
    concepts = [part.concept for part in said.parts]
    codings = [coding for concept in concepts for coding in concept.coding if coding.code]
    words = [words for concept in concepts for words in words_of(concept) if words.strip()]
    is_said = bool(codings) or bool(words)
    if not is_said or any(coding.system in _VACCINES for coding in codings):
        return None
    if words and all(map(_SAYS_NONE.fullmatch, words)):
        # "None", "no meds": that nothing is taken is no drug without a name.
        return None
    if any(_is_named(reader.book, words_of(concept)) for concept in concepts):
        return None
    kind = _KINDS[entry.resource_type]
    name = f'"{drug_name(reader, said.parts[0])}"' if words else f"{kind} by a code that is not known here"
    day = day_told(entry.tree)
    return evidence(entry, f"{name}{f', of {day.text[:10]}' if day is not None else ''}{NOT_IDENTIFIED}")


def _was_given_before(reader: Reader, entry: Entry, body: MedicationAdministration) -> bool:
    """Whether a dose was not given, or surely before the day that is judged; one without a day may be of that day."""
    use = of_administration(reader, entry, body)
    ended = use.stop is not None and use.stop.before(reader.as_of) is Truth.TRUE
    return use.current is Truth.FALSE and (ended or use.given is Truth.FALSE)


@lru_cache(maxsize=8192)
def _is_named(book: Codebook, names: tuple[str, ...]) -> bool:
    """Whether any of the words of a concept holds more than placeholders."""
    return any(names_something(book, words) for words in names)


def names_something(book: Codebook, words: str) -> bool:
    """Whether words for a medication hold more than placeholders, such as "see note" or "study drug"."""
    return _WORD.search(without_placeholders(book, DOMAIN, words)) is not None
