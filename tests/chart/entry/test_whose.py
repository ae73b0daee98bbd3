"""Whose a resource is, which lists came, and which resources became evidence."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, condition, empty_list, observation, order, patient, statement, to, to_json, weight
from support.bundle import bundle
from support.coding import DRUGS, WEIGHT, coding, concept, loinc, snomed
from support.facts import chart, submitted
from support.plain import METFORMIN, TABLET_60, man
from support.shipped import chart_for, orders_in

from validator.chart.record import evidence_entries, evidence_of
from validator.fhir.submission import read_submission
from validator.instant import PartialDate
from validator.verdict import Truth

DAY = PartialDate.parse("2026-11-22")
PAPILLARY = concept(snomed("255029007", "Papillary thyroid carcinoma"))


def weights(*resources: Resource) -> int:
    """How many weights the order's chart has."""
    submission = submitted(*resources)
    found = next(one for one in orders_in(submission) if one.order.product.is_ingredient is Truth.TRUE)
    return len(chart_for(submission, found, DAY).measurements)


def test_what_is_of_another_patient_is_not_evidence() -> None:
    theirs = weight("38", "2026-11-01") | {"subject": to("Patient/other")}
    assert weights(man(), order(TABLET_60), theirs) == 0
    assert weights(man(), patient("other"), order(TABLET_60), theirs) == 0


def test_what_has_no_subject_is_of_the_only_patient() -> None:
    nobodys = weight("38", "2026-11-01")
    del nobodys["subject"]
    assert weights(man(), order(TABLET_60), nobodys) == 1
    assert weights(man(), patient("other"), order(TABLET_60), nobodys) == 0
    theirs = condition("c", PAPILLARY, subject="Patient/other")
    assert weights(man(), order(TABLET_60), nobodys, theirs) == 0


def test_an_order_without_subject_is_of_the_only_patient() -> None:
    unaddressed = order(TABLET_60)
    del unaddressed["subject"]
    assert weights(man(), unaddressed, weight("38", "2026-11-01")) == 1
    assert weights(man(), patient("other"), unaddressed, weight("38", "2026-11-01")) == 0


def test_an_order_without_patient_still_has_what_it_contains() -> None:
    inside = weight("38", "2026-11-01", name="inside")
    del inside["subject"]
    unaddressed = order(TABLET_60, contained=[inside])
    del unaddressed["subject"]
    assert weights(man(), patient("other"), unaddressed, weight("50", "2026-11-01")) == 1


def test_a_contained_weight_of_the_orders_patient_is_evidence() -> None:
    inside = weight("38", "2026-11-01", name="inside")
    del inside["subject"]
    assert weights(man(), order(TABLET_60, contained=[inside])) == 1


def test_patients_that_were_not_submitted_are_told_apart_by_their_references() -> None:
    assert weights(order(TABLET_60), weight("38", "2026-11-01")) == 1
    assert weights(order(TABLET_60), weight("38", "2026-11-01") | {"subject": to("Patient/other")}) == 0
    assert weights(order(TABLET_60), weight("38", "2026-11-01") | {"subject": to("Patient/patient/_history/2")}) == 1


def test_the_same_number_on_two_servers_is_two_patients() -> None:
    def at(server: str, one: Resource) -> dict[str, Any]:
        return {"fullUrl": f"https://{server}.example.org/fhir/{one['resourceType']}/{one['id']}", "resource": one}

    entries = [
        at("a", man()),
        at("b", patient("patient", born="2015-01-01")),
        at("a", order(TABLET_60)),
        at("b", weight("38", "2026-11-01")),
    ]
    submission = read_submission([to_json({"resourceType": "Bundle", "type": "collection", "entry": entries})])
    found = chart_for(submission, orders_in(submission)[0], DAY)
    assert found.measurements == ()
    assert found.person is not None
    assert found.person.birth is not None
    assert found.person.birth.text == "1964-05-04"


def test_a_contained_entry_speaks_of_the_patient_of_its_own_server() -> None:
    inside = weight("38", "2026-11-01", name="inside")
    entries = [
        {"fullUrl": "https://a.example.org/fhir/Patient/patient", "resource": man()},
        {"fullUrl": "https://b.example.org/fhir/Patient/patient", "resource": patient("patient", born="2015-01-01")},
        {
            "fullUrl": "https://a.example.org/fhir/MedicationRequest/order",
            "resource": order(TABLET_60, contained=[inside]),
        },
    ]
    submission = read_submission([to_json({"resourceType": "Bundle", "type": "collection", "entry": entries})])
    assert len(chart_for(submission, orders_in(submission)[0], DAY).measurements) == 1


