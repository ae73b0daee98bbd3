"""Whether words around a thing they name say that it is over, of the past, or new."""

from __future__ import annotations

import re

from validator.regex import regex

_OVER = regex(
    r"\b(?:old|remote|healed|resolved|treated|sequelae?|late\s+effects?|aftercare|takedown|repaired|s/p\s+(?:\w+\s+)?(?:repair|closure))\b",
    re.IGNORECASE,
)
_DONE_BEFORE = regex(r"\b(?:status\s+post|s/p)\b(?!.*\b(?:c/b|complicated\s+by)\s)", re.IGNORECASE)
"""Of what stands behind it; behind a risk it tells what was done for it: "wound dehiscence s/p laparotomy"."""
_HISTORY = regex(r"\b(?:history\s+of|h/o|hx(?:\s+of)?|past|previous(?:ly)?|prior(?!\s+to))\b", re.IGNORECASE)
_LEFT_BEHIND = regex(
    r"\b(?:(?:hemi|mono|para|quadri|tetra)(?:plegia|paresis)|paralytic|paralysis|(?:a|dys)phasia|dysarthria|dysphagia|apraxia|ataxia"
    r"|weakness|deficits?|disturbances?|speech|fluency|language|memory|cognitive|attention|vertigo|seizures?|symptoms)\b"
    r"[^,;.]*\bfollowing\b[^,;.]*$",
    re.IGNORECASE,
)
"""What an event of the brain left behind it, named before it: the event itself is past ("aphasia following stroke")."""

_NEW = regex(r"(?:^|.*\b)(?:acute|new|active)\s+(?:\w+\s+){0,2}", re.IGNORECASE)


def says_it_is_over(words: str) -> bool:
    """Whether words say that what they name has ended: old, healed, resolved."""
    return _OVER.search(words) is not None


def is_of_the_past(words: str, start: int) -> bool:
    """Whether words say that what they name from `start` on was before, or is what it left behind."""
    return (
        _HISTORY.search(words) is not None
        or _DONE_BEFORE.search(words, 0, start) is not None
        or _LEFT_BEHIND.search(words[:start]) is not None
    )


def is_said_new(words: str, start: int, end: int) -> bool:
    """Whether words say that what they name from `start` up to but not including `end` is acute, new or active."""
    return _NEW.fullmatch(words, 0, start) is not None or words[start:end].lower().startswith("acute ")
