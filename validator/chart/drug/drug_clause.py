"""Cutting the words of an order into clauses, and which words of a clause say that a drug it names is not taken.

Shared by what is read of interacting drugs and of partners. CLARIFICATIONS A154, A295.
"""

from __future__ import annotations

import re
from functools import lru_cache

from validator.chart.drug.drug_item import KIND
from validator.chart.words.legible import ARROW, legible
from validator.dosage.word_foreign import in_english
from validator.dosage.word_vocabulary import is_listed_drug
from validator.regex import regex

CLAUSE_END = regex(r"[.;:\n\r!?|()\u2022]+(?!\d)|\s(?:-{1,2}|\u2013|\u2014)\s|\bbut\b|\bhowever\b|,? \bthen\b")
_SHORT_FORMS = (
    (regex(r"\bst\.\s*(?=[a-z])"), "st "),
    (
        regex(
            r"\s+(?:-{1,2}|\u2013|\u2014)\s+(?=(?:md|np|pa|onc\w*|provider|prescriber|dr\b)\.?\s+(?:is\s+)?"
            r"(?:aware|ok\b|approv|accept|acknowledg))"
        ),
        ", ",
    ),
    (regex(r"(?<=[a-z])[- ]boosted\s+(?=[a-z])"), " + "),
    (regex(r"\bcont(?:'d)?\.?\s+(?=[a-z])"), "continue "),
    (regex(r"(?<![\w/])(?<!f/u )(?<!fu )(?<!up )w/\s*(?!o\b)(?=[a-z])"), "with "),
    (regex(r"[\u00ae\u2122]"), ""),
    (regex(rf"\b{KIND}\s*\(\s*([a-z-]+)\s*\)"), r"\1"),
    (regex(r"(?<=[a-z]{4})_?(?=\d+(?:\.\d+)?_?\s*mg\b)"), " "),
    (regex(r"(?<=[a-z])\s*,\s*(?=since\s+(?:\d|last\b|this\b))"), " "),
    (regex(r"(?<=[a-z]):\s*(?=\d+(?:\.\d+)?\s*(?:mg|g|ml)\b)"), " "),
)
"""A point that ends no clause, and words by which a drug is taken, as they are written short."""
_ENDED = (
    r"stop\w*|hold\w*|held|d/?c\w*|discontinu\w+|cancel\w*|finish\w*|complet\w+|ceased|ended|off"
    r"|last(?!\s+(?:week|night|mon|tue|wed|thu|fri|sat|sun))|allerg\w+|switch\w*|chang\w+"
    r"|replac\w+|instead|cream|shampoo|topical\w*|ointment|gel|drops?|lotion|spray|contraindicat\w*"
    r"|interact\w*|avoid\w*|years?\s+ago"
    r"|used\s+to|quit|in\s+the\s+past|fail\w*|not|never|den(?:y|ies|ied)|if|when(?:ever)?|unless"
    r"|should|may|might|prn\s+only|previous\w*|prev(?=[\s.:])|prior|(?:ver)?meiden|abgesetzt|[\u00e9e]viter|evitar"
)
NOT_TAKEN = regex(
    rf"\b(?:{_ENDED}|none|until|would|can|could|consider|before|after|no|without|don't|cannot|any|history|hx|h/o|s/p"
    r"|(?:was|were)(?!\s+(?:\w+\s+)?(?:re-?)?(?:started|placed|put|begun|initiated|added|prescribed|continued)\b)"
    r"|had|rather|such\s+as|like|e\.?g"
    r"|including|kein\w*|nie|ohne|pas|sans|sin|nunca|re(?=\s)|inhibitors?|inducers?|check\w*|monitor\w*|ask|tell|call|refrain\w*|restrict\w*|former\w*"
    r"|(?<!being\s)(?<!is\s)(?<!are\s)treated|resolved|cleared|cured|gave (?:me|him|her|them|pt|patient)|dislik\w+"
    r"|declin\w+|refus\w+|next|options?|alternatives?"
    r"|plan(?:s|ned)?\s+(?:for|to)|future|later)\b|[<>]"
)
"""Before a name in its part of a clause: it is not said to be taken now."""
NOT_TAKEN_BEHIND = regex(rf"\b(?:{_ENDED})\b|[<>]")
NOT_TAKEN_NEXT = regex(
    r"\W*(?:(?:now|since|was|is|has\s+been|which|already|\d[\d/]*)\s+)*(?:stopped|held|on\s+hold"
    r"|d/?c'?d|discontinued|finished|completed|ended|not\b|no\s+longer|off\b"
    r"|(?:stop|hold|d/?c|discontinue)\b(?!\s+[a-z]{4,})|last\b|cream|shampoo|topical|gel|years?\s+ago)"
)
"""The part behind a name, where it begins by telling its end: "itraconazole, stopped in May"."""
_LEFT_OUT = regex(
    r"^\W*(?:(?:pt|patient|he|she|is|has|takes?|currently|reports?|there\s+(?:is|are))\s+)*(?:no|none|denies|without"
    r"|not\s+(?:on|taking))\b(?:(?!allerg|intoler|reaction)[^;])*\b(?:other\s+than|except(?:ing)?(?:\s+for)?|apart\s+from|aside\s+from|besides)\s+"
    r"(?:(?:his|her|the|for|oral|po|home|some|prn)\s+)*$"
)
"""What a denial leaves out: "no meds except itraconazole"."""
_IN_ITS_PLACE = regex(
    r"(?<!\bbe\s)\b(?:changed|switched|transitioned|converted)\s+(?:(?!if\b|when\b|would\b)[\w/-]+\s+){0,5}?to\s+(?:(?:oral|po|iv)\s+)?$"
    r"|^\W*(?:and\s+|is\s+)*now\s+$"
)
"""Another drug ended, and the one behind these words took its place: "changed from fluconazole to voriconazole"."""
_BEGUN = r"(?:re-?)?(?:started|begun|began|initiated|added|placed|put|switched|changed)"
_BEGUN_AFTER = regex(
    r"(?<!\bbe\s)\b(?:stopped|held|d/?c'?d|discontinued|finished|completed|ended|ceased|quit|failed|changed|switched"
    r"|transitioned)\s+(?:(?!if\b|when\b|would\b|not\b|never\b)[\w/-]+,?\s+){0,6}?(?:and|&|\+)\s+"
    rf"(?:(?:pt|patient|he|she|we|was|is|has|been|now|then|instead)\s+)*{_BEGUN}\s+(?:(?:on|to|with|oral|po|iv)\s+)*$"
)
"""Another drug ended, and the one behind these words was begun: "stopped itraconazole, and started ketoconazole"."""
_IS_BEGUN = regex(r"\s*(?:\d+\s*mg\s+)?(?:(?:was|is|has\s+been|now)\s+)*(?:re-?)?(?:started|begun|initiated|added)\b")
_LED_FROM = regex(rf"(?P<name>[a-z-]{{4,}})\s*(?:\d+\s*mg\s*(?:daily|bid|qd)?\s*)?{ARROW}\s*$")
_YEAR = regex(r"\b(?:19|20)\d\d\b")
_GOES_ON_FROM = regex(r"\s*(?:or|nor|and|&)\b")
"""A part of a clause that is governed as the one before it."""
_OF_ANOTHER_PERSON = regex(
    r"(?:^|(?<=[.;,\n]))[ \t]*+(?:(?:his|her|my|the|pt's|patient's)\s++)?(?:wife|husband|spouse|partner|son"
    r"|daughter|child|mother|father|mom|dad"
    r"|brother|sister|dog|cat|pet)\b\s*(?::|takes|is\s+on|on|-|uses|has|drinks)[^.;\n]*"
)
"""What another person or an animal is said to take."""
_MEDICINES = r"(?:meds?|medications?|medicines?|drugs?|antibiotics?|therap(?:y|ies)|treatments?|tx|rx|regimens?|lines?)"
_MARK_OF_ITEM = r"[ \t]*(?:[-*\u2022]|\d{1,2}[.)])?[ \t]*"
_REST_OF_LINE = (
    r"(?:[^.\n;]|;(?!\s*(?:(?:pt|he|she|is|was|but|still|then)\s+)*"
    r"(?:on|continu\w+|start\w*|tak\w+|add\w*|now|resum\w+|beg[au]n|keep)\b))*"
)
_LIST_OF_OTHERS = regex(
    rf"(?:^|(?<=[.;\n]))[ \t]*(?:(?:the|his|her|recent(?:ly)?|home)\s+)*"
    rf"(?:(?:(?:past|previous|prior|former|old)\s+(?:[a-z-]+\s+){{0,2}}{_MEDICINES}"
    rf"|(?:stopped|discontinued|d/?c'?d|contraindicated)(?:\s+(?:[a-z-]+\s+){{0,2}}{_MEDICINES})?"
    rf"|(?:drugs?\s+to\s+)?avoid(?:\s+(?:the\s+following|these|with\s+[a-z]+))?(?:\s+{_MEDICINES})?)[ \t]*:"
    rf"(?:[ \t]*(?:\n{_MARK_OF_ITEM}[a-z][^\n:.]{{2,60}}(?=\n|$))+|{_REST_OF_LINE})"
    r"|(?:drug\s+)?(?:allerg(?:y|ies)|intolerances?)[ \t]*:(?!\s*(?:none|nil|no|nkd?a)\b)"
    rf"(?:[ \t]*(?:\n{_MARK_OF_ITEM}[a-z][^\n:.\d]{{2,60}}(?=\n|$))+|{_REST_OF_LINE}))"
)
"""A heading of what is not taken, with the rest of its line, or the lines of its list behind it."""


