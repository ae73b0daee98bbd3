"""Value sets with codes that stand for more than themselves, written out for tools that do not know our extensions.

`python tests/support/expansions.py` writes `profiles/expansions` anew. A prefix of ICD-10-CM becomes every code of the
installed table that it covers; a prefix of a system without an installed table becomes a filter, which FHIR knows.
Words, which are no codes, and codes that no source confirms, which never count alone, are left out.
"""

from __future__ import annotations

import json
import re
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.icd_10_cm import decisions, table

from validator.finding import CANONICAL
from validator.profiles import shipped
from validator.terminology.coding import ICD10CM, NDC, PHRASE, normal
from validator.terminology.profiles import profiles_root
from validator.terminology.valueset import Concept, ValueSet
from validator.version import VERSION

FOLDER = profiles_root() / "expansions"
WARNING = "http://hl7.org/fhir/StructureDefinition/valueset-warning"
_NDC_WARNING = (
    "The National Drug Codes are those of products, without the package; a code of a package begins with one of them."
)


def expansions() -> dict[str, dict[str, Any]]:
    """The written out form of each value set that needs one, by the name of its file."""
    return {f"{one.name}-codes": _expanded(one) for one in shipped().book.value_sets if _stands_for_more(one)}


def _stands_for_more(value_set: ValueSet) -> bool:
    return any(concept.prefix for concept in value_set.concepts.values())


def _expanded(value_set: ValueSet) -> dict[str, Any]:
    name = f"{value_set.name}-codes"
    release = decisions().table["release"]
    ndc = any(system == NDC and concept.prefix for (system, _), concept in value_set.concepts.items())
    warning = {"extension": [{"url": WARNING, "valueMarkdown": _NDC_WARNING}]} if ndc else {}
    # Words are not written out.
    # What else a list leaves out is not in the table's part; a filter would need the exclusion written out too.
    assert {system for system, _ in value_set.excluded} <= {ICD10CM, PHRASE}, value_set.place
    return {
        "resourceType": "ValueSet",
        "id": name,
        **warning,
        "url": f"{CANONICAL}/ValueSet/{name}",
        "version": VERSION,
        "name": "".join(part.capitalize() for part in name.split("-")),
        "title": f"{value_set.title}, written out",
        "status": "active",
        "experimental": False,
        "publisher": "labelcheck",
        "description": f"What {value_set.url} holds, for tools that do not know its extensions: codes of ICD-10-CM one "
        f"by one ({release}), beginnings of other systems as filters, without words and unconfirmed codes. Generated.",
        "compose": {"include": list(_includes(value_set))},
    }


def _includes(value_set: ValueSet) -> Iterator[dict[str, Any]]:
    listed: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    filters = []
    for (system, code), concept in value_set.concepts.items():
        if concept.confidence == "unverified":
            continue
        if not concept.prefix or system == NDC:
            listed[system][concept.code] = {"code": concept.code, "display": concept.display}
        elif system == ICD10CM:
            for found in _covered(value_set, code, concept):
                display = {"display": concept.display} if found == concept.code else {}
                listed[system].setdefault(found, {"code": found} | display)
        else:
            value = concept.pattern or f"{re.escape(concept.code)}.*"
            filters.append({"system": system, "filter": [{"property": "code", "op": "regex", "value": value}]})
    for system, concepts in listed.items():
        yield {"system": system, "concept": [concepts[code] for code in sorted(concepts)]}
    yield from filters


def _covered(value_set: ValueSet, code: str, concept: Concept) -> Iterator[str]:
    """The codes of the table, headings among them, that a prefix covers."""
    pattern = re.compile(concept.pattern) if concept.pattern is not None else None
    shorts = _in_order()
    for short in islice(shorts, bisect_left(shorts, code), None):
        if not short.startswith(code):
            break
        if (pattern is None or pattern.fullmatch(short)) and (ICD10CM, short) not in value_set.excluded:
            yield _table()[short]


@cache
def _in_order() -> tuple[str, ...]:
    return tuple(sorted(_table()))


@cache
def _table() -> dict[str, str]:
    """Each code of ICD-10-CM as it is compared, with its dot by it."""
    found = {}
    for code in table().titles:
        key = normal(ICD10CM, code)
        assert key is not None
        found[key[1]] = code
    return found


def as_text(value_set: dict[str, Any]) -> str:
    """The JSON text of its file, a concept a line."""
    text = json.dumps(value_set, indent=2, ensure_ascii=False)
    return re.sub(r"\{\n\s+(\"code\": [^\n]*?),?(?:\n\s+(\"display\": [^\n]*))?\n\s+\}", _one_line, text) + "\n"


def _one_line(found: re.Match[str]) -> str:
    return f"{{{found[1]}, {found[2]}}}" if found[2] else f"{{{found[1]}}}"


def main() -> None:
    """Writes every file, and removes those that no value set needs any more."""
    FOLDER.mkdir(exist_ok=True)
    made = expansions()
    for file in FOLDER.glob("*.json"):
        if file.stem not in made:
            file.unlink()
    for name, value_set in made.items():
        (FOLDER / f"{name}.json").write_text(as_text(value_set), encoding="utf-8")


if __name__ == "__main__":
    main()
