"""100,000 orders of a made export against the answers that their stories have: `make bulk-proof`.

Runs `labelcheck bulk` with one process, with two, and on Spark (`--engines 1 2 spark`). Ends with 1 where a row is
missing, too much, or says anything else than the story (verdict, findings above `accept`, expected dose, place), or
where the rows of two ways are not the same bytes in some order.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from bulk import Cost, measured
from make_export import make, size_of

from validator.bulk.counts import counted

LOUD = ("error", "undetermined", "warning")
SPARK = "spark"
ENGINES = {
    "1": ("1 process", ("--workers", "1")),
    "2": ("2 processes", ("--workers", "2")),
    SPARK: ("Spark, local[2]", ("--engine", "spark", "--master", "local[2]")),
}
"""The ways of reading an export, by name: what people call it, and its options."""


def differences(truth: dict[str, dict[str, Any]], rows: Iterable[dict[str, Any]]) -> list[str]:
    """What differs, one line each."""
    wrong, seen = [], set()
    for row in rows:
        name = row["order"]
        told = truth.get(name)
        if name in seen:
            wrong.append(f"{name}: a second row")
        seen.add(name)
        if told is None:
            wrong.append(f"{name}: too much")
            continue
        codes = sorted({one["code"] for one in row["findings"] if one["verdict"] in LOUD})
        daily = (row["expected"] or {}).get("daily_mg")
        if row["verdict"] != told["verdict"] or codes != sorted(set(told["findings"])):
            wrong.append(f"{name}: {row['verdict']} {codes}, not {told['verdict']} {told['findings']}")
        elif told["expected_mg"] not in (None, daily) or [row["file"], row["offset"]] not in told["places"]:
            wrong.append(f"{name}: another dose or place")
    return wrong + [f"{name}: no row" for name in truth if name not in seen]


def digests(out: Path) -> dict[bytes, int]:
    """How often each line of an output stands in it, by digest: equal where two outputs are the same bytes, sorted."""
    found: dict[bytes, int] = {}
    with out.open("rb") as file:
        for line in file:
            name = sha256(line).digest()
            found[name] = found.get(name, 0) + 1
    return found


def unlike(first: dict[bytes, int], other: dict[bytes, int]) -> int:
    """How many lines stand in one of two outputs and not in the other."""
    return sum(abs(first.get(name, 0) - other.get(name, 0)) for name in first.keys() | other.keys())


def missing_for(engine: str) -> str | None:
    """Why this way cannot be gone here; None where it can."""
    if engine != SPARK:
        return None
    if find_spec("pyspark") is None:
        return "Spark is left out: pyspark is not installed (pip install '.[spark]' in the checkout)."
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") is None and not (home and shutil.which("java", path=f"{home}/bin")):
        return "Spark is left out: there is no Java here (17 is needed)."
    return None


def told(engine: str, rows: int, wrong: int, cost: Cost) -> str:
    """A line about one way. What Spark's own processes cost is not told: nobody waits for them."""
    own = "" if engine == SPARK else f", {cost.worked:.0f} s of processor, {cost.megabytes:.0f} MB"
    return (
        f"{ENGINES[engine][0]}: {counted(rows, 'order')}, {wrong} differ; exit code {cost.code};"
        f" {rows / cost.seconds:.0f} orders/s, {cost.seconds:.0f} s{own}"
    )


def main() -> int:
    """Makes the export, reads it in each way, compares."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--orders", type=int, default=100_000)
    reader.add_argument("--bytes", type=size_of, default=300 << 20, help="of the export, as 300M or 5G [300M]")
    reader.add_argument("--seed", type=int, default=11)
    reader.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES))
    reader.add_argument("--in", dest="folder", type=Path, help="where the export is made, and removed again")
    asked = reader.parse_args()
    ended = 0
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        export = Path(folder) / "export"
        make(export, size=asked.bytes, orders=asked.orders, seed=asked.seed)
        lines = (json.loads(line) for line in (export / "truth.ndjson").read_text().splitlines())
        truth = {one["order"]: one for one in lines}
        first: tuple[str, dict[bytes, int]] | None = None
        for engine in asked.engines:
            if (why := missing_for(engine)) is not None:
                print(why, flush=True)
                continue
            out = Path(folder) / f"findings-{engine}.ndjson"
            command = [sys.executable, "-m", "validator", "bulk", str(export), "--out", str(out), *ENGINES[engine][1]]
            cost = measured(command)
            if not out.exists():
                print(f"{ENGINES[engine][0]}: no output; exit code {cost.code}, {cost.seconds:.0f} s", flush=True)
                ended = 1
                continue
            with out.open("rb") as file:
                wrong = differences(truth, (json.loads(line) for line in file))
            found = digests(out)
            print(told(engine, sum(found.values()), len(wrong), cost), *wrong[:20], sep="\n", flush=True)
            ended |= bool(wrong)
            if first is None:
                first = (engine, found)
                continue
            lines_unlike = unlike(first[1], found)
            same = "the same bytes, sorted" if not lines_unlike else f"{counted(lines_unlike, 'line')} not the same"
            print(f"{ENGINES[engine][0]} beside {ENGINES[first[0]][0]}: {same}.", flush=True)
            ended |= bool(lines_unlike)
    return ended


if __name__ == "__main__":
    raise SystemExit(main())
