"""The label's advice and orders to a pharmacy, which make a clause silent, and what the clause tells beside them."""

from __future__ import annotations

import re

from validator.dosage.word_pattern import DO_NOT
from validator.dosage.word_situation import ToDo, told_now
from validator.dosage.word_topic import HOLD
from validator.frozen import Frozen
from validator.regex import regex

_WHOLE_CLAUSE = tuple(
    regex(pattern)
    for pattern in (
        r"\bmiss(?:ed|es|ing)?\b",
        r"\bvomit|\bthrow up",
        (
            r"(?:\b(?:within|less than|fewer than|more than|at least|under|in)\b|[<>]).*\b(?:of|before|until"
            r"|to) (?:the |your |his "
            r"|her )?next (?:scheduled )?(?:one|pill|dose|tablet)"
        ),
        rf"\b{DO_NOT} (?:take )?(?:an? |any |the )?(?:double|extra|additional|two|2|make up|replacement)\b",
        # "hold until surgery" holds it now; "hold 3 weeks before surgery" is what the label says to all
        rf"\b{HOLD}\b(?!(?: \w+){{0,3}} (?:until|till|pending)\b(?!.*heal))"
        r".*\b(?:surger|surgical|dental|procedures?|extraction|operation|invasive|biopsy|tooth)|"
        rf"\b(?:surger|surgical|dental|procedure|extraction|operation|invasive)\w*.*\b{HOLD}\b",
        rf"\b{DO_NOT} (?:stop|discontinue|hold|interrupt|pause|skip|change|adjust|reduce|increase|alter)\b",
        (
            rf"\b{DO_NOT} (?:fill|dispense|release|refill|ship|process)(?: \w+)? (?:until|before|prior to|early"
            rf"|earlier|sooner|without|after|more than|generic)"
        ),
        (
            r"\bearliest fill\b|\bfill (?:date|on or after|after)\b|\bstop date\b|\bend date\b|\bstart date\b"
            r"|\bauto-?stop\b"
        ),
    )
)

_UP_TO_ADVICE = regex(
    rf"\b(?:{DO_NOT}|{HOLD})"
    r"(?: (?:take|taken|taking|give|given|use|make|up|repeat|the|an?|any|your|this|for|of|to))*\s*$",
    re.IGNORECASE,
)
"""What such advice forbids or leaves out, as it stands before it: "do not take the" before "missed dose"."""
_AFTER_ADVICE = regex(r", *(?:and |then |but |so |please )*(?=(?:take|give|swallow|administer)\b)")
_CONDITION = regex(r"\b(?:if|when|whenever|unless|should|in case|within|less than|more than|after|once)\b|[<>]")


class BesideAdvice(Frozen):
    """What a clause tells beside such advice: `parts` that may state the dose, and `holds`, which hold the drug now."""

    parts: tuple[str, ...]
    holds: tuple[str, ...] = ()


def beside_advice(clause: str) -> BesideAdvice | None:
    """What stands in a clause before and after the label's advice, which may state the dose all the same ("take 3
    tablets daily, do not miss a dose"), and what it tells to do now; None where it holds no such advice. After a
    condition nothing is stated."""
    text = clause.lower()
    now = told_now(clause)
    starts = [found.start() for one in _WHOLE_CLAUSE if (found := one.search(text))]
    if not starts and not now:
        return None
    first = min((*starts, *(one.start for one in now)))
    parts = [_UP_TO_ADVICE.sub("", clause[:first])]
    if now:
        parts += [clause[one.start : one.end] for one in now if one.to_do is not ToDo.HOLD]
        return BesideAdvice(tuple(parts), tuple(clause[one.start : one.end] for one in now if one.to_do is ToDo.HOLD))
    again = _AFTER_ADVICE.search(text, first)
    if again is not None and _CONDITION.search(text, 0, again.start()) is None:
        parts.append(clause[again.end() :])
    return BesideAdvice(tuple(parts))
