"""Shapes that FHIR does not give an element but that can be read without doubt, put right in one place.

A list of one written as its object and an object written as a list of one; a number or a boolean in quotes; an element
in the place that FHIR STU3 had for it; elements that are null or empty and say nothing. What a resource means is not
touched. What FHIR gives each element is read from the partial structs (`validator.fhir.resource`); a Dosage, which is
kept as JSON, has a table of its own. Source: READINGS 2 of this project; FHIR STU3 Dosage, Condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from validator.fhir.element import is_amount
from validator.fhir.expression import Path
from validator.fhir.resource import Resource

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,30})(\.\d{1,30})?")
_LISTS = frozenset(
    {
        "category", "insurance", "identifier", "contained", "supportingInformation", "extension", "modifierExtension",
        "note", "basedOn", "reasonCode", "reasonReference", "dosageInstruction",
    }
)  # fmt: skip
"""Lists in FHIR of which nothing is read, so that no struct names them, beside some that are."""
_STU3_STATUS = frozenset({"clinicalStatus", "verificationStatus"})
"""CodeableConcepts that were a code until FHIR STU3."""

_DOSAGES = frozenset({"dosageInstruction", "dosage"})
_DOSAGE_LISTS = frozenset(
    {"doseAndRate", "additionalInstruction", "asNeededFor", "extension", "modifierExtension", "coding", "event"}
    | {"dayOfWeek", "timeOfDay", "when"}
)
_DOSAGE_NUMBERS = frozenset(
    {"value", "sequence", "frequency", "frequencyMax", "period", "periodMax", "count", "countMax", "duration"}
    | {"durationMax", "offset"}
)
_DOSAGE_SINGLE = frozenset(
    {"timing", "repeat", "route", "method", "site", "doseQuantity", "doseRange", "rateQuantity", "rateRange"}
    | {"rateRatio", "boundsPeriod", "boundsDuration", "boundsRange", "low", "high", "numerator", "denominator"}
    | {"asNeededCodeableConcept"}
)
_DOSAGE_BOOLEANS = frozenset({"asNeededBoolean", "asNeeded"})
_STU3_DOSE = ("doseQuantity", "doseSimpleQuantity", "doseRange", "rateQuantity", "rateRange", "rateRatio")
"""Elements of a Dosage that FHIR R4 moved, with the same meaning, into doseAndRate."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """What FHIR gives an element: a list, one object of a struct, a number, a boolean; else anything."""

    is_list: bool = False
    struct: type[msgspec.Struct] | None = None
    is_number: bool = False
    is_whole: bool = False
    is_boolean: bool = False


_ANYTHING = _Shape()


def righted(raw: dict[str, Any], kind: type[Resource]) -> tuple[dict[str, Any], tuple[Path, ...]]:
    """The resource as FHIR would give it, and the path of each place that was put right in what was submitted.

    The same object and nothing where all is as it should be. What is only empty is left out without a word. The
    argument is never changed, and what is right in it is shared.
    """
    work = _Righting()
    made = work.object(raw, _fields(kind), ())
    return made, tuple(work.places)


@cache
def _fields(struct: type[msgspec.Struct]) -> dict[str, _Shape]:
    info = msgspec.inspect.type_info(struct)
    assert isinstance(info, msgspec.inspect.StructType)
    return {one.encode_name: _shape(one.type) for one in info.fields}


def _shape(kind: msgspec.inspect.Type) -> _Shape:
    match kind:
        case msgspec.inspect.UnionType(types=types):
            told = [one for one in types if not isinstance(one, msgspec.inspect.NoneType)]
            if any(isinstance(one, msgspec.inspect.DecimalType) for one in told):
                return _Shape(is_number=True)
            return _shape(told[0]) if len(told) == 1 else _ANYTHING
        case msgspec.inspect.VarTupleType(item_type=item):
            inner = _shape(item)
            return _Shape(is_list=True, struct=inner.struct)
        case msgspec.inspect.StructType(cls=cls):
            return _Shape(struct=cls)
        case msgspec.inspect.DecimalType():
            return _Shape(is_number=True)
        case msgspec.inspect.IntType():
            return _Shape(is_number=True, is_whole=True)
        case msgspec.inspect.BoolType():
            return _Shape(is_boolean=True)
        case _:
            return _ANYTHING


@dataclass(slots=True)
class _Righting:
    """One walk over a resource; `places` are those put right."""

    places: list[Path] = field(default_factory=list)

    def object(self, raw: dict[str, Any], shapes: dict[str, _Shape], path: Path) -> dict[str, Any]:
        """The object with each of its elements put right; itself where nothing had to be."""
        made: dict[str, Any] = {}
        for name, value in raw.items():
            found = self._element(name, value, shapes.get(name, _ANYTHING), (*path, name))
            if not _is_empty(found):
                made[name] = found
        return raw if len(made) == len(raw) and all(made[name] is raw[name] for name in made) else made

    def _element(self, name: str, value: Any, shape: _Shape, path: Path) -> Any:
        if name in _DOSAGES and isinstance(value, dict | list):
            return self._dosages(value, path, single=not shape.is_list and shape.struct is None and name == "dosage")
        if shape.is_list or (name in _LISTS and shape is _ANYTHING):
            return self._list(value, shape, path)
        if shape.struct is not None:
            return self._single(name, value, shape.struct, path)
        if shape.is_number:
            return self._number(value, path, whole=shape.is_whole)
        if shape.is_boolean:
            return self._boolean(value, path)
        return _filled(value)

    def _list(self, value: Any, shape: _Shape, path: Path) -> Any:
        if isinstance(value, dict) and value:
            self.places.append(path)
            value = [value]
        if not isinstance(value, list):
            return value
        if shape.struct is None:
            return _filled(value)
        made = [
            self.object(one, _fields(shape.struct), (*path, index)) if isinstance(one, dict) else one
            for index, one in enumerate(value)
        ]
        # A null keeps its place, so that what is said of the others names theirs.
        made = [one for one in made if one != {}]
        return value if _same(made, value) else made

    def _single(self, name: str, value: Any, struct: type[msgspec.Struct], path: Path) -> Any:
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
            self.places.append(path)
            value = value[0]
        if name in _STU3_STATUS and isinstance(value, str) and value.strip():
            self.places.append(path)
            return {"coding": [{"code": value}]}
        return self.object(value, _fields(struct), path) if isinstance(value, dict) else value

    def _number(self, value: Any, path: Path, *, whole: bool) -> Any:
        number = _number_in(value)
        if number is None or (whole and not isinstance(number, int)):
            return value
        self.places.append(path)
        return number

    def _boolean(self, value: Any, path: Path) -> Any:
        word = value.strip().lower() if isinstance(value, str) else None
        if word not in ("true", "false"):
            return value
        self.places.append(path)
        return word == "true"

    # --- dosages, which are kept as JSON

    def _dosages(self, value: Any, path: Path, *, single: bool) -> Any:
        if single:
            if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
                self.places.append(path)
                value = value[0]
            return self._dosage(value, path) if isinstance(value, dict) else value
        if isinstance(value, dict) and value:
            self.places.append(path)
            value = [value]
        if not isinstance(value, list):
            return value
        made = [self._dosage(one, (*path, index)) if isinstance(one, dict) else one for index, one in enumerate(value)]
        made = [one for one in made if one != {}]
        return value if _same(made, value) else made

    def _dosage(self, dosage: dict[str, Any], path: Path) -> dict[str, Any]:
        made = self._part(dosage, path)
        moved = {name: made[name] for name in _STU3_DOSE if name in made}
        if not moved or "doseAndRate" in made:
            return made
        self.places += ((*path, name) for name in moved)
        if "doseSimpleQuantity" in moved:
            moved = {"doseQuantity": moved.pop("doseSimpleQuantity")} | moved
        kept = {name: value for name, value in made.items() if name not in _STU3_DOSE}
        return kept | {"doseAndRate": [moved]}

    def _part(self, raw: dict[str, Any], path: Path) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, value in raw.items():
            found = self._of_dosage(name, value, (*path, name))
            if not _is_empty(found):
                made[name] = found
        return raw if len(made) == len(raw) and all(made[name] is raw[name] for name in made) else made

    def _of_dosage(self, name: str, value: Any, path: Path) -> Any:
        if name in _DOSAGE_NUMBERS:
            return self._number(value, path, whole=False)
        if name in _DOSAGE_BOOLEANS:
            return self._boolean(value, path)
        if name in _DOSAGE_LISTS and isinstance(value, dict | str) and value:
            self.places.append(path)
            value = [value]
        elif name in _DOSAGE_SINGLE and isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
            self.places.append(path)
            value = value[0]
        if isinstance(value, dict):
            return self._part(value, path)
        if isinstance(value, list):
            made = [self._part(one, (*path, i)) if isinstance(one, dict) else one for i, one in enumerate(value)]
            made = [one for one in made if one != {}]
            return value if _same(made, value) else made
        return value


def _number_in(value: object) -> int | Decimal | None:
    """The number a text is, in plain JSON spelling and within what can be reckoned with; None for anything else."""
    matched = _NUMBER.fullmatch(value.strip()) if isinstance(value, str) else None
    if matched is None:
        return None
    number = Decimal(matched[0]) if matched[1] else int(matched[0])
    return number if is_amount(number) else None


def _filled(value: Any) -> Any:
    """The value without empty elements in it; a null in a list stays, since it can hold the place of an extension."""
    if isinstance(value, dict):
        found = {name: _filled(part) for name, part in value.items()}
        kept = {name: part for name, part in found.items() if not _is_empty(part)}
        if isinstance(coding := kept.get("coding"), dict):
            kept["coding"] = [coding]
        return value if len(kept) == len(value) and all(kept[name] is value[name] for name in kept) else kept
    if isinstance(value, list):
        parts = [_filled(part) for part in value]
        parts = [part for part in parts if part != {}]
        return value if _same(parts, value) else parts
    return value


def _same(made: list[Any], value: list[Any]) -> bool:
    return len(made) == len(value) and all(one is other for one, other in _pairs(made, value))


def _pairs(made: list[Any], value: list[Any]) -> Iterator[tuple[Any, Any]]:
    return zip(made, value, strict=True)


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str | dict | list) and not value)
