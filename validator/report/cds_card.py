"""The report as CDS Hooks cards: one card an order and severity; no card for an order that is accepted.

Source: CDS Hooks 2.0, CDS Service Response. A card is made of JSON types; amounts may be Decimal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from validator.fhir.body import STRUCTURE
from validator.fhir.structure_issue import CODE, INVARIANT, REQUIRED, VALUE
from validator.finding import FINDING_CODES, Finding, Issue
from validator.label.official import official_document
from validator.report.diagnostics import added_detail, confidence_remark, evidence_line
from validator.report.markdown import escaped
from validator.report.model import LabelUsed, OrderReport
from validator.report.operation_outcome import FINDING_SYSTEM
from validator.report.plain_text import plain_text, shortened
from validator.rules.closing import CHECKED
from validator.rules.duplicate import SAME
from validator.verdict import Verdict

LONGEST_SUMMARY = 139
"""CDS Hooks wants a summary of less than 140 characters."""

QUESTIONNAIRE_PAGE = "questionnaires/cabozantinib-criteria"
"""Where, below the service's address, the criteria questionnaire opens."""

_WITH_CARD = (Verdict.ERROR, Verdict.UNDETERMINED, Verdict.WARNING)
_NOT_CHECKED = "not-checked"
_SHAPE = frozenset({STRUCTURE, REQUIRED, VALUE, INVARIANT, CODE})
"""Codes of the structural check."""
_LOCAL = re.compile(r"[A-Za-z]+/[A-Za-z0-9\-.]{1,64}", re.ASCII)
_MOST_EVIDENCE = 8


@dataclass(frozen=True, slots=True)
class CardStyle:
    """What the cards of one service have in common.

    `public_url` is the service's address as its users see it, without a last slash. `signing`: the order is about to be
    signed; before that, what is not known yet is only `info`. `override_reasons` are Codings. `new_id` gives a fresh
    uuid for each card and suggestion. `criteria` are the codes that a prescriber can attest.
    """

    public_url: str
    signing: bool
    override_reasons: tuple[dict[str, str], ...]
    new_id: Callable[[], str]
    criteria: frozenset[str]


@dataclass(frozen=True, slots=True)
class Correction:
    """The whole order with the label's one dose, already checked again; `schedule` is its phrase."""

    schedule: str
    resource: dict[str, Any]


def order_cards(
    order: OrderReport, style: CardStyle, *, correction: Correction | None = None, removable: bool = True
) -> list[dict[str, Any]]:
    """The cards for one order, worst first; empty for an order that is accepted or not assessed.

    `removable`: the order may be offered for removal when it repeats another one.
    """
    cards = []
    for verdict in card_verdicts(order):
        findings = [finding for finding in order.findings if finding.verdict is verdict]
        # A check that did not run is the first thing to say: what follows is not the whole answer. How the call was
        # written is the last: nobody who reads the card can change it.
        findings.sort(key=lambda finding: (finding.code != _NOT_CHECKED, finding.code in _SHAPE))
        card = _card(order, verdict, findings, style)
        if verdict is order.verdict:
            _suggest(card, order, findings, style, correction, removable=removable)
        cards.append(card)
    return cards


def card_verdicts(order: OrderReport) -> tuple[Verdict, ...]:
    """The verdict that each of the order's cards speaks of, in the cards' order.

    A remark on shape alone makes no card: a `warning` of the structural check is about what was understood all the
    same, or is not read for the label. What was not understood is worse than a warning, and has its card.
    """
    if order.verdict is Verdict.NOT_ASSESSED:
        return ()
    said = {
        finding.verdict
        for finding in order.findings
        if finding.code not in _SHAPE or finding.verdict is not Verdict.WARNING
    }
    return tuple(verdict for verdict in _WITH_CARD if verdict in said)


def plain_card(summary: str, issues: Iterable[Issue], style: CardStyle) -> dict[str, Any]:
    """A `warning` card for what belongs to no order: something could not be read, or could not be checked."""
    listed = list(issues)
    lines = [f"- {escaped(issue.message)} {escaped(issue.detail)}".rstrip() for issue in listed]
    code = listed[0].code if listed else _NOT_CHECKED
    return {
        "uuid": style.new_id(),
        "summary": shortened(plain_text(summary), LONGEST_SUMMARY),
        "indicator": "warning",
        "source": _source(None, code, "", style),
        "overrideReasons": [dict(reason) for reason in style.override_reasons],
        **({"detail": "\n".join(lines)} if lines else {}),
    }


def _card(order: OrderReport, verdict: Verdict, findings: list[Finding], style: CardStyle) -> dict[str, Any]:
    card = {
        "uuid": style.new_id(),
        "summary": _summary(findings),
        "detail": "\n".join(_detail(order, verdict, findings)),
        "indicator": _indicator(verdict, findings, style),
        "source": _source(order.label, findings[0].code, findings[0].title, style),
        "overrideReasons": [dict(reason) for reason in style.override_reasons],
    }
    if links := list(_links(order, verdict, findings, style)):
        card["links"] = links
    return card


