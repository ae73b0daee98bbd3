"""Codes as value sets list them: asked by group, by system and, where one of the group is meant, by its name.

A name is looked for in the display and the ingredient of a code: an exact one goes before one that only holds it, and
of several the best attested, else the first listed. Where a group lists none, its subgroups are asked. Charts hold
whole codes: of ICD-10-CM a category whose codes are listed too is passed over, and one that stands for all codes below
it is given as its unspecified one (`I60` as `I60.9`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from validator.terminology.valueset import value_set_files

SHIPPED = Path(__file__).parents[2] / "profiles"

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
SNOMED = "http://snomed.info/sct"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
ICDO3 = "http://terminology.hl7.org/CodeSystem/icd-o-3"
ATC = "http://www.whocc.no/atc"
UNII = "http://fdasis.nlm.nih.gov"

Coding = dict[str, str]
_CATEGORY = re.compile(r"[A-Z]\d[0-9A-Z]")
_PRODUCT = re.compile(r".* MG(/ML)? (.* )?(Oral|Injection)( [^\[]*)?")


@dataclass(frozen=True)
class Listed:
    """One code of a value set: what it is listed for, and the first value of each extension it has."""

    domain: str
    group: str
    coding: Coding
    said: Mapping[str, Any]

    def is_of(self, group: str) -> bool:
        """Whether it is listed for this group or one below it."""
        return self.group == group or self.group.startswith(f"{group}:")

    def is_header_of(self, other: Listed) -> bool:
        """Whether it is an ICD-10-CM category that the other code divides; charts hold the codes below it."""
        mine, its = self.coding["code"], other.coding["code"]
        return self.coding["system"] == ICD10CM and its != mine and its.startswith(mine)

    @property
    def names(self) -> tuple[str, str]:
        """The ingredient (empty where none is said) and the display, in small letters."""
        return str(self.said.get("ingredient", "")).lower(), self.coding["display"].lower()


@cache
def listed(profiles: Path = SHIPPED) -> tuple[Listed, ...]:
    """Every code of every value set of a profiles folder, in the order of its files; patterns are no codes."""
    return tuple(one for file in value_set_files(profiles) for one in _of_file(file))


def _of_file(file: Path) -> Iterator[Listed]:
    value_set = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    domain, group = ([one["value"] for one in value_set.get("identifier", ())] + ["", ""])[:2]
    for include in value_set["compose"]["include"]:
        for one in include["concept"]:
            said: dict[str, Any] = {}
            for extension in one.get("extension", ()):
                (value,) = (value for key, value in extension.items() if key.startswith("value"))
                said.setdefault(extension["url"].rpartition("/")[2], value)
            if "code-pattern" in said or not one.get("display"):
                continue
            whole = f"{one['code']}.9" if "code-prefix" in said and _CATEGORY.fullmatch(one["code"]) else one["code"]
            coding = {"system": include["system"], "code": whole, "display": one["display"]}
            yield Listed(domain, group, coding, said)


def code(asked: str, system: str, profiles: Path = SHIPPED) -> Coding:
    """The code of `group` or `group/name` in a system, with its display: `strong_inhibitor/itraconazole` in RxNorm."""
    group, _, name = asked.partition("/")
    whole = _whole(group, system, profiles)
    found = _named(whole, name.lower()) if name else list(whole)
    found = [one for one in found if one.group == group] or found
    if not found:
        raise LookupError(f"the value sets list no {asked} in {system}")
    return _best(found)


@cache
def _whole(group: str, system: str, profiles: Path) -> tuple[Listed, ...]:
    """The codes of a group in one system that head no other of them."""
    of_group = [one for one in listed(profiles) if one.is_of(group) and one.coding["system"] == system]
    return tuple(one for one in of_group if not any(one.is_header_of(other) for other in of_group))


@cache
def _by_ingredient(profiles: Path) -> Mapping[str, list[Listed]]:
    """Every code by the ingredient it is listed with, in small letters."""
    found: dict[str, list[Listed]] = {}
    for one in listed(profiles):
        found.setdefault(one.names[0], []).append(one)
    return found


def drug(name: str, profiles: Path = SHIPPED) -> tuple[Coding, ...]:
    """A drug by its ingredient: RxNorm, the ingredient first and a product where one is listed; else ATC and UNII."""
    named = _by_ingredient(profiles).get(name.lower(), [])
    in_rxnorm = [one for one in named if one.coding["system"] == RXNORM]
    products = [one for one in in_rxnorm if _PRODUCT.fullmatch(one.coding["display"])]
    levels = [[one for one in in_rxnorm if one not in products], products]
    if not in_rxnorm:
        levels = [[one for one in named if one.coding["system"] == system] for system in (ATC, UNII)]
    found = tuple(_best(_named(level, name.lower())) for level in levels if level)
    if not found:
        raise LookupError(f"the value sets list no drug named {name}")
    return found


def _best(found: list[Listed]) -> Coding:
    # the words of the confidences sort: unverified, verified1, verified2; max keeps the first of equals
    return dict(max(found, key=lambda one: str(one.said.get("confidence", ""))).coding)


def _named(codes: Iterable[Listed], name: str) -> list[Listed]:
    exact = [one for one in codes if one.names[1] == name]
    by_ingredient = [one for one in codes if one.names[0] == name]
    return exact or by_ingredient or [one for one in codes if name in one.names[1]]


class Drugs:
    """The codings of a drug by its ingredient: `DRUGS["itraconazole"]`; those no list knows stand in `beside`."""

    def __init__(self, profiles: Path = SHIPPED, beside: Mapping[str, tuple[Coding, ...]] | None = None) -> None:
        self._profiles, self._beside = profiles, beside or {}

    def __getitem__(self, name: str) -> tuple[Coding, ...]:
        return self._beside[name] if name in self._beside else drug(name, self._profiles)


class Conditions:
    """ICD-10-CM and SNOMED CT of `group` or `group/name`: `CONDITIONS["hemorrhage/melena"]`."""

    def __init__(self, profiles: Path = SHIPPED, beside: Mapping[str, tuple[Coding, Coding]] | None = None) -> None:
        self._profiles, self._beside = profiles, beside or {}

    def __getitem__(self, asked: str) -> tuple[Coding, Coding]:
        return self.icd(asked), self.snomed(asked)

    def icd(self, asked: str) -> Coding:
        """The ICD-10-CM code."""
        return self._beside[asked][0] if asked in self._beside else code(asked, ICD10CM, self._profiles)

    def snomed(self, asked: str) -> Coding:
        """The SNOMED CT code."""
        return self._beside[asked][1] if asked in self._beside else code(asked, SNOMED, self._profiles)


class Operations:
    """An operation by its name in SNOMED CT, among major surgery and dental surgery."""

    def __init__(self, profiles: Path = SHIPPED) -> None:
        self._profiles = profiles

    def __getitem__(self, name: str) -> Coding:
        listed_for = [one for one in listed(self._profiles) if one.group in ("major_surgery", "dental_surgery")]
        found = _named([one for one in listed_for if one.coding["system"] == SNOMED], name.lower())
        if not found:
            raise LookupError(f"the value sets list no operation named {name}")
        return _best(found)
