"""The order as the label gives it: a whole MedicationRequest with dose, timing, strength and product code put right.

What is proposed is only text and codes; whether it agrees with the label is for the check to say, so a caller checks
it again before showing it.
"""

from __future__ import annotations

from typing import Any

from validator.fhir.element import DRUG_ELEMENTS, objects_of
from validator.frozen import Frozen
from validator.label.dose import LabelDose
from validator.label.model import Label
from validator.report.made_of import NewDose, made_of
from validator.report.offered_dosage import Wanted, offered_dosage
from validator.report.offered_quantity import dispensed
from validator.report.old_amount import without_other_amounts
from validator.report.plain_text import plain_text, shortened
from validator.report.rewording import reworded
from validator.terminology.codebook import Codebook

_LONGEST_QUOTE = 60
RENDERED = "renderedDosageInstruction"
# These say the old dose in words. Left as they are, they would contradict the new one.
_OLD_WORDS = ("text", RENDERED)
ANEW = Wanted()
"""The dose in words of its own, and of the prescriber's only those to the patient that tell no dose."""


class Proposal(Frozen):
    """The whole order with another dose, and what the order says that it does not, as the label of a button says it.
    `added` are words that the order does not say. `contrary` are those of a note that tell another amount: notes stay.
    """

    resource: dict[str, Any]
    left_out: tuple[str, ...] = ()
    added: str = ""
    contrary: tuple[str, ...] = ()


def corrected_order(
    order: dict[str, Any],
    label: Label,
    dose: LabelDose,
    book: Codebook,
    medication: dict[str, Any] | None = None,
) -> dict[str, Any] | None:
    """The whole order with the label's dose in words of its own; None when no one product makes it in whole units."""
    proposal = proposed(order, label, dose, book, medication)
    return None if proposal is None else proposal.resource


def proposed(
    order: dict[str, Any],
    label: Label,
    dose: LabelDose,
    book: Codebook,
    medication: dict[str, Any] | None = None,
    *,
    wanted: Wanted = ANEW,
    before: LabelDose | None = None,
) -> Proposal | None:
    """The whole order with the label's dose; None when no one product makes it in whole units.

    A product is kept when whole units of it make the dose. Else it becomes the largest marketed strength that does, or
    the carton of that daily dose; branded when the order was. Everything that told the old dose is replaced, everything
    else stays: instructions, method, limits, units, and when the dose is taken if it is taken as often. `wanted` says
    which words stay. `before` is the ordered dose, where it is one. The order given is not changed. `book` lists the
    products; `medication` is the Medication that the order refers to, where it is here.
    """
    made = made_of(order, _concept(order, medication), label, dose, book)
    if made is None:
        return None
    new = NewDose(label, dose, made, before)
    # What stays is shared with the order given, and is not to be changed in either.
    corrected = {name: value for name, value in order.items() if name.lstrip("_") not in _OLD_WORDS}
    rendered = order.get(RENDERED)
    if wanted.sig and isinstance(rendered, str) and (told := reworded(rendered, label, dose.mg, made.units)):
        corrected[RENDERED] = told
    if not made.is_ordered:
        _replace_drug(corrected, made.coding)
    dosage, left_out = offered_dosage(order, new, wanted)
    corrected["dosageInstruction"] = [dosage]
    request, not_handed_out = dispensed(order, new)
    if request is not None:
        corrected["dispenseRequest"] = request
    else:
        corrected.pop("dispenseRequest", None)
    notes = [one.get("text") for one in objects_of(order.get("note"))]
    contrary = [one for text in notes if isinstance(text, str) for one in without_other_amounts(text, new)[1]]
    said = tuple(f'"{shortened(plain_text(one).rstrip(" .,;"), _LONGEST_QUOTE)}"' for one in contrary)
    return Proposal(corrected, (*left_out, *not_handed_out), wanted.food, said)


def _concept(order: dict[str, Any], medication: dict[str, Any] | None) -> dict[str, Any] | None:
    """The CodeableConcept of the drug: the order's own, or that of the Medication it refers to."""
    contained = order.get("contained")
    inner = objects_of(contained)
    own = order.get("medication")
    candidates = [order.get("medicationCodeableConcept"), own.get("concept") if isinstance(own, dict) else None]
    candidates += [one.get("code") for one in inner if f"#{one.get('id')}" == referred(order)]
    candidates += [medication.get("code")] if medication is not None else []
    return next((one for one in candidates if isinstance(one, dict)), None)


def referred(order: dict[str, Any]) -> str | None:
    """What an order refers to as its drug, in R4 or R5; None where it refers to nothing."""
    drug = order.get("medicationReference")
    if drug is None and isinstance(order.get("medication"), dict):
        drug = order["medication"].get("reference")
    reference = drug.get("reference") if isinstance(drug, dict) else None
    return reference if isinstance(reference, str) else None


def _replace_drug(order: dict[str, Any], coding: dict[str, str]) -> None:
    concept = {"coding": [coding], "text": coding["display"]}
    is_r5 = "medication" in order
    old = order.get("medication") if is_r5 else order.get("medicationReference")
    for name in DRUG_ELEMENTS:
        order.pop(name, None)
        order.pop(f"_{name}", None)
    _drop_contained(order, old)
    if is_r5:
        order["medication"] = {"concept": concept}
    else:
        order["medicationCodeableConcept"] = concept


def _drop_contained(order: dict[str, Any], medication: object) -> None:
    """A contained Medication that nothing refers to any more is not allowed to stay (FHIR invariant dom-3)."""
    reference = medication.get("reference") if isinstance(medication, dict) else None
    if isinstance(reference, dict):
        reference = reference.get("reference")
    contained = order.get("contained")
    if not isinstance(reference, str) or not reference.startswith("#") or not isinstance(contained, list):
        return
    left = [one for one in contained if not (isinstance(one, dict) and one.get("id") == reference[1:])]
    if left:
        order["contained"] = left
    else:
        del order["contained"]
