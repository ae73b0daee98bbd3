"""Something on file that only a note is made of: an allergy to the ordered drug, a place in a study."""

from __future__ import annotations

from validator.finding import Evidence
from validator.frozen import Frozen
from validator.verdict import Truth


class OnFile(Frozen):
    """One entry, of the domain `allergy` or `trial`; what is refuted or over is not among these.

    `holds` UNKNOWN: its status is not told, or was not understood.
    """

    domain: str
    holds: Truth
    evidence: Evidence
