"""How long another drug goes on: by its own bounds, its supply, its status, and by how long ago it was listed."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, dosage, every, order, quantity, resource, statement, to
from support.coding import DRUGS, concept, rxnorm
from support.judged import judged, named, tablets, verdicts
from support.plain import kidney

from validator.verdict import Verdict

ITRACONAZOLE = concept(DRUGS["itraconazole"][0])
CLARITHROMYCIN = concept(rxnorm("21212", "clarithromycin"))
DAYS = {"unit": "days", "system": "http://unitsofmeasure.org", "code": "d"}


def request(
    status: str = "active", on: str | None = "2026-10-01", drug: Any = ITRACONAZOLE, **elements: Any
) -> Resource:
    """A request for an inhibitor."""
    return order(drug, name="other", on=on, status=status) | elements


def bounded(on: str, **bounds: Any) -> Resource:
    """An active request for an inhibitor with bounds."""
    return order(ITRACONAZOLE, [dosage(None, every(**bounds))], name="other", on=on)


def filled(days: int, refills: int | None, **elements: Any) -> Resource:
    """A request with a supply; without refills they are not stated."""
    stated = {"expectedSupplyDuration": {"value": days, **DAYS}}
    return request(
        dispenseRequest=stated | ({} if refills is None else {"numberOfRepeatsAllowed": refills}), **elements
    )


def dispense(handed: str, days: int | None) -> Resource:
    """An inhibitor handed out."""
    supply = {"daysSupply": {"value": days, **DAYS}} if days else {}
    return resource(
        "MedicationDispense", "d", status="completed", medicationCodeableConcept=ITRACONAZOLE,
        subject=to("Patient/patient"), whenHandedOver=handed, **supply,
    )  # fmt: skip


def answers(other: Resource) -> tuple[str, str]:
    """The verdicts of 60 mg, right without the inhibitor, and of 40 mg, right with it; every rule comes to its end."""
    sixty, forty = (judged(kidney(tablets(mg), beside=(other,))) for mg in (60, 40))
    assert not named(sixty, "not-checked") + named(forty, "not-checked")
    return sixty.verdict.value, forty.verdict.value


TAKEN = ("error", "warning")
OVER = ("accept", "warning")
UNCLEAR = ("undetermined", "undetermined")
EITHER = ("warning", "warning")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (bounded("2026-11-02", boundsDuration={"value": 7, **DAYS}), OVER),
        (bounded("2026-11-02", boundsDuration={"value": 30, **DAYS}), TAKEN),
        (bounded("2026-11-02", boundsDuration={"value": 2, "unit": "wk", "code": "wk"}), OVER),
        (bounded("2026-11-02", boundsRange={"low": {"value": 7, **DAYS}, "high": {"value": 10, **DAYS}}), OVER),
        (bounded("2026-11-02", boundsRange={"low": {"value": 7, **DAYS}, "high": {"value": 28, **DAYS}}), TAKEN),
        (bounded("2026-10-01", boundsPeriod={"start": "2026-10-01", "end": "2026-10-14"}), OVER),
        (bounded("2026-10-01", boundsDuration={"value": 7, "unit": "moons"}), UNCLEAR),
        (bounded("2026-11-14", boundsDuration={"value": 8, **DAYS}), EITHER),
    ],
    ids=["a week", "a month", "in weeks", "a range", "a range that may go on", "a period", "no unit", "until Friday"],
)
def test_a_course_ends_by_its_own_bounds(other: Resource, expected: tuple[str, str]) -> None:
    assert answers(other) == expected


@pytest.mark.parametrize(
    ("days", "refills", "on", "expected"),
    [
        (30, 0, "2026-11-01", TAKEN),
        (30, 0, "2026-10-10", UNCLEAR),
        (30, 0, "2026-09-01", OVER),
        (90, 0, "2026-06-01", UNCLEAR),
        (30, 5, "2026-06-01", TAKEN),
        (30, None, "2026-01-01", TAKEN),
        (10, 0, "2026-10-29", OVER),
        (10, 0, "2026-10-30", UNCLEAR),
        (14, 0, "2026-10-25", OVER),
        (7, 1, "2026-11-10", TAKEN),
    ],
)
def test_a_supply_ends_a_drug_only_where_refills_are_stated(
    days: int, refills: int | None, on: str, expected: tuple[str, str]
) -> None:
    assert answers(filled(days, refills, on=on)) == expected


def test_a_used_up_supply_is_told_in_a_note() -> None:
    (note,) = named(judged(kidney(beside=(filled(30, 0, on="2026-01-01"),))), "interacting-drug-not-counted")
    assert (note.verdict, note.message) == (
        Verdict.ACCEPT, "The supply of itraconazole is used up, so it was not counted.",
    )  # fmt: skip


@pytest.mark.parametrize("on", ["2026-08-01", "2025-12-01", "2021-01-01"])
def test_a_drug_without_end_and_supply_is_taken_whatever_its_age(on: str) -> None:
    assert answers(request(on=on)) == TAKEN
    assert answers(statement("s", ITRACONAZOLE, start=on)) == TAKEN


def test_after_a_year_the_finding_asks_whether_it_is_still_taken() -> None:
    (pair,) = named(judged(kidney(tablets(40), beside=(request(on="2025-01-05"),))), "interacting-drug")
    assert pair.message.endswith("; listed since 2025-01-05: still taken?")
    (pair,) = named(judged(kidney(tablets(40), beside=(request(on="2026-01-05"),))), "interacting-drug")
    assert "still taken" not in pair.message


@pytest.mark.parametrize(
    ("drug", "on", "expected"),
    [
        (CLARITHROMYCIN, "2026-08-25", TAKEN),
        (CLARITHROMYCIN, "2026-08-23", UNCLEAR),
        (concept(rxnorm("274964", "telithromycin 400 MG Oral Tablet")), "2026-01-01", UNCLEAR),
        ({"text": "Paxlovid"}, "2026-01-01", UNCLEAR),
        (ITRACONAZOLE, "2026-01-01", TAKEN),
    ],
    ids=["clarithromycin", "90 days on", "telithromycin", "by brand", "a drug for good"],
)
def test_a_drug_given_in_short_courses_becomes_unclear(drug: Any, on: str, expected: tuple[str, str]) -> None:
    assert answers(request(drug=drug, on=on)) == expected


@pytest.mark.parametrize(
    ("on", "expected", "code"),
    [
        ("2026-11-22", EITHER, "interacting-drug-just-stopped"),
        ("2026-11-21", EITHER, "interacting-drug-just-stopped"),
        ("2026-11-20", EITHER, "interacting-drug-just-stopped"),
        ("2026-10-23", EITHER, "interacting-drug-just-stopped"),
        ("2026-10-22", OVER, None),
        ("2026-01-01", OVER, None),
        (None, EITHER, "interacting-drug-just-stopped"),
    ],
)
@pytest.mark.parametrize("status", ["stopped", "completed"])
def test_what_is_over_on_a_day_that_is_not_told_ended_after_it_was_written(
    status: str, on: str | None, expected: tuple[str, str], code: str | None
) -> None:
    other = request(status, on=on)
    assert answers(other) == expected
    assert bool(named(judged(kidney(beside=(other,))), "interacting-drug-just-stopped")) is (code is not None)


@pytest.mark.parametrize("status", ["stopped", "completed"])
def test_what_is_over_and_was_used_up_or_ended_before_is_quiet(status: str) -> None:
    ten_days = {"dispenseRequest": {"expectedSupplyDuration": {"value": 10, **DAYS}}}
    assert answers(request(status, on="2026-11-05") | ten_days) == OVER
    week = bounded("2026-11-02", boundsDuration={"value": 7, **DAYS}) | {"status": status}
    assert answers(week) == OVER


@pytest.mark.parametrize("status", ["stopped", "completed"])
@pytest.mark.parametrize(
    ("start", "asserted", "expected"),
    [
        (None, "2026-11-21", EITHER),
        (None, "2026-11-22", EITHER),
        (None, "2026-11-20", OVER),
        (None, "2025-03", OVER),
        (None, None, EITHER),
        ("2026-11-10", None, EITHER),
        ("2026-11-10", "2026-11-21", EITHER),
        ("2026-11-10", "2026-11-20", OVER),
        ("2015", "2026-11-22", OVER),
        ("2015", None, OVER),
    ],
)
def test_a_statement_that_is_over_ended_at_the_latest_when_somebody_said_so(
    status: str, start: str | None, asserted: str | None, expected: tuple[str, str]
) -> None:
    told = {} if asserted is None else {"dateAsserted": asserted}
    assert answers(statement("s", ITRACONAZOLE, start=start, status=status) | told) == expected


def test_a_statement_with_an_end_ended_then() -> None:
    for status in ("stopped", "completed"):
        ended = statement("s", ITRACONAZOLE, start="2026-11-10", end="2026-11-18", status=status)
        assert answers(ended | {"dateAsserted": "2026-11-22"}) == OVER
    on_a_day = statement("s", ITRACONAZOLE, status="completed") | {"effectiveDateTime": "2026-11-19"}
    assert answers(on_a_day | {"dateAsserted": "2026-11-22"}) == OVER


@pytest.mark.parametrize(
    ("timing", "on", "expected"),
    [
        ({"event": ["2026-11-10", "2026-11-17"]}, "2026-11-08", OVER),
        ({"event": ["2026-11-17", "2026-11-22"]}, "2026-11-08", TAKEN),
        ({"event": ["2026-11-17", "soon"]}, "2026-11-08", TAKEN),
        ({"repeat": {"count": 1}}, "2026-11-08", OVER),
        ({"repeat": {"count": 1}}, "2026-11-21", EITHER),
        (every(times=2, count=14), "2026-11-08", OVER),
        (every(times=2, count=14), "2026-11-16", TAKEN),
        (every(times=2, count=14, countMax=60), "2026-11-08", TAKEN),
        (every(2, count=14), "2026-11-01", TAKEN),
        ({"repeat": {"count": 14}}, "2026-11-01", TAKEN),
        ({"repeat": {"count": 14, "period": 1, "periodUnit": "d"}}, "2026-11-01", TAKEN),
        (every(count=3, dayOfWeek=["mon"]), "2026-11-08", TAKEN),
    ],
)
def test_listed_days_and_a_number_of_doses_at_a_known_pace_end_a_course(
    timing: dict[str, Any], on: str, expected: tuple[str, str]
) -> None:
    assert answers(order(ITRACONAZOLE, [dosage(None, timing)], name="other", on=on)) == expected


def counted(units: int, a_day: int, *, unit: str = "capsule", refills: int | None = 0, **elements: Any) -> Resource:
    """A request whose supply is a number of capsules."""
    dose = {"value": 1, "unit": "capsule"}
    given = {"quantity": {"value": units, "unit": unit}}
    stated = given if refills is None else given | {"numberOfRepeatsAllowed": refills}
    dosages = [dosage(dose, every(times=a_day))]
    return request(dosageInstruction=dosages, dispenseRequest=stated, **elements)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (counted(28, 2, on="2026-10-20"), OVER),
        (counted(28, 2, on="2026-11-05"), UNCLEAR),
        (counted(28, 2, on="2026-11-10"), TAKEN),
        (counted(28, 2, on="2026-01-10", refills=None), TAKEN),
        (counted(28, 2, on="2026-11-01", refills=None, status="completed"), OVER),
        (counted(90, 1, on="2026-10-01", refills=None, status="stopped"), EITHER),
        (counted(28, 2, on="2026-01-10", unit="mL"), TAKEN),
    ],
)
def test_a_supply_is_as_long_as_its_tablets_last(other: Resource, expected: tuple[str, str]) -> None:
    assert answers(other) == expected


def test_a_dispense_lasts_as_long_as_its_tablets() -> None:
    dose = [dosage({"value": 1, "unit": "capsule"}, every(times=2))]
    handed = dispense("2026-11-05", None) | {"quantity": {"value": 28, "unit": "capsule"}}
    assert answers(dispense("2026-11-05", None)) == UNCLEAR
    assert answers(handed) == UNCLEAR
    assert answers(handed | {"dosageInstruction": dose}) == OVER
    ends = {"low": {"value": 1, "unit": "capsule"}, "high": {"value": 2, "unit": "capsule"}}
    for open_dose in (
        dosage(None, every()) | {"doseAndRate": [{"doseRange": ends}]},
        dosage({"value": 1, "unit": "capsule"}, None),
        dosage({"value": 200, "unit": "mg"}, every(times=2)),
        dosage({"value": 1, "unit": "spoon"}, every(times=2)),
        dosage({"value": 0, "unit": "capsule"}, every(times=2)),
    ):
        assert answers(handed | {"dosageInstruction": [open_dose]}) == UNCLEAR
    more = dosage({"value": 2, "unit": "capsule"}, every())
    assert answers(handed | {"dosageInstruction": [*dose, more]}) == UNCLEAR
    assert answers(handed | {"quantity": {"value": 28, "unit": "mL"}, "dosageInstruction": dose}) == UNCLEAR


@pytest.mark.parametrize(
    ("stated", "capsules", "expected"), [(5, 28, UNCLEAR), (30, 8, UNCLEAR), (5, 8, OVER), (None, 8, OVER)]
)
def test_a_dispense_lasts_as_long_as_its_days_or_its_tablets_whichever_is_longer(
    stated: int | None, capsules: int, expected: tuple[str, str]
) -> None:
    dose = [dosage({"value": 1, "unit": "capsule"}, every())]
    handed = dispense("2026-11-05", stated) | {"quantity": {"value": capsules, "unit": "capsule"}}
    assert answers(handed | {"dosageInstruction": dose}) == expected


def test_a_stopped_drug_whose_supply_would_still_cover_the_day_is_a_caution() -> None:
    other = filled(90, None, status="stopped", on="2026-10-01")
    assert answers(other) == EITHER
    (said,) = named(judged(kidney(beside=(other,))), "interacting-drug-just-stopped")
    assert said.message.startswith("Itraconazole is stopped, day not told")
    assert answers(filled(30, None, status="stopped", on="2026-10-01")) == OVER
    bounds = {"start": "2026-01-10", "end": "2026-12-31"}
    assert answers(bounded("2026-01-10", boundsPeriod=bounds) | {"status": "stopped"}) == EITHER


def test_a_completed_drug_whose_supply_still_covers_the_day_is_unclear() -> None:
    assert answers(filled(90, None, status="completed", on="2026-10-01")) == UNCLEAR
    assert answers(filled(30, None, status="completed", on="2026-10-01")) == OVER


@pytest.mark.parametrize(
    ("handed", "days", "expected"),
    [
        ("2026-11-01", 30, UNCLEAR),
        ("2026-10-01", 30, OVER),
        ("2026-11-10", None, UNCLEAR),
        ("2026-10-01", None, OVER),
        ("2024-01-01", None, OVER),
    ],
)
def test_what_was_handed_out_is_unclear_while_it_lasts(
    handed: str, days: int | None, expected: tuple[str, str]
) -> None:
    assert answers(dispense(handed, days)) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (statement("s", ITRACONAZOLE, start="2026-12-10", status="intended"), EITHER),
        (statement("s", ITRACONAZOLE, start=None, status="intended"), EITHER),
        (statement("s", ITRACONAZOLE, start="2027-03-10", status="intended"), OVER),
        (bounded("2026-11-20", boundsPeriod={"start": "2026-12-20"}), EITHER),
        (bounded("2026-11-20", boundsPeriod={"start": "2026-12-21"}), OVER),
        (bounded("2026-11-20", boundsPeriod={"start": "2026-12-20"}) | {"status": "draft"}, TAKEN),
    ],
    ids=["intended", "intended, no day", "intended next year", "28 days on", "29 days on", "a draft of the same call"],
)
def test_a_drug_that_begins_soon_is_a_caution(other: Resource, expected: tuple[str, str]) -> None:
    assert answers(other) == expected
    said = verdicts(judged(kidney(beside=(other,))), "interacting-drug-begins-soon")
    assert said == (["warning"] if expected == EITHER else [])


def test_a_partner_that_only_begins_is_no_reason_to_refuse_a_single_agent() -> None:
    sunitinib = concept(DRUGS["sunitinib"][0])
    planned = order(sunitinib, [dosage(quantity(50, "mg"), every(boundsPeriod={"start": "2026-12-10"}))],
                    name="other", on="2026-11-20")  # fmt: skip
    assert verdicts(judged(kidney(beside=(planned,))), "indication-caution") == ["warning"]
    assert verdicts(judged(kidney(beside=(planned,))), "indication-not-met") == []


def test_a_held_drug_is_unclear() -> None:
    assert answers(request("on-hold")) == UNCLEAR


def test_grapefruit_that_is_intended_is_a_caution_too() -> None:
    juice = statement("juice", {"text": "grapefruit juice"}, start=None, status="intended")
    assert verdicts(judged(kidney(beside=(juice,))), "grapefruit-or-st-johns-wort") == ["warning"]


def test_it_is_asked_in_whole_words_where_the_name_of_the_drug_is_long() -> None:
    named_long = ITRACONAZOLE | {"text": "itraconazole 100 mg oral capsule"}
    (pair,) = named(
        judged(kidney(tablets(40), beside=(request(on="2025-01-05", drug=named_long),))), "interacting-drug"
    )
    assert pair.message.endswith("still taken?")


def lasting(value: int, unit: str, code: str, on: str) -> Resource:
    """A request that was filled once, for a length whose text and code may differ."""
    length = {"value": value, "unit": unit, "system": DAYS["system"], "code": code}
    return request(on=on, dispenseRequest={"expectedSupplyDuration": length, "numberOfRepeatsAllowed": 0})


@pytest.mark.parametrize(
    ("value", "unit", "code", "on", "found"),
    [
        # 4 days or 4 weeks before 2026-11-22: both last, only one does, both are used up long enough
        (4, "weeks", "d", "2026-11-20", TAKEN),
        (4, "weeks", "d", "2026-10-31", UNCLEAR),
        (4, "weeks", "d", "2026-07-01", OVER),
        (1, "month", "mo", "2026-11-01", TAKEN),
        # 29 days before: 28 days are used up, 31 are not
        (1, "month", "mo", "2026-10-24", UNCLEAR),
        (1, "month", "mo", "2026-10-15", UNCLEAR),
        (1, "month", "mo", "2026-07-01", OVER),
    ],
)
def test_a_supply_that_can_be_read_in_two_ways_is_judged_by_both(
    value: int, unit: str, code: str, on: str, found: tuple[str, str]
) -> None:
    assert answers(lasting(value, unit, code, on)) == found
