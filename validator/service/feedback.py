"""What became of cards, as the client tells it. Words that a user wrote are never kept: they may speak of a patient.

Source: CDS Hooks 2.0, Feedback.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from validator.frozen import Frozen
from validator.report.suggestion import keeping, kind_of
from validator.service.cds_request import BadRequestError, only_value

_BARE = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_UUID = re.compile(rf"(?:urn:uuid:)?({_BARE})|\{{({_BARE})\}}", re.IGNORECASE)
"""A uuid bare, in braces, or as a URN: the three ways in which clients write one."""
_OUTCOMES = ("accepted", "overridden")
_MOST = 500
_REASONS = ("overrideReason", "overrideReasons")
_WORDS = frozenset({"userComment", "comment"})
_CODES = frozenset({"reason", "valueCode"})
"""Names under which text alone is a code."""
_DEEPEST = 8
UNKNOWN_KIND = "unknown"
OTHER_REASON = "other"
"""Stands for a reason that is not one of ours, or was only written in words."""


class CardFeedback(Frozen):
    """The fate of one card. `reason` is a code of our CodeSystem or OTHER_REASON; None where none was given. `place` is
    the entry that told it.
    """

    place: str
    card: str
    outcome: str
    suggestions: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """What was taken, each kind of suggestion once; UNKNOWN_KIND for one that the card did not have."""
        return tuple(dict.fromkeys(kind_of(self.card, one) or UNKNOWN_KIND for one in self.suggestions))


class ToldFeedback(Frozen):
    """What one body told: the entries that were understood, and why each of the others was not. `remarks` say what was
    understood only in part.
    """

    taken: tuple[CardFeedback, ...]
    refused: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def _listed(value: Any) -> Any:
    """The entries of a body: a list without the object around it, one entry without the list, are what they say."""
    if isinstance(value, dict):
        value = value.get("feedback", value if "card" in value else None)
    return [value] if isinstance(value, dict) else value


def read_feedback(body: bytes, reasons: tuple[dict[str, str], ...]) -> ToldFeedback:
    """Every feedback in a body; an entry that cannot be understood does not take the others with it.

    `reasons` are the Codings that our cards offer. Raises BadRequestError when there is no entry to take.
    """
    listed = _listed(only_value(body).value)
    if not isinstance(listed, list) or not listed:
        raise BadRequestError("feedback: expected a list with at least one entry.")
    if len(listed) > _MOST:
        raise BadRequestError(f"feedback: more than {_MOST} entries at once.")
    taken: list[CardFeedback] = []
    refused: list[str] = []
    remarks: list[str] = []
    for index, entry in enumerate(listed):
        try:
            one, theirs = _one(f"feedback[{index}]", entry, reasons)
        except BadRequestError as error:
            refused.append(str(error))
            continue
        taken.append(one)
        if one.outcome == "accepted" and not one.suggestions:
            remarks.append(
                f"feedback[{index}].acceptedSuggestions names no suggestion: counted as accepted, of which"
                " one is not known."
            )
        if theirs:
            remarks.append(f"feedback[{index}].overrideReason is none of those that our cards offer: counted as other.")
    if not taken:
        raise BadRequestError(refused[0])
    return ToldFeedback(tuple(taken), tuple(refused), tuple(remarks))


def _one(place: str, entry: object, reasons: tuple[dict[str, str], ...]) -> tuple[CardFeedback, bool]:
    """One entry, and whether its reason is a code of somebody else."""
    if not isinstance(entry, dict):
        raise BadRequestError(f"{place}: expected an object.")
    card, outcome = entry.get("card"), entry.get("outcome")
    named = _uuid(card)
    if named is None:
        raise BadRequestError(f"{place}.card: expected the uuid of a card.")
    if outcome not in _OUTCOMES:
        raise BadRequestError(f"{place}.outcome: expected accepted or overridden.")
    accepted = tuple(_suggestions(entry.get("acceptedSuggestions")))
    if set(accepted) == {keeping(named)}:
        # The suggestion to keep the dose is the card's other answer, whatever the client calls it.
        outcome = "overridden"
    reason, theirs = _reason(entry, reasons)
    return CardFeedback(place, named, outcome, accepted, reason), theirs


def _uuid(written: object) -> str | None:
    """The bare uuid that a client wrote in one of its ways, in small letters; None where it is none."""
    found = _UUID.fullmatch(written.strip()) if isinstance(written, str) else None
    return (found[1] or found[2]).lower() if found is not None else None


def _suggestions(accepted: object) -> Iterator[str]:
    """The uuids of what was taken: a list of objects as CDS Hooks has it, one of them alone, or uuids themselves."""
    for one in accepted if isinstance(accepted, list) else [accepted]:
        identity = one.get("id", one.get("uuid")) if isinstance(one, dict) else one
        if (named := _uuid(identity)) is not None:
            yield named


def _reason(entry: dict[str, object], reasons: tuple[dict[str, str], ...]) -> tuple[str | None, bool]:
    """The code of the reason, wherever the client wrote it: `overrideReason` as CDS Hooks has it, `overrideReasons` as
    an object or a list, and in an extension of either or of the entry. The first that is ours stands.
    Then whether a reason was coded and none is ours; a reason in words alone has no code to count.
    """
    given = [entry.get(name) for name in _REASONS]
    for code, system in _codes((*given, entry.get("extension")), _DEEPEST):
        if any(one["code"] == code and system in (None, one["system"]) for one in reasons):
            return code, False
    return OTHER_REASON if any(given) else None, next(_codes(given, _DEEPEST), None) is not None


def _codes(value: object, depth: int) -> Iterator[tuple[str, object]]:
    """Every code in a value with its system, however it is wrapped; nothing of what a user wrote."""
    if depth == 0:
        return
    match value:
        case str():
            yield value, None
        case list() | tuple():
            for one in value:
                yield from _codes(one, depth - 1)
        case dict():
            if isinstance(value.get("code"), str):
                yield value["code"], value.get("system")
            for name, one in value.items():
                if name not in _WORDS and not (isinstance(one, str) and name not in _CODES):
                    yield from _codes(one, depth - 1)
        case _:
            return
