"""What one Condition shows: a diagnosis of cancer, its spread and grade, a condition that is a risk, past treatment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from validator.chart import diagnosis as disease
from validator.chart import differentiation, extent
from validator.chart.concept import DOMAINS_OF_CONDITIONS, any_listed, coded, groups_of, name_of
from validator.chart.fact import Diagnosis, Differentiation, Extent, RiskCondition, Therapy, TherapyKind
from validator.chart.reader import Reader, dated, evidence, first_date
from validator.chart.status import (
    CAME_BACK,
    CLINICAL_STATUS,
    NOT_ACTIVE,
    NOT_SO,
    NOT_YET_CONFIRMED,
    VERIFICATION_STATUS,
    is_active,
    status_words,
)
from validator.chart.text import phrase_groups, texts_of_condition
from validator.fhir.element import CodeableConcept
from validator.fhir.entry import Entry
from validator.fhir.resource import Condition
from validator.instant import PartialDate
from validator.verdict import Basis, Truth

HISTOLOGY_EXTENSION = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-histology-morphology-behavior"
RISK = "conditions-risk"
TREATMENT = "prior-therapy"
REFRACTORY = "dtc:rai_refractory"


@dataclass(frozen=True, slots=True)
class ConditionFacts:
    """Everything one Condition shows."""

    diagnosis: Diagnosis | None = None
    extents: tuple[Extent, ...] = ()
    differentiations: tuple[Differentiation, ...] = ()
    risk: tuple[RiskCondition, ...] = ()
    treatment: tuple[Therapy, ...] = ()


NOTHING = ConditionFacts()


@dataclass(frozen=True, slots=True)
class Histology:
    """A histology another resource states about a cancer: the concept, and where it was read."""

    entry: Entry
    concept: CodeableConcept
    element: str


def may_matter(reader: Reader, entry: Entry) -> bool:
    """Whether a Condition can show anything: a listed code, or codes or words for cancer. Cheap: nothing is decoded."""
    code = entry.raw.get("code")
    if any_listed(reader.book, DOMAINS_OF_CONDITIONS, code) or entry.raw.get("stage") or entry.raw.get("extension"):
        return True
    return names_cancer(entry.raw)


def names_cancer(raw: dict[str, object]) -> bool:
    """Whether the code, text or profile of an undecoded Condition speaks of cancer."""
    code = raw.get("code")
    if not isinstance(code, dict):
        return False
    return bool(disease.MAY_BE_CANCER.search(str(code))) or "-cancer-condition" in str(raw.get("meta", ""))


def facts_of(reader: Reader, entry: Entry, adult: Truth, histologies: Iterable[Histology] = ()) -> ConditionFacts:
    """What the Condition shows; nothing when it is refuted, entered in error, or cannot be relied on.

    A Condition that is not confirmed yet gives only a diagnosis marked so: it is named, not used.
    """
    body = reader.body(entry, Condition)
    if body is None:
        return NOTHING
    verified = status_words(body.verification_status, VERIFICATION_STATUS)
    if verified & NOT_SO:
        return NOTHING
    dates = _dates(reader, entry, body)
    active, because = _active(reader, entry, body, dates)
    found = _diagnosis(reader, entry, body, adult, tuple(histologies), active, because, dates)
    if verified & NOT_YET_CONFIRMED:
        word = next(iter(sorted(verified & NOT_YET_CONFIRMED)))
        reader.set_aside(entry, f"is {word}: not used as evidence")
        return ConditionFacts(diagnosis=_unconfirmed(found)) if found else NOTHING
    spread = extent.is_secondary(groups_of(reader.book, extent.DOMAIN, body.code))
    is_tumor = found is not None or spread
    return ConditionFacts(
        diagnosis=found,
        extents=_extents(reader, entry, body, found, active, dates) if is_tumor else (),
        differentiations=_differentiations(reader, entry, body, tuple(histologies), dates) if is_tumor else (),
        risk=_risk(reader, entry, body, is_tumor, active, dates),
        treatment=_treatment(reader, entry, body, dates),
    )


def is_usable(reader: Reader, entry: Entry) -> bool:
    """Whether the Condition may be used at all: readable, and neither refuted nor entered in error."""
    body = reader.body(entry, Condition)
    return body is not None and not status_words(body.verification_status, VERIFICATION_STATUS) & NOT_SO


def of_reason(reader: Reader, entry: Entry, concept: CodeableConcept, element: str, adult: Truth) -> Diagnosis:
    """The disease a reasonCode names; the prescriber gives it as the reason now, so it is active."""
    reading = disease.read(disease.statements_of(reader.book, concept))
    is_cancer = reading is not None or disease.is_cancer(concept)
    return _of_reading(
        reader, entry, concept, element, reading or disease.unlisted(reader.book, concept),
        adult=adult, is_cancer=is_cancer, active=Truth.TRUE, because="", day=None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Dates:
    onset: PartialDate | None
    abatement: PartialDate | None
    recorded: PartialDate | None
    abated: bool

    @property
    def day(self) -> PartialDate | None:
        """When the condition began, else when it was recorded."""
        return self.onset or self.recorded


def _dates(reader: Reader, entry: Entry, body: Condition) -> _Dates:
    abatement = first_date(
        reader.date(body.abatement_date_time, entry, "abatementDateTime"),
        reader.end_of(body.abatement_period, entry, "abatementPeriod"),
        reader.start_of(body.abatement_period, entry, "abatementPeriod"),
    )
    said = any(name.startswith("abatement") and value is not False for name, value in entry.raw.items())
    return _Dates(
        onset=first_date(
            reader.date(body.onset_date_time, entry, "onsetDateTime"),
            reader.start_of(body.onset_period, entry, "onsetPeriod"),
        ),
        abatement=abatement,
        recorded=reader.date(body.recorded_date, entry, "recordedDate"),
        abated=said,
    )


def _active(reader: Reader, entry: Entry, body: Condition, dates: _Dates) -> tuple[Truth, str]:
    """Whether it is there on the chart's day, and if not, the word that says so.

    A condition that ended only after that day was still there on it.
    """
    words = status_words(body.clinical_status, CLINICAL_STATUS)
    active = is_active(words)
    over = dates.abatement is not None and dates.abatement.at_or_before(reader.as_of) is not Truth.FALSE
    ended_later = dates.abatement is not None and not over
    if active is Truth.FALSE:
        if ended_later:
            return Truth.TRUE, ""
        return Truth.FALSE, ", ".join(sorted(words & NOT_ACTIVE))
    if active is Truth.TRUE:
        if dates.abated and not ended_later:
            reader.set_aside(entry, "is active by its status and over by its abatement")
            return Truth.UNKNOWN, ""
        return Truth.TRUE, ""
    if words:
        return Truth.UNKNOWN, ""
    if ended_later:
        return Truth.TRUE, ""
    return (Truth.FALSE, "over by its abatement") if dates.abated else (Truth.UNKNOWN, "")


def _diagnosis(
    reader: Reader,
    entry: Entry,
    body: Condition,
    adult: Truth,
    histologies: tuple[Histology, ...],
    active: Truth,
    because: str,
    dates: _Dates,
) -> Diagnosis | None:
    """The cancer the Condition names; None when it names none, or only where one has spread to."""
    statements = disease.statements_of(reader.book, body.code)
    for one in _all_histologies(body, histologies):
        statements += disease.statements_of(reader.book, one)
    reading = disease.read(statements, disease.sites_of(reader.book, body.body_site + _code(body)))
    if reading is None:
        if extent.is_secondary(groups_of(reader.book, extent.DOMAIN, body.code)):
            return None
        if not disease.is_cancer(body.code, _profiles(entry)):
            return None
        reading = disease.unlisted(reader.book, body.code)
    if reading.history_only:
        active, because = Truth.FALSE, "history only"
    notes = tuple(f"histology from {one.entry.reference}" for one in histologies)
    return _of_reading(
        reader, entry, body.code, "code", reading,
        adult=adult, is_cancer=True, active=active, because=because, day=dates.day, notes=notes,
    )  # fmt: skip


def _of_reading(
    reader: Reader,
    entry: Entry,
    concept: CodeableConcept | None,
    element: str,
    reading: disease.Reading,
    *,
    adult: Truth,
    is_cancer: bool,
    active: Truth,
    because: str,
    day: PartialDate | None,
    notes: tuple[str, ...] = (),
) -> Diagnosis:
    diseases, basis = reading.diseases, Basis.CODED
    notes = reading.notes + notes
    if reading.kidney_without_histology:
        notes += (disease.KIDNEY_NOTE,)
        if adult is Truth.TRUE and reader.settings.ambiguous_kidney_cancer == "rcc":
            diseases, basis = frozenset({"rcc"}), Basis.DERIVED
    if not reading.known and disease.UNCODED_NOTE in reading.notes:
        basis = Basis.TEXT
    return Diagnosis(
        evidence=evidence(entry, disease.disease_name(reader.book, concept), element, basis),
        diseases=diseases,
        active=active,
        inactive_because=because,
        basis=basis,
        excluded_because=reading.excluded_because,
        is_cancer=is_cancer,
        date=day,
        notes=notes,
    )


def _unconfirmed(found: Diagnosis) -> Diagnosis:
    return Diagnosis(
        evidence=found.evidence, diseases=found.diseases, active=found.active, inactive_because=found.inactive_because,
        basis=found.basis, excluded_because=found.excluded_because, is_cancer=found.is_cancer, confirmed=False,
        date=found.date, notes=found.notes,
    )  # fmt: skip


def _extents(
    reader: Reader, entry: Entry, body: Condition, found: Diagnosis | None, active: Truth, dates: _Dates
) -> tuple[Extent, ...]:
    if active is Truth.FALSE:
        return ()
    diseases = found.diseases if found else frozenset[str]()
    coded_ones = tuple(extent.of_condition(reader, entry, body, diseases, dates.day))
    for word in sorted(status_words(body.clinical_status, CLINICAL_STATUS) & CAME_BACK):
        coded_ones += tuple(extent.recurrence(entry, word, diseases, dates.recorded or dates.onset))
    about = entry.reference
    texts = extent.of_texts(reader, entry, texts_of_condition(body), diseases, dates.day, about)
    said = {one.kind for one in coded_ones}
    return coded_ones + tuple(one for one in texts if one.kind not in said)


def _differentiations(
    reader: Reader, entry: Entry, body: Condition, histologies: tuple[Histology, ...], dates: _Dates
) -> tuple[Differentiation, ...]:
    found = list(differentiation.of_concept(reader, entry, body.code, "code", dates.day))
    for index, extension in enumerate(body.extension):
        if extension.url == HISTOLOGY_EXTENSION:
            element = f"extension[{index}].valueCodeableConcept"
            concept = extension.value_codeable_concept
            found.extend(differentiation.of_concept(reader, entry, concept, element, dates.day))
    for index, stage in enumerate(body.stage):
        found.extend(differentiation.of_concept(reader, entry, stage.summary, f"stage[{index}].summary", dates.day))
    # What the code carries by classification gives way to a morphology beside it.
    if any(one.evidence.basis is Basis.CODED for one in found):
        found = [one for one in found if one.evidence.basis is not Basis.DERIVED]
    if any(differentiation.without_grade_digit(one)[1] for one in _all_histologies(body, histologies)):
        reader.set_aside(entry, "has a morphology with a grade digit, which is not used as a grade")
    return tuple(found)


def _risk(
    reader: Reader, entry: Entry, body: Condition, is_tumor: bool, active: Truth, dates: _Dates
) -> tuple[RiskCondition, ...]:
    found: list[RiskCondition] = []
    known = coded(reader.book, RISK, body.code)
    groups = frozenset[str]().union(*(one.groups for one in known))
    day = dates.onset or dates.recorded
    if groups:
        name = name_of(body.code, known)
        shown = evidence(entry, dated(name, day), "code")
        found.append(RiskCondition(groups, name, active, shown, dates.onset, dates.abatement, dates.recorded))
    elif not is_tumor and body.code is not None and body.code.text and not body.code.coding:
        for phrase, named in phrase_groups(reader.book, RISK, body.code.text):
            shown = evidence(entry, dated(f'"{phrase}"', day), "code.text", Basis.TEXT)
            found.append(RiskCondition(named, phrase, active, shown, dates.onset, dates.abatement, dates.recorded))
    if is_tumor and active is not Truth.FALSE:
        for text, element in texts_of_condition(body):
            for phrase, named in phrase_groups(reader.book, TREATMENT, text):
                if REFRACTORY in named:
                    shown = evidence(entry, dated(f'"{phrase}"', day), element, Basis.TEXT)
                    only = frozenset({REFRACTORY})
                    found.append(RiskCondition(only, phrase, active, shown, dates.onset, None, dates.recorded))
    return tuple(found)


def _treatment(reader: Reader, entry: Entry, body: Condition, dates: _Dates) -> tuple[Therapy, ...]:
    """A code for the state after a treatment (Z92.21, Z90.5) shows that it was given, not when."""
    known = coded(reader.book, TREATMENT, body.code)
    groups = frozenset(g for one in known for g in one.groups if not g.startswith("trap:"))
    if not groups:
        return ()
    name = name_of(body.code, known)
    shown = evidence(entry, dated(name, dates.day), "code")
    stop = dates.recorded or dates.onset
    return (Therapy(groups, name, TherapyKind.STATEMENT, shown, current=Truth.FALSE, given=Truth.TRUE, stop=stop),)


def _all_histologies(body: Condition, histologies: tuple[Histology, ...]) -> tuple[CodeableConcept, ...]:
    own = tuple(
        extension.value_codeable_concept
        for extension in body.extension
        if extension.url == HISTOLOGY_EXTENSION and extension.value_codeable_concept is not None
    )
    return own + tuple(one.concept for one in histologies)


def _code(body: Condition) -> tuple[CodeableConcept, ...]:
    return (body.code,) if body.code is not None else ()


def _profiles(entry: Entry) -> tuple[str, ...]:
    meta = entry.raw.get("meta")
    profiles = meta.get("profile") if isinstance(meta, dict) else None
    return tuple(p for p in profiles if isinstance(p, str)) if isinstance(profiles, list) else ()
