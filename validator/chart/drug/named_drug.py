"""Other drugs that the words of an order say are taken beside it: "continue clarithromycin 500 mg twice daily".

Only what is affirmed: a condition, a negation, advice against it, an end, the past and an example name no drug that is
taken. The chart's own lists tell what is taken; words tell what the lists may have missed. CLARIFICATIONS A154.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from validator.chart.drug.course_day import goes_on_up_to, was_over
from validator.chart.drug.drug_clause import (
    CLAUSE_END,
    NOT_TAKEN,
    NOT_TAKEN_BEHIND,
    NOT_TAKEN_NEXT,
    own_part,
    places_of,
    plain_words,
    taken_after_all,
)
from validator.chart.drug.drug_item import AMOUNT_ALONE, bare_items, items_of
from validator.chart.drug.kept_up import kept_up
from validator.chart.drug.unread_drug import unread_drugs
from validator.dosage.word_vocabulary import BOOSTERS, KNOWN, SHORT_FOR, is_listed_drug, is_other_drug
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.regex import compiled, regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import INTERACTION
from validator.terminology.spelling import letters_apart, slips_in, sound


class NamedDrug(Frozen):
    """A drug that words say is taken, with its groups. `was_given`: no more than a dose of it is told, given or due;
    `days_ago`, `milligrams`: where it was given on a day that is told, and how much of it."""

    name: str
    groups: frozenset[str]
    was_given: bool = False
    days_ago: int | None = None
    milligrams: str = ""


_WORD = regex(r"[a-z]+")
_BOOSTED = regex(rf"(?<=[a-z]{{3}})/(?P<short>{'|'.join(BOOSTERS)})(?![\w/'.])")
"""A letter behind a slash that is short for a drug which is given to raise another one: "darunavir/r"."""
_LONG_WORD = regex(r"[^\W\d_]{9,}")
_SHORT_WORD = regex(r"(?<![\w'-])[a-z]{6,8}(?![\w'-])")
"""Words that may be a slip of a name."""
_BEGINNING = regex(r"(?<![\w'-])[a-z]{6,11}(?![\w'-])")
_CLASS = regex(r"(?:strong|potent)\s+(?:cyp\s?3a4?/?5?\s+)?(?P<kind>inhibitor|inducer)(?!s)")
"""A kind of drugs that is named in the place of one of them."""
_TAKEN = regex(
    r"\b(?:with|along|concurrent(?:ly)?|concomitant(?:ly)?|continu(?:e|es|ed|ing)|on|taking|takes?|start(?:s|ed|ing)?"
    r"|add(?:s|ed|ing)?|receiv(?:es|ing)|using|uses?|given?|plus|also|drink(?:s|ing)|eat(?:s|ing)|lov(?:es|ing)"
    r"|likes|enjoys|rx|nimmt|erh\u00e4lt|bekommt|trinkt|unter|prend|re\u00e7oit|boit|sous|toma|recibe|bebe"
    r"|consum(?:es|ing)|sips?"
    r"|daily|resum(?:e|es|ed|ing)|restart(?:s|ed|ing)?|prescribed|rx'?d|ok'?d|okayed|meds?\s*(?:incl\w*)?\s*:?)\s+"
    r"(?:(?:an?|one|\d+)\s+(?:\w+\s+)?(?:glass(?:es)?|cups?|oz)\s+(?=of\b))?"
    r"(?:[a-z'.]+(?:\s+|\s*[/&+]\s*)){0,2}(?:\d+\s*mg\s+(?:of\s+)?)?$"
)
_SPACED = regex(
    r"\b(?:(?:at\s+)?(?:the\s+)?same\s+time\s+as|(?:hours?|hrs?|h)\s+(?:apart\s+from|before|after|from)|apart\s+from"
    r"|separated?\s+(?:it\s+|cabo\w*\s+)?from|spaced?\s+(?:it\s+)?(?:apart\s+)?from"
    r"|(?:your|his|her|home|current)\s+(?:other\s+)?(?:pills|meds?|medications|medicines|drugs)\s+(?:including"
    r"|like|such\s+as))\s+"
    r"(?:(?:your|his|her|their|the|pt's|patient's|oral|morning|evening|home)\s+)*$"
)
"""Before a name: this drug is timed by that one, or it is one of the patient's others."""
_TAKEN_BEHIND = regex(
    r"(?:/[a-z]{3,})*(?:\s+juice)?\s*(?:(?:xr|er|sr|cr|dr|la|tab(?:let)?s?|cap(?:sule)?s?|susp\w*|soln?|oral)\s+)*"
    r"(?:\d+(?:[.,]\d+)?(?:/\d+)?\s*(?:mg|g|ml|tab(?:let)?s?|cap(?:sule)?s?)?\s*)?(?:po\s+|iv\s+|by\s+mouth\s+)?"
    r"(?:(?:once|twice|three\s+times)\s+)?(?:daily|weekly|nightly|a\s+day|/\s?d(?:ay)?|bid|tid|qid|qd|qam|qpm|qhs|q\s?\d+\s?h"
    r"|(?:with|before|after)\s+(?:breakfast|lunch|dinner|supper|meals?|food)|since\s+(?:\d+|last|this)|rx'?d|prescribed"
    r"|(?:in|at|every|each)\s+(?:the\s+)?(?:am|pm|morning|evening|night|bedtime|noon|hs)"
    r"|(?:x\s*|for\s+)?\d+(?:\s*d|[\s-]*days?(?:\s+course)?)(?!\s*(?:ago|back|before|prior|off|after))"
    r"(?!.*\b(?:(?:19|20)\d\d|last|in\s+(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*)\b)|on\s+board|continues|continued|cont'd|started"
    r"|resumed|added|ongoing|ppx|prophy(?:laxis)?|(?:(?:was|were|has\s+been|is\s+being"
    r"|being)\s+)(?:re-?)?(?:started|begun"
    r"|initiated|added|resumed|prescribed)"
    r"|per\s+(?:his\s+|her\s+|the\s+)?(?:id|derm\w*|neuro\w*|pcp|md|np|dr|card\w*|gi|pulm\w*|hiv|transplant"
    r"|infectious))(?!\w)"
)
"""Behind a name: how often it is taken, or that it goes on."""
_INTERACTION_WITH = regex(r"\b(?:interactions?|ddis?)\s+(?:alert\s+|warning\s+)?with\s+$")
_SOMEBODY = (
    r"(?:md|do|np|pa|onc\w*|provider|prescriber|team|pharmacy|pharmacist|rph|clinic|dr\.?\s+\w+|we\s+are|i\s+am)"
)
_KNOWN_TO = regex(
    rf"(?:^\W*|\b{_SOMEBODY}\s+(?:is\s+)?)aware\s+(?:of|that\s+(?:pt|patient)\s+(?:is\s+)?on)\s+(?:(?:the|his|her"
    rf"|ddi|interaction|with)\s+)*$"
)
_IS_KNOWN_TO = regex(rf"\W*{_SOMEBODY}\s+(?:is\s+)?(?:aware|ok\b|okay|approves?|accepts?|acknowledg\w+)")
"""Words by which somebody knows that a drug is taken, before or behind its name."""
_BESIDE = regex(r"(?:^|\s)\+\s*$")
"""A sign that joins what is taken."""
_IS_KNOWN = regex(r"\s*(?:is\s+|was\s+)?(?:noted|acknowledged|accepted|overrid\w+|ok'?d|known|approved)\b")
"""Words by which somebody saw that the two meet, behind "interaction with" and a name."""
_WHAT_FOR = regex(r"\s*(?:\d+(?:[.,]\d+)?\s*(?:mg|g)\s*)?for\s+(?!.*\b(?:19|20)\d\d\b)")
"""Behind a name that begins its clause: what it is given for, and no year in which it was."""
_LIST_OF_DRUGS = regex(
    r"(?:^|(?<=[.;\n|]))\s*(?:(?:patient's|pt's|pt|his|her|current|home|other|outpatient|active|concurrent"
    r"|concomitant|pta|admission)\s+)*"
    r"(?:meds?|medications?|medicines?|drugs|med\s+(?:list|rec(?:onciliation)?)|takes|rx|herbals?|supplements?|otcs?|pta(?=\s*:))(?:\s+(?:list|includ\w+"
    r"|incl|are|at\s+home|reviewed|reconciled))?(?:\s*[:=]|\s+-\s)"
    r"(?P<named>(?:[^\n;.]|\.(?=\d)|(?<=[\s:(]\d)\.(?=\s)"
    r"|\n(?=[ \t]*(?:[-*\u2022\u25aa\u25cf\u25e6\u00b7]|\d{1,2}[.)])))*"
    r"(?:;\s*[\w/-]+(?:\s+[\w/-]+){0,3}(?=\s*(?:[;\n.]|$)))*)"
)
"""A heading of what is taken, and what stands behind it up to the end of the sentence or line."""
_LIST_OF_INTERACTIONS = regex(
    r"(?:^|(?<=[.;\n|]))\s*(?:(?:known|current|drug[- ]drug|drug|med(?:ication)?"
    r"|cyp\s?3a4)\s+)*(?:interacting|interaction|ddis?)"
    r"(?:\s+(?:noted|alert|present|reviewed))?\s*[:=]"
    r"(?P<named>(?:[^\n;.]|\.(?=\d))*)"
)
_MOST_INTERACTIONS = 2
"""A longer list of interactions is what the label says to all."""
_IN_BRACKETS = regex(r"([^,;.()]*)\(([^()]*)\)")
"""A name and what stands in brackets behind it: what is said there is said of this name alone."""


