"""Every answer can be said in FHIR, in JSON and in words, and never says nothing."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from support.answer import answer, essence
from support.build import to_json
from support.bundle import bundle
from support.case import Case
from support.chart import dressed
from support.dress import CLINIC, Dress
from support.fhir_models import judge
from support.strategy import any_story, dresses

from validator import check_bundle, check_order
from validator.verdict import Verdict


@settings(max_examples=40)
@given(any_story(), dresses())
def test_every_outcome_has_an_issue_and_is_sound_fhir(case: Case, dress: Dress) -> None:
    report = check_bundle(dressed(case, dress).data)
    for version in ("R4", "R4B", "R5"):
        outcome = json.loads(report.to_operation_outcome(version).model_dump_json())
        judge(outcome, version)
        assert outcome["issue"]
        for issue in outcome["issue"]:
            assert 0 < len(issue["details"]["text"]) <= 140


@settings(max_examples=40)
@given(any_story(), dresses())
def test_every_order_has_a_finding_and_the_verdict_of_its_worst(case: Case, dress: Dress) -> None:
    report = check_bundle(dressed(case, dress).data)
    assert report.orders
    for order in report.orders:
        assert order.findings
        if order.verdict is not Verdict.NOT_ASSESSED:
            assert order.verdict is Verdict.worst(finding.verdict for finding in order.findings)
        for finding in order.findings:
            assert 0 < len(finding.message) <= 140
            if finding.verdict is Verdict.UNDETERMINED:
                assert finding.missing or finding.section


@settings(max_examples=40)
@given(any_story(), dresses())
def test_json_and_words_tell_of_every_order(case: Case, dress: Dress) -> None:
    report = check_bundle(dressed(case, dress).data)
    told = json.loads(report.to_json())
    assert [order["order"] for order in told["orders"]] == [order.order for order in report.orders]
    assert [order["verdict"] for order in told["orders"]] == [order.verdict.value for order in report.orders]
    words = report.to_text()
    for order in report.orders:
        for finding in order.findings:
            if finding.verdict is Verdict.ERROR:
                assert finding.message.split()[0] in words


@settings(max_examples=40)
@given(any_story())
def test_asking_with_parts_is_asking_with_a_bundle(case: Case) -> None:
    chart = dressed(case, CLINIC)

    def of(*types: str) -> list[dict[str, Any]]:
        return [one for one in chart.resources if one["resourceType"] in types and one["id"] != "order"]

    order = next(one for one in chart.resources if one["id"] == "order")
    parts = check_order(
        order,
        patient=of("Patient")[0],
        conditions=of("Condition"),
        observations=of("Observation"),
        medications=of("MedicationRequest", "MedicationStatement", "MedicationAdministration", "Medication"),
        procedures=of("Procedure"),
        others=of("ServiceRequest", "List", "QuestionnaireResponse"),
    )
    assert essence(answer(parts)) == essence(answer(check_bundle(to_json(bundle("collection", chart.resources)))))
