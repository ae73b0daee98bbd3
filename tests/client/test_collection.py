"""What a server sent, put together: each resource once, however often and in however many versions it came."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from validator import check_bundle
from validator.client.chart import collection

BASE = "https://fhir.example.org"
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "net-adolescent-60mg.json"


def resources(*more):
    return [entry["resource"] for entry in collection(BASE, more)["entry"]]


def weight(value, **more):
    return {"resourceType": "Observation", "id": "w", "valueQuantity": {"value": value, "unit": "kg"}, **more}


def test_an_equal_copy_is_left_out_and_a_version_that_differs_is_kept():
    first, second = weight(38), weight(39)
    assert resources(first, second, weight(38), weight(39), first) == [first, second]


def test_copies_are_equal_as_their_values_are_and_not_as_they_are_written():
    assert resources(weight(38), weight(Decimal("38.0"))) == [weight(38)]
    assert (
        len(resources(weight(1, note=[{"text": "a"}, {"text": "b"}]), weight(1, note=[{"text": "b"}, {"text": "a"}])))
        == 2
    )
    assert len(resources(weight(1, code={}), weight(1, code=[]))) == 2


def test_a_resource_of_another_type_with_the_same_id_is_another():
    assert len(resources(weight(38), {"resourceType": "Condition", "id": "w"})) == 2


def test_more_versions_of_a_weight_than_are_tried_leave_its_order_undetermined():
    chart = [entry["resource"] for entry in json.loads(EXAMPLE.read_bytes())["entry"]]
    model = next(one for one in chart if "29463-7" in json.dumps(one.get("code")))
    for count in (3, 130):
        versions = [model | {"note": [{"text": f"version {number}"}]} for number in range(count)]
        (report,) = [
            one
            for one in check_bundle(collection(BASE, [one for one in chart if one is not model] + versions)).orders
            if one.verdict.value != "not-assessed"
        ]
        aside = [one for one in report.findings if one.code == "entry-set-aside"]
        assert report.verdict.value in ("undetermined", "error")
        assert count == 3 or aside[0].verdict.value == "undetermined"
