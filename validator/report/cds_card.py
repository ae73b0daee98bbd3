"""The report as CDS Hooks cards: one card an order, its findings ranked; none for an order that is accepted.

Source: CDS Hooks 2.0, CDS Service Response. A card is made of JSON types; amounts may be Decimal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from validator.chart.observed.attestation import form_id
from validator.finding import Finding, Issue
from validator.label.official import official_document
from validator.report.card_gist import is_of_disease
from validator.report.card_said import BEHIND_OTHERS, SHAPE, Said, plain_words
from validator.report.card_style import CardStyle
from validator.report.card_to_do import standing
from validator.report.card_words import LONGEST_SUMMARY, detail, headline
from validator.report.criterion import Criteria
from validator.report.markdown import escaped
from validator.report.model import LabelUsed, OrderReport
from validator.report.plain_text import shortened
from validator.report.suggestion import Correction, Offer, suggested
from validator.rules.dose import BELOW_START, NO_STEP
from validator.rules.duplicate import SAME
from validator.rules.gap import ANOTHER_PATIENT, NOT_SUPPLIED
from validator.rules.indication import CAUTION
from validator.rules.patient import NO_PATIENT
from validator.rules.product import NOT_MADE, NOT_MARKETED, STRENGTH_MISFIT
from validator.verdict import Verdict

__all__ = [
    "SHAPE",
    "CardStyle",
    "Correction",
    "Offer",
    "card_verdicts",
    "headline_code",
    "joint_card",
    "open_criteria",
    "order_cards",
]

FORM_PAGES = "questionnaires"
"""Where, below the service's address, the criteria forms open, each under its id."""

_WITH_CARD = (Verdict.ERROR, Verdict.UNDETERMINED, Verdict.WARNING)
_NOT_CHECKED = "not-checked"
_SETTLED_BY_AN_ANSWER = frozenset({BELOW_START, CAUTION})
"""Warnings that an answer to a criterion takes away."""
_UNFINISHED = frozenset({NO_STEP, NOT_MADE, STRENGTH_MISFIT})
"""Errors that half a typed dose makes, as 6 is what a form holds before it is 60."""

_OF_PACKAGE = frozenset({NOT_MARKETED, NOT_MADE, STRENGTH_MISFIT})
"""Errors on the strength alone, which are put right when the product is chosen."""


def order_cards(order: OrderReport, style: CardStyle, offer: Offer | None = None) -> list[dict[str, Any]]:
    """The card for one order; none for an order that is accepted or not assessed."""
    card = joint_card([order], style, [offer or Offer()])
    return [] if card is None else [card]


def joint_card(
    orders: Sequence[OrderReport], style: CardStyle, offers: Sequence[Offer] | None = None
) -> dict[str, Any] | None:
    """One card for orders that are judged together; None where none of them has anything to say.

    It is about the worst of them, and offers what can be done with that one.
    """
    said = _ranked(orders)
    if not said:
        return None
    first = said[0]
    offered = list(zip(orders, offers or [Offer() for _ in orders], strict=True))
    offer = next(one for order, one in offered if order is first.order)
    identity = style.new_id()
    card: dict[str, Any] = {
        "uuid": identity,
        "summary": headline(said),
        "detail": detail(said, orders, style.criteria, offer.withheld, offer.unoffered),
        "indicator": _indicator(said, style),
        "source": _source(first.order.label, said, style, offer.draft),
        "overrideReasons": _reasons(said, style),
    }
    if links := list(_links(first.order, offer, style)):
        card["links"] = links
    return card | suggested(first.order, offered, style, identity)


def _reasons(said: Sequence[Said], style: CardStyle) -> list[dict[str, str]]:
    """The reasons to go on against a card. Where it may be another patient's order, no reason that speaks of this
    patient is one."""
    codes = [one.finding.code for one in said]
    whose = next((code for code in codes if code in (NO_PATIENT, ANOTHER_PATIENT)), None)
    if whose is not None:
        return style.override_reasons.answering(whose)
    return style.override_reasons.answering(codes[0], set(codes[1:]))


