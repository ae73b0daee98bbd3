"""A run that was ended goes on where it was: the same bytes come out, whenever and however it ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.build import condition
from support.exported import Json, bulk, written
from support.plain import METFORMIN, kidney, sixty

from validator.bulk.export import export_of
from validator.bulk.job import Job
from validator.bulk.output import write_output
from validator.bulk.run import Run

COMMAND = [sys.executable, "-m", "validator", "bulk"]


class EndedError(BaseException):
    """What no program expects."""


def of(number: int, chart: list[Json]) -> list[Json]:
    """A chart of another patient."""
    text = json.dumps(chart)
    for name in ("patient", "order", "tumor", "metastasis", "weight", "taken", "med"):
        text = text.replace(f'/{name}"', f'/{name}{number}"').replace(f'"id": "{name}"', f'"id": "{name}{number}"')
    made: list[Json] = json.loads(text)
    return made


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifty-five patients in three files."""
    lines: list[Json | bytes] = []
    for number in range(55):
        taken = sixty(id="taken", medicationCodeableConcept=METFORMIN)
        lines += of(number, kidney(sixty(), taken))
        lines.append(condition(f"cold{number}", {"text": "Common cold"}, subject="Patient/nobody"))
    lines.insert(77, b'{"resourceType":"Observation","subject":{"reference":"Patient/patient3"}')
    folder = tmp_path_factory.mktemp("export")
    return written(folder / "made", {f"part{number}.ndjson": lines[number::3] for number in range(3)})


@pytest.fixture(scope="module")
def whole(export: Path) -> dict[str, bytes]:
    """What comes out of a run that nobody ends."""
    out = export.parent / "whole.ndjson"
    assert bulk(export, "--out", out).exit_code == 3
    return outputs(out)


def outputs(out: Path) -> dict[str, bytes]:
    stem = out.name.partition(".")[0]
    return {path.name.removeprefix(stem): path.read_bytes() for path in out.parent.glob(f"{stem}.*")}


def test_there_is_something_to_come_out(whole: dict[str, bytes]) -> None:
    assert sorted(whole) == [".issues.ndjson", ".ndjson", ".summary.json"]
    assert len(whole[".ndjson"].splitlines()) == 55
    assert b"undetermined" in whole[".ndjson"]


@pytest.mark.parametrize("calls", [1, 3, 6, 10, 14, 17, 20, 22, 24])
def test_a_run_that_ended_at_any_file_goes_on(
    calls: int, export: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "whole.ndjson"
    left = [calls]

    def ended(number: int) -> None:
        left[0] -= 1
        if left[0] <= 0:
            raise EndedError

    monkeypatch.setattr(os, "fsync", ended)
    job = Job(export_of([export]), "2026-11-28T00:00:00+00:00")
    begun = Run(job, out.with_name("whole.ndjson.work"))

    def run() -> None:
        begun.go()
        write_output(begun, out, "ndjson")

    with pytest.raises(EndedError):
        run()
    monkeypatch.undo()
    assert bulk(export, "--out", out, "--resume").exit_code == 3
    assert outputs(out) == whole
    assert not out.with_name("whole.ndjson.work").exists()


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.9, 1.3, 1.7])
def test_a_process_that_was_killed_goes_on(
    seconds: float, export: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "whole.ndjson"
    arguments = [*COMMAND, str(export), "--out", str(out), "--resume", "--workers", "2"]
    begun = subprocess.Popen(arguments, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(seconds)
    if begun.poll() is None:
        os.killpg(begun.pid, signal.SIGKILL)
    begun.wait()
    subprocess.run(arguments, stderr=subprocess.DEVNULL, check=False)
    assert outputs(out) == whole


def test_a_run_of_other_files_is_not_gone_on_with(export: Path, tmp_path: Path) -> None:
    out = tmp_path / "findings.ndjson"
    job = Job(export_of([export]), "2026-11-28T00:00:00+00:00", since="2026")
    Run(job, out.with_name("findings.ndjson.work")).go()
    result = bulk(export, "--out", out, "--resume")
    assert result.exit_code == 2
    assert "other files, options" in result.output
    assert bulk(export, "--out", out).exit_code == 3


def test_two_processes_write_what_one_writes(export: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "whole.ndjson"
    assert bulk(export, "--out", out, "--workers", "2").exit_code == 3
    assert outputs(out) == whole


@pytest.mark.parametrize("size", [500, 1000, 4096])
def test_files_in_small_parts_are_the_same_files(
    size: int, export: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    run = Run(Job(export_of([export]), "2026-11-28T00:00:00+00:00", portion=size), tmp_path / "work")
    run.go()
    write_output(run, tmp_path / "whole.ndjson", "ndjson")
    assert outputs(tmp_path / "whole.ndjson") == whole


def test_without_the_wheel_the_same_is_found(
    export: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "hyperscan", None)
    out = tmp_path / "whole.ndjson"
    assert bulk(export, "--out", out).exit_code == 3
    assert outputs(out) == whole
