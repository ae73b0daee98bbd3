"""Drugs with an interaction that only words of the chart name, where no list of drugs is: the note of another drug or
of a condition, the answer to what somebody takes at home, the line of a medication list that leads nowhere, a flag,
the reason of the order.

Of a text that may speak of anything only what it says is taken counts, as in the words of the order; of an answer and
of a line of a list every name that is not denied. CLARIFICATIONS A192. Source: FHIR R4 and R5 MedicationRequest.note,
MedicationStatement.note, Condition.note, Observation.value[x], QuestionnaireResponse.item, List.entry, Flag.code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from validator.chart.concept import as_concept, groups_of, words_of
from validator.chart.drug.named_drug import NamedDrug, drugs_answered, drugs_named
from validator.chart.drug.named_partner import partners_named
from validator.chart.entry.standing import NotDecided, standing
from validator.chart.entry.supplied import is_of_medications
from validator.chart.entry.when import date_of, day_of_tree
from validator.chart.observed.coded_answer import MAY_SAY_YES, is_yes
from validator.chart.observed.question import words_in
from validator.chart.reader import Reader, dated, evidence
from validator.chart.risk.on_file import OnFile
from validator.chart.risk.told_in_note import is_over
from validator.chart.settings import LONGEST_FLAG_DAYS, RECENT_EVENT_DAYS
from validator.chart.words.note_day import day_with_its_year
from validator.chart.words.statement import statements_of
from validator.fhir.element import Reference, objects_of
from validator.fhir.entry import Entry
from validator.fhir.reason import reason_concepts
from validator.fhir.resource import MedicationRequest
from validator.finding import Evidence
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import INTERACTION
from validator.verdict import Basis, Truth

DRUG_IN_WORDS = "drug-in-words"
"""The domain of what is on file of these drugs."""
PARTNER_IN_WORDS = "partner-in-words"
"""The domain of cancer drugs that a note of a condition says the patient receives."""
KNOWN_DAYS = 365
"""An answer, a line or a flag of longer ago (exclusive) says nothing of today; a choice of this project."""

_OF_DRUGS = ("MedicationStatement", "MedicationUsage", "MedicationRequest")
_WORDS_IN = dict.fromkeys((*_OF_DRUGS, "Condition"), frozenset({"note"})) | {"Observation": MAY_SAY_YES}
"""The elements of which one has to be there where a resource of a type has words that are read here."""
_OVER = frozenset({"stopped", "completed", "cancelled", "ended", "not-taken", "entered-in-error", "draft"})
_ASKS_FOR_DRUGS = regex(
    r"\b(?:herb(?:s|als?)?|supplements?|botanicals?|remed(?:y|ies)|medications?|medicines?|meds|drugs?"
    r"|diet(?:ary)?|foods?|beverages?|drinks?|juices?|fruits?|nutrition(?:al)?|breakfast)\b",
    re.IGNORECASE,
)
_OF_ANOTHER_KIND = regex(
    r"\b(?:allerg\w*|intoleranc\w*|reactions?|adverse|stop\w*|discontinu\w*|past|previous\w*|prior|former\w*|failed|avoid\w*"
    r"|not|contraindicat\w*|educat\w*|instruct\w*|plan\w*|prescrib\w*|cost|adheren\w*|administ\w*|given|family|mother|father"
    r"|abuse|screen\w*|illicit|levels?|concentration|resistan\w*|susceptib\w*|interact\w*|topical|eye|skin"
    r"|side effects?|restrict\w*|dislikes?|know|understand|advice|advised|handle)\b",
    re.IGNORECASE,
)
_GONE = regex(r"\b(?:ceased|discontinued|stopped|deleted|cancelled)\b", re.IGNORECASE)
_OF_ANOTHER_PERSON = regex(
    r"\b(?:wife|husband|spouse|partner|child\w*|son|daughter|dog|cat|pets?|anyone|somebody|household|caregivers?|mother|father"
    r"|brother|sister|roommate)\b",
    re.IGNORECASE,
)
_MOST_NESTED = 10


def drugs_in_words(reader: Reader, file: Mapping[str, Sequence[Entry]], order: Entry) -> Iterator[OnFile]:
    """What words of a patient's chart name; `file` are its entries by type, that may be relied on or not."""
    for kind in (*_OF_DRUGS, "Condition", "Observation", "QuestionnaireResponse", "List", "Flag"):
        found, elements = file.get(kind, ()), _WORDS_IN.get(kind)
        # Hardly any result or drug of a chart has words: to look for them here costs no call.
        for entry in found:
            has_words = elements is None or not elements.isdisjoint(entry.raw)
            if has_words and entry is not order and _may_say(entry.raw) and not isinstance(standing(entry), NotDecided):
                yield from _of_entry(reader, entry)
    if "reasonCode" in order.raw or "reason" in order.raw:
        yield from _of_reason(reader, order)


