"""The codes of one domain, laid out so that a code is looked up in about a microsecond."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology.believed import as_believed, as_listed
from validator.terminology.british import british
from validator.terminology.coding import SEVERAL_SPELLINGS, SystemCode, normal, spellings
from validator.terminology.drugname import DrugNames
from validator.terminology.phrase import Phrase
from validator.terminology.valueset import Concept, ValueSet

_Member = tuple[ValueSet, Concept]
_NOWHERE: frozenset[str] = frozenset()


class DomainCodes(Frozen, dict=True, eq=False):
    """The codes of one domain: exact ones, and per system the lengths its prefixes have, longest first."""

    value_sets: tuple[ValueSet, ...]
    exact: Mapping[SystemCode, tuple[ValueSet, ...]]
    exact_groups: Mapping[SystemCode, frozenset[str]]
    prefixes: Mapping[SystemCode, tuple[_Prefix, ...]]
    prefix_lengths: Mapping[str, tuple[int, ...]]
    excluded: Mapping[SystemCode, frozenset[str]]

    def groups(self, system: str | None, code: str | None) -> frozenset[str]:
        """Every group the coding belongs to; empty when it is in none or nothing was coded."""
        coding = normal(system, code)
        if coding is None:
            return _NOWHERE
        if coding[0] not in self.prefix_lengths and coding[0] not in SEVERAL_SPELLINGS:
            return self.exact_groups.get(coding, _NOWHERE)
        found = _NOWHERE
        for key in spellings(*coding):
            found |= self.exact_groups.get(key, _NOWHERE)
            for prefix in self._covering(key):
                found |= prefix.group
        return found

    def members(self, system: str | None, code: str | None) -> Sequence[_Member]:
        """Exact members first, then those by prefix, longest prefix first."""
        coding = normal(system, code)
        if coding is None:
            return ()
        if coding[0] not in self.prefix_lengths and coding[0] not in SEVERAL_SPELLINGS:
            return [(one, one.concepts[as_listed(coding)]) for one in sets] if (sets := self.exact.get(coding)) else ()
        return [member for key in spellings(*coding) for member in self.at(key)]

    def at(self, key: SystemCode) -> Iterator[_Member]:
        """The members of one spelling, in the same order."""
        for value_set in self.exact.get(key, ()):
            yield value_set, value_set.concepts[as_listed(key)]
        for prefix in self._covering(key):
            yield prefix.value_set, prefix.concept

    def _covering(self, key: SystemCode) -> Iterator[_Prefix]:
        system, code = key
        excluded = self.excluded.get(key, _NOWHERE)
        for length in self.prefix_lengths.get(system, ()):
            if length <= len(code):
                for prefix in self.prefixes.get((system, code[:length]), ()):
                    matches = prefix.pattern is None or prefix.pattern.fullmatch(code) is not None
                    if matches and prefix.value_set.group not in excluded:
                        yield prefix

    @cached_property
    def names(self) -> DrugNames:
        """The names of ingredients and brands, worked out once."""
        return DrugNames.of(self.value_sets)

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """The phrases of the domain, each with every group that lists it, in American and in British spelling."""
        groups: dict[str, set[str]] = {}
        for value_set in self.value_sets:
            for text, group in value_set.words():
                groups.setdefault(text, set()).update(group)
        # What a list itself says of the other spelling stands.
        groups = {british(text): found for text, found in groups.items()} | groups
        return tuple(Phrase(text, frozenset(found)) for text, found in sorted(groups.items()))


class _Prefix(Frozen):
    """A code that stands for all that begin with it."""

    value_set: ValueSet
    concept: Concept
    group: frozenset[str]
    pattern: re.Pattern[str] | None


def indexed(value_sets: tuple[ValueSet, ...]) -> DomainCodes:
    """The codes of value sets that are all of one domain."""
    exact: dict[SystemCode, tuple[ValueSet, ...]] = {}
    exact_groups: dict[SystemCode, frozenset[str]] = {}
    prefixes: dict[SystemCode, tuple[_Prefix, ...]] = {}
    excluded: dict[SystemCode, frozenset[str]] = {}
    for value_set in value_sets:
        group, alone = frozenset({value_set.group}), (value_set,)
        for key, concept in value_set.concepts.items():
            if len(concept.extension) > 1 and concept.prefix:
                pattern = regex(concept.pattern) if concept.pattern is not None else None
                prefixes[key] = (*prefixes.get(key, ()), _Prefix(value_set, concept, group, pattern))
            elif key in exact:
                exact[key] += alone
                exact_groups[key] |= group
            else:
                exact[key] = alone
                exact_groups[key] = group
            if concept.confidence == "unverified":
                read = as_believed(key)
                exact[read] = (*exact.get(read, ()), value_set)
                exact_groups[read] = exact_groups.get(read, _NOWHERE) | group
        for key in value_set.excluded:
            excluded[key] = excluded.get(key, _NOWHERE) | group
    lengths: dict[str, set[int]] = {}
    for system, code in prefixes:
        lengths.setdefault(system, set()).add(len(code))
    return DomainCodes(
        value_sets=value_sets,
        exact=exact,
        exact_groups=exact_groups,
        prefixes=prefixes,
        prefix_lengths={system: tuple(sorted(found, reverse=True)) for system, found in lengths.items()},
        excluded=excluded,
    )
