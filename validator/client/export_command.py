"""The command's side of exports: the options of `bulk --server URL --export`, and the folder that comes of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from validator.client.server_option import SERVER_SETTINGS, SETTING_NAMES, F, settings_told, with_options
from validator.screen import say

if TYPE_CHECKING:
    from validator.client.server_export import ServerExport

TYPES = (
    "Patient", "Condition", "Observation", "MedicationRequest", "MedicationStatement", "MedicationAdministration",
    "Medication", "Procedure", "ServiceRequest", "QuestionnaireResponse", "AllergyIntolerance",
)  # fmt: skip
"""What is exported where nobody says otherwise: what a client asks a server for, and its token is good for."""
_SETTINGS = (*SETTING_NAMES, "export_hosts")
_OF_AN_EXPORT = ("download", "group", "types", "changed_since", "config", *_SETTINGS)

_OPTIONS = (
    click.option("--server", metavar="URL", help="A FHIR server to export from, with --export."),
    click.option("--export", is_flag=True, help="Start an export on --server, wait for it, and check what comes."),
    click.option(
        "--download",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help="Where its files go; an export that was not finished is gone on with. [default: beside --out]",
    ),
    click.option("--group", metavar="ID", help="Export the patients of this Group. [default: of the whole server]"),
    click.option("--types", metavar="TYPES", help="Types to export, comma-separated. [default: what a check looks at]"),
    click.option(
        "--changed-since", metavar="INSTANT", help="Export what changed since; the export before it goes as a PATH."
    ),
    click.option(
        "--export-hosts", metavar="URLS", help="Other origins that may be asked for its files, comma-separated."
    ),
    *SERVER_SETTINGS,
)


def export_options(command: F) -> F:
    """Adds `--server`, `--export` and what goes with them. The values arrive as one keyword each."""
    return with_options(command, _OPTIONS)


def exported(source: Mapping[str, Any], paths: tuple[Path, ...], beside: Path) -> ServerExport | None:
    """The export that the options ask for, in a folder; None where they ask for none.

    Raises click.UsageError for options that do not fit together, and ExportFailedError where the export did not come.
    """
    if not source["export"]:
        if source["server"] is not None:
            raise click.UsageError("--server is asked for an export: say --export.")
        if odd := [name for name in _OF_AN_EXPORT if source[name] is not None]:
            raise click.UsageError(f"--{odd[0].replace('_', '-')} goes with --server URL --export.")
        return None
    if source["changed_since"] is not None and not paths:
        # What did not change is not in such an export: charts would miss what was there before.
        raise click.UsageError("--changed-since brings changes only: name the export before it as a PATH.")
    from validator.client.export_job import ExportRequest
    from validator.client.fault import FetchError
    from validator.client.server_export import export_from_server
    from validator.client.settings import ClientSettingsError

    types = (
        TYPES if source["types"] is None else tuple(one.strip() for one in source["types"].split(",") if one.strip())
    )
    request = ExportRequest(source["group"], types, source["changed_since"])
    folder = source["download"] or beside.with_name(f"{beside.name}.export")
    settings = settings_told(source, _SETTINGS, source["server"])
    try:
        return export_from_server(settings, request, folder, say)
    except ClientSettingsError as error:
        raise click.UsageError(f"{error}.") from None
    except FetchError as error:
        said = f" The server says: {'; '.join(error.said)}" if error.said else ""
        raise ExportFailedError(f"The export did not come. {error}.{said}") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ExportFailedError(f"The export could not be written: {reason}. Run again to go on.") from None


class ExportFailedError(click.ClickException):
    """The export did not come whole, and nothing was judged: exit code 3."""

    exit_code = 3
