"""Other drugs that the words of an order say are taken beside it: "continue clarithromycin 500 mg twice daily".

Only what is affirmed: a condition, a negation, advice against it, an end, the past and an example name no drug that is
taken. The chart's own lists tell what is taken; words tell what the lists may have missed. CLARIFICATIONS A154.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.dosage.word_vocabulary import is_other_drug
from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import INTERACTION


class NamedDrug(Frozen):
    """A drug that words say is taken, with its groups."""

    name: str
    groups: frozenset[str]


_CLAUSE = regex(r"[.;:\n\r!?|()\u2022]+(?!\d)|\s(?:-{1,2}|\u2013|\u2014)\s|\bbut\b|\bhowever\b|,? \bthen\b")
_WORD = regex(r"[a-z][a-z'-]+")
_TAKEN = regex(
    r"\b(?:with|along|concurrent(?:ly)?|concomitant(?:ly)?|continu(?:e|es|ed|ing)|on|taking|takes?|start(?:s|ed|ing)?"
    r"|add(?:s|ed|ing)?|receiv(?:es|ing)|using|uses?|given?|plus|also)\s+(?:[a-z'.]+\s+){0,2}(?:\d+\s*mg\s+(?:of\s+)?)?$"
)
_NOT_TAKEN = regex(
    r"\b(?:if|when(?:ever)?|unless|until|should|would|may|might|can|could|consider|before|after|no|not|never|without|avoid"
    r"|don't|cannot|any|stop\w*|hold\w*|held|d/?c\w*|discontinu\w+|cancel\w*|finish\w*|complet\w+|fail\w*|prior|previous\w*"
    r"|history|hx|was|were|had|instead|rather|switch\w*|chang\w+|replac\w+|allerg\w+|off|last|ended|such as|like|e\.?g"
    r"|including|inhibitors?|inducers?|interact\w*|contraindicat\w*|check\w*|monitor\w*|ask|tell|call|cream|shampoo"
    r"|topical\w*|ointment|gel|drops?|lotion|spray)\b|[<>]"
)


def drugs_named(book: Codebook, text: str) -> tuple[NamedDrug, ...]:
    """The drugs with an interaction that a text says are taken, each once."""
    lower = text.lower().replace("\u2019", "'")
    # Names are looked for only where some drug is named, as few orders speak of another.
    if not any(is_other_drug(word) for word in _WORD.findall(lower)):
        return ()
    return tuple(dict.fromkeys(_found(book, lower)))


def _found(book: Codebook, text: str) -> Iterator[NamedDrug]:
    for clause in _CLAUSE.split(text):
        if _NOT_TAKEN.search(clause):
            continue
        for name in book.drug_names_in(INTERACTION, clause):
            # A name of several words is spelt in several ways, its last word in one.
            at = clause.find(name.lower().split()[-1])
            if at >= 0 and _TAKEN.search(clause[:at]) is not None:
                yield NamedDrug(name, book.drug_groups_by_name(INTERACTION, name))
