"""Conditions a warning is about: active, recent, on treatment, in history."""

from __future__ import annotations

from typing import Any

import pytest
from support.asked import ask, truth
from support.build import administration, procedure, statement
from support.coding import DRUGS, OPERATIONS, concept, icd, rxnorm
from support.facts import chart
from support.judged import problem, tablets

from validator.criteria.event import first_dose
from validator.criteria.registry import read_criterion

BLEEDING = icd("R04.2", "Hemoptysis")
CABOZANTINIB = concept(rxnorm("1363268", "cabozantinib"))
GROUPS = ["hemorrhage"]
ACTIVE = {"kind": "condition-active", "groups": GROUPS}
RECENT = {"kind": "condition-recent", "groups": GROUPS, "days": 90, "unclear_months": 24}
ON_THERAPY = {"kind": "condition-on-therapy", "groups": GROUPS}
HISTORY = {"kind": "condition-in-history", "groups": GROUPS}
ALL = (ACTIVE, RECENT, ON_THERAPY, HISTORY)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("active", ["true", "true", "true", "true"]),
        ("recurrence", ["true", "true", "true", "true"]),
        ("resolved", ["false", "true", "false", "true"]),
        (None, ["unknown", "true", "unknown", "true"]),
    ],
)
def test_a_condition_since_two_months_by_its_status(status: str | None, expected: list[str]) -> None:
    assert [truth(question, problem(BLEEDING, status=status)) for question in ALL] == expected


@pytest.mark.parametrize(
    "resource",
    [
        None,
        problem(icd("J30.1", "Allergic rhinitis due to pollen")),
        problem(icd("I16.9", "Hypertensive crisis, unspecified")),
        problem(BLEEDING, verification="refuted"),
        problem(BLEEDING, onset="2026-11-23"),
        problem(BLEEDING, onset=None, recorded="2026-11-23"),
        procedure("operation", OPERATIONS["laparotomy"], "2026-10-01"),
    ],
    ids=[
        "nothing",
        "another condition",
        "another risk",
        "refuted",
        "begun after the order",
        "recorded after it",
        "no condition",
    ],
)
def test_a_condition_that_is_not_shown_is_absent(resource: Any) -> None:
    assert [truth(question, *([resource] if resource else [])) for question in ALL] == ["false"] * 4


def test_a_condition_that_may_have_begun_before_the_order_counts() -> None:
    assert truth(ACTIVE, problem(BLEEDING, onset="2026")) == "true"
    assert truth(ACTIVE, problem(BLEEDING, onset="2026-11-22")) == "true"


def test_an_active_condition_speaks_before_an_unclear_one() -> None:
    unclear = problem(BLEEDING, status=None) | {"id": "unclear"}
    both = [unclear, problem(BLEEDING)]
    for resources in (both, both[::-1]):
        assert [truth(question, *resources) for question in (ACTIVE, ON_THERAPY)] == ["true", "true"]


@pytest.mark.parametrize(
    ("ended", "expected"),
    [("2026-08-24", "true"), ("2026-08-23", "unknown"), ("2024-11-08", "unknown"), ("2024-11-07", "false")],
)
@pytest.mark.parametrize("element", ["abated", "onset", "recorded"])
def test_recent_is_counted_from_the_last_day_that_is_told(ended: str, expected: str, element: str) -> None:
    dates = {"onset": "2020-01-01", "abated": None, "recorded": None} | {element: ended}
    if element == "recorded":
        dates["onset"] = None  # type: ignore[assignment]
    assert truth(RECENT, problem(BLEEDING, status="resolved", **dates)) == expected


def test_the_most_recent_condition_decides() -> None:
    old = problem(BLEEDING, status="resolved", onset="2015-01-01") | {"id": "old"}
    unclear = problem(BLEEDING, status="resolved", onset="2025-11-01") | {"id": "unclear"}
    new = problem(BLEEDING, status="resolved", onset="2026-11-01") | {"id": "new"}
    for resources in ((old, unclear, new), (new, unclear, old)):
        assert ask(RECENT, *resources).because == "R04.2 Hemoptysis was 21 days before"
    for resources in ((old, unclear), (unclear, old)):
        assert truth(RECENT, *resources) == "unknown"


