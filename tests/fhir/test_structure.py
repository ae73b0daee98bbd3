"""fhir.resources as the judge of structure, and the three depths of judging."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from support.submitted import a_bundle, a_dosage, a_patient, a_weight, an_order, an_r5_order, read, said, the_order

from validator.fhir.resource import READ_TYPES
from validator.fhir.structure import judged, structural_issues
from validator.fhir.version import FhirVersion
from validator.finding import LONGEST_MESSAGE, Issue
from validator.verdict import Severity


def full(*documents: Any, **options: Any) -> tuple[Issue, ...]:
    entry = read(*documents, **options).entries[0]
    return judged(entry, entry.version, "full")


@pytest.mark.parametrize("resource", [an_order(), an_r5_order(), a_patient(), a_weight()])
def test_a_good_resource_is_not_criticised(resource: dict[str, Any]) -> None:
    assert full(a_bundle(resource)) == ()


def test_the_json_is_not_touched_by_the_judge() -> None:
    entry = the_order(an_order(contained=[{"resourceType": "Medication", "id": "m"}]))
    before = repr(entry.raw)
    structural_issues(entry, entry.version)
    assert repr(entry.raw) == before


@pytest.mark.parametrize(
    ("changes", "code", "place", "severity"),
    [
        ({"foo": 1}, "structure", "foo", Severity.WARNING),
        ({"dosageInstruction": [{"foo": 1}]}, "structure", "dosageInstruction[0].foo", Severity.ERROR),
        ({"requester": 5}, "structure", "requester", Severity.WARNING),
        ({"subject": {"reference": 5}}, "structure", "subject.reference", Severity.ERROR),
        ({"note": [{}, {"text": "x"}]}, "structure-required", "note[0].text", Severity.ERROR),
        ({"meta": {"lastUpdated": "2026"}}, "structure-value", "meta.lastUpdated", Severity.WARNING),
        ({"id": "a_b"}, "structure-value", "id", Severity.INFORMATION),
        ({"note": [{"text": "x", "time": "22.11."}]}, "structure-value", "note[0].time", Severity.WARNING),
        ({"instantiatesUri": "x"}, "structure", "instantiatesUri", Severity.WARNING),
        ({"_status": {"extension": [{}]}}, "structure-required", "_status.extension[0].url", Severity.WARNING),
    ],
)
def test_each_difference_is_one_issue_with_its_place(
    changes: dict[str, Any], code: str, place: str, severity: Severity
) -> None:
    issues = full(a_bundle(an_order(**changes)))
    wanted = f"Bundle.entry[0].resource.{place}"
    (issue,) = [one for one in issues if one.expression == (wanted,) and "empty" not in one.message]
    assert (issue.code, issue.severity) == (code, severity)
    assert len(issue.message) <= LONGEST_MESSAGE


def test_the_message_says_what_was_expected_and_what_was_found() -> None:
    (issue,) = full(an_order(instantiatesUri="x"))
    assert issue.message == "instantiatesUri: expected a list, found text."
    (issue,) = full(an_order(foo="x"))
    assert issue.message == "foo: FHIR has no such element here."


@pytest.mark.parametrize(
    "changes",
    [
        {"status": ...},
        {"status": 5},
        {"medicationCodeableConcept": ...},
        {"medicationReference": {"display": "x"}},
        {"subject": ...},
        {"note": [5]},
        {
            "dosageInstruction": [
                a_dosage(doseAndRate=[{"doseQuantity": {"value": 1}, "doseRange": {"low": {"value": 1}}}])
            ]
        },
        {"dosageInstruction": [a_dosage(timing={"repeat": {"count": 0}})]},
    ],
)
def test_no_judge_repeats_what_another_has_said(changes: dict[str, Any]) -> None:
    assert len(full(an_order(**changes))) == 1


def test_a_choice_of_an_observation_given_twice_is_named() -> None:
    (issue,) = full(a_weight(valueString="38"))
    assert issue.code == "structure-invariant"
    assert issue.expression == ("Observation.valueQuantity", "Observation.valueString")


def test_r5_is_judged_as_r5_and_r4_as_r4() -> None:
    r4, r5 = the_order(an_order()), the_order(an_r5_order())
    for entry, own, other in ((r4, FhirVersion.R4B, FhirVersion.R5), (r5, FhirVersion.R5, FhirVersion.R4)):
        assert structural_issues(entry, own) == ()
        assert structural_issues(entry, other)


def test_what_is_contained_is_judged_on_its_own() -> None:
    order, medication = read(an_order(contained=[{"resourceType": "Medication", "id": "m", "code": 5}])).entries
    assert judged(order, order.version, "full") == ()
    assert said(judged(medication, medication.version, "full")) == [
        ("structure", ("MedicationRequest.contained[0].code",))
    ]


def test_a_type_that_is_not_read_is_not_judged() -> None:
    assert full({"resourceType": "Claim", "foo": 1}) == ()
    assert full({"resourceType": "MedicationUsage", "foo": 1}) == ()


def test_the_three_depths() -> None:
    entry = the_order(
        an_order(foo=1, note=[5], dosageInstruction=[a_dosage(doseAndRate=[{"doseQuantity": {"value": 0}}])])
    )
    dose = "MedicationRequest.dosageInstruction[0].doseAndRate[0].doseQuantity.value"
    places = {
        depth: [place for _, (place,) in said(judged(entry, entry.version, depth))] for depth in ("off", "read", "full")
    }
    assert places == {
        "off": [],
        "read": ["MedicationRequest.note[0]", dose],
        "full": ["MedicationRequest.note[0]", dose, "MedicationRequest.foo"],
    }


def test_no_message_repeats_a_value() -> None:
    secret = "Kowalczyk"
    issues = full(
        a_patient(birthDate=secret, gender=[secret], name=[{"given": secret}], telecom=secret, photo=[secret])
    )
    assert len(issues) >= 3
    assert not any(secret in f"{issue.message}{issue.detail}{issue.expression}" for issue in issues)


NO_TYPE_OF = {
    ("RequestGroup", "R5"),
    ("RequestOrchestration", "R4"),
    ("DeviceUseStatement", "R5"),
    ("DeviceUsage", "R4"),
}
"""What the release calls otherwise is read all the same, and no model of the release can judge it."""


@pytest.mark.parametrize("version", ["R4", "R5"])
@pytest.mark.parametrize("name", sorted(READ_TYPES))
def test_every_type_that_is_read_can_be_judged(name: str, version: str) -> None:
    (entry,) = read({"resourceType": name, "foo": 1}, fhir_version=version).entries
    places = [place for _, (place,) in said(structural_issues(entry, entry.version))]
    assert places == [] if (name, version) in NO_TYPE_OF or name == "MedicationUsage" else f"{name}.foo" in places


def test_fhir_resources_is_not_imported_before_it_is_asked() -> None:
    program = (
        "import sys\n"
        "from validator.fhir.structure import judged\n"
        "from validator.fhir.submission import read_submission\n"
        'entry = read_submission([b\'{"resourceType": "MedicationRequest"}\']).entries[0]\n'
        "judged(entry, entry.version, 'read')\n"
        "assert 'fhir.resources' not in sys.modules and 'pydantic' not in sys.modules\n"
        "judged(entry, entry.version, 'full')\n"
        "assert 'fhir.resources' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
