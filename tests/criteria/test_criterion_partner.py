"""The partner drug's own dose and duration."""

from __future__ import annotations

from typing import Any

import pytest
from support.asked import ask, truth
from support.build import Resource, administration, dosage, every, order, quantity, statement
from support.coding import DRUGS, INTRAVENOUS, concept

AMONG = {"kind": "partner-dose-not-among", "groups": ["nivolumab"], "mg": ["240", "480"]}
PACED = AMONG | {"days": ["14", "28"]}
LONGER = {"kind": "partner-longer-than", "groups": ["nivolumab"], "months": 24}
NIVOLUMAB = concept(DRUGS["nivolumab"][0])


def partner(
    *doses: tuple[int, str], name: str = "nivolumab", on: str | None = "2026-11-01", **elements: Any
) -> Resource:
    made = [dosage(quantity(amount, unit), every(4, "wk"), route=INTRAVENOUS) for amount, unit in doses]
    return order(NIVOLUMAB, made, name=name, on=on, **elements)


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([], "false"),
        ([partner((240, "mg"))], "false"),
        ([partner((480, "mg"))], "false"),
        ([partner((360, "mg"))], "true"),
        ([partner((3, "mg/kg"))], "true"),
        ([partner((240, "mg/m2"))], "true"),
        ([partner((480000, "ug"))], "false"),
        ([partner((3, "g"))], "true"),
        ([partner()], "false"),
        ([partner((1, "{vial}"))], "false"),
        ([partner((240, "mg"), (360, "mg"))], "true"),
        ([partner((240, "mg")), partner((360, "mg"), name="other")], "true"),
        ([partner((360, "mg"), status="completed")], "false"),
        ([statement("nivolumab", NIVOLUMAB, start="2026-10-01")], "false"),
        ([statement("nivolumab", NIVOLUMAB, start="2026-10-01"), partner((360, "mg"), name="other")], "true"),
    ],
)
def test_every_current_dose_of_the_partner_is_looked_at(resources: list[Resource], expected: str) -> None:
    assert truth(AMONG, *resources) == expected


@pytest.mark.parametrize(
    ("amount", "timing", "expected"),
    [
        (240, every(2, "wk"), "false"),
        (240, every(14, "d"), "false"),
        (240, every(1, "wk"), "true"),
        (480, every(4, "wk"), "false"),
        (480, every(28, "d"), "false"),
        (480, every(2, "wk"), "true"),
        (480, every(27, "d"), "true"),
        (480, every(6, "wk"), "false"),
        (480, None, "false"),
    ],
)
def test_a_dose_of_the_table_is_not_given_more_often_than_the_table_says(
    amount: int, timing: dict[str, Any] | None, expected: str
) -> None:
    made = [dosage(quantity(amount, "mg"), timing, route=INTRAVENOUS)]
    assert truth(PACED, order(NIVOLUMAB, made, name="nivolumab", on="2026-11-01")) == expected


@pytest.mark.parametrize(("timing", "told"), [(every(2, "wk"), "2 weeks"), (every(27, "d"), "27 days")])
def test_the_interval_that_is_ordered_is_told_beside_that_of_the_table(timing: dict[str, Any], told: str) -> None:
    made = [dosage(quantity(480, "mg"), timing, route=INTRAVENOUS)]
    found = ask(PACED, order(NIVOLUMAB, made, name="nivolumab", on="2026-11-01"))
    assert found.because.endswith(f"480 mg is ordered every {told}, not every 4 weeks")


@pytest.mark.parametrize(
    ("dose", "expected"),
    [
        ({"value": 360, "unit": "mg"}, "true"),
        ({"value": 480, "unit": "MG "}, "false"),
        ({"value": 360}, "false"),
        ({"unit": "mg"}, "false"),
        (None, "false"),
    ],
)
def test_a_dose_without_a_code_is_read_by_its_unit_and_one_without_a_unit_is_not(
    dose: dict[str, Any] | None, expected: str
) -> None:
    made = order(NIVOLUMAB, [{"doseAndRate": [{"doseQuantity": dose} if dose else {}]}], name="n", on="2026-11-01")
    assert truth(AMONG, made) == expected


def test_only_an_order_of_the_partner_has_a_dose_to_judge() -> None:
    told = statement("nivolumab", NIVOLUMAB, start="2026-10-01") | {"dosage": [dosage(quantity(360, "mg"), every())]}
    assert truth(AMONG, told) == "false"


def test_the_start_of_another_drug_is_not_the_partners() -> None:
    for drug in ("metformin", "everolimus"):
        other = statement("other", concept(DRUGS[drug][0]), start="2020-01-01")
        assert truth(LONGER, partner((480, "mg")), other) == "false"


def test_a_dose_by_body_size_says_so() -> None:
    assert ask(AMONG, partner((3, "mg/kg"))).because == "nivolumab is ordered by body size (mg/kg)"
    assert ask(AMONG, partner((360, "mg"))).because == "nivolumab is ordered at 360 mg"


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2024-11-22", "true"),
        ("2024-11-23", "false"),
        ("2024-11", "unknown"),
        ("2024", "unknown"),
        ("2024-12", "false"),
        ("2023", "true"),
        ("2022-12-22", "true"),
        (None, "false"),
    ],
)
def test_two_years_are_24_whole_months(since: str | None, expected: str) -> None:
    assert truth(LONGER, partner((480, "mg"), on=since)) == expected
    assert truth(LONGER, statement("nivolumab", NIVOLUMAB, start=since)) == expected


def test_the_first_of_several_courses_counts() -> None:
    old = partner((480, "mg"), name="old", on="2024-01-01", status="completed")
    new = partner((480, "mg"))
    for resources in ((old, new), (new, old)):
        assert ask(LONGER, *resources).because == "nivolumab has been given for 34 months"
    assert truth(LONGER, old) == "false"
    draft = partner((480, "mg"), name="old", on="2024-01-01", status="draft")
    assert truth(LONGER, draft, new) == "false"


def test_an_uncertain_start_says_what_would_settle_it() -> None:
    found = ask(LONGER, partner((480, "mg"), on="2024"))
    assert found.missing == ("exact start of MedicationRequest/nivolumab",)
    assert ask(LONGER, partner((480, "mg"), on="2026-10-22")).because == "nivolumab has been given for 1 month"


def begins(mg: int) -> Resource:
    """An order of the partner whose first dose lies ahead."""
    timing = every(4, "wk", boundsPeriod={"start": "2026-12-01"})
    return order(NIVOLUMAB, [dosage(quantity(mg, "mg"), timing, route=INTRAVENOUS)], name="next", on="2026-11-22")


def test_the_dose_of_a_partner_that_begins_with_the_order_is_looked_at_too() -> None:
    assert truth(AMONG, begins(360)) == "true"
    assert truth(AMONG, begins(480)) == "false"


def test_a_partner_between_two_courses_is_counted_from_the_first() -> None:
    given = administration("given", NIVOLUMAB, start="2024-11-22", end="2026-10-01")
    assert truth(LONGER, given, begins(480)) == "true"
    assert truth(LONGER, begins(480)) == "false"
    assert truth(LONGER, given) == "false"