def test_days_are_counted_in_words() -> None:
    for onset, words in (("2026-11-22", "on the day of the order"), ("2026-11-21", "1 day before")):
        assert ask(RECENT, problem(BLEEDING, status="resolved", onset=onset)).because == f"R04.2 Hemoptysis was {words}"


def test_long_past_is_a_remark() -> None:
    found = ask(RECENT, problem(BLEEDING, status="resolved", onset="2022-11-22"))
    assert found.remarks == ("R04.2 Hemoptysis, 1461 days before",)
    found = ask(ON_THERAPY, problem(BLEEDING, status="resolved", onset="2022-11-22"))
    assert found.remarks == ("history of R04.2 Hemoptysis",)


def test_a_condition_that_is_over_without_any_day_may_be_recent() -> None:
    found = ask(RECENT, problem(BLEEDING, status="resolved", onset=None))
    assert (found.truth.value, found.because) == ("unknown", "R04.2 Hemoptysis is on file without a date")
    assert found.missing == ("Condition.onset[x] or abatement[x]",)


# --- The first dose


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        (tablets(60, name="a", status="completed", on="2026-03-01"), "2026-03-01"),
        (tablets(60, name="a", status="stopped", on="2026-03-01"), "2026-03-01"),
        (tablets(60, name="a", status="on-hold", on="2026-03-01"), "2026-03-01"),
        (tablets(60, name="a", status="active", on="2026-03-01"), "2026-03-01"),
        (tablets(60, name="a", status="ended", on="2026-03-01"), "2026-03-01"),
        (tablets(60, name="a", status="active", on="2026-03-01", intent="option"), None),
        (tablets(60, name="a", status="draft", on="2026-03-01"), None),
        (tablets(60, name="a", status="cancelled", on="2026-03-01"), None),
        (tablets(60, name="a", status="active", on="2026-03-01", intent="plan"), None),
        (tablets(60, name="a", status="active", on="2026-03-01", intent="proposal"), None),
        (tablets(60, name="a", status="active", on="2026-11-22"), None),
        (tablets(60, name="a", status="active", on="2026-03-01", doNotPerform=True), None),
    ],
)
def test_an_earlier_order_that_was_carried_out_is_treatment(earlier: dict[str, Any], expected: str | None) -> None:
    found = first_dose(chart(earlier))
    assert (found.text if found else None) == expected


def test_a_statement_or_an_administration_is_treatment_and_the_earliest_counts() -> None:
    said = statement("s", CABOZANTINIB, start="2026-05-01")
    given = administration("g", CABOZANTINIB, start="2026-04-01", end="2026-04-30")
    ordered = tablets(60, name="o", status="completed", on="2026-06-01")
    for resources, first in (([said], "2026-05-01"), ([said, given], "2026-04-01"), ([ordered, said], "2026-05-01")):
        found = first_dose(chart(*resources))
        assert found is not None
        assert found.text == first


@pytest.mark.parametrize(
    "resource",
    [
        statement("s", concept(DRUGS["everolimus"][0]), start="2025-01-01"),
        statement("s", CABOZANTINIB, start="2025-01-01", status="not-taken"),
        statement("s", CABOZANTINIB, status="completed"),
    ],
    ids=["another drug", "not taken", "without a date"],
)
def test_what_tells_no_day_of_this_drug_is_no_first_dose(resource: dict[str, Any]) -> None:
    assert first_dose(chart(resource)) is None


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        (statement("s", CABOZANTINIB, status="completed"), "unknown"),
        (statement("s", CABOZANTINIB, end="2026-10-01", status="completed"), "unknown"),
        (statement("s", CABOZANTINIB, status="active"), "false"),  # it may be this order that is told of
        (statement("s", CABOZANTINIB, status="not-taken"), "false"),
        (tablets(60, name="a", status="completed", on=None), "unknown"),
        (tablets(60, name="a", status="stopped", on=None), "unknown"),
        (tablets(60, name="a", status="ended", on=None), "unknown"),
        (tablets(60, name="a", status="completed", on="2026"), "unknown"),
        (tablets(60, name="a", status="completed", on="2026-11-22"), "false"),
        (tablets(60, name="a", status="active", on=None), "false"),
        (tablets(60, name="a", status="cancelled", on=None), "false"),
        (tablets(60, name="a", status="completed", on=None, doNotPerform=True), "false"),
    ],
)
def test_treatment_since_an_unknown_day_may_have_come_before_an_event(earlier: dict[str, Any], expected: str) -> None:
    assert truth(ON_THERAPY, earlier, problem(BLEEDING, status="resolved")) == expected


