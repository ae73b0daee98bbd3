"""Which tests reach which lines, and whether one of some tests fails: inside one session of pytest."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from exchange import caches, module_of

Line = tuple[str, int]
"""A module such as `rules/dose`, and a line of it."""


@dataclass
class Runs:
    """What running every test once has told: how long each took, and which tests reached a line.

    `failed` are the tests that fail without any change.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    reached: dict[Line, set[str]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    _ways: dict[str, dict[str, set[int]]] = field(default_factory=dict)

    def at(self, module: str, line: int) -> list[str]:
        """The tests that reach a line, as `varied`; of one that is never told of by itself (part of an
        expression of several lines), those that reach the last one before it that is."""
        told = [own for name, own in self.reached if name == module and own <= line]
        return self.varied(module, self.reached[module, max(told)]) if told else []

    def of(self, module: str) -> list[str]:
        """The tests that reach anything of a module, the quickest first."""
        return self.quickest(set().union(*(tests for (name, _), tests in self.reached.items() if name == module)))

    def varied(self, module: str, tests: Iterable[str]) -> list[str]:
        """The tests, the quickest first; one that takes the way of another through the module comes after all ways."""
        if module not in self._ways:
            ways = self._ways[module] = {}
            for (name, line), reaching in self.reached.items():
                for test in reaching if name == module else ():
                    ways.setdefault(test, set()).add(line)
        taken: set[frozenset[int]] = set()
        again: list[str] = []
        found: list[str] = []
        for test in self.quickest(tests):
            way = frozenset(self._ways[module].get(test, ()))
            (again if way in taken else found).append(test)
            taken.add(way)
        return found + again

    def quickest(self, tests: Iterable[str]) -> list[str]:
        """The tests, the quickest first."""
        return sorted(tests, key=self.seconds.__getitem__)


def fails(items: Sequence[pytest.Item]) -> bool:
    """Whether one of the tests fails; the others after it are not run."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        if any(report.failed for report in runtestprotocol(item, nextitem=following, log=False)):
            return True
    return False


def told_by(session: pytest.Session, modules: Sequence[str], workers: int) -> Runs:
    """Runs every collected test once, in processes of their own."""
    found = Runs()
    with tempfile.TemporaryDirectory() as folder:
        children = []
        for number in range(workers):
            if not (child := os.fork()):
                _tell(session.items[number::workers], modules, Path(folder) / str(number))
            children.append(child)
        for child in children:
            os.waitpid(child, 0)
        for path in Path(folder).iterdir():
            for test, seconds, reached, is_failed in json.loads(path.read_text()):
                found.seconds[test] = seconds
                for module, line in reached:
                    found.reached.setdefault((module, line), set()).add(test)
                if is_failed:
                    found.failed.append(test)
    return found


def _tell(items: Sequence[pytest.Item], modules: Sequence[str], path: Path) -> None:
    names = {module_of(module).__file__: module for module in modules}
    # A remembered answer would hide from the second test what the first one ran.
    remembering = [
        one for one in caches(modules) if one.__module__.removeprefix("validator.").replace(".", "/") in modules
    ]
    told = []
    try:
        for item, following in zip(items, [*items[1:], None], strict=True):
            for one in remembering:
                one.cache_clear()
            reached: set[Line] = set()
            began = time.perf_counter()
            sys.settrace(partial(_entered, names, reached))
            reports = runtestprotocol(item, nextitem=following, log=False)
            sys.settrace(None)
            is_failed = any(report.failed for report in reports)
            told.append((item.nodeid, time.perf_counter() - began, sorted(reached), is_failed))
        path.write_text(json.dumps(told))
    finally:
        os._exit(0)


def _entered(names: dict[str | None, str], reached: set[Line], frame: FrameType, event: str, what: Any) -> Any:
    """Follows the lines of a function of the modules that are watched, and of no other."""
    module = names.get(frame.f_code.co_filename)
    if module is None:
        return None

    def line(frame: FrameType, event: str, _what: Any) -> Any:
        if event == "line":
            reached.add((module, frame.f_lineno))
        return line

    return line(frame, event, what)
