"""A story in a dress: the whole chart as FHIR bytes, and where its orders stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from support.build import (
    Resource,
    condition,
    dosage,
    every,
    observation,
    order,
    patient,
    procedure,
    quantity,
    service_request,
    statement,
    to_json,
    weight,
)
from support.build import appointment as booked
from support.bundle import bundle, urn
from support.case import Case
from support.coding import (
    CHILD_PUGH,
    CHILD_PUGH_SCORE,
    CONDITIONS,
    DRUGS,
    EGFR,
    HCG_URINE,
    HEIGHT,
    INTRAVENOUS,
    NEGATIVE,
    OPERATIONS,
    PREGNANCY_STATUS,
    concept,
    loinc,
    snomed,
)
from support.disease import disease
from support.dress import Dress
from support.ordered import earlier_orders, medications, orders


@dataclass(frozen=True, slots=True)
class DressedChart:
    """The submission, and the references its orders to be judged may be reported by."""

    resources: tuple[Resource, ...]
    body: Resource
    order_references: frozenset[str]

    @property
    def data(self) -> bytes:
        """The submission as bytes."""
        return to_json(self.body)


def dressed(case: Case, dress: Dress) -> DressedChart:
    """The whole chart of a case."""
    to_judge = tuple(orders(case, dress))
    resources = (*_person(case, dress), *disease(case, dress), *_history(case, dress), *_beside(case, dress))
    resources = (*resources, *earlier_orders(case, dress), *medications(case, dress), *to_judge)
    names = [f"MedicationRequest/{one['id']}" for one in to_judge]
    references = frozenset(names) | {urn(name) for name in names}
    return DressedChart(resources, bundle(dress.bundle, resources, seed=dress.seed), references)


def _person(case: Case, dress: Dress) -> Iterator[Resource]:
    yield patient(born=case.born, sex=case.sex)
    measured = case.on - timedelta(days=2)
    if case.weight_kg is not None:
        unit = "kg" if case.exact_weight and dress.weight_unit == "lb" else dress.weight_unit
        yield weight(case.weight_kg, measured, unit=unit)
    if case.height_cm is not None:
        height = quantity(case.height_cm / 100, "m") if dress.weight_unit == "g" else quantity(case.height_cm, "cm")
        yield observation("height", HEIGHT, measured, value=height)
    if case.pregnancy_test:
        yield observation("hcg", HCG_URINE, measured, coded=NEGATIVE)


def _history(case: Case, dress: Dress) -> Iterator[Resource]:
    on = case.on - timedelta(days=7)
    if case.child_pugh:
        coded, points = CHILD_PUGH[case.child_pugh]
        match dress.name:
            case "hospital":
                yield observation("child-pugh", CHILD_PUGH_SCORE, on, number=points)
            case "archive":
                yield condition("child-pugh", concept(coded), onset=on, recorded=on)
            case "registry":
                yield observation("child-pugh", loinc("98153-0", "Child-Pugh classification"), on, coded=coded)
            case _:
                yield observation("child-pugh", CHILD_PUGH_SCORE, on, coded=coded)
    for number, problem in enumerate(case.problems):
        if problem.name.startswith("pregnancy") and dress.name == "registry":
            yield observation("pregnancy", PREGNANCY_STATUS, problem.since, coded=snomed("77386006", "Pregnant"))
            continue
        yield condition(
            f"problem-{number}",
            concept(CONDITIONS.icd(problem.name) if dress.icd else CONDITIONS.snomed(problem.snomed or problem.name)),
            status="resolved" if problem.until else "active",
            onset=problem.since,
            abated=problem.until,
            recorded=problem.since,
        )
        if problem.name == "chronic kidney disease stage 3":
            rate = quantity(Decimal(45), "mL/min/1.73 m2", "mL/min/{1.73_m2}")
            yield observation("egfr", EGFR, on, value=rate)
    if case.past_operation:
        yield procedure("operation", OPERATIONS[case.operation], case.past_operation, fhir=dress.fhir)
    if case.planned_operation:
        what, day = OPERATIONS[case.operation], case.planned_operation
        match dress.name:
            case "hospital":
                yield booked("operation", what, day, fhir=dress.fhir)
            case "archive":
                yield procedure("operation", what, day, status="preparation", fhir=dress.fhir)
            case _:
                yield service_request("operation", what, day, fhir=dress.fhir)


def _beside(case: Case, dress: Dress) -> Iterator[Resource]:
    for number, drug in enumerate(case.taking):
        name = f"beside-{number}"
        herbal = drug.name == "st. john's wort"
        made = concept(DRUGS[drug.name][-1] if dress.companion == "request" else DRUGS[drug.name][0])
        if dress.companion == "statement" or herbal:
            status = "completed" if drug.until else "active"
            yield statement(name, made, start=drug.since, end=drug.until, status=status, fhir=dress.fhir)
            continue
        bounds = {"start": drug.since.isoformat()} | ({"end": drug.until.isoformat()} if drug.until else {})
        dosages = [dosage(None, every(boundsPeriod=bounds), route=None)]
        status = "completed" if drug.until else "active"
        yield order(made, dosages, name=name, on=drug.since, status=status, fhir=dress.fhir)
    if case.partner:
        partner = case.partner
        amount = quantity(partner.amount, partner.unit)
        schedule = every(partner.weeks, "wk") if dress.timing == "days" else every(7 * partner.weeks, "d")
        made = concept(DRUGS["nivolumab"][0 if dress.icd else 1])
        dosages = [dosage(amount, schedule, route=INTRAVENOUS)]
        yield order(made, dosages, name="partner", on=partner.since, fhir=dress.fhir)
