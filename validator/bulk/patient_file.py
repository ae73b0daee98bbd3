"""The lines found for one patient as one submission: a Bundle of them, in the order in which they stand in the export.

What cannot be read stays as an entry without a resource, so that the ledger accounts for it; what the server deleted
stays too, and is used for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from validator.bulk.deletion import Deletions
from validator.bulk.line import Place, is_bundle, items_in, read_line
from validator.fhir.expression import Path
from validator.fhir.json_text import JsonDocument, Spoiled
from validator.fhir.kept import MAY_BE_DELETED, NOT_APPLIED
from validator.fhir.searchset import gap_in
from validator.verdict import Truth

_WHOLE: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line of a patient's file. `kept` are the places in its JSON of what is the patient's; empty: the whole line."""

    place: Place
    data: bytes
    kept: tuple[Path, ...] = _WHOLE


@dataclass(frozen=True, slots=True)
class PatientFile:
    """A submission, and which entry of it is which line."""

    document: JsonDocument
    places: tuple[Place, ...]

    def place_of(self, expression: str) -> Place | None:
        """Where what stands at a FHIRPath of the submission was read; None for the submission itself."""
        _, _, rest = expression.partition("Bundle.entry[")
        number = rest.partition("]")[0]
        return self.places[int(number)] if number.isdecimal() and int(number) < len(self.places) else None


def patient_file(lines: Iterable[FoundLine], deletions: Deletions) -> PatientFile:
    """One submission of all lines."""
    entries: list[dict[str, Any]] = []
    places: list[Place] = []
    spoiled: list[Spoiled] = []
    may_modify = False
    for line in lines:
        read = read_line(line.data)
        if read is None:
            continue
        at = ("entry", len(entries), "resource")
        places.append(line.place)
        if read.document is None:
            entries.append({"resource": None})
            continue
        value = read.document.value
        if line.kept and not read.document.spoiled:
            value = _only(value, line.kept)
        if isinstance(value, list):
            value = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in value]}
            spoiled += (Spoiled((*at, *_in_a_list(one.path)), one.code) for one in read.document.spoiled)
        else:
            spoiled += (Spoiled((*at, *one.path), one.code) for one in read.document.spoiled)
        entries.append({"resource": value})
        spoiled += _deleted(value, at, deletions)
        may_modify |= read.document.may_modify
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    return PatientFile(JsonDocument(bundle, (), tuple(spoiled), may_modify), tuple(places))


def _in_a_list(path: Path) -> Path:
    return ("entry", path[0], "resource", *path[1:]) if path else ()


def _deleted(value: object, at: Path, deletions: Deletions) -> Iterator[Spoiled]:
    for item in items_in(value, at) if len(deletions) else ():
        match deletions.is_deleted(item):
            case Truth.TRUE:
                yield Spoiled(item.path, NOT_APPLIED)
            case Truth.UNKNOWN:
                yield Spoiled(item.path, MAY_BE_DELETED)
            case Truth.FALSE:
                pass


def _only(value: object, kept: Sequence[Path], path: Path = ()) -> object:
    """A Bundle, or a list, with the entries that are kept, and those that hold no resource."""
    if isinstance(value, list):
        shown = [_kept(one, kept, (*path, index)) for index, one in enumerate(value)]
        return [one for one in shown if one is not _OTHERS]
    if not isinstance(value, dict) or not isinstance(value.get("entry"), list):
        return value
    entries: list[object] = []
    for index, entry in enumerate(value["entry"]):
        if isinstance(entry, dict) and "resource" in entry:
            resource = _kept(entry["resource"], kept, (*path, "entry", index, "resource"))
            entries.append(_OTHERS if resource is _OTHERS else entry | {"resource": resource})
        else:
            entries.append(entry)
    rest = [one for one in entries if one is not _OTHERS]
    bundle = value | {"entry": rest}
    if len(rest) < len(entries) and gap_in(value, "") is None:
        # It came whole: what is left out here is other patients'.
        bundle.pop("total", None)
    return bundle


class _Others:
    """Stands for what is another patient's."""


_OTHERS = _Others()


def _may_be_somebodys(value: object) -> bool:
    """Whether something in a Bundle may be told to be another patient's; what holds no resource can not, nor can what
    the server says of the Bundle itself."""
    if isinstance(value, dict) and value.get("resourceType") == "OperationOutcome":
        return False
    return isinstance(value, list) or is_bundle(value) or next(items_in(value), None) is not None


def _kept(value: object, kept: Sequence[Path], path: Path) -> object:
    if path in kept or not _may_be_somebodys(value):
        return value
    is_around = any(one[: len(path)] == path for one in kept)
    return _only(value, kept, path) if is_around else _OTHERS
