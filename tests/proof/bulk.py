"""100,000 orders of a made export against the answers that their stories have: `make bulk-proof`.

Runs `labelcheck bulk` with one process and with two, and ends with 1 where a row is missing, too much, or says anything
else than the story: verdict, findings above `accept`, expected dose, place.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from bulk import measured
from make_export import make

from validator.bulk.counts import counted

LOUD = ("error", "undetermined", "warning")


def differences(truth: dict[str, dict[str, Any]], rows: list[dict[str, Any]]) -> list[str]:
    """What differs, one line each."""
    found = {row["order"]: row for row in rows}
    wrong = [f"{name}: no row" for name in truth if name not in found]
    wrong += [f"{name}: too much" for name in found if name not in truth]
    if len(found) < len(rows):
        wrong.append("orders with two rows")
    for name, row in found.items():
        told = truth.get(name)
        if told is None:
            continue
        codes = sorted({one["code"] for one in row["findings"] if one["verdict"] in LOUD})
        daily = (row["expected"] or {}).get("daily_mg")
        if row["verdict"] != told["verdict"] or codes != sorted(set(told["findings"])):
            wrong.append(f"{name}: {row['verdict']} {codes}, not {told['verdict']} {told['findings']}")
        elif told["expected_mg"] not in (None, daily) or [row["file"], row["offset"]] not in told["places"]:
            wrong.append(f"{name}: another dose or place")
    return wrong


def main() -> int:
    """Makes the export, reads it, compares."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--orders", type=int, default=100_000)
    reader.add_argument("--seed", type=int, default=11)
    asked = reader.parse_args()
    ended = 0
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "export"
        make(export, size=300 << 20, orders=asked.orders, seed=asked.seed)
        told = [json.loads(line) for line in (export / "truth.ndjson").read_text().splitlines()]
        truth = {one["order"]: one for one in told}
        for workers in ("1", "2"):
            out = Path(folder) / f"findings{workers}.ndjson"
            command = [sys.executable, "-m", "validator", "bulk", str(export), "--out", str(out), "--workers", workers]
            cost = measured(command)
            rows = [json.loads(line) for line in out.read_text().splitlines()]
            wrong = differences(truth, rows)
            found = f"{counted(int(workers), 'process', 'processes')}: {counted(len(rows), 'order')}"
            print(
                f"{found}, {len(wrong)} differ; exit code {cost.code}; {len(rows) / cost.seconds:.0f} orders/s,"
                f" {cost.worked:.0f} s of processor, {cost.seconds:.0f} s, {cost.megabytes:.0f} MB",
                flush=True,
            )
            print("\n".join(wrong[:20]))
            ended |= bool(wrong)
    return ended


if __name__ == "__main__":
    raise SystemExit(main())
