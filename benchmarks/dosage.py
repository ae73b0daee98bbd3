"""Microseconds of processor time a Dosage: 10,000 instructions of mixed shapes, with and without their text.

Run as `python benchmarks/dosage.py`. The instructions are made here and are synthetic. The target is 100 microseconds.
"""

from __future__ import annotations

import random
import time
from decimal import Decimal
from typing import Any

from validator.dosage import UnitStrength, parse_sig, schedule_of

COUNT = 10_000
UCUM = "http://unitsofmeasure.org"
TABLET = UnitStrength(Decimal(20), "tablet")


def _mg(value: int) -> dict[str, Any]:
    return {"value": value, "unit": "mg", "system": UCUM, "code": "mg"}


def _typed(kind: str, quantity: dict[str, Any]) -> dict[str, Any]:
    coding = {"system": "http://terminology.hl7.org/CodeSystem/dose-rate-type", "code": kind}
    return {"type": {"coding": [coding]}, "doseQuantity": quantity}


def _shape(index: int, chance: random.Random) -> dict[str, Any]:
    mg = chance.choice((20, 40, 60))
    tablets = {"value": mg // 20, "unit": "TAB", "code": "TAB"}
    tablets["system"] = "http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm"
    shapes: tuple[dict[str, Any], ...] = (
        {"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
         "doseAndRate": [_typed("ordered", _mg(mg))]},
        {"timing": {"code": {"coding": [{"system": "http://snomed.info/sct", "code": "229797004"}]}},
         "doseAndRate": [{"doseQuantity": tablets}]},
        {"timing": {"repeat": {"timeOfDay": ["08:00:00"], "count": 30}},
         "doseAndRate": [_typed("calculated", _mg(mg)), _typed("admin-amount", tablets), _typed("ordered", _mg(mg))]},
        {"timing": {"repeat": {"dayOfWeek": ["mon", "wed", "fri"], "when": ["MORN"]}},
         "doseAndRate": [{"doseQuantity": tablets}]},
        {"timing": {"repeat": {"frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h",
                               "boundsPeriod": {"start": "2026-11-01", "end": "2026-11-28"}}},
         "asNeededBoolean": True, "doseAndRate": [{"doseRange": {"low": _mg(20), "high": _mg(40)}}]},
        {"timing": {"repeat": {"frequency": 1, "period": 2, "periodUnit": "d"}},
         "doseAndRate": [{"doseQuantity": _mg(20)}],
         "text": "20 mg every other day"},
        {"doseAndRate": [{"doseQuantity": _mg(mg)}]},
        {"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "day"}},
         "doseAndRate": [{"doseQuantity": {"value": 1}}]},
    )  # fmt: skip
    return shapes[index % len(shapes)]


def _microseconds(seconds: float) -> str:
    return f"{seconds / COUNT * 1e6:8.1f} us"


def main() -> None:
    """Prints the time a Dosage takes, and what a new and a repeated sig text take."""
    chance = random.Random(1)
    dosages = [_shape(index, chance) for index in range(COUNT)]
    started = time.process_time()
    parse_sig("60 mg once daily")
    first = time.process_time() - started

    started = time.process_time()
    known = sum(schedule_of([dosage], unit=TABLET).known for dosage in dosages)
    mixed = time.process_time() - started

    texts = [f"Take {1 + index % 900} mg by mouth once daily for {1 + index} days" for index in range(COUNT)]
    started = time.process_time()
    read = sum(parse_sig(text).known for text in texts)
    new = time.process_time() - started

    started = time.process_time()
    for _ in range(COUNT):
        parse_sig("Take 1 tablet (60 mg) by mouth once daily on an empty stomach")
    again = time.process_time() - started

    print(f"{_microseconds(mixed)} a Dosage of mixed shapes ({known:,} of {COUNT:,} known)")
    print(f"{_microseconds(new)} a sig text never seen before ({read:,} of {COUNT:,} known)")
    print(f"{_microseconds(again)} a sig text seen before")
    print(f"{first * 1000:8.1f} ms once, for the parser library and the grammar")


if __name__ == "__main__":
    main()
