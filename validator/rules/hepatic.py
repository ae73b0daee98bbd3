"""The liver: a dose that rests on a Child-Pugh class which nobody recorded."""

from __future__ import annotations

from collections.abc import Iterator

from validator.assessment.situation import Situation
from validator.criteria.liver import ChildPugh
from validator.criteria.untouched import answered_by
from validator.finding import Finding, finding_code
from validator.label.model import WHEN, Adjustment, Precaution
from validator.rules.message import sentence
from validator.rules.registry import rule
from validator.rules.said import said
from validator.verdict import Truth, Verdict

NOT_RECORDED = finding_code(
    "liver-class-not-recorded",
    "Dose rests on a Child-Pugh class that is not recorded",
    """Cirrhosis or hepatocellular carcinoma is on file, no Child-Pugh class is, and bilirubin, albumin and INR count
    one point each (newest of the last 30 days, within 7 days of each other: project choices). The class is then A,
    unless there is ascites or encephalopathy, which a chart often does not hold. Look for both and record the
    class.""",
    to_do="record the Child-Pugh class",
)


@rule("hepatic")
def hepatic(situation: Situation) -> Iterator[Finding]:
    """One caution where the label's dose holds only as long as there is neither ascites nor encephalopathy."""
    if not situation.has_label_dose:
        return
    statements: tuple[Adjustment | Precaution, ...] = (*situation.label.adjustment, *situation.label.precaution)
    asking = [one for one in statements if isinstance(one.when, ChildPugh)]
    answers = answered_by(situation.chart, map(WHEN, asking))
    for statement, answer in zip(asking, answers, strict=True):
        if answer.truth is not Truth.UNKNOWN and answer.cautions:
            yield said(
                NOT_RECORDED,
                Verdict.WARNING,
                answer.cautions[0],
                at=situation.order.dosage_places,
                by=statement,
                evidence=answer.evidence,
                detail=f"{sentence(answer.because)} {statement.gist}",
            )
            return
