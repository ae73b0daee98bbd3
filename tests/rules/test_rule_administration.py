"""Route, food and handling of the dose."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, dosage, every, order, quantity
from support.coding import INTRAVENOUS, ORAL, Coding, concept, snomed
from support.judged import capsules, judged, medullary, named, only
from support.plain import TABLET_60, kidney
from support.product import CLINICAL_DRUGS

from validator.verdict import Verdict


def taken(*, route: Coding | None = ORAL, said: str | None = None, **repeat: Any) -> Resource:
    made = dosage(quantity(60, "mg"), every(**repeat), route=route, instruction=said)
    return order(TABLET_60, [made])


def about(ordered: Resource) -> list[tuple[str, str]]:
    """Code and verdict of what the administration rule says, the missing food instruction left out."""
    codes = ("route-not-oral", "route-not-read", "with-food", "meal-gap-not-told", "not-swallowed-whole")
    return [(one.code, one.verdict.value) for one in judged(kidney(ordered)).findings if one.code in codes]


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (ORAL, []),
        (None, []),
        (INTRAVENOUS, [("route-not-oral", "error")]),
        (snomed("6064005", "Topical route"), [("route-not-oral", "error")]),
        (snomed("418730005", "Nasogastric route"), [("route-not-oral", "error")]),
        (snomed("999999", "Somehow"), [("route-not-read", "warning")]),
    ],
)
def test_the_route_is_oral(route: Coding | None, expected: list[tuple[str, str]]) -> None:
    assert about(taken(route=route)) == expected


@pytest.mark.parametrize(
    ("when", "minutes", "expected"),
    [
        ("AC", 60, []),
        ("AC", 59, [("with-food", "error")]),
        ("AC", None, [("meal-gap-not-told", "warning")]),
        ("PC", 120, []),
        ("PC", 119, [("with-food", "error")]),
        ("PC", 60, [("with-food", "error")]),
        ("PC", None, [("meal-gap-not-told", "warning")]),
        ("C", None, [("with-food", "error")]),
        ("CM", None, [("with-food", "error")]),
        ("CD", None, [("with-food", "error")]),
        ("CV", None, [("with-food", "error")]),
        ("HS", None, []),
        ("MORN", None, []),
    ],
)
def test_an_hour_before_or_two_hours_after_a_meal(
    when: str, minutes: int | None, expected: list[tuple[str, str]]
) -> None:
    offset = {"offset": minutes} if minutes is not None else {}
    assert about(taken(when=[when], **offset)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Take with breakfast", [("with-food", "error")]),
        # Nothing tells that the dose will meet a meal: what is forbidden is not ordered, only left open.
        ("Take with or without food", [("with-food", "warning")]),
        ("Take irrespective of meals", [("with-food", "warning")]),
        ("Take on an empty stomach", []),
        ("Crush and mix with water", [("not-swallowed-whole", "error")]),
        ("Chew before swallowing", [("not-swallowed-whole", "error")]),
        ("Split the tablet", [("not-swallowed-whole", "error")]),
        ("Give by feeding tube", [("not-swallowed-whole", "error")]),
        ("Do not crush, chew or split", []),
        ("Take 1 hour before or 2 hours after food", []),
        ("Take after dinner", [("with-food", "error")]),
        ("Take before dinner", [("meal-gap-not-told", "warning")]),
    ],
)
def test_words_about_food_and_swallowing(words: str, expected: list[tuple[str, str]]) -> None:
    assert about(taken(said=words)) == expected


def test_grapefruit_is_an_error() -> None:
    assert only(kidney(taken(said="Take with grapefruit juice")), "with-grapefruit").verdict is Verdict.ERROR


def test_what_to_write_about_food_has_the_hours_of_the_label() -> None:
    to_do = 'write instead: "on an empty stomach, at least 1 hour before or at least 2 hours after eating"'
    for words in ("Take with breakfast", "Take with or without food"):
        assert only(kidney(taken(said=words)), "with-food").to_do == to_do
    assert only(kidney(taken(said="Take before dinner")), "meal-gap-not-told").to_do == to_do
    assert only(kidney(taken(said="Crush the tablet")), "not-swallowed-whole").to_do == ""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Take at least 1 hour before food", []),
        ("Take at least 30 minutes before food", [("meal-gap-not-told", "warning"), ("with-food", "error")]),
        # Time enough on the other side of a meal.
        ("Take at least 2 hours after food", [("meal-gap-not-told", "warning")]),
    ],
)
def test_another_place_of_the_order_tells_the_time_to_the_meal_on_its_own_side(
    words: str, expected: list[tuple[str, str]]
) -> None:
    assert sorted(about(taken(when=["AC"], said=words))) == expected


def test_each_way_of_not_swallowing_is_said_in_its_word() -> None:
    for words, way in (("Crush", "crushed"), ("Chew", "chewed"), ("Split", "split"), ("Feeding tube", "by a tube")):
        found = only(kidney(taken(said=f"{words} the tablet")), "not-swallowed-whole")
        assert way in found.message


def test_a_message_names_the_minutes() -> None:
    found = only(kidney(taken(when=["PC"], offset=60)), "with-food")
    assert found.message == "The dose is ordered 60 minutes after a meal; the label asks for at least 120 minutes."
    assert (found.section, found.statement) == ("2.1", "administration")
    found = only(kidney(taken(when=["AC"])), "meal-gap-not-told")
    assert "before a meal" in found.message
    assert "60 minutes" in found.message


def test_what_is_said_twice_is_one_finding_with_two_places() -> None:
    made = dosage(quantity(60, "mg"), every(when=["C"]), instruction="with food")
    found = only(kidney(order(TABLET_60, [made])), "with-food")
    assert len(found.expression) == 2


@pytest.mark.parametrize(
    ("ordered", "silent"),
    [
        (taken(), True),
        (taken(said="Swallow whole"), True),
        (taken(said="Take on an empty stomach"), False),
        (taken(when=["AC"], offset=60), False),
        (taken(when=["C"]), False),
        (taken(when=["PC"]), False),
    ],
)
def test_no_word_about_food_is_a_note(ordered: Resource, silent: bool) -> None:
    notes = named(judged(kidney(ordered)), "food-instruction-missing")
    assert [note.verdict for note in notes] == ([Verdict.ACCEPT] if silent else [])


def test_capsules_are_not_opened_and_are_called_capsules() -> None:
    made = dosage(quantity(140, "mg"), every(), instruction="Open the capsule")
    opened = order(concept(CLINICAL_DRUGS["capsule", 20]), [made])
    found = only(medullary(opened), "not-swallowed-whole")
    assert found.message == "The capsule is to be opened; the label says to swallow it whole."
    injected = order(concept(CLINICAL_DRUGS["capsule", 20]), [dosage(quantity(140, "mg"), every(), route=INTRAVENOUS)])
    assert "capsules are taken by mouth" in only(medullary(injected), "route-not-oral").message
    assert named(judged(medullary(capsules(140))), "not-swallowed-whole") == []


def test_the_place_of_a_finding_is_the_instruction() -> None:
    found = only(kidney(taken(when=["C"])), "with-food")
    assert found.expression[0].startswith("Bundle.entry[4].resource.dosageInstruction[0]")
    (note,) = named(judged(kidney(taken())), "food-instruction-missing")
    assert note.expression == ("Bundle.entry[4].resource.dosageInstruction[0]",)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ({"text": "Swallow"}, []),
        ({"text": "Take orally"}, []),
        ({"text": "Einnehmen"}, []),
        ({"coding": [{"system": "http://snomed.info/sct", "code": "421521009"}]}, []),
        ({"coding": [{"system": "urn:oid:1.2.3", "code": "11", "display": "Administer"}]}, []),
        ({"text": "Inject"}, [("route-not-read", "warning")]),
        ({"coding": [{"code": "417924000", "display": "Apply"}]}, [("route-not-read", "warning")]),
        ({"coding": [{"system": "urn:oid:1.2.3", "code": "11"}]}, [("route-not-read", "warning")]),
        ({"text": "Crush"}, [("not-swallowed-whole", "error")]),
    ],
)  # fmt: skip
def test_a_method_is_one_by_which_a_dose_is_swallowed(method: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    made = taken()
    made["dosageInstruction"][0]["method"] = method
    assert about(made) == expected


def test_the_oral_route_of_edqm_is_oral() -> None:
    made = taken(route=None)
    made["dosageInstruction"][0]["route"] = {"coding": [{"system": "http://standardterms.edqm.eu", "code": "20053000"}]}
    assert about(made) == []
