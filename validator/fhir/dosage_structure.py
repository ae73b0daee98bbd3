"""What is wrong with the structure of one Dosage, so that no dose is read from elements that contradict each other.

A Dosage is kept as JSON for the dosage engine; its types are judged here. Source: FHIR R4 and R5 Dosage and Timing
(tim-1 to tim-10, dos-1).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from validator.fhir.body import STRUCTURE
from validator.fhir.expression import Path, element_at
from validator.fhir.quantity_structure import (
    amount,
    is_object,
    period,
    quantity,
    range_of,
    ratio,
    simple_quantity,
    text,
    whole,
)
from validator.fhir.structure_issue import CODE, INVARIANT, VALUE, Complaints, json_type, several_choices
from validator.fhir.version import FhirVersion
from validator.verdict import Severity

_UNITS_OF_TIME = frozenset({"s", "min", "h", "d", "wk", "mo", "a"})
_DAYS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
_MEALS = frozenset({"C", "CM", "CD", "CV"})
_EVENTS = _MEALS | frozenset(
    {"MORN", "MORN.early", "MORN.late", "NOON", "AFT", "AFT.early", "AFT.late", "EVE", "EVE.early", "EVE.late"}
    | {"NIGHT", "PHS", "HS", "WAKE", "AC", "ACM", "ACD", "ACV", "PC", "PCM", "PCD", "PCV"}
)
_TIME_OF_DAY = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?")
_STU3 = ("doseQuantity", "doseRange", "doseSimpleQuantity", "rateQuantity", "rateRange", "rateRatio")
_DOSE = ("doseQuantity", "doseRange")
_RATE = ("rateQuantity", "rateRange", "rateRatio")
_BOUNDS = ("boundsDuration", "boundsPeriod", "boundsRange")


def dosage_structure(dosage: Any, path: Path, into: Complaints, version: FhirVersion) -> None:
    """Judges one Dosage at `path`; every complaint goes `into` the collector, and none hides another."""
    if not is_object(dosage, path, into):
        return
    if dosage.get("sequence") is not None:
        whole(dosage["sequence"], (*path, "sequence"), into, least=-(2**31))
    for name in ("text", "patientInstruction"):
        text(dosage.get(name), (*path, name), into)
    for name in ("route", "method", "site", "asNeededCodeableConcept"):
        if (concept := dosage.get(name)) is not None:
            _concept(concept, (*path, name), into)
    for name in ("additionalInstruction", "asNeededFor"):
        for place, concept in _listed(dosage.get(name), (*path, name), into):
            _concept(concept, place, into)
    _as_needed(dosage, path, into)
    for name in _STU3:
        if dosage.get(name) is not None:
            into.add(STRUCTURE, (*path, name), "belongs inside doseAndRate since FHIR R4; it was not read here.")
    for place, one in _listed(dosage.get("doseAndRate"), (*path, "doseAndRate"), into):
        _dose_and_rate(one, place, into)
    for name in ("maxDosePerAdministration", "maxDosePerLifetime"):
        if dosage.get(name) is not None:
            simple_quantity(dosage[name], (*path, name), into)
    _most_per_period(dosage.get("maxDosePerPeriod"), (*path, "maxDosePerPeriod"), into, version)
    if (timing := dosage.get("timing")) is not None:
        _timing(timing, (*path, "timing"), into, version)


def _as_needed(dosage: dict[str, Any], path: Path, into: Complaints) -> None:
    for name in ("asNeededBoolean", "asNeeded"):
        value = dosage.get(name)
        if value is not None and not isinstance(value, bool):
            into.add(STRUCTURE, (*path, name), f"expected true or false, found {json_type(value)}.")
    _one_of(dosage, ("asNeededBoolean", "asNeededCodeableConcept"), path, into)
    if dosage.get("asNeeded") is False and dosage.get("asNeededFor"):
        into.add(INVARIANT, (*path, "asNeededFor"), "given although asNeeded is false (dos-1).")


def _dose_and_rate(one: Any, path: Path, into: Complaints) -> None:
    if not is_object(one, path, into):
        return
    _one_of(one, _DOSE, path, into)
    _one_of(one, _RATE, path, into)
    if one.get("type") is not None:
        _concept(one["type"], (*path, "type"), into)
    for name in ("doseQuantity", "rateQuantity"):
        if one.get(name) is not None:
            simple_quantity(one[name], (*path, name), into)
    for name in ("doseRange", "rateRange"):
        if one.get(name) is not None:
            range_of(one[name], (*path, name), into)
    if one.get("rateRatio") is not None:
        ratio(one["rateRatio"], (*path, "rateRatio"), into)


def _most_per_period(value: Any, path: Path, into: Complaints, version: FhirVersion) -> None:
    """One Ratio in R4, a list of them in R5."""
    match version:
        case FhirVersion.R5:
            for place, one in _listed(value, path, into):
                ratio(one, place, into)
        case FhirVersion.R4 | FhirVersion.R4B:
            if value is not None:
                ratio(value, path, into)


def _timing(timing: Any, path: Path, into: Complaints, version: FhirVersion) -> None:
    if not is_object(timing, path, into):
        return
    if timing.get("code") is not None:
        _concept(timing["code"], (*path, "code"), into)
    for place, event in _listed(timing.get("event"), (*path, "event"), into, primitive="_event" in timing):
        text(event, place, into)
    if (repeat := timing.get("repeat")) is not None and is_object(repeat, (*path, "repeat"), into):
        _repeat(repeat, (*path, "repeat"), into, version)


def _repeat(repeat: dict[str, Any], path: Path, into: Complaints, version: FhirVersion) -> None:
    _bounds(repeat, path, into)
    least = {"count": 1, "countMax": 1, "frequency": 1, "frequencyMax": 1, "offset": 0}
    for name, bound in least.items():
        whole(repeat.get(name), (*path, name), into, least=bound)
    for name, rule in (("duration", "tim-4"), ("durationMax", ""), ("period", "tim-5"), ("periodMax", "")):
        number = amount(repeat.get(name), (*path, name), into)
        if number is not None and number <= 0:
            into.add(VALUE, (*path, name), "must be above zero" + (f" ({rule})." if rule and number < 0 else "."))
    for name in ("periodUnit", "durationUnit"):
        _code(repeat.get(name), (*path, name), into, _UNITS_OF_TIME, "one of s, min, h, d, wk, mo, a")
    for name, needs, rule in (
        ("duration", "durationUnit", "tim-1"),
        ("period", "periodUnit", "tim-2"),
        ("periodMax", "period", "tim-6"),
        ("durationMax", "duration", "tim-7"),
        ("countMax", "count", "tim-8"),
        ("offset", "when", "tim-9"),
    ):
        if repeat.get(name) is not None and repeat.get(needs) in (None, []) and f"_{needs}" not in repeat:
            into.add(INVARIANT, (*path, name), f"given without {needs} ({rule}).")
    for name in ("count", "frequency", "period", "duration"):
        low, high = _number(repeat.get(name)), _number(repeat.get(f"{name}Max"))
        if low is not None and high is not None and low > high:
            into.add(INVARIANT, (*path, f"{name}Max"), f"is below {name}.")
    _times(repeat, path, into, version)


def _times(repeat: dict[str, Any], path: Path, into: Complaints, version: FhirVersion) -> None:
    events = _EVENTS | {"IMD"} if version is FhirVersion.R5 else _EVENTS
    for place, day in _listed(repeat.get("dayOfWeek"), (*path, "dayOfWeek"), into, primitive="_dayOfWeek" in repeat):
        _code(day, place, into, _DAYS, "mon, tue, wed, thu, fri, sat or sun")
    for place, when in _listed(repeat.get("when"), (*path, "when"), into, primitive="_when" in repeat):
        _code(when, place, into, events, "an event such as MORN, HS, AC or PC")
        if isinstance(when, str) and when in _MEALS and repeat.get("offset") is not None:
            into.add(INVARIANT, (*path, "offset"), "cannot go with a meal itself, only before or after it (tim-9).")
    times = _listed(repeat.get("timeOfDay"), (*path, "timeOfDay"), into, primitive="_timeOfDay" in repeat)
    for place, time in times:
        if text(time, place, into) and _TIME_OF_DAY.fullmatch(time) is None:
            into.add(VALUE, place, "expected hours, minutes and seconds, without a time zone.")
    if repeat.get("timeOfDay") and repeat.get("when"):
        into.add(INVARIANT, path, "has both timeOfDay and when (tim-10).")


def _bounds(repeat: dict[str, Any], path: Path, into: Complaints) -> None:
    _one_of(repeat, _BOUNDS, path, into)
    if repeat.get("boundsPeriod") is not None:
        period(repeat["boundsPeriod"], (*path, "boundsPeriod"), into)
    if repeat.get("boundsRange") is not None:
        range_of(repeat["boundsRange"], (*path, "boundsRange"), into)
    duration = repeat.get("boundsDuration")
    if duration is not None and is_object(duration, (*path, "boundsDuration"), into):
        quantity(duration, (*path, "boundsDuration"), into)


def _one_of(element: dict[str, Any], names: tuple[str, ...], path: Path, into: Complaints) -> None:
    given = [name for name in names if element.get(name) is not None]
    if len(given) > 1:
        into.issues.append(several_choices(element_at(into.base, path), given))


def _code(value: Any, path: Path, into: Complaints, codes: frozenset[str], expected: str) -> None:
    if value is not None and text(value, path, into) and value not in codes:
        into.add(CODE, path, f"expected {expected}.")


def _concept(concept: Any, path: Path, into: Complaints) -> None:
    """A CodeableConcept: its text and every part of every coding is text."""
    if not is_object(concept, path, into):
        return
    text(concept.get("text"), (*path, "text"), into)
    for place, coding in _listed(concept.get("coding"), (*path, "coding"), into):
        if is_object(coding, place, into):
            for name in ("system", "code", "display"):
                text(coding.get(name), (*place, name), into)


def _listed(value: Any, path: Path, into: Complaints, *, primitive: bool = False) -> list[tuple[Path, Any]]:
    """The members of a list, each with its path. A null in a list of `primitive` values stands for its extension."""
    if value is None:
        return []
    if not isinstance(value, list):
        into.add(STRUCTURE, path, f"expected a list, found {json_type(value)}.")
        return []
    members: list[tuple[Path, Any]] = []
    for index, one in enumerate(value):
        if one is not None:
            members.append(((*path, index), one))
        elif not primitive:
            into.add(STRUCTURE, (*path, index), "null is no value in FHIR.", severity=Severity.WARNING)
    return members


def _number(value: Any) -> Decimal | int | None:
    return value if isinstance(value, Decimal | int) and not isinstance(value, bool) else None
