"""A chart as an EHR exports it: a problem list in ICD-10-CM, home drugs in RxNorm, pounds, labs, and no attestation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from support.build import (
    Resource,
    condition,
    dosage,
    every,
    observation,
    order,
    patient,
    quantity,
    resource,
    to,
)
from support.bundle import bundle
from support.coding import ORAL, Coding, concept, icd, loinc, rxnorm, snomed

ON = date(2026, 11, 20)
"""The day of every order."""
CATEGORY = "http://terminology.hl7.org/CodeSystem/condition-category"

TABLETS = {
    20: rxnorm("1790161", "cabozantinib 20 MG Oral Tablet"),
    40: rxnorm("1790169", "cabozantinib 40 MG Oral Tablet"),
    60: rxnorm("1790173", "cabozantinib 60 MG Oral Tablet"),
}
HOME_DRUGS = (
    rxnorm("197361", "amlodipine 5 MG Oral Tablet"),
    rxnorm("966222", "levothyroxine sodium 0.075 MG Oral Tablet"),
    rxnorm("312087", "ondansetron 8 MG Disintegrating Oral Tablet"),
    rxnorm("198051", "omeprazole 20 MG Delayed Release Oral Capsule"),
    rxnorm("314076", "lisinopril 10 MG Oral Tablet"),
    rxnorm("313782", "acetaminophen 325 MG Oral Tablet"),
    rxnorm("617310", "atorvastatin 20 MG Oral Tablet"),
)
PROBLEMS = (
    icd("I10", "Essential (primary) hypertension"),
    icd("E78.5", "Hyperlipidemia, unspecified"),
    icd("E03.9", "Hypothyroidism, unspecified"),
    icd("Z79.899", "Other long term (current) drug therapy"),
    icd("G89.3", "Neoplasm related pain (acute) (chronic)"),
)


def ago(days: int) -> date:
    """So many days before the order."""
    return ON - timedelta(days=days)


@dataclass(slots=True)
class Ehr:
    """One patient's export. Every method adds to it and returns it, so that a story reads in order."""

    born: str = "1961-03-14"
    sex: str = "male"
    pounds: int = 176
    inches: int = 68
    resources: list[Resource] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.resources.append(patient("p", born=self.born, sex=self.sex))
        for number, code in enumerate(PROBLEMS):
            self.problem(code, 900 - 10 * number)
        for number, drug in enumerate(HOME_DRUGS):
            self.home(drug, 400 - 30 * number)
        self.vital(loinc("29463-7", "Body weight"), 3, quantity(self.pounds, "lb", "[lb_av]"))
        self.vital(loinc("29463-7", "Body weight"), 45, quantity(self.pounds + 4, "lb", "[lb_av]"))
        self.vital(loinc("8302-2", "Body height"), 45, quantity(self.inches, "in", "[in_i]"))
        self.lab("1742-6", "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma", 3, "24", "U/L")
        self.lab("1920-8", "Aspartate aminotransferase [Enzymatic activity/volume] in Serum or Plasma", 3, "29", "U/L")
        self.lab("2160-0", "Creatinine [Mass/volume] in Serum or Plasma", 3, "0.98", "mg/dL")
        self.lab("718-7", "Hemoglobin [Mass/volume] in Blood", 3, "12.4", "g/dL")
        self.pressure(132, 78, 3)

    def _name(self, stem: str) -> str:
        return f"{stem}{len(self.resources)}"

    def add(self, one: Resource) -> Ehr:
        """Any resource."""
        self.resources.append(one)
        return self

    def problem(
        self, code: Coding, days: int, *, status: str = "active", text: str | None = None, name: str | None = None
    ) -> Ehr:
        """A problem of the list since so many days."""
        made = condition(
            name or self._name("problem"), concept(code, text=text or code.get("display")), status=status,
            onset=ago(days), recorded=ago(days), subject="Patient/p",
        )  # fmt: skip
        made["category"] = [concept({"system": CATEGORY, "code": "problem-list-item", "display": "Problem List Item"})]
        if status != "active":
            made["abatementDateTime"] = ago(max(days - 60, 1)).isoformat()
        return self.add(made)

    def home(self, drug: Coding, days: int, *, sig: str | None = None, route: Coding = ORAL) -> Ehr:
        """A home drug that is taken."""
        told = dosage(quantity(1, "tablet", "{tbl}"), every(), route=route, instruction=None, text=sig)
        return self.add(
            order(
                concept(drug, text=drug["display"]), [told], name=self._name("home"), on=ago(days), subject="Patient/p"
            )
        )

    def past(self, drug: Coding, first: int, last: int, *, why: str | None = None) -> Ehr:
        """A drug that was ordered once and stopped: from `first` to `last` days before."""
        told = dosage(None, every(boundsPeriod={"start": ago(first).isoformat(), "end": ago(last).isoformat()}))
        return self.add(
            order(
                concept(drug, text=drug["display"]), [told], name=self._name("past"), on=ago(first), status="stopped",
                subject="Patient/p", statusReason=concept(text=why) if why else None,
            )
        )  # fmt: skip

    def infusion(self, drug: Coding, *days: int) -> Ehr:
        """Infusions that were given, each charted for itself."""
        for one in days:
            self.add(
                resource(
                    "MedicationAdministration", self._name("infusion"), status="completed",
                    medicationCodeableConcept=concept(drug, text=drug["display"]), subject=to("Patient/p"),
                    effectiveDateTime=f"{ago(one).isoformat()}T13:00:00-05:00",
                )
            )  # fmt: skip
        return self

    def vital(self, code: Coding, days: int, value: dict[str, Any]) -> Ehr:
        """A vital sign."""
        return self.add(
            observation(
                self._name("vital"), code, f"{ago(days).isoformat()}T10:20:00-05:00", value=value, subject="Patient/p"
            )
        )

    def lab(self, code: str, display: str, days: int, value: str, unit: str) -> Ehr:
        """A laboratory result."""
        return self.vital(loinc(code, display), days, quantity(value, unit))

    def pressure(self, systolic: int, diastolic: int, days: int) -> Ehr:
        """A blood pressure panel."""
        panel = observation(
            self._name("vital"),
            loinc("85354-9", "Blood pressure panel with all children optional"),
            ago(days),
            subject="Patient/p",
        )
        panel["component"] = [
            {"code": concept(loinc(code, display)), "valueQuantity": quantity(value, "mmHg", "mm[Hg]")}
            for code, display, value in (
                ("8480-6", "Systolic blood pressure", systolic),
                ("8462-4", "Diastolic blood pressure", diastolic),
            )
        ]
        return self.add(panel)

    def says(self, code: Coding, days: int, answer: Coding | None = None, *, text: str | None = None) -> Ehr:
        """An Observation with a coded answer, or one in words."""
        return self.add(
            observation(self._name("finding"), code, ago(days), coded=answer, text=text, focus="Condition/tumor",
                        subject="Patient/p")
        )  # fmt: skip

    def stage_four(self, days: int) -> Ehr:
        """Stage IV, as mCODE writes it."""
        return self.says(
            loinc("21908-9", "Stage group.clinical Cancer"),
            days,
            snomed("1222837003", "American Joint Committee on Cancer stage IV"),
        )

    def tumor(self, code: Coding, days: int, **more: Any) -> Ehr:
        """The cancer that the order is for."""
        return self.problem(code, days, name="tumor", **more)

    def cabozantinib(
        self,
        milligrams: int,
        *,
        days: int = 0,
        name: str = "order",
        status: str = "active",
        sig: str | None = None,
        **more: Any,
    ) -> Ehr:
        """An order for one tablet once daily, of so many days before."""
        tablet = TABLETS[milligrams]
        words = sig or f"Take 1 tablet ({milligrams} mg) by mouth daily."
        told = dosage(quantity(1, "tablet", "{tbl}"), every(), text=words)
        more.setdefault("reasonReference", [to("Condition/tumor")])
        return self.add(
            order(concept(tablet, text=tablet["display"]), [told], name=name, on=ago(days), status=status,
                  subject="Patient/p", **more)
        )  # fmt: skip

    @property
    def chart(self) -> Resource:
        """The export as one Bundle."""
        return bundle("collection", self.resources)
