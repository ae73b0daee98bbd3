"""The words of a sig in parts, so that what is wrong of them can be left out, and said, and the rest can stay.

The dose itself is written anew before them; whether a part agrees with it is for the check to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from validator.chart.order.meal_words import BETWEEN, MEAL
from validator.frozen import Frozen
from validator.label.model import Label
from validator.regex import compiled, regex
from validator.report.plain_text import plain_text, shortened
from validator.report.rewording import SENTENCE_BREAK, tells_amount

MOST_PARTS = 8
"""Parts of the words of one order that are tried alone, each with one check: a project choice."""
_LONGEST_QUOTE = 60

_BREAK = regex(SENTENCE_BREAK)
_COMMA = regex(r",\s+")
_NUMBER = r"(?:\d+(?:\.\d+)?|an?|one|two|three|four|twenty|forty|sixty|eighty)"
_PIECES = r"(?:film[ -]coated |oral )*(?:tab(?:let)?s?|cap(?:sule)?s?|pills?)|ml"
_AMOUNT = rf"{_NUMBER}(?: \(\w+\))?[ -]?(?:mg|milligrams?|{_PIECES})(?: total)?"
_OFTEN = r"(?:(?:once|twice|one time|two times|three times|[123]x) )?(?:daily|(?:a|per|each|every) day)|every other day"
_HEAD = (
    rf"take|give|swallow|administer|{_AMOUNT}|\({_AMOUNT}\)|of|by mouth|per os|p\.?o|orally|{_OFTEN}"
    r"|q\.?d|o\.?d|b\.?i\.?d|q24h|total"
)
"""What tells how much is taken and how often: the dose written anew says it again."""
_TELLS = regex(rf"(?:{_AMOUNT}|by mouth|per os|p\.?o|orally|{_OFTEN}|q\.?d|b\.?i\.?d|q24h)(?![^\W_])", re.IGNORECASE)
"""What of it tells something by itself: "swallow whole" is more than a verb before the dose."""


_FREQUENCY = regex(rf"(?<![^\W_])(?:{_OFTEN}|q\.?d|b\.?i\.?d|q\d+h)(?![^\W_])", re.IGNORECASE)


def tells_how_often(text: str) -> bool:
    """Whether a sig holds words for how often the dose is taken, which no other amount puts right."""
    return _FREQUENCY.search(text) is not None


_MEAL = regex(rf"\b{MEAL}\b", re.IGNORECASE)
_WITH_MEAL = regex(rf"\b(?:with|during|after|right after|before|right before|at) {BETWEEN}{MEAL}\b", re.IGNORECASE)
_BINDS = regex(
    r"\b(?:if|when(?:ever)?|while|unless|except|or|but|not|no|never|avoid|without|instead|either|n't|may|can|only"
    r"|hours?|hrs?|minutes?|mins?)\b|n't\b|\d ?(?:h|m)\b",
    re.IGNORECASE,
)
"""What before a meal makes of it something else than the moment of the dose."""
_AND_BEFORE = regex(r"[\s,;]*(?:\b(?:and|then)\b(?: (?:take|give)(?: (?:it|this))?)?)?[\s,;]*$", re.IGNORECASE)
_GOES_ON = regex(
    r"\s*(?:[.,;)]?\s*$|[,;.]\s+(?:and\s+)?(?!(?:if|when|while|unless|or|but|except|then|without|not|for|until|to)\b)"
    r"|(?=(?:at (?:bedtime|night|noon)|(?:in the|every|each) (?:morning|evening|night))\b)"
    r"|(?:and|&)\s+(?=(?:take|swallow|call|contact|notify|report|hold|stop|do not|don't|avoid|drink|store|keep|wash"
    r"|monitor|check|bring|return)\b)"
    r"|and\s+(?P<water>)"
    r"(?=(?:an? |the |some |plenty of |lots of |full |large |glass of |cup of ){0,4}(?:water|fluids?)\b))",
    re.IGNORECASE,
)
"""What behind the words on a meal says something else."""
_BARE_VERB = regex(
    r"(?:please )?(?:take|give|swallow|administer|to be taken)?(?: (?:it|this|the|your|dose|daily))*\s*", re.IGNORECASE
)


class SigPart(Frozen):
    """A part of a sig besides the dose. `is_tail`: it stood in the sentence that tells the dose. `may_stay`: it tells
    no amount, which behind the dose written anew would be another one or the same twice.
    """

    words: str
    is_tail: bool
    may_stay: bool

    @property
    def quoted(self) -> str:
        """The part as a label can quote it."""
        return f'"{shortened(plain_text(self.words).rstrip(" .,;"), _LONGEST_QUOTE)}"'


def parts_of(texts: Iterable[str], label: Label) -> list[SigPart]:
    """What the sigs say besides how much is taken and how often, each part once.

    Of a sentence that begins with the dose, what stands behind it, at its commas; any other sentence as it is.
    """
    names = "|".join(re.escape(name) for name in (label.product, label.ingredient))
    head = compiled(rf"(?:(?:{_HEAD}|{names})(?![^\W_])[\s().,/-]*)*", re.IGNORECASE)
    found: dict[str, SigPart] = {}
    for text in texts:
        for sentence in filter(None, (one.strip() for one in _BREAK.split(text))):
            begin = head.match(sentence)
            rest = sentence[begin.end() :] if begin is not None else sentence
            if begin is not None and _TELLS.search(begin[0]):
                pieces, is_tail = _COMMA.split(rest), True
            else:
                pieces, is_tail = [sentence], False
            for one in map(str.strip, (part for piece in pieces for part in _food_apart(piece, is_tail=is_tail))):
                if bare := one.strip(" .,;"):
                    found.setdefault(bare.lower(), SigPart(one, is_tail, not (is_tail and tells_amount(one, label))))
    return list(found.values())


def _food_apart(words: str, *, is_tail: bool) -> tuple[str, ...]:
    """A part with the words on a meal apart from those that have nothing to do with it, where that is sure.

    What limits a meal, or goes on with it ("if nauseated", "or without", "for the first days"), stays with it.
    """
    found = _WITH_MEAL.search(words)
    if found is None or _MEAL.search(words, found.end()) or _BINDS.search(words, 0, found.start()):
        return (words,)
    before = _AND_BEFORE.sub("", words[: found.start()])
    goes_on = _GOES_ON.match(words, found.end())
    if goes_on is None:
        return (words,)
    after = ("with " if goes_on["water"] is not None else "") + words[goes_on.end() :].lstrip()
    meal = found[0]
    if _BARE_VERB.fullmatch(before):
        before, meal = "", f"{before} {meal}".strip()
    if is_tail:
        return (before, meal, after)
    return (f"{before.rstrip(' .;')}." if before.strip() else "", meal, f"{after[:1].upper()}{after[1:]}")


def sig_of(dose: str, kept: Collection[SigPart]) -> str:
    """The dose in words with the parts that stay."""
    tails = [one.words.rstrip(" .;") for one in kept if one.is_tail]
    sentences = [one.words for one in kept if not one.is_tail]
    first = ", ".join((dose, *tails))
    return " ".join((f"{first}.", *sentences)) if sentences else first


def left_of(parts: Iterable[SigPart], kept: Collection[SigPart]) -> Iterator[str]:
    """What does not stay, as a label says it."""
    yield from (f"the words {one.quoted}" for one in parts if one not in kept)
