"""What the report of a pathologist concludes against good differentiation, in its own words.

A report proves nothing in free text, but "poorly differentiated neuroendocrine carcinoma" in a newer one is no silence
beside an older grade. Only sentences that name a tumor of the family, or its growth, count. CLARIFICATIONS A248.
Source: FHIR R4 DiagnosticReport.conclusion, conclusionCode.text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import Any

from validator.chart.concept import raw_codings
from validator.chart.disease import differentiation
from validator.chart.disease.growth_words import is_high
from validator.chart.entry.status import RESULT_STANDS
from validator.chart.fact import Differentiation
from validator.chart.reader import Reader
from validator.chart.risk.carrier import day_in, is_of_tissue
from validator.chart.words.sure_words import sentences_of
from validator.fhir.entry import Entry
from validator.fhir.resource import Resource
from validator.fhir.status_code import word_of
from validator.frozen import replace
from validator.terminology.coding import LOINC
from validator.terminology.domain import DIFFERENTIATION, INDICATIONS

REPORT = "DiagnosticReport"
_SECTION = "http://terminology.hl7.org/CodeSystem/v2-0074"
_OF_PATHOLOGY = frozenset(
    {
        *((LOINC, code) for code in ("60567-5", "60568-3", "11526-1", "11529-5", "22634-0", "22637-3", "LP7839-6")),
        (_SECTION, "SP"),
        (_SECTION, "CP"),
    }
)
"""Reports of tissue by their code, and the sections that make them. Source: LOINC; HL7 v2 table 0074; US Core."""


def says_of_tissue(reader: Reader, entry: Entry) -> bool:
    """Whether a report is of tissue, and one that stands and may be relied on."""
    tree = entry.tree
    if word_of(tree, "status") not in RESULT_STANDS or not (is_of_tissue(REPORT, tree) or _is_coded_so(tree)):
        return False
    return reader.body(entry, Resource) is not None


def left_open(entry: Entry) -> tuple[str, ...]:
    """The domains that a report of tissue may be about which concludes something and is not closed: it may name the
    tumor or its growth. None for any other. CLARIFICATIONS A363."""
    tree = entry.tree
    if entry.resource_type != REPORT or word_of(tree, "status") in RESULT_STANDS:
        return ()
    is_said = bool(tree.get("conclusion") or tree.get("conclusionCode"))
    return (INDICATIONS, DIFFERENTIATION) if is_said and (is_of_tissue(REPORT, tree) or _is_coded_so(tree)) else ()


def _is_coded_so(tree: dict[str, Any]) -> bool:
    """Whether code or category is one of pathology, for a report that bears no name."""
    told = tree.get("category")
    concepts = [tree.get("code"), *(told if isinstance(told, list) else (told,))]
    return any(not _OF_PATHOLOGY.isdisjoint(raw_codings(concept)) for concept in concepts)


def against_in_all(reader: Reader, entries: Iterable[Entry]) -> tuple[Differentiation, ...]:
    """What all of a patient's reports of tissue say against it."""
    return tuple(chain.from_iterable(map(against_in, repeat(reader), entries)))


def against_in(reader: Reader, entry: Entry) -> Iterator[Differentiation]:
    """What a report of tissue says against good differentiation, told of the tumors of the family."""
    if not says_of_tissue(reader, entry):
        return
    tree = entry.tree
    day = day_in(REPORT, tree)
    texts = [(tree.get("conclusion"), "conclusion")]
    codes = tree.get("conclusionCode")
    for index, code in enumerate(codes if isinstance(codes, list) else ()):
        texts.append((code.get("text") if isinstance(code, dict) else None, f"conclusionCode[{index}].text"))
    known = reader.book.diseases
    families = frozenset().union(*known.families.values())
    for text, element in texts:
        for sentence in sentences_of(text) if isinstance(text, str) else ():
            if not (is_high(sentence) or known.words_for(sentence) & families):
                continue
            for one in differentiation.against(differentiation.of_texts(reader, entry, [(sentence, element)], day)):
                yield replace(one, about=entry.reference)
