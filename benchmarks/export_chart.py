"""The chart of one made-up patient in an export: FHIR resources in short calls, ids and days of its own.

Nothing here asks the engine. All patients are synthetic.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

Resource = dict[str, Any]

BASE = "https://ehr.example.org/fhir"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
NDC = "http://hl7.org/fhir/sid/ndc"
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
CRITERION = "https://labelcheck.example.org/fhir/CodeSystem/criterion"
ORAL = {"coding": [{"system": SNOMED, "code": "26643006", "display": "Oral route"}]}
ONCE_DAILY = {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}
SYNTHETIC = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}
SITES = ("Example General Hospital", "North Example Clinic", "Example Cancer Center", None)
"""The organizations that have charge of the patients' records; None: nobody is told."""
OTHER_TYPES = 8
"""Lines of unrelated facts a patient has at most, beside the story."""


def concept(system: str, code: str, display: str, *, text: str | None = None) -> Resource:
    """A CodeableConcept with one coding."""
    made: Resource = {"coding": [{"system": system, "code": code, "display": display}]}
    return made | ({"text": text} if text else {})


def quantity(value: float, unit: str, code: str | None = None) -> Resource:
    """A Quantity in UCUM."""
    return {"value": value, "unit": unit, "system": UCUM, "code": code or unit}


