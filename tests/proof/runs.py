"""Which tests run which functions, and whether one of some tests fails: inside one session of pytest."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from exchange import caches, functions_of, module_of


@dataclass
class Runs:
    """What running every test once has told: how long each took and the functions that it entered, by module.

    `failed` are the tests that fail without any change.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    entered: dict[str, set[str]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def of(self, names: set[str]) -> list[str]:
        """The tests that enter one of the functions, the quickest first."""
        return sorted(set().union(*(self.entered.get(name, set()) for name in names)), key=self.seconds.__getitem__)


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
            for test, seconds, entered, is_failed in json.loads(path.read_text()):
                found.seconds[test] = seconds
                for name in entered:
                    found.entered.setdefault(name, set()).add(test)
                if is_failed:
                    found.failed.append(test)
    return found


def _tell(items: Sequence[pytest.Item], modules: Sequence[str], path: Path) -> None:
    names = dict(_codes(modules))
    # A remembered answer would hide from the second test what the first one ran.
    remembering = [one for one in caches() if one.__module__.removeprefix("validator.").replace(".", "/") in modules]
    told = []
    try:
        for item, following in zip(items, [*items[1:], None], strict=True):
            for one in remembering:
                one.cache_clear()
            entered: set[str] = set()

            def seen(frame: FrameType, event: str, _what: Any, entered: set[str] = entered) -> None:
                if event == "call" and (name := names.get(frame.f_code)) is not None:
                    entered.add(name)

            began = time.perf_counter()
            sys.setprofile(seen)
            reports = runtestprotocol(item, nextitem=following, log=False)
            sys.setprofile(None)
            is_failed = any(report.failed for report in reports)
            told.append((item.nodeid, time.perf_counter() - began, sorted(entered), is_failed))
        path.write_text(json.dumps(told))
    finally:
        os._exit(0)


def _codes(modules: Sequence[str]) -> Iterator[tuple[Any, str]]:
    for module in modules:
        for name, function in functions_of(module_of(module)).items():
            yield function.__code__, f"{module}:{name}"
