"""Risks that a Condition names in words, where no code of it is listed.

Lists of codes are never complete, and problem lists hold entries in words alone: "Hemoptysis" without any code is as
much a bleeding as R04.2. Only listed phrases count, guarded against negation and doubt.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from validator.chart.concept import NO_GROUPS, as_concept, is_known_system
from validator.chart.risk.beside_code import Beside, beside, is_factor, kept, kinds
from validator.chart.risk.severity import is_said_severe
from validator.chart.words.operation_day import day_of_operation, days_after_operation
from validator.chart.words.past_words import is_of_the_past, is_said_new, says_it_is_over, says_when_itself
from validator.chart.words.repeated import parts_of
from validator.chart.words.text import mentions_of
from validator.chart.words.told_day import day_at, days_ago_behind
from validator.fhir.account import Why
from validator.fhir.element import CodeableConcept
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.terminology.codebook import Codebook
from validator.terminology.domain import RISK
from validator.terminology.governing import Sense
from validator.terminology.phrase import Mention

DOMAIN = RISK


class ToldRisk(Frozen):
    """A listed phrase, its groups, the element it stands in, and whether the words around it speak of the past.

    `day` is what stands directly behind it as its date, or `days_ago` before it was written; `is_over`: it ended.
    """

    phrase: str
    groups: frozenset[str]
    element: str
    is_history: bool
    day: PartialDate | None = None
    is_over: bool = False
    days_ago: int | None = None


class RiskWords(Frozen):
    """What the words of a Condition say of risks.

    `told` are stated. `left_open` may be so or not: they are doubted, or the code and the words differ (`why`).
    `questioned` are groups of the codes that the text denies or doubts: they are left open with the code.
    """

    told: tuple[ToldRisk, ...] = ()
    left_open: tuple[ToldRisk, ...] = ()
    questioned: frozenset[str] = frozenset()
    why: Why | None = None


_SILENT = RiskWords()
_OPEN = (Sense.DOUBTED, Sense.TWOFOLD)


@lru_cache(maxsize=8192)
def risk_words(book: Codebook, concept: CodeableConcept | None, coded: frozenset[str]) -> RiskWords:
    """What the words of `Condition.code` say of risks; `coded` are the groups its codes already give.

    Of the kind of a listed code, words only make it narrower ("uncontrolled hypertension" beside hypertension), or
    worse where it is slight by itself ("hemoptysis" beside a nosebleed); a text that names it only to deny or to doubt
    it leaves it open. Else the words that name the condition count: the display of a code of a known system, which is
    what the code itself says it is, what the text adds to it, and where no system is known, every text and display.
    """
    if concept is None or not any(mentions_of(book, DOMAIN, words) for words, _ in _all_words(concept)):
        return _SILENT
    return _said(book, concept, coded)


def may_name(book: Codebook, code: object) -> bool:
    """Whether an undecoded `Condition.code` without a listed coding names a risk in words, or leaves one open."""
    concept = as_concept(code)
    for words, _ in _all_words(concept):
        if mentions_of(book, DOMAIN, words):
            found = _said(book, concept, NO_GROUPS)
            return bool(found.told or found.left_open)
    return False


def as_stated(book: Codebook, concept: CodeableConcept, coded: frozenset[str]) -> str:
    """Words that state every risk which the words of a concept tell or leave open; empty where there is none."""
    said = risk_words(book, concept, coded)
    told = (*said.told, *said.left_open)
    if not told:
        return ""
    severe = ("severe",) if is_said_severe(book, concept, or_doubted=True) else ()
    return "; ".join((*(f"{'history of ' * one.is_history}{one.phrase}" for one in told), *severe))


def _said(book: Codebook, concept: CodeableConcept, coded: frozenset[str]) -> RiskWords:
    said: list[ToldRisk] = []
    left_open: list[ToldRisk] = []
    of_code: list[tuple[ToldRisk, Sense]] = []
    why: Why | None = None
    is_coded = any(coding.code and is_known_system(book, coding.system) for coding in concept.coding)
    for words, element, mention in _spoken(book, concept):
        is_added = is_coded and not _is_of_a_code(book, concept, element)
        named = mention.phrase.groups
        if is_added and (covered := _covered(coded, named)) and not _repeats(book, concept, words):
            of_code.append((_told(book, words, element, mention, covered), mention.sense))
        is_new = is_added and _is_new_beside_old(coded, words, mention)
        if is_added and (is_new or _is_only_kept(book, concept, coded, named)):
            named -= coded
        elif coded and not kinds(coded).isdisjoint(kinds(named)):
            named = frozenset(group for group in named if _says_more(book, group, coded))
            is_added = False
        elif coded and not is_added:
            continue
        sense = mention.sense
        if is_new and sense is Sense.STATED:
            sense, why = Sense.DOUBTED, Why.CODE_AND_TEXT_DIFFER
        elif is_added and sense in (Sense.STATED, *_OPEN):
            match beside(book, concept, mention, words):
                case Beside.NOTHING_NEW:
                    continue
                case Beside.AGAINST:
                    sense, why = Sense.DOUBTED, Why.CODE_AND_TEXT_DIFFER
                case Beside.MORE:
                    pass
        told = _told(book, words, element, mention, named)
        if named and sense is Sense.STATED and _adds(said, told, words, mention):
            said.append(told)
        elif named and sense in _OPEN and _adds(left_open, told, words, mention):
            why = why or (Why.TWO_MEANINGS if sense is Sense.TWOFOLD else None)
            left_open.append(told)
    stated = frozenset(group for one, sense in of_code if sense is Sense.STATED for group in one.groups)
    against = tuple(one for one, sense in of_code if sense is not Sense.STATED and not one.groups <= stated)
    past, now = ({one.groups for one in said if one.is_history is is_past} for is_past in (True, False))
    more = (*against, *(one for one in left_open if one.groups not in (past | now if one.is_history else now)))
    return RiskWords(
        tuple(said),
        more,
        frozenset(group for one in against for group in one.groups - stated),
        (Why.CODE_AND_TEXT_DIFFER if against else why or Why.UNCONFIRMED) if more else None,
    )


def _adds(before: list[ToldRisk], told: ToldRisk, words: str, mention: Mention) -> bool:
    """Whether a risk is more than what was told of its kind: the same text gives it a standing of its own."""
    alike = [one for one in before if one.groups == told.groups]
    if not alike or any(replace(one, phrase=told.phrase) == told for one in alike):
        return not alike
    is_now = not told.is_history and says_when_itself(words, mention.start, mention.end)
    return alike[0].element == told.element and (is_now or (told.day, told.days_ago) != (None, None))


def _is_only_kept(book: Codebook, concept: CodeableConcept, coded: frozenset[str], named: frozenset[str]) -> bool:
    """Whether the codes give of this kind only what no question asks for: it may be the risk, or comes before it.

    Then the code does not say what a text states outright: "osteonecrosis of the jaw" beside a code for jaws.
    """
    alike = {group for group in coded if group.partition(":")[0] in kinds(named)}
    return bool(alike) and alike <= kept(book) and not is_factor(concept)


def _is_new_beside_old(coded: frozenset[str], words: str, mention: Mention) -> bool:
    """Whether a text says that a thing is acute of which the codes know only a form, as what is chronic or was before.

    "Acute DVT" beside the code of a chronic one: both cannot be right, and the text may be the newer.
    """
    alike = {one for one in coded if not kinds(frozenset({one})).isdisjoint(kinds(mention.phrase.groups))}
    is_a_form = bool(alike) and all(_kind(one) in mention.phrase.groups for one in alike)
    return is_a_form and is_said_new(words, mention.start, mention.end)


@lru_cache(maxsize=16)
def _groups(book: Codebook) -> frozenset[str]:
    return frozenset(one.group for one in book.sets_of(DOMAIN))


def _covered(coded: frozenset[str], named: frozenset[str]) -> frozenset[str]:
    """The coded groups that a named one is, or is wider than."""
    return frozenset(one for one in coded for group in named if one == group or one.startswith(f"{group}:"))


def _repeats(book: Codebook, concept: CodeableConcept, words: str) -> bool:
    """Whether the words are the title of one of the codes: it says nothing against its own code."""
    titles = (title for one in concept.coding for title in (one.display, book.display(DOMAIN, one.system, one.code)))
    return any(title is not None and title.casefold().split() == words.casefold().split() for title in titles)


def _told(book: Codebook, words: str, element: str, mention: Mention, groups: frozenset[str]) -> ToldRisk:
    is_over = says_it_is_over(words, mention.start, mention.end)
    is_history = is_over or is_of_the_past(words, mention.start, mention.end)
    day = day_at(words, mention.start, mention.end)
    told = ToldRisk(mention.phrase.text, groups, element, is_history, day, is_over)
    if told.day is not None:
        return told
    ago = days_ago_behind(words, mention.end)
    if ago is None and not groups.isdisjoint(book.of_role(DOMAIN, "operation")):
        day, ago = day_of_operation(words, mention.start, mention.end), days_after_operation(words, mention.start)
        return replace(told, day=day, days_ago=None if day is not None else ago)
    return replace(told, days_ago=ago)


def _spoken(book: Codebook, concept: CodeableConcept) -> Iterator[tuple[str, str, Mention]]:
    for words, element in _all_words(concept):
        yield from ((words, element, mention) for mention in mentions_of(book, DOMAIN, words))


def _is_of_a_code(book: Codebook, concept: CodeableConcept, element: str) -> bool:
    """Whether an element is the display of a code of a known system: what the code itself says it is."""
    known = (i for i, coding in enumerate(concept.coding) if coding.display and is_known_system(book, coding.system))
    return any(element == f"code.coding[{index}].display" for index in known)


def _all_words(concept: CodeableConcept) -> Iterator[tuple[str, str]]:
    if concept.text:
        yield from ((part, "code.text") for part in parts_of(concept.text))
    for index, coding in enumerate(concept.coding):
        if coding.display:
            yield from ((part, f"code.coding[{index}].display") for part in parts_of(coding.display))


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
    # Where no list is the kind as a whole, as of the liver, its groups are findings apart: ascites beside cirrhosis.
    is_apart = group not in coded and ":" in group and _kind(group) not in _groups(book)
    return is_narrower or is_apart or any(group == _kind(one) for one in coded & slight)
