"""Drugs given at intervals: until when one may go on, however its doses are charted, and what says that it is over."""

from __future__ import annotations

from typing import Any

import pytest
from support.asked import ask, truth
from support.build import (
    Resource,
    administration,
    attested,
    dosage,
    every,
    observation,
    order,
    procedure,
    quantity,
    resource,
    statement,
    to,
)
from support.coding import DISEASE_STATUS, DRUGS, concept, rxnorm, snomed

from validator.criteria.registry import read_criterion

NIVOLUMAB = concept(DRUGS["nivolumab"][0])
IPILIMUMAB = concept(rxnorm("1094833", "ipilimumab"))
INTERVALS = [
    {"days": 28, "source": "label"},
    {"days": 14, "source": "label", "amount": "240 mg"},
    {"days": 21, "source": "label", "beside": "ipilimumab"},
]
GOES_ON = {"kind": "may-go-on", "groups": ["nivolumab"], "interval_days": INTERVALS}
FOUR = {
    "kind": "may-go-on", "groups": ["ipilimumab"], "doses": 4,
    "interval_days": [{"days": 42, "source": "label"}, {"days": 21, "source": "label", "amount": "3 mg/kg"}],
}  # fmt: skip


def infusion(on: str, mg: int | None = None, unit: str = "mg", *, drug: Any = NIVOLUMAB, name: str = "n") -> Resource:
    """One infusion that was given."""
    given = administration(name, drug, start=on, end=on)
    return given | ({"dosage": {"dose": quantity(mg, unit)}} if mg else {})


def cycle(on: str, mg: int = 480, weeks: int | None = None, *, status: str = "completed", **elements: Any) -> Resource:
    """One cycle charted as a request."""
    timing = every(weeks, "wk") if weeks else None
    return order(NIVOLUMAB, [dosage(quantity(mg, "mg"), timing)], name=f"c-{on}", on=on, status=status) | elements


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([infusion("2026-11-06")], "unknown"),
        ([infusion("2026-10-11")], "unknown"),
        ([infusion("2026-10-10")], "false"),
        ([infusion("2026-11-01", 240)], "unknown"),
        ([infusion("2026-10-31", 240)], "false"),
        ([infusion("2026-10-31", 480)], "unknown"),
        ([cycle("2026-11-01")], "unknown"),
        ([cycle("2026-10-31", 240)], "false"),
        ([cycle("2026-10-31", 240, 4)], "unknown"),
        ([infusion("2026-10-22", 3, "mg/kg"), infusion("2026-10-22", drug=IPILIMUMAB, name="i")], "unknown"),
        ([infusion("2026-10-20", 3, "mg/kg"), infusion("2026-10-20", drug=IPILIMUMAB, name="i")], "false"),
        ([infusion("2026-11-06") | {"status": "not-done"}], "false"),
        ([infusion("2026-01-06"), infusion("2026-11-06", name="m")], "unknown"),
        ([procedure("p", rxnorm("1597876", "nivolumab"), "2026-11-06")], "unknown"),
        ([], "false"),
    ],
)
def test_it_may_go_on_for_one_and_a_half_intervals(given: list[Resource], expected: str) -> None:
    assert truth(GOES_ON, *given) == expected


def test_the_question_names_what_would_settle_it() -> None:
    answer = ask(GOES_ON, infusion("2026-11-06"))
    assert answer.missing == ("partner-ended",)
    assert answer.because == "nivolumab was given on 2026-11-06 and may go on"


def worse(on: str) -> Resource:
    """A disease status that says worse."""
    return observation("status", DISEASE_STATUS, on, coded=snomed("271299001", "Patient's condition worsened"))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (cycle("2026-10-01", status="stopped"), "false"),
        (cycle("2026-10-01", status="cancelled"), "false"),
        (cycle("2026-11-10", status="stopped"), "false"),
        (cycle("2026-10-01", statusReason={"text": "progression"}), "false"),
        (cycle("2026-10-01"), "unknown"),
        (attested("end", "partner-ended", "2026-11-20", True), "false"),
        (attested("end", "partner-ended", "2026-11-20", False), "true"),
        (attested("end", "partner-ended", "2026-10-20", True), "unknown"),
        (statement("s", NIVOLUMAB, start="2026-01-01", end="2026-11-10", status="completed"), "false"),
        (worse("2026-11-18"), "false"),
        (worse("2026-10-18"), "unknown"),
    ],
    ids=[
        "stopped", "cancelled", "stopped later", "a reason", "another cycle", "attested", "attested to go on",
        "attested before", "a statement that ended", "worse since", "worse before",
    ],
)  # fmt: skip
def test_what_comes_after_the_last_dose_can_end_it(after: Resource, expected: str) -> None:
    assert truth(GOES_ON, infusion("2026-11-06"), after) == expected


def test_a_course_that_ended_earlier_is_no_end_of_the_one_that_followed() -> None:
    first = order(NIVOLUMAB, name="first", on="2024-01-01", status="stopped")
    assert truth(GOES_ON, first, cycle("2026-11-06")) == "unknown"


def test_an_active_order_is_no_matter_of_intervals() -> None:
    assert truth(GOES_ON, infusion("2026-11-06"), order(NIVOLUMAB, name="n2", on="2026-11-01")) == "false"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["2026-11-01"], "unknown"),
        (["2026-08-01", "2026-09-01", "2026-10-01"], "unknown"),
        (["2026-08-01", "2026-09-01", "2026-10-01", "2026-11-01"], "false"),
    ],
)
def test_a_drug_of_so_many_doses_is_over_after_them(days: list[str], expected: str) -> None:
    given = [infusion(day, drug=IPILIMUMAB, name=day) for day in days]
    assert truth(FOUR, *given) == expected


