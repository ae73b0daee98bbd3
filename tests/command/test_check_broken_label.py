"""A mistake in the label data of one product: orders of the other are judged, and people are told which data it is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from validator.cli import main

ROOT = Path(__file__).resolve().parents[2]
TABLETS = ROOT / "examples" / "net-adolescent-60mg.json"
AGREEING = ROOT / "examples" / "net-adolescent-40mg.json"
CAPSULES = ROOT / "examples" / "mtc-capsules.json"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content, in which the newest label of the capsules has a misspelt key."""
    made = tmp_path_factory.mktemp("site") / "profiles"
    shutil.copytree(ROOT / "profiles", made)
    file = sorted((made / "labels" / "cometriq").glob("20*.toml"))[-1]
    file.write_text(file.read_text().replace("section = ", "sectoin = ", 1))
    return made


@pytest.fixture
def run(folder: Path) -> Callable[..., Result]:
    return lambda *arguments: CliRunner().invoke(main, [*map(str, arguments), "--profiles", str(folder)])


def words(result: Result) -> str:
    return " ".join(result.stdout.split())


@pytest.mark.parametrize("form", ["text", "json", "fhir", "html"])
def test_an_order_of_the_other_product_is_judged_in_every_form(run: Callable[..., Result], form: str) -> None:
    result = run("check", "--format", form, TABLETS)
    assert result.exit_code == 3
    assert "is above the label" in words(result)
    assert "The label data of cometriq hold a mistake: the order was checked without them." in words(result)


@pytest.mark.parametrize("form", [["--quiet"], ["--format", "text"], ["--format", "json"]])
def test_many_charts_are_told_why_a_check_could_not_run_as_one_is(run: Callable[..., Result], form: list[str]) -> None:
    result = run("check", "--each", *form, TABLETS, AGREEING)
    assert result.exit_code == 3
    assert result.stderr.count("A check could not run: ") == 2
    assert "sectoin: is not known" in result.stderr


def test_an_order_that_agrees_is_not_accepted_without_the_other_label(run: Callable[..., Result]) -> None:
    result = run("check", "--format", "json", AGREEING)
    (order, *_) = json.loads(result.stdout)["orders"]
    assert (result.exit_code, order["verdict"]) == (3, "undetermined")
    assert order["expected"]["schedule"] == "40 mg once daily"


def test_an_order_of_the_broken_product_is_told_why_it_is_not_judged(run: Callable[..., Result]) -> None:
    result = run("check", "--format", "text", CAPSULES)
    assert result.exit_code == 3
    assert "The label data of cometriq hold a mistake: the check 'label' could not run" in words(result)
    assert "sectoin: is not known" in words(result)


def test_an_order_that_may_be_of_the_broken_product_is_not_judged_by_the_other(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    bundle = json.loads(AGREEING.read_text())
    for entry in bundle["entry"]:
        if entry["resource"].get("id") == "order":
            entry["resource"]["medicationCodeableConcept"] = {"text": "cabozantinib"}
    file = tmp_path / "chart.json"
    file.write_text(json.dumps(bundle))
    (order, *_) = json.loads(run("check", "--format", "json", file).stdout)["orders"]
    assert (order["verdict"], order["label"]) == ("undetermined", None)


def test_a_table_of_many_charts_tells_each(run: Callable[..., Result]) -> None:
    result = run("check", "--each", "--format", "text", TABLETS, CAPSULES)
    assert result.exit_code == 3
    assert "1 error, 1 undetermined" in words(result)


def test_a_form_is_made_for_an_order_of_the_other_product(run: Callable[..., Result]) -> None:
    result = run("questionnaire", ROOT / "examples" / "hcc-child-pugh-b.json")
    assert json.loads(result.stdout)["resourceType"] == "Bundle"


def test_a_label_of_another_day_is_not_asked(run: Callable[..., Result]) -> None:
    result = run("check", "--format", "json", "--as-of", "2019-06-01", TABLETS)
    assert "cometriq" not in result.output
