"""The FHIR package of what is published: its form, that it is made alike each time, and that the validator loads it."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from support.build import to_json
from support.judge import OF_R5, ROOT, as_file, errors, missing
from support.shipped import SHIPPED

from validator.report.fhir_package import example_resources, package
from validator.version import VERSION

PROFILE = "https://labelcheck.example.org/fhir/StructureDefinition/weight-observation"

EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="module")
def packed() -> bytes:
    return package(SHIPPED, example_resources(EXAMPLES))


@pytest.fixture(scope="module")
def files(packed: bytes) -> dict[str, Any]:
    with tarfile.open(fileobj=io.BytesIO(packed), mode="r:gz") as archive:
        opened = {one.name: archive.extractfile(one) for one in archive.getmembers()}
        return {name: json.loads(file.read()) for name, file in opened.items() if file is not None}


def test_it_has_the_same_bytes_each_time(packed: bytes) -> None:
    assert package(SHIPPED, example_resources(EXAMPLES)) == packed


def test_it_says_what_it_is_and_needs(files: dict[str, Any]) -> None:
    told = files["package/package.json"]
    assert (told["name"], told["version"]) == ("labelcheck.fhir", VERSION)
    assert told["fhirVersions"] == ["4.0.1"]
    assert told["dependencies"] == {"hl7.fhir.r4.core": "4.0.1"}


@pytest.mark.parametrize("folder", ["package", "package/example"])
def test_its_index_names_every_file(files: dict[str, Any], folder: str) -> None:
    listed = files[f"{folder}/.index.json"]
    assert listed["index-version"] == 2
    named = {f"{folder}/{one['filename']}": one for one in listed["files"]}
    beside = {name for name in files if name.rpartition("/")[0] == folder}
    assert named.keys() == beside - {"package/package.json", f"{folder}/.index.json"}
    for name, one in named.items():
        held = files[name]
        assert (one["resourceType"], one["id"], one.get("url")) == (held["resourceType"], held["id"], held.get("url"))


def test_the_example_charts_of_the_guide_are_in_it_as_they_stand_in_their_files(files: dict[str, Any]) -> None:
    shown = {one.stem: json.loads(one.read_text()) for one in EXAMPLES.glob("*.json") if one.name not in OF_R5}
    assert len(shown) > 15
    assert {stem: files[f"package/example/Bundle-{stem}.json"] for stem in shown} == {
        stem: chart | {"id": stem} for stem, chart in shown.items()
    }
    guide = files["package/ImplementationGuide-labelcheck.json"]["definition"]["resource"]
    listed = {one["reference"]["reference"] for one in guide if one["exampleBoolean"]}
    assert listed == {f"Bundle/{stem}" for stem in shown}


def test_everything_published_and_the_form_of_each_drug_is_in_it(files: dict[str, Any]) -> None:
    root = Path(SHIPPED.root)
    published = {path for path in root.rglob("*.json") if "resourceType" in json.loads(path.read_text())}
    held = {one.get("url") for one in files.values()}
    assert {json.loads(path.read_text())["url"] for path in published} <= held
    assert "package/Questionnaire-cabozantinib-criteria.json" in files


def test_every_profile_and_extension_in_it_has_a_snapshot_to_build_on(files: dict[str, Any]) -> None:
    held = [one for one in files.values() if one.get("resourceType") == "StructureDefinition"]
    assert len(held) > 30
    assert [one["id"] for one in held if not one.get("snapshot", {}).get("element")] == []


@pytest.mark.skipif(missing() is not None, reason=str(missing()))
def test_the_validator_loads_it_and_holds_a_resource_to_a_profile_of_it(packed: bytes, tmp_path: Path) -> None:
    loaded = tmp_path / "package.tgz"
    loaded.write_bytes(packed)
    claimed = {"profile": [PROFILE]}
    weight = {
        "resourceType": "Observation",
        "id": "weight",
        "meta": claimed,
        "status": "final",
        "category": [
            {
                "coding": [
                    {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}
                ]
            }
        ],
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7", "display": "Body weight"}]},
        "subject": {"reference": "Patient/patient"},
        "effectiveDateTime": "2026-11-18",
        "valueQuantity": {"value": 80, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"},
    }
    undated = {name: value for name, value in weight.items() if name != "valueQuantity"}
    sound = as_file(tmp_path, "sound", to_json(weight).decode())
    broken = as_file(tmp_path, "broken", to_json(undated).decode())
    found = errors("R4", [sound, broken], own=[loaded])
    assert [one for one in found if one.file == str(sound)] == []
    assert any("weight-observation" in one.message for one in found if one.file == str(broken))
