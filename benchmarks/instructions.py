"""Millions of instructions of the machine an order takes: `python benchmarks/instructions.py`. It asks callgrind.

Noise does not move them, and they see loops in C, which the number of functions does not. What they do not see is
what an instruction waits for; `--cache-sim=yes --branch-sim=yes` are passed on to valgrind. Each figure is the
difference of two runs of different lengths, so that starting and loading fall out; that takes minutes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial

from order import check_bundle, evidence_models, padded

FEW, MANY = 5, 25
NAMES = ("fhir.resources on the evidence", "read", "full")
_COLLECTED = re.compile(r"Collected : (\d+)")


def work_of(name: str) -> Callable[[], object]:
    """What is measured, once everything is loaded."""
    small = padded(14)
    if name == NAMES[0]:
        return evidence_models(small)
    return partial(check_bundle, small, structure=name)


def counted(name: str, times: int, options: list[str]) -> int:
    """The instructions of a whole process that does the work so many times."""
    valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *options]
    command = [*valgrind, sys.executable, __file__, "--only", name, str(times)]
    # Sets are laid out by the hash of words: the same in both runs.
    told = subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": "0"}, capture_output=True, text=True, check=True)
    found = _COLLECTED.search(told.stderr)
    assert found is not None, told.stderr
    return int(found[1])


def main() -> None:
    """Prints a line for each figure; with `--only` does the work instead."""
    if sys.argv[1:2] == ["--only"]:
        work = work_of(sys.argv[2])
        for _ in range(3 + int(sys.argv[3])):
            work()
        return
    if shutil.which("valgrind") is None:
        sys.exit("Needs valgrind.")
    least = 0.0
    for name in NAMES:
        one = (counted(name, MANY, sys.argv[1:]) - counted(name, FEW, sys.argv[1:])) / (MANY - FEW)
        least = least or one
        print(f"{name:<32} {one / 1e6:8.2f}  {one / least:5.2f} times fhir.resources", flush=True)


if __name__ == "__main__":
    main()
