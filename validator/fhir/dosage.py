"""Dosage and Timing as typed structs, in the spellings of R4 and R5: what everybody above this floor reads.

They are made by `validator.fhir.dosage_structure`, which names what is wrong in the same pass. An element that could
not be read is None or left out of its list, and `Dosages.wrong` tells it from one that is not there.
"""

from __future__ import annotations

from validator.fhir.element import CodeableConcept, Element, Extension, Number, Period, QuantityElement, Range, Ratio
from validator.finding import Issue
from validator.frozen import Frozen


class DoseAndRate(Element, frozen=True):
    """Dosage.doseAndRate: one way of stating the amount of one dose."""

    type: CodeableConcept | None = None
    dose_quantity: QuantityElement | None = None
    dose_range: Range | None = None
    rate_quantity: QuantityElement | None = None
    rate_range: Range | None = None
    rate_ratio: Ratio | None = None


class Repeat(Element, frozen=True):
    """Timing.repeat"""

    bounds_duration: QuantityElement | None = None
    bounds_period: Period | None = None
    bounds_range: Range | None = None
    count: int | None = None
    count_max: int | None = None
    duration: Number | None = None
    duration_max: Number | None = None
    duration_unit: str | None = None
    frequency: int | None = None
    frequency_max: int | None = None
    period: Number | None = None
    period_max: Number | None = None
    period_unit: str | None = None
    offset: int | None = None
    day_of_week: tuple[str, ...] = ()
    time_of_day: tuple[str, ...] = ()
    when: tuple[str, ...] = ()


class Timing(Element, frozen=True):
    """Timing, with what may change its meaning."""

    extension: tuple[Extension, ...] = ()
    modifier_extension: tuple[Extension, ...] = ()
    event: tuple[str, ...] = ()
    repeat: Repeat | None = None
    code: CodeableConcept | None = None


class Dosage(DoseAndRate, frozen=True):
    """A Dosage of FHIR R4 or R5; what it inherits, and doseSimpleQuantity, is where STU3 had dose and rate.

    A member of `dose_and_rate` or `max_dose_per_period` that is no object is None there, so that places stay true.
    """

    modifier_extension: tuple[Extension, ...] = ()
    dose_simple_quantity: QuantityElement | None = None
    dose_and_rate: tuple[DoseAndRate | None, ...] = ()
    sequence: int | None = None
    text: str | None = None
    patient_instruction: str | None = None
    additional_instruction: tuple[CodeableConcept, ...] = ()
    timing: Timing | None = None
    as_needed: bool | None = None
    as_needed_boolean: bool | None = None
    as_needed_codeable_concept: CodeableConcept | None = None
    as_needed_for: tuple[CodeableConcept, ...] = ()
    site: CodeableConcept | None = None
    route: CodeableConcept | None = None
    method: CodeableConcept | None = None
    max_dose_per_period: Ratio | tuple[Ratio | None, ...] | None = None
    max_dose_per_administration: QuantityElement | None = None
    max_dose_per_lifetime: QuantityElement | None = None


class Dosages(Frozen):
    """Every Dosage of one resource in its place, and what is wrong with them.

    `name` is the element, `read` holds None for a member that is no object. `wrong` are the elements that are there and
    could not be read, as FHIRPaths below the resource (`dosageInstruction[0].timing`); `issues` say so, with whatever
    else in them FHIR does not allow.
    """

    name: str
    read: tuple[Dosage | None, ...] = ()
    wrong: frozenset[str] = frozenset()
    issues: tuple[Issue, ...] = ()

    @property
    def objects(self) -> tuple[tuple[str, Dosage], ...]:
        """Those that are objects, each with its FHIRPath below the resource."""
        found: list[tuple[str, Dosage]] = []
        for index, one in enumerate(self.read):
            if one is not None:
                found.append((f"{self.name}[{index}]", one))
        return tuple(found)