def test_a_dose_by_weight_has_its_own_interval() -> None:
    assert truth(FOUR, infusion("2026-10-22", 3, "mg/kg", drug=IPILIMUMAB)) == "unknown"
    assert truth(FOUR, infusion("2026-10-20", 3, "mg/kg", drug=IPILIMUMAB)) == "false"
    assert truth(FOUR, infusion("2026-10-20", 10, "mg/kg", drug=IPILIMUMAB)) == "unknown"


def test_a_dispense_is_a_dose() -> None:
    handed = resource("MedicationDispense", "d", status="completed", medicationCodeableConcept=NIVOLUMAB,
                      subject=to("Patient/patient"), whenHandedOver="2026-11-06",
                      daysSupply={"value": 1, "unit": "days"})  # fmt: skip
    assert truth(GOES_ON, handed) == "unknown"


def ordered(on: str, weeks: int, *, name: str = "ordered", **repeat: Any) -> Resource:
    """A request that is completed, with the interval that was ordered."""
    given = dosage(None, every(weeks, "wk", **repeat))
    return order(NIVOLUMAB, [given], name=name, on=on, status="completed")


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], "unknown"),  # the longest interval of the label
        ([ordered("2026-09-01", 2)], "false"),
        ([ordered("2026-09-01", 4)], "unknown"),
        ([ordered("2026-08-01", 2, name="old"), ordered("2026-09-01", 4)], "unknown"),  # the newest one
        ([ordered("2026-08-01", 4, name="old"), ordered("2026-09-01", 2)], "false"),
        ([ordered("2026-10-31", 2)], "false"),
        ([statement("s", NIVOLUMAB, start="2026-09-01", end="2026-10-30", status="completed")], "unknown"),
    ],
)
def test_an_infusion_that_does_not_tell_its_interval_has_that_of_the_newest_request_before_it(
    others: list[Resource], expected: str
) -> None:
    for resources in ((infusion("2026-10-31"), *others), (*others[::-1], infusion("2026-10-31"))):
        assert truth(GOES_ON, *resources) == expected


def test_an_interval_without_a_frequency_is_its_period() -> None:
    def told(period: dict[str, Any]) -> str:
        asked = dosage(None, {"repeat": period})
        return truth(GOES_ON, order(NIVOLUMAB, [asked], name="n", on="2026-10-31", status="completed"))

    assert told({"period": 2, "periodUnit": "wk"}) == "false"
    assert told({"period": 4, "periodUnit": "wk"}) == "unknown"
    assert told({"period": 2, "periodMax": 4, "periodUnit": "wk"}) == "unknown"
    assert told({"frequency": 2, "period": 4, "periodUnit": "wk"}) == "false"


def test_a_course_of_infusions_was_last_given_on_its_last_day() -> None:
    assert truth(GOES_ON, administration("n", NIVOLUMAB, start="2026-05-01", end="2026-11-06")) == "unknown"
    at_once = infusion("2026-11-06")
    at_once["effectiveDateTime"] = at_once.pop("effectivePeriod")["start"]
    assert truth(GOES_ON, at_once) == "unknown"
    assert truth(GOES_ON, at_once | {"effectiveDateTime": "2026-01-06"}) == "false"


def test_a_dose_of_the_day_of_the_order_may_go_on_and_one_of_later_is_none() -> None:
    assert truth(GOES_ON, infusion("2026-11-22")) == "unknown"
    assert truth(GOES_ON, infusion("2026-11-23")) == "false"


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        (infusion("2026-10-20", drug=IPILIMUMAB, name="i"), "false"),
        (infusion("2026-09-01", drug=IPILIMUMAB, name="i"), "unknown"),
        (infusion("2026-11-10", drug=IPILIMUMAB, name="i"), "unknown"),
        (statement("i", IPILIMUMAB, start="2026-10-20", end="2026-10-20", status="completed"), "unknown"),
        (infusion("2026-10-20", drug=IPILIMUMAB, name="i") | {"status": "not-done"}, "unknown"),
    ],
    ids=["of the same day", "before", "after", "reported", "not given"],
)
def test_an_interval_beside_another_drug_counts_where_both_were_given_on_one_day(
    beside: Resource, expected: str
) -> None:
    assert truth(GOES_ON, infusion("2026-10-20"), beside) == expected


def test_a_course_that_is_to_go_on_soon_is_no_matter_of_intervals() -> None:
    ahead = dosage(None, every(4, "wk", boundsPeriod={"start": "2026-12-04"}))
    found = ask(GOES_ON, infusion("2026-11-06"), order(NIVOLUMAB, [ahead], name="next", on="2026-11-06"))
    assert (found.truth.value, found.because) == (
        "false", "an order or statement of the drug tells whether it is taken"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (statement("s", NIVOLUMAB, start="2026-01-01", end="2026-10-20", status="completed"), "unknown"),
        (statement("s", NIVOLUMAB, start="2026-01-01", end="2026-11-06", status="completed"), "false"),
        (order(NIVOLUMAB, [dosage(None, every(4, "wk", boundsPeriod={"start": "2026-09-01", "end": "2026-11-06"}))],
               name="o", on="2026-09-01", status="completed"), "unknown"),
        (order(NIVOLUMAB, name="o", on=None, status="stopped"), "false"),
    ],
    ids=["a course that ended before", "one that ended with it", "a cycle that is given", "stopped, no day told"],
)  # fmt: skip
def test_what_ended_before_the_last_dose_is_no_end_of_it(other: Resource, expected: str) -> None:
    assert truth(GOES_ON, infusion("2026-11-06"), other) == expected


def test_the_page_of_a_label_names_the_longest_interval() -> None:
    assert read_criterion(GOES_ON).clause(" or ".join).endswith("may go on (28 days apart)")
