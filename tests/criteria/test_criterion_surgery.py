"""Surgery around the order: days before one that is planned, days after one that was done, and healing."""

from __future__ import annotations

from typing import Any

import pytest
from support.asked import ask, truth
from support.build import Resource, appointment, attested, dosage, every, order, procedure, quantity, service_request
from support.coding import OPERATIONS
from support.plain import TABLET_60

GROUPS = ["major_surgery", "dental_surgery"]
AHEAD = {"kind": "surgery-planned-within", "groups": GROUPS, "days": 21}
BEHIND = {"kind": "surgery-within-after", "groups": GROUPS, "days": 14}
HEALED = {"kind": "wound-not-healed", "groups": ["major_surgery"], "days": 90}
LAPAROTOMY = OPERATIONS["laparotomy"]


def planned(on: str | None, name: str = "operation") -> Resource:
    made = service_request(name, LAPAROTOMY, on or "2026-12-01")
    return made if on else {key: one for key, one in made.items() if key != "occurrenceDateTime"}


def done(on: str | None, name: str = "operation") -> Resource:
    return procedure(name, LAPAROTOMY, on)


def lasting(start: str | None = None, end: str | None = None) -> dict[str, Any]:
    period = {key: one for key, one in (("start", start), ("end", end)) if one}
    timing = every(boundsPeriod=period) if period else every()
    return {"what": order(TABLET_60, [dosage(quantity(60, "mg"), timing)])}


@pytest.mark.parametrize(
    ("on", "bounds", "expected"),
    [
        ("2026-12-12", {}, "true"),  # 20 days
        ("2026-12-13", {}, "unknown"),  # 21 days, and the order goes on
        ("2026-11-22", {}, "true"),
        ("2026-11-21", {}, "false"),
        ("2026-12", {}, "unknown"),
        (None, {}, "unknown"),
        ("2026-12-13", {"start": "2026-11-22", "end": "2026-11-22"}, "false"),
        ("2026-12-13", {"start": "2026-11-22", "end": "2026-11-23"}, "true"),
        ("2027-03-01", {"start": "2026-11-22", "end": "2027-02-08"}, "false"),
        ("2027-03-01", {"start": "2026-11-22", "end": "2027-02-09"}, "true"),
        ("2027-03-01", {"start": "2026-11-22", "end": "2027-04-01"}, "true"),
        ("2027-03-01", {"start": "2026-11-22", "end": "2027-02"}, "unknown"),
        ("2027-02-22", {"start": "2026-11-22", "end": "2027-02"}, "unknown"),  # 21 days if it ends on the first
        ("2027-02-21", {"start": "2026-11-22", "end": "2027-02"}, "true"),
        ("2027-03", {"start": "2026-11-22", "end": "2027-02-08"}, "false"),
        ("2027-03", {"start": "2026-11-22", "end": "2027-02-20"}, "unknown"),
        ("2026-12-01", {"start": "2026-12-02"}, "false"),  # the first dose comes after it
        ("2026-12-02", {"start": "2026-12-02"}, "true"),
        ("2027-01-01", {"start": "2026-12-12"}, "true"),  # 20 days after the first dose
        ("2027-01-02", {"start": "2026-12-12"}, "unknown"),
    ],
)
def test_three_weeks_without_a_dose_come_before_an_operation(
    on: str | None, bounds: dict[str, str], expected: str
) -> None:
    assert truth(AHEAD, planned(on), **lasting(**bounds)) == expected


def test_the_nearest_operation_decides() -> None:
    near, far = planned("2026-12-01", "near"), planned("2027-12-01", "far")
    for resources in ((near, far), (far, near)):
        assert ask(AHEAD, *resources).because.startswith("86481000 Laparotomy is 9 days after the order")
    past, undated = planned("2026-10-01", "past"), planned(None, "undated")
    for resources in ((past, undated), (undated, past)):
        assert truth(AHEAD, *resources) == "unknown"


