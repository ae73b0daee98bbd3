"""The same chart with one thing changed: weight, day, dose, another drug. What is made is FHIR, to see and keep."""

from __future__ import annotations

import copy
import json
from dataclasses import fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from validator.chart.fact import Measurement
from validator.criteria.size import WEIGHT
from validator.frozen import Frozen
from validator.label.dose import LabelDose
from validator.profiles import Profiles
from validator.report.correction import corrected_order
from validator.report.model import OrderReport
from validator.sandbox.interacting import Interacting, interacting_drugs
from validator.sandbox.label_interval import changed_every
from validator.sandbox.pasted import NotToBeChangedError, Pasted
from validator.terminology.coding import LOINC, UCUM
from validator.terminology.domain import OBSERVED

ADDED = "what-if"
"""How the ids of resources begin that are added here."""
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class WhatIfError(ValueError):
    """A change that cannot be made; the text says why, in words for the person who asked for it."""


class WhatIf(Frozen):
    """The changes asked for, as they were typed; empty for what stays. `beside` is the code of an interacting drug."""

    kilograms: str = ""
    day: str = ""
    milligrams: str = ""
    beside: str = ""

    @classmethod
    def of(cls, given: object) -> WhatIf:
        """The changes in a request. Raises WhatIfError for what is no object of texts."""
        if given is None:
            return cls()
        names = {one.name for one in fields(cls)}
        if not isinstance(given, dict) or not given.keys() <= names:
            raise WhatIfError("What to change was not understood.")
        if not all(isinstance(value, str) and len(value) <= 40 for value in given.values()):
            raise WhatIfError("What to change was not understood.")
        return cls(**{name: value.strip() for name, value in given.items()})

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is to be changed."""
        return self == WhatIf()

    @property
    def is_one(self) -> bool:
        """Whether only one thing is to be changed."""
        return [self.kilograms, self.day, self.milligrams, self.beside].count("") == 3


def changed(document: str, what: WhatIf, base: OrderReport | None, profiles: Profiles) -> str:
    """The document with the changes made, as text; `base` is the answer to the order that is changed, as it stands.

    Numbers keep the digits they were written with. Raises WhatIfError where the document is no Bundle that can be
    written anew without loss, or a value cannot be used.
    """
    if what.is_nothing:
        return document
    try:
        value = json.loads(document, parse_float=Decimal, parse_constant=_refused, object_pairs_hook=_each_once)
    except WhatIfError:
        raise
    except (ValueError, RecursionError):
        raise WhatIfError("The chart is not readable JSON, so nothing in it can be changed.") from None
    pasted = Pasted(value)
    if not pasted.can_be_changed:
        raise WhatIfError("Only a Bundle or a CDS Hooks call can be changed here.")
    resource = pasted.at(base.expression) if base is not None else None
    if resource is None:
        raise WhatIfError("There is no order in the chart that can be changed.")
    if what.day:
        resource["authoredOn"] = day_of_text(what.day)
    if what.milligrams:
        _change_dose(resource, what.milligrams, base, profiles)
    if what.kilograms:
        _change_weight(pasted, resource, base, amount_of(what.kilograms, "weight in kg"), profiles)
    if what.beside:
        _add_drug(pasted, resource, _drug(what.beside, profiles))
    return msgspec.json.format(_ENCODER.encode(value), indent=2).decode()


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise WhatIfError("The chart has a key twice in one object; it cannot be changed without loss.")
    return found


def _refused(_: str) -> Any:
    raise WhatIfError("The chart has a value that JSON does not have; it cannot be changed without loss.")


def day_of_text(text: str) -> str:
    """A whole date as FHIR writes it. Raises WhatIfError."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise WhatIfError("The day is no day of the calendar: write 2026-11-22.") from None


def amount_of(text: str, what: str) -> Decimal:
    """An amount above 0 and below 1000, with a point or a comma. Raises WhatIfError."""
    if not text.strip():
        raise WhatIfError(f"The {what} is missing.")
    try:
        amount = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise WhatIfError(f"The {what} is no number.") from None
    if not amount.is_finite() or not 0 < amount < 1000:
        raise WhatIfError(f"The {what} is no number between 0 and 1000.")
    return amount


