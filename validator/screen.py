"""Where the command writes: a terminal with a width and colours, or a pipe with neither."""

from __future__ import annotations

import json
import os
import shutil
import sys
from typing import Any

import click

_WIDEST = 100
_NARROWEST = 40
_NOT_A_TERMINAL = 80


def default_form() -> str:
    """Words on a terminal, JSON elsewhere."""
    return "text" if sys.stdout.isatty() else "json"


def colored() -> bool:
    """Whether stdout is a terminal that shows colours and nobody asked for none (NO_COLOR)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns for text: those of the terminal within bounds that can be read, 80 elsewhere."""
    if not sys.stdout.isatty():
        return _NOT_A_TERMINAL
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))


def print_json(data: dict[str, Any]) -> None:
    """Writes JSON to stdout, in ASCII."""
    print_text(json.dumps(data, indent=2) + "\n")


def print_text(text: str) -> None:
    """Writes a result to stdout; what its encoding lacks becomes a question mark, a reader that left is no fault."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        click.echo(text.encode(encoding, "replace"), nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough (`| head`). What is left goes nowhere, and the exit code still tells the answer.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