def test_what_is_done_is_not_ahead_and_a_plan_of_the_past_is_not() -> None:
    assert truth(AHEAD, done("2026-11-20")) == "false"
    assert truth(AHEAD, planned("2026-11-20")) == "false"
    assert truth(BEHIND, planned("2026-11-20")) == "unknown"
    assert [truth(question) for question in (AHEAD, BEHIND, HEALED)] == ["false"] * 3


def test_an_operation_ahead_says_when_the_last_dose_would_be() -> None:
    found = ask(AHEAD, planned("2027-01-12"))
    assert found.because == (
        "86481000 Laparotomy is 51 days ahead and the order has no end; the last dose would be 2026-12-22"
    )  # fmt: skip
    assert found.missing == ("end of the order (timing.repeat.boundsPeriod)",)
    soon = "86481000 Laparotomy is 1 day after the order, too late for a last dose by 2026-11-02"
    assert ask(AHEAD, planned("2026-11-23")).because == soon
    assert ask(AHEAD, planned(None)).missing == ("date of ServiceRequest/operation",)
    assert ask(AHEAD, planned("2026-12")).missing == ("exact date of ServiceRequest/operation",)
    over = ask(AHEAD, planned("2027-03-01"), **lasting("2026-11-22", "2027-04-01"))
    assert over.because == "the order runs until 0 days before 86481000 Laparotomy: last dose by 2027-02-08"
    late = ask(AHEAD, planned("2027-03-01"), **lasting("2026-11-22", "2027-02-20"))
    assert late.because == "the order runs until 9 days before 86481000 Laparotomy: last dose by 2027-02-08"
    ended = ask(AHEAD, planned("2027-03-01"), **lasting("2026-11-22", "2026-11-23"))
    assert ended.because == "the order ends 98 days before 86481000 Laparotomy"
    unclear = ask(AHEAD, planned("2027-03-01"), **lasting("2026-11-22", "2027-02"))
    assert unclear.because == "the order ends 1 to 28 days before 86481000 Laparotomy"


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-11-09", "true"),  # 13 days
        ("2026-11-08", "false"),
        ("2026-11-22", "true"),
        ("2026-11", "unknown"),
        ("2026-10", "false"),
        (None, "false"),
    ],
)
def test_two_weeks_come_after_an_operation(on: str | None, expected: str) -> None:
    assert truth(BEHIND, done(on)) == expected


@pytest.mark.parametrize(
    ("on", "as_of", "expected"),
    [
        ("2026-10", "2026-11-13", "unknown"),  # 13 days if it was on the last
        ("2026-10", "2026-11-14", "false"),
        ("2026-11", "2026-11-01", "unknown"),
        ("2026-11", "2026-11-30", "unknown"),
    ],
)
def test_an_operation_of_a_month_is_recent_where_its_last_day_is(on: str, as_of: str, expected: str) -> None:
    assert truth(BEHIND, done(on), as_of=as_of) == expected


def test_the_days_after_an_operation_count_to_the_first_dose() -> None:
    assert truth(BEHIND, done("2026-11-20"), **lasting("2026-12-03")) == "true"
    assert truth(BEHIND, done("2026-11-20"), **lasting("2026-12-04")) == "false"
    assert truth(HEALED, done("2026-11-20"), **lasting("2027-02-18")) == "unknown"
    assert truth(HEALED, done("2026-11-20"), **lasting("2027-02-19")) == "false"


def test_an_operation_that_was_recent_speaks_before_one_that_may_have_been() -> None:
    sure, unclear = done("2026-11-20", "sure"), done("2026-11", "unclear")
    for resources in ((sure, unclear), (unclear, sure)):
        assert ask(BEHIND, *resources).because == "86481000 Laparotomy was 2 days before"
    assert ask(BEHIND, unclear).missing == ("exact date of Procedure/unclear",)
    assert ask(BEHIND, unclear).because == "86481000 Laparotomy was 0 to 21 days before"


def test_an_operation_without_a_date_is_a_remark() -> None:
    found = ask(BEHIND, done(None))
    assert found.remarks == ("86481000 Laparotomy is on file without a date; taken as long past",)


