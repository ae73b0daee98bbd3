"""R4 and R5 are told apart by shape; where shapes disagree, each resource is read by its own and the mix is named."""

from __future__ import annotations

import pytest
from support.submitted import a_bundle, a_patient, a_weight, an_order, an_r5_order, read

from validator.fhir.version import FhirVersion, shape_of


@pytest.mark.parametrize(
    ("resource", "shape"),
    [
        (an_order(), FhirVersion.R4),
        (an_order(medicationCodeableConcept=..., medicationReference={}), FhirVersion.R4),
        (an_r5_order(), FhirVersion.R5),
        (an_order(medicationCodeableConcept=..., reason=[]), FhirVersion.R5),
        (an_order(medicationCodeableConcept=...), None),
        (an_r5_order(reasonCode=[]), None),
        (a_patient(), None),
        (a_weight(), None),
        ({"resourceType": "Procedure", "performedDateTime": "2026"}, FhirVersion.R4),
        ({"resourceType": "Procedure", "occurrenceDateTime": "2026"}, FhirVersion.R5),
        ({"resourceType": "Medication", "doseForm": {}}, FhirVersion.R5),
        ({"resourceType": "MedicationAdministration", "occurenceDateTime": "2026"}, FhirVersion.R5),
        ({"resourceType": ["MedicationRequest"]}, None),
        ({}, None),
    ],
)
def test_the_shape_tells_the_release_where_it_can(resource: dict[str, object], shape: FhirVersion | None) -> None:
    assert shape_of(resource) is shape


def test_the_orders_decide_the_release_and_the_rest_follows() -> None:
    submission = read(a_bundle(an_r5_order(contained=[{"resourceType": "Condition"}]), a_patient()))
    assert submission.version is FhirVersion.R5
    assert {entry.version for entry in submission.entries} == {FhirVersion.R5}


def test_without_a_shape_it_is_r4() -> None:
    assert read(a_bundle(a_patient())).version is FhirVersion.R4


def test_a_stated_release_holds_for_all_that_does_not_contradict_it() -> None:
    submission = read(a_bundle(an_order(), a_patient()), fhir_version="R4B")
    assert {entry.version for entry in submission.entries} == {FhirVersion.R4B}
    assert submission.issues == ()


def test_mixed_shapes_are_named_and_each_is_read_by_its_own() -> None:
    submission = read(a_bundle(an_order(id="old"), an_r5_order(id="new"), an_order(id="older")))
    assert submission.version is FhirVersion.R4
    assert [entry.version for entry in submission.entries] == [FhirVersion.R4, FhirVersion.R5, FhirVersion.R4]
    (issue,) = submission.issues
    assert (issue.code, issue.expression) == ("mixed-versions", ("Bundle.entry[1].resource",))


def test_as_many_of_one_as_of_the_other_are_r4() -> None:
    assert read(a_bundle(an_r5_order(id="new"), an_order(id="old"))).version is FhirVersion.R4


def test_what_is_contained_is_of_the_release_of_what_contains_it() -> None:
    contained = [{"resourceType": "Condition", "id": "c"}]
    submission = read(a_bundle(an_order(id="a"), an_order(id="b"), an_r5_order(contained=contained)))
    assert submission.version is FhirVersion.R4
    assert submission.by_type("Condition")[0].version is FhirVersion.R5


def test_a_stated_release_that_the_shape_contradicts_is_named() -> None:
    submission = read(an_order(), fhir_version="R5")
    assert submission.entries[0].version is FhirVersion.R4
    assert [issue.code for issue in submission.issues] == ["mixed-versions"]
