"""The page on adding a drug is whole: the folder it describes loads, and judges the order it ends with.

Nothing here exists: neither bravonib, nor BRAVOLEX, nor bravoma, nor their codes. The patient is synthetic.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.shipped import SHIPPED

from validator import check_bundle
from validator.cli import main
from validator.profiles import Profiles

PAGE = (Path(__file__).parents[1] / "docs" / "new-drug.md").read_text(encoding="utf-8")
FILES: dict[str, str] = dict(re.findall(r"^\*\*(\S+)\*\*\n\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped folder with the files of the page laid over it."""
    folder = tmp_path_factory.mktemp("new-drug")
    shutil.copytree(SHIPPED.root, folder / "profiles")
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def run(folder: Path, command: str) -> Result:
    """A command of the page, run on the folder."""
    words = [str(folder / word) if word in ("profiles", "order.json") else word for word in command.split()]
    return CliRunner().invoke(main, words[1:])


def verdict(profiles: Profiles, milliliters: int, kilograms: int) -> str:
    """What is said of the order of the page with another amount and another weight."""
    chart = json.loads(FILES["order.json"])
    for entry in chart["entry"]:
        resource = entry["resource"]
        if resource["resourceType"] == "Observation":
            resource["valueQuantity"]["value"] = kilograms
        if resource["resourceType"] == "MedicationRequest":
            resource["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]["value"] = milliliters
    (order,) = check_bundle(chart, profiles=profiles).orders
    return order.verdict.value


def test_the_page_has_every_file_of_a_drug() -> None:
    assert [Path(name).suffix for name in FILES] == [".toml", ".json", ".json", ".json", ".json"]


def test_the_commands_of_the_page_find_no_mistake_and_accept_its_order(folder: Path) -> None:
    check, label, order = (run(folder, line) for line in re.findall(r"^\$ (.+)$", PAGE, re.MULTILINE))
    assert check.output == "No mistake was found in the label data.\n"
    assert "oral solution of 10 mg/mL" in label.stdout
    assert order.exit_code == 0
    assert "ACCEPT" in order.stdout
    assert "60 mg twice daily (2 mg/kg x 30 kg = 60 mg)" in order.stdout


def test_the_drug_of_the_page_is_judged_by_its_weight(folder: Path) -> None:
    profiles = Profiles(folder / "profiles")
    assert verdict(profiles, 6, 30) == "accept"
    assert verdict(profiles, 12, 30) == "error"  # twice as much
    assert verdict(profiles, 10, 60) == "accept"  # 120 mg, and at most 100 mg at one time
    assert verdict(profiles, 5, 60) == "warning"  # the reduction step, without a reason


def test_a_concentration_that_no_listed_product_has_is_refused(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "profiles", tmp_path / "profiles")
    label = tmp_path / "profiles" / "labels" / "bravolex" / "2026-01-01.toml"
    label.write_text(label.read_text(encoding="utf-8").replace("mg_per_ml = 10", "mg_per_ml = 20"), encoding="utf-8")
    done = run(tmp_path, "labelcheck label check profiles")
    assert done.exit_code == 1
    assert "oral solution of 20 mg/mL is no listed product of bravonib" in done.output


def test_every_extension_of_a_product_that_the_page_explains_is_one_that_is_read() -> None:
    explained = re.findall(r"^\| (`[a-z`, -]+`) \|", PAGE, re.MULTILINE)
    read = (Path(__file__).parents[1] / "validator" / "terminology" / "concept_extension.py").read_text()
    for name in re.findall(r"`([a-z-]+)`", " ".join(explained)):
        assert f'_DEFINITION + "{name}"' in read


@pytest.mark.parametrize(
    ("element", "value"),
    [("clinicalStatus", "resolved"), ("verificationStatus", "provisional"), ("drug", "1363268")],
)
def test_a_sentence_names_the_disease_of_the_page_and_not_its_code(folder: Path, element: str, value: str) -> None:
    chart = json.loads(FILES["order.json"])
    _, tumor, _, order = (entry["resource"] for entry in chart["entry"])
    if element == "drug":
        order["medicationCodeableConcept"]["coding"][0]["code"] = value
    else:
        system = {"clinicalStatus": "condition-clinical", "verificationStatus": "condition-ver-status"}[element]
        tumor[element] = {"coding": [{"system": f"http://terminology.hl7.org/CodeSystem/{system}", "code": value}]}
    (report,) = check_bundle(chart, profiles=Profiles(folder / "profiles")).orders
    told = [one.message for one in report.findings]
    assert any("Bravoma" in one for one in told)
    assert not any("99100019004" in one for one in told)
