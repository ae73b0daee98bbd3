"""The closing statement on an order: what was checked against which revision, and which lists were not seen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from operator import attrgetter, itemgetter

from validator.assessment.situation import Situation
from validator.chart.fact import Chart
from validator.chart.person import OF_BIRTH
from validator.criteria.answer import Names
from validator.criteria.body_size import MISSING_WEIGHT
from validator.criteria.kidney import FILTRATION
from validator.criteria.liver import CHILD_PUGH, MISSING_CLASS
from validator.criteria.size import WEIGHT, are_later
from validator.fhir.structure_issue import VALUE
from validator.finding import LONGEST_MESSAGE, Evidence, Finding, IssueType, finding_code
from validator.frozen import replace
from validator.label.model import Label
from validator.rules.said import said
from validator.verdict import Truth, Verdict

CHECKED = finding_code(
    "order-checked",
    "What was checked",
    """Says which label revision the order was checked against and which parts of the chart were not there to look at.
    What bends the dose or is warned of, and is not on file, was taken as absent.""",
    issue=IssueType.INFORMATIONAL,
)

LAST_CHECKED = "warnings, other orders."
"""What the list of checks ends with in the detail; what follows bounds the statement."""
NOT_SEEN = "Not seen, taken as absent: "
"""What stands in the detail before the lists that were not there."""

_RESULTS = (
    (CHILD_PUGH, "no hepatic function (Child-Pugh class){} on file", frozenset(MISSING_CLASS)),
    (FILTRATION, "no renal function{} on file", frozenset[str]()),
    (WEIGHT.group, "no weight{} on file", frozenset(MISSING_WEIGHT)),
)
"""Results that a label looks at, in words with a place for the day, and how a finding asks for them."""


_LOOKED_AT = frozenset(group for group, _, _ in _RESULTS)


def closing(situation: Situation, findings: Sequence[Finding], counted: str = "") -> Finding:
    """One informational finding; for an accepted order it is the answer. `counted` says what became of what came."""
    label, revision = situation.label, situation.label.revision.isoformat()
    worst = Verdict.worst(map(attrgetter("verdict"), findings))
    dose = situation.ordered.total_in_words if situation.ordered.total.phases else "the order"
    if worst is Verdict.ACCEPT:
        agrees = f"agrees with the {label.product} label of {revision}."
        whole = f"{dose} {agrees}"
        message = whole if len(whole) <= LONGEST_MESSAGE else f"The order {agrees}"
    else:
        message = f"Checked against the {label.product} label of {revision}."
    open_ = set(chain.from_iterable(map(attrgetter("missing"), findings)))
    unseen = tuple(not_seen(situation.chart, label, open_))
    detail = (
        f"Checked: product, indication, dose, interactions, {_organs(label)}administration, {LAST_CHECKED}"
        + (f" {counted}." if counted else "")
        + (f" {NOT_SEEN}{'; '.join(unseen)}." if unseen else "")
        + (_notes(situation.chart.unread, findings) if situation.chart.unread else "")
        + (f" {' '.join(label.remarks)}" if label.remarks else "")
    )
    meant = situation.indication.chosen
    return said(
        CHECKED,
        Verdict.ACCEPT,
        message,
        at=situation.order.expression,
        section=meant[0].indication.section if len(meant) == 1 else None,
        evidence=_evidence(situation),
        detail=detail,
    )


def _notes(unread: Sequence[str], findings: Sequence[Finding]) -> str:
    """What the chart's reader noted, but for the date of birth where a finding on how it is written has its place."""
    if any(one.code == VALUE and place.endswith(".birthDate") for one in findings for place in one.expression):
        unread = [one for one in unread if not one.startswith(OF_BIRTH)]
    return "".join([f" {one.rstrip('.')}." for one in unread])


_LISTS = {
    "no other medication": {"MedicationRequest"},
    "no hepatic function": {"Observation"},
    "no renal function": {"Observation"},
    "no weight": {"Observation"},
    "no procedures": {"Procedure", "ServiceRequest"},
    "no problem list": {"Condition"},
}
"""The lists that would show what was not seen, by how it begins: where one of them did not come, nothing was taken as
absent."""


def as_far_as(finding: Finding, label: str, came: str, absent: str = "", lacking: Collection[str] = ()) -> Finding:
    """The closing statement where part of the chart did not come; any other finding as it is.

    `came` says how the rest did (supplied, fetched). Where no `label` is named the message stays; `absent` ends the
    detail. Of the `lacking` lists nothing was seen, and nothing was taken as absent either.
    """
    if finding.code != CHECKED:
        return finding
    message = f"Checked against the {label}, as far as the chart was {came}." if label else finding.message
    return replace(finding, message=message, detail=f"{_seen_but_for(finding.detail, lacking)}{absent}".strip())


def _seen_but_for(detail: str, lacking: Collection[str]) -> str:
    before, marker, after = detail.partition(f" {NOT_SEEN}")
    told, stop, rest = after.partition(".")
    left = [one for one in told.split("; ") if _lists_of(one).isdisjoint(lacking)]
    return f"{before}{marker}{'; '.join(left)}{stop}{rest}" if left and marker else before + rest


def _lists_of(unseen: str) -> set[str]:
    return next((lists for start, lists in _LISTS.items() if unseen.startswith(start)), set())


def _evidence(situation: Situation) -> tuple[Evidence, ...]:
    """What shows that the indication is met, and what the dose rests on."""
    chosen = situation.indication.chosen
    answers = [*map(attrgetter("applies"), chosen)]
    for answer in chosen:
        answers += map(attrgetter("answer"), answer.asked)
    answers += situation.worlds.regimen_evidence
    return tuple(chain.from_iterable(map(attrgetter("evidence"), answers)))


def _organs(label: Label) -> str:
    """The organs that some statement of the label asks about."""
    asked = _asked_by(label.names)
    organs = (*(["liver"] if CHILD_PUGH in asked else ()), *(["kidney"] if FILTRATION in asked else ()))
    return f"{' and '.join(organs)}, " if organs else ""


@lru_cache(maxsize=64)
def _asked_by(names: Names) -> frozenset[str]:
    """The groups that some statement of a label asks about, whatever they are of."""
    return frozenset(map(itemgetter(1), names.groups))


def not_seen(chart: Chart, label: Label, open_: Collection[str] = ()) -> Iterator[str]:
    """The lists and results that a label statement looks at and the chart does not hold by the order's day.

    What a finding asks for (`open_`, its `missing`) is not among them: it was not taken as absent.
    """
    asked = _asked_by(label.names)
    # What came and could not be relied on was not taken for absent.
    doubted: set[str] = set()
    for doubt in chart.doubts:
        doubted.update(map(itemgetter(1), doubt.topic.groups))
    if not chart.therapies and "medications" not in chart.known_empty:
        yield "no other medication on file"
    measured: set[str] = set()
    for one in chart.measurements:
        if one.groups.isdisjoint(_LOOKED_AT):
            continue
        if one.date is None or one.date.at_or_before(chart.as_of) is not Truth.FALSE:
            measured |= one.groups
    for group, what, missing in _RESULTS:
        if group in asked and group not in doubted and group not in measured:
            if open_ and not missing.isdisjoint(open_):
                continue
            yield what.format(f" dated by {chart.as_of.text[:10]}" if are_later(chart, group) else "")
    if "Procedure" not in chart.supplied and "ServiceRequest" not in chart.supplied:
        yield "no procedures or planned operations on file"
    if "Condition" not in chart.supplied:
        yield "no problem list on file"