@pytest.mark.parametrize(
    ("onset", "expected"), [("2026-03-01", "true"), ("2026-02-28", "false"), ("2026", "unknown"), (None, "unknown")]
)
def test_an_event_belongs_to_treatment_from_the_first_dose(onset: str | None, expected: str) -> None:
    first = tablets(60, name="first", status="completed", on="2026-03-01")
    event = problem(BLEEDING, status="resolved", onset=onset)
    assert truth(ON_THERAPY, first, event) == expected


def test_without_earlier_treatment_an_undated_event_was_before_it() -> None:
    assert truth(ON_THERAPY, problem(BLEEDING, status="resolved", onset=None)) == "false"


def test_an_event_of_an_uncertain_day_says_what_would_settle_it() -> None:
    first = tablets(60, name="first", status="completed", on="2026-03-01")
    found = ask(ON_THERAPY, first, problem(BLEEDING, status="resolved", onset="2026"))
    assert found.missing == ("exact Condition.onset[x]",)
    assert "began on treatment is not shown" in found.because


@pytest.mark.parametrize(
    ("onset", "expected"),
    [("2023-11-10", "unknown"), ("2024-11-01", "unknown"), ("2025-06-01", "true"), (None, "true")],
)
def test_a_bleeding_that_nobody_ended_for_two_years_is_not_surely_going_on(onset: str | None, expected: str) -> None:
    assert truth(RECENT, problem(BLEEDING, onset=onset)) == expected


@pytest.mark.parametrize(
    ("status", "recorded", "expected"),
    [("active", "2026-11-15", "true"), ("recurrence", "2026-11-15", "true"), ("active", "2020-01-02", "unknown")],
)
def test_a_bleeding_of_long_ago_that_was_written_down_again_lately_goes_on(
    status: str, recorded: str, expected: str
) -> None:
    assert truth(RECENT, problem(BLEEDING, status=status, onset="2020-01-01", recorded=recorded)) == expected


EVENT = ON_THERAPY | {"unclear_months": 24}


@pytest.mark.parametrize(
    ("onset", "recorded", "expected"),
    [
        ("2023-05-01", None, "unknown"),
        ("2024-10-01", "2024-10-02", "unknown"),
        ("2024-12-15", None, "true"),
        ("2023-05-01", "2026-10-01", "true"),
        (None, "2023-05-01", "unknown"),
        (None, None, "true"),
    ],
)
def test_an_event_that_nobody_ended_is_open_after_24_months(
    onset: str | None, recorded: str | None, expected: str
) -> None:
    made = problem(BLEEDING, onset=onset, recorded=recorded)
    assert truth(EVENT, made) == expected
    assert truth(ON_THERAPY, made) == "true"


def test_an_old_event_that_began_on_treatment_stays_one() -> None:
    earlier = statement("cabozantinib", CABOZANTINIB, start="2023-01-01", end="2023-09-01", status="completed")
    made = problem(BLEEDING, onset="2023-05-01", recorded="2023-05-02")
    assert truth(EVENT, earlier, made) == "true"


@pytest.mark.parametrize(
    ("months", "onset", "expected"),
    [
        (1, "2026-10-22", "true"),  # 31 days
        (1, "2026-10-21", "unknown"),
        (1, "2026-10", "true"),  # it may have begun on the last day of the month
        (1, "2026-09", "unknown"),
        (2, "2026-09-21", "true"),
    ],
)
def test_an_event_is_open_only_where_all_of_its_days_are_longer_ago(months: int, onset: str, expected: str) -> None:
    assert truth(ON_THERAPY | {"unclear_months": months}, problem(BLEEDING, onset=onset)) == expected


def test_the_page_of_a_label_says_after_how_many_months_an_event_is_not_clear() -> None:
    said = [read_criterion(one).clause(" or ".join) for one in (ON_THERAPY, EVENT)]
    assert said == [
        "active or begun on treatment: hemorrhage",
        "active or begun on treatment: hemorrhage (not clear where it is listed as active for more than 24 months)",
    ]
