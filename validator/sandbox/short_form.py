"""A chart from a few answers: a real Bundle, to see, to change and to keep. Codes are those of the value sets."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import msgspec

from validator.chart.topic import ATTESTED
from validator.criteria.size import WEIGHT
from validator.fhir.status_code import GENDER
from validator.frozen import Frozen
from validator.label.dose import LabelDose
from validator.label.model import Indication, Label
from validator.profiles import Profiles
from validator.report.correction import corrected_order
from validator.report.criterion import criteria_of
from validator.sandbox.inquiry import InquiryError
from validator.sandbox.interacting import interacting_drugs
from validator.sandbox.label_interval import given_every
from validator.sandbox.what_if import WhatIfError, amount_of, day_of_text, dosage_of
from validator.terminology.coding import RXNORM, SNOMED, UCUM
from validator.terminology.domain import DRUG, INDICATIONS, OBSERVED, TREATMENT

_SUBJECT = {"reference": "Patient/patient"}
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_OLDEST = 120
_EARLIER = timedelta(days=200)
"""How long before the order an earlier treatment that is stated began; it ended half as long before."""
CLASSES = ("A", "B", "C")
GENDERS = tuple(sorted(GENDER - {"unknown"}))
"""Codes of Patient.gender that can be stated; `unknown` is what an empty answer says."""
EARLIER_TREATMENT = "previously-treated"


class ShortForm(Frozen):
    """The answers as they were typed; empty for what is left open. `met`: what the label asks for is stated as met."""

    indication: str = ""
    age: str = ""
    gender: str = ""
    kilograms: str = ""
    liver: str = ""
    beside: str = ""
    milligrams: str = ""
    day: str = ""
    met: str = ""

    @classmethod
    def of(cls, given: dict[str, Any]) -> ShortForm:
        """The answers in a request. Raises InquiryError for what is no object of texts."""
        names = {one.name for one in fields(cls)}
        if not given.keys() <= names or not all(isinstance(one, str) and len(one) <= 80 for one in given.values()):
            raise InquiryError("The form was not understood.")
        return cls(**{name: value.strip() for name, value in given.items()})


def formable(profiles: Profiles) -> dict[str, tuple[Label, Indication]]:
    """The indications that a form can be filled for, by `product/id`: those of the newest labels without a partner."""
    newest = [profiles.labels.newest(product) for product in profiles.labels.products]
    return {
        f"{label.product}/{one.id}": (label, one)
        for label in newest
        if label is not None
        for one in label.indication
        if not one.combination and _diseases(one)
    }


def chart_of_form(form: ShortForm, profiles: Profiles) -> str:
    """The Bundle as text. Raises InquiryError for an answer that cannot be used."""
    chosen = formable(profiles).get(form.indication)
    if chosen is None:
        raise InquiryError("Choose an indication.")
    label, indication = chosen
    try:
        day = date.fromisoformat(day_of_text(form.day))
        resources = [_patient(form.age, form.gender, day), _condition(indication, day, profiles)]
        if form.kilograms:
            resources.append(_weight(form.kilograms, day, profiles))
        if form.liver:
            resources.append(_liver(form.liver, day, profiles))
        if form.met:
            resources += _stated(indication, day, profiles)
        if form.beside:
            resources.append(_beside(form.beside, day, profiles))
        dose = LabelDose(amount_of(form.milligrams, "dose in mg"), given_every(label, indication.id))
        resources.append(_order(dose, label, day, profiles))
    except WhatIfError as error:
        raise InquiryError(str(error)) from None
    entries = [
        {"fullUrl": f"https://ehr.example.org/fhir/{one['resourceType']}/{one['id']}", "resource": one}
        for one in resources
    ]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    return msgspec.json.format(_ENCODER.encode(bundle), indent=2).decode()


def _diseases(indication: Indication) -> list[str]:
    return sorted(disease for question in indication.applies for disease in question.names().diseases)


def _patient(age: str, gender: str, day: date) -> dict[str, Any]:
    """Born on the day of the order, so many years ago; without an age no birth date is told, without a gender none."""
    made: dict[str, Any] = {"resourceType": "Patient", "id": "patient"}
    if gender and gender not in GENDERS:
        raise WhatIfError(f"The sex is one of {', '.join(GENDERS)}.")
    made |= {"gender": gender} if gender else {}
    if not age:
        return made
    if not age.isdecimal() or int(age) > _OLDEST or int(age) >= day.year:
        raise WhatIfError(f"The age is no whole number of years from 0 to {_OLDEST}.")
    day_of_birth = day if (day.month, day.day) != (2, 29) else day - timedelta(days=1)
    return made | {"birthDate": day_of_birth.replace(year=day.year - int(age)).isoformat()}


def _condition(indication: Indication, day: date, profiles: Profiles) -> dict[str, Any]:
    disease = _diseases(indication)[0]
    base = "http://terminology.hl7.org/CodeSystem/condition-"
    return {
        "resourceType": "Condition",
        "id": "tumor",
        "clinicalStatus": {"coding": [{"system": f"{base}clinical", "code": "active"}]},
        "verificationStatus": {"coding": [{"system": f"{base}ver-status", "code": "confirmed"}]},
        "code": {"coding": [_disease(profiles, disease)]},
        "subject": _SUBJECT,
        "recordedDate": day.isoformat(),
    }


def _disease(profiles: Profiles, disease: str) -> dict[str, str]:
    """The code of a disease that people would take: the one called as its value set is, else the one of fewest letters.

    The first in a list may be an old name, or the tumor of one organ.
    """
    named = [
        (concept.display.lower() != value_set.name.replace("-", " "), len(concept.display), code, concept.display)
        for value_set in profiles.book.sets_of(INDICATIONS)
        if value_set.group == disease
        for (system, code), concept in value_set.concepts.items()
        if system == SNOMED and not concept.prefix
    ]
    if not named:
        return _coding(profiles, INDICATIONS, disease, SNOMED)
    *_, code, display = min(named)
    return {"system": SNOMED, "code": code, "display": display}


def _weight(text: str, day: date, profiles: Profiles) -> dict[str, Any]:
    kilograms = amount_of(text, "weight in kg")
    return _observation("body-weight", _coding(profiles, OBSERVED, WEIGHT.group), day) | {
        "valueQuantity": {"value": kilograms, "unit": WEIGHT.unit, "system": UCUM, "code": WEIGHT.unit}
    }


def _liver(letter: str, day: date, profiles: Profiles) -> dict[str, Any]:
    if letter not in CLASSES:
        raise WhatIfError("The Child-Pugh class is A, B or C.")
    groups = sorted(one.partition(":")[0] for one in profiles.book.all_groups() if one.endswith(f"pugh:{letter}"))
    if not groups:
        raise InquiryError("The value sets of this folder have no Child-Pugh class.")
    group = groups[0]
    value = {"coding": [_coding(profiles, OBSERVED, f"{group}:{letter}")]}
    return _observation("liver", _coding(profiles, OBSERVED, group), day) | {"valueCodeableConcept": value}


def _stated(indication: Indication, day: date, profiles: Profiles) -> list[dict[str, Any]]:
    """A yes to every criterion that the indication asks for, and the earlier drug where one is asked for by name."""
    criteria = criteria_of(profiles)
    groups = frozenset[tuple[str, str]]().union(*(one.ask.names().groups for one in indication.requires))
    codes = sorted(group for domain, group in groups if domain == ATTESTED and group in criteria)
    asks_earlier = EARLIER_TREATMENT in codes
    found = []
    for code in codes:
        if asks_earlier and code == _FIRST_LINE:
            continue
        stated = criteria[code].observation(True, subject=_SUBJECT["reference"], day=day)
        found.append({"resourceType": "Observation", "id": code, **stated})
    drugs = [group for domain, group in sorted(groups) if domain == DRUG and _has(profiles, TREATMENT, group)]
    if asks_earlier and drugs:
        found.append(_earlier(_coding(profiles, TREATMENT, drugs[0], RXNORM), day))
    return found


_FIRST_LINE = "first-line"


def _earlier(drug: dict[str, str], day: date) -> dict[str, Any]:
    period = {"start": (day - _EARLIER).isoformat(), "end": (day - _EARLIER / 2).isoformat()}
    return _statement("earlier", drug) | {"status": "completed", "effectivePeriod": period}


def _beside(code: str, day: date, profiles: Profiles) -> dict[str, Any]:
    drug = next((one for one in interacting_drugs(profiles) if one.code == code), None)
    if drug is None:
        raise WhatIfError("That drug is none of those that can be tried here.")
    return _statement("beside", drug.coding) | {"status": "active", "effectivePeriod": {"start": day.isoformat()}}


def _order(dose: LabelDose, label: Label, day: date, profiles: Profiles) -> dict[str, Any]:
    order: dict[str, Any] = {
        "resourceType": "MedicationRequest",
        "id": "order",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": label.product},
        "subject": _SUBJECT,
        "authoredOn": day.isoformat(),
        "reasonReference": [{"reference": "Condition/tumor"}],
        "dosageInstruction": [dosage_of(dose)],
    }
    return corrected_order(order, label, dose, profiles.book) or order


def _observation(name: str, coding: dict[str, str], day: date) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "code": {"coding": [coding]},
        "subject": _SUBJECT,
        "effectiveDateTime": day.isoformat(),
    }


def _statement(name: str, coding: dict[str, str]) -> dict[str, Any]:
    return {
        "resourceType": "MedicationStatement",
        "id": name,
        "medicationCodeableConcept": {"coding": [coding], "text": coding["display"]},
        "subject": _SUBJECT,
    }


def _has(profiles: Profiles, domain: str, group: str) -> bool:
    return any(
        one.group == group and any(system == RXNORM for system, _ in one.concepts)
        for one in profiles.book.sets_of(domain)
    )


def _coding(profiles: Profiles, domain: str, group: str, system: str | None = None) -> dict[str, str]:
    """The first code of a group, of one system where that is asked for; an exact code and no prefix."""
    for value_set in profiles.book.sets_of(domain):
        if value_set.group != group:
            continue
        for (own, code), concept in value_set.concepts.items():
            if system in (None, own) and not concept.prefix:
                return {"system": own, "code": code, "display": concept.display}
    raise InquiryError("The value sets of this folder have no code for an answer of the form.")