@lru_cache(maxsize=256)
def plain_words(text: str) -> str:
    """A text in small letters, its short forms written out, without what another person takes, or a heading says is not
    taken."""
    lower = in_english(legible(text)).lower().replace("\u2019", "'")
    for words, plain in _SHORT_FORMS:
        lower = words.sub(plain, lower)
    return _LIST_OF_OTHERS.sub(" ", _OF_ANOTHER_PERSON.sub(" ", lower))


def own_part(clause: str, at: int, end: int) -> tuple[str, str, str]:
    """What stands before and behind a name in its part between commas, and the part behind that; a part that goes on
    from the one before it ("..., or start ketoconazole") is one with it, but not where the drug itself was begun."""
    *earlier, before = clause[:at].split(",")
    is_begun = _IS_BEGUN.match(clause, end) is not None
    while earlier and not is_begun and _GOES_ON_FROM.match(before) is not None:
        before = f"{earlier.pop()},{before}"
    behind, _, rest = clause[end:].partition(",")
    return before, behind, rest.partition(",")[0]


def places_of(clause: str, name: str) -> list[tuple[int, int]]:
    """Where a name stands in a clause. One of several words is spelt in several ways, its last word in one."""
    whole = [one.span() for one in re.finditer(re.escape(name.lower()), clause)]
    return whole or [one.span() for one in re.finditer(re.escape(name.lower().split()[-1]), clause)]


def taken_after_all(before: str, behind: str) -> str | None:
    """What stands before a name without the words that deny or end another drug and leave this one; None where none
    do."""
    for one in (_LEFT_OUT, _IN_ITS_PLACE, _BEGUN_AFTER):
        found = one.search(before)
        if found is not None and _YEAR.search(behind) is None:
            return before[: found.start()]
    found = _LED_FROM.search(before)
    return before[: found.start()] if found is not None and is_listed_drug(found["name"]) else None
