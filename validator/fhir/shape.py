"""Shapes that FHIR does not give an element but that can be read without doubt, put right in one place.

A list of one written as its object and an object written as a list of one; a number or a boolean in quotes; an element
in the place that FHIR STU3 had for it; elements that are null or empty and say nothing. What a resource means is not
touched. What FHIR gives each element is read from the partial structs (`validator.fhir.resource`,
`validator.fhir.dosage`).
Source: CLARIFICATIONS; FHIR STU3 Dosage, Condition.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from validator.fhir.dosage import Dosage
from validator.fhir.element import CodeableConcept, Element, QuantityElement, Ratio, is_amount
from validator.fhir.expression import Path
from validator.fhir.resource import MedicationRequest, Resource
from validator.frozen import Frozen
from validator.regex import regex

_NUMBER = regex(r"-?(?:0|[1-9][0-9]{0,30})(?P<broken>(?:\.[0-9]{1,31})?(?:[eE][+-]?[0-9]{1,3})?)")
_STU3_STATUS = frozenset({"clinicalStatus", "verificationStatus"})
"""CodeableConcepts of a Condition that were a code until FHIR STU3."""
_LISTS = frozenset(
    {"extension", "modifierExtension", "contained", "note", "basedOn", "supportingInformation", "insurance"}
    | {"reasonCode", "reasonReference"}
)
"""Lists in every release of FHIR, also where nothing is read of them so that no struct names them."""
_LISTS_OF_ORDERS = frozenset({"category"})
"""The same in a MedicationRequest; other resources have one of them in FHIR R4 and a list in R5."""


class _Administered(Element, frozen=True):
    """MedicationAdministration.dosage: no Dosage, its dose and rate stand directly in it in every release."""

    site: CodeableConcept | None = None
    route: CodeableConcept | None = None
    method: CodeableConcept | None = None
    dose: QuantityElement | None = None
    rate_quantity: QuantityElement | None = None
    rate_ratio: Ratio | None = None


_STU3_DOSE = ("doseQuantity", "doseSimpleQuantity", "doseRange", "rateQuantity", "rateRange", "rateRatio")
"""Elements of a Dosage that FHIR R4 moved, with the same meaning, into doseAndRate."""


class _Shape(Frozen):
    """What FHIR gives an element: `one` item, `many` in a list, or either by release. The item is a struct, int,
    Decimal, bool or str; None for what is not read.
    """

    item: type | None = None
    one: bool = True
    many: bool = False


_UNREAD = _Shape()
_LIST = _Shape(one=False, many=True)


@cache
def _shapes(struct: type[msgspec.Struct]) -> dict[str, _Shape]:
    """The shape of each element of a struct by its FHIR name."""
    info = msgspec.inspect.type_info(struct)
    assert isinstance(info, msgspec.inspect.StructType)
    shapes = dict.fromkeys(_LISTS | _LISTS_OF_ORDERS if struct is MedicationRequest else _LISTS, _LIST)
    for one in info.fields:
        shape = _shape(one.type)
        if one.encode_name in ("dosage", "dosageInstruction"):
            shape = replace(shape, item=Dosage if shape.many else _Administered)
        shapes[one.encode_name] = shape
    return shapes


def _shape(kind: msgspec.inspect.Type) -> _Shape:
    match kind:
        case msgspec.inspect.UnionType(types=types):
            told = [_shape(one) for one in types if not isinstance(one, msgspec.inspect.NoneType)]
            item = Decimal if any(one.item is Decimal for one in told) else told[0].item
            return _Shape(item, any(one.one for one in told), any(one.many for one in told))
        case msgspec.inspect.VarTupleType(item_type=item_type):
            return _Shape(_shape(item_type).item, one=False, many=True)
        case msgspec.inspect.StructType(cls=cls):
            return _Shape(cls)
        case msgspec.inspect.DecimalType():
            return _Shape(Decimal)
        case msgspec.inspect.IntType():
            return _Shape(int)
        case msgspec.inspect.BoolType():
            return _Shape(bool)
        case msgspec.inspect.StrType():
            return _Shape(str)
        case _:
            return _UNREAD


def righted(raw: dict[str, Any], kind: type[Resource]) -> tuple[dict[str, Any], tuple[Path, ...]]:
    """The resource as FHIR would give it, and the path of each place that was put right in what was submitted.

    The same object and nothing where all is as it should be. Of what is only empty nothing is said. The argument is
    never changed, and what is right in it is shared.
    """
    work = _Righting()
    return work.object(raw, kind, ()), tuple(dict.fromkeys(work.places))


_OBJECT_FOR_LIST = tuple(f'"{name}":{{'.encode() for name in sorted(_LISTS))
"""What stands in the JSON of whatever holds one object where a list belongs that no struct names."""


def is_as_given(raw: dict[str, Any]) -> bool:
    """Whether a resource that was read without a problem surely needs nothing put right in its Dosages either.

    As in nearly every order: then the walk over it is spared. False means that it has to be looked at.
    """
    for name in ("dosageInstruction", "dosage"):
        dosages = raw.get(name)
        if dosages is None:
            continue
        if not isinstance(dosages, list):
            return False
        for one in dosages:
            if not isinstance(one, dict) or not one.keys().isdisjoint(_STU3_DOSE):
                return False
        try:
            msgspec.convert(dosages, tuple[Dosage, ...], builtin_types=(Decimal,))
        except msgspec.ValidationError:
            return False
    try:
        text = msgspec.json.encode(raw)
    except (ValueError, RecursionError):
        # Half a character, or nested too deep: nothing is told of it here.
        return False
    # Written out: a generator is entered for each name.
    for trace in _OBJECT_FOR_LIST:  # noqa: SIM110
        if trace in text:
            return False
    return True


@dataclass(slots=True)
class _Righting:
    """One walk over a resource; `places` are those put right, as paths in the JSON as submitted."""

    places: list[Path] = field(default_factory=list)

    def object(self, raw: dict[str, Any], struct: type[msgspec.Struct], path: Path) -> dict[str, Any]:
        """The object with each of its elements put right; itself where nothing had to be."""
        shapes = _shapes(struct)
        made: dict[str, Any] = {}
        for name, value in raw.items():
            said = len(self.places)
            shape = shapes.get(name, _UNREAD)
            # A text where one text belongs is as it should be: nearly every element.
            is_plain = isinstance(value, str) and shape.one and (shape.item is str or shape.item is None)
            is_plain = is_plain and name not in _STU3_STATUS
            found = value if is_plain else self._element(name, value, shape, (*path, name))
            if found is None or (not found and isinstance(found, str | dict | list)):
                del self.places[said:]
            else:
                made[name] = found
        if struct is Dosage:
            made = self._since_r4(made, path)
        return _kept(made, raw)

    def _element(self, name: str, value: Any, shape: _Shape, path: Path) -> Any:
        if name in _STU3_STATUS and shape.item is CodeableConcept and isinstance(value, str) and value.strip():
            self.places.append(path)
            return {"coding": [{"code": value.strip()}]}
        if isinstance(value, list):
            if shape.many:
                return self._members(value, shape.item, path)
            if _is_struct(shape.item) and len(value) == 1 and isinstance(value[0], dict):
                self.places.append(path)
                return self._value(value[0], shape.item, (*path, 0))
            return _filled(value) if shape.item is None else value
        if not shape.one and isinstance(value, str if shape.item is str else dict) and value:
            self.places.append(path)
            only = self._value(value, shape.item, path)
            return None if _is_empty(only) else [only]
        return self._value(value, shape.item, path)

    def _members(self, value: list[Any], item: type | None, path: Path) -> list[Any]:
        """The members of a list. A null keeps its place, so that what is said of the others names theirs."""
        made = [self._value(one, item, (*path, index)) for index, one in enumerate(value)]
        return _kept_list([one for one in made if one != {}], value)

    def _value(self, value: Any, item: type | None, path: Path) -> Any:
        if item is None:
            return _filled(value)
        if isinstance(value, dict):
            return self.object(value, item, path) if _is_struct(item) else value
        read: Any = None
        if item is int or item is Decimal:
            read = _number_in(value, whole=item is int)
        elif item is bool and isinstance(value, str):
            read = {"true": True, "false": False}.get(value.strip().lower())
        if read is None:
            return value
        self.places.append(path)
        return read

    def _since_r4(self, dosage: dict[str, Any], path: Path) -> dict[str, Any]:
        """The Dosage with dose and rate where FHIR R4 has them; as it is where it is in doubt which they are."""
        moved = {name: dosage[name] for name in _STU3_DOSE if name in dosage}
        twice = "doseQuantity" in moved and "doseSimpleQuantity" in moved
        if not moved or twice or "doseAndRate" in dosage or not all(isinstance(one, dict) for one in moved.values()):
            return dosage
        self.places += ((*path, name) for name in moved)
        kept = {name: value for name, value in dosage.items() if name not in moved}
        return kept | {"doseAndRate": [{name.replace("Simple", ""): value for name, value in moved.items()}]}


def _is_struct(item: type | None) -> bool:
    return item is not None and issubclass(item, msgspec.Struct)


def _number_in(value: object, *, whole: bool) -> int | Decimal | None:
    """The number a text is, in plain JSON spelling and within what can be reckoned with; None for anything else."""
    matched = _NUMBER.fullmatch(value.strip()) if isinstance(value, str) else None
    if matched is None or (whole and matched["broken"]):
        return None
    number = Decimal(matched[0]) if matched["broken"] else int(matched[0])
    return number if is_amount(number) else None


def _filled(value: Any) -> Any:
    """What is not read, without empty elements in it and each coding in a list; nothing is said of it.

    A null in a list stays, since it can hold the place of an extension.
    """
    if isinstance(value, dict):
        kept: dict[str, Any] = {}
        for name, part in value.items():
            found = _filled(part) if isinstance(part, dict | list) else part
            if found is not None and found not in ("", {}, []):
                kept[name] = found
        if isinstance(coding := kept.get("coding"), dict):
            kept["coding"] = [coding]
        return _kept(kept, value)
    if isinstance(value, list):
        return _kept_list([part for part in map(_filled, value) if part != {}], value)
    return value


def _kept(made: dict[str, Any], raw: dict[str, Any]) -> dict[str, Any]:
    """The object itself where what was made of it differs in nothing."""
    if len(made) != len(raw):
        return made
    for name, value in made.items():
        if name not in raw or raw[name] is not value:
            return made
    return raw


def _kept_list(made: list[Any], raw: list[Any]) -> list[Any]:
    if len(made) != len(raw):
        return made
    for one, other in zip(made, raw, strict=True):
        if one is not other:
            return made
    return raw


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str | dict | list) and not value)
