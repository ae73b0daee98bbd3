"""One order as far as it is read: product, status, dates, instructions, supply, reasons and what it replaces."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import repeat
from operator import attrgetter, is_not

from validator.chart import condition
from validator.chart.concept import any_listed, as_concept, has_known_code, name_of, words_of
from validator.chart.drug.exposure import bounds_of
from validator.chart.drug.medication import parts_of
from validator.chart.drug.respelt import product_meant
from validator.chart.drug.stop_reason import is_for_reaction, is_noted_for_reaction
from validator.chart.drug.told_course import end_told
from validator.chart.fact import Diagnosis, Order, Product
from validator.chart.order.instruction import instructions_of
from validator.chart.order.order_text import texts_of
from validator.chart.order.product import product
from validator.chart.order.reason_words import narrowed, of_disease
from validator.chart.order.sig_names import all_drugs, sig_names
from validator.chart.order.strength import unit_strength
from validator.chart.order.supply import supply
from validator.chart.reader import Reader, evidence, first_date
from validator.dosage import Directions
from validator.fhir.element import CodeableConcept, Identifier, Reference
from validator.fhir.entry import Entry
from validator.fhir.resource import Condition, MedicationRequest
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.terminology.codebook import Codebook
from validator.terminology.domain import PRODUCTS
from validator.terminology.product import product_from_text
from validator.verdict import Truth


class ReasonNeeds(Frozen):
    """What reading a reason has to know of the patient.

    `diagnosis_of` is the cancer a Condition entry names, None when it names none; `owns` is whether an entry is about
    the patient at all.
    """

    adult: Truth
    diagnosis_of: Callable[[Entry], Diagnosis | None]
    owns: Callable[[Entry], bool]


def order(reader: Reader, entry: Entry, patient: str | None) -> Order:
    """The order as written. Elements that could not be read are named in `unreadable`; nothing is put in their place.

    Reasons are read apart (`reasons_of`), because they need the chart.
    """
    body = entry.body
    problems = (*entry.unreadable_because, *entry.problems)
    unreadable = tuple([f"{one.message} ({', '.join(one.expression)})" for one in problems]) if problems else ()
    if not isinstance(body, MedicationRequest):
        nothing = Product(Truth.UNKNOWN, "an order that could not be read", evidence(entry, "unreadable order"))
        return Order(
            entry.reference, entry.expression, None, None, False, nothing, evidence(entry, "unreadable order"),
            patient=patient, unreadable=unreadable,
        )  # fmt: skip
    said = parts_of(reader, entry, body)
    asked = product(reader, entry, said)
    is_label_drug = asked.is_ingredient is not Truth.FALSE
    texts = texts_of(reader.book, entry, body, reader.words_read) if is_label_drug else ()
    starts, ends = bounds_of(reader, entry) if is_label_drug else (None, None)
    planned = reader.start_of(body.effective_dose_period, entry, "effectiveDosePeriod")
    starts = starts or planned
    authored = reader.date(body.authored_on, entry, "authoredOn")
    begins = starts or authored
    notes = []
    if said.lost:
        notes.append("the medication is a reference that leads to no usable Medication")
    return Order(
        reference=entry.reference,
        expression=entry.expression,
        status=body.status,
        intent=body.intent,
        do_not_perform=body.do_not_perform is True,
        product=asked,
        evidence=evidence(entry, f"{asked.name}, {body.status or 'without a status'}"),
        authored=authored,
        starts=starts,
        ends=first_date(
            ends,
            reader.end_of(body.effective_dose_period, entry, "effectiveDosePeriod"),
            end_told(entry.dosages) if is_label_drug else None,
        ),
        directions=Directions(
            entry.dosages,
            unit=unit_strength(asked),
            starts=begins.first if begins is not None and begins.is_exact else None,
            names=sig_names(reader.book, all_drugs(reader.book) if asked.drug is None else frozenset({asked.drug})),
        ),
        instructions=instructions_of(entry, texts, _names(asked)) if is_label_drug else (),
        texts=texts,
        supply=supply(entry, body.dispense_request, _valid_until(reader, entry, body)) if is_label_drug else None,
        reason_given=_gives_a_reason(reader, entry, body),
        replaces=_replaces(reader, entry, body),
        group=_group(body.group_identifier),
        setting=_setting(body.category),
        reported=body.reported_boolean is True or body.reported is True or body.reported_reference is not None,
        patient=patient,
        unreadable=unreadable,
        notes=tuple(notes),
        stopped_for_reaction=is_label_drug and _is_stopped_for_reaction(reader, body),
    )


def _is_stopped_for_reaction(reader: Reader, body: MedicationRequest) -> bool:
    if body.status not in ("stopped", "on-hold"):
        return False
    return is_for_reaction(reader, body.status_reason) or is_noted_for_reaction(reader, body.note)


def _names(asked: Product) -> frozenset[str]:
    """The words that name the drug of the order, in lower case."""
    return frozenset(" ".join(filter(None, (asked.drug, asked.brand, asked.name))).lower().split())


def other_drug(reader: Reader, entry: Entry, patient: str | None) -> Order | None:
    """The order, when it is plainly for another drug; None when it has to be read to tell.

    Plainly: coded in place in a system that is known, with no code and no word of the label's drug. Nothing is
    decoded, so that a chart with hundreds of other orders stays cheap.
    """
    raw = entry.raw
    wrapper = raw.get("medication")
    concept = raw.get("medicationCodeableConcept") or (wrapper.get("concept") if isinstance(wrapper, dict) else None)
    has_reference = "medicationReference" in raw or (isinstance(wrapper, dict) and "reference" in wrapper)
    if has_reference or not isinstance(concept, dict) or not has_known_code(reader.book, concept):
        return None
    if any_listed(reader.book, (PRODUCTS,), concept):
        return None
    read = as_concept(concept)
    if _names_a_product(reader.book, read) or _is_near_a_product(reader, read):
        return None
    name = name_of(read)
    shown = evidence(entry, name)
    status, intent = raw.get("status"), raw.get("intent")
    status, intent = status if isinstance(status, str) else None, intent if isinstance(intent, str) else None
    asked = Product(Truth.FALSE, name, shown)
    forbidden = raw.get("doNotPerform") is True
    return Order(entry.reference, entry.expression, status, intent, forbidden, asked, shown, patient=patient)


@lru_cache(maxsize=8192)
def _names_a_product(book: Codebook, concept: CodeableConcept) -> bool:
    """Whether a code of a labeler of a labelled drug, or a word of a medication, names one."""
    if any(book.is_of_a_labeler(PRODUCTS, coding.system, coding.code) for coding in concept.coding):
        return True
    return any(product_from_text(book, words) is not None for words in words_of(concept))


def _is_near_a_product(reader: Reader, concept: CodeableConcept) -> bool:
    """Whether the text of a coded medication, where it is more than the display of a code, is near a labelled drug."""
    text = concept.text
    if not text or any(coding.display == text for coding in concept.coding):
        return False
    return bool(product_meant(reader, text))


def reasons_of(reader: Reader, entry: Entry, patient: ReasonNeeds) -> tuple[Diagnosis, ...]:
    """The diagnoses that the order gives as its reason: R4 reasonReference and reasonCode, R5 reason.

    A reference to a Condition that names no cancer is read as its code, so that "hypertension" is seen as the reason.
    """
    body = entry.body
    if not isinstance(body, MedicationRequest):
        return ()
    found: list[Diagnosis] = []
    for index, reference in enumerate(body.reason_reference):
        found.extend(_by_reference(reader, entry, reference, f"reasonReference[{index}]", patient))
    for index, concept in enumerate(body.reason_code):
        found.extend(_by_concept(reader, entry, concept, f"reasonCode[{index}]", patient))
    for index, reason in enumerate(body.reason):
        if reason.reference is not None:
            found.extend(_by_reference(reader, entry, reason.reference, f"reason[{index}].reference", patient))
        if reason.concept is not None:
            place = f"reason[{index}].concept"
            found.extend(_by_concept(reader, entry, reason.concept, place, patient))
    return tuple(dict.fromkeys(found))


def _by_reference(
    reader: Reader, entry: Entry, reference: Reference, element: str, patient: ReasonNeeds
) -> tuple[Diagnosis, ...]:
    target = reader.resolve(reference, entry)
    if target is None:
        reader.set_aside(entry, f"{element} points to nothing that was submitted")
        if reference.display:
            only_words = CodeableConcept(text=reference.display)
            return (condition.of_reason(reader, entry, only_words, f"{element}.display", patient.adult),)
        return ()
    if not patient.owns(target):
        reader.set_aside(entry, f"{element} points to an entry of another patient, which is not evidence")
        return ()
    code = target.body.code if isinstance(target.body, Condition) else None
    found = patient.diagnosis_of(target)
    if found is not None:
        return (narrowed(reader.book, found, code),)
    if code is None or not condition.is_usable(reader, target):
        return ()
    return _by_concept(reader, target, code, "code", patient)


def _by_concept(
    reader: Reader, entry: Entry, concept: CodeableConcept, element: str, patient: ReasonNeeds
) -> tuple[Diagnosis, ...]:
    told = of_disease(reader.book, concept)
    return (condition.of_reason(reader, entry, told, element, patient.adult),) if told is not None else ()


def _gives_a_reason(reader: Reader, entry: Entry, body: MedicationRequest) -> bool:
    """Whether it says, readably or not, which disease it is for; a visit alone says nothing of it."""
    concepts = [*body.reason_code, *filter(None, map(attrgetter("concept"), body.reason))]
    for reference in (*body.reason_reference, *filter(None, map(attrgetter("reference"), body.reason))):
        target = reader.resolve(reference, entry)
        code = target.body.code if target is not None and isinstance(target.body, Condition) else None
        if code is None:
            return True
        concepts.append(code)
    told = map(of_disease, repeat(reader.book), concepts)
    return any(map(is_not, told, repeat(None)))


def _replaces(reader: Reader, entry: Entry, body: MedicationRequest) -> frozenset[str]:
    """The references of earlier orders that this one follows; as written where they were not submitted."""
    found = set()
    for reference in (body.prior_prescription, *body.based_on):
        if reference is not None:
            target = reader.resolve(reference, entry)
            name = target.reference if target is not None else reference.reference
            if name:
                found.add(name)
    return frozenset(found)


def _valid_until(reader: Reader, entry: Entry, body: MedicationRequest) -> PartialDate | None:
    period = body.dispense_request.validity_period if body.dispense_request is not None else None
    return reader.end_of(period, entry, "dispenseRequest.validityPeriod")


_SETTINGS = {
    "inpatient": "inpatient",
    **dict.fromkeys(("outpatient", "community", "discharge"), "outpatient"),
}
"""MedicationRequest.category, CodeSystem medicationrequest-category (R4) or -admin-location (R5)."""


@lru_cache(maxsize=4096)
def _setting(categories: tuple[CodeableConcept, ...]) -> str | None:
    """The setting of care that codes tell, else the same words in texts and displays; None where none or two are."""
    told = [coding.code or "" for category in categories for coding in category.coding]
    for said in (told, [words for category in categories for words in words_of(category)]):
        found = {_SETTINGS[one.strip().lower()] for one in said if one.strip().lower() in _SETTINGS}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _group(identifier: Identifier | None) -> str | None:
    if identifier is None or not identifier.value:
        return None
    return f"{identifier.system or ''}|{identifier.value}"
