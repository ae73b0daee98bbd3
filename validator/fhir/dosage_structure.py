"""Reads every Dosage of a resource, once, and says in the same pass what is wrong with its structure.

One bad element hides no other: an element that cannot be read is left out by itself and named, and so are elements that
contradict each other, so that no dose is read from them unseen. Source: FHIR R4 and R5 Dosage (dos-1).
"""

from __future__ import annotations

from typing import Any

from validator.fhir.content import STRUCTURE
from validator.fhir.dosage import Dosage, Dosages, DoseAndRate
from validator.fhir.element import CodeableConcept, QuantityElement, Range, Ratio
from validator.fhir.expression import Path
from validator.fhir.list_structure import concept, concepts, extensions, in_places, listed, one_of
from validator.fhir.quantity_structure import is_object, range_of, ratio, simple_quantity, text, whole
from validator.fhir.structure_issue import INVARIANT, Complaints, json_type
from validator.fhir.timing_structure import read_timing
from validator.fhir.version import FhirVersion

_STU3 = ("doseQuantity", "doseRange", "doseSimpleQuantity", "rateQuantity", "rateRange", "rateRatio")
_DOSE = ("doseQuantity", "doseRange")
_RATE = ("rateQuantity", "rateRange", "rateRatio")
_OLDER = frozenset(_STU3)
_NEEDED = frozenset({"asNeeded", "asNeededBoolean", "asNeededCodeableConcept", "asNeededFor"})
_NO_DOSE = DoseAndRate()
_NONE = {name: Dosages(name) for name in ("dosageInstruction", "dosage")}


def read_dosages(value: Any, name: str, base: str, version: FhirVersion) -> Dosages:
    """The Dosages in the element `name` of the resource at `base`, which holds `value`. Never raises.

    What else than objects stands in the list, or in its place, is kept as wrong and left to others to name.
    """
    if value is None:
        return _NONE[name] if name in _NONE else Dosages(name)
    into = Complaints(base)
    if not isinstance(value, list | tuple):
        return Dosages(name, wrong=frozenset({name}))
    read: list[Dosage | None] = []
    for index, dosage in enumerate(value):
        if isinstance(dosage, dict):
            read.append(_dosage(dosage, (name, index), into, version))
        else:
            into.unread((name, index))
            read.append(None)
    return Dosages(name, tuple(read), frozenset(into.wrong), tuple(into.issues))


def _dosage(dosage: dict[str, Any], path: Path, into: Complaints, version: FhirVersion) -> Dosage:
    sequence = None
    if dosage.get("sequence") is not None:
        sequence = whole(dosage["sequence"], (*path, "sequence"), into, least=-(2**31))
    # What is not there is not asked for: of all that a Dosage may hold it holds little.
    said: dict[str, str | None] = {}
    for name in ("text", "patientInstruction"):
        word = dosage.get(name)
        said[name] = word if word is None or isinstance(word, str) else text(word, (*path, name), into)
    named: dict[str, CodeableConcept | None] = {}
    for name in ("route", "method", "site", "asNeededCodeableConcept"):
        named[name] = concept(dosage[name], (*path, name), into) if name in dosage else None
    several: dict[str, tuple[CodeableConcept, ...]] = {}
    for name in ("additionalInstruction", "asNeededFor"):
        several[name] = concepts(dosage[name], (*path, name), into) if name in dosage else ()
    needed, needed_boolean = _as_needed(dosage, path, into) if not _NEEDED.isdisjoint(dosage) else (None, None)
    older = _older_place(dosage, path, into) if not _OLDER.isdisjoint(dosage) else _NO_DOSE
    doses = _doses(dosage["doseAndRate"], (*path, "doseAndRate"), into) if "doseAndRate" in dosage else ()
    most: dict[str, QuantityElement | None] = {}
    for name in ("maxDosePerAdministration", "maxDosePerLifetime"):
        stated = dosage.get(name)
        most[name] = simple_quantity(stated, (*path, name), into) if stated is not None else None
    stated = dosage.get("maxDosePerPeriod")
    per_period = _most_per_period(stated, (*path, "maxDosePerPeriod"), into, version) if stated is not None else ()
    timing = read_timing(dosage["timing"], (*path, "timing"), into, version) if "timing" in dosage else None
    return Dosage(
        modifier_extension=extensions(dosage["modifierExtension"]) if "modifierExtension" in dosage else (),
        sequence=sequence,
        text=said["text"],
        patient_instruction=said["patientInstruction"],
        additional_instruction=several["additionalInstruction"],
        timing=timing,
        as_needed=needed,
        as_needed_boolean=needed_boolean,
        as_needed_codeable_concept=named["asNeededCodeableConcept"],
        as_needed_for=several["asNeededFor"],
        site=named["site"],
        route=named["route"],
        method=named["method"],
        dose_quantity=older.dose_quantity,
        dose_range=older.dose_range,
        dose_and_rate=doses,
        max_dose_per_period=per_period,
        max_dose_per_administration=most["maxDosePerAdministration"],
    )


