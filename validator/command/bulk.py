"""The command `labelcheck bulk`: every order of an export, judged; rows in a file, what was counted on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from validator.client.export_command import export_options, exported
from validator.command.option import fails_on, fhir_release, judged_as_of, own_profiles, structure_judged
from validator.day_option import read_day
from validator.report.exit_code import NOT_CHECKED
from validator.screen import is_terminal, say, say_as_it_is, width
from validator.verdict import Verdict

if TYPE_CHECKING:
    from validator.bulk.counts import Counts
    from validator.bulk.job import Job
    from validator.bulk.run import Run
    from validator.bulk.spark import SparkRun
    from validator.bulk.tally import Tally
    from validator.command.interruptible import Interruptible
    from validator.instant import PartialDate
    from validator.profiles import Profiles


@click.command(short_help="Checks every order of an export.")
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
    from validator.bulk.export import MANIFEST, export_of
    from validator.bulk.job import Job
    from validator.bulk.output import ISSUES, beside, write_output
    from validator.bulk.report_page import report_page
    from validator.bulk.summary import summary_text
    from validator.bulk.whole_file import write_whole
    from validator.command.bulk_ending import ending_text, exit_code_of
    from validator.command.bulk_target import BulkTarget
    from validator.command.interruptible import Interruptible
    from validator.profiles import shipped
    from validator.report.criterion import criteria_of

    if engine != "spark" and master is not None:
        raise click.UsageError("--master goes with --engine spark.")
    if engine == "spark" and (resume or workers > 1):
        raise click.UsageError("--resume and --workers are of the local engine; Spark does both by itself.")
    target = BulkTarget(out, report)
    target.check()
    _ask_for(("pyarrow",) if form == "parquet" else ())
    _ask_for(("altair", "vl_convert") if report is not None else ())
    came = exported(source, paths, out)
    if came is None and not paths:
        raise click.UsageError(
            "Missing argument 'PATH...'. A folder, NDJSON files, a manifest; or --server and --export."
        )
    for fault in came.faults if came is not None else ():
        say(f"The export is not whole: {fault}")
    for path in paths:
        if not path.exists():
            say(f"{click.format_filename(path)}: there is no such file or folder.")
    read = (*paths, *((came.folder,) if came is not None else ()))
    job = Job(
        export_of(read),
        datetime.now(UTC).isoformat(timespec="seconds"),
        profiles=None if profiles is shipped() else str(profiles.root),
        as_of=as_of.text if as_of else None,
        fhir_version=fhir_version,
        structure=structure,
        since=since.text if since else None,
        form=form,
        report=None if report is None else str(report.absolute()),
    )
    target.check_beside(job.export, read)
    # Only what was typed, and a manifest: the name of a file inside could be a patient's.
    typed = {str(path) for path in paths if path.exists()} | {path.name for path in paths if path.suffix == ".json"}
    typed |= {MANIFEST}
    for one in job.export.missing:
        if one.name in typed:
            say(f"{click.format_filename(one.name)}: {one.why}.")

    _say_unlisted(len(job.export.unlisted), beside(out, ISSUES).name)

    def write(run: Run | SparkRun) -> Tally:
        tally = write_output(run, out, form)
        if report is not None:
            write_whole(report, report_page(tally, run.counts, _title(profiles), criteria_of(profiles)).encode())
        return tally

    if engine == "spark":
        counts, tally = _on_spark(job, master or "local[*]", write)
    else:
        asked = Interruptible(job, read, out, workers, fail_on)
        counts, tally = _here(asked, write, resume=resume)
    say_as_it_is(summary_text(tally, color=is_terminal(sys.stderr), width=width()))
    is_whole = came is None or not came.faults
    code = exit_code_of(counts, Verdict(fail_on)) if is_whole else NOT_CHECKED
    say_as_it_is(ending_text(counts, code, beside(out, ISSUES)))
    context.exit(code)


def _say_unlisted(number: int, issues: str) -> None:
    if number:
        files = "a file" if number == 1 else f"{number} files"
        say(
            f"Not read: {files} beside a manifest, which does not list {'it' if number == 1 else 'them'}; see {issues}."
        )


def _here(asked: Interruptible, write: Callable[[Run], Tally], *, resume: bool) -> tuple[Counts, Tally]:
    """The run on this machine."""
    from validator.bulk.progress import progress
    from validator.bulk.run import Run

    begun = asked.begun() if resume else None
    with progress(is_terminal=is_terminal(sys.stderr)) as told, asked.to_the_end():
        run = Run(begun or asked.job, asked.folder, told)
        if begun is None:
            # What may lie there is of a run that nobody can tell from another.
            run.clear()
        run.go(asked.workers)
        tally = write(run)
        run.clear()
    return run.counts, tally


def _on_spark(job: Job, master: str, write: Callable[[SparkRun], Tally]) -> tuple[Counts, Tally]:
    """The run on Spark."""
    from validator.bulk.spark import SparkMissingError, SparkRun, session
    from validator.bulk.spark_progress import SparkProgress
    from validator.command.interruptible import not_written

    say(f"Starting Spark ({master}) ...")
    try:
        spark = session(master)
    except SparkMissingError as error:
        raise click.UsageError(str(error)) from None
    try:
        run = SparkRun(spark, job, SparkProgress(spark, say).told)
        try:
            return run.counts, write(run)
        except OSError as error:
            say(f"{not_written(error)} Run again.")
            raise SystemExit(NOT_CHECKED) from None
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
