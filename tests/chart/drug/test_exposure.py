"""Whether another drug or procedure was had, and goes on, by the status, the intent and the days of its entry.

Asked as of 2026-11-22; the answers are (had, going on). How long a drug without an end goes on is in `test_course`.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, dosage, every, order, procedure, quantity, resource, to
from support.coding import DRUGS, concept, snomed
from support.facts import chart, ordered
from support.judged import judged, named
from support.plain import TABLET_60, kidney

ITRACONAZOLE = concept(DRUGS["itraconazole"][0])
OF_HIM = {"medicationCodeableConcept": ITRACONAZOLE, "subject": to("Patient/patient")}
HAD, UNCLEAR, NOT_HAD, PERHAPS = ("true", "false"), ("true", "unknown"), ("false", "false"), ("unknown", "unknown")
GOES_ON, ONLY_MEANT, TO_COME = ("true", "true"), ("false", "unknown"), ("false", "true")
OVER, LATER, TODAY = "2026-11-21", "2026-12-01", "2026-11-22"


def request(status: str, intent: str = "order", on: str = "2026-11-01", **elements: Any) -> Resource:
    return order(ITRACONAZOLE, name="other", on=on, status=status, intent=intent) | elements


def statement(status: str, end: str | None = None, **elements: Any) -> Resource:
    period = {"start": "2026-11-01"} | ({"end": end} if end else {})
    return resource("MedicationStatement", "other", status=status, **(OF_HIM | {"effectivePeriod": period} | elements))


def words(text: str, asserted: str | None = None) -> Resource:
    return statement("active", dosage=[{"text": text}], **({"dateAsserted": asserted} if asserted else {}))


def given(status: str, end: str) -> Resource:
    period = {"start": "2026-11-01", "end": end}
    return resource("MedicationAdministration", "other", status=status, effectivePeriod=period, **OF_HIM)


def handed(on: str) -> Resource:
    return resource("MedicationDispense", "other", status="completed", whenHandedOver=on, **OF_HIM)


def done(status: str, end: str | None = None) -> Resource:
    made = procedure("other", snomed("367336001", "Chemotherapy"), "2026-11-01", status=status)
    if end is None:
        return made
    return {name: made[name] for name in made if name != "performedDateTime"} | {
        "performedPeriod": {"start": "2026-11-01", "end": end}
    }


@pytest.mark.parametrize(
    ("one", "answer"),
    [
        (request("active"), GOES_ON),
        (request("active", "plan"), ("unknown", "true")),
        (request("active", "proposal"), ONLY_MEANT),
        (request("active", "option"), ONLY_MEANT),
        (request("active", on=TODAY), GOES_ON),
        (request("active", on="2026-11"), GOES_ON),
        (request("active", on="2026-11-23"), NOT_HAD),
        (request("active", dosageInstruction=[{"timing": {"event": ["2026-11-22"]}}]), UNCLEAR),
        (statement("active", dosage=[{"timing": {"event": ["2026-11-22"]}}]), UNCLEAR),
        (request("draft"), TO_COME),
        (request("draft", "plan"), TO_COME),
        (request("draft", "proposal"), ONLY_MEANT),
        (request("draft", "option"), ONLY_MEANT),
        # Of a draft of 30 days and of one of some day of a month that may be no older: it may be signed now.
        (request("draft", on="2026-10-23"), TO_COME),
        (request("draft", on="2026-10"), TO_COME),
        (request("draft", on="2026-10-22"), ONLY_MEANT),
        (request("on-hold"), UNCLEAR),
        (request("on-hold", "plan"), PERHAPS),
        (request("on-hold", "proposal"), ONLY_MEANT),
        (request("cancelled"), NOT_HAD),
        (request("stopped"), HAD),
        (request("completed", effectiveDosePeriod={"start": "2026-11-01", "end": TODAY}), HAD),
        (request("stopped", "plan"), ("unknown", "false")),
        (request("completed", "proposal"), NOT_HAD),
        (request("completed", "option"), NOT_HAD),
        (statement("active"), GOES_ON),
        (statement("stopped"), HAD),
        (statement("stopped", OVER), HAD),
        (statement("stopped", TODAY), HAD),
        (statement("stopped", "2026-11"), HAD),
        (statement("stopped", LATER), GOES_ON),
        (statement("completed", LATER), GOES_ON),
        (statement("active", "2026-11"), UNCLEAR),
        (statement("on-hold"), UNCLEAR),
        (statement("on-hold", OVER), HAD),
        (statement("not-taken", LATER), NOT_HAD),
        (statement("intended"), NOT_HAD),
        (statement("draft", OVER), PERHAPS),
        (words("200 mg daily for 5 days"), HAD),
        (words("200 mg daily for 5 days", "2026-11-05"), HAD),
        (words("200 mg daily for 5 days", "2026-11-06"), UNCLEAR),
        (words("200 mg daily for 21 days"), UNCLEAR),
        (words("200 mg daily for 22 days"), GOES_ON),
        (given("completed", OVER), HAD),
        (given("completed", TODAY), HAD),
        (given("completed", LATER), GOES_ON),
        (given("in-progress", LATER), GOES_ON),
        (given("on-hold", OVER), ("unknown", "false")),
        (given("not-done", LATER), NOT_HAD),
        (
            resource("MedicationAdministration", "other", status="in-progress", effectiveDateTime=OVER, **OF_HIM),
            GOES_ON,
        ),
        (handed("2026-11-01") | {"status": "cancelled"}, NOT_HAD),
        (handed("2026-11-01") | {"status": "declined"}, NOT_HAD),
        (handed("2026-10-22"), HAD),
        (handed("2026-10-23"), UNCLEAR),
        (handed("2026-10"), UNCLEAR),
        (done("completed"), HAD),
        (done("completed", TODAY), HAD),
        (done("completed", LATER), GOES_ON),
        (done("stopped", LATER), GOES_ON),
        (done("in-progress"), GOES_ON),
        (done("in-progress", OVER), HAD),
        (done("on-hold", LATER), GOES_ON),
        (done("preparation", LATER), NOT_HAD),
        (done("not-done"), NOT_HAD),
    ],
)
def test_what_was_had_and_goes_on(one: Resource, answer: tuple[str, str]) -> None:
    (found,) = chart(one).therapies
    assert (found.given.value, found.current.value) == answer


def test_bounds_that_cannot_be_read_leave_open_whether_a_drug_is_taken() -> None:
    moons = [{"timing": {"repeat": {"boundsDuration": {"value": 5, "unit": "moons"}}}}]
    broken = statement("active", dosage=moons)
    for one in (broken, request("active", dosageInstruction=moons)):
        read = chart(one)
        (found,) = read.therapies
        assert (found.given.value, found.current.value) == UNCLEAR
        assert any("has bounds that cannot be read" in words for words in read.unread)
    report = judged(kidney(beside=(broken,)))
    assert named(report, "interacting-drug-not-clear")
    whole = statement("active", dosage=[dosage(None, every(boundsPeriod={"start": "2026-11-01", "end": OVER}))])
    assert judged(kidney(beside=(whole,))).verdict.value != "undetermined"


@pytest.mark.parametrize(("status", "stop"), [("completed", "2026-11-05"), ("stopped", None)])
def test_a_statement_of_one_day_ended_on_it_where_it_is_completed(status: str, stop: str | None) -> None:
    one = resource("MedicationStatement", "other", status=status, effectiveDateTime="2026-11-05", **OF_HIM)
    (found,) = chart(one).therapies
    assert (found.start and found.start.text, found.stop and found.stop.text) == ("2026-11-05", stop)


@pytest.mark.parametrize(
    ("bounds", "days"),
    [
        ((), ("None", "None")),
        ((("2026-11-22", "2026-12-01"), ("2026-12-02", "2027-01-01")), ("2026-11-22", "2027-01-01")),
        ((("2026-12-02", "2027-01-01"), ("2026-11-22", "2026-12-01")), ("2026-11-22", "2027-01-01")),
        ((("2026-11-22", "2026-12-01"), ("2026-12-02", None)), ("2026-11-22", "None")),
    ],
)
def test_an_order_goes_from_its_first_dose_to_its_last_one(
    bounds: tuple[tuple[str, str | None], ...], days: tuple[str, str]
) -> None:
    periods = [{"start": start} | ({"end": end} if end else {}) for start, end in bounds]
    doses = [dosage(quantity(60, "mg"), every(boundsPeriod=period)) for period in periods]
    read = ordered(order(TABLET_60, doses)).order
    assert (str(read.starts and read.starts.text), str(read.ends and read.ends.text)) == days
