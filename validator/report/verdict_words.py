"""A verdict in words, as a heading and as a sentence; the same on a terminal and on a page."""

from __future__ import annotations

from validator.verdict import Verdict


def verdict_name(verdict: Verdict) -> str:
    """The verdict of an order, as a heading."""
    return verdict.value.replace("-", " ").capitalize()


def finding_name(verdict: Verdict) -> str:
    """What one finding is: none of them accepts an order alone, so what raises no objection is a note."""
    return "Note" if verdict in (Verdict.ACCEPT, Verdict.NOT_ASSESSED) else verdict_name(verdict)


def verdict_sentence(verdict: Verdict) -> str:
    """What the verdict says of the order."""
    match verdict:
        case Verdict.ERROR:
            return "The order conflicts with the label."
        case Verdict.UNDETERMINED:
            return "Not decided: something that the label asks about is open."
        case Verdict.WARNING:
            return "A caution stands against the order."
        case Verdict.ACCEPT:
            return "The order agrees with the label."
        case Verdict.NOT_ASSESSED:
            return "The order was not judged."
