"""Titles of ICD-10-CM whose codes lists of risks cover, or that hold a phrase of one.

`python tests/support/titles.py` writes them anew. The titles are those of the installed tables (public domain, National
Center for Health Statistics); where two releases differ, the code stands twice.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.icd_10_cm import decisions, table

from validator.profiles import shipped
from validator.terminology.coding import ICD10CM
from validator.terminology.phrase import mentions_in
from validator.terminology.profiles import profiles_root
from validator.terminology.title import OF_ICD_10_CM

_WORD = re.compile(r"[a-z]+")

FILE = profiles_root() / "titles" / "icd-10-cm.tsv"


def titles() -> list[tuple[str, str]]:
    """The part of ICD-10-CM that is needed, as plain data: a code system of others is not ours to publish."""
    return [
        (code, one)
        for code, title in sorted(table().titles.items())
        if _is_needed(code, title)
        for one in title.split(" / ")
    ]


def _is_needed(code: str, title: str) -> bool:
    return any(shipped().book.groups(domain, ICD10CM, code) or _holds_phrase(domain, title) for domain in OF_ICD_10_CM)


def _holds_phrase(domain: str, title: str) -> bool:
    # A hundred thousand titles: those that hold all words of a phrase are few, and only they are searched.
    words = set(_WORD.findall(title.lower()))
    if not any(phrase <= words for phrase in _words_of_phrases(domain)):
        return False
    return any(one.phrase.groups for one in mentions_in(title, shipped().book.phrases(domain)))


@cache
def _words_of_phrases(domain: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(_WORD.findall(one.text.lower())) for one in shipped().book.phrases(domain))


def as_text(made: list[tuple[str, str]]) -> str:
    """The text of the file, a code and a title a line."""
    release = decisions().table["release"]
    head = f"# Of ICD-10-CM (public domain), {release}, what is looked up as a name. Generated.\n"
    return head + "".join(f"{code}\t{title}\n" for code, title in made)


def main() -> None:
    """Writes the file."""
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(as_text(titles()), encoding="utf-8")


if __name__ == "__main__":
    main()
