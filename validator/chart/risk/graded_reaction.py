"""An adverse reaction of grade 3 or 4 that a note of the order tells of now: "grade 3 diarrhea", "HFS G3", "UPCR 3.9".

The label withholds the drug for one until it is mild. One that is managed ("reduced for", "resolved", "now grade 1"),
of another drug, of long ago, of a condition or of teaching is none. CLARIFICATIONS A298. Source: CTCAE grades; label
section on adverse reactions.
"""

from __future__ import annotations

from decimal import Decimal

from validator.chart.settings import RECENT_EVENT_DAYS
from validator.chart.words.note_day import day_of_event
from validator.chart.words.statement import Meaning, standing_of
from validator.chart.words.text import mentions_of
from validator.dosage.word_vocabulary import is_short_for_a_drug
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import PRODUCTS, SEVERITY, STOP_REASON, TREATMENT
from validator.terminology.governing import Sense, sense_of

_HIGH = r"(?:3|4|iii|iv|3\s*[/-]\s*4|3\s*or\s*4)"
_GRADE_AHEAD = regex(rf"\b(?:grade|gr\.?|g|ctcae)\s*-?\s*{_HIGH}\s+(?:[a-z-]+\s+){{0,2}}$")
_GRADE_BEHIND = regex(rf"[\s,(:-]*(?:is\s+|now\s+|still\s+|ctcae\s+)*(?:grade|gr\.?|g)\s*-?\s*{_HIGH}\b")
_MANAGED = regex(
    r"\b(?:reduc\w*|lower\w*|decreas\w*|resum\w*|restart\w*|re-?challeng\w*|improv\w*|(?<!not )(?<!n't )(?<!un)resol\w*"
    r"|recover\w*|tolerat\w*"
    r"|subsid\w*|now\s+(?:grade|gr\.?|g)?\s*[0-2]\b|to\s+(?:grade|gr\.?|g)\s*[0-2]\b|(?:grade|gr\.?|g)\s*[0-1]\b|baseline"
    r"|prior|previous\w*|history|hx|h/o|past|with\s+last)\b|[<\u2264]"
)
"""In a statement: it was dealt with, or was before."""
_TO_BE_LOWERED = regex(
    r"\b(?:(?:to|will|should|must|needs?\s+to|plan(?:s|ned)?\s+to|recommend\w*(?:\s+to)?)\s+(?:be\s+)?|needs?\s+|for\s+|consider\s+)"
    r"(?:a\s+)?(?:dose\s+)?(?:be\s+)?(?:reduc\w*|lower\w*|decreas\w*|de-?escalat\w*)\b"
)
"""The dose is still to be lowered: nothing is dealt with as long as the same one is ordered."""
_WORD = regex(r"[a-z][a-z-]+")
_PROTEIN = regex(
    r"\b(?:upcr?|u\s?prot?[/:]\s?cr\w*|(?:urine\s+)?protein[\s/:-]*(?:to\s+)?creat\w*(?:\s+ratio)?)\b"
    r"(?P<between>[^\d.;,]{0,12}?)(?P<ratio>\d+(?:\.\d+)?)(?![\d/])"
    r"(?P<unit>\s*mg/g)?"
    r"|\b24\s?-?h(?:ou)?r?s?\s+(?:urine\s+)?protein\b(?P<behind>[^\d.;,]{0,12}?)(?P<grams>\d+(?:\.\d+)?)\s*(?P<mass>g|mg|grams?)\b"
)
_LIVER_TEST = regex(r"\b(?:alt|ast|sgpt|sgot|lfts?|transaminases?)\b")
_TIMES = regex(
    r"(?P<between>[^\d.;,]{0,15}?)(?P<times>\d+(?:\.\d+)?)\s*(?:x|times)\s*(?:the\s+)?(?:uln|upper\s+limit)\b"
)
_MOST_TIMES = 5
"""Times the upper limit of normal above which an enzyme of the liver is of grade 3. Source: CTCAE."""
_BOUND = regex(r"[<>\u2264\u2265]|\b(?:if|over|above|below|under|goal|hold|call|until|greater|less)\b")
_HEAVY = Decimal("3.5")
"""Grams a day, or grams a gram of creatinine, from which protein in the urine is of grade 3 (inclusive). Source:
CTCAE."""


def tells_high_grade(book: Codebook, statement: str, written: PartialDate, as_of: PartialDate) -> bool:
    """Whether a statement of a note of the day `written` says that a reaction of a high grade is there."""
    plain = _TO_BE_LOWERED.sub(" ", statement.lower())
    if _MANAGED.search(plain) or _names_another_cancer_drug(book, plain):
        return False
    day = day_of_event(statement, len(statement), written) or written
    if day.days_until(as_of)[0] > RECENT_EVENT_DAYS:
        return False
    plain = statement.lower()
    return _is_heavy(plain) or _is_high(statement, plain) or _is_graded(book, statement, plain)


def is_to_be_lowered(statement: str) -> bool:
    """Whether a statement says that the dose is still to be lowered; an order of a lower one has done so."""
    return _TO_BE_LOWERED.search(statement.lower()) is not None


def _names_another_cancer_drug(book: Codebook, plain: str) -> bool:
    """Whether a statement names a cancer drug that is none of a label here: the reaction may be of that one."""
    named = (name for name in book.drug_names_in(TREATMENT, plain) if not book.drug_groups_by_name(PRODUCTS, name))
    return next(named, None) is not None or any(map(is_short_for_a_drug, _WORD.findall(plain)))


def _is_graded(book: Codebook, statement: str, plain: str) -> bool:
    if not {STOP_REASON, SEVERITY} <= book.domains:
        return False
    reactions, severe = book.of_role(STOP_REASON, "drug-reaction"), book.of_role(SEVERITY, "says-severe")
    for one in mentions_of(book, STOP_REASON, statement):
        if one.sense is not Sense.STATED or not one.phrase.groups & reactions:
            continue
        ends = [told.end for told in mentions_of(book, SEVERITY, statement) if told.phrase.groups & severe]
        is_high = any(end <= one.start and not plain[end : one.start].strip(" -") for end in ends)
        is_high = is_high or _GRADE_AHEAD.search(plain[: one.start]) is not None
        if (is_high or _GRADE_BEHIND.match(plain, one.end)) and standing_of(
            statement, one.start, one.end
        ) is Meaning.NOW:
            return True
    return False


def _is_high(statement: str, plain: str) -> bool:
    """Whether enzymes of the liver are told by a high grade, or by how many times they are above normal."""
    for one in _LIVER_TEST.finditer(plain):
        times = _TIMES.match(plain, one.end())
        if times is not None:
            is_bound = _BOUND.search(times["between"]) or _BOUND.search(plain, 0, one.start())
            is_high = not is_bound and Decimal(times["times"]) > _MOST_TIMES
        else:
            is_high = bool(_GRADE_AHEAD.search(plain[: one.start()]) or _GRADE_BEHIND.match(plain, one.end()))
        is_said = is_high and sense_of(plain, one.start(), one.end()) is Sense.STATED
        if is_said and standing_of(statement, one.start(), one.end()) is Meaning.NOW:
            return True
    return False


def _is_heavy(plain: str) -> bool:
    for found in _PROTEIN.finditer(plain):
        if _BOUND.search(found["between"] or found["behind"] or "") or _BOUND.search(plain, 0, found.start()):
            continue
        amount = Decimal(found["ratio"] or found["grams"])
        if (found["unit"] or "").strip() or found["mass"] == "mg":
            amount /= 1000
        if amount >= _HEAVY:
            return True
    return False
