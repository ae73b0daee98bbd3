"""Other drugs on the day of the order, and drugs that just ended."""

from __future__ import annotations

from typing import Any

import pytest
from support.asked import ask, truth
from support.build import Resource, dosage, every, order, procedure, statement
from support.coding import DRUGS, OPERATIONS, concept, snomed
from support.judged import taking

STRONG = {"kind": "taking", "groups": ["strong_inhibitor"]}
DISPUTED = {"kind": "taking", "groups": ["strong_inhibitor:conditional"], "unless": ["strong_inhibitor"]}
STOPPED = {"kind": "stopped-within", "groups": ["strong_inhibitor"], "days": 2}
ITRACONAZOLE = concept(DRUGS["itraconazole"][0])


def request(status: str = "active", intent: str = "order", on: str = "2026-10-01", **elements: Any) -> Resource:
    return order(ITRACONAZOLE, name="other", on=on, status=status, intent=intent, **elements)


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (taking("itraconazole"), "true"),
        (request(), "true"),
        (request("draft", on="2026-10-23"), "true"),
        (request("draft", on="2026-10-22"), "unknown"),
        (request("completed"), "false"),
        (request("cancelled"), "false"),
        (request("entered-in-error"), "false"),
        (request(doNotPerform=True), "false"),
        (taking("itraconazole", status="on-hold"), "unknown"),
        (taking("itraconazole", status="not-taken"), "false"),
        (taking("itraconazole", until="2026-11-21"), "false"),
        (taking("itraconazole", status="active", until="2026-11-23"), "true"),
        (taking("fluconazole"), "false"),
        (procedure("operation", OPERATIONS["laparotomy"], "2026-10-01"), "false"),
    ],
    ids=[
        "statement", "request", "draft of 30 days ago", "older draft",
        "completed", "cancelled", "entered in error", "not to be given", "on hold",
        "not taken", "ended the day before", "ends the day after", "another class", "no drug",
    ],
)  # fmt: skip
def test_a_drug_is_taken_when_it_is_active_on_the_day(resource: Resource, expected: str) -> None:
    assert truth(STRONG, resource) == expected


@pytest.mark.parametrize(
    ("route", "expected"), [("6064005", "false"), ("54485002", "false"), ("26643006", "true"), (None, "true")]
)
def test_a_drug_on_the_skin_or_in_the_eye_does_not_count(route: str | None, expected: str) -> None:
    way = snomed(route, "a route") if route else None
    ketoconazole = order(
        concept(DRUGS["ketoconazole"][0]), [dosage(None, every(), route=way)], name="other", on="2026-10-01"
    )
    assert truth(STRONG, ketoconazole) == expected


def test_one_that_is_certain_speaks_before_one_that_may_be() -> None:
    both = [taking("clarithromycin", status="on-hold"), taking("itraconazole")]
    for resources in (both, both[::-1]):
        found = ask(STRONG, *resources)
        assert (found.truth.value, found.because) == ("true", "itraconazole")
        assert len(found.evidence) == 1


def test_an_unclear_drug_says_what_would_settle_it() -> None:
    found = ask(STRONG, taking("itraconazole", status="on-hold"))
    assert found.because == "itraconazole is on file, but not whether it is still taken"
    assert found.missing == ("status or end of MedicationStatement/taking-itraconazole",)


def test_a_drug_that_is_certainly_of_the_class_is_not_disputed() -> None:
    assert truth(DISPUTED, taking("conivaptan")) == "true"
    assert truth(DISPUTED, taking("itraconazole")) == "false"


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("2026-11-22", "true"),
        ("2026-11-21", "true"),
        ("2026-11-20", "false"),  # two days
        ("2026-11", "unknown"),
        ("2026-10", "false"),
        (None, "false"),
    ],
)
def test_a_drug_counts_as_just_stopped_for_less_than_two_days(until: str | None, expected: str) -> None:
    assert truth(STOPPED, taking("itraconazole", until=until)) == expected


def test_a_drug_whose_end_may_be_near_is_unclear() -> None:
    assert truth(STOPPED, taking("itraconazole", until="2026-11"), as_of="2026-12-01") == "unknown"
    assert truth(STOPPED, taking("itraconazole", until="2026-11"), as_of="2026-12-02") == "false"
    assert truth(STOPPED, taking("itraconazole", until="2026-11"), as_of="2026-11-01") == "unknown"
    assert truth(STOPPED, taking("itraconazole", until="2026-11"), as_of="2026-10-31") == "false"
    found = ask(STOPPED, taking("itraconazole", until="2026-11"), as_of="2026-12-01")
    assert found.missing == ("exact end of MedicationStatement/taking-itraconazole",)


def test_a_drug_that_was_stopped_speaks_before_one_that_may_have_been() -> None:
    unclear = taking("clarithromycin", until="2026-11")
    sure = taking("itraconazole", until="2026-11-30")
    for resources in ((unclear, sure), (sure, unclear)):
        assert truth(STOPPED, *resources, as_of="2026-12-01") == "true"


