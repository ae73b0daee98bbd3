"""What a run of bulk replaces: an output of before, and never a device, a pipe or what it reads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.exported import written
from support.plain import kidney

from validator.cli import main


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return written(tmp_path / "export", {"all.ndjson": list(kidney())})


def bulk(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["bulk", *map(str, arguments)])


def refused(*arguments: object) -> str:
    result = bulk(*arguments)
    assert result.exit_code == 2, result.output
    return " ".join(result.output.split())


@pytest.mark.parametrize("name", ["rows.ndjson", "rows.issues.ndjson", "rows.summary.json"])
def test_what_is_no_file_is_not_replaced(export: Path, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    assert "is no file that can be replaced." in refused(export, "--out", tmp_path / "rows.ndjson")
    assert (tmp_path / name).is_fifo()
    assert "--report: " in refused(export, "--out", tmp_path / "other.ndjson", "--report", tmp_path / name)


def test_a_file_of_the_export_is_not_replaced(export: Path, tmp_path: Path) -> None:
    file = export / "all.ndjson"
    before = file.read_bytes()
    (tmp_path / "link.ndjson").symlink_to(file)
    for out in (file, export / ".." / "export" / "all.ndjson", tmp_path / "link.ndjson"):
        assert "--out: " in refused(export, "--out", out)
        assert "is one of the files that are read" in refused(file, "--out", out)
    assert "--report: " in refused(export, "--out", tmp_path / "rows.ndjson", "--report", file)
    assert file.read_bytes() == before


def test_a_manifest_is_not_replaced(export: Path) -> None:
    file = export / "manifest.json"
    file.write_text("{}")
    refused(export, "--out", file)
    assert file.read_text() == "{}"


def test_an_output_among_what_is_read_is_not_read_as_an_export_the_next_time(export: Path) -> None:
    """The rows of a run beside the files of the export: to run again would read them."""
    assert bulk(export, "--out", export / "rows.ndjson").exit_code == 0
    assert "the output of an earlier run" in refused(export, "--out", export / "rows.ndjson")


def test_an_output_of_before_is_replaced(export: Path, tmp_path: Path) -> None:
    out = tmp_path / "rows.ndjson"
    for _ in range(2):
        assert bulk(export, "--out", out).exit_code == 0
    assert out.read_bytes()


def test_a_folder_of_somebody_else_is_not_cleared(export: Path, tmp_path: Path) -> None:
    work = tmp_path / "rows.ndjson.work"
    work.mkdir()
    (work / "thesis.txt").write_text("a year of work")
    assert "is of no earlier run, and would be cleared." in refused(export, "--out", tmp_path / "rows.ndjson")
    assert (work / "thesis.txt").exists()


@pytest.mark.parametrize("left", [{}, {"job.json": "{}", "rows-000000": ""}])
def test_the_folder_of_a_run_of_before_is(export: Path, tmp_path: Path, left: dict[str, str]) -> None:
    work = tmp_path / "rows.ndjson.work"
    work.mkdir()
    for name, text in left.items():
        (work / name).write_text(text)
    assert bulk(export, "--out", tmp_path / "rows.ndjson").exit_code == 0
    assert not work.exists()


def test_a_folder_that_may_not_be_written_to_is_said_before_anything_is_read(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "shelf"
    folder.mkdir()
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and may(path, mode))
    for asked in (
        ("--out", folder / "rows.ndjson"),
        ("--out", export / "rows.ndjson", "--report", folder / "page.html"),
    ):
        told = refused(export, *asked)
        assert "may not be written to" in told
        assert "--resume" not in told


def test_a_page_that_cannot_be_written_leaves_nothing_of_itself(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("altair")
    folder = tmp_path / "shelf"
    folder.mkdir()
    whole = os.fsync

    def full(file: int) -> None:
        if "page.html" in str(Path(f"/proc/self/fd/{file}").readlink()):
            raise OSError(28, "No space left on device")
        whole(file)

    monkeypatch.setattr(os, "fsync", full)
    result = bulk(export, "--out", tmp_path / "rows.ndjson", "--report", folder / "page.html")
    assert (result.exit_code, "No space left on device" in result.output) == (3, True)
    assert list(folder.iterdir()) == []
