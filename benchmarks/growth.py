"""How the cost of a check grows with each list that can be long: `python benchmarks/growth.py [LIST ...]`.

Each list is made n, 2n and 4n long; the exponent is that of the time from n to 4n (1 is linear, 2 is quadratic). Four
times as many should cost at most five times as much. Processor time is taken, and of several runs the fastest counts.
Beside it stands the same with the garbage collector at rest, which looks through all that was loaded once a chart is
long enough, and how many times as many functions of Python are entered: that is not moved by noise, but does not see a
loop in C. `pairs` are the functions that grow with the square of n: what each one of a list costs each other one.
"""

from __future__ import annotations

import gc
import json
import math
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from long_lists import EXAMPLE, LISTS, Resource, bundle, of_type  # noqa: E402
from order import calls  # noqa: E402

from validator import check_bundle  # noqa: E402
from validator.client.chart import collection  # noqa: E402
from validator.frozen import Frozen  # noqa: E402

ROUNDS = 3
VERSIONS = 15_000
MOST = 5.0
"""Four times as long a list should cost at most so many times as much."""


class Growth(Frozen):
    """What a list costs that is n, 2n and 4n long: seconds, and functions entered."""

    name: str
    count: int
    seconds: tuple[float, ...]
    at_rest: tuple[float, ...] = ()
    entered: tuple[int, ...] = ()

    @property
    def ratio(self) -> float:
        """How many times as much four times as many cost."""
        return self.seconds[2] / self.seconds[0]

    @property
    def pairs(self) -> float:
        """Functions that each one costs each other one: what grows with n alone falls out."""
        one, two, four = self.entered
        return (four - 3 * two + 2 * one) / (6 * self.count**2)

    def __str__(self) -> str:
        shown = " ".join(f"{one:8.3f}" for one in self.seconds)
        found = f"{self.name:<38} {self.count:>5} {shown} {self.ratio:>7.1f} {math.log(self.ratio, 4):>9.2f}"
        if self.entered:
            at_rest, entered = self.at_rest[2] / self.at_rest[0], self.entered[2] / self.entered[0]
            found += f" {at_rest:>7.1f} {entered:>7.1f} {self.pairs:>7.2f}"
        return found + ("" if self.ratio <= MOST else f"  above {MOST:.0f}")


def grown(name: str, made: Callable[[int], Resource], count: int) -> Growth:
    """Processor seconds of the fastest of a few checks of each length, and the functions it enters."""
    lengths = [count * factor for factor in (1, 2, 4)]
    times = tuple(least(made, length) for length in lengths)
    gc.disable()
    at_rest = tuple(least(made, length) for length in lengths)
    gc.enable()
    entered = tuple(calls(partial(checked, json.dumps(made(length)).encode())) for length in lengths)
    return Growth(name, count, times, at_rest, entered)


def least(made: Callable[[int], Resource], count: int) -> float:
    """Processor seconds of the fastest of a few checks, each of a chart of its own."""
    taken = []
    for _ in range(ROUNDS):
        data = json.dumps(made(count)).encode()
        gc.collect()
        start = time.process_time()
        checked(data)
        taken.append(time.process_time() - start)
    return min(taken)


def checked(data: bytes) -> None:
    """What is measured."""
    check_bundle(data, structure="read", ledger=True)


def of_server(count: int) -> float:
    """The fastest of a few times of putting n versions of one resource from a server together, and checking them."""
    model, chart = of_type(bundle(), "Observation")[0], [entry["resource"] for entry in bundle()["entry"]]
    versions = [model | {"id": "same", "meta": {"versionId": "x"}, "issued": f"{number}"} for number in range(count)]
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        check_bundle(collection("https://fhir.example.org", [*chart, *versions]), structure="read")
        taken.append(time.process_time() - start)
    return min(taken)


def main(chosen: Sequence[str] = ()) -> None:
    """Prints a line for each list, or for those that are named."""
    check_bundle(EXAMPLE.read_bytes())
    heading = f"{'list':<38} {'n':>5} {'n, s':>8} {'2n, s':>8} {'4n, s':>8} {'4n / n':>7} {'exponent':>9}"
    print(f"{heading} {'at rest':>7} {'calls':>7} {'pairs':>7}")
    for name, (made, count) in LISTS.items():
        if not chosen or name in chosen:
            print(grown(name, made, count), flush=True)
    if not chosen:
        print(Growth("versions from a server", VERSIONS, tuple(of_server(VERSIONS * one) for one in (1, 2, 4))))


if __name__ == "__main__":
    main(sys.argv[1:])
