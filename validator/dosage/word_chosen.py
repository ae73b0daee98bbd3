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


_PAYER = r"(?:insur\w*|ins|payer|payor|plan|pbm|medicare|medicaid|formulary|step therapy)"
_TODAY = rf"(?:\s+(?:today|yesterday|now|{DATE}|last week|this week|on|by|per \w+))*\W*$"
_PLANNED = (
    r"(?:will (?:use|start|try|take|give|get|do|go with|order)|(?:plan(?:s|ned)?|tx plan|treatment plan)"
    r"\s*(?:is|to|now|:)*\s*(?:use|start|try|give|order)?|using|use|order(?:ed|ing)?|prescrib(?:ed|ing)|to start"
    r"|(?:e?rx|script|prescription) (?:sent|written|called in|placed|is|for|in)(?: (?:for|of))*|proceed(?:ing)? with)"
)
_SWITCHED = (
    r"(?:sw|swit?ch(?:ed)?|change[d]?|convert(?:ed)?|rotate[d]?|transition(?:ed)?|move[d]?)"
    r"(?: (?:over|back|pt|patient))* to"
)
_PAYS = (
    rf"{_PAYER}\W+(?:(?:will|only|now)\W+)*(?:wants?|requires?|prefers?|mandates?|needs?|covers?|approved|is|says)?\W*"
    r"(?:(?:a|trial|try|of|use)\W+)*(?P<paid>[a-z]+)(?:\s+(?:first|only|instead|initially|before cabo\w*))?"
)
_MUST = r"(?:must|has to|have to|needs to|required to) (?:try|use|take|start)\W+(?P<tried>[a-z]+)"
_IS = (
    r"(?:(?:is|was|has been|now|to be)\W+)*(?:approved|covered|preferred|started|begun|ordered|prescribed)"
    rf"(?:{_TODAY}|(?=,))"
)
_HERE = r"(?:^|[,:(])\W*"
_ANOTHER = regex(
    rf"(?:{_HERE}|\band\b\W*){_WHO}{_PLANNED}\W+{_ONE}(?:\s+(?:for now|instead|at this time|now|today|first"
    r"|until \w+.*))?\W*$"
    rf"|{_HERE}{_WHO}{_SWITCHED} (?P<switched>[a-z]+)(?:\s+\d+(?: ?mg)?)?(?: (?:daily|bid|qd))?{_TODAY}"
    rf"|{_HERE}{_PAYS}\W*$"
    rf"|{_HERE}{_WHO}{_MUST}(?: (?:first|before cabo\w*))?\W*$"
    rf"|{_HERE}(?P<begun>[a-z]+)(?: \d+(?: ?mg)?)? {_IS}"
)
"""Another drug is planned, ordered, begun or paid for."""
_LED_FROM = (
    r"\s*(?:\d+(?: ?mg)?\s*)?(?:daily\s*)?(?:-+>|=+>|\u2192|>|\bto\b)\s*(?P<name>[a-z]+)(?:\s+\d+(?: ?mg)?)?"
    r"(?:\s*(?:daily|bid|qd))?\W*$"
)
_HAD = regex(
    r"\b(?:stopped|d/?c'?d|discontinued|failed|progress\w*|intoler\w*|not toler\w*|met|tried|from)\b"
    r"|\b(?:19|20)\d\d\b|\d/\d+/\d"
)
"""Behind another drug: it is over, or was of then."""
_NOT_PAID = regex(r"\bnot (?:covered|approved|affordable|available|in stock|authorized|on formulary)\b")
"""Why another one is chosen, which denies nothing of it."""


def _another_named(clause: str, own: frozenset[str]) -> tuple[int, int] | None:
    """The stretch by which another drug of its place is planned, ordered, begun or paid for, or follows this one."""
    names = "|".join(("cabo[a-z]*", *sorted(one for one in own if not one.startswith("cabo"))))
    led = compiled(rf"^\W*(?:{names})\b{_LED_FROM}").search(clause)
    if led is not None and takes_its_place(led["name"]) and led["name"] not in own:
        return led.span()
    for found in _ANOTHER.finditer(clause):
        group = next((one for one in ("name", "switched", "paid", "tried", "begun") if found[one]), "")
        if not group or not takes_its_place(found[group]):
            continue
        names_here = [found[group], *([found["also"]] if found["also"] else [])]
        before = _NOT_PAID.sub(" ", clause[: found.start(group)])
        if any(one in own or one.startswith("cabo") for one in names_here) or _NOT_SO.search(before) is not None:
            continue
        # What may be given beside this one takes its place only where that is said.
        may_be_beside = group in ("name", "begun") and any(map(_BESIDE_IT.fullmatch, names_here))
        if may_be_beside or _HAD.search(clause, found.end(group)) is not None:
            continue
        return found.span()
    return None


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
    if (another := _another_named(clause, own)) is not None:
        yield another
