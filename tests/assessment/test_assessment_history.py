"""Why a dose is lower than the start."""

from __future__ import annotations

import pytest
from support.build import Resource, attested, to
from support.facts import chart
from support.judged import capsules, tablets

from validator.assessment.history import REDUCED, reduction_reason
from validator.criteria.answer import Answer
from validator.dosage import Body
from validator.label.dose import LabelDose

SIXTY = LabelDose.parse("60 mg once daily")


def reason(*resources: Resource, ordered: Resource | None = None) -> Answer:
    read = chart(*resources, what=ordered or tablets(40))
    assert read.order is not None
    return reduction_reason(read.order, read, Body(), SIXTY)


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        (tablets(60, name="e", on="2026-05-01", status="completed"), "true"),
        (tablets(60, name="e", on="2026-11-21", status="active"), "true"),
        (tablets(60, name="e", on="2026-11-22", status="completed"), "unknown"),
        (tablets(60, name="e", on="2026", status="completed"), "unknown"),
        (tablets(60, name="e", on="2025", status="completed"), "true"),
        (tablets(60, name="e", on="2026-05-01", status="unknown"), "unknown"),
        (tablets(60, name="e", on="2026-05-01", status="ended"), "true"),
        (tablets(60, name="e", on="2026-05-01", status="draft"), "unknown"),
        (tablets(60, name="e", on="2026-05-01", status="cancelled"), "unknown"),
        (tablets(60, name="e", on="2026-05-01", status="completed", intent="proposal"), "unknown"),
        (tablets(60, name="e", on="2026-05-01", status="active", intent="option"), "unknown"),
        (tablets(60, name="e", on="2026-05-01", status="completed", intent="plan"), "true"),
        (
            tablets(60, name="e", on="2026-05-01", status="completed", note=[{"text": "Patient never started"}]),
            "unknown",
        ),
        (tablets(60, name="e", on="2026-05-01", status="completed", note=[{"text": "Stopped for diarrhea"}]), "true"),
        (tablets(40, name="e", on="2026-05-01", status="completed"), "unknown"),
        (capsules(60, name="e", on="2026-05-01", status="completed"), "unknown"),
        (tablets(60, name="e", on=None, status="completed"), "unknown"),
        (attested("r", REDUCED, "2026-11-01", True), "true"),
        (attested("r", REDUCED, "2026-11-01", False), "false"),
        (attested("r", REDUCED, "2026-11-01", None), "unknown"),
    ],
)
def test_an_earlier_order_or_an_attestation_is_a_reason(earlier: Resource, expected: str) -> None:
    assert reason(earlier).truth.value == expected


def test_any_phase_of_an_earlier_order_is_a_reason() -> None:
    from support.build import dosage, every, quantity

    phases = [
        dosage(quantity(60, "mg"), every(boundsDuration=quantity(28, "d"))) | {"sequence": 1},
        dosage(quantity(40, "mg"), every()) | {"sequence": 2},
    ]
    old = tablets(20, name="old", on="2026-05-01", status="completed") | {"dosageInstruction": phases}
    assert reason(old).truth.value == "true"


def test_bottles_of_one_earlier_day_are_one_dose() -> None:
    def bottle(mg: int, name: str, on: str = "2026-05-01") -> Resource:
        return tablets(mg, name=name, on=on, status="completed")

    found = reason(bottle(40, "one"), bottle(20, "two"))
    assert (found.truth.value, len(found.evidence)) == ("true", 2)
    assert reason(bottle(40, "one"), bottle(20, "two", "2026-06-01")).truth.value == "unknown"
    assert reason(bottle(20, "one"), bottle(20, "two"), bottle(20, "three")).truth.value == "unknown"


def test_an_undated_order_is_a_reason_when_this_one_replaces_it() -> None:
    old = tablets(60, name="old", on=None, status="active")
    assert reason(old, ordered=tablets(40, priorPrescription=to("MedicationRequest/old"))).truth.value == "true"
    assert reason(old).truth.value == "unknown"


def test_an_undated_draft_is_none_even_when_replaced() -> None:
    old = tablets(60, name="old", on=None, status="draft")
    assert reason(old, ordered=tablets(40, priorPrescription=to("MedicationRequest/old"))).truth.value == "unknown"


def test_a_reason_that_is_not_shown_names_what_would_show_it() -> None:
    found = reason()
    assert found.missing == (REDUCED, "MedicationRequest of the earlier order for 60 mg once daily")
    shown = reason(tablets(60, name="e", on="2026-05-01", status="completed"))
    assert [one.reference for one in shown.evidence] == ["MedicationRequest/e"]
