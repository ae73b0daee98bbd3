"""What docs/architecture.md says of the floors is so: where they are, and what passes between them."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "validator"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NO_FLOOR = {"__init__", "version"}
NAMED = re.compile(r"`([^`]+)`")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, its own heading left out."""
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


FLOORS = {floor: NAMED.findall(where) for floor, where, _ in rows("Floors")}
PASSED = rows("What passes between the floors")


def modules_of(floor: str) -> list[Path]:
    found = [PACKAGE / where for where in FLOORS[floor]]
    return [path for one in found for path in (sorted(one.rglob("*.py")) if one.is_dir() else [one])]


def names_in(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    imported = {name.name for node in nodes if isinstance(node, ast.ImportFrom) for name in node.names}
    return imported | {node.id for node in nodes if isinstance(node, ast.Name)}


def type_of(place: str) -> Any:
    module, _, name = place.rpartition(".")
    return getattr(import_module(f"validator.{module}"), name)


def test_every_module_stands_on_one_floor_of_the_table() -> None:
    listed = [where.rstrip("/").removesuffix(".py") for floor in FLOORS.values() for where in floor]
    there = {path.stem for path in PACKAGE.iterdir() if path.is_dir() or path.suffix == ".py"}
    assert sorted(listed) == sorted(there - NO_FLOOR - {"__pycache__"})


@pytest.mark.parametrize(("what", "giver", "takers"), [row[:3] for row in PASSED])
def test_what_passes_between_floors_is_made_by_one_and_named_by_those_who_take_it(
    what: str, giver: str, takers: str
) -> None:
    (place,) = NAMED.findall(what)
    name = type_of(place).__name__
    assert any(name in names_in(path) or f"class {name}" in path.read_text() for path in modules_of(giver))
    for taker in takers.split(", "):
        assert any(name in names_in(path) for path in modules_of(taker)), f"no module of {taker} names {name}"


@pytest.mark.parametrize(("what", "unknown"), [(row[0], row[3]) for row in PASSED])
def test_what_unknown_means_in_it_is_told_by_fields_that_it_has(what: str, unknown: str) -> None:
    (place,) = NAMED.findall(what)
    kind = type_of(place)
    made_by = getattr(kind.__init__, "__code__", None)
    own = set(dir(kind)) | set(getattr(kind, "model_fields", ())) | set(made_by.co_names if made_by is not None else ())
    assert [field for field in NAMED.findall(unknown) if field not in own] == []
