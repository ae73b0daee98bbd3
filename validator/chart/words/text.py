"""Words in free text that count as evidence: only listed phrases, guarded against negation, doubt and condition."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from validator.fhir.element import Annotation
from validator.fhir.resource import Condition
from validator.terminology.codebook import Codebook
from validator.terminology.governing import Sense
from validator.terminology.phrase import Mention, Phrase, mentions_in, traces_of

SHORT = 80
"""Characters of a text that may be a name. Charts repeat the same few hundred names, so what they mean is remembered;
longer texts are somebody's notes, which are not kept."""


def phrase_groups(book: Codebook, domain: str, text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Each listed phrase of the domain that the text states, with its groups."""
    found = mentions_of(book, domain, text)
    stated: list[tuple[str, frozenset[str]]] = []
    for one in found:
        if one.sense is Sense.STATED:
            stated.append((one.phrase.text, one.phrase.groups))
    return tuple(stated)


def mentions_of(book: Codebook, domain: str, text: str) -> tuple[Mention, ...]:
    """Each listed phrase of the domain in the text that names a group, however it is meant."""
    return (_of_name if len(text) <= SHORT else _mentions_of)(book, domain, text)


def _mentions_of(book: Codebook, domain: str, text: str) -> tuple[Mention, ...]:
    found = _phrases_of(book, domain, text)
    groups = book.groups_by_title(domain, text)
    name = text.strip()
    if groups is None or _is_said_by(found, groups, name):
        return found
    # A title says what its code says, neither less nor more: "Aphasia following cerebral infarction" is none.
    plain = name.lower() if name.isupper() else name
    return (Mention(Phrase(plain, groups), 0, len(text)),) if groups else ()


def _is_said_by(found: tuple[Mention, ...], groups: frozenset[str], name: str) -> bool:
    """Whether phrases say the same, or the name as a whole is a phrase: what it says is decided."""
    stated = (one.phrase.groups for one in found if one.sense is Sense.STATED)
    return groups == frozenset().union(*stated) or any(one.end - one.start == len(name) for one in found)


def _phrases_of(book: Codebook, domain: str, text: str) -> tuple[Mention, ...]:
    lower = text.lower()
    if "." in lower:
        lower += lower.replace(".", "")
    if not any(trace in lower for trace in _traces(book, domain)):
        return ()
    return tuple(one for one in mentions_in(text, book.phrases(domain)) if one.phrase.groups)


_of_name = lru_cache(maxsize=4096)(_mentions_of)


@lru_cache(maxsize=64)
def _traces(book: Codebook, domain: str) -> tuple[str, ...]:
    # Almost no text of a chart holds a phrase, and a look for words costs a twentieth of a search.
    return traces_of(book.phrases(domain))


def texts_of_condition(body: Condition) -> tuple[tuple[str, str], ...]:
    """The texts of a Condition that may be evidence, each with its element: code, stage summaries and notes."""
    texts: list[tuple[str, str]] = []
    if body.code is not None and body.code.text:
        texts.append((body.code.text, "code.text"))
    for index, stage in enumerate(body.stage):
        if stage.summary is not None and stage.summary.text:
            texts.append((stage.summary.text, f"stage[{index}].summary.text"))
    return (*texts, *texts_of_notes(body.note)) if body.note else tuple(texts)


def texts_of_notes(notes: Sequence[Annotation]) -> list[tuple[str, str]]:
    """The text of each note with its element."""
    return [(note.text, f"note[{index}].text") for index, note in enumerate(notes) if note.text] if notes else []
