"""Sentences of an instruction that tell another amount than the new dose: beside it they would contradict it.

A limit ("Max 60 mg/day"), or the dose that is to be kept or gone back to. History and what tells the amount of another
drug stay, as do sentences without an amount; what else tells the old dose is for the check to find.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from validator.regex import regex
from validator.report.made_of import NewDose
from validator.report.plain_text import plain_text, shortened
from validator.report.rewording import SENTENCE_BREAK

_LONGEST_QUOTE = 60
_WORD = regex(r"[^\W\d_]+")
_SENTENCES = regex(f"({SENTENCE_BREAK})")
_WORDS_OF_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "twenty": 20, "forty": 40, "sixty": 60,
    "eighty": 80,
}  # fmt: skip
_NUMBER = rf"\d+(?:\.\d+)?|{'|'.join(_WORDS_OF_NUMBERS)}"
_MG = regex(rf"(?<![\w.,/-])({_NUMBER})[ -]?(?:mg|milligrams?)\b(?! ?(?:/|per) ?(?:m2|m²|kg|ml)\b)", re.IGNORECASE)
_PIECES = regex(rf"(?<![\w.,/-])({_NUMBER})(?: \(\w+\))? (?:tab(?:let)?s?|cap(?:sule)?s?|pills?)\b", re.IGNORECASE)
_LIMIT = regex(
    r"\b(?:max(?:imum|\.)?|mdd|limit(?:ed)?|ceiling|cap|at most|highest|exceed"
    r"|(?:no|not?|never)\b.{0,20}\b(?:more|above|over|beyond))\b",
    re.IGNORECASE,
)
_TELLS = regex(
    rf"{_LIMIT.pattern}|\b(?:keep|stay|remain|resume|restart|return|go back|back to|continue)\b", re.IGNORECASE
)
"""What makes of an amount a limit, or the dose at another time."""
_OF_A_LIMIT = frozenset(
    _WORD.findall(
        """a above any at be beyond by cap ceiling daily day days do dose doses each exceed go h highest hours hr hrs
        in is keep limit limited max maximum mdd mg milligram milligrams more most must never no not of over per
        pill pills should take taken tab tablet tablets tabs caps capsule capsules than the this to total up you your"""
    )
)
"""Words of a limit that names nothing else."""
_BEFORE = _OF_A_LIMIT | frozenset(
    _WORD.findall(
        """again and are back begin continue from full give goal go increase may next normal on only or raise refill
        restart resume return right start swallow target then usual when with"""
    )
)
_BEHIND = _OF_A_LIMIT | frozenset(
    _WORD.findall(
        """after and as before but by every for from if on once only or orally po qam qd so then unless until when with
    without"""
    )
)
"""Words that may stand directly before an amount of this drug, and behind it. Any other may name another drug."""


def without_other_amounts(text: str, new: NewDose) -> tuple[str, tuple[str, ...]]:
    """The text without the sentences that tell another amount than the new dose, and these; the same text where there
    is none."""
    found = _SENTENCES.split(text)
    gone = [at for at in range(0, len(found), 2) if contradicts(found[at], new)]
    if not gone:
        return text, ()
    left = [
        found[at] + (found[at + 1] if at + 1 < len(found) else "") for at in range(0, len(found), 2) if at not in gone
    ]
    return "".join(left).strip(), tuple(found[at].strip() for at in gone)


def contradicts(sentence: str, new: NewDose) -> bool:
    """Whether a sentence surely tells of this drug an amount that is not that of the new dose."""
    names = frozenset({new.label.product.lower(), new.label.ingredient.lower()})
    amounts = {_number(one): one for one in _MG.finditer(sentence)}
    others = amounts.keys() - {new.dose.mg, new.dose.daily_mg}
    pieces = {_number(one) for one in _PIECES.finditer(sentence)} - {new.pieces} if new.pieces is not None else set()
    if not others and not pieces:
        return False
    if _TELLS.search(sentence) is None:
        return False
    ordered = others & {new.before.mg, new.before.daily_mg} if new.before is not None else set()
    if any(_is_of_this(sentence, amounts[one], names) for one in ordered):
        return True
    words = {word.lower() for word in _WORD.findall(sentence)}
    return not words.isdisjoint(names) or words <= _OF_A_LIMIT | _WORDS_OF_NUMBERS.keys()


def _is_of_this(sentence: str, amount: re.Match[str], names: frozenset[str]) -> bool:
    """Whether no word beside an amount may be the name of another drug."""
    before, behind = _WORD.findall(sentence[: amount.start()]), _WORD.findall(sentence[amount.end() :])
    return all(word.lower() in _BEFORE | names for word in before[-1:]) and all(
        word.lower() in _BEHIND | names for word in behind[:1]
    )


def is_bare_limit(words: str) -> bool:
    """Whether words are those of a limit whose amount is gone: "max", "is the highest dose"."""
    told = {word.lower() for word in _WORD.findall(words)}
    return bool(told) and _LIMIT.search(words) is not None and told <= _OF_A_LIMIT and not any(map(str.isdigit, words))


def quoted(sentences: Iterable[str]) -> Iterator[str]:
    """The sentences that were left out, as a button says it."""
    yield from (f'the words "{shortened(plain_text(one).rstrip(" .,;"), _LONGEST_QUOTE)}"' for one in sentences)


def _number(found: re.Match[str]) -> Decimal:
    return Decimal(_WORDS_OF_NUMBERS.get(found[1].lower(), found[1]))
