"""What a question that is answered with yes names: "Hemoptysis: yes", "Have you coughed up blood?" yes.

Systems and forms name a finding in words as often as by a code. Only where the whole question is the name of one listed
risk, within the words that ask for it, its yes is that risk; a score, a history, a relative, a reason to look or a name
beside anything else is none. CLARIFICATIONS A230. Source: FHIR R4 Observation.code, QuestionnaireResponse.item.text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

from validator.chart.concept import NO_GROUPS, as_concept
from validator.chart.observed.question import LONGEST
from validator.chart.risk.answered_finding import is_not_of_now
from validator.chart.risk.risk_words import RiskWords, risk_words
from validator.chart.words.text import mentions_of
from validator.regex import any_of, regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import RISK
from validator.terminology.governing import Sense
from validator.terminology.set_extension import NamedByWords, UnlessWords

_BEFORE = regex(
    r"\W*(?:(?:do|does|did|have|has|had|are|is|was|were)\s+(?:you|he|she|(?:the\s+)?(?:patient|pt))\b\s*|(?:patient|pt)\s+)?"
    r"(?:(?:currently|now|recently|been|had|have|has|having|noticed|experienc\w+|see|seen|get|any|an?|the|current|active|ongoing"
    r"|new|recent|acute|severe|massive|major|heavy|left|right|upper|lower|signs?|symptoms?|episodes?|evidence|presence|of|or|and|finding|problem|complaints?|reports?)\b\W*)*",
    re.IGNORECASE,
)
_BEHIND = regex(
    r"(?:\W|\b(?:left|right|bilateral|upper|lower|legs?|arms?|extremit(?:y|ies)|present|presence|observed|noted|reported|status|finding|syndrome|symptoms?|episodes?|events?|today|now|currently"
    r"|recently|at|this|time|since|last|visit|yes|no|y|n|or|and|in|the|past|\d+|hours?|days?|weeks?|24h)\b)*",
    re.IGNORECASE,
)
_BETWEEN = regex(r"\W*(?:\b(?:or|and|any|an?)\b\W*)*", re.IGNORECASE)
_YOUR = regex(r"\b(?:your|his|her|their|the)\s+", re.IGNORECASE)
_OF_ANOTHER_TIME = regex(
    r"\b(?:ever|score|scale|index|criteria|checklist|protocol|bundle|know|understand|aware|worr\w+|afraid|family|anyone|somebody"
    r"|children|last\s+(?:year|\d+\s+years?)|(?:in|over|within)\s+the\s+(?:past|last)\s+(?:\w+\s+)?(?:months?|years?))\b",
    re.IGNORECASE,
)
"""Words of a question whose yes is not of now, or not of the patient."""


_SPANS = frozenset({"wk", "w", "wks", "week", "weeks", "d", "day", "days", "{weeks}"})
_WHEN = regex(
    r"\W*(?:[1-9]\d?\s*(?:w(?:ee)?ks?|w)(?:\b|(?=\d))|[1-9]\d?\s*(?:\+|and)\s*\d/?7?\b|(?:19|20)\d\d-\d\d|\d{1,2}/\d{1,2}/(?:20)?\d\d\b)",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def finding_asked(book: Codebook, name: str) -> str | None:
    """The listed risk that a question names, as it is written there; None where it asks for anything else."""
    plain = _YOUR.sub("", name).rstrip(" ?") if len(name) <= LONGEST else ""
    found = mentions_of(book, RISK, plain)
    if not found or any(one.sense is not Sense.STATED for one in found):
        return None
    if is_not_of_now(name) or _OF_ANOTHER_TIME.search(name):
        return None
    groups = frozenset().union(*(one.phrase.groups for one in found))
    if groups & book.of_role(RISK, "operation"):
        return None
    if not _BEFORE.fullmatch(plain, 0, found[0].start) or not _BEHIND.fullmatch(plain, found[-1].end):
        return None
    if not all(_BETWEEN.fullmatch(plain, one.end, two.start) for one, two in pairwise(found)):
        return None
    return "; ".join(one.phrase.text for one in found)


_HEADS_SOMETHING_ELSE = regex(
    r"\b(?:side\s+effects?|may\s+cause|can\s+cause|understand|aware|discussed|informed|return|emergency|review\s+of\s+systems:\s*denie[sd]"
    r"|has-?bled|score|scale|index|checklist|anyone|sibling|warning\s+signs)\b",
    re.IGNORECASE,
)


def is_of_something_else(heading: str) -> bool:
    """Whether the heading above a question says that what stands below it is not what the patient has now."""
    return is_not_of_now(heading) or _HEADS_SOMETHING_ELSE.search(heading) is not None


@lru_cache(maxsize=8192)
def affirmed_risks(book: Codebook, names: tuple[str, ...]) -> RiskWords:
    """What the yes to a question of these names says; nothing where one of them asks for anything else."""
    told = [finding_asked(book, name) for name in names]
    if not told or None in told:
        return RiskWords()
    return risk_words(book, as_concept({"text": told[0]}), NO_GROUPS)


@lru_cache(maxsize=8192)
def told_by_an_answer(book: Codebook, names: tuple[str, ...]) -> frozenset[str]:
    """The risks whose value set says that a yes, a span of time or a date tells them where a question has these names,
    as weeks of gestation tell of a pregnancy. Words of other questions beside it take it back."""
    return frozenset(
        one.group
        for one in book.sets_of(RISK)
        if (words := _patterns(book, one.group)) is not None
        and any(words[0].search(name) for name in names)
        and not any(words[1].search(name) for name in names)
    )


@lru_cache(maxsize=1024)
def _patterns(book: Codebook, group: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    sets = [one for one in book.sets_of(RISK) if one.group == group]
    named = [said.value_string for one in sets for said in one.said(NamedByWords)]
    unless = [said.value_string for one in sets for said in one.said(UnlessWords)]
    return (any_of(named), any_of(unless)) if named else None


def tells_when(tree: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    """Whether the answer of an Observation, or of a part of it, is a date or a span of days or weeks."""
    amount = tree.get("valueQuantity")
    if isinstance(amount, dict):
        unit = str(amount.get("code") or amount.get("unit") or "").strip().lower()
        return unit in _SPANS and str(amount.get("value", "0")) not in ("0", "0.0")
    text = tree.get("valueString")
    if isinstance(text, str):
        asks_weeks = any("week" in name.lower() for name in names)
        return _WHEN.match(text) is not None or (asks_weeks and text.strip().isdigit() and int(text) > 0)
    return isinstance(tree.get("valueDateTime"), str) or (
        isinstance(tree.get("valueInteger"), int) and any("week" in name.lower() for name in names)
    )
