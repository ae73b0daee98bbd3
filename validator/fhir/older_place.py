"""Elements under the name that an older release of FHIR had for them, with the same meaning.

Source: FHIR STU3 and DSTU2 Condition, STU3 MedicationRequest, Observation and Procedure; the R4 tables of differences.
"""

from __future__ import annotations

from typing import Any

_CONTEXT = {"context": "encounter"}
_MOVED = {
    "Condition": {"assertedDate": "recordedDate", "dateRecorded": "recordedDate"} | _CONTEXT,
    "MedicationRequest": _CONTEXT,
    "Observation": _CONTEXT,
    "Procedure": _CONTEXT,
}
OLDER_NAMES = frozenset({name for names in _MOVED.values() for name in names} | {"requester"})
"""Names of which none stands in nearly every resource; one that does may be right where it stands."""


def in_todays_places(raw: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The resource with such elements where R4 has them, and the names they stood under.

    The same object and nothing where nothing was moved. What is given in both places stays as it is: which of the two
    is meant cannot be told.
    """
    kind = raw.get("resourceType")
    moved = _MOVED.get(kind, {}) if isinstance(kind, str) else {}
    is_older = not moved.keys().isdisjoint(raw)
    names = {old: new for old, new in moved.items() if old in raw and new not in raw} if is_older else {}
    if len(set(names.values())) < len(names):
        names = {}
    tree = {names.get(name, name): value for name, value in raw.items()} if names else raw
    asked = raw.get("requester")
    if kind == "MedicationRequest" and isinstance(asked, dict) and asked.keys() <= {"agent", "onBehalfOf"}:
        agent = asked.get("agent")
        if isinstance(agent, dict):
            return {**tree, "requester": agent}, (*names, "requester")
    return tree, tuple(names)
