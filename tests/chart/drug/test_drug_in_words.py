"""Interacting drugs that words of the chart name where no list of drugs does. All patients are synthetic."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, resource, to
from support.coding import concept, loinc, rxnorm
from support.judged import judged, named
from support.plain import kidney, sixty

CODE = "interacting-drug-in-words"
HERB = "St. John's wort"
SUBJECT = {"subject": to("Patient/patient")}


def told(value: object, asks: str = "Herbal supplements", on: str = "2026-11-01", **elements: Any) -> Resource:
    name = "valueString" if isinstance(value, str) else "valueCodeableConcept"
    answer = {"status": "final", "code": concept(text=asks), "effectiveDateTime": on, name: value}
    return resource("Observation", "told", **(SUBJECT | answer | elements))


def reported(name: str, status: str = "active", **elements: Any) -> Resource:
    period = {"start": "2026-10-01"}
    drug = {"status": status, "medicationCodeableConcept": concept(text=name), "effectivePeriod": period}
    return resource("MedicationStatement", "reported", **(SUBJECT | drug | elements))


def beside(note: str, status: str = "active") -> Resource:
    return reported("multivitamin", status, note=[{"text": note}])


def home(display: str, title: str = "Home medications", status: str = "current", **line: Any) -> Resource:
    lines = [{"item": {"display": display}, **line}]
    told_of = {"status": status, "mode": "working", "title": title, "date": "2026-11-01", "entry": lines}
    return resource("List", "home", **SUBJECT, **told_of)


def form(answer: dict[str, Any], asks: str = "Which herbal products or medicines do you take?") -> Resource:
    items = [{"linkId": "g", "item": [{"linkId": "1", "text": asks, "answer": [answer]}]}]
    return resource("QuestionnaireResponse", "form", **SUBJECT, status="completed", authored="2026-11-01", item=items)


def flagged(words: str, status: str = "active") -> Resource:
    return resource("Flag", "flag", **SUBJECT, status=status, code=concept(text=words))


@pytest.mark.parametrize(
    "one",
    [
        told(HERB),
        told(concept(text="rifampin 600 mg daily"), "Current medications"),
        told(concept(rxnorm("258326", "St. John's wort extract")), "Over-the-counter drugs"),
        told("clarithromycin", code=concept(loinc("10160-0", "History of medication use"))),
        beside("Patient also takes ketoconazole"),
        told("Grapefruit juice every morning", "Diet"),
        told("eats grapefruit", "Dietary habits"),
        told("amlodipine (stopped), ketoconazole", "Current medications"),
        told("clarithromycin started 3 days ago", "Current medications"),
        flagged("Drinks grapefruit juice daily"),
        form({"valueString": "grapefruit juice"}, "What do you drink with breakfast?"),
        form({"valueBoolean": True}, "Do you eat grapefruit or drink its juice?"),
        home(HERB),
        home("clarithromycin 500 mg tablet"),
        form({"valueString": "SJW"}),
        form({"valueCoding": rxnorm("258326", "St. John's wort extract")}),
        flagged("Patient takes St John's wort"),
    ],
)
def test_a_drug_that_only_words_name_is_a_caution_that_asks(one: Resource) -> None:
    report = judged(kidney(beside=(one,)))
    (found,) = named(report, CODE)
    assert (found.verdict.value, report.verdict.value) == ("warning", "warning")
    assert found.evidence[0].reference == f"{one['resourceType']}/{one['id']}"


@pytest.mark.parametrize(
    "one",
    [
        told("none"),
        told("denies St John's wort"),
        told("stopped rifampin"),
        told("turmeric, fish oil"),
        told("clarithromycin", "Allergies to medications"),
        told("clarithromycin", "Past medications"),
        told("phenytoin", "Drug level"),
        told("rifampin", "Comment"),
        told(HERB, on="2025-11-01"),
        told(HERB, on="2026-12-01"),
        told(HERB, status="entered-in-error"),
        beside("Avoid ketoconazole"),
        beside("Patient also takes ketoconazole", "completed"),
        home(HERB, status="retired"),
        home(HERB, deleted=True),
        home(HERB, flag=concept(text="Discontinued")),
        home("clarithromycin", "Allergies to medications"),
        home("clarithromycin", "Problem list"),
        form({"valueString": "no"}),
        form({"valueString": "clarithromycin"}, "Which medicines are you allergic to? (allergies)"),
        flagged("Takes St John's wort", "inactive"),
        flagged("Avoid clarithromycin"),
        resource("Flag", "flag", subject=to("Patient/other"), status="active", code=concept(text="takes rifampin")),
    ],
)
def test_what_is_denied_over_or_asked_otherwise_is_quiet(one: Resource) -> None:
    other = resource("Patient", "other", birthDate="1970-01-01")
    assert judged(kidney(beside=(one, other))).verdict.value == "accept"


def test_a_list_of_drugs_that_holds_it_is_enough() -> None:
    taken = reported(HERB)
    report = judged(kidney(beside=(taken, told(HERB), flagged("takes SJW"))))
    assert not named(report, CODE)
    assert [one.code for one in report.findings if one.verdict.value == "warning"] == ["grapefruit-or-st-johns-wort"]


@pytest.mark.parametrize("name", ["Saint John's wort", "SJW 300 mg", "st. johns wort capsule"])
def test_the_herb_is_known_by_its_usual_names(name: str) -> None:
    found = judged(kidney(beside=(reported(name),)))
    assert named(found, "grapefruit-or-st-johns-wort")


def test_a_herb_that_nobody_names_is_asked_about_as_a_drug_without_a_name() -> None:
    herbal = reported("Herbal supplement")
    assert named(judged(kidney(beside=(herbal,))), "other-drug-not-identified")
    fish_oil = reported("Fish oil supplement")
    assert judged(kidney(beside=(fish_oil,))).verdict.value == "accept"


def test_grapefruit_in_the_words_of_the_order_is_said_once() -> None:
    order = sixty()
    order["dosageInstruction"][0]["text"] = "Take 60 mg daily with grapefruit juice"
    found = [one.code for one in judged(kidney(order)).findings if one.verdict.value in ("error", "warning")]
    assert found == ["with-grapefruit"]


def test_the_drug_of_the_order_is_none() -> None:
    assert judged(kidney(beside=(beside("Patient also takes cabozantinib"),))).verdict.value == "accept"


@pytest.mark.parametrize(
    "answer", [{"valueBoolean": True}, {"valueString": "Yes"}, {"valueCodeableConcept": {"text": "yes"}}]
)
def test_a_question_that_names_the_drug_and_is_answered_yes(answer: dict[str, Any]) -> None:
    asked = {"status": "final", "code": concept(text="Do you take St. John's wort?"), "effectiveDateTime": "2026-11-01"}
    told_so = resource("Observation", "told", **(SUBJECT | asked | answer))
    assert named(judged(kidney(beside=(told_so,))), CODE)
    for other in ({"valueBoolean": False}, {"valueString": "no"}):
        assert not named(judged(kidney(beside=(resource("Observation", "told", **(SUBJECT | asked | other)),))), CODE)
    for words in ("Allergic to ketoconazole", "Does your wife take ketoconazole?", "Ketoconazole stopped"):
        about = asked | {"code": concept(text=words)}
        assert not named(judged(kidney(beside=(resource("Observation", "told", **(SUBJECT | about | answer)),))), CODE)


def test_a_form_that_names_the_drug_and_is_answered_yes() -> None:
    for answer in ({"valueBoolean": True}, {"valueCoding": {"code": "Y"}}, {"valueString": "yes"}):
        assert named(judged(kidney(beside=(form(answer, "Do you take St. John's wort?"),))), CODE)
    assert not named(judged(kidney(beside=(form({"valueBoolean": False}, "Do you take St. John's wort?"),))), CODE)


def test_a_list_known_by_its_code_and_a_line_whose_reference_leads_nowhere() -> None:
    coded = home("itraconazole 200 mg", "x") | {"code": {"coding": [{"system": "http://loinc.org", "code": "10160-0"}]}}
    del coded["title"]
    assert named(judged(kidney(beside=(coded,))), CODE)
    nowhere = home("carbamazepine 200 mg")
    nowhere["entry"][0]["item"]["reference"] = "MedicationStatement/gone"
    assert named(judged(kidney(beside=(nowhere,))), CODE)
    here = home("carbamazepine 200 mg")
    here["entry"][0]["item"]["reference"] = "MedicationStatement/reported"
    assert not named(judged(kidney(beside=(here, reported("metformin")))), CODE)


def test_what_is_in_doubt_is_told_and_what_says_itself_that_it_is_none_is_not() -> None:
    for doubted in (told(HERB, status="unknown"), told(HERB) | {"status": None}):
        entry = {name: value for name, value in doubted.items() if value is not None}
        assert named(judged(kidney(beside=(entry,))), CODE)
    for void in (told(HERB, status="entered-in-error"), told(HERB, status="cancelled")):
        assert not named(judged(kidney(beside=(void,))), CODE)


@pytest.mark.parametrize(
    "one",
    [
        told("Avoids grapefruit", "Diet"),
        told("Low sodium, no grapefruit", "Diet"),
        told("Grapefruit", "Food allergies"),
        told("Grapefruit", "Diet restrictions"),
        told("Rifampin (allergy), amlodipine", "Current medications"),
        told("Used St. John's wort years ago"),
        flagged("Avoid grapefruit"),
        form({"valueString": "phenytoin"}, "What medications does your child take?"),
        form({"valueString": "phenytoin"}, "Which pet medicines do you handle?"),
        form({"valueString": "Wife: carbamazepine"}, "Does anyone at home take medication?"),
        form({"valueString": "Wife: carbamazepine"}),
        form({"valueString": "clarithromycin gave me rash"}, "Any side effects with medication?"),
        form({"valueBoolean": True}, "Do you know not to take grapefruit with your medicine?"),
        form({"valueBoolean": False}, "Do you drink grapefruit juice?"),
        beside("Dog takes ketoconazole"),
    ],
)
def test_food_that_is_avoided_and_drugs_of_others_are_quiet(one: Resource) -> None:
    assert judged(kidney(beside=(one,))).verdict.value == "accept"


@pytest.mark.parametrize(("day", "is_told"), [("2025-11-22", True), ("2025-11-21", False), ("2026-11-23", False)])
def test_an_answer_of_more_than_a_year_ago_or_after_the_order_says_nothing_of_today(day: str, is_told: bool) -> None:
    for one in (
        told(HERB, on=day),
        form({"valueString": "SJW"}) | {"authored": day},
        home(HERB) | {"date": day},
    ):
        (*cautions,) = named(judged(kidney(beside=(one,))), CODE)
        assert bool(cautions) is is_told, one
        assert all(day in shown.says and shown.basis.value == "text" for said in cautions for shown in said.evidence)


def test_a_question_below_an_answer_is_read_too() -> None:
    nested = {"valueBoolean": True, "item": [{"linkId": "2", "text": "Which?", "answer": [{"valueString": "x"}]}]}
    asked = nested["item"][0]  # type: ignore[index]
    asked |= {"text": "Which medicines?", "answer": [{"valueString": "ketoconazole"}]}
    assert named(judged(kidney(beside=(form(nested, "Anything from the pharmacy?"),))), CODE)
    asked |= {"text": "Which pets?"}
    assert not named(judged(kidney(beside=(form(nested, "Anything from the pharmacy?"),))), CODE)


@pytest.mark.parametrize("words", ["RCC, on rifampin", "never stopped rifampin", "mRCC; takes ketoconazole 200 mg"])
def test_the_reason_of_the_order_is_read_as_its_other_words(words: str) -> None:
    assert len(named(judged(kidney(sixty(reasonCode=[concept(text=words)]))), CODE)) == 1


@pytest.mark.parametrize("words", ["Renal cell carcinoma", "RCC, no rifampin", "RCC, stopped ketoconazole 2019"])
def test_a_reason_that_names_no_drug_that_is_taken_is_quiet(words: str) -> None:
    assert named(judged(kidney(sixty(reasonCode=[concept(text=words)]))), CODE) == []
