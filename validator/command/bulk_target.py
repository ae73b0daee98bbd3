"""Where a run of `labelcheck bulk` may write: what it replaces must be an output, never a device or what it reads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from validator.bulk.export import MANIFEST, Export
from validator.bulk.output import ISSUES, SUMMARY, beside
from validator.bulk.stage import JOB


def work_folder(out: Path) -> Path:
    """Where what is done of a run is kept until its output is written."""
    return out.with_name(f"{out.name}.work")


@dataclass(frozen=True, slots=True)
class BulkTarget:
    """The files that a run writes: the rows with what lies beside them, and the page for people where it is wanted."""

    out: Path
    report: Path | None = None

    def check(self) -> None:
        """Raises click.UsageError where a folder is missing or may not be written to, or where no file stands."""
        for name, path in self._written():
            if not path.parent.is_dir():
                folder = click.format_filename(path.parent)
                raise click.UsageError(f"{name}: there is no folder {folder}. Make it first, or mend its name.")
            if not os.access(path.parent, os.W_OK):
                folder = click.format_filename(path.parent)
                raise click.UsageError(f"{name}: the folder {folder} may not be written to. Name another one.")
            # A whole file takes the place of what is there: of a device, or of a pipe, too.
            if path.exists() and not path.is_file():
                raise click.UsageError(f"{name}: {click.format_filename(path)} is no file that can be replaced.")
        work = work_folder(self.out)
        # It is cleared for a run that begins anew: only what a run of before left may be.
        held = [one.name for one in work.iterdir()] if work.is_dir() else []
        if (work.exists() and not work.is_dir()) or (held and not any(one.startswith(JOB) for one in held)):
            raise click.UsageError(f"--out: {click.format_filename(work)} is of no earlier run, and would be cleared.")

    def check_beside(self, export: Export, typed: Iterable[Path]) -> None:
        """Raises click.UsageError where what is written would replace a file of the export, or a manifest of it.

        `typed` are the paths that the export was found by.
        """
        read = {one.path for one in (*export.files, *export.deleted)}
        read |= {str(one.resolve()) for path in typed for one in (path, path / MANIFEST)}
        for name, path in self._written():
            if str(path.resolve()) in read:
                file = click.format_filename(path)
                raise click.UsageError(
                    f"{name}: {file} is one of the files that are read. Write to another folder, or remove it where it"
                    " is the output of an earlier run."
                )

    def _written(self) -> Iterator[tuple[str, Path]]:
        for path in (self.out, beside(self.out, ISSUES), beside(self.out, SUMMARY)):
            yield "--out", path
        if self.report is not None:
            yield "--report", self.report
