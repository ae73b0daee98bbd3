"""The names of all resource types of FHIR R4, R4B and R5, so that a misspelt one is told from one that is not read."""

from __future__ import annotations

from typing import Any

from validator.regex import regex

_SAYS_NOTHING = frozenset({"resourceType", "id", "meta", "implicitRules", "language", "text"})


def is_foreign(raw: dict[str, Any]) -> bool:
    """Whether a resource is of a type that FHIR does not have and says something: misspelt, or of another release."""
    return raw.get("resourceType") not in RESOURCE_TYPES and not raw.keys() <= _SAYS_NOTHING


TYPE_NAME = regex(r"[A-Za-z]{1,64}")
"""What can be the name of a resource type at all, and may therefore stand in a message."""

RESOURCE_TYPES = frozenset(
    """
    Account ActivityDefinition ActorDefinition AdministrableProductDefinition AdverseEvent AllergyIntolerance
    Appointment AppointmentResponse ArtifactAssessment AuditEvent Basic Binary BiologicallyDerivedProduct
    BiologicallyDerivedProductDispense BodyStructure Bundle CapabilityStatement CarePlan CareTeam CatalogEntry
    ChargeItem ChargeItemDefinition Citation Claim ClaimResponse ClinicalImpression ClinicalUseDefinition
    CodeSystem Communication CommunicationRequest CompartmentDefinition Composition ConceptMap Condition
    ConditionDefinition Consent Contract Coverage CoverageEligibilityRequest CoverageEligibilityResponse
    DetectedIssue Device DeviceAssociation DeviceDefinition DeviceDispense DeviceMetric DeviceRequest
    DeviceUsage DeviceUseStatement DiagnosticReport DocumentManifest DocumentReference EffectEvidenceSynthesis
    Encounter EncounterHistory Endpoint EnrollmentRequest EnrollmentResponse EpisodeOfCare EventDefinition
    Evidence EvidenceReport EvidenceVariable ExampleScenario ExplanationOfBenefit FamilyMemberHistory Flag
    FormularyItem GenomicStudy Goal GraphDefinition Group GuidanceResponse HealthcareService ImagingSelection
    ImagingStudy Immunization ImmunizationEvaluation ImmunizationRecommendation ImplementationGuide Ingredient
    InsurancePlan InventoryItem InventoryReport Invoice Library Linkage List Location ManufacturedItemDefinition
    Measure MeasureReport Media Medication MedicationAdministration MedicationDispense MedicationKnowledge
    MedicationRequest MedicationStatement MedicationUsage MedicinalProduct MedicinalProductAuthorization
    MedicinalProductContraindication MedicinalProductDefinition MedicinalProductIndication
    MedicinalProductIngredient MedicinalProductInteraction MedicinalProductManufactured MedicinalProductPackaged
    MedicinalProductPharmaceutical MedicinalProductUndesirableEffect MessageDefinition MessageHeader
    MolecularSequence NamingSystem NutritionIntake NutritionOrder NutritionProduct Observation
    ObservationDefinition OperationDefinition OperationOutcome Organization OrganizationAffiliation
    PackagedProductDefinition Parameters Patient PaymentNotice PaymentReconciliation Permission Person
    PlanDefinition Practitioner PractitionerRole Procedure Provenance Questionnaire QuestionnaireResponse
    RegulatedAuthorization RelatedPerson RequestGroup RequestOrchestration Requirements ResearchDefinition
    ResearchElementDefinition ResearchStudy ResearchSubject RiskAssessment RiskEvidenceSynthesis Schedule
    SearchParameter ServiceRequest Slot Specimen SpecimenDefinition StructureDefinition StructureMap
    Subscription SubscriptionStatus SubscriptionTopic Substance SubstanceDefinition SubstanceNucleicAcid
    SubstancePolymer SubstanceProtein SubstanceReferenceInformation SubstanceSourceMaterial
    SubstanceSpecification SupplyDelivery SupplyRequest Task TerminologyCapabilities TestPlan TestReport
    TestScript Transport ValueSet VerificationResult VisionPrescription
    """.split()  # noqa: SIM905 - as a list these names would fill 180 lines
)
"""`MedicationUsage` is the name some servers give to R5's MedicationStatement."""

_OLDER = {
    "MedicationPrescription": ("DSTU1", "MedicationRequest"),
    "MedicationOrder": ("DSTU2", "MedicationRequest"),
    "DiagnosticOrder": ("DSTU2", "ServiceRequest"),
    "DeviceUseRequest": ("DSTU2", "DeviceRequest"),
    "ProcedureRequest": ("STU3", "ServiceRequest"),
    "ReferralRequest": ("STU3", "ServiceRequest"),
}
"""Types under the name of an older release, the last that had it, and the name that R4 has for them: a resource of one
differs in more than its name. Source: FHIR R4, the tables of differences."""


def unknown_type_words(name: str) -> str:
    """What is said of a resource whose type is none of R4, R4B and R5."""
    if name in _OLDER:
        release, today = _OLDER[name]
        return f"{name} is a name of {release}, where FHIR R4 has {today}, so it was not read. Export it as R4."
    return "resourceType is not the name of an R4, R4B or R5 resource, so it was not read."
