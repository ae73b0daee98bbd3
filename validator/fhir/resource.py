"""The resources that are read, as partial structs; one class a type, both spellings where R4 and R5 differ."""

from __future__ import annotations

from validator.fhir.element import (
    Annotation,
    CodeableConcept,
    CodeableReference,
    ConceptOrCodeable,
    ConditionStage,
    DispenseRequest,
    Element,
    Extension,
    Identifier,
    Ingredient,
    ObservationComponent,
    Period,
    QuantityElement,
    Range,
    RawDosage,
    Reference,
    ReferenceRange,
    ResponseItem,
)


class Resource(Element, frozen=True):
    resource_type: str
    id: str | None = None
    extension: tuple[Extension, ...] = ()
    modifier_extension: tuple[Extension, ...] = ()


class Patient(Resource, frozen=True):
    identifier: tuple[Identifier, ...] = ()
    active: bool | None = None
    gender: str | None = None
    birth_date: str | None = None
    deceased_boolean: bool | None = None
    deceased_date_time: str | None = None


class Condition(Resource, frozen=True):
    clinical_status: CodeableConcept | None = None
    verification_status: CodeableConcept | None = None
    category: tuple[CodeableConcept, ...] = ()
    severity: CodeableConcept | None = None
    code: CodeableConcept | None = None
    body_site: tuple[CodeableConcept, ...] = ()
    subject: Reference | None = None
    onset_date_time: str | None = None
    onset_period: Period | None = None
    onset_age: QuantityElement | None = None
    onset_range: Range | None = None
    abatement_date_time: str | None = None
    abatement_period: Period | None = None
    abatement_age: QuantityElement | None = None
    abatement_boolean: bool | None = None
    recorded_date: str | None = None
    stage: tuple[ConditionStage, ...] = ()
    note: tuple[Annotation, ...] = ()


class Observation(Resource, frozen=True):
    status: str | None = None
    category: tuple[CodeableConcept, ...] = ()
    code: CodeableConcept | None = None
    subject: Reference | None = None
    focus: tuple[Reference, ...] = ()
    effective_date_time: str | None = None
    effective_period: Period | None = None
    effective_instant: str | None = None
    issued: str | None = None
    value_quantity: QuantityElement | None = None
    value_codeable_concept: CodeableConcept | None = None
    value_string: str | None = None
    value_boolean: bool | None = None
    value_integer: int | None = None
    value_range: Range | None = None
    data_absent_reason: CodeableConcept | None = None
    interpretation: tuple[CodeableConcept, ...] = ()
    body_site: CodeableConcept | None = None
    method: CodeableConcept | None = None
    reference_range: tuple[ReferenceRange, ...] = ()
    component: tuple[ObservationComponent, ...] = ()
    note: tuple[Annotation, ...] = ()


class MedicationRequest(Resource, frozen=True):
    identifier: tuple[Identifier, ...] = ()
    status: str | None = None
    status_reason: CodeableConcept | None = None
    intent: str | None = None
    do_not_perform: bool | None = None
    category: tuple[CodeableConcept, ...] = ()
    reported_boolean: bool | None = None
    reported_reference: Reference | None = None
    reported: bool | None = None
    medication_codeable_concept: CodeableConcept | None = None
    medication_reference: Reference | None = None
    medication: CodeableReference | None = None
    subject: Reference | None = None
    authored_on: str | None = None
    reason_code: tuple[CodeableConcept, ...] = ()
    reason_reference: tuple[Reference, ...] = ()
    reason: tuple[CodeableReference, ...] = ()
    based_on: tuple[Reference, ...] = ()
    prior_prescription: Reference | None = None
    group_identifier: Identifier | None = None
    supporting_information: tuple[Reference, ...] = ()
    dosage_instruction: tuple[RawDosage, ...] = ()
    dispense_request: DispenseRequest | None = None
    effective_dose_period: Period | None = None
    note: tuple[Annotation, ...] = ()
    rendered_dosage_instruction: str | None = None


class MedicationStatement(Resource, frozen=True):
    """R4/R4B MedicationStatement and R5 MedicationStatement; `MedicationUsage` where a server names it so."""

    status: str | None = None
    status_reason: tuple[CodeableConcept, ...] = ()
    medication_codeable_concept: CodeableConcept | None = None
    medication_reference: Reference | None = None
    medication: CodeableReference | None = None
    subject: Reference | None = None
    effective_date_time: str | None = None
    effective_period: Period | None = None
    date_asserted: str | None = None
    reason_code: tuple[CodeableConcept, ...] = ()
    adherence: Adherence | None = None
    dosage: tuple[RawDosage, ...] = ()
    note: tuple[Annotation, ...] = ()


class Adherence(Element, frozen=True):
    """R5 MedicationStatement.adherence: `not-taking` and its kin live here instead of in status."""

    code: CodeableConcept | None = None


class MedicationAdministration(Resource, frozen=True):
    status: str | None = None
    medication_codeable_concept: CodeableConcept | None = None
    medication_reference: Reference | None = None
    medication: CodeableReference | None = None
    subject: Reference | None = None
    effective_date_time: str | None = None
    effective_period: Period | None = None
    occurence_date_time: str | None = None
    occurence_period: Period | None = None
    dosage: RawDosage | None = None


