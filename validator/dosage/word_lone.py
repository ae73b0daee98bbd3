"""Parts of a clause, between commas, that say no more than to hold the drug now, or than a whole dose.

The label's advice, a condition, another drug or another matter silences the words around it. A part that is a dose by
itself ("if diarrhea, call us, cabozantinib 80 mg daily") is none of that, unless it may be what is done then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from validator.dosage.word_pattern import AS_NEEDED_OF, COUNT_OF, CYCLE_OF, FREQUENCY_OF, MASS_OF
from validator.dosage.word_situation import SIGN_FIRST, STARTS_A_CONDITION, ToDo, ToldNow, holds
from validator.dosage.word_topic import CALL, HOLD
from validator.dosage.word_vocabulary import is_other_drug
from validator.regex import regex

_PART_END = regex(r"\s*,\s*|\s+(?=(?:and (?:then )?|then )(?:take|give|swallow)\b)")
_THEN = r"(?P<then>(?:(?:then|afterwards|later|next|after that|resume|restart)\W+)+(?:at |with |on )?)?"
_OPENING = rf"\W*(?:(?:and|please|pls|now|but|so|to|pt|patient|start|continue|otherwise)\W+)*{_THEN}"
_VERB = r"(?P<verb>(?:to )?(?:take|takes|give|swallow|administer|use)\W+(?:the |your |his |her )*)?"
_ROUTE = r"(?:\W*(?:po|p\.o\.?|by mouth|oral(?:ly)?|total|only|once|whole|each|\([^()]*\)))*\W*"
_AMOUNT, _OFTEN, _HOW_ELSE = (
    "|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern) for pattern in patterns)
    for patterns in ((MASS_OF, COUNT_OF), (FREQUENCY_OF,), (FREQUENCY_OF, AS_NEEDED_OF, CYCLE_OF))
)
"""The patterns with their groups unnamed, so that they may stand beside each other."""
_DOSE = regex(rf"{_OPENING}{_VERB}(?:{_AMOUNT}){_ROUTE}(?P<often>{_OFTEN})?\W*")
_HOW = regex(rf"{_OPENING}{_VERB}{_ROUTE}(?:{_HOW_ELSE})\W*")
_CONDITION = regex(rf"{STARTS_A_CONDITION}|[<>\u2264\u2265?]")
_SIGN = regex(
    r"\b(?:for|with|in) (?!(?:\w+ )?(?:cell|cancer|carcinoma|tumou?r|net|m?[a-z](?:cc|tc))\b)[a-z]"
    r"|\bgrade\b|\bbp\b.*\d|\b(?:not for|step|level)\b"
)
_PAST = regex(r"\b(?:previous\w*|prior|history|hx|was|were|had|from|formerly|last|old)\b")
_PAST_OF_THE_DRUG = regex(r"\b(?:previous\w*|history|hx|was|were|had|formerly|last|old)\b")
_DONE_THEN = regex(rf"\b(?:{HOLD}|{CALL}|skip|wait|repeat|go to|do not|don't|never|held|take|use|rinse|drink)\b")
"""What is to be done where the condition is met: behind it the clause may turn to another thing."""
_ENDED = regex(
    r"\b(?:stop(?:ped|ping)?|discontinu\w+|d/?c'?e?d?|hold(?:ing)?|held|cancel\w*|paus\w+|fail(?:ed|ing|ure of)?"
    r"|off(?: of)?|after|instead of|rather than|in place of|replac\w+|switch\w* (?:over )?from|chang\w+ from"
    r"|progress\w+ (?:on|after)|avoid|no|not with"
    r"|do not (?:take|use|give)(?: \w+)?(?: with)?)\s+(?:the |taking |all |his |her |your )*$"
)
"""Before the name of another drug: it is not taken, so what follows is no dose of it."""
_WORD = regex(r"[a-z][a-z-]+")


def lone_parts(clause: str, own: re.Pattern[str]) -> tuple[ToldNow, ...]:
    """Those parts: "labs weekly, hold", "do not refill early, 80 mg daily", "avoid grapefruit, cabozantinib 80 mg".

    `own` finds the names of the drug, in lower case. A hold behind a condition, a sign, the past or another drug is
    advice or of something else; a dose is so behind a condition that does not say what is to be done, and with "then".
    """
    text = clause.lower()
    found: list[ToldNow] = []
    for start, end in _parts(text):
        if not start:
            continue
        if holds(text, start, end):
            # Two letters behind other words are a town or a title; alone they take the order back.
            is_town = text[start:end].strip(" .") == "dc"
            if not is_town and not _hangs(text[:start]):
                found.append(ToldNow(ToDo.HOLD, start, end))
        elif _is_dose(text, start, end, own):
            found.append(ToldNow(ToDo.DOSE, start, end))
    return tuple(found)


def _parts(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _PART_END.finditer(text):
        yield start, end.start()
        start = end.end()
    yield start, len(text)


def _is_dose(text: str, start: int, end: int, own: re.Pattern[str]) -> bool:
    before = text[:start]
    named = own.search(text, start, end)
    part = own.sub(" ", text[start:end])
    dose = _DOSE.fullmatch(part)
    how = _HOW.fullmatch(part) if dose is None else None
    if dose is not None:
        is_whole = dose["often"] is not None or named is not None
        then = dose["then"]
    elif how is not None:
        is_whole = how["verb"] is not None or named is not None
        then = how["then"]
    else:
        return False
    if not is_whole or (named is None and _names_a_drug_in_use(before)):
        return False
    if _PAST_OF_THE_DRUG.search(before) is not None and named is None:
        return False
    conditional = _CONDITION.search(before) is not None or _SIGN.search(before) is not None
    if not conditional:
        return True
    return then is None and (named is not None or _DONE_THEN.search(before) is not None)


def _hangs(before: str) -> bool:
    is_sign = SIGN_FIRST.match(before) is not None or any(
        pattern.search(before) is not None for pattern in (_CONDITION, _SIGN, _PAST)
    )
    return is_sign or any(is_other_drug(word[0]) for word in _WORD.finditer(before))


def _names_a_drug_in_use(before: str) -> bool:
    """Whether another drug is named, and nothing says that it is ended, failed or avoided."""
    drugs = [word for word in _WORD.finditer(before) if is_other_drug(word[0])]
    return any(_ENDED.search(before, 0, word.start()) is None for word in drugs)
