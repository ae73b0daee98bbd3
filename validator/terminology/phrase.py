"""Listed phrases in free text, where no negation, doubt or condition governs them.

Text can make an unknown true and nothing else, so the guard leans one way: a phrase in doubt is not found. What it
costs is a question to the prescriber; what it spares is "no evidence of metastatic disease" read as metastatic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from validator.frozen import Frozen

_PLAIN = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212\u2018\u2019", "------''")
"""Typographic hyphens, dashes and apostrophes to the plain ones, character by character."""

_SENTENCE_END = re.compile(r"[.;:\n\r]|\bbut\b|\band now\b|\bhowever\b|\balthough\b|\bthough\b", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\b(?:evid|dx|hx|pt|vs|susp|poss|prob|approx)$", re.IGNORECASE)
_KIN = (
    r"(?:(?:grand|step)?(?:mother|father|mom|dad|son|daughter|parents?)|sister|brother|siblings?|uncle|aunt|cousin"
    r"|wife|husband|spouse|nephew|niece)(?!\s+(?:\w+\s+)?(?:reports?|reported|states?|stated|says|said|notes?|noted|noticed"
    r"|saw|called|found|brought|witnessed|describes?|described|worried|concerned))"
)
"""Relatives, of whom a word is told; not where they are the ones who tell it of the patient."""
_GOVERNS = re.compile(
    r"\b(?:no|not(?!\s+only)|non|nor|neither|never|none|without|w/o|cannot|denie[sd]|deny(?:ing)?|negative|neg"
    r"|absence|absent|lack(?:s|ing)?|free\s+of|ruled?\s+out|r/o|exclud(?:e|es|ed|ing)|unlikely"
    r"|potential|potentially|possible|possibly|suspect(?:s|ed)?|suspicio(?:n|us)|concern(?:s|ing)?|query|question(?:able)?"
    r"|probable|probably|likely|presumed|suggest(?:s|ed|ive|ing)?|may|might|could|would|if|unless|whether|until|versus|vs"
    r"|risk\s+(?:of|for)|fear\s+of|family|fam|fhx|fh(?!\s+(?:with|and)\b)|screen(?:s|ed|ing)?|monitor(?:s|ed|ing)?|prevent(?:s|ed|ing)?"
    rf"|{_KIN})\b|n't\b|\?",
    re.IGNORECASE,
)
_ENDS_GOVERNING = re.compile(rf"(?:{_GOVERNS.pattern})\s*$", re.IGNORECASE)
_REVOKES = re.compile(
    rf"\?|\b(?:in|of)\s+(?:(?:the|his|her|their|my|pt's|patient's|a|maternal|paternal)\s+)*{_KIN}\b|^\W*[-(/]\s*{_KIN}\b"
    r"|\b(?:ruled\s+out|r/o|excluded|unlikely|absent|denied|negative|doubtful|questionable|suspected|possible"
    r"|versus|vs|(?:not|never)\s+(?:been\s+)?(?:seen|identified|present|found|evident|demonstrated|suspected|confirmed"
    r"|established|shown|detected|proven))\b",
    re.IGNORECASE,
)
_ANSWERED_NO = re.compile(
    r"\s*(?:disease|status|cancer)?\s*[:=]\s*(?:no|none|n|neg|negative|absent|denied|false|unknown)\b", re.IGNORECASE
)
_SOMETHING_ELSE = re.compile(
    r"[\s-]+(?:disease\s+)?(?:work-?\s?up|survey|screen\w*|potential|risk|prophyla\w*|prevention|precautions?|imaging|age"
    r"|practice|directives?|care|planning)\b",
    re.IGNORECASE,
)
_ADDRESS_GOES_ON = re.compile(r",?\s+\d{5}(?:-\d{4})?\b")
_ADDRESS_BEGINS = re.compile(r"\b(?:in|at|from|near|of)\s+[A-Z][a-z]+(?:\s[A-Z][a-z]+)?,\s*$")
"""Around two letters that are a state of the USA: MI before a postal code, or after a town."""
_ALTERNATIVE = re.compile(r"\s*(?:and/)?n?or\b", re.IGNORECASE)
_LIST_GOES_ON = re.compile(r",\s*n?or\b", re.IGNORECASE)


class Phrase(Frozen):
    """Words looked for in free text, and the groups of the domain they are evidence for.

    Without a group they are words that hold a shorter phrase and mean something else. In capitals, an abbreviation.
    """

    text: str
    groups: frozenset[str]


class Mention(Frozen):
    """A phrase found in a text, from character `start` up to but not including `end`."""

    phrase: Phrase
    start: int
    end: int


def phrases_in(text: str, phrases: Sequence[Phrase]) -> tuple[Mention, ...]:
    """The listed phrases that the text states, in order: whole words, case, hyphens and spaces not compared.

    An abbreviation (a phrase in capitals) is found in its case only, and not as the state in an address.
    Where one phrase lies inside another, the longer one counts. Not found: a phrase after a negation, a doubt or a
    condition in its clause; one followed by a question mark or by words that take it back; one that belongs to a
    negated list ("no ascites or metastatic disease"). A clause ends at `. ; : ,`, a new line, "but", "and now",
    "however".
    """
    plain = text.translate(_PLAIN)
    return tuple(mention for mention in _mentions(plain, tuple(phrases)) if _stated(plain, mention))


def traces_of(phrases: Iterable[Phrase]) -> tuple[str, ...]:
    """The longest word of each phrase, in lower case: a text without any of them holds none of the phrases."""
    words = (re.findall(r"\w+", phrase.text.translate(_PLAIN).lower()) for phrase in phrases)
    return tuple(sorted({max(found, key=len) for found in words if found}))


def _mentions(plain: str, phrases: tuple[Phrase, ...]) -> Iterator[Mention]:
    if phrases:
        for found in _compiled(phrases).finditer(plain):
            assert found.lastgroup is not None
            yield Mention(phrases[int(found.lastgroup[1:])], found.start(), found.end())


@lru_cache(maxsize=64)
def _compiled(phrases: tuple[Phrase, ...]) -> re.Pattern[str]:
    longest_first = sorted(range(len(phrases)), key=lambda number: -len(phrases[number].text))
    choices = "|".join(f"(?P<p{number}>{_loose(phrases[number].text)})" for number in longest_first)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)


def _loose(phrase: str) -> str:
    """A pattern for the words of a phrase joined by spaces or hyphens: `i-131` is also `I 131` and `I131`.

    An abbreviation keeps its case: PE is no "pe".
    """
    if phrase.isupper():
        return f"(?-i:{re.escape(phrase)})"
    words = re.split(r"[\s-]+", phrase.translate(_PLAIN).lower().strip())
    pattern = ""
    for i, word in enumerate(words):
        if i:
            pattern += r"[\s-]?" if word[0].isdigit() and words[i - 1].isalpha() else r"[\s-]+"
        pattern += re.escape(word).replace("'", "'?") + (r"\.?" if word == "st" else "")
    return pattern


def _stated(plain: str, mention: Mention) -> bool:
    begin = _sentence_start(plain, mention.start)
    finish = _sentence_finish(plain, mention.end)
    before, after = plain[begin : mention.start], plain[mention.end : finish]
    if mention.phrase.text.isupper() and (_ADDRESS_GOES_ON.match(after) or _ADDRESS_BEGINS.search(before)):
        return False
    if _SOMETHING_ELSE.match(after) or _ANSWERED_NO.match(plain, mention.end):
        return False
    clause_after = after.partition(",")[0]
    if _REVOKES.search(clause_after):
        return False
    earlier, comma, clause = before.rpartition(",")
    if _GOVERNS.search(clause):
        return False
    # "no nodes, ascites, or metastatic disease": in a list closed by "or" the negation reaches over its commas.
    in_list = _ALTERNATIVE.match(clause) or _LIST_GOES_ON.search(after)
    return not (comma and in_list and _GOVERNS.search(earlier))


def _sentence_start(plain: str, position: int) -> int:
    ends = [found.end() for found in _SENTENCE_END.finditer(plain, 0, position) if _ends_sentence(plain, found)]
    return ends[-1] if ends else 0


def _sentence_finish(plain: str, position: int) -> int:
    ends = (found.start() for found in _SENTENCE_END.finditer(plain, position) if _ends_sentence(plain, found))
    return next(ends, len(plain))


def _ends_sentence(plain: str, found: re.Match[str]) -> bool:
    """A dot inside a number or after an abbreviation ends nothing: "no evid. of metastatic disease" is one clause.

    Nor does a colon after a negation: "ruled out: metastatic disease".
    """
    if found[0] == ":":
        return _ENDS_GOVERNING.search(plain, 0, found.start()) is None
    if found[0] != ".":
        return True
    if plain[found.end() : found.end() + 1].isdigit() and plain[found.start() - 1 : found.start()].isdigit():
        return False
    return _ABBREVIATION.search(plain, 0, found.start()) is None