def card_verdicts(order: OrderReport) -> tuple[Verdict, ...]:
    """The verdict that the order's card speaks of; empty where it has none.

    A remark on shape alone makes no card: a `warning` of the structural check is about what was understood all the
    same, or is not read for the label. What was not understood is worse than a warning, and has its card.
    """
    return (Verdict.worst(finding.verdict for finding in said),) if (said := _worth_saying(order)) else ()


def headline_code(orders: Sequence[OrderReport]) -> str | None:
    """The code of the finding that the card for these orders names first; None where there is no card."""
    said = _ranked(orders)
    return said[0].finding.code if said else None


def open_criteria(order: OrderReport, criteria: Criteria) -> tuple[str, ...]:
    """The yes/no criteria that a finding of the order asks for, most asked for first."""
    asked = [
        word
        for finding in order.findings
        if finding.verdict is Verdict.UNDETERMINED or finding.code in _SETTLED_BY_AN_ANSWER
        for word in dict.fromkeys(finding.missing)
        if word in criteria
    ]
    return tuple(sorted(dict.fromkeys(asked), key=lambda word: -asked.count(word)))


def plain_card(summary: str, issues: Iterable[Issue], style: CardStyle, to_do: str) -> dict[str, Any]:
    """A `warning` card for what belongs to no order: something could not be read, or could not be checked. `to_do` is
    a sentence."""
    listed = list(issues)
    lines = [f"- {escaped(plain_words(f'{issue.message} {issue.detail}'))}".rstrip() for issue in listed]
    lines += [*([""] if lines else []), f"**What to do:** {to_do}"]
    code = listed[0].code if listed else _NOT_CHECKED
    return {
        "uuid": style.new_id(),
        "summary": shortened(plain_words(summary), LONGEST_SUMMARY),
        "indicator": "warning",
        "source": {"label": "labelcheck", "url": f"{style.public_url}/docs", "topic": style.topic(code, "")},
        "overrideReasons": style.override_reasons.answering(code),
        "detail": "\n".join(lines),
    }


def _worth_saying(order: OrderReport) -> list[Finding]:
    if order.verdict is Verdict.NOT_ASSESSED:
        return []
    return [
        finding
        for finding in order.findings
        if finding.verdict in _WITH_CARD and (finding.code not in SHAPE or finding.verdict is not Verdict.WARNING)
    ]


def _ranked(orders: Sequence[OrderReport]) -> list[Said]:
    """The findings, worst first; what two orders say of each other stands once.

    A check that did not run is the first thing to say: what follows is not the whole answer. Then that the chart is
    another patient's: what follows may be about somebody else. What bars the order is said before its dose, which then
    is of no account. What could not be relied on is the first of its verdict: what
    else is open may only be so because of it. How the call was written is said after all that is wrong or open: nobody
    who reads the card can change it.
    """
    found: dict[tuple[str, str], Said] = {}
    mutual: set[str] = set()
    for number, order in enumerate(orders):
        for finding in _worth_saying(order):
            points = len(orders) > 1 and any(
                other.expression in finding.expression for other in orders if other is not order
            )
            if points and number and finding.code in mutual:
                continue
            mutual |= {finding.code} if points else set()
            found.setdefault((finding.code, finding.message), Said(order, finding))
    errors = {one.finding.code for one in found.values() if one.finding.verdict is Verdict.ERROR}
    return sorted(
        found.values(),
        key=lambda one: (
            _foremost(one.finding, found),
            # That the chart was not read weighs more than which strength was picked.
            one.finding.code != NOT_SUPPLIED or not errors <= _OF_PACKAGE,
            *_place_of(one.finding, has_error=bool(errors)),
        ),
    )


