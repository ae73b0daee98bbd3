"""The closing statement on an order: what was checked against which revision, and which lists were not seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.assessment.situation import Situation
from validator.chart.fact import Chart
from validator.criteria.body_weight import MEASURED
from validator.criteria.kidney import FILTRATION
from validator.criteria.liver import CHILD_PUGH
from validator.dosage import render
from validator.finding import LONGEST_MESSAGE, Evidence, Finding, IssueType, finding_code
from validator.verdict import Verdict

CHECKED = finding_code(
    "order-checked",
    "What was checked",
    """Says which label revision the order was checked against and which parts of the chart were not there to look at.
    What bends the dose or is warned of, and is not on file, was taken as absent.""",
    issue=IssueType.INFORMATIONAL,
)


def summary(situation: Situation, findings: Sequence[Finding], counted: str = "") -> Finding:
    """One informational finding; for an accepted order it is the answer. `counted` says what became of what came."""
    label, revision = situation.label, situation.label.revision.isoformat()
    worst = Verdict.worst(finding.verdict for finding in findings)
    dose = render(situation.ordered.total) if situation.ordered.total.phases else "the order"
    if worst is Verdict.ACCEPT:
        agrees = f"agrees with the {label.product} label of {revision}."
        whole = f"{dose} {agrees}"
        message = whole if len(whole) <= LONGEST_MESSAGE else f"The order {agrees}"
    else:
        message = f"Checked against the {label.product} label of {revision}."
    unseen = tuple(not_seen(situation.chart))
    detail = (
        "Checked: product, indication, dose, interactions, liver and kidney, administration, warnings, other orders."
        + (f" {counted}." if counted else "")
        + (f" Not seen, taken as absent: {'; '.join(unseen)}." if unseen else "")
        + (f" {' '.join(situation.chart.unread)}" if situation.chart.unread else "")
        + (f" {' '.join(label.remarks)}" if label.remarks else "")
    )
    return Finding(
        CHECKED,
        Verdict.ACCEPT,
        message,
        section=situation.indication.chosen[0].indication.section if len(situation.indication.chosen) == 1 else None,
        expression=(situation.order.expression,),
        evidence=_evidence(situation),
        detail=detail,
    )


def _evidence(situation: Situation) -> tuple[Evidence, ...]:
    """What shows that the indication is met, and what the dose rests on."""
    answers = [answer.applies for answer in situation.indication.chosen]
    answers += [asked.answer for answer in situation.indication.chosen for asked in answer.asked]
    answers += situation.worlds.regimen_evidence
    return tuple(dict.fromkeys(evidence for answer in answers for evidence in answer.evidence))


def not_seen(chart: Chart) -> Iterator[str]:
    """The lists and results that a label statement looks at and the chart does not hold."""
    if not chart.therapies and "medications" not in chart.known_empty:
        yield "no other medication on file"
    if not any(CHILD_PUGH in m.groups for m in chart.measurements):
        yield "no hepatic function (Child-Pugh class) on file"
    if not any(FILTRATION in m.groups for m in chart.measurements):
        yield "no renal function on file"
    if not any(MEASURED in m.groups for m in chart.measurements):
        yield "no weight on file"
    if "Procedure" not in chart.supplied and "ServiceRequest" not in chart.supplied:
        yield "no procedures or planned operations on file"
    if "Condition" not in chart.supplied:
        yield "no problem list on file"
