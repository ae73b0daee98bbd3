"""Criteria the prescriber states, by Observation and by form: which count, and which one when there are several."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from support.answer import verdict
from support.build import Resource, attested, observation, questionnaire_response, to, to_json
from support.coding import CRITERION, coding, concept, snomed
from support.facts import chart
from support.plain import collection, kidney, sixty, without

from validator.check import check_documents
from validator.verdict import Basis, Truth


def stated(*resources: Resource) -> dict[str, Truth]:
    """Truth by criterion."""
    return {one.code: one.truth for one in chart(*resources).attestations}


@pytest.mark.parametrize("coded", [False, True])
@pytest.mark.parametrize(("said", "truth"), [(True, Truth.TRUE), (False, Truth.FALSE), (None, Truth.UNKNOWN)])
def test_an_observation_states_a_criterion(coded: bool, said: bool | None, truth: Truth) -> None:
    assert stated(attested("a", "unresectable", "2026-11-01", said, coded=coded)) == {"unresectable": truth}


def test_a_statement_is_attested_evidence_with_its_day() -> None:
    found = chart(attested("a", "unresectable", "2026-11-01")).attestations[0]
    assert found.evidence.says == "unresectable: yes on 2026-11-01"
    assert found.evidence.basis is Basis.ATTESTED
    assert found.evidence.expression == "Bundle.entry[1].resource.valueBoolean"


@pytest.mark.parametrize("criterion", ["operable", "Unresectable", ""])
def test_a_code_that_is_no_criterion_states_nothing(criterion: str) -> None:
    assert stated(attested("a", criterion, "2026-11-01")) == {}


def test_a_criterion_of_another_system_states_nothing() -> None:
    foreign = observation("a", coding("https://x.example.org/criterion", "unresectable"), "2026-11-01", truth=True)
    assert stated(foreign) == {}


@pytest.mark.parametrize("status", ["preliminary", "entered-in-error", "cancelled", "registered"])
def test_a_statement_that_does_not_stand_states_nothing(status: str) -> None:
    assert stated(attested("a", "unresectable", "2026-11-01") | {"status": status}) == {}


def test_an_answer_that_is_none_states_nothing_and_is_named() -> None:
    odd = observation("a", coding(CRITERION, "unresectable"), "2026-11-01", coded=snomed("373068000", "Undetermined"))
    found = chart(odd)
    assert found.attestations == ()
    assert any("Observation/a" in one for one in found.unread)


def test_a_form_states_each_answer() -> None:
    form = questionnaire_response({"metastatic": True, "first-line": False}, "2026-11-01")
    assert stated(form) == {"metastatic": Truth.TRUE, "first-line": Truth.FALSE}


@pytest.mark.parametrize("status", ["in-progress", "stopped"])
def test_an_unfinished_form_states_nothing_and_is_named(status: str) -> None:
    found = chart(questionnaire_response({"metastatic": True}, "2026-11-01", status=status))
    assert found.attestations == ()
    assert any("QuestionnaireResponse/criteria" in one for one in found.unread)


def test_an_amended_form_of_a_version_with_nested_items_states_its_answers() -> None:
    form = questionnaire_response({}, "2026-11-01", status="amended")
    form["questionnaire"] += "|1.0.0"
    form["item"] = [{"linkId": "disease", "item": [{"linkId": "metastatic", "answer": [{"valueBoolean": True}]}]}]
    found = chart(form).attestations
    assert [(one.code, one.truth) for one in found] == [("metastatic", Truth.TRUE)]
    assert found[0].evidence.expression == "Bundle.entry[1].resource.item[0].item[0].answer"


def within_an_answer(inner: list[dict[str, Any]]) -> Resource:
    form = questionnaire_response({}, "2026-11-01")
    form["item"] = [{"linkId": "disease", "answer": [{"valueBoolean": True, "item": inner}]}]
    return form


def test_items_within_an_answer_state_theirs() -> None:
    found = chart(within_an_answer([{"linkId": "metastatic", "answer": [{"valueBoolean": False}]}])).attestations
    assert [(one.code, one.truth) for one in found] == [("metastatic", Truth.FALSE)]
    assert found[0].evidence.expression == "Bundle.entry[1].resource.item[0].answer[0].item[0].answer"


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        ([], "accept"),
        ([{"linkId": "advanced", "answer": [{"valueBoolean": True}]}], "accept"),
        ([{"linkId": "advanced"}], "accept"),
        ([{"linkId": "advanced", "answer": [{"valueBoolean": False}]}], "undetermined"),
        ([{"linkId": "advanced", "answer": [{"valueString": "no"}]}], "undetermined"),
    ],
)
def test_a_form_that_asks_on_within_an_answer_is_heard(inner: list[dict[str, Any]], wanted: str) -> None:
    assert verdict(kidney(beside=(within_an_answer(inner),)), structure="off") == wanted


def stating_in_parts(*parts: dict[str, Any], **own: Any) -> Resource:
    return observation("panel", coding("https://x.example.org/panels", "criteria"), "2026-11-01") | {
        "code": {"text": "Criteria of the order"},
        "component": list(parts),
        **own,
    }


def in_part(criterion: str, **answer: Any) -> dict[str, Any]:
    return {"code": concept(coding(CRITERION, criterion)), **answer}


def test_a_component_states_a_criterion() -> None:
    made = stating_in_parts(in_part("metastatic", valueBoolean=True), in_part("first-line", valueBoolean=False))
    assert stated(made) == {"metastatic": Truth.TRUE, "first-line": Truth.FALSE}
    found = chart(made).attestations
    assert found[0].evidence.expression == "Bundle.entry[1].resource.component[1].valueBoolean"


def test_a_component_against_the_order_is_not_covered_by_what_the_whole_states() -> None:
    own = {"code": concept(coding(CRITERION, "metastatic")), "valueBoolean": True}
    shown = without(kidney(), "metastasis")
    assert (
        verdict([*shown, stating_in_parts(in_part("advanced", valueBoolean=True), **own)], structure="off") == "accept"
    )
    denied = stating_in_parts(in_part("advanced", valueBoolean=False), **own)
    assert verdict([*shown, denied], structure="off") == "undetermined"
    odd = stating_in_parts(in_part("advanced", valueString="who knows"), **own)
    assert verdict([*shown, odd], structure="off") == "undetermined"
    silent = stating_in_parts(in_part("advanced"), in_part("unresectable", dataAbsentReason={"text": "?"}), **own)
    assert verdict([*shown, silent], structure="off") == "accept"


def test_another_form_states_nothing() -> None:
    foreign = questionnaire_response({"metastatic": True}, "2026-11-01")
    foreign["questionnaire"] = "https://other.example.org/Questionnaire/cabozantinib-criteria"
    assert stated(foreign) == {}


def answers(*days: tuple[str | None, bool]) -> Truth:
    """What several statements of one criterion amount to."""
    made: list[dict[str, Any]] = []
    for number, (day, truth) in enumerate(days):
        one = attested(f"a{number}", "unresectable", day or "2000-01-01", truth)
        if day is None:
            del one["effectiveDateTime"]
        made.append(one)
    return stated(*made)["unresectable"]


def test_the_newest_statement_counts_whatever_the_order() -> None:
    assert answers(("2026-03-01", False), ("2026-11-01", True)) is Truth.TRUE
    assert answers(("2026-11-01", True), ("2026-03-01", False)) is Truth.TRUE


def test_two_of_one_day_that_disagree_are_unknown() -> None:
    assert answers(("2026-11-01", True), ("2026-11-01", False)) is Truth.UNKNOWN
    assert answers(("2026-11-01T08:00:00Z", True), ("2026-11-01T09:00:00Z", False)) is Truth.UNKNOWN
    assert answers(("2026-11-01", True), ("2026-11-01", True)) is Truth.TRUE


def test_an_undated_statement_may_be_the_newest() -> None:
    assert answers(("2026-11-01", True), (None, False)) is Truth.UNKNOWN
    assert answers((None, True), (None, True)) is Truth.TRUE


def test_a_month_may_be_newer_than_a_day_in_it() -> None:
    assert answers(("2026-11", False), ("2026-11-20", True)) is Truth.UNKNOWN
    assert answers(("2026-10", False), ("2026-11-20", True)) is Truth.TRUE


def test_a_statement_made_after_the_day_still_counts() -> None:
    late = attested("a", "unresectable", "2026-12-01")
    assert {one.truth for one in chart(late, as_of="2026-11-22").attestations} == {Truth.TRUE}


def test_a_statement_about_another_patient_does_not_count() -> None:
    theirs = attested("a", "unresectable", "2026-11-01") | {"subject": to("Patient/other")}
    assert stated(theirs) == {}


def test_every_criterion_of_the_design_can_be_stated() -> None:
    codes = [
        "advanced",
        "locally-advanced",
        "metastatic",
        "unresectable",
        "well-differentiated",
        "previously-treated",
        "first-line",
        "progressed-on-vegfr-targeted-therapy",
        "rai-refractory",
        "rai-ineligible",
        "progressive",
        "dose-reduced-for-adverse-reaction",
        "wound-healed",
    ]
    assert set(stated(*(attested(f"a-{code}", code, "2026-11-01") for code in codes))) == set(codes)


def test_a_criterion_among_other_codings_is_found() -> None:
    both = attested("a", "unresectable", "2026-11-01")
    both["code"] = concept(snomed("1", "something"), coding(CRITERION, "unresectable"))
    assert stated(both) == {"unresectable": Truth.TRUE}


def _form(on: str) -> Resource:
    return questionnaire_response({"advanced": True}, on)


def _entry(on: str) -> Resource:
    return attested("a", "advanced", on)


NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize("stated", [_form, _entry], ids=["form", "entry"])
@pytest.mark.parametrize(
    ("on", "expected"),
    [("2026-11-22", "accept"), ("2026-12-22", "accept"), ("2026-12-23", "warning"), ("2026-12", "accept")],
)
def test_an_answer_given_long_after_the_order_is_believed_with_a_caution(
    stated: Callable[[str], Resource], on: str, expected: str
) -> None:
    chart_of_the_order = [*without(kidney(sixty()), "metastasis"), stated(on)]
    assert verdict(chart_of_the_order) == expected


@pytest.mark.parametrize("stated", [_form, _entry], ids=["form", "entry"])
@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-11-23", "accept"),
        ("2026-11-24", "accept"),
        ("2026-11-24T13:00:00Z", "undetermined"),
        ("2026-11-26", "undetermined"),
        ("2062-11-22", "undetermined"),
    ],
)
def test_an_answer_dated_ahead_of_the_check_is_not_used_where_there_is_a_clock(
    stated: Callable[[str], Resource], on: str, expected: str
) -> None:
    chart_of_the_order = [*without(kidney(sixty()), "metastasis"), stated(on)]
    report = check_documents([to_json(collection(chart_of_the_order))], instant=NOW)
    assert report.orders[0].verdict.value == expected
    older = attested("older", "advanced", "2026-11-01")
    both = check_documents([to_json(collection([*chart_of_the_order, older]))], instant=NOW)
    assert both.orders[0].verdict.value == "accept"
