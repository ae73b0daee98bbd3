"""Sentences that stand alone in 140 characters."""

from __future__ import annotations

from validator.finding import LONGEST_MESSAGE


def sentence(text: str) -> str:
    """The text as one sentence with a capital and a full stop, cut at a word with an ellipsis where it is too long.

    What is cut stands in full in the finding's detail or evidence.
    """
    text = " ".join(text.split())
    text = text[:1].upper() + text[1:]
    if not text.endswith((".", "!", "?", "…")):
        text += "."
    if len(text) <= LONGEST_MESSAGE:
        return text
    return text[: LONGEST_MESSAGE - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
