"""What a text says of a risk beside a code that no list gives it: more, nothing new, or another thing than the code."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from validator.chart.concept import is_known_system
from validator.chart.words.past_words import is_of_the_past, says_it_is_over
from validator.chart.words.text import mentions_of
from validator.chart.words.told_day import day_at, days_ago_behind
from validator.fhir.element import CodeableConcept
from validator.terminology.abbreviation import is_spelt_by
from validator.terminology.codebook import Codebook
from validator.terminology.coding import ICD10, ICD10CM, normal
from validator.terminology.domain import RISK
from validator.terminology.governing import Sense
from validator.terminology.phrase import Mention, is_abbreviation, mentions_in
from validator.terminology.set_extension import KeptFor


class Beside(StrEnum):
    """What a phrase of the text is beside a code of a known system that no list gives this kind of risk."""

    MORE = "the code says nothing of it"
    NOTHING_NEW = "the code says it, in its own way"
    AGAINST = "the code and the text cannot both be right, or nothing tells that they say the same"


def beside(book: Codebook, concept: CodeableConcept, mention: Mention, words: str) -> Beside:
    """What a phrase in the words of a concept is beside its codes."""
    displays = [one.display for one in concept.coding if one.display and is_known_system(book, one.system)]
    named = [one for display in displays for one in mentions_of(book, RISK, display)]
    of_the_kind = [one for one in named if not kinds(one.phrase.groups).isdisjoint(kinds(mention.phrase.groups))]
    of_no_question = kept(book)
    if (
        of_the_kind
        and all(one.phrase.groups <= of_no_question for one in of_the_kind)
        and not mention.phrase.groups <= of_no_question
    ):
        # The title says what may be the risk, or is a form of it that no question asks for; the text says the risk.
        return Beside.AGAINST if mention.sense is Sense.STATED else Beside.NOTHING_NEW
    alike = [one.sense for one in of_the_kind]
    if alike:
        is_denied = Sense.DENIED in alike and Sense.STATED not in alike
        return Beside.AGAINST if is_denied and mention.sense is Sense.STATED else Beside.NOTHING_NEW
    # A longer listed name in the display ("arteriovenous fistula") is what "fistula" in the text is short for.
    if any(mentions_in(display, (mention.phrase,)) for display in displays):
        return Beside.NOTHING_NEW
    if is_factor(concept):
        of_state = _of_state(book, concept, mention, words)
        return of_state or (Beside.NOTHING_NEW if displays else Beside.AGAINST)
    if not is_abbreviation(mention.phrase):
        return Beside.MORE
    is_short_for_it = any(is_spelt_by(mention.phrase.text, display) for display in displays)
    return Beside.NOTHING_NEW if is_short_for_it else Beside.AGAINST


_FACTOR = "Z"
"""The ICD-10 chapter of what is no disease: history, family, screening, visits. Its titles decide, not the text."""
_OF_STATE = ("Z08", "Z09", *(f"Z{one}" for one in (*range(42, 50), 85, 86, 87, 89, 90, *range(92, 99))))
"""The categories of what is after a treatment or an operation, and of histories of one's own."""


def is_factor(concept: CodeableConcept, categories: tuple[str, ...] = (_FACTOR,)) -> bool:
    """Whether a code is of the chapter of factors, or of some of its categories."""
    codes = (normal(coding.system, coding.code) for coding in concept.coding)
    return any(code is not None and code[0] in (ICD10, ICD10CM) and code[1].startswith(categories) for code in codes)


def _of_state(book: Codebook, concept: CodeableConcept, mention: Mention, words: str) -> Beside | None:
    """What a text says beside a code of a history or of a state after an operation, whose titles are those of many
    ("other specified postprocedural states"): which operation, or of what the history is, and on which day; None where
    it is neither. CLARIFICATIONS A526.
    """
    if not is_factor(concept, _OF_STATE):
        return None
    is_operation = not mention.phrase.groups.isdisjoint(book.of_role(RISK, "operation"))
    if is_operation or day_at(words, mention.start, mention.end) or days_ago_behind(words, mention.end) is not None:
        return Beside.MORE
    is_past = is_of_the_past(words, mention.start, mention.end) or says_it_is_over(words, mention.start, mention.end)
    return Beside.NOTHING_NEW if is_past else None


@lru_cache(maxsize=16)
def kept(book: Codebook) -> frozenset[str]:
    """The groups that no question asks for."""
    return frozenset(one.group for one in book.sets_of(RISK) if one.said(KeptFor))


def kinds(groups: frozenset[str]) -> frozenset[str]:
    """Of what the groups are, without the form of each."""
    return frozenset(group.partition(":")[0] for group in groups)
