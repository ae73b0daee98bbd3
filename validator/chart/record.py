"""The public calls of this floor: the orders in a submission, and the chart each of them is judged against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from validator.chart import attestation, condition, observation, supplied, surgery, therapy
from validator.chart import order as orders
from validator.chart.fact import (
    Attestation,
    Chart,
    Diagnosis,
    Order,
    Person,
    Surgery,
    Therapy,
)
from validator.chart.measurement import without_jumps
from validator.chart.person import person
from validator.chart.reader import Reader
from validator.chart.settings import DEFAULT_SETTINGS, ChartSettings
from validator.chart.subject import PatientIndex
from validator.fhir.element import Reference
from validator.fhir.entry import Entry
from validator.fhir.resource import Condition, Observation, QuestionnaireResponse
from validator.fhir.submission import Submission
from validator.finding import Evidence
from validator.instant import PartialDate, age_in_years
from validator.verdict import Truth

_T = TypeVar("_T")

ADULT_FROM_YEARS = 18
"""Below it, kidney cancer without a histology is not taken as renal cell carcinoma: it may be a Wilms tumor."""

_NO_DAY = PartialDate.on(date.min)


@dataclass(frozen=True, slots=True)
class OrderEntry:
    """One MedicationRequest: where it stands, what it asks for, and the files of its submission."""

    entry: Entry
    order: Order
    patient: str
    """The key of its patient; empty when it names none among several."""
    _files: _Files = field(repr=False, compare=False)

    @property
    def is_for_labelled_drug(self) -> Truth:
        """TRUE: the label's drug; FALSE: another; UNKNOWN: the order does not tell, or its codes and name disagree."""
        return self.order.product.is_ingredient


@dataclass(slots=True)
class _Files:
    """What is sorted once for all orders of a submission."""

    submission: Submission
    index: PatientIndex
    orders: tuple[OrderEntry, ...] = ()
    places: dict[str, Entry] | None = None


def orders_in(
    submission: Submission, *, as_of: PartialDate | None = None, settings: ChartSettings = DEFAULT_SETTINGS
) -> tuple[OrderEntry, ...]:
    """Every MedicationRequest of the submission in the order submitted, of the label's drug or not, proposals included.

    A contained request belongs to the resource that contains it and is no order of its own. Reasons are read as of
    `as_of`, else the day the order was written; `chart_for` reads them again as of its own day.
    """
    files = _Files(submission, PatientIndex(submission))
    reader = Reader(submission, as_of or _NO_DAY, settings)
    found = []
    for entry in submission.by_type("MedicationRequest"):
        if entry.parent is not None:
            continue
        patient = files.index.owner(entry)
        owner = files.index.entry_of(patient)
        read = orders.order(reader, entry, owner.reference if owner is not None else _subject_of(entry))
        if read.reason_given and read.product.is_ingredient is not Truth.FALSE:
            day = as_of or read.authored or _NO_DAY
            chart = _ChartReader(Reader(submission, day, settings), files, patient, entry)
            read = replace(read, reasons=chart.reasons(entry))
        found.append(OrderEntry(entry, read, patient, files))
    files.orders = tuple(found)
    return files.orders


def chart_for(
    submission: Submission,
    order: OrderEntry,
    as_of: PartialDate,
    *,
    supplied: frozenset[str] | None = None,
    settings: ChartSettings = DEFAULT_SETTINGS,
) -> Chart:
    """Everything the submission shows about the order's patient, judged as of one day.

    `supplied` names resource types whose list is complete even though nothing of the type is in the submission.
    The order itself is never evidence for anything about the patient's history.
    """
    files = order._files
    if files.submission is not submission:
        raise ValueError("the order is not of this submission")
    return _ChartReader(Reader(submission, as_of, settings), files, order.patient, order.entry).chart(
        order, supplied or frozenset()
    )