def _as_needed(dosage: dict[str, Any], path: Path, into: Complaints) -> tuple[bool | None, bool | None]:
    flags: dict[str, bool | None] = {}
    for name in ("asNeededBoolean", "asNeeded"):
        value = dosage.get(name)
        flags[name] = value if isinstance(value, bool) else None
        if value is not None and not isinstance(value, bool):
            into.unread((*path, name), f"expected true or false, found {json_type(value)}.")
    one_of(dosage, ("asNeededBoolean", "asNeededCodeableConcept"), path, into)
    if dosage.get("asNeeded") is False and dosage.get("asNeededFor"):
        into.add(INVARIANT, (*path, "asNeededFor"), "given although asNeeded is false (dos-1).")
    return flags["asNeeded"], flags["asNeededBoolean"]


def _older_place(dosage: dict[str, Any], path: Path, into: Complaints) -> DoseAndRate:
    """Dose and rate where STU3 had them: one issue for each, whatever is in it, and the dose as far as it is read."""
    given = [name for name in _STU3 if dosage.get(name) is not None]
    for name in given:
        into.add(STRUCTURE, (*path, name), "belongs inside doseAndRate since FHIR R4; it was not read here.")
    unsaid = Complaints(into.base)
    found = _dose_and_rate({name: dosage[name] for name in _DOSE if name in given}, path, unsaid) if given else None
    into.wrong |= unsaid.wrong
    return found or _NO_DOSE


def _doses(value: Any, path: Path, into: Complaints) -> tuple[DoseAndRate | None, ...]:
    if isinstance(value, dict):
        # Seen in published requests; the meaning is the same as a list of one.
        into.unread(path, f"expected a list, found {json_type(value)}.")
        unsaid = Complaints(into.base)
        only = _dose_and_rate(value, (*path, 0), unsaid)
        into.wrong |= unsaid.wrong
        return (only,)
    found: list[DoseAndRate | None] = []
    for place, one in in_places(value, path, into):
        found.append(_dose_and_rate(one, place, into) if one is not None else None)
    return tuple(found)


def _dose_and_rate(one: Any, path: Path, into: Complaints) -> DoseAndRate | None:
    if not is_object(one, path, into):
        return None
    if len(one) > 1:
        one_of(one, _DOSE, path, into)
        one_of(one, _RATE, path, into)
    kind = concept(one["type"], (*path, "type"), into) if "type" in one else None
    amounts: dict[str, QuantityElement | None] = {}
    for name in ("doseQuantity", "rateQuantity"):
        stated = one.get(name)
        amounts[name] = simple_quantity(stated, (*path, name), into) if stated is not None else None
    ranges: dict[str, Range | None] = {}
    for name in ("doseRange", "rateRange"):
        stated = one.get(name)
        ranges[name] = range_of(stated, (*path, name), into) if stated is not None else None
    of_rate = ratio(one["rateRatio"], (*path, "rateRatio"), into) if one.get("rateRatio") is not None else None
    return DoseAndRate(
        type=kind,
        dose_quantity=amounts["doseQuantity"],
        dose_range=ranges["doseRange"],
        rate_quantity=amounts["rateQuantity"],
        rate_range=ranges["rateRange"],
        rate_ratio=of_rate,
    )


def _most_per_period(value: Any, path: Path, into: Complaints, version: FhirVersion) -> tuple[Ratio | None, ...]:
    """One Ratio in R4, a list of them in R5; what has the shape of the other release is named and still read."""
    match version:
        case FhirVersion.R5:
            named = [ratio(one, place, into) for place, one in listed(value, path, into)]
        case FhirVersion.R4 | FhirVersion.R4B:
            named = [ratio(value, path, into)]
    if isinstance(value, list) is (version is FhirVersion.R5):
        return tuple(named)
    unsaid = Complaints(into.base)
    return tuple(ratio(one, path, unsaid) for one in (value if isinstance(value, list) else [value]))
