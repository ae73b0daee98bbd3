"""Titles of ICD-10-CM whose codes lists of risks cover, or that hold a phrase of one.

`python tests/support/titles.py` writes them anew. The titles are those of the installed tables (public domain, National
Center for Health Statistics); where two releases differ, the other one is a designation.
"""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.icd_10_cm import decisions, table

from validator.profiles import shipped
from validator.terminology.coding import ICD10CM
from validator.terminology.phrase import mentions_in
from validator.terminology.profiles import profiles_root
from validator.terminology.title import OF_ICD_10_CM
from validator.version import VERSION

_WORD = re.compile(r"[a-z]+")

FILE = profiles_root() / "titles" / "icd-10-cm.json"


def titles() -> dict[str, Any]:
    """The part of ICD-10-CM that is needed, as plain data: a code system of others is not ours to publish."""
    return {
        "description": f"Of ICD-10-CM (public domain) what labelcheck {VERSION} looks up as a name. Generated.",
        "system": ICD10CM,
        "version": decisions().table["release"],
        "concept": [_concept(code, title) for code, title in sorted(table().titles.items()) if _is_needed(code, title)],
    }


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


def _concept(code: str, title: str) -> dict[str, Any]:
    first, *others = title.split(" / ")
    return {"code": code, "display": first} | ({"designation": [{"value": one} for one in others]} if others else {})


def as_text(made: dict[str, Any]) -> str:
    """The JSON text of the file, a concept a line."""
    head = {name: value for name, value in made.items() if name != "concept"}
    lines = ",\n".join(f"    {json.dumps(one, ensure_ascii=False)}" for one in made["concept"])
    return f'{json.dumps(head, indent=2, ensure_ascii=False)[:-2]},\n  "concept": [\n{lines}\n  ]\n}}\n'


def main() -> None:
    """Writes the file."""
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(as_text(titles()), encoding="utf-8")


if __name__ == "__main__":
    main()
