"""Bytes that are not quite a chart. What can be read is checked, what cannot is said, and nothing is ever silence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.answer import answer, check
from support.build import observation, order, quantity, to_json, weight
from support.bundle import bundle
from support.coding import loinc
from support.fhir_models import judge
from support.plain import METFORMIN, collection, kidney, neuroendocrine, sixty

from validator import check_bundle
from validator.report.model import Report

CHART = to_json(collection(kidney()))
HEART_RATE = loinc("8867-4", "Heart rate")


def complaints(report: Report) -> list[str]:
    """The severities of what belongs to no order."""
    return [issue.severity.value for issue in report.issues]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n",
        b"not json",
        b"{",
        CHART[: len(CHART) // 2],
        b"<Bundle xmlns='http://hl7.org/fhir'/>",
        b"\x00\x01\x02\xff",
        b"null",
        b"42",
        b'"Bundle"',
        b"[]",
        b"{}",
        b'{"resourceType": null}',
        b'{"resourceType": 7}',
        b'{"resourceType": "Bundel", "type": "collection"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
    ids=lambda data: repr(data[:12]),
)
def test_what_cannot_be_read_is_said_and_is_no_pass(data: bytes) -> None:
    report = check_bundle(data)
    assert not report.readable
    assert report.orders == ()
    assert set(complaints(report)) & {"error", "fatal"}
    outcome = json.loads(report.to_operation_outcome("R4").model_dump_json())
    judge(outcome, "R4")
    assert outcome["issue"]


def test_a_hundred_megabytes_are_refused() -> None:
    report = check_bundle(b'{"resourceType": "Bundle", "x": "' + b" " * 101_000_000 + b'"}')
    assert not report.readable
    assert set(complaints(report)) & {"error", "fatal"}


def test_an_empty_bundle_is_not_silence() -> None:
    report = check_bundle(b'{"resourceType": "Bundle", "type": "collection"}')
    assert report.orders == ()
    assert complaints(report)


def test_a_chart_without_an_order_is_not_silence() -> None:
    report = check([one for one in kidney() if one["resourceType"] != "MedicationRequest"])
    assert report.orders == ()
    assert complaints(report)


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + CHART,
        CHART.decode().encode("utf-16"),
        CHART.decode().encode("utf-16-le"),
        CHART.decode().encode("utf-16-be"),
        CHART.decode().encode("utf-32"),
    ],
    ids=["utf-8-bom", "utf-16-bom", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_a_mark_or_a_wide_encoding_is_read(data: bytes) -> None:
    assert answer(check_bundle(data)).verdict.value == "accept"


def test_text_is_read_as_well_as_bytes() -> None:
    assert answer(check_bundle(CHART.decode())).verdict.value == "accept"
    assert answer(check_bundle(json.loads(CHART))).verdict.value == "accept"


@pytest.mark.parametrize("rest", [b"}", b" trailing", b"\x00"])
def test_bytes_after_the_chart_are_named_and_the_chart_is_still_read(rest: bytes) -> None:
    report = check_bundle(CHART + rest)
    assert answer(report).verdict.value == "accept"
    assert complaints(report)


def test_another_value_after_the_chart_is_a_document_that_was_not_read() -> None:
    report = check_bundle(CHART + b"\n{}")
    assert answer(report).verdict.value == "undetermined"
    assert complaints(report)


def test_space_after_the_chart_is_nothing() -> None:
    report = check_bundle(CHART + b"\r\n  \n")
    assert answer(report).verdict.value == "accept"
    assert not set(complaints(report)) & {"error", "fatal"}


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity"])
def test_what_is_no_number_is_never_accepted(number: bytes) -> None:
    report = check_bundle(CHART.replace(b'"value": 60', b'"value": ' + number))
    assert all(order.verdict.value != "accept" for order in report.orders)
    assert set(complaints(report)) & {"error", "fatal"} or report.orders


def test_a_key_given_twice_is_never_accepted_in_silence() -> None:
    report = check_bundle(CHART.replace(b'"value": 60', b'"value": 20, "value": 60'))
    assert all(order.verdict.value != "accept" for order in report.orders)
    assert complaints(report)


def test_a_number_with_an_exponent_is_the_same_number() -> None:
    report = check_bundle(CHART.replace(b'"value": 60', b'"value": 6.0e1'))
    assert answer(report).verdict.value == "accept"


@pytest.mark.parametrize("number", [b"6e99999999", b"1e-99999999", b"6" + b"0" * 5000])
def test_an_absurd_number_is_never_accepted(number: bytes) -> None:
    report = check_bundle(CHART.replace(b'"value": 60', b'"value": ' + number))
    assert all(order.verdict.value != "accept" for order in report.orders)


@pytest.mark.parametrize("odd", [None, {}, {"resource": None}, {"fullUrl": "urn:x"}, {"resource": []}, 5, "x", []])
def test_an_odd_entry_does_not_hide_the_others_and_may_have_been_anything(odd: Any) -> None:
    chart = collection(kidney())
    chart["entry"] = [odd, *chart["entry"], odd]
    found = answer(check(chart))
    assert found.verdict.value == "undetermined"
    assert {one.code for one in found.findings if one.verdict.value == "undetermined"} == {"entry-set-aside"}
    assert found.ledger is not None
    assert [one.reason for one in found.ledger.set_aside] == ["unreadable", "unreadable"]


@pytest.mark.parametrize("wrong", [5, "x", True, [1], {"a": 1}, [[]], None])
@pytest.mark.parametrize("key", ["status", "code", "subject", "valueQuantity", "effectiveDateTime", "category", "meta"])
def test_a_wrong_type_in_an_unrelated_observation_changes_nothing(key: str, wrong: Any) -> None:
    odd = observation("odd", HEART_RATE, "2026-11-19", value=quantity(72, "/min")) | {key: wrong}
    assert answer(check([*kidney(), odd])).verdict.value == "accept"


def test_an_entry_of_no_known_type_is_left_alone() -> None:
    foreign = {"resourceType": "Spaceship", "id": "x"}
    report = check([*kidney(), foreign])
    assert answer(report).verdict.value == "accept"


def test_an_entry_of_a_misspelt_type_that_says_something_may_have_been_anything() -> None:
    misspelt = {"resourceType": "Conditon", "id": "x", "code": {"text": "Hemoptysis"}}
    assert answer(check([*kidney(), misspelt])).verdict.value == "undetermined"


# --- shapes of a submission ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["collection", "document", "transaction", "batch", "searchset", "message", "history"])
def test_every_type_of_bundle_is_read(kind: str) -> None:
    report = check(bundle(kind, neuroendocrine()))
    assessed = [order.verdict.value for order in report.orders]
    assert assessed == ["accept"]


def test_a_bundle_in_a_bundle_is_read_or_named() -> None:
    outer = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": collection(kidney())}]}
    report = check(outer)
    assert [order.verdict.value for order in report.orders] == ["accept"] or complaints(report)


def test_a_single_order_is_read_and_misses_its_chart() -> None:
    report = check(sixty())
    assert answer(report).verdict.value == "undetermined"


def test_a_single_order_for_another_drug_is_not_assessed() -> None:
    assert answer(check(order(METFORMIN))).verdict.value == "not-assessed"


def test_a_single_resource_that_is_no_order_is_not_silence() -> None:
    report = check(kidney()[0])
    assert report.orders == ()
    assert complaints(report)


def test_no_report_says_a_patients_values_in_an_issue() -> None:
    secret = weight("80", "2026-11-19", name="odd") | {"status": ["Zyxwv"], "valueQuantity": {"value": "Zyxwv"}}
    report = check([*kidney(), secret])
    assert "Zyxwv" not in "".join(issue.message + issue.detail for issue in report.issues)
