"""Short names that begin the words for a medication, alone or in a chain: "nivo", "vori 200 mg", "INH/RIF", "DRV/r".

The lists are those by which notes are read (`word_list.json`). In the list of drugs a short name stands where a whole
one does: at the beginning, and an amount, a form or nothing follows; "for RIF pain" is none. CLARIFICATIONS A525.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.chart.drug.named_partner import in_full
from validator.dosage.word_vocabulary import BOOSTERS, LEFT_OPEN, OF_ANOTHER, SHORT_FOR, SHORT_NAMES
from validator.regex import regex
from validator.terminology.codebook import Codebook

_IN_FULL = frozenset(SHORT_FOR.values())
_LETTERS = regex(r"[a-z]+")
_HEAD = regex(
    r"\W*(?:(?:rx|oral|po|tabs?|caps?|on|takes|taking|home|continue)\s+)?"
    r"(?P<names>[a-z]+(?:\s*(?:[/+&]|and\b)\s*[a-z]+)*)(?![\w'-])"
    r"(?=\W*$|\s*[(,:]?\s*(?P<amount>\d+)|\s*[(,:-]?\s*(?:iv|po|inj\w*|infusion\w*|oral|tab\w*|cap\w*|sol(?:n|ution)"
    r"|susp\w*|[des]r|xr|q\w{0,2}|every|daily|once|[bt]id|prn|ppx|prophy\w*|maint\w*|mono\w*)\b)"
)
"""The name that begins the words for a medication, or a chain of them, where a dose, a form or nothing follows."""


def full_names(book: Codebook, words: str) -> Iterator[str]:
    """The drugs that the short names which begin the words for a medication surely stand for."""
    head = _HEAD.match(words.lower())
    if head is None:
        return
    before = ""
    for word in _LETTERS.findall(head["names"]):
        if word in SHORT_NAMES and (full := in_full(book, word)) != word:
            yield full
        elif word in BOOSTERS and (before in SHORT_FOR or before in _IN_FULL):
            yield BOOSTERS[word]
        elif word in SHORT_FOR:
            # "DRV/r": the letter behind it says which drug it is.
            is_alone = head["names"] == word
            of_another = is_alone and (head["amount"] in OF_ANOTHER.get(word, ()))
            if not of_another and not (is_alone and _is_open(word, head["amount"])):
                yield SHORT_FOR[word]
        before = word


def name_left_open(words: str) -> tuple[int, int, str] | None:
    """Where a short name stands that may be a drug with an interaction or another, and the first one; else None."""
    head = _HEAD.match(words.lower())
    if head is None or not _is_open(word := head["names"], head["amount"]):
        return None
    return head.start("names"), head.end("names"), SHORT_FOR[word]


def _is_open(word: str, amount: str | None) -> bool:
    return word in LEFT_OPEN and amount is None