class MedicationDispense(Resource, frozen=True):
    status: str | None = None
    medication_codeable_concept: CodeableConcept | None = None
    medication_reference: Reference | None = None
    medication: CodeableReference | None = None
    subject: Reference | None = None
    when_prepared: str | None = None
    when_handed_over: str | None = None
    quantity: QuantityElement | None = None
    days_supply: QuantityElement | None = None
    authorizing_prescription: tuple[Reference, ...] = ()
    dosage_instruction: tuple[RawDosage, ...] = ()


class Medication(Resource, frozen=True):
    code: CodeableConcept | None = None
    status: str | None = None
    form: CodeableConcept | None = None
    dose_form: CodeableConcept | None = None
    ingredient: tuple[Ingredient, ...] = ()


class Procedure(Resource, frozen=True):
    status: str | None = None
    code: CodeableConcept | None = None
    subject: Reference | None = None
    performed_date_time: str | None = None
    performed_period: Period | None = None
    occurrence_date_time: str | None = None
    occurrence_period: Period | None = None


class ServiceRequest(Resource, frozen=True):
    status: str | None = None
    intent: str | None = None
    do_not_perform: bool | None = None
    code: ConceptOrCodeable | None = None
    subject: Reference | None = None
    occurrence_date_time: str | None = None
    occurrence_period: Period | None = None
    authored_on: str | None = None


class Appointment(Resource, frozen=True):
    status: str | None = None
    service_type: tuple[dict[str, object], ...] = ()
    reason_code: tuple[CodeableConcept, ...] = ()
    start: str | None = None
    participant: tuple[dict[str, object], ...] = ()


class QuestionnaireResponse(Resource, frozen=True):
    questionnaire: str | None = None
    status: str | None = None
    subject: Reference | None = None
    authored: str | None = None
    item: tuple[ResponseItem, ...] = ()


class ListResource(Resource, frozen=True):
    """List: only what says that a list is known to be empty. `subject` is one Reference in R4, several in R5."""

    status: str | None = None
    code: CodeableConcept | None = None
    subject: Reference | tuple[Reference, ...] | None = None
    date: str | None = None
    entry: tuple[dict[str, object], ...] = ()
    empty_reason: CodeableConcept | None = None


class AllergyIntolerance(Resource, frozen=True):
    clinical_status: CodeableConcept | None = None
    verification_status: CodeableConcept | None = None
    code: CodeableConcept | None = None
    patient: Reference | None = None
    onset_date_time: str | None = None
    recorded_date: str | None = None
    reaction: tuple[dict[str, object], ...] = ()


class ResearchSubject(Resource, frozen=True):
    """Who takes part in a study: `status` and `individual` in R4, `progress` and `subject` in R5."""

    status: str | None = None
    individual: Reference | None = None
    subject: Reference | None = None
    period: Period | None = None
    progress: tuple[dict[str, object], ...] = ()


class Plan(Resource, frozen=True):
    """CarePlan, and RequestGroup (R4) or RequestOrchestration (R5): what is to be done is read as it is written."""

    status: str | None = None
    intent: str | None = None
    title: str | None = None
    subject: Reference | None = None
    period: Period | None = None
    activity: tuple[dict[str, object], ...] = ()
    action: tuple[dict[str, object], ...] = ()


class Encounter(Resource, frozen=True):
    """A visit: what it was for is read as it is written."""

    status: str | None = None
    subject: Reference | None = None
    period: Period | None = None
    actual_period: Period | None = None


class OfPatient(Resource, frozen=True):
    """DeviceUseStatement (R4), DeviceUsage (R5), and what tells of an event (AdverseEvent, DiagnosticReport, Flag ...):
    what they are about is read as it is written."""

    status: str | None = None
    subject: Reference | None = None
    patient: Reference | None = None


READ_TYPES: dict[str, type[Resource]] = {
    "Patient": Patient,
    "Condition": Condition,
    "Observation": Observation,
    "MedicationRequest": MedicationRequest,
    "MedicationStatement": MedicationStatement,
    "MedicationUsage": MedicationStatement,
    "MedicationAdministration": MedicationAdministration,
    "MedicationDispense": MedicationDispense,
    "Medication": Medication,
    "Procedure": Procedure,
    "ServiceRequest": ServiceRequest,
    "Appointment": Appointment,
    "QuestionnaireResponse": QuestionnaireResponse,
    "List": ListResource,
    "AllergyIntolerance": AllergyIntolerance,
    "ResearchSubject": ResearchSubject,
    **dict.fromkeys(("CarePlan", "RequestGroup", "RequestOrchestration"), Plan),
    "Encounter": Encounter,
    "DeviceUseStatement": OfPatient,
    "DeviceUsage": OfPatient,
    "AdverseEvent": OfPatient,
    **dict.fromkeys(("DiagnosticReport", "ClinicalImpression", "Flag", "DetectedIssue"), OfPatient),
}
"""Every resource type that can be an order or evidence; the others are counted, not read."""
