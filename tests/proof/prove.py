"""The laws of the ledger over every chart there is: `python tests/proof/prove.py [--share 0.1]`.

Ends with 1 where a law is broken. The last lines are the table that stands in docs/proof.md.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.damage import Json, charts
from support.law import broken, cases, judged

Result = tuple[str, str, str, str, str | None]
"""Chart, kind and element of damage, entry, and how a law was broken."""


def proved(task: tuple[str, Json, float]) -> list[Result]:
    """Every damage of one chart, or a seeded share of them."""
    name, chart, share = task
    dice = random.Random(name)
    found = []
    for damage, order, fate in cases(judged(chart)):
        if dice.random() < share:
            how = broken(damage, order, fate)
            found.append((name, damage.kind, damage.element, damage.reference, how))
    return found


def main() -> int:
    """Runs the proof and prints what it found."""
    options = argparse.ArgumentParser()
    options.add_argument("--share", type=float, default=1.0, help="the share of all damages that is tried")
    options.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    chosen = options.parse_args()
    tasks = [(name, chart, chosen.share) for name, chart in charts(everything=True)]
    with multiprocessing.Pool(chosen.jobs) as pool:
        results = [one for found in pool.imap_unordered(proved, tasks) for one in found]
    wrong = [one for one in results if one[4]]
    for chart, kind, element, reference, how in sorted(wrong, key=str)[:200]:
        print(f"BROKEN {chart}: {reference} {kind} ({element}): {how}")
    count, bad = Counter(one[1] for one in results), Counter(one[1] for one in wrong)
    print("| damage | charts | laws broken |\n|---|---:|---:|")
    for kind in sorted(count):
        print(f"| {kind} | {count[kind]} | {bad[kind]} |")
    print(f"| all, from {len(tasks)} charts | {len(results)} | {len(wrong)} |")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
