"""What drug a resource is about: the medication element in all its spellings, by code first and by name last.

R4 `medicationCodeableConcept` or `medicationReference`, R5 `medication`; contained and referenced Medications with
their ingredients. A name decides only where no code is recognized, and the fact says that it did.
"""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from typing import Protocol

from validator.chart.concept import groups_in, is_known_system, sure_groups, words_of
from validator.chart.drug.local_form import words_are_systemic
from validator.chart.drug.short_name import full_names
from validator.chart.entry.standing import Doubtful, standing
from validator.chart.reader import Reader
from validator.chart.words.text import SHORT, phrase_groups
from validator.fhir.element import CodeableConcept, CodeableReference, Ingredient, QuantityElement, Ratio, Reference
from validator.fhir.entry import Entry
from validator.fhir.resource import Medication
from validator.frozen import Frozen
from validator.terminology.codebook import Codebook
from validator.terminology.domain import DRUG, INTERACTION, TREATMENT
from validator.verdict import Truth

DRUG_DOMAINS = (TREATMENT, INTERACTION, DRUG)
_DEEPEST = 4
"""Medications within Medications that are followed; a reference that leads back to itself ends here."""


class HasMedication(Protocol):
    """Any resource with a medication element, in R4 or R5 spelling."""

    @property
    def medication_codeable_concept(self) -> CodeableConcept | None:
        """R4, coded in place."""

    @property
    def medication_reference(self) -> Reference | None:
        """R4, by reference."""

    @property
    def medication(self) -> CodeableReference | None:
        """R5."""


class MedicationPart(Frozen):
    """One thing said about the drug: a concept, where it stands, and the strength an ingredient has."""

    concept: CodeableConcept
    entry: Entry
    element: str
    strength: Ratio | QuantityElement | None = None


class MedicationParts(Frozen):
    """Everything said about one medication. `forms` are the dose forms of its Medication resources.

    `lost` is True when a reference leads nowhere and nothing but its display is left.
    """

    parts: tuple[MedicationPart, ...]
    forms: tuple[CodeableConcept, ...] = ()
    lost: bool = False


class Drug(Frozen):
    """What a medication is for the questions asked here: its groups, its name, and whether only a name told it."""

    groups: frozenset[str]
    name: str
    named_by_text: bool
    systemic: Truth


def parts_of(reader: Reader, entry: Entry, body: HasMedication) -> MedicationParts:
    """Everything the medication element says, referenced Medications and their ingredients included."""
    parts: list[MedicationPart] = []
    forms: list[CodeableConcept] = []
    lost = False
    if body.medication_codeable_concept is not None:
        parts.append(MedicationPart(body.medication_codeable_concept, entry, "medicationCodeableConcept"))
    references = [(body.medication_reference, "medicationReference")]
    if body.medication is not None:
        if body.medication.concept is not None:
            parts.append(MedicationPart(body.medication.concept, entry, "medication.concept"))
        references.append((body.medication.reference, "medication.reference"))
    for reference, element in references:
        if reference is None:
            continue
        found = reader.resolve(reference, entry)
        is_medication = found is not None and found.resource_type == "Medication"
        lost |= found is None or not is_medication or not _Gathering(reader, parts, forms).medication(found)
        if reference.display:
            parts.append(MedicationPart(CodeableConcept(text=reference.display), entry, f"{element}.display"))
    return MedicationParts(tuple(parts), tuple(forms), lost)


def doubtful_medication(reader: Reader, entry: Entry) -> tuple[Doubtful, Entry] | None:
    """The doubt about the Medication a resource refers to, and that Medication; None where it may be relied on."""
    found = medication_of(reader, entry)
    own = standing(found) if found is not None else None
    return (own, found) if found is not None and isinstance(own, Doubtful) else None


def medication_of(reader: Reader, entry: Entry) -> Entry | None:
    """The Medication a resource refers to; None where it names none, or none that came."""
    for name in ("medicationReference", "medication"):
        raw = entry.raw.get(name)
        raw = raw.get("reference") if name == "medication" and isinstance(raw, dict) else raw
        text = raw.get("reference") if isinstance(raw, dict) else None
        found = reader.resolve(Reference(reference=text), entry) if isinstance(text, str) else None
        if found is not None and found.resource_type == "Medication":
            return found
    return None


def drug_of(reader: Reader, said: MedicationParts) -> Drug:
    """The groups and name of a medication. Groups of all codings count together, those of ingredients too.

    Words count only where no code is recognized (see `naming_words`); the drug is then marked as named by text.
    """
    groups: set[str] = set()
    named: MedicationPart | None = None
    is_local = False
    for part in said.parts:
        own = groups_in(reader.book, DRUG_DOMAINS, part.concept)
        if own:
            groups |= own
            named = named or part
            is_local |= is_coded_local(reader.book, part.concept)
    by_text = False
    if not groups:
        for part, words in naming_words(reader, said):
            own = groups_by_name(reader.book, words)
            if own:
                groups |= own
                named, by_text = named or part, True
    kept = frozenset(groups) - reader.book.of_role(TREATMENT, "look-alike")
    systemic = Truth.FALSE if is_local else form_is_systemic(said)
    return Drug(kept, drug_name(reader, named or next(iter(said.parts), None)), by_text, systemic)


