"""What a card offers to do: the label's dose and its lower steps, keeping the dose, recording an answer.

Source: CDS Hooks 2.0, Suggestion and Action. The prescriber chooses: only what is checked again is offered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from validator.frozen import Frozen
from validator.report.card_said import ordered_dose
from validator.report.card_style import CardStyle, is_local
from validator.report.card_to_do import OF_DOSE, is_sum
from validator.report.class_question import ClassAnswer
from validator.report.drug_question import DrugQuestion
from validator.report.model import OrderReport
from validator.report.removal import Repeated, removals
from validator.rules.duplicate import SAME
from validator.rules.product import BY_TEXT, FORM_OPEN
from validator.verdict import Verdict

REDUCED = "to reduce for side effects"
"""When a lower step of the label is the dose; it is offered beside the label's dose and never recommended."""
MOST_CRITERIA = 4
"""Open questions that a card offers to answer: a project choice, since more are not read."""
LONGEST_LABEL = 80
"""Characters of a suggestion's label at most. Source: CDS Hooks 2.0, Suggestion."""


class Correction(Frozen):
    """The whole order with the label's one dose, already checked again; `schedule` is its phrase. `left_out` is what
    the order says that it does not, `added` what it says more.
    """

    schedule: str
    resource: dict[str, Any]
    left_out: tuple[str, ...] = ()
    added: str = ""

    @property
    def remark(self) -> str:
        """What is added and left out, behind the dose that is offered; empty where everything else stays as it is."""
        added = f', with "{self.added}"' if self.added else ""
        if not self.left_out:
            return added
        *others, last = self.left_out
        return f"{added}, without {', '.join(others)} and {last}" if others else f"{added}, without {last}"


class Offer(Frozen):
    """What can be offered for one order.

    `corrections` are the label's dose and its lower steps, in that order. `repeats_file`: it repeats an order that is
    no draft of the call. `answers` are the criteria that an answer settles something of, most first, recorded for the
    `subject` (`Patient/x`) on `day`; `drugs` are those of which an answer settles whether they are taken, `classes` the
    answers to the class of the liver. `leads` says of a criterion, or a drug by its name, answered so which dose the
    label then gives, where the answers lead to different ones. `draft` is the order as it was written. `withheld` are
    the types of the lists that did not come, so that no dose is offered although the label has another one than is
    ordered; `unoffered` is what else keeps it from being offered, as the end of a sentence.
    """

    corrections: tuple[Correction, ...] = ()
    repeats_file: bool = False
    answers: tuple[str, ...] = ()
    drugs: tuple[DrugQuestion, ...] = ()
    classes: tuple[ClassAnswer, ...] = ()
    leads: tuple[tuple[str, bool, str], ...] = ()
    subject: str | None = None
    day: date | None = None
    draft: dict[str, Any] | None = None
    withheld: tuple[str, ...] = ()
    unoffered: str = ""


def suggested(
    worst: OrderReport, offered: Sequence[tuple[OrderReport, Offer]], style: CardStyle, card: str
) -> dict[str, Any]:
    """The elements `suggestions` and `selectionBehavior` of a card (its uuid given); empty for none.

    The dose and the answers are those of the `worst` order; all orders that repeat another one can be removed at once.
    """
    offer = next(offer for order, offer in offered if order is worst)
    changes = [*_changes(worst, offer, style)]
    changes += _removal(offered)
    records = [*_records(offer, style)]
    if not changes and not records:
        return {}
    # Answers go together, several doses do not.
    is_of_class = bool(records) and all(kind is SuggestionKind.RECORD_CLASS for kind, _ in records)
    behavior = "at-most-one" if len(changes) > 1 or is_of_class else "any"
    told = Counter[SuggestionKind]()
    suggestions: list[dict[str, Any]] = []
    for kind, one in (*changes, *records):
        suggestions.append({"label": one["label"], "uuid": suggestion_id(card, kind, told[kind]), **one})
        told[kind] += 1
    return {"suggestions": suggestions, "selectionBehavior": behavior}


class SuggestionKind(StrEnum):
    """What a suggestion is: all that is kept of one that was taken."""

    LABEL_DOSE = "label-dose"
    LOWER_STEP = "lower-step"
    STRENGTH = "strength"
    KEEP = "keep"
    REMOVE = "remove"
    RECORD_YES = "record-yes"
    RECORD_NO = "record-no"
    RECORD_CLASS = "record-class"


_MOST_OF_A_KIND = 20
"""More than a card holds of any kind."""
_Suggested = tuple[SuggestionKind, dict[str, Any]]


def suggestion_id(card: str, kind: SuggestionKind, number: int = 0) -> str:
    """The uuid of a card's suggestion: whoever reads the feedback knows its kind by the uuid of the card."""
    return str(uuid5(NAMESPACE_OID, f"{card}/{kind}/{number}" if number else f"{card}/{kind}"))


def kind_of(card: str, suggestion: str) -> SuggestionKind | None:
    """What a suggestion of a card was; None where the card had none with this uuid."""
    every = ((kind, number) for kind in SuggestionKind for number in range(_MOST_OF_A_KIND))
    return next((kind for kind, number in every if suggestion_id(card, kind, number) == suggestion), None)


def keeping(card: str) -> str:
    """The uuid of a card's suggestion to keep the dose."""
    return suggestion_id(card, SuggestionKind.KEEP)


