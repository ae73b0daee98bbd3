"""The command's side of the client: its options, `check --server`, and `server`.

Everything behind the options is imported inside, so that a check of files never loads an HTTP library.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from validator.client.server_option import SERVER_SETTINGS, SETTING_NAMES, F, settings_told, with_options
from validator.day_option import read_day
from validator.screen import print_json, print_text

if TYPE_CHECKING:
    from validator.profiles import Profiles
    from validator.report.model import Report

ASKED = ("order", "patient", "since")
_NOT_REACHED = 3

_SETTINGS = (
    *SERVER_SETTINGS,
    click.option("--chart-seconds", type=float, metavar="SECONDS", help="Longest time for one chart. [default: 120]"),
    click.option("--without", metavar="TYPES", help="Lists the server does not keep, comma-separated; not asked for."),
)
_NAMES = (*SETTING_NAMES, "chart_seconds", "without")


def server_options(command: F) -> F:
    """Adds `--server` and what goes with it to `check`. The values arrive as one keyword each."""
    asked = (
        click.option("--server", metavar="URL", help="Check orders on this FHIR server instead of in files."),
        click.option("--order", metavar="ID", help="On the server: this MedicationRequest."),
        click.option("--patient", metavar="ID", help="On the server: all orders of this patient."),
        click.option(
            "--since",
            callback=read_day,
            metavar="DATE",
            help="On the server: all orders since this day (month, year) began.",
        ),
    )
    return with_options(command, (*asked, *_SETTINGS))


def is_asked(source: Mapping[str, Any]) -> bool:
    """Whether the options speak of a server at all."""
    return any(source[name] is not None for name in ("server", *ASKED))


def check_on_server(source: Mapping[str, Any], files: tuple[str, ...], profiles: Profiles, **options: Any) -> Report:
    """The report on what `--order`, `--patient` or `--since` names. Raises click.UsageError for options that do not
    fit together or cannot be used; what the server does wrong is told in the report."""
    given = [name for name in ASKED if source[name] is not None]
    if files:
        named = ", ".join(f"--{name}" for name in ("server", *ASKED) if source[name] is not None)
        raise click.UsageError(
            f"{named}: for orders on a FHIR server, so no FILE goes with it; of a FILE all are checked."
        )
    if len(given) != 1:
        raise click.UsageError("With --server, say which: one of --order ID, --patient ID or --since DATE.")
    if source["order"] is not None and "/_history/" in source["order"]:
        # The chart is that of today, and an older version beside it is not the order that anybody acts on.
        raise click.UsageError("--order names one version of an order; leave out /_history/ to check the current one.")
    settings = settings_told(source, _NAMES, source["server"])
    from validator.client.chart_client import ChartClient
    from validator.client.check import check_orders, check_patient, check_since

    try:
        with ChartClient(settings=settings, profiles=profiles) as client:
            match given[0]:
                case "order":
                    return check_orders(client, [str(source["order"])], **options)
                case "patient":
                    return check_patient(client, source["patient"], **options)
                case _:
                    return check_since(client, source["since"].first, **options)
    except ValueError as error:
        raise click.UsageError(f"{error}.") from None


@click.command(short_help="What a FHIR server offers that a check needs.")
@click.argument("url", required=False)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Words or data."
)
@click.pass_context
def server(context: click.Context, /, *, url: str | None, form: str, **source: Any) -> None:
    """Says what the FHIR server at URL offers that a check needs, and what would be missing.

    Exit code 0: everything; 1: something a check needs is missing; 3: the server does not say.
    """
    settings = settings_told(source, _NAMES, url, how="its URL")
    from validator.client.chart_client import ChartClient
    from validator.client.server_page import server_dict, server_page, server_text

    try:
        with ChartClient(settings=settings) as client:
            page = server_page(client)
    except ValueError as error:
        raise click.UsageError(f"{error}.") from None
    if form == "json":
        print_json(server_dict(page))
    else:
        print_text(f"{server_text(page)}\n")
    context.exit(_NOT_REACHED if not page.is_known else int(bool(page.missing)))


server = with_options(server, _SETTINGS)
