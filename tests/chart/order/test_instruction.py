"""How an order says the dose is to be taken: coded, by timing and in words."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import dosage, every
from support.coding import coding, concept, snomed
from support.facts import read_order, told

from validator.chart.order.instruction_text import told_in
from validator.verdict import Basis


def said(text: str) -> list[tuple[str, int | None]]:
    """Kinds and minutes of what a text says."""
    return [(one.kind, one.minutes) for one in told_in(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Take on an empty stomach", [("fasting", None)]),
        ("Take without food", [("fasting", None)]),
        ("Do not take with food", [("fasting", None)]),
        ("Do not eat before the dose", [("fasting", None)]),
        ("Take with food", [("with-food", None)]),
        ("with a low-fat meal", [("with-food", None)]),
        ("Take with breakfast", [("with-food", None)]),
        ("With or without food", [("food-allowed", None)]),
        ("With food or without", [("food-allowed", None)]),
        ("without regard to meals", [("food-allowed", None)]),
        ("not on an empty stomach", [("with-food", None)]),
        ("Before breakfast", [("before-meal", None)]),
        ("after meals", [("after-meal", None)]),
        ("30 minutes before breakfast", [("before-meal", 30)]),
        ("half an hour before food", [("before-meal", 30)]),
        ("At least 1 hour before or at least 2 hours after eating", [("before-meal", 60), ("after-meal", 120)]),
        ("one (1) hour before or two hours after a meal", [("before-meal", 60), ("after-meal", 120)]),
        (
            "Do not eat for at least 2 hours before and at least 1 hour after taking",
            [("after-meal", 120), ("before-meal", 60)],
        ),
        ("Nothing to eat 2 hrs before or 1 hr after", [("after-meal", 120), ("before-meal", 60)]),
        ("Take 2 hours after food, 1 hour before food", [("before-meal", 60), ("after-meal", 120)]),
        ("Take with toast", [("with-food", None)]),
        ("Take mid-meal", [("with-food", None)]),
        ("Mix into a spoonful of pudding", [("with-food", None)]),
        ("Do not mix in applesauce", [("fasting", None)]),
    ],
)
def test_what_a_text_says_of_food(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert sorted(said(text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Swallow whole", ["whole"]),
        ("Do not crush, chew or split", ["whole"]),
        ("Crush and mix with water", ["crush"]),
        ("May be crushed", ["crush"]),
        ("Chew well", ["chew"]),
        ("Take 1/2 tablet", ["split"]),
        ("half a tablet daily", ["split"]),
        ("Open capsule and sprinkle", ["open"]),
        ("Do not open capsules", ["whole"]),
        ("Empty contents of capsule in water", ["open"]),
        ("Do not empty capsules", ["whole"]),
        ("Make slurry", ["crush"]),
        ("Use pill cutter", ["split"]),
        ("Via Dobhoff", ["feeding-tube"]),
        ("Give per OG tube", ["feeding-tube"]),
        ("Dissolve in water", ["crush"]),
        ("Give via PEG tube", ["feeding-tube"]),
        ("per NG", ["feeding-tube"]),
        ("through feeding tube", ["feeding-tube"]),
        ("Not for feeding tube", []),
        ("at bedtime", ["bedtime"]),
        ("Take 1 tablet by mouth once daily", []),
        ("Do not crush. Take at bedtime.", ["whole", "bedtime"]),
        ("Swallow whole, not crushed", ["whole"]),
        ("Do not crush but chew", ["whole", "chew"]),
        ("Ng/mL levels are checked", []),
        ("Avoid grapefruit", []),
        ("Do not take with grapefruit juice", []),
        ("Take with a full glass of water", []),
        ("", []),
    ],
)
def test_what_a_text_says_of_handling(text: str, expected: list[str]) -> None:
    assert [kind for kind, _ in said(text)] == expected


@pytest.mark.parametrize(
    ("route", "value"),
    [
        (concept(snomed("26643006", "Oral route")), "oral"),
        (concept(text="PO"), "oral"),
        (concept(text="by mouth"), "oral"),
        (concept(coding("http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration", "PO")), "oral"),
        (concept(coding("http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl", "C38288", "ORAL")), "oral"),
        (concept(snomed("127490009", "Gastrostomy route")), "enteral-tube"),
        (concept(text="per NG tube"), "enteral-tube"),
        (concept(snomed("47625008", "Intravenous route")), "other"),
        (concept(snomed("6064005", "Topical route")), "other"),
        (concept(snomed("26643006", "Oral"), snomed("47625008", "Intravenous")), "unknown"),
        (concept(snomed("999", "a route")), "unknown"),
        (concept(text="as directed"), "unknown"),
        ("oral", "unknown"),
        (concept(snomed("26643006", "Oral route"), text="PO (by mouth)"), "oral"),
        (concept(snomed("26643006", "Oral route"), text="Swallow whole"), "oral"),
        (concept(snomed("26643006", "Oral route"), text="PER G TUBE"), "enteral-tube"),
        (concept(snomed("26643006", "Oral route"), coding("urn:local", "15", "Nasogastric")), "enteral-tube"),
        (concept(snomed("26643006", "Oral route"), coding("urn:local", "15", "Oral")), "oral"),
        (concept(snomed("26643006", "Oral route"), text="Oral or feeding tube"), "unknown"),
        (concept(snomed("26643006", "Oral route"), text="Sublingual"), "unknown"),
        (concept(snomed("127490009", "Gastrostomy route"), text="per PEG"), "enteral-tube"),
        (concept(snomed("127490009", "Gastrostomy route"), text="Oral"), "unknown"),
    ],
)
def test_a_route_in_codes_and_words(route: Any, value: str) -> None:
    assert told({"route": route}) == [("route", value)]


@pytest.mark.parametrize(
    ("when", "kind"),
    [
        ("AC", "before-meal"),
        ("ACM", "before-meal"),
        ("PC", "after-meal"),
        ("PCV", "after-meal"),
        ("C", "with-food"),
        ("CD", "with-food"),
        ("HS", "bedtime"),
    ],
)
def test_an_event_of_the_timing_is_an_instruction(when: str, kind: str) -> None:
    assert told({"timing": every(when=[when])}) == [(kind, None if kind != "x" else 0)]


def test_an_offset_belongs_to_a_meal() -> None:
    assert told({"timing": every(when=["AC", "HS"], offset=60)}) == [("before-meal", 60), ("bedtime", None)]


@pytest.mark.parametrize("when", ["MORN", "WAKE", "EVE", "XX"])
def test_other_events_say_nothing_of_food(when: str) -> None:
    assert told({"timing": every(when=[when])}) == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (snomed("717154004", "Take on an empty stomach"), [("fasting", None)]),
        (snomed("311504000", "With or after food"), [("with-food", None)]),
        (snomed("311501008", "Half to one hour before food"), [("before-meal", 30)]),
        (snomed("418693002", "Swallowed whole, not chewed"), [("whole", None)]),
        (snomed("418991002", "Sucked or chewed"), [("chew", None)]),
        (snomed("1", "with food"), [("with-food", None)]),
        (snomed("418914006", "May cause drowsiness"), []),
    ],
)
def test_an_additional_instruction_in_codes(code: dict[str, str], expected: list[tuple[str, Any]]) -> None:
    assert told({"additionalInstruction": [concept(code)]}) == expected


def test_every_place_is_read_and_each_says_where() -> None:
    found = read_order(
        dosageInstruction=[
            dosage(None, None, instruction="with food", patient_instruction="do not crush", text="Take at bedtime"),
            {"text": "chew"},
        ],
        note=[{"text": "via PEG tube"}],
    ).instructions
    places = {one.kind: one.evidence.expression for one in found}
    base = "Bundle.entry[1].resource"
    assert places == {
        "route": f"{base}.dosageInstruction[0].route",
        "with-food": f"{base}.dosageInstruction[0].additionalInstruction[0]",
        "whole": f"{base}.dosageInstruction[0].patientInstruction",
        "bedtime": f"{base}.dosageInstruction[0].text",
        "chew": f"{base}.dosageInstruction[1].text",
        "feeding-tube": f"{base}.note[0].text",
    }
    assert {one.evidence.basis for one in found if one.kind != "route"} == {Basis.TEXT}


def test_every_text_is_kept_with_its_place_whether_it_says_how_the_dose_is_taken_or_not() -> None:
    found = read_order(
        dosageInstruction=[
            {
                "patientInstruction": "call the clinic",
                "text": "one daily",
                "timing": {"code": {"text": "Daily with lunch"}},
            }
        ],
        note=[{"text": "spoken with"}],
    )
    assert [(one.element, one.text) for one in found.texts] == [
        ("dosageInstruction[0].text", "one daily"),
        ("dosageInstruction[0].patientInstruction", "call the clinic"),
        ("dosageInstruction[0].timing.code", "Daily with lunch"),
        ("note[0].text", "spoken with"),
    ]
    assert [one.kind for one in found.instructions] == ["with-food"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Take prednisone with food", []),
        ("Previously taken with food", []),
        ("If you take it with food, call us", []),
        ("Take your other medicines with food", []),
        ("Check blood pressure after meals", []),
        ("Take with food if nauseated", ["with-food"]),
        ("If nauseated, take with food", ["with-food"]),
        ("Take 1 tablet daily when eating", ["with-food"]),
        ("Take 1 tablet by mouth while you eat", ["with-food"]),
        ("Do not take it when eating", ["fasting"]),
        ("Do not take it when eating grapefruit", []),
        ("Call for pain when eating", []),
        ("Tell us of nausea when eating", []),
        ("Take with grapefruit juice", ["with-grapefruit"]),
        ("drink a glass of grapefruit juice with it", ["with-grapefruit"]),
        ("It interacts with grapefruit juice", []),
        ("Do not drink grapefruit juice", []),
    ],
)
def test_what_is_said_of_other_drugs_the_past_or_a_case_is_not_said_of_the_dose(text: str, expected: list[str]) -> None:
    assert [kind for kind, _ in said(text)] == expected


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (concept(snomed("421521009", "Swallow")), "method"),
        (concept(text="Chew"), "chew"),
        (concept(text="crush"), "crush"),
        (concept(text="take"), "method"),
    ],
)
def test_a_method_in_codes_and_words(method: dict[str, Any], expected: str) -> None:
    assert [kind for kind, _ in told({"method": method})] == [expected]


@pytest.mark.parametrize(
    "broken",
    [
        {
            "route": 5,
            "method": [],
            "timing": "x",
            "additionalInstruction": "with food",
            "patientInstruction": 7,
            "text": {},
        },
        {"timing": {"repeat": {"when": "AC", "offset": "soon"}}},
        {"timing": {"repeat": []}},
        {"additionalInstruction": [None, 3]},
    ],
)
def test_wrong_types_are_borne(broken: dict[str, Any]) -> None:
    assert isinstance(told(broken), list)


@pytest.mark.parametrize(
    ("words", "kinds"),
    [("PC", ["after-meal"]), ("DAILY AC", ["before-meal"]), ("Daily", []), ("DAILY WITH DINNER", ["with-food"])],
)
def test_capitals_among_the_words_of_a_frequency_are_meals(words: str, kinds: list[str]) -> None:
    found = told({"timing": {"code": {"text": words}}})
    assert [kind for kind, _ in found] == kinds


@pytest.mark.parametrize(
    ("sig", "kinds"),
    [
        ("40 mg po daily AC", ["before-meal"]),
        ("TAKE 40 MG BY MOUTH ONCE DAILY AC.", ["before-meal"]),
        ("40 mg po QD PC", ["after-meal"]),
        ("40 mg po daily, after 4 cycles of AC", []),
        ("40 mg po daily; prior AC, then paclitaxel", []),
    ],
)
def test_capitals_behind_how_often_are_meals_and_a_chemotherapy_is_none(sig: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in told({"text": sig}) if kind.endswith("-meal")] == kinds
