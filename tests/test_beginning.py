"""What the engine is told of how a match begins never changes what is found."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from validator import regex
from validator.prepare import prepare
from validator.terminology.profiles import examples_root, profiles_root

EVERYWHERE = " ".join(map(chr, range(0x20, 0x2200)))
"""Each letter of many languages once, each at the edge of a word."""


def pair(pattern: str, flags: int) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A pattern that is told how a match begins, and the same as it is compiled at once."""
    program = regex.program_of(pattern, flags)
    assert program is not None
    made = regex._made(pattern, program)
    assert made is not None
    return made, re.compile(pattern, flags)


def found(pattern: re.Pattern[str], text: str) -> list[tuple[object, ...]]:
    """All that is found in a text, with the groups."""
    return [(one.span(), one.groups()) for one in pattern.finditer(text)]


@pytest.mark.parametrize(
    ("pattern", "flags", "text"),
    [
        (r"\b(?:take|stop)\b", re.IGNORECASE, "Take it, STOP it, \u017ftop it, ta\u212ae it, mistake"),
        (r"\b[k-s]", re.IGNORECASE, EVERYWHERE),
        (r"(?:\bi|\b\u00b5|\b\u03c9)", re.IGNORECASE, EVERYWHERE),
        (r"\b(?:mg|ml)", 0, "mg MG ml"),
        (r"(?:not )?(?:\d+) mg", re.IGNORECASE, "not 5 mg, Not 5 MG, 5 mg, \u0663 mg, NO 5 mg"),
        (r"(?<=x)y|\sz", re.IGNORECASE, "xy XY z\u2003Z y"),
        (r"(?:(?-i:NET)|tumou?r)s?", re.IGNORECASE, "NET net Tumour TUMOR"),
        (r"(?:(?i:net)|Tumor)s?", 0, "NET net Tumor TUMOR"),
        (r"\b(?:(?:a|b)*|c)d", re.IGNORECASE, "abd d CD aBd bc"),
        (r"\b(?P<one>a|b)+c(?P=one)", re.IGNORECASE, "abcb ABCB bcb"),
        (r"(?>ab|c)d|\be++f", re.IGNORECASE, "ABd cd eeEf"),
    ],
)
def test_what_is_found_is_what_is_found_without_it(pattern: str, flags: int, text: str) -> None:
    told, plain = pair(pattern, flags)
    assert told != plain  # The engine is told something.
    assert found(told, text) == found(plain, text)
    assert found(plain, text)
    assert (told.sub("_", text), told.split(text)) == (plain.sub("_", text), plain.split(text))
    assert bool(told.match(text)) == bool(plain.match(text))


@pytest.mark.parametrize(
    "pattern",
    [
        r"\b(?:take)?",  # nothing at all
        r"(?=.)",  # nothing, where something stands
        r"\w+ daily",
        r"[^,;]*\bdaily",
        r".\bdaily",
        r"(\d)?\b(?:a|\1)",  # what another group found
        r"tablet",  # known by its first word
        r"[0-9] mg",  # known by its first letter
    ],
)
def test_nothing_is_told_where_a_match_may_begin_with_anything_or_nothing(pattern: str) -> None:
    program = regex.program_of(pattern, 0)
    assert program is not None
    assert program.begins == ()


def shipped_patterns() -> list[tuple[str, int]]:
    """Every pattern that is prepared of the content that ships and of which the engine is told how a match begins."""
    folder = examples_root()
    assert folder is not None
    charts = [path.read_bytes() for path in sorted(folder.glob("*.json"))]
    keys = [key.partition(":") for key in prepare(profiles_root(), charts).patterns]
    both = [(pattern, int(flags)) for flags, _, pattern in keys]
    return [one for one in both if (program := regex.program_of(*one)) is not None and program.begins]


@pytest.mark.slow
def test_every_shipped_pattern_finds_what_is_found_without_it() -> None:
    """In texts that are made of the pattern itself, with something before and behind."""
    patterns = shipped_patterns()
    assert len(patterns) > 400
    dice, matched = random.Random(8), 0

    for pattern, flags in patterns:
        told, plain = pair(pattern, flags)
        parsed = re._parser.parse(pattern, flags)  # type: ignore[attr-defined]
        for _ in range(20):
            before, behind = dice.choice(AROUND), dice.choice(AROUND)
            text = f"{before}{''.join(words_for(parsed, dice))}{behind}"
            for one in (text, text.upper(), text.lower()):
                assert found(told, one) == found(plain, one)
                matched += bool(found(plain, one))
    assert matched > 10 * len(patterns)


AROUND = ("", " ", "\n", "x", "not ", "\u0130", "1 ", "; ")


def words_for(items: Iterable[tuple[Any, Any]], dice: random.Random) -> Iterator[str]:
    """What these items of a parsed pattern may find, but for what they ask of its surroundings."""
    for kind, what in items:
        match kind.name:
            case "LITERAL":
                yield dice.choice((chr(what), chr(what).swapcase(), "\u212a" if chr(what) in "kK" else chr(what)))
            case "IN":
                one, value = dice.choice(what)
                if one.name == "LITERAL":
                    yield chr(value)
                else:
                    yield chr(dice.randint(*value)) if one.name == "RANGE" else " "
            case "BRANCH":
                yield from words_for(dice.choice(what[1]), dice)
            case "SUBPATTERN" | "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least = 1 if kind.name == "SUBPATTERN" else what[0]
                for _ in range(dice.randint(least, max(least, 1))):
                    yield from words_for(what[-1], dice)
            case "ATOMIC_GROUP":
                yield from words_for(what, dice)
            case "ANY" | "NOT_LITERAL" | "CATEGORY":
                yield dice.choice(" a1")
