"""The command `labelcheck sandbox`: one page on this machine, to see the check think."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from validator.command.option import own_profiles
from validator.screen import is_terminal

if TYPE_CHECKING:
    from validator.client.settings import ClientSettings
    from validator.profiles import Profiles

_EXTRA = ("starlette", "uvicorn")


@click.command(short_help="A page on this machine to try charts on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, show_default="a free one", help="Port of this machine."
)
@click.option(
    "--open/--no-open", "opens", default=None, help="Open the page in a browser. [default: only from a terminal]"
)
@click.option("--check", "only_check", is_flag=True, help="Only say whether the page could be served.")
@click.option(
    "--fhir-server", "servers", multiple=True, metavar="URL", help="A FHIR server that the page may fetch charts from."
)
@click.option(
    "--config", type=click.Path(path_type=Path), metavar="FILE", help="Settings of the FHIR servers, as in check."
)
@own_profiles
def sandbox(
    *,
    port: int,
    opens: bool | None,
    only_check: bool,
    servers: tuple[str, ...],
    config: Path | None,
    profiles: Profiles,
) -> None:
    """Serves a page on this machine: pick or paste a chart, see the answer and what shows it, change it, ask again.

    Nothing leaves the machine, except to the FHIR servers named, and nothing is kept. Stop it with Ctrl-C.
    """
    from importlib.util import find_spec

    missing = [name for name in _EXTRA if find_spec(name) is None]
    if missing:
        raise click.UsageError(f"The sandbox needs {', '.join(missing)}: in the checkout, pip install '.[service]'.")
    from validator.sandbox.server import PortTakenError, listen, run

    allowed = _settings(servers, config)
    try:
        listening = listen(port)
    except PortTakenError as error:
        raise click.UsageError(f"{error}; choose another one with --port, or none.") from None
    if only_check:
        listening.close()
        click.echo("The page can be served.")
        return
    is_to_open = is_terminal(sys.stdout) if opens is None else opens

    def opened(address: str) -> None:
        click.echo(f"The sandbox is at {address} until you stop it.")
        if is_to_open:
            import webbrowser

            webbrowser.open(address)

    run(profiles, listening, opened, allowed)


def _settings(servers: tuple[str, ...], config: Path | None) -> dict[str, ClientSettings]:
    if not servers:
        return {}
    from validator.client.origin import BaseUrl
    from validator.client.settings import ClientSettings, ClientSettingsError

    try:
        return {BaseUrl(url).text: ClientSettings.load(config, server=url) for url in servers}
    except (ClientSettingsError, ValueError) as error:
        raise click.UsageError(f"{error}.") from None
