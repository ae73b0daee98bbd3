"""The command `labelcheck`: files in, results on stdout, diagnostics on stderr, the answer in the exit code.

The engine is imported inside the commands, so that help and usage errors cost no time.
"""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import click

from validator.client.command import check_on_server, is_asked, server, server_options
from validator.finding import Issue, IssueType, finding_code
from validator.instant import PartialDate
from validator.report.exit_code import NOT_CHECKED, exit_code
from validator.screen import colored, default_form, print_json, print_text, width
from validator.service.command import record, serve
from validator.verdict import Severity, Verdict
from validator.version import VERSION

if TYPE_CHECKING:
    from validator.label.model import Label
    from validator.profiles import Profiles
    from validator.report.model import Report

UNREADABLE_FILE = finding_code(
    "unreadable-file",
    "File could not be opened",
    """A file named on the command line is missing, is a folder, or may not be read. The other files were still checked,
    as a chart without this one: a fact that only this file holds counts as not shown. The exit code is 3.""",
    issue=IssueType.NOT_FOUND,
)


def _day(context: click.Context, option: click.Parameter, text: str | None) -> PartialDate | None:
    try:
        return None if text is None else PartialDate.parse(text)
    except ValueError as error:
        message = f"{text!r} is {error}; write 2026-11-20, 2026-11 or 2026."
        raise click.BadParameter(message, ctx=context, param=option) from None


def _profiles(context: click.Context, option: click.Parameter, folder: Path | None) -> Profiles:
    from validator.profiles import NoProfilesError, Profiles, shipped

    try:
        return shipped() if folder is None else Profiles(folder)
    except NoProfilesError as error:
        raise click.BadParameter(f"{error}.", ctx=context, param=option) from None


own_profiles = click.option(
    "--profiles",
    type=click.Path(file_okay=False, path_type=Path),
    callback=_profiles,
    metavar="DIR",
    help="A site's own folder of labels and value sets. [default: those shipped]",
)


class _LastWord:
    """Turns our own mistake at the command's edge into one line and exit code 3.

    The interpreter would print a traceback, which can hold what the chart holds, and exit with 1, which says that
    findings were made. The engine's own boundary is in `validator.check`; this one is for what stands outside it.
    """

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is not None and kind.__name__ in ("LabelError", "ValueSetError"):
            # A mistake in label data, and a sentence about it; by name, as its class is not loaded for nothing.
            click.echo(f"The label data cannot be used: {error}", err=True)
            raise SystemExit(NOT_CHECKED) from None
        if kind is not None and issubclass(kind, Exception):
            click.echo(
                f"labelcheck stopped on a fault of its own ({kind.__name__}); the result is not complete.", err=True
            )
            raise SystemExit(NOT_CHECKED) from None


