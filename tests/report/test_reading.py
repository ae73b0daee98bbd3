"""The ten reports of the reading test (docs/reading-test.md): whole, and what their first screen has to answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from validator.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
SCREEN = 24
"""Lines of a terminal."""


def example(name: str) -> dict[str, Any]:
    return json.loads((EXAMPLES / f"{name}.json").read_text())


def entry(chart: dict[str, Any], identity: str) -> dict[str, Any]:
    return next(one["resource"] for one in chart["entry"] if one["resource"]["id"] == identity)


def words_that_contradict() -> bytes:
    chart = example("net-adolescent-40mg")
    entry(chart, "order")["dosageInstruction"][0]["text"] = "Take 2 tablets (80 mg) by mouth twice daily"
    return json.dumps(chart).encode()


def a_broken_entry() -> bytes:
    chart = example("net-adolescent-40mg")
    entry(chart, "weight")["valueQuantity"] = "38 kg"
    chart["entry"].append({"resource": None})
    return json.dumps(chart).encode()


def another_drug() -> bytes:
    chart = example("net-adolescent-40mg")
    chart["entry"] = [one for one in chart["entry"] if one["resource"]["id"] != "order"]
    return json.dumps(chart).encode()


def cut_off() -> bytes:
    return (EXAMPLES / "net-adolescent-40mg.json").read_bytes()[:500]


def as_it_is(name: str) -> Callable[[], bytes]:
    return (EXAMPLES / f"{name}.json").read_bytes


REPORTS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "01-accept": (as_it_is("net-adolescent-40mg"), "ACCEPT  The order agrees with the label.", ""),
    "02-dose-above": (
        as_it_is("net-adolescent-60mg"),
        "ERROR  14 years, 38 kg: CABOMETYX 40 mg",
        "Order 40 mg once daily",
    ),
    "03-missing-class": (
        as_it_is("hcc-cirrhosis-without-class"),
        "UNDETERMINED  Unspecified cirrhosis of liver, no Child-Pugh class on file",
        "Record the Child-Pugh class",
    ),
    "04-interaction": (
        as_it_is("rcc-itraconazole"),
        "ERROR  Replace itraconazole (strong",
        "Replace itraconazole",
    ),
    "05-words-contradict": (words_that_contradict, "WARNING  Hold: the order contradicts itself.", "To settle it"),
    "06-two-orders": (as_it_is("rcc-two-active-orders"), "WARNING  Hold: 100 mg a day in all", "To settle it"),
    "07-stale-weight": (
        as_it_is("dtc-stale-weight"),
        "WARNING  Caution: the weight of 47 kg is 256 days old",
        "256 days old",
    ),
    "08-broken-entry": (a_broken_entry, "Not everything could be read", "To settle it"),
    "09-other-drug": (another_drug, "NOT ASSESSED  No cabozantinib order in this chart", "nothing was checked"),
    "10-unreadable": (cut_off, "Nothing could be read, so nothing was checked", "Export it again, whole."),
}


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], str]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def read(chart: bytes) -> str:
        Path("chart.json").write_bytes(chart)
        return CliRunner().invoke(main, ["check", "--format", "text", "chart.json"]).stdout

    return read


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_of_the_reading_test(golden, report, name):
    golden(f"text/reading/{name}.txt", report(REPORTS[name][0]()))


@pytest.mark.parametrize("name", REPORTS)
def test_the_first_screen_says_verdict_and_what_to_do(report, name):
    chart, verdict, step = REPORTS[name]
    screen = "\n".join(report(chart()).splitlines()[:SCREEN])
    assert verdict in screen
    assert step in " ".join(screen.split())
