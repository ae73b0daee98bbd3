"""A recall as data: the same as its words, key for key."""

from __future__ import annotations

from typing import Any

from validator.impact.judged_twice import Differing
from validator.impact.recall import CauseGroup, Recall
from validator.impact.wording import dose_changed, says, to_do
from validator.label.model import Label
from validator.quantity import plain
from validator.report.criterion import Criteria
from validator.report.model import OrderReport
from validator.version import VERSION


def recall_dict(found: Recall, criteria: Criteria) -> dict[str, Any]:
    """The recall as a dict of JSON types; amounts are decimal strings, what is not known is None."""
    pair = found.pair
    return {
        "labelcheck": VERSION,
        "revisions": [
            {"product": name, "from": _revision(pair.before.get(name)), "to": _revision(pair.after.get(name))}
            for name in sorted({*pair.before, *pair.after})
        ],
        "judged": found.judged,
        "not_assessed": found.not_assessed,
        "differing": found.differing,
        "groups": [_group(group, criteria) for group in found.groups],
        "issues": [
            {
                "source": one.source,
                "code": one.issue.code,
                "severity": one.issue.severity.value,
                "message": one.issue.message,
            }
            for one in found.issues
        ],
    }


def _revision(label: Label | None) -> str | None:
    return None if label is None else label.revision.isoformat()


def _group(group: CauseGroup, criteria: Criteria) -> dict[str, Any]:
    return {
        "product": group.product,
        "ids": [*group.ids],
        "inferred": group.inferred,
        "statements": [
            {"id": one.id, "section": one.section, "gist": one.gist, "confidence": one.confidence.value}
            for one in group.cause.statements
        ],
        "orders": [_order(one, criteria) for one in group.orders],
    }


def _order(one: Differing, criteria: Criteria) -> dict[str, Any]:
    return {
        "order": one.after.order,
        "source": one.source,
        "from": _answer(one.before),
        "to": _answer(one.after),
        "says": " ".join(part for part in (dose_changed(one), says(one, criteria)) if part),
        "to_do": to_do(one, criteria),
    }


def _answer(order: OrderReport) -> dict[str, Any]:
    dose = order.expected
    told = None
    if dose is not None:
        told = {"daily_mg": None if dose.daily_mg is None else plain(dose.daily_mg), "schedule": dose.schedule}
    return {"verdict": order.verdict.value, "indication": order.indication, "expected": told}
