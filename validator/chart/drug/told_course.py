"""How long another drug is to be taken, where only the words of its directions say so ("for 5 days")."""

from __future__ import annotations

import re
from operator import attrgetter

from validator.chart.concept import words_of
from validator.fhir.dosage import Dosage, Dosages
from validator.instant import PartialDate
from validator.regex import regex

_COUNT = r"(\d{1,3})(?:\s*(?:-|to)\s*(\d{1,3}))?(?:\s*\([a-z]+\))?"
_UNIT = r"[\s-]*(days?|dys?|d|weeks?|wks?|wk|months?|mos?)(?:\(s\))?(?![\w/])"
_LENGTH = regex(
    rf"(?:\bfor\s+(?:(?:a\s+)?total\s+of\s+|up\s+to\s+|the\s+next\s+)?|(?:\bx|\btimes)\s*){_COUNT}{_UNIT}"
    rf"|(?<![\w.-]){_COUNT}{_UNIT}\s*course\b"
    rf"|(?:^|,)\s*{_COUNT}\s*(days?|weeks?|months?)(?:\(s\))?\s*(?=[,.;]|$)",
    re.IGNORECASE,
)
_SINGLE = regex(
    r"\bonce(?=\s*(?:$|[,.;]|(?:only|now|today|tonight)\b))|\bone[- ]time(?: only| dose)?\b"
    r"|\b(?:one|1|a|as) single dose\b|^single dose\b|(?<![\w.])x ?1(?: dose)?(?=\s*(?:$|[,.;]))|\bfor (?:1|one) dose\b",
    re.IGNORECASE,
)
"""A dose that is taken once and never again."""
_OFTEN = regex(
    r"\b(?:daily|nightly|weekly|monthly|every|each|per|bid|tid|qid|q\d|qd|q[ap]m|qhs|twice|times|(?:a|1) day"
    r"|morning|evening|bedtime)\b",
    re.IGNORECASE,
)
_STOP = regex(r"^[\s,.;]*(?:and\s+)?then\s+(?:stop|d/?c|discontinue)\b", re.IGNORECASE)
_MAY_GO_ON = regex(
    r"\b(?:then|off|repeat\w*|refill\w*|renew\w*|monthly|cycles?|again|extend\w*|continue\w*|thereafter|"
    r"resum\w*|re-?start\w*|follow\w*|afterwards?|taper\w*|titrat\w*|increas\w*|decreas\w*|reduc\w*|weekly|load\w*|"
    r"after\s+(?!(?:a |the |each )?(?:meals?|food|eating|breakfast|lunch|dinner|supper)\b)|"
    r"until\s+(?!gone|finished|complet)|"
    r"supply|dispense\w*|disp|fill|qty|hold|wait|persist\w*|last(?:s|ing)?|more\s+than|at\s+least|without|unless|"
    r"(?:every|each)\s+(?:\d+[\s-]*)?(?:other\s+)?(?:\d+[\s-]*days|weeks?|wks?|months?|mos?|years?)|"
    r"if|prn|needed|not|no|or|long[\s-]term|lifelong|indefinite\w*|ongoing|maintenance)\b",
    re.IGNORECASE,
)
_DAYS = {"d": 1, "w": 7, "m": 31}
_END = regex(
    r"\b(?:until|till?|through|thru|(?:stop|end)s?(?:\s+date)?(?:\s+on)?|last\s+(?:dose|day)(?:\s+on|\s+is)?)\s*:?\s*"
    r"(?:(?P<iso>(?:19|20)\d\d-\d\d-\d\d)|(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>(?:20)?\d\d))(?![\d/-])",
    re.IGNORECASE,
)


def days_told(dosages: Dosages) -> int | None:
    """The most days for which the words of every dosage have the drug taken; None where they do not tell one length.

    Read only where nothing else in the text may mean that it goes on: a second length, another phase ("then"), a
    cycle, a repetition, a condition, as needed. A month counts 31 days, of a range the longer end.
    Source: FHIR R4 Dosage.text, patientInstruction, additionalInstruction.
    """
    told: list[int] = []
    for dosage in dosages.read:
        if dosage is None or (days := _length(dosage)) is None:
            return None
        told.append(days)
    return max(told, default=None)


def end_told(dosages: Dosages) -> PartialDate | None:
    """The last day on which the words of every dosage have the drug taken: "until 11/02/2026"; None: none is told.

    Month, day, year, as in the USA. Read only where nothing else in the text may mean that it goes on.
    Source: FHIR R4 Dosage.text, patientInstruction, additionalInstruction.
    """
    told: list[PartialDate] = []
    for dosage in dosages.read:
        if dosage is None or (day := _end(dosage)) is None:
            return None
        told.append(day)
    return max(told, key=attrgetter("last"), default=None)


_OF_SOMETHING_ELSE = regex(
    r"\b(?:auth\w*|approv\w*|valid|cover\w*|insur\w*|pa|co-?pay|card|coupon|grant|good|expir\w*|enroll\w*|appointment"
    r"|visit|labs?)\b[^.;\n]*$",
    re.IGNORECASE,
)


def _end(dosage: Dosage) -> PartialDate | None:
    text = dosage.text or ""
    matches = list(_END.finditer(text))
    if len(matches) != 1:
        return None
    found = matches[0]
    rest = " ".join((text[: found.start()], _STOP.sub("", text[found.end() :]), *_beside(dosage)))
    if _MAY_GO_ON.search(rest) or _OF_SOMETHING_ELSE.search(text[: found.start()]):
        return None
    year = found["year"] or ""
    written = (
        found["iso"] or f"{year if len(year) == 4 else f'20{year}'}-{int(found['month']):02}-{int(found['day']):02}"
    )
    try:
        return PartialDate.parse(written)
    except ValueError:
        return None


def _length(dosage: Dosage) -> int | None:
    text = dosage.text or ""
    if _SINGLE.search(text) and not (_LENGTH.search(text) or _OFTEN.search(text)):
        return 1 if not _MAY_GO_ON.search(" ".join((text, *_beside(dosage)))) else None
    matches = list(_LENGTH.finditer(text))
    if len(matches) != 1:
        return None
    found = matches[0]
    rest = " ".join((text[: found.start()], _STOP.sub("", text[found.end() :]), *_beside(dosage)))
    if _MAY_GO_ON.search(rest):
        return None
    parts = [part for part in found.groups() if part is not None]
    days = max(int(part) for part in parts[:-1]) * _DAYS[parts[-1][0].lower()]
    return days or None


def _beside(dosage: Dosage) -> list[str]:
    return [dosage.patient_instruction or "", *(w for one in dosage.additional_instruction for w in words_of(one))]
