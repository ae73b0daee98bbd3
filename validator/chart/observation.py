"""What one Observation shows: a measurement, a stage or status, a grade, an attested criterion."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from msgspec import structs

from validator.chart.concept import DOMAINS_OF_OBSERVATIONS, any_listed
from validator.chart.disease import differentiation, extent, growth, histology
from validator.chart.disease.tie import Ties
from validator.chart.fact import OTHER_DISEASE, Attestation, Diagnosis, Differentiation, Extent, Measurement
from validator.chart.observed import attestation, measurement
from validator.chart.observed.question import asked_by_words, asked_of, words_in
from validator.chart.observed.stated import answered, stated_in
from validator.chart.reader import Reader
from validator.chart.risk import answered_finding, asked_finding
from validator.chart.words.text import phrase_groups
from validator.fhir.element import CodeableConcept
from validator.fhir.entry import Entry
from validator.fhir.resource import Observation
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.terminology.codebook import Codebook
from validator.terminology.domain import RISK
from validator.verdict import Truth


class ObservationFacts(Frozen):
    """Everything one Observation shows."""

    measurements: tuple[Measurement, ...] = ()
    extents: tuple[Extent, ...] = ()
    differentiations: tuple[Differentiation, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    growths: tuple[growth.Growth, ...] = ()


NOTHING = ObservationFacts()
_LISTED = (*DOMAINS_OF_OBSERVATIONS, RISK)
"""What an Observation can be about: a question, or a finding that it states."""


def may_matter(reader: Reader, entry: Entry) -> bool:
    """Whether an Observation can show anything. Cheap: nothing is decoded, codes are looked up first."""
    raw = entry.raw
    if is_asked(reader.book, raw.get("code")) or _may_be_finding(reader.book, raw):
        return True
    text = raw.get("valueString")
    if isinstance(text, str) and phrase_groups(reader.book, measurement.DOMAIN, text):
        return True
    components = raw.get("component")
    return isinstance(components, list) and any(
        is_asked(reader.book, component.get("code")) or _may_be_finding(reader.book, component)
        for component in components
        if isinstance(component, dict)
    )


def may_tell_finding(book: Codebook, part: dict[str, Any]) -> bool:
    """Whether an Observation, or a part of it, has an answer that could be a finding, or affirm one. Cheap."""
    return answered_finding.may_name(part) or bool(asked_finding.told_by_an_answer(book, words_in(part.get("code"))))


def _may_be_finding(book: Codebook, part: dict[str, Any]) -> bool:
    """Whether an Observation, or a part of it, may say that the patient has something, by its answer or its name."""
    names = words_in(part.get("code"))
    if asked_finding.told_by_an_answer(book, names):
        return True
    if not answered_finding.may_name(part):
        return False
    if answered_finding.may_answer(book, part):
        return True
    said = asked_finding.affirmed_risks(book, names)
    return bool(said.told or said.left_open)


def is_asked(book: Codebook, code: object) -> bool:
    """Whether an undecoded code stands in a list, also as a finding, or its words name a question."""
    if any_listed(book, _LISTED, code):
        return True
    words = words_in(code)
    return bool(words) and bool(asked_by_words(book, words))


def asks_histology(reader: Reader, concept: CodeableConcept | None) -> bool:
    """Whether an Observation's code asks for histology and behavior (LOINC 59847-4)."""
    return differentiation.asks_histology(reader.book, asked_of(reader.book, differentiation.DOMAIN, concept))


class SaidOfTumor(Frozen):
    """Of which Condition, and of which disease, an Observation is; None: nothing tells.

    `may_be` are the references of the tumors that are left where several are, `beside` names one of another kind.
    `is_of_no_tumor`: its focus is a disease that is none; UNKNOWN where that is not here, or has no code: such an
    Observation proves nothing, and can still speak against what is on file.
    """

    about: str | None = None
    diagnosis: Diagnosis | None = None
    may_be: frozenset[str] = frozenset()
    beside: str = ""
    is_of_no_tumor: Truth = Truth.FALSE


def is_of_tissue(reader: Reader, body: Observation) -> bool:
    """Whether an Observation, or a part of it, asks for how a tumor looks under the microscope."""
    return any(asked_of(reader.book, differentiation.DOMAIN, part.code) for _, part in parts_of(body))


def said_of(reader: Reader, ties: Ties, entry: Entry) -> SaidOfTumor:
    """Which tumor a finding of pathology is of that says it of none outright; nothing is told of the only one."""
    left = ties.of(entry)
    if len(ties.tumors) < 2:
        return SaidOfTumor()
    family = reader.book.diseases.family_of
    graded = [one for one in left if family(one.named)]
    if len(left) == 1 or not graded:
        return SaidOfTumor(left[0].entry.reference, left[0].diagnosis)
    others = [one for one in left if one not in graded and one.diagnosis.active is not Truth.FALSE]
    beside = others[0].diagnosis.evidence.says if others else ""
    return SaidOfTumor(may_be=frozenset(one.entry.reference for one in left), beside=beside)


