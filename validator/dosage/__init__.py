"""The exact schedule of FHIR Dosage and Timing, usable on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.dosage.amount import AmountRange, UnitStrength
from validator.dosage.combine import combine
from validator.dosage.directions import NO_DIRECTIONS, Directions
from validator.dosage.instruction import schedule_of
from validator.dosage.making import Body
from validator.dosage.named_day import simple_at
from validator.dosage.pattern import Every, Once, Pattern, Weekly
from validator.dosage.phrase import how_often, render
from validator.dosage.schedule import (
    DoseComponent,
    Line,
    Note,
    NoteCode,
    Phase,
    Schedule,
    SimpleDose,
    TakenDose,
    Unknown,
    UnknownKind,
)

if TYPE_CHECKING:
    from validator.dosage.sig import parse_sig

__all__ = [
    "NO_DIRECTIONS",
    "AmountRange",
    "Body",
    "Directions",
    "DoseComponent",
    "Every",
    "Line",
    "Note",
    "NoteCode",
    "Once",
    "Pattern",
    "Phase",
    "Schedule",
    "SimpleDose",
    "TakenDose",
    "UnitStrength",
    "Unknown",
    "UnknownKind",
    "Weekly",
    "combine",
    "how_often",
    "parse_sig",
    "render",
    "schedule_of",
    "simple_at",
]


def __getattr__(name: str) -> object:
    """Loads the sig grammar, and the parser library under it, on first use."""
    if name == "parse_sig":
        from validator.dosage.sig import parse_sig  # a parser library is imported with it

        return parse_sig
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
