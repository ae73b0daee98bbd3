"""Where an element stands, as FHIRPath: `Bundle.entry[3].resource.dosageInstruction[0].timing`."""

from __future__ import annotations

from collections.abc import Sequence

from validator.regex import regex

_NAME = regex(r"[A-Za-z_][A-Za-z0-9_]{0,63}")

Path = tuple[str | int, ...]


def element_at(base: str, path: Sequence[str | int]) -> str:
    """The FHIRPath of an element below `base`.

    A key that no FHIR element could be called is written as `?`: it may hold anything, so it is never repeated.
    """
    text = base
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if _NAME.fullmatch(step) else ".?"
    return text


def is_at_or_below(expression: str, base: str) -> bool:
    """Whether an expression names the element at `base` or one inside it."""
    return expression.startswith(base) and (len(expression) == len(base) or expression[len(base)] in ".[")
