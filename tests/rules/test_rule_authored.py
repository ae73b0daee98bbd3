"""An order that is dated after the moment of the check, as the command and the service know it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.build import to_json
from support.judged import named, tablets
from support.plain import collection, kidney

from validator.check import check_bundle, check_documents
from validator.cli import main
from validator.profiles import shipped
from validator.report.model import OrderReport
from validator.service.operation import checked
from validator.verdict import Verdict

CODE = "order-dated-ahead"
NOW = "2026-11-28T12:00:00+00:00"


def at(now: str | None, written: str) -> OrderReport:
    chart = to_json(collection(kidney(tablets(60, on=written))))
    instant = datetime.fromisoformat(now) if now else None
    (report,) = check_documents([chart], structure="off", instant=instant).orders
    return report


@pytest.mark.parametrize(
    ("written", "is_ahead"),
    [
        ("2062-11-22", True),
        ("2026-12-01", True),
        ("2026-11-28", False),
        ("2026-11-29", False),  # it is already the 29th somewhere
        ("2026-11-29T12:00:00Z", False),
        ("2026-11-29T12:00:01Z", True),
        ("2026-11-29T13:00:00+02:00", False),
        ("2026-11-29T10:00:00-05:00", True),
        ("2026", False),
        ("2025-03-26", False),
    ],
)
def test_an_order_dated_more_than_a_day_ahead_is_a_caution(written: str, is_ahead: bool) -> None:
    report = at(NOW, written)
    assert [found.verdict for found in named(report, CODE)] == [Verdict.WARNING] * is_ahead


def test_the_caution_names_the_date_and_its_element() -> None:
    (found,) = named(at(NOW, "2062-11-22"), CODE)
    assert found.message == ("The order is dated 2062-11-22, which is still to come: correct the date.")
    assert found.expression[0].endswith(".authoredOn")


def test_the_zone_of_whoever_asks_makes_no_difference() -> None:
    there = datetime.fromisoformat(NOW).astimezone(timezone(timedelta(hours=-8))).isoformat()
    assert named(at(there, "2026-11-29T12:00:00Z"), CODE) == []
    assert named(at(there, "2026-11-29T12:00:01Z"), CODE) != []


def test_without_a_clock_nothing_is_said() -> None:
    assert named(at(None, "2062-11-22"), CODE) == []
    chart = to_json(collection(kidney(tablets(60, on="2062-11-22"))))
    assert named(check_bundle(chart, structure="off").orders[0], CODE) == []


def test_the_command_knows_the_moment_and_the_day_that_is_given_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "chart.json"
    file.write_bytes(to_json(collection(kidney(tablets(60, on="2062-11-22")))))
    for options in ((), ("--as-of", "2062-11-22")):
        found = CliRunner().invoke(main, ["check", "--format", "json", *options, str(file)])
        (order,) = json.loads(found.stdout)["orders"]
        assert CODE in {one["code"] for one in order["findings"]}


def test_the_operation_is_told_the_moment() -> None:
    body = to_json(collection(kidney(tablets(60, on="2062-11-22"))))
    _, report = checked(body, "auto", "off", shipped(), instant=datetime.fromisoformat(NOW))
    assert named(report.orders[0], CODE) != []
    _, silent = checked(body, "auto", "off", shipped())
    assert named(silent.orders[0], CODE) == []