def _changes(order: OrderReport, offer: Offer, style: CardStyle) -> Iterator[_Suggested]:
    offered = False
    # What is wrong with an order may be something else than its dose, which then may be meant.
    is_of_dose = any(one.verdict is Verdict.ERROR and one.code in OF_DOSE for one in order.findings)
    # Nor is a dose recommended of which nobody knows the product.
    is_of_dose = is_of_dose and all(one.code not in (FORM_OPEN, BY_TEXT) for one in order.findings)
    expected = str(order.expected.exact) if order.expected is not None else ""
    for one in offer.corrections:
        is_label = one.schedule == expected
        actions = style.changing(order.order, one.resource, f"Change the order to {one.schedule}{one.remark}")
        if not actions:
            continue
        kind = SuggestionKind.LABEL_DOSE if is_label else SuggestionKind.LOWER_STEP
        label = f"Label dose: {one.schedule}" if is_label else f"{one.schedule} (only {REDUCED})"
        if not is_label and one.schedule == ordered_dose(order):
            label, kind = f"As ordered, of a strength that makes it: {one.schedule}", SuggestionKind.STRENGTH
        suggestion: dict[str, Any] = {"label": _fitting(label, one), "actions": actions}
        if is_label and is_of_dose:
            suggestion["isRecommended"] = True
        offered = True
        yield kind, suggestion
    if (offered or offer.unoffered) and style.offers_keeping and (dose := ordered_dose(order)):
        # A sum is the dose of no order that could be kept.
        kept = "the orders as they are" if is_sum(order) else dose
        yield SuggestionKind.KEEP, {"label": f"Keep {kept}, with reason"}


def _fitting(label: str, made: Correction) -> str:
    """A label with what the order says otherwise besides, in short where it is long: the action's words have it all."""
    short = ", without part of what it says" if made.left_out else ", with words on food"
    every = (f"{label}{said}" for said in (made.remark, short, ", reworded"))
    return next((one for one in every if len(one) <= LONGEST_LABEL), label)


def _removal(offered: Sequence[tuple[OrderReport, Offer]]) -> Iterator[_Suggested]:
    """The ways to leave one of the orders that repeat one another; none where one of them cannot be named."""
    for group in _repeating(offered):
        repeated = [Repeated(order.order, offer.draft or {}, offer.repeats_file) for order, offer in group]
        if not all(is_local(one.name) for one in repeated):
            continue
        for one in removals(repeated):
            actions = [
                {"type": "delete", "description": _description(number, len(one.names)), "resourceId": name}
                for number, name in enumerate(one.names, 1)
            ]
            yield SuggestionKind.REMOVE, {"label": one.label, "actions": actions}


def _repeating(offered: Sequence[tuple[OrderReport, Offer]]) -> list[list[tuple[OrderReport, Offer]]]:
    """The orders that a finding says repeat one another, together: two pairs of one card are two."""
    groups: list[tuple[set[str], list[tuple[OrderReport, Offer]]]] = []
    for order, offer in offered:
        paths = {path for one in order.findings if one.code == SAME for path in one.expression}
        if not paths:
            continue
        joined = [group for group in groups if not paths.isdisjoint(group[0])]
        groups = [group for group in groups if group not in joined]
        held = [one for _, others in joined for one in others]
        groups.append((paths.union(*(named for named, _ in joined)), [*held, (order, offer)]))
    return [orders for _, orders in groups]


def _description(number: int, count: int) -> str:
    what = "Remove an order that repeats another one"
    return what if count == 1 else f"{what} ({number} of {count})"


def _records(offer: Offer, style: CardStyle) -> Iterator[_Suggested]:
    for asked, is_so, answer, resource in _answers(offer, style):
        action = {"type": "create", "description": f"Record on {offer.day}: {answer}", "resource": resource}
        label = f"Record: {answer}"
        for dose in (dose for one, so, dose in offer.leads if (one, so) == (asked, is_so)):
            # What a client cuts says nothing.
            ways = (f"{label}; label dose then {dose}", f"{label}; then {dose}")
            label = next((way for way in ways if len(way) <= LONGEST_LABEL), label)
        yield SuggestionKind.RECORD_YES if is_so else SuggestionKind.RECORD_NO, {"label": label, "actions": [action]}
    for one in offer.classes:
        action = {"type": "create", "description": f"Record on {offer.day}: {one.answer}", "resource": one.resource}
        yield SuggestionKind.RECORD_CLASS, {"label": f"Record: {one.answer}{one.then}", "actions": [action]}


def _answers(offer: Offer, style: CardStyle) -> Iterator[tuple[str, bool, str, dict[str, Any]]]:
    """Both answers to each open question: what is asked, the answer as a clause, and what records it. Whether a drug is
    taken comes first, since what else is open may hang on it."""
    if offer.subject is None or offer.day is None:
        return
    drugs = offer.drugs[:MOST_CRITERIA]
    for drug in drugs:
        for is_so in (True, False):
            told = drug.statement(is_so, subject=offer.subject, day=offer.day)
            yield drug.name, is_so, drug.answer(is_so), told
    for code in offer.answers[: MOST_CRITERIA - len(drugs) - bool(offer.classes)]:
        for is_so in (True, False):
            told = style.criteria[code].observation(is_so, subject=offer.subject, day=offer.day)
            yield code, is_so, style.criteria[code].answer(is_so), told
