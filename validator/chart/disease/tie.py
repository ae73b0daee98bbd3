"""Which tumor a finding of pathology is of, where several are on file.

Said outright: by `focus`, by a stage or a piece of evidence of the Condition that names it or its report, or by another
result of the same report or specimen that has a focus. Else what the report concludes and the organ (`bodySite`, the
specimen's site) leave the tumors that fit. An organ that fits no tumor on file is one it has spread to, and tells
nothing; where spread is on file, an organ of another tumor may be where this one has spread to.
Source: FHIR R4 Observation.specimen, DiagnosticReport.result, Condition.stage.assessment, Condition.evidence.detail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from validator.chart.concept import as_concept, words_of
from validator.chart.disease import diagnosis
from validator.chart.fact import OTHER_DISEASE, Diagnosis
from validator.chart.reader import Reader
from validator.fhir.element import CodeableConcept, Reference
from validator.fhir.entry import Entry
from validator.fhir.status_code import word_of
from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology.coding import ICD10, ICD10CM, ICDO3, normal

_REPORTED = frozenset({"final", "amended", "corrected", "appended", "modified"})
_ORGAN = regex(r"C\d\d")
_WORD = regex(r"[a-z]{5,}")
_SAYS_NO_ORGAN = frozenset(
    [
        "malig",
        "neopl",
        "tumor",
        "tumou",
        "carci",
        "cance",
        "adeno",
        "disea",
        "prima",
        "secon",
        "struc",
        "entir",
        "other",
        "unspe",
        "right",
        "lower",
        "upper",
        "part",
        "overl",
        "well-",
        "poorl",
        "moder",
        "diffe",
        "neuro",
        "endoc",
        "grade",
        "stage",
        "activ",
        "recur",
        "sites",
        "tissu",
        "speci",
        "biops",
        "histo",
        "perso",
    ]
)
"""The beginnings of words that stand in the names of tumors and sites of every organ."""


class Tumor(Frozen):
    """One confirmed cancer of the patient: its Condition and what it names."""

    entry: Entry
    diagnosis: Diagnosis

    @property
    def named(self) -> frozenset[str]:
        """The labelled diseases it may be."""
        return self.diagnosis.diseases - {OTHER_DISEASE}


class Ties(Frozen):
    """What a patient's chart says of which tumor its findings are of.

    `entries` are the patient's entries of a type, `tumors` the cancers, and `has_spread` whether spread is on file.
    """

    reader: Reader
    entries: Callable[[str], tuple[Entry, ...]]
    tumors: tuple[Tumor, ...]
    has_spread: bool

    def of(self, entry: Entry) -> tuple[Tumor, ...]:
        """The tumors the finding may be of: one where that is said, all of them where nothing tells."""
        if len(self.tumors) < 2:
            return self.tumors
        reports = [one for one in self._reports() if entry in self._targets(one, "result")]
        specimens = self._specimens(entry, reports)
        for said in (self._said_of((entry, *reports)), self._said_of(self._beside(entry, reports, specimens))):
            if said:
                return said
        left = self.tumors
        for report in reports:
            left = self._concluded(report, left)
        sites = [*_concepts(entry.tree.get("bodySite"))]
        for specimen in specimens:
            collection = specimen.tree.get("collection")
            sites += _concepts(collection.get("bodySite") if isinstance(collection, dict) else None)
        for site in sites:
            left = self._at(site, left)
        return left

    def _reports(self) -> Iterator[Entry]:
        return (one for one in self.entries("DiagnosticReport") if word_of(one.raw, "status") in _REPORTED)

    def _specimens(self, entry: Entry, reports: Iterable[Entry]) -> tuple[Entry, ...]:
        own = self._targets(entry, "specimen") + [
            one for one in self._targets(entry, "focus") if one.resource_type == "Specimen"
        ]
        found = own or [one for report in reports for one in self._targets(report, "specimen")]
        return tuple(one for one in found if one.resource_type == "Specimen" and word_of(one.raw, "status") in _AT_HAND)

    def _said_of(self, entries: Iterable[Entry]) -> tuple[Tumor, ...]:
        """The tumors that one of the entries has as its focus, or that name one of them as what shows them."""
        wanted = set(entries)
        focus = {target for one in wanted if "focus" in one.raw for target in self._targets(one, "focus")}
        return tuple(one for one in self.tumors if one.entry in focus or wanted & set(self._shown_by(one.entry)))

    def _shown_by(self, condition: Entry) -> Iterator[Entry]:
        for stage in _dicts(condition.tree.get("stage")):
            yield from self._resolved(stage.get("assessment"), condition)
        for one in _dicts(condition.tree.get("evidence")):
            yield from self._resolved(one.get("detail", one), condition)

    def _beside(self, entry: Entry, reports: list[Entry], specimens: tuple[Entry, ...]) -> list[Entry]:
        """Other results of the same report, and findings in the same specimen."""
        found = [one for report in reports for one in self._targets(report, "result")]
        if specimens:
            for other in self.entries("Observation"):
                if "specimen" in other.raw and set(self._targets(other, "specimen")) & set(specimens):
                    found.append(other)
        return [one for one in found if one is not entry and word_of(one.raw, "status") in _REPORTED]

    def _concluded(self, report: Entry, left: tuple[Tumor, ...]) -> tuple[Tumor, ...]:
        for concept in _concepts(report.tree.get("conclusionCode")):
            book = self.reader.book
            reading = diagnosis.read(book.diseases, diagnosis.statements_of(book, concept))
            named = reading.diseases - {OTHER_DISEASE} if reading is not None else frozenset()
            organs = _organs((concept,))
            fits = tuple(one for one in left if one.named & named or organs & _organs(_told(one.entry)))
            left = fits or left
        return left

    def _at(self, site: CodeableConcept, left: tuple[Tumor, ...]) -> tuple[Tumor, ...]:
        """The tumors of an organ; all where none is of it, or where it may be one that another has spread to."""
        book = self.reader.book
        told = diagnosis.sites_of(book, (site,))
        possible = frozenset().union(*(one.diseases for one in told)) - {OTHER_DISEASE}
        organs, words = _organs((site,)), _organ_words((site,))
        fits = tuple(
            one
            for one in left
            if (organs & _organs(_told(one.entry)) if organs and _organs(_told(one.entry)) else one.named & possible)
            or words & _organ_words(_told(one.entry))
        )
        if not fits or (self.has_spread and not all(book.diseases.family_of(one.named) for one in fits)):
            return left
        return fits

    def _targets(self, entry: Entry, element: str) -> list[Entry]:
        return list(self._resolved(entry.tree.get(element), entry))

    def _resolved(self, value: object, at: Entry) -> Iterator[Entry]:
        for one in _dicts(value):
            inner = one.get("reference")
            text = inner.get("reference") if isinstance(inner, dict) else inner
            if isinstance(text, str) and (found := self.reader.resolve(Reference(reference=text), at)) is not None:
                yield found


_AT_HAND = frozenset({None, "available", "unavailable", "unsatisfactory"})


def _told(condition: Entry) -> tuple[CodeableConcept, ...]:
    return (*_concepts(condition.tree.get("code")), *_concepts(condition.tree.get("bodySite")))


def _organs(concepts: Iterable[CodeableConcept]) -> frozenset[str]:
    """The organs by the numbers that ICD-10 and ICD-O-3 give them alike; none for a neuroendocrine chapter."""
    codes = (normal(coding.system, coding.code) for concept in concepts for coding in concept.coding)
    known = (one[1] for one in codes if one is not None and one[0] in (ICD10, ICD10CM, ICDO3))
    return frozenset(code[:3] for code in known if _ORGAN.match(code))


def _organ_words(concepts: Iterable[CodeableConcept]) -> frozenset[str]:
    """The beginnings of the words that tell an organ: "Pancreatic structure" and "pancreas" begin alike."""
    texts = (text.lower() for concept in concepts for text in words_of(concept))
    return frozenset(word[:5] for text in texts for word in _WORD.findall(text)) - _SAYS_NO_ORGAN


def _concepts(value: object) -> list[CodeableConcept]:
    """Concepts as R4 and R5 have them: one, a list, or within a CodeableReference."""
    found = [one.get("concept", one) for one in _dicts(value)]
    return [as_concept(one) for one in found if isinstance(one, dict)]


def _dicts(value: object) -> list[dict[str, Any]]:
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, dict)]
