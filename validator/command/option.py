"""Options that several commands share, and how their values are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from validator.day_option import read_day

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

fhir_release = click.option(
    "--fhir-version",
    type=click.Choice(["auto", "R4", "R4B", "R5"], case_sensitive=False),
    default="auto",
    show_default=True,
    help="FHIR release of the input; auto tells it by shape.",
)

judged_as_of = click.option(
    "--as-of",
    callback=read_day,
    metavar="DATE",
    help="Judge as of this day instead of the day the order was written. A month or a year is one of its days, untold: "
    "what its days would answer differently stays open.",
)

structure_judged = click.option(
    "--structure",
    type=click.Choice(["full", "read", "off"]),
    default="full",
    show_default=True,
    help="Structural check: of orders and their evidence, only of what is read, or none.",
)

fails_on = click.option(
    "--fail-on",
    type=click.Choice(["error", "undetermined", "warning"]),
    default="error",
    show_default=True,
    help="Mildest verdict that makes the exit code 1.",
)
