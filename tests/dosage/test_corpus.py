"""The corpus: dosage instructions as others write them, each with the schedule that a person worked out for it."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.shipped import SHIPPED

from validator.chart.order.sig_names import sig_names
from validator.dosage import AmountRange, Body, Schedule, UnitStrength, parse_sig, render, schedule_of
from validator.quantity import plain

CORPUS = Path(__file__).parent.parent / "corpus" / "dosage"


def _cases() -> list[Any]:
    found = []
    for path in sorted(CORPUS.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        found += [pytest.param(case, id=f"{path.stem}: {case['name']}") for case in content["cases"]]
    return found


CASES = _cases()
NAMES = sig_names(SHIPPED.book, frozenset({"cabozantinib"}))


def _schedule(case: dict[str, Any]) -> Schedule:
    unit, body = case.get("unit"), case.get("body")
    known = {
        "unit": None
        if unit is None
        else UnitStrength(_decimal(unit, "mg"), unit.get("form"), _decimal(unit, "pack_daily_mg")),
        "body": None if body is None else Body(_exact(body, "weight_kg"), _exact(body, "bsa_m2")),
    }
    if "sig" in case:
        return parse_sig(case["sig"], **known, names=NAMES)
    starts = case.get("starts")
    return schedule_of(
        case["dosage"], **known, names=NAMES, starts=None if starts is None else date.fromisoformat(starts)
    )


def _decimal(raw: dict[str, str], name: str) -> Decimal | None:
    return Decimal(raw[name]) if name in raw else None


def _exact(raw: dict[str, str], name: str) -> AmountRange | None:
    return AmountRange.of(Decimal(raw[name])) if name in raw else None


def _compact(schedule: Schedule) -> dict[str, Any]:
    simple = schedule.simple
    return {
        "phrase": render(schedule),
        "daily_mg": _daily(schedule.daily_mg),
        "simple": None if simple is None else f"{_plain(simple.mg)} @ {simple.interval}",
        "unknown": sorted([unknown.element, unknown.kind.value] for unknown in schedule.unknown),
        "notes": sorted({note.code.value for note in schedule.notes}),
    }


def _daily(amount: AmountRange | None) -> str | None:
    """To four places where the amount does not terminate."""
    if amount is None:
        return None
    return " to ".join(dict.fromkeys(plain(round(end, 4)) for end in (amount.low, amount.high)))


def _plain(mg: Decimal) -> str:
    return f"{mg.normalize():f}"


@pytest.mark.parametrize("case", CASES)
def test_the_schedule_is_the_one_worked_out_by_hand(case: dict[str, Any]) -> None:
    schedule = _schedule(case)
    expected = case["expect"]

    assert _compact(schedule) == {
        "phrase": expected["phrase"],
        "daily_mg": expected.get("daily_mg"),
        "simple": expected.get("simple"),
        "unknown": sorted(expected.get("unknown", [])),
        "notes": sorted(expected.get("notes", [])),
    }
    _consistent(schedule)
    if "splits_unit" in expected:
        assert schedule.splits_unit is expected["splits_unit"]
    if "as_needed" in expected:
        assert schedule.as_needed is expected["as_needed"]
    if "units" in expected:
        assert [str(count) for phase in schedule.phases for count in phase.units] == expected["units"]


def _consistent(schedule: Schedule) -> None:
    assert schedule.known is (bool(schedule.phases) and not schedule.unknown)
    for phase in schedule.phases:
        if phase.simple is not None:
            assert phase.daily_mg is not None
            assert phase.daily_mg.exact == phase.simple.daily_mg
            assert phase.simple.interval > 0
    for said in (*schedule.unknown, *schedule.notes):
        assert said.element.startswith("dosageInstruction")
        assert len(said.says) <= 140
        assert said.says.endswith(".")


def test_the_corpus_is_as_large_as_it_says() -> None:
    cases = [param.values[0] for param in CASES]
    names = [param.id for param in CASES]

    assert len(names) == len(set(names))
    assert sum("dosage" in case for case in cases) >= 250
    assert sum("sig" in case for case in cases) >= 60
    assert sum(bool(case["expect"].get("unknown")) and not case["expect"]["phrase"] for case in cases) >= 40
