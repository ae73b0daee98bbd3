"""Amounts in a clause of words: which frequency is of one, and one that puts the order right without its unit."""

from __future__ import annotations

import re
from functools import lru_cache

from validator.dosage.word_kind import Kind, Stated
from validator.dosage.word_pattern import FORM, MASS
from validator.dosage.word_situation import STARTS_A_CONDITION
from validator.dosage.word_vocabulary import is_other_drug
from validator.regex import compiled, regex

_AMOUNT_BEFORE = regex(
    rf"(?:{MASS}|(?<![\w.])\d{{1,2}} ?{FORM})"
    r"[\s,()]*(?:(?:po|p\.o\.|by mouth|oral(?:ly)?|tab(?:let)?s?|of|cabo\w*|total|dose|given|taken"
    r"|once|daily|every|day|at|bedtime|in|the|morning|evening|nightly|qd|q[ap]m)[\s,()]*)*$"
)
_OFTEN = frozenset({Kind.FREQUENCY, Kind.TIMES, Kind.AS_NEEDED})


def is_beside_an_amount(said: Stated) -> bool:
    """Whether what is stated is how often, and an amount of the drug stands right before it: "60 mg twice daily"."""
    if said.kind not in _OFTEN:
        return False
    clause = said.clause.lower()
    at = clause.find(said.words.lower().strip())
    return at > 0 and _AMOUNT_BEFORE.search(clause, 0, at) is not None


_DOSE = r"(?:[2468]0|1[024]0)"
_WHO = (
    r"(?:dr\.?\s+[a-z][a-z'-]+|md|np|pa|do|rph|pharm\w*|onc\w*|provider|prescriber|clinic|office|nurse|rn|patient|pt"
    r"|family|i|we|he|she|they)"
)
_TELLS = (
    r"(?:as|per|says?|said|states?|stated|confirm\w*|call(?:s|ed)?|clarif\w+|verif\w+|advis\w+|thinks?"
    r"|believes?|wants?"
    r"|reports?|reported|notes?|noted|correct(?:ion|ed)?|fyi|nb|please|pls|sorry|actually|that|it|this|error"
    r"|wrong|spoke|with"
    r"|to|by|from|and|the|of|thanks?|thank\s+you|thx|ty|fix|change|update|resend|order|rx|script|sig|dose|today"
    r"|(?:on\s+)?\d{1,2}/\d{1,2}(?:/\d{2,4})?)"
)
_BEFORE_IT = rf"\W*(?:(?:{_WHO}|{_TELLS})\b\W*)+"
_BEHIND_IT = rf"(?:\W+(?:daily|qd|po|once|{_WHO}|{_TELLS})\b)*\W*$"
"""Who says so, and what is to be done, around "should be 40 not 60": the amounts then have to be doses of tablets."""
_CHANGED = (
    r"(?:(?:increased|escalated|raised|reduced|decreased|lowered|changed|titrated|dropped|cut"
    r"|bumped)(?: (?:back|down|up))*"
    r"|went (?:back )?(?:down|up)) to"
)
_CONDITION = regex(STARTS_A_CONDITION)
_GOES = r"(?:going|dropping|cutting|stepping|coming|go|drop|cut|step)(?:\s+(?:back|down|up))*"
_NOT_BORNE = regex(
    r"\b(?:(?:could not|did not|does not|is not|not|never|cannot|can't|couldn't|didn't|doesn't|isn't|unable to"
    r"|no longer|poorly|barely)\s+"
    r"(?:(?:able|been|to|really|well)\s+)*(?:tolerat\w+|handle|take)\s+(?:(?:the|a|his|her|at|full)\s+)*"
    rf"(?P<mg>{_DOSE})(?!\s*(?:mg|mcg|g\b|ml|%|tab|pill|cap|oz|min|h\b|hour)|[-/.:,]?\d)"
    rf"|(?<![\d./:-])(?P<mg2>{_DOSE})\s*(?:mg)?\s*(?:(?:dose|daily|is|was|has|been|proved)\s+)*"
    r"(?:too (?:much|strong|high|toxic|hard|difficult|harsh)|(?:not (?:well )?|poorly )tolerated|intolerable)\b)"
)


