"""Which disease the words of a diagnosis name where its codes leave several open; never against a code.

Words of a set of their own say of a disease that is coded outright that it is another one: then nobody can tell.

Histology words of the value sets count only in a diagnosis that is of the disease's organ by code or by words: a
papillary cancer is one of the thyroid only there. One disease named, and no word that leaves it open, is an answer of
basis text; all else leaves the diagnosis as it was. CLARIFICATIONS.
"""

from __future__ import annotations

import re

from validator.chart.concept import words_of
from validator.chart.disease.diagnosis import DiseasesLeft
from validator.chart.disease.named_cancer import without_places
from validator.chart.fact import OTHER_DISEASE
from validator.chart.words.text import mentions_of, phrase_groups
from validator.fhir.element import CodeableConcept
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.disease import kind_of
from validator.terminology.domain import EXTENT, TREATMENT
from validator.terminology.domain import INDICATIONS as DOMAIN
from validator.terminology.governing import Sense

_NAMES, _LEAVES_OPEN, _AGAINST = "words", "words_open", "words_against"


def disease_by_words(book: Codebook, concept: CodeableConcept | None, reading: DiseasesLeft) -> str | None:
    """The one disease that the words name, of those that codes, or without a listed code the words, leave possible."""
    if len(reading.diseases) == 1 or reading.history_only or reading.is_for_review:
        return None
    texts = words_of(concept)
    groups = {group for text in texts for _, found in phrase_groups(book, DOMAIN, text) for group in found}
    named = {disease for group in groups if kind_of(group) == _NAMES for disease in book.diseases.about(DOMAIN, group)}
    if len(named) != 1 or any(kind_of(group) == _LEAVES_OPEN for group in groups):
        return None
    if not any(_is_understood(book, text) for text in texts):
        return None
    possible = reading.diseases - {OTHER_DISEASE} if reading.known else book.diseases.words_for(" ".join(texts))
    return named.pop() if named <= possible else None


def _is_understood(book: Codebook, text: str) -> bool:
    """Whether a text names a kind, and all of its other words are ones that stand beside the name of a cancer."""
    rest, is_named = text, False
    for one in mentions_of(book, DOMAIN, rest):
        is_named = is_named or (one.sense is Sense.STATED and any(kind_of(g) == _NAMES for g in one.phrase.groups))
        if one.sense in (Sense.STATED, Sense.DENIED):
            rest = f"{rest[: one.start]}{' ' * (one.end - one.start)}{rest[one.end :]}"
    for domain in (TREATMENT, EXTENT):
        for one in mentions_of(book, domain, rest):
            rest = f"{rest[: one.start]}{' ' * (one.end - one.start)}{rest[one.end :]}"
    for pattern, _ in book.diseases.looks_like:
        rest = regex(rf"(?<!\w)(?:{pattern.pattern})(?!\w)", re.IGNORECASE).sub(" ", rest)
    return is_named and _BESIDE_A_NAME.fullmatch(without_places(book, rest)) is not None


