"""A report on an order for which part of the chart did not come: one more finding, and no "agrees with the label"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from validator.finding import Finding
from validator.report.model import OrderReport
from validator.rules.closing import as_far_as
from validator.rules.gap import another_patient, beside, drugs_sought, not_read, not_supplied
from validator.verdict import Verdict


def with_gaps(
    order: OrderReport,
    required: Sequence[str],
    optional: Sequence[str] = (),
    assumed: Sequence[str] = (),
    is_of_another: bool = False,
) -> OrderReport:
    """The report with what was not supplied: an undetermined finding for `required`, words for `optional` lists and
    for those `assumed` to be whole. `is_of_another`: the chart is another patient's than the call names.
    """
    if order.verdict is Verdict.NOT_ASSESSED or not (required or optional or assumed or is_of_another):
        return order
    if is_of_another:
        order = replace(order, findings=(*order.findings, another_patient(order.expression)))
    label = order.label.label if order.label is not None else None
    sought = drugs_sought(label, required) if label is not None else ""
    gap = not_supplied(required, order.expression, sought) if required else None
    order = replace(order, findings=tuple(not_read(finding, required) for finding in order.findings))
    return with_gap(order, gap, "supplied", beside(optional, assumed), (*required, *optional))


def with_gap(
    order: OrderReport, gap: Finding | None, came: str, absent: str = "", lacking: Sequence[str] = ()
) -> OrderReport:
    """The report with the finding on what did not come; `came` is how the rest did, `absent` what is said besides,
    `lacking` the lists that did not come.

    The closing statement was made before the gap was known, so its "agrees with the label" is taken back.
    """
    label = order.label.in_words if gap is not None and order.label is not None else ""
    findings = [as_far_as(finding, label, came, absent, lacking) for finding in order.findings]
    # The first of its verdict: what else is open may only be so because of it.
    findings = [gap, *findings] if gap is not None else findings
    findings.sort(key=lambda finding: finding.verdict.rank)
    return replace(order, findings=tuple(findings), verdict=Verdict.worst(finding.verdict for finding in findings))
