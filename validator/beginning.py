"""Where a match of a pattern may begin: the letters of which one has to be the first of it.

The engine of `re` passes over a text quickly where it knows them, and knows them of few patterns: not of one that
ignores case, nor of one that begins at the edge of a word. Without them it tries the pattern at each place of the text,
which was a seventh of an order. They are read off the tree that the parser of `re` makes. Where in doubt they are more
than can begin a match, or none are told and each place is tried as before: they never decide what is found.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from re import _compiler  # type: ignore[attr-defined] # private, as `regex.program_of` says
from typing import Any

Letters = list[tuple[Any, Any]]
"""A set as the parser writes one: letters, ranges of them, and categories."""
_SHORT = 300
"""A range of letters that is longer is not gone through."""
_HEAD, _BEGINNING = 4, 0b101
"""How many numbers the engine knows of a pattern of which it does not know how a match begins, and the bits of the
second that say that it does.
"""


class _AnywhereError(Exception):
    """A match may begin with nearly everything."""


def beginnings(parsed: Any, flags: int, code: tuple[int, ...]) -> tuple[int, ...]:
    """The letters that begin a match of what was parsed, as a set in the code of the engine.

    None where they are not known, or where the code that the engine makes tells how a match begins.
    """
    if code[0] != _compiler.INFO or code[1] != _HEAD or code[2] & _BEGINNING:
        return ()
    try:
        letters, may_be_empty = _of_items(parsed, flags)
    except _AnywhereError:
        return ()
    if may_be_empty or not letters:
        return ()
    begins: list[int] = []
    charset, _ = _compiler._optimize_charset(letters)
    _compiler._compile_charset(charset, flags, begins)
    return tuple(int(one) for one in begins)


def _of_items(items: Iterable[tuple[Any, Any]], flags: int) -> tuple[Letters, bool]:
    """The letters that one of these, each behind the other, may begin with, and whether all may be nothing."""
    found: Letters = []
    for kind, what in items:
        letters, may_be_empty = _of_item(kind, what, flags)
        found += letters
        if not may_be_empty:
            return found, False
    return found, True


def _of_item(kind: Any, what: Any, flags: int) -> tuple[Letters, bool]:
    match kind.name:
        case "AT" | "ASSERT" | "ASSERT_NOT":
            # What stands around a match only forbids.
            return [], True
        case "LITERAL":
            return _alike(what, flags), False
        case "IN":
            return [letter for member in what for letter in _of_member(member, flags)], False
        case "SUBPATTERN":
            _, added, taken, inner = what
            return _of_items(inner, _compiler._combine_flags(flags, added, taken))
        case "ATOMIC_GROUP":
            return _of_items(what, flags)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, _, inner = what
            letters, may_be_empty = _of_items(inner, flags)
            return letters, may_be_empty or least == 0
        case "BRANCH":
            branches = [_of_items(one, flags) for one in what[1]]
            return [letter for letters, _ in branches for letter in letters], any(empty for _, empty in branches)
        case _:
            # Any letter at all, all but one, what another group found.
            raise _AnywhereError


def _of_member(member: tuple[Any, Any], flags: int) -> Letters:
    """One member of a set."""
    kind, what = member
    match kind.name:
        case "LITERAL":
            return _alike(what, flags)
        case "RANGE" if what[1] - what[0] < _SHORT:
            return [letter for one in range(what[0], what[1] + 1) for letter in _alike(one, flags)]
        case "CATEGORY" if flags & re.UNICODE and what.name in ("CATEGORY_DIGIT", "CATEGORY_SPACE"):
            return [member]
        case _:
            # Nearly every letter, all but some, or none that is known here.
            raise _AnywhereError


def _alike(letter: int, flags: int) -> Letters:
    """A letter, and where case is ignored each that the engine takes for the same."""
    if not flags & re.IGNORECASE:
        return [(_compiler.LITERAL, letter)]
    if not flags & re.UNICODE:
        raise _AnywhereError
    lower = _compiler._sre.unicode_tolower(letter)
    same = {one for each in (lower, *_compiler._EXTRA_CASES.get(lower, ())) for one in _by_lower_case()[each]}
    return [(_compiler.LITERAL, one) for one in sorted({letter, *same})]


@cache
def _by_lower_case() -> dict[int, list[int]]:
    """All letters there are, by what the engine takes for their lower case."""
    found = defaultdict(list)
    lower = _compiler._sre.unicode_tolower
    for one in range(sys.maxunicode + 1):
        found[lower(one)].append(one)
    return found
