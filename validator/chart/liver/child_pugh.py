"""Child-Pugh class as recorded: given as a class, as points from 5 to 15, or in words.

What liver tests say of it is another question (`validator.criteria.liver_bounds`).
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from validator.chart.concept import groups_of
from validator.chart.liver.child_pugh_score import child_pugh_score
from validator.fhir.element import CodeableConcept
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import OBSERVED
from validator.terminology.role import Role

_CLASSES: dict[str, Role] = {"A": "liver-class-a", "B": "liver-class-b", "C": "liver-class-c"}
NO_CLASS = "has an answer that is neither a class nor points"
OUT_OF_RANGE = "has points outside 5 to 15"

_TOKEN = regex(r"[a-z]+|\d+|[^\s\w]")
_RANGE = regex(r"(?<!\d)(\d{1,2}) ?(?:-|\u2013|to) ?(\d{1,2})(?!\d)")
_SAYS_NO_CLASS = frozenset(
    {"child", "children", "s", "turcotte", "pugh", "ctp", "cp", "class", "classification", "score", "grade", "stage"}
    | {"points", "point", "pts", "total", "is", "of", "with", "liver", "cirrhosis", "disease", "hepatic", "function"}
    | {"well", "compensated", "impairment"}
    | {"-", "\u2013", "/", "(", ")", "[", "]", ":", ";", ",", ".", "=", "'", "\u2019"}
)
"""What may stand beside a class or points and changes neither."""
_MEANS = {"mild": "A", "moderate": "B", "severe": "C"}
_NEVER_A = "decompensated"


@lru_cache(maxsize=16)
def question(book: Codebook) -> frozenset[str]:
    """The groups of Observations that ask for the class or the score."""
    return book.of_role(OBSERVED, "liver-class-question")


def groups_of_class(book: Codebook, letter: str) -> frozenset[str]:
    """The groups of the answer that is this class, A, B or C."""
    return book.of_role(OBSERVED, _CLASSES[letter])


def coded_classes(book: Codebook, concept: CodeableConcept | None) -> tuple[str, ...]:
    """The classes that the codings of an answer name; more than one when they disagree."""
    found = groups_of(book, OBSERVED, concept)
    return tuple(letter for letter in _CLASSES if not found.isdisjoint(groups_of_class(book, letter)))


def class_of_points(points: Decimal) -> str | None:
    """A, B or C for whole points from 5 to 15 (the label, 8.6, speaks of classes only); None for any other number."""
    return child_pugh_score().class_of(int(points)) if points == int(points) else None


def class_of_range(low: Decimal, high: Decimal) -> str | None:
    """A, B or C where both ends of a range of points are of one class."""
    found = {class_of_points(low), class_of_points(high)}
    return found.pop() if len(found) == 1 and low <= high else None


def written_class(text: str | None) -> str | None:
    """A, B or C where a text is one class, points from 5 to 15 of one class, or both and they agree.

    Every other word of it must be one that changes nothing: what else is said may take it back.
    """
    plain = text.lower() if text else ""
    found: set[str | None] = set()
    for low, high in _RANGE.findall(plain):
        found.add(class_of_range(Decimal(low), Decimal(high)))
    for token in _TOKEN.findall(_RANGE.sub(" ", plain)):
        if token.upper() in _CLASSES:
            found.add(token.upper())
        elif token.isdigit():
            found.add(class_of_points(Decimal(token)))
        elif token in _MEANS:
            found.add(_MEANS[token])
        elif token not in _SAYS_NO_CLASS and token != _NEVER_A:
            return None
    letter = found.pop() if len(found) == 1 else None
    return None if letter == "A" and _NEVER_A in plain else letter
