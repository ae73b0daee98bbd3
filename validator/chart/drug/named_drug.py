"""Other drugs that the words of an order say are taken beside it: "continue clarithromycin 500 mg twice daily".

Only what is affirmed: a condition, a negation, advice against it, an end, the past and an example name no drug that is
taken. The chart's own lists tell what is taken; words tell what the lists may have missed. CLARIFICATIONS A154.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import INTERACTION, TREATMENT
from validator.terminology.spelling import slips_in


class NamedDrug(Frozen):
    """A drug that words say is taken, with its groups."""

    name: str
    groups: frozenset[str]


_CLAUSE = regex(r"[.;:\n\r!?|()\u2022]+(?!\d)|\s(?:-{1,2}|\u2013|\u2014)\s|\bbut\b|\bhowever\b|,? \bthen\b")
_WORD = regex(r"[a-z]+")
_LONG_WORD = regex(r"[^\W\d_]{9,}")
"""Words that may be a slip of a name; prose holds too many shorter ones that are near some name."""
_SAINT = regex(r"\bst\.\s*(?=[a-z])")
"""A point in a name that ends no clause."""
_TAKEN = regex(
    r"\b(?:with|along|concurrent(?:ly)?|concomitant(?:ly)?|continu(?:e|es|ed|ing)|on|taking|takes?|start(?:s|ed|ing)?"
    r"|add(?:s|ed|ing)?|receiv(?:es|ing)|using|uses?|given?|plus|also|drink(?:s|ing)|eat(?:s|ing)|consum(?:es|ing)|sips?"
    r"|daily)\s+(?:[a-z'.]+\s+){0,2}(?:\d+\s*mg\s+(?:of\s+)?)?$"
)
_NOT_TAKEN = regex(
    r"\b(?:den(?:y|ies|ied)|none"
    r"|if|when(?:ever)?|unless|until|should|would|may|might|can|could|consider|before|after|no|not|never|without|avoid"
    r"|don't|cannot|any|stop\w*|hold\w*|held|d/?c\w*|discontinu\w+|cancel\w*|finish\w*|complet\w+|fail\w*|prior|previous\w*"
    r"|history|hx|was|were|had|instead|rather|switch\w*|chang\w+|replac\w+|allerg\w+|off|last|ended|such as|like|e\.?g"
    r"|including|inhibitors?|inducers?|interact\w*|contraindicat\w*|check\w*|monitor\w*|ask|tell|call|cream|shampoo"
    r"|topical\w*|ointment|gel|drops?|lotion|spray|avoids|avoiding|refrain\w*|restrict\w*|former\w*"
    r"|gave (?:me|him|her|them|pt|patient)|years? ago|used to|quit|in the past|dislik\w+)\b|[<>]"
)
_IN_BRACKETS = regex(r"([^,;.()]*)\(([^()]*)\)")
"""A name and what stands in brackets behind it: what is said there is said of this name alone."""
_OF_ANOTHER_PERSON = regex(
    r"(?:^|(?<=[.;,\n]))\s*(?:his|her|my|the|pt's|patient's)?\s*(?:wife|husband|spouse|partner|son|daughter|child|mother|father|mom|dad"
    r"|brother|sister|dog|cat|pet)\b\s*(?::|takes|is\s+on|on|-|uses|has|drinks)[^.;\n]*"
)
"""What another person or an animal is said to take."""


_JOINED = regex(
    r"(?:\b(?:with|plus|alongside|combo of)\s+|[+/&]\s*)"
    r"(?:(?:iv|sc|subq|oral|po|concurrent|concomitant|his|her|your|the)\s+)*$"
)
"""What joins a drug to the ordered one, directly before its name."""
_OWN_DOSE = regex(r"\s*(?:[,(:-]\s*)?(?:iv\s+|po\s+)?\d+(?:[.,]\d+)?\s*mg")
"""Behind the name of a drug that has a dose of its own: READINGS 4 leaves it silent."""
_OF_THE_PAST = regex(
    r"\b(?:treated|progress\w*|refractory|resistant|intoleran\w*|naive|compared|than|versus|vs|trial|study|s/p|status\s+post"
    r"|received|recurr\w*|relapsed?|response|responded|toxicity|reaction|experience|line|adjuvant|neoadjuvant|labs?|unable|declin\w+|refus\w+)\b"
)
"""In a clause that names a drug: it was given before, or is spoken of."""


def drugs_named(book: Codebook, text: str) -> tuple[NamedDrug, ...]:
    """The drugs with an interaction that a text says are taken, each once."""
    lower = _plain(book, text)
    return tuple(dict.fromkeys(_found(book, lower))) if lower else ()


def partners_named(book: Codebook, text: str) -> tuple[NamedDrug, ...]:
    """The cancer drugs that a text of an order says are given with the ordered one."""
    lower = _OF_ANOTHER_PERSON.sub(" ", text.lower())
    found: dict[NamedDrug, None] = {}
    for clause in _CLAUSE.split(lower):
        if _NOT_TAKEN.search(clause) or _OF_THE_PAST.search(clause):
            continue
        for name in book.drug_names_in(TREATMENT, clause):
            places = [one.span() for one in re.finditer(re.escape(name.lower()), clause)]
            if any(_JOINED.search(clause[:at]) and _OWN_DOSE.match(clause, end) is None for at, end in places):
                found.setdefault(NamedDrug(name, book.drug_groups_by_name(TREATMENT, name)))
    return tuple(found)


def drugs_answered(book: Codebook, text: str) -> tuple[NamedDrug, ...]:
    """The drugs with an interaction in an answer to what is taken: every one that nothing in its clause denies."""
    lower = _IN_BRACKETS.sub(r"; \1 \2 ;", _plain(book, text))
    told = [
        NamedDrug(name, book.drug_groups_by_name(INTERACTION, name))
        for clause in (_CLAUSE.split(lower) if lower else ())
        if not _NOT_TAKEN.search(clause)
        for name in book.drug_names_in(INTERACTION, clause)
    ]
    return tuple(dict.fromkeys(told))


def _plain(book: Codebook, text: str) -> str:
    """A text in small letters; empty where no word of it ends the name of such a drug, as hardly any does."""
    lower = _SAINT.sub("st ", text.lower().replace("\u2019", "'"))
    lower = _put_right(book, _OF_ANOTHER_PERSON.sub(" ", lower))
    return "" if _ends_of_names(book).isdisjoint(_WORD.findall(lower)) else lower


def _put_right(book: Codebook, text: str) -> str:
    """The text with a long word that is near the name of one such drug, and no name itself, as that name."""
    for word in dict.fromkeys(_LONG_WORD.findall(text)):
        slips = slips_in(book, word)
        if len(slips) == 1 and book.drug_groups_by_name(INTERACTION, slips[0].name):
            text = text.replace(word, slips[0].name.lower())
    return text


@lru_cache(maxsize=16)
def _ends_of_names(book: Codebook) -> frozenset[str]:
    return frozenset(name.split()[-1] for name in book.drug_names(INTERACTION).groups)


def _found(book: Codebook, text: str) -> Iterator[NamedDrug]:
    for clause in _CLAUSE.split(text):
        if _NOT_TAKEN.search(clause):
            continue
        for name in book.drug_names_in(INTERACTION, clause):
            # A name of several words is spelt in several ways, its last word in one.
            at = clause.find(name.lower().split()[-1])
            if at >= 0 and _TAKEN.search(clause[:at]) is not None:
                yield NamedDrug(name, book.drug_groups_by_name(INTERACTION, name))
