"""Options that several commands share, and how their values are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from validator.profiles import Profiles


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
