"""What became of cards, as the client tells it. Words that a user wrote are never kept: they may speak of a patient.

Source: CDS Hooks 2.0, Feedback.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from validator.fhir.json_text import UnreadableError, read_json
from validator.service.cds_request import BadRequestError

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_OUTCOMES = ("accepted", "overridden")
_MOST = 500
OTHER_REASON = "other"
"""Stands for a reason that is not one of ours, or was only written in words."""


@dataclass(frozen=True, slots=True)
class CardFeedback:
    """The fate of one card. `reason` is a code of our CodeSystem or OTHER_REASON; None where none was given."""

    card: str
    outcome: str
    suggestions: tuple[str, ...] = ()
    reason: str | None = None


def read_feedback(body: bytes, reasons: tuple[dict[str, str], ...]) -> tuple[CardFeedback, ...]:
    """Every feedback in a body. Raises BadRequestError when one of them cannot be understood.

    `reasons` are the Codings that our cards offer.
    """
    try:
        value = read_json(body).value
    except UnreadableError as error:
        raise BadRequestError(str(error)) from None
    listed = value.get("feedback") if isinstance(value, dict) else None
    if not isinstance(listed, list) or not listed:
        raise BadRequestError("feedback: expected a list with at least one entry.")
    if len(listed) > _MOST:
        raise BadRequestError(f"feedback: more than {_MOST} entries at once.")
    return tuple(_one(index, entry, reasons) for index, entry in enumerate(listed))


def _one(index: int, entry: object, reasons: tuple[dict[str, str], ...]) -> CardFeedback:
    if not isinstance(entry, dict):
        raise BadRequestError(f"feedback[{index}]: expected an object.")
    card, outcome = entry.get("card"), entry.get("outcome")
    if not isinstance(card, str) or not _UUID.fullmatch(card):
        raise BadRequestError(f"feedback[{index}].card: expected the uuid of a card.")
    if outcome not in _OUTCOMES:
        raise BadRequestError(f"feedback[{index}].outcome: expected accepted or overridden.")
    return CardFeedback(
        card.lower(), outcome, tuple(_suggestions(entry.get("acceptedSuggestions"))), _reason(entry, reasons)
    )


def _suggestions(accepted: object) -> Iterator[str]:
    for one in accepted if isinstance(accepted, list) else []:
        identity = one.get("id") if isinstance(one, dict) else None
        if isinstance(identity, str) and _UUID.fullmatch(identity):
            yield identity.lower()


def _reason(entry: dict[str, object], reasons: tuple[dict[str, str], ...]) -> str | None:
    given = entry.get("overrideReason")
    if not isinstance(given, dict) or not given:
        return None
    reason = given.get("reason")
    code = reason.get("code") if isinstance(reason, dict) else None
    system = reason.get("system") if isinstance(reason, dict) else None
    known = any(one["code"] == code and system in (None, one["system"]) for one in reasons)
    return code if known and isinstance(code, str) else OTHER_REASON
