"""Every chart in examples/ through the command: verdict, exit code, doses and finding codes as its story says."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from support.fhir_models import judge

from validator.cli import main

EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))
FLAGSHIP = "net-adolescent-60mg"


def expected(name: str) -> dict[str, Any]:
    """The story and the outcome written beside a chart."""
    return tomllib.loads((EXAMPLES / f"{name}.toml").read_text())


def check(name: str, *options: str) -> subprocess.CompletedProcess[str]:
    """`labelcheck check` on one example, as a process of its own."""
    command = [sys.executable, "-c", "from validator.cli import main; main()", "check", *options]
    return subprocess.run(
        [*command, str(EXAMPLES / f"{name}.json")], capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize("name", NAMES)
def test_an_example_ends_as_its_story_says(name: str) -> None:
    story = expected(name)
    done = CliRunner().invoke(main, ["check", "--format", "json", str(EXAMPLES / f"{name}.json")])
    assert done.exit_code == story["exit_code"], done.output
    report = json.loads(done.stdout)
    assert "Traceback" not in done.stderr
    orders = [order for order in report["orders"] if order["verdict"] != "not-assessed"]
    assert orders
    for order in orders:
        said = [(finding["code"], finding["verdict"], finding["message"]) for finding in order["findings"]]
        assert order["verdict"] == story["verdict"], said
        assert {finding["code"] for finding in order["findings"]} >= set(story["findings"]), said
        if "indication" in story:
            assert order["indication"] == story["indication"]
        if "ordered_daily_mg" in story:
            assert order["ordered"]["daily_mg"] == story["ordered_daily_mg"]
        if "expected_daily_mg" in story:
            assert order["expected"]["daily_mg"] == story["expected_daily_mg"]


def test_the_flagship_pair_differs_in_one_word() -> None:
    sixty, forty = ((EXAMPLES / f"net-adolescent-{mg}mg.json").read_text().split() for mg in (60, 40))
    assert [(a, b) for a, b in zip(sixty, forty, strict=True) if a != b] == [("60,", "40,")]


def test_the_flagship_says_in_words_what_is_wrong_and_why() -> None:
    done = check(FLAGSHIP, "--format", "text")
    assert done.returncode == 1
    for word in ("40 mg", "60 mg", "38 kg", "2.5", "2025-03-26", "CABOMETYX"):
        assert word in done.stdout


def test_every_example_has_a_story_and_stands_in_the_readme() -> None:
    readme = (EXAMPLES / "README.md").read_text()
    listed = {line.split("](")[1].split(".json")[0]: line for line in readme.splitlines() if line.startswith("| [")}
    assert sorted(listed) == NAMES == sorted(path.stem for path in EXAMPLES.glob("*.toml"))
    for name, line in listed.items():
        story = expected(name)
        assert " ".join(story["story"].split()) in line
        assert line.endswith(f"| {story['verdict']} |")


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_sound_fhir_and_says_that_it_is_made_up(name: str) -> None:
    chart = json.loads((EXAMPLES / f"{name}.json").read_text())
    judge(chart, "R5" if name.endswith("r5") else "R4")
    for entry in chart["entry"]:
        one = entry["resource"]
        assert one["meta"]["tag"][0]["code"] == "HTEST", one["resourceType"]
