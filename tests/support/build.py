"""FHIR resources in short calls: each returns plain JSON as R4/R4B or R5 spell it. All content is synthetic."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from support.coding import (
    CANONICAL,
    CRITERION,
    ICDO3,
    NO,
    ORAL,
    SNOMED,
    UCUM,
    YES,
    Coding,
    coding,
    concept,
)

Resource = dict[str, Any]

SYNTHETIC = {
    "tag": [
        {
            "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
            "code": "HTEST",
            "display": "test health data",
        }
    ]
}
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
HISTOLOGY_EXTENSION = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-histology-morphology-behavior"


def to_json(value: object) -> bytes:
    """JSON bytes; a Decimal keeps every digit it was written with."""
    marks: dict[str, str] = {}

    def mark(number: object) -> str:
        if not isinstance(number, Decimal):
            raise TypeError(f"{type(number).__name__} has no JSON form")
        name = f"@decimal-{len(marks)}@"
        marks[name] = format(number, "f")
        return name

    text = json.dumps(value, default=mark, ensure_ascii=False)
    for name, digits in marks.items():
        text = text.replace(f'"{name}"', digits, 1)
    return text.encode()


def resource(kind: str, name: str | None, **elements: Any) -> Resource:
    """A resource of this type, marked as test data; elements that are None are left out."""
    made: Resource = {"resourceType": kind}
    if name is not None:
        made["id"] = name
    made["meta"] = {"tag": [dict(tag) for tag in SYNTHETIC["tag"]]}
    return made | {key: value for key, value in elements.items() if value is not None}


def to(name: str) -> dict[str, str]:
    """A Reference."""
    return {"reference": name}


def quantity(value: Decimal | int | str, unit: str, code: str | None = None) -> dict[str, Any]:
    """A Quantity in UCUM."""
    number = int(value) if isinstance(value, int) or Decimal(value) == int(Decimal(value)) else Decimal(value)
    return {"value": number, "unit": unit, "system": UCUM, "code": code or unit}


def day(value: date | str | None) -> str | None:
    """A FHIR date."""
    return value.isoformat() if isinstance(value, date) else value


def patient(name: str = "patient", *, born: date | str | None = "1964-05-04", sex: str | None = "male") -> Resource:
    """A patient; `born` may be partial."""
    return resource(
        "Patient",
        name,
        text={"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">Synthetic patient</div>'},
        active=True,
        gender=sex,
        birthDate=day(born),
    )


def condition(
    name: str,
    code: dict[str, Any],
    *,
    status: str | None = "active",
    verification: str | None = "confirmed",
    onset: date | str | None = None,
    abated: date | str | None = None,
    recorded: date | str | None = None,
    stage: list[dict[str, Any]] | None = None,
    note: str | None = None,
    histology: Coding | None = None,
    subject: str = "Patient/patient",
) -> Resource:
    """A Condition."""
    return resource(
        "Condition",
        name,
        extension=[{"url": HISTOLOGY_EXTENSION, "valueCodeableConcept": concept(histology)}] if histology else None,
        clinicalStatus=concept(coding(CLINICAL, status)) if status else None,
        verificationStatus=concept(coding(VERIFICATION, verification)) if verification else None,
        code=code,
        subject=to(subject),
        onsetDateTime=day(onset),
        abatementDateTime=day(abated),
        recordedDate=day(recorded),
        stage=stage,
        note=[{"text": note}] if note else None,
    )


def observation(
    name: str,
    code: Coding,
    on: date | str,
    *,
    value: dict[str, Any] | None = None,
    coded: Coding | None = None,
    text: str | None = None,
    number: int | None = None,
    truth: bool | None = None,
    focus: str | None = None,
    status: str = "final",
    subject: str = "Patient/patient",
) -> Resource:
    """An Observation with one value."""
    return resource(
        "Observation",
        name,
        status=status,
        code=concept(code),
        subject=to(subject),
        focus=[to(focus)] if focus else None,
        effectiveDateTime=day(on),
        valueQuantity=value,
        valueCodeableConcept=concept(coded) if coded else None,
        valueString=text,
        valueInteger=number,
        valueBoolean=truth,
    )


def weight(kilograms: Decimal | str, on: date | str, *, unit: str = "kg", name: str = "weight") -> Resource:
    """A body weight, written in kg, g or pounds. Pounds are rounded to five decimals (under a hundredth of a gram)."""
    from support.coding import WEIGHT

    kg = Decimal(kilograms)
    match unit:
        case "kg":
            amount = quantity(kg, "kg")
        case "g":
            amount = quantity(kg * 1000, "g")
        case "lb":
            pounds = (kg / Decimal("0.45359237")).quantize(Decimal("0.00001"))
            amount = quantity(pounds.normalize(), "lb", "[lb_av]")
        case _:
            raise ValueError(f"no weight is written in {unit}")
    return observation(name, WEIGHT, on, value=amount)


def attested(
    name: str,
    criterion: str,
    on: date | str,
    truth: bool | None = True,
    *,
    coded: bool = False,
    focus: str | None = None,
) -> Resource:
    """An Observation in which the prescriber states a criterion."""
    about = coding(CRITERION, criterion)
    if truth is None:
        return observation(name, about, on, coded=coding(SNOMED, "261665006", "Unknown"), focus=focus)
    if coded:
        return observation(name, about, on, coded=YES if truth else NO, focus=focus)
    return observation(name, about, on, truth=truth, focus=focus)


def questionnaire_response(
    answers: dict[str, bool], on: date | str, *, name: str = "criteria", status: str = "completed"
) -> Resource:
    """The project's criteria form, filled in; linkId is the criterion's code."""
    return resource(
        "QuestionnaireResponse",
        name,
        questionnaire=f"{CANONICAL}/Questionnaire/cabozantinib-criteria",
        status=status,
        subject=to("Patient/patient"),
        authored=day(on),
        item=[{"linkId": code, "answer": [{"valueBoolean": truth}]} for code, truth in answers.items()],
    )


def named(medication: dict[str, Any], fhir: str) -> dict[str, Any]:
    """The medication element, from a CodeableConcept or a Reference, as the version spells it."""
    is_reference = "reference" in medication
    if fhir == "R5":
        return {"medication": {"reference" if is_reference else "concept": medication}}
    return {"medicationReference" if is_reference else "medicationCodeableConcept": medication}


def dosage(
    dose: dict[str, Any] | None,
    timing: dict[str, Any] | None,
    *,
    route: Coding | None = ORAL,
    instruction: str | None = None,
    patient_instruction: str | None = None,
    text: str | None = None,
) -> dict[str, Any]:
    """One Dosage."""
    made = {
        "text": text,
        "additionalInstruction": [concept(text=instruction)] if instruction else None,
        "patientInstruction": patient_instruction,
        "timing": timing,
        "route": concept(route) if route else None,
        "doseAndRate": [{"doseQuantity": dose}] if dose else None,
    }
    return {key: value for key, value in made.items() if value is not None}


def every(period: int = 1, unit: str = "d", *, times: int = 1, **repeat: Any) -> dict[str, Any]:
    """A Timing: so many times in a period; further elements of Timing.repeat by name."""
    return {"repeat": {"frequency": times, "period": period, "periodUnit": unit} | repeat}


def order(
    medication: dict[str, Any],
    dosages: Iterable[dict[str, Any]] = (),
    *,
    name: str | None = "order",
    on: date | str | None = "2026-11-22",
    status: str = "active",
    intent: str = "order",
    reason: str | None = None,
    fhir: str = "R4",
    subject: str = "Patient/patient",
    **elements: Any,
) -> Resource:
    """A MedicationRequest; `medication` is a CodeableConcept or a Reference, `reason` the reference of a Condition."""
    if reason is not None:
        elements |= {"reason": [{"reference": to(reason)}]} if fhir == "R5" else {"reasonReference": [to(reason)]}
    return resource(
        "MedicationRequest",
        name,
        status=status,
        intent=intent,
        **named(medication, fhir),
        subject=to(subject),
        authoredOn=day(on),
        dosageInstruction=list(dosages) or None,
        **elements,
    )


def statement(
    name: str,
    medication: dict[str, Any],
    *,
    start: date | str | None = None,
    end: date | str | None = None,
    status: str = "active",
    fhir: str = "R4",
) -> Resource:
    """A MedicationStatement; R5 knows only `recorded`, and says by its dates whether the drug is still taken."""
    period = {key: day(value) for key, value in (("start", start), ("end", end)) if value is not None}
    return resource(
        "MedicationStatement",
        name,
        status="recorded" if fhir == "R5" else status,
        **named(medication, fhir),
        subject=to("Patient/patient"),
        effectivePeriod=period or None,
    )


def administration(
    name: str, medication: dict[str, Any], *, start: date | str, end: date | str, fhir: str = "R4"
) -> Resource:
    """A course of a drug that was given and is completed."""
    period = {"start": day(start), "end": day(end)}
    return resource(
        "MedicationAdministration",
        name,
        status="completed",
        **named(medication, fhir),
        subject=to("Patient/patient"),
        **{"occurencePeriod" if fhir == "R5" else "effectivePeriod": period},
    )


def procedure(
    name: str, code: Coding, on: date | str | None, *, status: str = "completed", fhir: str = "R4"
) -> Resource:
    """A Procedure; `preparation` is one that is still to come."""
    return resource(
        "Procedure",
        name,
        status=status,
        code=concept(code),
        subject=to("Patient/patient"),
        **{"occurrenceDateTime" if fhir == "R5" else "performedDateTime": day(on)},
    )


def allergy(
    to_what: str,
    *,
    coded: Coding | None = None,
    name: str = "allergy",
    clinical: str | None = "active",
    verified: str = "confirmed",
    **elements: Any,
) -> Resource:
    """An AllergyIntolerance, the same in R4 and R5; `clinical` None: its status is not told."""
    base = "http://terminology.hl7.org/CodeSystem/allergyintolerance-"
    return resource(
        "AllergyIntolerance",
        name,
        clinicalStatus=concept(coding(f"{base}clinical", clinical)) if clinical else None,
        verificationStatus=concept(coding(f"{base}verification", verified)),
        code=concept(coded, text=to_what) if coded else {"text": to_what},
        patient=to("Patient/patient"),
        **elements,
    )


def service_request(name: str, code: Coding, on: date | str, *, fhir: str = "R4") -> Resource:
    """A planned operation."""
    what = concept(code)
    return resource(
        "ServiceRequest",
        name,
        status="active",
        intent="order",
        code={"concept": what} if fhir == "R5" else what,
        subject=to("Patient/patient"),
        occurrenceDateTime=day(on),
    )


def appointment(name: str, code: Coding, on: date | str, *, fhir: str = "R4") -> Resource:
    """A booked operation."""
    what = concept(code)
    return resource(
        "Appointment",
        name,
        status="booked",
        serviceType=[{"concept": what} if fhir == "R5" else what],
        start=f"{day(on)}T08:00:00-05:00",
        end=f"{day(on)}T11:00:00-05:00",
        participant=[{"actor": to("Patient/patient"), "status": "accepted"}],
    )


def empty_list(name: str, code: Coding, on: date | str, *, reason: str = "nilknown") -> Resource:
    """A List that is known to be empty."""
    return resource(
        "List",
        name,
        status="current",
        mode="snapshot",
        code=concept(code),
        subject=to("Patient/patient"),
        date=day(on),
        emptyReason=concept(coding("http://terminology.hl7.org/CodeSystem/list-empty-reason", reason)),
    )


def icdo3(code: str, display: str) -> Coding:
    """An ICD-O-3 morphology."""
    return coding(ICDO3, code, display)