@pytest.mark.parametrize(
    ("on", "stated", "expected"),
    [
        ("2026-08-24", None, "unknown"),  # 90 days
        ("2026-08-23", None, "false"),
        ("2026-11-22", None, "unknown"),
        ("2026", None, "unknown"),
        (None, None, "false"),
        ("2026-10-01", ("2026-10-01", True), "false"),
        ("2026-10-01", ("2026-09-30", True), "unknown"),
        ("2026-10-01", ("2026-10-02", False), "true"),
        ("2026-10-01", ("2026-09-30", False), "unknown"),
        ("2026-10-01", ("2026-10-02", None), "unknown"),
    ],
)
def test_healing_is_asked_about_for_ninety_days(
    on: str | None, stated: tuple[str, bool | None] | None, expected: str
) -> None:
    said = [attested("healed", "wound-healed", *stated)] if stated else []
    assert truth(HEALED, done(on), *said) == expected


def test_healing_must_be_attested_after_the_last_of_two_operations() -> None:
    said = attested("healed", "wound-healed", "2026-10-15", True)
    first, second = done("2026-10-01", "first"), done("2026-11-01", "second")
    assert truth(HEALED, first, said) == "false"
    for resources in ((first, second), (second, first)):
        assert truth(HEALED, *resources, said) == "unknown"


def test_dental_surgery_leaves_no_wound_to_ask_about() -> None:
    assert truth(HEALED, procedure("tooth", OPERATIONS["tooth extraction"], "2026-11-01")) == "false"


def test_a_wound_that_has_not_healed_shows_who_said_so() -> None:
    found = ask(HEALED, done("2026-10-01"), attested("healed", "wound-healed", "2026-11-01", False))
    assert [one.reference for one in found.evidence] == ["Observation/healed", "Procedure/operation"]
    assert ask(HEALED, done("2026-10-01")).missing == ("wound-healed",)


# --- Planned, and the day has come

MATCHED = {"plan_days": 30}


def visit(on: str, status: str = "booked") -> Resource:
    return appointment("operation", LAPAROTOMY, on) | {"status": status}


def asked(on: str, status: str = "active") -> Resource:
    return planned(on) | {"status": status}


@pytest.mark.parametrize(
    ("plan", "behind", "healed"),
    [
        (asked("2026-11-12"), "unknown", "unknown"),
        (asked("2026-11-12", "on-hold"), "unknown", "unknown"),
        (visit("2026-11-12"), "unknown", "unknown"),
        (visit("2026-11-12", "arrived"), "unknown", "unknown"),
        (done("2026-11-12") | {"status": "preparation"}, "unknown", "unknown"),
        (asked("2026-11-12", "completed"), "true", "unknown"),
        (visit("2026-11-12", "fulfilled"), "true", "unknown"),
        (asked("2026-11-08"), "false", "unknown"),  # 14 days
        (visit("2026-11-08", "fulfilled"), "false", "unknown"),
        (asked("2026-08-24"), "false", "unknown"),  # 90 days
        (asked("2026-08-23"), "false", "false"),
        (asked("2026-11"), "unknown", "unknown"),
        (asked("2019-11-12"), "false", "false"),
        (visit("2019-11-12", "fulfilled"), "false", "false"),
        # what was not to be, or never was more than an idea
        (asked("2026-11-12", "revoked"), "false", "false"),
        (asked("2026-11-12", "entered-in-error"), "false", "false"),
        (asked("2026-11-12", "draft"), "false", "false"),
        (visit("2026-11-12", "cancelled"), "false", "false"),
        (visit("2026-11-12", "noshow"), "false", "false"),
        (visit("2026-11-12", "proposed"), "false", "false"),
    ],
)
def test_a_plan_whose_day_has_come_is_done_or_may_be(plan: Resource, behind: str, healed: str) -> None:
    assert truth(BEHIND | MATCHED, plan) == behind
    assert truth(HEALED | MATCHED, plan) == healed


