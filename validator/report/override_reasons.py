"""Why somebody goes on against a card: the reasons that fit what the card says, as data of the profiles folder.

A reason answers the findings that it names; one that is so `otherwise` those too that no reason names. Source:
CodeSystem `override-reason` of this project; CDS Hooks 2.0, `overrideReasons`.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from validator.frozen import Frozen
from validator.profiles import Profiles

ReasonCoding = dict[str, str]

_MOST = 5
"""Reasons on one card: a project choice, since more are not read before an order is signed."""


class OverrideReasons(Frozen):
    """Every reason as a Coding. `named` holds the codes of the findings that a reason answers, by its code; `otherwise`
    the codes of the reasons that answer what no reason names, `beside` of those that answer a card too that has what
    they name beside its first finding."""

    codings: tuple[ReasonCoding, ...]
    named: Mapping[str, frozenset[str]]
    otherwise: frozenset[str]
    beside: frozenset[str]

    def answering(self, finding: str, others: Set[str] = frozenset()) -> list[ReasonCoding]:
        """The reasons that a card offers whose first finding has this code, and its others those.

        Of the others only what says so: that a drug is not taken answers a dose beside it too. Those come first, since
        of more than are read the last are left out.
        """
        own = {code for code, findings in self.named.items() if finding in findings} or self.otherwise
        beside = {code for code in self.beside if not self.named[code].isdisjoint(others)}
        first = [one for one in self.codings if one["code"] in beside]
        then = [one for one in self.codings if one["code"] in own - beside]
        return [dict(one) for one in (*first, *then)[:_MOST]]


def override_reasons(profiles: Profiles) -> OverrideReasons:
    """The reasons of a profiles folder."""
    system = profiles.as_written["CodeSystem/override-reason"]
    codings: list[ReasonCoding] = []
    named: dict[str, frozenset[str]] = {}
    marked: dict[str, set[str]] = {mark: set() for mark in ("otherwise", "beside")}
    for one in system["concept"]:
        code = one["code"]
        codings.append({"system": system["url"], "code": code, "display": one["display"]})
        told = one.get("property", [])
        if findings := frozenset(item["valueString"] for item in told if item["code"] == "finding"):
            named[code] = findings
        for item in told:
            if item.get("valueBoolean") is True:
                marked[item["code"]].add(code)
    return OverrideReasons(tuple(codings), named, **{mark: frozenset(codes) for mark, codes in marked.items()})
