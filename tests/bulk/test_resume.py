"""A run that was ended goes on where it was: the same bytes come out, whenever and however it ended."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from support.build import condition
from support.exported import Json, bulk, written
from support.plain import METFORMIN, kidney, sixty

from validator.bulk.export import export_of
from validator.bulk.job import Job
from validator.bulk.output import write_output
from validator.bulk.run import Run
from validator.cli import main

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from make_export import make

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
    assert "differs in --since." in result.output
    assert bulk(export, "--out", out).exit_code == 3


@pytest.mark.parametrize(
    ("begun", "asked", "said"),
    [
        ({"form": "csv"}, (), "differs in --format."),
        ({}, ("--format", "parquet"), "differs in --format."),
        ({"report": "/elsewhere/report.html"}, (), "differs in --report."),
        ({"form": "fhir", "structure": "off"}, (), "differs in --structure, --format."),
    ],
)
def test_a_run_of_another_form_or_report_is_not_gone_on_with(
    begun: dict[str, Any], asked: tuple[str, ...], said: str, export: Path, tmp_path: Path
) -> None:
    out = tmp_path / "findings.ndjson"
    Run(Job(export_of([export]), "2026-11-28T00:00:00+00:00", **begun), out.with_name("findings.ndjson.work")).go()
    result = bulk(export, "--out", out, "--resume", *asked)
    assert (result.exit_code, out.exists()) == (2, False)
    assert said in " ".join(result.output.split())


def test_with_nothing_to_resume_an_output_that_is_written_stays(export: Path, tmp_path: Path) -> None:
    out = tmp_path / "findings.ndjson"
    out.write_text("of last month\n")
    result = bulk(export, "--out", out, "--resume")
    assert (result.exit_code, out.read_text()) == (2, "of last month\n")
    assert "nothing to resume" in result.output
    assert bulk(export, "--out", out).exit_code == 3
    assert "of last month" not in out.read_text()


def test_with_nothing_to_resume_and_no_output_the_run_begins_and_says_so(
    export: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "whole.ndjson"
    result = bulk(export, "--out", out, "--resume")
    assert result.exit_code == 3
    assert "There is nothing to resume" in result.output
    assert outputs(out) == whole


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_run_that_was_interrupted_ends_with_the_command_that_goes_on(
    workers: str, export: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "whole.ndjson"

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Run, "_judge", interrupted)
    options = ("--workers", workers, "--fail-on", "warning", "--since", "2020")
    result = bulk(export, "--out", out, *options)
    assert (result.exit_code, out.exists()) == (3, False)
    monkeypatch.undo()
    (command,) = [line.strip() for line in result.output.splitlines() if line.startswith("  labelcheck bulk ")]
    assert {*options} - {"1", "--workers"} <= {*command.split()}
    assert CliRunner().invoke(main, shlex.split(command)[1:]).exit_code == 3
    assert outputs(out) == whole


@pytest.fixture
def ctrl_c_heard() -> Iterator[None]:
    """As in a terminal: what a shell runs in the background has Ctrl-C ignored, and so has all that it begins."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.slow
@pytest.mark.usefixtures("ctrl_c_heard")
@pytest.mark.parametrize("after", ["input-seek-0", "gather-0-000000"])
def test_ctrl_c_in_a_terminal_ends_all_processes_and_says_how_to_go_on(after: str, tmp_path: Path) -> None:
    make(tmp_path / "export", size=60 << 20, orders=2_000, seed=3)
    arguments = [*COMMAND, str(tmp_path / "export"), "--out", str(tmp_path / "rows.ndjson"), "--workers", "2"]
    begun = subprocess.Popen(arguments, stderr=subprocess.PIPE, start_new_session=True, text=True)
    # Early, while the other processes begin, or in the midst of their work.
    while not (tmp_path / "rows.ndjson.work" / after).exists():
        assert begun.poll() is None
        time.sleep(0.05)
    os.killpg(begun.pid, signal.SIGINT)
    _, said = begun.communicate(timeout=120)
    assert begun.returncode == 3
    assert "Traceback" not in said
    assert "--workers 2 --resume" in said
    assert not (tmp_path / "rows.ndjson").exists()


@pytest.mark.usefixtures("ctrl_c_heard")
def test_ctrl_c_while_the_other_processes_are_begun_is_not_lost(
    export: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit = ProcessPoolExecutor.submit

    def interrupted(pool: ProcessPoolExecutor, *work: Any) -> Any:
        # Given to another thread, as the system may; one that waits in here has its own mask.
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.01)
        return submit(pool, *work)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", interrupted)
    out = tmp_path / "whole.ndjson"
    done = threading.Event()
    threading.Thread(target=done.wait, daemon=True).start()
    result = bulk(export, "--out", out, "--workers", "2")
    done.set()
    assert (result.exit_code, out.exists()) == (3, False)
    assert "--workers 2 --resume" in result.output
    monkeypatch.undo()
    assert bulk(export, "--out", out, "--workers", "2", "--resume").exit_code == 3
    assert outputs(out) == whole


@pytest.mark.parametrize("wrong", ["--out", "--report"])
def test_a_folder_that_is_not_there_is_not_made(wrong: str, export: Path, tmp_path: Path) -> None:
    paths = {"--out": tmp_path / "rows.ndjson", "--report": tmp_path / "report.html"}
    paths[wrong] = tmp_path / "mistyped" / paths[wrong].name
    result = bulk(export, *(word for pair in paths.items() for word in pair))
    assert result.exit_code == 2
    assert f"{wrong}: there is no folder" in result.output
    assert not list(tmp_path.iterdir())


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
