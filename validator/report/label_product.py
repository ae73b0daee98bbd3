"""The product of a label as MedicinalProductDefinition, and its revision as RegulatedAuthorization."""

from __future__ import annotations

from typing import Any

from validator.label.model import Label
from validator.label.official import official_document
from validator.quantity import plain
from validator.report.label_edition import FhirEdition, in_words, quantity

PRODUCT = "product"
"""The name of the product's resource."""
_AUTHORIZATION = "authorization"


def product(edition: FhirEdition) -> dict[str, Any]:
    """The product: names, form, strengths and routes; its version is the edition of the label."""
    label = edition.label
    return edition.resource(
        "MedicinalProductDefinition",
        PRODUCT,
        [f"{label.product} ({label.ingredient}), {label.pieces} of {strengths(label)}."],
        identifier=_identifier(label),
        version=label.edition,
        status=_active(),
        statusDate=label.revision.isoformat(),
        description=f"{label.pieces} of {strengths(label)}",
        combinedPharmaceuticalDoseForm=in_words(label.form),
        route=[in_words(route) for route in label.administration.routes],
        ingredient=[in_words(label.ingredient)],
        name=[{"productName": label.product}],
        characteristic=_characteristics(label),
    )


def authorization(edition: FhirEdition) -> dict[str, Any]:
    """The revision: from when, and until when where a later one is known, these statements were in force."""
    label = edition.label
    period = {"start": label.revision.isoformat()}
    if edition.until is not None:
        period["end"] = edition.until.isoformat()
    remarks = [f"Official document: {official_document(label.set_id)}", *label.remarks]
    uses = [edition.reference("ClinicalUseDefinition", one.id) for one in label.indication]
    # R4B has one indication at most, and one of several would say that the others are not authorized.
    indications = {"indication": [{"reference": one} for one in uses]} if edition.is_r5 else {}
    return edition.resource(
        "RegulatedAuthorization",
        _AUTHORIZATION,
        [f"Label of {label.product}, edition {label.edition}, in force from {label.revision.isoformat()}.", *remarks],
        identifier=_identifier(label),
        subject=[edition.reference("MedicinalProductDefinition", PRODUCT)],
        type=in_words("approved labeling"),
        description="\n\n".join(remarks),
        region=[{"coding": [{"system": "urn:iso:std:iso:3166", "code": "US", "display": "United States of America"}]}],
        status=_active(),
        statusDate=label.revision.isoformat(),
        validityPeriod=period,
        regulator={"display": "U.S. Food and Drug Administration"},
        **indications,
    )


def strengths(label: Label) -> str:
    """What the pieces hold, or a solution for each millilitre."""
    if label.mg_per_ml is not None:
        return f"{plain(label.mg_per_ml)} mg/mL"
    return f"{', '.join(plain(one) for one in label.strengths_mg)} mg"


def _characteristics(label: Label) -> list[dict[str, Any]]:
    made = [(one, "mg") for one in label.strengths_mg]
    if label.mg_per_ml is not None:
        made.append((label.mg_per_ml, "mg/mL"))
    found = [{"type": in_words("strength"), "valueQuantity": quantity(amount, code)} for amount, code in made]
    return [*found, {"type": in_words("never more a day"), "valueQuantity": quantity(label.max_daily_mg, "mg/d")}]


def _identifier(label: Label) -> list[dict[str, str]]:
    """The set id of the SPL document."""
    return [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{label.set_id}"}]


def _active() -> dict[str, Any]:
    return {"coding": [{"system": "http://hl7.org/fhir/publication-status", "code": "active", "display": "Active"}]}
