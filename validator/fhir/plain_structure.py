"""What FHIR R4 surely allows: the elements of ordinary charts as strict structs, so that most resources need no judge.

A resource that fits is FHIR as fhir.resources understands it, and no word need be lost on it. One that does not fit is
not wrong: it has an element, a spelling or a day that is not among these, and the judge itself is asked. So each struct
may only ever allow less than the judge does; `tests/fhir/test_plain_structure.py` holds every element to that.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from validator.fhir.plain_element import (
    PlainAnnotation,
    PlainChoices,
    PlainCode,
    PlainComponent,
    PlainConcept,
    PlainDay,
    PlainDosage,
    PlainId,
    PlainIdentifier,
    PlainInstant,
    PlainInteger,
    PlainMeta,
    PlainMoment,
    PlainName,
    PlainNarrative,
    PlainPeriod,
    PlainQuantity,
    PlainRange,
    PlainReference,
    PlainStage,
    PlainSupply,
    PlainText,
)


class PlainResource(PlainChoices, kw_only=True):
    resource_type: str
    id: PlainId | None = None
    meta: PlainMeta | None = None
    text: PlainNarrative | None = None


class PlainPatient(PlainResource, kw_only=True):
    _choices = (("deceased_boolean", "deceased_date_time"),)

    identifier: tuple[PlainIdentifier, ...] = ()
    active: bool | None = None
    name: tuple[PlainName, ...] = ()
    gender: PlainCode | None = None
    birth_date: PlainDay | None = None
    deceased_boolean: bool | None = None
    deceased_date_time: PlainMoment | None = None


class PlainCondition(PlainResource, kw_only=True):
    _choices = (
        ("onset_date_time", "onset_period", "onset_age"),
        ("abatement_date_time", "abatement_period", "abatement_age"),
    )

    subject: PlainReference
    identifier: tuple[PlainIdentifier, ...] = ()
    clinical_status: PlainConcept | None = None
    verification_status: PlainConcept | None = None
    category: tuple[PlainConcept, ...] = ()
    severity: PlainConcept | None = None
    code: PlainConcept | None = None
    body_site: tuple[PlainConcept, ...] = ()
    encounter: PlainReference | None = None
    onset_date_time: PlainMoment | None = None
    onset_period: PlainPeriod | None = None
    onset_age: PlainQuantity | None = None
    abatement_date_time: PlainMoment | None = None
    abatement_period: PlainPeriod | None = None
    abatement_age: PlainQuantity | None = None
    recorded_date: PlainMoment | None = None
    recorder: PlainReference | None = None
    asserter: PlainReference | None = None
    stage: tuple[PlainStage, ...] = ()
    note: tuple[PlainAnnotation, ...] = ()


class PlainObservation(PlainResource, kw_only=True):
    _choices = (
        ("effective_date_time", "effective_period", "effective_instant"),
        ("value_quantity", "value_codeable_concept", "value_string", "value_boolean", "value_integer", "value_range"),
    )

    status: PlainCode
    code: PlainConcept
    identifier: tuple[PlainIdentifier, ...] = ()
    category: tuple[PlainConcept, ...] = ()
    subject: PlainReference | None = None
    focus: tuple[PlainReference, ...] = ()
    encounter: PlainReference | None = None
    effective_date_time: PlainMoment | None = None
    effective_period: PlainPeriod | None = None
    effective_instant: PlainInstant | None = None
    issued: PlainInstant | None = None
    performer: tuple[PlainReference, ...] = ()
    value_quantity: PlainQuantity | None = None
    value_codeable_concept: PlainConcept | None = None
    value_string: PlainText | None = None
    value_boolean: bool | None = None
    value_integer: PlainInteger | None = None
    value_range: PlainRange | None = None
    data_absent_reason: PlainConcept | None = None
    interpretation: tuple[PlainConcept, ...] = ()
    note: tuple[PlainAnnotation, ...] = ()
    body_site: PlainConcept | None = None
    method: PlainConcept | None = None
    component: tuple[PlainComponent, ...] = ()


class PlainRequest(PlainResource, kw_only=True):
    _choices = (
        ("medication_codeable_concept", "medication_reference"),
        ("reported_boolean", "reported_reference"),
    )
    _needed = (("medication_codeable_concept", "medication_reference"),)

    status: PlainCode
    intent: PlainCode
    subject: PlainReference
    identifier: tuple[PlainIdentifier, ...] = ()
    status_reason: PlainConcept | None = None
    category: tuple[PlainConcept, ...] = ()
    priority: PlainCode | None = None
    do_not_perform: bool | None = None
    reported_boolean: bool | None = None
    reported_reference: PlainReference | None = None
    medication_codeable_concept: PlainConcept | None = None
    medication_reference: PlainReference | None = None
    encounter: PlainReference | None = None
    authored_on: PlainMoment | None = None
    requester: PlainReference | None = None
    recorder: PlainReference | None = None
    reason_code: tuple[PlainConcept, ...] = ()
    reason_reference: tuple[PlainReference, ...] = ()
    based_on: tuple[PlainReference, ...] = ()
    course_of_therapy_type: PlainConcept | None = None
    note: tuple[PlainAnnotation, ...] = ()
    dosage_instruction: tuple[PlainDosage, ...] = ()
    dispense_request: PlainSupply | None = None
    prior_prescription: PlainReference | None = None


class PlainStatement(PlainResource, kw_only=True):
    _choices = (
        ("medication_codeable_concept", "medication_reference"),
        ("effective_date_time", "effective_period"),
    )
    _needed = (("medication_codeable_concept", "medication_reference"),)

    status: PlainCode
    subject: PlainReference
    identifier: tuple[PlainIdentifier, ...] = ()
    status_reason: tuple[PlainConcept, ...] = ()
    category: PlainConcept | None = None
    medication_codeable_concept: PlainConcept | None = None
    medication_reference: PlainReference | None = None
    effective_date_time: PlainMoment | None = None
    effective_period: PlainPeriod | None = None
    date_asserted: PlainMoment | None = None
    reason_code: tuple[PlainConcept, ...] = ()
    reason_reference: tuple[PlainReference, ...] = ()
    note: tuple[PlainAnnotation, ...] = ()
    dosage: tuple[PlainDosage, ...] = ()


class PlainMedication(PlainResource, kw_only=True):
    identifier: tuple[PlainIdentifier, ...] = ()
    code: PlainConcept | None = None
    status: PlainCode | None = None
    form: PlainConcept | None = None


class PlainProcedure(PlainResource, kw_only=True):
    _choices = (("performed_date_time", "performed_period"),)

    status: PlainCode
    subject: PlainReference
    identifier: tuple[PlainIdentifier, ...] = ()
    category: PlainConcept | None = None
    code: PlainConcept | None = None
    encounter: PlainReference | None = None
    performed_date_time: PlainMoment | None = None
    performed_period: PlainPeriod | None = None
    reason_code: tuple[PlainConcept, ...] = ()
    reason_reference: tuple[PlainReference, ...] = ()
    body_site: tuple[PlainConcept, ...] = ()
    note: tuple[PlainAnnotation, ...] = ()


PLAIN_TYPES: dict[str, type[PlainResource]] = {
    "Condition": PlainCondition,
    "Medication": PlainMedication,
    "MedicationRequest": PlainRequest,
    "MedicationStatement": PlainStatement,
    "Observation": PlainObservation,
    "Patient": PlainPatient,
    "Procedure": PlainProcedure,
}


def is_plain(raw: dict[str, Any], resource_type: str) -> bool:
    """Whether an R4 resource surely is as FHIR defines it; False says nothing against it."""
    plain = PLAIN_TYPES.get(resource_type)
    if plain is None:
        return False
    try:
        msgspec.convert(raw, plain, builtin_types=(Decimal,))
    except msgspec.ValidationError:
        return False
    return True
