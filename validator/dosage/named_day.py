"""One dose on one named day of the week, as the dose once weekly that it is where a dose is given at that interval."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

from validator.dosage.pattern import Weekly, every
from validator.dosage.schedule import Phase, Schedule, SimpleDose
from validator.frozen import replace


def simple_at(given: Phase | Schedule, intervals: frozenset[Fraction]) -> SimpleDose | None:
    """The one dose at one time of a phase, or of a schedule that has a single known one; else None.

    One on a named day of the week counts where one of these `intervals` (days) is its own: "on Monday" is a schedule
    of its own to a label that gives nothing once weekly.
    """
    if isinstance(given, Schedule):
        return simple_at(given.phases[0], intervals) if given.known and len(given.phases) == 1 else None
    pattern = given.lines[0].pattern if len(given.lines) == 1 else None
    if not isinstance(pattern, Weekly) or pattern.interval is None or pattern.interval not in intervals:
        return given.simple
    weekly = dataclasses.replace(given.lines[0], pattern=every(1, pattern.interval))
    return replace(given, lines=(weekly,)).simple
