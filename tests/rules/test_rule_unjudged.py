"""What is said of an order that no label can be asked about."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import check
from support.judged import judged, named, tablets
from support.plain import kidney, sixty

from validator.verdict import Verdict

SUBSETTED = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}


@pytest.mark.parametrize("status", ["cancelled", "entered-in-error", "stopped", "completed"])
def test_an_order_that_is_not_to_be_acted_on_is_passed_over_and_told_why(status: str) -> None:
    report = check(kidney(tablets(60, status=status)))
    (finding,) = named(report.orders[0], "not-assessed")
    assert finding.message == f"Not assessed: the order's status is {status}."
    assert report.orders[0].verdict is Verdict.NOT_ASSESSED


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        ({"authoredOn": None}, "order-date-missing", ".authoredOn"),
        ({"authoredOn": "2011-01-01"}, "no-label-in-force", ""),
        ({"authoredOn": "2025"}, "label-revision-open", ".authoredOn"),
        ({"medicationCodeableConcept": {}}, "medication-not-identified", ""),
        ({"modifierExtension": [{"url": "https://site.example/x", "valueBoolean": True}]}, "order-unreadable", ""),
    ],
)
def test_what_keeps_an_order_from_its_label_is_said_at_its_place(change: dict[str, Any], code: str, place: str) -> None:
    changed = {key: value for key, value in (sixty() | change).items() if value is not None}
    (order,) = check(kidney(changed)).orders
    (finding,) = named(order, code)
    assert finding.verdict is (Verdict.ERROR if code == "no-label-in-force" else Verdict.UNDETERMINED)
    assert any(one.startswith(f"{order.expression}{place}") for one in finding.expression)
    assert order.verdict is finding.verdict


def test_an_ordinary_order_has_none_of_them() -> None:
    (order,) = check(kidney()).orders
    assert order.verdict is Verdict.ACCEPT
    assert {"not-assessed", "order-date-missing", "order-unreadable"} & {one.code for one in order.findings} == set()


@pytest.mark.parametrize(
    ("change", "because", "settled_by"),
    [
        ({"status": None}, "its status is missing", "status"),
        ({"status": "actve"}, "its status is not understood", "status"),
        ({"intent": None}, "its intent is missing", "intent"),
        ({"intent": "ordr"}, "its intent is not understood", "intent"),
        ({"meta": {"tag": [SUBSETTED]}}, "its entry is incomplete", "content"),
    ],
)
def test_an_order_that_cannot_be_relied_on_names_what_to_put_right(
    change: dict[str, Any], because: str, settled_by: str
) -> None:
    changed = {key: value for key, value in (sixty() | change).items() if value is not None}
    order = judged(kidney(changed))
    (finding,) = named(order, "order-unreadable")
    assert order.verdict is finding.verdict is Verdict.UNDETERMINED
    assert finding.message == f"The order cannot be relied on: {because}."
    assert finding.missing == (f"an order whose {settled_by} can be relied on",)


def test_a_name_that_is_long_is_cut_at_forty_letters() -> None:
    name = "cabozantanib 60 mg tablets by mouth a da"
    for written, shown in ((name, name), (f"{name}y", f"{name[:-1]}…")):
        (order,) = check(kidney(sixty(medicationCodeableConcept={"text": written}))).orders
        (finding,) = named(order, "medication-not-identified")
        assert finding.message == f'Which drug is meant by "{shown}", cabozantinib? The order was not checked.'