_FAR = 1000
"""Characters on either side of a name that can say whether it is taken: a clause without an end costs no more."""
_NEAR = 80
"""Characters before a name in which a verb tells that it is taken."""


def drugs_named(
    book: Codebook, text: str, on: PartialDate | None = None, *, is_of_order: bool = False
) -> tuple[NamedDrug, ...]:
    """The drugs with an interaction that a text says are taken, each once: a verb says so, a list of what is taken, or
    what one that begins its clause is given for, or its name is all there is. `on`: the day of the order, where the
    text is one of its own; a course up to a day is known to go on by it. `is_of_order`: what the text names and
    nobody understood counts too.
    """
    lower = _plain(book, text)
    if not lower:
        return ()
    listed = [one for found in _LIST_OF_DRUGS.finditer(lower) for one in drugs_answered(book, found["named"])]
    for found in _LIST_OF_INTERACTIONS.finditer(lower):
        named = drugs_answered(book, found["named"])
        listed += named if len(named) <= _MOST_INTERACTIONS else ()
    bare = bare_items(lower)
    alone = drugs_answered(book, bare) if bare.strip(" .\n") in _names(book) or _is_list(book, bare) else ()
    alone = alone if len(alone) <= _MOST_INTERACTIONS and not was_over("", bare, on) else ()
    unread = unread_drugs(book, lower, on) if is_of_order else ()
    told = (NamedDrug(name, book.drug_groups_by_name(INTERACTION, name)) for name in unread)
    return tuple(dict.fromkeys((*_found(book, lower, on), *listed, *alone, *told)))


