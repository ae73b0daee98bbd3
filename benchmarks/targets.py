"""Every figure of speed that has a target, in one run: `make bench`, or `python benchmarks/targets.py [--seconds 4]`.

What one order costs, a whole process, the service beside a bare echo, and how the time grows with each list.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "tests")]

AT_MOST = {
    "another drug, 9 kB": 1.5,
    "another drug, 190 kB": 1.5,
    "accepted, 9 kB": 6.0,
    "critical with a suggestion, 9 kB": 9.0,
}


def main() -> None:
    """Prints the figures, each beside its target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4, help="how long each kind of call is made")
    seconds = parser.parse_args().seconds
    order, service, growth = (importlib.import_module(name) for name in ("order", "service", "growth"))
    order.shown(order.rows())
    found = service.over_echo(seconds)
    order.shown([(f"order-sign over echo: {name}", figure, AT_MOST[name]) for name, figure in found.items()])
    print()
    growth.main()


if __name__ == "__main__":
    main()
