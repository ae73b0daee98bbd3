"""Which bytes a line must hold before it is worth reading: the products of the labels, and names that were found.

A line without any of them cannot be an order of a labelled drug, whatever else it holds; one with them may be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from validator.terminology.codebook import Codebook
from validator.terminology.coding import NDC
from validator.terminology.domain import PRODUCTS
from validator.terminology.set_extension import Labeler

ESCAPED = rb"\\u00(?:3[0-9]|[4-7][0-9A-Fa-f])"
"""An escaped letter or digit of ASCII, as a regular expression: what is written so may be any name or code."""
_ESCAPE = re.compile(ESCAPED)
_PIECE = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, order=True)
class BytePattern:
    """Bytes to be looked for. `is_name`: in capitals or not. `is_whole`: only where a whole id or value stands."""

    text: bytes
    is_name: bool = False
    is_whole: bool = False


def drug_patterns(book: Codebook) -> tuple[BytePattern, ...]:
    """The codes and names of every product of the labels: none of these bytes, no order for one of them.

    A National Drug Code is known by its labeler, since it is written in several ways and a package that no list holds
    may be of the drug. Of a name in several words the longest counts.
    """
    found: set[str] = set()
    for value_set in book.sets_of(PRODUCTS):
        labelers = {one.value_string for one in value_set.said(Labeler)}
        for (system, code), concept in value_set.concepts.items():
            found.add(_ndc(code[:5]) if system == NDC else code)
            for name in (*concept.ingredients, *concept.brands):
                found.add(_longest(name))
        for phrase in value_set.phrases:
            found |= {_longest(name) for name in (*phrase.ingredients, *phrase.brands)}
        found |= {_ndc(labeler) for labeler in labelers}
    texts = sorted({one.lower() for one in found if one})
    # What holds a shorter pattern needs none of its own.
    kept = [one for one in texts if not any(other in one for other in texts if other != one)]
    return tuple(BytePattern(one.encode(), is_name=True) for one in kept)


def whole_patterns(names: Iterable[str]) -> tuple[BytePattern, ...]:
    """Patterns of ids and identifier values, in each way in which JSON may write them."""
    found: set[bytes] = set()
    for name in names:
        for ascii_only in (False, True):
            found.add(json.dumps(name, ensure_ascii=ascii_only)[1:-1].encode("utf-8", "replace"))
    return tuple(BytePattern(one, is_whole=True) for one in sorted(found) if one)


def is_escaped(line: bytes) -> bool:
    """Whether a letter or digit of ASCII is written with an escape in a line."""
    return b"\\u00" in line and _ESCAPE.search(line) is not None


def _ndc(labeler: str) -> str:
    """A labeler of four digits is written with and without a zero before it."""
    return labeler.removeprefix("0")


def _longest(name: str) -> str:
    pieces = _PIECE.findall(name)
    return max(pieces, key=len, default="")
