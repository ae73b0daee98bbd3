"""Other drugs that the words of an order say are taken beside it: "continue clarithromycin 500 mg twice daily".

Only what is affirmed: a condition, a negation, advice against it, an end, the past and an example name no drug that is
taken. The chart's own lists tell what is taken; words tell what the lists may have missed. CLARIFICATIONS A154.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from validator.chart.drug.course_day import goes_on_up_to
from validator.dosage.word_vocabulary import is_listed_drug
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import INTERACTION, PRODUCTS, TREATMENT
from validator.terminology.spelling import letters_apart, slips_in, sound


class NamedDrug(Frozen):
    """A drug that words say is taken, with its groups."""

    name: str
    groups: frozenset[str]


_CLAUSE = regex(r"[.;:\n\r!?|()\u2022]+(?!\d)|\s(?:-{1,2}|\u2013|\u2014)\s|\bbut\b|\bhowever\b|,? \bthen\b")
_WORD = regex(r"[a-z]+")
_LONG_WORD = regex(r"[^\W\d_]{9,}")
_SHORT_WORD = regex(r"(?<![\w'-])[a-z]{6,8}(?![\w'-])")
"""Words that may be a slip of a name."""
_CLASS = regex(r"(?:strong|potent)\s+(?:cyp\s?3a4?/?5?\s+)?(?P<kind>inhibitor|inducer)(?!s)")
"""A kind of drugs that is named in the place of one of them."""
_SHORT_FORMS = (
    (regex(r"\bst\.\s*(?=[a-z])"), "st "),
    (regex(r"\bcont(?:'d)?\.?\s+(?=[a-z])"), "continue "),
    (regex(r"(?<![\w/])(?<!f/u )(?<!fu )(?<!up )w/\s*(?!o\b)(?=[a-z])"), "with "),
)
"""A point that ends no clause, and words by which a drug is taken, as they are written short."""
_TAKEN = regex(
    r"\b(?:with|along|concurrent(?:ly)?|concomitant(?:ly)?|continu(?:e|es|ed|ing)|on|taking|takes?|start(?:s|ed|ing)?"
    r"|add(?:s|ed|ing)?|receiv(?:es|ing)|using|uses?|given?|plus|also|drink(?:s|ing)|eat(?:s|ing)"
    r"|consum(?:es|ing)|sips?"
    r"|daily|resum(?:e|es|ed|ing)|restart(?:s|ed|ing)?|prescribed|rx'?d|ok'?d|okayed|meds?\s*(?:incl\w*)?\s*:?)\s+"
    r"(?:[a-z'.]+(?:\s+|\s*[/&+]\s*)){0,2}(?:\d+\s*mg\s+(?:of\s+)?)?$"
)
_TAKEN_BEHIND = regex(
    r"\s*(?:(?:xr|er|sr|cr|dr|la)\s+)?(?:\d+(?:[.,]\d+)?\s*(?:mg|g)?\s*)?(?:po\s+|iv\s+|by\s+mouth\s+)?"
    r"(?:(?:once|twice|three\s+times)\s+)?(?:daily|a\s+day|bid|tid|qid|qd|qam|qpm|qhs|q\s?\d+\s?h|continues|continued|cont'd|started"
    r"|resumed|added|ongoing|ppx|(?:(?:was|were|has\s+been|is\s+being|being)\s+)(?:re-?)?(?:started|begun|initiated|added|resumed|prescribed)"
    r"|per\s+(?:his\s+|her\s+|the\s+)?(?:id|derm\w*|neuro\w*|pcp|md|np|dr|card\w*|gi|pulm\w*|hiv|transplant|infectious))\b"
)
"""Behind a name: how often it is taken, or that it goes on."""
_INTERACTION_WITH = regex(r"\b(?:interactions?|ddis?)\s+(?:alert\s+|warning\s+)?with\s+$")
_IS_KNOWN = regex(r"\s*(?:is\s+|was\s+)?(?:noted|acknowledged|accepted|overrid\w+|ok'?d|known|approved)\b")
"""Words by which somebody saw that the two meet, behind "interaction with" and a name."""
_WHAT_FOR = regex(r"\s*(?:\d+(?:[.,]\d+)?\s*(?:mg|g)\s*)?for\s+(?!.*\b(?:19|20)\d\d\b)")
"""Behind a name that begins its clause: what it is given for, and no year in which it was."""
_LIST_OF_DRUGS = regex(
    r"(?:^|(?<=[.;\n|]))\s*(?:(?:patient's|pt's|pt|his|her|current|home|other|outpatient|active|concurrent|concomitant)\s+)*"
    r"(?:meds?|medications?|medicines?|drugs|med\s+list|rx)(?:\s+(?:list|includ\w+|incl|are|at\s+home))?\s*[:=]"
    r"(?P<named>(?:[^\n;.]|\.(?=\d))*)"
)
"""A heading of what is taken, and what stands behind it up to the end of the sentence or line."""
_ENDED = (
    r"stop\w*|hold\w*|held|d/?c\w*|discontinu\w+|cancel\w*|finish\w*|complet\w+|ceased|ended|off"
    r"|last(?!\s+(?:week|night|mon|tue|wed|thu|fri|sat|sun))|allerg\w+|switch\w*|chang\w+"
    r"|replac\w+|instead|cream|shampoo|topical\w*|ointment|gel|drops?|lotion|spray|contraindicat\w*"
    r"|interact\w*|avoid\w*|years?\s+ago"
    r"|used\s+to|quit|in\s+the\s+past|fail\w*|not|never|den(?:y|ies|ied)|if|when(?:ever)?|unless"
    r"|should|may|might|prn\s+only|previous\w*|prior"
)
_NOT_TAKEN = regex(
    rf"\b(?:{_ENDED}|none|until|would|can|could|consider|before|after|no|without|don't|cannot|any|history|hx|h/o|s/p"
    r"|(?:was|were)(?!\s+(?:\w+\s+)?(?:re-?)?(?:started|placed|put|begun|initiated|added|prescribed|continued)\b)"
    r"|had|rather|such\s+as|like|e\.?g"
    r"|including|re(?=\s)|inhibitors?|inducers?|check\w*|monitor\w*|ask|tell|call|refrain\w*|restrict\w*|former\w*"
    r"|(?<!being\s)(?<!is\s)(?<!are\s)treated|gave (?:me|him|her|them|pt|patient)|dislik\w+"
    r"|declin\w+|refus\w+|next|options?|alternatives?"
    r"|plan(?:s|ned)?\s+(?:for|to)|future|later)\b|[<>]"
)
"""Before a name in its part of a clause: it is not said to be taken now."""
_NOT_TAKEN_BEHIND = regex(rf"\b(?:{_ENDED})\b|[<>]")
_NOT_TAKEN_NEXT = regex(
    r"\W*(?:(?:now|since|was|is|has\s+been|which|already|\d[\d/]*)\s+)*(?:stopped|held|on\s+hold"
    r"|d/?c'?d|discontinued|finished|completed|ended|not\b|no\s+longer|off\b"
    r"|(?:stop|hold|d/?c|discontinue)\b(?!\s+[a-z]{4,})|last\b|cream|shampoo|topical|gel|years?\s+ago)"
)
"""The part behind a name, where it begins by telling its end: "itraconazole, stopped in May"."""
_GOES_ON_FROM = regex(r"\s*(?:or|nor|and|&)\b")
"""A part of a clause that is governed as the one before it."""
_IN_BRACKETS = regex(r"([^,;.()]*)\(([^()]*)\)")
"""A name and what stands in brackets behind it: what is said there is said of this name alone."""
_OF_ANOTHER_PERSON = regex(
    r"(?:^|(?<=[.;,\n]))\s*(?:his|her|my|the|pt's|patient's)?\s*(?:wife|husband|spouse|partner|son"
    r"|daughter|child|mother|father|mom|dad"
    r"|brother|sister|dog|cat|pet)\b\s*(?::|takes|is\s+on|on|-|uses|has|drinks)[^.;\n]*"
)
"""What another person or an animal is said to take."""


_JOINED = regex(
    r"(?:\b(?:with|plus|alongside|combo of)\s+|[+/&]\s*)"
    r"(?:(?:iv|sc|subq|oral|po|concurrent|concomitant|his|her|your|the)\s+)*$"
)
"""What joins a drug to the ordered one, directly before its name."""
_RECEIVES = regex(
    r"\W*(?:(?:pt|patient|he|she|they|is|are|and|also|currently|now|still|remains?|stays?|already|being)\s+)*"
    r"(?:on|receiv(?:es|ing)|taking|takes|gets|getting|concurrent(?:ly)?|concomitant(?:ly)?|continu(?:es?|ing))\s+"
    r"(?:(?:with|on|iv|sc|subq|his|her|the|maintenance|concurrent|concomitant)\s+)*"
)
"""All that stands before a name in its part of a clause: the patient receives it, beside what is ordered."""
_GIVES_WAY = regex(
    r"\b(?:switch\w*|chang\w+|transition\w*|replac\w+|progress\w*|pd|recurr\w*|stop\w*|d/?c\w*|discontinu\w+|hold\w*|held|off"
    r"|fail\w*|refractory|toxicity|intoleran\w*|reaction|rash|instead|next|allerg\w+|(?<!since )(?<!from )(?:19|20)\d\d"
    r"|(?:to|start\w*|begin\w*)\s+(?:on\s+)?(?:cabo\w*|this))\b"
)
"""Near a drug that is received: it ends, was before, or the ordered one takes its place."""
_NEAR = 80
"""Characters behind a name in which it is told that the drug gives way."""
_OWN_DOSE = regex(r"\s*(?:[,(:-]\s*)?(?:iv\s+|po\s+)?\d+(?:[.,]\d+)?\s*mg")
"""Behind the name of a drug that has a dose of its own: READINGS 4 leaves it silent."""
_OF_THE_PAST = regex(
    r"\b(?:treated|progress\w*|refractory|resistant|intoleran\w*|naive|compared|than|versus|vs"
    r"|trial|study|s/p|status\s+post"
    r"|received|pd\s+(?:on|after)|recurr\w*|relapsed?|response|responded|toxicity|reaction"
    r"|experience|line|adjuvant|neoadjuvant|labs?|unable|declin\w+|refus\w+)\b"
)
"""In a clause that names a drug: it was given before, or is spoken of."""


def drugs_named(book: Codebook, text: str, on: PartialDate | None = None) -> tuple[NamedDrug, ...]:
    """The drugs with an interaction that a text says are taken, each once: a verb says so, a list of what is taken, or
    what one that begins its clause is given for, or its name is all there is. `on`: the day of the order, where the
    text is one of its own; a course up to a day is known to go on by it.
    """
    lower = _plain(book, text)
    if not lower:
        return ()
    listed = [one for found in _LIST_OF_DRUGS.finditer(lower) for one in drugs_answered(book, found["named"])]
    alone = drugs_answered(book, lower) if lower.strip(" .") in _names(book) else ()
    return tuple(dict.fromkeys((*_found(book, lower, on), *listed, *alone)))


def partners_named(book: Codebook, text: str) -> tuple[NamedDrug, ...]:
    """The cancer drugs that a text of an order says are given with the ordered one."""
    lower = _OF_ANOTHER_PERSON.sub(" ", text.lower())
    found: dict[NamedDrug, None] = {}
    clauses = _CLAUSE.split(lower)
    for number, clause in enumerate(clauses):
        names = book.drug_names_in(TREATMENT, clause)
        for name in names:
            places = [one.span() for one in re.finditer(re.escape(name.lower()), clause)]
            is_other = not book.drug_groups_by_name(PRODUCTS, name)
            then = " ; ".join(clauses[number + 1 :])
            if any(
                _is_partner(book, clause, at, end, names) or (is_other and _is_received(clause, at, end, then))
                for at, end in places
            ):
                found.setdefault(NamedDrug(name, book.drug_groups_by_name(TREATMENT, name)))
    return tuple(found)


def _is_partner(book: Codebook, clause: str, at: int, end: int, names: Iterable[str]) -> bool:
    """Whether a name is joined to the ordered drug, and to no other cancer drug ("PD on lenvatinib + everolimus")."""
    joined = _JOINED.search(clause[:at])
    if joined is None or _OWN_DOSE.match(clause, end) is not None:
        return False
    before, behind, _ = _own_part(clause, at, end)
    if any(one.search(words) for one in (_NOT_TAKEN, _OF_THE_PAST) for words in (before, behind)):
        return False
    if _NOT_TAKEN_NEXT.match(clause[end:].partition(",")[2]) is not None:
        return False
    ahead = clause[: joined.start()].rstrip()
    other = next((one for one in names if ahead.endswith(one.lower())), None)
    if other is None or joined[0].lstrip()[:1] not in "+/&" or book.drug_groups_by_name(PRODUCTS, other):
        return True
    return _JOINED.search(ahead[: -len(other)]) is not None


def _is_received(clause: str, at: int, end: int, then: str) -> bool:
    """Whether a part of a clause says that the patient receives what it names, and nothing near it that this ends."""
    before, behind, _ = _own_part(clause, at, end)
    if _RECEIVES.fullmatch(before) is None or _OWN_DOSE.match(clause, end) is not None:
        return False
    if any(one.search(words) for one in (_NOT_TAKEN, _OF_THE_PAST) for words in (before, behind)):
        return False
    return _GIVES_WAY.search(f"{clause[:at]} ; {f'{clause[end:]} ; {then}'[:_NEAR]}") is None


def drugs_answered(book: Codebook, text: str) -> tuple[NamedDrug, ...]:
    """The drugs with an interaction in an answer to what is taken: every one that nothing in its clause denies."""
    lower = _IN_BRACKETS.sub(r"; \1 \2 ;", _plain(book, text))
    told = [
        NamedDrug(name, book.drug_groups_by_name(INTERACTION, name))
        for clause in (_CLAUSE.split(lower) if lower else ())
        if not _NOT_TAKEN.search(clause)
        for name in book.drug_names_in(INTERACTION, clause)
    ]
    return tuple(dict.fromkeys(told))


def _plain(book: Codebook, text: str) -> str:
    """A text in small letters; empty where no word of it ends the name of such a drug, as hardly any does."""
    lower = text.lower().replace("\u2019", "'")
    for words, plain in _SHORT_FORMS:
        lower = words.sub(plain, lower)
    lower = _put_right(book, _OF_ANOTHER_PERSON.sub(" ", lower))
    if _CLASS.search(lower) is not None:
        return lower
    return "" if _ends_of_names(book).isdisjoint(_WORD.findall(lower)) else lower


def _put_right(book: Codebook, text: str) -> str:
    """The text with a word that is near the name of one such drug, and no name itself, as that name.

    A word of eight letters or fewer only where it stands for what is taken, begins with the sound of the name, and is
    no more than one letter from it: prose holds too many short words that are near some name.
    """
    for found in dict.fromkeys(_LONG_WORD.findall(text)):
        meant = {book.drug_groups_by_name(INTERACTION, one.name): one.name for one in slips_in(book, found)}
        if len(meant) == 1 and all(meant):
            text = text.replace(found, next(iter(meant.values())).lower())
    for one in reversed(list(_SHORT_WORD.finditer(text))):
        if is_listed_drug(one[0]) or _TAKEN.search(text[: one.start()]) is None:
            continue
        near = {book.drug_groups_by_name(INTERACTION, slip.name): slip.name for slip in slips_in(book, one[0])}
        if len(near) != 1 or not all(near):
            continue
        own, other = sound(one[0]), sound(name := next(iter(near.values())))
        if own[:1] == other[:1] and letters_apart(own, other) <= 1:
            text = f"{text[: one.start()]}{name.lower()}{text[one.end() :]}"
    return text


@lru_cache(maxsize=16)
def _names(book: Codebook) -> frozenset[str]:
    return frozenset(name.lower() for name in book.drug_names(INTERACTION).groups)


@lru_cache(maxsize=16)
def _ends_of_names(book: Codebook) -> frozenset[str]:
    return frozenset(name.split()[-1] for name in book.drug_names(INTERACTION).groups)


def _found(book: Codebook, text: str, on: PartialDate | None) -> Iterator[NamedDrug]:
    for clause in _CLAUSE.split(text):
        for name in book.drug_names_in(INTERACTION, clause):
            # A name of several words is spelt in several ways, its last word in one.
            last = name.lower().split()[-1]
            places = [one.start() for one in re.finditer(re.escape(last), clause)]
            if any(_is_taken(clause, at, at + len(last), name, on) for at in places):
                yield NamedDrug(name, book.drug_groups_by_name(INTERACTION, name))
        for one in _CLASS.finditer(clause):
            if _is_taken(clause, one.start(), one.end(), one[0], on):
                yield NamedDrug(f"a {one[0]}", frozenset({f"strong_{one['kind']}"}))


def _is_taken(clause: str, at: int, end: int, name: str, on: PartialDate | None) -> bool:
    """Whether a clause says that what it names there is taken: a verb or a frequency at it, or what it is for behind a
    name that begins it, and no word in its own part that denies, ends or supposes it."""
    before, behind, next_one = _own_part(clause, at, end)
    known = _INTERACTION_WITH.search(before)
    if known is not None and _IS_KNOWN.match(behind):
        before = before[: known.start()]
    is_said = _TAKEN.search(clause[:at]) is not None or _TAKEN_BEHIND.match(clause, end) is not None
    is_said = is_said or goes_on_up_to(clause, end, on)
    if not is_said and (not _begins(before, name) or _WHAT_FOR.match(clause, end) is None):
        return False
    if _NOT_TAKEN.search(before) is not None or _NOT_TAKEN_BEHIND.search(behind) is not None:
        return False
    return _NOT_TAKEN_NEXT.match(next_one) is None


def _begins(before: str, name: str) -> bool:
    """Whether nothing stands before the last word of a name but its other words."""
    return set(_WORD.findall(before.replace("'", ""))) <= set(_WORD.findall(name.lower().replace("'", "")))


def _own_part(clause: str, at: int, end: int) -> tuple[str, str, str]:
    """What stands before and behind a name in its part between commas, and the part behind that; a part that goes on
    from the one before it ("..., or start ketoconazole") is one with it."""
    *earlier, before = clause[:at].split(",")
    while earlier and _GOES_ON_FROM.match(before) is not None:
        before = f"{earlier.pop()},{before}"
    behind, _, rest = clause[end:].partition(",")
    return before, behind, rest.partition(",")[0]
