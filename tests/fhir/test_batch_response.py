"""An answer to several searches in one Bundle: a search that failed is a list that did not come, whatever else came."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check
from support.build import Resource
from support.bundle import bundle
from support.plain import kidney


def told(severity: str) -> Resource:
    return {"resourceType": "OperationOutcome", "issue": [{"severity": severity, "code": "processing"}]}


def responses(last: dict[str, Any], *, nested: bool = True) -> Resource:
    """A batch-response with the chart of an order that is accepted, each resource a search of its own, and one more."""
    listed = [
        {"resource": bundle("searchset", [one]) if nested else one, "response": {"status": "200 OK"}}
        for one in kidney()
    ]
    return {"resourceType": "Bundle", "type": "batch-response", "entry": [*listed, last]}


def said(body: Resource) -> tuple[str, set[str]]:
    found = answer(check(body, structure="off"), "MedicationRequest/order")
    return found.verdict.value, {one.code for one in found.findings if one.verdict.value != "accept"}


@pytest.mark.parametrize("nested", [True, False])
@pytest.mark.parametrize(
    "last",
    [
        {"resource": told("error"), "response": {"status": "403 Forbidden"}},
        {"resource": told("fatal"), "response": {"status": "500"}},
        {"resource": told("warning"), "response": {"status": "404"}},
        {"response": {"status": "404", "outcome": told("error")}},
        {"resource": bundle("searchset", []), "response": {"status": "401 Unauthorized"}},
        {"resource": bundle("searchset", []), "response": {"status": "503"}},
    ],
)
def test_a_search_that_failed_leaves_the_order_open(last: dict[str, Any], nested: bool) -> None:
    assert said(responses(last, nested=nested)) == ("undetermined", {"list-incomplete"})


@pytest.mark.parametrize(
    "last",
    [
        {"resource": told("information"), "response": {"status": "200"}},
        {"resource": bundle("searchset", []), "response": {"status": "200"}},
    ],
)
def test_an_empty_list_or_a_remark_leaves_it_accepted(last: dict[str, Any]) -> None:
    assert said(responses(last)) == ("accept", set())