def _of_reason(reader: Reader, order: Entry) -> Iterator[OnFile]:
    """What the words of the order's own reason name: "RCC, on rifampin". They are read as its other words are."""
    body = order.body
    if not isinstance(body, MedicationRequest):
        return
    on = date_of(order.tree.get("authoredOn"))
    for concept, element in reason_concepts(body):
        for text in words_of(concept):
            for drug in drugs_named(reader.book, text, on, is_of_order=True):
                yield _on_file(DRUG_IN_WORDS, drug, evidence(order, f'"{drug.name}"', element, Basis.TEXT))


def _may_say(raw: dict[str, Any]) -> bool:
    """Whether an undecoded resource has words of the kind that is read here."""
    match raw.get("resourceType"):
        case "Observation":
            has_words = "valueString" in raw or "valueCodeableConcept" in raw
            return (has_words and asks_for_drugs(words_in(raw.get("code")))) or is_yes(raw)
        case "QuestionnaireResponse":
            return True
        case "List":
            named = raw.get("title")
            names = (*((named,) if isinstance(named, str) else ()), *words_in(raw.get("code")))
            return asks_for_drugs(names) or (
                is_of_medications(raw.get("code")) and not any(map(_OF_ANOTHER_KIND.search, names))
            )
        case "Flag":
            return raw.get("status") == "active"
        case _:
            return raw.get("status") not in _OVER


@lru_cache(maxsize=8192)
def asks_for_drugs(names: tuple[str, ...]) -> bool:
    """Whether the names of a question or a list ask for what somebody takes."""
    if not any(map(_ASKS_FOR_DRUGS.search, names)):
        return False
    return not any(_OF_ANOTHER_KIND.search(name) or _OF_ANOTHER_PERSON.search(name) for name in names)


def _affirmed(book: Codebook, question: str, answer: dict[str, Any]) -> Iterator[NamedDrug]:
    """The drugs that a question names and its answer says are taken: "Do you take St. John's wort?" yes."""
    if is_yes(answer) and not _OF_ANOTHER_KIND.search(question) and not _OF_ANOTHER_PERSON.search(question):
        yield from drugs_answered(book, question)


def _of_condition(reader: Reader, condition: Entry) -> Iterator[OnFile]:
    """What notes of a condition that is not over name. A note without a time is as old as the condition at most; what
    it tells of a drug that is given for a cancer counts for as long as an event is recent, since lines of them follow
    each other. CLARIFICATIONS A327."""
    if is_over(reader, condition):
        return
    tree = condition.tree
    recorded = date_of(tree.get("recordedDate") or tree.get("onsetDateTime"))
    for index, note in enumerate(objects_of(tree.get("note"))):
        text = note.get("text")
        if not isinstance(text, str):
            continue
        time, element = date_of(note.get("time")), f"note[{index}].text"
        day = time or recorded
        ago = 0 if day is None else day.days_until(reader.as_of)[0]
        # What names its own day, with the year, is of then however old the condition is.
        is_known = ago <= (LONGEST_FLAG_DAYS if time is None else KNOWN_DAYS)
        if known := text if is_known else _of_late(reader, text, KNOWN_DAYS):
            for drug in drugs_named(reader.book, known):
                yield _on_file(DRUG_IN_WORDS, drug, evidence(condition, f'"{drug.name}"', element, Basis.TEXT))
        if recent := text if 0 <= ago <= RECENT_EVENT_DAYS else _of_late(reader, text, RECENT_EVENT_DAYS):
            for drug in partners_named(reader.book, recent, is_note=True):
                yield _on_file(PARTNER_IN_WORDS, drug, evidence(condition, f'"{drug.name}"', element, Basis.TEXT))


def _of_late(reader: Reader, text: str, most: int) -> str:
    """What a note tells from its first statement on that names a day of no more than so many days ago, without what
    names an older one; empty where none does."""
    kept: list[str] = []
    for statement in statements_of(text):
        day = day_with_its_year(statement, reader.as_of)
        if (day is None and kept) or (day is not None and day.days_until(reader.as_of)[0] <= most):
            kept.append(statement)
    return "\n".join(kept)


def _on_file(domain: str, drug: NamedDrug, shown: Evidence) -> OnFile:
    return OnFile(domain, Truth.UNKNOWN, shown, drug.name, drug.groups)


