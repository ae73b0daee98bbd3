"""A run of `labelcheck bulk` that may be ended before its end: what goes on with it, and how people are told."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from validator.command.bulk_target import work_folder
from validator.report.exit_code import NOT_CHECKED
from validator.screen import say, say_as_it_is

if TYPE_CHECKING:
    from validator.bulk.job import Job

_CALLED = {
    "export": "the files", "profiles": "--profiles", "as_of": "--as-of", "fhir_version": "--fhir-version",
    "structure": "--structure", "since": "--since", "form": "--format", "report": "--report",
    "portion": "the size of its pieces", "version": "the version of labelcheck",
}  # fmt: skip
"""What people call the parts of a job."""


@dataclass(frozen=True, slots=True)
class Interruptible:
    """A run as it was asked for. `read` are the paths of the export."""

    job: Job
    read: tuple[Path, ...]
    out: Path
    workers: int
    fail_on: str

    @property
    def folder(self) -> Path:
        """Where what is done is kept until the output is written."""
        return work_folder(self.out)

    @property
    def command(self) -> str:
        """The command that goes on with the run."""
        job = self.job
        told = (
            ("--format", job.form, "ndjson"), ("--workers", str(self.workers), "1"), ("--report", job.report, None),
            ("--since", job.since, None), ("--fhir-version", job.fhir_version, "auto"), ("--as-of", job.as_of, None),
            ("--structure", job.structure, "full"), ("--fail-on", self.fail_on, "error"),
            ("--profiles", job.profiles, None),
        )  # fmt: skip
        options = [
            word for name, value, usual in told if value is not None and value != usual for word in (name, value)
        ]
        return shlex.join(["labelcheck", "bulk", *map(str, self.read), "--out", str(self.out), *options, "--resume"])

    def begun(self) -> Job | None:
        """The job as it was begun; None where no run was interrupted, which is said.

        Raises click.UsageError where an interrupted run is of other files or options, and where there is none but the
        output is written: to begin anew would replace it, which is not what `--resume` asks for.
        """
        from validator.bulk.stage import job_in

        begun, folder = job_in(self.folder), click.format_filename(self.folder)
        if begun is not None:
            if unlike := [_CALLED[name] for name in self.job.unlike(begun)]:
                raise click.UsageError(
                    f"The interrupted run in {folder} differs in {', '.join(unlike)}. Give it what it was begun with,"
                    " or run without --resume to begin anew."
                )
            return begun
        out = click.format_filename(self.out)
        if self.out.exists():
            raise click.UsageError(
                f"There is nothing to resume: {out} is written, and no interrupted run lies beside it."
                " Run without --resume to replace it."
            )
        say(f"There is nothing to resume for {out}: the run begins at the beginning.")
        return None

    @contextmanager
    def to_the_end(self) -> Iterator[None]:
        """Says what keeps the run from being finished and how to go on, and ends the command with exit code 3."""
        from concurrent.futures.process import BrokenProcessPool

        try:
            yield
        except OSError as error:
            self._ended(not_written(error))
        except BrokenProcessPool:
            self._ended("One of the processes was ended.")
        except KeyboardInterrupt:
            self._ended("Interrupted: the output is not written.")

    def _ended(self, why: str) -> None:
        say(f"{why} What is done is kept. To go on:")
        # As it is: a name in it has to lead to the file.
        say_as_it_is(f"  {self.command}\n")
        raise SystemExit(NOT_CHECKED) from None


def not_written(error: OSError) -> str:
    """A sentence about an output that the system did not let be written."""
    return f"The output could not be written: {error.strerror or type(error).__name__}."
