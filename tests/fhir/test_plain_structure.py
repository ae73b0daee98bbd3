"""What is taken for FHIR without asking the judge: never anything that the judge would criticise."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
import pytest
from fhir.resources.R4B import get_fhir_model_class
from pydantic import ValidationError

from validator.fhir.plain_element import PlainChoices, PlainElement
from validator.fhir.plain_structure import PLAIN_TYPES, is_plain

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))

ODD: tuple[Any, ...] = (
    None, True, 0, 1, -1, 2**31, Decimal("0.5"), Decimal("1E+400"), Decimal("-0"), "", " ",
    "x", " x", "x ", "a b", "a  b",
    "\u00a0", "\x1f", "é", "1", "0.5", "true", "a_b", "a" * 65, "a" * 300, "x\n", "\n", "http://a b", "2026", "2026-13",
    "2026-02-29", "2028-02-29", "2026-02-30", "2026-04-31", "2026-10-20", "2026-10-20\n", "\uff12026-10-20",
    "0000-01-01", "2026-10-20T10:00:00Z", "2026-10-20T10:00:00",
    "2026-10-20T10:00Z", "2026-10-20T24:00:00Z", "2026-10-20T10:00:60Z",
    "2026-10-20T10:00:00.1234567Z", "2026-10-20T10:00:00+14:00", "2026-10-20T10:00:00+24:00", "10:00:00", "P1D",
    {}, [], [None], [{}], ["x"], [""], [["x"]], {"x": 1}, {"extension": []}, {"extension": [{}]}, {"reference": "x"},
    {"value": "5"}, {"value": 5, "comparator": "?"}, {"coding": [{}]}, {"coding": {}}, {"text": ""}, {"id": "a b"},
)  # fmt: skip
"""Values of every kind, right at some elements and wrong at most: both sides of every rule in the structs."""


def judge_accepts(raw: dict[str, Any]) -> bool:
    try:
        get_fhir_model_class(raw["resourceType"]).model_validate(raw)
    except (ValidationError, KeyError, TypeError, AttributeError, ValueError, ArithmeticError):
        return False
    return True


def refused_though_plain(raw: dict[str, Any]) -> bool:
    return is_plain(raw, raw["resourceType"]) and not judge_accepts(raw)


def element_type(hint: Any) -> type[PlainElement] | None:
    """The struct that an element holds; None where it is a primitive."""
    for one in (hint, *get_args(hint)):
        inner = element_type(one) if get_origin(one) is not None and one is not hint else one
        if isinstance(inner, type) and issubclass(inner, PlainElement):
            return inner
    return None


def smallest(kind: type[PlainElement]) -> dict[str, Any]:
    """The least JSON that fits: the required elements, and one of each choice that is needed."""
    hints = get_type_hints(kind)
    made: dict[str, Any] = {}
    needed = {names[0] for names in kind._needed}
    for field in msgspec.structs.fields(kind):
        if field.required or field.name in needed:
            inner = element_type(hints[field.name])
            made[field.encode_name] = {} if inner is None else smallest(inner)
            if inner is None:
                made[field.encode_name] = "x"
    return made


def filled(kind: type[PlainElement], seen: set[type]) -> Iterator[dict[str, Any]]:
    """JSON of one kind with each element in turn holding each odd value; each struct is looked into once."""
    hints = get_type_hints(kind)
    least = smallest(kind)
    for field in msgspec.structs.fields(kind):
        inner = element_type(hints[field.name])
        values: list[Any] = list(ODD)
        if inner is not None and inner not in seen:
            seen.add(inner)
            values += [*filled(inner, seen), *one_of_each(inner)]
        for value in values:
            yield {**least, field.encode_name: value}
            if "tuple" in str(field.type):
                yield {**least, field.encode_name: [value]}


def one_of_each(kind: type[PlainElement]) -> Iterator[dict[str, Any]]:
    """JSON of one kind with two elements of one choice."""
    hints = get_type_hints(kind)
    encoded = {field.name: field.encode_name for field in msgspec.structs.fields(kind)}
    for names in kind._choices:
        for first in names:
            for second in names:
                made = smallest(kind)
                for name in {first, second}:
                    inner = element_type(hints[name])
                    made[encoded[name]] = True if "bool" in str(hints[name]) else "x" if inner is None else {}
                yield made


def all_kinds(kind: type[PlainElement]) -> set[type[PlainElement]]:
    found = {kind}
    pending = [kind]
    while pending:
        for hint in get_type_hints(pending.pop()).values():
            inner = element_type(hint)
            if inner is not None and inner not in found:
                found.add(inner)
                pending.append(inner)
    return found


def test_no_value_of_any_element_is_plain_that_the_judge_criticises() -> None:
    seen: set[type] = set()
    for name, kind in PLAIN_TYPES.items():
        resources = [{**shape, "resourceType": name} for shape in (*filled(kind, seen), *one_of_each(kind))]
        assert [raw for raw in resources if refused_though_plain(raw)] == []
        assert any(is_plain(raw, name) for raw in resources)
    assert seen >= all_kinds(PLAIN_TYPES["MedicationRequest"]) - set(PLAIN_TYPES.values())


@pytest.mark.parametrize("kind", sorted(set().union(*map(all_kinds, PLAIN_TYPES.values())), key=str))
def test_choices_are_named_as_the_elements_are(kind: type[PlainElement]) -> None:
    names = {field.name for field in msgspec.structs.fields(kind)}
    assert names.issuperset(name for choice in kind._choices for name in choice)
    assert set(kind._needed) <= set(kind._choices)
    assert not kind._choices or issubclass(kind, PlainChoices)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_plain_as_far_as_the_judge_accepts_them(path: Path) -> None:
    document = json.loads(path.read_bytes(), parse_float=Decimal)
    resources = [entry["resource"] for entry in document.get("entry", ()) if "resource" in entry]
    for raw in resources:
        if raw["resourceType"] in PLAIN_TYPES:
            assert not refused_though_plain(raw)
            for changed in changed_at_each_leaf(raw):
                assert not refused_though_plain(changed)


def changed_at_each_leaf(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for way in ways(raw):
        for value in ("", " ", None, {}, [], 1, "x ", "2026-02-30"):
            changed = deepcopy(raw)
            place: Any = changed
            for step in way[:-1]:
                place = place[step]
            place[way[-1]] = value
            if isinstance(changed.get("resourceType"), str) and changed["resourceType"] in PLAIN_TYPES:
                yield changed


def ways(value: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    steps: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in steps:
        yield (*way, step)
        yield from ways(child, (*way, step))


def asked_of(text: str) -> str:
    """Whether a whole check in full imports the judge, and what it says of the order's structure."""
    program = (
        "import sys; from validator import check_bundle; order = check_bundle(sys.stdin.buffer.read()).orders[0];"
        "print('fhir.resources' in sys.modules, [one.code for one in order.findings if 'structure' in one.code])"
    )
    run = subprocess.run((sys.executable, "-c", program), input=text, capture_output=True, text=True, check=True)
    return run.stdout.strip()


def test_an_ordinary_chart_is_judged_in_full_without_the_judge() -> None:
    assert asked_of((ROOT / "examples" / "net-adolescent-60mg.json").read_text()) == "False []"


def test_a_chart_with_an_element_that_fhir_has_not_is_shown_to_the_judge() -> None:
    document = json.loads((ROOT / "examples" / "net-adolescent-60mg.json").read_bytes())
    order = next(one["resource"] for one in document["entry"] if one["resource"]["resourceType"] == "MedicationRequest")
    order["dosageInstruction"][0]["foo"] = 1
    assert asked_of(json.dumps(document)).startswith("True ['structure'")
