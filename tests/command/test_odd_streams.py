"""Streams that are closed or full, and names of files that could write on a terminal: one line, and the exit code."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from validator.cli import main

ROOT = Path(__file__).resolve().parents[2]
ACCEPTED = ROOT / "examples" / "net-adolescent-40mg.json"
ODD = ["new\nline.json", "tab\there.json", "red\x1b[31m.json", "mirror\u202egnp.json"]

needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")


def done(arguments: str, redirected: str) -> subprocess.CompletedProcess[str]:
    """The command as a shell runs it, with streams as given."""
    command = f"{shlex.quote(sys.executable)} -m validator {arguments} {redirected}"
    return subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )  # fmt: skip


@needs_full
@pytest.mark.parametrize(("arguments", "code"), [("check --format text nothing.json", 3), ("check", 2)])
def test_a_diagnostic_that_cannot_be_written_leaves_the_exit_code(arguments: str, code: int) -> None:
    assert done(arguments, "2>/dev/full").returncode == code
    assert done(arguments, "2>&-").returncode == code


@needs_full
def test_a_report_comes_though_its_diagnostics_cannot_be_written() -> None:
    assert "could not be opened" in done("check --format text nothing.json", "2>/dev/full").stdout


@needs_full
def test_a_full_disk_is_no_fault_of_ours_in_a_page_of_help_either() -> None:
    ended = done("check --help", ">/dev/full")
    said = "labelcheck could not go on: No space left on device. The result is not complete.\n"
    assert (ended.returncode, ended.stderr) == (3, said)


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_closed_stdout_is_said_and_no_fault_of_ours(form: str) -> None:
    ended = done(f"check --format {form} {ACCEPTED}", ">&-")
    assert (ended.returncode, ended.stderr) == (3, "The result could not be written: stdout is closed.\n")


def test_a_closed_stdin_is_a_file_that_cannot_be_read() -> None:
    ended = done("check --format json -", "<&-")
    assert (ended.returncode, ended.stderr) == (3, "unreadable input: stdin: It is closed\n")


@pytest.mark.parametrize("name", ODD)
def test_the_name_of_a_file_stays_on_its_line_and_commands_no_terminal(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(ACCEPTED.read_bytes())
    told = CliRunner().invoke(main, ["check", "--each", "--quiet", str(file)]).stdout
    assert told[:-1].replace("\n", "").replace("\t", "").isprintable()
    assert [line.count("\t") for line in told.splitlines()] == [5, 5]
    file.write_bytes(b"{")
    for arguments in (["check", "--format", "json"], ["check", "--each", "--quiet"]):
        said = CliRunner().invoke(main, [*arguments, str(file)]).stderr
        assert said.count("\n") == 1
        assert said[:-1].isprintable()
