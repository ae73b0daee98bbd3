"""Parts of a clause by which an order is taken back without a bare "stop": no more of it, refused, the patient died.

They stand beside other drugs ("stop HCTZ and cabozantinib") or hold no verb of stopping at all, so that what is eaten
of a clause first would silence them. A condition, a denial, another person and what goes on again are not meant.
Source: READINGS 4. CLARIFICATIONS A326.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from validator.dosage.word_amount import not_borne, put_right
from validator.dosage.word_bare_amount import bare_amounts
from validator.dosage.word_chosen import chosen_instead
from validator.dosage.word_ended import ended
from validator.dosage.word_kind import Kind, Stated
from validator.dosage.word_not_begun import PATTERNS, SUBJECTLESS
from validator.dosage.word_pattern import DO_NOT
from validator.dosage.word_situation import STARTS_A_CONDITION
from validator.dosage.word_topic import DATE, OPERATION
from validator.dosage.word_vocabulary import is_other_drug
from validator.regex import compiled, regex

_THE = r"(?:(?:the|this|his|her|their|your|any|all|oral|more|further|of|on|with)\s+)*"
_TREATMENT = (
    r"(?:(?:cancer|systemic|oncologic|anti-?cancer)\s+)?(?:treatments?|therapy|tki|chemo(?:therapy)?|drug"
    r"|med(?:ication)?|order|rx)"
)
_AT_END = (
    rf"(?=\W*(?:$|at this time\b|(?:right )?now\b|any ?more\b|today\b|per (?:pt|patient|family|md|onc)\b"
    rf"|due to\b|d/t\b|because\b|since\b"
    rf"|and (?:wants|prefers|elects|wishes|opts|is|has|enroll?\w*|goes?|went|start\w*|hospice)\b|(?:on "
    rf"|as of )?{DATE}))"
)
_PATIENT = r"(?:the )?(?:pt|patient|member|mr\.?|mrs\.?|ms\.?)\b"
_WHEN_DIED = (
    rf"(?=\W*(?:$|(?:on|in|at|this|last|yesterday|today|overnight|peacefully|from|of|due|suddenly|over the"
    rf"|earlier|recently|while|during|per"
    rf"|(?:mon|tue|wed|thu|fri|sat|sun)\w*)\b|{DATE}))"
)
_DIED = (
    rf"(?:^\W*|\b{_PATIENT}(?!'s)(?: [a-z]+)?\s+(?:(?:has|is|was|had|reported(?:ly)?|now|noted|to|be|as)\s+)*)"
    rf"(?:deceased(?! donor)|expired|died|passed(?: away)?|dead)\b{_WHEN_DIED}"
    r"|^\W*(?:date|time) of death\b|\bdeath certificate\b|\bnotified of (?:(?:the )?(?:patient|pt)'?s? )death\b"
    r"|\b(?:patient|pt)'s death\b"
    r"|^\W*(?:(?:pat(?:ient(?:in|e)?)?|paciente|el|la|der|die|le|ist|am|est|ha)\W+)*"
    r"(?:verstorben|fallecid[oa]|fallecio|falleci\u00f3|d[e\u00e9]c[e\u00e9]d[e\u00e9]e?)\b"
)
_KIN_WORDS = (
    r"\b(?:wife|husband|spouse|partner|mother|father|mom|dad|parents?|son|daughter|brother|sister|sibling|aunt|uncle"
    r"|cousin|grand\w+|friend|caregiver|fhx?|family history|dog|cat|donor)\b"
)
_KIN = regex(rf"{_KIN_WORDS}[^,;]*$")
_WHO_TOLD = regex(
    rf"(?:{_KIN_WORDS}\s+(?:(?:just|had|has|also)\s+)?(?:reports?|reported|reporting|stat(?:es?|ed|ing)|says?|said|call(?:s|ed|ing)"
    r"|phoned|notif(?:ies|ied)|informs?|informed|tells?|told|confirms?|confirmed|wrote|emailed|messaged|let)"
    r"|\b(?:per|by|from|with|w/)\s+(?:(?:the|his|her|their|pt's|patient's)\s+)?"
    rf"{_KIN_WORDS})\s+(?:(?:that|to|us|me|in|say|report|clinic|office|pharmacy|nurse|know|today|yesterday|this|am|the)\s+"
    rf"|\d{{1,2}}/\d{{1,2}}\s+)*(?:(?:{_PATIENT}|he|she)\s+(?:(?:is|has|was|will|would|now)\s+)*)?$"
)
"""One of the family who tells it of the patient."""
_GOES_ON = regex(
    r"\b(?:resum\w+|restart\w*|re-?start\w*|re-?challeng\w*|back on|now (?:agree\w*|accept\w*|willing|wants|back)"
    r"|agree(?:s|d|able)|reconsider\w*|chang\w+ (?:his|her|their) mind|willing)\b"
)
"""Behind such words: it goes on again, or was agreed to after all."""
_NOT_YET = regex(r"\b(?:not|never|n't|un)\s*(?:yet |been |be )*$")
_CONDITION = regex(
    rf"{STARTS_A_CONDITION}|\b(?:while|whether|asked|discuss\w*|option|until|in the past)\b|\b(?:19"
    rf"|20)[01]\d\b|[<>\u2264\u2265?]"
)
_DENIED = regex(rf"\b(?:{DO_NOT}|not|no|never|without|denie[sd]|instead of|rather than)\s+(?:\w+\s+){{0,3}}$")
_LATER = regex(rf"\b(?:if|when|unless|before|prior|pre-?op|in case|at least|{OPERATION}|together|same time)\b")
"""Behind a stop of several drugs: it is for a time to come, or what is not to be taken together."""
_GRADED = regex(r"\b(?:grade|g[34]|severe)\b")
"""Behind a stop of several drugs too: when it is to be done, but where it is the reason for it."""
_REASON = regex(r"\W*(?:(?:today|now)\W+)?(?:due to|d/t|because(?: of)?|secondary to|2/2)\b")


@lru_cache(maxsize=64)
def _patterns(own: frozenset[str]) -> tuple[tuple[re.Pattern[str], bool], ...]:
    names = "|".join(sorted((r"cabo\w*", *own), key=len, reverse=True))
    this = (
        rf"(?:{names})\b(?!\s*(?:-|dos|reduc|toxic|relat|interact|refill|side|aes?\b|educat|counsel|teach|train|handout|info|program|card|question"
        rf"|copay|co-?pay|assist|delivery|shipment|and\b))"
    )
    one = r"[a-z][a-z'-]+(?:\s+\d+(?:\.\d+)?\s*mg)?"
    wants = r"(?:want|wish|agree|plan|intend)(?:s|ed|ing)?"
    refuses = (
        r"(?:declin(?:es?|ed|ing)|refus(?:es?|ed|ing)"
        rf"|{DO_NOT} {wants}|did not {wants}|didn't {wants}|unwilling|not willing|not interested in"
        rf"|no longer (?:{wants}|taking|takes|on)"
        r"|opt(?:s|ed|ing)? (?:out of|against|not)"
        r"|elect(?:s|ed|ing)? (?:not|against|to (?:stop|forgo|forego))|forgo\w*|forego\w*|withdr[ae]w(?:s|n"
        r"|ing)?(?: from)?)"
        r"(?:\s+to\s+(?:start|take|begin|continue|initiate|resume|go on|be on|have|receive|pursue|try|get))?"
    )
    return (
        (
            compiled(
                r"\b(?:stop(?:ping)?|hold(?:ing)?|d/?c|dc|discontinu(?:e|ing)|cancel|withhold|pause|suspend)\s+"
                r"(?:(?:taking|the|his|her|all|home|both|meds?:?)\s+)*"
                rf"(?:{one}\s*(?:,\s*and\s|,|/|&|\+|and\s|plus\s|as well as\s|along with\s)\s*){{1,6}}{_THE}{this}"
            ),
            True,
        ),
        (
            compiled(
                r"\b(?:stop|hold|d/?c|dc|discontinue|cancel|withhold|pause|suspend)(?:\s+(?:the\s+)?following)?\s*:\s*"
                rf"(?!home|snf|rehab|facility|hospice)(?:{one}\s*(?:,\s*and\s|,|/|&|\+|and\s)\s*){{1,6}}{_THE}{this}"
                r"(?=\W*(?:$|(?:until|till|today|now|per|due|d/t|because|secondary|and)\b)|\s*,\s*[a-z-]+\W*(?:$|,))"
            ),
            True,
        ),
        (
            compiled(
                rf"\b(?:no (?:more|further|additional)|no longer (?:on|taking|takes)|off(?: of)?|done with"
                rf"|through with|finished with)\s+{_THE}"
                rf"(?:{this}|(?<=no more )treatment{_AT_END}|(?<=no further ){_TREATMENT}{_AT_END})"
            ),
            False,
        ),
        (
            compiled(
                rf"\b(?:{DO_NOT}|unable to|will not|won't)\s+(?:be\s+)?"
                rf"(?:tolerat(?:e|ing)|tak(?:e|ing)|start(?:ing)?|continu(?:e|ing)|on|us(?:e|ing))\s+{_THE}{this}{_AT_END}"
            ),
            False,
        ),
        (
            compiled(
                rf"^\W*no (?:{names})\s*"
                r"(?:$|(?:for (?:this|the|pt|patient|him|her)|today|for now|now|at this time|yet)\b)"
            ),
            False,
        ),
        (
            compiled(
                rf"\b(?:{names})\s+(?:(?:is|was|has been|currently|still|remains?|now)\s+)*"
                r"(?:contraindicated(?! (?:with|if|when|during|in (?!this|pt|patient|him|her)))"
                r"|not (?:appropriate|indicated|recommended|advised|tolerated|an option|a candidate)"
                r"|refused|declined|(?:held|on hold|stopped)\b[^;]*\b(?:not|never)\s+(?:yet\s+"
                r"|been\s+)*(?:resumed|restarted|to resume))\b"
            ),
            False,
        ),
        (compiled(rf"\bnot (?:a |an )?(?:good |appropriate )?candidate for\s+{_THE}{this}"), False),
        (
            compiled(
                rf"(?<!nutrition )\b{refuses}\s+{_THE}(?:{this}|{_TREATMENT}{_AT_END})"
            ),
            False,
        ),
        *((compiled(one), False) for one in ended(names, this, _THE, _TREATMENT, _AT_END)),
    )  # fmt: skip


_DEATH = regex(_DIED)
_NAMELESS = tuple(map(regex, PATTERNS))
_NAME = regex(r"[a-z][a-z-]+")
_OWN_KIN = regex(_KIN_WORDS)


def told_outright(clause: str, own: frozenset[str]) -> Iterator[tuple[Stated, int, int]]:
    """What a clause says of the order as a whole, and the stretch that says it: that it is taken back, or the dose it
    should have had. `own` are the names of the drug, in small letters."""
    text = clause.lower()
    if (right := put_right(text, own)) is not None:
        milligrams = Decimal(next(filter(None, right.groupdict().values())))
        words = clause[right.start() : right.end()].strip()
        yield Stated(Kind.MASS, words, clause, milligrams, milligrams, imperative=True), right.start(), right.end()
    if (borne := not_borne(text, own)) is not None and _CONDITION.search(text, 0, borne.start()) is None:
        milligrams = Decimal(borne["mg"] or borne["mg2"])
        yield (
            Stated(Kind.STOP, clause[borne.start() : borne.end()], clause, milligrams, milligrams),
            borne.start(),
            borne.end(),
        )
    if right is None:
        yield from bare_amounts(text, own)
    for start, end in _taken_back(text, own):
        yield Stated(Kind.STOP, clause[start:end].strip(), clause), start, end


def _taken_back(clause: str, own: frozenset[str]) -> Iterator[tuple[int, int]]:
    for found in _DEATH.finditer(clause):
        if (
            not _is_of_kin(clause[: found.start()])
            and not _OWN_KIN.search(found[0])
            and _CONDITION.search(clause, 0, found.start()) is None
        ):
            yield found.span()
    yield from chosen_instead(clause, own)
    for pattern in _NAMELESS:
        for found in pattern.finditer(clause):
            before = clause[: found.start()]
            if not (
                _CONDITION.search(before)
                or _DENIED.search(before)
                or _is_of_kin(before)
                or SUBJECTLESS.search(before)
                or _goes_on(clause[found.end() :])
                or _is_of_another(before, own)
            ):
                yield found.span()
    for pattern, is_list in _patterns(own):
        for found in pattern.finditer(clause):
            before, behind = clause[: found.start()], clause[found.end() :]
            if _CONDITION.search(before) or _DENIED.search(before) or _is_of_kin(before):
                continue
            if is_list and (_LATER.search(behind) or (_GRADED.search(behind) and not _REASON.match(behind))):
                continue
            if not _goes_on(behind):
                yield found.span()


def _goes_on(behind: str) -> bool:
    """Whether words behind what takes it back say that it goes on again, or was agreed to after all."""
    again = _GOES_ON.search(behind)
    return again is not None and _NOT_YET.search(behind[: again.start()]) is None


def _is_of_another(before: str, own: frozenset[str]) -> bool:
    """Whether another drug is named before words that name none, and the ordered one is not."""
    named = _NAME.findall(before)
    return any(map(is_other_drug, named)) and not any(one in own or one.startswith("cabo") for one in named)


def _is_of_kin(before: str) -> bool:
    """Whether what follows these words is said of one of the family, who does not only tell it of the patient."""
    return _KIN.search(before) is not None and _WHO_TOLD.search(before) is None
