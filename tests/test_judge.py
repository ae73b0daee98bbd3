"""What is published and emitted is valid FHIR by the validator of the field, offline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.build import to_json
from support.claimed import claimed
from support.judge import as_file, errors, examples, in_release, missing, published
from support.labelled import as_files, newest_revisions
from support.profiled import ORDER, PROFILES, broken, sound
from support.served import served, suggested
from support.snapshots import FOLDER as SNAPSHOTS
from support.snapshots import differentials, stale

from validator import Verdict, check_bundle
from validator.report.extension_definitions import as_text, definitions
from validator.report.operation_outcome import outcome_dict
from validator.terminology.profiles import profiles_root

JUDGED = pytest.mark.skipif(missing() is not None, reason=str(missing()))
CANONICAL = "https://labelcheck.example.org/fhir"


def test_the_definitions_of_extensions_are_those_that_decoding_holds_to() -> None:
    folder = profiles_root() / "structuredefinitions"
    stale = [name for name, made in definitions().items() if (folder / f"{name}.json").read_text() != as_text(made)]
    assert stale == [], "python -m validator.report.extension_definitions writes them anew"


def test_each_definition_is_kept_with_a_snapshot_and_is_the_same_there() -> None:
    """What needs no validator; that the snapshot itself is the newest is seen where the validator runs, below."""
    kept = {one.name: json.loads(one.read_text(encoding="utf-8")) for one in SNAPSHOTS.glob("*.json")}
    assert all(one.pop("snapshot")["element"] for one in kept.values())
    written = {one.name: json.loads(one.read_text(encoding="utf-8")) for one in differentials()}
    assert kept == written, "python tests/support/snapshots.py writes them anew"


REFUSED = {
    "words": ({"url": f"{CANONICAL}/StructureDefinition/confidence", "valueCode": "banana"}, "confidence-words"),
    "type": ({"url": f"{CANONICAL}/StructureDefinition/confidence", "valueString": "verified1"}, "type"),
    "unknown": ({"url": f"{CANONICAL}/StructureDefinition/unheard-of", "valueCode": "x"}, "could not be found"),
}
"""Extensions that decoding refuses, and what the validator says of each."""


def outcomes(folder: Path) -> Iterator[Path]:
    """What is answered to every example, as files."""
    for example in examples("R4"):
        file = folder / f"outcome-{example.name}"
        file.write_text(json.dumps(outcome_dict(check_bundle(example.read_bytes()))), encoding="utf-8")
        yield file


def spoilt(folder: Path) -> Iterator[Path]:
    """A value set with each extension that is refused."""
    text = (profiles_root() / "valuesets" / "measurements" / "body-weight.json").read_text(encoding="utf-8")
    for name, (extension, _) in REFUSED.items():
        value_set = json.loads(text)
        value_set["compose"]["include"][0]["concept"][0]["extension"] = [extension]
        file = folder / f"spoilt-{name}.json"
        file.write_text(json.dumps(value_set), encoding="utf-8")
        yield file


def unheard_of(folder: Path) -> Iterator[Path]:
    """The map of findings with a code of each side that its code system does not have."""
    text = (profiles_root() / "conceptmaps" / "finding-detected-issue.json").read_text(encoding="utf-8")
    for name, code in (("finding", "surgery-too-close"), ("issue", "ENDLATE")):
        yield as_file(folder, f"spoilt-map-{name}", text.replace(f'"{code}"', f'"{code}-unheard-of"'))


def banana(answer: Path) -> Path:
    """An outcome with a verdict that there is none of."""
    text = answer.read_text(encoding="utf-8")
    file = answer.with_name("spoilt-verdict.json")
    file.write_text(text.replace('"url": "verdict", "valueCode": "', '"url": "verdict", "valueCode": "banana-'))
    return file


def doubtful(label: Path) -> Path:
    """A label with a word for how well a statement is known that there is none of."""
    text = label.read_text(encoding="utf-8")
    return as_file(label.parent, "spoilt-label", text.replace('"valueCode": "verified"', '"valueCode": "banana"', 1))


SPOILT_OR_CLAIMED = re.compile(r"/(?:spoilt|claimed)-[^/]*$")
DEPARTING = {("rcc-dose-in-words", ORDER), ("rcc-no-frequency", ORDER)}
"""Examples that are about what the profile of an order rules out; in all others every resource agrees with its own."""


def test_the_published_verdicts_are_those_there_are() -> None:
    system = json.loads((profiles_root() / "codesystems" / "verdict.json").read_text(encoding="utf-8"))
    assert [concept["code"] for concept in system["concept"]] == [one.value for one in Verdict]


@JUDGED
def test_what_is_published_and_answered_is_valid_and_what_decoding_refuses_is_not(tmp_path: Path) -> None:
    """One run of the validator: starting it takes most of the time."""
    answers, of_service, offered = list(outcomes(tmp_path)), list(served(tmp_path)), list(suggested(tmp_path))
    assert len(answers) > 15
    assert {json.loads(one.read_text())["resourceType"] for one in offered} == {"MedicationRequest", "Observation"}
    kept = [as_file(tmp_path, f"kept-{at}", to_json(one).decode()) for at, (_, one, _) in enumerate(sound())]
    rules = {
        as_file(tmp_path, f"spoilt-rule-{at}", to_json(one.resource).decode()): one for at, one in enumerate(broken())
    }
    shown = list(claimed(tmp_path))
    generated = tmp_path / "snapshots"
    generated.mkdir()
    # Value sets written out are alike in form, and snapshots are generated here; `make judge` judges each of them.
    definitions = [one for one in published() if one.parent.name not in ("expansions", "snapshots")]
    valid = [*definitions, *examples("R4"), *answers, *of_service, *offered, *kept]
    found = errors(
        "R4",
        [*valid, *(file for *_, file in shown), *rules, *spoilt(tmp_path), *unheard_of(tmp_path), banana(answers[0])],
        snapshots=generated,
    )
    assert stale(generated) == [], "python tests/support/snapshots.py writes them anew"
    assert [one for one in found if not SPOILT_OR_CLAIMED.search(one.file)] == []
    assert {profile for _, profile, _ in shown} == set(PROFILES)
    departing = {(name, profile) for name, profile, file in shown if any(one.file == str(file) for one in found)}
    assert departing == DEPARTING
    assert any("banana-" in one.message for one in found if "spoilt-verdict" in one.file)
    for file, rule in rules.items():
        assert any(rule.told in one.message for one in found if one.file == str(file)), f"{rule.profile}: {rule.rule}"
    for side in ("finding", "issue"):
        assert any("-unheard-of" in one.message for one in found if f"spoilt-map-{side}" in one.file), side
    for name, (_, told) in REFUSED.items():
        assert any(told in one.message for one in found if f"spoilt-{name}" in one.file), name


@JUDGED
def test_the_labels_the_units_and_the_service_of_r5_are_valid_r5_and_a_form_of_r4_is_not(tmp_path: Path) -> None:
    maps = [one for one in published() if one.parent.name == "conceptmaps"]
    labels = list(as_files(tmp_path, "R5", newest_revisions()))
    of_r5 = [*examples("R5"), *in_release("R5", maps, tmp_path), *served(tmp_path, "R5"), *labels]
    refused = [*maps, doubtful(labels[0])]
    found = errors("R5", [*of_r5, *refused])
    assert [one for one in found if Path(one.file) not in refused] == []
    assert {Path(one.file) for one in found} == set(refused)