def not_borne(clause: str, own: frozenset[str]) -> re.Match[str] | None:
    """Words in small letters that say that an amount was not borne: "not tolerating 60", "60 mg too much for pt".

    The group `mg` or `mg2` is the amount in milligrams. Another drug named before it has it, unless one of `own` is.
    """
    found = _NOT_BORNE.search(clause)
    if found is None:
        return None
    named = re.findall(r"[a-z][a-z-]+", clause[: found.end()])
    is_of_this = any(word in own or word.startswith("cabo") for word in named)
    return found if is_of_this or not any(map(is_other_drug, named)) else None


@lru_cache(maxsize=64)
def _right(own: frozenset[str]) -> re.Pattern[str]:
    amount = (
        r"(?P<low>\d{2,3})(?!\s*(?:mg\b|mcg|[-/%.:]?\d|%|tab|cap|pill|kg|lb|day|d\b|wk|week|hour|hr|h\b|min"
        r"|month|am\b|pm\b|over|systolic))"
    )
    wanted = (
        r"(?:should (?:be|say|read|have been)|s/b|supposed to be|meant(?: to (?:be|order|write|say))?"
        r"|needs? to be|was to be|intended"
        rf"|(?:(?:is|now|was|has been|to be)\s+)*{_CHANGED})"
    )
    other = r"(?:\s*(?:mg)?\s*(?:,|and)?\s*(?:not|instead of|rather than)\s+\d{2,3}\b)"
    # A name that begins as the short one does would fit twice, and a row of them would be read in as many ways.
    named = "|".join(("cabo\\w*", *sorted(one for one in own if not one.startswith("cabo"))))
    of_it = rf"(?:(?:dose|this|it|rx|order|script|strength|sig|{named})\s+)"
    return compiled(
        rf"^(?:{_BEFORE_IT})?{of_it}*(?:should (?:be|say|read|have been)|s/b|supposed to be|meant(?: to be)?)\s+"
        rf"(?P<low4>{_DOSE})\s*(?:mg)?\s*(?:,|and)?\s*(?:not|instead of"
        rf"|rather than)\s+{_DOSE}\b(?:\s*mg)?{_BEHIND_IT}"
        rf"|(?:^|,\s*)\W*(?:(?:so|will|now|we|are|is|plan|planning|to|pt|patient|and|be|md|onc)\s+)*(?:{_GOES} to"
        rf"|start(?:ing)?(?: (?:at|with))?)\s+"
        rf"(?P<low5>{_DOSE})(?=\s*(?:mg\b\s*)?(?:daily|qd|today|now|starting|from|per)\b|\s*(?:mg)?(?:,|\W*$))"
        rf"|^\W*(?:(?:the|dose|from|cabo\w*|rx|{_CHANGED[:-3]})\W+)*{_DOSE}\s*(?:mg)?\s*(?:[-=]+>"
        rf"|\u2192)\s*(?P<low6>{_DOSE})"
        r"(?!\s*(?:mg\b|[-=]+>|\u2192|/)|\d)"
        rf"|^\W*(?:(?:pt|patient|he|she|can|now)\s+)*(?:(?:only\s+tolerat\w+"
        rf"|tolerat\w+\s+only)\s+(?P<low7>{_DOSE})(?:\s*mg)?\W*$"
        rf"|tolerat\w+\s+(?P<low8>{_DOSE})(?:\s*mg)?\s+only\W*$)"
        rf"|^\W*{_CHANGED}\s+(?P<low3>[2468]0|1[024]0)\W*$"
        rf"|^\W*(?:(?:the|correct|his|her|daily)\s+)*(?:{of_it}+{wanted}\s+{amount}(?:{other}|\W*$)"
        rf"|{of_it}*(?:{wanted}\s+)?(?P<low2>\d{{2,3}}){other}\W*$)"
    )


def put_right(clause: str, own: frozenset[str]) -> re.Match[str] | None:
    """Words in small letters that say what the dose should have been, without its unit: "should be 40 not 60".

    `own` are the names of the ordered drug. The group `low`, or `low2` to `low8`, is the amount in milligrams.
    """
    found = _right(own).search(clause)
    if found is not None and found["low5"] and _CONDITION.search(clause, 0, found.start("low5")) is not None:
        return None
    return found
