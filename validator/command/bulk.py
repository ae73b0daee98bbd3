"""The command `labelcheck bulk`: every order of an export, judged; rows in a file, what was counted on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from validator.client.export_command import export_options, exported
from validator.command.option import fails_on, fhir_release, judged_as_of, own_profiles, structure_judged
from validator.day_option import read_day
from validator.report.exit_code import NOT_CHECKED
from validator.screen import width
from validator.verdict import Verdict

if TYPE_CHECKING:
    from validator.bulk.counts import Counts
    from validator.bulk.job import Job
    from validator.bulk.tally import Tally
    from validator.instant import PartialDate
    from validator.profiles import Profiles


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file for the rows, one an order."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["ndjson", "csv", "parquet", "fhir"]),
    default="ndjson",
    show_default=True,
    help="One REPORT a line, a table, or one OperationOutcome a line.",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that share the work."
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A page with charts and a table, in one file: for the pharmacy committee.",
)
@click.option("--since", callback=read_day, metavar="D", help="Only orders since this day (month, year) began.")
@click.option("--resume", is_flag=True, help="Go on with a run that was interrupted.")
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="What does the passes: this machine, or Apache Spark (extra `spark`).",
)
@click.option("--master", metavar="URL", help="The Spark master, as spark://host:7077. [default: local[*]]")
@fhir_release
@judged_as_of
@structure_judged
@fails_on
@own_profiles
@export_options
@click.pass_context
def bulk(
    context: click.Context,
    /,
    *,
    paths: tuple[Path, ...],
    out: Path,
    form: str,
    workers: int,
    report: Path | None,
    since: PartialDate | None,
    resume: bool,
    engine: str,
    master: str | None,
    fhir_version: str,
    as_of: PartialDate | None,
    structure: str,
    fail_on: str,
    profiles: Profiles,
    **source: Any,
) -> None:
    """Checks every order of an export: Bulk Data in PATH..., folders, NDJSON files (also .gz and .zst) or manifests;
    or, with --server URL --export, what a FHIR server exports.

    Writes one REPORT an order to --out, with file, byte offset and line of the order; beside it the issues of what
    could not be read, and the counts. What is on stderr can go to a log: it names no patient.
    """
    from validator.bulk.export import export_of
    from validator.bulk.job import Job
    from validator.bulk.report_page import report_page
    from validator.bulk.summary import summary_text
    from validator.bulk.whole_file import write_whole
    from validator.profiles import shipped

    if engine != "spark" and master is not None:
        raise click.UsageError("--master goes with --engine spark.")
    if engine == "spark" and (resume or workers > 1):
        raise click.UsageError("--resume and --workers are of the local engine; Spark does both by itself.")
    _ask_for(("pyarrow",) if form == "parquet" else ())
    _ask_for(("altair", "vl_convert") if report is not None else ())
    came = exported(source, paths, out)
    if came is None and not paths:
        raise click.UsageError(
            "Missing argument 'PATH...'. A folder, NDJSON files, a manifest; or --server and --export."
        )
    for fault in came.faults if came is not None else ():
        click.echo(f"The export is not whole: {fault}", err=True)
    job = Job(
        export_of((*paths, *((came.folder,) if came is not None else ()))),
        datetime.now(UTC).isoformat(timespec="seconds"),
        profiles=None if profiles is shipped() else str(profiles.root),
        as_of=as_of.text if as_of else None,
        fhir_version=fhir_version,
        structure=structure,
        since=since.text if since else None,
        outcomes=form == "fhir",
    )
    if engine == "spark":
        counts, tally = _on_spark(job, master or "local[*]", out, form)
    else:
        counts, tally = _here(job, out, form, workers, resume=resume)
    if report is not None:
        with _whole():
            write_whole(report, report_page(tally, counts, _title(profiles)).encode())
    click.echo(summary_text(tally, color=sys.stderr.isatty(), width=width()), err=True, nl=False)
    _say(counts)
    is_whole = came is None or not came.faults
    context.exit(_exit_code(counts, Verdict(fail_on)) if is_whole else NOT_CHECKED)


def _here(job: Job, out: Path, form: str, workers: int, *, resume: bool) -> tuple[Counts, Tally]:
    """The run on this machine."""
    from validator.bulk.output import write_output
    from validator.bulk.progress import progress
    from validator.bulk.run import Run

    folder = out.with_name(f"{out.name}.work")
    begun = _as_begun(job, folder) if resume else None
    with progress(is_terminal=sys.stderr.isatty()) as told, _whole():
        run = Run(begun or job, folder, told)
        if begun is None:
            # What may lie there is of a run that nobody can tell from another.
            run.clear()
        run.go(workers)
        tally = write_output(run, out, form)
        run.clear()
    return run.counts, tally


def _on_spark(job: Job, master: str, out: Path, form: str) -> tuple[Counts, Tally]:
    """The run on Spark."""
    from validator.bulk.output import write_output
    from validator.bulk.spark import SparkMissingError, SparkRun, session

    try:
        spark = session(master)
    except SparkMissingError as error:
        raise click.UsageError(str(error)) from None
    try:
        run = SparkRun(spark, job)
        with _whole():
            tally = write_output(run, out, form)
        return run.counts, tally
    finally:
        spark.stop()


def _title(profiles: Profiles) -> str:
    from validator.terminology.product import drugs_in_words

    return f"Orders for {drugs_in_words(profiles.book)} and the label"


def _ask_for(packages: tuple[str, ...]) -> None:
    """Raises click.UsageError where one of these packages, which a long run would ask for at its end, is missing."""
    from importlib.util import find_spec

    if missing := [one for one in packages if find_spec(one) is None]:
        raise click.UsageError(f"This needs {' and '.join(missing)}: pip install '.[bulk]' in the checkout.")


def _as_begun(job: Job, folder: Path) -> Job | None:
    """The job as it was begun; None where none was, or nothing tells which.

    Raises click.UsageError where an interrupted run is of other files or options.
    """
    from validator.bulk.stage import job_in

    begun = job_in(folder)
    if begun is None:
        return None
    if (same := job.as_before(begun)) is None:
        raise click.UsageError(
            f"The interrupted run in {click.format_filename(folder)} is of other files, options or another version."
            " Run without --resume to begin anew."
        )
    return same


@contextmanager
def _whole() -> Iterator[None]:
    """Says what keeps a run from being finished, and ends the command with exit code 3."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        click.echo(f"The output could not be written: {reason}. Run again with --resume to go on.", err=True)
        raise SystemExit(NOT_CHECKED) from None
    except BrokenProcessPool:
        click.echo("One of the processes was ended. Run again with --resume to go on.", err=True)
        raise SystemExit(NOT_CHECKED) from None


def _say(counts: Counts) -> None:
    from validator.bulk.counts import counted

    verdicts = ", ".join(f"{counts.verdicts[one]} {one}" for one in Verdict if counts.verdicts[one]) or "none"
    click.echo(f"{counted(counts.orders, 'order')} of {counted(counts.patients, 'patient')}: {verdicts}.", err=True)
    click.echo(
        f"{counted(counts.lines, 'line')} read: {counts.kept} in their charts, {counts.bad} not readable,"
        f" {counts.skipped} of others.",
        err=True,
    )
    if counts.missing:
        missing = counted(counts.missing, "file or list", "files or lists")
        click.echo(f"{missing} did not come whole; the issues say which.", err=True)


def _exit_code(counts: Counts, fail_on: Verdict) -> int:
    if counts.bad or counts.missing or counts.unchecked:
        return NOT_CHECKED
    return int(any(counts.verdicts[one] for one in Verdict if one.rank <= fail_on.rank))
