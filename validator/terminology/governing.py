"""How a phrase in free text is meant: stated, doubted, denied, or said of somebody or something else.

What governs a phrase stands before it in its clause (the nearest word decides), directly behind it, or behind a comma
that ends the sentence. A clause ends at `. ; : ,`, a new line, "but", "and now", "however". The guard leans one way: a
phrase that is not surely stated is not stated. CLARIFICATIONS.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from validator.regex import regex
from validator.terminology.denied_list import is_listed_as_denied


class Sense(StrEnum):
    """How a phrase is meant by the words around it."""

    STATED = "said to be so"
    DOUBTED = "said to be possible, or to be found out"
    DENIED = "said not to be so"
    TWOFOLD = "may mean this or another thing"
    APART = "said of a relative, a risk, a search, a plan or a condition"


_SENTENCE_END = regex(r"[.;:\n\r]|\bbut\b|\band now\b|\bhowever\b|\balthough\b|\bthough\b", re.IGNORECASE)
_REACH = 1000
"""Characters on either side of a phrase that can govern it: a sentence is shorter, and a text without an end costs no
more."""
_GOVERNING_WORDS = 80
"""More characters than any words that govern have, up to the colon behind them."""
_ABBREVIATION = regex(r"\b(?:dr|evid|dx|hx|pt|vs|susp|poss|prob|approx|incl)$", re.IGNORECASE)
_LONGEST_ABBREVIATION = 8  # characters: each is shorter, and more of a text need not be looked through
_KIN = (
    r"(?:(?:grand|step)?(?:mother|father|mom|dad|son|daughter|parents?)|sister|brother|siblings?|uncle|aunt|cousin"
    r"|wife|husband|spouse|partner|nephew|niece)(?!\s+(?:\w+\s+)?(?:reports?|reported|states?|stated|says|said|notes?|noted|noticed"
    r"|saw|called|found|brought|witnessed|describes?|described|worried|concerned))"
)
"""Relatives, of whom a word is told; not where they are the ones who tell it of the patient."""
_OTHERS = r"(?:staff|caregivers?|carers?|nurses?|visitors?|women|workers?|personnel|employees|pharmacists?|handlers?)"
"""Other people, directly behind a word that is told of them: "pregnant staff"."""
_NOT_SETTLED = (
    r"(?:cannot|can\s*not|can't|could\s+not|couldn't|unable\s+to|not|never|\w+n't|yet\s+to\s+be|to\s+be|needs?\s+to\s+be|must\s+be"
    r"|should\s+be|impossible\s+to)\s+(?:be\s+|been\s+|yet\s+|fully\s+|entirely\s+|completely\s+|definitively\s+)*"
    r"(?:rul(?:e|ed|ing)\s+out|r/o|exclud(?:e|ed|ing))"
)
"""What was not excluded is in doubt, whatever the "not" in it."""
_SUPPOSED = (
    r"(?:suspect(?:s|ed|ing)?|suspicio(?:n|us)|concern(?:s|ing)?|concerned\s+for|suggest(?:s|ed|ive|ing)?|likely|question"
    r"|evidence\s+(?:to\s+)?suggest\w*)"
)
_DOUBTS = (
    rf"{_SUPPOSED}|potential|potentially|possible|possibly|poss|susp|query|queried|questionable|questioned|probable|probably"
    r"|prob|presumed|presumptive|presumably|may|might|could|whether|versus|vs|r/o(?!'?d)|rul(?:e|es|ing)[\s-]+out|exclude|code(?=[\s-]*$)"
    r"|(?:evaluat(?:e|ed|ion|ing)|eval|assess(?:ed|ment|ing)?|investigat(?:e|ed|ion|ing)|work-?\s?up)\s+for"
)
_OF_ANOTHER_LANGUAGE = (
    r"historia\s+de|sospecha|descartar|verdacht|ausschlu(?:ss|\u00df)|soup[\u00e7c]on|antecedentes?(?:\s+personales)?|\Aap(?=\s*(?::|\Z))|ant[\u00e9e]c[\u00e9e]dents?(?:\s+personnels)?|atcd|z\.\s?n"
    r"|\w*anamnese|madre|padre|hermano|hermana|m[\u00e8e]re|p[\u00e8e]re"
)
"""Words that doubt, remember or tell of a relative in other languages: what they say exactly is not read."""
_DENIALS = (
    r"sin|sem|ausencia\s+de|niegan?|nega|sans|pas\s+d(?:e|u|es|(?='))|pas(?=\s+enceinte)|aucune?|nie|nicht(?!-)|kein(?:e[nrms]?)?|ohne|senza|negativo\s+para|geen|zonder|"
    r"no(?!\s+longer\b[^,]*\b(?:due\s+to|because|after|since|for|2/2|secondary)\b)"
    r"|not(?!\s+(?:only|without)\b|\s+on\b[^,]*\b(?:due\s+to|because|after|since|2/2)\b)|non(?=[\s-]*$)|nor|neither|never|none|(?<!\bnot\s)(?:without|w/o)|cannot|denie[sd]|deny(?:ing)?|negative|neg|absence|absent"
    r"|lack(?:s|ing)?|free\s+of|ruled\s+out|r/o'?d|exclud(?:es|ed|ing)|unlikely"
)
_NO_DOUBT = rf"(?:no|not|without|w/o|denie[sd]|never|\w+n't|negative\s+for)\s+(?:\w+\s+){{0,2}}?{_SUPPOSED}"
"""A suspicion that is denied: "no suspicion of", "not clinically suspected"."""
_ELSEWHERE = (
    r"if|unless|until|would|risk\s+(?:of|for)|riesgo|risque|risiko|fear\s+of|dr(?=\.?\s+$)"
    r"|low\s+(?:clinical\s+|index\s+of\s+|pre-?test\s+)*(?:suspicion|concern|probability|likelihood)\s+(?:for|of)"
    r"(?!.*\b(?:and|with|but|new|acute|found|shows?|showed)\b)|(?:worr(?:y|ied)|anxi(?:ety|ous)|concerned|concerns?)\s+about|family|fam|fhx"
    r"|fh(?!\s+(?:with|and)\b)|screen(?:s|ed|ing)?|monitor(?:s|ed|ing)?|prevent(?:s|ed|ing)?"
    rf"|{_KIN}"
)
_LOOKING = regex(r"(?:screen|monitor|prevent)\w*", re.IGNORECASE)
_FOUND = regex(
    r"\b(?:with(?!\s+(?:history|family|risk)\b)|w/|c/b|complicated\s+by|found|showed|shows|revealed)", re.IGNORECASE
)
"""Behind a search, what came of it: "screening colonoscopy with perforation"."""
_GOVERNS = regex(
    rf"(?P<apart>\b(?:{_ELSEWHERE})\b)|(?P<open>\b(?:{_NOT_SETTLED})\b)|(?P<denied_doubt>\b(?:{_NO_DOUBT})\b)"
    rf"|(?P<doubt>\b(?:{_DOUBTS}|{_OF_ANOTHER_LANGUAGE})\b|\?)|(?P<denial>\b(?:{_DENIALS})\b|n't\b)",
    re.IGNORECASE,
)
_ENDS_GOVERNING = regex(rf"(?:{_GOVERNS.pattern})\s*$", re.IGNORECASE)
_OPENED = (
    r"(?:to\s+be\s+|cannot\s+be\s+|can't\s+be\s+|not\s+(?:yet\s+)?(?:been\s+|be\s+)?|n't\s+(?:be\s+)?)(?:ruled\s+out|excluded)"
    r"|not\s+(?:yet\s+)?(?:been\s+)?(?:confirmed|established|proven)|unconfirmed|unproven"
)
_REVOKES = (
    r"ruled\s+out|r/o'?d|excluded|unlikely|absent|denied|negative|(?:not|never)\s+(?:been\s+)?(?:seen|identified|present"
    r"|found|evident|demonstrated|suspected|shown|detected|visuali[sz]ed)"
)
_QUESTIONS = r"doubtful|questionable|suspected|possible|versus|vs|r/o|query"
_SUPPOSES = r"probable|likely|presumed|provisional|suspicion"
_AFTER_OPENED = regex(rf"\b(?:{_OPENED})\b", re.IGNORECASE)
_AFTER_APART = regex(
    rf"\b(?:in|of)\s+(?:(?:the|his|her|their|my|pt's|patient's|a|maternal|paternal)\s+)*{_KIN}\b|^\W*[-(/]\s*{_KIN}\b"
    rf"|^\s+(?:(?!mother\b){_KIN}|{_OTHERS})\b|\(\s*{_KIN}\s*\)",
    re.IGNORECASE,
)
_AFTER_DENIED = regex(rf"\b(?:{_REVOKES})\b", re.IGNORECASE)
_AFTER_DOUBTED = regex(rf"\b(?:{_QUESTIONS})\b|\b(?:{_SUPPOSES})\s*(?=[),;.]|$)|^\?|\?(?!\w)|\S\?", re.IGNORECASE)
"""Behind a phrase. "GI bleed ?source" and "GI bleed, likely from varices" ask for the cause only."""
_ON_CONDITION = regex(r"[\s,]*(?:\w+\s+)?(?:if|unless)\b", re.IGNORECASE)
_INTRODUCES = regex(
    r"(?:\b(?:with|and|plus|due\s+to|from|secondary\s+to|caused\s+by|in|after)|w/|d/t|2/2|\+)\s*(?:an?\s+|the\s+)?$",
    re.IGNORECASE,
)
"""Before a doubt that is about what follows it: "pulmonary embolism with possible infarct"."""
_TAIL = regex(
    rf"[^,]*,\s*(?:(?:now|clinically|highly|initially|later|since)\s+)?(?:(?P<open>{_OPENED})|(?P<denied>{_REVOKES})"
    rf"|(?P<doubt>{_QUESTIONS}|{_SUPPOSES}|\?))\s*(?:\b(?:by|on|per|at|with|in)\s[^,]*)?[).]*$",
    re.IGNORECASE,
)
_ANSWERED = regex(
    r"(?:\s*/\s*\w+)*\s*(?:disease|status|cancer)?\s*[:=]\s*"
    r"(?:(?P<denied>(?:no|none|n|neg|negative|absent|denie[sd]|false|ruled\s+out)\b)"
    r"|(?P<doubt>(?:unknown|unclear|possible|suspected|probable|likely|query|rule\s+out|r/o|pending)\b|\?))",
    re.IGNORECASE,
)
_CLOSED = regex(r"\s*(?:-\s+|\u2192\s*|\(\s*)(?:no|none|n|neg|negative|absent|denie[sd])\s*(?=[),;.]|$)", re.IGNORECASE)
"""An answer behind a dash, an arrow or in brackets, and nothing more: "Melena - none", "Melena (denies)"."""
_LOOKED_FOR = regex(r"[\s-]+(?:disease\s+)?(?:work-?\s?up|alert|activation|protocol|rule[\s-]+out)\b", re.IGNORECASE)
"""What a phrase names is looked for: "stroke alert", as "code stroke", is called where one is suspected."""
_SOMETHING_ELSE = regex(
    r"[\s-]+(?:disease\s+)?(?:survey|screen\w*|potential|risk|prophyla\w*|proph|ppx|prevention|precautions?|imaging|age|practice"
    r"|directives?|care|planning|education|teaching|counsel\w*|class(?:es)?|awareness|support\s+group|volunteer"
    r"|ed\s+(?:given|done|provided|reviewed|completed)"
    # an examination in the place of an embolism, a state in the place of an infarction
    r"|(?:today\s+)?(?:is\s+|was\s+)?(?:normal|unremarkable|wnl|nl))\b|\s*\(michigan\)",
    re.IGNORECASE,
)
_JOINS_ON = regex(
    r"\s*(?!(?:today|yesterday|on|at|in|this|per|by|and|confirmed|repeat\w*|with|for|last|again|x\s?\d)\b)[a-z]",
    re.IGNORECASE,
)
"""Behind a plus that ends a phrase: it joins another thing, "UPT + UA", and is no result."""
_TEST_NEGATIVE = regex(
    r"\b(?:cta|ct\s+angio\w*|ultrasound|dopplers?|duplex|v/?q(?:\s+scan)?|d-?dimer)\s*(?:scan\s*)?"
    r"(?:was|were|is|:|=|-)?\s*"
    r"(?:neg(?:ative)?|normal|nl|clear|unremarkable)\b",
    re.IGNORECASE,
)
"""What was to be found out, and was not found: "r/o PE, CTA neg". Only what settles a clot: an early stroke may show
on no image, an infarction on no first tracing, and a bleeding in no endoscopy."""
_SHOWS_LATER = regex(r"stroke|cva|tia|infarct|\bmi\b|isch|bleed|hemorrh|perforat", re.IGNORECASE)
_ALTERNATIVE = regex(r"\s*(?:and/)?n?or\b", re.IGNORECASE)
_BEGINS_ANEW = regex(r"\bwith\b", re.IGNORECASE)
_WITHOUT = regex(r"without|w/o", re.IGNORECASE)
"""What it denies ends where a "with" begins: "without perforation or abscess, with bleeding" and the same unparted."""
_ALL_DENIED = regex(
    r"\b(?:denie[sd]|denying|neg(?:ative)?(?:\s+for|,?\s+(?:ros\s+)?incl(?:uding)?))\b(?!.*\b(?:with|has|had|reports?|now|presents?|admits?|pos(?:itive)?)\b)",
    re.IGNORECASE,
)
"""Before a list that is denied to its end, with or without an "or" in it."""
_LIST_GOES_ON = regex(r"(?:^\s*|,\s*)n?or\b", re.IGNORECASE)
_EXCEPT = regex(r"\b(?:other\s+than|except(?:ing|\s+for)?|apart\s+from|aside\s+from|besides)\b", re.IGNORECASE)
"""Behind it stands what a denial leaves out: "no bleeding other than hemoptysis"."""


@lru_cache(maxsize=4096)
def sense_of(plain: str, start: int, end: int) -> Sense:
    """How the phrase from `start` up to but not including `end` is meant; `plain` has plain hyphens and apostrophes.

    Several questions ask it of one phrase, so that it is remembered.
    """
    before, after = around(plain, start, end)
    found = _behind(plain, after, end) or _ahead(before, plain[start:end], after) or _hanging(after) or Sense.STATED
    if found is not Sense.DOUBTED or _SHOWS_LATER.search(plain[start:end]):
        return found
    return Sense.DENIED if _TEST_NEGATIVE.search(after) else found


def around(plain: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind a phrase in its sentence, as far as words reach."""
    return plain[_sentence_start(plain, start) : start], plain[end : _sentence_finish(plain, end)]


