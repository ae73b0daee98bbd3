"""Other orders of the drug that run at the same time."""

from __future__ import annotations

from collections.abc import Iterator

from validator.assessment.situation import Situation
from validator.dosage import render
from validator.finding import Finding, IssueType, finding_code
from validator.rules.message import sentence
from validator.rules.registry import rule
from validator.verdict import Verdict

SAME = finding_code(
    "duplicate-order",
    "The same order is on file twice",
    """Another order of the same strength and schedule runs at the same time. Together they double the dose. If one
    replaces the other, say so (priorPrescription) or stop it.""",
)
BOTH_FORMS = finding_code(
    "tablets-beside-capsules",
    "Tablets and capsules are ordered together",
    """Orders of cabozantinib tablets and capsules run at the same time. The products are not interchangeable and have
    different doses.""",
)
ADDED = finding_code(
    "orders-added-up",
    "Orders were added up",
    """Other orders of the drug run at the same time and were added to this one before the dose was judged.""",
    issue=IssueType.INFORMATIONAL,
)

RENEWAL = finding_code(
    "order-may-replace-another",
    "Draft beside an active order",
    """A draft stands beside an active order of the drug and does not say that it replaces it (priorPrescription). It
    was judged as a replacement. If both were carried out, their doses would add up: link the two, or stop one.""",
)


@rule("duplicate")
def duplicate(situation: Situation) -> Iterator[Finding]:
    """No other order of the drug runs unnoticed beside this one."""
    ordered, order, section = situation.ordered, situation.order, situation.label.dose_section
    for other in ordered.same:
        yield Finding(
            SAME,
            Verdict.ERROR,
            sentence(f"{other.reference} orders the same at the same time"),
            section=section,
            expression=(order.expression, other.expression),
            evidence=(other.evidence,),
        )
    for other in ordered.other_form:
        yield Finding(
            BOTH_FORMS,
            Verdict.ERROR,
            sentence(f"{other.reference} orders cabozantinib {other.product.form}s at the same time"),
            section=situation.label.interchange_section,
            expression=(order.expression, other.expression),
            evidence=(other.evidence,),
        )
    for other in ordered.renewed:
        older = order if order.status == "active" else other
        yield Finding(
            RENEWAL,
            Verdict.WARNING,
            sentence(f"{older.reference} is active beside this draft; it was taken as replaced, but nothing says so")
            if order.status == "draft"
            else sentence(f"{other.reference} is a draft beside this order; it was taken as its replacement"),
            section=section,
            expression=(order.expression, other.expression),
            evidence=(other.evidence,),
        )
    added = [other for other in ordered.beside if other not in ordered.same]
    if added:
        names = ", ".join(other.reference for other in added)
        yield Finding(
            ADDED,
            Verdict.ACCEPT,
            sentence(f"Added up with {names}: {render(ordered.total)}"),
            section=section,
            expression=(order.expression, *(other.expression for other in added)),
            evidence=tuple(other.evidence for other in added),
        )
