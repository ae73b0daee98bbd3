"""A risk that an Observation states: its code is the risk, and its answer does not deny it.

Many systems write a finding as a question with its name ("Melena: present"). It was so on its day, and nothing tells
whether it is over: as an event that a Procedure tells of. Only codes are read: names in words are those of risk scores
and checklists as often. Source: FHIR R4 Observation.code with a finding, Observation.value[x].
"""

from __future__ import annotations

from functools import lru_cache

from validator.chart.concept import groups_of
from validator.chart.disease.stage_words import yes_or_no
from validator.chart.observed.answer_text import is_answered, texts_of, truth_of
from validator.chart.observed.coded_answer import behind_yes, interpreted, is_no_answer, presence
from validator.chart.words.told_day import day_behind
from validator.fhir.element import CodeableConcept
from validator.fhir.resource import Observation
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import RISK
from validator.verdict import Truth

_DENIED = regex(
    r"\W*(?:no|not|none|non|n|nil|nad|neg|negative|absent|absence|den(?:y|ies|ied)|never|without|false|resolved|0"
    r"|ruled out|free of)\b"
    r"(?:(?!\b(?:but|still|present|positive|ongoing|continu\w*|change[sd]?|improve\w*|better|less|longer|resol\w*|stop\w*"
    r"|however|except|only|yet|sure|known|clear|certain|assess\w*|done|exclu\w*|rul\w*)\b)[^,;.])*|-+"
)
"""A denial and what it denies; one behind which more is said is not understood ("no change, still bleeding")."""
_DEGREE = regex(
    r"(?:(?:mild|moderate|severe|slight|small|large|heavy|massive|active|ongoing|current|persistent|intermittent"
    r"|occasional|frequent|grade [1-5]|to|and|amount|now|today|detected|noted|reported|confirmed|daily|every day|worse"
    r"|worsening|increas(?:ed|ing)|often|several times|[1-9]\d? times)\W*)+|\+{1,4}"
)
"""Words that tell how much of it there is, and so that it is there."""


@lru_cache(maxsize=8192)
def risk_stated(book: Codebook, code: CodeableConcept | None) -> frozenset[str]:
    """The risks that the code of an Observation is; operations are no findings."""
    found = groups_of(book, RISK, code)
    return found - book.of_role(RISK, "operation") if found else found


def affirmed(body: Observation) -> Truth | None:
    """Whether the answer says that it is there: UNKNOWN where it only says that nobody knows, or is none; None where it
    says something else.
    """
    told = {truth_of(body), presence(body.value_codeable_concept), *map(interpreted, body.interpretation)} - {None}
    if told:
        return told.pop() if len(told) == 1 else None
    if is_no_answer(body.value_codeable_concept, body.value_string):
        return Truth.UNKNOWN
    words = [" ".join(text.lower().split()).strip(" .") for text, _ in texts_of(body)]
    said = {_of_words(one) for one in words}
    if not said:
        return None if is_answered(body) or body.interpretation else Truth.UNKNOWN
    return said.pop() if len(said) == 1 else None


def _of_words(words: str) -> Truth | None:
    if _DENIED.fullmatch(words):
        return Truth.FALSE
    return Truth.TRUE if _DEGREE.fullmatch(words) or behind_yes(words) is not None else yes_or_no(words, "")


def day_told(body: Observation) -> PartialDate | None:
    """The day that stands behind the yes of an answer ("Yes, in 2012"); None where none is told."""
    texts = [text for text, _ in texts_of(body)]
    told = ((text, behind_yes(text)) for text in texts)
    days = (day_behind(text, len(text) - len(more)) for text, more in told if more)
    return next((day for day in days if day is not None), None)
