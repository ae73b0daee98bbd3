"""Sentences and parts of a sig that are understood and say nothing of its dose: "Hold 3 weeks before surgery", "R-3".

A sig is read whole or not at all. Its grammar knows how a drug is taken; what concerns other matters (READINGS of the
words of an order: advice of the label, conditions before a hold, telephones, refills) is known to `words`, clause by
clause. A clause of which that leaves nothing over is understood, and the rest is the sig. One with an amount of a drug,
a change or an end stays: where nothing else tells the dose, it may be told there ("if tolerated increase to 80 mg").

Order entry sets such matters between commas ("60 mg, Oral, Daily, Hazardous, Disp-30 tablet, R-3"). Of these parts only
those go that hold a word the grammar does not know, and none that counts or times a dose: "in the evening" behind a
comma is a second dose. What a pharmacy hands out goes by its own words.
"""

from __future__ import annotations

import re

from validator.dosage.sig_words import UnknownWordError, plain_text, tokens
from validator.dosage.silent_names import SilentNames
from validator.dosage.word_kind import NamesInWords
from validator.dosage.word_vocabulary import is_other_drug
from validator.regex import compiled, regex

_MAY_CHANGE_IT = regex(
    r"\d\s*-?\s*(?:m?g|mcg|tab|cap|pill|dose)|\b(?:half|double|twice|second)\b"
    r"|\b(?:reduc|decreas|lower|increas|rais|titrat|escalat|taper)|\b(?:stop|end|discontinue)s?\s+(?:after|in|on|at)\b",
    re.IGNORECASE,
)
"""An amount of a drug, a change of the dose, an end of it on a day."""
_WHY_IT_IS_LESS = regex(
    r"\W*(?:dose (?:was |is |has been )?reduc(?:ed|tion)|reduced dose|reduced)"
    r"(?: (?:for|due to|because of|secondary to|given) [a-z][a-z /-]*)?\W*",
    re.IGNORECASE,
)
"""The dose was reduced before this order, which states the reduced one."""
_COUNTS_OR_TIMES = regex(
    r"\b(?:again|repeat\w*|another|more|also|too|both|plus|then|except|only|not|no|unless|instead|until|till|before|after"
    r"|morning|noon|afternoon|evening|night\w*|bed\w*|[ap]m|q[ap]m|qhs|days?|weekdays?|weekends?|weeks?|months?|hours?|hrs?"
    r"|daily|weekly|monthly|once|twice|times?|every|each|other|alternat\w*|skip\w*|hold|off|on|prn|needed|total|extra"
    r"|loading|first|last|next|start\w*|begin\w*|stop\w*|end\w*)\b",
    re.IGNORECASE,
)
_FORM = r"(?:tab(?:let)?s?|tbls?|cap(?:sule)?s?|pills?|each|ea|units?)"
_NO_DOSE = (
    r"(?!\w)(?! *(?:po\b|by mouth|orally|daily|once|twice|every|each|q[adph\d]|a day|per day|at \w|in the|mg|mcg|g\b"
    r"|[./-]\d))"
)
_SUPPLY = compiled(
    r"(?<![\w.])(?:(?:disp(?:ense)?|dispense quantity|qty|quantity|mitte)\.?[ :=-]*#?|#) ?\d{1,3}(?:\.0+)?"
    rf"(?: ?\(\w+\))?(?: ?{_FORM})?{_NO_DOSE}"
    r"|(?<![\w.])(?:refills?|rf|r)[ :=-]*(?:x ?)?\d{1,2}(?: times?)?(?![\w./])(?! *(?:mg|tab|cap))"
    r"|(?<![\w.])(?:\d{1,2}|no|zero) refills?\b",
    re.IGNORECASE,
)
"""What is handed out, and how often again."""
_MANY = regex(r"(\w)\(s\)", re.IGNORECASE)
_PART = regex(r"\([^()]*\)|(?:,(?!\d)|(?<!\d),)| - |[^(),]+?(?= - |[(,]|$)|.")
_AMOUNT = regex(r"\d ?-?(?:mg|tab|tbl|cap|pill)|\b(?:one|two|three|four) (?:tab|cap|pill)|\bt\d?t\b", re.IGNORECASE)
_WORD = regex(r"[a-z][a-z-]+", re.IGNORECASE)
_WITH_A_DRUG = regex(r"\W*(?:in combination |together |along )?with ([a-z]+)\b", re.IGNORECASE)
_BY_A_NEEDLE = regex(r"\b(?:iv|infusions?|intravenous\w*|injections?|subcut\w*|sc)\b", re.IGNORECASE)
_BY_MOUTH = regex(r"\b(?:po|oral\w*|mouth|tab\w*|cap\w*|pills?|this)\b", re.IGNORECASE)


def without_silent(text: str, names: SilentNames) -> str:
    """The sig without its silent clauses and parts; as it is where it has none, or nothing else."""
    # Here and not above: the patterns of `words` take a tenth of a second to compile, and most sigs read without them.
    from validator.dosage.words import Words, clauses, plain, read_words

    known = NamesInWords(tuple(sorted(name.lower() for name in names.drug)))

    def is_silent(words: str) -> bool:
        if _WHY_IT_IS_LESS.fullmatch(words):
            return True
        return _MAY_CHANGE_IT.search(words) is None and read_words(words, known) == Words()

    def rest_of(clause: str) -> str:
        kept: list[str] = []
        has_amount = False
        for part in _PART.findall(clause):
            # What stands before an amount may be what it hangs on, or whose it is: "if you vomit, take 40 mg".
            may_go = has_amount and (_is_of_an_infusion(part) or (_may_go(part) and is_silent(part.strip("() "))))
            if not may_go:
                kept.append(part)
                has_amount = has_amount or _AMOUNT.search(part) is not None
        return "".join(kept)

    written = _SUPPLY.sub(" ", _MANY.sub(r"\1s", plain(text)))
    kept = [rest for one in clauses(written) if not is_silent(one) and (rest := rest_of(one)).strip(" ,")]
    return ". ".join(kept) if kept else text


def _may_go(part: str) -> bool:
    """Whether a part holds a word that the grammar does not know, and none that counts or times a dose."""
    if _WHY_IT_IS_LESS.fullmatch(part):
        return True
    if _COUNTS_OR_TIMES.search(part) or any(is_other_drug(word.lower()) for word in _WORD.findall(part)):
        return False
    try:
        tokens(plain_text(part))
    except UnknownWordError:
        return True
    return False


def _is_of_an_infusion(part: str) -> bool:
    """Whether a part says no more than that another drug is given by a needle, whose amounts and times are its own."""
    found = _WITH_A_DRUG.match(part.strip("("))
    return (
        found is not None
        and is_other_drug(found[1].lower())
        and _BY_A_NEEDLE.search(part) is not None
        and _BY_MOUTH.search(part) is None
    )