def _behind(plain: str, after: str, end: int) -> Sense | None:
    if told := _ANSWERED.match(plain, end):
        return Sense.DENIED if told["denied"] else Sense.DOUBTED
    if _CLOSED.match(after):
        return Sense.DENIED
    if _SOMETHING_ELSE.match(after) or (plain[end - 1] == "+" and _JOINS_ON.match(after)):
        return Sense.APART
    clause = after.partition(",")[0]
    if _AFTER_OPENED.search(clause):
        return Sense.DOUBTED
    if _AFTER_APART.search(clause):
        return Sense.APART
    if _AFTER_DENIED.search(clause):
        return Sense.DENIED
    if _LOOKED_FOR.match(after):
        return Sense.DOUBTED
    doubt = _AFTER_DOUBTED.search(clause)
    if doubt is not None and not _INTRODUCES.search(clause[: doubt.start()]):
        return Sense.DOUBTED
    if tail := _TAIL.match(after):
        return Sense.DENIED if tail["denied"] else Sense.DOUBTED
    return None


def _hanging(after: str) -> Sense | None:
    """A condition behind a phrase leaves it open: "refractory if there is no uptake"."""
    return Sense.DOUBTED if _ON_CONDITION.match(after) else None


def _ahead(before: str, phrase: str, after: str) -> Sense | None:
    earlier, comma, clause = before.rpartition(",")
    if (found := _governed(clause)) is not None:
        return found
    if not comma:
        return None
    # "no nodes, ascites, or metastatic disease": in a list closed by "or" the negation reaches over its commas.
    if _ALTERNATIVE.match(clause) or _LIST_GOES_ON.search(after):
        return _governed(f"{earlier},{clause}", _BEGINS_ANEW)
    return Sense.DENIED if _ALL_DENIED.search(before) or is_listed_as_denied(before, phrase, after) else None


