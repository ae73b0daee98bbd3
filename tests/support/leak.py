"""What a log, a metric or the record must never hold: every value of the patients used in the tests."""

from __future__ import annotations

import json
import re
from functools import cache

from support.cds_call import EXAMPLES, RECORDED


def leaks(log: str) -> list[str]:
    """Every value of a patient of the examples or the recorded calls that stands in the log."""
    return sorted(value for value in patient_values() if re.search(rf"(?<![\w.-]){re.escape(value)}(?![\w-])", log))


@cache
def patient_values() -> set[str]:
    """Names, identifiers, dates, numbers with a unit, diagnoses: what a log must never hold."""
    found: set[str] = set()
    for path in (*EXAMPLES.glob("*.json"), *RECORDED.glob("*.json")):
        _collect(json.loads(path.read_text()), found)
    return found


_TELLING = ("family", "birthDate", "authoredOn", "effectiveDateTime", "onsetDateTime", "recordedDate")
_SPEAKING = ("display", "text", "patientId", "reference", "access_token")


def _collect(value: object, found: set[str], name: str = "") -> None:
    if isinstance(value, dict):
        for key, child in value.items():
            _collect(child, found, key)
    elif isinstance(value, list):
        for child in value:
            _collect(child, found, name)
    elif isinstance(value, str) and name in ("given", "value", *_TELLING, *_SPEAKING) and len(value) > 4:
        # "patient" is the id of each patient here and a word of every route; its references are looked for.
        found.add(value)
    found -= {"patient", "order"}
