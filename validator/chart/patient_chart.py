"""One patient's file read for one order: every resource asked once, and what each of them shows put together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat
from operator import attrgetter

from validator.chart import condition, observation
from validator.chart.disease import concluded_kind, growth, present, tissue_report, untold_primary
from validator.chart.disease.histology import Histology, stated_histology
from validator.chart.disease.said_of import SaidOf
from validator.chart.disease.tie import Ties, Tumor
from validator.chart.drug import purpose, therapy
from validator.chart.drug.identity import unidentified
from validator.chart.drug.procedure_therapy import of_procedure
from validator.chart.drug.told_line import asked_once
from validator.chart.drug.transplant import without_transplant_use
from validator.chart.drug.treatment import Therapy
from validator.chart.entry import supplied
from validator.chart.entry.standing import STANDS, Doubtful, standing
from validator.chart.fact import (
    Attestation,
    Chart,
    Diagnosis,
    Differentiation,
    Extent,
    Measurement,
    Order,
    RiskCondition,
)  # fmt: skip
from validator.chart.files import OrderEntry
from validator.chart.liver.staged_liver import liver_classes_of_order
from validator.chart.observed import attestation, size
from validator.chart.observed.measurement import measured
from validator.chart.operation import intent, operations
from validator.chart.order import order as orders
from validator.chart.order.reason_spread import spread_by_reason
from validator.chart.person import is_adult, person
from validator.chart.reader import Reader
from validator.chart.risk import told_event, told_in_note
from validator.chart.risk.noted import noted
from validator.chart.risk.told_by_order import risks_of_order
from validator.chart.topic import is_result_alone
from validator.fhir.account import Why
from validator.fhir.entry import Entry
from validator.fhir.resource import MedicationRequest, Observation, QuestionnaireResponse
from validator.finding import Evidence
from validator.frozen import replace
from validator.verdict import Truth

_TOLD_NO_STATUS = (STANDS, Doubtful(Why.STATUS_MISSING, elements=("clinicalStatus",)))


class PatientChart:
    """Reads one patient's file as of one day. Conditions are read once, whoever asks for them."""

    def __init__(self, reader: Reader, order: OrderEntry) -> None:
        files, patient = order.files, order.patient
        self._reader = reader
        self._files = files
        self._patient = patient
        self._order = order.entry
        self._product = order.order.product
        self._read: dict[int, condition.ConditionFacts] = {}
        self._told: dict[int, list[Histology]] | None = None
        self._file = files.file(patient, order.entry)
        self._said_of = SaidOf(reader, self._file.get("Condition", ()))
        self._unidentified: list[Evidence] = []
        owner = files.index.entry_of(patient)
        self._person = reader.look(owner, person) if owner is not None else None
        reader.trusted = self._reasons_without_status()
        self._adult = is_adult(self._person, reader.as_of)
        self._stances = files.stances(reader)
        self._about = files.about_something(reader, patient, order.entry)
        """The entries by type that some list knows and that may be relied on."""
        if reader.trusted:
            sure = self._about.get("Condition", ())
            more = [one for one in self._file.get("Condition", ()) if one in reader.trusted and one not in sure]
            self._about = {**self._about, "Condition": (*sure, *more)}
        self._results: set[Entry] = set()
        """The Observations that are a measurement and nothing else, as nearly all are: no other question is theirs."""
        telling: list[Entry] = []
        for one in self._about.get("Observation", ()):
            topic = self._stances[one].topic
            if topic is not None and is_result_alone(reader.book, topic):
                self._results.add(one)
            else:
                telling.append(one)
        self._telling = {**self._about, "Observation": telling}
        """Those of them that may tell of more than a measurement."""

    def reasons(self) -> tuple[Diagnosis, ...]:
        """The diagnoses the order gives as its reason."""
        return orders.reasons_of(self._reader, self._order, self._needs())

    def _needs(self) -> orders.ReasonNeeds:
        # Not kept: a chart that holds what holds its methods would stay until it is collected.
        return orders.ReasonNeeds(self._adult, self._diagnosis_of, self._owns)

    def _reasons_without_status(self) -> frozenset[Entry]:
        """The Conditions the order names as its reason whose clinical status is not told: they count as present."""
        body = self._order.body
        if not isinstance(body, MedicationRequest):
            return frozenset()
        found: set[Entry] = set()
        for reference in (*body.reason_reference, *filter(None, map(attrgetter("reference"), body.reason))):
            entry = self._reader.resolve(reference, self._order)
            if entry is None or entry.resource_type != "Condition" or not self._owns(entry):
                continue
            if not entry.tree.get("clinicalStatus") and standing(entry) in _TOLD_NO_STATUS:
                found.add(entry)
        return frozenset(found)

    def chart(self, order: OrderEntry, named: frozenset[str]) -> Chart:
        """The whole chart; `named` are resource types the caller says were supplied."""
        reader = self._reader
        conditions = [*map(self._facts, self._about.get("Condition", ()))]
        extents = [*chain.from_iterable(map(attrgetter("extents"), conditions))]
        observed = self._observed(extents)
        lists, types = supplied.lists_of(reader, self._file, self._about.get("List", ()), self._order, self._stances)
        diagnoses: list[Diagnosis] = []
        graded, seen = list[Differentiation](), list[Differentiation]()
        risks, treated = list[RiskCondition](), list[Therapy]()
        spread, growths, sizes = list[Extent](), list[growth.Growth](), list[Measurement]()
        for shown in observed:
            spread += shown.extents
            seen += shown.differentiations
            growths += shown.growths
            sizes += shown.measurements
        for facts in conditions:
            diagnoses += (facts.diagnosis,) if facts.diagnosis is not None else ()
            graded += facts.differentiations
            risks += facts.risk
            treated += facts.treatment
            sizes += facts.measurements
        reasons = self.reasons()
        in_tissue = tissue_report.against_in_all(reader, self._file.get("DiagnosticReport", ()))
        risks += told_event.risks_in(reader, self._telling, tuple(risks))
        risks += risks_of_order(reader, self._order)
        diagnoses += untold_primary.untold_primaries(reader.book, tuple(diagnoses), extents, graded)
        spread += intent.intents_of(reader, self._file, self._order)
        spread += spread_by_reason(reader, self._order, reasons)
        tumors = present.tumors_of(
            reader.book, tuple(diagnoses), tuple(extents), tuple(spread), (*graded, *in_tissue, *seen)
        )
        therapies = (*self._therapies(), *treated)
        sizes = [*liver_classes_of_order(reader, self._order, reader.as_of), *sizes]
        return Chart(
            as_of=reader.as_of,
            person=self._person,
            order=replace(order.order, reasons=reasons),
            diagnoses=tumors.diagnoses,
            extents=tumors.extents,
            differentiations=(
                *tumors.differentiations,
                *growth.well_differentiated(reader.book, tumors.diagnoses, tuple(growths)),
            ),
            conditions=tuple(risks),
            told_in_notes=told_in_note.told_in_notes(reader, self._order, self._file.get("Condition", ())),
            measurements=size.believed(reader.book, tuple(sizes), self._person),
            therapies=without_transplant_use(reader.book, therapies, tuple(risks)),
            unidentified=tuple(self._unidentified),
            surgeries=operations.operations_of(reader, self._about, tuple(risks), self._order),
            attestations=self._attestations(observed),
            orders=self._other_orders(),
            supplied=types | named,
            known_empty=lists,
            unread=reader.unread,
            on_file=noted(reader, self._files, self._patient, self._order, self._product.drug),
            no_tumors=reader.book.diseases.no_tumors,
            earlier_told=asked_once(reader, self._file, self._order, self._product.drug),
        )

    def _owns(self, entry: Entry) -> bool:
        if entry.parent is self._order and not isinstance(entry.raw.get("subject"), dict):
            return True
        return bool(self._patient) and self._files.index.owner(entry) == self._patient

    def _other_orders(self) -> tuple[Order, ...]:
        same = self._files.standing_orders_of(self._product)
        return tuple([one.order for one in same if one.patient == self._patient and one.entry is not self._order])

    # --- conditions, and the histologies that other resources tell of them

    def _diagnosis_of(self, entry: Entry) -> Diagnosis | None:
        return self._facts(entry).diagnosis if entry.resource_type == "Condition" else None

    def _facts(self, entry: Entry) -> condition.ConditionFacts:
        found = self._read.get(id(entry))
        if found is None:
            told = self._histologies().get(id(entry), ())
            found = condition.facts_of(self._reader, entry, self._adult, told)
            self._read[id(entry)] = found
        return found

    def _histologies(self) -> dict[int, list[Histology]]:
        """The histologies that Observations (of a Condition, or the only cancer) and reports state of each."""
        if self._told is None:
            self._told = {}
            for entry in self._telling["Observation"]:
                body = entry.body
                for place, part in observation.parts_of(body) if isinstance(body, Observation) else ():
                    if observation.asks_histology(self._reader, part.code):
                        self._hear(entry, part, place, self._told)
            reports = self._file.get("DiagnosticReport", ())
            for one, told in concluded_kind.concluded_in(self._reader, reports, self._cancers()) if reports else ():
                self._told.setdefault(id(one), []).append(told)
        return self._told

    def _hear(self, entry: Entry, body: Observation, place: str, heard: dict[int, list[Histology]]) -> None:
        if (told := stated_histology(self._reader.book, body)) is None:
            return
        about = self._said_of.condition(entry, body, self._owns, self._is_cancer)
        if about is None:
            if len(cancers := self._cancers()) != 1:
                self._reader.set_aside(entry, "does not say which cancer its histology is of")
                return
            about = next(iter(cancers))
        concept, element = told
        heard.setdefault(id(about), []).append(Histology(entry, concept, f"{place}{element}"))

    def _is_cancer(self, entry: Entry) -> bool:
        return condition.facts_of(self._reader, entry, self._adult).diagnosis is not None

    def _cancers(self) -> dict[Entry, Diagnosis]:
        return condition.cancers_of(self._reader, self._about.get("Condition", ()), self._adult)

    def _is_tumor(self, entry: Entry) -> bool:
        return condition.is_tumor(self._reader, entry, self._facts(entry))

    # --- observations

    def _observed(self, extents: Sequence[Extent]) -> list[observation.ObservationFacts]:
        ties = self._ties(extents)
        found: list[observation.ObservationFacts] = []
        for entry in self._about.get("Observation", ()):
            body = entry.body
            if entry in self._results:
                found.append(observation.ObservationFacts(self._reader.look(entry, measured).values))
            elif isinstance(body, Observation):
                about = self._said_of.condition(entry, body, self._owns, self._is_tumor)
                diagnosis = self._facts(about).diagnosis if about is not None else None
                is_none = self._said_of.is_of_no_tumor(entry, body, about, self._is_tumor)
                said = observation.SaidOfTumor(about.reference if about else None, diagnosis, is_of_no_tumor=is_none)
                if about is None and is_none is Truth.FALSE and observation.is_of_tissue(self._reader, body):
                    said = observation.said_of(self._reader, ties, entry)
                found.append(observation.facts_of(self._reader, entry, body, said))
        return found

    def _ties(self, extents: Sequence[Extent]) -> Ties:
        spread = "metastatic" in map(attrgetter("kind"), extents)
        cancers: list[Tumor] = []
        for entry in self._about.get("Condition", ()):
            found = self._facts(entry).diagnosis
            if found is not None and found.is_cancer and found.confirmed:
                cancers.append(Tumor(entry, found))
        return Ties(self._reader, self._owned, tuple(cancers), spread)

    def _owned(self, kind: str) -> tuple[Entry, ...]:
        """The patient's entries of any type, also of one that is read for nothing else."""
        return tuple(one for one in self._files.submission.by_type(kind) if self._owns(one))

    # --- treatment

    def _therapies(self) -> tuple[Therapy, ...]:
        """Exposures to listed drugs; of each type, one that is over and one that is not stand for all others."""
        found: list[Therapy] = []
        others: dict[tuple[str, Truth], Therapy] = {}
        whose = self._needs()
        same = dict(map(attrgetter("entry", "order.product"), self._files.orders_of(self._product)))
        for entry in chain.from_iterable(map(self._file.get, therapy.MEDICATION_TYPES, repeat(()))):
            if (product := same.get(entry)) is not None or entry is self._order:
                if product is not None and product.is_ingredient is not Truth.TRUE and entry is not self._order:
                    # What nothing identifies may be this drug, and as well any other.
                    self._unidentified += filter(None, (unidentified(self._reader, entry),))
                continue
            stance = self._stances[entry]
            if stance.topic is not None and not stance.is_usable:
                continue
            read: list[Therapy] = []
            for one in therapy.therapies_of(self._reader, entry) if stance.topic is not None else ():
                read.append(therapy.as_seen_by(one, self._product.drug))
            found += purpose.with_reasons(self._reader, entry, whose, read)
            if not read and not supplied.tells_of_absence(entry):
                self._unidentified += filter(None, (unidentified(self._reader, entry),))
                if (other := therapy.unlisted(entry)) is not None:
                    others.setdefault((entry.resource_type, other.current), other)
        for entry in self._about.get("Procedure", ()):
            found += purpose.with_reasons(self._reader, entry, whose, of_procedure(self._reader, entry))
        return (*found, *others.values())

    # --- what was stated

    def _attestations(self, observed: Sequence[observation.ObservationFacts]) -> tuple[Attestation, ...]:
        found = [*chain.from_iterable(map(attrgetter("attestations"), observed))]
        for entry in self._about.get("QuestionnaireResponse", ()):
            if (body := self._reader.body(entry, QuestionnaireResponse)) is not None:
                found += attestation.of_response(self._reader, entry, body, self._product.drug)
        return attestation.newest(attestation.made_by_now(self._reader, found))
