"""Lists that were asked for and did not come are named, once each, with what would settle it."""

from __future__ import annotations

import pytest
from support.judged import only
from support.plain import kidney, without

from validator.finding import IssueType
from validator.rules.gap import beside, not_fetched, not_read, not_supplied
from validator.verdict import Verdict


def test_lists_that_were_not_supplied_leave_the_order_undetermined() -> None:
    found = not_supplied(["conditions", "medications"], "Bundle.entry[0].resource")
    assert found.message == "The conditions and the medications could not be read."
    assert (found.code, found.verdict) == ("list-not-supplied", Verdict.UNDETERMINED)
    assert found.missing == ("conditions of the patient", "medications of the patient")
    assert found.expression == ("Bundle.entry[0].resource",)


def test_a_list_that_two_searches_did_not_fetch_is_named_once_and_both_reasons_are_told() -> None:
    found = not_fetched([("Observation", "it answered 500"), ("Observation", "it took too long")], "Bundle")
    assert found.message == "Not fetched from the server, so what they may hold was not checked: Observation."
    assert found.missing == ("Observation of the patient",)
    assert found.detail == "Observation: it answered 500. Observation: it took too long."
    assert (found.verdict, found.kind) == (Verdict.UNDETERMINED, IssueType.REQUIRED)


def test_each_list_is_called_by_what_a_person_calls_it() -> None:
    found = not_supplied(["MedicationRequest", "MedicationStatement", "ServiceRequest", "Procedure"], "Bundle")
    assert found.message == (
        "The list of medication orders, the list of reported drugs, the list of planned procedures and the list of "
        "procedures could not be read."
    )
    said = beside(["Observation", "Condition"], ["QuestionnaireResponse", "Medication"])
    assert "Did not come, so not looked at: list of results, problem list." in said
    assert said.endswith(": list of filled forms, name of a drug on file.")


@pytest.mark.parametrize(
    ("required", "is_asked_for"),
    [(["Condition"], True), (["Observation", "Condition"], True), (["Procedure"], False), ([], False)],
)
def test_what_stands_in_a_list_that_did_not_come_could_not_be_read(required: list[str], is_asked_for: bool) -> None:
    found = only(without(kidney(), "tumor"), "disease-not-shown")
    read = not_read(found, required)
    assert (read == found) is not is_asked_for
