"""A blood pressure in the words of a note or of an answer: "BP 200/120". A bound, a goal and a condition are none.

CLARIFICATIONS A294, A323, A481, A524, A532.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from validator.chart.concept import groups_of
from validator.chart.fact import Measurement
from validator.chart.observed.asked_for import AskedFor
from validator.fhir.element import CodeableConcept, Coding, ObservationComponent
from validator.fhir.resource import Observation
from validator.finding import Evidence
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.coding import LOINC
from validator.terminology.domain import OBSERVED
from validator.verdict import Basis

_SYSTOLIC, _DIASTOLIC = (CodeableConcept(coding=(Coding(system=LOINC, code=code),)) for code in ("8480-6", "8462-4"))
"""What the two values answer. Source: FHIR R4 vital signs profile, blood pressure."""
_FROM = r"(?:\d{2,3}s?\s*(?:-|\u2013|to)\s*)?"
"""The lower end of a range ("180-190/100"): of readings of one time the highest counts."""
_PRESSURE = regex(
    r"\b(?:n?i?bps?|b/p|(?:blood\s+)?pressures?|vitals?|vs|rr)\b(?P<between>[^\d.;]{0,25}?)"
    rf"{_FROM}(?P<systolic>\d{{2,3}})s?\s*(?:/|over)\s*{_FROM}(?P<diastolic>\d{{2,3}})(?!\d|/\d)"
    r"|\b(?:sbps?|systolics?)\b(?P<behind>[^\d.;]{0,15}?)(?P<alone>\d{3})(?![\d/])"
)
_BOUND = regex(
    r"[<>\u2264\u2265=]\s*$|\b(?:over|above|below|under|greater|less|than|goals?|target|keep|until|if|exceeds?|limit|hold|call|threshold)\b"
)
_PASSED = regex(r"[^\w<>]*>\s*$")
_SPEAKS_OF_BOUNDS = regex(
    r"\b(?:if|when|hold|held|call|contact|notify|report|goals?|target|keep|until|stop|parameters?|unless|should|may|seek"
    r"|ed|er|monitor\w*|check\w*|withh\w+|discontinue|instruct\w*|educat\w*|advis\w*|avoid|threshold|limit)\b"
)
_TAKEN = regex(r"\b(?:today|yesterday|this\s+(?:am|morning|week)|in\s+clinic|at\s+visit|on\s+arrival|currently)\b")
_NO_USUAL_BOUND = 200
"""A systolic pressure in mmHg that nobody names as one to call at; a choice of this project."""
_OF_A_CRISIS = 180
"""A systolic pressure in mmHg from which a result above it is as good as its number (hypertensive crisis, ACC/AHA)."""
_BEFORE = regex(
    r"\b(?:if|when|hold|call|goals?|target|keep|until|stop|notify|report|parameters?|unless|should|may)\b[^.;]*$"
)
_WHOLE = regex(
    r"(?:\(!\)\s*)?(?:bp|b/p|blood pressure)?[\s:=]*(?P<above>(?:>=?|\u2265)\s?)?"
    rf"{_FROM}(?P<systolic>\d{{2,3}})s?\s*/\s*"
    rf"(?(above)(?:>=?|\u2265)?\s?){_FROM}(?P<diastolic>\d{{2,3}})s?(?:\s*mm\s?\[?hg\]?)?"
    r"(?:\s*[(\[-]?\s*(?:h{1,2}|high|l|low|normal|critical|sitting|standing|supine|lying|manual|automated|recheck|repeat"
    r"|(?:left|right|l|r) arm|\*{1,2}|!)[)\]]?){0,3}"
)
_DASHED = regex(
    r"(?:bp|b/p|blood pressure)?[\s:=]*(?P<upper>\d{2,3})\s?[-\u2013]{1,2}\s?(?P<lower>\d{2,3})(?:\s*mm\s?\[?hg\]?)?"
)
"""Two numbers with a dash: a reading where they fall, a range where they rise."""
_OTHER_UNIT = regex(
    r"(?:bp|b/p|blood pressure)?[\s:=]*(?P<upper>\d{1,2}(?:[.,]\d)?)\s*/\s*(?P<lower>\d{1,2}(?:[.,]\d)?)"
    r"\s*(?P<unit>kpa|cm\s?\[?hg\]?)"
)
_IN_MMHG = {"kpa": Decimal("7.50062"), "cmhg": Decimal(10)}
_NO_UNIT = regex(r"(?:1[89]|2\d|30)\s?/\s?(?:[5-9]|1\d|20)")
"""As a pressure in cmHg is written that is one of a crisis ("19/12"); in kPa it is none, and it is not told which."""
_LISTED = regex(r"(?:bp|b/p|blood pressure)?[\s:=]*(?P<upper>\d{2,3})\s*,\s*(?P<lower>\d{2,3})")
"""Two numbers of a panel with a comma: where they fall, a reading."""
_SIGNS = regex(r"[^a-z]")
_NEXT = regex(r"\s*[;,]\s*")
_AND = r"(?:/|\\|\||x|\u00d7|(?<=\d{3}):(?=\d)|(?:over|on|by|sobre|sur|por|zu|auf|su|op|na|\u043d\u0430)\b)"
"""Between the two values of a reading."""
_TOUCHED = r"(?:/\s?p|/?\s?palp\w*)\b|/\s?(?:[?_-]+|xx+|nr\b|unable\b|$)"
"""Behind a systolic value without a diastolic one: it was taken by touch, or the other was not heard."""
_ANYWHERE = regex(
    rf"(?<![\d/]){_FROM}(?P<systolic>\d{{2,3}})(?:\.0)?[s+]?\s*{_AND}\s*{_FROM}"
    r"(?P<diastolic>\d{2,3})(?:\.0)?(?!\d|(?<!\d{3}/\d{2})(?<!\d{3}/\d{3})/\d)"
    r"|\b(?:(?:sbps?|sys(?:tolic)?)\b\D{0,5}|s[:= ]{0,2})(?P<alone>\d{2,3})(?![\d/-])"
    rf"|(?<![\d/])(?P<before>\d{{2,3}})\s*(?:(?:mm\s?hg\s*)?sys(?:tolic)?\b|{_TOUCHED})"
    r"|\b(?:(?:dbps?|dia(?:stolic)?)\b\D{0,5}|d[:= ]{0,2})(?P<lower>\d{2,3})(?![\d/-])"
    r"|(?<![\d/])(?P<under>\d{2,3})\s*(?:mm\s?hg\s*)?dia(?:stolic)?\b"
)
_TO = frozenset({"-", "to"})
"""Between the two ends of a range."""
_USUAL = regex(r"\bref(?:erence)?\b")
_EARLIER = regex(
    r"\b(?:last|previous|prior)\s+(?:visit|time|week|month|year|appointment|clinic)\b|\bpreviously\b"
    r"|\b(?:\d{1,2}|an?|few|two|three|six)\s+(?:weeks?|months?|mos?|years?|yrs?)\s+ago\b"
)
"""What makes of one of several readings that of an earlier time; "was" alone may be of an hour ago."""
_IN_YEAR = regex(r"\b(?:in|from)\s+(?P<year>(?:19|20)\d\d)\b")
_PARTS = regex(r"[,;()\[\]]")
_POSSIBLE = range(50, 301)
"""Systolic pressures in mmHg that are no day of a month and no other pair of numbers; a choice of this project."""


def pressures_told(book: Codebook, statement: str, shown: Evidence, day: PartialDate) -> Iterator[Measurement]:
    """The values of every blood pressure that a statement gives as a reading of that day, in mmHg."""
    plain = statement.lower()
    for found in _PRESSURE.finditer(plain):
        between = found["between"] or found["behind"] or ""
        is_bound = _BOUND.search(between) is not None and not _is_passed(plain, between, found)
        if is_bound or _BEFORE.search(plain, 0, found.start()):
            continue
        told = ((_SYSTOLIC, found["systolic"] or found["alone"]), (_DIASTOLIC, found["diastolic"]))
        for asked, number in told:
            if number is not None:
                yield Measurement(
                    groups_of(book, OBSERVED, asked), shown, day, number=Decimal(number), unit_text="mmHg"
                )


def _is_passed(plain: str, between: str, found: re.Match[str]) -> bool:
    """Whether a pressure is said to be above one, and not what to do then: "BP>200/120", "BP >180/110 today"."""
    if _PASSED.fullmatch(between) is None or _SPEAKS_OF_BOUNDS.search(plain):
        return False
    return _TAKEN.search(plain) is not None or int(found["systolic"] or found["alone"]) >= _NO_USUAL_BOUND


def _typed(asked: AskedFor, text: str, element: str = "valueString") -> tuple[Measurement, ...]:
    """The values of the readings that an answer of a panel gives: "212/118", "H 190 over 124", "BP 212/118, HR 88".

    One above that of a crisis (">200/110") is at least that. What is a goal or a bound is none.
    """
    plain = " ".join(text.lower().split())
    shown = asked.shown(f"{asked.name}: {text}", element, Basis.TEXT)
    told: list[Measurement] = []
    is_panel = asked.is_for("panel-of-results")
    if (pair := _unusual(plain, is_panel=is_panel)) is not None:
        return tuple(_values(asked, shown, *pair))
    if is_panel and _NO_UNIT.fullmatch(plain):
        return tuple(_values(asked, shown, *plain.split("/"), unit=None))
    for one in map(_WHOLE.fullmatch, _NEXT.split(plain)):
        if one is None or (one["above"] and int(one["systolic"]) < _OF_A_CRISIS):
            return tuple(_in_prose(asked, plain, shown))
        told += _values(asked, shown, one["systolic"], one["diastolic"])
    return tuple(told)


def _unusual(plain: str, *, is_panel: bool) -> tuple[str, str] | None:
    """Both values in mmHg of a text that is one reading with a dash or a comma, or in another unit; else None."""
    if found := _DASHED.fullmatch(plain) or (_LISTED.fullmatch(plain) if is_panel else None):
        is_pair = int(found["lower"]) < int(found["upper"]) and int(found["upper"]) in _POSSIBLE
        return (found["upper"], found["lower"]) if is_pair else None
    if found := _OTHER_UNIT.fullmatch(plain):
        factor = _IN_MMHG[_SIGNS.sub("", found["unit"])]
        upper, lower = (Decimal(found[name].replace(",", ".")) * factor for name in ("upper", "lower"))
        return str(round(upper)), str(round(lower))
    return None


def _in_prose(asked: AskedFor, plain: str, shown: Evidence) -> Iterator[Measurement]:
    """The readings among other words, each by what stands between it and the one before.

    Beside one of that day, one that is told of an earlier time is none of it.
    """
    every = [*_ANYWHERE.finditer(plain)]
    earlier = {one.start() for at, one in enumerate(every) if _is_earlier(asked, plain, every, at)}
    end, is_reading = 0, True
    for found in every:
        if found.start() in earlier and len(earlier) < len(every):
            end = found.end()
            continue
        ahead, end = plain[end : found.start()].replace("->", " "), found.end()
        upper = found["systolic"] or found["alone"] or found["before"]
        if ahead.strip() not in _TO:
            is_reading = not any(one.search(ahead) for one in (_SPEAKS_OF_BOUNDS, _BOUND, _USUAL))
        if is_reading and (upper is None or int(upper) in _POSSIBLE):
            yield from _values(asked, shown, upper, found["diastolic"] or found["lower"] or found["under"])


def _is_earlier(asked: AskedFor, plain: str, every: list[re.Match[str]], at: int) -> bool:
    """Whether a reading is told of an earlier time: "(was 190/124 in 2024)", "last visit 190/124"."""
    begin = every[at - 1].end() if at else 0
    end = every[at + 1].start() if at + 1 < len(every) else len(plain)
    ahead, behind = _PARTS.split(plain[begin : every[at].start()]), _PARTS.split(plain[every[at].end() : end])
    # Without a sign between two readings the words may be of either.
    own = [*ahead[-1:]] if at == 0 or len(ahead) > 1 else []
    own += [*behind[:1]] if at + 1 == len(every) or len(behind) > 1 else []
    words = " ".join(own)
    if _TAKEN.search(words):
        return False
    years = [int(one["year"]) for one in _IN_YEAR.finditer(words)]
    is_past = asked.day is not None and any(one < asked.day.first.year for one in years)
    return is_past or _EARLIER.search(words) is not None


def _values(asked: AskedFor, shown: Evidence, *numbers: str | None, unit: str | None = "mmHg") -> Iterator[Measurement]:
    for question, number in zip((_SYSTOLIC, _DIASTOLIC), numbers, strict=True):
        if number is not None:
            groups = groups_of(asked.reader.book, OBSERVED, question)
            yield Measurement(groups, shown, asked.day, number=Decimal(number), unit_text=unit)


def pressures_answered(asked: AskedFor, value: Observation | ObservationComponent) -> tuple[Measurement, ...]:
    """The readings that the words of an answer are to a question for one or both values of a pressure; else none."""
    concept = value.value_codeable_concept
    text, element = value.value_string, "valueString"
    if text is None and concept is not None:
        text, element = concept.text, "valueCodeableConcept.text"
    if text is None:
        return ()
    book = asked.reader.book
    one = groups_of(book, OBSERVED, _SYSTOLIC) | groups_of(book, OBSERVED, _DIASTOLIC)
    is_asked = asked.is_for("panel-of-results") or not asked.groups.isdisjoint(one)
    return _typed(asked, text, element) if is_asked else ()
