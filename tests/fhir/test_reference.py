"""References: contained, relative, absolute, urn:uuid, versioned, conditional, by identifier; never a guess."""

from __future__ import annotations

from typing import Any

import pytest
from support.submitted import a_bundle, a_patient, a_weight, an_order, an_r5_order, read, said

from validator.fhir.element import Identifier, Reference
from validator.fhir.submission import Submission

SERVER = "https://ehr.example.org/fhir"


def resolved(submission: Submission, text: str, at: int = 0) -> str | None:
    found = submission.resolve(Reference(reference=text), submission.entries[at])
    return found.expression if found else None


def served(*pairs: tuple[str | None, dict[str, Any]]) -> Submission:
    bundle = a_bundle(*(resource for _, resource in pairs))
    for entry, (url, _) in zip(bundle["entry"], pairs, strict=True):
        if url:
            entry["fullUrl"] = url
    return read(bundle)


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("Patient/p", True),
        (f"{SERVER}/Patient/p", True),
        ("Patient/p/_history/3", True),
        (f"{SERVER}/Patient/p/_history/3", True),
        ("Patient/p/_history/2", False),
        # Behind a proxy that ends TLS one server has two addresses.
        ("http://ehr.example.org/fhir/Patient/p", True),
        ("https://other.example.org/fhir/Patient/p", False),
        ("http://ehr.example.org/other/Patient/p", False),
        ("Patient/q", False),
        ("Practitioner/p", False),
        ("p", False),
        ("", False),
        ("#", False),
        ("urn:uuid:p", True),
        ("Patient?identifier=http://mrn|7", True),
        ("Patient?identifier=http://mrn|8", False),
        ("Patient?name=x", False),
    ],
)
def test_a_reference_within_one_server(reference: str, found: bool) -> None:
    patient = a_patient(meta={"versionId": "3"}, identifier=[{"system": "http://mrn", "value": "7"}])
    submission = served((f"{SERVER}/MedicationRequest/order", an_order()), (f"{SERVER}/Patient/p", patient))
    expected = "Bundle.entry[1].resource" if found else "Bundle.entry[0].resource" if reference == "#" else None
    assert resolved(submission, reference) == expected


def test_a_relative_reference_stays_on_the_server_of_what_holds_it() -> None:
    submission = served(
        (f"{SERVER}/MedicationRequest/order", an_order()),
        ("https://other.example.org/fhir/Patient/p", a_patient(birthDate="1950")),
        (f"{SERVER}/Patient/p", a_patient()),
    )
    assert resolved(submission, "Patient/p") == "Bundle.entry[2].resource"


def test_a_relative_reference_never_reaches_another_server() -> None:
    submission = served(
        (f"{SERVER}/MedicationRequest/order", an_order()),
        ("https://other.example.org/fhir/Patient/p", a_patient()),
    )
    assert resolved(submission, "Patient/p") is None


@pytest.mark.parametrize("url", [None, "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"])
def test_a_resource_without_a_server_is_found_by_type_and_id_where_there_is_one(url: str | None) -> None:
    submission = served((f"{SERVER}/MedicationRequest/order", an_order()), (url, a_patient()))
    assert resolved(submission, "Patient/p") == "Bundle.entry[1].resource"
    assert resolved(submission, f"{SERVER}/Patient/p") == "Bundle.entry[1].resource"


def test_two_candidates_are_no_answer() -> None:
    submission = served((None, an_order()), ("urn:uuid:1", a_patient()), ("urn:uuid:2", a_patient(birthDate="1950")))
    assert resolved(submission, "Patient/p") is None
    assert resolved(submission, "urn:uuid:2") == "Bundle.entry[2].resource"


def test_a_urn_is_found_by_its_full_url_in_any_case() -> None:
    submission = served(
        ("urn:uuid:1", an_order()), ("urn:uuid:0C3151BD-1CBF-4D64-B04D-CD9187A4C6E0", a_patient(id="elsewhere"))
    )
    assert resolved(submission, "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0") == "Bundle.entry[1].resource"


def test_resources_of_several_files_find_each_other() -> None:
    submission = read(an_order(), a_patient(), a_weight())
    assert resolved(submission, "Patient/p") == "Patient"


def test_a_contained_resource_is_found_from_its_container_and_its_siblings_only() -> None:
    contained = [{"resourceType": "Medication", "id": "m"}, {"resourceType": "Substance", "id": "s"}]
    submission = read(
        a_bundle(an_order(contained=contained), a_weight(contained=[{"resourceType": "Device", "id": "d"}]))
    )
    order, medication = 0, 1
    assert resolved(submission, "#m", order) == "Bundle.entry[0].resource.contained[0]"
    assert resolved(submission, "#s", medication) == "Bundle.entry[0].resource.contained[1]"
    assert resolved(submission, "#", medication) == "Bundle.entry[0].resource"
    assert resolved(submission, "#d", order) is None
    assert resolved(submission, "Medication/m", order) is None


