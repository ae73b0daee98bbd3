"""Earlier treatment that words only tell: "progressed on", "second line", prior systemic therapies: 2.

Charts name an earlier line in a problem, a reason, a note or the answer of a form far more often than as an order of
another clinic. Such words are no treatment on file: they neither settle nor exclude anything. But a history that is
silent beside them is not a history without an earlier line, so each is told. CLARIFICATIONS, a project choice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from validator.chart.concept import as_concept, raw_groups, words_of
from validator.chart.drug.line_words import LineTold, LineWords
from validator.chart.drug.therapy import MEDICATION_TYPES
from validator.chart.entry.standing import NotDecided, Stands, standing
from validator.chart.entry.when import date_of
from validator.chart.reader import Reader, evidence
from validator.fhir.entry import Entry
from validator.fhir.status_code import word_of
from validator.finding import Evidence
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.terminology.domain import TREATMENT
from validator.verdict import Basis, Truth

TYPES = ("Condition", "Observation", "Procedure", "CarePlan", "Encounter", *MEDICATION_TYPES)
"""Where an earlier line is told. Plans and visits count once they are over, drugs once they were ordered."""
_OVER = frozenset({"completed", "finished"})
_NOT_DONE = frozenset({"not-done", "preparation"})
_NOT_HAD = frozenset({"draft", "cancelled", "not-taken", "intended"})
_NO_TREATMENT = frozenset({"proposal", "plan", "option"})
_SHORT = 60
"""Characters of a text that are quoted."""

_NOTHING = LineTold()
_WRITTEN = ("recordedDate", "effectiveDateTime", "issued", "authoredOn", "performedDateTime", "occurrenceDateTime")
"""Elements that tell when an entry was written, or was so."""
_SAID = ("text", "display", "title", "description", "conclusion")
_NOT_SAID = frozenset(
    {"subject", "patient", "encounter", "performer", "recorder", "asserter", "requester", "author", "contained", "meta"}
)
"""Elements whose texts name somebody, or another resource."""


class ToldLine(Frozen):
    """One place that tells of earlier treatment. `kind`: the type of its resource. `day`: that of a visit or a
    procedure; None: not told."""

    told: LineTold
    evidence: Evidence
    kind: str
    day: PartialDate | None = None


EarlierTold = Callable[[], tuple[ToldLine, ...]]
"""Reads the words of a chart once somebody asks: few questions do, and it takes as long as all else."""


def asked_once(reader: Reader, file: Mapping[str, Iterable[Entry]], order: Entry, drug: str | None) -> EarlierTold:
    """What `told_lines` finds among the entries of a file, by type; looked for once, when it is first asked."""
    return cache(lambda: told_lines(reader, [one for kind in TYPES for one in file.get(kind, ())], order, drug))


def told_lines(reader: Reader, entries: Iterable[Entry], order: Entry, drug: str | None) -> tuple[ToldLine, ...]:
    """What the entries of a patient, and the words of the order, tell of earlier treatment.

    The `drug` of the order is none of it; None: nobody knows which it is, and no labelled drug is. An entry that says
    itself that it is void, or that what it names was not done or not had, tells nothing.
    """
    words = LineWords(reader.book, drug)
    found: list[ToldLine] = []
    for entry in (order, *entries):
        told = _of_entry(words, entry, is_order=entry is order)
        found += told if _proves(reader, entry) else (replace(one, told=replace(one.told, sure=())) for one in told)
    return tuple(found)


def _proves(reader: Reader, entry: Entry) -> bool:
    """Whether what an entry surely says may show something: it stands, is of the patient, and is not of a later day.

    Any other hints at an earlier line all the same.
    """
    tree = entry.tree
    if not isinstance(standing(entry), Stands) or tree.get("focus"):
        return False
    days = [date_of(tree[name]) for name in _WRITTEN if name in tree]
    return all(day is None or day.at_or_before(reader.as_of) is not Truth.FALSE for day in days)


def _of_entry(words: LineWords, entry: Entry, *, is_order: bool) -> Iterator[ToldLine]:
    if isinstance(standing(entry), NotDecided) or not (is_order or _was_had(entry)):
        return
    match entry.resource_type:
        case "Observation":
            yield from _of_answers(words, entry)
        case "Encounter":
            yield from _of_visit(words, entry)
        case "Procedure":
            yield from _of_procedure(words, entry)
        case kind if kind in MEDICATION_TYPES:
            yield from _of_medication(words, entry, is_order=is_order)
        case _:
            yield from _of_words(words, entry, entry.tree)


def _of_medication(words: LineWords, entry: Entry, *, is_order: bool) -> Iterator[ToldLine]:
    """A drug's name is what it is, and read as that; what nothing else identifies may be named by its class, and of
    several in one name each is told.

    What its words say of taking it is for the day it is taken: "after chemotherapy, for nausea".
    """
    tree = entry.tree
    if not is_order:
        for text in _texts([tree.get("medicationCodeableConcept"), tree.get("medication")]):
            drugs = words.drugs(text)
            if len(drugs) > 1 or words.names_class(text):
                yield _told(entry, LineTold(drugs, is_class=len(drugs) <= 1), text)
    yield from _of_words(
        words, entry, {name: tree.get(name) for name in ("reasonCode", "reason", "statusReason", "note")}
    )
    if is_order:
        yield from _of_words(
            words, entry, [{"text": dosage.text} for _, dosage in entry.dosages.objects if dosage.text]
        )


def _of_procedure(words: LineWords, entry: Entry) -> Iterator[ToldLine]:
    """A procedure that is treatment of a cancer by its own name, or whose words tell of some."""
    days = ("performedDateTime", "performedPeriod", "occurrenceDateTime", "occurrencePeriod")
    for text in _texts(entry.tree.get("code")):
        if words.names_class(text) and not words.is_ahead(text):
            yield _told(entry, LineTold(is_class=True), text, day=_first_day(entry.tree, *days))
            return
    yield from _of_words(words, entry, entry.tree)


def _of_words(words: LineWords, entry: Entry, said: object) -> Iterator[ToldLine]:
    for text in _texts(said):
        told = words.tells(text)
        if told != _NOTHING:
            yield _told(entry, told, text)


def _of_visit(words: LineWords, entry: Entry) -> Iterator[ToldLine]:
    """A visit that was for treatment of a cancer, by the code of its reason.

    Source: FHIR R4 Encounter.reasonCode, R5 Encounter.reason.value.
    """
    named = [one.get("concept") for reason in _listed(entry.tree.get("reason")) for one in _listed(reason.get("value"))]
    for concept in (*_listed(entry.tree.get("reasonCode")), *named):
        if groups := raw_groups(words.book, TREATMENT, concept):
            says = next(iter(words_of(as_concept(concept))), "a visit for treatment")
            yield _told(entry, LineTold((groups,)), says, day=_first_day(entry.tree, "period", "actualPeriod"))


def _first_day(tree: Mapping[str, Any], *names: str) -> PartialDate | None:
    """The day, or the first day of the period, that the first of these elements gives."""
    values = (tree.get(name) for name in names)
    days = (date_of(value.get("start") if isinstance(value, dict) else value) for value in values)
    return next((day for day in days if day is not None), None)


def _was_had(entry: Entry) -> bool:
    status = word_of(entry.tree, "status")
    match entry.resource_type:
        case "CarePlan" | "Encounter":
            return status in _OVER
        case "Procedure":
            return status not in _NOT_DONE
        case kind if kind in MEDICATION_TYPES:
            return status not in _NOT_HAD and word_of(entry.tree, "intent") not in _NO_TREATMENT
        case _:
            return True


def _of_answers(words: LineWords, entry: Entry) -> Iterator[ToldLine]:
    """Questions for a line or for earlier therapy that are answered with one, and what answers say by themselves."""
    tree = entry.tree
    for part in (tree, *_listed(tree.get("component"))):
        question = "; ".join(words_of(as_concept(part.get("code"))))
        for answer in _answers(part):
            told = words.answered(question, answer)
            if told != _NOTHING:
                yield _told(entry, told, f"{question}: {answer}" if question else answer)
    yield from _of_words(words, entry, tree.get("note"))


def _answers(part: Mapping[str, Any]) -> Iterator[str]:
    for name, value in part.items():
        match value:
            case bool() if name == "valueBoolean":
                yield "yes" if value else "no"
            case str() if name == "valueString":
                yield value
            case dict() if name == "valueQuantity":
                yield str(value.get("value", ""))
            case dict() if name == "valueCodeableConcept":
                yield from words_of(as_concept(value))
            case _ if name == "valueInteger":
                yield str(value)
            case _:
                pass


def _texts(value: object) -> list[str]:
    """Every text below an element that a person wrote, but for who and what it refers to."""
    found: list[str] = []
    # Walked without recursion, as every entry is: what comes last is taken first, so each list is turned round.
    left: list[tuple[str, object]] = [("", value)]
    while left:
        name, one = left.pop()
        if isinstance(one, str):
            found += [one] if name in _SAID else []
        elif isinstance(one, dict):
            left += reversed([part for part in one.items() if part[0] not in _NOT_SAID])
        elif isinstance(one, list):
            left += reversed([(name, part) for part in one])
    return found


def _listed(value: object) -> tuple[Any, ...]:
    return tuple(one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def _told(entry: Entry, told: LineTold, words: str, *, day: PartialDate | None = None) -> ToldLine:
    plain = " ".join(words.split())
    says = f'"{plain if len(plain) <= _SHORT else plain[: _SHORT - 3] + "..."}"'
    return ToldLine(told, evidence(entry, says, basis=Basis.TEXT), entry.resource_type, day)
