"""Which kind of tumor the report of a pathologist concludes, of a cancer that is on file.

A coded conclusion that is about the cancer's disease or organ is a histology, as an Observation states one; one of
another organ, of a cancer that does not spread, or of a cancer that is on file beside it is not of this one. Words only
leave open what nothing else names: they count where they speak of the organ, or are the kind and nothing else beside
one cancer, and do not name the disease itself.
CLARIFICATIONS A335. Source: FHIR R4 DiagnosticReport.conclusionCode, conclusion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from validator.chart.concept import as_concept, coded, words_of
from validator.chart.disease.cancer_words import may_spread, names_another, names_another_at_all
from validator.chart.disease.diagnosis import Says, statements_of
from validator.chart.disease.histology import Histology
from validator.chart.disease.named_cancer import without_places
from validator.chart.disease.tissue_report import REPORT, says_of_tissue
from validator.chart.fact import OTHER_DISEASE, Diagnosis
from validator.chart.reader import Reader
from validator.chart.risk.carrier import day_in
from validator.chart.words.sure_words import sentences_of
from validator.chart.words.text import mentions_of, phrase_groups
from validator.fhir.element import CodeableConcept
from validator.fhir.entry import Entry
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.disease import kind_of
from validator.terminology.domain import INDICATIONS as DOMAIN
from validator.terminology.governing import Sense
from validator.verdict import Truth

_DAYS_BEFORE = 90
"""A report from so long before the tumor is on file may be the one that found it. As for a Ki-67, READINGS 7."""
_OF = regex(r"\b(?:of|in|from)\b", re.IGNORECASE)
_OF_NO_ORGAN = regex(
    r"(?:\W|\b(?:surgical|anatomic(?:al)?|patholog\w*|path|histolog\w*|histopatholog\w*|cytolog\w*|biops(?:y"
    r"|ies)|bx|core|needle|fna"
    r"|tissue|specimens?|tumou?r|resection|report|study|studies|final|diagnos[ie]s|dx|narrative"
    r"|exam(?:ination)?|note|document|result"
    r"|consult\w*|addendum|amended|of|and|the)\b)*",
    re.IGNORECASE,
)
"""The name of a report of tissue that does not tell where the tissue is from."""
_SAYS_NO_MORE = regex(
    r"(?:\W|\b(?:(?:final|surgical|pathologic\w*|pathology|histolog\w+|path|the)\s+)*(?:dx|diagnos[ie]s"
    r"|conclusion|impression)\b"
    r"|\bfinal\s*:|\bc/w\b|\b(?:findings?|most|consistent|compatible|with|suspicious|favou?r(?:s|ed|ing)?|likely|suggest\w*"
    r"|probabl[ey]|suspected|represents?)\b"
    r"|\b(?:high|low|grade|invasive|infiltrating|papillary|poorly|moderately|well|differentiated|nos|ca"
    r"|carcinoma|g?[1-3])\b"
    r"|\b(?:(?:surgical|resection|all|ureteral|vascular|soft\s+tissue)\s+)*margins?\b"
    r"|\b(?:lymph\s+)?nodes?\s+(?:are\s+|is\s+)?(?:negative|neg|uninvolved|clear|free|\d+/\d+)\b|\blvi\b"
    r"|\b(?:lymphovascular|perineural)\s+invasion\b|\b(?:are|is|not|identified|present|absent|seen|negative|neg"
    r"|positive|pos"
    r"|clear|free|uninvolved|involved|close|of|tumou?r|for|unifocal|multifocal|focal|see|comment|note)\b"
    r"|\b\d+(?:\.\d+)?(?:\s*x\s*\d+(?:\.\d+)?)*\s*[cm]m\b|\b\d+/\d+\b"
    r"|\by?[pc]?t[0-4][a-c]?(?:\s*[pc]?n[0-3x])?(?:\s*[pc]?m[01x])?\b)*",
    re.IGNORECASE,
)
"""What may stand beside the kind where a conclusion says nothing else: a heading, how the tumor grows and how far, and
whether all of it was taken out."""
_SPREAD_TO = regex(r"\bmet(?:s|asta\w*)\b", re.IGNORECASE)
"""Beside the organ and another cancer: what grows in the organ is that cancer's."""
_LIKELY = frozenset({Sense.STATED, Sense.DOUBTED})
_GROWS = regex(r"\b(?:sarcomatoid|rhabdoid)(?:\s+(?:features|differentiation|component))?\b", re.IGNORECASE)
"""How a tumor of any kind may grow: no kind of its own beside another."""
_OF_ANOTHER = frozenset({"words_open", "words_against"})
_TELLS_KIND = frozenset({Says.NAMED, Says.HISTOLOGY, Says.REVIEW, Says.EXCLUDED})


def concluded_in(
    reader: Reader, reports: Iterable[Entry], cancers: dict[Entry, Diagnosis]
) -> Iterator[tuple[Entry, Histology]]:
    """What the reports of tissue conclude, each with the Condition of the cancer that it is about."""
    for report in reports:
        told = tuple(_told(reader.book, report)) if says_of_tissue(reader, report) else ()
        for condition, cancer in cancers.items() if told else ():
            if _is_before(report, cancer):
                continue
            own = cancer.diseases - {OTHER_DISEASE}
            others = [one.told for one in cancers.values() if not one.told & own]
            beside = frozenset().union(*others)
            for one, about, is_placed in told:
                named = about - beside if is_placed or not others else frozenset()
                if named & own or (named and about & _organ(reader.book, cancer)):
                    yield condition, one


