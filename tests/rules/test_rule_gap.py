"""Lists that were asked for and did not come are named, once each, with what would settle it."""

from __future__ import annotations

from validator.finding import IssueType
from validator.rules.gap import not_fetched, not_supplied
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
