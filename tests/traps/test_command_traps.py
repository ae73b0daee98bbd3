"""The command as people and pipelines call it: several files, standard input, exit codes, no traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.build import Resource, to_json
from support.plain import METFORMIN, collection, kidney, sixty

COMMAND = [sys.executable, "-c", "from validator.cli import main; main()", "check"]


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """`labelcheck check` with these arguments."""
    done = subprocess.run([*COMMAND, *arguments], input=stdin, capture_output=True, timeout=120, check=False)
    assert b"Traceback" not in done.stdout + done.stderr
    return done


def written(folder: Path, name: str, resources: list[Resource]) -> str:
    """A Bundle as a file."""
    path = folder / name
    path.write_bytes(to_json(collection(resources)))
    return str(path)


def verdicts(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    """The verdicts of a JSON answer."""
    return [order["verdict"] for order in json.loads(done.stdout)["orders"]]


def test_several_files_are_one_chart(tmp_path: Path) -> None:
    chart = kidney()
    half = len(chart) // 2
    files = [written(tmp_path, "a.json", chart[:half]), written(tmp_path, "b.json", chart[half:])]
    for order in (files, files[::-1]):
        done = run(*order)
        assert verdicts(done) == ["accept"]
        assert done.returncode == 0


def test_files_of_single_resources_are_one_chart(tmp_path: Path) -> None:
    files = []
    for number, one in enumerate(kidney()):
        path = tmp_path / f"{number}.json"
        path.write_bytes(to_json(one))
        files.append(str(path))
    assert verdicts(run(*files)) == ["accept"]


def test_standard_input_is_a_file() -> None:
    done = run("-", stdin=to_json(collection(kidney())))
    assert verdicts(done) == ["accept"]


def test_a_missing_file_may_have_held_anything_and_the_rest_is_checked(tmp_path: Path) -> None:
    done = run(written(tmp_path, "a.json", kidney()), str(tmp_path / "gone.json"))
    assert done.returncode == 3
    assert verdicts(done) == ["undetermined"]
    assert b"gone.json" in done.stderr


@pytest.mark.parametrize("data", [b"", b"not json", b'{"resourceType": "Bundel"}', b"null"])
def test_unreadable_input_ends_with_three(data: bytes) -> None:
    done = run("-", stdin=data)
    assert done.returncode == 3
    assert json.loads(done.stdout)["issues"]


@pytest.mark.parametrize(
    "arguments", [[], ["--format", "poetry", "-"], ["--as-of", "yesterday", "-"], ["--nonsense", "-"]]
)
def test_wrong_usage_ends_with_two(arguments: list[str]) -> None:
    assert run(*arguments).returncode == 2


def test_an_order_for_another_drug_ends_with_nought() -> None:
    done = run("-", stdin=to_json(collection(kidney(sixty(medicationCodeableConcept=METFORMIN)))))
    assert done.returncode == 0
    assert verdicts(done) == ["not-assessed"]


@pytest.mark.parametrize(
    ("threshold", "code"), [("error", 0), ("undetermined", 1), ("warning", 1)], ids=["error", "undetermined", "warning"]
)
def test_the_threshold_decides_about_an_undetermined_order(threshold: str, code: int) -> None:
    undosed = sixty()
    del undosed["dosageInstruction"]
    done = run("--fail-on", threshold, "-", stdin=to_json(collection(kidney(undosed))))
    assert verdicts(done) == ["undetermined"]
    assert done.returncode == code


def test_an_outcome_is_printed_as_fhir() -> None:
    done = run("--format", "fhir", "-", stdin=to_json(collection(kidney())))
    outcome = json.loads(done.stdout)
    assert outcome["resourceType"] == "OperationOutcome"
    assert outcome["issue"]
    assert done.returncode == 0
