"""Whether words spell an abbreviation out: MI is short for mitral insufficiency and for myocardial infarction."""

from __future__ import annotations

import re

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
