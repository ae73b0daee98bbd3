"""Words of an order in the place of whose dose no other can surely be put, so that none is offered.

A range, two amounts, a number or an amount with something behind its stroke that is not understood, and a dose for
later: beside another dose they would be wrong, and without them the plan of the prescriber would be lost.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from validator.fhir.element import objects_of
from validator.quantity import plain
from validator.regex import compiled, regex
from validator.report.rewording import SENTENCE_BREAK, TO_PATIENT

_SENTENCES = regex(SENTENCE_BREAK)
_WORD = regex(r"[^\W\d_]+")
_MG = r"(?:mg|milligrams?)\b"
_PIECES = r"(?:tab(?:let)?s?|cap(?:sule)?s?|pills?)\b"
_NUMBER = r"\d{1,4}(?:[.,]\d{1,2})?"
_EITHER = regex(
    rf"(?<![\w.,/-]){_NUMBER} ?(?:{_MG}|{_PIECES})? ?(?:[-\u2013\u2014/]|\b(?:to|or|bis|oder|ou|à|a|o)\b) ?"
    rf"{_NUMBER} ?(?:{_MG}|{_PIECES})",
    re.IGNORECASE,
)
"""A range or a choice of amounts."""
_PER_WHAT = regex(
    rf"{_NUMBER} ?{_MG} ?/ ?(?!(?:d|day|daily|dose|kg|m2|m²|ml|h|hr|tab|tablet|cap|capsule|pill)\b|24 ?h)\w+",
    re.IGNORECASE,
)
"""An amount per something that is not understood."""
_LATER = regex(
    r"\b(?:then|thereafter|afterwards?|followed by|dann|danach|anschließend|puis|ensuite|luego|después)\b[^.;]{0,30}?"
    rf"(?<![\w.,/-]){_NUMBER} ?(?:{_MG}|{_PIECES})",
    re.IGNORECASE,
)
_ENDS = regex(r"\b(?:until|till|through|for|x|bis|jusqu\w*|hasta)\b", re.IGNORECASE)
"""Behind these a sentence that begins with "Then" is the second half of a plan; else it can be left out, and named."""
_STEP = regex(
    r"\b(?:reduce|decrease|lower|increase|raise|escalate|titrate|taper|(?:step|go|move) (?:down|up)|drop|reduction"
    r"|reduzieren?|senken|erhöhen|steigern|réduire|diminuer|augmenter|reducir|bajar|aumentar|subir)\b",
    re.IGNORECASE,
)
"""What makes of an amount the dose of another time."""
_AMOUNT = regex(
    rf"(?<![\w.,/-]){_NUMBER} ?(?:{_MG}|{_PIECES})|\b(?:to|by|auf|um|à|de|a) \d{{2,3}}(?![\w:/%-]|[.,]\d)",
    re.IGNORECASE,
)
_BEGINS = frozenset(_WORD.findall("take give swallow administer a an one dose of by mouth po orally daily once"))
"""Words that may stand before the dose of the drug itself; its names may too."""
_SIG = "text"


def why_unsure(order: dict[str, Any], doses: Collection[Decimal], names: Collection[str]) -> str:
    """Why no other dose is surely put in the place of the order's, as the end of a sentence; empty where one can be.
    `doses` are amounts in milligrams that a number without a unit may mean, `names` those of the drug.
    """
    bare = _bare(doses)
    for element, text in _texts(order):
        for number, sentence in enumerate(filter(None, map(str.strip, _SENTENCES.split(text)))):
            is_first = element == _SIG and number == 0
            if found := _EITHER.search(sentence):
                before = {word.lower() for word in _WORD.findall(sentence[: found.start()])}
                if is_first or (element == _SIG and before <= _BEGINS | {one.lower() for one in names}):
                    return "since its words tell more than one dose"
            if element == _SIG and _PER_WHAT.search(sentence):
                return "since its words were not understood whole"
            if element == _SIG and bare.search(sentence):
                return "since its words have a number without a unit"
            if element == _SIG and (found := _LATER.search(sentence)) and (found.start() > 0 or _ENDS.search(text)):
                return "since its words tell a dose for later"
            if _STEP.search(sentence) and (_AMOUNT.search(sentence) or bare.search(sentence)):
                return "since its words tell a dose for later"
    return ""


def _bare(doses: Collection[Decimal]) -> re.Pattern[str]:
    """One of the doses with neither a unit nor anything that makes of it another number."""
    every = "|".join((*sorted(re.escape(plain(one)) for one in doses), "twenty", "forty", "sixty", "eighty"))
    units = r"(?:mg|milli\w*|ml|mcg|g|tab\w*|cap\w*|pills?|h|hrs?|hours?|min\w*|days?|weeks?|months?|years?|times|x)\b"
    return compiled(
        rf"(?<![\w.,:/#-])(?:{every})(?![\w:/%-]|[.,]\d| ?[-\u2013\u2014]? ?{units}| (?:to|or) \d)", re.IGNORECASE
    )


def _texts(order: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for one in objects_of(order.get("dosageInstruction")):
        asked = objects_of(one.get("additionalInstruction"))
        told = [(_SIG, one.get(_SIG)), (TO_PATIENT, one.get(TO_PATIENT))]
        told += [("additionalInstruction", each.get("text")) for each in asked]
        yield from ((element, text) for element, text in told if isinstance(text, str))
    for note in objects_of(order.get("note")):
        if isinstance(text := note.get("text"), str):
            yield "note", text