def _change_dose(resource: dict[str, Any], text: str, base: OrderReport | None, profiles: Profiles) -> None:
    """The order for so many milligrams as often as its label gives it, of the product that makes them, else of the one
    that it names.
    """
    every = changed_every(base, profiles)
    if every is None:
        raise WhatIfError("No label was found for the order, so how often its dose is taken is not known.")
    dose = LabelDose(amount_of(text, "dose in mg"), every)
    label = base.label.label if base is not None and base.label is not None else None
    made = corrected_order(resource, label, dose, profiles.book) if label is not None else None
    if made is not None:
        resource.clear()
        resource.update(made)
        return
    # No whole units make it; a person who asks for it is to see what is then said.
    resource["dosageInstruction"] = [dosage_of(dose)]


def dosage_of(dose: LabelDose) -> dict[str, Any]:
    """The dose as an instruction that no product has a part in."""
    often = {"frequency": dose.every_days.denominator, "period": dose.every_days.numerator, "periodUnit": "d"}
    return {
        "timing": {"repeat": often},
        "doseAndRate": [{"doseQuantity": {"value": dose.mg, "unit": "mg", "system": UCUM, "code": "mg"}}],
    }


def _change_weight(
    pasted: Pasted, resource: dict[str, Any], base: OrderReport | None, kg: Decimal, profiles: Profiles
) -> None:
    """The newest weight on file has this value; one more, of the day of the order, where there is none."""
    amount = {"value": kg, "unit": "kg", "system": UCUM, "code": "kg"}
    newest = newest_weight(base) if base is not None else None
    known = pasted.at(newest.evidence.expression or "") if newest is not None else None
    if known is not None and "valueQuantity" in known:
        known["valueQuantity"] = amount
        return
    coding = _weight_coding(profiles)
    _add(
        pasted,
        {
            "resourceType": "Observation",
            "id": f"{ADDED}-weight",
            "status": "final",
            "code": {"coding": [coding]},
            "subject": copy.deepcopy(resource.get("subject")),
            "effectiveDateTime": resource.get("authoredOn"),
            "valueQuantity": amount,
        },
    )


def newest_weight(base: OrderReport) -> Measurement | None:
    """The newest weight that the chart of an order has at or before it; None for none."""
    situation = base.situation
    if situation is None:
        return None
    dated = [
        (one.date.order_key, one)
        for one in situation.chart.measurements
        if WEIGHT.group in one.groups and one.date is not None and one.date.first <= situation.chart.as_of.last
    ]
    return max(dated, key=lambda one: one[0])[1] if dated else None


def _weight_coding(profiles: Profiles) -> dict[str, str]:
    """The first LOINC code of the value set of weights."""
    (listed,) = [one for one in profiles.book.sets_of(OBSERVED) if one.group == WEIGHT.group][:1]
    code, concept = next((code, one) for (system, code), one in listed.concepts.items() if system == LOINC)
    return {"system": LOINC, "code": code, "display": concept.display}


def _drug(code: str, profiles: Profiles) -> Interacting:
    found = next((one for one in interacting_drugs(profiles) if one.code == code), None)
    if found is None:
        raise WhatIfError("That drug is none of those that can be tried here.")
    return found


def _add_drug(pasted: Pasted, resource: dict[str, Any], drug: Interacting) -> None:
    _add(
        pasted,
        {
            "resourceType": "MedicationStatement",
            "id": f"{ADDED}-drug",
            "status": "active",
            "medicationCodeableConcept": {"coding": [drug.coding], "text": drug.name},
            "subject": copy.deepcopy(resource.get("subject")),
            "effectivePeriod": {"start": resource.get("authoredOn")},
        },
    )


def _add(pasted: Pasted, resource: dict[str, Any]) -> None:
    whole = {key: value for key, value in resource.items() if value is not None}
    kind, name = whole["resourceType"], whole["id"]
    try:
        pasted.add({"fullUrl": f"urn:labelcheck:{kind}:{name}", "resource": whole})
    except NotToBeChangedError as error:
        raise WhatIfError(str(error)) from None