def _indicator(verdict: Verdict, findings: list[Finding], style: CardStyle) -> str:
    match verdict:
        case Verdict.ERROR:
            return "critical"
        case Verdict.UNDETERMINED:
            # While an order is still being written, most of what is missing is about to be typed.
            return "warning" if style.signing or findings[0].code == _NOT_CHECKED else "info"
        case Verdict.WARNING:
            return "warning"
        case Verdict.ACCEPT | Verdict.NOT_ASSESSED:
            return "info"


def _summary(findings: list[Finding]) -> str:
    more = f" (+{len(findings) - 1} more)" if len(findings) > 1 else ""
    return shortened(plain_text(findings[0].message), LONGEST_SUMMARY - len(more)) + more


def _detail(order: OrderReport, verdict: Verdict, findings: list[Finding]) -> Iterator[str]:
    for finding in findings:
        section = f" (section {escaped(finding.section)})" if finding.section else ""
        yield f"**{escaped(finding.message)}**{section}"
        yield ""
        basis = [f"- {line}" for line in _basis(finding)]
        yield from (*basis, "") if basis else ()
    if order.expected is not None and verdict is order.verdict:
        steps = "; ".join(escaped(step) for step in order.expected.because)
        yield f"Dose of the label: **{escaped(order.expected.schedule)}**{f' ({steps})' if steps else ''}."
        yield ""
    if verdict is order.verdict:
        # The statement on the whole check, with the lists that were not seen, stands once an order.
        for finding in order.findings:
            if finding.code == CHECKED and finding.detail:
                yield escaped(finding.detail)
                yield ""
    yield f"About {escaped(order.order)}. {escaped(_label_name(order.label))}"


def _basis(finding: Finding) -> Iterator[str]:
    for evidence in finding.evidence[:_MOST_EVIDENCE]:
        yield f"Shown by {escaped(evidence_line(evidence))}"
    if len(finding.evidence) > _MOST_EVIDENCE:
        yield f"and {len(finding.evidence) - _MOST_EVIDENCE} more entries"
    if detail := added_detail(finding):
        yield escaped(detail)
    if finding.missing:
        yield f"Would settle it: {escaped('; '.join(finding.missing))}"
    if remark := confidence_remark(finding.confidence):
        yield escaped(remark)


def _label_name(label: LabelUsed | None) -> str:
    if label is None:
        return "No label revision could be chosen for it."
    return f"Checked against the {label.product} label, revision {label.revision.isoformat()}."


def _source(label: LabelUsed | None, code: str, title: str, style: CardStyle) -> dict[str, Any]:
    topic = {"system": FINDING_SYSTEM, "code": code}
    if title or code in FINDING_CODES:
        topic["display"] = title or FINDING_CODES[code].display
    if label is None:
        return {"label": "labelcheck", "url": f"{style.public_url}/docs", "topic": topic}
    name = f"{label.product} label, revision {label.revision.isoformat()}"
    return {"label": name, "url": _label_page(label, style), "topic": topic}


def _label_page(label: LabelUsed, style: CardStyle) -> str:
    return f"{style.public_url}/labels/{label.product.lower()}/{label.revision.isoformat()}"


def _links(order: OrderReport, verdict: Verdict, findings: list[Finding], style: CardStyle) -> Iterator[dict[str, str]]:
    if order.label is not None:
        name = f"{order.label.product} label, revision {order.label.revision.isoformat()}"
        yield {"label": name, "url": _label_page(order.label, style), "type": "absolute"}
        official = official_document(order.label.set_id)
        yield {"label": f"{order.label.product}: official document (DailyMed)", "url": official, "type": "absolute"}
    if verdict is Verdict.UNDETERMINED:
        asked = sorted({word for finding in findings for word in finding.missing if word in style.criteria})
        # The codes are letters and hyphens, so nothing has to be escaped.
        query = f"?{'&'.join(f'ask={code}' for code in asked)}" if asked else ""
        yield {
            "label": "State what the chart does not show",
            "url": f"{style.public_url}/{QUESTIONNAIRE_PAGE}{query}",
            "type": "absolute",
        }


def _suggest(
    card: dict[str, Any],
    order: OrderReport,
    findings: list[Finding],
    style: CardStyle,
    correction: Correction | None,
    *,
    removable: bool,
) -> None:
    suggestions: list[dict[str, Any]] = []
    if correction is not None:
        suggestion: dict[str, Any] = {
            "label": f"Order {correction.schedule}",
            "uuid": style.new_id(),
            "actions": [
                {
                    "type": "update",
                    "description": f"Change the order to {correction.schedule}, the dose of the label",
                    "resource": correction.resource,
                }
            ],
        }
        if order.verdict is Verdict.ERROR:
            suggestion["isRecommended"] = True
        suggestions.append(suggestion)
    if removable and any(finding.code == SAME for finding in findings) and _LOCAL.fullmatch(order.order):
        suggestions.append(
            {
                "label": "Remove this order",
                "uuid": style.new_id(),
                "actions": [
                    {
                        "type": "delete",
                        "description": "Remove the order that repeats another one",
                        "resourceId": order.order,
                    }
                ],
            }
        )
    if suggestions:
        card["suggestions"] = suggestions
        card["selectionBehavior"] = "at-most-one"
