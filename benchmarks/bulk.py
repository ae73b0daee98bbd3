"""Speed of `labelcheck bulk` beside other ways of looking at the same bytes: `python benchmarks/bulk.py DIR`, or
`python benchmarks/bulk.py --sizes 1G 5G 20G --in DIR`, which makes exports of these sizes one after the other.

DIR is an export of `make_export.py`, not packed. Every figure is of a process of its own over the same files, which are
read once before. Seconds of processor do not depend on what else the machine does; memory is the largest of a process.
"starting" is the first pass over an empty file. `--others` is a Python that has duckdb and polars.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from make_export import make, size_of

PATTERNS = """import sys
from validator.bulk.pattern import drug_patterns
from validator.profiles import shipped
sys.stdout.write("".join(one.text.decode() + "\\n" for one in drug_patterns(shipped().book)))"""
PASS_ONE = """import sys
from validator.bulk.block import portions_of
from validator.bulk.export import export_of
from validator.bulk.seeking import OrderSearch, sought
from validator.profiles import shipped
wanted = OrderSearch(shipped().book)
print(sum(sought(one, wanted).lines for one in portions_of(export_of(sys.argv[1:]).files)))"""
ORJSON = """import sys, orjson
found = 0
for name in sys.argv[1:]:
    for line in open(name, "rb"):
        try:
            found += orjson.loads(line).get("resourceType") == "MedicationRequest"
        except (ValueError, AttributeError):
            pass
print(found)"""
DUCKDB = """import sys, duckdb
print(duckdb.connect().execute("select count(*) from read_json({!r}, format='newline_delimited', ignore_errors=true, "
  "columns={{'resourceType':'VARCHAR','id':'VARCHAR','medicationCodeableConcept':'JSON'}}, "
  "maximum_object_size=67108864) where resourceType='MedicationRequest' "
  "and medicationCodeableConcept::varchar ilike '%cabozantinib%'".format(sys.argv[1:])).fetchall())"""
POLARS = """import sys, polars as pl
found = 0
for name in sys.argv[1:]:
    lines = pl.scan_csv(name, has_header=False, separator="\\x01", quote_char=None, new_columns=["line"],
      truncate_ragged_lines=True, encoding="utf8-lossy")
    found += lines.filter(pl.col("line").str.contains("abozantinib", literal=True)).select(pl.len()).collect().item()
print(found)"""
OURS = "ours, whole"
STARTING, FIRST_PASS = "ours, starting", "ours, pass 1, 1 process"
BESIDE = ("orjson, every line", "rg -i -F -f patterns", "rg -F -f patterns")
HEAD = f"{'way':28}{'CPU s':>9}{'GB/CPU s':>10}{'clock s':>9}{'GB/s':>7}{'MB':>7}{'orders/s':>10}{'code':>6}"


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor and of clock, megabytes at most, and exit code of a command."""

    worked: float
    seconds: float
    megabytes: float
    code: int


def measured(command: list[str]) -> Cost:
    """What a command costs; its output is thrown away."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    return Cost(usage.ru_utime + usage.ru_stime, seconds, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status))


def ways(export: Path, folder: Path, files: list[str], others: str) -> Iterator[tuple[str, list[str]]]:
    """Every way, by name, as a command. `folder` is for what they write."""
    python = [sys.executable, "-c"]
    patterns, empty = folder / "patterns", folder / "empty.ndjson"
    patterns.write_bytes(subprocess.run([*python, PATTERNS], check=True, capture_output=True).stdout)
    empty.touch()
    bulk = [sys.executable, "-m", "validator", "bulk", str(export), "--out", str(folder / "findings.ndjson")]
    yield "cat > /dev/null", ["cat", *files]
    yield "wc -l", ["wc", "-l", *files]
    yield "rg -c abozantinib", ["rg", "-c", "abozantinib", *files]
    yield "rg -F -f patterns", ["rg", "-c", "-F", "-f", str(patterns), *files]
    yield "rg -i -F -f patterns", ["rg", "-c", "-i", "-F", "-f", str(patterns), *files]
    yield STARTING, [*python, PASS_ONE, str(empty)]
    yield FIRST_PASS, [*python, PASS_ONE, str(export)]
    yield f"{OURS}, 1 process", bulk
    yield f"{OURS}, 2 processes", [*bulk, "--workers", "2"]
    yield "DuckDB, JSON scan", [others, "-c", DUCKDB, *files]
    yield "Polars, text scan", [others, "-c", POLARS, *files]
    yield "orjson, every line", [*python, ORJSON, *files]


def table(export: Path, others: str, runs: int) -> None:
    """Measures every way over one export and prints a line of each, then how many times faster the first pass is."""
    told = json.loads((export / "manifest.json").read_text())
    files = [str(export / one["url"]) for one in told["output"]]
    files = [name for name in files if Path(name).stat().st_size]
    size = sum(Path(name).stat().st_size for name in files)
    measured(["cat", *files])
    load = os.getloadavg()[0]
    print(f"{size / 1e9:.2f} GB in {len(files)} files, {os.cpu_count()} cores, load {load:.1f}", HEAD, sep="\n")
    worked: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for way, command in ways(export, Path(folder), files, others):
            if shutil.which(command[0]) is None:
                print(f"{way:28}{'not here':>9}")
                continue
            cost = min((measured(command) for _ in range(runs)), key=lambda one: one.worked)
            worked[way] = cost.worked
            orders = ""
            if way.startswith(OURS):
                summary = json.loads((Path(folder) / "findings.summary.json").read_text())
                orders = f"{summary['orders'] / cost.seconds:.1f}"
            per = ("", "") if way == STARTING else (f"{size / one / 1e9:.2f}" for one in (cost.worked, cost.seconds))
            of_work, of_clock = per
            print(
                f"{way:28}{cost.worked:9.2f}{of_work:>10}{cost.seconds:9.2f}{of_clock:>7}{cost.megabytes:7.0f}"
                f"{orders:>10}{cost.code:6}",
                flush=True,
            )
    ours = worked[FIRST_PASS]
    for way in BESIDE:
        if way in worked:
            times, bare = worked[way] / ours, worked[way] / max(ours - worked[STARTING], 0.001)
            print(f"The first pass is {times:.1f} times as fast as {way}; {bare:.1f} times without its start.")


def main() -> None:
    """Measures and prints."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("export", type=Path, nargs="?")
    reader.add_argument("--sizes", nargs="+", default=[], help="make exports of these sizes instead, as 1G 5G 20G")
    reader.add_argument(
        "--in", dest="folder", type=Path, default=Path(tempfile.gettempdir()), help="where to make them"
    )
    reader.add_argument("--runs", type=int, default=1)
    reader.add_argument("--others", default=sys.executable)
    asked = reader.parse_args()
    if (asked.export is None) == (not asked.sizes):
        reader.error("one of DIR and --sizes")
    if asked.export is not None:
        table(asked.export, asked.others, asked.runs)
    for text in asked.sizes:
        with tempfile.TemporaryDirectory(dir=asked.folder) as made:
            export = Path(made) / "export"
            make(export, size=size_of(text), seed=2)
            table(export, asked.others, asked.runs)
            print(flush=True)


if __name__ == "__main__":
    main()
