"""Sig text: what does not parse whole is unknown."""

from __future__ import annotations

from validator.dosage.amount import Body, UnitStrength
from validator.dosage.frequency_code import Frequency
from validator.dosage.schedule import Schedule, Unknown, UnknownKind


def parse_sig(
    text: str, *, unit: UnitStrength | None = None, body: Body | None = None, element: str = "dosageInstruction[0].text"
) -> Schedule:
    """The schedule a sig text states; unknown where it does not read whole."""
    del text, unit, body
    return Schedule(unknown=(Unknown(element, UnknownKind.UNREAD_TEXT, "The text could not be read whole."),))


def frequency_in(text: str) -> Frequency | None:
    """The frequency a few words state; None where they do not read whole."""
    del text
    return None