def _governed(clause: str, reach: re.Pattern[str] | None = None) -> Sense | None:
    """What the last governing word of a clause makes of what follows it; a relative, a risk or a plan anywhere in it.

    `reach`: words behind the governing one that end what it governs.
    """
    found = None
    for match in _GOVERNS.finditer(clause):
        if reach is not None and reach.search(clause, match.end()):
            continue
        match match.lastgroup:
            case "apart":
                if _LOOKING.fullmatch(match[0]) and _FOUND.search(clause, match.end()):
                    continue
                return Sense.APART
            case "open" | "doubt":
                found = Sense.DOUBTED
            case "denial" | "denied_doubt" if _EXCEPT.search(clause, match.end()):
                continue
            case "denial" if _WITHOUT.fullmatch(match[0]) and _BEGINS_ANEW.search(clause, match.end()):
                continue
            case _:
                found = Sense.DENIED
    return found


def _sentence_start(plain: str, position: int) -> int:
    first = max(0, position - _REACH)
    ends = [found.end() for found in _SENTENCE_END.finditer(plain, first, position) if _ends_sentence(plain, found)]
    return ends[-1] if ends else first


def _sentence_finish(plain: str, position: int) -> int:
    last = min(len(plain), position + _REACH)
    ends = (found.start() for found in _SENTENCE_END.finditer(plain, position, last) if _ends_sentence(plain, found))
    return next(ends, last)


def _ends_sentence(plain: str, found: re.Match[str]) -> bool:
    """A dot inside a number or after an abbreviation ends nothing: "no evid. of metastatic disease" is one clause.

    Nor does a colon after a negation: "ruled out: metastatic disease".
    """
    if found[0] == ":":
        near = max(0, found.start() - _GOVERNING_WORDS)
        return _ENDS_GOVERNING.search(plain, near, found.start()) is None
    if found[0] != ".":
        return True
    if plain[found.end() : found.end() + 1].isdigit() and plain[found.start() - 1 : found.start()].isdigit():
        return False
    return _ABBREVIATION.search(plain, max(0, found.start() - _LONGEST_ABBREVIATION), found.start()) is None
