"""Days, partial days and the day a thing is judged on."""

from __future__ import annotations

import pytest
from support.answer import answer, check, verdict
from support.build import weight
from support.plain import kidney, man, neuroendocrine, sixty


def on(day: str) -> list[dict[str, object]]:
    """The plain neuroendocrine chart with an order of this day, or of this partial day."""
    return neuroendocrine(sixty(authoredOn=day))


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2014-10", "accept"),
        ("2014-11", "undetermined"),
        ("2014", "undetermined"),
        ("2013", "accept"),
        ("2015", "error"),
    ],
)
def test_a_partial_birth_date_is_an_interval(born: str, expected: str) -> None:
    assert verdict(neuroendocrine(born=born, kilograms="45")) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2025-03-25", "error"), ("2025-03-26", "accept"), ("2025-03", "undetermined"), ("2025-04", "accept")],
)
def test_a_partial_order_date_chooses_a_label_only_where_it_leaves_one(day: str, expected: str) -> None:
    chart = [one for one in on(day) if one["id"] not in ("everolimus", "weight", "unresectable", "extent")]
    from support.build import attested, statement
    from support.coding import DRUGS, concept

    earlier = [
        statement(
            "everolimus", concept(DRUGS["everolimus"][0]), start="2025-01-15", end="2025-03-01", status="completed"
        ),
        attested("unresectable", "unresectable", "2025-01-01", True),
        attested("metastatic", "metastatic", "2025-01-01", True),
        weight("70", "2025-01-01"),
    ]
    assert verdict([*chart, *earlier]) == expected


def test_a_time_of_day_does_not_move_the_day() -> None:
    chart = neuroendocrine(sixty(authoredOn="2026-11-22T23:30:00-08:00"), born="2014-11-23", kilograms="45")
    assert verdict(chart) == "error"
    chart = neuroendocrine(sixty(authoredOn="2026-11-22T00:10:00+14:00"), born="2014-11-22", kilograms="45")
    assert verdict(chart) == "accept"


def test_the_day_can_be_given_from_outside() -> None:
    chart = neuroendocrine(born="2014-11-23", kilograms="45")
    assert verdict(chart) == "error"
    assert verdict(chart, as_of="2026-11-23") == "accept"


def test_an_order_without_a_day_is_not_judged_by_todays_label() -> None:
    undated = sixty()
    del undated["authoredOn"]
    assert verdict(kidney(undated)) == "undetermined"
    assert verdict(kidney(undated), as_of="2026-11-22") == "accept"


def test_an_old_order_is_judged_by_the_label_of_its_day() -> None:
    reported = answer(check(on("2024-06-01")))
    assert reported.label is not None
    assert reported.label.revision.isoformat() == "2021-09-17"
    assert reported.verdict.value == "error"


@pytest.mark.parametrize(
    ("measured", "born", "expected"),
    [
        ("2026-10-23", "2012-05-05", "accept"),
        ("2026-10-22", "2012-05-05", "warning"),
        ("2025-11-22", "1970-05-05", "accept"),
    ],
)
def test_a_childs_weight_is_old_after_thirty_days(measured: str, born: str, expected: str) -> None:
    chart = neuroendocrine(born=born, kilograms=None)
    assert verdict([*chart, weight("50", measured)]) == expected


def test_a_deceased_patient_is_a_finding() -> None:
    chart = [man(deceasedDateTime="2026-11-01") if one["id"] == "patient" else one for one in kidney()]
    assert verdict(chart) not in ("accept", "not-assessed")
