"""Orders that are not judged against a label, and what is said of them instead."""

from __future__ import annotations

from collections.abc import Iterator

from validator.chart.entry.standing import Doubtful, standing
from validator.chart.fact import Order
from validator.chart.record import OrderEntry
from validator.fhir.account import Why
from validator.fhir.copies import DUPLICATE_RESOURCE
from validator.fhir.modifier import IMPLICIT_RULES, MODIFIER_EXTENSION
from validator.finding import Evidence, Finding, Issue, IssueType, finding_code
from validator.instant import PartialDate
from validator.rules.said import said
from validator.verdict import Verdict

NOT_ASSESSED = finding_code(
    "not-assessed",
    "Order is not assessed",
    """The order is for none of the drugs whose labels are here, or is not to be acted on (entered in error, cancelled,
    stopped, completed, do not perform).""",
    issue=IssueType.INFORMATIONAL,
)
NOT_IDENTIFIED = finding_code(
    "medication-not-identified",
    "Medication cannot be identified",
    """The order names no medication that can be read: no code, no name, or a reference that leads nowhere; or its name
    is near that of a drug whose label is here and is not that name. It may be for that drug and was not checked.""",
    issue=IssueType.REQUIRED,
    to_do="choose the drug and its strength from the list",
)
NO_DATE = finding_code(
    "order-date-missing",
    "Order has no date",
    """The order has no authoredOn and no date was given, so neither the label revision nor the ages can be told. Give
    authoredOn or the as-of date.""",
    issue=IssueType.REQUIRED,
    to_do="give the order a date",
)
NO_LABEL = finding_code(
    "no-label-in-force",
    "No label was in force",
    """On the day of the order no label of this product was in force.""",
    to_do="correct the date of the order",
)
LABEL_OPEN = finding_code(
    "label-revision-open",
    "Label revision cannot be told",
    """The date of the order, or the as-of date that was given in its place, is partial, and the label changed within
    the time it covers.""",
    issue=IssueType.REQUIRED,
    to_do="give the order its exact date",
)
UNREADABLE_ORDER = finding_code(
    "order-unreadable",
    "Order cannot be relied on",
    """Something changes the meaning of the order in a way that is not understood: an unknown modifierExtension,
    implicitRules, a key written twice. It was not judged further.""",
    issue=IssueType.NOT_SUPPORTED,
    to_do="write the order anew",
)


def not_assessed(order: Order, reason: str) -> Finding:
    """Says that an order is passed over, and why."""
    return said(
        NOT_ASSESSED,
        Verdict.NOT_ASSESSED,
        f"Not assessed: {reason}",
        at=order.expression,
        evidence=(order.product.evidence,),
    )


_IN_WORDS = {
    MODIFIER_EXTENSION: Why.MODIFIER.words,
    IMPLICIT_RULES: Why.IMPLICIT_RULES.words,
    DUPLICATE_RESOURCE: Why.COPIES_DIFFER.words,
}
"""What leaves the meaning of an order open, as whoever signs it reads it; the whole stands in the detail."""


def unreadable(issue: Issue, order: Order) -> Finding:
    """Says what changes the meaning of the order without being understood, and which drug it is for."""
    return said(
        UNREADABLE_ORDER,
        Verdict.UNDETERMINED,
        f"The order cannot be relied on: {_IN_WORDS.get(issue.code, issue.message)}",
        at=issue.expression,
        evidence=_named(order),
        detail=f"{issue.message} {issue.detail}".strip(),
        missing=("an order without what is not understood",),
    )


def doubtful(found: OrderEntry) -> Iterator[Finding]:
    """Says why the order itself cannot be relied on, where its elements can be read all the same."""
    match standing(found.entry):
        case Doubtful(why=why, elements=elements) as doubt if why is not Why.WRONG_TYPE:
            # A wrong type is said element by element, by the structural check.
            stands = "intent" if elements == ("intent",) else "status"
            yield said(
                UNREADABLE_ORDER,
                Verdict.UNDETERMINED,
                f"The order cannot be relied on: {doubt.words('its intent')}",
                at=found.order.expression,
                evidence=_named(found.order),
                missing=(f"an order whose {stands if 'status' in why else 'content'} can be relied on",),
            )
        case _:
            pass


def _named(order: Order) -> tuple[Evidence, ...]:
    """What shows which drug it is for; nothing where it names none."""
    return (order.product.evidence,) if order.product.name else ()


_NO_DRUG = "The order names no medication that can be read, so it was not checked."
_TWO_DRUGS = "The code and the words of the order name two drugs; find out which is meant. It was not checked."


_LONGEST_NAME = 40
"""Characters of an ordered name that fit into the sentence."""


def not_identified(found: OrderEntry) -> Finding:
    """Says that the ordered medication cannot be told."""
    product = found.order.product
    text = _TWO_DRUGS if product.conflict else _NO_DRUG
    if product.may_be:
        name = product.name if len(product.name) <= _LONGEST_NAME else f"{product.name[: _LONGEST_NAME - 1].rstrip()}…"
        text = f'Which drug is meant by "{name}", {product.may_be}? The order was not checked.'
    return said(
        NOT_IDENTIFIED,
        Verdict.UNDETERMINED,
        text,
        at=found.order.expression,
        detail=found.order.product.conflict,
        missing=("MedicationRequest.medication[x]",),
    )


def no_date(found: OrderEntry) -> Finding:
    """Says that neither the order nor the caller gives a day; that an order has one which cannot be read is told."""
    is_there = found.entry.raw.get("authoredOn") is not None
    told = "The date of the order cannot be read" if is_there else "The order has no date"
    return said(
        NO_DATE,
        Verdict.UNDETERMINED,
        f"{told}, so neither the label revision nor the ages can be told.",
        at=f"{found.order.expression}.authoredOn",
        missing=("MedicationRequest.authoredOn",),
    )


def no_label(found: OrderEntry, when: PartialDate, *, is_asked: bool) -> Finding:
    """Says that no label of the product was in force; `is_asked`: it is the caller's day, and not the order's."""
    return said(
        NO_LABEL,
        Verdict.ERROR,
        f"No label of this product was in force on {when.text[:10]}",
        at=found.order.expression,
        evidence=(found.order.product.evidence,),
        to_do="give another --as-of date" if is_asked else "",
    )


def label_open(found: OrderEntry, when: PartialDate, *, is_asked: bool) -> Finding:
    """Says that a partial date leaves the revision open; `is_asked`: it is the caller's day, and not the order's."""
    changed = f"The label changed within {when.text}"
    if is_asked:
        return said(
            LABEL_OPEN,
            Verdict.UNDETERMINED,
            f"{changed}: give --as-of a whole day",
            at=found.order.expression,
            missing=("exact as-of date",),
            to_do="give --as-of a whole day",
        )
    return said(
        LABEL_OPEN,
        Verdict.UNDETERMINED,
        f"{changed}; an exact order date is needed",
        at=f"{found.order.expression}.authoredOn",
        missing=("exact MedicationRequest.authoredOn",),
    )