def drugs_answered(book: Codebook, text: str) -> tuple[NamedDrug, ...]:
    """The drugs with an interaction in an answer to what is taken: every one that nothing in its clause denies."""
    lower = _IN_BRACKETS.sub(r"; \1 \2 ;", _plain(book, text))
    told = [
        NamedDrug(name, book.drug_groups_by_name(INTERACTION, name))
        for clause in (CLAUSE_END.split(lower) if lower else ())
        if not NOT_TAKEN.search(clause)
        for name in book.drug_names_in(INTERACTION, clause)
    ]
    return tuple(dict.fromkeys(told))


def _plain(book: Codebook, text: str) -> str:
    """A text in small letters; empty where no word of it ends the name of such a drug, as hardly any does."""
    lower = _put_right(book, plain_words(text))
    if _CLASS.search(lower) is None and _ends_of_names(book).isdisjoint(_WORD.findall(lower)):
        return ""
    return kept_up(lower)


def _put_right(book: Codebook, text: str) -> str:
    """The text with a word that is short for the name of one such drug, or near one and no name itself, as that name.

    A word of eight letters or fewer only where it stands for what is taken, begins with the sound of the name, and is
    no more than one letter from it: prose holds too many short words that are near some name.
    """
    text = _BOOSTED.sub(lambda found: f"{found[0][:-1]}{BOOSTERS[found['short']]}", text)
    for short in SHORT_FOR.keys() & set(_WORD.findall(text)):
        text = compiled(rf"(?<![\w'-]){short}(?![\w'-])").sub(SHORT_FOR[short], text)
    for found in dict.fromkeys(_LONG_WORD.findall(text)):
        slips = slips_in(book, found)
        meant = {book.drug_groups_by_name(INTERACTION, one.name): one.name for one in slips} if slips else {}
        if len(meant) == 1 and all(meant):
            text = text.replace(found, next(iter(meant.values())).lower())
    for found in dict.fromkeys(_BEGINNING.findall(text)):
        if (name := _begun(book, found)) is not None:
            text = compiled(rf"(?<![\w'-]){found}(?![\w'-])").sub(name, text)
    for one in reversed(list(_SHORT_WORD.finditer(text))):
        if is_listed_drug(one[0]) or _TAKEN.search(text[max(0, one.start() - _NEAR) : one.start()]) is None:
            continue
        slips = slips_in(book, one[0])
        near = {book.drug_groups_by_name(INTERACTION, slip.name): slip.name for slip in slips} if slips else {}
        if len(near) != 1 or not all(near):
            continue
        own, other = sound(one[0]), sound(name := next(iter(near.values())))
        if own[:1] == other[:1] and letters_apart(own, other) <= 1:
            text = f"{text[: one.start()]}{name.lower()}{text[one.end() :]}"
    return text


