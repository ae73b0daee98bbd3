"""When a resource says something was: its dates and periods in undecoded JSON, in all spellings of R4 and R5."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from validator.instant import PartialDate

PERIODS = (
    "effectivePeriod", "effectiveDosePeriod", "onsetPeriod", "abatementPeriod", "performedPeriod", "occurrencePeriod",
    "occurencePeriod",
)  # fmt: skip
DATES = (
    "effectiveDateTime", "effectiveInstant", "onsetDateTime", "abatementDateTime", "performedDateTime",
    "occurrenceDateTime", "occurenceDateTime", "authoredOn", "whenHandedOver", "recordedDate", "authored", "start",
)  # fmt: skip

BEGAN_AND_ENDED = ("onsetDateTime", "abatementDateTime")
"""When a condition began and when it was over: two days of their own, of which one may be wrong."""


HOLD_PERIODS = frozenset({*PERIODS, "dosageInstruction", "dosage"})
"""The elements at the top that are a period which says when, or hold one."""


def periods_of(tree: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The periods that say when, each with the name of its element at the top; those of dosages included."""
    found: list[tuple[str, dict[str, Any]]] = []
    for name in PERIODS:
        period = tree.get(name)
        if isinstance(period, dict):
            found.append((name, period))
    for name in ("dosageInstruction", "dosage"):
        dosages = tree.get(name)
        for dosage in dosages if isinstance(dosages, list) else ():
            timing = dosage.get("timing") if isinstance(dosage, dict) else None
            repeat = timing.get("repeat") if isinstance(timing, dict) else None
            period = repeat.get("boundsPeriod") if isinstance(repeat, dict) else None
            if isinstance(period, dict):
                found.append((name, period))
    return found


def date_of(text: object) -> PartialDate | None:
    """The date a text gives; None for what is no text or no day of the calendar."""
    return day_written(text) if isinstance(text, str) else None


@lru_cache(maxsize=4096)
def day_written(text: str) -> PartialDate | None:
    """The date a text gives; None where it is no day of the calendar."""
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


def day_of_tree(tree: dict[str, Any]) -> PartialDate | None:
    """The day an Observation gives, whichever element has it; None where none does."""
    period = tree.get("effectivePeriod")
    texts = [tree.get("effectiveDateTime"), tree.get("effectiveInstant"), tree.get("issued")]
    texts += [period.get("end"), period.get("start")] if isinstance(period, dict) else []
    for text in texts:
        if isinstance(text, str) and (day := day_written(text)) is not None:
            return day
    return None


def day_told(tree: dict[str, Any]) -> PartialDate | None:
    """The day by which people find a resource of any type: its own date, else the start or the end of its period; None
    where none can be read."""
    texts = [tree.get(name) for name in DATES]
    texts += [period.get(side) for _, period in periods_of(tree) for side in ("start", "end")]
    return next((day for text in texts if (day := date_of(text)) is not None), None)


def day_of_condition(tree: dict[str, Any]) -> PartialDate | None:
    """The day a Condition gives for itself: when it was recorded, else when it began; None where neither is told."""
    period = tree.get("onsetPeriod")
    texts = [tree.get("recordedDate"), tree.get("onsetDateTime")]
    texts += [period.get("start")] if isinstance(period, dict) else []
    return next((day for text in texts if (day := date_of(text)) is not None), None)
