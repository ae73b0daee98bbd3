"""Lists that did not come whole are said once an order, what weighs most first."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check
from support.build import Resource, observation, quantity, statement
from support.bundle import bundle
from support.coding import HEIGHT
from support.plain import collection, kidney

from validator.fhir.account import Gap
from validator.finding import LONGEST_MESSAGE, Finding, IssueType
from validator.rules.incomplete_list import incomplete_lists
from validator.verdict import Verdict

NEXT_PAGE = [{"relation": "next", "url": "https://ehr.example.org/fhir?page=2"}]


def only(findings: tuple[Finding, ...]) -> Finding:
    (finding,) = findings
    return finding


def with_place(chart: list[Resource], *places: Any) -> Resource:
    """A collection with further entries that may be anything."""
    made = collection(chart)
    made["entry"] += places
    return made


def told(chart: Resource) -> Finding:
    """The one finding on lists that did not come whole."""
    return only(tuple(one for one in answer(check(chart)).findings if one.code == "list-incomplete"))


def test_nothing_that_did_not_come_is_no_finding() -> None:
    assert incomplete_lists([], "MedicationRequest") == ()


def test_lists_are_named_with_what_stopped_them() -> None:
    gaps = [
        (Verdict.ACCEPT, Gap("Bundle", frozenset({"Observation"}), "there is a further page")),
        (Verdict.UNDETERMINED, Gap("Bundle", frozenset(), "the server answered 500")),
    ]
    finding = only(incomplete_lists(gaps, "MedicationRequest"))
    assert finding.verdict is Verdict.UNDETERMINED
    assert finding.message == (
        "Part of the chart did not come: a list (the server answered 500), list of results (there is a further page)."
    )


def test_the_reason_of_the_list_that_weighs_most_comes_first() -> None:
    page = Gap("Bundle.entry[0]", frozenset({"Observation"}), "there is a further page")
    drugs = Gap("Bundle.entry[1]", frozenset({"MedicationStatement"}), "there is a further page")
    failed = Gap("Bundle.entry[2]", frozenset({"Condition"}), "the server reported an error")
    found = [(Verdict.ACCEPT, page), (Verdict.UNDETERMINED, failed), (Verdict.UNDETERMINED, drugs)]
    finding = only(incomplete_lists(found, "MedicationRequest"))
    assert finding.detail.startswith("problem list: the server reported an error; list of home medications: ")
    assert finding.message.startswith("Part of the chart did not come: problem list")


def test_reasons_without_room_leave_the_first_and_all_names() -> None:
    count = "the server counts 1250 entries and gave 50"
    page = Gap("Bundle.entry[0]", frozenset({"Observation"}), "there is a further page")
    failed = Gap("Bundle.entry[2]", frozenset({"Condition"}), "the server reported an error")
    drugs = Gap("Bundle.entry[1]", frozenset({"MedicationStatement"}), count)
    found = [(Verdict.ACCEPT, page), (Verdict.UNDETERMINED, failed), (Verdict.UNDETERMINED, drugs)]
    finding = only(incomplete_lists(found, "MedicationRequest"))
    names = "problem list, list of home medications, list of results"
    assert finding.message == f"Part of the chart did not come: {names} (the server reported an error)."
    assert len(finding.message) <= LONGEST_MESSAGE
    assert count in finding.detail


@pytest.mark.parametrize(
    ("listed", "verdict", "missing", "heading", "kind"),
    [
        (
            statement("other", {"text": "metformin"}),
            Verdict.UNDETERMINED,
            ("the whole list: list of home medications",),
            "Not decided: part of the chart did not come.",
            IssueType.REQUIRED,
        ),
        (
            observation("h", HEIGHT, "2026-11-01", value=quantity(180, "cm")),
            Verdict.ACCEPT,
            (),
            "",
            IssueType.INFORMATIONAL,
        ),
    ],
    ids=["drugs", "results that decide nothing"],
)
def test_a_list_that_is_not_whole_says_what_is_missing_where_it_may_change_the_answer(
    listed: Resource, verdict: Verdict, missing: tuple[str, ...], heading: str, kind: IssueType
) -> None:
    page = bundle("searchset", [listed]) | {"link": NEXT_PAGE}
    found = told(with_place(kidney(), {"resource": page}))
    assert (found.verdict, found.missing, found.heading, found.kind) == (verdict, missing, heading, kind)
    assert answer(check(with_place(kidney(), {"resource": page}))).verdict is verdict
