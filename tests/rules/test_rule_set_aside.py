"""What could not be relied on is said once an order, in words that stand alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from support.answer import answer, check
from support.build import CLINICAL, Resource, order, quantity, resource, statement, to, to_json, weight
from support.coding import CONDITIONS, DRUGS, coding, concept
from support.judged import tablets, thyroid
from support.plain import collection, kidney, kidney_cancer

from validator import check_documents
from validator.fhir.account import Why
from validator.finding import LONGEST_MESSAGE, Finding, IssueType
from validator.rules.aside import Aside
from validator.rules.set_aside import set_aside
from validator.rules.stake import Stake
from validator.verdict import Verdict


def aside(number: int, weight: Verdict = Verdict.UNDETERMINED, name: str = "Ketoconazole") -> Aside:
    return Aside(f"Observation/{number}", f"Bundle.entry[{number}]", name, Why.PRELIMINARY, weight)


def only(findings: tuple[Finding, ...]) -> Finding:
    (finding,) = findings
    return finding


def without_status(drug: str, name: str = "drug", **elements: Any) -> Resource:
    """A reported drug that does not say whether it is taken."""
    made = statement(name, concept(DRUGS[drug][0])) | elements
    del made["status"]
    return made


def told(chart: list[Resource] | Resource, code: str = "entry-set-aside") -> Finding:
    """The one finding on what could not be relied on."""
    return only(tuple(one for one in answer(check(chart)).findings if one.code == code))


def with_place(chart: list[Resource], *places: Any) -> Resource:
    """A collection with further entries that may be anything."""
    made = collection(chart)
    made["entry"] += places
    return made


def test_nothing_set_aside_is_no_finding() -> None:
    assert set_aside([], "MedicationRequest") == ()


def test_forty_entries_are_one_finding_with_their_count_and_the_first_five() -> None:
    finding = only(set_aside([aside(number) for number in range(40)], "MedicationRequest"))
    assert finding.message == "Are Ketoconazole (it is not final) and 39 more on file right?"
    assert [one.reference for one in finding.evidence] == [f"Observation/{number}" for number in range(5)]
    assert finding.detail.startswith("40 set aside: ")
    assert finding.detail.endswith("And 35 more.")
    five = only(set_aside([aside(number) for number in range(5)], "MedicationRequest"))
    assert five.detail.endswith("Observation/4, it is not final.")


def test_the_heaviest_speaks_first_and_gives_the_verdict() -> None:
    finding = only(set_aside([aside(1, Verdict.ACCEPT), aside(2)], "MedicationRequest"))
    assert (finding.verdict, finding.evidence[0].reference) == (Verdict.UNDETERMINED, "Observation/2")
    note = only(set_aside([aside(1, Verdict.ACCEPT)], "MedicationRequest"))
    assert (note.verdict, note.missing) == (Verdict.ACCEPT, ())


def test_a_long_name_does_not_cut_the_reason_away() -> None:
    finding = only(set_aside([aside(1, name="x" * 300)], "MedicationRequest"))
    assert len(finding.message) <= LONGEST_MESSAGE
    assert "not final" in finding.message


def test_the_sentence_is_the_longest_that_a_card_has_room_for() -> None:
    """It has 22 characters less than a sentence may have, for the product before it and the count of others behind it;
    a full stop is one of them.
    """
    name, whole = "X" * 40, "Is {} right (it is not final)? If so: {}"
    room = "s" * (LONGEST_MESSAGE - 22 - 1 - len(whole.format(name, "")))

    def message(title: str) -> str:
        one = replace(aside(1, name=name), stake=Stake(title, "", counts=True))
        return only(set_aside([one], "MedicationRequest")).message

    assert message(room) == f"{whole.format(name, room)}."
    assert len(message(room)) == LONGEST_MESSAGE - 22
    assert message(f"{room}s") == f"Is {name} right? If so: {room}s."
    assert message("s" * 100) == f"Is {name} right (it is not final)?"


@pytest.mark.parametrize("length", [60, 61])
def test_a_name_is_cut_after_sixty_characters(length: int) -> None:
    name = "x" * (length - 13) + " ketoconazole"
    shown = name if length == 60 else f"{name[:59]}\N{HORIZONTAL ELLIPSIS}"
    named = without_status("ketoconazole", medicationCodeableConcept={"text": name})
    found = told(kidney(beside=(named,)))
    assert found.heading == f"Not decided: {shown} on file could not be relied on."


def test_a_drug_whose_status_is_missing_is_named_by_what_people_call_it() -> None:
    found = answer(check(kidney(beside=(without_status("ketoconazole", "d"),))))
    finding = only(tuple(one for one in found.findings if one.code == "entry-set-aside"))
    assert finding.message == (
        "Is the patient on ketoconazole (its status is missing)? If so: CABOMETYX 40 mg once daily, not 60 mg."
    )
    assert finding.heading == "Not decided: ketoconazole on file could not be relied on."
    assert (finding.kind, finding.missing) == (
        IssueType.REQUIRED,
        ("MedicationStatement/d, corrected or settled",),
    )
    assert found.ledger is not None
    assert [(one.reference, one.reason, one.question) for one in found.ledger.set_aside] == [
        ("MedicationStatement/d", "status-missing", "dose-above-label")
    ]


@pytest.mark.parametrize(
    ("intent", "words", "called"),
    [
        (None, "whether it is an order or a plan is missing", "ketoconazole"),
        ("wish", "whether it is an order or a plan is not understood", "ketoconazole"),
    ],
)
def test_a_drug_whose_status_is_there_is_not_said_to_have_none(intent: str | None, words: str, called: str) -> None:
    other = order(concept(DRUGS["ketoconazole"][0]), name="drug")
    del other["intent"]
    found = told(kidney(beside=(other | ({"intent": intent} if intent else {}),)))
    assert found.message.startswith((f"Is the patient on {called} (", f"On {called} ("))
    assert words in found.evidence[0].says
    assert "status" not in found.message


def test_what_would_be_a_caution_only_is_a_note_that_asks_for_nothing() -> None:
    found = told(kidney(beside=(without_status("rifampin"),)))
    assert found.message == ("On file but not relied on, and would be a caution: rifampin (its status is missing).")
    assert (found.verdict, found.heading, found.missing) == (Verdict.ACCEPT, "", ())
    assert found.kind is IssueType.INFORMATIONAL
    two = told(kidney(beside=(without_status("rifampin"), without_status("phenytoin", "other"))))
    assert two.message.endswith("would be a caution: rifampin (its status is missing) and 1 more.")


REPLACE = (
    "replace ketoconazole if that can be done (ask who prescribes it); "
    "if it must stay, order 40 mg once daily, and go back to 60 mg once "
    "daily 2 to 3 days after it ends"
)
ORDER = "order CABOMETYX 40 mg once daily, not 60 mg"


@pytest.mark.parametrize(
    ("drugs", "to_do"),
    [
        (
            ["ketoconazole"],
            f"ask whether the patient takes ketoconazole. If so: {REPLACE}. If not: have the entry put right",
        ),
        (
            ["ketoconazole", "itraconazole"],
            f"ask whether the patient takes ketoconazole and itraconazole. If so: {ORDER}. "
            "If not: have the entry put right",
        ),
        (
            ["ketoconazole", "itraconazole", "clarithromycin"],
            f"ask whether the patient takes ketoconazole and itraconazole and 1 more. If so: {ORDER}. "
            "If not: have the entry put right",
        ),
        (
            ["ketoconazole", "ketoconazole"],
            f"ask whether the patient takes ketoconazole. If so: {REPLACE}. If not: have the entry put right",
        ),
    ],
)
def test_what_to_look_at_is_named_twice_at_most(drugs: list[str], to_do: str) -> None:
    asides = tuple(without_status(drug, f"drug-{number}") for number, drug in enumerate(drugs))
    dose = "replace ketoconazole (strong CYP3A4 inhibitor), or: CABOMETYX 40 mg once daily, not 60 mg"
    stake = dose if set(drugs) == {"ketoconazole"} else "dose is above the label's"
    found = told(kidney(beside=asides))
    assert found.to_do == to_do
    assert found.detail.endswith(f" If so: {stake}.")


@pytest.mark.parametrize("first", [(), (without_status("ketoconazole"),)], ids=["alone", "beside a drug"])
def test_of_a_place_that_holds_no_resource_the_chart_itself_is_to_be_looked_at(first: tuple[Resource, ...]) -> None:
    found = told(with_place(kidney(beside=first), None))
    assert found.to_do == "look at the chart itself, since part of it could not be read"
    assert f"Bundle.entry[{5 + len(first)}]" in found.expression


def not_shown(*chart: Resource) -> str:
    return told(list(chart), "disease-not-shown").message


def test_a_cancer_that_was_set_aside_is_never_said_not_to_be_on_file() -> None:
    """Unlike one that is not there, beside which something else may be set aside."""
    others = [one for one in kidney() if one["resourceType"] != "Condition"]
    cancer, drug = kidney_cancer(), without_status("ketoconazole")
    assert "no cancer diagnosis is on file" in not_shown(*others)
    assert "no cancer diagnosis is on file" in not_shown(*others, drug)
    for fault in (
        {"verificationStatus": {"text": "pending"}},
        {"modifierExtension": [{"url": "urn:x:unknown", "valueBoolean": True}]},
        {"code": {"coding": [{"system": "http://snomed.info/sct", "code": 7}]}},
    ):
        says = not_shown(*others, cancer | fault, drug)
        assert "no cancer diagnosis on file can be relied on" in says


def test_several_places_that_hold_no_resource_are_not_asked_about() -> None:
    found = told(with_place(kidney(), None, None))
    assert found.message == (
        "An entry that came without content and 1 more could not be read: they may have held anything."
    )


def test_a_place_and_a_whole_file_are_called_what_they_are() -> None:
    place = told(with_place(kidney(), None))
    assert place.message == "An entry that came without content could not be read: it may have held anything."
    (order,) = check_documents([to_json(collection(kidney())), b"{"]).orders
    file = only(tuple(one for one in order.findings if one.code == "entry-set-aside"))
    assert file.message == "A whole file could not be read: it may have held anything."
    assert [(one.reference, one.expression) for one in file.evidence] == [("document 2", None)]
    assert file.expression == (order.expression,)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"value": 38, "unit": "stonez"}, 'its unit "stonez" is not known here'),
        (quantity(38, "lb", "kg"), "the code and the text of its unit differ"),
    ],
)
def test_a_unit_that_keeps_a_weight_from_being_read_is_named(value: Resource, reason: str) -> None:
    """Section 2.4: the weight decides under 18 years, and the newest cannot be read."""
    newest = weight("38", "2026-11-20", name="newest") | {"valueQuantity": value}
    young = thyroid(tablets(40), newest, kilograms="50")
    found = told(young)
    assert f"of 2026-11-20 ({reason})" in found.message
    assert found.to_do.startswith("measure again, or find out whether Body weight 38 ")
    assert "of 2026-11-20 is right, and have the entry put right" in found.to_do
    assert answer(check(kidney(beside=(newest,)))).verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    ("kilograms", "asked"),
    [
        ("38", "Is Body weight 38 kg of 2026-11-20 right (it is not final)? If so: "),
        ("80", "14 years, 38 kg: CABOMETYX 40 mg once daily, not 60 mg; Body weight 80 kg of 2026-11-20 is in doubt"),
    ],
)
def test_what_hangs_on_a_weight_is_told_with_its_own_value_or_as_what_may_be(kilograms: str, asked: str) -> None:
    """Section 2.4: under 40 kg it is 40 mg. Where an older weight stands, it is told what that one gives."""
    newest = weight(kilograms, "2026-11-20", name="newest") | {"status": "preliminary"}
    older = "50" if kilograms == "38" else "38"
    found = told(thyroid(tablets(60), newest, kilograms=older))
    assert found.message.startswith(asked)


def test_a_weight_that_is_no_weight_of_a_person_is_not_told_to_give_a_dose() -> None:
    newest = weight("380", "2026-11-20", name="newest") | {"status": "preliminary"}
    found = told(thyroid(tablets(60), newest, kilograms=None))
    assert "If so: CABOMETYX 40 mg" not in found.message
    assert "Is Body weight 380 kg" in found.message


ASKED = {
    "Condition": "true of this patient",
    "MedicationRequest": "taken",
    "MedicationStatement": "taken",
    "MedicationAdministration": "really given",
    "MedicationDispense": "taken",
    "Procedure": "really done or planned",
    "ServiceRequest": "really planned",
}
MARKED = {"modifierExtension": [{"url": "https://ehr.example.org/not", "valueBoolean": True}]}


@pytest.mark.parametrize(
    ("kind", "elements", "name"),
    [
        ("Condition", {"clinicalStatus": concept(coding(CLINICAL, "active"))}, "a condition"),
        ("MedicationRequest", {"status": "active", "intent": "order"}, "an order"),
        ("MedicationStatement", {"status": "active"}, "a reported drug"),
        ("MedicationAdministration", {"status": "completed"}, "a drug that was given"),
        ("MedicationDispense", {"status": "completed"}, "a dispensed drug"),
        ("Procedure", {"status": "completed", "performedDateTime": "2026-11-20"}, "a procedure"),
        ("ServiceRequest", {"status": "active", "intent": "order", "occurrenceDateTime": "2026-11-28"}, "a request"),
        ("Condition", {"code": {**concept(*CONDITIONS["hemorrhage/melena"]), "text": "Black stool"}}, "Black stool"),
        ("MedicationStatement", {"status": "active", "medicationReference": {"display": "Ketoconazole 200"}},
         "Ketoconazole"),
        ("MedicationStatement", {"status": "active", "medicationCodeableConcept": {"text": "Nizoral"}}, "Nizoral"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_has_no_name_is_called_by_what_it_is(kind: str, elements: Resource, name: str) -> None:
    entry = resource(kind, "marked", subject=to("Patient/patient"), **elements) | MARKED
    found = told(kidney(beside=(entry,)))
    day = next((f" of {value}" for value in elements.values() if str(value).startswith("2026-")), "")
    is_named_drug = kind.startswith("Medication") and not name.startswith("a")
    asked = f"Is the patient on {name} (" if is_named_drug else f"Is {name}{day} {ASKED[kind]}"
    assert found.message.startswith(asked)
    assert found.evidence[0].reference == f"{kind}/marked"


@pytest.mark.parametrize(
    ("medication", "name"),
    [
        ({"concept": {"text": "Nizoral"}}, "Nizoral"),
        ({"reference": {"reference": "#m"}}, "a reported drug"),
    ],
)
def test_a_drug_of_r5_is_named_by_its_concept(medication: Resource, name: str) -> None:
    entry = resource("MedicationUsage", "marked", status="recorded", subject=to("Patient/patient"))
    found = told(kidney(beside=(entry | MARKED | {"medication": medication},)))
    # A name may be of one or of many; what has none is called by its kind.
    asked = f"Is {name} taken (" if name == "a reported drug" else f"Is the patient on {name} ("
    assert found.message.startswith(asked)


def test_a_doubt_that_changes_nothing_is_in_the_ledger_only() -> None:
    found = answer(check(kidney(beside=(weight("81", "2026-11-19", name="second") | {"status": "preliminary"},))))
    assert found.verdict is Verdict.ACCEPT
    assert "entry-set-aside" not in {one.code for one in found.findings}
    assert found.ledger is not None
    assert [one.reason for one in found.ledger.set_aside] == ["preliminary"]
