"""Patients who are one person: what is filed under any of them is of all of them.

Source: FHIR R4 Patient.link. `replaced-by` and `replaces` say which record must be used, `seealso` that both hold facts
about the same person; `refer` may be about somebody else and joins nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from validator.fhir.element import Reference
from validator.fhir.entry import Entry
from validator.fhir.submission import Submission


def merged_patients(submission: Submission, patients: Mapping[str, Entry]) -> dict[str, str]:
    """For each Patient who was merged into another one that came too, the key of the one that stands.

    `patients` are the Patients of the submission by key. Links to nobody who is here join nothing.
    """
    stands: dict[str, str] = {}
    for key, entry in patients.items():
        for kind, other in _links(submission, entry):
            if other.expression in patients:
                old, new = (key, other.expression) if kind == "replaced-by" else (other.expression, key)
                first, last = _end(stands, new), _end(stands, old)
                if first != last:
                    stands[last] = first
    return {key: _end(stands, key) for key in stands} if stands else stands


def _links(submission: Submission, entry: Entry) -> Iterator[tuple[str, Entry]]:
    links = entry.raw.get("link")
    for link in links if isinstance(links, list) else ():
        other: Any = link.get("other") if isinstance(link, dict) else None
        text = other.get("reference") if isinstance(other, dict) else None
        if link is None or not isinstance(text, str) or link.get("type") not in ("replaced-by", "replaces", "seealso"):
            continue
        found = submission.resolve(Reference(reference=text), entry)
        if found is not None and found is not entry:
            yield link["type"], found


def _end(stands: Mapping[str, str], key: str) -> str:
    while key in stands:
        key = stands[key]
    return key
