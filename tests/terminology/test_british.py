"""Phrases that a list holds in American spelling, as a British chart writes them. All patients are synthetic."""

from __future__ import annotations

import pytest
from support.build import Resource, resource, to
from support.coding import concept
from support.judged import judged, verdicts
from support.plain import kidney

from validator.terminology.british import british


def condition(text: str) -> Resource:
    active = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]}
    about = {"code": concept(text=text), "subject": to("Patient/patient"), "onsetDateTime": "2026-11-12"}
    return resource("Condition", "event", clinicalStatus=active, **about)


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("Acute ischaemia of small intestine", "thrombotic-event"),
        ("Transient ischaemic attack", "thrombotic-event"),
        ("Bleeding oesophageal varices", "recent-hemorrhage"),
        ("Haemothorax", "recent-hemorrhage"),
        ("Retroperitoneal haematoma", "recent-hemorrhage"),
        ("Melaena", "recent-hemorrhage"),
    ],
)
def test_a_danger_is_heard_in_british_spelling(text: str, finding: str) -> None:
    assert verdicts(judged(kidney(beside=(condition(text),))), finding) == ["error"]


@pytest.mark.parametrize(
    "text",
    ["No haemorrhage", "Haemorrhoids", "Subconjunctival haemorrhage", "RCC with tumour thrombus in renal vein"],
)
def test_what_is_none_in_american_spelling_is_none_in_british(text: str) -> None:
    found = judged(kidney(beside=(condition(text),)))
    assert verdicts(found, "recent-hemorrhage") == verdicts(found, "thrombotic-event") == []


@pytest.mark.parametrize(
    ("american", "spelling"),
    [
        ("acute posthemorrhagic anemia", "acute posthaemorrhagic anaemia"),
        ("esophageal tumors", "oesophageal tumours"),
        ("ischemic colitis", "ischaemic colitis"),
        ("leukoencephalopathy", "leucoencephalopathy"),
        ("arterial embolization", "arterial embolisation"),
        ("chemotherapy", "chemotherapy"),
        ("prize", "prize"),
        ("ACS", "ACS"),
    ],
)
def test_how_words_are_spelt(american: str, spelling: str) -> None:
    assert british(american) == spelling
