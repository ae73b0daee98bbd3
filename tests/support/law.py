"""The damage law and the quiet law, as questions about one damaged chart.

Damage: where the verdict was error or undetermined, the damaged chart is not accepted; where it was warning, an
accepted one has a note; always the ledger names the entry with its reason. Quiet: damage to an entry that no statement
of this label asks about changes no verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from support.damage import Damage, Json, damages

from validator import Verdict, check_bundle
from validator.report.model import OrderReport


@dataclass(frozen=True, slots=True)
class Judged:
    """The orders of an undamaged chart that are judged, by reference, and the fate of every entry for each."""

    chart: Json
    orders: dict[str, OrderReport]


def judged(chart: Json) -> Judged:
    """The chart as it is."""
    report = check_bundle(chart, structure="read", ledger=True)
    orders = {one.order: one for one in report.orders if one.verdict is not Verdict.NOT_ASSESSED}
    # A chart of a hundred orders says no more than its first few, and takes a hundred times as long.
    return Judged(chart, dict(list(orders.items())[:MOST_ORDERS] if len(orders) <= MOST_ORDERS * 2 else []))


def fates(order: OrderReport) -> dict[str, str]:
    """The fate of each entry, by its place."""
    assert order.ledger is not None
    return {one.expression: one.fate.value for one in order.ledger.listed}


def references(order: OrderReport) -> dict[str, str]:
    """What reports call each entry, by its place."""
    assert order.ledger is not None
    return {one.expression: one.reference for one in order.ledger.listed}


def cases(whole: Judged) -> Iterator[tuple[Damage, OrderReport, str]]:
    """Every damage of every entry of an order's patient, with the order and the entry's fate for it."""
    for order in whole.orders.values():
        where, names = fates(order), references(order)
        for index, entry in enumerate(whole.chart["entry"]):
            resource = entry.get("resource") if isinstance(entry, dict) else None
            fate = where.get(f"Bundle.entry[{index}].resource")
            if not isinstance(resource, dict) or fate in (None, "another-patient", "set-aside", "not-decided"):
                continue
            if resource["resourceType"] in READ:
                for damage in damages(whole.chart, names[f"Bundle.entry[{index}].resource"], index):
                    yield damage, order, fate


MOST_ORDERS = 4
READ = frozenset(
    {"Patient", "Condition", "Observation", "MedicationRequest", "MedicationStatement", "MedicationAdministration"}
    | {"MedicationDispense", "Medication", "Procedure", "ServiceRequest", "Appointment", "QuestionnaireResponse"}
)


def broken(damage: Damage, order: OrderReport, fate: str) -> str | None:
    """How a damaged chart breaks a law; None where it does not."""
    report = check_bundle(damage.chart, structure="read", ledger=True)
    after = [one for one in report.orders if one.order == order.order]
    if not after:
        return "the order is gone"
    found = min(after, key=lambda one: one.verdict.rank)
    if fate == "irrelevant":
        return None if found.verdict is order.verdict else f"quiet: {order.verdict} became {found.verdict}"
    if found.verdict is Verdict.ACCEPT and order.verdict in (Verdict.ERROR, Verdict.UNDETERMINED):
        return f"damage: {order.verdict} became accept"
    if found.verdict is Verdict.ACCEPT and order.verdict is Verdict.WARNING and not _noted(found, damage):
        return "damage: warning became accept without a note"
    if found.verdict is Verdict.NOT_ASSESSED:
        return None if damage.kind == "second copy that differs" else "damage: no longer assessed"
    return None if _named(found, damage) else "damage: the ledger does not name the entry"


def _noted(order: OrderReport, damage: Damage) -> bool:
    return any(
        one.code in ("entry-set-aside", "list-incomplete") or damage.reference in _said(one) for one in order.findings
    )


def _said(finding: Any) -> str:
    return " ".join([finding.message, finding.detail, *(one.reference for one in finding.evidence)])


def _named(order: OrderReport, damage: Damage) -> bool:
    assert order.ledger is not None
    if any(one.reference == damage.reference for one in order.ledger.set_aside):
        return True
    if any(one.reference == damage.reference and one.reason for one in order.ledger.listed):
        return True
    # The order itself, its patient and its medication are judged element by element.
    places = [one.expression for one in order.ledger.listed if one.reference in (damage.reference, order.order)]
    return any(
        expression.startswith(f"{place}")
        for finding in order.findings
        if finding.verdict in (Verdict.ERROR, Verdict.UNDETERMINED)
        for expression in finding.expression
        for place in places
    )
