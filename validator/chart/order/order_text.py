"""Every place of an order that says something in words, each with what kind of words they are.

Source: FHIR R4/R5 Dosage.text, patientInstruction, additionalInstruction, timing.code; R5
MedicationRequest.renderedDosageInstruction (in R4 as cross-version extension); MedicationRequest.note,
statusReason.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from validator.chart.concept import words_of
from validator.chart.drug.named_drug import NamedDrug, drugs_named
from validator.chart.drug.named_partner import partners_named
from validator.chart.entry.when import date_of
from validator.chart.order.instruction_code import bare_frequency, bare_instruction, words_of_instruction
from validator.fhir.entry import Entry
from validator.fhir.resource import MedicationRequest
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.codebook import Codebook

_SEMANTIC_TAG = regex(r"\s*\((?:qualifier value|observable entity|regime/therapy|procedure|finding|situation)\)\s*$")
"""The kind of concept, which ends a fully specified name of SNOMED CT and says nothing: "Daily (qualifier value)"."""


_RENDERED = "http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationRequest.renderedDosageInstruction"
"""R5's element in a release that has it not. Source: FHIR cross-version extensions."""


class TextKind(StrEnum):
    """Who the words are for: `INSTRUCTION` says how the drug is taken, `FREQUENCY` how often, `NOTE` anything. `CODE`
    is a code in the place of one of the first two that has no words and is not known here."""

    INSTRUCTION = "instruction"
    FREQUENCY = "frequency"
    NOTE = "note"
    CODE = "code"


class OrderText(Frozen):
    """Words of an order with their FHIRPath below the resource; `dosage` is the index of the Dosage they stand in,
    `drugs` are others with an interaction that they say are taken, `partners` cancer drugs that they join to it."""

    text: str
    element: str
    kind: TextKind
    dosage: int | None = None
    drugs: tuple[NamedDrug, ...] = ()
    partners: tuple[NamedDrug, ...] = ()


def texts_of(
    book: Codebook, entry: Entry, body: MedicationRequest, read: tuple[OrderText, ...] = ()
) -> tuple[OrderText, ...]:
    """The words of the order in the order of its elements, blank ones left out.

    `read` are those of the same order, of the same day, before it was written otherwise: in the same words they name
    the same drugs.
    """
    on = date_of(entry.tree.get("authoredOn"))
    known = {(one.text, one.kind): one for one in read} if read else {}
    found: list[OrderText] = []
    for one in _all(entry, body):
        if known and (same := known.get((one.text, one.kind))) is not None:
            found.append(replace(one, drugs=same.drugs, partners=same.partners))
        elif one.text.strip():
            found.append(_with_drugs(book, one, on))
    return tuple(found)


def _with_drugs(book: Codebook, text: OrderText, on: PartialDate | None) -> OrderText:
    drugs = drugs_named(book, text.text, on, is_of_order=True)
    partners = partners_named(book, text.text, is_note=text.kind is TextKind.NOTE, on=on)
    return replace(text, drugs=drugs, partners=partners) if drugs or partners else text


def _all(entry: Entry, body: MedicationRequest) -> Iterator[OrderText]:
    for index, dosage in enumerate(entry.dosages.read):
        if dosage is None:
            continue
        place = f"{entry.dosages.name}[{index}]"
        for name, text in (("text", dosage.text), ("patientInstruction", dosage.patient_instruction)):
            if text is not None:
                yield OrderText(text, f"{place}.{name}", TextKind.INSTRUCTION, index)
        for number, concept in enumerate(dosage.additional_instruction):
            where = f"{place}.additionalInstruction[{number}]"
            for text in words_of_instruction(concept):
                yield OrderText(_SEMANTIC_TAG.sub("", text), where, TextKind.INSTRUCTION, index)
            if (code := bare_instruction(concept)) is not None:
                yield OrderText(code, where, TextKind.CODE, index)
        if dosage.timing is not None and dosage.timing.code is not None:
            for text in words_of(dosage.timing.code):
                yield OrderText(_SEMANTIC_TAG.sub("", text), f"{place}.timing.code", TextKind.FREQUENCY, index)
            if (code := bare_frequency(dosage.timing.code)) is not None:
                yield OrderText(code, f"{place}.timing.code", TextKind.CODE, index)
    if body.rendered_dosage_instruction is not None:
        yield OrderText(body.rendered_dosage_instruction, "renderedDosageInstruction", TextKind.INSTRUCTION)
    for index, extension in enumerate(body.extension):
        rendered = extension.value_markdown or extension.value_string
        if rendered is not None and extension.url == _RENDERED:
            yield OrderText(rendered, f"extension[{index}].value", TextKind.INSTRUCTION)
    for text in words_of(body.status_reason):
        yield OrderText(text, "statusReason", TextKind.NOTE)
    for index, note in enumerate(body.note):
        if note.text is not None:
            yield OrderText(note.text, f"note[{index}].text", TextKind.NOTE)
