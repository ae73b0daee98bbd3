"""Values of label data in words: steps of dose, questions, lists."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def words(value: Any) -> str:
    """A value of label data, given as JSON types, on one line; what has no words of its own as JSON."""
    match value:
        case None | []:
            return "nothing"
        case str():
            return value
        case list() if value and all(isinstance(item, str) for item in value):
            return ", ".join(value)
        case list() if value and all(isinstance(item, dict) and "words" in item for item in value):
            return "; ".join(item["words"] for item in value)
        case list() if value and all(isinstance(item, dict) and "before" in item for item in value):
            return "; ".join(map(_step, value))
        case list() if value and all(isinstance(item, dict) and "kind" in item for item in value):
            return "; ".join(map(_question, value))
        case {"kind": _}:
            return _question(value)
        case _:
            return json.dumps(value)


def _step(step: dict[str, Any]) -> str:
    regimens = f" for {', '.join(step['regimens'])}" if step.get("regimens") else ""
    return f"{step['before']} becomes {step['after']}{regimens} ({step['confidence']})"


def _question(question: Any) -> str:
    """A question in the words of the label data: `any of (not of (pediatric under 17); weight-at-least kg 40)`."""
    match question:
        case {"kind": kind, "of": inner, **rest}:
            parts = inner if isinstance(inner, list) else [inner]
            return _with(f"{kind} of ({'; '.join(map(_question, parts))})", rest)
        case {"kind": kind, **rest}:
            return _with(str(kind), rest)
        case _:
            return json.dumps(question)


def _with(kind: str, rest: Mapping[Any, Any]) -> str:
    told = [f"{name} {words(value)}" for name, value in rest.items() if value not in (None, [], "")]
    return " ".join((kind, ", ".join(told))).strip()
