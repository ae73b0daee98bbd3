"""Where the command writes: a terminal with a width and colours, or a pipe with neither unless it is asked for."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import click

from validator.report.exit_code import NOT_CHECKED

_WIDEST = 100
_NARROWEST = 40
_NOT_A_TERMINAL = 80


def default_form() -> str:
    """Words on a terminal, JSON elsewhere."""
    return "text" if sys.stdout.isatty() else "json"


def colored() -> bool:
    """Whether to write colours: never with NO_COLOR, always with FORCE_COLOR, else on a terminal that shows them."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") not in (None, "", "0"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns for text: COLUMNS where it is set, else those of the terminal up to 100, else 80; never below 40."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and len(asked) < 5 and int(asked):
        return max(_NARROWEST, int(asked))
    if not sys.stdout.isatty():
        return _NOT_A_TERMINAL
    import shutil

    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))


def print_json(data: dict[str, Any], *, on_one_line: bool = False) -> None:
    """Writes JSON to stdout, in ASCII; `on_one_line` for one of many (NDJSON)."""
    print_text(json.dumps(data, indent=None if on_one_line else 2) + "\n")


def print_text(text: str) -> None:
    """Writes a result to stdout; what its encoding lacks becomes a question mark, a reader that left is no fault.

    Anything else that keeps the result from being written (a full disk) is said, and ends the command with exit code 3:
    half a report must not pass for a whole one.
    """
    encoding = sys.stdout.encoding or "utf-8"
    try:
        click.echo(text.encode(encoding, "replace"), nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough (`| head`). What is left goes nowhere, and the exit code still tells the answer.
        _discard()
    except OSError as error:
        _discard()
        reason = error.strerror or type(error).__name__
        click.echo(f"The result could not be written: {reason}. It is not complete.", err=True)
        raise SystemExit(NOT_CHECKED) from None


def _discard() -> None:
    """Sends what is still in the buffer nowhere, so that the interpreter does not stumble over it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