@pytest.mark.parametrize(
    ("made", "behind"),
    [("2026-10-20", "false"), ("2026-11-10", "true"), ("2026-10-13", "false"), ("2026-10-12", "unknown")],
)
def test_an_operation_done_around_that_day_is_the_planned_one(made: str, behind: str) -> None:
    assert truth(BEHIND | MATCHED, asked("2026-11-12"), done(made, "made")) == behind


def test_an_operation_of_another_kind_is_not_the_planned_one() -> None:
    tooth = procedure("tooth", OPERATIONS["tooth extraction"], "2026-10-20")
    assert truth(BEHIND | MATCHED, asked("2026-11-12"), tooth) == "unknown"


def test_a_plan_says_that_nothing_says_whether_it_was_done() -> None:
    found = ask(BEHIND | MATCHED, asked("2026-11-12"))
    assert found.because == "86481000 Laparotomy was planned for 2026-11-12, and nothing says whether it was done"
    assert found.missing == ("Procedure of 86481000 Laparotomy, or the end of ServiceRequest/operation",)
    assert ask(HEALED | MATCHED, asked("2026-11-12")).missing[0] == "wound-healed"


@pytest.mark.parametrize(
    ("on", "expected"), [("2026-11-15", "false"), ("2026-11-12", "false"), ("2026-11-11", "unknown")]
)
def test_a_wound_attested_to_be_healed_settles_a_plan_of_before(on: str, expected: str) -> None:
    assert truth(HEALED | MATCHED, asked("2026-11-12"), attested("healed", "wound-healed", on, True)) == expected


def test_the_wound_of_an_operation_that_lies_ahead_is_not_asked_about() -> None:
    later = lasting("2026-12-20")
    assert truth(HEALED | MATCHED, asked("2026-12-01"), **later) == "false"
    assert truth(BEHIND | MATCHED, asked("2026-12-01"), **later) == "false"
    assert truth(BEHIND | MATCHED, asked("2026-12-10"), **later) == "unknown"


@pytest.mark.parametrize(
    ("on", "expected"), [("2026-10-31", "unknown"), ("2026-11-01", "true"), ("2026-11-10", "true"), ("2026", "true")]
)
def test_a_wound_attested_not_to_be_healed_stays_so_whatever_is_operated_on_after_it(on: str, expected: str) -> None:
    says = attested("healed", "wound-healed", on, False)
    both = [done("2026-11-01"), done("2026-11-15", "second")]
    for operations in (both, both[::-1]):
        assert truth(HEALED, *operations, says) == expected


def test_an_operation_that_is_planned_for_the_day_of_the_first_dose_is_not_surely_done() -> None:
    assert truth(BEHIND | MATCHED, asked("2026-11-22")) == "unknown"
    assert truth(BEHIND | MATCHED, asked("2026-11-22", "completed")) == "true"


def test_only_where_no_operation_was_surely_done_it_is_said_that_nothing_tells() -> None:
    plan, made = asked("2026-11-12"), done("2026-09-01", "made")
    says = "Surgery was planned for 2026-11-12; nothing on file says whether it was done and has healed"
    assert ask(HEALED | MATCHED, plan).told == says
    assert ask(HEALED | MATCHED, visit("2026-11-12")).told == says
    assert ask(HEALED | MATCHED, plan, made).told == ""


def test_a_procedure_that_is_not_on_file_was_not_done() -> None:
    asked_for = {"kind": "procedure-done", "groups": ["major_surgery"]}
    assert truth(asked_for) == "false"
    assert truth(asked_for, planned("2026-12-01")) == "false"
    assert truth(asked_for, done("2019-01-01")) == "true"


@pytest.mark.parametrize(("on", "is_the_same"), [("2026-10-23", True), ("2026-10-22", False)])
def test_an_operation_done_thirty_days_after_the_day_of_a_plan_is_the_planned_one(on: str, is_the_same: bool) -> None:
    found = ask(HEALED | MATCHED, asked(on), done("2026-11-22", "made"))
    assert ("ServiceRequest/operation" in {one.reference for one in found.evidence}) is not is_the_same