def _of_entry(reader: Reader, entry: Entry) -> Iterator[OnFile]:
    if entry.resource_type == "Condition":
        yield from _of_condition(reader, entry)
        return
    tree = entry.tree
    day = day_of_tree(tree) or next(
        (day for name in ("authored", "date", "dateAsserted", "authoredOn") if (day := date_of(tree.get(name)))), None
    )
    if day is not None and entry.resource_type not in _OF_DRUGS:
        before, _ = day.days_until(reader.as_of)
        if before > KNOWN_DAYS or day.at_or_before(reader.as_of) is Truth.FALSE:
            return
    for drug, element in _named(reader, entry):
        shown: Evidence = evidence(entry, dated(f'"{drug.name}"', day), element, Basis.TEXT)
        yield _on_file(DRUG_IN_WORDS, drug, shown)


def _named(reader: Reader, entry: Entry) -> Iterator[tuple[NamedDrug, str]]:
    book, tree = reader.book, entry.tree
    match entry.resource_type:
        case "Observation":
            names = words_in(tree.get("code"))
            for name in names:
                yield from ((drug, "code") for drug in _affirmed(book, name, tree))
            text = tree.get("valueString")
            if isinstance(text, str) and asks_for_drugs(names):
                yield from ((drug, "valueString") for drug in drugs_answered(book, text))
            if asks_for_drugs(names):
                yield from _of_concept(book, tree.get("valueCodeableConcept"), "valueCodeableConcept")
        case "QuestionnaireResponse":
            yield from _of_items(book, tree.get("item"), "item", _MOST_NESTED)
        case "List":
            yield from _of_list(reader, entry, tree.get("entry"))
        case "Flag":
            for text in words_of(as_concept(tree.get("code"))):
                yield from ((drug, "code") for drug in drugs_named(book, text))
        case _:
            notes = tree.get("note")
            for index, note in enumerate(notes if isinstance(notes, list) else ()):
                if isinstance(note, dict) and isinstance(note.get("text"), str):
                    yield from ((drug, f"note[{index}].text") for drug in drugs_named(book, note["text"]))


def _of_concept(book: Codebook, raw: object, element: str) -> Iterator[tuple[NamedDrug, str]]:
    if not isinstance(raw, dict):
        return
    concept = as_concept(raw)
    if groups := groups_of(book, INTERACTION, concept):
        yield NamedDrug(next(iter(words_of(concept)), "a drug"), groups), element
        return
    for text in words_of(concept):
        yield from ((drug, element) for drug in drugs_answered(book, text))


def _of_list(reader: Reader, entry: Entry, lines: object) -> Iterator[tuple[NamedDrug, str]]:
    """The lines of a list that name a drug and lead to no resource, which would speak for itself."""
    for index, line in enumerate(lines if isinstance(lines, list) else ()):
        item = line.get("item") if isinstance(line, dict) else None
        if not isinstance(item, dict) or line.get("deleted") is True:
            continue
        reference = item.get("reference")
        if isinstance(reference, str) and reader.resolve(Reference(reference=reference), entry) is not None:
            continue
        is_gone = any(map(_GONE.search, words_of(as_concept(line.get("flag")))))
        display = item.get("display")
        if isinstance(display, str) and not is_gone:
            yield from ((drug, f"entry[{index}].item.display") for drug in drugs_answered(reader.book, display))


def _of_items(book: Codebook, items: object, place: str, depth: int) -> Iterator[tuple[NamedDrug, str]]:
    """The answers of a form to what somebody takes, in words or coded."""
    for index, item in enumerate(items if isinstance(items, list) and depth else ()):
        if not isinstance(item, dict):
            continue
        here = f"{place}[{index}]"
        asked, answers = item.get("text"), item.get("answer")
        for number, answer in enumerate(answers if isinstance(answers, list) else ()):
            if not isinstance(answer, dict):
                continue
            at = f"{here}.answer[{number}]"
            if isinstance(asked, str):
                yield from ((drug, at) for drug in _affirmed(book, asked, answer))
            if isinstance(asked, str) and asks_for_drugs((asked,)):
                if isinstance(text := answer.get("valueString"), str):
                    yield from ((drug, f"{at}.valueString") for drug in drugs_answered(book, text))
                if isinstance(coding := answer.get("valueCoding"), dict):
                    yield from _of_concept(book, {"coding": [coding]}, f"{at}.valueCoding")
            yield from _of_items(book, answer.get("item"), f"{at}.item", depth - 1)
        yield from _of_items(book, item.get("item"), f"{here}.item", depth - 1)
