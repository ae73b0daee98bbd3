"""How the value of an option that names a day is read: the same words and bounds in every command."""

from __future__ import annotations

import click

from validator.instant import PartialDate


def read_day(context: click.Context, option: click.Parameter, text: str | None) -> PartialDate | None:
    """A whole or partial date; None where none was given. Raises click.BadParameter for anything else."""
    try:
        return None if text is None else PartialDate.parse(text)
    except ValueError as error:
        message = f"{text!r} is {error}; write 2026-11-20, 2026-11 or 2026."
        raise click.BadParameter(message, ctx=context, param=option) from None
