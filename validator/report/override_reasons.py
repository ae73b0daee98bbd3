"""Why somebody goes on against a card: the reasons that fit what the card says, as data of the profiles folder.

A reason answers the findings that it names; one that is general answers all of them, and one that is so `otherwise`
those too that no reason names. Source: CodeSystem `override-reason` of this project; CDS Hooks 2.0, `overrideReasons`.
"""

from __future__ import annotations

from collections.abc import Mapping

from validator.frozen import Frozen
from validator.profiles import Profiles

ReasonCoding = dict[str, str]


class OverrideReasons(Frozen):
    """Every reason as a Coding. `named` holds the codes of the findings that a reason answers, by its code; `general`
    the codes of the reasons that answer every finding, `otherwise` of those that answer what no reason names."""

    codings: tuple[ReasonCoding, ...]
    named: Mapping[str, frozenset[str]]
    general: frozenset[str]
    otherwise: frozenset[str]

    def answering(self, finding: str) -> list[ReasonCoding]:
        """The reasons that a card offers whose first finding has this code."""
        own = {code for code, findings in self.named.items() if finding in findings}
        offered = (own or self.otherwise) | self.general
        return [dict(one) for one in self.codings if one["code"] in offered]


def override_reasons(profiles: Profiles) -> OverrideReasons:
    """The reasons of a profiles folder."""
    system = profiles.as_written["CodeSystem/override-reason"]
    codings: list[ReasonCoding] = []
    named: dict[str, frozenset[str]] = {}
    general: set[str] = set()
    otherwise: set[str] = set()
    for one in system["concept"]:
        code = one["code"]
        codings.append({"system": system["url"], "code": code, "display": one["display"]})
        told = one.get("property", [])
        if findings := frozenset(item["valueString"] for item in told if item["code"] == "finding"):
            named[code] = findings
        if any(item["code"] == "general" and item["valueBoolean"] for item in told):
            general.add(code)
        if any(item["code"] == "otherwise" and item["valueBoolean"] for item in told):
            otherwise.add(code)
    return OverrideReasons(tuple(codings), named, frozenset(general), frozenset(otherwise))
