"""Options by which a command is told of a FHIR server: its settings and how a client shows who it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from validator.client.settings import ClientSettings

F = TypeVar("F", bound=Callable[..., Any])
Option = Callable[[Any], Any]

SERVER_SETTINGS: tuple[Option, ...] = (
    click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Settings of the server, as TOML."),
    click.option("--client-id", metavar="ID", help="SMART Backend Services: the client id registered at the server."),
    click.option(
        "--key-file", type=click.Path(path_type=Path), metavar="FILE", help="SMART: private key (PEM, JWK or JWKS)."
    ),
    click.option("--key-id", metavar="KID", help="SMART: which key, or its kid."),
    click.option(
        "--ca-bundle", type=click.Path(path_type=Path), metavar="FILE", help="Certificate authorities to trust, as PEM."
    ),
)
"""What every command asks that speaks with a server."""
SETTING_NAMES = ("client_id", "key_file", "key_id", "ca_bundle")
"""The keywords under which their values arrive, but for `config`."""


def with_options(command: F, options: Iterable[Option]) -> F:
    """The command with these options, in their order."""
    for option in reversed([*options]):
        command = option(command)
    return command


def settings_told(
    source: Mapping[str, Any], names: Iterable[str], server: str | None, *, how: str = "--server URL"
) -> ClientSettings:
    """The settings of a server by its options, its --config file and the environment; `how` the command is told of it.

    Raises click.UsageError where they cannot be used, or name no server.
    """
    from validator.client.settings import ClientSettings, ClientSettingsError

    try:
        settings = ClientSettings.load(source["config"], server=server, **{name: source[name] for name in names})
    except ClientSettingsError as error:
        raise click.UsageError(f"{error}.") from None
    if settings.server is None:
        raise click.UsageError(f"Which server? Give {how}, LABELCHECK_SERVER, or `server` in the --config file.")
    return settings
