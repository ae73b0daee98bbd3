"""What one Condition shows: a diagnosis of cancer, its spread and grade, a condition that is a risk, past treatment."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, partial
from itertools import repeat
from operator import attrgetter

from validator.chart.concept import (
    DOMAINS_OF_CONDITIONS,
    any_listed,
    as_concept,
    coded,
    groups_of,
    name_of,
    words_of,
)
from validator.chart.disease import criterion_words, differentiation, extent
from validator.chart.disease import diagnosis as disease
from validator.chart.disease.cancer_words import is_cancer, may_be_cancer, may_spread
from validator.chart.disease.condition_state import UNTOLD_NOTE, State, state_of
from validator.chart.disease.disease_name import disease_name
from validator.chart.disease.disease_words import disease_by_words, kinds_against, kinds_left_open, told_otherwise
from validator.chart.disease.doubted_name import is_doubted
from validator.chart.disease.histology import HISTOLOGY_EXTENSION, Histology, histologies_of, naming_another, not_known
from validator.chart.disease.named_cancer import left_by_words
from validator.chart.disease.shown_extent import extents_of
from validator.chart.disease.tissue_report import REPORT
from validator.chart.drug.treatment import Therapy, TherapyKind
from validator.chart.entry.status import (
    NOT_YET_CONFIRMED,
    VERIFICATION_STATUS,
    status_words,
)
from validator.chart.entry.when import day_of_tree
from validator.chart.fact import OTHER_DISEASE, Diagnosis, Differentiation, Extent, Measurement, RiskCondition
from validator.chart.liver.staged_liver import liver_class_named, liver_classes
from validator.chart.order.reason_words import narrowed
from validator.chart.reader import Reader, dated, evidence
from validator.chart.risk import risk_words
from validator.chart.risk.risk_condition import risks_of
from validator.chart.words.text import texts_of_condition
from validator.fhir.element import CodeableConcept
from validator.fhir.entry import Entry
from validator.fhir.resource import Condition
from validator.frozen import Frozen, replace
from validator.terminology.codebook import Codebook
from validator.terminology.domain import DRUG, OBSERVED, SITE, TREATMENT
from validator.verdict import Basis, Truth

REASON_NOTE = "its clinical status is not told; as the order's own reason it counts as present"


class ConditionFacts(Frozen):
    """Everything one Condition shows."""

    diagnosis: Diagnosis | None = None
    extents: tuple[Extent, ...] = ()
    differentiations: tuple[Differentiation, ...] = ()
    risk: tuple[RiskCondition, ...] = ()
    treatment: tuple[Therapy, ...] = ()
    measurements: tuple[Measurement, ...] = ()


NOTHING = ConditionFacts()


def may_matter(reader: Reader, entry: Entry) -> bool:
    """Whether a Condition can show anything: a listed code, or words for cancer or risk. Cheap: nothing is decoded."""
    code = entry.raw.get("code")
    if any_listed(reader.book, DOMAINS_OF_CONDITIONS, code) or "stage" in entry.raw or "extension" in entry.raw:
        return True
    if may_be_cancer(reader.book, code, entry.raw.get("meta", "")) or risk_words.may_name(reader.book, code):
        return True
    return bool(named_in_words(reader.book, as_concept(code)))


@lru_cache(maxsize=8192)
def named_in_words(book: Codebook, code: CodeableConcept) -> frozenset[tuple[str, str]]:
    """What `Condition.code` names in words alone beside cancers and risks: each domain with its group."""
    criteria = ((DRUG, group) for group in criterion_words.stated_alone(book, code))
    return frozenset((*criteria, *((OBSERVED, group) for group in liver_class_named(book, code))))


def facts_of(reader: Reader, entry: Entry, adult: Truth, histologies: Iterable[Histology] = ()) -> ConditionFacts:
    """What the Condition shows; nothing when it is refuted, entered in error, or cannot be relied on.

    A Condition that is not confirmed yet gives only a diagnosis marked so: it is named, not used.
    """
    body = reader.body(entry, Condition)
    if body is None:
        return NOTHING
    verified = status_words(body.verification_status, VERIFICATION_STATUS)
    told = tuple(histologies)
    state = state_of(reader, entry, body, adult)
    stated = histologies_of(body, told)
    found = _diagnosis(state, body, told, stated)
    if verified & NOT_YET_CONFIRMED:
        word = min(verified & NOT_YET_CONFIRMED)
        reader.set_aside(entry, f"is {word}: not used as evidence")
        return ConditionFacts(diagnosis=replace(found, confirmed=False)) if found else NOTHING
    if found is not None and found.told - {OTHER_DISEASE} and is_doubted(reader.book, body.code):
        reader.set_aside(entry, "is doubted or denied by its own text: not used as evidence")
        return ConditionFacts(diagnosis=replace(found, confirmed=False))
    is_tumor = _is_tumor(reader, body, found)
    return ConditionFacts(
        diagnosis=found,
        extents=extents_of(state, body, found) if is_tumor else (),
        differentiations=_differentiations(state, body, stated, found) if is_tumor else (),
        risk=(*risks_of(state, body, is_tumor=is_tumor), *criterion_words.stated(state, body, is_tumor=is_tumor)),
        treatment=_treatment(state, body),
        measurements=tuple(liver_classes(state, body)),
    )


def cancers_of(reader: Reader, entries: Iterable[Entry], adult: Truth) -> dict[Entry, Diagnosis]:
    """The Conditions that name a cancer, each with what its own code and words say of it."""
    found = [(entry, facts_of(reader, entry, adult).diagnosis) for entry in entries]
    return {entry: one for entry, one in found if one is not None}


def _is_tumor(reader: Reader, body: Condition, found: Diagnosis | None) -> bool:
    names_tumor = found is not None and not found.diseases <= reader.book.diseases.no_tumors
    return names_tumor or extent.is_secondary(reader.book, groups_of(reader.book, extent.DOMAIN, body.code))


def is_tumor(reader: Reader, entry: Entry, facts: ConditionFacts) -> bool:
    """Whether the Condition, which shows these facts, is a tumor, or where one has spread to, by code or words."""
    body = entry.body
    return bool(facts.extents) or (isinstance(body, Condition) and _is_tumor(reader, body, facts.diagnosis))


def is_usable(reader: Reader, entry: Entry) -> bool:
    """Whether the Condition may be used at all: relied on, and neither refuted nor entered in error."""
    return reader.body(entry, Condition) is not None


def of_reason(reader: Reader, entry: Entry, concept: CodeableConcept, element: str, adult: Truth) -> Diagnosis:
    """The disease a reasonCode names; the prescriber gives it as the reason now, so it is active."""
    reading = disease.read(reader.book.diseases, disease.statements_of(reader.book, concept))
    names_cancer = reading.is_cancer if reading is not None else is_cancer(reader.book, concept)
    state = State(reader, entry, adult, Truth.TRUE)
    read = reading or disease.unlisted(reader.book, concept)
    spread = reading is None and extent.is_secondary(reader.book, groups_of(reader.book, extent.DOMAIN, concept))
    unknown = kinds_left_open(state.reader.book, concept, read)
    found = replace(_of_reading(state, concept, element, read, unknown), is_cancer=names_cancer, is_secondary=spread)
    return narrowed(reader.book, found, concept)


def _diagnosis(
    state: State, body: Condition, told: tuple[Histology, ...], histologies: tuple[CodeableConcept, ...]
) -> Diagnosis | None:
    """The cancer the Condition names; None when it names none, or only where one has spread to."""
    book = state.reader.book
    statements = disease.statements_of(book, body.code)
    for concept in histologies:
        statements += disease.statements_of(book, concept)
    code = (body.code,) if body.code is not None else ()
    reading = disease.read(book.diseases, statements, disease.sites_of(book, body.body_site + code))
    if reading is None:
        if extent.is_secondary(book, groups_of(book, extent.DOMAIN, body.code)):
            return None
        if not is_cancer(book, body.code, profiles_of(state.entry)):
            return None
        reading = disease.unlisted(book, body.code)
    unknown: tuple[str, ...] = ()
    if histologies:
        unknown = not_known(book, histologies, reading.diseases) + told_otherwise(book, body.code, histologies)
    unknown += kinds_left_open(book, body.code, reading, body.body_site)
    found = _of_reading(state, body.code, "code", reading, unknown)
    if told and _is_another_since(state, told, found.diseases):
        found = replace(found, diseases=found.diseases | {OTHER_DISEASE}, by_words=None)
    tell = map(groups_of, repeat(book), repeat(SITE), body.body_site + code)
    spreads = may_spread(book, body.code) if OTHER_DISEASE in found.diseases else True
    found = replace(found, sites=frozenset().union(*tell), may_spread=spreads)
    if disease.UNCODED_NOTE in reading.notes:
        found = replace(found, left_by_words=left_by_words(book, body.code))
    notes = tuple([f"histology from {one.entry.reference}" for one in told]) if told else ()
    return replace(found, notes=found.notes + notes) if notes else found


def _is_another_since(state: State, told: tuple[Histology, ...], diseases: frozenset[str]) -> bool:
    """Whether what was stated of the tumor since it was diagnosed leaves open the disease that its code names."""
    book = state.reader.book
    since = [one for one in told if _is_since(state, one)]
    by_code = tuple([one.concept for one in since if one.concept.coding])
    if by_code and naming_another(book, not_known(book, by_code, diseases), diseases):
        return True
    return any(_concludes_another(book, one) for one in since)


def _concludes_another(book: Codebook, told: Histology) -> bool:
    """Whether a report of tissue concludes in words, by the name of the organ, that its tumor is another one: that
    leaves open what a code names. Those of an Observation are weighed where it is set aside."""
    if told.entry.resource_type != REPORT or told.concept.coding or told.concept.text is None:
        return False
    return bool(book.diseases.words_for(told.concept.text))


def _is_since(state: State, told: Histology) -> bool:
    """Whether a report is surely of a later day than the diagnosis it is about."""
    diagnosed, reported = state.recorded or state.onset, day_of_tree(told.entry.tree)
    return diagnosed is not None and reported is not None and diagnosed.before(reported) is Truth.TRUE


def _of_reading(
    state: State,
    concept: CodeableConcept | None,
    element: str,
    reading: disease.DiseasesLeft,
    unknown: tuple[str, ...] = (),
) -> Diagnosis:
    """`unknown`: what is said of its histology and stands in no list; an organ with one is no organ alone."""
    diseases, basis, notes = reading.diseases, Basis.CODED, reading.notes
    active, because = state.active, state.inactive_because
    if unknown:
        notes += (f"its histology is not one that is known here ({', '.join(unknown)})",)
    elif reading.organ_alone is not None:
        notes += (state.reader.book.diseases.organ_alone[reading.organ_alone],)
        if state.adult is Truth.TRUE and state.reader.settings.organ_without_histology == "derived":
            diseases, basis = frozenset({reading.organ_alone}), Basis.DERIVED
    if against := kinds_against(state.reader.book, concept, reading):
        diseases = diseases | {OTHER_DISEASE}
        notes += (f"its words name another tumor than its code ({', '.join(against)})",)
    if disease.UNCODED_NOTE in reading.notes:
        basis = Basis.TEXT
    if state.is_recent:
        active, notes = Truth.TRUE, (*notes, UNTOLD_NOTE)
    elif state.entry in state.reader.trusted:
        notes = (*notes, REASON_NOTE)
    if reading.history_only:
        active, because = Truth.FALSE, "history only"
    # Where a code says that it is another disease, the words of its other code prove nothing against it.
    is_disputed = bool(unknown) or disease.DISAGREE_NOTE in notes
    by_words = None if is_disputed else disease_by_words(state.reader.book, concept, reading)
    return Diagnosis(
        evidence=evidence(state.entry, disease_name(state.reader.book, concept), element, basis),
        diseases=diseases,
        active=active,
        inactive_because=because,
        basis=basis,
        excluded_because=reading.excluded_because,
        onset=state.onset,
        recorded=state.recorded,
        notes=notes,
        is_cancer=reading.is_cancer,
        is_history=reading.history_only,
        by_words=by_words,
        words=next(iter(words_of(concept)), "") if by_words is not None else "",
    )


def _differentiations(
    state: State, body: Condition, histologies: tuple[CodeableConcept, ...], diagnosis: Diagnosis | None
) -> tuple[Differentiation, ...]:
    reader, entry, day = state.reader, state.entry, state.day
    if diagnosis is None and state.active is Truth.FALSE:
        return ()
    found = list(differentiation.of_concept(reader, entry, body.code, "code", day))
    for index, extension in enumerate(body.extension):
        if extension.url == HISTOLOGY_EXTENSION:
            place = f"extension[{index}].valueCodeableConcept"
            found.extend(differentiation.of_concept(reader, entry, extension.value_codeable_concept, place, day))
    for index, stage in enumerate(body.stage):
        found.extend(differentiation.of_concept(reader, entry, stage.summary, f"stage[{index}].summary", day))
    # What the code carries by classification gives way to a morphology beside it.
    if Basis.CODED in map(attrgetter("evidence.basis"), found):
        found = [one for one in found if one.evidence.basis is not Basis.DERIVED]
    if histologies and any(differentiation.without_grade_digit(concept)[1] for concept in histologies):
        reader.set_aside(entry, "has a morphology with a grade digit, which is not used as a grade")
    if diagnosis is None:
        # A metastasis proves nothing of its tumor, but what was seen in it is no silence.
        found.extend(differentiation.against(differentiation.of_texts(reader, entry, texts_of_condition(body), day)))
    elif diagnosis.told - {OTHER_DISEASE} and body.code is not None:
        found.extend(differentiation.of_name(entry, body.code.text, day))
        found.extend(differentiation.of_texts(reader, entry, texts_of_condition(body), day))
    return tuple(map(partial(replace, about=entry.reference), found))


def _treatment(state: State, body: Condition) -> tuple[Therapy, ...]:
    """A code for the state after a treatment (Z92.21, Z90.5) shows that it was given, not when."""
    known = coded(state.reader.book, TREATMENT, body.code)
    groups = groups_of(state.reader.book, TREATMENT, body.code)
    groups -= state.reader.book.of_role(TREATMENT, "look-alike")
    if not groups:
        return ()
    name = name_of(body.code, known)
    shown = evidence(state.entry, dated(name, state.day), "code")
    stop = state.recorded or state.onset
    return (Therapy(groups, name, TherapyKind.CONDITION, shown, current=Truth.FALSE, given=Truth.TRUE, stop=stop),)


def profiles_of(entry: Entry) -> tuple[str, ...]:
    """The profiles a resource claims in its meta."""
    meta = entry.raw.get("meta")
    profiles = meta.get("profile") if isinstance(meta, dict) else None
    return tuple(p for p in profiles if isinstance(p, str)) if isinstance(profiles, list) else ()
