"""Which UCUM unit a code or a text means: the spelling table of `profiles/conceptmaps/unit.json`.

Charts write one unit in many ways: `lb`, `lbs` and `pounds` for `[lb_av]`, "film-coated tablet" or an EDQM code for
`{tablet}`. The table belongs to the package and not to a site's folder: units are the same for every label.
Source: UCUM; FHIR R4 Quantity; FHIR R4 ConceptMap.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from validator.finding import CANONICAL
from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology.coding import UCUM, canonical_system
from validator.terminology.profiles import profiles_root

TABLET, CAPSULE, PILL = "{tablet}", "{capsule}", "{pill}"
"""Counted pieces; a pill may be a tablet or a capsule."""

_WORDS = f"{CANONICAL}/CodeSystem/unit-word"
_UNIT_OF_ANYTHING = ("1", "[arb'U]")
"""The UCUM unity and the arbitrary unit say only that something is counted, which leaves open what."""
_IS_UCUM = regex(
    r"(?:Y|Z|E|P|T|G|M|k|h|da|d|c|m|u|n|p|f)?(?:g|m|L|l|s|mol|eq|osm|U|Pa|Hz|cal|J|W|K)|.*[/.*^%\d].*|\[.*"
)
"""A prefix and a unit, an expression, or a unit in brackets: UCUM's spelling, though of a unit that is not listed."""
_PRINTABLE = regex(r"[\w\[\]{}'/%^*(). -]{1,24}")
_LOOSE = regex(r"[-\s]+")


class UnitReading(Frozen):
    """The UCUM code of the unit found. `by_text`: no code names it. `conflict`: code and text name different units.

    `unread` is a unit that is there and not known here, as it is written; empty where there is none.
    """

    unit: str | None = None
    by_text: bool = False
    conflict: bool = False
    unread: str = ""


@lru_cache(maxsize=2048)
def read_unit(system: str | None, code: str | None, text: str | None) -> UnitReading:
    """The unit of a Quantity. A code counts before the text, and a text is read where the code is not UCUM's spelling.

    A code of a system whose units are not known here says nothing.
    """
    code = code.strip() or None if code is not None else None
    text = text.strip() or None if text is not None else None
    named = unit_of_text(text) if text is not None else None
    canonical = canonical_system(system) if system is not None else UCUM
    if code is None or code in _UNIT_OF_ANYTHING or (canonical != UCUM and canonical not in _table()):
        unread = "" if named is not None or text is None or text in _UNIT_OF_ANYTHING else text
        return UnitReading(named, by_text=named is not None, unread=unread)
    coded, by_text = _coded(canonical, code)
    if coded is None:
        if named is None:
            return UnitReading(unread=code)
        if canonical == UCUM and _IS_UCUM.fullmatch(code):
            return UnitReading(conflict=True, unread=code)
        return UnitReading(named, by_text=True)
    return UnitReading(coded, by_text or system is None, conflict=named is not None and not _may_be_one(coded, named))


def shown_unit(unit: str) -> str:
    """A unit that was not read, as a sentence can show it: in quotes, and only where it is short and plain."""
    return f'"{unit}"' if _PRINTABLE.fullmatch(unit) else "(no plain word)"


def unit_of_code(system: str | None, code: str | None) -> str | None:
    """The UCUM code that a coding of a unit or dose form means; None where it means none that is listed."""
    if system is None or code is None:
        return None
    canonical = canonical_system(system)
    return _coded(canonical, code.strip())[0] if canonical == UCUM or canonical in _table() else None


def unit_of_text(text: str) -> str | None:
    """The UCUM code that a text spells, in any case; None where it spells none that is listed."""
    text = text.strip()
    return text if text in _codes() else _table()[_WORDS].get(_plain(text))


def _coded(system: str, code: str) -> tuple[str | None, bool]:
    """The unit a code means, and whether it was read as a word."""
    if system != UCUM:
        return _table()[system].get(code) or _table()[system].get(code.upper()), False
    if code in _codes():
        return code, False
    # `Mg` is a megagram and never a misspelt milligram.
    is_word = not _IS_UCUM.fullmatch(code) or code.startswith("[") or "/" in code
    word = _table()[_WORDS].get(_plain(code)) if is_word else None
    return word, word is not None and not code.startswith("{")


def _may_be_one(one: str, other: str) -> bool:
    return one == other or (PILL in (one, other) and {one, other} <= {TABLET, CAPSULE, PILL})


def _plain(text: str) -> str:
    plain = text.lower().strip().removesuffix(".")
    if plain[:1] + plain[-1:] in ("{}", "[]"):
        plain = plain[1:-1]
    return _LOOSE.sub(" ", plain.replace("(s)", "").replace("(", "").replace(")", "")).strip()


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    """The UCUM code of each code, or plain word, by its code system."""
    content = json.loads((profiles_root() / "conceptmaps" / "unit.json").read_text(encoding="utf-8"))
    found: dict[str, Mapping[str, str]] = {}
    for group in content["group"]:
        spell = _plain if group["source"] == _WORDS else str
        found[group["source"]] = MappingProxyType(
            {spell(one["code"]): one["target"][0]["code"] for one in group["element"]}
        )
    return MappingProxyType(found)


@cache
def _codes() -> frozenset[str]:
    """Every UCUM code that is listed."""
    return frozenset(unit for group in _table().values() for unit in group.values())