@lru_cache(maxsize=8192)
def _begun(book: Codebook, word: str) -> str | None:
    """The one drug with an interaction whose name a word begins, and is no whole name: "clarithro", "phenobarb"."""
    if is_listed_drug(word) or word in KNOWN:
        return None
    full = {name.lower() for name in _names(book) if name.startswith(word) and " " not in name}
    groups = {book.drug_groups_by_name(INTERACTION, name) for name in full}
    return min(full, key=len) if len(groups) == 1 and word not in full else None


@lru_cache(maxsize=16)
def _names(book: Codebook) -> frozenset[str]:
    return frozenset(name.lower() for name in book.drug_names(INTERACTION).groups)


@lru_cache(maxsize=16)
def _ends_of_names(book: Codebook) -> frozenset[str]:
    return frozenset(name.split()[-1] for name in book.drug_names(INTERACTION).groups)


def _found(book: Codebook, text: str, on: PartialDate | None) -> Iterator[NamedDrug]:
    for clause in CLAUSE_END.split(text):
        for name in book.drug_names_in(INTERACTION, clause):
            if any(_is_taken(*_around(clause, at, end), name, on) for at, end in places_of(clause, name)):
                yield NamedDrug(name, book.drug_groups_by_name(INTERACTION, name))
        for one in _CLASS.finditer(clause):
            if _is_taken(*_around(clause, one.start(), one.end()), one[0], on):
                yield NamedDrug(f"a {one[0]}", frozenset({f"strong_{one['kind']}"}))


def _around(clause: str, at: int, end: int) -> tuple[str, int, int]:
    """A clause as far as its words reach a name in it, and where the name stands there."""
    first = max(0, at - _FAR)
    return clause[first : end + _FAR], at - first, end - first


def _is_taken(clause: str, at: int, end: int, name: str, on: PartialDate | None) -> bool:
    """Whether a clause says that what it names there is taken: a verb or a frequency at it, or what it is for behind a
    name that begins it, and no word in its own part that denies, ends or supposes it."""
    before, behind, next_one = own_part(clause, at, end)
    known = _INTERACTION_WITH.search(before)
    if known is not None and _IS_KNOWN.match(behind):
        before = before[: known.start()]
    if (spaced := _SPACED.search(before)) is not None:
        before = before[: spaced.start()]
    rest = taken_after_all(before, behind)
    before = before if rest is None else rest
    is_said = rest is not None or _TAKEN.search(clause[:at]) is not None or _TAKEN_BEHIND.match(clause, end) is not None
    is_said = is_said or spaced is not None or goes_on_up_to(clause, end, on) or _BESIDE.search(before) is not None
    is_said = is_said or _KNOWN_TO.search(before) is not None or _IS_KNOWN_TO.match(next_one or behind) is not None
    is_said = is_said or (_begins(clause[:at], name) and AMOUNT_ALONE.fullmatch(clause, end) is not None)
    if not is_said and (not _begins(before, name) or _WHAT_FOR.match(clause, end) is None):
        return False
    if NOT_TAKEN.search(before) is not None or NOT_TAKEN_BEHIND.search(behind) is not None:
        return False
    return NOT_TAKEN_NEXT.match(next_one) is None


def _is_list(book: Codebook, text: str) -> bool:
    """Whether a text is nothing but names of drugs, each perhaps with its amount: "ASA, itraconazole, metformin"; or
    one with its amount or its form."""
    found = items_of(text)
    names = [None if one is None else one["name"] for one in found]
    if not all(name is not None and (is_other_drug(name) or name in _names(book)) for name in names):
        return False
    return len(found) > 1 or any(one is not None and one["told"] for one in found)


def _begins(before: str, name: str) -> bool:
    """Whether nothing stands before the last word of a name but its other words."""
    return set(_WORD.findall(before.replace("'", ""))) <= set(_WORD.findall(name.lower().replace("'", "")))
