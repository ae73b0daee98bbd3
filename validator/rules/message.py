"""Sentences that stand alone in 140 characters."""

from __future__ import annotations

from collections.abc import Iterable

from validator.finding import LONGEST_MESSAGE
from validator.regex import regex

ROOM_BESIDE_PRODUCT = LONGEST_MESSAGE - 12
"""Characters of a sentence that stands on a card behind the product."""
CODE_BEFORE_NAME = regex(r"\b(?:[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?|\d{6,18}|\d{4,5}-\d) (?=[A-Z][A-Za-z])")
"""A code where the name that it stands for follows, as evidence says both: in a sentence the name is enough."""

_JOINS = regex(r" (?:and|or) ")


def each_once(reasons: Iterable[str]) -> list[str]:
    """The reasons, each once: "a or b" and "a and b" say one thing, and of the two the stronger stands."""
    kept: dict[frozenset[str], str] = {}
    for reason in reasons:
        same = frozenset(_JOINS.split(reason))
        if same not in kept or reason.count(" and ") > kept[same].count(" and "):
            kept[same] = reason
    return [*kept.values()]


def sentence(text: str) -> str:
    """The text as one sentence with a capital and a full stop, cut at a word with an ellipsis where it is too long.

    What is cut stands in full in the finding's detail or evidence; so do the codes of what is named.
    """
    text = CODE_BEFORE_NAME.sub("", " ".join(text.split()))
    text = text[:1].upper() + text[1:]
    if not text.endswith((".", "!", "?", "…")):
        text += "."
    if len(text) <= LONGEST_MESSAGE:
        return text
    return text[: LONGEST_MESSAGE - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