def evidence_of(chart: Chart) -> tuple[Evidence, ...]:
    """All evidence of a chart, each once, in the order of its facts."""
    facts: list[Evidence] = [chart.person.evidence] if chart.person else []
    for group in (
        chart.diagnoses, chart.extents, chart.differentiations, chart.conditions, chart.measurements, chart.therapies,
        chart.surgeries, chart.attestations, chart.orders,
    ):  # fmt: skip
        facts.extend(fact.evidence for fact in group)
    if chart.order is not None:
        facts.append(chart.order.evidence)
        facts.append(chart.order.product.evidence)
        facts.extend(reason.evidence for reason in chart.order.reasons)
    return tuple(dict.fromkeys(facts))


def evidence_entries(order: OrderEntry, shown: Iterable[Evidence]) -> tuple[Entry, ...]:
    """The entries that pieces of evidence were read from, each once: what a structural check has to look at.

    Found by the FHIRPath read, else by reference. A contained entry brings what contains it.
    """
    files = order._files
    if files.places is None:
        files.places = {entry.expression: entry for entry in files.submission.entries}
    found: dict[int, Entry] = {}
    for one in shown:
        entry = _at(files.places, one)
        while entry is not None:
            found.setdefault(id(entry), entry)
            entry = entry.parent
    return tuple(found.values())


def _at(places: dict[str, Entry], shown: Evidence) -> Entry | None:
    place = shown.expression
    while place:
        if place in places:
            return places[place]
        cut = max(place.rfind("."), place.rfind("["))
        place = place[:cut] if cut > 0 else ""
    return next((entry for entry in places.values() if entry.reference == shown.reference), None)


