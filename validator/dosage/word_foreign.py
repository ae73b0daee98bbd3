"""What the words of an order say in other languages, put into English so that they are read as English is.

The phrases are data (`word_foreign.json`). What holds none of them is left as it is, and what no phrase knows stays as
it was written, so that it is left over. Source: READINGS 4. CLARIFICATIONS A467.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from validator.dosage.word_kind import Kind, Stated
from validator.frozen import replace
from validator.regex import compiled, regex

_LISTS: dict[str, dict[str, str]] = {
    name: listed
    for name, listed in json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8")).items()
    if name != "about"
}
_LETTERS = {
    "\u00e4": "(?:\u00e4|ae?)",
    "\u00f6": "(?:\u00f6|oe?)",
    "\u00fc": "(?:\u00fc|ue?)",
    "\u00df": "(?:\u00df|ss?)",
} | {
    letter: f"[{letter}{plain}]"
    for letter, plain in zip(
        "\u00e1\u00e9\u00ed\u00f3\u00fa\u00f1\u00e0\u00e8\u00e2\u00ea\u00ee\u00f4\u00fb\u00e7"
        "\u00e3\u00f5\u00ec\u00f2\u00f9\u00eb\u00ef\u00e5\u00f8\u0142\u0105\u0119\u015b\u017c\u017a\u0107\u0144\u015f\u011f",
        "aeiounaeaeioucaoioueiaolaeszzcnsg",
        strict=True,
    )
}
"""Letters as they may be written without their accent."""


def _pattern(phrase: str) -> str:
    return rf"(?<![\w-])(?:{''.join(_LETTERS.get(letter, letter) for letter in phrase)})(?!\w)"


_FOREIGN = regex("|".join(map(_pattern, _LISTS["phrases"])), re.IGNORECASE)


@lru_cache(maxsize=512)
def is_foreign(text: str) -> bool:
    """Whether a phrase of another language stands in a text."""
    return _FOREIGN.search(text) is not None


@lru_cache(maxsize=4)
def _english(name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The phrases of a list with what they mean, in its order: what is denied stands before what is not."""
    return tuple((compiled(_pattern(phrase), re.IGNORECASE), english) for phrase, english in _LISTS[name].items())


@lru_cache(maxsize=512)
def in_english(text: str) -> str:
    """The text with the phrases that are known in English; the same text where there are none."""
    if not is_foreign(text):
        return text
    for name in ("phrases", "beside"):
        for phrase, english in _english(name):
            text = phrase.sub(english, text)
    return text


def as_written(one: Stated, clause: str) -> Stated:
    """What was stated in a clause that was put into English, so that the clause is quoted as it was written."""
    return replace(one, words=clause, clause=clause) if one.kind is Kind.STOP else replace(one, said=clause)
