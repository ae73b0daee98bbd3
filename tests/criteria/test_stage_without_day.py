"""Stages and answers of spread of which nothing tells which came last. All patients are synthetic."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, observation
from support.coding import M0, M1, M_CATEGORY, STAGE_1, STAGE_4, STAGE_GROUP, Coding, concept
from support.judged import judged
from support.plain import kidney, kidney_cancer, without


def answer(name: str, asked: Coding, said: Coding | str, on: str | None) -> Resource:
    told: dict[str, Any] = {"valueString": said} if isinstance(said, str) else {"valueCodeableConcept": concept(said)}
    made = observation(name, asked, on or "2026-01-01") | told
    return made if on else {key: value for key, value in made.items() if key != "effectiveDateTime"}


def verdict(*beside: Resource) -> str:
    return judged(without(kidney(beside=beside), "metastasis")).verdict.value


@pytest.mark.parametrize(("early", "late"), [(None, "2026-08-01"), ("2026-08-01", None), (None, None)])
def test_a_stage_without_a_day_is_open_beside_another(early: str | None, late: str | None) -> None:
    assert verdict(answer("i", STAGE_GROUP, STAGE_1, early), answer("iv", STAGE_GROUP, STAGE_4, late)) == "undetermined"
    assert verdict(answer("m0", M_CATEGORY, M0, early), answer("m1", M_CATEGORY, M1, late)) == "undetermined"


def test_an_older_early_stage_one_alone_and_a_metastasis_on_the_list_stay_as_they_were() -> None:
    assert (
        verdict(answer("i", STAGE_GROUP, STAGE_1, "2020-08-01"), answer("iv", STAGE_GROUP, STAGE_4, "2026-08-01"))
        == "accept"
    )
    assert verdict(answer("iv", STAGE_GROUP, STAGE_4, None)) == "accept"
    assert judged(kidney(beside=(answer("m0", M_CATEGORY, M0, None),))).verdict.value == "accept"


def staged(*stages: dict[str, Any]) -> str:
    chart = kidney(beside=())
    tumor = kidney_cancer() | {"stage": [{"summary": one} for one in stages]}
    chart = [tumor if one["id"] == "tumor" else one for one in without(chart, "metastasis")]
    return judged(chart).verdict.value


def test_words_of_a_condition_s_own_stage_against_its_code_leave_it_open() -> None:
    assert staged({"text": "Stage I"}, concept(STAGE_4)) == "undetermined"
    assert staged({"text": "Stage IV"}, concept(STAGE_4)) == "accept"
    assert staged(concept(STAGE_4)) == "accept"


def test_a_stage_in_words_rests_on_the_newest() -> None:
    old, new = answer("i", STAGE_GROUP, "Stage I", "2020-08-01"), answer("iv", STAGE_GROUP, "Stage IV", "2026-08-01")
    assert verdict(old, new) in ("accept", "warning")
    assert verdict(old | {"effectiveDateTime": "2026-09-01"}, new) == "undetermined"
    assert verdict(answer("i", STAGE_GROUP, "Stage I", None), new) == "undetermined"
    assert verdict(old | {"effectiveDateTime": "2026"}, new) == "undetermined"
