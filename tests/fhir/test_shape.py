"""Shapes that FHIR does not give an element: what can be read without doubt is, and what cannot stays a fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.answer import answer, check, verdict
from support.build import condition, procedure, statement, weight
from support.coding import CONDITIONS, DRUGS, OPERATIONS, concept
from support.plain import kidney, sixty

from validator.fhir.content import decoded
from validator.fhir.resource import READ_TYPES
from validator.fhir.shape import is_as_given, righted

EXAMPLES = Path(__file__).parents[2] / "examples"
CODE = {"coding": [{"system": "urn:x", "code": "1"}]}


def made(kind: str, **elements: Any) -> dict[str, Any]:
    """The elements of a resource as they are read."""
    found = righted({"resourceType": kind, **elements}, READ_TYPES[kind])[0]
    return {name: value for name, value in found.items() if name != "resourceType"}


def places(kind: str, **elements: Any) -> list[str]:
    """The paths of what was put right."""
    found = righted({"resourceType": kind, **elements}, READ_TYPES[kind])[1]
    return [".".join(map(str, path)) for path in found]


@pytest.mark.parametrize(
    ("kind", "element", "value"),
    [
        ("Condition", "bodySite", CODE),
        ("Condition", "category", CODE),
        ("Condition", "stage", {"summary": CODE}),
        ("Condition", "note", {"text": "x"}),
        ("Observation", "component", {"code": CODE}),
        ("Observation", "focus", {"reference": "Patient/x"}),
        ("MedicationRequest", "reasonCode", CODE),
        ("MedicationRequest", "dosageInstruction", {"text": "once daily"}),
        ("MedicationRequest", "modifierExtension", {"url": "urn:x"}),
        ("MedicationRequest", "insurance", {"reference": "Coverage/x"}),
        ("MedicationStatement", "dosage", {"text": "once daily"}),
        ("QuestionnaireResponse", "item", {"linkId": "x"}),
    ],
)
def test_one_object_where_a_list_belongs_is_a_list_of_one(kind: str, element: str, value: dict[str, Any]) -> None:
    assert made(kind, **{element: value}) == {element: [value]}
    assert places(kind, **{element: value}) == [element]


@pytest.mark.parametrize(
    ("kind", "element", "value"),
    [
        ("Condition", "code", CODE),
        ("Condition", "subject", {"reference": "Patient/x"}),
        ("Observation", "valueQuantity", {"value": 38}),
        ("MedicationRequest", "medicationCodeableConcept", CODE),
        ("MedicationAdministration", "dosage", {"text": "x"}),
        ("Procedure", "performedPeriod", {"start": "2026"}),
    ],
)
def test_a_list_of_one_where_an_object_belongs_is_the_object(kind: str, element: str, value: dict[str, Any]) -> None:
    assert made(kind, **{element: [value]}) == {element: value}
    assert places(kind, **{element: [value]}) == [element]
    assert made(kind, **{element: [value, value]}) == {element: [value, value]}


@pytest.mark.parametrize(
    ("kind", "element", "value"),
    [
        ("Condition", "note", "in the left lung"),
        ("Condition", "code", "C64"),
        ("Condition", "code", ["C64"]),
        ("Condition", "clinicalStatus", ["active"]),
        ("Observation", "component", 5),
        ("Observation", "valueInteger", ["5"]),
        ("Observation", "status", ["final"]),
        ("MedicationRequest", "dosageInstruction", "once daily"),
        ("MedicationRequest", "dosageInstruction", [{"additionalInstruction": "with food"}]),
        ("MedicationRequest", "dosageInstruction", [{"doseAndRate": "60 mg"}]),
        ("MedicationRequest", "dosageInstruction", [{"route": {"coding": "oral"}}]),
        ("MedicationRequest", "dosageInstruction", [{"timing": {"repeat": {"dayOfWeek": {"code": "mon"}}}}]),
        ("MedicationRequest", "modifierExtension", "urn:x"),
        ("Patient", "name", {"family": "unread"}),
    ],
)
def test_what_is_not_of_the_kind_that_belongs_there_stays_a_fault(kind: str, element: str, value: Any) -> None:
    assert made(kind, **{element: value}) == {element: value}
    assert places(kind, **{element: value}) == []


@pytest.mark.parametrize(
    ("kind", "element", "value"),
    [
        ("MedicationStatement", "category", CODE),
        ("MedicationDispense", "category", CODE),
        ("MedicationAdministration", "category", CODE),
        ("Procedure", "category", CODE),
        ("QuestionnaireResponse", "identifier", {"value": "x"}),
        ("List", "subject", {"reference": "Patient/x"}),
        ("List", "subject", [{"reference": "Patient/x"}]),
        ("MedicationAdministration", "dosage", {"dose": {"value": 1}, "rateQuantity": {"value": 1}}),
        ("MedicationAdministration", "dosage", {"dose": {"value": 1}, "rateRatio": {"numerator": {"value": 1}}}),
        ("MedicationRequest", "dosageInstruction", [{"maxDosePerPeriod": {"numerator": {"value": 60}}}]),
        ("MedicationRequest", "dosageInstruction", [{"maxDosePerPeriod": [{"numerator": {"value": 60}}]}]),
        (
            "MedicationRequest",
            "dosageInstruction",
            [{"extension": [{"url": "urn:x", "valueIdentifier": {"value": "123"}}]}],
        ),
    ],
)
def test_what_one_of_the_releases_writes_so_is_right(kind: str, element: str, value: Any) -> None:
    raw = {"resourceType": kind, element: value}
    found, put_right = righted(raw, READ_TYPES[kind])
    assert found is raw
    assert put_right == ()


def test_a_place_is_named_as_it_was_submitted() -> None:
    assert places("Condition", bodySite={"coding": {"code": "x"}}) == ["bodySite", "bodySite.coding"]
    assert places("Condition", code=[{"coding": {"code": "x"}}]) == ["code", "code.0.coding"]
    assert places("Condition", stage=[{}, {"summary": [CODE]}]) == ["stage.1.summary"]
    dosage = {"doseQuantity": {"value": "60"}}
    assert places("MedicationRequest", dosageInstruction=dosage) == [
        "dosageInstruction",
        "dosageInstruction.doseQuantity.value",
        "dosageInstruction.doseQuantity",
    ]
    dosage = {"doseQuantity": [{"value": 60}]}
    assert places("MedicationRequest", dosageInstruction=[dosage]) == ["dosageInstruction.0.doseQuantity"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("38", 38),
        (" 38.50 ", Decimal("38.50")),
        ("-1", -1),
        ("0", 0),
        ("6E1", Decimal(60)),
        ("5.0e-1", Decimal("0.50")),
    ],
)
def test_a_number_in_quotes_is_that_number_exactly(text: str, number: int | Decimal) -> None:
    read = made("Observation", valueQuantity={"value": text})["valueQuantity"]["value"]
    assert (read, type(read)) == (number, type(number))


@pytest.mark.parametrize(
    "text",
    [
        "1,5",
        "38 kg",
        "NaN",
        "1e400",
        "1e31",
        "9" * 5000,
        "",
        "-",
        "038",
        "+3",
        ".5",
        "3.",
        "٣",
        "6٣",
        "0x10",
        "1_0",
        "1e",
    ],
)
def test_what_is_no_plain_number_stays_a_fault(text: str) -> None:
    odd = {"value": text, "unit": "kg"}
    assert made("Observation", valueQuantity=odd) == {"valueQuantity": odd if text else {"unit": "kg"}}
    assert places("Observation", valueQuantity=odd) == []


def test_a_count_in_quotes_is_whole_or_a_fault() -> None:
    whole = {"dispenseRequest": {"numberOfRepeatsAllowed": "2"}}
    assert made("MedicationRequest", **whole) == {"dispenseRequest": {"numberOfRepeatsAllowed": 2}}
    half = {"dispenseRequest": {"numberOfRepeatsAllowed": "2.5"}}
    assert made("MedicationRequest", **half) == half
    half = {"dosageInstruction": [{"timing": {"repeat": {"frequency": "1.5"}}}]}
    assert made("MedicationRequest", **half) == half
    assert made("Observation", valueInteger="11") == {"valueInteger": 11}


def test_a_boolean_in_quotes_is_that_boolean_and_a_word_is_not() -> None:
    assert made("MedicationRequest", doNotPerform="True") == {"doNotPerform": True}
    assert made("Observation", valueBoolean="false") == {"valueBoolean": False}
    assert made("Condition", abatementBoolean="FALSE") == {"abatementBoolean": False}
    assert made("MedicationRequest", doNotPerform="yes") == {"doNotPerform": "yes"}
    assert made("MedicationRequest", doNotPerform="1") == {"doNotPerform": "1"}
    assert made("Observation", valueString="true") == {"valueString": "true"}


def test_a_dosage_is_read_in_its_own_table() -> None:
    odd = {
        "sequence": "1",
        "asNeededBoolean": "false",
        "additionalInstruction": {"text": "x"},
        "route": [{"coding": {"code": "x"}}],
        "timing": {"repeat": {"frequency": "1", "period": "1", "periodUnit": "d", "dayOfWeek": "mon"}},
        "doseAndRate": {"doseQuantity": {"value": "60", "unit": "mg"}},
    }
    right = {
        "sequence": 1,
        "asNeededBoolean": False,
        "additionalInstruction": [{"text": "x"}],
        "route": {"coding": [{"code": "x"}]},
        "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d", "dayOfWeek": ["mon"]}},
        "doseAndRate": [{"doseQuantity": {"value": 60, "unit": "mg"}}],
    }
    assert made("MedicationRequest", dosageInstruction=[odd]) == {"dosageInstruction": [right]}
    assert made("MedicationRequest", dosageInstruction=[right]) == {"dosageInstruction": [right]}


COUNTS = ("frequency", "frequencyMax", "period", "periodMax", "count", "countMax", "offset")


def test_every_number_of_a_dosage_is_read_from_quotes() -> None:
    quoted, plain = {"value": "60"}, {"value": 60}
    given = dict.fromkeys(COUNTS, "2") | {"duration": "0.5", "durationMax": "1.5"}
    odd = {
        "timing": {"repeat": given | {"boundsDuration": quoted, "when": "HS", "timeOfDay": "08:00:00"}},
        "doseAndRate": [{"doseRange": {"low": quoted, "high": quoted}, "rateRatio": {"denominator": quoted}}],
        "maxDosePerPeriod": {"numerator": quoted},
        "maxDosePerAdministration": [quoted],
    }
    numbers = dict.fromkeys(COUNTS, 2) | {"duration": Decimal("0.5"), "durationMax": Decimal("1.5")}
    assert made("MedicationDispense", dosageInstruction=odd)["dosageInstruction"] == [
        {
            "timing": {"repeat": numbers | {"boundsDuration": plain, "when": ["HS"], "timeOfDay": ["08:00:00"]}},
            "doseAndRate": [{"doseRange": {"low": plain, "high": plain}, "rateRatio": {"denominator": plain}}],
            "maxDosePerPeriod": {"numerator": plain},
            "maxDosePerAdministration": plain,
        }
    ]


def test_an_administered_dose_stays_where_it_is_and_its_number_is_read() -> None:
    found = made("MedicationAdministration", dosage=[{"dose": [{"value": "60"}], "rateQuantity": {"value": "1"}}])
    assert found == {"dosage": {"dose": {"value": 60}, "rateQuantity": {"value": 1}}}


@pytest.mark.parametrize("name", ["doseQuantity", "doseSimpleQuantity"])
def test_a_dose_where_stu3_had_it_moves(name: str) -> None:
    found = made("MedicationStatement", dosage=[{name: {"value": 60}, "rateQuantity": {"value": 1}}])
    assert found == {"dosage": [{"doseAndRate": [{"doseQuantity": {"value": 60}, "rateQuantity": {"value": 1}}]}]}


def test_a_dose_in_both_places_stays_a_fault() -> None:
    both = {"dosage": [{"doseQuantity": {"value": 60}, "doseAndRate": [{"doseQuantity": {"value": 40}}]}]}
    assert made("MedicationStatement", **both) == both
    assert places("MedicationStatement", **both) == []


@pytest.mark.parametrize(
    "dosage",
    [{"doseQuantity": {"value": 60}, "doseSimpleQuantity": {"value": 40}}, {"doseQuantity": "60 mg"}],
)
def test_a_stu3_dose_that_is_not_one_dose_stays_a_fault(dosage: dict[str, Any]) -> None:
    assert made("MedicationStatement", dosage=[dosage]) == {"dosage": [dosage]}
    assert places("MedicationStatement", dosage=[dosage]) == []


def test_a_status_that_was_a_code_until_stu3_is_that_code() -> None:
    found = made("Condition", clinicalStatus="active", verificationStatus="refuted")
    assert found == {
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "verificationStatus": {"coding": [{"code": "refuted"}]},
    }
    assert made("Condition", clinicalStatus=" active ") == {"clinicalStatus": {"coding": [{"code": "active"}]}}


def test_what_is_empty_says_nothing_and_needs_no_word() -> None:
    assert made("Condition", code={}, note=[], onsetDateTime="", subject=None) == {}
    assert places("Condition", code={}, note=[], onsetDateTime="", subject=None) == []
    odd = {"code": [{}], "bodySite": {"coding": None}, "subject": [{"reference": ""}], "stage": {"summary": [{}]}}
    assert made("Condition", **odd) == {}
    assert places("Condition", **odd) == []
    assert made("MedicationRequest", encounter={"reference": ""}, note=[{}, {"text": "x"}]) == {"note": [{"text": "x"}]}
    kept = {"dosageInstruction": [{"timing": {"event": [None, "2026"]}}]}
    assert made("MedicationRequest", **kept) == kept


def test_what_is_right_comes_back_as_it_is() -> None:
    for path in EXAMPLES.glob("*.json"):
        for entry in json.loads(path.read_text(encoding="utf-8")).get("entry", []):
            resource = entry["resource"]
            if resource["resourceType"] in READ_TYPES:
                found, put_right = righted(resource, READ_TYPES[resource["resourceType"]])
                assert found is resource
                assert put_right == ()


WORDS = st.sampled_from(["", "1", " 2.50 ", "true", "x", "active"])
NAMES = st.sampled_from(
    [
        "coding", "code", "value", "text", "timing", "repeat", "period", "event", "dayOfWeek", "doseQuantity",
        "doseSimpleQuantity", "doseAndRate", "rateRatio", "numerator", "asNeededBoolean", "maxDosePerPeriod",
        "extension", "summary",
    ]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)


@st.composite
def resources(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(READ_TYPES)))
    names = [*READ_TYPES[kind].__struct_encode_fields__, "insurance", "category", "unknown"]
    names.remove("resourceType")
    return {"resourceType": kind} | draw(st.dictionaries(st.sampled_from(names), JSON, max_size=5))


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in steps:
        yield from paths(child, (*path, step))


@settings(max_examples=300, deadline=None)
@given(resources())
def test_putting_right_twice_is_putting_right_once(resource: dict[str, Any]) -> None:
    once = righted(resource, READ_TYPES[resource["resourceType"]])[0]
    twice, put_right = righted(once, READ_TYPES[resource["resourceType"]])
    assert twice is once
    assert put_right == ()


@settings(max_examples=300, deadline=None)
@given(resources())
def test_what_was_submitted_is_not_changed_and_every_place_is_in_it_once(resource: dict[str, Any]) -> None:
    before = deepcopy(resource)
    put_right = righted(resource, READ_TYPES[resource["resourceType"]])[1]
    assert resource == before
    assert len(set(put_right)) == len(put_right)
    assert set(put_right) <= set(paths(resource))


def orders() -> list[dict[str, Any]]:
    """Every resource of the examples that has a Dosage."""
    bundles = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(EXAMPLES.glob("*.json"))]
    resources = [entry["resource"] for bundle in bundles for entry in bundle.get("entry", [])]
    return [one for one in resources if "dosageInstruction" in one or "dosage" in one]


ORDERS = orders()


@st.composite
def spoiled(draw: st.DrawFn) -> dict[str, Any]:
    """An order of the examples in which one element, anywhere, is another value or has another shape."""
    order = deepcopy(draw(st.sampled_from(ORDERS)))
    *way, last = draw(st.sampled_from([path for path in paths(order) if path and path[0] != "resourceType"]))
    at: Any = order
    for step in way:
        at = at[step]
    was = at[last]
    whole = [was, {"value": was}, [was], str(was), *(was[:1] if isinstance(was, list) else ())]
    at[last] = draw(st.sampled_from(whole) | JSON)
    if isinstance(at, dict) and draw(st.booleans()):
        at[draw(NAMES)] = draw(JSON)
    return order


@settings(max_examples=1000, deadline=None)
@given(spoiled() | resources())
def test_what_is_not_walked_over_reads_as_if_it_were(resource: dict[str, Any]) -> None:
    kind = READ_TYPES[resource["resourceType"]]
    with patch("validator.fhir.content.is_as_given", return_value=False):
        walked = decoded(resource, kind, "x")
    assert decoded(resource, kind, "x") == walked


DAILY = {"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}}


@pytest.mark.parametrize(
    "odd",
    [
        {"dosageInstruction": DAILY},
        {"dosageInstruction": [DAILY | {"doseQuantity": {"value": 60, "unit": "mg"}}]},
        {"dosageInstruction": [DAILY | {"rateRatio": {"numerator": {"value": 1}}}]},
        {"dosageInstruction": [DAILY | {"asNeededBoolean": "false"}]},
        {"dosageInstruction": [DAILY | {"extension": {"url": "urn:x", "valueString": "x"}}]},
        {"dosageInstruction": [{"timing": {"repeat": {"frequency": "1", "period": 1, "periodUnit": "d"}}}]},
        {"dosageInstruction": [{"timing": [DAILY["timing"]]}]},
        {"dosageInstruction": [{"timing": {"repeat": {"dayOfWeek": "mon"}}}]},
        {"dosageInstruction": [DAILY], "category": {"text": "outpatient"}},
        {"dosageInstruction": [DAILY], "note": {"text": "x"}},
        {"dosageInstruction": [DAILY], "insurance": {"reference": "Coverage/x"}},
    ],
    ids=json.dumps,
)
def test_an_order_with_an_odd_shape_is_walked_over(odd: dict[str, Any]) -> None:
    order = {"resourceType": "MedicationRequest", "status": "active", "intent": "order"} | odd
    assert not decoded(order, READ_TYPES["MedicationRequest"], "x").problems
    assert len(decoded(order, READ_TYPES["MedicationRequest"], "x").put_right) == 1


def test_ordinary_orders_are_not_walked_over() -> None:
    walked = [one["id"] for one in ORDERS if not is_as_given(one)]
    assert len(walked) < len(ORDERS) / 10, walked


# --- through the front door


def test_an_odd_shape_of_evidence_is_read_and_said_once() -> None:
    inhibitor = statement("odd", concept(DRUGS["ketoconazole"][0]))
    inhibitor["medicationCodeableConcept"]["coding"] = inhibitor["medicationCodeableConcept"]["coding"][0]
    report = check(kidney(beside=(inhibitor,)))
    assert answer(report).verdict.value == "error"
    assert [issue.code for issue in report.issues] == ["shape-put-right"]


def test_an_odd_shape_is_read_in_every_kind_of_evidence() -> None:
    operation = procedure("operation", OPERATIONS["laparotomy"], "2026-11-18")
    assert verdict(kidney(beside=(operation | {"code": [operation["code"]]},))) == "error"
    bleeding = condition("bleeding", concept(CONDITIONS["hemorrhage:intracranial"][0]), onset="2026-11-10")
    assert verdict(kidney(beside=(bleeding | {"bodySite": {"text": "lung"}},))) == "error"
    heavy = weight("70", "2026-11-10")
    heavy["valueQuantity"]["value"] = "70.0"
    assert verdict(kidney(beside=(heavy,))) == "accept"


def test_an_older_name_of_an_element_is_read_under_the_one_it_has_now() -> None:
    """STU3 as servers write it: nothing of its names is held against an order that is accepted."""
    older = sixty(context={"reference": "Encounter/e"}, requester={"agent": {"display": "An oncologist"}})
    report = check(kidney(older))
    assert answer(report).verdict.value == "accept"
    (issue,) = report.issues
    assert (issue.code, len(issue.expression)) == ("shape-put-right", 2)


def test_the_day_a_condition_was_asserted_is_the_day_it_was_recorded() -> None:
    def said(**elements: str) -> str:
        one = condition("bleeding", concept(CONDITIONS["hemorrhage:intracranial"][0]), onset=None, status="resolved")
        return verdict(kidney(beside=({**one, **elements},)))

    for day in ("2026-10-20", "2025-06-01", "2021-01-01"):
        assert said(assertedDate=day) == said(dateRecorded=day) == said(recordedDate=day), day
    assert {said(assertedDate=day) for day in ("2026-10-20", "2021-01-01")} == {"error", "accept"}


def test_an_element_in_both_places_stays_as_it_is() -> None:
    from validator.fhir.older_place import in_todays_places

    both = {"resourceType": "Condition", "assertedDate": "2026-01-01", "recordedDate": "2026-02-01"}
    assert in_todays_places(both) == (both, ())
    twice = {"resourceType": "Condition", "assertedDate": "2026-01-01", "dateRecorded": "2026-02-01"}
    assert in_todays_places(twice) == (twice, ())
    other = {"resourceType": "MedicationStatement", "context": {"reference": "Encounter/e"}}
    assert in_todays_places(other) == (other, ())


@pytest.mark.parametrize(("element", "word", "meant"), [("status", "ACTIVE", "active"), ("intent", " Order ", "order")])
def test_codes_of_standing_are_read_in_any_letters(element: str, word: str, meant: str) -> None:
    report = check(kidney(sixty(**{element: word})))
    assert answer(report).verdict.value == "accept"
    assert [issue.code for issue in report.issues] == ["shape-put-right"]
    assert sixty()[element] == meant