class Chart:
    """One patient's resources, in the order they were written down.

    `today` is the day of the order that is judged; days before it are counted back from there.
    """

    def __init__(self, rng: random.Random, number: int, *, today: date, born: date, gender: str = "male") -> None:
        self.rng, self.today = rng, today
        self._number, self._made = number, 0
        self.patient = f"pt-{self._letters()}-{number}"
        # The base of an absolute reference, or none: an export writes one or the other, or both.
        base = rng.choices(("", f"{BASE}/"), (3, 1))[0]
        version = rng.choices(("", "/_history/1"), (19, 1))[0]
        self.subject = {"reference": f"{base}Patient/{self.patient}{version}"}
        self.resources: list[Resource] = []
        self.ended_orders: list[Resource] = []
        """Earlier orders for the drug itself, which are not to be acted on any more."""
        name = {"use": "official", "family": f"Example{number}", "given": ["Synthetic"]}
        self.site = SITES[number % len(SITES)]
        self._add(
            "Patient", id=self.patient, active=True, gender=gender, birthDate=born.isoformat(), name=[name],
            managingOrganization=None if self.site is None else {"display": self.site},
        )  # fmt: skip

    def day(self, before: int) -> str:
        """The date so many days before the order; negative: after it."""
        return (self.today - timedelta(days=before)).isoformat()

    def new_id(self, kind: str) -> str:
        """An id that no other resource of the export has."""
        self._made += 1
        return f"{kind}-{self._letters()}-{self._number}-{self._made}"

    def _letters(self) -> str:
        return f"{self.rng.getrandbits(48):012x}"

    def _add(self, kind: str, **elements: Any) -> Resource:
        made = {"resourceType": kind, "id": elements.pop("id", None) or self.new_id(kind[:3].lower())}
        made["meta"] = {"versionId": "1", "lastUpdated": f"{self.today}T08:00:00Z", "tag": [SYNTHETIC]}
        made |= {key: value for key, value in elements.items() if value is not None}
        self.resources.append(made)
        return made

    def condition(self, *codings: tuple[str, str, str], onset: int, text: str | None = None) -> Resource:
        """A confirmed, active condition that began so many days before the order."""
        code: Resource = {"coding": [dict(zip(("system", "code", "display"), one, strict=True)) for one in codings]}
        state = "http://terminology.hl7.org/CodeSystem/condition"
        return self._add(
            "Condition",
            clinicalStatus={"coding": [{"system": f"{state}-clinical", "code": "active"}]},
            verificationStatus={"coding": [{"system": f"{state}-ver-status", "code": "confirmed"}]},
            code=code | ({"text": text} if text else {}),
            subject=self.subject,
            onsetDateTime=self.day(onset),
            recordedDate=self.day(onset - 3),
        )

    def observation(
        self, code: tuple[str, str, str], before: int, *, focus: Resource | None = None, **value: Any
    ) -> Resource:
        """A final observation with one value."""
        return self._add(
            "Observation",
            status="final",
            code=concept(*code),
            subject=self.subject,
            focus=[{"reference": f"Condition/{focus['id']}"}] if focus else None,
            effectiveDateTime=self.day(before),
            **value,
        )

    def weight(self, kilograms: float, before: int = 5) -> Resource:
        """A body weight."""
        return self.observation((LOINC, "29463-7", "Body weight"), before, valueQuantity=quantity(kilograms, "kg"))

    def height(self, centimeters: float, before: int = 5) -> Resource:
        """A body height."""
        return self.observation((LOINC, "8302-2", "Body height"), before, valueQuantity=quantity(centimeters, "cm"))

    def attested(self, criterion: str, before: int = 10, *, focus: Resource | None = None) -> Resource:
        """What the prescriber states about a criterion of the label."""
        return self.observation((CRITERION, criterion, criterion), before, focus=focus, valueBoolean=True)

    def taken_before(self, drug: tuple[str, str, str], start: int, end: int, *, reason: str | None = None) -> Resource:
        """A treatment that was stopped."""
        period = {"start": self.day(start), "end": self.day(end)}
        timing = {"repeat": ONCE_DAILY["repeat"] | {"boundsPeriod": period}}
        return self._add(
            "MedicationRequest",
            status="stopped",
            statusReason={"text": reason} if reason else None,
            intent="order",
            medicationCodeableConcept=concept(*drug),
            subject=self.subject,
            authoredOn=self.day(start),
            dosageInstruction=[{"text": "By mouth once daily", "timing": timing, "route": ORAL}],
        )

    def taken_now(
        self, drug: tuple[str, str, str], milligrams: float, timing: Resource, *, started: int = 14, route: Any = ORAL
    ) -> Resource:
        """Another active order."""
        dose = [{"doseQuantity": quantity(milligrams, "mg")}]
        return self._add(
            "MedicationRequest",
            status="active",
            intent="order",
            medicationCodeableConcept=concept(*drug),
            subject=self.subject,
            authoredOn=self.day(started),
            dosageInstruction=[{"timing": timing, "route": route, "doseAndRate": dose}],
        )

    def procedure_ahead(self, code: tuple[str, str, str], days: int) -> Resource:
        """An operation that is planned so many days after the order."""
        return self._add(
            "ServiceRequest",
            status="active",
            intent="order",
            code=concept(*code),
            subject=self.subject,
            occurrenceDateTime=self.day(-days),
        )

    def order(self, medication: Resource, dosage: Resource, *, status: str = "active", reason: Resource) -> Resource:
        """The order that is judged; `medication` is the element, as {"medicationCodeableConcept": ...}."""
        return self._add(
            "MedicationRequest",
            status=status,
            intent="order",
            **medication,
            subject=self.subject,
            authoredOn=self.day(0),
            dosageInstruction=[dosage],
            requester={"display": "Dr. Synthetic Prescriber"},
            reasonReference=[{"reference": f"Condition/{reason['id']}"}],
        )

    def medication(self, code: Resource) -> Resource:
        """A Medication that orders refer to."""
        return self._add("Medication", status="active", code=code)

    def unrelated(self) -> None:
        """Facts that no statement of the label asks for: a fracture long healed, sugar, a statin."""
        for _ in range(self.rng.randrange(OTHER_TYPES)):
            before = self.rng.randrange(30, 900)
            match self.rng.randrange(4):
                case 0:
                    self.condition((ICD10, "E78.5", "Hyperlipidemia, unspecified"), onset=before)
                case 1:
                    value = quantity(self.rng.randrange(70, 140), "mg/dL")
                    self.observation((LOINC, "2345-7", "Glucose [Mass/volume] in Serum"), before, valueQuantity=value)
                case 2:
                    value = quantity(self.rng.randrange(110, 160) / 10, "g/dL")
                    self.observation((LOINC, "718-7", "Hemoglobin [Mass/volume] in Blood"), before, valueQuantity=value)
                case _:
                    drug = (RXNORM, "617312", "atorvastatin 20 MG Oral Tablet")
                    self.taken_now(drug, 20, ONCE_DAILY, started=before)
