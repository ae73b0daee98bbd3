"""The words of a sig in parts, so that what is wrong of them can be left out, and said, and the rest can stay.

The dose itself is written anew before them; whether a part agrees with it is for the check to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

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
            for one in map(str.strip, pieces):
                if bare := one.strip(" .,;"):
                    found.setdefault(bare.lower(), SigPart(one, is_tail, not (is_tail and tells_amount(one, label))))
    return list(found.values())


def sig_of(dose: str, kept: Collection[SigPart]) -> str:
    """The dose in words with the parts that stay."""
    tails = [one.words.rstrip(" .;") for one in kept if one.is_tail]
    sentences = [one.words for one in kept if not one.is_tail]
    first = ", ".join((dose, *tails))
    return " ".join((f"{first}.", *sentences)) if sentences else first


def left_of(parts: Iterable[SigPart], kept: Collection[SigPart]) -> Iterator[str]:
    """What does not stay, as a label says it."""
    yield from (f"the words {one.quoted}" for one in parts if one not in kept)
