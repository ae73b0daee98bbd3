"""Other orders of the drug at the same time."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, dosage, every, observation, order, quantity, to
from support.coding import CHILD_PUGH, CHILD_PUGH_SCORE
from support.judged import capsules, judged, liver_cancer, medullary, named, only, tablets, thyroid, with_nivolumab
from support.plain import TABLET_60, kidney, kidney_cancer, lung_metastasis, man, sixty

CODES = (
    "duplicate-order", "tablets-beside-capsules", "orders-added-up", "order-may-replace-another",
    "order-renews-another",
    "newer-order-on-file", "order-in-two-settings", "draft-kept-under-another-id", "order-without-a-day-beside",
)  # fmt: skip

CATEGORY = "http://terminology.hl7.org/CodeSystem/medicationrequest-category"


def said(*orders: Resource, name: str = "order") -> dict[str, str]:
    """What the rule says of the order of this name, by code."""
    report = judged(kidney(*orders), f"MedicationRequest/{name}")
    return {one.code: one.verdict.value for one in report.findings if one.code in CODES}


def daily(*orders: Resource) -> int | None:
    report = judged(kidney(*orders))
    assert report.ordered is not None
    return None if report.ordered.daily_mg is None else int(report.ordered.daily_mg)


def test_an_order_alone_says_nothing() -> None:
    assert said(sixty()) == {}


def verdict(*orders: Resource, name: str = "order") -> str:
    return judged(kidney(*orders), f"MedicationRequest/{name}").verdict.value


def before(mg: int = 60, on: str = "2026-10-20", **elements: Any) -> Resource:
    """An active order of an earlier day."""
    return tablets(mg, name="before", on=on, **{"status": "active", **elements})


def test_the_same_order_twice_on_one_day_is_one_or_twice_the_dose() -> None:
    twin = sixty(id="twin")
    assert said(sixty(), twin) == {"duplicate-order": "undetermined"}
    assert said(sixty(), twin, name="twin") == {"duplicate-order": "undetermined"}
    assert verdict(sixty(), twin) == "undetermined"
    assert daily(sixty(), twin) == 60
    found = only(kidney(sixty(), twin), "duplicate-order")
    assert found.message == ("The same order is there twice: one prescription, or 120 mg a day? Remove one of the two.")
    assert len(found.expression) == 2
    assert found.section == "2.2"


def test_the_same_order_twice_in_one_group_is_twice_the_dose() -> None:
    group = {"system": "urn:oid:1.2.3", "value": "r-1"}
    both = (sixty(groupIdentifier=group), sixty(id="twin", groupIdentifier=group))
    assert said(*both) == {"orders-added-up": "accept"}
    assert daily(*both) == 120
    assert verdict(*both) == "error"


def test_two_strengths_add_up() -> None:
    twenty, forty = tablets(20), tablets(40, name="forty")
    assert said(twenty, forty) == {"orders-added-up": "accept"}
    assert daily(twenty, forty) == 60
    assert judged(kidney(twenty, forty)).verdict.value == "accept"
    assert judged(kidney(twenty, forty), "MedicationRequest/forty").verdict.value == "accept"
    message = only(kidney(twenty, forty), "orders-added-up").message
    assert message == "The order of 2026-11-22 is taken with this one; together 60 mg once daily."


def test_three_orders_of_which_two_are_the_same() -> None:
    orders = (tablets(20), tablets(20, name="twin"), tablets(40, name="forty"))
    assert said(*orders) == {"duplicate-order": "undetermined", "orders-added-up": "accept"}
    assert daily(*orders) == 60
    # Of two that are the same, one is added to a third.
    assert said(*orders, name="forty") == {"orders-added-up": "accept"}
    found = judged(kidney(*orders), "MedicationRequest/forty")
    assert found.ordered is not None
    assert found.ordered.daily_mg == 60


@pytest.mark.parametrize(
    ("other", "mg"),
    [
        ({"status": "completed"}, 60),
        ({"status": "stopped"}, 60),
        ({"status": "cancelled"}, 60),
        ({"status": "on-hold"}, 60),
        ({"status": "entered-in-error"}, 60),
        ({"intent": "proposal"}, 60),
        ({"intent": "plan"}, 60),
        ({"intent": "option"}, 60),
        ({"intent": "original-order"}, 80),
        ({"doNotPerform": True}, 60),
        ({}, 80),
    ],
)
def test_only_orders_that_are_carried_out_add_up(other: dict[str, Any], mg: int) -> None:
    assert daily(sixty(), tablets(20, name="other", **{"status": "active", **other})) == mg


def test_tablets_beside_capsules_are_an_error() -> None:
    both = (sixty(), capsules(60, name="capsules"))
    found = only(kidney(*both), "tablets-beside-capsules")
    assert found.verdict.value == "error"
    assert "Capsules of cabozantinib" in found.message
    assert daily(*both) == 60
    other = judged(kidney(*both), "MedicationRequest/capsules")
    assert [one.message for one in named(other, "tablets-beside-capsules")] == [
        "Tablets of cabozantinib are ordered beside these capsules: the same drug twice, and not interchangeable."
    ]


@pytest.mark.parametrize(
    ("chart", "to_do"),
    [
        (kidney, "remove the capsules: renal cell carcinoma is an indication of the tablets (CABOMETYX)"),
        (medullary, "remove the tablets: medullary thyroid cancer is an indication of the capsules (COMETRIQ)"),
    ],
)
def test_the_form_that_is_not_for_the_disease_is_the_one_to_remove(chart: Any, to_do: str) -> None:
    resources = chart(sixty(), capsules(60, name="capsules"))
    assert only(resources, "tablets-beside-capsules").to_do == to_do
    other = judged(resources, "MedicationRequest/capsules")
    assert [one.to_do for one in named(other, "tablets-beside-capsules")] == [to_do]


def test_which_form_to_remove_is_not_said_where_the_disease_does_not_tell() -> None:
    both = (sixty(), capsules(60, name="capsules"))
    two_diseases = [*medullary(*both), kidney_cancer(id="kidney"), lung_metastasis()]
    for chart in (two_diseases, [man(), *both]):
        assert only(chart, "tablets-beside-capsules").to_do == ""


def test_a_draft_beside_an_active_order_is_judged_alone_and_the_sum_is_told() -> None:
    draft, active = tablets(40, status="draft"), sixty(id="active")
    assert said(draft, active) == {"order-may-replace-another": "warning"}
    assert said(draft, active, name="active") == {"newer-order-on-file": "accept"}
    assert daily(draft, active) == 40
    assert only(kidney(draft, active), "order-may-replace-another").message == (
        "The order of 2026-11-22 is still active: 100 mg a day in all, the label's most is 80 mg "
        "(only with an inducer); stop one."
    )


def test_equal_orders_beside_this_one_count_once_unless_they_are_of_its_own_group() -> None:
    """One prescription written twice is one; a group is written to be taken together."""
    group = {"groupIdentifier": {"system": "https://ehr.example.org/groups", "value": "1"}}
    equal = tuple(tablets(20, name=name) for name in ("one", "two"))
    assert daily(tablets(40), *equal) == 60
    assert daily(tablets(20, **group), *(one | group for one in equal)) == 60
    other = {"groupIdentifier": {"system": "https://ehr.example.org/groups", "value": "2"}}
    assert daily(tablets(40, **group), *(one | other for one in equal)) == 60


@pytest.mark.parametrize(("until", "total"), [("2026-11-21", 60), ("2026-11-22", 100)])
def test_what_another_order_gave_before_this_one_began_is_no_part_of_the_sum(until: str, total: int) -> None:
    """This one tells no first day, so it begins when it was written; the sum is of its days."""
    group = {"groupIdentifier": {"system": "https://ehr.example.org/groups", "value": "1"}}
    steps = [
        dosage(quantity(60, "mg"), every(boundsPeriod={"start": "2026-11-01", "end": until})),
        dosage(quantity(20, "mg"), every(boundsPeriod={"start": "2026-11-23" if total == 100 else "2026-11-22"})),
    ]
    other = order(TABLET_60, steps, name="other") | group
    report = judged(kidney(tablets(40, **group), other))
    above = [one for one in report.findings if one.code == "dose-above-maximum"]
    assert bool(above) is (total == 100), [(one.code, one.message) for one in report.findings]


def test_the_sum_with_an_order_whose_dose_is_not_known_is_not_known() -> None:
    silent = order(TABLET_60, [dosage(quantity(60, "mg"), None)], name="silent")
    told = "The order of 2026-11-22 is taken with this one; together a sum that is not known."
    assert only(kidney(tablets(20), silent), "orders-added-up").message == told
    both = only(kidney(tablets(20), tablets(40, name="other")), "orders-added-up")
    assert both.message == "The order of 2026-11-22 is taken with this one; together 60 mg once daily."


def test_an_order_that_says_what_it_replaces_stands_alone() -> None:
    new = tablets(40, priorPrescription=to("MedicationRequest/old"))
    old = sixty(id="old")
    assert said(new, old) == {"order-renews-another": "accept"}
    assert said(new, old, name="old") == {}
    assert daily(new, old) == 40


# --- Orders of different days


def test_a_renewal_is_not_added_to_the_supply_that_ends() -> None:
    month = {"expectedSupplyDuration": quantity(30, "d"), "numberOfRepeatsAllowed": 0}
    for on, expected in (
        ("2026-10-20", {}),
        ("2026-10-31", {"order-renews-another": "accept"}),
        ("2026-11-01", {"order-renews-another": "accept"}),
        ("2026-11-03", {"order-may-replace-another": "warning"}),
    ):
        assert said(sixty(), before(on=on, dispenseRequest=month)) == expected
        assert daily(sixty(), before(on=on, dispenseRequest=month)) == 60
    assert verdict(sixty(), before(dispenseRequest=month)) == "accept"
    assert verdict(sixty(), before(on="2026-11-01", dispenseRequest=month)) == "accept"


def test_the_newer_of_two_active_orders_is_judged_alone_and_the_sum_is_told() -> None:
    assert said(sixty(), before()) == {"order-may-replace-another": "warning"}
    assert verdict(sixty(), before()) == "warning"
    assert verdict(sixty(), before(), name="before") == "accept"
    found = only(kidney(sixty(), before(), before(on="2026-09-20") | {"id": "first"}), "order-may-replace-another")
    assert "180 mg a day" in found.message
    assert [one.reference for one in found.evidence] == ["MedicationRequest/before", "MedicationRequest/first"]
    # What is wrong alone is wrong.
    assert verdict(tablets(80), before()) == "error"
    assert verdict(tablets(40), before()) == "warning"


def test_a_sum_above_the_dose_of_this_patient_says_so_first() -> None:
    found = only(kidney(sixty(), before(20)), "order-may-replace-another")
    assert found.heading == "Hold: 80 mg a day in all, the label's dose is 60 mg once daily."
    assert found.detail == ""
    # A sum that is the dose is above nothing, and the most of the label is not above itself.
    assert only(kidney(tablets(20), before(40)), "order-may-replace-another").heading == ""


def test_a_sum_is_above_no_dose_where_the_label_has_none_that_is_sure() -> None:
    class_c = observation("class", CHILD_PUGH_SCORE, "2026-11-01", coded=CHILD_PUGH["C"][0])
    both = (sixty(), before(20))
    for chart in ([man(), *both], liver_cancer(*both, class_c), thyroid(*both, kilograms=None)):
        found = only(chart, "order-may-replace-another")
        assert found.message == (
            "The order of 2026-10-20 is still active; with this one 80 mg a day: stop what is replaced."
        )
        assert found.heading == ""


def test_two_earlier_orders_are_counted_and_named() -> None:
    found = only(kidney(sixty(), before(), before(on="2026-09-20") | {"id": "first"}), "order-may-replace-another")
    assert found.message.startswith("2 other orders are still active")
    assert found.detail == "2 other orders: MedicationRequest/before, MedicationRequest/first."


def test_a_bottle_that_completes_a_dose_of_the_label_is_judged_both_ways() -> None:
    # Alone 20 mg is a step from 40 mg with its reason, together 60 mg the dose: both agree.
    assert verdict(tablets(20), before(40)) == "warning"
    # With nivolumab 60 mg is too much, and 20 mg may be the second bottle of it.
    partner = with_nivolumab(before(40), dose=20)
    report = judged(partner)
    assert report.verdict.value == "error"
    (above,) = named(report, "dose-above-label")
    assert above.message.startswith("60 mg once daily is above the label's 40 mg once daily")
    assert "MedicationRequest/before" in {one.reference for one in above.evidence}
    child = [before(40) | {"id": "before"}, tablets(20)]
    assert judged(thyroid(*child)).verdict.value == "error"


@pytest.mark.parametrize(("old", "new"), [(20, 20), (40, 40), (60, 20), (60, 40)])
def test_equal_doses_and_sums_that_no_regimen_has_are_no_bottles(old: int, new: int) -> None:
    for chart in (with_nivolumab(before(old), dose=new), thyroid(before(old), tablets(new))):
        assert {one.code for one in judged(chart).findings if one.verdict.value == "error"} <= set()


def test_a_bottle_is_no_reason_where_the_earlier_supply_is_used_up() -> None:
    month = {"expectedSupplyDuration": quantity(30, "d"), "numberOfRepeatsAllowed": 0}
    report = judged(with_nivolumab(before(40, dispenseRequest=month), dose=20))
    assert report.verdict.value == "accept"


# --- Settings, reports, copies, days


def test_hospital_and_home_are_one_treatment() -> None:
    inpatient = [{"coding": [{"system": CATEGORY, "code": "inpatient"}]}]
    home = [{"coding": [{"system": CATEGORY, "code": "discharge"}]}]
    for on in ("2026-11-22", "2026-11-20"):
        other = before(on=on, category=inpatient)
        assert said(sixty(category=home), other) == {"order-in-two-settings": "accept"}
        assert verdict(sixty(category=home), other) == "accept"
        assert said(tablets(40, category=home), other) == {"order-in-two-settings": "warning"}
        assert daily(tablets(40, category=home), other) == 40
    older = before(40, on="2026-11-20", category=inpatient)
    assert said(sixty(category=home), older, name="before") == {"order-in-two-settings": "accept"}
    assert said(sixty(category=home), before(on="2026-11-22", category=home)) == {"duplicate-order": "undetermined"}


def test_another_setting_is_told_with_its_dose_and_its_day() -> None:
    inpatient, home = ([{"coding": [{"system": CATEGORY, "code": code}]}] for code in ("inpatient", "discharge"))

    def told(other: Resource) -> str:
        return only(kidney(tablets(40, category=home), other), "order-in-two-settings").message

    there = before(on="2026-11-20", category=inpatient)
    assert told(there) == (
        "The inpatient order of 2026-11-20 is for 60 mg once daily, this one is not: correct one of them."
    )
    unread = there | {"dosageInstruction": [{"text": "as told"}]}
    assert "of 2026-11-20 is for an unknown dose, this one is not" in told(unread)
    begun_on = tablets(60, every(boundsPeriod={"start": "2026-11-20"}), name="before", on=None, category=inpatient)
    assert told(begun_on).startswith("The inpatient order of 2026-11-20 is for 60 mg once daily")
    assert told(before(on=None, category=inpatient)).startswith("Another inpatient order is for 60 mg once daily")


def test_a_setting_may_be_told_in_words_beside_a_local_code() -> None:
    def setting(words: str, *codings: dict[str, str]) -> list[dict[str, Any]]:
        return [{"coding": [{"system": "urn:local", "code": "1", "display": words}, *codings], "text": words}]

    home = setting("Discharge", {"system": CATEGORY, "code": "discharge"})
    other = before(on="2026-11-20", category=setting("Inpatient"))
    assert said(sixty(category=home), other) == {"order-in-two-settings": "accept"}
    assert said(sixty(category=home), before(category=setting("Ward 3"))) == {"order-may-replace-another": "warning"}
    assert said(sixty(category=home), before(category=setting("Outpatient"))) == {
        "order-may-replace-another": "warning"
    }


def test_what_is_only_reported_or_planned_is_never_added() -> None:
    for other in (
        before(40, on="2026-11-22", reportedBoolean=True),
        before(on="2026-11-22", reportedReference=to("Patient/patient")),
        before(40, on="2026-11-22", intent="plan"),
    ):
        assert said(sixty(), other) == {}
        assert verdict(sixty(), other) == "accept"


def test_an_order_without_a_day_may_be_taken_too() -> None:
    undated = tablets(40, name="undated", on=None)
    assert said(sixty(), undated) == {"order-without-a-day-beside": "undetermined"}
    found = only(kidney(sixty(), undated), "order-without-a-day-beside")
    assert "100 mg a day" in found.message
    assert found.missing == ("authoredOn of MedicationRequest/undated",)
    assert said(sixty(), sixty(id="undated", authoredOn=None)) == {"duplicate-order": "undetermined"}
    assert said(sixty(), tablets(40, name="before", on="2026-10")) == {"order-may-replace-another": "warning"}


def test_a_hundred_orders_make_one_finding() -> None:
    many = [sixty(id=f"twin-{number}") for number in range(100)]
    found = only(kidney(sixty(), *many), "duplicate-order")
    assert "The same order is there 101 times: one prescription, or 6060 mg a day? Remove all but one." in found.message
    assert (len(found.evidence), len(found.expression)) == (5, 6)
    months = [
        before(on=f"{year}-{month:02}-01") | {"id": f"m-{year}-{month}"}
        for year in (2024, 2025)
        for month in range(1, 13)
    ]
    assert "1500 mg a day" in only(kidney(sixty(), *months), "order-may-replace-another").message


def test_a_draft_of_the_same_requisition_stands_alone() -> None:
    requisition = {"system": "urn:oid:1.2.3", "value": "r-1"}
    draft = tablets(40, status="draft", groupIdentifier=requisition)
    active = sixty(id="active", groupIdentifier=requisition)
    assert said(draft, active) == {"order-renews-another": "accept"}
    assert daily(draft, active) == 40
    assert daily(tablets(20, groupIdentifier=requisition), tablets(40, name="b", groupIdentifier=requisition)) == 60


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ("2026-11-21", {}),
        ("2026-11-22", {"order-renews-another": "accept"}),
        ("2026-12-01", {"order-renews-another": "accept"}),
        ("2026-12-02", {"order-may-replace-another": "warning"}),
    ],
)
def test_an_order_that_ends_as_the_other_begins_is_renewed(ends: str, expected: dict[str, str]) -> None:
    first = tablets(20, every(boundsPeriod={"start": "2026-10-01", "end": ends}), name="first", on="2026-10-01")
    assert said(tablets(40), first) == expected
    assert daily(tablets(40), first) == 40


def test_orders_of_one_day_that_follow_each_other_are_not_added() -> None:
    first = tablets(20, every(boundsPeriod={"end": "2026-11-30"}), name="first")
    then = tablets(40, every(boundsPeriod={"start": "2026-12-01"}))
    assert said(then, first) == {}
    assert daily(then, first) == 40


# --- Orders that say on which day they begin, as most systems write them


def begun(mg: int, on: str, name: str = "order", *, written: str | None = None, **elements: Any) -> Resource:
    """An order of so many mg once daily that says on which day it begins, and where `end` is given when it ends."""
    bounds = {"start": on} | ({"end": elements.pop("end")} if "end" in elements else {})
    return tablets(mg, every(boundsPeriod=bounds), name=name, on=written or on, **elements)


def test_the_sum_is_of_the_days_of_this_order() -> None:
    for mg, earlier, total in ((60, 60, 120), (40, 60, 100), (20, 40, 60)):
        for end in ({}, {"end": "2026-12-21"}):
            found = only(
                kidney(begun(mg, "2026-11-22", **end), begun(earlier, "2026-11-01", "before")),
                "order-may-replace-another",
            )
            assert f"{total} mg a day" in found.message
            assert found.verdict.value == "warning"
    ended = begun(40, "2026-10-01", "before", end="2026-11-21")
    assert said(begun(20, "2026-11-22"), ended) == {}


def test_a_bottle_that_completes_a_dose_is_judged_both_ways_whenever_the_other_began() -> None:
    for end in ({}, {"end": "2026-12-21"}):
        bottle, other = begun(20, "2026-11-22", **end), begun(40, "2026-11-10", "before")
        beside = [one for one in with_nivolumab(other) if one.get("id") != "order"]
        assert judged([*beside, bottle]).verdict.value == "error"
        assert verdict(bottle, other) == "warning"


def test_what_one_of_two_added_orders_gives_after_the_other_ended_is_no_dose_of_that_one() -> None:
    both = (begun(20, "2026-11-22", end="2026-12-21"), begun(40, "2026-11-22", "longer", end="2026-12-31"))
    assert said(*both) == {"orders-added-up": "accept"}
    assert verdict(*both) == "accept"
    assert verdict(*both, name="longer") == "warning"


def test_one_treatment_in_two_settings_may_begin_on_two_days() -> None:
    inpatient, home = (
        [{"coding": [{"system": CATEGORY, "code": code, "display": code}]}] for code in ("inpatient", "discharge")
    )
    for end in ({}, {"end": "2026-12-19"}):
        there = begun(60, "2026-11-20", "before", category=inpatient, **end)
        assert said(begun(60, "2026-11-22", category=home), there) == {"order-in-two-settings": "accept"}
        assert said(begun(40, "2026-11-22", category=home), there) == {"order-in-two-settings": "warning"}


def test_one_prescription_written_twice_may_say_its_days_once() -> None:
    for twin in (
        begun(60, "2026-11-22", "twin"),
        begun(60, "2026-11-22", "twin", end="2026-12-21"),
        begun(60, "2026-11-22T09:30:00-06:00", "twin"),
    ):
        assert said(sixty(), twin) == {"duplicate-order": "undetermined"}
        assert daily(sixty(), twin) == 60


def test_prescriptions_for_the_months_to_come_are_not_added() -> None:
    month = {"expectedSupplyDuration": quantity(30, "d"), "numberOfRepeatsAllowed": 0}
    now = begun(60, "2026-11-22", dispenseRequest=month)
    later = begun(60, "2026-12-22", "later", written="2026-11-22", dispenseRequest=month)
    assert said(now, later) == {} == said(now, later, name="later")
    assert verdict(now, later) == verdict(now, later, name="later") == "accept"
    at_once = begun(40, "2026-11-29", "later", written="2026-11-22", dispenseRequest=month)
    assert verdict(now, at_once) == "error"


def test_the_same_dose_of_another_strength_on_the_same_day_is_added_and_not_written_twice() -> None:
    assert daily(sixty(), tablets(60, name="twin")) == 60
    assert daily(sixty(), tablets(60, unit=20, name="other")) == 120
    assert verdict(sixty(), tablets(60, unit=20, name="other")) == "error"
