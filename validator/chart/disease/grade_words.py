"""What the words of a grade or a histology say of how well a tumor is differentiated.

A grade may be the whole of a text or a part of it ("NET, G2"). A part that is denied or doubted, and a carcinoma whose
differentiation is not told, are not understood; what names no malignant tumor says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from validator.chart.disease.cancer_words import is_cancer
from validator.chart.words.text import mentions_of
from validator.fhir.element import CodeableConcept
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import DIFFERENTIATION, INDICATIONS
from validator.terminology.governing import Sense, sense_of

_WRITTEN = regex(
    r"(?P<net>net|neuroendocrine tumou?r)?[ ,:-]*(?:who |ajcc |histologic(?:al)? |tumou?r )*"
    r"(?:(?:grade |g)(?P<grade>[1-4x]|i{1,3}|iv)|(?P<words>well|moderately|poorly)[ -]differentiated"
    r"|(?P<un>undifferentiated))"
    r"(?: (?P<net_after>net|neuroendocrine tumou?r))?",
    re.IGNORECASE,
)
_GRADE = regex(
    r"(?<![\w-])(?:(?P<net>nets?|neuroendocrine tumou?rs?)[ ,:(-]*)?(?:who |histologic(?:al)? |tumou?r |nuclear )*"
    r"(?:grade ?|g)(?P<grade>[1-4x]|i{1,3}|iv)(?![\w/.-]*\d)(?!\w)",
    re.IGNORECASE,
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_WORDS = {"well": "well", "moderately": "moderate", "poorly": "poor"}
_POOR_OR_NOT = regex(
    r"\bneuroendocrine carcinoma|\b(?-i:NECs?|MiNEN|MANEC)\b|\bmixed\b|\bhigh[- ]grade\b", re.IGNORECASE
)
"""What is mostly poorly differentiated, and may be said of one that is not."""
_TUMOR_ALONE = regex(
    r"(?:\b(?:neuroendocrine (?:tumou?rs?|neoplasms?)|carcinoid(?: tumou?rs?)?)\b"
    r"|(?-i:\b(?:p|[Pp]an|P-|ep|SI-?|GEP-?)?NETs?\b))",
    re.IGNORECASE,
)
_POOR_ALONE = regex(
    r"(?P<carcinoma>(?<![,;]\s)(?-i:\bNECs?\b)(?=\W*$|\s*[,;:.)/(]|\s+(?:of|in|with|G[34]|grade)\b))"
    r"|(?P<high>\bhigh[\s-]+grade\b(?=\W*$|\s*[,;.)/(]|\s+(?:\w+(?:al|ic|ary|ine)\s+|pancrea\w+\s+|large\s+|small\s+|cell\s+)*"
    r"(?:tumou?rs?|neoplasms?|(?:p|pan)?NETs?|NECs?|NENs?|carcinoma|cancer|disease|histology|transformation|component"
    r"|features|malignan\w+|areas?|foci)\b))"
    r"|\b(?:small|large)[\s-]+cell\b(?!\s+lung)|\bde-?differentiat\w+|\banaplastic\b",
    re.IGNORECASE,
)
"""Words by which a neuroendocrine tumor may be a carcinoma: they prove none, and leave a good grade open. "NEC" behind
a comma is "not elsewhere classified"."""
_CALLED_WELL = regex(r"\bwell[\s-]+diff\w*|\bNET\s*\(?G3\b", re.IGNORECASE)
_BENIGN = regex(
    r"\b(?:benign|no (?:evidence of |residual )?(?:malignan\w*|tumou?r|carcinoma|cancer|neoplas\w*|dysplasia)"
    r"|negative(?: for \w+)?|non-?diagnostic|insufficient|inadequate|normal|unremarkable"
    r"|(?:chronic |acute )*inflamm?at\w*"
    r"|\w*itis|\w*plasia|(?:tubular|villous|tubulovillous|sessile serrated) adenoma|polyps?|cysts?|h[ae]*mangioma"
    r"|n[ae]*vus|scar)\b",
    re.IGNORECASE,
)


def written_level(text: str | None) -> str | None:
    """The level when the whole text is a grade; None otherwise.

    `NET G3` is well-differentiated: a neuroendocrine carcinoma is never called a tumor with a grade.
    """
    if text is None:
        return None
    matched = _WRITTEN.fullmatch(" ".join(text.split()).strip(" ."))
    if matched is None:
        return None
    if matched["grade"]:
        return _graded(matched["grade"], is_net=bool(matched["net"] or matched["net_after"]))
    return "undifferentiated" if matched["un"] else _WORDS[matched["words"].lower()]


def _graded(digit: str, *, is_net: bool) -> str:
    digit = _ROMAN.get(digit.lower(), digit.upper())
    return "well" if is_net and digit in "123" else f"G{digit}"


def answered_level(text: str) -> str | None:
    """The level that the whole answer to a question for the grade is, in one word; None: no such word.

    A bare number is none: a registry's 2 is moderately differentiated, and a G2 is well-differentiated.
    """
    return _ANSWERS.get(" ".join(text.lower().replace("-", " ").split()).strip(" ."))


_ANSWERS = {
    **{roman: f"G{number}" for roman, number in _ROMAN.items()},
    **dict.fromkeys(("well", "well diff", "good"), "well"),
    **dict.fromkeys(("moderate", "moderately", "moderately diff", "mod diff"), "moderate"),
    **dict.fromkeys(("poor", "poorly", "poorly diff"), "poor"),
    **dict.fromkeys(("low", "low grade"), "low-grade"),
    **dict.fromkeys(("intermediate", "intermediate grade"), "intermediate-grade"),
    **dict.fromkeys(("high", "high grade"), "high-grade"),
}


def levels_in(
    book: Codebook, text: str, levels_of: Callable[[Codebook, frozenset[str]], tuple[str, ...]]
) -> tuple[str, ...] | None:
    """The levels that a text states; empty where it says nothing of them. None: what it says is not understood."""
    if (whole := written_level(text)) is not None:
        return (whole,)
    plain = " ".join(text.split())
    found: list[str] = []
    for mention in mentions_of(book, DIFFERENTIATION, plain):
        if mention.sense is not Sense.STATED:
            return None
        found += levels_of(book, mention.phrase.groups)
    for graded in _GRADE.finditer(plain):
        if sense_of(plain, graded.start(), graded.end()) is not Sense.STATED:
            return None
        found.append(_graded(graded["grade"], is_net=bool(graded["net"])))
    poor_or_not = bool(_POOR_OR_NOT.search(plain))
    if found:
        is_told = not poor_or_not or any(one in ("well", "low-grade", "G1", "G2", "poor") for one in found)
        return tuple(dict.fromkeys(found)) if is_told else None
    if poor_or_not:
        return None
    rest = _TUMOR_ALONE.sub(" ", _BENIGN.sub(" ", plain))
    return () if rest != plain and not is_cancer(book, CodeableConcept(text=rest)) else None


def poor_words_in(text: str, *, is_name: bool) -> str | None:
    """The words by which what is graded well may be a carcinoma; None: there are none.

    A tumor that is called well-differentiated beside it may be of high grade. A note may speak of another thing, so
    that a high grade counts there only beside the name of such a tumor.
    """
    for found in _POOR_ALONE.finditer(text):
        if sense_of(text, found.start(), found.end()) in (Sense.DENIED, Sense.APART):
            continue
        is_high = found["high"] is not None or found["carcinoma"] is not None
        if is_high and _CALLED_WELL.search(text):
            continue
        if not is_name and found["carcinoma"] is None and not _names_kind(text):
            continue
        return found[0]
    return None


def _names_kind(text: str) -> bool:
    return "neuroendocrine" in text.lower() or _TUMOR_ALONE.search(text) is not None


def is_benign(text: str) -> bool:
    """Whether a text says that what was looked at is not malignant, or could not be looked at."""
    return _BENIGN.search(text) is not None


def names_tumor(book: Codebook, text: str) -> bool:
    """Whether a text names a malignant tumor, or a histology that is listed."""
    return is_cancer(book, CodeableConcept(text=text)) or bool(mentions_of(book, INDICATIONS, text))