def booked(text: str, on: str = "2026-12-04", **more: Any) -> Resource:
    made = {key: one for key, one in appointment("visit", LAPAROTOMY, on).items() if key != "serviceType"}
    return made | {"description": text} | more


@pytest.mark.parametrize(
    "text",
    [
        "Right hip replacement surgery",
        "Partial colectomy",
        "Wisdom tooth extraction",
        "Surgery - lap chole",
        "Total knee arthroplasty - left",
        "TKA - left",
        "R - hip replacement",
        "Tooth extraction #17",
        "Extraction of teeth #17, #32",
        "Spinal fusion L4-5",
        "CABG x3",
        "Hernia repair (R) 2 hrs",
        "Hernia repair 90 min",
        "Colectomy, OR 4",
    ],
)
def test_a_visit_whose_description_is_an_operation_is_booked_for_it(text: str) -> None:
    assert truth(AHEAD, booked(text)) == "true"


@pytest.mark.parametrize(
    "text",
    [
        "Consult: right hip replacement surgery",
        "New patient visit - colectomy",
        "Oncology follow-up after nephrectomy",
        "Hip replacement class",
        "Phone call re: tooth extraction",
        "Dental cleaning",
        "Kidney cancer, nephrectomy 2023",
        "Kidney transplant annual",
        "Neurosurgery - craniotomy staples out",
        "Prosthetics - below knee amputation",
        "Prosthetics - left below knee amputation",
        "Hip replacement - left, 6 weeks",
        "Hip replacement 30 min",
        "Nephrectomy 2023 - left",
        "Ortho - left TKA, room 4",
        "Chemo infusion",
    ],
)
def test_a_visit_whose_description_is_of_talking_or_caring_is_for_no_operation(text: str) -> None:
    assert truth(AHEAD, booked(text)) == "false"


def test_a_visit_that_only_says_that_something_is_operated_leaves_it_open() -> None:
    for text in ("Oral surgery", "Pre-op, surgery 12/5", "Admit for surgery"):
        assert truth(AHEAD, booked(text)) == "unknown", text


def oral(category: str | None = None) -> Resource:
    asks = service_request("operation", LAPAROTOMY, "2026-12-04") | {"code": {"text": "Oral surgery"}}
    return asks | ({"category": [{"text": category}]} if category else {})


def test_oral_surgery_that_is_ordered_is_dental_surgery_and_a_referral_to_its_department_is_not() -> None:
    assert truth(AHEAD, oral()) == "true"
    assert truth(AHEAD, oral("Referral")) == "false"
    assert truth(AHEAD, oral() | {"code": {"text": "Referral to oral surgery"}}) == "false"
    assert truth(AHEAD, booked("x", serviceType=[{"text": "Oral surgery"}])) == "false"


@pytest.mark.parametrize(
    "text", ["extraction, erupted tooth or exposed root", "removal of impacted tooth - soft tissue"]
)
def test_the_dental_procedures_are_known_by_the_names_of_their_codes(text: str) -> None:
    made = service_request("operation", LAPAROTOMY, "2026-12-04") | {"code": {"text": text}}
    assert truth(AHEAD, made) == "true"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ({"coding": [{"system": "http://snomed.info/sct", "code": "236886002", "display": "Hysterectomy"}]}, "true"),
        ({"coding": [{"system": "http://snomed.info/sct", "code": "54956002", "display": "Gastrostomy"}]}, "false"),
        ({"text": "Hysterectomy evaluation"}, "false"),
        ({"text": "CT guided lung biopsy"}, "false"),
        ({"text": "US pelvis after hysterectomy"}, "false"),
    ],
)
def test_an_operation_whose_code_tells_what_it_leaves_is_as_large_as_its_name(code: Any, expected: str) -> None:
    assert truth(AHEAD, service_request("operation", LAPAROTOMY, "2026-12-04") | {"code": code}) == expected
