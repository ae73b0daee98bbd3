"""Which diseases the value sets know, and what is known of each beyond its codes: nothing of it stands in Python.

A disease is the head of the groups of the domain `indications`; see `set_extension` for what may be said of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology.domain import INDICATIONS
from validator.terminology.set_extension import AboutDisease, EveryOtherOrgan, Family, LooksLike, NoTumor, OrganAlone
from validator.terminology.valueset import ValueSet, ValueSetError

_NONE: frozenset[str] = frozenset()
KINDS = frozenset(
    {
        "", "grade_required", "site_required", "site_and_grade_required", "morphology_well_diff",
        "morphology_grade_required", "histology_required", "ambiguous", "topography", "behavior_untold", "morphology",
        "review", "excluded_unless_grade", "excluded", "history_only", "extent", "supportive", "context", "words",
        "words_open", "words_against", "words_not_counted", "histology_untold",
    }
)  # fmt: skip
"""What stands after the colon of a disease's group: how much its codes say. What each means:
`chart/disease/diagnosis.py`, and for words `chart/disease/disease_words.py`; `extent`, `supportive`, `context`, words
that do not count and histologies that tell no kind name nothing."""


class Diseases(Frozen, eq=False):
    """Every disease of one profiles folder.

    `names`: all of them. `families`: the diseases that are one tumor in different organs, by the family's name.
    `elsewhere`: of a family, the disease in every organ that is no other member's, and the words for an organ that is
    not told. `organ_alone`: diseases that a cancer of their organ is taken as in an adult, with the note that says so.
    `no_tumors`: those that are no tumor. `looks_like`: words that make a disease possible. `by_group`: what the codes
    of each group may be about, by domain and group; families resolved.
    """

    names: frozenset[str]
    families: Mapping[str, frozenset[str]]
    elsewhere: Mapping[frozenset[str], tuple[str, str]]
    organ_alone: Mapping[str, str]
    no_tumors: frozenset[str]
    looks_like: tuple[tuple[re.Pattern[str], str], ...]
    by_group: Mapping[tuple[str, str], frozenset[str]]

    def about(self, domain: str, group: str) -> frozenset[str]:
        """The diseases that the codes of a group may be about; empty for a group of any tumor."""
        return self.by_group.get((domain, group), _NONE)

    def family_of(self, diseases: frozenset[str]) -> frozenset[str]:
        """The family that all of these diseases belong to; empty where there is none, or no disease."""
        for family in self.families.values() if diseases else ():
            if diseases <= family:
                return family
        return _NONE

    def words_for(self, text: str) -> frozenset[str]:
        """The diseases that the words of a diagnosis make possible."""
        return frozenset(disease for pattern, disease in self.looks_like if pattern.search(text))


def diseases_of(value_sets: Iterable[ValueSet]) -> Diseases:
    """What the value sets say of diseases.

    Raises ValueSetError, starting with the file, where one names a disease that is none, has a kind of code that nobody
    reads, gives a family two members for
    every other organ, or says of another group than a disease's own what only a disease can be.
    """
    sets = tuple(value_sets)
    families = _families(sets)
    heads = {_head(one) for one in sets if one.domain == INDICATIONS}
    names = frozenset(heads - families.keys())
    elsewhere: dict[frozenset[str], tuple[str, str]] = {}
    for one in sets:
        _check_head(one)
        _check_kind(one)
        for word in one.said(AboutDisease):
            if word.value_code not in names | families.keys():
                known = ", ".join(sorted(names | families.keys()))
                raise ValueSetError(f"{one.place}.extension: {word.value_code} is no disease; known are {known}")
        for last in one.said(EveryOtherOrgan):
            family = next((members for members in families.values() if one.group in members), None)
            if family is None or family in elsewhere:
                raise ValueSetError(f"{one.place}.extension: one disease of a family has every other organ")
            elsewhere[family] = (one.group, last.value_string)
    return Diseases(
        names=names,
        families=MappingProxyType(families),
        elsewhere=MappingProxyType(elsewhere),
        organ_alone=MappingProxyType(
            {one.group: note.value_string for one in sets for note in one.said(OrganAlone)},
        ),
        no_tumors=frozenset(one.group for one in sets if any(said.value_boolean for said in one.said(NoTumor))),
        looks_like=tuple(
            (regex(words.value_string, re.IGNORECASE), one.group) for one in sets for words in one.said(LooksLike)
        ),
        by_group=MappingProxyType({(one.domain, one.group): _about(one, families) for one in sets}),
    )


def kind_of(group: str) -> str:
    """What stands after the colon of a disease's group: one of KINDS; empty for the disease itself."""
    return group.partition(":")[2]


def _families(sets: tuple[ValueSet, ...]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for one in sets:
        for word in one.said(Family):
            found[word.value_code] = found.get(word.value_code, _NONE) | {one.group}
    return found


def _head(one: ValueSet) -> str:
    return one.group.partition(":")[0]


def _about(one: ValueSet, families: Mapping[str, frozenset[str]]) -> frozenset[str]:
    named = [word.value_code for word in one.said(AboutDisease)]
    if not named and one.domain == INDICATIONS:
        named = [_head(one)]
    return frozenset(disease for name in named for disease in families.get(name, (name,)))


def _check_head(one: ValueSet) -> None:
    if one.domain == INDICATIONS and one.group == _head(one):
        return
    for kind in (Family, EveryOtherOrgan, OrganAlone, NoTumor, LooksLike):
        if one.said(kind):
            raise ValueSetError(f"{one.place}.extension: only the head of a disease can have {kind.__name__}")


def _check_kind(one: ValueSet) -> None:
    kind = kind_of(one.group)
    if one.domain == INDICATIONS and kind not in KINDS:
        known = ", ".join(sorted(KINDS - {""}))
        raise ValueSetError(f"{one.place}.identifier: {kind} is no kind of code of a disease; known are {known}")
