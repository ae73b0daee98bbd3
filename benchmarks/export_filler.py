"""Lines of patients who take something else: templates with ids put in, made as fast as the disk takes them.

None of them holds a name or a code of the drug, but for those of `MENTIONS`, which name it and order nothing.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from export_chart import BASE, ICD10, LOINC, ONCE_DAILY, ORAL, RXNORM, SNOMED, SYNTHETIC, concept, quantity

ID, SUBJECT, DAY, AMOUNT = "@id@", "@subject@", "2020-01-01", 987654321
"""What stands in a template where a value is put in."""
BLOB = 24_000
"""Bytes of the longest attachment."""

Line = Callable[[bytes, bytes, bytes, int], bytes]
"""A line from an id, a subject's reference, a date and an amount."""


def _line(kind: str, *, subject: str = "subject", **elements: Any) -> Line:
    made: dict[str, Any] = {"resourceType": kind, "id": ID}
    made["meta"] = {"versionId": "1", "lastUpdated": f"{DAY}T10:11:12.000Z", "tag": [SYNTHETIC]}
    if subject:
        made[subject] = {"reference": SUBJECT}
    text = json.dumps(made | elements, separators=(",", ":"), ensure_ascii=False).replace("%", "%%")
    for mark, name in ((ID, "%(id)b"), (SUBJECT, "%(subject)b"), (DAY, "%(day)b"), (str(AMOUNT), "%(amount)d")):
        text = text.replace(mark, name)
    template = text.encode() + b"\n"
    return lambda name, of, day, amount: template % {b"id": name, b"subject": of, b"day": day, b"amount": amount}


def _observation(code: str, display: str, unit: str, **more: Any) -> Line:
    category = [concept("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory", "Laboratory")]
    return _line(
        "Observation",
        status="final",
        category=category,
        code=concept(LOINC, code, display),
        encounter={"reference": f"Encounter/{ID}"},
        effectiveDateTime=f"{DAY}T08:30:00Z",
        issued=f"{DAY}T09:45:00.000Z",
        valueQuantity=quantity(AMOUNT, unit),
        **more,
    )


def _condition(code: str, display: str) -> Line:
    state = "http://terminology.hl7.org/CodeSystem/condition"
    return _line(
        "Condition",
        clinicalStatus=concept(f"{state}-clinical", "active", "Active"),
        verificationStatus=concept(f"{state}-ver-status", "confirmed", "Confirmed"),
        category=[concept(f"{state}-category", "encounter-diagnosis", "Encounter Diagnosis")],
        code=concept(ICD10, code, display, text=display),
        encounter={"reference": f"Encounter/{ID}"},
        onsetDateTime=DAY,
        recordedDate=DAY,
    )


def _request(code: str, display: str, words: str, note: str | None = None) -> Line:
    return _line(
        "MedicationRequest",
        status="active",
        intent="order",
        medicationCodeableConcept=concept(RXNORM, code, display, text=display),
        encounter={"reference": f"Encounter/{ID}"},
        authoredOn=f"{DAY}T08:30:00Z",
        requester={"reference": f"Practitioner/{ID}", "display": "Dr. Synthetic Prescriber"},
        dosageInstruction=[{"sequence": 1, "text": words, "timing": ONCE_DAILY, "route": ORAL}],
        **({"note": [{"text": note}]} if note else {}),
    )


