"""Reads a Timing and judges its rules. Source: FHIR R4 and R5 Timing (tim-1 to tim-10)."""

from __future__ import annotations

from typing import Any, TypeVar

from validator.fhir.dosage import Repeat, Timing
from validator.fhir.element import Number
from validator.fhir.expression import Path
from validator.fhir.list_structure import concept, extensions, one_of, texts
from validator.fhir.quantity_structure import amount, is_object, period, quantity, range_of, text, whole
from validator.fhir.structure_issue import CODE, INVARIANT, VALUE, Complaints
from validator.fhir.version import FhirVersion
from validator.regex import regex

_T = TypeVar("_T")

_UNITS_OF_TIME = frozenset({"s", "min", "h", "d", "wk", "mo", "a"})
_DAYS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
_MEALS = frozenset({"C", "CM", "CD", "CV"})
_EVENTS = _MEALS | frozenset(
    {"MORN", "MORN.early", "MORN.late", "NOON", "AFT", "AFT.early", "AFT.late", "EVE", "EVE.early", "EVE.late"}
    | {"NIGHT", "PHS", "HS", "WAKE", "AC", "ACM", "ACD", "ACV", "PC", "PCM", "PCD", "PCV"}
)
_TIME_OF_DAY = regex(r"(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?")
_BOUNDS = ("boundsDuration", "boundsPeriod", "boundsRange")
_BOUNDS_STATED = frozenset(_BOUNDS)
_TIMES = frozenset({"dayOfWeek", "when", "timeOfDay"})
_WHOLE = {"count": 1, "countMax": 1, "frequency": 1, "frequencyMax": 1, "offset": 0}
_NEEDS = (
    ("duration", "durationUnit", "tim-1"),
    ("period", "periodUnit", "tim-2"),
    ("periodMax", "period", "tim-6"),
    ("durationMax", "duration", "tim-7"),
    ("countMax", "count", "tim-8"),
    ("offset", "when", "tim-9"),
)


def read_timing(timing: Any, path: Path, into: Complaints, version: FhirVersion) -> Timing | None:
    """The Timing at `path` as far as it can be read; None where it is not there or no object."""
    if timing is None or not is_object(timing, path, into):
        return None
    code = concept(timing["code"], (*path, "code"), into) if "code" in timing else None
    events: tuple[str, ...] = ()
    if "event" in timing:
        events = texts(timing, "event", path, into, lambda event, place: text(event, place, into))
    repeat = timing.get("repeat")
    rules = None
    if repeat is not None and is_object(repeat, (*path, "repeat"), into):
        rules = _repeat(repeat, (*path, "repeat"), into, version)
    return Timing(
        extension=extensions(timing["extension"]) if "extension" in timing else (),
        modifier_extension=extensions(timing["modifierExtension"]) if "modifierExtension" in timing else (),
        event=events,
        repeat=rules,
        code=code,
    )


def _repeat(repeat: dict[str, Any], path: Path, into: Complaints, version: FhirVersion) -> Repeat:
    within, lasting, length = None, None, None
    if not _BOUNDS_STATED.isdisjoint(repeat):
        one_of(repeat, _BOUNDS, path, into)
        if (stated := repeat.get("boundsPeriod")) is not None:
            within = period(stated, (*path, "boundsPeriod"), into)
        if (stated := repeat.get("boundsRange")) is not None:
            lasting = range_of(stated, (*path, "boundsRange"), into)
        if (stated := repeat.get("boundsDuration")) is not None:
            length = quantity(stated, (*path, "boundsDuration"), into)
    counted: dict[str, int | None] = {}
    for name, least in _WHOLE.items():
        counted[name] = whole(repeat[name], (*path, name), into, least=least) if name in repeat else None
    measured: dict[str, Number | None] = {}
    for name, rule in (("duration", "tim-4"), ("durationMax", ""), ("period", "tim-5"), ("periodMax", "")):
        number = measured[name] = amount(repeat[name], (*path, name), into) if name in repeat else None
        if number is not None and number <= 0:
            into.add(VALUE, (*path, name), "must be above zero" + (f" ({rule})." if rule and number < 0 else "."))
    units: dict[str, str | None] = {"periodUnit": None, "durationUnit": None}
    for name in units:
        if name in repeat:
            expected = "one of s, min, h, d, wk, mo, a"
            units[name] = _code(repeat[name], (*path, name), into, _UNITS_OF_TIME, expected)
    for name, needs, rule in _NEEDS:
        if repeat.get(name) is not None and repeat.get(needs) in (None, []) and f"_{needs}" not in repeat:
            into.add(INVARIANT, (*path, name), f"given without {needs} ({rule}).")
    for name in ("count", "frequency", "period", "duration"):
        most = f"{name}Max"
        low, high = counted.get(name, measured.get(name)), counted.get(most, measured.get(most))
        if low is not None and high is not None and low > high:
            into.add(INVARIANT, (*path, f"{name}Max"), f"is below {name}.")
    days, when, times = _times(repeat, path, into, version) if not _TIMES.isdisjoint(repeat) else ((), (), ())
    return Repeat(
        bounds_duration=length,
        bounds_period=within,
        bounds_range=lasting,
        count=counted["count"],
        count_max=counted["countMax"],
        duration=measured["duration"],
        duration_max=measured["durationMax"],
        duration_unit=units["durationUnit"],
        frequency=counted["frequency"],
        frequency_max=counted["frequencyMax"],
        period=measured["period"],
        period_max=measured["periodMax"],
        period_unit=units["periodUnit"],
        offset=counted["offset"],
        day_of_week=days,
        time_of_day=times,
        when=when,
    )


def _times(
    repeat: dict[str, Any], path: Path, into: Complaints, version: FhirVersion
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    events = _EVENTS | {"IMD"} if version is FhirVersion.R5 else _EVENTS

    def when(code: Any, place: Path) -> None:
        _code(code, place, into, events, "an event such as MORN, HS, AC or PC")
        if isinstance(code, str) and code in _MEALS and repeat.get("offset") is not None:
            into.add(INVARIANT, (*path, "offset"), "cannot go with a meal itself, only before or after it (tim-9).")

    def clock(time: Any, place: Path) -> None:
        if (written := text(time, place, into)) is not None and _TIME_OF_DAY.fullmatch(written) is None:
            into.add(VALUE, place, "expected hours, minutes and seconds, without a time zone.")

    def day(code: Any, place: Path) -> None:
        _code(code, place, into, _DAYS, "mon, tue, wed, thu, fri, sat or sun")

    found = tuple(
        texts(repeat, name, path, into, judge) if name in repeat else ()
        for name, judge in (("dayOfWeek", day), ("when", when), ("timeOfDay", clock))
    )
    if repeat.get("timeOfDay") and repeat.get("when"):
        into.add(INVARIANT, path, "has both timeOfDay and when (tim-10).")
    return found[0], found[1], found[2]


def _code(value: Any, path: Path, into: Complaints, codes: frozenset[str], expected: str) -> str | None:
    written = value if isinstance(value, str) else text(value, path, into)
    if written is not None and written not in codes:
        into.add(CODE, path, f"expected {expected}.")
    return written
