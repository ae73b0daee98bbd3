"""Criteria of a label that words alone state: a cancer that radioactive iodine no longer reaches.

No code says it. Listed phrases count in the texts of a cancer, in the reason and the notes of the order, and in a
Condition that says nothing else; beside another illness ("Graves disease, radioiodine refractory") they are its own.
Source: FHIR R4 Condition.code.text, Condition.note, MedicationRequest.reasonCode, MedicationRequest.note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from validator.chart.concept import as_concept, words_of
from validator.chart.disease.condition_state import State
from validator.chart.fact import RiskCondition
from validator.chart.reader import Reader, dated, evidence
from validator.chart.words.sure_words import sentences_of
from validator.chart.words.text import mentions_of, texts_of_condition, texts_of_notes
from validator.fhir.element import CodeableConcept
from validator.fhir.entry import Entry
from validator.fhir.reason import reason_texts
from validator.fhir.resource import Condition, MedicationRequest
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import TREATMENT
from validator.terminology.governing import Sense
from validator.terminology.set_extension import StatesCriterion
from validator.verdict import Basis, Truth

_NOT_A_CANDIDATE = r"not\s+an?\s+(?:surgical\s+)?candidate(?:\s+for\s+(?:surgery|resection|re-?operation))?"
_NOTHING_MORE = regex(
    rf"\W*(?:(?:{_NOT_A_CANDIDATE}|disease|thyroid|cancer|carcinoma|now|since|as\s+of|on|in|by"
    r"|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\b\W*|\((?:RAIR|RR|[DPF]?TC)\)\W*|[\d/.-]+\W*)*",
    re.IGNORECASE,
)
"""What may stand beside a phrase in a Condition that says nothing else."""
_MAY_STAND_BESIDE = regex(
    rf"(?:[\s,:()'-]|\b(?:{_NOT_A_CANDIDATE}|differentiated|papillary|follicular|oncocytic|hurthle|h\u00fcrthle|thyroid|cancers?|carcinomas?|disease|tumou?rs?|[dpf]tc"
    r"|metastatic|advanced|progressive|progressing|recurrent|locally|unresectable|stage\s+iv|patient|patient's|pt|has|is|are|now|with|lungs?|bones?|liver"
    r"|lymph|nodes?|nodal|pulmonary|mets|metast[ae]s[ei]s|to|in|on|by|the|and|of|progressed|progression|\w+nib|per|outside|records|known|considered|deemed|confirmed|documented|since|after"
    r"|cumulative|mci|gbq|activity|i-?131|radioiodine|treatments?|therapy|scans?|imaging|tumou?r\s+board|endocrinology|no\s+(?:\w+\s+)?uptake"
    r"|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|\d+)\b)*",
    re.IGNORECASE,
)
"""All that may stand beside a phrase in prose: words that tell the cancer, its spread, who found it and when."""
_TAKES_BACK = regex(
    r"\b(?:avid|previously|was|were|unknown|status|graves|hyperthyroid\w*|history|[yn])\b|/|@", re.IGNORECASE
)
"""Beside a phrase in the name of a cancer."""
_NOTE = "note"


@lru_cache(maxsize=16)
def _stating(book: Codebook) -> frozenset[str]:
    """The groups of treatments that state a criterion."""
    return frozenset(one.group for one in book.sets_of(TREATMENT) if one.said(StatesCriterion))


@lru_cache(maxsize=8192)
def stated_alone(book: Codebook, concept: CodeableConcept) -> frozenset[str]:
    """The groups of criteria that `Condition.code` states, where all of its words do no more than that.

    A code without words says what it says: it is another illness.
    """
    found: set[str] = set()
    if not all(coding.display for coding in concept.coding):
        return frozenset()
    if not all(_states(book, coding.display) for coding in concept.coding if coding.display):
        return frozenset()
    for text in words_of(concept):
        for one in mentions_of(book, TREATMENT, text):
            rest = f"{text[: one.start]} {text[one.end :]}"
            if one.sense is Sense.STATED and _NOTHING_MORE.fullmatch(rest):
                found |= one.phrase.groups & _stating(book)
    return frozenset(found)


def _states(book: Codebook, text: str) -> bool:
    return any(one.phrase.groups & _stating(book) for one in mentions_of(book, TREATMENT, text))


def stated(state: State, body: Condition, *, is_tumor: bool) -> Iterator[RiskCondition]:
    """The criteria that a Condition states: a cancer in any of its texts, another one where it says nothing else."""
    if state.active is Truth.FALSE:
        return
    alone = frozenset() if is_tumor else stated_alone(state.reader.book, as_concept(state.entry.tree.get("code")))
    for text, element in texts_of_condition(body) if is_tumor or alone else ():
        for phrase, said in _said(state.reader.book, text, is_prose=element.startswith(_NOTE)):
            if named := said if is_tumor else said & alone:
                shown = evidence(state.entry, dated(f'"{phrase}"', state.day), element, Basis.TEXT)
                yield RiskCondition(named, phrase, state.active, shown, state.onset, state.abatement, state.recorded)


def stated_by_order(reader: Reader, entry: Entry) -> Iterator[RiskCondition]:
    """The criteria that the reason or a note of the order states."""
    body = entry.body
    if not isinstance(body, MedicationRequest):
        return
    for text, element in (*reason_texts(body), *texts_of_notes(body.note)):
        for phrase, said in _said(reader.book, text, is_prose=True):
            shown = evidence(entry, f'"{phrase}"', element, Basis.TEXT)
            yield RiskCondition(said, phrase, Truth.TRUE, shown)


def _said(book: Codebook, text: str, *, is_prose: bool) -> Iterator[tuple[str, frozenset[str]]]:
    """Each phrase that states a criterion, with its groups. `is_prose`: somebody wrote on, and may quote or plan."""
    if not is_prose:
        heard = mentions_of(book, TREATMENT, text)
        found = [(one, f"{text[: one.start]} {text[one.end :]}") for one in heard] if heard else []
    else:
        told = sentences_of(text) if mentions_of(book, TREATMENT, text) else ()
        found = [(one, f"{s[: one.start]} {s[one.end :]}") for s in told for one in mentions_of(book, TREATMENT, s)]
    for mention, beside in found:
        said = mention.phrase.groups & _stating(book) if mention.sense is Sense.STATED else frozenset()
        stands = _MAY_STAND_BESIDE.fullmatch(beside) if is_prose else not _TAKES_BACK.search(beside)
        if said and stands:
            yield mention.phrase.text, said