class Command(click.Group):
    """A group that ends in the exit codes of this command, whatever happens inside."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs the command; in standalone mode it ends the process with exit code 0, 1, 2 or 3."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        with _LastWord():
            try:
                code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
            except click.ClickException as error:
                error.show()
                raise SystemExit(error.exit_code) from None
            except click.Abort:
                click.echo("Stopped before the check was finished.", err=True)
                raise SystemExit(NOT_CHECKED) from None
            raise SystemExit(code if isinstance(code, int) else 0)


@click.group(cls=Command, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, prog_name="labelcheck", message="%(prog)s %(version)s")
def main() -> None:
    """Checks an order for cabozantinib in FHIR against the FDA label in force on the day it was written.

    Exit codes: 0 nothing at or above --fail-on, 1 findings at or above it, 2 wrong usage, 3 input that could not be
    read or a check that could not run.
    """


@main.command()
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "fhir"]),
    help="Words, the JSON contract, or an OperationOutcome. [default: text on a terminal, else json]",
)
@click.option(
    "--fhir-version",
    type=click.Choice(["auto", "R4", "R4B", "R5"], case_sensitive=False),
    default="auto",
    show_default=True,
    help="FHIR release of the input; auto tells it by shape.",
)
@click.option(
    "--as-of", callback=_day, metavar="DATE", help="Judge as of this day instead of the day the order was written."
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
        documents, unopened = _read(files)
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
        case _:
            print_text(report.to_text(color=colored(), width=width()))
    context.exit(exit_code(report, Verdict(fail_on)))


@main.group(invoke_without_command=True)
@click.option(
    "--date", "day", callback=_day, metavar="DATE", help="The revision in force on this day. [default: the newest]"
)
@click.option("--product", help="Only this product, by the name of its folder. [default: all]")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Words or data."
)
@own_profiles
@click.pass_context
def label(context: click.Context, day: PartialDate | None, product: str | None, form: str, profiles: Profiles) -> None:
    """Prints the label revision in force: indications, doses, sections, and how well each statement is known."""
    if context.invoked_subcommand is not None:
        return
    from validator.report.label_page import label_dict, label_text

    found: list[Label] = []
    for name in _products(profiles, product):
        labels = _in_force(profiles, name, day)
        if not labels:
            click.echo(f"No label of {name} was in force then.", err=True)
        found += labels
    if form == "json":
        print_json({"labelcheck": VERSION, "labels": [label_dict(one) for one in found]})
    else:
        print_text("\n".join(label_text(one, profiles.book, color=colored(), width=width()) for one in found))


@label.command()
@click.argument("a")
@click.argument("b")
@click.option("--product", help="The product, where A and B do not tell it.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Words or data."
)
@own_profiles
def diff(a: str, b: str, product: str | None, form: str, profiles: Profiles) -> None:
    """What changed from revision A to revision B of one product; each a date (2025-03-26) or an edition (C25)."""
    from validator.label.difference import difference
    from validator.report.label_difference import difference_dict, difference_text

    pairs = [
        (before, after)
        for name in _products(profiles, product)
        for before in _named(profiles, name, a)
        for after in _named(profiles, name, b)
    ]
    if len(pairs) > 1:
        raise click.UsageError("More than one product has these revisions; name it with --product.")
    if not pairs:
        raise click.UsageError(f"No product has both revisions. Known are:\n{_revisions(profiles, product)}")
    found = difference(*pairs[0])
    if form == "json":
        print_json(difference_dict(found))
    else:
        print_text(difference_text(found, profiles.book, color=colored(), width=width()))


@label.command(name="check")
@click.argument(
    "profiles",
    required=False,
    metavar="[DIR]",
    type=click.Path(file_okay=False, path_type=Path),
    callback=_profiles,
)
def check_labels(profiles: Profiles) -> None:
    """Prints every mistake of the label data in DIR, a profiles folder, with file and path. [default: those shipped]

    Exit codes: 0 for none, 1 for mistakes, 2 for a DIR that is no profiles folder.
    """
    found = profiles.mistakes()
    print_text("".join(f"{one}\n" for one in found) or "No mistake was found in the label data.\n")
    raise SystemExit(int(bool(found)))


main.add_command(server)
main.add_command(serve)
main.add_command(record)


@main.command()
@click.argument("code", required=False)
@own_profiles
def explain(code: str | None, profiles: Profiles) -> None:
    """Prints the page of one finding CODE, criterion (weight-at-least) or value set; without one, lists findings."""
    import validator.check
    import validator.client.fault
    import validator.report.gap
    import validator.report.operation_outcome  # noqa: F401  (all for the codes they register)
    from validator.report.explain import page_of, words

    known = dict(words(profiles))
    if code is None:
        findings = [word for word in known if word in profiles.finding_codes]
        widest = max(map(len, findings))
        print_text("".join(f"{word:{widest}}  {known[word]}\n" for word in findings))
        return
    page = page_of(code, profiles)
    if page is None:
        close = difflib.get_close_matches(code, known, n=3)
        raise click.UsageError(
            f"There is no finding {code!r}. "
            + (f"Near it: {', '.join(close)}." if close else "labelcheck explain lists all.")
        )
    heading, text = page
    paragraphs = (click.wrap_text(one, width=width()) for one in text.split("\n\n"))
    print_text(f"{heading}\n\n" + "\n\n".join(paragraphs) + "\n")


def _read(files: tuple[str, ...]) -> tuple[list[bytes], list[Issue]]:
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


def _products(profiles: Profiles, product: str | None) -> tuple[str, ...]:
    known = profiles.labels.products
    if product is None:
        return known
    if product.lower() not in known:
        raise click.BadParameter(
            f"{product!r} has no label here; known are {', '.join(known)}.", param_hint="--product"
        )
    return (product.lower(),)


def _in_force(profiles: Profiles, product: str, day: PartialDate | None) -> list[Label]:
    from validator.label.select import revisions_in_force

    labels = profiles.labels
    found = (labels.newest(product),) if day is None else revisions_in_force(labels, product, day)
    return [one for one in found if one is not None]


def _named(profiles: Profiles, product: str, key: str) -> list[Label]:
    return [one for one in _all_of(profiles, product) if key.lower() in (one.revision.isoformat(), one.edition.lower())]


def _revisions(profiles: Profiles, product: str | None) -> str:
    labels = (one for name in _products(profiles, product) for one in _all_of(profiles, name))
    return "\n".join(f"  {one.product} {one.revision.isoformat()} {one.edition}" for one in labels)


def _all_of(profiles: Profiles, product: str) -> list[Label]:
    return [profiles.labels.revision(product, day) for day in profiles.labels.revision_dates(product)]
