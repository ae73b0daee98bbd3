"""Speed of `labelcheck bulk` beside other ways of looking at the same bytes: `python benchmarks/bulk.py DIR`.

DIR is an export of `make_export.py`. Every figure is of a process of its own over the same files, which are read once
before. Seconds of processor do not depend on what else the machine does; memory is the largest of one process.
`--others` is a Python that has duckdb and polars.
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
from pathlib import Path

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
print(duckdb.sql("select count(*) from read_json({!r}, format='newline_delimited', ignore_errors=true, "
  "columns={{'resourceType':'VARCHAR','id':'VARCHAR','medicationCodeableConcept':'JSON'}}, "
  "maximum_object_size=67108864) "
  "where resourceType='MedicationRequest'".format(sys.argv[1:])).fetchone())"""
POLARS = """import sys, polars as pl
found = 0
for name in sys.argv[1:]:
    lines = pl.scan_csv(name, has_header=False, separator="\\x01", quote_char=None, new_columns=["line"],
      truncate_ragged_lines=True, encoding="utf8-lossy")
    found += lines.filter(pl.col("line").str.contains("abozantinib", literal=True)).select(pl.len()).collect().item()
print(found)"""


def measured(command: list[str]) -> tuple[float, float, float, int]:
    """Seconds of processor and of clock, megabytes at most, and exit code of a command."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, shell=isinstance(command, str), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    _, status, usage = os.wait4(process.pid, 0)
    worked = usage.ru_utime + usage.ru_stime
    return worked, time.perf_counter() - began, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def main() -> None:
    """Measures and prints one line a way."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("export", type=Path)
    reader.add_argument("--runs", type=int, default=1)
    reader.add_argument("--others", default=sys.executable)
    asked = reader.parse_args()
    told = json.loads((asked.export / "manifest.json").read_text())
    files = [str(asked.export / one["url"]) for one in told["output"]]
    files = [name for name in files if Path(name).stat().st_size]
    size = sum(Path(name).stat().st_size for name in files)
    python = [sys.executable, "-c"]
    with tempfile.TemporaryDirectory() as folder:
        patterns = Path(folder) / "patterns"
        patterns.write_bytes(subprocess.run([*python, PATTERNS], check=True, capture_output=True).stdout)
        bulk = [sys.executable, "-m", "validator", "bulk", str(asked.export), "--out", f"{folder}/findings.ndjson"]
        ways: dict[str, list[str]] = {
            "cat > /dev/null": ["cat", *files],
            "wc -l": ["wc", "-l", *files],
            "rg -c abozantinib": ["rg", "-c", "abozantinib", *files],
            "rg -i -F -f patterns": ["rg", "-c", "-i", "-F", "-f", str(patterns), *files],
            "ours, pass 1, 1 process": [*python, PASS_ONE, str(asked.export)],
            "ours, whole, 1 process": bulk,
            "ours, whole, 2 processes": [*bulk, "--workers", "2"],
            "DuckDB, JSON scan": [asked.others, "-c", DUCKDB, *files],
            "Polars, text scan": [asked.others, "-c", POLARS, *files],
            "orjson, every line": [*python, ORJSON, *files],
        }
        measured(["cat", *files])
        print(f"{size / 1e9:.2f} GB in {len(files)} files, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        print(f"{'way':28}{'CPU s':>9}{'GB/CPU s':>10}{'clock s':>9}{'MB':>8}")
        for way, command in ways.items():
            if shutil.which(command[0]) is None:
                print(f"{way:28}{'not here':>9}")
                continue
            worked, seconds, megabytes, code = min(measured(command) for _ in range(asked.runs))
            failed = "" if code == 0 or (code in (1, 3) and way.startswith("ours, whole")) else f"  exit code {code}"
            rate = size / worked / 1e9
            print(f"{way:28}{worked:9.2f}{rate:10.2f}{seconds:9.2f}{megabytes:8.0f}{failed}", flush=True)


if __name__ == "__main__":
    main()
