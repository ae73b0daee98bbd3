"""What a resource is about, before anything of it is believed: the groups its codes and words name.

Looked at before the standing, so that a faulty resource that no label asks about costs nothing and weighs nothing.
Groups are written with their domain: `(OBSERVED, "weight")`, `("drug", "strong_inhibitor")`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import repeat

from validator.chart import condition, observation
from validator.chart.concept import (
    CRITERION,
    DOMAINS_OF_CONDITIONS,
    DOMAINS_OF_OBSERVATIONS,
    as_concept,
    groups_of,
    raw_codings,
    raw_groups,
    says,
    words_of,
)
from validator.chart.disease import tissue_report
from validator.chart.disease.cancer_words import is_cancer
from validator.chart.drug import booked, plan, procedure_therapy, therapy
from validator.chart.drug.identity import unidentified
from validator.chart.drug.medication import DRUG_DOMAINS, drug_of, parts_of
from validator.chart.entry import supplied
from validator.chart.observed import attestation, panel
from validator.chart.observed.measurement import question_groups
from validator.chart.observed.question import asked_of
from validator.chart.observed.stated import stating
from validator.chart.observed.unlisted import code_written, concept_asked
from validator.chart.operation import surgery
from validator.chart.reader import Reader
from validator.chart.risk import allergy, carrier, risk_words, told_event, visit
from validator.chart.risk.answered_finding import NAMING
from validator.chart.risk.stated_finding import risk_stated
from validator.chart.words.text import phrase_groups
from validator.fhir.element import CodeableConcept
from validator.fhir.entry import Entry
from validator.fhir.resource import MedicationAdministration, MedicationDispense, MedicationRequest, MedicationStatement
from validator.frozen import Frozen
from validator.terminology.codebook import Codebook
from validator.terminology.domain import DRUG, EXTENT, INDICATIONS, OBSERVED, PRODUCTS, RISK, TREATMENT

Group = tuple[str, str]
"""Domain and group. The domains of drugs are one, `drug`; `criterion` holds what can be attested."""

ANY = "*"
"""The group that stands for all groups of a domain."""

UNIDENTIFIED = "not-identified"
"""The group of a medication that nothing identifies."""
ATTESTED = "criterion"
ALLERGY = "allergy"
"""The domain of allergies and intolerances to a drug whose products are listed; the groups are the drugs."""
TRIAL = "trial"
"""The domain of taking part in a study."""


class Topic(Frozen):
    """What one resource is about. `is_readable` False: nothing in it tells, so it may be about anything of its type."""

    groups: frozenset[Group] = frozenset()
    is_readable: bool = True

    def of_domain(self, domain: str) -> frozenset[str]:
        """The groups of one domain."""
        found: set[str] = set()
        for own, group in self.groups:
            if own == domain:
                found.add(group)
        return frozenset(found)


@lru_cache(maxsize=2048)
def names_risk(topic: Topic) -> bool:
    """Whether a group of it is a risk."""
    return bool(topic.of_domain(RISK))


@lru_cache(maxsize=2048)
def is_result_alone(book: Codebook, topic: Topic) -> bool:
    """Whether an Observation of this topic can show a measurement alone: no stage, grade, criterion or risk."""
    measured = topic.of_domain(OBSERVED)
    return topic.is_readable and len(measured) == len(topic.groups) and measured.isdisjoint(stating(book))


UNREADABLE = Topic(is_readable=False)
_NONE_KNOWN = Topic(frozenset({(DRUG, ANY)}))
"""An entry that says "none known" of a whole list: that the history is empty answers what came before."""


def about_nothing(_reader: Reader, _entry: Entry) -> Topic | None:
    """What a resource is about whose type tells nothing that any list knows."""
    return None


def _told_by_type(domain: str) -> Callable[[Reader, Entry], Topic]:
    about = Topic(frozenset({(domain, ANY)}))
    return lambda _reader, _entry: about


def _list(_reader: Reader, entry: Entry) -> Topic | None:
    return Topic(frozenset({(DRUG, ANY)})) if supplied.may_tell_of_absence(entry) else None


def _plan(reader: Reader, entry: Entry) -> Topic | None:
    found = {(DRUG, group) for drug in plan.drugs_of(reader, entry) for group in drug.groups}
    return Topic(frozenset(found)) if found else None


def _device(reader: Reader, entry: Entry) -> Topic | None:
    told = visit.groups_told(reader, entry)
    return Topic(frozenset((RISK, group) for group in told)) if told else None


def _carrier(reader: Reader, entry: Entry) -> Topic | None:
    happened = told_event.groups_of_event(reader.book, entry, told_event.lost_from(reader, entry))
    if happened is None:
        return UNREADABLE
    happened |= visit.groups_told(reader, entry) if entry.resource_type == "Encounter" else frozenset()
    told = {(RISK, group) for group in happened} | {(domain, ANY) for domain in tissue_report.left_open(entry)}
    told = told or set(booked.booked_in(reader, entry))
    return Topic(frozenset(told)) if told else None


def _form(reader: Reader, entry: Entry) -> Topic | None:
    return Topic(frozenset({(ATTESTED, ANY)})) if attestation.is_our_form(entry) else _carrier(reader, entry)


def _allergy(reader: Reader, entry: Entry) -> Topic | None:
    concepts = allergy.concepts_of(entry)
    if drugs := allergy.drugs_of(reader, concepts):
        return Topic(frozenset((ALLERGY, drug) for drug in drugs))
    is_said = any(words_of(one) or any(coding.code for coding in one.coding) for one in concepts)
    return None if is_said else UNREADABLE


def _names(code: object) -> bool:
    """Whether a concept in undecoded JSON holds anything, be it why it names nothing."""
    return says(code) or bool(raw_codings(code))


def _observation(reader: Reader, entry: Entry) -> Topic | None:
    written = code_written(entry.raw) if NAMING.isdisjoint(entry.raw) else None
    code = concept_asked(reader.book, *written) if written is not None else None
    if code is not None and (asked := _asked(reader.book, code)):
        # A measurement, as most are: what it is about is told by its code alone.
        return Topic(asked)
    if not observation.may_matter(reader, entry):
        return UNREADABLE if panel.names_no_question(entry.raw) else None
    tree = entry.tree
    codes = [tree.get("code")]
    components = tree.get("component")
    for one in components if isinstance(components, list) else ():
        if isinstance(one, dict):
            codes.append(one.get("code"))
    if not any(map(says, codes)):
        return UNREADABLE
    found: set[Group] = set()
    for code in codes:
        found |= _asked(reader.book, as_concept(code))
    if "component" in entry.raw:
        found = set(panel.groups_of_panel(reader.book, frozenset(found), components))
    if observation.may_tell_finding(reader.book, entry.raw):
        found.update(zip(repeat(RISK), told_event.groups_of_event(reader.book, entry) or ()))
    text = tree.get("valueString")
    if isinstance(text, str):
        for _, groups in phrase_groups(reader.book, OBSERVED, text):
            found.update(zip(repeat(OBSERVED), groups))
    return Topic(frozenset(found)) if found else None


@lru_cache(maxsize=8192)
def _asked(book: Codebook, code: CodeableConcept) -> frozenset[Group]:
    """What the code of an Observation, or of a part of it, asks for."""
    listed = {(domain, group) for domain in DOMAINS_OF_OBSERVATIONS for group in asked_of(book, domain, code)}
    listed |= {(OBSERVED, group) for group in question_groups(book, code)}
    listed |= {(RISK, group) for group in risk_stated(book, code)}
    listed |= {(ATTESTED, one.code) for one in code.coding if one.system == CRITERION and one.code is not None}
    return frozenset(listed)


def _condition(reader: Reader, entry: Entry) -> Topic | None:
    code = entry.raw.get("code")
    if supplied.says_none_known(entry) is not None:
        return _NONE_KNOWN
    if not condition.may_matter(reader, entry):
        return None if says(code) else UNREADABLE
    code = entry.tree.get("code")
    if not says(code):
        return UNREADABLE
    read = as_concept(code)
    is_tumor = is_cancer(reader.book, read, condition.profiles_of(entry))
    found = _named_by(reader.book, read) | ({(INDICATIONS, ANY)} if is_tumor else frozenset())
    found |= {(EXTENT, ANY)} if "stage" in entry.raw else frozenset()
    return Topic(found) if found else None


@lru_cache(maxsize=8192)
def _named_by(book: Codebook, code: CodeableConcept) -> frozenset[Group]:
    found: set[Group] = set(condition.named_in_words(book, code))
    for domain in DOMAINS_OF_CONDITIONS:
        for group in groups_of(book, domain, code):
            head = group.partition(":")[0] if domain == INDICATIONS else group
            found.add((DRUG if domain == TREATMENT else domain, head))
    said = risk_words.risk_words(book, code, groups_of(book, RISK, code))
    found |= {(RISK, g) for told in (*said.told, *said.left_open) for g in told.groups}
    return frozenset(found)


def _drug(reader: Reader, entry: Entry) -> Topic | None:
    if supplied.says_none_known(entry) is not None:
        return _NONE_KNOWN
    if not therapy.may_matter(reader, entry):
        wrapper = entry.raw.get("medication")
        of_r5 = wrapper.get("concept") if isinstance(wrapper, dict) else None
        told = (entry.raw.get("medicationCodeableConcept"), of_r5)
        return _unidentified(reader, entry) if any(_names(one) for one in told) else UNREADABLE
    body = entry.body
    if not isinstance(body, MedicationRequest | MedicationStatement | MedicationAdministration | MedicationDispense):
        return UNREADABLE
    said = parts_of(reader, entry, body)
    is_told = is_own = False
    for part in said.parts:
        is_told = is_told or bool(words_of(part.concept))
        for coding in part.concept.coding:
            is_told = is_told or bool(coding.code)
            is_own = is_own or bool(reader.book.groups(PRODUCTS, coding.system, coding.code))
    if not is_told:
        return UNREADABLE
    found: set[Group] = set()
    for group in drug_of(reader, said).groups:
        is_own = is_own or group.startswith(f"{therapy.SELF}:")
        found.add((DRUG, group))
    found |= {(DRUG, therapy.SELF)} if is_own else frozenset()
    return Topic(frozenset(found)) if found else _unidentified(reader, entry)


def _unidentified(reader: Reader, entry: Entry) -> Topic | None:
    """A drug that nothing identifies is about something: that it is on file is said."""
    return Topic(frozenset({(DRUG, UNIDENTIFIED)})) if unidentified(reader, entry) is not None else None


def _operation(reader: Reader, entry: Entry) -> Topic | None:
    raw = entry.raw
    if supplied.says_none_known(entry) is not None:
        return _NONE_KNOWN
    if entry.resource_type == "Appointment":
        codes = surgery.codes_of_appointment(entry)
    else:
        code = raw.get("code")
        if code is not None and not isinstance(code, dict):
            code = entry.tree.get("code")
        codes = (code.get("concept") if isinstance(code, dict) and "concept" in code else code,)
        if code is not None and not says(codes[0]):
            codes = (entry.tree.get("code"),)
    found: set[Group] = set()
    for code in codes:
        groups = surgery.surgery_groups(reader.book, as_concept(code))
        found |= {(RISK, group) for group in groups}
        # No list of operations holds an ablation: one that is planned is asked about as the treatment it is.
        ablations = raw_groups(reader.book, TREATMENT, code) & reader.book.of_role(TREATMENT, "organ-ablation")
        found |= {(DRUG, group) for group in ablations}
        if entry.resource_type == "Procedure":
            for domain in DRUG_DOMAINS:
                found |= {(DRUG, group) for group in raw_groups(reader.book, domain, code)}
            found |= {(DRUG, group) for group in procedure_therapy.procedure_drug_groups(reader, code)}
    if entry.resource_type == "Procedure":
        found |= {(RISK, group) for told in told_event.events_of(reader.book, entry) for group in told.groups}
    if found or (found := set(booked.booked_in(reader, entry))):
        return Topic(frozenset(found))
    if any(map(says, codes)):
        return None
    # A visit is often booked without saying what for; what was done or asked for, never.
    is_said_nowhere = all(code is None or _names(code) for code in codes)
    return None if is_said_nowhere and entry.resource_type == "Appointment" else UNREADABLE


# Who tells what a resource of a type is about.
TOPIC_OF: dict[str, Callable[[Reader, Entry], Topic | None]] = {
    **dict.fromkeys(plan.TYPES, _plan),
    **dict.fromkeys(carrier.TYPES, _carrier),
    **dict.fromkeys(therapy.MEDICATION_TYPES, _drug),
    **dict.fromkeys(("Procedure", "ServiceRequest", "Appointment"), _operation),
    **dict.fromkeys(("DeviceUseStatement", "DeviceUsage"), _device),
    "Observation": _observation,
    "Condition": _condition,
    "Patient": _told_by_type("patient"),
    "QuestionnaireResponse": _form,
    "List": _list,
    "AllergyIntolerance": _allergy,
    "ResearchSubject": _told_by_type(TRIAL),
}
