"""Something on file that only a note is made of: an allergy to the ordered drug, a place in a study."""

from __future__ import annotations

from dataclasses import dataclass

from validator.finding import Evidence
from validator.verdict import Truth


@dataclass(frozen=True, slots=True)
class OnFile:
    """One entry, of the domain `allergy` or `trial`; what is refuted or over is not among these.

    `holds` UNKNOWN: its status is not told, or was not understood.
    """

    domain: str
    holds: Truth
    evidence: Evidence