def _is_before(report: Entry, cancer: Diagnosis) -> bool:
    """Whether a report is surely from before the tumor, so that it is of another one."""
    day, since = day_in(REPORT, report.tree), cancer.onset or cancer.recorded
    return day is not None and since is not None and day.before(since.plus_days(-_DAYS_BEFORE)) is Truth.TRUE


def _organ(book: Codebook, cancer: Diagnosis) -> frozenset[str]:
    """The diseases of the organ of the cancer, by its name."""
    return book.diseases.words_for(cancer.evidence.says) - {OTHER_DISEASE}


def _told(book: Codebook, report: Entry) -> Iterator[tuple[Histology, frozenset[str], bool]]:
    """Each kind of tumor that a report concludes, with the labelled diseases whose organ or kind it is of, and whether
    that is told: "Sarcoma" may be of any organ, and is of the only cancer on file."""
    codes = report.tree.get("conclusionCode")
    for index, raw in enumerate(codes if isinstance(codes, list) else ()):
        concept, place = as_concept(raw), f"conclusionCode[{index}]"
        if not concept.coding:
            # A conclusion without a code is one in words, wherever it stands.
            for text in words_of(concept):
                yield from _told_in_words(book, report, text, place)
        elif (about := _about(book, concept)) and may_spread(book, concept):
            yield Histology(report, concept, place), about, _is_placed(book, concept)
    conclusion = report.tree.get("conclusion")
    if isinstance(conclusion, str):
        yield from _told_in_words(book, report, conclusion, "conclusion")


def _told_in_words(
    book: Codebook, report: Entry, text: str, place: str
) -> Iterator[tuple[Histology, frozenset[str], bool]]:
    organs = book.diseases.words_for(text)
    if not organs:
        placed, is_plain = _place(book, report)
        about = _alone(book, text) if is_plain else frozenset()
        if about := about & placed if placed else about:
            yield Histology(report, CodeableConcept(text=text), place), about, bool(placed)
        return
    for sentence in sentences_of(text):
        against, named = _against(book, sentence), _named(book, sentence)
        about = against & organs - _named(book, text) if against else organs - named if named else named
        if not against and not named and _SPREAD_TO.search(sentence) and names_another(book, sentence)[1]:
            about = organs & book.diseases.words_for(sentence)
        if about:
            yield Histology(report, CodeableConcept(text=sentence), place), about, True


def _place(book: Codebook, report: Entry) -> tuple[frozenset[str], bool]:
    """The diseases of the organ that the name of a report tells, and whether it can be told from its name whose tissue
    it is of: an organ of a label, or none at all."""
    names = words_of(as_concept(report.tree.get("code")))
    organs = frozenset().union(*(book.diseases.words_for(name) for name in names)) - {OTHER_DISEASE}
    return organs, bool(organs) or all(map(_OF_NO_ORGAN.fullmatch, names))


def _alone(book: Codebook, text: str) -> frozenset[str]:
    """The diseases against which another kind of tumor speaks that is all a conclusion states, or takes for likely: it
    tells no organ."""
    text = _GROWS.sub(" ", text)
    found = [one for one in mentions_of(book, DOMAIN, text) if one.sense in _LIKELY]
    rest = text
    for one in reversed(found):
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    if not found or not _SAYS_NO_MORE.fullmatch(rest):
        return frozenset()
    groups = frozenset().union(*(one.phrase.groups for one in found))
    return _of_groups(book, groups, another=True) - _of_groups(book, groups, another=False)


def _about(book: Codebook, concept: CodeableConcept) -> frozenset[str]:
    """The labelled diseases that a coded conclusion is about: by its code, and by the organ its words name."""
    texts = words_of(concept)
    if any(_is_of_another(book, text) for text in texts):
        return frozenset()
    groups = {group for one in coded(book, DOMAIN, concept) for group in one.groups}
    told = {one.says for one in statements_of(book, concept)}
    organs = frozenset().union(*(book.diseases.words_for(text) for text in texts))
    # "Squamous cell carcinoma of skin" names an organ, and none of these.
    against = frozenset().union(*(_against(book, one) for one in texts if organs or not _OF.search(one)))
    if told.isdisjoint(_TELLS_KIND) and not against:
        return frozenset()
    return against | organs | frozenset().union(*(book.diseases.about(DOMAIN, group) for group in groups))


def _is_placed(book: Codebook, concept: CodeableConcept) -> bool:
    return bool(coded(book, DOMAIN, concept) or any(book.diseases.words_for(text) for text in words_of(concept)))


def _is_of_another(book: Codebook, text: str) -> bool:
    """Whether words beside those that are listed name a cancer of no label: the bladder's is none of the kidney."""
    for one in reversed(mentions_of(book, DOMAIN, text)):
        text = f"{text[: one.start]} {text[one.end :]}"
    return names_another_at_all(book, without_places(book, text))


def _against(book: Codebook, text: str) -> frozenset[str]:
    """The diseases of whose organ a text states another kind of tumor."""
    return _of_kinds(book, text, another=True)


def _named(book: Codebook, text: str) -> frozenset[str]:
    """The diseases that a text states by a name of their own."""
    return _of_kinds(book, text, another=False)


def _of_kinds(book: Codebook, text: str, *, another: bool) -> frozenset[str]:
    groups = frozenset().union(*(groups for _, groups in phrase_groups(book, DOMAIN, text)))
    return _of_groups(book, groups, another=another)


def _of_groups(book: Codebook, groups: frozenset[str], *, another: bool) -> frozenset[str]:
    return frozenset(
        disease
        for group in groups
        if (kind_of(group) in _OF_ANOTHER) is another
        for disease in book.diseases.about(DOMAIN, group)
    )
