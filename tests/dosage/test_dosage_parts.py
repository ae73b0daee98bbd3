"""What the schedule tells beside its phrase, and what the engine keeps from the rest of the process."""

import subprocess
import sys
from decimal import Decimal, getcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from validator.dosage import (
    AmountRange,
    NoteCode,
    SimpleDose,
    UnitStrength,
    UnknownKind,
    parse_sig,
    render,
    schedule_of,
)
from validator.dosage.number import decimal_of, number, whole

UCUM = "http://unitsofmeasure.org"
DAILY = {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}
TABLET = UnitStrength(Decimal(60), "tablet")


def mg(value: Any) -> dict[str, Any]:
    return {"value": value, "unit": "mg", "system": UCUM, "code": "mg"}


def test_the_library_that_makes_the_table_of_the_grammar_is_needed_by_no_text() -> None:
    code = (
        "import sys, validator.dosage as d\n"
        "assert d.parse_sig('60 mg daily').phases\n"
        "assert 'lark' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (60, Decimal(60)),
        (Decimal("37.50"), Decimal("37.5")),
        (0.1, Decimal("0.1")),
        (True, None),
        ("60", None),
        (None, None),
        (float("nan"), None),
        (float("inf"), None),
        (Decimal("NaN"), None),
        (10**10, None),
        (10**500, None),
        (Decimal("1e999999"), None),
        (Decimal("1e-999999"), None),
        (Decimal("0.1234567890123456789012"), None),
        (0, Decimal(0)),
    ],
)
def test_a_number_is_exact_and_of_a_size_that_a_dose_can_have(value: object, expected: Decimal | None) -> None:
    assert number(value) == expected


def test_a_whole_number_may_be_written_with_a_zero_behind_the_point() -> None:
    assert whole(Decimal("1.0")) == 1
    assert whole(Decimal("1.5")) is None


def test_an_average_that_does_not_terminate_is_rounded_and_one_that_does_is_exact() -> None:
    assert decimal_of(Fraction(1, 8)) == Decimal("0.125")
    assert str(decimal_of(Fraction(60, 7))) == "8.571428571428571428571428571"


def test_the_precision_of_the_thread_does_not_touch_an_amount() -> None:
    before = getcontext().prec
    getcontext().prec = 2
    try:
        found = schedule_of([{"timing": DAILY, "doseAndRate": [{"doseQuantity": mg(Decimal("123.456"))}]}])
    finally:
        getcontext().prec = before

    assert found.daily_mg == AmountRange.of(Decimal("123.456"))


def test_every_fault_is_named_and_not_only_the_first() -> None:
    found = schedule_of(
        [
            {
                "timing": {"repeat": {"frequency": 0, "period": -1, "periodUnit": "day"}},
                "doseAndRate": [{"doseQuantity": {"value": 60, "comparator": "<"}}],
            },
            None,
        ]
    )

    assert [unknown.element for unknown in found.unknown] == [
        "dosageInstruction[0].doseAndRate[0].doseQuantity.comparator",
        "dosageInstruction[0].timing.repeat.frequency",
        "dosageInstruction[0].timing.repeat.period",
        "dosageInstruction[1]",
    ]


def test_what_is_unknown_never_quotes_the_order() -> None:
    secret = "Jane Synthetic, 5 Example Street"
    found = schedule_of(
        [
            {
                "text": secret,
                "timing": {"repeat": {"when": [secret], "periodUnit": secret, "timeOfDay": [secret], "period": secret}},
                "doseAndRate": [{"doseQuantity": {"value": secret, "unit": secret}}],
                "asNeededBoolean": secret,
            },
            {"text": secret},
        ]
    )

    assert found.unknown
    assert "Synthetic" not in repr(found)


def test_the_text_of_a_sig_is_not_quoted_where_it_does_not_read() -> None:
    assert "Synthetic" not in repr(parse_sig("60 mg daily for Jane Synthetic"))


def test_a_unit_of_unprintable_letters_is_not_shown() -> None:
    quantity = {"value": 1, "unit": "<script>alert(1)</script>"}
    found = schedule_of([{"timing": DAILY, "doseAndRate": [{"doseQuantity": quantity}]}])

    assert render(found) == "1 units once daily"


def test_a_text_beside_the_structure_that_says_something_else_is_told_and_not_used() -> None:
    found = schedule_of(
        [{"timing": DAILY, "doseAndRate": [{"doseQuantity": mg(60)}], "text": "Take 1 tablet (40 mg) once daily"}]
    )

    assert found.simple == SimpleDose(Decimal(60), Fraction(1))
    assert [(note.code, note.element) for note in found.notes] == [
        (NoteCode.TEXT_CONTRADICTS_STRUCTURED, "dosageInstruction[0].text")
    ]


@pytest.mark.parametrize(
    "text", ["60 mg once daily", "Take 1 tablet (60 mg) by mouth daily", "1 tablet daily", "60 mg per tumor board"]
)
def test_a_text_that_agrees_or_does_not_read_is_not_told(text: str) -> None:
    found = schedule_of([{"timing": DAILY, "doseAndRate": [{"doseQuantity": mg(60)}], "text": text}], unit=TABLET)

    assert found.simple == SimpleDose(Decimal(60), Fraction(1))
    assert found.notes == ()


def test_a_text_too_long_to_be_a_sig_is_unknown() -> None:
    found = parse_sig("60 mg daily " * 50)

    assert [unknown.kind for unknown in found.unknown] == [UnknownKind.UNREAD_TEXT]


def test_the_items_of_a_dose_show_what_it_is_made_of() -> None:
    found = parse_sig("one 40 mg tab + one 20 mg tab daily")

    items = found.phases[0].lines[0].dose.items
    assert [(item.unit, item.units, item.unit_mg) for item in items] == [
        ("tablet", AmountRange.of(Decimal(1)), Decimal(40)),
        ("tablet", AmountRange.of(Decimal(1)), Decimal(20)),
    ]
    assert not found.splits_unit


def test_a_cycle_tells_its_days_on_and_off() -> None:
    phase = parse_sig("60 mg daily, 21 days on and 7 days off").phases[0]

    assert (phase.days_on, phase.days_off) == (21, 7)
    assert phase.simple is None
    assert phase.daily_mg == AmountRange.of(Decimal(45))


def test_a_phase_tells_its_start_and_end() -> None:
    repeat = {**DAILY["repeat"], "boundsPeriod": {"start": "2026-11-01", "end": "2026-11-28"}}
    phase = schedule_of([{"timing": {"repeat": repeat}, "doseAndRate": [{"doseQuantity": mg(60)}]}]).phases[0]

    assert phase.start is not None
    assert phase.end is not None
    assert (phase.start.text, phase.end.text, phase.days) == ("2026-11-01", "2026-11-28", None)


def test_the_example_of_the_documentation_runs_and_says_what_it_says() -> None:
    page = (Path(__file__).parents[2] / "docs" / "dosage.md").read_text(encoding="utf-8")
    code = page.split("```python\n")[1].split("```")[0]
    found: dict[str, Any] = {}
    exec(code, found)

    schedule = found["schedule"]
    assert f"# {render(schedule)}" in code
    assert f"# {schedule.daily_mg.exact}" in code
    assert f"# mg {schedule.simple.mg}, interval {schedule.simple.interval}" in code
    assert f"# {parse_sig('60 mg daily and').unknown[0].says}" in code
