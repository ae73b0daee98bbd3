"""The codes asked for are those that are read, and stay so when the criteria or the labels change."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from support.shipped import codebook, observation_codes

from validator import check_bundle
from validator.client import observation_codes as asked
from validator.client.observation_codes import NEWEST_OBSERVATIONS, batches, newest_searches
from validator.profiles import Profiles, shipped
from validator.terminology.valueset import ValueSet

ROOT = Path(__file__).parents[2]


def test_every_group_that_a_criterion_names_is_asked_for():
    groups = {value_set.group for value_set in codebook().sets_of("observations")}
    named: set[str] = set()
    for file in (*ROOT.glob("validator/criteria/*.py"), *ROOT.glob("validator/assessment/*.py")):
        named |= set(re.findall(r'"([a-z_0-9:]+)"', file.read_text(encoding="utf-8"))) & groups
    # Answers are read from the value, not searched for; rai_refractory is a phrase and has no code.
    # Blood pressures count only in the last days, and ten years of them would come.
    skipped = ("pregnancy:", "child_pugh:", "bp:")
    named = {name for name in named if not name.startswith(skipped)} - {"rai_refractory"}
    assert {"weight", "weight:stated_or_estimated", "bsa", "egfr", "child_pugh", "pregnancy_status"} <= named
    assert all(codes_of(value_set) <= set(observation_codes()) for value_set in sets_of("observations", named))
    recent = sets_of("observations", {"bp:panel", "bp:systolic", "bp:diastolic"})
    asked_lately = newest_searches(shipped())[NEWEST_OBSERVATIONS]["code"].split(",")
    assert sorted(code for value_set in recent for code in codes_of(value_set)) == asked_lately


def test_every_question_that_the_chart_reads_of_a_tumor_is_asked_for():
    groups = {"question:stage-group", "question:T", "question:N", "question:M", "question:disease-status"}
    groups |= {"question:grade", "question:histology"}
    asked = [*sets_of("disease-extent", groups), *sets_of("differentiation-grade", groups)]
    assert {value_set.group for value_set in asked} == groups
    assert all(codes_of(value_set) <= set(observation_codes()) for value_set in asked)


def test_what_only_another_folder_asks_is_asked_for_only_there(tmp_path: Path):
    shutil.copytree(ROOT / "profiles", tmp_path, dirs_exist_ok=True)
    file = tmp_path / "labels" / "cabometyx" / "2025-03-26.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('kind = "not-measured", groups = ["', 'kind = "not-measured", groups = ["tsh", "', 1))
    (thyrotropin,) = sets_of("observations", {"tsh"})
    assert not codes_of(thyrotropin) & set(observation_codes())
    assert codes_of(thyrotropin) <= set(asked.observation_codes(Profiles(tmp_path)))


def sets_of(domain: str, groups: set[str]) -> list[ValueSet]:
    return [value_set for value_set in codebook().sets_of(domain) if value_set.group in groups]


def codes_of(value_set: ValueSet) -> set[str]:
    return {f"{s}|{code}" for (s, code), one in value_set.concepts.items() if one.confidence != "unverified"}


def test_every_group_that_a_label_names_is_asked_for():
    codes = set(observation_codes())
    groups = {value_set.group: value_set for value_set in codebook().sets_of("observations")}
    named = {
        group
        for group in groups
        for file in ROOT.glob("profiles/labels/*/*.toml")
        if f'"{group}"' in file.read_text(encoding="utf-8")
    }
    assert {"alt", "ast"} <= named
    for group in named:
        wanted = {
            f"{system}|{code}"
            for (system, code), concept in groups[group].concepts.items()
            if concept.confidence != "unverified"
        }
        assert wanted <= codes


def said(chart: dict[str, Any]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    report = check_bundle(chart, structure="read")
    return [
        (order.order, order.verdict, sorted((finding.code, finding.message) for finding in order.findings))
        for order in report.orders
    ]


@pytest.mark.parametrize("file", sorted(ROOT.glob("examples/*.json")), ids=lambda file: file.stem)
def test_an_observation_that_is_not_asked_for_changes_no_answer(file):
    codes = set(observation_codes())
    chart = json.loads(file.read_text(encoding="utf-8"))

    def is_asked_for(resource: dict[str, Any]) -> bool:
        own = {f"{one['system']}|{one['code']}" for one in resource["code"]["coding"]}
        return bool(own & codes)

    kept = [
        entry
        for entry in chart["entry"]
        if entry["resource"]["resourceType"] != "Observation" or is_asked_for(entry["resource"])
    ]
    # The count a server gives belongs to the whole list.
    chart.pop("total", None)
    assert said({**chart, "entry": kept}) == said(chart)


def test_a_code_that_nobody_has_verified_decides_nothing_and_is_not_asked_for():
    assert "http://loinc.org|80385-8" not in observation_codes()


def test_blood_pressures_are_not_asked_for():
    assert not {"http://loinc.org|85354-9", "http://loinc.org|8480-6"} & set(observation_codes())


def test_batches_hold_every_code_once_and_none_is_too_long():
    codes = observation_codes()
    made = list(batches(codes, 500))
    assert [code for batch in made for code in batch.split(",")] == list(codes)
    assert all(len(quote_plus(batch)) <= 500 for batch in made)
    assert len(made) > 3


def test_a_code_longer_than_a_batch_still_goes():
    assert list(batches(("a" * 50, "b"), 10)) == ["a" * 50, "b"]
    assert list(batches((), 10)) == []
