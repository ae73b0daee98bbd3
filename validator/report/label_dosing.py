"""The doses of a label as MedicationKnowledge: for each indication and each way to belong to a population.

R5 as the HL7 guide on electronic product information has it (Dosing and Population Model, 1.1.0): the dose is keyed to
the indication, `patientCharacteristic` splits it within one, `Dosage.text` says what counts. R4B has no guideline of
an indication; its `administrationGuidelines` name the disease.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validator.label.dose import LabelDose
from validator.label.model import Indication, Label, Regimen
from validator.report.label_edition import FhirEdition, in_words, quantity, statement_extension
from validator.report.label_population import Membership, group_references, groups, ways
from validator.report.label_product import PRODUCT, strengths
from validator.report.label_use import USE

_DOSING = "dosing"


def dosing(edition: FhirEdition) -> Iterator[dict[str, Any]]:
    """The doses of a revision, and the Groups they are for."""
    label = edition.label
    for regimen in label.regimen:
        if regimen.when is not None:
            yield from groups(edition, regimen.id, regimen.population, regimen.when)
    told = [label.administration.gist, *(regimen.gist for regimen in label.regimen)]
    shared = {"status": "active", "code": in_words(f"{label.product} ({label.ingredient})")}
    extension = [statement_extension(label.administration)]
    own = _r5(edition) if edition.is_r5 else _r4b(edition)
    yield edition.resource("MedicationKnowledge", _DOSING, told, extension=extension, **shared, **own)


def _r5(edition: FhirEdition) -> dict[str, Any]:
    label = edition.label
    issues = (*label.adjustment, *label.resumption, *label.precaution)
    return {
        "name": [label.product],
        "indicationGuideline": [
            {
                "indication": [{"reference": edition.reference(USE, one.id)}],
                "dosingGuideline": [
                    {
                        "extension": [_known(edition, regimen)],
                        "dosage": _dosages(edition, regimen),
                        **_characteristics(way),
                    }
                    for regimen, way in _guidelines(label, one)
                ],
            }
            for one in label.indication
        ],
        "clinicalUseIssue": [edition.reference(USE, one.id) for one in issues],
        "definitional": {
            "definition": [edition.reference("MedicinalProductDefinition", PRODUCT)],
            "doseForm": in_words(label.form),
            "intendedRoute": [in_words(route) for route in label.administration.routes],
            "ingredient": [
                {
                    "item": {"concept": in_words(label.ingredient)},
                    "strengthCodeableConcept": in_words(strengths(label)),
                }
            ],
        },
    }


def _r4b(edition: FhirEdition) -> dict[str, Any]:
    label = edition.label
    return {
        "synonym": [label.product],
        "doseForm": in_words(label.form),
        "intendedRoute": [in_words(route) for route in label.administration.routes],
        "ingredient": [{"itemCodeableConcept": in_words(label.ingredient), "isActive": True}],
        "administrationGuidelines": [
            {
                "extension": [_known(edition, regimen)],
                "dosage": _dosages(edition, regimen),
                "indicationCodeableConcept": in_words(one.name),
                **_r4b_characteristics(way),
            }
            for one in label.indication
            for regimen, way in _guidelines(label, one)
        ],
    }


def _guidelines(label: Label, indication: Indication) -> Iterator[tuple[Regimen, Membership]]:
    """Every regimen of an indication with each way to belong to its population.

    A population that characteristics cannot say has one guideline without any: its words stand with each dose.
    """
    for regimen in label.regimen:
        if indication.id in regimen.indications:
            for way in (None if regimen.when is None else ways(regimen.when)) or ((),):
                yield regimen, way


def _known(edition: FhirEdition, regimen: Regimen) -> dict[str, Any]:
    return statement_extension(regimen, population=group_references(edition, regimen.id, regimen.when))


def _characteristics(way: Membership) -> dict[str, Any]:
    found = [{"type": axis.code, axis.value[0]: axis.value[1]} for axis in way]
    return {"patientCharacteristic": found} if found else {}


def _r4b_characteristics(way: Membership) -> dict[str, Any]:
    found = [{"characteristicCodeableConcept": axis.code, "value": [axis.words]} for axis in way]
    return {"patientCharacteristics": found} if found else {}


def _dosages(edition: FhirEdition, regimen: Regimen) -> list[dict[str, Any]]:
    """The start, then each reduction step."""
    return [
        {
            "type": in_words("recommended dose" if step == 0 else f"reduction step {step}"),
            "dosage": [_dosage(edition, regimen, dose)],
        }
        for step, dose in enumerate(regimen.ladder)
    ]


def _dosage(edition: FhirEdition, regimen: Regimen, dose: LabelDose) -> dict[str, Any]:
    """The dose of one label step.

    What the label never exceeds for any reason is no limit of this dose, so it stands with the product.
    """
    label = edition.label
    every = dose.every_days
    code = "mg" if not dose.is_by_size else dose.per.value
    made: dict[str, Any] = {
        "text": f"{dose}, {regimen.population}",
        "additionalInstruction": [in_words(label.administration.gist)],
        "timing": {"repeat": {"frequency": every.denominator, "period": every.numerator, "periodUnit": "d"}},
        "route": in_words(" or ".join(label.administration.routes)),
        "doseAndRate": [{"doseQuantity": quantity(dose.mg, code)}],
    }
    if dose.at_most is not None:
        made["maxDosePerAdministration"] = quantity(dose.at_most, "mg")
    return made
