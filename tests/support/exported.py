"""Exports for tests: resources written as NDJSON files, and what `labelcheck bulk` says of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from validator.cli import main

Json = dict[str, Any]


def written(folder: Path, files: Mapping[str, Iterable[Json | bytes]]) -> Path:
    """A folder with these files; a line is a resource, or the bytes as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in files.items():
        made = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        (folder / name).write_bytes(b"".join(line + b"\n" for line in made))
    return folder


def manifest(folder: Path, output: Iterable[str], deleted: Iterable[str] = ()) -> Path:
    """The folder with a manifest that lists these files."""
    told = {
        "transactionTime": "2026-11-28T00:00:00Z",
        "output": [{"type": "Patient", "url": f"https://elsewhere.example.org/f/{one}?sig=1"} for one in output],
        "deleted": [{"type": "Bundle", "url": one} for one in deleted],
        "error": [],
    }
    (folder / "manifest.json").write_text(json.dumps(told))
    return folder


def by_type(bundle: Json) -> dict[str, list[Json | bytes]]:
    """The resources of a Bundle as an export would have them: one file a type, each with an id."""
    files: dict[str, list[Json | bytes]] = {}
    for entry in bundle["entry"]:
        resource = entry["resource"]
        if "id" not in resource:
            resource = resource | {"id": entry["fullUrl"].rpartition(":")[2]}
        files.setdefault(f"{resource['resourceType']}.ndjson", []).append(resource)
    return files


def bulk(*arguments: object) -> Result:
    """What the command does."""
    return CliRunner().invoke(main, ["bulk", *map(str, arguments)])


def rows_of(*paths: object, out: Path, code: int | None = None) -> list[Json]:
    """The rows that the command writes for an export."""
    result = bulk(*paths, "--out", out)
    assert result.exit_code in ((0, 1, 3) if code is None else (code,)), result.output
    return [json.loads(line) for line in out.read_text().splitlines()]


def issues_beside(out: Path) -> list[Json]:
    """The issues written beside the rows."""
    return [json.loads(line) for line in out.with_name(f"{out.stem}.issues.ndjson").read_text().splitlines()]


def counts_beside(out: Path) -> Json:
    """The counts written beside the rows."""
    counts: Json = json.loads(out.with_name(f"{out.stem}.summary.json").read_text())
    return counts
