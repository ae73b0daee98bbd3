"""Lists that were asked for and did not come are named, once each, with what would settle it."""

from __future__ import annotations

import pytest
from support.build import Resource
from support.cds_call import Call, call_with
from support.consulted import cards_for, reports_for
from support.judged import liver_cancer, named, only, tablets
from support.plain import kidney, man, replaced, without

from validator.finding import LONGEST_MESSAGE, IssueType
from validator.report.model import OrderReport
from validator.rules.gap import beside, not_fetched, not_read, not_supplied
from validator.verdict import Verdict


def called(chart: list[Resource], *lacking: str) -> Call:
    """A call with the chart, of which these lists did not come."""
    call = call_with([{"resource": one} for one in chart])
    call["prefetch"] |= dict.fromkeys(lacking)
    return call


def reported(call: Call) -> OrderReport:
    (report,) = reports_for(call)
    return report


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
        "The list of medication orders, the list of home medications, the list of planned procedures and the list of "
        "procedures could not be read."
    )
    said = beside(["Observation", "Condition"], ["QuestionnaireResponse", "Medication"])
    assert "Not available, so not looked at: list of results, problem list." in said
    assert said.endswith(": list of answered forms, name of a drug on file.")


@pytest.mark.parametrize(
    ("required", "is_asked_for"),
    [(["Condition"], True), (["Observation", "Condition"], True), (["Procedure"], False), ([], False)],
)
def test_what_stands_in_a_list_that_did_not_come_could_not_be_read(required: list[str], is_asked_for: bool) -> None:
    found = only(without(kidney(), "tumor"), "disease-not-shown")
    read = not_read(found, required)
    assert (read == found) is not is_asked_for


@pytest.mark.parametrize(
    ("lists", "message"),
    [
        (
            ["conditions"],
            "The problem list could not be read: the diagnosis and other diseases were not checked.",
        ),
        (["observations"], "The list of results could not be read: weight and results were not checked."),
        (["medicationRequests"], "The list of medication orders could not be read: interactions were not checked."),
        (
            ["conditions", "observations"],
            "The problem list and the list of results could not be read: this order was not checked.",
        ),
    ],
)
def test_what_was_not_checked_without_a_list_is_told(lists: list[str], message: str) -> None:
    (found,) = named(reported(called(kidney(), *lists)), "list-not-supplied")
    assert (found.verdict, found.message) == (Verdict.UNDETERMINED, message)


def test_what_was_not_checked_is_told_where_it_has_room_on_a_card() -> None:
    """What there is room for behind the product is twenty characters less than a sentence may have."""
    left = LONGEST_MESSAGE - 20 - len("The problem list and the  could not be read: this order was not checked")
    assert not_supplied(["Condition", "x" * left], "Bundle").message.endswith(": this order was not checked.")
    assert not_supplied(["Condition", "x" * (left + 1)], "Bundle").message.endswith(" could not be read.")


def test_what_a_list_that_did_not_come_would_show_is_not_said_to_be_shown_by_nothing_on_file() -> None:
    local = without(kidney(), "metastasis")
    lacking = reported(called(local, "observations"))
    (found,) = named(lacking, "indication-not-shown")
    told = "The label asks for advanced disease: nothing that could be read shows advanced disease."
    assert found.message == told
    assert told in found.detail
    (found,) = named(reported(called(local)), "indication-not-shown")
    assert found.message == "The label asks for advanced disease: nothing on file shows advanced disease."


@pytest.mark.parametrize("key", ["procedures", "serviceRequests", "medicationStatements"])
def test_a_criterion_is_recorded_as_a_result_and_in_no_other_list(key: str) -> None:
    (found,) = named(reported(called(without(kidney(), "metastasis"), key)), "indication-not-shown")
    assert found.message == "The label asks for advanced disease: nothing on file shows advanced disease."


@pytest.mark.parametrize(("key", "words"), [("observations", "is on file"), ("medicationRequests", "could be read")])
def test_what_stands_in_another_list_is_as_much_on_file_as_it_was(key: str, words: str) -> None:
    (found,) = named(reported(called(without(liver_cancer(tablets(60)), "sorafenib"), key)), "indication-not-shown")
    assert (
        found.message
        == f"The label asks for earlier treatment with sorafenib: no earlier treatment with sorafenib {words}."
    )


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ((), "in the 30 days before a first order"),
        (("observations",), "of the 30 days before a first order could be read"),
    ],
)
def test_a_result_of_the_last_days_that_did_not_come_is_not_said_to_be_missing(
    lacking: tuple[str, ...], words: str
) -> None:
    woman = replaced(kidney(), man(gender="female", birthDate="1990-05-04"))
    (found,) = named(reported(called(woman, *lacking)), "pregnancy-not-checked")
    assert f"No pregnancy status or test {words}" in found.message


def test_a_call_that_names_another_patient_is_a_warning_and_one_that_names_this_one_is_none() -> None:
    call = called(kidney())
    assert cards_for(call) == []
    call["context"]["patientId"] = "somebody-else"
    report = reported(call)
    assert [one.verdict for one in named(report, "call-names-another-patient")] == [Verdict.WARNING]
    assert report.verdict is Verdict.WARNING
    assert [card["indicator"] for card in cards_for(call)] == ["warning"]
