"""Options that several commands share, and how their values are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from validator.instant import PartialDate

if TYPE_CHECKING:
    from validator.profiles import Profiles


def read_day(context: click.Context, option: click.Parameter, text: str | None) -> PartialDate | None:
    """A whole or partial date; None where none was given. Raises click.BadParameter for anything else."""
    try:
        return None if text is None else PartialDate.parse(text)
    except ValueError as error:
        message = f"{text!r} is {error}; write 2026-11-20, 2026-11 or 2026."
        raise click.BadParameter(message, ctx=context, param=option) from None


def read_profiles(context: click.Context, option: click.Parameter, folder: Path | None) -> Profiles:
    """The labels and value sets of a folder, those shipped without one. Raises click.BadParameter where it is none."""
    from validator.profiles import NoProfilesError, Profiles, shipped

    try:
        return shipped() if folder is None else Profiles(folder)
    except NoProfilesError as error:
        raise click.BadParameter(f"{error}.", ctx=context, param=option) from None


own_profiles = click.option(
    "--profiles",
    type=click.Path(file_okay=False, path_type=Path),
    callback=read_profiles,
    metavar="DIR",
    help="A site's own folder of labels and value sets. [default: those shipped]",
)

words_or_data = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Words or data."
)
"""What a command prints that answers at once: words unless data are asked for."""
