"""The ledger through the front door: every entry has one fate, and nothing that came vanishes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.answer import answer, check
from support.build import condition, patient, service_request, statement, to, weight
from support.coding import CONDITIONS, DRUGS, coding, concept, snomed
from support.fhir_models import judge
from support.plain import METFORMIN, collection, kidney, sixty

from validator import Verdict, check_bundle
from validator.report.exit_code import exit_code
from validator.report.ledger import Ledger

BLEEDING = concept(CONDITIONS["hemorrhage:intracranial"][0])
KETOCONAZOLE = concept(DRUGS["ketoconazole"][0])


def ledger(resources: list[dict[str, Any]] | dict[str, Any], **options: Any) -> Ledger:
    """The ledger of the order named `order`."""
    found = answer(check(resources, **options)).ledger
    assert found is not None
    return found


def bleeding(**elements: Any) -> dict[str, Any]:
    return condition("bleeding", BLEEDING, onset="2026-11-10") | elements


def adds_up(found: Ledger) -> bool:
    counted = found.used + found.irrelevant + found.another_patient + found.not_decided
    return counted + len(found.set_aside) == found.entries


def test_every_entry_has_one_fate_and_the_counts_add_up() -> None:
    chart = kidney(
        beside=(
            statement("other-drug", METFORMIN),
            bleeding(subject=to("Patient/other")),
            condition("no", BLEEDING, verification="refuted"),
            weight("81", "2026-11-19", name="second") | {"status": "preliminary"},
            patient("other"),
            {"resourceType": "Practitioner", "id": "doctor"},
        )
    )
    found = ledger(chart, ledger=True)
    assert adds_up(found)
    assert (found.entries, found.another_patient, found.not_decided) == (11, 2, 1)
    fates = {one.reference: one.fate.value for one in found.listed}
    assert fates == {
        "Patient/patient": "used",
        "Condition/tumor": "used",
        "Condition/metastasis": "used",
        "Observation/weight": "used",
        "MedicationStatement/other-drug": "irrelevant",
        "Condition/bleeding": "another-patient",
        "Condition/no": "not-decided",
        "Observation/second": "set-aside",
        "Patient/other": "another-patient",
        "Practitioner/doctor": "irrelevant",
        "MedicationRequest/order": "used",
    }
    assert found.words == ("11 entries: 5 used, 2 not about the label, 2 another patient's, 1 not decided, 1 set aside")


@pytest.mark.parametrize("day", ["22.11.2026", "2010-05-01", "2025-03"])
def test_nothing_is_told_to_be_not_about_a_label_that_was_not_used(day: str) -> None:
    beside = (statement("other-drug", METFORMIN), bleeding(), patient("other"))
    found = ledger(kidney(sixty(authoredOn=day), beside=beside), ledger=True)
    assert adds_up(found)
    fates = {one.reference: one.fate.value for one in found.listed}
    assert "irrelevant" not in fates.values()
    assert fates["Condition/bleeding"] == fates["MedicationStatement/other-drug"] == "not-decided"
    assert (fates["Patient/patient"], fates["Patient/other"]) == ("used", "another-patient")


def test_without_the_option_nothing_is_listed_and_the_json_has_the_names_of_the_contract() -> None:
    report = check(kidney(beside=(bleeding(verificationStatus={"text": "maybe so"}),)))
    told = next(one for one in report.to_dict()["orders"] if one["order"] == "MedicationRequest/order")["ledger"]
    assert list(told) == ["entries", "used", "irrelevant", "another-patient", "not-decided", "set-aside"]
    assert told["set-aside"] == [
        {
            "reference": "Condition/bleeding",
            "expression": "Bundle.entry[4].resource",
            "reason": "status-not-understood",
            "question": "recent-hemorrhage",
        }
    ]
    whole = check(kidney(), ledger=True).to_dict()["orders"][0]["ledger"]["listed"]
    assert whole[0] == {
        "reference": "Patient/patient",
        "expression": "Bundle.entry[0].resource",
        "fate": "used",
        "reason": None,
    }


def test_places_and_lists_that_did_not_come_are_accounted_for_and_end_with_three() -> None:
    chart = collection(kidney())
    chart["entry"] += [None, {"resource": {"resourceType": "OperationOutcome", "issue": [{"severity": "error"}]}}]
    report = check(chart)
    found = answer(report)
    assert found.ledger is not None
    assert adds_up(found.ledger)
    assert [one.reason for one in found.ledger.set_aside] == ["unreadable", "not-whole"]
    assert {one.code for one in found.findings if one.verdict is Verdict.UNDETERMINED} == {
        "entry-set-aside",
        "list-incomplete",
    }
    assert exit_code(report, Verdict.ERROR) == 3


def test_what_was_read_and_set_aside_is_no_unreadable_input() -> None:
    report = check(kidney(beside=(bleeding(verificationStatus={"text": "maybe so"}),)))
    assert answer(report).verdict is Verdict.UNDETERMINED
    assert exit_code(report, Verdict.ERROR) == 0
    assert exit_code(report, Verdict.UNDETERMINED) == 1


def test_what_may_be_of_any_of_several_patients_is_an_issue_and_changes_no_order() -> None:
    adrift = bleeding(subject=to("Patient/nobody"))
    report = check(kidney(beside=(adrift, patient("other"))))
    found = answer(report)
    assert found.verdict is Verdict.ACCEPT
    assert [issue.code for issue in report.issues] == ["subject-not-here"]
    assert exit_code(report, Verdict.ERROR) == 3
    assert found.ledger is not None
    assert [(one.reference, one.reason) for one in found.ledger.set_aside] == [
        ("Condition/bleeding", "subject-unknown")
    ]


def test_what_nobody_could_ask_about_is_no_issue_adrift() -> None:
    adrift = statement("other-drug", METFORMIN) | {"subject": to("Patient/nobody")}
    report = check(kidney(beside=(adrift, patient("other"))))
    assert [issue.code for issue in report.issues] == ["dangling-reference"]
    assert exit_code(report, Verdict.ERROR) == 0


def test_the_outcome_carries_the_same_verdict_and_is_fhir() -> None:
    drug = statement("d", KETOCONAZOLE, status="unknown")
    report = check_bundle(collection(kidney(beside=(drug,))))
    outcome = json.loads(report.to_operation_outcome("R4").model_dump_json())
    judge(outcome, "R4")
    verdicts = [part["valueCode"] for part in outcome["extension"][0]["extension"] if part["url"] == "verdict"]
    assert verdicts == ["undetermined"]
    assert "entry-set-aside" in {issue["details"]["coding"][0]["code"] for issue in outcome["issue"]}


def test_the_text_counts_what_came_and_names_what_was_set_aside() -> None:
    drug = statement("d", KETOCONAZOLE, status="unknown")
    text = check(kidney(beside=(drug,))).to_text()
    assert "Chart         6 entries: 5 used, 1 set aside" in text
    assert text.count("MedicationStatement/d: ") == 1
    assert "its status is not understood" in " ".join(text.split())


def test_two_drugs_that_only_matter_together_are_tried_together() -> None:
    ketoconazole = statement("inhibitor", KETOCONAZOLE, status="unknown")
    rifampin = statement("inducer", concept(DRUGS["rifampin"][0]), status="unknown")
    found = answer(check(kidney(beside=(ketoconazole, rifampin))))
    assert found.verdict is Verdict.UNDETERMINED
    assert [one.code for one in found.findings].count("entry-set-aside") == 1
    assert found.expected is None


def test_an_error_that_holds_whatever_was_meant_stays_an_error() -> None:
    drug = statement("d", KETOCONAZOLE, status="unknown")
    chart = kidney(beside=(drug, bleeding()))
    assert answer(check(chart)).verdict is Verdict.ERROR


@pytest.mark.parametrize(
    "damage",
    [
        {"status": "zz"},
        {"subject": to("Patient/")},
        {"subject": 7},
        {"implicitRules": "http://example.org/rules"},
        {"modifierExtension": [{"url": "http://example.org/a", "valueBoolean": True}]},
    ],
)
def test_a_drug_that_nothing_identifies_is_named_also_where_it_cannot_be_relied_on(damage: dict[str, Any]) -> None:
    unlisted = statement("unlisted", concept(coding("http://hl7.org/fhir/sid/ndc", "99999-999-99")), start="2026-10-01")
    whole = answer(check(kidney(beside=(unlisted,))))
    assert (whole.verdict, "other-drug-not-identified" in {one.code for one in whole.findings}) == (
        Verdict.WARNING,
        True,
    )
    order = answer(check(kidney(beside=(unlisted | damage,))))
    assert order.verdict is Verdict.ACCEPT
    assert "entry-set-aside" in {one.code for one in order.findings}
    assert order.ledger is not None
    assert [one.reference for one in order.ledger.set_aside] == ["MedicationStatement/unlisted"]


def test_a_named_drug_that_no_list_holds_stays_irrelevant_however_broken() -> None:
    order = answer(check(kidney(beside=(statement("other", METFORMIN) | {"status": "zz"},))))
    assert order.ledger is not None
    assert (order.verdict, order.ledger.set_aside) == (Verdict.ACCEPT, ())


def test_a_planned_ablation_is_used_since_a_question_asks_for_removal() -> None:
    ablation = service_request(
        "ablation", snomed("448781006", "Radiofrequency ablation of lesion of liver"), "2026-12-15"
    )
    check_up = service_request("teeth", snomed("34043003", "Dental consultation and report"), "2026-12-15")
    fates = {one.reference: one.fate.value for one in ledger(kidney(beside=(ablation, check_up)), ledger=True).listed}
    assert (fates["ServiceRequest/ablation"], fates["ServiceRequest/teeth"]) == ("used", "irrelevant")
