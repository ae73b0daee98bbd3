"""What an Observation asks: by the codes of the lists, else by its own words.

Most systems have codes of their own for a stage, a grade or an index, so that its name is all that tells what it is.
The words of a question stand in its value set (`words`, `unless-words`); the name that a list gives a measurement
counts as its code does (`title`). They never count beside a code that a list knows. Source: FHIR R4 Observation.code,
Observation.component.code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from validator.chart.concept import DOMAINS_OF_OBSERVATIONS, NO_GROUPS, groups_of, words_of
from validator.fhir.element import CodeableConcept
from validator.frozen import Frozen
from validator.regex import any_of, regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import OBSERVED
from validator.terminology.set_extension import NamedByWords, UnlessWords

LONGEST = 160
"""Characters of a name; of a longer text each sentence is one, and of a longer sentence each stretch of so many."""
_END_OF_SENTENCE = regex(r"[.:;!?\n\r|]+(?:\s|$)| - ")

_LOOKS_AHEAD = "^(?="

_PLAIN = str.maketrans("_\u2010\u2011\u2012\u2013\u2014\u2019", " -----'")
"""Typographic hyphens and apostrophes to the plain ones, and the joint of a local code to a space."""


class _Question(Frozen):
    """A question of a list that is known by words: its domain and group, its words, and words that it never has."""

    domain: str
    group: str
    named: re.Pattern[str]
    unless: re.Pattern[str]


@lru_cache(maxsize=8192)
def asked_of(book: Codebook, domain: str, concept: CodeableConcept | None) -> frozenset[str]:
    """The groups of a domain that the code of an Observation, or of a part of it, asks for."""
    found = groups_of(book, domain, concept)
    if found or concept is None:
        return found
    for coding in concept.coding:
        if any(book.groups(one, coding.system, coding.code) for one in DOMAINS_OF_OBSERVATIONS):
            return NO_GROUPS
    return frozenset(group for own, group in asked_by_words(book, words_of(concept)) if own == domain)


@lru_cache(maxsize=8192)
def asks_listed(book: Codebook, concept: CodeableConcept | None) -> bool:
    """Whether the code of an Observation, or of a part of it, asks for anything that a list knows."""
    return any(asked_of(book, domain, concept) for domain in DOMAINS_OF_OBSERVATIONS)


@lru_cache(maxsize=8192)
def asked_by_words(book: Codebook, texts: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """What the names of one question ask for, each with its domain; nothing where one of them says another thing.

    What is too long for a name tells more than it asks: a word in one of its sentences takes nothing from the others.
    """
    names = tuple(_plain(text) for text in texts if len(text) <= LONGEST)
    within = tuple(part for text in texts if len(text) > LONGEST for part in _sentences(text))
    if titled := _titled(book, texts):
        return titled
    first, whole, questions = _questions(book)
    if not any(first.search(text) or whole.match(text) for text in (*names, *within)):
        return frozenset()
    return frozenset(
        (one.domain, one.group)
        for one in questions
        if not any(one.unless.search(text) for text in names)
        and any(one.named.search(text) and not one.unless.search(text) for text in (*names, *within))
    )


def _titled(book: Codebook, texts: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """The groups of the measurement that all of the names are titles of."""
    told = [book.groups_by_title(OBSERVED, text) or NO_GROUPS for text in texts]
    return frozenset((OBSERVED, group) for group in frozenset.intersection(*told)) if told else frozenset()


def _plain(text: str) -> str:
    return " ".join(text.translate(_PLAIN).split())


def _sentences(text: str) -> Iterator[str]:
    for sentence in _END_OF_SENTENCE.split(text):
        words = _plain(sentence)
        while len(words) > LONGEST:
            cut = words.rfind(" ", 0, LONGEST) if " " in words[:LONGEST] else LONGEST
            yield words[:cut]
            # Half of it again, so that no name is cut in two.
            half = words.rfind(" ", 0, LONGEST // 2)
            words = words[half + 1 if half > 0 else LONGEST // 2 :]
        yield words


def words_in(code: object) -> tuple[str, ...]:
    """As `words_of`, from undecoded JSON: this is asked of every Observation of a chart, so it is written out."""
    if not isinstance(code, dict):
        return ()
    text, codings = code.get("text"), code.get("coding")
    found = (text,) if isinstance(text, str) and text else ()
    for coding in codings if isinstance(codings, list) else ():
        display = coding.get("display") if isinstance(coding, dict) else None
        if isinstance(display, str) and display:
            found = (*found, display)
    return found


@lru_cache(maxsize=16)
def _questions(book: Codebook) -> tuple[re.Pattern[str], re.Pattern[str], tuple[_Question, ...]]:
    """The words by which any question is known, as one pattern, and each question.

    Patterns that look ahead through all of a name are the second: nothing tells with which letters they begin, and the
    engine would look for all the others at each letter of a name as well.
    """
    found: list[_Question] = []
    beginning: list[str] = []
    whole: list[str] = []
    for domain in DOMAINS_OF_OBSERVATIONS:
        for one in book.sets_of(domain) if domain in book.domains else ():
            if named := [said.value_string for said in one.said(NamedByWords)]:
                for pattern in named:
                    (whole if pattern.startswith(_LOOKS_AHEAD) else beginning).append(pattern)
                unless = [said.value_string for said in one.said(UnlessWords)]
                found.append(_Question(domain, one.group, any_of(named), any_of(unless)))
    return any_of(beginning), any_of(whole), tuple(found)
