"""The published JSON contract, key for key."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from support.reports import dose_finding, flagship, order_report, two_orders, unreadable

from validator.report.model import Dose, Report
from validator.verdict import Verdict
from validator.version import VERSION


def test_the_whole_report_is_the_published_contract(golden):
    golden("report/flagship.json", flagship().to_json(indent=2) + "\n")


def test_issues_of_the_submission_stand_beside_the_orders(golden):
    golden("report/two-orders.json", two_orders().to_json(indent=2) + "\n")


def test_the_keys_stand_in_the_order_of_the_contract():
    report = flagship().to_dict()
    assert list(report) == ["labelcheck", "orders", "issues"]
    order = report["orders"][0]
    assert list(order) == ["order", "verdict", "label", "indication", "ordered", "expected", "findings", "ledger"]
    keys = ["code", "verdict", "severity", "message", "section", "expression", "evidence", "missing"]
    assert all(list(finding) == keys for finding in order["findings"])
    assert list(order["label"]) == ["product", "revision", "set_id"]
    assert list(order["ordered"]) == ["daily_mg", "schedule"]
    assert list(order["expected"]) == ["daily_mg", "schedule", "because"]


def test_what_is_not_known_is_null_and_never_left_out():
    unjudged = order_report(verdict=Verdict.NOT_ASSESSED, label=None, indication=None, ordered=None, expected=None)
    order = Report((unjudged,)).to_dict()["orders"][0]
    assert order == {
        "order": "MedicationRequest/x",
        "verdict": "not-assessed",
        "label": None,
        "indication": None,
        "ordered": None,
        "expected": None,
        "findings": [],
        "ledger": None,
    }


@pytest.mark.parametrize(
    ("amount", "text"), [("60", "60"), ("60.0", "60"), ("6E+1", "60"), ("2.50", "2.5"), ("0.0001", "0.0001")]
)
def test_amounts_are_plain_decimal_strings(amount, text):
    order = order_report(dose_finding(), ordered=Dose(Decimal(amount), "as written"))
    assert Report((order,)).to_dict()["orders"][0]["ordered"]["daily_mg"] == text


def test_an_amount_that_cannot_be_known_is_null():
    order = order_report(dose_finding(), ordered=Dose(None, "60 mg, how often is not told"))
    ordered = Report((order,)).to_dict()["orders"][0]["ordered"]
    assert ordered == {"daily_mg": None, "schedule": "60 mg, how often is not told"}


def test_an_unreadable_submission_has_no_order_and_says_why():
    report = json.loads(unreadable().to_json())
    assert report["orders"] == []
    assert report["issues"][0]["severity"] == "fatal"
    assert report["issues"][0]["message"] == "The document is not JSON: line 1, column 3."


def test_the_version_is_that_of_the_distribution():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert flagship().to_dict()["labelcheck"] == VERSION == project["version"]
