"""Something on file beside disease and lists of drugs: an allergy to the ordered drug, a place in a study, a drug that
only words name."""

from __future__ import annotations

from validator.finding import Evidence
from validator.frozen import Frozen
from validator.verdict import Truth


class OnFile(Frozen):
    """One entry, of the domain `allergy`, `trial` or `drug-in-words`; what is refuted or over is not among these.

    `holds` UNKNOWN: its status is not told, or was not understood. `name` and `groups` are those of a drug.
    """

    domain: str
    holds: Truth
    evidence: Evidence
    name: str = ""
    groups: frozenset[str] = frozenset()
