"""What the name of a tumor tells beside its kind: a stage or a grade, "Papillary RCC, stage IV", "Pancreatic NET, G2".

Problem lists set it apart by commas or brackets. Such a part counts where all of it is a stage or a grade, as the
answer of an Observation does, and a stage also where the rest of its part is the name of a cancer and nothing else.
Only what makes an unknown true is taken: a low stage in a name is of the day the name was given. Source:
Condition.code.text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from validator.chart.concept import NO_GROUPS
from validator.chart.disease.cancer_words import is_cancer
from validator.chart.disease.grade_words import written_level
from validator.chart.disease.stage_words import METASTATIC, Spread, written_kinds
from validator.chart.disease.status_words import status_kinds
from validator.chart.words.text import SHORT
from validator.fhir.element import CodeableConcept
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.governing import Sense, sense_of

_PART = regex(r"[^,;()\[\]]+")
_SPREAD = frozenset({METASTATIC, "stage-3", "stage-4", "locally-advanced"})
_WORSE = "worse"
_STAGE_FIRST = regex(r"(?P<stage>stage (?:iii|iv|3|4)[a-d]?) (?P<rest>.+)", re.IGNORECASE)
_STAGE_LAST = regex(r"(?P<rest>(?:.+ )?(?P<last>\S+)) (?P<stage>stage (?:iii|iv|3|4)[a-d]?)", re.IGNORECASE)
_OF_MORE = regex(r"\b(?:and|or|with|disease|failure|injury|insufficiency|ulcers?)\b|[&/+]", re.IGNORECASE)
"""Words by which a stage may be that of something else: "stage 3 kidney disease and RCC"."""
_MOST_WORDS = 6
_NET = r"(?:(?-i:(?:p|[Pp]an|P-|ep|SI-?|GEP-?)?NETs?)|neuroendocrine\s+tumou?rs?)"
_DIGIT = r"(?:WHO\s+)?(?:grade\s*|G)(?:[1-3]|I{1,3})"
_BESIDE = r"(?:(?:\w+(?:al|ic|ary|ional)|small|bowel|lung|midgut|primary|well[\s-]+differentiated|of|the|pancreas)\s+)"
_NET_GRADE = regex(
    rf"\b{_NET}\s*[-:,(]?\s*{_DIGIT}\b(?!\s*\?)(?=\W*$|\s*[,;.)/(-]|\s+(?:of|in|with\s+(?:\w+\s+)?met\w+|metasta\w+|to)\b)"
    rf"|\b(?:{_DIGIT}|(?P<by_words>low|intermediate)[\s-]grade)\s+{_BESIDE}{{0,3}}{_NET}\b",
    re.IGNORECASE,
)
"""A grade of WHO is one of a tumor that is well-differentiated; a carcinoma has none (`grade_words`)."""
_CARCINOMA = regex(r"\bneuroendocrine\s+carcinoma|\b(?-i:NECs?|MiNEN|MANEC)\b|\bmixed\b|\bpoorly\b", re.IGNORECASE)


def stages_in(book: Codebook, text: str) -> tuple[tuple[str, Spread], ...]:
    """Each part that is an advanced stage, or says that the disease progresses, with what it says of spread."""
    return (_stages_in_name if len(text) <= SHORT else _stages_in)(book, text)


def _stages_in(book: Codebook, text: str) -> tuple[tuple[str, Spread], ...]:
    found: list[tuple[str, Spread]] = []
    for part in _stated_parts(text):
        kinds = written_kinds(_stage_alone(book, part) or part) or {}
        told: Spread = {kind: about for kind, about in kinds.items() if kind in _SPREAD}
        if not told and _WORSE in (status_kinds(part) or ()):
            told = {_WORSE: NO_GROUPS}
        if told:
            found.append((part, told))
    return tuple(found)


_stages_in_name = lru_cache(maxsize=4096)(_stages_in)


def grades_in(text: str) -> tuple[tuple[str, str], ...]:
    """Each part that is a grade, with its level."""
    return (_grades_in_name if len(text) <= SHORT else _grades_in)(text)


def _grades_in(text: str) -> tuple[tuple[str, str], ...]:
    levels = [(part, written_level(part)) for part in _stated_parts(text)]
    return tuple([(part, level) for part, level in levels if level is not None])


_grades_in_name = lru_cache(maxsize=4096)(_grades_in)


def net_grades_in(text: str) -> Iterator[tuple[str, str]]:
    """Each grade that stands directly at the name of a neuroendocrine tumor ("NET G2", "grade 1 pancreatic NET")."""
    if _CARCINOMA.search(text):
        return
    for found in _NET_GRADE.finditer(text):
        if sense_of(text, found.start(), found.end()) is Sense.STATED:
            yield found[0].strip(), f"{found['by_words'].lower()}-grade" if found["by_words"] else "well"


def _stated_parts(text: str) -> Iterator[str]:
    for found in _PART.finditer(text):
        part = found[0].strip()
        start = found.start() + found[0].find(part)
        if part and sense_of(text, start, start + len(part)) is Sense.STATED:
            yield part


def _stage_alone(book: Codebook, part: str) -> str | None:
    """The stage of a part that is else no more than the name of a cancer."""
    found = _STAGE_FIRST.fullmatch(part) or _STAGE_LAST.fullmatch(part)
    if found is None or _OF_MORE.search(found["rest"]) or len(found["rest"].split()) > _MOST_WORDS:
        return None
    names = [found["rest"], found["last"]] if "last" in found.groupdict() else [found["rest"]]
    return found["stage"] if all(is_cancer(book, CodeableConcept(text=name)) for name in names) else None
