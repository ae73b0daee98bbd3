"""Listed phrases in free text, where no negation, doubt or condition governs them.

Text can make an unknown true and nothing else, so the guard leans one way: a phrase in doubt is not found. What it
costs is a question to the prescriber; what it spares is "no evidence of metastatic disease" read as metastatic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from validator.frozen import Frozen, replace
from validator.regex import compiled, regex
from validator.terminology.abbreviation import Written, sense_beside
from validator.terminology.governing import Sense, sense_of

_PLAIN = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212\u2018\u2019`\u00b4_", "------'''' ")
"""Typographic hyphens, dashes and apostrophes to the plain ones, character by character."""

_LONGEST_DOTTED = 4
"""Letters of a word that may be written with points: P.E., N.S.A.I.D. is one word too many."""
_BEGINNING = 3
"""Letters by which phrases are told apart before they are compared."""
_MOST_BETWEEN = 4
"""Words that may stand for a `*`."""
_WORD = regex(r"\w+")
_NON = regex(r"\bnon[\s-]*$", re.IGNORECASE)
_LONGEST_NON = 40  # characters, with the signs behind it
_NEVER_DOTTED = frozenset(
    {"of", "in", "the", "for", "and", "on", "by", "to", "or", "with", "at", "not", "from", "a", "an"}
)


class Phrase(Frozen):
    """Words looked for in free text, and the groups of the domain they are evidence for.

    Without a group they are words that hold a shorter phrase and mean something else. In capitals, an abbreviation. `#`
    is any number; `*`, between words, up to four words of any kind ("thrombosis of * vein").
    """

    text: str
    groups: frozenset[str]


class Mention(Frozen):
    """A phrase found in a text, from character `start` up to but not including `end`, and how it is meant."""

    phrase: Phrase
    start: int
    end: int
    sense: Sense = Sense.STATED


def phrases_in(text: str, phrases: Sequence[Phrase]) -> tuple[Mention, ...]:
    """The listed phrases that the text states, in order: whole words, case, hyphens and spaces not compared.

    An abbreviation (a phrase in capitals) is found in its case only (small at the start of a text it may mean this or
    another thing), with points or without, and not where what stands
    beside it gives it another meaning (`abbreviation`).
    Where one phrase lies inside another, the longer one counts. Not found: a phrase after a negation, a doubt or a
    condition in its clause; one followed by a question mark or by words that take it back; one that belongs to a
    negated list ("no ascites or metastatic disease"); see `governing`.
    """
    return tuple(mention for mention in mentions_in(text, phrases) if mention.sense is Sense.STATED)


def mentions_in(text: str, phrases: Sequence[Phrase]) -> tuple[Mention, ...]:
    """Every listed phrase in the text, in order, with how it is meant; found as in `phrases_in`."""
    plain, listed = text.translate(_PLAIN), tuple(phrases)
    found = (one for whole in _mentions(plain, listed) for one in _behind_non(plain, whole, listed))
    return tuple(replace(one, sense=_sense(plain, one, listed)) for one in found)


def is_abbreviation(phrase: Phrase) -> bool:
    """Whether a phrase is written in capitals, and so counts in its case only."""
    return phrase.text.isupper()


def traces_of(phrases: Iterable[Phrase]) -> tuple[str, ...]:
    """The longest word of each phrase, in lower case: a text without any of them holds none of the phrases."""
    words = (re.findall(r"\w+", phrase.text.translate(_PLAIN).lower()) for phrase in phrases)
    return tuple(sorted({max(found, key=len) for found in words if found}))


def _behind_non(plain: str, mention: Mention, phrases: tuple[Phrase, ...]) -> Iterable[Mention]:
    """The mention; behind "non", which denies one word, what its other words name: non-hemorrhagic stroke."""
    if _NON.search(plain, max(0, mention.start - _LONGEST_NON), mention.start) is None:
        return (mention,)
    return list(_mentions(plain, phrases, _end_of_word(plain, mention), mention.end)) or (mention,)


def _end_of_word(plain: str, mention: Mention) -> int:
    word = _WORD.match(plain, mention.start, mention.end)
    return word.end() if word is not None else mention.end


def _mentions(plain: str, phrases: tuple[Phrase, ...], start: int = 0, end: int | None = None) -> Iterator[Mention]:
    if phrases:
        for found in _compiled(phrases).finditer(plain, start, len(plain) if end is None else end):
            assert found.lastgroup is not None
            phrase = phrases[int(found.lastgroup[1:])]
            if "*" in phrase.text:
                phrase = replace(phrase, text=found[0].lower())
            yield Mention(phrase, found.start(), found.end())


@lru_cache(maxsize=64)
def _compiled(phrases: tuple[Phrase, ...]) -> re.Pattern[str]:
    # By how they begin, since each place in a text would else be compared with a thousand phrases.
    choices: dict[str, dict[str, list[str]]] = {}
    for number in sorted(range(len(phrases)), key=lambda at: (-len(phrases[at].text), phrases[at].text.isupper())):
        written = _loose(phrases[number].text)
        first, beginning = _first(phrases[number].text)
        choices.setdefault(first, {}).setdefault(beginning, []).append(f"(?P<p{number}>{written})")
    told = _either(
        (first, _either((begun, "|".join(ways)) for begun, ways in found.items())) for first, found in choices.items()
    )
    return compiled(rf"(?<!\w)(?:{told})(?!\w)", re.IGNORECASE)


def _either(ways: Iterable[tuple[str, str]]) -> str:
    """A pattern for any of several, each behind the beginning that it has."""
    return "|".join(f"(?={begin})(?:{way})" for begin, way in ways)


def _first(phrase: str) -> tuple[str, str]:
    """Patterns for the character that whatever the phrase stands for begins with, and for more of its beginning where
    its first word is too long to be written with points."""
    plain = phrase.translate(_PLAIN).lower().strip()
    first = r"\d" if plain[0].isdigit() or plain[0] == "#" else re.escape(plain[0])
    word = re.split(r"[\s-]", plain, maxsplit=1)[0]
    is_long = len(word) > _LONGEST_DOTTED and word[:_BEGINNING].isalpha()
    return first, word[:_BEGINNING] if is_long else ""


def _loose(phrase: str) -> str:
    """A pattern for the words of a phrase joined by spaces or hyphens: `i-131` is also `I 131` and `I131`.

    An abbreviation keeps its case: PE is no "pe". Short words may have points: P.E., G.I. bleed.
    """
    if phrase.isupper():
        # At the start of a text also as it is typed in haste; what it means is open then.
        first, rest = phrase[0], phrase[1:].lower()
        return rf"(?:(?-i:{_word(phrase)})|\A(?-i:[{first}{first.lower()}]{re.escape(rest)})(?!\s*:))"
    words = re.split(r"[\s-]+", phrase.translate(_PLAIN).lower().strip())
    pattern = ""
    for i, word in enumerate(words):
        if word == "*":
            pattern += rf"[\s-]+(?:\w+[\s-]+){{0,{_MOST_BETWEEN}}}"
            continue
        if i and words[i - 1] != "*":
            pattern += r"[\s-]?" if word[0].isdigit() and words[i - 1].isalpha() else r"[\s~-]+"
        pattern += _word(word)
    return pattern


def _word(word: str) -> str:
    if 1 < len(word) <= _LONGEST_DOTTED and word.isalpha() and word not in _NEVER_DOTTED:
        more = r"\.?" if word == "st" else ""
        return rf"(?:{word}{more}|{re.escape('.').join(word)}\.?)"
    return re.escape(word).replace("'", "'?").replace(r"\#", r"\d+")


def _sense(plain: str, mention: Mention, phrases: tuple[Phrase, ...]) -> Sense:
    told = sense_of(plain, mention.start, mention.end)
    if told is not Sense.STATED or not is_abbreviation(mention.phrase):
        return told
    if plain[mention.start + 1 : mention.end].islower():
        return Sense.TWOFOLD
    written = Written(plain, mention.start, mention.end, mention.phrase.text)
    return sense_beside(written, lambda words: _says_the_same(words, mention, phrases))


def _says_the_same(words: str, mention: Mention, phrases: tuple[Phrase, ...]) -> bool:
    return any(found.phrase.groups & mention.phrase.groups for found in _mentions(words, phrases))
