"""A Child-Pugh class that stands in the words of a Condition: "Cirrhosis, Child-Pugh B7", "HCC, CTP class A".

A class or points directly behind the name of the score. One of a range, one that is doubted or was so before, and one
whose letter and points differ are a class that cannot be read; one that is denied says nothing, but the best one that
is held no longer leaves the class open, and so does a liver that is told to be decompensated. Short names ("Child B",
"CP-B") count in what is said of the liver alone. Source: FHIR R4 Condition.code.text, Condition.note, and the reason of
an order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from validator.chart.liver.child_pugh import written_class
from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology.disease import Diseases
from validator.terminology.governing import Sense, around, sense_of

_FULL = r"child(?:['\u2019]?s)?[\s-]*(?:turcotte[\s-]*)?pugh(?:['\u2019]?s)?|(?-i:CTP)"
_SHORT = r"child(?:['\u2019]?s)?|(?-i:CP)"
_KIND = (
    r"(?:[\s:,-]*\b(?:class(?:ification)?|score|grade|stage|category)\b)*[\s:=-]*"
    r"(?:(?:is|of)\s+(?:(?:now|currently)\s+)?)?\(?"
)
_POINTS = r"(?:\s?[(-]?\s?\d{1,2}(?:\s?[-\u2013]\s?\d{1,2})?(?:\s*(?:points?|pts))?\b\)?)?"
_LETTER = rf"(?:(?-i:[ABC])|[abc](?=\s?\(|\d|\W*$|\s*[,;.)/-]|\s+(?:cirrhosis|disease|to|or)\b)){_POINTS}"
_NUMBER = (
    r"\d{1,2}(?:\s?(?:-|\u2013|to)\s?\d{1,2})?(?:\s?/\s?15)?(?:\s*(?:points?|pts))?\b"
    r"(?!\s*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)
_NAMED = regex(rf"\b(?:{_FULL}){_KIND}(?<![a-z])(?P<value>{_LETTER}|{_NUMBER})(?!\w)", re.IGNORECASE)
_NAMED_SHORT = regex(rf"\b(?:{_SHORT}){_KIND}(?<![a-z])(?P<value>(?-i:[ABC]){_POINTS})(?!\w)", re.IGNORECASE)
_OF_15 = regex(r"\s?/\s?15\b")
_OR_MORE = regex(
    r"\s*(?:[-\u2013/]|->|\u2192|to\b|or\b|and\b|vs\b|,?\s*(?:but\s+)?(?:now|currently|then|today|improved|worsened)\b)"
    r"\s*(?:to\s+)?(?:class\s+)?(?:[abc]\b|[abc]?\d)",
    re.IGNORECASE,
)
"""Behind a class: another one, of a range or of another time."""
_BEFORE = regex(
    r"\b(?:previous(?:ly)?|prior|was|were|had\s+been|history\s+of|h/o|hx|initial(?:ly)?|former(?:ly)?|once|past)\b",
    re.IGNORECASE,
)
_NO_LONGER = regex(r"\bno\s+longer\s+(?:in\s+|a\s+)?$", re.IGNORECASE)
"""The best class that is over leaves a worse one."""
_THEN = regex(r"\bat\s+(?:diagnosis|baseline|presentation|enrol\w+)\b|\b(?:goal|target|aim)\b", re.IGNORECASE)
"""Of another day: as the best class it says nothing of today."""
_WORSE = regex(r"\bdecompens\w*|\bworse\w*|\bclass\s+[BC]\b|\b[BC]\s?\d", re.IGNORECASE)
_SIGN = regex(r"\b(?:ascites|encephalopathy)\b", re.IGNORECASE)
"""Beside the best class: words by which it cannot be right."""
_NOT_THE_BEST = regex(r"\bdecompensat(?:ed|ion)\b|\b(?:ascites|encephalopathy)\b", re.IGNORECASE)
_IS_OVER = regex(r"\s*(?:prophylaxis|prevention|resolved|in\s+(?:the\s+past|\d{4})|(?:19|20)\d\d)\b", re.IGNORECASE)
_BEST = "A"
_MAY_STAND_BESIDE = regex(
    r"(?:[\s,;:.()/'-]|\b(?:(?:well[\s-]*)?compensated|cirrhosis|cirrhotic|liver|hepatic|disease|hepatocellular|carcinoma|cancer|hc[cv]|unresectable|advanced"
    r"|metastatic|multifocal|bclc(?:\s+stage)?\s+[a-d]|stage\s+[iv]+|portal|hypertension|chronic|viral|hepatitis(?:\s+[bc])?|hbv|alcohol(?:ic|ism)?|alcohol-related"
    r"|nash|nafld|masld|mash|etoh|cryptogenic|biliary|autoimmune|fibrosis|f4|due|to|from|of|or|with|and|the|in|on|by|secondary|related|patient|has"
    r"|is|unspecified|other|without|no|not|any|ascites|encephalopathy|today|currently|now|stable|functional|status|class|score|points?|pts)\b)*",
    re.IGNORECASE,
)
"""The best class proves what a label asks, so that all other words have to be understood. A name of hepatitis is one of
the letters "B" and "C"."""
_NO_FINDING = regex(
    r"\b(?:screening|participant|study|trial|evaluation|eval|workup|transplant(?:ed|ation)?|protocol|eligib\w+|criteria"
    r"|require[ds]?|approved)\b",
    re.IGNORECASE,
)
"""Words of a Condition that may be no finding of today's liver: the best class is none there, another is left open."""
_NONE = regex(r"\bpre-?transplant\b|\bsection\b|\btransplant\w*\b.*\bfor\s+child", re.IGNORECASE)
"""Of the liver that was replaced, or no class at all."""
_OF_THE_LIVER = regex(r"\b(?:liver|hepat\w*|cirrho\w*|bclc\b)", re.IGNORECASE)
_ORGAN = "liver"
_TRACES = regex(r"pugh|ctp", re.IGNORECASE)


