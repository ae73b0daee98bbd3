"""The commands `labelcheck serve` and `labelcheck record`. What they need is imported when they run."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from validator.day_option import read_day
from validator.instant import PartialDate
from validator.report.exit_code import NOT_CHECKED
from validator.screen import default_form, print_json, print_text, say

_EXTRA = ("fastapi", "fastapi_offline", "uvicorn", "sqlalchemy", "alembic", "jwt", "prometheus_client")
_DEFAULT_RECORD = "sqlite:///labelcheck-record.sqlite"


@click.command(short_help="Answers EHRs over HTTP: CDS Hooks, $check-order.")
@click.option("--host", help="Address to listen on. [default: 127.0.0.1, this machine only]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on. [default: 8080]")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that answer. [default: 1]")
@click.option(
    "--profiles",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="A site's own folder of labels and value sets. [default: those shipped]",
)
@click.option("--public-url", metavar="URL", help="Address of the service as its clients see it.")
@click.option(
    "--structure", type=click.Choice(["full", "read", "off"]), help="Structural check, as in check. [default: full]"
)
@click.option(
    "--client",
    "clients",
    multiple=True,
    metavar="ISSUER=JWKS",
    help="A client that may call, with its keys: a JWKS file, or the https address (jku) of one.",
)
@click.option(
    "--allow-unauthenticated",
    is_flag=True,
    default=None,
    help="Listen beyond this machine although nobody has to say who calls.",
)
@click.option("--origin", "origins", multiple=True, metavar="URL", help="A web origin that may call from a browser.")
@click.option(
    "--fhir-server",
    "fhir_servers",
    multiple=True,
    metavar="URL",
    help="A FHIR server of a client that may be asked for missing prefetch.",
)
@click.option(
    "--record",
    is_flag=False,
    flag_value=_DEFAULT_RECORD,
    metavar="URL",
    help=f"Keep a record of checks and feedback; without a URL in {_DEFAULT_RECORD.removeprefix('sqlite:///')}.",
)
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help="Only say whether the service could start with this; a file of the record that is not there is made.",
)
def serve(*, only_check: bool, **given: Any) -> None:
    """Answers CDS Hooks calls and the FHIR operation $check-order over HTTP.

    Every option can be set in the environment as LABELCHECK_SERVE_ and its name; those that may stand several times as
    lists with commas: LABELCHECK_SERVE_CLIENTS, _ORIGINS, _FHIR_SERVERS. The secret of the record's hashes is only set
    there, as LABELCHECK_SERVE_RECORD_KEY. Stop it with SIGTERM: calls under way are answered first.
    """
    _need_the_extra()
    from validator.client.settings import near_settings
    from validator.service.listening import unheard_at
    from validator.service.server import checked, serve_forever, unready_record
    from validator.service.settings import PREFIX, ServiceSettings, ServiceSettingsError

    if wrong := near_settings(os.environ, PREFIX, ServiceSettings.model_fields, strict=True):
        raise click.UsageError(f"{wrong}.")
    try:
        settings = ServiceSettings(**{name: None if value == () else value for name, value in given.items()})
        checked(settings)
    except ServiceSettingsError as error:
        raise click.UsageError(str(error)) from None
    if only_check:
        unheard = unheard_at(settings.host, settings.port)
        if why := unready_record(settings) or (unheard and unheard.words):
            raise click.UsageError(f"{why}.")
        kept = "" if settings.record else "Checks and feedback will only be counted in /metrics; --record keeps them.\n"
        print_text(f"The service can start; its address is {settings.address}.\n{kept}")
        return
    serve_forever(settings)


@click.group(short_help="What the service keeps of its checks.")
def record() -> None:
    """The record of checks and feedback that the service keeps: counts and codes, no clinical values."""


@record.command()
@click.option("--record", "url", default=_DEFAULT_RECORD, show_default=True, metavar="URL", help="Where the record is.")
@click.option(
    "--since", callback=read_day, metavar="DATE", help="Only orders judged since this day (month, year; UTC) began."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), help="Words or data. [default: text on a terminal]"
)
def summary(*, url: str, since: PartialDate | None, form: str | None) -> None:
    """How often each finding fires, and how often it is overridden and why.

    Exit codes: 0 for a record, 3 where there is none or it could not be read.
    """
    _need_the_extra()
    from sqlalchemy.exc import SQLAlchemyError

    from validator.record.database import RecordUrlError, lacking_file, open_record
    from validator.record.summary import is_empty, summarize

    try:
        engine = open_record(url)
        is_lacking = is_empty(engine)
        found = summarize(engine, since=None if since is None else since.first)
    except RecordUrlError as error:
        raise click.UsageError(str(error)) from None
    except SQLAlchemyError as error:
        say(f"The record could not be read ({type(error).__name__}).")
        raise SystemExit(NOT_CHECKED) from None
    except OSError as error:
        say(f"The record could not be read: {error.strerror}.")
        raise SystemExit(NOT_CHECKED) from None
    if (form or default_form()) == "json":
        # The counts of a record that is not there are those of an empty one.
        print_json({"record": "none" if is_lacking else "kept", **found.to_dict()})
    elif not is_lacking:
        print_text(found.to_text())
    if is_lacking:
        # A wrong place, and no record without orders.
        say(f"There is no record at {lacking_file(url) or 'this address'}: labelcheck serve --record begins one.")
        raise SystemExit(NOT_CHECKED)


def _need_the_extra() -> None:
    missing = [name for name in _EXTRA if find_spec(name) is None]
    if missing:
        raise click.UsageError(f"The service needs {', '.join(missing)}: in the checkout, pip install '.[service]'.")
