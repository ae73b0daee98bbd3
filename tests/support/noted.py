"""What is found of one note, of the order or of a condition, on the plainest chart that is accepted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from support.answer import answer, check
from support.build import condition
from support.plain import kidney, sixty

from validator.verdict import Verdict


def found_in_note(text: str, **elements: Any) -> set[str]:
    """The codes that are no accept, of an order with this note."""
    order = sixty(note=[{"text": text}], **elements)
    return _told(answer(check(kidney(order), structure="read")))


def found_in_condition(text: str, **elements: Any) -> set[str]:
    """The codes that are no accept, where a high blood pressure that was recorded this month has this note."""
    carrier = condition("noted", {"text": "Hypertension"}, **({"recorded": "2026-11-01", "note": text} | elements))
    return _told(answer(check(kidney(beside=(carrier,)), structure="read")))


def without(code: str, texts: Iterable[str], found: Any = found_in_note) -> list[str]:
    """Those of the texts of which the code is not found."""
    return [text for text in texts if code not in found(text)]


def not_quiet(texts: Iterable[str], found: Any = found_in_note) -> list[tuple[str, set[str]]]:
    """Those of the texts of which anything is found, with what."""
    return [(text, codes) for text in texts if (codes := found(text))]


def _told(order: Any) -> set[str]:
    return {one.code for one in order.findings if one.verdict is not Verdict.ACCEPT}
