"""What general validators miss in a MedicationRequest and a dose needs; cheap enough to run on every order.

Source: FHIR R4 and R5 MedicationRequest, and the required bindings of its codes.
"""

from __future__ import annotations

from itertools import chain
from operator import attrgetter
from typing import Any

from validator.fhir.content import STRUCTURE
from validator.fhir.element import DRUG_ELEMENTS
from validator.fhir.entry import Entry
from validator.fhir.expression import Path
from validator.fhir.quantity_structure import moment, period, quantity, simple_quantity, whole
from validator.fhir.status_code import INTENT
from validator.fhir.structure_issue import CODE, Complaints, missing, several_choices
from validator.fhir.version import FhirVersion
from validator.finding import Issue
from validator.verdict import Severity

_R4_STATUS = frozenset(
    {"active", "on-hold", "cancelled", "completed", "entered-in-error", "stopped", "draft", "unknown"}
)
_R5_STATUS = _R4_STATUS | {"ended"}
_PRIORITY = frozenset({"routine", "urgent", "asap", "stat"})
_DIRECTIONS = frozenset({"dosageInstruction", "renderedDosageInstruction"})
_FREE_TEXT = frozenset({"text", "patientInstruction", "renderedDosageInstruction"})


ORDER = "MedicationRequest"


def order_issues(entry: Entry, version: FhirVersion) -> tuple[Issue, ...]:
    """An issue for everything in the order that FHIR does not allow and a dose could be misread from.

    `error` where an element the order is judged by is concerned, else `warning`. Never raises, whatever the order
    holds. Its Dosages were judged when they were read. Wrong types outside them are in `entry.problems` and not
    repeated here.
    """
    if entry.resource_type != ORDER:
        return ()
    raw, into = entry.tree, Complaints(entry.expression)
    _required(raw, into)
    _codes(raw, into, version)
    _choices(raw, into)
    moment(raw.get("authoredOn") if isinstance(raw.get("authoredOn"), str) else None, ("authoredOn",), into)
    if entry.dosages.issues:
        into.take(entry.dosages.issues)
    if isinstance(raw.get("dispenseRequest"), dict):
        _dispense(raw["dispenseRequest"], into)
    empty = Complaints(entry.expression)
    _emptiness(entry.raw, (), empty)
    named = {*chain.from_iterable(map(attrgetter("expression"), into.issues))}
    for issue in empty.issues:
        into.issues += (issue,) if named.isdisjoint(issue.expression) else ()
    return tuple(dict.fromkeys(into.issues))


def _required(raw: dict[str, Any], into: Complaints) -> None:
    for name in ("status", "intent", "subject"):
        # An extension on the element (a data-absent-reason, say) makes it present: the value is unknown, not forgotten.
        if raw.get(name) is None and f"_{name}" not in raw:
            into.issues.append(missing(f"{into.base}.{name}"))
    if [*map(raw.get, DRUG_ELEMENTS)] == [None] * len(DRUG_ELEMENTS):
        into.issues.append(missing(f"{into.base}.medication"))


def _codes(raw: dict[str, Any], into: Complaints, version: FhirVersion) -> None:
    match version:
        case FhirVersion.R5:
            statuses = _R5_STATUS
        case FhirVersion.R4 | FhirVersion.R4B:
            statuses = _R4_STATUS
    for name, codes, severity in (
        ("status", statuses, Severity.ERROR),
        ("intent", INTENT["MedicationRequest"], Severity.ERROR),
        ("priority", _PRIORITY, Severity.WARNING),
    ):
        value = raw.get(name)
        if isinstance(value, str) and value not in codes:
            into.add(CODE, (name,), f"not one of the codes FHIR {version} has for it.", severity=severity)


def _choices(raw: dict[str, Any], into: Complaints) -> None:
    for names in (DRUG_ELEMENTS, ("reportedBoolean", "reportedReference")):
        if len(names) - [*map(raw.get, names)].count(None) > 1:
            given = [name for name in names if raw.get(name) is not None]
            into.issues.append(several_choices(into.base, given))


def _dispense(request: dict[str, Any], into: Complaints) -> None:
    path: Path = ("dispenseRequest",)
    whole(_sound(request, "numberOfRepeatsAllowed"), (*path, "numberOfRepeatsAllowed"), into, least=0)
    if isinstance(request.get("validityPeriod"), dict):
        period(request["validityPeriod"], (*path, "validityPeriod"), into)
    if isinstance(request.get("quantity"), dict):
        simple_quantity(request["quantity"], (*path, "quantity"), into)
    duration = request.get("expectedSupplyDuration")
    if isinstance(duration, dict):
        quantity(duration, (*path, "expectedSupplyDuration"), into)


def _sound(element: dict[str, Any], name: str) -> int | None:
    """A whole number, where it is one; another type was already named when the body was decoded."""
    value = element.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _emptiness(value: dict[str, Any], path: Path, into: Complaints) -> None:
    """FHIR JSON has no null, no empty text, no empty list and no empty object: each hides something meant."""
    # Walked without recursion, as every order is: what comes last is taken first, so each list is turned round.
    left: list[tuple[Path, Any, bool]] = [(path, value, False)]
    while left:
        at, one, is_primitive = left.pop()
        if type(one) is not dict or not one:
            # In a list of primitive values null keeps the place of an extension.
            if one in ("", [], {}) or (one is None and not is_primitive):
                _say_empty(one, at, into)
            continue
        within: list[tuple[Path, Any, bool]] = []
        for key, child in one.items():
            # Most of an order are words that are there.
            if child and (type(child) is str or key == "contained"):
                continue
            if type(child) is list and child:
                primitive = f"_{key}" in one or key[:1] == "_"
                for index, member in enumerate(child):
                    within.append(((*at, key, index), member, primitive))
            else:
                within.append(((*at, key), child, False))
        left += reversed(within)


def _say_empty(value: Any, path: Path, into: Complaints) -> None:
    says = "null is no value in FHIR." if value is None else "is empty; leave it out."
    # Words that say nothing hide nothing: forms send them where nobody wrote any.
    is_no_word = value == "" and path[0] in _DIRECTIONS and path[-1] in _FREE_TEXT
    into.add(STRUCTURE, path, says, severity=Severity.INFORMATION if is_no_word else Severity.WARNING)
