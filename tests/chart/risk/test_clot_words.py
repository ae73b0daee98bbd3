"""Clots and infarctions whose words name the vessel or the place behind them. All patients are synthetic."""

from __future__ import annotations

import pytest
from support.build import Resource, resource, to
from support.coding import concept
from support.judged import judged, verdicts
from support.plain import kidney

EVENTS = (
    "Thrombosis of femoral artery",
    "Thrombosis of the left popliteal vein",
    "Acute occlusion of right brachial artery",
    "Embolism of superior mesenteric artery",
    "Clot in right popliteal vein",
    "Occlusive thrombus in the left femoral vein",
    "Thrombosis of inferior vena cava (disorder)",
    "Thrombophlebitis of deep femoral vein (disorder)",
    "Deep thrombophlebitis",
    "Cavernous sinus thrombosis",
    "Pulmonary infarction",
    "THROMBUS IN MAIN PULMONARY ARTERY",
    "Left atrial appendage thrombus",
    "Acute non-Q wave infarction (disorder)",
    "Acute subendocardial infarction",
    "Acute infarction of papillary muscle",
    "Partial anterior cerebral circulation infarction",
    "Acute left MCA territory infarction",
    "Occlusion and stenosis of middle cerebral artery with infarction",
    "Mesenteric embolus",
    "Nonocclusive intestinal infarction",
    "Acute ischemic colitis",
    "Portal thrombophlebitis",
    "Acute on chronic thrombosis of femoral vein",
    "Non-hemorrhagic stroke",
    "Non-massive PE",
    "Non-Q wave MI",
)
OPEN = ("Thrombophlebitis", "Thrombosis", "Blood clot", "Embolism", "Infarction", "Septic thrombophlebitis")
"""Words that do not tell the vessel or the organ."""
OTHERS = (
    "No thrombosis of the femoral vein",
    "RCC with thrombus in left renal vein",
    "Tumor thrombus in the inferior vena cava",
    "Multi-infarct dementia",
    "Dysphagia as a late effect of cerebrovascular accident",
    "Late effects of stroke",
    "Placental infarct",
    "Thrombosis of retinal vein",
    "Stenosis of carotid artery",
    "Occlusion of femoral artery",
    "Thrombocytosis",
    "Coronary artery disease, stent in right coronary artery",
    "Chronic thrombosis of left subclavian vein",
    "Bone infarct",
    "Air embolism",
    "Thrombosis prophylaxis",
    "Non-stroke",
    "Non-ruptured cerebral aneurysm",
)


def condition(text: str) -> Resource:
    active = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]}
    about = {"code": concept(text=text), "subject": to("Patient/patient"), "onsetDateTime": "2026-11-12"}
    return resource("Condition", "event", clinicalStatus=active, **about)


@pytest.mark.parametrize("text", EVENTS)
def test_a_clot_is_heard_before_its_vessel_and_an_infarction_before_its_place(text: str) -> None:
    assert verdicts(judged(kidney(beside=(condition(text),))), "thrombotic-event") == ["error"]


@pytest.mark.parametrize("text", OPEN)
def test_a_clot_whose_place_is_not_told_warns(text: str) -> None:
    assert verdicts(judged(kidney(beside=(condition(text),))), "thrombotic-event") == ["warning"]


@pytest.mark.parametrize("text", OTHERS)
def test_what_denies_one_or_is_none_is_left_alone(text: str) -> None:
    assert verdicts(judged(kidney(beside=(condition(text),))), "thrombotic-event") == []


def test_a_word_that_only_ends_in_non_denies_nothing() -> None:
    assert verdicts(judged(kidney(beside=(condition("Seen in Lebanon hemorrhagic stroke"),))), "recent-hemorrhage") == [
        "error"
    ]


@pytest.mark.parametrize("code", ["64662007", "70422006", "83938003", "230693009", "328511000119109"])
def test_the_bare_code_of_such_a_name_says_the_same(code: str) -> None:
    event = condition("")
    event["code"] = {"coding": [{"system": "http://snomed.info/sct", "code": code}]}
    assert verdicts(judged(kidney(beside=(event,))), "thrombotic-event") == ["error"]


def test_a_clot_near_the_surface_is_only_named() -> None:
    found = judged(kidney(beside=(condition("Thrombosis of left great saphenous vein"),)))
    assert verdicts(found, "thrombotic-event") != ["error"]
