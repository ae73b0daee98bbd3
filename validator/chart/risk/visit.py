"""What visits and devices in use tell of the kidneys and of how a patient is fed: a dialysis visit, a feeding tube.

Read as what was done on that day, or goes on: a visit is no problem list, and says nothing of the days after it.
Source: FHIR R4 Encounter (type, reasonCode, diagnosis), R5 Encounter (reason, diagnosis); R4 DeviceUseStatement, R5
DeviceUsage, with the Device they name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from validator.chart.concept import as_concept, coded, groups_of, name_of, words_of
from validator.chart.entry.when import date_of
from validator.chart.fact import Surgery
from validator.chart.reader import Reader, dated, evidence
from validator.chart.words.text import mentions_of, phrase_groups
from validator.fhir.element import CodeableConcept, Reference, objects_of
from validator.fhir.entry import Entry
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.domain import RISK
from validator.terminology.governing import Sense
from validator.verdict import Basis, Truth

DEVICES = frozenset({"DeviceUseStatement", "DeviceUsage"})
_HELD = frozenset({"finished", "completed", "discharged", "discontinued"})
_NOT_DONE = regex(
    r"\b(?:consult\w*|plan(?:ned|ning)?|scheduled?|scheduling|declin\w+|refus\w+|discuss\w*|evaluat\w+|pre-?op\w*|referral|estimate"
    r"|cancel\w*|postpon\w*|delayed|request\w*|questions?|after|following|s/p|status\s+post|post-?op\w*)\b|\?",
    re.IGNORECASE,
)
"""Words beside the name of a procedure by which the visit was for talking of it, or came after it."""
_BESIDE_OPERATION = regex(
    r"(?:\W|\b(?:admi(?:t|tted|ssion)|here|for|of|the|an?|undergoing|elective|urgent|emergen(?:t|cy)|scheduled|left|right|bilateral"
    r"|l|r|lt|rt|total|partial|radical|simple|open|laparoscopic|lap|robot(?:ic)?|assisted|exploratory|cytoreductive|primary"
    r"|surgery|surgical|procedure|operation|day|inpatient|hospital|stay)\b)*",
    re.IGNORECASE,
)
_FOR_TALKING = frozenset({"AMB", "VR", "HH"})
"""Classes of visits that mostly come before or after an operation. Source: HL7 v3-ActCode."""
_GOES_ON = frozenset({"arrived", "triaged", "in-progress", "onleave", "on-hold"})


def groups_told(reader: Reader, entry: Entry) -> frozenset[str]:
    """The groups of risks and procedures that a visit or a device in use names, by code or in listed words."""
    found: set[str] = set()
    for concept in _concepts(reader, entry):
        found |= _groups(reader, entry, concept) | _operations(reader, entry, concept)
    return frozenset(found)


def of_entry(reader: Reader, entry: Entry) -> Iterator[Surgery]:
    """What a visit or a device shows, each thing once, with the day on which it was so."""
    status = entry.tree.get("status")
    if entry.resource_type in DEVICES:
        planned, goes_on = status == "intended", status in ("active", "on-hold")
        day, took_place = _day_of_device(entry), Truth.of(status != "intended")
    else:
        planned, goes_on = status == "planned", status in _GOES_ON
        day, took_place = _day_of_visit(entry), Truth.TRUE if status in _HELD | _GOES_ON else Truth.UNKNOWN
    if status in ("not-done", "cancelled") or (day is not None and day.first > reader.as_of.last and not planned):
        return
    seen: set[frozenset[str]] = set()
    for concept in _concepts(reader, entry):
        groups = _groups(reader, entry, concept)
        if groups and groups not in seen:
            seen.add(groups)
            named = coded(reader.book, RISK, concept)
            name = name_of(concept, named)
            basis = Basis.CODED if named else Basis.TEXT
            shown = evidence(entry, dated(name, day), _ELEMENT.get(entry.resource_type, "device"), basis)
            yield Surgery(groups, name, planned, shown, day, took_place, goes_on)
        if major := _operations(reader, entry, concept):
            known = coded(reader.book, RISK, concept)
            name = name_of(concept, known)
            basis = Basis.CODED if known else Basis.TEXT
            shown = evidence(entry, dated(f"a visit for {name}", day), "reasonCode", basis)
            # Whether it was done then nobody says: as an appointment whose day has come.
            yield Surgery(major, name, planned=True, evidence=shown, day=day, took_place=Truth.UNKNOWN)


_ELEMENT = {"Encounter": "reasonCode"}


def _groups(reader: Reader, entry: Entry, concept: CodeableConcept) -> frozenset[str]:
    book = reader.book
    groups = groups_of(book, RISK, concept) - book.of_role(RISK, "major-operation")
    if groups:
        return groups
    if entry.resource_type not in DEVICES and any(coding.code for coding in concept.coding):
        return groups
    named_so = (words for words in words_of(concept) if not _NOT_DONE.search(words))
    told = (named for words in named_so for _, named in phrase_groups(book, RISK, words))
    return frozenset().union(*told) - book.of_role(RISK, "major-operation")


def _operations(reader: Reader, entry: Entry, concept: CodeableConcept) -> frozenset[str]:
    """The major operations that a stay in a hospital was for: by a code, or by words that name one and nothing else.

    A visit at a clinic is mostly before or after one, and so is any whose words say more.
    """
    book, tree = reader.book, entry.tree
    major = book.of_role(RISK, "major-operation")
    if entry.resource_type in DEVICES or not _FOR_TALKING.isdisjoint(_classes(tree.get("class"))):
        return frozenset()
    words = words_of(concept)
    if any(map(_NOT_DONE.search, words)):
        return frozenset()
    if groups := groups_of(book, RISK, concept) & major:
        return groups
    for text in words:
        for one in mentions_of(book, RISK, text):
            beside = f"{text[: one.start]} {text[one.end :]}"
            if one.sense is Sense.STATED and one.phrase.groups & major and _BESIDE_OPERATION.fullmatch(beside):
                return one.phrase.groups & major
    return frozenset()


def _classes(raw: object) -> frozenset[str]:
    """The codes of the class of a visit; in R5 it is a list of concepts."""
    found: set[str] = set()
    for one in raw if isinstance(raw, list) else [raw]:
        codings = one.get("coding") if isinstance(one, dict) and "coding" in one else [one]
        found |= {code for coding in objects_of(codings) if isinstance(code := coding.get("code"), str)}
    return frozenset(found)


def _concepts(reader: Reader, entry: Entry) -> Iterator[CodeableConcept]:
    tree = entry.tree
    if entry.resource_type in DEVICES:
        yield from _device(reader, entry, tree.get("device"))
        return
    for name in ("type", "reasonCode"):
        for one in objects_of(tree.get(name)):
            yield as_concept(one)
    for name, inner in (("reason", "value"), ("diagnosis", "condition")):
        for part in objects_of(tree.get(name)):
            for one in objects_of(part.get(inner)):
                if isinstance(one.get("concept"), dict):
                    yield as_concept(one["concept"])


def _device(reader: Reader, entry: Entry, raw: object) -> Iterator[CodeableConcept]:
    """The Device that is named: its type and names; else what the reference is displayed as."""
    if not isinstance(raw, dict):
        return
    if isinstance(raw.get("concept"), dict):
        yield as_concept(raw["concept"])
    reference = raw.get("reference")
    reference = reference if isinstance(reference, dict) else raw
    text, display = reference.get("reference"), reference.get("display")
    found = reader.resolve(Reference(reference=text), entry) if isinstance(text, str) else None
    if found is not None and found.resource_type == "Device":
        kinds = found.tree.get("type")
        for one in [kinds] if isinstance(kinds, dict) else objects_of(kinds):
            yield as_concept(one)
        for one in (*objects_of(found.tree.get("deviceName")), *objects_of(found.tree.get("name"))):
            for name in ("name", "value"):
                if isinstance(one.get(name), str):
                    yield CodeableConcept(text=one[name])
    if isinstance(display, str):
        yield CodeableConcept(text=display)


def _day_of_visit(entry: Entry) -> PartialDate | None:
    period = entry.tree.get("period") or entry.tree.get("actualPeriod")
    return date_of(period.get("end") or period.get("start")) if isinstance(period, dict) else None


def _day_of_device(entry: Entry) -> PartialDate | None:
    """When it was last in use, as far as that is told; else when somebody wrote it down."""
    tree = entry.tree
    period = tree.get("timingPeriod")
    told = (period.get("end") or period.get("start")) if isinstance(period, dict) else tree.get("timingDateTime")
    return date_of(told or tree.get("recordedOn") or tree.get("dateAsserted"))