def test_a_subject_by_identifier_is_the_patient_who_has_it() -> None:
    who = man(identifier=[{"system": "urn:x", "value": "7"}])
    named = weight("38", "2026-11-01") | {"subject": {"identifier": {"system": "urn:x", "value": "7"}}}
    other = weight("38", "2026-11-01") | {"subject": {"identifier": {"system": "urn:x", "value": "8"}}}
    assert weights(who, order(TABLET_60), named) == 1
    assert weights(who, order(TABLET_60), other) == 0


def test_an_observation_about_a_fetus_is_not_about_the_patient() -> None:
    fetus = observation("w", WEIGHT, "2026-11-01", value={"value": 3, "unit": "kg"}, focus="Patient/other")
    found = chart(fetus, patient("other"))
    assert found.measurements == ()
    assert found.doubts == ()


@pytest.mark.parametrize("thing", ["Device/pump", "Location/ward", "BiologicallyDerivedProduct/kidney"])
def test_a_weight_of_a_thing_is_in_doubt_and_one_of_what_is_the_patients_is_not(thing: str) -> None:
    def measured(focus: str) -> Resource:
        return observation("w", WEIGHT, "2026-11-01", value={"value": 47, "unit": "kg"}, focus=focus)

    found = chart(measured(thing))
    assert found.measurements == ()
    assert len(found.doubts) == 1
    for own in ("Patient/patient", "Condition/c", "Specimen/s", "Encounter/e"):
        assert len(chart(measured(own)).measurements) == 1


# --- the person -----------------------------------------------------------------------------------------------------


def test_a_partial_birth_date_stays_partial() -> None:
    found = chart(who=patient(born="2014-03")).person
    assert found is not None
    assert found.birth is not None
    assert (found.birth.first.isoformat(), found.birth.last.isoformat()) == ("2014-03-01", "2014-03-31")
    assert found.evidence.says == "born 2014-03"


@pytest.mark.parametrize("born", [None, "sometime", "2014-13"])
def test_a_birth_date_that_is_none_is_not_known(born: str | None) -> None:
    found = chart(who=patient(born=born)).person
    assert found is not None
    assert found.birth is None


@pytest.mark.parametrize(
    ("elements", "deceased", "day"),
    [
        ({}, Truth.FALSE, None),
        ({"deceasedBoolean": False}, Truth.FALSE, None),
        ({"deceasedBoolean": True}, Truth.TRUE, None),
        ({"deceasedDateTime": "2026-11-01"}, Truth.TRUE, "2026-11-01"),
        ({"deceasedDateTime": "lately"}, Truth.TRUE, None),
        ({"deceasedBoolean": "yes"}, Truth.UNKNOWN, None),
    ],
)
def test_death_is_as_recorded(elements: dict[str, Any], deceased: Truth, day: str | None) -> None:
    found = chart(who=man(**elements)).person
    assert found is not None
    assert found.deceased is deceased
    assert (found.deceased_on.text if found.deceased_on else None) == day


def test_a_patient_that_was_not_submitted_is_no_person() -> None:
    submission = submitted(order(TABLET_60))
    assert chart_for(submission, orders_in(submission)[0], DAY).person is None


# --- lists ----------------------------------------------------------------------------------------------------------

MEDICATIONS = loinc("10160-0", "History of Medication use Narrative")
PROBLEMS = loinc("11450-4", "Problem list")


def test_what_is_on_file_was_supplied_and_the_order_itself_is_no_list() -> None:
    assert chart().supplied == frozenset()
    assert chart(condition("c", PAPILLARY)).supplied == {"Condition"}
    assert chart(order(METFORMIN, name="m")).supplied == {"MedicationRequest"}


def test_what_the_caller_names_was_supplied() -> None:
    assert chart(supplied=frozenset({"Procedure"})).supplied == {"Procedure"}


def test_an_entry_in_error_is_no_list() -> None:
    assert chart(statement("s", METFORMIN, status="entered-in-error")).supplied == frozenset()


@pytest.mark.parametrize(
    ("code", "known", "types"),
    [
        (MEDICATIONS, {"medications"}, {"MedicationRequest", "MedicationStatement"}),
        (PROBLEMS, {"conditions"}, {"Condition"}),
        (loinc("47519-4", "History of procedures"), {"procedures"}, {"Procedure"}),
        (loinc("48765-2", "Allergies"), set(), set()),
    ],
)
def test_a_list_that_is_known_to_be_empty(code: dict[str, str], known: set[str], types: set[str]) -> None:
    found = chart(empty_list("l", code, "2026-11-20"))
    assert (found.known_empty, found.supplied) == (known, types)


