"""The command `labelcheck check`: orders in files or on a server, judged; the engine is imported when it runs."""

from __future__ import annotations

import gc
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from validator.client.command import check_on_server, is_asked, server_options
from validator.command.option import own_profiles, read_day
from validator.finding import Issue
from validator.report.exit_code import exit_code
from validator.screen import colored, default_form, print_json, print_text, width
from validator.verdict import Severity, Verdict

if TYPE_CHECKING:
    from validator.instant import PartialDate
    from validator.profiles import Profiles
    from validator.report.model import Report

_OBJECTS_BEFORE_LOOKING = 50_000
"""How many new objects the garbage collector waits for in this command; Python itself waits for 700."""


@click.command()
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "fhir", "html"]),
    help="Words, the JSON contract, an OperationOutcome, or one HTML file. [default: text on a terminal, else json]",
)
@click.option(
    "--fhir-version",
    type=click.Choice(["auto", "R4", "R4B", "R5"], case_sensitive=False),
    default="auto",
    show_default=True,
    help="FHIR release of the input; auto tells it by shape.",
)
@click.option(
    "--as-of", callback=read_day, metavar="DATE", help="Judge as of this day instead of the day the order was written."
)
@click.option(
    "--structure",
    type=click.Choice(["full", "read", "off"]),
    default="full",
    show_default=True,
    help="Structural check: of the order and its evidence, only of what is read, or none.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "undetermined", "warning"]),
    default="error",
    show_default=True,
    help="Mildest verdict that makes the exit code 1.",
)
@click.option("--ledger", is_flag=True, help="List every entry of the chart with what became of it.")
@own_profiles
@server_options
@click.pass_context
def check(
    context: click.Context,
    /,
    *,
    files: tuple[str, ...],
    form: str | None,
    fhir_version: str,
    as_of: PartialDate | None,
    structure: str,
    fail_on: str,
    ledger: bool,
    profiles: Profiles,
    **source: Any,
) -> None:
    """Checks the orders in FILE...: a Bundle, a resource, or several files that together are one chart; - is stdin.

    With --server, checks orders on a FHIR server instead: one of --order, --patient or --since says which.
    """
    if files.count("-") > 1:
        raise click.UsageError("stdin (-) can be read only once.")
    # A page shows every entry with its fate, whether or not it was asked for.
    ledger = ledger or form == "html"
    # What is loaded now stays to the end: looking through it as often as Python does is time for nothing.
    gc.set_threshold(_OBJECTS_BEFORE_LOOKING)
    if is_asked(source):
        report = check_on_server(
            source,
            files,
            profiles,
            as_of=as_of,
            fhir_version=fhir_version,
            structure=structure,
            ledger=ledger,
            instant=datetime.now(UTC),
        )
        if not report.readable:
            click.echo("nothing was fetched: the issues say why.", err=True)
    elif files:
        documents, unopened = read_files(files)
        report = _checked(
            documents,
            unopened,
            as_of=as_of,
            fhir_version=fhir_version,
            structure=structure,
            ledger=ledger,
            profiles=profiles,
        )
    else:
        raise click.UsageError("Missing argument 'FILE...'.")
    match form or default_form():
        case "fhir":
            outcome = report.to_operation_outcome("R4" if fhir_version == "auto" else fhir_version)
            print_json(json.loads(outcome.model_dump_json()))
        case "json":
            print_json(report.to_dict())
        case "html":
            from validator.page.document import html_report

            print_text(html_report(report))
        case _:
            print_text(report.to_text(color=colored(), width=width()))
    context.exit(exit_code(report, Verdict(fail_on)))


def read_files(files: tuple[str, ...]) -> tuple[list[bytes], list[Issue]]:
    """The documents that could be opened, `-` being stdin, and an issue for each other, which stderr is told of too."""
    from validator.fhir.limits import DEFAULT

    documents: list[bytes] = []
    issues: list[Issue] = []
    for number, name in enumerate(files, 1):
        try:
            # One byte more than is accepted: enough for the reader to refuse it, and a pipe without end still ends.
            if name == "-":
                documents.append(sys.stdin.buffer.read(DEFAULT.max_bytes + 1))
            else:
                with Path(name).open("rb") as file:
                    documents.append(file.read(DEFAULT.max_bytes + 1))
        except (OSError, ValueError) as error:  # ValueError: a name with a null byte
            reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a file name"
            click.echo(f"unreadable input: {click.format_filename(name)}: {reason}", err=True)
            from validator.rules.submission import UNREADABLE_FILE  # the engine is imported when something is checked

            message = f"File {number} of {len(files)} could not be opened."
            issues.append(Issue(UNREADABLE_FILE, Severity.FATAL, message, detail=f"{reason}."))
    return documents, issues


def _checked(
    documents: list[bytes],
    unopened: list[Issue],
    *,
    as_of: PartialDate | None,
    fhir_version: str,
    structure: str,
    ledger: bool,
    profiles: Profiles,
) -> Report:
    from validator.report.model import Report

    if not documents:
        return Report((), tuple(unopened), readable=False)
    from validator.check import check_documents

    report = check_documents(
        documents,
        as_of=as_of.text if as_of else None,
        fhir_version=fhir_version,
        structure=structure,
        ledger=ledger,
        profiles=profiles,
        lost=[f"unopened file {number}" for number, _ in enumerate(unopened, 1)],
        instant=datetime.now(UTC),
    )
    for issue in report.issues:
        if issue.severity is Severity.FATAL:
            click.echo(f"unreadable input: {issue.message}", err=True)
    return replace(report, issues=(*unopened, *report.issues))