def facts_of(reader: Reader, entry: Entry, body: Observation, said: SaidOfTumor) -> ObservationFacts:
    """What the Observation shows.

    A grade of another cancer is not evidence about the one that is treated; it is named. One that may be of another
    keeps its name.
    """
    diagnosis = said.diagnosis
    measured = reader.look(entry, measurement.measured)
    day = measured.day
    diseases = diagnosis.diseases if diagnosis else frozenset()
    found = _OfTumor(reader, entry, day, said, diseases)
    for place, part in parts_of(body):
        found.add(part, place)
    if said.is_of_no_tumor is Truth.UNKNOWN:
        found.extents = [one for one in found.extents if one.kind in extent.SPEAKS_AGAINST]
        found.grades = [one for one in found.grades if one.level in differentiation.SPEAKS_AGAINST]
        found.growths.clear()
    return ObservationFacts(
        measurements=(*measured.values, *stated_in(reader, entry, body, day), *found.stated),
        extents=tuple(found.extents),
        differentiations=tuple(found.grades),
        attestations=tuple(attestation.of_observation(reader, entry, body, day)),
        growths=tuple(found.growths),
    )


def facts_alone(reader: Reader, entry: Entry) -> ObservationFacts:
    """What an Observation shows by itself, without its components, of whichever tumor; ask by `reader.look`."""
    body = entry.body
    return facts_of_part(reader, entry, body) if isinstance(body, Observation) else NOTHING


def facts_of_part(reader: Reader, entry: Entry, part: Observation) -> ObservationFacts:
    """The same of a component as an Observation of its own (`parts_of`)."""
    return facts_of(reader, entry, structs.replace(part, component=()), SaidOfTumor())


_Placed = TypeVar("_Placed", Extent, Differentiation, growth.Growth)


@dataclass(slots=True)
class _OfTumor:
    """What an Observation, and each part of it that asks such a thing, says of a tumor's spread, grade and growth."""

    reader: Reader
    entry: Entry
    day: PartialDate | None
    said: SaidOfTumor
    diseases: frozenset[str]
    extents: list[Extent] = field(default_factory=list)
    grades: list[Differentiation] = field(default_factory=list)
    growths: list[growth.Growth] = field(default_factory=list)
    stated: list[Measurement] = field(default_factory=list)

    def add(self, part: Observation, place: str) -> None:
        """`place` is where the part stands in the Observation: empty, or `component[1].`."""
        reader, entry, about = self.reader, self.entry, self.said.about
        self.stated += answered(reader, entry, part, self.day, place)
        spread = asked_of(reader.book, extent.DOMAIN, part.code)
        grade = asked_of(reader.book, differentiation.DOMAIN, part.code)
        if self.said.is_of_no_tumor is not Truth.FALSE and (spread or grade):
            reader.set_aside(entry, "is of what is no tumor on file")
        if self.said.is_of_no_tumor is Truth.TRUE:
            return
        if spread:
            source = extent.Source(reader, entry, self.day, self.diseases, about)
            self.extents += (self._placed(one, place) for one in extent.of_observation(source, part, spread))
        if not grade:
            return
        value = part.value_codeable_concept
        is_words = value is None or not value.coding
        if (
            is_words
            and differentiation.asks_histology(reader.book, grade)
            and histology.is_of_another(reader.book, part)
        ):
            return
        if self.diseases == {OTHER_DISEASE}:
            reader.set_aside(entry, "grades another cancer")
        else:
            is_graded, may_be_of = differentiation.asks_grade(reader.book, grade), self.said.beside
            for one in differentiation.of_observation(reader, entry, part, grade, self.day):
                made = replace(one, about=about, is_graded=is_graded, may_be_of=may_be_of)
                self.grades.append(self._placed(made, place))
        if growth.is_asked(reader.book, grade):
            rate = growth.of_observation(entry, part, self.day, about, self.said.may_be)
            self.growths += (self._placed(rate, place),) if rate is not None else ()

    def _placed(self, one: _Placed, place: str) -> _Placed:
        if not place:
            return one
        start = f"{self.entry.expression}."
        element = (one.evidence.expression or "").removeprefix(start)
        return replace(one, evidence=replace(one.evidence, expression=f"{start}{place}{element}"))


def parts_of(body: Observation) -> tuple[tuple[str, Observation], ...]:
    """The Observation, and each component as one of its own with what is said of the whole; each with its place."""
    if not body.component:
        return (("", body),)
    parts = [
        (
            f"component[{index}].",
            structs.replace(
                body,
                code=one.code,
                value_quantity=one.value_quantity,
                value_codeable_concept=one.value_codeable_concept,
                value_string=one.value_string,
                value_integer=one.value_integer,
                value_boolean=one.value_boolean,
                value_range=None,
                interpretation=(),
                component=(),
            ),
        )
        for index, one in enumerate(body.component)
    ]
    return (("", body), *parts)
