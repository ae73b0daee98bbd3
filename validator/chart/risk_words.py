"""Risks that a Condition names in words, where no code of it is listed.

Lists of codes are never complete, and problem lists hold entries in words alone: "Hemoptysis" without any code is as
much a bleeding as R04.2. Only listed phrases count, guarded against negation and doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from validator.chart.concept import as_concept, is_known_system
from validator.chart.text import phrase_groups
from validator.fhir.element import CodeableConcept
from validator.frozen import Frozen
from validator.terminology.codebook import Codebook
from validator.terminology.domain import RISK
from validator.terminology.phrase import Phrase, phrases_in

DOMAIN = RISK

_SEVERE = tuple(
    Phrase(text, frozenset({"severe"}))
    for text in (
        "severe", "massive", "profuse", "brisk", "life-threatening", "hemorrhagic shock", "transfusion", "transfusions",
        "transfused", "nasal packing", "requiring packing", "embolization", "grade 3", "grade 4",
    )
)  # fmt: skip
"""No site's words: they say of any bleeding that it is not slight."""

_HISTORY = re.compile(
    r"\b(?:history\s+of|h/o|hx(?:\s+of)?|past|previous(?:ly)?|prior|old|remote|healed|resolved|treated|status\s+post|s/p"
    r"|sequelae?|aftercare)\b",
    re.IGNORECASE,
)


class ToldRisk(Frozen):
    """A listed phrase, its groups, the element it stands in, and whether the words around it speak of the past."""

    phrase: str
    groups: frozenset[str]
    element: str
    is_history: bool


def told(book: Codebook, concept: CodeableConcept | None, coded: frozenset[str]) -> Iterator[ToldRisk]:
    """The risks the words of `Condition.code` name; `coded` are the groups its codes already give.

    Beside a listed code, words only make it narrower ("uncontrolled hypertension" beside hypertension), or worse where
    it is slight by itself ("hemoptysis", "needed transfusion" beside a nosebleed). Else the words
    that name the condition count: the display of a code of a known system, which is what the code itself says it is;
    where none has a display, the text and the displays of local codes.
    """
    if concept is None:
        return
    said: set[frozenset[str]] = set()
    for words, element in _all_words(concept) if coded else naming_words(book, concept):
        for phrase, named in phrase_groups(book, DOMAIN, words):
            groups = frozenset(group for group in named if _says_more(book, group, coded)) if coded else named
            if groups and groups not in said:
                said.add(groups)
                yield ToldRisk(phrase, groups, element, _HISTORY.search(words) is not None)


def may_name(book: Codebook, code: object) -> bool:
    """Whether an undecoded `Condition.code` without a listed coding names a risk in words."""
    return any(True for words, _ in naming_words(book, as_concept(code)) for _ in phrase_groups(book, DOMAIN, words))


def _all_words(concept: CodeableConcept) -> Iterator[tuple[str, str]]:
    if concept.text:
        yield concept.text, "code.text"
    for index, coding in enumerate(concept.coding):
        if coding.display:
            yield coding.display, f"code.coding[{index}].display"


def naming_words(book: Codebook, concept: CodeableConcept) -> Iterator[tuple[str, str]]:
    """The words that say what an unlisted concept is, each with its element: the displays of codes of known systems,
    else the text and every display.
    """
    known = [coding for coding in concept.coding if coding.display and is_known_system(book, coding.system)]
    if not known:
        yield from _all_words(concept)
        return
    for index, coding in enumerate(concept.coding):
        if coding in known and coding.display:
            yield coding.display, f"code.coding[{index}].display"


def is_severe(words: str) -> bool:
    """Whether words say that something is severe, or was treated as only what is severe is."""
    return bool(phrases_in(words, _SEVERE))


def as_severe(book: Codebook, groups: frozenset[str]) -> frozenset[str]:
    """The groups with the whole kind in the place of its slight form: a nosebleed that is severe is a hemorrhage."""
    slight = groups & book.of_role(DOMAIN, "slight-form")
    return (groups - slight) | {_kind(group) for group in slight} if slight else groups


def _kind(group: str) -> str:
    return group.rpartition(":")[0]


def _says_more(book: Codebook, group: str, coded: frozenset[str]) -> bool:
    """Whether a group is narrower than a coded one, or is the kind of which the code names only the slight form.

    The slight form of what is coded is nothing more: "with bleeding" in the display of a bleeding ulcer.
    """
    slight = book.of_role(DOMAIN, "slight-form")
    is_narrower = group not in slight and any(group.startswith(f"{one}:") for one in coded)
    return is_narrower or any(group == _kind(one) for one in coded & slight)
