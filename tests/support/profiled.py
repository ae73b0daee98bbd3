"""Charts of which one resource claims a profile of this project: for each of its rules one that breaks it.

A rule is a constraint by its key, or the element that a cardinality, a type or a binding is on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from support.build import Resource, attested, dosage, every, observation, quantity, weight
from support.coding import CANONICAL, CHILD_PUGH, CRITERION, INTRAVENOUS, SNOMED, coding, loinc, snomed
from support.judged import liver_cancer, tablets, thyroid
from support.plain import kidney, replaced, sixty

from validator.terminology.coding import NCIT

ORDER, WEIGHT, LIVER, STATED = (
    "cabozantinib-order",
    "weight-observation",
    "child-pugh-observation",
    "criterion-observation",
)
PROFILES = (ORDER, WEIGHT, LIVER, STATED)

_SCORE = snomed("3191000175106", "Child-Pugh score (assessment scale)")
_DOSE, _DAILY = quantity(60, "mg"), every()
_V3 = "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration"
_BY_MOUTH = (coding(_V3, "PO"), coding(NCIT, "C38288"))
_UNKNOWN_UNIT = {"value": 38, "unit": "stone"}


@dataclass(frozen=True, slots=True)
class Broken:
    """A chart in which `resource`, of a profile, breaks one rule; `finding` is what is then said of the order.

    `told` stands in what the validator says.
    """

    profile: str
    rule: str
    told: str
    finding: str
    resource: Resource
    chart: list[Resource]


def sound() -> Iterator[tuple[str, Resource, list[Resource]]]:
    """A profile, a resource that agrees with it, and a chart with it whose order is accepted."""
    for profile, dose in (
        (ORDER, dosage(_DOSE, _DAILY)),
        (ORDER, dosage(quantity(1, "tablet", "{tablet}"), every(24, "h"))),
        (ORDER, dosage(_DOSE, _DAILY, route=None)),
        (ORDER, dosage(_DOSE, _DAILY) | {"asNeededBoolean": False}),
        *((ORDER, dosage(_DOSE, _DAILY, route=route)) for route in _BY_MOUTH),
    ):
        one = claiming(profile, sixty(dosageInstruction=[dose]))
        yield profile, one, kidney(one)
    reduced = attested("reduced", "dose-reduced-for-adverse-reaction", "2026-11-20", True)
    for seldom in (every(2), every(48, "h")):
        one = claiming(ORDER, tablets(20, seldom))
        yield ORDER, one, thyroid(one, reduced)
    for kilograms, unit in (("38", "kg"), ("38", "g"), ("38", "lb")):
        one = claiming(WEIGHT, weight(kilograms, "2026-11-18", unit=unit))
        yield WEIGHT, one, _adolescent(one)
    for answer in ({"coded": CHILD_PUGH["B"][0]}, {"number": CHILD_PUGH["B"][1]}):
        one = claiming(LIVER, observation("class", _SCORE, "2026-11-18", **answer))
        yield LIVER, one, liver_cancer(one, tablets(40))
    least = claiming(LIVER, observation("class", _SCORE, "2026-11-18", number=5))
    yield LIVER, least, liver_cancer(least, tablets(60))
    one = claiming(STATED, _refractory())
    yield STATED, one, replaced(thyroid(tablets(40)), one)


def broken() -> Iterator[Broken]:
    """One chart for each rule of the profiles, or more."""
    for rule, finding, changed in _orders():
        one = claiming(ORDER, changed)
        yield Broken(ORDER, rule, rule, finding, one, kidney(one))
    for rule, told, changed in _weights():
        one = claiming(WEIGHT, changed)
        yield Broken(WEIGHT, rule, told, "dose-depends-on-missing-fact", one, _adolescent(one))
    for rule, told, finding, changed in _classes():
        one = claiming(LIVER, changed)
        yield Broken(LIVER, rule, told, finding, one, liver_cancer(one, tablets(40)))
    for rule, told, changed in _criteria():
        one = claiming(STATED, changed)
        yield Broken(STATED, rule, told, "indication-not-shown", one, replaced(thyroid(tablets(40)), one))


def _orders() -> Iterator[tuple[str, str, Resource]]:
    def of(dose: dict[str, Any]) -> Resource:
        return sixty(dosageInstruction=[dose])

    yield "order-dated", "order-date-missing", _without(sixty(), "authoredOn")
    yield "order-structured", "dose-read-from-text", of({"text": "60 mg by mouth once daily"})
    yield "order-structured", "dose-not-known", of(dosage(_DOSE, None))
    yield "order-oral", "route-not-oral", of(dosage(_DOSE, _DAILY, route=INTRAVENOUS))
    yield "order-unit", "dose-not-known", of(dosage(quantity(60, "mL"), _DAILY))
    yield "order-once", "not-once-daily", of(dosage(quantity(20, "mg"), every(times=3)))
    yield "order-once", "dose-not-a-label-step", of(dosage(_DOSE, every(1, "wk")))
    yield "order-not-as-needed", "as-needed", of(dosage(_DOSE, _DAILY) | {"asNeededBoolean": True})
    yield "MedicationRequest.dosageInstruction", "dose-not-known", _without(sixty(), "dosageInstruction")


def _weights() -> Iterator[tuple[str, str, Resource]]:
    plain = weight("38", "2026-11-18")
    yield "weight-dated", "weight-dated", _without(plain, "effectiveDateTime")
    yield "weight-unit", "weight-unit", plain | {"valueQuantity": _UNKNOWN_UNIT}
    yield "weight-above-zero", "weight-above-zero", plain | {"valueQuantity": quantity(0, "kg")}
    yield "weight-exact", "weight-exact", plain | {"valueQuantity": quantity(38, "kg") | {"comparator": "<"}}
    yield "weight-settled", "weight-settled", plain | {"status": "preliminary"}
    yield "Observation.value[x]", "value[x]: minimum required = 1", _without(plain, "valueQuantity")
    height = {"coding": [loinc("8302-2", "Body height")]}
    yield "Observation.code", "ValueSet/body-weight", plain | {"code": height}


def _classes() -> Iterator[tuple[str, str, str, Resource]]:
    def of(**answer: Any) -> Resource:
        return observation("class", _SCORE, "2026-11-18", **answer)

    missing = "dose-depends-on-missing-fact"
    yield "child-pugh-points", "child-pugh-points", missing, of(number=16)
    yield "child-pugh-points", "child-pugh-points", missing, of(number=4)
    yield "child-pugh-settled", "child-pugh-settled", "entry-set-aside", of(number=8, status="preliminary")
    yield "Observation.value[x]", "ValueSet/child-pugh-class", missing, of(coded=snomed("373066001", "Yes"))
    yield "Observation.value[x]", "value[x]: minimum required = 1", "dose-below-start", of()
    other = of(number=CHILD_PUGH["B"][1]) | {"code": {"coding": [loinc("9269-2", "Glasgow coma score total")]}}
    yield "Observation.code", "ValueSet/child-pugh-questions", "dose-below-start", other


def _criteria() -> Iterator[tuple[str, str, Resource]]:
    plain = _refractory()
    yield "criterion-settled", "criterion-settled", plain | {"status": "preliminary"}
    yield "criterion-yes-or-no", "criterion-yes-or-no", _without(plain, "valueBoolean") | {"valueString": "maybe"}
    unknown = {"coding": [coding(SNOMED, "261665006", "Unknown")]}
    yield (
        "criterion-yes-or-no",
        "criterion-yes-or-no",
        _without(plain, "valueBoolean") | {"valueCodeableConcept": unknown},
    )
    misspelt = {"coding": [coding(CRITERION, "rai-refractery")]}
    yield "Observation.code", "rai-refractery", plain | {"code": misspelt}


def _refractory() -> Resource:
    return attested("rai-refractory", "rai-refractory", "2026-11-01", True)


def _adolescent(measured: Resource) -> list[Resource]:
    return thyroid(measured, tablets(40), kilograms=None)


def _without(one: Resource, name: str) -> Resource:
    return {key: value for key, value in one.items() if key != name}


def claiming(profile: str, one: Resource) -> Resource:
    """The resource with the claim that it agrees with a profile."""
    return one | {"meta": one.get("meta", {}) | {"profile": [f"{CANONICAL}/StructureDefinition/{profile}"]}}
