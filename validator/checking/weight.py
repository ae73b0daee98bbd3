"""What something weighs of which nothing but its type is known: an entry, a list that did not come, an unknown code.

CLARIFICATIONS A141 says what a code weighs that is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from validator.chart.concept import as_concept
from validator.chart.entry.status import CLINICAL_STATUS, NOT_ACTIVE, status_words
from validator.chart.entry.subject import FOR_NOTES, READ_AS_EVIDENCE
from validator.chart.entry.when import date_of
from validator.checking.judging import Judged
from validator.fhir.account import Gap
from validator.instant import PartialDate
from validator.verdict import Verdict

RECENT_DAYS = 90
"""How long a procedure may still count, a project choice: as long as an event that one tells of."""

_DONE = ("performedDateTime", "occurrenceDateTime", "performedPeriod", "occurrencePeriod")
_OVER = frozenset({"completed", "revoked"})


def weight_of_type(resource_type: str, base: Judged) -> Verdict:
    """What something of a type weighs that nothing is known of: a drug, a condition or an operation could be an error.

    A measurement only where one decides this patient's dose or liver class and none is on file that answers. What only
    notes are made of is a note.
    """
    if resource_type in FOR_NOTES:
        return Verdict.ACCEPT
    if resource_type != "Observation":
        return Verdict.UNDETERMINED
    return Verdict.UNDETERMINED if base.situation.worlds.open_answers else Verdict.ACCEPT


def weighed_gaps(gaps: Sequence[Gap], base: Judged) -> list[tuple[Verdict, Gap]]:
    """The lists that did not come whole, each with what it weighs; one of a type that nobody reads weighs nothing."""
    found: list[tuple[Verdict, Gap]] = []
    for gap in gaps:
        types = gap.types & READ_AS_EVIDENCE if gap.types else frozenset({""})
        if types:
            found.append((min((weight_of_type(one, base) for one in types), key=lambda verdict: verdict.rank), gap))
    return found


def weight_of_unknown_code(tree: dict[str, Any], as_of: PartialDate) -> Verdict:
    """A caution, as a drug that nothing identifies is; a note for a condition or a request that is over and for a
    procedure long ago.
    """
    if status_words(as_concept(tree.get("clinicalStatus")), CLINICAL_STATUS) & NOT_ACTIVE:
        return Verdict.ACCEPT
    if tree.get("resourceType") == "ServiceRequest" and tree.get("status") in _OVER:
        return Verdict.ACCEPT
    done = next((day for name in _DONE if (day := _last_day(tree.get(name))) is not None), None)
    if done is not None and done.days_until(as_of)[0] > RECENT_DAYS:
        return Verdict.ACCEPT
    return Verdict.WARNING


def _last_day(value: object) -> PartialDate | None:
    """The day of a date, or the end of a period; a period without an end is going on."""
    return date_of(value.get("end")) if isinstance(value, dict) else date_of(value)
