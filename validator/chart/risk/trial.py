"""Whether the patient is in a study whose protocol gives treatment. Source: FHIR R4 and R5 ResearchSubject."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validator.chart.concept import as_concept
from validator.chart.entry.standing import Doubtful, NotDecided, Standing, Stands
from validator.chart.entry.when import date_of
from validator.chart.reader import Reader, evidence
from validator.chart.risk.on_file import OnFile
from validator.fhir.entry import Entry
from validator.verdict import Truth

_ON = frozenset({"on-study", "on-study-intervention"})
_NOT_ON = frozenset(
    {
        "candidate", "eligible", "follow-up", "ineligible", "not-registered", "off-study", "on-study-observation",
        "pending-on-study", "potential-candidate", "screening", "withdrawn", "draft", "retired",
    }
)  # fmt: skip
"""Not yet, no longer, or watched only: no protocol gives treatment now. The last two are of R5: no record in use."""


def of_entry(reader: Reader, entry: Entry, stands: Standing | None) -> Iterator[OnFile]:
    """A study the patient is on, or of which it is not told or not understood whether they are. Ended ones are none."""
    match stands:
        case None | NotDecided():
            return
        case Doubtful():
            holds = Truth.UNKNOWN
        case Stands():
            holds = _is_on(reader, entry.tree)
    if holds is not Truth.FALSE:
        yield OnFile("trial", holds, evidence(entry, "subject of a study", "status"))


def _is_on(reader: Reader, tree: dict[str, Any]) -> Truth:
    period = tree.get("period")
    end = date_of(period.get("end")) if isinstance(period, dict) else None
    begin = date_of(period.get("start")) if isinstance(period, dict) else None
    if end is not None and end.before(reader.as_of) is Truth.TRUE:
        return Truth.FALSE
    if begin is not None and reader.as_of.before(begin) is Truth.TRUE:
        return Truth.FALSE
    word = tree.get("status")
    if word in _NOT_ON:
        return Truth.FALSE
    if word in _ON:
        return Truth.TRUE
    return _by_progress(reader, tree.get("progress"))


def _by_progress(reader: Reader, progress: object) -> Truth:
    """R5: the state that holds on the order's day; where several do, one of treatment is enough."""
    states: set[str] = set()
    for one in progress if isinstance(progress, list) else ():
        if not isinstance(one, dict):
            continue
        start, end = date_of(one.get("startDate")), date_of(one.get("endDate"))
        is_over = end is not None and end.before(reader.as_of) is Truth.TRUE
        is_ahead = start is not None and reader.as_of.before(start) is Truth.TRUE
        if not is_over and not is_ahead:
            states |= {coding.code for coding in as_concept(one.get("subjectState")).coding if coding.code}
    if states & _ON:
        return Truth.TRUE
    return Truth.FALSE if states and states <= _NOT_ON else Truth.UNKNOWN
