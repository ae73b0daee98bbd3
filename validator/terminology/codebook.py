"""What each code means here: the groups of every domain, looked up by system and code in about a microsecond."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property, partial
from pathlib import Path
from types import MappingProxyType

from validator.terminology.believed import BELIEVED
from validator.terminology.codesystem import CodeSystems
from validator.terminology.coding import (
    KNOWN_SYSTEMS,
    NDC,
    canonical_system,
    normal,
    spellings,
)
from validator.terminology.disease import Diseases, diseases_of
from validator.terminology.domain_codes import DomainCodes, indexed
from validator.terminology.drugname import DrugNames
from validator.terminology.phrase import Phrase
from validator.terminology.played import played
from validator.terminology.role import Role
from validator.terminology.set_extension import Labeler, StatesCriterion
from validator.terminology.title import LONGEST, TITLED, ByTitle, title_key, titles_of
from validator.terminology.valueset import (
    CONFIDENCES,
    NO_VALUE_SETS,
    Concept,
    ValueSet,
    ValueSetError,
    load_value_set,
    value_set_files,
)

_NONE: frozenset[str] = frozenset()


class Codebook:
    """All value sets of one profiles folder. Immutable and safe to share between threads.

    A *domain* is a kind of question (`indications`, `cyp3a4`, `prior-therapy`, `drug` ...), a *group* one answer to it.
    A code belongs to every group that lists it and to every group that lists a prefix of it, unless that group
    excludes it: a bleeding diverticulum is both a hemorrhage and a disease of the gut wall, and losing either could
    hide a risk. `diseases` is what the sets say of diseases, `criteria` the codes that a prescriber can attest.
    `titles` are those of each domain where they were worked out before.
    """

    def __init__(
        self,
        value_sets: tuple[ValueSet, ...],
        criteria: frozenset[str] = frozenset(),
        titles: Callable[[], Mapping[str, ByTitle]] | None = None,
    ) -> None:
        self.value_sets = value_sets
        self.criteria = criteria
        self._titles_before = titles
        self.diseases: Diseases = diseases_of(value_sets)
        self._sets = MappingProxyType({key: one for one in value_sets for key in (one.name, one.url)})
        by_domain: dict[str, list[ValueSet]] = {}
        for one in value_sets:
            by_domain.setdefault(one.domain, []).append(one)
        self._domains = MappingProxyType({domain: indexed(tuple(sets)) for domain, sets in by_domain.items()})
        self._roles = played(value_sets)
        self.of_role: Callable[[str, Role], frozenset[str]] = cache(self._of_role)
        """The groups of a domain that play a role; none where a folder has no set of that domain."""

    @property
    def domains(self) -> frozenset[str]:
        """The names of all domains."""
        return frozenset(self._domains)

    def all_groups(self) -> frozenset[str]:
        """The names of all groups of all domains, so that label data can only ask for groups that exist."""
        return frozenset(value_set.group for value_set in self.value_sets)

    def _of_role(self, domain: str, role: Role) -> frozenset[str]:
        return self._roles.get((domain, role), _NONE)

    def groups(self, domain: str, system: str | None, code: str | None) -> frozenset[str]:
        """Every group of the domain the coding belongs to; empty when it is in none or nothing was coded.

        Raises ValueSetError for a domain that does not exist, because a misspelt one would find nothing for ever.
        """
        return self._domain(domain).groups(system, code)

    def concepts(self, domain: str, system: str | None, code: str | None) -> tuple[Concept, ...]:
        """What the value sets say about the coding: exact entries first, then by prefix, longest first."""
        return tuple(concept for _, concept in self._domain(domain).members(system, code))

    def nearest(self, domain: str, system: str | None, code: str | None) -> tuple[tuple[ValueSet, Concept], ...]:
        """The one entry closest to each reading of the coding: the code itself, else its longest prefix."""
        index = self._domain(domain)
        found = (next(index.at(key), None) for key in spellings(system, code))
        return tuple(dict.fromkeys([member for member in found if member is not None]))

    def sets_of(self, domain: str) -> tuple[ValueSet, ...]:
        """All value sets of a domain."""
        return self._domain(domain).value_sets

    def is_of_a_labeler(self, domain: str, system: str | None, code: str | None) -> bool:
        """Whether a coding is a National Drug Code of the labeler of a drug of the domain, listed or not."""
        coding = normal(system, code)
        if coding is None or coding[0] != NDC:
            return False
        labelers = (one.value_string for value_set in self.sets_of(domain) for one in value_set.said(Labeler))
        return any(coding[1].startswith(labeler) for labeler in labelers)

    def display(self, domain: str, system: str | None, code: str | None) -> str | None:
        """The name of the code in the value sets (of its longest prefix where it is covered by one); None: unknown."""
        found = self._domain(domain).members(system, code)
        return found[0][1].display if found else None

    def confidence(self, domain: str, system: str | None, code: str | None, group: str | None = None) -> str | None:
        """How well it is known that the coding belongs to the group: `verified2`, `verified1` or `unverified`.

        Without a group: the weakest of its groups. None: it belongs to none. What an unverified code may do is said in
        `believed`.
        """
        least = 1 if system is not None and system.startswith(BELIEVED) else 0
        found = [
            max(CONFIDENCES.index(concept.confidence), least)
            for value_set, concept in self._domain(domain).members(system, code)
            if group is None or value_set.group == group
        ]
        return CONFIDENCES[min(found)] if found else None

    def systemic(self, domain: str, system: str | None, code: str | None) -> bool:
        """False when the code names a product that does not reach the circulation, such as a skin cream."""
        return all(concept.systemic for _, concept in self._domain(domain).members(system, code))

    def known_system(self, system: str | None) -> bool:
        """Whether codes of this system can be looked up here, so that its codings come before display and text."""
        return system is not None and canonical_system(system) in KNOWN_SYSTEMS

    def value_set(self, name: str) -> ValueSet:
        """The value set of this file name or canonical URL (with or without `|version`). Raises ValueSetError."""
        found = self._sets.get(name) or self._sets.get(name.partition("|")[0])
        if found is None:
            raise ValueSetError(f"{name}: no value set of this name")
        return found

    def in_value_set(self, name: str, system: str | None, code: str | None) -> bool:
        """Whether the value set holds the coding, itself or by a prefix. Raises ValueSetError for an unknown set."""
        value_set = self.value_set(name)
        return any(member is value_set for member, _ in self._domain(value_set.domain).members(system, code))

    def phrases(self, domain: str) -> tuple[Phrase, ...]:
        """The phrases of the domain that free text may be searched for (see `phrase.phrases_in`)."""
        return self._domain(domain).phrases

    @cached_property
    def titles(self) -> Mapping[str, ByTitle]:
        """The titles of listed codes, by their domain (see `title`)."""
        if self._titles_before is not None:
            return self._titles_before()
        present = [domain for domain in TITLED if domain in self._domains]
        return {domain: titles_of(domain, self.sets_of(domain), partial(self.groups, domain)) for domain in present}

    def groups_by_title(self, domain: str, text: str) -> frozenset[str] | None:
        """The groups of the codes whose title a text is, word for word; None: it is no title that is known here."""
        return self.titles.get(domain, {}).get(title_key(text)) if len(text) <= LONGEST else None

    def drug_groups_by_name(self, domain: str, text: str) -> frozenset[str]:
        """Groups of every ingredient or brand named as a whole word in a display or text of a medication."""
        return self._domain(domain).names.groups_in(text)

    def drug_names_in(self, domain: str, text: str) -> tuple[str, ...]:
        """The ingredient and brand names of the domain that the text holds, as the value sets write them."""
        return self._domain(domain).names.names_in(text)

    def drug_names(self, domain: str) -> DrugNames:
        """Every ingredient and brand name of the domain."""
        return self._domain(domain).names

    def _domain(self, domain: str) -> DomainCodes:
        try:
            return self._domains[domain]
        except KeyError:
            raise ValueSetError(f"no domain {domain}; known are {', '.join(sorted(self._domains))}") from None


def codebook(root: Path) -> Codebook:
    """The value sets in `root`, a profiles folder, read anew: who needs them is given them (`validator.profiles`).

    Raises ValueSetError, starting with file and path, when any file cannot be used, and when two sets share a URL or
    a group, or one says of a disease what cannot be (see `disease.diseases_of`), or a role is played where it
    cannot be, or by nobody (see `played`).
    """
    if not (files := value_set_files(root)):
        raise ValueSetError(NO_VALUE_SETS)
    value_sets = tuple(load_value_set(file) for file in files)
    urls: dict[str, str] = {}
    groups: dict[tuple[str, str], str] = {}
    for one in value_sets:
        if (first := urls.setdefault(one.url, one.place)) != one.place:
            raise ValueSetError(f"{one.place}.url: the same as in {first}")
        if (first := groups.setdefault((one.domain, one.group), one.place)) != one.place:
            raise ValueSetError(f"{one.place}.identifier: the same domain and group as in {first}")
    criteria = CodeSystems(root).codes("criterion")
    for one in value_sets:
        for stated in one.said(StatesCriterion):
            if stated.value_code not in criteria:
                raise ValueSetError(f"{one.place}.extension: {stated.value_code} is no criterion")
    return Codebook(value_sets, criteria)
