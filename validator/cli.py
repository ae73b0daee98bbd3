"""The command `labelcheck`: files in, results on stdout, diagnostics on stderr, the answer in the exit code.

The engine is imported inside the commands, so that help and usage errors cost no time.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any

import click

from validator.client.command import server
from validator.command.bulk import bulk
from validator.command.check import check
from validator.command.explain import explain
from validator.command.impact import impact
from validator.command.label import label
from validator.command.questionnaire import questionnaire
from validator.command.sandbox import sandbox
from validator.report.exit_code import NOT_CHECKED
from validator.screen import say
from validator.service.command import record, serve
from validator.version import VERSION

_ANSWER_AND_END = frozenset({"check", "impact", "label", "questionnaire", "explain"})
_OBJECTS_BEFORE_LOOKING = 200_000
"""How many more objects the garbage collector of such a command waits for; Python itself waits for 700."""


class _LastWord:
    """Turns our own mistake at the command's edge into one line and exit code 3.

    The interpreter would print a traceback, which can hold what the chart holds, and exit with 1, which says that
    findings were made. The engine's own boundary is in `validator.check`; this one is for what stands outside it.
    """

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is not None and kind.__name__ in ("LabelError", "ValueSetError"):
            # A mistake in label data, and a sentence about it; by name, as its class is not loaded for nothing.
            say(f"The label data cannot be used: {error}")
            raise SystemExit(NOT_CHECKED) from None
        if isinstance(error, OSError) and error.strerror:
            # The machine's and not ours: a full disk, say. What the system calls it holds nothing of a chart.
            say(f"labelcheck could not go on: {error.strerror}. The result is not complete.")
            raise SystemExit(NOT_CHECKED) from None
        if kind is not None and issubclass(kind, Exception):
            say(f"labelcheck stopped on a fault of its own ({kind.__name__}); the result is not complete.")
            raise SystemExit(NOT_CHECKED) from None


class Command(click.Group):
    """A group that ends in the exit codes of this command, whatever happens inside."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Finds the command, before its options are read and the engine is imported."""
        found = super().resolve_command(ctx, args)
        if found[0] in _ANSWER_AND_END:
            # What it loads stays to the end: looking through it as often as Python does is time for nothing.
            gc.set_threshold(_OBJECTS_BEFORE_LOOKING)
        return found

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs the command; in standalone mode it ends the process with exit code 0, 1, 2 or 3."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        with _LastWord():
            try:
                code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
            except click.ClickException as error:
                # Where stderr cannot be written the exit code still tells.
                with suppress(OSError):
                    error.show()
                raise SystemExit(error.exit_code) from None
            except click.Abort:
                say("Stopped before the check was finished.")
                raise SystemExit(NOT_CHECKED) from None
            # Without this the interpreter looks through everything for garbage a last time: a sixth of a short run.
            gc.freeze()
            raise SystemExit(code if isinstance(code, int) else 0)


@click.group(cls=Command, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, "-V", "--version", prog_name="labelcheck", message="%(prog)s %(version)s")
def main() -> None:
    """Checks an order for cabozantinib in FHIR against the FDA label in force on the day it was written.

    Exit codes of check: 0 nothing at or above --fail-on, 1 findings at or above it, 2 wrong usage, 3 input that could
    not be read or a check that could not run. Other commands say theirs.
    """


for _command in (check, bulk, label, impact, questionnaire, server, serve, sandbox, record, explain):
    main.add_command(_command)