@lru_cache(maxsize=4096)
def is_coded_local(book: Codebook, concept: CodeableConcept) -> bool:
    """Whether a code names a listed product that does not reach the circulation: for the skin, the eye, a lesion."""
    return any(
        not book.systemic(domain, coding.system, coding.code)
        for domain in DRUG_DOMAINS
        for coding in concept.coding
        if sure_groups(book, domain, coding.system, coding.code)
    )


def naming_words(reader: Reader, said: MedicationParts) -> tuple[tuple[MedicationPart, str], ...]:
    """The words that may name the drug where no code is recognized.

    The display of a code of a known system: lists of product codes are never complete, and the display is what the
    code itself says it is. Text, and the display of a local code, only where no such display stands beside them: a name
    never overrules a code, but a bare code that is not listed says nothing that could be overruled.
    """
    is_told = any(
        bool(coding.code) and bool(coding.display) and is_known_system(reader.book, coding.system)
        for part in said.parts
        for coding in part.concept.coding
    )
    words: list[tuple[MedicationPart, str]] = []
    for part in said.parts:
        for coding in part.concept.coding:
            if coding.display and (not is_told or is_known_system(reader.book, coding.system)):
                words.append((part, coding.display))
        if part.concept.text and not is_told:
            words.append((part, part.concept.text))
    return tuple(words)


def has_known_code(reader: Reader, said: MedicationParts) -> bool:
    """Whether anything about the medication is coded in a system whose codes can be looked up."""
    return any(
        bool(coding.code) and is_known_system(reader.book, coding.system)
        for part in said.parts
        for coding in part.concept.coding
    )


def groups_by_name(book: Codebook, words: str) -> frozenset[str]:
    """Groups of every drug, or listed phrase for a therapy, in a name."""
    return (_of_name if len(words) <= SHORT else _named_groups)(book, words)


def _named_groups(book: Codebook, words: str) -> frozenset[str]:
    found: set[str] = set()
    for domain in DRUG_DOMAINS:
        found |= book.drug_groups_by_name(domain, words)
    for domain in (TREATMENT, INTERACTION):
        for _, groups in phrase_groups(book, domain, words):
            found |= groups
    # A name in full may have a letter behind it that stands for another: "darunavir/r".
    if not found or "/" in words:
        for full in full_names(book, words):
            found |= _named_groups(book, full)
    return frozenset(found)


_of_name = lru_cache(maxsize=8192)(_named_groups)


def drug_name(reader: Reader, part: MedicationPart | None) -> str:
    """The name people use: the concept's text or display, else the display of the value set, else the code."""
    if part is None:
        return "a medication without a name"
    concept = part.concept
    for coding in concept.coding:
        if coding.display:
            return coding.display
    if concept.text:
        return concept.text
    for coding in concept.coding:
        for domain in DRUG_DOMAINS:
            display = reader.book.display(domain, coding.system, coding.code)
            if display:
                return display
    return next((coding.code for coding in concept.coding if coding.code), "a medication without a name")


def form_is_systemic(said: MedicationParts) -> Truth:
    """FALSE when form or product name says skin, eye, ear or vagina; TRUE for mouth or injection; else UNKNOWN."""
    words: list[str] = []
    for concept in (*said.forms, *map(attrgetter("concept"), said.parts)):
        words += words_of(concept)
    return words_are_systemic(words)


class _Gathering:
    """What is gathered from a Medication and the Medications inside it."""

    __slots__ = ("forms", "parts", "reader")

    def __init__(self, reader: Reader, parts: list[MedicationPart], forms: list[CodeableConcept]) -> None:
        self.reader = reader
        self.parts = parts
        self.forms = forms

    def medication(self, entry: Entry, depth: int = _DEEPEST) -> bool:
        """Adds what a Medication resource says; False when it cannot be relied on."""
        body = self.reader.body(entry, Medication)
        if body is None or depth == 0:
            return False
        if body.status == "entered-in-error":
            self.reader.set_aside(entry, "is entered in error, so it names no drug")
            return False
        if body.code is not None:
            self.parts.append(MedicationPart(body.code, entry, "code"))
        self.forms.extend(form for form in (body.form, body.dose_form) if form is not None)
        for index, ingredient in enumerate(body.ingredient):
            if ingredient.is_active is not False:
                self._ingredient(entry, ingredient, f"ingredient[{index}]", depth - 1)
        return True

    def _ingredient(self, entry: Entry, ingredient: Ingredient, element: str, depth: int) -> None:
        strength = ingredient.strength or ingredient.strength_ratio or ingredient.strength_quantity
        item = ingredient.item
        concept = ingredient.item_codeable_concept or (item.concept if item else None)
        reference = ingredient.item_reference or (item.reference if item else None)
        if concept is not None:
            name = "itemCodeableConcept" if ingredient.item_codeable_concept else "item.concept"
            self.parts.append(MedicationPart(concept, entry, f"{element}.{name}", strength))
        found = self.reader.resolve(reference, entry)
        if found is not None and found.resource_type == "Medication" and found is not entry:
            self.medication(found, depth)
        elif reference is not None and reference.display:
            self.parts.append(
                MedicationPart(CodeableConcept(text=reference.display), entry, f"{element}.display", strength)
            )
