"""A long text in which one stretch stands many times over, as it is read: each such stretch twice.

A key that stuck, a copied line or a broken export says one thing a thousand times. It is no more true by that, and each
repetition would cost as much as a sentence of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.regex import regex

_LONG = 600
"""Characters up to which a text costs little however it repeats itself; a choice of this project."""
_REPEATED = regex(r"(?<!\w)(?P<one>\w[^\0]{1,78}?\W)(?P=one){3,}")
"""The same words four or more times, one behind the other."""
_LONGEST_PART = 1200
"""Characters of a text that are weighed together; a choice of this project, as that of a statement is."""


def told_twice(text: str) -> str:
    """The text with what is repeated in it, four or more times on end, left standing twice; a short one as it is."""
    return text if len(text) <= _LONG else _REPEATED.sub(r"\g<one>\g<one>", text)


def parts_of(text: str) -> Iterator[str]:
    """A text that may be a name as it stands; a longer one without its repetitions, and in parts cut at a space, so
    that what it costs grows with its length alone."""
    rest = told_twice(text)
    while len(rest) > _LONGEST_PART:
        cut = rest.rfind(" ", 0, _LONGEST_PART) + 1 or _LONGEST_PART
        yield rest[:cut].rstrip()
        rest = rest[cut:]
    yield rest
