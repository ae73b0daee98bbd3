"""Which groups play each role, of one profiles folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from validator.terminology.role import ROLES
from validator.terminology.set_extension import PlaysRole
from validator.terminology.valueset import ValueSet, ValueSetError

Played = Mapping[tuple[str, str], frozenset[str]]
"""The groups that play a role, by domain and role."""


def played(value_sets: Iterable[ValueSet]) -> Played:
    """The groups that play each role, as the value sets say.

    Raises ValueSetError, starting with the file, for a role in a domain that it is not for; and for a domain in which
    no set plays one of its roles: what is read by the role would be read from nowhere.
    """
    found: dict[tuple[str, str], frozenset[str]] = {}
    domains: set[str] = set()
    for one in value_sets:
        domains.add(one.domain)
        for role in (said.value_code for said in one.said(PlaysRole)):
            if one.domain not in ROLES[role]:
                expected = " or ".join(sorted(ROLES[role]))
                raise ValueSetError(f"{one.place}.extension: {role} is a role of the domain {expected}")
            found[one.domain, role] = found.get((one.domain, role), frozenset()) | {one.group}
    for role, own in ROLES.items():
        for domain in sorted(own & domains):
            if (domain, role) not in found:
                raise ValueSetError(f"*.json: no value set of the domain {domain} has the role {role}")
    return MappingProxyType(found)