def _foremost(finding: Finding, found: Iterable[tuple[str, str]]) -> int:
    """Before all others, in this order: that a check did not run, and that the chart is another patient's. Where the
    order's own patient is not in the chart, that is said in its place.
    """
    if finding.code == _NOT_CHECKED:
        return 0
    is_of_another = finding.code == ANOTHER_PATIENT and all(code != NO_PATIENT for code, _ in found)
    return 1 if is_of_another else 2


def _place_of(finding: Finding, *, has_error: bool) -> tuple[int, int]:
    """Where a finding stands: the rank it has for its verdict, and its place among those of that rank.

    `has_error`: some finding is an error. How an order is worded is less than that it may be given twice.
    """
    rank = finding.verdict.rank
    if finding.code in SHAPE:
        return max(rank, Verdict.UNDETERMINED.rank), 4
    if finding.code == SAME and has_error:
        return Verdict.ERROR.rank, 2
    match finding.verdict:
        case Verdict.ERROR:
            return standing(finding)
        case Verdict.UNDETERMINED:
            return rank, 0 if finding.code in BEHIND_OTHERS else 2 if is_of_disease(finding) else 1
        case Verdict.WARNING | Verdict.ACCEPT | Verdict.NOT_ASSESSED:
            return rank, 1


def _indicator(said: Sequence[Said], style: CardStyle) -> str:
    worst = Verdict.worst(one.finding.verdict for one in said)
    unwritten = {one.finding.code for one in said if one.finding.verdict is Verdict.ERROR} <= _UNFINISHED
    match worst:
        case Verdict.ERROR if unwritten and not style.signing:
            # Half a dose is what a form holds before the other half is typed.
            return "info"
        case Verdict.ERROR:
            return "critical"
        case Verdict.UNDETERMINED:
            # While an order is still being written, most of what is missing is about to be typed.
            return "warning" if style.signing or said[0].finding.code == _NOT_CHECKED else "info"
        case Verdict.WARNING:
            return "warning"
        case Verdict.ACCEPT | Verdict.NOT_ASSESSED:
            return "info"


def _source(
    label: LabelUsed | None, said: Sequence[Said], style: CardStyle, draft: dict[str, Any] | None
) -> dict[str, Any]:
    first = said[0].finding
    topic = style.topic(first.code, first.title, said, draft)
    if label is None:
        return {"label": "labelcheck", "url": f"{style.public_url}/docs", "topic": topic}
    name = f"{label.product} label, revision {label.revision.isoformat()}"
    return {"label": name, "url": _label_page(label, style, first.statement), "topic": topic}


def _label_page(label: LabelUsed, style: CardStyle, statement: str | None = None) -> str:
    page = f"{style.public_url}/labels/{label.product.lower()}/{label.revision.isoformat()}"
    # A finding may be about a statement of another product's label, which this page does not hold.
    is_there = statement is not None and label.label is not None and label.label.statement(statement) is not None
    return f"{page}#{statement}" if is_there else page


def _links(order: OrderReport, offer: Offer, style: CardStyle) -> Iterator[dict[str, str]]:
    if order.label is not None:
        worth = _worth_saying(order)
        name = f"{order.label.product} label, revision {order.label.revision.isoformat()}"
        page = _label_page(order.label, style, worth[0].statement if worth else None)
        yield {"label": name, "url": page, "type": "absolute"}
        official = official_document(order.label.set_id)
        yield {"label": f"{order.label.product}: official document (DailyMed)", "url": official, "type": "absolute"}
    if offer.answers and order.label is not None and order.label.label is not None:
        # The codes are letters and hyphens, and a subject is letters, digits and a slash: nothing has to be escaped.
        asked = [f"ask={code}" for code in offer.answers]
        asked += [f"subject={offer.subject}"] if offer.subject is not None else []
        yield {
            "label": "Add what the chart does not show",
            "url": f"{style.public_url}/{FORM_PAGES}/{form_id(order.label.label.ingredient)}?{'&'.join(asked)}",
            "type": "absolute",
        }
