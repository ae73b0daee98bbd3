"""Other cancer drugs that the words of an order join to the ordered one, or say that the patient receives beside it.

"Daily with lenvatinib", "nivo q4w w/ cabo", "on nivolumab". CLARIFICATIONS A218, A295, A321, A327.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from validator.chart.drug.dosed_partner import is_all_of_it
from validator.chart.drug.drug_clause import CLAUSE_END, NOT_TAKEN, NOT_TAKEN_NEXT, own_part, plain_words
from validator.chart.drug.kept_up import kept_up
from validator.chart.drug.named_drug import NamedDrug
from validator.chart.settings import COURSES
from validator.chart.words.note_day import day_of_event, day_of_plan, names_a_date
from validator.dosage.word_vocabulary import SHORT_NAMES
from validator.instant import PartialDate
from validator.regex import compiled, regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import DRUG, PRODUCTS, TREATMENT

_JOINED = regex(
    r"(?:\b(?:with|plus|alongside|combo of|avec|con|mit)\s+|[+/&]\s*)"
    r"(?:(?:iv|sc|subq|oral|po|concurrent|concomitant|his|her|your|the)\s+)*$"
)
"""What joins a drug to the ordered one, directly before its name."""
_JOINS_THIS = regex(
    r"\s*(?:iv\s+)?(?:\d+\s*mg\s*)?(?:iv\s+)?(?:q\s?\d+\s?(?:w(?:ee)?ks?|w|d)\s*)?(?:with|plus|\+|&|/)\s*cabo\w*"
    r"(?!\s*(?:naive|after|at\s+progression|next|later|if))"
)
"""Behind the name of another drug: it is given with the ordered one ("nivo q4w with cabo")."""
_COMBINED = regex(r"\bcabo\w*\s+and\s+$")
_COMBINATION = regex(r"\s*(?:combo|combination|regimen|together|doublet)\b")
_IS_ALONE = regex(r"\b(?:(?<!not )(?<!not as )(?:cabo\w*|as|now|single)[\s-]+(?:alone|mono(?:therapy)?|agent))\b")
"""What was given with it is not any more."""
_WORD = regex(r"[a-z]+")
_RECEIVES = regex(
    r"\W*(?:(?:pt|patient|he|she|they|is|are|and|also|currently|now|still|remains?|stays?|already|being)\s+)*"
    r"(?:on|receiv(?:es|ing)|taking|takes|gets|getting|concurrent(?:ly)?|concomitant(?:ly)?|continu(?:es?|ing)|keep(?:s|ing)?(?:\s+on)?"
    r"|(?:(?:will|to)\s+)?(?:add|start|begin|initiate)|adding|starting|beginning|initiating)\s+"
    r"(?:(?:with|on|iv|sc|subq|his|her|the|maintenance|concurrent|concomitant)\s+)*"
)
"""All that stands before a name in its part of a clause: the patient receives it, beside what is ordered."""
_GIVES_WAY = regex(
    r"\b(?:switch\w*|chang\w+|transition\w*|replac\w+|progress\w*|pd|recurr\w*|stop\w*|d/?c\w*|discontinu\w+"
    r"|hold\w*|held|off"
    r"|fail\w*|refractory|toxicity|intoleran\w*|reaction|rash|instead|next|allerg\w+|(?<!since )(?<!from )(?:19"
    r"|20)\d\d"
    r"|(?:to|start\w*|begin\w*)\s+(?:on\s+)?(?:cabo\w*|this))\b"
)
"""Near a drug that is received: it ends, was before, or the ordered one takes its place."""
_SINCE = regex(r"\b(?:since|from)\s+(?:\d{1,2}/)*(?:19|20)\d\d\b(?!\s*(?:-|to|until|thru))")
_OWN_DOSE = regex(r"\s*(?:[,(:-]\s*)?(?:iv\s+|po\s+)?\d+(?:[.,]\d+)?\s*mg")
"""Behind the name of a drug that has a dose of its own: READINGS 4 leaves it silent in an instruction."""
_ASIDE = regex(r".*(?:\band\b|/|&|\bfyi\b\W*)\s*(?=\S)")
"""What a part tells of something else before it tells what is received: "tolerating well and on nivolumab"."""
_OF_THE_PAST = regex(
    r"\b(?:treated|progress\w*|refractory|resistant|intoleran\w*|naive|compared|than|versus|vs"
    r"|trial|study|s/p|status\s+post"
    r"|received|pd\s+(?:on|after)|recurr\w*|relapsed?|response|responded|toxicity|reaction"
    r"|experience|line|adjuvant|neoadjuvant|labs?|unable|declin\w+|refus\w+)\b"
)
"""In a clause that names a drug: it was given before, or is spoken of."""
_GOES_ON_TOO = regex(
    r"\s*(?:\d+\s*(?:mg\s*)?)?(?:iv\s+|po\s+)?(?:q\s?\d+\s?w(?:ee)?k?s?\s*|daily\s+|qd\s+|bid\s+)?(?:[42]/[21]\s+)?"
    r"(?:cont(?:inue[sd]?|inuing|'d)?|ongoing|to\s+continue|too|as\s+well|also|(?:is\s+)?overlap(?:s|ping)?"
    r"|concurrent(?:ly)?|concomitant(?:ly)?|simultaneously)\W*$"
)
"""Behind a name that begins its part: it goes on, or is taken as well."""
_SPOKEN_OF = regex(
    r"\s*(?:\d+\s*mg\s*)?(?:coverage|co-?pays?|insurance|auth\w*|pa|approval|assistance|wait-?list|education"
    r"|teaching|handouts?"
    r"|info\w*|risks?|benefits?|side\s+effects?|options?|data|paperwork|consent|claims?|billing)\b"
)
"""Behind a name: it is spoken of, and nobody receives it by that."""
_DOSED = regex(
    r"\b(?:given|gave|infused|infusion|received|administered|got|gets?|dosed?|last|(?:c|cycle\s*#?\s*)\d{1,2}"
    r"(?:\s*d(?:ay\s*)?\d{1,2})?)\b"
)
"""In the part of a clause that names a drug, beside a day: a dose of it was given then."""
_IS_DUE = regex(r"\b(?:next|due|scheduled|sched|(?:c|cycle\s*#?\s*)\d{1,2}(?:\s*d(?:ay\s*)?\d{1,2})?)\b")
"""The same beside a day to come: a dose of it is due then."""
_AMOUNT = regex(r"\s*(?:iv\s+)?(?P<mg>\d{2,4})\b(?!\s*[/%-])")
_AMOUNT_ON_A_DAY = regex(rf"{_AMOUNT.pattern}(?:\s*mg)?(?:\s+iv)?\s+(?:on\s+)?\d{{1,2}}/\d{{1,2}}\b")
"""Behind a name: how much of it, and the same on a day without a verb."""
_CYCLE = regex(r"\b(?:c|cycle\s*#?\s*)\d{1,2}")
_WILL_RECEIVE = regex(
    r"\W*(?:(?:pt|patient|he|she|is|plans?|planned|scheduled|due|going|and|also)\s+)*(?:to|will)\s+(?:also\s+)?"
    r"(?:get|receive|have|start|begin|add|resume|restart)\s+(?:(?:on|iv|his|her|the|first|dose|of)\s+)*"
    r"|\W*(?:add|adding|start|starting|begin|beginning)\s+(?:(?:on|with|iv)\s+)*"
)
"""All that stands before a name in its part of a clause: it is to be given, at once or on a day that is told."""
_PLAN = regex(
    r"(?:^|(?<=[.;,\n]))\s*(?:(?:tx|treatment|therapy|onc|chemo|the)\s+)*plan(?:\s+is|\s*[:=]|\s+-)\s*(?=[a-z])"
)
"""A heading of what the patient is to receive."""
_FINISHING = regex(
    r"(?<!after )(?<!before )(?<!once )(?<!upon )(?<!until )(?<!with )(?<!of )"
    r"\b(?:finishing(?:\s+up)?|completing)\s+(?=[a-z])"
)
"""What is being finished is still received."""
_TO_START = regex(r"\s*(?:\d+\s*mg\s*)?(?:iv\s+)?(?:is\s+)?(?:to|will)\s+(?:start|begin|resume|be\s+(?:given|added))\b")
_BEGUN = regex(
    r"\W*(?:(?:pt|patient|he|she|and|also|has|just|recently|md|onc)\s+)*"
    r"(?:(?:re-?)?started|resumed|begun|began)\s+(?:(?:on|back|iv|his|her|the)\s+)*"
)
_RESUMED = regex(r"\s*(?:\d+\s*mg\s*)?(?:iv\s+)?(?:was\s+|has\s+been\s+)?(?:resumed|restarted)\b")
"""Before and behind a name: it was begun, or goes on again."""
_NO_DOSE = regex(
    r"\b(?:consider\w*|discuss\w*|after|before|until|if|when|once|no|not|never|without|complet\w+|finish\w*|ended|final"
    r"|prior|previous\w*|history|hx|h/o|cancel\w*|defer\w*|delay\w*|skip\w*|missed|may|might|could|would|later"
    r"|avoid\w*|den(?:y|ies|ied)|wife|husband|trial)\b"
)
"""Near a dose: it was not given, is not decided, or was the last."""
_DAY = regex(r"\b\d{1,2}[/-]\d{1,2}(?:[/-](?:20)?\d\d)?\b")
_ITS_DAY = regex(r"\bnext\s+(?:w(?:ee)?k|mon|tue|wed|thu|fri|sat|sun)\w*|\b(?:next|last|received|off(?=\s*$))\b")
_GIVEN_DAYS = 42
"""A dose so many days ago (inclusive) may go on: one and a half of 28 days, the longest interval that is labelled for
what is given with the ordered drug. READINGS 5, a choice of this project."""
_NEAR = 80
"""Characters behind a name in which it is told that the drug gives way."""
_ALIKE = 200
"""Characters around a name by which two places are the same."""


def partners_named(
    book: Codebook, text: str, *, is_note: bool = False, on: PartialDate | None = None
) -> tuple[NamedDrug, ...]:
    """The cancer drugs that a text of an order says are given with the ordered one.

    `is_note`: it is no instruction, so that one with a dose of its own counts as any other, and what was given or is
    due counts too (`was_given`) where its day is near `on`, the day of the order; None: no day is near.
    """
    lower = plain_words(text)
    if "stop" in lower and ("not " in lower or "never " in lower or "n't " in lower):
        lower = kept_up(lower)
    if "plan" in lower:
        lower = _PLAN.sub("to start ", lower)
    if "ing " in lower:
        lower = _FINISHING.sub("on ", lower)
    for word in SHORT_NAMES.intersection(_WORD.findall(lower)):
        lower = compiled(rf"(?<![\w-]){word}(?![\w-])").sub(in_full(book, word), lower)
    found: dict[NamedDrug, None] = {}
    clauses = CLAUSE_END.split(lower)
    for number, clause in enumerate(clauses):
        names = book.drug_names_in(TREATMENT, clause)
        for name in names:
            if book.drug_groups_by_name(PRODUCTS, name):
                continue
            places = [
                one.span()
                for one in re.finditer(re.escape(name.lower()), clause)
                if is_note or _OWN_DOSE.match(clause, one.end()) is None or _JOINS_THIS.match(clause, one.end())
            ]
            # A name that is told again and again in the same words is looked at once.
            places = sorted({clause[max(0, at - _ALIKE) : end + _ALIKE]: (at, end) for at, end in places}.values())
            then = " ; ".join(clauses[number + 1 :])
            if any(
                _is_partner(book, clause, at, end, names) or _is_received(clause, at, end, then) for at, end in places
            ) or (
                is_note
                and (
                    any(_is_begun(clause, at, end, then, on) for at, end in places)
                    or (places and _is_all_of_it(book, lower, clause, names))
                )
            ):
                found.setdefault(NamedDrug(name, book.drug_groups_by_name(TREATMENT, name)))
            elif is_note and (dosed := [one for one in places if _has_a_dose(clause, *one, then, on)]):
                groups = book.drug_groups_by_name(TREATMENT, name) | book.drug_groups_by_name(DRUG, name)
                ago, amount = _given(clause, *dosed[-1], on)
                found.setdefault(NamedDrug(name, groups, was_given=True, days_ago=ago, milligrams=amount))
    return tuple(found)


def _is_all_of_it(book: Codebook, text: str, clause: str, names: Iterable[str]) -> bool:
    others = tuple(name for name in names if not book.drug_groups_by_name(PRODUCTS, name))
    protects = book.of_role(DRUG, "cancer-drug-and-transplant-drug")
    may_protect = any(book.drug_groups_by_name(DRUG, name) & protects for name in others)
    return bool(others) and is_all_of_it(text, clause, others, may_protect=may_protect)


def _is_begun(clause: str, at: int, end: int, then: str, on: PartialDate | None) -> bool:
    """Whether a part of a clause says that the patient began what it names, or takes it again."""
    before, behind, _ = own_part(clause, at, end)
    is_said = _BEGUN.fullmatch(before) is not None or (not before.strip() and _RESUMED.match(behind) is not None)
    return is_said and _is_near(clause, at, end, on, is_told=False) and not _is_over(clause, at, end, then)


def _has_a_dose(clause: str, at: int, end: int, then: str, on: PartialDate | None) -> bool:
    """Whether a part of a clause tells a dose of what it names that may go on or is to come: of a day near the order's,
    or one that is to be given and has no day."""
    before, behind, _ = own_part(clause, at, end)
    part = f"{before} ; {behind}"
    is_told = any(one.search(part) for one in (_DOSED, _IS_DUE)) or _AMOUNT_ON_A_DAY.match(behind) is not None
    is_to_come = _WILL_RECEIVE.fullmatch(before) is not None or _TO_START.match(behind) is not None
    if not (is_told or is_to_come) or _SPOKEN_OF.match(behind) is not None:
        return False
    return _is_near(clause, at, end, on, is_told=not is_to_come) and not _is_over(clause, at, end, then)


def _given(clause: str, at: int, end: int, on: PartialDate | None) -> tuple[int | None, str]:
    """How many days before a day the dose was that a part tells, None where it may be to come; and its milligrams."""
    before, behind, _ = own_part(clause, at, end)
    part = f"{before}{clause[at:end]}{behind}"
    past = day_of_event(part, 0, on) if on is not None else None
    amount = _AMOUNT.search(behind)
    if on is None or past is None or _IS_DUE.search(_CYCLE.sub(" ", part)):
        return None, ""
    return past.days_until(on)[0], amount["mg"] if amount is not None else ""


def _is_near(clause: str, at: int, end: int, on: PartialDate | None, *, is_told: bool) -> bool:
    """Whether the day that a part tells is near a day, before it or to come; without a day, whether none has to be."""
    before, behind, _ = own_part(clause, at, end)
    part = f"{before}{clause[at:end]}{behind}"
    past, ahead = (day_of_event(part, 0, on), day_of_plan(part, on)) if on is not None else (None, None)
    if past is None and ahead is None:
        return not is_told and not names_a_date(part)
    is_late = on is not None and past is not None and 0 <= past.days_until(on)[0] <= _GIVEN_DAYS
    is_soon = on is not None and ahead is not None and on.days_until(ahead)[0] <= COURSES.begins_soon_days
    return is_late or (is_soon and (not is_told or _IS_DUE.search(part) is not None))


def _is_over(clause: str, at: int, end: int, then: str) -> bool:
    """Whether words near a dose say that it was the last, was not given, or is not decided."""
    before, behind, next_one = own_part(clause, at, end)
    part = _DAY.sub(" ", _ITS_DAY.sub(" ", f"{before} ; {behind}"))
    near = _DAY.sub(" ", _ITS_DAY.sub(" ", f"{clause[:at]} ; {f'{clause[end:]} ; {then}'[:_NEAR]}"))
    if _IS_ALONE.search(near) is not None or NOT_TAKEN_NEXT.match(next_one) is not None:
        return True
    return any(one.search(part) for one in (_NO_DOSE, _OF_THE_PAST)) or _GIVES_WAY.search(near) is not None


def _is_partner(book: Codebook, clause: str, at: int, end: int, names: Iterable[str]) -> bool:
    """Whether a name is joined to the ordered drug, and to no other cancer drug ("PD on lenvatinib + everolimus")."""
    if _IS_ALONE.search(clause) is not None:
        return False
    before, behind, _ = own_part(clause, at, end)
    is_combined = _COMBINED.search(before) is not None and _COMBINATION.match(behind) is not None
    if is_combined or _JOINS_THIS.match(behind) is not None:
        return not any(one.search(before) for one in (NOT_TAKEN, _OF_THE_PAST)) and not _GIVES_WAY.search(before)
    joined = _JOINED.search(clause[:at])
    if joined is None:
        return False
    if any(one.search(words) for one in (NOT_TAKEN, _OF_THE_PAST) for words in (before, behind)):
        return False
    if NOT_TAKEN_NEXT.match(clause[end:].partition(",")[2]) is not None:
        return False
    ahead = clause[: joined.start()].rstrip()
    other = next((one for one in names if ahead.endswith(one.lower())), None)
    if other is None or joined[0].lstrip()[:1] not in "+/&" or book.drug_groups_by_name(PRODUCTS, other):
        return True
    return _JOINED.search(ahead[: -len(other)]) is not None


@lru_cache(maxsize=1024)
def in_full(book: Codebook, word: str) -> str:
    """The cancer drug that a word is short for ("nivo"); the word itself where that is not one."""
    full = {name.lower() for name in book.drug_names(TREATMENT).groups if name.lower().startswith(word)}
    groups = {book.drug_groups_by_name(TREATMENT, name) for name in full}
    return min(full, key=len) if len(groups) == 1 else word


def _is_received(clause: str, at: int, end: int, then: str) -> bool:
    """Whether a part of a clause says that the patient receives what it names, and nothing near it that this ends."""
    before, behind, _ = own_part(clause, at, end)
    if _SPOKEN_OF.match(behind) is not None:
        return False
    aside = _ASIDE.match(before)
    goes_on = not before.strip() and _GOES_ON_TOO.match(behind) is not None
    if not goes_on and _RECEIVES.fullmatch(before, aside.end() if aside is not None else 0) is None:
        return False
    if any(one.search(words) for one in (NOT_TAKEN, _OF_THE_PAST) for words in (before, behind)):
        return False
    near = _SINCE.sub(" ", f"{clause[:at]} ; {f'{clause[end:]} ; {then}'[:_NEAR]}")
    return _GIVES_WAY.search(near) is None
