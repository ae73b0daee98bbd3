"""What a short abbreviation means by what stands beside it: MI is also mitral insufficiency, and Michigan.

Words that spell it out behind a bracket, a dash or a sign of equality are what it means; behind a comma or alone they
may be, and so may two words before it that look like a town. CLARIFICATIONS.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology.governing import Sense, around

_SMALL = frozenset({"of", "the", "and", "or", "in", "with", "to", "a", "an", "on", "for", "other", "unspecified"})


def is_spelt_by(abbreviation: str, words: str) -> bool:
    """Whether the first letters of words that stand side by side, at most one between them, are the abbreviation."""
    return spelling_of(abbreviation, words) is not None


def spelling_of(abbreviation: str, words: str) -> tuple[int, int] | None:
    """Where words spell the abbreviation: from the first character up to but not including the last; None: nowhere."""
    letters = abbreviation.lower()
    found = [one for one in re.finditer(r"[^\W\d_]{2,}", words) if one[0].lower() not in _SMALL]
    for first in range(len(found)):
        last = _last(letters, [one[0][0].lower() for one in found], first)
        if last is not None:
            return found[first].start(), found[last].end()
    return None


def _last(letters: str, initials: list[str], first: int) -> int | None:
    """The word with which words beginning at `first` spell the letters."""
    if initials[first] != letters[0]:
        return None
    place = first
    for letter in letters[1:]:
        place = next((near for near in (place + 1, place + 2) if initials[near : near + 1] == [letter]), -1)
        if place < 0:
            return None
    return place


class Written(Frozen):
    """An abbreviation in a text: from character `start` up to but not including `end`."""

    plain: str
    start: int
    end: int
    abbreviation: str


_STATE = 2
"""Letters of a state of the USA in an address."""
_ADDRESS_GOES_ON = regex(r",?\s+\d{5}(?:-\d{4})?\b")
_ADDRESS_BEGINS = regex(r"\b(?:in|at|from|near|of)\s+[A-Z][a-z]+(?:\s[A-Z][a-z]+)?,\s*$")
_LIVES_THERE = regex(
    r"\b(?:liv(?:es|ed|ing)|resid(?:es|ed|ing|ents?)|mov(?:es|ed|ing)|travel\w*|visit\w*|relocat\w*|born|raised|vacation\w*"
    r"|trip|flew|drove|works?|working|state|native)\b[^,;.]*\b(?:in|to|from|of|through)\s+$",
    re.IGNORECASE,
)
_OF_THE_STATE = regex(
    r"\s+(?:residents?|medicaid|medicare|licen[sc]e|driver'?s?|state|address|zip|counties|county)\b", re.IGNORECASE
)
_TOWN = regex(r"\s*(?:[A-Z][a-z]+\s?){1,3},\s*")
_OPENS = regex(r"\s*(?:\(|\[|=|\s-\s)\s*")
_RUNS_ON = regex(r"\s*,?\s*")
_CLOSES = regex(r"\s*(?:\(|\[|=|\s-\s)\s*$")
_QUALIFIES = regex(
    r"\b(?:inferior|anterior|posterior|lateral|septal|extensive|early|evolving|emergent|embolic|massive|mild|possible)\b",
    re.IGNORECASE,
)
"""Words that say more of an event than what it is: "MI (mild inferior)" spells nothing out."""


def sense_beside(written: Written, says_the_same: Callable[[str], bool]) -> Sense:
    """STATED, unless what stands beside the abbreviation gives it another meaning (APART) or may do so (TWOFOLD).

    `says_the_same`: whether words name the same thing as the abbreviation does.
    """
    before, after = around(written.plain, written.start, written.end)
    if len(written.abbreviation) == _STATE:
        if (
            _ADDRESS_GOES_ON.match(after)
            or _ADDRESS_BEGINS.search(before)
            or _LIVES_THERE.search(before)
            or _OF_THE_STATE.match(after)
        ):
            return Sense.APART
        if _TOWN.fullmatch(before) and not after.strip():
            return Sense.TWOFOLD
    return _spelt_out(written, before, after, says_the_same) or Sense.STATED


def _spelt_out(written: Written, before: str, after: str, says_the_same: Callable[[str], bool]) -> Sense | None:
    """What words that spell the abbreviation, right beside it, make of it; None where none do or they say the same."""
    for opens, sense in ((_OPENS, Sense.APART), (_RUNS_ON, Sense.TWOFOLD)):
        found = opens.match(after)
        words = after[found.end() :] if found is not None else ""
        place = spelling_of(written.abbreviation, words)
        if place is not None and place[0] == 0:
            return _meant(words[: place[1]], sense, says_the_same)
    if (bracket := _CLOSES.search(before)) is not None:
        words = before[: bracket.start()].rstrip()
        place = spelling_of(written.abbreviation, words)
        if place is not None and place[1] == len(words):
            return _meant(words[place[0] :], Sense.APART, says_the_same)
    return None


def _meant(words: str, sense: Sense, says_the_same: Callable[[str], bool]) -> Sense | None:
    if says_the_same(words):
        return None
    return Sense.TWOFOLD if _QUALIFIES.search(words) else sense