@pytest.mark.parametrize(
    "resource",
    [
        taking("fluconazole", until="2026-11-21"),
        taking("itraconazole", until="2026-11-21", status="not-taken"),
    ],
    ids=["another class", "never taken"],
)
def test_nothing_was_stopped(resource: Resource) -> None:
    assert truth(STOPPED, resource) == "false"


@pytest.mark.parametrize(("route", "expected"), [("26643006", "true"), ("6064005", "false")])
def test_only_a_systemic_drug_leaves_a_washout(route: str, expected: str) -> None:
    bounds = every(boundsPeriod={"start": "2026-10-01", "end": "2026-11-21"})
    given = dosage(None, bounds, route=snomed(route, "a route"))
    ketoconazole = order(concept(DRUGS["ketoconazole"][0]), [given], name="other", on="2026-10-01", status="completed")
    assert truth(STOPPED, ketoconazole) == expected


def test_a_drug_of_the_class_that_goes_on_leaves_no_washout() -> None:
    found = ask(STOPPED, taking("itraconazole", until="2026-11-21"), taking("clarithromycin"))
    assert (found.truth.value, found.because) == ("false", "the drug is still taken")


def test_a_drug_set_apart_is_not_stopped() -> None:
    question = STOPPED | {
        "groups": ["strong_inhibitor", "strong_inhibitor:conditional"],
        "unless": ["strong_inhibitor"],
    }
    assert truth(question, taking("itraconazole", until="2026-11-21")) == "false"
    assert truth(question, taking("conivaptan", until="2026-11-21")) == "true"


def test_a_statement_without_dates_is_read_by_its_status() -> None:
    assert truth(STRONG, statement("other", ITRACONAZOLE)) == "true"
    assert truth(STRONG, statement("other", ITRACONAZOLE, status="completed")) == "false"


@pytest.mark.parametrize(
    ("start", "asserted", "expected"),
    [
        (None, None, "true"),
        (None, "2026-11-22", "true"),
        (None, "2026-11-21", "false"),  # a day before, and the window is of the day itself
        (None, "2026-11", "true"),  # it may have been today
        (None, "2026-10", "false"),
        ("2026-11-22", None, "true"),
        ("2015-01-01", None, "false"),  # what is handed out does not last for years
    ],
)
def test_a_drug_whose_end_is_not_told_may_have_ended_on_any_day_since_it_was_said_to_be_over(
    start: str | None, asserted: str | None, expected: str
) -> None:
    over = statement("other", ITRACONAZOLE, start=start, status="stopped")
    told = {} if asserted is None else {"dateAsserted": asserted}
    assert truth(STOPPED | {"days": 1}, over | told) == expected


def test_a_drug_that_only_begins_is_named_with_the_day_on_which_it_was_ordered_to() -> None:
    def cautions(other: Resource) -> tuple[str, ...]:
        found = ask(STRONG, other)
        assert (found.truth.value, found.because) == ("false", "no such drug is taken yet")
        return found.cautions

    assert cautions(begins_on("2026-12-01")) == ("itraconazole begins on 2026-12-01",)
    for start in ("2026-12-01", None):
        assert cautions(statement("s", ITRACONAZOLE, start=start, status="intended")) == ("itraconazole is intended",)


def begins_on(day: str) -> Resource:
    """An active request that is to begin on a day."""
    return request() | {"dosageInstruction": [dosage(None, every(boundsPeriod={"start": day}))]}


def test_a_drug_that_is_not_counted_is_named_with_the_reason() -> None:
    used_up = request(on="2026-01-01", dispenseRequest={
        "numberOfRepeatsAllowed": 0, "expectedSupplyDuration": {"value": 30, "unit": "days", "code": "d"}
    })  # fmt: skip
    for other, said in (
        (begins_on("2027-03-01"), "itraconazole begins on 2027-03-01, so it was not counted"),
        (used_up, "the supply of itraconazole is used up, so it was not counted"),
    ):
        found = ask(STRONG, other)
        assert (found.truth.value, found.remarks, len(found.evidence)) == ("false", (said,), 1)
        assert truth(STOPPED, other) == "false"


@pytest.mark.parametrize(
    ("on", "asked"),
    [("2026-10-01", ()), ("2024-10-01", ("itraconazole is listed since 2024-10-01: still taken?",))],
)
def test_a_drug_that_is_listed_for_years_is_taken_and_asked_about(on: str, asked: tuple[str, ...]) -> None:
    found = ask(STRONG, request(on=on))
    assert (found.truth.value, found.remarks) == ("true", asked)


def test_a_drug_that_was_stopped_while_its_supply_lasted_is_said_to_be_stopped() -> None:
    lasts = {"expectedSupplyDuration": {"value": 90, "unit": "days", "code": "d"}}
    found = ask(STOPPED, request("stopped", dispenseRequest=lasts))
    assert (found.truth.value, found.because) == ("true", "itraconazole is stopped, day not told")
