"""What a medication or procedure is given for, as its own resource says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from validator.chart import condition
from validator.chart.concept import as_concept
from validator.chart.disease.named_cancer import left_by_words
from validator.chart.drug.treatment import Therapy
from validator.chart.fact import Diagnosis
from validator.chart.order.order import ReasonNeeds
from validator.chart.order.reason_words import narrowed, of_disease
from validator.chart.reader import Reader
from validator.fhir.element import CodeableConcept, Reference, objects_of
from validator.fhir.entry import Entry
from validator.frozen import replace
from validator.verdict import Basis

_ELEMENTS = ("reasonCode", "reasonReference", "reason")


def with_reasons(reader: Reader, entry: Entry, patient: ReasonNeeds, therapies: Iterable[Therapy]) -> Iterable[Therapy]:
    """The therapies one resource shows, with the reasons it gives; a resource that gives none costs nothing."""
    if entry.raw.keys().isdisjoint(_ELEMENTS):
        return therapies
    found = list(therapies)
    reasons = reasons_of(reader, entry, patient) if found else ()
    return [replace(one, reasons=reasons) for one in found]


def reasons_of(reader: Reader, entry: Entry, patient: ReasonNeeds) -> tuple[Diagnosis, ...]:
    """The diagnoses that the resource gives as its reason: R4 reasonReference and reasonCode, R5 reason.

    A reason that says only that treatment is given (an encounter for chemotherapy) or is of a visit names no disease
    and is left out, as is a reference that leads nowhere and says nothing.
    """
    found: list[Diagnosis] = []
    for name in _ELEMENTS:
        for index, told in enumerate(objects_of(entry.tree.get(name))):
            place = f"{name}[{index}]"
            concept = told if name == "reasonCode" else told.get("concept")
            reference = told if name == "reasonReference" else told.get("reference")
            if isinstance(concept, dict):
                found += _by_concept(reader, entry, as_concept(concept), place, patient)
            if isinstance(reference, dict):
                found += _by_reference(reader, entry, reference, place, patient)
    return tuple(dict.fromkeys(found))


def _by_concept(
    reader: Reader, entry: Entry, concept: CodeableConcept, element: str, patient: ReasonNeeds
) -> tuple[Diagnosis, ...]:
    """A reason in words alone is what its words leave: of another cancer it says nothing of this one."""
    told = of_disease(reader.book, concept)
    if told is None:
        return ()
    found = condition.of_reason(reader, entry, told, element, patient.adult)
    left = left_by_words(reader.book, told) if found.basis is Basis.TEXT else None
    return (replace(found, left_by_words=left),)


def _by_reference(
    reader: Reader, entry: Entry, reference: dict[str, Any], element: str, patient: ReasonNeeds
) -> tuple[Diagnosis, ...]:
    told, display = reference.get("reference"), reference.get("display")
    target = reader.resolve(Reference(reference=told), entry) if isinstance(told, str) else None
    if target is None:
        words = CodeableConcept(text=display) if isinstance(display, str) else None
        return _by_concept(reader, entry, words, f"{element}.display", patient) if words is not None else ()
    if target.resource_type != "Condition" or not patient.owns(target) or not condition.is_usable(reader, target):
        return ()
    found = patient.diagnosis_of(target)
    code = as_concept(target.tree.get("code"))
    if found is not None:
        return (narrowed(reader.book, found, code),)
    return _by_concept(reader, target, code, "code", patient)