@pytest.mark.parametrize("reason", ["unavailable", "notasked", "withheld", "notstarted", "closed"])
def test_any_other_reason_for_an_empty_list_says_nothing(reason: str) -> None:
    found = chart(empty_list("l", MEDICATIONS, "2026-11-20", reason=reason))
    assert (found.known_empty, found.supplied) == (frozenset(), frozenset())


def test_an_empty_list_of_another_patient_says_nothing() -> None:
    theirs = empty_list("l", MEDICATIONS, "2026-11-20") | {"subject": to("Patient/other")}
    assert chart(theirs).known_empty == frozenset()


@pytest.mark.parametrize(
    "none_known",
    [
        statement("s", concept(snomed("787481004", "No known medications"))),
        statement(
            "s", concept(coding("http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips", "no-known-medications"))
        ),
        statement("s", concept(snomed("787481004", "No known medications")), fhir="R5"),
    ],
)
def test_an_entry_can_say_that_nothing_is_known(none_known: Resource) -> None:
    found = chart(none_known)
    assert found.known_empty == {"medications"}
    assert found.therapies == ()


def test_no_information_is_neither_a_list_nor_an_empty_one() -> None:
    system = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
    found = chart(statement("s", concept(coding(system, "no-medication-info"))))
    assert (found.known_empty, found.supplied, found.therapies) == (frozenset(), frozenset(), ())


def test_an_empty_list_with_entries_beside_it_is_not_known_to_be_empty_and_is_named() -> None:
    found = chart(empty_list("l", MEDICATIONS, "2026-11-20"), statement("s", METFORMIN))
    assert found.known_empty == frozenset()
    assert any("medications" in one for one in found.unread)


def test_no_current_problems_is_an_empty_problem_list() -> None:
    assert chart(condition("c", concept(snomed("160245001", "No current problems or disability")))).known_empty == {
        "conditions"
    }


# --- what became evidence -------------------------------------------------------------------------------------------


def test_the_entries_that_became_evidence_are_found_again() -> None:
    resources = [man(), condition("c", PAPILLARY), weight("80", "2026-11-01"), statement("m", METFORMIN)]
    resources += [observation("o", loinc("2345-7", "Glucose"), "2026-11-01", text="x") for _ in range(3)]
    submission = submitted(*resources, order(TABLET_60, reason="Condition/c"))
    found = orders_in(submission)[0]
    shown = evidence_of(chart_for(submission, found, DAY))
    entries = {entry.reference for entry in evidence_entries(found, shown)}
    assert {"Patient/patient", "Condition/c", "Observation/weight", "MedicationRequest/order"} <= entries
    assert "Observation/o" not in entries


def test_a_contained_entry_brings_what_contains_it() -> None:
    drug = {"resourceType": "Medication", "id": "drug", "code": concept(DRUGS["sunitinib"][0])}
    submission = submitted(man(), order(TABLET_60), statement("s", to("#drug")) | {"contained": [drug]})
    found = orders_in(submission)[0]
    shown = evidence_of(chart_for(submission, found, DAY))
    assert "MedicationStatement/s" in {entry.reference for entry in evidence_entries(found, shown)}


def test_an_order_of_another_submission_is_refused() -> None:
    found = orders_in(submitted(man(), order(TABLET_60)))[0]
    with pytest.raises(ValueError, match="not of this submission"):
        chart_for(submitted(man()), found, DAY)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_entries_changes_no_fact(seed: int) -> None:
    resources = [
        man(),
        condition("c", PAPILLARY),
        weight("80", "2026-11-01"),
        statement("m", METFORMIN),
        order(TABLET_60),
        order(concept(DRUGS["itraconazole"][0]), name="i", on="2026-11-01"),
    ]

    def facts(made: Resource) -> tuple[object, ...]:
        submission = read_submission([to_json(made)])
        found = next(one for one in orders_in(submission) if one.order.reference == "MedicationRequest/order")
        read = chart_for(submission, found, DAY)
        return (
            {one.diseases for one in read.diagnoses},
            {one.quantity for one in read.measurements},
            {one.groups for one in read.therapies},
            read.supplied,
        )

    assert facts(bundle("collection", resources, seed=seed)) == facts(bundle("collection", resources))