def test_a_reference_from_a_contained_resource_is_relative_to_its_container() -> None:
    submission = served(
        (f"{SERVER}/MedicationRequest/order", an_order(contained=[{"resourceType": "Condition", "id": "c"}])),
        (f"{SERVER}/Patient/p", a_patient()),
        ("https://other.example.org/fhir/Patient/p", a_patient(birthDate="1950")),
    )
    assert resolved(submission, "Patient/p", at=1) == "Bundle.entry[1].resource"


def test_an_older_version_is_found_only_when_it_is_asked_for() -> None:
    submission = read(
        a_bundle(an_order(), a_weight(meta={"versionId": "1"}), a_weight(meta={"versionId": "2"}, valueQuantity=...))
    )
    assert resolved(submission, "Observation/w") == "Bundle.entry[2].resource"
    assert resolved(submission, "Observation/w/_history/1") == "Bundle.entry[1].resource"
    assert resolved(submission, "Observation/w/_history/2") == "Bundle.entry[2].resource"


def test_a_resource_that_does_not_say_its_version_answers_for_any() -> None:
    assert resolved(read(a_bundle(an_order(), a_patient())), "Patient/p/_history/3") == "Bundle.entry[1].resource"


def test_an_identifier_finds_the_one_resource_that_carries_it() -> None:
    submission = read(
        a_bundle(
            an_order(),
            a_patient(identifier=[{"system": "http://mrn", "value": "7"}]),
            a_patient(id="q", identifier=[{"system": "http://mrn", "value": "8"}, {"value": "7"}]),
            a_weight(identifier=[{"system": "http://mrn", "value": "7"}]),
        )
    )
    order = submission.entries[0]

    def by(kind: str | None, system: str | None, value: str | None) -> str | None:
        found = submission.resolve(Reference(type=kind, identifier=Identifier(system=system, value=value)), order)
        return found.reference if found else None

    assert by("Patient", "http://mrn", "7") == "Patient/p"
    assert by(None, "http://mrn", "8") == "Patient/q"
    assert by("Patient", None, "7") == "Patient/q"
    assert by(None, "http://mrn", "7") is None
    assert by("Patient", "http://mrn", None) is None
    assert submission.resolve(Reference(display="x"), order) is None
    assert submission.resolve(None, order) is None


def test_a_dangling_reference_is_named_with_its_place_and_without_its_value() -> None:
    order = an_order(
        medicationCodeableConcept=...,
        medicationReference={"reference": "Medication/gone"},
        subject={"reference": "Patient/gone"},
        reasonReference=[{"reference": "Condition/c"}, {"reference": "Condition/gone"}],
        requester={"reference": "Practitioner/gone"},
    )
    submission = read(a_bundle(order, {"resourceType": "Condition", "id": "c"}))
    issues = submission.reference_issues(submission.entries[0])
    assert said(issues) == [
        ("dangling-reference", ("Bundle.entry[0].resource.subject",)),
        ("dangling-reference", ("Bundle.entry[0].resource.medicationReference",)),
        ("dangling-reference", ("Bundle.entry[0].resource.reasonReference[1]",)),
    ]
    assert not any("gone" in issue.message for issue in issues)


def test_dangling_references_are_named_in_r5_spelling() -> None:
    order = an_r5_order(
        medication={"reference": {"reference": "Medication/gone"}},
        reason=[5, {"reference": {"reference": "#gone"}}],
    )
    submission = read(a_bundle(order, a_patient()))
    assert said(submission.reference_issues(submission.entries[0])) == [
        ("dangling-reference", ("Bundle.entry[0].resource.medication.reference",)),
        ("dangling-reference", ("Bundle.entry[0].resource.reason[1].reference",)),
    ]


def test_a_reference_that_is_only_a_display_claims_nothing() -> None:
    order = an_order(
        medicationCodeableConcept=..., medicationReference={"display": "cabozantinib"}, subject={"identifier": {}}
    )
    submission = read(order)
    assert submission.reference_issues(submission.entries[0]) == ()


@pytest.mark.parametrize("subject", ["Observation/w", "Medication/gone", f"{SERVER}/Practitioner/gone"])
def test_a_reference_to_a_resource_of_another_type_is_an_error(subject: str) -> None:
    submission = read(a_bundle(an_order(subject={"reference": subject}), a_weight()))
    (issue,) = submission.reference_issues(submission.entries[0])
    assert (issue.code, issue.message) == (
        "reference-to-wrong-type",
        "subject points to something other than a Group or Patient.",
    )


@pytest.mark.parametrize("junk", [5, [], [5], {"reference": 5}, {"reference": {}}, {"reference": ["x"]}])
def test_what_is_no_reference_is_left_to_the_judges_of_structure(junk: object) -> None:
    submission = read(an_order(subject=junk, reasonReference=junk))
    assert submission.reference_issues(submission.entries[0]) == ()
