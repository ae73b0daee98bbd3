"""Where the command writes: a terminal with a width and colours, or a pipe with neither unless it is asked for."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import Any, TextIO

import click

from validator.report.exit_code import NOT_CHECKED
from validator.report.plain_text import plain_text

_WIDEST = 100
_NARROWEST = 40
_NOT_A_TERMINAL = 80


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody sees what is written there; Python has None for a stream that is closed."""
    return stream is not None and stream.isatty()


def default_form() -> str:
    """Words on a terminal, JSON elsewhere."""
    return "text" if is_terminal(sys.stdout) else "json"


def colored() -> bool:
    """Whether to write colours: never with NO_COLOR, always with FORCE_COLOR, else on a terminal that shows them."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") not in (None, "", "0"):
        return True
    return is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns for text: COLUMNS where it is set, else those of the terminal up to 100, else 80; never below 40."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and len(asked) < 5 and int(asked):
        return max(_NARROWEST, int(asked))
    if not is_terminal(sys.stdout):
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
    if sys.stdout is None:
        say("The result could not be written: stdout is closed.")
        raise SystemExit(NOT_CHECKED)
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
        say(f"The result could not be written: {reason}. It is not complete.")
        raise SystemExit(NOT_CHECKED) from None


def say(line: str) -> None:
    """Writes a diagnostic on one line of stderr. It may name a file, and a name may hold anything."""
    say_as_it_is(f"{plain_text(line)}\n")


def say_as_it_is(text: str) -> None:
    """Writes to stderr. Where it cannot be written the exit code still tells."""
    with suppress(OSError):
        click.echo(text, err=True, nl=False)


def _discard() -> None:
    """Sends what is still in the buffer nowhere, so that the interpreter does not stumble over it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
