"""Words that stand where a name should, taken out of a text: what is left of it names something, or nothing does."""

from __future__ import annotations

import re
from functools import cache

from validator.regex import compiled
from validator.terminology.codebook import Codebook


def without_placeholders(book: Codebook, domain: str, words: str) -> str:
    """The words in small letters, each placeholder of the domain a space."""
    return _placeholders(book, domain).sub(" ", words.lower())


@cache
def _placeholders(book: Codebook, domain: str) -> re.Pattern[str]:
    words = {phrase.code for one in book.value_sets if one.domain == domain for phrase in one.phrases}
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return compiled(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W_])" if words else r"(?!)")
