"""Child-Pugh class as recorded: given as a class, as points from 5 to 15, or in words.

What liver tests say of it is another question (`validator.criteria.liver_bounds`).
"""

from __future__ import annotations

from decimal import Decimal

from validator.chart.child_pugh_score import child_pugh_score
from validator.chart.concept import groups_of
from validator.fhir.element import CodeableConcept
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import OBSERVED
from validator.terminology.role import Role

_CLASSES: dict[str, Role] = {"A": "liver-class-a", "B": "liver-class-b", "C": "liver-class-c"}
NO_CLASS = "has an answer that is neither a class nor points"
OUT_OF_RANGE = "has points outside 5 to 15"

_WRITTEN = regex(
    r"(?:child[- ]?(?:turcotte[- ]?)?pugh )?(?:class |score |grade )*([abc])?(?: ?\(?(\d{1,2})(?: points?)?\)?)?"
)


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


def written_class(text: str | None) -> str | None:
    """A, B or C when the whole text is a class, points from 5 to 15, or both and they agree."""
    matched = _WRITTEN.fullmatch(" ".join(text.lower().split()).strip(" .")) if text else None
    if matched is None or not (matched[1] or matched[2]):
        return None
    by_points = child_pugh_score().class_of(int(matched[2])) if matched[2] else None
    if matched[1] is None:
        return by_points
    letter = str(matched[1]).upper()
    return letter if matched[2] is None or by_points == letter else None
