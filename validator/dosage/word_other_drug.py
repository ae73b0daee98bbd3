"""Where a clause of an order speaks of another drug, with a dose of its own that is none of the ordered drug's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from validator.dosage.word_pattern import NUM
from validator.dosage.word_vocabulary import KNOWN, is_other_drug, tells
from validator.regex import compiled, regex
from validator.terminology.spelling import is_near

NAME = regex(r"[a-z][a-z-]+|\bb12\b")
_MASS = rf"{NUM}\s*(?:mg|mcg|g|ml)(?:/\d* ?ml)?"
_HEADING = regex(rf"(?:\s+{_MASS})?(?:\s+(?:tab(?:let)?|cap(?:sule)?)s?)?\s*(?::|\s-+(?=\s|$))")
_FIRST_DOSE = regex(rf"\s+{_MASS}\s*,?\s*(?:then|followed by|x ?1|once,? then)\b")
_OF_ITS_OWN = regex(
    r"\b(?:as needed|prn|after (?:each|every)|each (?:loose |unformed )?(?:stool|bm)|max(?:imum)?|up to|every \d+"
    r"|q ?\d+ ?h|(?:twice|thrice|two|three|four|[2-6])(?: times| x)? ?(?:daily|a day|per day)"
    r"|bid|tid|qid|nightly|qhs)\b"
)
"""How drugs for signs and at home are taken, and this one is not."""
_SENTENCE = regex(r"[.;\n](?!\d)")
_TURN = regex(r", *(?:then |and |but )?(?:take|give|swallow)\b")
_CHANGE = regex(r"\b(?:reduc|decreas|increas|lower|rais|chang|hold|stop)\w*")
_BEFORE = regex(
    rf"(?:\b(?:also )?(?:take|use|give|add|with|plus|and|stop|stopped|hold|held|continue|on|discontinue[d]?|d/c|dc"
    rf"|cancel|pause|start|before|after|off)\s+)?(?:{NUM}\s*(?:mg|mcg|g|tab(?:let)?s?|caps?(?:ules?)?)?\s*(?:of\s+)?)?$"
)
_PIECE = r"(?:tab(?:let)?|cap(?:sule)?|pill)s?"
_SIG_OF = regex(
    rf"\W*(?:(?:take|give|swallow)\s+)?(?:{NUM}\s*{_PIECE}\s+(?:of\s+)?)?(?P<name>[a-z][a-z-]+)(?:\s+{NUM}\s*mg)?"
    rf"(?:\s+(?:(?:oral|film[- ]coated)\s+)?{_PIECE})?[\s,:-]*"
    rf"(?:(?:take|give|\d+(?:\.\d+)?|one|two|three|four|mg|{_PIECE}|po|by mouth|orally|oral|once|twice|times|daily|a"
    r"|per|each|every|day|qd|q24h|bid|in|the|morning|evening|with|without|food|on|an|empty|stomach|weeks?|days?|off|then)\b[\s,.()]*)+"
)
"""A sig from its first word to its last, of the drug that it names."""
_LONGEST_SIG = 200
_AMOUNT = regex(r"\d|\b(?:one|two|three|four)\b")


@lru_cache(maxsize=64)
def named_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """What finds one of these names, in lower case, with its salt."""
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return compiled(rf"(?<!\w)(?:{listed})(?!\w)(?:\s*s-malate)?" if names else r"(?!)")


def is_sig_of_another(text: str, own: tuple[str, ...]) -> bool:
    """Whether the whole of a text is how to take another drug: "Take sunitinib 50 mg daily" is another order's sig.

    What stands beside this drug ("with nivolumab", "also", "continue"), is given otherwise or has a purpose is none.
    """
    if len(text) > _LONGEST_SIG:
        return False
    lower = text.lower()
    found = _SIG_OF.fullmatch(lower)
    if found is None or any(name in lower for name in own):
        return False
    return is_other_drug(found["name"]) and _AMOUNT.search(lower) is not None


def is_heading(text: str, after: str) -> bool:
    """Whether a text is no more than the name of another drug, perhaps with its strength, and what follows is of it."""
    lower, first = text.lower().strip(), _SENTENCE.split(after.lower(), maxsplit=1)[0]
    found = NAME.match(lower)
    return (
        found is not None
        and is_other_drug(found[0])
        and _HEADING.fullmatch(f"{lower[found.end() :]} -") is not None
        and _OF_ITS_OWN.search(first) is not None
        and _CHANGE.search(first) is None
    )


def headed_parts(text: str, own: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Stretches that a drug's name heads and that tell how it is taken: "loperamide: 2 mg as needed, max 16 mg".

    Each ends before the ordered drug is named. A change of dose may be this drug's, because of the other one.
    """
    for found in NAME.finditer(text):
        if not is_other_drug(found[0]) or own.fullmatch(found[0]):
            continue
        if _HEADING.match(text, found.end()) is None and _FIRST_DOSE.match(text, found.end()) is None:
            continue
        ends = [one.start() for pattern in (own, _TURN) if (one := pattern.search(text, found.end())) is not None]
        end = min(ends, default=len(text))
        if _OF_ITS_OWN.search(text, found.end(), end) and _CHANGE.search(text, found.end(), end) is None:
            yield found.start(), end
            return