class ToldClass(Frozen):
    """The words that tell a class, and the class, A, B or C; None where it cannot be read."""

    words: str
    letter: str | None


def may_tell_class(text: str) -> bool:
    """Whether a text names the score. Cheap."""
    return _TRACES.search(text) is not None


def is_of_the_liver(known: Diseases, name: str) -> bool:
    """Whether a name is that of an illness of the liver, or short for a cancer of it: a short name is the score's."""
    return _OF_THE_LIVER.search(name) is not None or bool(known.words_for(name) & known.words_for(_ORGAN))


def classes_told(text: str, *, is_of_liver: bool) -> Iterator[ToldClass]:
    """Each class that a text tells. `is_of_liver`: it is said of an illness of the liver."""
    if _NONE.search(text):
        return
    may_be_none = _NO_FINDING.search(text) is not None
    found = list(_NAMED.finditer(text)) if may_tell_class(text) else []
    if is_of_liver and not found:
        found = list(_NAMED_SHORT.finditer(text))
    elif not found and (alone := _NAMED_SHORT.match(text)) and _is_all(text[alone.end() :]):
        # Said alone, of nothing else: heard where it forbids, and never the best class, which would prove.
        found = [] if written_class(alone["value"]) == _BEST else [alone]
    if is_of_liver and not found and not may_be_none:
        yield from _decompensated(text)
    shows_signs = bool(found) and any(_signs_stated(text))
    for one in found:
        sense = sense_of(text, one.start(), one.end())
        before, behind = around(text, one.start(), one.end())
        if sense in (Sense.DENIED, Sense.APART):
            if _NO_LONGER.search(before) and written_class(_OF_15.sub("", one["value"])) == _BEST:
                yield ToldClass(" ".join(f"no longer {one[0]}".split()), None)
            continue
        letter = written_class(_OF_15.sub("", one["value"]))
        is_then = _BEFORE.search(before) is not None or _THEN.search(f"{before} {behind}") is not None
        if letter == _BEST and (is_then or may_be_none):
            continue
        is_worse = _WORSE.search(f"{before} {behind}") is not None or shows_signs
        rest = f"{text[: one.start()]} {text[one.end() :]}"
        is_more = letter == _BEST and _MAY_STAND_BESIDE.fullmatch(rest) is None
        is_open = (
            sense is not Sense.STATED
            or is_then
            or is_more
            or may_be_none
            or _OR_MORE.match(text, one.end()) is not None
        )
        yield ToldClass(" ".join(one[0].split()), None if is_open or (letter == _BEST and is_worse) else letter)


def _is_all(rest: str) -> bool:
    """Whether nothing stands behind a class but signs of a liver that fails, and words of them."""
    if not rest.strip(" ."):
        return True
    return (
        _NOT_THE_BEST.search(rest) is not None and _MAY_STAND_BESIDE.fullmatch(_NOT_THE_BEST.sub("", rest)) is not None
    )


def _decompensated(text: str) -> Iterator[ToldClass]:
    """The first words by which the best class is in doubt: no class of its own, since each goes with more than one."""
    for sign in _NOT_THE_BEST.finditer(text):
        before, behind = around(text, sign.start(), sign.end())
        is_over = _BEFORE.search(before) is not None or _IS_OVER.match(behind) is not None
        if not is_over and sense_of(text, sign.start(), sign.end()) is Sense.STATED:
            yield ToldClass(" ".join(sign[0].split()), None)
            return


def _signs_stated(text: str) -> Iterator[bool]:
    for sign in _SIGN.finditer(text):
        yield sense_of(text, sign.start(), sign.end()) not in (Sense.DENIED, Sense.APART)
