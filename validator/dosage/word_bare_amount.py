"""Clauses that are nothing but a dose whose unit is not written: "40 daily", "now 20", "one-twenty daily", "60 bid".

Only amounts that tablets of this drug make, and only where the whole clause is one: a number beside any other word is
of something else. Several amounts that follow each other or take turns are no dose of each day. Source: READINGS 4.
CLARIFICATIONS A468.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from validator.dosage.word_kind import Kind, Stated
from validator.dosage.word_pattern import FREQUENCY_OF
from validator.regex import compiled, regex

_WORDS = {"twenty": 20, "forty": 40, "sixty": 60, "eighty": 80}
_AMOUNT = (
    r"(?<![\d./:-])(?:[2468]0|1[024]0|(?:(?:one|a)[- ](?:hundred[- ](?:and )?)?(?:twenty|forty))|twenty|forty|sixty"
    r"|eighty)"
    r"(?![\d.:%]*\d|%)(?:\s*mgs?\b)?"
)
_OTHER = _AMOUNT.removeprefix(r"(?<![\d./:-])")
"""The second of two, which may stand right behind a sign."""
_ROUTE = r"(?:\W*(?:po|p\.o\.?|by mouth|oral(?:ly)?|now|only|total)\b)*"
_STRONG = (
    r"(?:now|currently|(?:daily |new |current )?dose|(?:down|up|back|reduced?|decreased?"
    r"|increased?"
    r"|lowered|raised|dropped|cut|changed?|titrated?|went|gone|going|go)(?: (?:down|up|back))* to|takes|taking"
    r"|[\u2193\u2191]"
    r"|dos(?:e|age) (?:is |was |now )*(?:reduced|decreased|lowered|increased|escalated|raised|dropped|cut)"
    r"|stay(?:s|ing)? (?:at|on)|kept (?:at|on)|tolerating)"
)
_WEAK = (
    r"(?:pt|patient|he|she|is|on|at|take|give|start(?:ed|ing)?|continue[ds]?|sig|rx|should be|confirmed"
    r"|per md|md|to"
    r"|resum(?:e|ed|ing)|just|only|the|plan|will|be)"
)
_OFTEN = FREQUENCY_OF.pattern
_UP = (
    r"(?:ramp|titrat\w+|escalat\w*|start(?:ing)?|begin|step|go|work|build|low|slow|up|dose|from|at|with"
    r"|on|cabo\w*)"
)
_NEXT = (
    r"(?:\s*(?:x|for)\s*\d+\s*(?:d|days?|w|wks?|weeks?|mos?|months?))?\s*(?:-*>|\u2192|,?\s*then|to|,"
    r"|\.\.+)\s*(?:to\s+|up to\s+)?"
)
_TURNS = r"(?:alternat\w+|every other day|qod)"
_SEVERAL = tuple(
    regex(pattern)
    for pattern in (
        rf"\W*(?:{_UP}\W+)+{_AMOUNT}(?:{_NEXT}{_OTHER})+(?:\W*(?:if|as) tolerated)?\W*",
        rf"\W*(?:{_UP}\W+)*{_AMOUNT}\W*(?:/|and|&|or|-|with)\s*{_OTHER}\W*{_TURNS}(?:\W*(?:days?|daily|doses?))*\W*",
        rf"\W*(?:take |give )?{_TURNS}\W*(?:doses? |days? |between |of )*{_AMOUNT}\W*(?:/|and|&|with"
        rf"|-)\s*{_OTHER}\W*(?:days?|daily)?\W*",
        rf"\W*{_AMOUNT}\s*(?:(?:po|daily|qd)\s*)*(?:x|for)\s*\d+\s*(?:d|days?|w|wks?|weeks?|mos?|months?)\W*(?:then"
        rf"|>|\u2192)?\s*(?:to )?{_OTHER}"
        r"(?:\W*(?:daily|qd|po))*\W*",
        rf"\W*{_AMOUNT}\s*alternat\w+ (?:with )?{_AMOUNT}\W*",
        # which of them is not decided, or the second follows the first
        rf"\W*(?:(?:dose|dosage|cabo\w*|either|take|give|unsure|uncertain|unclear|not sure|if|daily|of|is|on)\W+)*"
        rf"{_AMOUNT}\s*(?:or|vs\.?|versus|,? ?then)\s*{_OTHER}(?:\W*(?:po|daily|qd))*\W*",
    )
)


@lru_cache(maxsize=64)
def _alone(own: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    named = "|".join(("cabo[a-z]*", *sorted(one for one in own if not one.startswith("cabo"))))
    weak = rf"(?:(?:{_STRONG}|{_WEAK}|{named})\W+)*"
    return (
        compiled(rf"\W*{weak}(?P<mg>{_AMOUNT}){_ROUTE}\W*(?P<often>{_OFTEN})\W*(?:po|by mouth|now|only)?\W*"),
        compiled(rf"\W*{weak}{_STRONG}\W*(?P<mg>{_AMOUNT}){_ROUTE}(?P<often>)\W*"),
    )


def bare_amounts(clause: str, own: frozenset[str]) -> Iterator[tuple[Stated, int, int]]:
    """What a clause, in small letters, states that is a dose without its unit, and the stretch that says it."""
    if any(one.fullmatch(clause) for one in _SEVERAL):
        yield Stated(Kind.MULTIPLE, clause.strip(), clause), 0, len(clause)
        return
    found = next((one for pattern in _alone(own) if (one := pattern.fullmatch(clause)) is not None), None)
    if found is None or "mg" in found["mg"]:
        return
    milligrams = _number(found["mg"])
    yield Stated(Kind.MASS, clause.strip(), clause, milligrams, milligrams, imperative=True), *found.span("mg")
    if found["often"]:
        yield Stated(Kind.FREQUENCY, found["often"], clause, imperative=True), *found.span("often")


def _number(text: str) -> Decimal:
    if text[0].isdigit():
        return Decimal(text)
    ends = text.replace("-", " ").split()
    return Decimal(_WORDS[ends[-1]] + (100 if len(ends) > 1 else 0))
