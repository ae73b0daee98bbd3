"""What the value sets say of diseases, and what they cannot say."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from support.shipped import SHIPPED

from validator.finding import CANONICAL
from validator.profiles import Profiles
from validator.terminology.codebook import codebook
from validator.terminology.valueset import ValueSetError

DEFINITION = f"{CANONICAL}/StructureDefinition/"


def spoilt(tmp_path: Path, name: str, *extensions: dict[str, Any]) -> Path:
    """The shipped profiles with extensions added to one value set."""
    folder = tmp_path / "profiles"
    shutil.copytree(SHIPPED.root, folder)
    (file,) = (folder / "valuesets").rglob(f"{name}.json")
    content = json.loads(file.read_text(encoding="utf-8"))
    content.setdefault("extension", []).extend({**one, "url": DEFINITION + one["url"]} for one in extensions)
    file.write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_a_family_is_no_disease_and_its_members_are() -> None:
    known = SHIPPED.book.diseases
    assert known.names == {"rcc", "hcc", "dtc", "mtc", "pnet", "epnet"}
    assert known.family_of(frozenset({"pnet"})) == {"pnet", "epnet"}
    assert known.family_of(frozenset({"pnet", "rcc"})) == frozenset()


def test_a_group_is_about_the_disease_it_is_named_after_unless_it_says_more() -> None:
    known = SHIPPED.book.diseases
    assert known.about("indications", "rcc:ambiguous") == {"rcc"}
    assert known.about("indications", "dtc:ambiguous") == {"dtc", "mtc"}
    assert known.about("indications", "net:excluded") == {"pnet", "epnet"}
    assert known.about("disease-extent", "metastatic:hcc") == {"hcc"}
    assert known.about("disease-extent", "metastatic") == frozenset()


@pytest.mark.parametrize(
    ("name", "extension", "message"),
    [
        ("metastasis-from-kidney-cancer", {"url": "disease", "valueCode": "rccc"}, "rccc is no disease; known are"),
        ("renal-cell-carcinoma-review", {"url": "looks-like", "valueString": "x"}, "only the head of a disease"),
        ("renal-cell-carcinoma-review", {"url": "disease-family", "valueCode": "x"}, "only the head of a disease"),
        ("pancreatic-neuroendocrine-tumor", {"url": "every-other-organ", "valueString": "x"}, "every other organ"),
        ("renal-cell-carcinoma", {"url": "every-other-organ", "valueString": "x"}, "every other organ"),
        ("renal-cell-carcinoma", {"url": "looks-like", "valueString": "("}, "the words is not a regular expression"),
        ("renal-cell-carcinoma", {"url": "look-like", "valueString": "x"}, "look-like"),
        ("stage-i", {"url": "extent", "valueCode": "stage-5"}, "stage-5"),
        ("well-differentiated", {"url": "differentiation", "valueCode": "fair"}, "fair"),
        ("radioactive-iodine-refractory-phrases", {"url": "criterion", "valueCode": "rai"}, "rai is no criterion"),
    ],
)
def test_what_cannot_be_said_of_a_disease_stops_the_load_with_the_file(
    tmp_path: Path, name: str, extension: dict[str, Any], message: str
) -> None:
    folder = spoilt(tmp_path, name, extension)
    with pytest.raises(ValueSetError, match=message) as raised:
        codebook(folder)
    (file,) = (folder / "valuesets").rglob(f"{name}.json")
    place = f"{file.parent.name}/{file.name}"
    mistakes = Profiles(folder).mistakes()
    assert any(mistake.startswith(f"valuesets/{place}") and message in mistake for mistake in mistakes)
    assert str(raised.value).startswith(place)


@pytest.mark.parametrize("group", ["rcc:topograhpy", "rcc:histology", "rcc:words:open"])
def test_a_kind_of_code_that_nobody_reads_stops_the_load_and_is_not_passed_over(tmp_path: Path, group: str) -> None:
    folder = tmp_path / "profiles"
    shutil.copytree(SHIPPED.root, folder)
    file = folder / "valuesets" / "diseases" / "renal-cell-carcinoma-topography.json"
    file.write_text(file.read_text().replace('"rcc:topography"', f'"{group}"'))
    with pytest.raises(ValueSetError, match=r"^diseases/renal-cell-carcinoma-topography\.json\.identifier: .* no kind"):
        codebook(folder)


def test_the_criteria_come_from_the_code_system() -> None:
    system = json.loads((SHIPPED.root / "codesystems" / "criterion.json").read_text(encoding="utf-8"))
    assert SHIPPED.book.criteria == {one["code"] for one in system["concept"]}
