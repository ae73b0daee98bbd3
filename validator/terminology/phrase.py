"""Listed phrases in free text, where no negation, doubt or condition governs them.

Text can make an unknown true and nothing else, so the guard leans one way: a phrase in doubt is not found. What it
costs is a question to the prescriber; what it spares is "no evidence of metastatic disease" read as metastatic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from validator.frozen import Frozen, replace
from validator.terminology.governing import Sense, around, sense_of

_PLAIN = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212\u2018\u2019", "------''")
"""Typographic hyphens, dashes and apostrophes to the plain ones, character by character."""

_ADDRESS_GOES_ON = re.compile(r",?\s+\d{5}(?:-\d{4})?\b")
_ADDRESS_BEGINS = re.compile(r"\b(?:in|at|from|near|of)\s+[A-Z][a-z]+(?:\s[A-Z][a-z]+)?,\s*$")
"""Around two letters that are a state of the USA: MI before a postal code, or after a town."""


class Phrase(Frozen):
    """Words looked for in free text, and the groups of the domain they are evidence for.

    Without a group they are words that hold a shorter phrase and mean something else. In capitals, an abbreviation.
    """

    text: str
    groups: frozenset[str]


class Mention(Frozen):
    """A phrase found in a text, from character `start` up to but not including `end`, and how it is meant."""

    phrase: Phrase
    start: int
    end: int
    sense: Sense = Sense.STATED


def phrases_in(text: str, phrases: Sequence[Phrase]) -> tuple[Mention, ...]:
    """The listed phrases that the text states, in order: whole words, case, hyphens and spaces not compared.

    An abbreviation (a phrase in capitals) is found in its case only, and not as the state in an address.
    Where one phrase lies inside another, the longer one counts. Not found: a phrase after a negation, a doubt or a
    condition in its clause; one followed by a question mark or by words that take it back; one that belongs to a
    negated list ("no ascites or metastatic disease"); see `governing`.
    """
    return tuple(mention for mention in mentions_in(text, phrases) if mention.sense is Sense.STATED)


def mentions_in(text: str, phrases: Sequence[Phrase]) -> tuple[Mention, ...]:
    """Every listed phrase in the text, in order, with how it is meant; found as in `phrases_in`."""
    plain = text.translate(_PLAIN)
    return tuple(replace(found, sense=_sense(plain, found)) for found in _mentions(plain, tuple(phrases)))


def is_abbreviation(phrase: Phrase) -> bool:
    """Whether a phrase is written in capitals, and so counts in its case only."""
    return phrase.text.isupper()


def traces_of(phrases: Iterable[Phrase]) -> tuple[str, ...]:
    """The longest word of each phrase, in lower case: a text without any of them holds none of the phrases."""
    words = (re.findall(r"\w+", phrase.text.translate(_PLAIN).lower()) for phrase in phrases)
    return tuple(sorted({max(found, key=len) for found in words if found}))


def _mentions(plain: str, phrases: tuple[Phrase, ...]) -> Iterator[Mention]:
    if phrases:
        for found in _compiled(phrases).finditer(plain):
            assert found.lastgroup is not None
            yield Mention(phrases[int(found.lastgroup[1:])], found.start(), found.end())


@lru_cache(maxsize=64)
def _compiled(phrases: tuple[Phrase, ...]) -> re.Pattern[str]:
    longest_first = sorted(range(len(phrases)), key=lambda number: -len(phrases[number].text))
    choices = "|".join(f"(?P<p{number}>{_loose(phrases[number].text)})" for number in longest_first)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)


def _loose(phrase: str) -> str:
    """A pattern for the words of a phrase joined by spaces or hyphens: `i-131` is also `I 131` and `I131`.

    An abbreviation keeps its case: PE is no "pe".
    """
    if phrase.isupper():
        return f"(?-i:{re.escape(phrase)})"
    words = re.split(r"[\s-]+", phrase.translate(_PLAIN).lower().strip())
    pattern = ""
    for i, word in enumerate(words):
        if i:
            pattern += r"[\s-]?" if word[0].isdigit() and words[i - 1].isalpha() else r"[\s-]+"
        pattern += re.escape(word).replace("'", "'?") + (r"\.?" if word == "st" else "")
    return pattern


def _sense(plain: str, mention: Mention) -> Sense:
    if is_abbreviation(mention.phrase) and _is_state(plain, mention):
        return Sense.APART
    return sense_of(plain, mention.start, mention.end)


def _is_state(plain: str, mention: Mention) -> bool:
    before, after = around(plain, mention.start, mention.end)
    return bool(_ADDRESS_GOES_ON.match(after) or _ADDRESS_BEGINS.search(before))
