"""Clauses by which another drug was chosen and the ordered one was not: "axitinib in lieu of cabo".

The other one stands first, and this one behind the word of choice, or is not named at all: "cabo in place of axitinib"
is what was ordered. What did harm, what failed and what was weighed is not meant. Source: READINGS 4. CLARIFICATIONS
A466.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from validator.dosage.word_topic import DATE
from validator.dosage.word_vocabulary import takes_its_place
from validator.regex import compiled, regex

_WHO = (
    r"(?:(?:the|our|pt|patient|he|she|they|family|we|md|np|onc\w*|provider|dr\.? [a-z'-]+|tumou?r board|per|now|is"
    r"|are|was|has"
    rf"|been|will|be|to|and|so|therefore|then|fyi|note|update|instead|{DATE})\W+)*"
)
_CHOSE = (
    r"(?:(?:us(?:e|ing)|tak(?:e|ing)|giv(?:e|ing|en)|start(?:ed|ing)?|begin(?:ning)?|chose|choos(?:e|es|ing)|chosen"
    r"|select(?:ed|ing)?"
    r"|prefer(?:s|red|ring)?|want(?:s|ed)?|favou?r(?:s|ed|ing)?|request(?:s|ed)?|recommend(?:s|ed)?|order(?:ed|ing)?"
    r"|go(?:ing)?"
    r"|went|with|do(?:ing)?|try|trying|trial(?: of)?|plan(?:s|ned|ning)?|elect(?:s|ed)?|opt(?:s|ed|ing)?|for|on"
    r"|decided on|pick(?:s|ed)?"
    r"|continu(?:e|es|ing)|stay(?:s|ing)?|to|treat(?:ed|ing)?|proceed(?:ing)?|switch(?:ing)? to|regimen|tx|treatment"
    r"|therapy|is)\W+)*"
)
_ALSO = r"(?:\s*(?:[+/&]|\band\b)\s*(?P<also>[a-z]+))?"
_ONE = (
    rf"(?:(?:the|oral|iv|single[- ]agent)\s+)*(?P<name>[a-z]+){_ALSO}(?:\s+\d+(?: ?mg)?)?(?:\s+(?:daily|bid|qd|po|iv"
    rf"|q ?\d+ ?w\w*"
    r"|mono(?:therapy)?|alone))*"
)
_WAS = (
    r"(?:\s+(?:is|was|will be|to be|being|has been|chosen|used|given|started|ordered|preferred|selected|picked"
    r"|planned))*"
)
_END = (
    r"(?=\W*(?:$|(?:due to|d/t|because|since|per|by|at this time|now|for now|first|after discussion|given|2/2|today"
    rf"|for (?!a\b|\d)[a-z]+|in this|on|as of)\b|{DATE}))"
)
_NOT_SO = regex(
    r"\b(?:if|when|once|unless|until|considered|asked?|discuss\w*|option|was on|previously|prior|last year|(?:19"
    r"|20)[01]\d|could"
    r"|may|might|would|from|caused|rash|reaction|failed|progress\w*|pd|(?<!patient )not|never|declin\w+|refus\w+)\b|\?"
)
"""Before another drug: it is history, a thought, or what did harm."""
_BESIDE_IT = regex(r"[a-z]*mab|nivo|opdivo|pembro|atezo|keytruda|yervoy")
"""Drugs that may be given beside this one: planned, and no more said, they take nothing's place."""


@lru_cache(maxsize=64)
def _patterns(own: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    names = "|".join((r"cabo[a-z]*", *sorted(one for one in own if not one.startswith("cabo"))))
    this = rf"(?:the )?(?:{names}|this(?: drug| order| one)?|it)"
    begins = rf"(?:^|[,:(]|\bplan:?)\W*{_WHO}{_CHOSE}"
    return (
        compiled(
            rf"{begins}{_ONE}{_WAS}\W+(?:in (?:lieu|place) of|rather than|instead of|over|not|ahead of|before"
            rf"|and not) {this}\b{_END}"
        ),
        compiled(
            rf"(?:^|[,:(]|\bplan:?)\W*{_WHO}(?:in (?:lieu|place) of|rather than|instead of) {this}(?: \d+ ?mg)?"
            rf"\W+{_WHO}{_CHOSE}{_ONE}{_WAS}{_END}"
        ),
        compiled(
            rf"^\W*(?:(?:{names}|this|it|the|order|rx|script|prescription|drug|therapy|treatment|plan|has|have|been|is|was|being"
            rf"|now|to be)\W+)*"
            rf"(?:replaced|superseded|swapped|substituted|exchanged|abandoned)(?: out)? (?:with|by|for"
            rf"|in favou?r of) {_ONE}{_END}"
        ),
    )  # fmt: skip


_UNNAMED = (
    regex(
        rf"^\W*{_WHO}(?:prefer(?:s|red)?|want(?:s|ed)?|chose|favou?rs?|requests?|elect(?:s|ed)?(?: for)?|opt(?:s"
        rf"|ed) for|decided on"
        rf"|will (?:do|use|try|take|go with|start)|do|try|trial of|trying|going with"
        rf"|went with) {_ONE}(?P<first> (?:first|instead|now))?\W*$"
    ),
    regex(
        r"^\W*(?:(?:chang\w+|new|revised|updated|alternat\w+|different) (?:of )?(?:plan|tx|therapy|treatment|regimen"
        r"|drug|agent)"
        rf"|instead|plan chang\w+)\W*(?:(?:to|is|now)\W+)*{_ONE}(?P<first>)\W*$"
    ),
)


def chosen_instead(clause: str, own: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The stretches of a clause, in small letters, by which another drug has the place of that with the names `own`."""
    for pattern in (*_patterns(own), *_UNNAMED):
        found = pattern.search(clause)
        if found is None or _NOT_SO.search(clause, 0, found.start("name")) is not None:
            continue
        names = [name for name in (found["name"], found["also"]) if name]
        if any(name in own or name.startswith("cabo") for name in names) or not takes_its_place(names[0]):
            continue
        if pattern in _UNNAMED and not found["first"] and any(_BESIDE_IT.fullmatch(name) for name in names):
            continue
        yield found.span()