def _attached(rng: random.Random) -> Line:
    data = "".join(rng.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", k=BLOB))
    attachment = {"contentType": "application/pdf", "data": data}
    return _line("DocumentReference", status="current", date=f"{DAY}T08:30:00Z", content=[{"attachment": attachment}])


def lines(rng: random.Random) -> dict[str, tuple[int, tuple[Line, ...]]]:
    """The lines of each type, with how many in ten thousand are of it."""
    encounter = _line(
        "Encounter",
        status="finished",
        type=[concept(SNOMED, "185345009", "Encounter for symptom")],
        period={"start": f"{DAY}T08:30:00Z", "end": f"{DAY}T08:50:00Z"},
        serviceProvider={"reference": f"Organization/{ID}", "display": "Synthetic hospital"},
        **{"class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}},
    )
    procedure = _line(
        "Procedure",
        status="completed",
        code=concept(SNOMED, "430193006", "Medication reconciliation"),
        performedPeriod={"start": f"{DAY}T08:30:00Z", "end": f"{DAY}T08:45:00Z"},
    )
    report = _line(
        "DiagnosticReport",
        status="final",
        code=concept(LOINC, "58410-2", "CBC panel - Blood by Automated count"),
        effectiveDateTime=f"{DAY}T08:30:00Z",
        result=[{"reference": f"Observation/{ID}-{number}", "display": "Result"} for number in range(9)],
    )
    given = _line(
        "MedicationAdministration",
        status="completed",
        medicationCodeableConcept=concept(RXNORM, "1740467", "2 ML ondansetron 2 MG/ML Injection"),
        effectiveDateTime=f"{DAY}T08:30:00Z",
    )
    allergy = _line("AllergyIntolerance", subject="patient", code=concept(SNOMED, "256277009", "Grass pollen"))
    medication = _line(
        "Medication", subject="", status="active", code=concept(RXNORM, "314076", "lisinopril 10 MG Oral Tablet")
    )
    return {
        "Observation": (
            5800,
            (
                _observation("2345-7", "Glucose [Mass/volume] in Serum or Plasma", "mg/dL"),
                _observation("8867-4", "Heart rate", "/min"),
                _observation("6690-2", "Leukocytes [#/volume] in Blood by Automated count", "10*3/uL"),
                _observation("2823-3", "Potassium [Moles/volume] in Serum or Plasma", "mmol/L"),
            ),
        ),
        "MedicationRequest": (
            1200,
            (
                _request("314076", "lisinopril 10 MG Oral Tablet", "Take 1 tablet by mouth once daily"),
                _request("617312", "atorvastatin 20 MG Oral Tablet", "Take 1 tablet by mouth every evening"),
                _request("860975", "24 HR metformin hydrochloride 500 MG Oral Tablet", "Take 1 tablet with dinner"),
                _request("1604345", "lenvatinib 10 MG Oral Capsule", "Take 1 capsule by mouth once daily"),
            ),
        ),
        "Encounter": (1000, (encounter,)),
        "Condition": (
            800,
            (
                _condition("E78.5", "Hyperlipidemia, unspecified"),
                _condition("J06.9", "Acute upper respiratory infection, unspecified"),
                _condition("C64.1", "Malignant neoplasm of right kidney, except renal pelvis"),
            ),
        ),
        "Procedure": (400, (procedure,)),
        "DiagnosticReport": (300, (report,)),
        "MedicationAdministration": (300, (given,)),
        "AllergyIntolerance": (100, (allergy,)),
        "Medication": (20, (medication,)),
        "DocumentReference": (20, (_attached(rng), _attached(rng))),
    }


PATIENT = _line(
    "Patient",
    subject="",
    active=True,
    gender="female",
    birthDate=DAY,
    name=[{"use": "official", "family": "Example", "given": ["Synthetic"]}],
    identifier=[{"system": f"{BASE}/mrn", "value": f"SYN-{ID}"}],
    address=[{"line": ["1 Synthetic Street"], "city": "Exampletown", "postalCode": "00000", "country": "US"}],
    telecom=[{"system": "phone", "value": "555-0100", "use": "home"}],
)

MENTIONS: tuple[tuple[str, Line], ...] = (
    ("Observation", _observation("2345-7", "Glucose", "mg/dL", note=[{"text": "Before cabozantinib is begun."}])),
    ("MedicationRequest", _request("617312", "atorvastatin 20 MG Oral Tablet", "Daily", note="Not with CABOMETYX?")),
    (
        "DocumentReference",
        _line("DocumentReference", status="current", description="Leaflet on Cabometyx, given to the family"),
    ),
)
"""Lines that name the drug and are no order for it."""

BAD = (
    b'{"resourceType":"Observation","id":"%b","subj\n',
    b"\xff\xfe\x00%b\n",
    b"null\n",
    b"[]\n",
    b"{}\n",
    b"502 Bad\n",
)
"""Lines that no reader can read, of nobody who is looked for."""
