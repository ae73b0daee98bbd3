"""How the names of drugs are misspelt, and spelt in other languages: which listed name a word may be meant for.

The same name in Latin, Spanish, Portuguese, Italian, French, German or Polish differs by few rules (`sound`); a slip of
the pen by a letter or two (`letters_apart`). A word that is near a listed name is never taken for it, and never for a
name that is not there: who asks leaves it open. How near is near is a project choice. CLARIFICATIONS A90.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import pairwise
from types import MappingProxyType

from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import DRUG, INTERACTION, OTHER_NAMES, PRODUCTS, TREATMENT

_DOMAINS = (PRODUCTS, INTERACTION, TREATMENT, DRUG)
_WORD = regex(r"[^\W\d_]{2,}(?:['\u2018\u2019][^\W\d_]+)?")
_JOINT = regex(r"[\s.\-\u2010-\u2014]+")
_MOST_WORDS = 3
"""Words that may be one name written apart: "keto conazole", "St Jons wort"."""
_SHORTEST = 5
"""Letters of a sound below which nothing is near but itself; of two words together, `_LONG`."""
_LONG = 9
"""Letters from which two may differ in a name of an ingredient, or of a product that has a label."""
_SLIPS_OF_A_BRAND = 8
"""Letters from which one may differ in any other brand; brands are short and alike."""

_PLAIN = str.maketrans({"ß": "ss", "æ": "e", "œ": "e", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "\u0131": "i"})
_SOUNDS = (
    ("sch", "s"), ("ph", "f"), ("h", ""), ("ae", "e"), ("oe", "e"), ("y", "i"), ("j", "i"), ("ck", "c"), ("qu", "c"),
    ("q", "c"), ("k", "c"), ("w", "v"), ("x", "cs"),
)  # fmt: skip
"""Spellings of one sound, in the order in which they are put right: rhabdo and rabdo, kétoconazole and cetoconazol."""
_DOUBLED = regex(r"(.)\1+")
_ENDING = regex(r"(?:um|us|as|os|is|[aeios])$")
"""What languages add to a name: -um, -us, -as, -os, -is, -a, -e, -i, -o, -s."""


class Slip(Frozen):
    """Words of a text that are near a listed name: where they stand, and the name as its value set writes it."""

    start: int
    end: int
    name: str

    def put_right(self, text: str) -> str:
        """The text with the listed name in their place."""
        return f"{text[: self.start]}{self.name}{text[self.end :]}"


class Spellings(Frozen, dict=True, eq=False):
    """The sounds of the names of a codebook. `listed`: of each its names; `allowed`: how many letters may differ.

    `known` are all words that are a name as they stand; `others` the sounds of drugs that no label names.
    """

    listed: Mapping[str, tuple[str, ...]]
    allowed: Mapping[str, int]
    known: frozenset[str]
    others: frozenset[str]

    def slips_in(self, text: str) -> tuple[Slip, ...]:
        """Every word of the text, or few side by side, that is near a listed name and is no name itself."""
        found: list[Slip] = []
        most = _MOST_WORDS
        for some in _side_by_side(text):
            if len(some) > most:
                break
            lower = [one[0].lower() for one in some]
            if any(one in self.known for one in lower) or " ".join(lower) in self.known:
                continue
            names = self._meant("".join(lower), is_one_word=len(some) == 1)
            if names:
                found += (Slip(some[0].start(), some[-1].end(), name) for name in names)
                most = len(some)
        return tuple(found)

    def _meant(self, word: str, *, is_one_word: bool) -> tuple[str, ...]:
        """The listed names nearest to a word; none where the name of another drug is nearer, or nothing is near."""
        own = sound(word)
        if not (_SHORTEST if is_one_word else _LONG) <= len(own) <= self._longest:
            return ()
        near = {one for form in _shortened(own, 2) for one in self._by_form.get(form, ())}
        apart = {one: letters_apart(own, one) for one in near}
        kept = [one for one, letters in apart.items() if one in self.listed and letters <= self.allowed[one]]
        if not kept:
            return ()
        least = min(apart[one] for one in kept)
        if any(apart[one] < least or apart[one] == 0 for one in near & self.others):
            return ()
        return tuple(name for one in sorted(kept) if apart[one] == least for name in self.listed[one])

    @cached_property
    def _longest(self) -> int:
        """Letters beyond which nothing is near a listed sound."""
        return 2 + max(map(len, self.listed), default=0)

    @cached_property
    def _by_form(self) -> Mapping[str, tuple[str, ...]]:
        """The sounds that a shortened form may be of: whatever differs by two letters has a form in common."""
        found: dict[str, list[str]] = {}
        for one in self.listed.keys() | self.others:
            for form in _shortened(one, self.allowed.get(one, 2)):
                found.setdefault(form, []).append(one)
        return MappingProxyType({form: tuple(sounds) for form, sounds in found.items()})


@lru_cache(maxsize=16)
def spellings_of(book: Codebook) -> Spellings:
    """The spellings of the names that the value sets of drugs list."""
    listed: dict[str, list[str]] = {}
    allowed: dict[str, int] = {}
    known: set[str] = set()
    others = {sound(phrase.code) for one in book.value_sets if one.domain == OTHER_NAMES for phrase in one.phrases}
    # A list of names alone says of whole classes that they are there: it holds too many names to be meant by a slip.
    by_name = {one.group for one in book.value_sets if one.domain in _DOMAINS and one.phrases and not one.concepts}
    for domain in _DOMAINS:
        if domain not in book.domains:
            continue
        names = book.drug_names(domain)
        known |= names.groups.keys()
        for key, groups in names.groups.items():
            own = sound(key)
            # A name with a number in it is told by the number; one that gives no group answers no question.
            if not groups or len(own) < _SHORTEST or any(letter.isdigit() for letter in key):
                continue
            if groups <= by_name:
                others.add(own)
                continue
            written = names.written[key]
            if written not in listed.setdefault(own, []):
                listed[own].append(written)
            is_told_by_letters = domain == PRODUCTS or key in names.ingredients
            allowed[own] = max(allowed.get(own, 0), _allowed(len(own), is_told_by_letters))
    return Spellings(
        MappingProxyType({own: tuple(names) for own, names in listed.items()}),
        MappingProxyType(allowed),
        frozenset(known),
        frozenset(others) - listed.keys(),
    )


@lru_cache(maxsize=4096)
def slips_in(book: Codebook, text: str) -> tuple[Slip, ...]:
    """Where a name of a medication is near one that a value set lists, and is no name itself. Charts repeat names."""
    return spellings_of(book).slips_in(text)


def name_near(names: Iterable[str], text: str) -> str:
    """The first of a few names that a word of the text, or few side by side, is or is near; empty where none is."""
    for some in _side_by_side(text):
        word = "".join(one[0] for one in some)
        for name in names:
            if is_near(word, name):
                return name
    return ""


def _side_by_side(text: str) -> Iterator[list[re.Match[str]]]:
    """Each word of a text, then every two that stand side by side, then every three."""
    words = list(_WORD.finditer(text))
    for count in range(1, _MOST_WORDS + 1):
        for first in range(len(words) - count + 1):
            some = words[first : first + count]
            if all(_JOINT.fullmatch(text, one.end(), other.start()) for one, other in pairwise(some)):
                yield some


def is_near(word: str, name: str) -> bool:
    """Whether a word is another spelling of the name of an ingredient or product, or a slip of it."""
    own, other = sound(name), sound(word)
    allowed = _allowed(len(own), is_told_by_letters=True)
    if len(own) < _SHORTEST or abs(len(own) - len(other)) > allowed:
        return False
    # A letter that the other lacks is one apart at least, which tells nearly all without more.
    letters, others = set(own), set(other)
    if len(letters - others) > allowed or len(others - letters) > allowed:
        return False
    return letters_apart(other, own) <= allowed


def _allowed(length: int, is_told_by_letters: bool) -> int:
    if is_told_by_letters:
        return 2 if length >= _LONG else int(length > _SHORTEST)
    return int(length >= _SLIPS_OF_A_BRAND)


@lru_cache(maxsize=4096)
def sound(name: str) -> str:
    """A name as it is one in several languages: without accents, doubled letters, silent h and the ending."""
    lower = unicodedata.normalize("NFKD", name.lower().translate(_PLAIN))
    plain = "".join(letter for letter in lower if letter.isalpha())
    for written, spoken in _SOUNDS:
        plain = plain.replace(written, spoken)
    return _ENDING.sub("", _DOUBLED.sub(r"\1", plain))


def letters_apart(one: str, other: str) -> int:
    """How many letters were left out, added, changed or exchanged with their neighbor between two words."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        made = [i + 1]
        for j, beside in enumerate(other):
            least = min(row[j + 1] + 1, made[j] + 1, row[j] + (letter != beside))
            if i and j and letter == other[j - 1] and one[i - 1] == beside:
                least = min(least, before[j - 1] + 1)
            made.append(least)
        before, row = row, made
    return row[-1]


def _shortened(word: str, most: int) -> Iterator[str]:
    """A word, and every form of it with up to so many of its letters left out, two at most."""
    yield word
    # Written out for at most two: this is asked of every name of a medication that no list knows.
    for at in range(len(word) if most else 0):
        once = word[:at] + word[at + 1 :]
        yield once
        for further in range(at, len(once) if most > 1 else 0):
            yield once[:further] + once[further + 1 :]
