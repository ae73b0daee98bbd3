"""Faults of structure that a dose would not survive: each is named at its place, none is accepted in silence."""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check, said, verdict
from support.build import Resource, dosage, every, quantity, to
from support.coding import concept
from support.plain import TABLET_60, kidney, lung_metastasis, sixty, with_dosage

SIXTY = quantity(60, "mg")


def without(key: str) -> Resource:
    """The plain order without one of its elements."""
    return {name: value for name, value in sixty().items() if name != key}


def amount(**changed: Any) -> Resource:
    """The plain order with its dose changed; None removes an element."""
    dose = {name: value for name, value in (SIXTY | changed).items() if value is not None}
    return with_dosage(dosage(dose, every()))


def repeated(**changed: Any) -> Resource:
    """The plain order with its timing changed; None removes an element."""
    repeat = {name: value for name, value in (every()["repeat"] | changed).items() if value is not None}
    return with_dosage(dosage(SIXTY, {"repeat": repeat}))


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        (without("status"), "status"),
        (without("intent"), "intent"),
        (sixty(status="aktive"), "status"),
        (sixty(intent="wish"), "intent"),
        (amount(value="60"), "value"),
        (amount(value=-60), "value"),
        (amount(value=0), "value"),
        (amount(value=None), "dose"),
        (amount(comparator="<"), "comparator"),
        (amount(system=None), "system"),
        (repeated(periodUnit="day"), "periodUnit"),
        (repeated(periodUnit=None), "period"),
        (repeated(frequency="1"), "frequency"),
        (repeated(frequency=-1), "frequency"),
        (repeated(period=0), "period"),
        (
            sixty(medicationReference=to("#drug"), contained=[{"resourceType": "Medication", "id": "drug"}]),
            "medication",
        ),
        (sixty(dosageInstruction={"text": "once daily"}), "dosageInstruction"),
        (sixty(dosageInstruction=[None]), "dosageInstruction"),
        (sixty(authoredOn="22.11.2026"), "authoredOn"),
        (sixty(authoredOn=20261122), "authoredOn"),
        (sixty(subject="Patient/patient"), "subject"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fault_is_named_at_its_place(broken: Resource, place: str) -> None:
    report = check(kidney(broken))
    told = "\n".join(said(order) for order in report.orders)
    told += "\n".join(f"{issue.message} {' '.join(issue.expression)}" for issue in report.issues)
    assert place in told


@pytest.mark.parametrize(
    "broken",
    [
        amount(value="60 or so"),
        amount(value=-60),
        amount(value=0),
        amount(value=None),
        amount(comparator="<"),
        amount(code=None, unit=None, system=None),
        amount(code="mL", unit="mL"),
        amount(code="Mg", unit="mg"),
        repeated(periodUnit="day"),
        repeated(periodUnit=None),
        repeated(frequency="once"),
        repeated(frequency=-1),
        repeated(period=0),
        repeated(frequency=True),
        sixty(dosageInstruction={"text": "once daily"}),
        sixty(dosageInstruction=[None]),
        sixty(dosageInstruction="60 mg once daily"),
        sixty(authoredOn="22.11.2026"),
    ],
)
def test_a_dose_that_cannot_be_read_is_never_accepted(broken: Resource) -> None:
    assert verdict(kidney(broken)) not in ("accept", "not-assessed")


def test_both_ways_of_naming_a_drug_are_not_accepted_when_they_differ() -> None:
    other = {"resourceType": "Medication", "id": "drug", "code": concept(text="metformin")}
    both = sixty(medicationReference=to("#drug"), contained=[other])
    assert verdict(kidney(both)) not in ("accept", "not-assessed")


def test_a_fault_in_evidence_is_named_and_does_not_hide_the_order() -> None:
    broken = lung_metastasis(onsetDateTime=20260601)
    chart = [broken if one["id"] == "metastasis" else one for one in kidney()]
    report = check(chart)
    assert answer(report).verdict.value != "not-assessed"
    told = said(answer(report)) + "".join(" ".join(issue.expression) for issue in report.issues)
    assert "onsetDateTime" in told or "onset" in told


@pytest.mark.parametrize("structure", ["full", "read", "off"])
def test_the_verdict_of_a_sound_order_does_not_depend_on_how_closely_its_structure_is_judged(structure: str) -> None:
    assert verdict(kidney(), structure=structure) == "accept"


@pytest.mark.parametrize("structure", ["full", "read", "off"])
def test_a_negative_dose_is_never_accepted_however_closely_structure_is_judged(structure: str) -> None:
    assert verdict(kidney(amount(value=-60)), structure=structure) != "accept"


def test_r4_orders_are_not_judged_by_r5_models() -> None:
    assert verdict(kidney(), fhir_version="R4") == "accept"
    assert TABLET_60["coding"]
