"""Which lists came with the submission, and which of them are known to be empty.

A list that was not supplied is not "none". Only an explicit statement makes a list known to be empty:
List.emptyReason `nilknown`, or an entry that says "no known ...". Sources: FHIR R4 List; International Patient Summary.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Protocol

from validator.chart.concept import raw_codings
from validator.chart.entry.status import ENTERED_IN_ERROR
from validator.chart.reader import Reader
from validator.fhir.entry import Entry
from validator.fhir.resource import ListResource
from validator.fhir.status_code import STATUS, word_of
from validator.terminology.coding import LOINC, SNOMED, canonical_system

_ListedCode = tuple[str, str]
_LISTS = {"10160-0": "medications", "11450-4": "conditions", "47519-4": "procedures"}
_TYPES = {
    "medications": ("MedicationRequest", "MedicationStatement"),
    "conditions": ("Condition",),
    "procedures": ("Procedure",),
}
_OF_TYPE = {
    "Condition": "conditions",
    "Procedure": "procedures",
    "MedicationRequest": "medications",
    "MedicationStatement": "medications",
    "MedicationUsage": "medications",
    "MedicationAdministration": "medications",
    "MedicationDispense": "medications",
}
_COUNTED = (*_OF_TYPE, "Observation")
"""The resource types of which it is told whether they were supplied."""

_ABSENT = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
_NONE_KNOWN = {
    (SNOMED, "160245001"): "conditions",  # No current problems or disability
    (SNOMED, "787481004"): "medications",  # No known medications
    (SNOMED, "787480003"): "procedures",  # No known procedures
    (_ABSENT, "no-known-problems"): "conditions",
    (_ABSENT, "no-known-medications"): "medications",
    (_ABSENT, "no-known-procedures"): "procedures",
}
_ABOUT = ("code", "medicationCodeableConcept", "medication")
_CODES_OF_NONE = frozenset(code for _, code in _NONE_KNOWN)
_CODE = itemgetter(1)
_NO_INFORMATION = frozenset({"no-problem-info", "no-medication-info", "no-procedure-info"})
_NOT_SO = frozenset({ENTERED_IN_ERROR, "not-taken", "not-done", "cancelled"})


def known_empty_by_lists(reader: Reader, lists: Iterable[Entry]) -> frozenset[str]:
    """The lists given as empty because nothing is known to be on them."""
    found: set[str] = set()
    for entry in lists:
        body = reader.body(entry, ListResource)
        if body is None or body.status == ENTERED_IN_ERROR or body.entry or body.empty_reason is None:
            continue
        if any(coding.code == "nilknown" for coding in body.empty_reason.coding):
            codes = body.code.coding if body.code else ()
            found.update(_LISTS[c.code] for c in codes if c.code in _LISTS and _system(c.system) == LOINC)
    return frozenset(found)


def is_of_medications(code: object) -> bool:
    """Whether the undecoded code of a List says that it is one of medications, by LOINC."""
    return any(_LISTS.get(one) == "medications" and _system(system) == LOINC for system, one in raw_codings(code))


def may_tell_of_absence(entry: Entry) -> bool:
    """Whether a List gives a reason for being empty."""
    return entry.raw.get("emptyReason") is not None


def says_none_known(entry: Entry) -> str | None:
    """The list that an entry such as "no known medications" states to be empty; None for any other entry."""
    codings = _codings(entry.raw)
    return _none_known(entry, codings) if not _CODES_OF_NONE.isdisjoint(map(_CODE, codings)) else None


def _none_known(entry: Entry, codings: Sequence[_ListedCode]) -> str | None:
    for system, code in codings:
        found = _NONE_KNOWN.get((_system(system), code)) if code in _CODES_OF_NONE else None
        if found is not None and _is_so(entry):
            return found
    return None


def _is_so(entry: Entry) -> bool:
    """Whether an entry stands by its status, if its type has one; a status that is not understood says nothing."""
    word = word_of(entry.raw, "status")
    return word is None or (word in STATUS.get(entry.resource_type, ()) and word not in _NOT_SO)


def says_nothing(entry: Entry) -> bool:
    """Whether an entry only says that there is no information, such as "no information about medications"."""
    return not _NO_INFORMATION.isdisjoint(map(_CODE, _codings(entry.raw)))


class _Usable(Protocol):
    """How an entry stands, as far as a list is concerned."""

    @property
    def is_usable(self) -> bool: ...


def lists_of(
    reader: Reader,
    file: Mapping[str, Sequence[Entry]],
    lists: Iterable[Entry],
    order: Entry,
    stances: Mapping[Entry, _Usable],
) -> tuple[frozenset[str], frozenset[str]]:
    """The lists known to be empty, and the resource types that were supplied. The order is on no list, and one called
    empty that has entries on it is not known to be so.

    `file` holds a patient's entries by type, `lists` those of its Lists that may be relied on.
    """
    empty = set(known_empty_by_lists(reader, lists))
    types: set[str] = set()
    for kind in _COUNTED:
        for entry in file.get(kind, ()):
            if entry is order or entry.raw.get("status") == ENTERED_IN_ERROR:
                continue
            codings = _codings(entry.raw)
            codes = frozenset(map(_CODE, codings))
            none_known = _none_known(entry, codings) if codes & _CODES_OF_NONE else None
            if none_known is not None and stances[entry].is_usable:
                empty.add(none_known)
            elif none_known is None and not codes & _NO_INFORMATION:
                types.add(kind)
                break
    on_file = {*map(_OF_TYPE.get, types)}
    for contradicted in sorted(empty & on_file):
        reader.set_aside(order, f"has a chart whose list of {contradicted} is called empty and is not")
    for known in empty - on_file:
        types.update(_TYPES[known])
    return frozenset(empty - on_file), frozenset(types)


def _codings(raw: dict[str, Any]) -> list[_ListedCode]:
    """System and code of each coding of what a resource is about."""
    found: list[_ListedCode] = []
    for name in _ABOUT:
        if name in raw:
            concept = raw[name]
            if name == "medication":
                concept = concept.get("concept") if isinstance(concept, dict) else None
            listed = concept.get("coding") if isinstance(concept, dict) else None
            for coding in listed if isinstance(listed, list) else ():
                if isinstance(coding, dict):
                    system, code = coding.get("system"), coding.get("code")
                    if isinstance(system, str) and isinstance(code, str):
                        found.append((system, code))
    return found


def _system(system: str | None) -> str:
    return canonical_system(system) if system else ""


def tells_of_absence(entry: Entry) -> bool:
    """Whether an entry says that there is none, or nothing at all, and so names no drug."""
    return says_none_known(entry) is not None or says_nothing(entry)
