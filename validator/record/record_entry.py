"""What is kept of a check and of a card's fate. Identifiers are keyed hashes; nothing tells who or what was treated."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date, datetime
from enum import Enum

from validator.frozen import Frozen
from validator.verdict import Verdict


class CheckEntry(Frozen):
    """One order judged. `at` is in UTC; `order_key` and `patient_key` are keyed hashes, None where there was no id.

    `findings` are finding codes with their verdicts, `cards` the uuids of cards with the worst verdict each one speaks
    of, `headline` the code of the finding that its sentence is about.
    """

    at: datetime
    origin: str
    engine: str
    verdict: Verdict
    product: str | None
    revision: date | None
    order_key: str | None
    patient_key: str | None
    findings: tuple[tuple[str, Verdict], ...]
    cards: tuple[tuple[str, Verdict], ...] = ()
    headline: str | None = None


class FeedbackEntry(Frozen):
    """What became of one card: `accepted` or `overridden`, with the code of the reason where one was chosen.

    `suggestions` are the kinds of those that were taken.
    """

    at: datetime
    origin: str
    card: str
    outcome: str
    reason: str | None = None
    suggestions: tuple[str, ...] = ()


class Stored(Enum):
    """What became of an entry that was to be stored."""

    KEPT = "kept"
    STRAY = "stray"
    """Feedback that is kept, on a card that the record does not have (yet), so that it counts for no finding."""
    LEFT_OUT = "left-out"
    """Feedback on such a card, of which there is too much already."""
    LOST = "lost"


def keyed_hash(key: bytes, kind: str, server: str | None, identity: str | None) -> str | None:
    """A hash that links entries of the same order or patient and tells nothing without the key; None for no id.

    HMAC-SHA-256 over the kind, the server and the id, so that the same id on two servers is not taken for one patient.
    """
    if not identity:
        return None
    return hmac.new(key, "\0".join((kind, server or "", identity)).encode(), hashlib.sha256).hexdigest()