def part_about(text: str, named: re.Match[str], own: re.Pattern[str], names: tuple[str, ...]) -> tuple[int, int]:
    """The stretch about another drug that is named there: from its amount or verb to where the ordered one is told."""
    turns = compiled(
        rf"{own.pattern}|,? (?:then |and )?(?:take|give) (?:{NUM}|cabo)"
        r"|(?:reduced?|increased?|decreased?|lower(?:ed)?|changed?|cut|drop|raised?) (?:the |his |her )?"
        r"(?:dose|cabo\w*) to"
        r"|cabo\w* \d+ ?mg"
        rf"|[,)](?=.*\b(?:tablet|by mouth|{'|'.join(map(re.escape, names)) or 'x'})\b)"
    )
    before = _BEFORE.search(text, 0, named.start())
    again = turns.search(text, named.end())
    start = before.start() if before is not None else named.start()
    return start, again.start() if again is not None else len(text)


_WITH_ITS_DOSE = regex(
    rf"(?P<name>[a-z][a-z-]+)(?:\s+(?:xr|er|sr|cr|ir|hcl|tabs?|po|oral))*\s+{_MASS}(?P<rest>[^;.]*)$"
)
_GIVES_ANEW = regex(r"\b(?:take|give|swallow|dose|cabo\w*|this)\b")


def limits_another(text: str, at: int, own: tuple[str, ...]) -> bool:
    """Whether a limit that begins at `at` is of another drug, which stands before it with a dose of its own."""
    found = _WITH_ITS_DOSE.search(text, 0, at)
    if found is None or not is_other_drug(found["name"]) or found["name"] in own:
        return False
    return _GIVES_ANEW.search(found["rest"]) is None and not any(name in found["rest"] for name in own)


_BEFORE_UNKNOWN = regex(
    r"(?:^\W*|[.,;(:]\s*|\b(?:on|takes?|taking|continue[sd]?|also|plus|with|and|add(?:ed)?|start(?:ed)?|uses?|using|home|meds?)\s+)"
    r"(?P<name>[a-z][a-z-]{4,})\s+$"
)
_MOST_MG, _STEP_MG = 140, 20
"""The highest dose that any product of a label here has, and what all their doses are multiples of: a choice of this
project for notes alone, where a dose beside a word that nobody knows is another drug's."""


def is_of_unknown(clause: str, words: str, milligrams: Decimal | None, own: tuple[str, ...]) -> bool:
    """Whether an amount in a note stands behind a word that is not known, as the name of some drug, and is none that
    this drug is given in, or is taken as this drug never is: "xyzaxan 550 mg", "fenytoin 100 mg tid"."""
    text = clause.lower()
    at = text.find(words.lower())
    found = _BEFORE_UNKNOWN.search(text, 0, max(at, 0)) if at > 0 else None
    if found is None or milligrams is None or any(name in text for name in own) or "cabo" in text:
        return False
    name = found["name"]
    if name in KNOWN or tells(name) or any(is_near(name, one) for one in own):
        return False
    return milligrams > _MOST_MG or milligrams % _STEP_MG != 0 or _OF_ITS_OWN.search(text, at) is not None
