"""The words of a report page: fates of entries, and what would settle a finding."""

from __future__ import annotations

import re
from collections.abc import Iterable

from validator.fhir.account import Fate
from validator.report.card_to_do import wanted
from validator.report.criterion import Criteria


def fate_name(fate: Fate) -> str:
    """What became of an entry, beside its name."""
    match fate:
        case Fate.USED:
            return "used"
        case Fate.IRRELEVANT:
            return "not about the label"
        case Fate.ANOTHER_PATIENT:
            return "another patient's"
        case Fate.NOT_DECIDED:
            return "not decided"
        case Fate.SET_ASIDE:
            return "set aside"


def settling_words(missing: Iterable[str], criteria: Criteria) -> tuple[str, ...]:
    """What would settle a finding, in words; a place that nobody has words for is told as it stands."""
    told = tuple(_of_dosage(one) for one in missing)
    return wanted(told, criteria) or told


def _of_dosage(place: str) -> str:
    """The words for a part of a dosage; everything else as it is."""
    found = _DOSAGE.fullmatch(place)
    return _PARTS.get(found[1], place) if found else place


_DOSAGE = re.compile(r"MedicationRequest\.dosageInstruction\[\d+\]\.(\w+)(?:[.\[].*)?")
_PARTS = {"timing": "how often the dose is taken", "doseAndRate": "how much is taken at a time"}