class _ChartReader:
    """Reads one patient's file for one order. Conditions are read once, whoever asks for them."""

    def __init__(self, reader: Reader, files: _Files, patient: str, entry: Entry) -> None:
        self._reader = reader
        self._files = files
        self._patient = patient
        self._entry = entry
        self._conditions: dict[int, condition.ConditionFacts] = {}
        self._person: Person | None = None
        owner = files.index.entry_of(patient)
        if owner is not None:
            self._person = person(reader, owner)
        self._adult = _is_adult(self._person, reader.as_of)
        self._histologies: dict[int, list[condition.Histology]] | None = None

    def reasons(self, entry: Entry) -> tuple[Diagnosis, ...]:
        """The reasons of the order."""
        return orders.reasons_of(self._reader, entry, orders.Patient(self._adult, self._diagnosis_of, self._owns))

    def chart(self, order: OrderEntry, named: frozenset[str]) -> Chart:
        """The whole chart."""
        reader = self._reader
        reasons = self.reasons(order.entry)
        conditions = [self._facts(entry) for entry in self._of("Condition") if condition.may_matter(reader, entry)]
        observed = list(self._observations())
        therapies = self._therapies()
        treated = [one for facts in conditions for one in facts.treatment]
        lists, types = self._lists(named)
        return Chart(
            as_of=reader.as_of,
            person=self._person,
            order=replace(order.order, reasons=reasons),
            diagnoses=_all(facts.diagnosis for facts in conditions),
            extents=_flat([*(one.extents for one in conditions), *(one.extents for one in observed)]),
            differentiations=_flat(
                [*(one.differentiations for one in conditions), *(one.differentiations for one in observed)]
            ),
            conditions=_flat(facts.risk for facts in conditions),
            measurements=without_jumps(_flat(facts.measurements for facts in observed)),
            therapies=(*therapies, *treated),
            surgeries=self._surgeries(),
            attestations=self._attestations(observed),
            orders=tuple(
                other.order
                for other in self._files.orders
                if other.patient == self._patient
                and other.entry is not self._entry
                and other.order.product.is_ingredient is not Truth.FALSE
            ),
            supplied=types,
            known_empty=lists,
            unread=reader.unread,
        )

    def _of(self, *types: str) -> tuple[Entry, ...]:
        return self._files.index.of(self._patient, *types) if self._patient else self._own(*types)

    def _own(self, *types: str) -> tuple[Entry, ...]:
        """An order without a patient has only what it contains."""
        return tuple(one for one in self._files.submission.by_type(*types) if one.parent is self._entry)

    def _owns(self, entry: Entry) -> bool:
        if entry.parent is self._entry and not isinstance(entry.raw.get("subject"), dict):
            return True
        return bool(self._patient) and self._files.index.owner(entry) == self._patient

    def _diagnosis_of(self, entry: Entry) -> Diagnosis | None:
        if entry.resource_type != "Condition" or not self._owns(entry):
            return None
        return self._facts(entry).diagnosis

    def _facts(self, entry: Entry) -> condition.ConditionFacts:
        found = self._conditions.get(id(entry))
        if found is None:
            told = self._histology().get(id(entry), ())
            found = condition.facts_of(self._reader, entry, self._adult, told)
            self._conditions[id(entry)] = found
        return found

    def _histology(self) -> dict[int, list[condition.Histology]]:
        """The histologies that Observations state, by the Condition they are about.

        Said of it (focus, or an assessment of its stage), or of the only cancer on file. With several cancers and
        nothing that says which is meant, a histology is not used.
        """
        if self._histologies is not None:
            return self._histologies
        self._histologies = {}
        reader = self._reader
        cancers: list[Entry] | None = None
        for entry in self._of("Observation"):
            if not observation.may_matter(reader, entry):
                continue
            body = entry.body
            if not isinstance(body, Observation) or not observation.asks_histology(reader, body.code):
                continue
            body = observation.usable(reader, entry)
            if body is None or body.value_codeable_concept is None:
                continue
            about = self._focus(entry, body)
            if about is None:
                if cancers is None:
                    cancers = [one for one in self._of("Condition") if self._is_primary(one)]
                if len(cancers) != 1:
                    reader.set_aside(entry, "does not say which cancer its histology is of")
                    continue
                about = cancers[0]
            told = condition.Histology(entry, body.value_codeable_concept, "valueCodeableConcept")
            self._histologies.setdefault(id(about), []).append(told)
        return self._histologies

    def _is_primary(self, entry: Entry) -> bool:
        if not condition.may_matter(self._reader, entry):
            return False
        return condition.facts_of(self._reader, entry, self._adult).diagnosis is not None

    def _focus(self, entry: Entry, body: Observation) -> Entry | None:
        """The Condition an Observation is about: by its own focus, or because a stage names it as its assessment."""
        for reference in body.focus:
            found = self._reader.resolve(reference, entry)
            if found is not None and found.resource_type == "Condition" and self._owns(found):
                return found
        return self._assessed().get(id(entry))

    def _assessed(self) -> dict[int, Entry]:
        found: dict[int, Entry] = {}
        for entry in self._of("Condition"):
            if not entry.raw.get("stage"):
                continue
            body = entry.body
            if isinstance(body, Condition):
                for stage in body.stage:
                    for reference in stage.assessment:
                        target = self._reader.resolve(reference, entry)
                        if target is not None:
                            found[id(target)] = entry
        return found

    def _observations(self) -> Iterator[observation.ObservationFacts]:
        assessed: dict[int, Entry] | None = None
        for entry in self._of("Observation"):
            if not observation.may_matter(self._reader, entry):
                continue
            body = observation.usable(self._reader, entry)
            if body is None:
                continue
            about: Entry | None = None
            if body.focus:
                about = self._focus(entry, body)
                if about is None and self._points_elsewhere(entry, body.focus):
                    self._reader.set_aside(entry, "is about something other than this patient's conditions")
                    continue
            else:
                if assessed is None:
                    assessed = self._assessed()
                about = assessed.get(id(entry))
            facts = self._facts(about) if about is not None else None
            yield observation.facts_of(
                self._reader, entry, body, about.reference if about else None, facts.diagnosis if facts else None
            )

    def _points_elsewhere(self, entry: Entry, focus: tuple[Reference, ...]) -> bool:
        """Whether every focus is a person or another patient's entry: a fetus, a donor, a relative."""
        targets = [self._reader.resolve(reference, entry) for reference in focus]
        return all(
            target is not None
            and (target.resource_type in ("Patient", "RelatedPerson", "Group", "Specimen") or not self._owns(target))
            and target is not self._files.index.entry_of(self._patient)
            for target in targets
        )

    def _therapies(self) -> tuple[Therapy, ...]:
        found: list[Therapy] = []
        others: dict[str, Therapy] = {}
        skipped = {id(self._entry)} | {
            id(one.entry) for one in self._files.orders if one.order.product.is_ingredient is not Truth.FALSE
        }
        for entry in self._of(*therapy.MEDICATION_TYPES):
            if id(entry) in skipped:
                continue
            if therapy.may_matter(self._reader, entry):
                read = list(therapy.therapies_of(self._reader, entry))
                found.extend(read)
                if read:
                    continue
            if entry.resource_type not in others and not _is_statement_of_absence(entry):
                other = therapy.unlisted(entry)
                if other is not None:
                    others[entry.resource_type] = other
        for entry in self._of("Procedure"):
            found.extend(therapy.of_procedure(self._reader, entry))
        return (*found, *others.values())

    def _surgeries(self) -> tuple[Surgery, ...]:
        found: list[Surgery] = []
        for entry in self._of("Procedure"):
            found.extend(surgery.of_procedure(self._reader, entry))
        for entry in self._of("ServiceRequest"):
            found.extend(surgery.of_request(self._reader, entry))
        for entry in self._of("Appointment"):
            found.extend(surgery.of_appointment(self._reader, entry))
        return tuple(found)

    def _attestations(self, observed: Iterable[observation.ObservationFacts]) -> tuple[Attestation, ...]:
        found = [one for facts in observed for one in facts.attestations]
        for entry in self._of("QuestionnaireResponse"):
            body = self._reader.body(entry, QuestionnaireResponse)
            if body is not None:
                found.extend(attestation.of_response(self._reader, entry, body))
        return attestation.newest(found)

    def _lists(self, named: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
        """The lists known to be empty, and the resource types that were supplied.

        The order itself is not a medication list. A list called empty that has entries on it is not known to be so.
        """
        empty = set(supplied.known_empty_by_lists(self._reader, self._of("List")))
        types: set[str] = set()
        on_file: set[str] = set()
        for kind in (*supplied.LISTED_TYPES, "Observation"):
            for entry in self._of(kind):
                if entry is self._entry or entry.raw.get("status") == "entered-in-error":
                    continue
                none_known = supplied.says_none_known(entry)
                if none_known is not None:
                    empty.add(none_known)
                elif not supplied.says_nothing(entry):
                    types.add(kind)
                    if (name := supplied.list_of(kind)) is not None:
                        on_file.add(name)
                    break
        for contradicted in sorted(empty & on_file):
            self._reader.set_aside(self._entry, f"has a chart whose list of {contradicted} is called empty and is not")
        known = frozenset(empty - on_file)
        return known, frozenset(types) | supplied.types_of(known) | named


def _is_adult(who: Person | None, day: PartialDate) -> Truth:
    if who is None or who.birth is None:
        return Truth.UNKNOWN
    youngest, oldest = age_in_years(who.birth, day)
    if youngest >= ADULT_FROM_YEARS:
        return Truth.TRUE
    return Truth.FALSE if oldest < ADULT_FROM_YEARS else Truth.UNKNOWN


def _is_statement_of_absence(entry: Entry) -> bool:
    return supplied.says_none_known(entry) is not None or supplied.says_nothing(entry)


def _subject_of(entry: Entry) -> str | None:
    subject = entry.raw.get("subject")
    reference = subject.get("reference") if isinstance(subject, dict) else None
    return reference if isinstance(reference, str) else None


def _all(values: Iterable[Diagnosis | None]) -> tuple[Diagnosis, ...]:
    return tuple(value for value in values if value is not None)


def _flat(groups: Iterable[tuple[_T, ...]]) -> tuple[_T, ...]:
    return tuple(one for group in groups for one in group)
