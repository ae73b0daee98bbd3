"""Folders of killed runs: the next run clears them, and touches nothing that is somebody else's or in use."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from validator.scratch import clear_abandoned, scratch_folder

ROOT = Path(__file__).resolve().parents[1]
RUNS = "from validator.scratch import scratch_folder\nwith scratch_folder() as one: print(one, flush=True); input()"


@contextmanager
def a_run(temporary: Path) -> Iterator[Path]:
    """Another process with a folder of its own, which is killed at the end."""
    environment = {**os.environ, "TMPDIR": str(temporary)}
    with subprocess.Popen(
        [sys.executable, "-c", RUNS],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        (folder / "chart").mkdir()
        (folder / "chart" / "lines").write_text("a chart")
        yield folder
        process.kill()


def test_the_folder_of_a_killed_run_is_cleared_by_the_next_impact(tmp_path: Path) -> None:
    with a_run(tmp_path) as folder:
        pass
    assert (folder / "chart" / "lines").exists()
    export = tmp_path / "export"
    export.mkdir()
    (export / "Patient.ndjson").write_bytes(b"")
    command = [sys.executable, "-m", "validator", "impact", "--from", "2021-09-17", "--to", "2025-03-26", str(export)]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["export"]


def test_the_folder_of_a_living_run_stays(tmp_path: Path) -> None:
    with a_run(tmp_path) as folder:
        clear_abandoned(tmp_path)
        assert (folder / "chart" / "lines").exists()
    clear_abandoned(tmp_path)
    assert not folder.exists()


def test_what_is_no_folder_of_a_run_stays(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "owner").write_bytes(b"")
    (tmp_path / "labelcheck-link").symlink_to(elsewhere)
    (tmp_path / "labelcheck-file").write_bytes(b"")
    without = tmp_path / "labelcheck-without-a-lock"
    without.mkdir()
    odd = tmp_path / "labelcheck-odd"
    (odd / "owner").mkdir(parents=True)
    linked = tmp_path / "labelcheck-linked"
    linked.mkdir()
    (linked / "owner").symlink_to(elsewhere / "owner")
    before = sorted(tmp_path.rglob("*"))
    clear_abandoned(tmp_path)
    assert sorted(tmp_path.rglob("*")) == before


def test_the_folder_of_another_user_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_run(tmp_path) as folder:
        pass
    monkeypatch.setattr(os, "getuid", lambda: folder.stat().st_uid + 1)
    clear_abandoned(tmp_path)
    assert folder.exists()


def test_a_run_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with scratch_folder() as folder:
        assert folder.parent == tmp_path
        assert folder.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == []


def test_a_file_system_without_locks_keeps_no_run_from_going_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("fcntl.flock", unsupported)
    with scratch_folder() as folder:
        clear_abandoned(tmp_path)
        assert folder.exists()
