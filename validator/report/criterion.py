"""Criteria that a prescriber can state with one click: what each answer says, and the Observation that records it.

Source: CodeSystem `criterion` of this project, whose designations (use Y and N of v2-0136) word the answers; FHIR R4
Observation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from validator.frozen import Frozen
from validator.profiles import Profiles

_CATEGORY = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}],
}


class StatableCriterion(Frozen):
    """A question of the label that is answered yes or no; `yes` and `no` are the answers as clauses."""

    system: str
    code: str
    display: str
    yes: str
    no: str

    def answer(self, is_so: bool) -> str:
        """The answer as a clause: `the tumor is unresectable`."""
        return self.yes if is_so else self.no

    def observation(self, is_so: bool, *, subject: str, day: date) -> dict[str, Any]:
        """The Observation that states the answer of a patient (`Patient/x`) on a day."""
        coding = {"system": self.system, "code": self.code, "display": self.display}
        return {
            "resourceType": "Observation",
            "status": "final",
            "category": [_CATEGORY],
            "code": {"coding": [coding], "text": self.answer(is_so)},
            "subject": {"reference": subject},
            "effectiveDateTime": day.isoformat(),
            "valueBoolean": is_so,
        }


Criteria = Mapping[str, StatableCriterion]
"""Criteria by their code."""


def criteria_of(profiles: Profiles) -> dict[str, StatableCriterion]:
    """The criteria of a profiles folder. One whose answers have no words of their own is answered yes or no."""
    system = profiles.as_written["CodeSystem/criterion"]
    found = {}
    for concept in system["concept"]:
        said = {one.get("use", {}).get("code"): one["value"] for one in concept.get("designation", [])}
        display = concept["display"]
        yes, no = said.get("Y", f"{display}: yes"), said.get("N", f"{display}: no")
        found[concept["code"]] = StatableCriterion(system["url"], concept["code"], display, yes, no)
    return found


def worded(says: str, criteria: Criteria) -> str:
    """What shows an answer, with the name of its criterion for the code: `Disease is progressive: yes`."""
    code, colon, rest = says.partition(": ")
    return f"{criteria[code].display}: {rest}" if colon and code in criteria else says
