"""The command `labelcheck check`: orders in files or on a server, judged; the engine is imported when it runs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from validator.client.command import check_on_server, is_asked, server_options
from validator.command.chart_file import STDIN, opened
from validator.command.one_chart import checked
from validator.command.option import fails_on, fhir_release, judged_as_of, own_profiles, structure_judged
from validator.finding import IssueType
from validator.report.exit_code import exit_code
from validator.report.plain_text import plain_text
from validator.screen import colored, default_form, print_json, print_text, say, width
from validator.verdict import Verdict

if TYPE_CHECKING:
    from validator.instant import PartialDate
    from validator.profiles import Profiles
    from validator.report.model import Report


@click.command(short_help="Checks the orders in files.")
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "fhir", "html"]),
    help="Words, the JSON contract, an OperationOutcome, or one HTML file. [default: text on a terminal, else json]",
)
@fhir_release
@judged_as_of
@structure_judged
@fails_on
@click.option("--ledger", is_flag=True, help="List every entry of the chart with what became of it.")
@click.option("--each", is_flag=True, help="Every file is a chart of its own: one table, or one line of JSON a file.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Words: notes with all that they rest on; with --each, every report."
)
@click.option("-q", "--quiet", is_flag=True, help="Words: one line an order, with tabs between its parts.")
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
    each: bool,
    verbose: bool,
    quiet: bool,
    profiles: Profiles,
    **source: Any,
) -> None:
    """Checks the orders in FILE...: a Bundle, a resource, or several files that together are one chart; a folder
    stands for the .json files in it; - is stdin.

    With --each, every file is a chart of its own, and the exit code is the worst. With --server, checks orders on a
    FHIR server instead: one of --order, --patient or --since says which.

    Prints words on a terminal and JSON elsewhere; --verbose and --quiet ask for words everywhere.
    """
    form = _form(form, is_words=verbose or quiet, each=each, is_on_server=is_asked(source))
    if verbose and quiet:
        raise click.UsageError("Either --verbose or --quiet.")
    if files.count(STDIN) > 1:
        raise click.UsageError("stdin (-) can be read only once.")
    if not files and not is_asked(source):
        raise click.UsageError("Missing argument 'FILE...'. A Bundle, a resource, a folder of them, or - for stdin.")
    answer = _Answer(form, fhir_version, Verdict(fail_on), profiles, verbose=verbose, quiet=quiet)
    options: dict[str, Any] = {"fhir_version": fhir_version, "structure": structure}
    # A page shows every entry with its fate, whether or not it was asked for.
    options["ledger"] = ledger or form == "html"
    if is_asked(source):
        report = check_on_server(source, files, profiles, as_of=as_of, instant=datetime.now(UTC), **options)
        if not report.readable:
            say("nothing was fetched: the issues say why.")
        context.exit(answer.one(report))
    from validator.fhir.limits import DEFAULT

    options |= {"as_of": as_of.text if as_of else None, "profiles": profiles, "is_to_be_told": form != "text"}
    found = opened(files, most=DEFAULT.max_bytes)
    if each:
        context.exit(answer.each((one.name, checked([one], **options)) for one in found))
    context.exit(answer.one(checked([*found], **options)))


def _form(form: str | None, *, is_words: bool, each: bool, is_on_server: bool) -> str:
    """The form to answer in. Raises click.UsageError for options that do not go together."""
    if is_words and form not in (None, "text"):
        raise click.UsageError("--verbose and --quiet are about words; they do not go with another --format.")
    if each and is_on_server:
        raise click.UsageError("--each is for files; on a server every order has its own chart.")
    if each and form in ("fhir", "html"):
        raise click.UsageError("--each answers in text or json; for another --format check one file at a time.")
    return form or ("text" if is_words else default_form())


class _Answer:
    """Prints reports in the form that was asked for, and tells the exit code."""

    def __init__(
        self, form: str, fhir_version: str, fail_on: Verdict, profiles: Profiles, *, verbose: bool, quiet: bool
    ) -> None:
        self._form, self._fhir_version, self._fail_on, self._profiles = form, fhir_version, fail_on, profiles
        self._verbose, self._quiet = verbose, quiet

    def one(self, report: Report) -> int:
        """Prints one report and returns its exit code."""
        match self._form:
            case "fhir":
                outcome = report.to_operation_outcome("R4" if self._fhir_version == "auto" else self._fhir_version)
                print_json(json.loads(outcome.model_dump_json()))
            case "json":
                print_json(report.to_dict())
            case "html":
                from validator.page.document import html_report

                print_text(html_report(report, self._profiles))
            case _ if self._quiet:
                print_text("".join(f"{line}\n" for line in report.to_lines(profiles=self._profiles)))
            case _:
                print_text(self._text(report))
        _say_faults(report)
        return exit_code(report, self._fail_on)

    def each(self, reports: Iterator[tuple[str, Report]]) -> int:
        """Prints the reports of many charts, each with the name of its file, and returns the worst exit code."""
        from validator.report.criterion import criteria_of
        from validator.report.overview import OverviewLine, charts_table, lines_of

        criteria = criteria_of(self._profiles)
        table: list[tuple[str, Sequence[OverviewLine]]] = []
        worst = 0
        for name, report in reports:
            worst = max(worst, exit_code(report, self._fail_on))
            _say_faults(report)
            if self._form == "json":
                print_json({"file": name, **report.to_dict()}, on_one_line=True)
                continue
            if self._quiet:
                lines = report.to_lines(profiles=self._profiles)
                print_text("".join(f"{plain_text(name)}\t{line}\n" for line in lines))
                continue
            if self._verbose:
                print_text(f"{plain_text(name)}\n\n{self._text(report)}\n")
            table.append((name, lines_of(report, criteria)))
        if table:
            print_text(charts_table(table, color=colored(), width=width()))
        return worst

    def _text(self, report: Report) -> str:
        return report.to_text(color=colored(), width=width(), verbose=self._verbose, profiles=self._profiles)


def _say_faults(report: Report) -> None:
    """Why a check could not run, on stderr: data carry no details, and whoever wrote a label has to know its mistake.
    A fault of ours is told by its kind alone, since its text may hold values of the patient."""
    faults = (finding for finding in report.findings if finding.kind is IssueType.EXCEPTION)
    for detail in dict.fromkeys(finding.detail for finding in faults):
        say(f"A check could not run: {detail}")