_BESIDE_A_NAME = regex(
    r"(?:[\s,;:.()/+&'-]|\b(?:cancers?|(?:micro|adeno)?carcinomas?|ca|tumou?rs?|neoplasms?|malignan\w+|gland|lobes?|isthmus|cell|type|variants?|tall|columnar|solid|diffuse"
    r"|sclerosing|classic(?:al)?|conventional|encapsulated|minimally|widely|invasive|angioinvasive|aggressive|differentiated|well|multifocal|bilateral|left|right|primary|dominant"
    r"|metast[ae]\w*|mets?|lungs?|bones?|liver|brain|pulmonary|osseous|cervical|neck|lymph|nodes?|nodal|mediastin\w+|pleura\w*|spine|distant|spread|extension|extrathyroidal|gross"
    r"|stage|ajcc|[ivx]+[abc]?|[cpr]*t\d[ab]?(?:\(m\))?(?:n[\dx][ab]?)?(?:m[\dx])?|n[\dx][ab]?|m[\dx]|r[012]|8th|edition|advanced|locally|unresectable|inoperable|recurrent|recurrence|relapsed"
    r"|persistent|residual|progressive|progressing|progressed|progression|refractory|resistant|radioactive|radioiodine|iodine|rai|rair|i-?131|avid|non|no|component|elements?|structural|biochemical"
    r"|s/p|status|post|after|total|near|subtotal|completion|thyroidectomy|tt|lobectomy|dissection|ablation|therapy|treated|treatment|surgery|resected|resection|ebrt|radiation|history|hx"
    r"|diagnosed|dx|since|in|of|the|a|an|to|with|and|by|on|per|is|has|known|confirmed|proven|(?:(?:confirmed|proven|on|by|per|in)\s+)+(?:path(?:ology)?|histolog\w+|biopsy|fna|ihc|cytology|specimen)|(?:biopsy|path|fna)[\s-]+(?:confirmed|proven)|patient|pt|active|disease|unspecified|nos"
    r"|braf|v600e|ras|nras|hras|ret|m918t|tert|ntrk|fusion|positive|mutation|mutated|mutant|negative|wild|germline|somatic|sporadic|hereditary|familial|men\s?2[ab]?|men|syndrome|\w+nib"
    r"|not\s+an?\s+(?:surgical\s+)?candidate(?:\s+for\s+(?:surgery|resection|re-?operation))?"
    r"|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|\d[\d/.-]*(?:\s*(?:cm|mm|mci|gbq))?)(?!\w))*",
    re.IGNORECASE,
)
"""What is named proves which label an order is for: a word that is not known may ask, plan, doubt or be of another."""


_STRUCTURE = regex(
    r"\b(?:entire|structure|(?:body\s+)?structure\s+of|of|left|right|bilateral|the)\b|\(.*\)", re.IGNORECASE
)
"""What the name of a body site says beside the place: "Structure of left renal pelvis (body structure)"."""


def kinds_left_open(
    book: Codebook,
    concept: CodeableConcept | None,
    reading: DiseasesLeft,
    sites: tuple[CodeableConcept, ...] = (),
) -> tuple[str, ...]:
    """The words by which an organ's cancer is of another kind than the one that the organ alone is taken as, those of
    its body sites among them."""
    if reading.organ_alone is None:
        return ()
    found: list[str] = []
    placed = [f"carcinoma of {_STRUCTURE.sub(' ', text).strip()}" for site in sites for text in words_of(site)]
    for text in (*words_of(concept), *placed):
        for phrase, groups in phrase_groups(book, DOMAIN, text):
            if any(
                kind_of(group) == _LEAVES_OPEN and reading.organ_alone in book.diseases.about(DOMAIN, group)
                for group in groups
            ):
                found.append(phrase)
    return tuple(dict.fromkeys(found))


def kinds_against(book: Codebook, concept: CodeableConcept | None, reading: DiseasesLeft) -> tuple[str, ...]:
    """The words in the text of a diagnosis by which it is no tumor of the one kind that its codes name."""
    if concept is None or not concept.text or len(reading.diseases) != 1 or reading.diseases == {OTHER_DISEASE}:
        return ()
    found: dict[str, None] = {}
    for phrase, groups in phrase_groups(book, DOMAIN, concept.text):
        for group in groups:
            if kind_of(group) == _AGAINST and reading.diseases <= book.diseases.about(DOMAIN, group):
                found[phrase] = None
    return tuple(found)


def told_otherwise(
    book: Codebook, concept: CodeableConcept | None, histologies: tuple[CodeableConcept, ...]
) -> tuple[str, ...]:
    """The histologies in words alone that name another of the diseases than the words of the diagnosis do."""
    own = _named_in(book, words_of(concept))
    told = [one.text for one in histologies if own and one.text and not one.coding]
    return tuple([text for text in told if _named_in(book, (text,)) - own])


def _named_in(book: Codebook, texts: tuple[str, ...]) -> frozenset[str]:
    groups = {group for text in texts for _, found in phrase_groups(book, DOMAIN, text) for group in found}
    return frozenset(one for group in groups if kind_of(group) == _NAMES for one in book.diseases.about(DOMAIN, group))
