"""Whose a resource is, and what it refers to, by names: an id without its server, or `=` and an identifier's value.

A name says less than a reference: two servers may give one id twice. What has one of a patient's names is brought
into the patient's chart, and there the references themselves decide (`chart.entry.subject`), as for any other
submission.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from validator.bulk.line import Item
from validator.chart.entry.subject import subject_references
from validator.fhir.reference import target_type

SHARED_TYPES = frozenset(
    {"Medication", "Practitioner", "PractitionerRole", "Organization", "Location", "Device", "Substance"}
)
"""Types in which no patient is named: they come into a chart because something in it refers to them."""
IDENTIFIED = "="
"""Begins the name of somebody who is known by an identifier; no id holds this character."""
_OTHER_SUBJECTS = ("subject", "patient", "beneficiary")
_SAME_PERSON = frozenset({"replaced-by", "replaces", "seealso"})
_LAST = re.compile(r"[^/:?#|=&]+\Z")


def subject_names(item: Item) -> frozenset[str]:
    """The names of the patients a resource is about; its own names for a Patient; empty where it names none."""
    if item.kind == "Patient":
        return own_names(item)
    references = [*subject_references(item.kind, item.raw)]
    references += (one for name in _OTHER_SUBJECTS for one in _dicts(item.raw.get(name)))
    return frozenset(name for one in references for name in _names_of(one) if _may_be_a_patient(one))


def own_names(item: Item) -> frozenset[str]:
    """The names under which others refer to a resource: its id, and the last part of its fullUrl."""
    url = name_in(item.full_url) if item.full_url else None
    return frozenset(name for name in (item.id, url) if name)


def identified_names(patient: Item) -> frozenset[str]:
    """The names that the identifiers of a Patient give."""
    values = (one.get("value") for one in _dicts(patient.raw.get("identifier")))
    return frozenset(IDENTIFIED + value for value in values if isinstance(value, str) and value)


def linked_names(patient: Item) -> frozenset[str]:
    """The names of the Patients that a Patient is linked with as one person.

    Source: FHIR R4 Patient.link: `replaced-by`, `replaces` and `seealso` are of the same person, `refer` need not be.
    """
    links = [link for link in _dicts(patient.raw.get("link")) if str(link.get("type")) in _SAME_PERSON]
    return frozenset(name for link in links for other in _dicts(link.get("other")) for name in _names_of(other))


def referred_names(item: Item) -> frozenset[str]:
    """The names of the resources without a patient that a resource refers to, in whatever element."""
    return frozenset(
        name
        for text in _references(item.raw)
        if (kind := target_type(text)) in SHARED_TYPES or (kind is None and text[:4].lower() == "urn:")
        if (name := name_in(text))
    )


def name_in(reference: str) -> str | None:
    """The name in a Reference: `1` in `Patient/1`, `https://a/Patient/1/_history/2`, `urn:uuid:1`, and in a search by
    identifier. None for one within the same resource (`#p`)."""
    if "?" in reference:
        return re.split(r"[|=]", reference)[-1] or None
    found = _LAST.search(reference.partition("/_history/")[0].rstrip("/"))
    return found[0] if found and not reference.startswith("#") else None


def _names_of(reference: dict[str, Any]) -> frozenset[str]:
    text, identifier = reference.get("reference"), reference.get("identifier")
    if isinstance(text, str) and text:
        name = name_in(text)
        name = IDENTIFIED + name if name and "?" in text else name
        return frozenset({name} if name else ())
    value = identifier.get("value") if isinstance(identifier, dict) else None
    return frozenset({IDENTIFIED + value} if isinstance(value, str) and value else ())


def _may_be_a_patient(reference: dict[str, Any]) -> bool:
    text = reference.get("reference")
    kind = target_type(text) if isinstance(text, str) else reference.get("type")
    return kind in (None, "Patient")


def _references(value: object) -> Iterator[str]:
    """Every `reference` at any depth."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            text = one.get("reference")
            if isinstance(text, str):
                yield text
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _dicts(value: object) -> list[dict[str, Any]]:
    several = value if isinstance(value, list) else [value]
    return [one for one in several if isinstance(one, dict)]
