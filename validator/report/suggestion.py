"""What a card offers to do: the label's dose and its lower steps, keeping the dose, recording an answer.

Source: CDS Hooks 2.0, Suggestion and Action. The prescriber chooses: only what is checked again is offered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from validator.frozen import Frozen
from validator.report.card_said import ordered_dose
from validator.report.card_style import CardStyle, is_local
from validator.report.card_to_do import OF_DOSE
from validator.report.model import OrderReport
from validator.rules.duplicate import SAME
from validator.verdict import Verdict

REDUCED = "a reduction for side effects"
"""When a lower step of the label is the dose; it is offered beside the label's dose and never recommended."""
MOST_CRITERIA = 4
"""Open questions that a card offers to answer: a project choice, since more are not read."""


class Correction(Frozen):
    """The whole order with the label's one dose, already checked again; `schedule` is its phrase."""

    schedule: str
    resource: dict[str, Any]


class Offer(Frozen):
    """What can be offered for one order.

    `corrections` are the label's dose and its lower steps, in that order. `removable`: it repeats one that was there
    before. `answers` are the criteria that an answer settles something of, most first; they are recorded
    for the `subject` (`Patient/x`) on `day`. `draft` is the order as it was written. `withheld` are the types of the
    lists that did not come, so that no dose is offered although the label has another one than is ordered.
    """

    corrections: tuple[Correction, ...] = ()
    removable: bool = False
    answers: tuple[str, ...] = ()
    subject: str | None = None
    day: date | None = None
    draft: dict[str, Any] | None = None
    withheld: tuple[str, ...] = ()


def suggested(
    worst: OrderReport, offered: Sequence[tuple[OrderReport, Offer]], style: CardStyle, card: str
) -> dict[str, Any]:
    """The elements `suggestions` and `selectionBehavior` of a card (its uuid given); empty for none.

    The dose and the answers are those of the `worst` order; all orders that repeat another one can be removed at once.
    """
    offer = next(offer for order, offer in offered if order is worst)
    changes = [*_changes(worst, offer, style, card)]
    changes += _removal([order for order, one in offered if one.removable], style)
    records = [*_records(offer, style)]
    if not changes and not records:
        return {}
    # Answers go together, several doses do not.
    behavior = "at-most-one" if len(changes) > 1 else "any"
    return {"suggestions": [*changes, *records], "selectionBehavior": behavior}


def keeping(card: str) -> str:
    """The uuid of a card's suggestion to keep the dose: whoever reads the feedback knows it by the card's."""
    return str(uuid5(NAMESPACE_OID, f"{card}/keep"))


def _changes(order: OrderReport, offer: Offer, style: CardStyle, card: str) -> Iterator[dict[str, Any]]:
    offered = False
    # What is wrong with an order may be something else than its dose, which then may be meant.
    is_of_dose = any(one.verdict is Verdict.ERROR and one.code in OF_DOSE for one in order.findings)
    expected = str(order.expected.exact) if order.expected is not None else ""
    for one in offer.corrections:
        is_label = one.schedule == expected
        actions = style.changing(order.order, one.resource, f"Change the order to {one.schedule}")
        if not actions:
            continue
        label = f"Label dose: {one.schedule}" if is_label else f"{one.schedule} (only after {REDUCED})"
        if not is_label and one.schedule == ordered_dose(order):
            label = f"As ordered, of a strength that makes it: {one.schedule}"
        suggestion: dict[str, Any] = {"label": label, "uuid": style.new_id(), "actions": actions}
        if is_label and is_of_dose:
            suggestion["isRecommended"] = True
        offered = True
        yield suggestion
    if offered and style.offers_keeping and (dose := ordered_dose(order)):
        yield {"label": f"Keep {dose}, with reason", "uuid": keeping(card)}


def _removal(orders: Sequence[OrderReport], style: CardStyle) -> list[dict[str, Any]]:
    """One suggestion, however many repeat another one: taken once, one of them is left."""
    repeats = [one.order for one in orders if is_local(one.order) and any(f.code == SAME for f in one.findings)]
    if not repeats:
        return []
    what = "Remove the order that repeats another one"
    label = "Remove this order" if len(repeats) == 1 else f"Remove {len(repeats)} orders, so that one is left"
    actions = [{"type": "delete", "description": what, "resourceId": one} for one in repeats]
    return [{"label": label, "uuid": style.new_id(), "actions": actions}]


def _records(offer: Offer, style: CardStyle) -> Iterator[dict[str, Any]]:
    if offer.subject is None or offer.day is None:
        return
    for code in offer.answers[:MOST_CRITERIA]:
        criterion = style.criteria[code]
        for is_so in (True, False):
            action = {
                "type": "create",
                "description": f"Record on {offer.day.isoformat()}: {criterion.answer(is_so)}",
                "resource": criterion.observation(is_so, subject=offer.subject, day=offer.day),
            }
            yield {"label": f"Record: {criterion.answer(is_so)}", "uuid": style.new_id(), "actions": [action]}
