"""What free text of an order says about food, grapefruit, swallowing, tubes and bedtime, negation respected.

A small list of wordings that prescribers and pharmacies use. What is not recognized gives nothing here: no wording is
guessed at, and `validator.dosage.words` tells what was left over. What is said of another drug, of the past, of other
matters or of what would be if the dose were taken so is not said of this dose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import repeat

from validator.chart.order.handling_words import handled, of_another
from validator.chart.order.meal_words import (
    BETWEEN,
    MEAL,
    at_once,
    is_after_eating,
    is_not_without_food,
    is_only_when_eaten,
    is_with_it,
    times_the_meal,
    written_out,
)
from validator.chart.words.negation import is_forbidden
from validator.dosage.word_advice_end import advice_ended
from validator.dosage.word_foreign import in_english
from validator.dosage.word_lines import lines_joined
from validator.dosage.word_vocabulary import is_other_drug
from validator.frozen import Frozen
from validator.regex import regex


class Told(Frozen):
    """One thing a text says: the kind of `Instruction`, and minutes for before-meal and after-meal."""

    kind: str
    minutes: int | None = None


_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "half an": 0.5, "half": 0.5, "an": 1, "a": 1, "thirty": 30,
}  # fmt: skip
_AMOUNT = (
    r"(?P<{0}>\d+(?:\.\d+)?|one|two|three|four|thirty|half an|half|an|a)(?:\s?\(\d+\))?(?:\s?\+| or more| plus)?[\s-]*"
    r"(?P<{0}u>h(?:ou)?rs?|hrs?|h|min(?:ute)?s?)"
)

_CLAUSE = regex(
    r"[.;:\n\r!?|\u2022\u3002]|(?<=\s)(?:-{1,2}|\u2013|\u2014|\*+|//)(?=\s)|\bbut\b|\bhowever\b|\binstead\b",
    re.IGNORECASE,
)

# "Nothing to eat 2 hours before and 1 hour after the dose" speaks of the meal, not of the dose: the dose is then two
# hours after the meal and one hour before the next.
_NO_EATING = regex(
    r"\b(?:(?:do not|don't|never) (?:eat|take (?:any )?food|have (?:any )?food)|nothing (?:to eat|by mouth)"
    r"|no (?:food|eating|meals?)"
    r"|avoid (?:food|eating|meals)|fast(?:ing)?)\b",
    re.IGNORECASE,
)
_HOURS_BEFORE = regex(
    rf"\b{_AMOUNT.format('n')} (?:before|prior to)(?: (?:or|and)(?: at least)? {_AMOUNT.format('m')} after)?\b",
    re.IGNORECASE,
)
_HOURS_AFTER = regex(rf"\b{_AMOUNT.format('n')} (?:after|following)\b", re.IGNORECASE)
_BEFORE_MEAL = regex(rf"\b(?:before|prior to) {BETWEEN}{MEAL}\b", re.IGNORECASE)
_AFTER_MEAL = regex(rf"\b(?:after|following) {BETWEEN}{MEAL}\b", re.IGNORECASE)
_WITH_OR_WITHOUT = regex(
    r"\bwith or without (?:food|meals?)\b|\bwith (?:food|meals?) or (?:without|not)\b"
    r"|\b(?:regardless|irrespective|independent(?:ly)?) of (?:food|meals?)\b"
    r"|\bwithout (?:regard|respect|reference) to (?:food|meals?)\b"
    r"|\b(?:no need|(?:is |are )?not (?:necessary|required)|need not|(?:does|do) not (?:need|have)"
    r"|doesn't (?:need|have))"
    r"(?: to)? (?:fast|be fasting|(?:be )?taken? (?:it )?on an empty stomach)\b",
    re.IGNORECASE,
)
_WITH_FOOD = regex(
    rf"\b(?:with|during) (?:(?:a |some |your )?(?:tea|coffee|water|juice) (?:and|&|\+|plus) )?{BETWEEN}(?:{MEAL}"
    rf"|milk|applesauce|juice|soup|yogh?urt|pudding|toast"
    r"|boost|ensure|glucerna|nutritional (?:drink|shake|supplement)s?|protein (?:drink|bar)s?|crackers?|bread|cereal"
    r"|oatmeal|tube[- ]feed(?:s|ings?)?|smoothie"
    r"|(?:protein )?shake|ice cream|something to eat)\b"
    r"|\b(?:in|into) (?:some |a spoonful of |soft )*(?:milk|applesauce|juice|soup|yogh?urt|pudding|food)\b"
    r"|\bmid[- ]?meals?\b|\bin the middle of (?:a|the|your) meal\b|\bfull stomach\b"
    r"|\bsprinkled? (?:it )?(?:on|over|in(?:to)?)\b",
    re.IGNORECASE,
)
# Of the moment of the dose; with an object ("when eating grapefruit") it is of something else.
_WHILE_EATING = r"(?:when(?:ever)?|while) (?:you |(?:the )?patient |he |she )?(?:eats?|eating)(?! *[a-z])"
_AT_MEAL = regex(
    r"\b(?:at|take|tab(?:let)?s?|caps?|daily|every|each|q) (?:breakfast|lunch|dinner|supper|meal ?times?|meals?)\b"
    rf"|\b(?:take|taken|it|tab(?:let)?s?|caps?|dose|mouth|daily|day|once|morning|evening) {_WHILE_EATING}"
    rf"|(?:^\W*|\d ?mg |\bpo |, ){_WHILE_EATING}",
    re.IGNORECASE,
)
_CLOSE_TO_MEAL = regex(rf"\bwithin {_AMOUNT.format('n')} (?:of|after|before|from) {BETWEEN}{MEAL}\b", re.IGNORECASE)
_WITHOUT_FOOD = regex(rf"\bwithout {BETWEEN}{MEAL}\b", re.IGNORECASE)
_OF_A_MEAL = regex(rf"{MEAL}\b", re.IGNORECASE)
_GRAPEFRUIT = regex(
    (
        r"\b(?:with|in|into|using|and|drink(?:ing)?|eat(?:ing)?|have|ok(?:ay)?|fine|may"
        r"|can)\b (?:[a-z]+ ){0,4}grapefruits?\b"
    ),
    re.IGNORECASE,
)
_ADVICE_AGAINST = regex(
    r"\b(?:interact\w*|contraindicated|should be avoided|not allowed|raise[sd]?|increase[sd]?)\b", re.I
)
# What would be if; `take with food if nauseated` and `if nauseated, take with food` still say with food.
_IF = regex(
    rf"(?!{_WHILE_EATING})"
    r"\b(?:if|when|whenever|in case|should(?! be avoided)|unless)\b(?:\s+(?:you|pt|patient|the|it|is|was|are|has|have"
    r"|been|accidentally"
    r"|ever|dose|tablet|being))*(?:\s+(?:take|taken|took|taking|takes|crush\w*|chew\w*|split|open\w*|given"
    r"|eat\w*|drink\w*))?"
    r"(?:(?!\b(?:take|give|may|try|can|then)\b)[^,;])*",
    re.IGNORECASE,
)
_OTHER_MATTER = regex(
    r"\b(?:interact\w* with|previous(?:ly)?|formerly|used to|had been|was (?!told|instructed|advised)"
    r"|instead of|rather than"
    r"|switched from|changed from"
    r"|(?<!with )(?<!with your )(?<!with all )(?<!with the )(?<!with his )(?<!with her )"
    r"other (?:med|drug|pill|tablet|capsule|vitamin|prescription)\w*"
    r"|(?:take|give) (?:(?:your|his|her|their|the) )?(?:blood pressure|bp|water|heart|nausea|anti-?nausea|pain|sleep\w*"
    r"|stomach|cholesterol|sugar|allergy|vitamin) (?:med\w*|pills?|tab(?:let)?s?|cap(?:sule)?s?)"
    r"|(?:take|give) (?:(?:your|his|her|their|the) )?(?:blood pressure|bp|temp(?:erature)?|weight|pulse)\b"
    r"|drink (?:plenty of |lots of |more |some |a (?:full )?glass of )*(?:water|fluids?)\b"
    r"(?![^,;]*\b(?:tab\w*|cap\w*|pills?|dose|med\w*|drug|it|this)\b)"
    r"|(?<![a-z] )(?:boost|ensure|glucerna|nutritional supplements?|protein shakes?)(?= with\b)"
    r"|(?:check|monitor|measure|test|record|rinse|brush|wash|clean)\w*"
    r"|labs?|blood sugar|glucose|antacids?|call|contact|questions?|counsel\w* (?:on|about|regarding))\b"
    r"(?:(?!\bnow\b|,? ?\btake\b)[^,;])*",
    re.IGNORECASE,
)
_NAME = regex(r"[a-z][a-z-]+")
_EMPTY = regex(r"\b(?:empty stomach|fasting|fasted)\b", re.IGNORECASE)

_BEDTIME = regex(r"\b(?:at bedtime|bed[ -]?time|before bed|nightly|at night|qhs|q\.h\.s\.?|hs)\b", re.IGNORECASE)


def told_in(text: str, own: frozenset[str] = frozenset()) -> tuple[Told, ...]:
    """What the text says of the drug whose names, in lower case, are `own`; each thing once, in a fixed order.

    "Do not crush" is an instruction to keep the tablet whole; "without food" and "do not take with food" are fasting;
    "with or without food" lets the patient eat.
    """
    text = in_english(text)
    plain = advice_ended(lines_joined(text.replace("\u2019", "'").replace("\u00a0", " ")))
    plain = written_out(plain)
    found: dict[Told, None] = {}
    for whole in _clauses(plain):
        clause = _of_this_dose(whole, own)
        if is_only_when_eaten(whole):
            found.setdefault(Told("with-food"))
        elif is_after_eating(whole):
            found.setdefault(Told("after-meal"))
        for told in (*_meals(clause), *_handling(clause, own)):
            found.setdefault(told)
    return tuple(found)


def _of_this_dose(clause: str, own: frozenset[str]) -> str:
    """The clause without what concerns other drugs and other matters."""
    for pattern in (_IF, _OTHER_MATTER):
        clause = pattern.sub(" ", clause)
    for found in _NAME.finditer(clause.lower()):
        if found[0] not in own and is_other_drug(found[0]):
            again = re.search(r",? (?:then )?take\b", clause[found.end() :])
            start = of_another(clause, found.start())
            return clause[:start] + (clause[found.end() + again.start() :] if again is not None else "")
    return clause


def _clauses(text: str) -> Iterator[str]:
    start = 0
    for end in _CLAUSE.finditer(text):
        # A dot inside a number ends nothing.
        inside_number = end[0] == "." and text[end.end() : end.end() + 1].isdigit()
        if not inside_number:
            yield text[start : end.start()]
            start = end.end()
    yield text[start:]


def _meals(clause: str) -> Iterator[Told]:
    close = [*map(Told, at_once(clause), repeat(0))]
    yield from close
    if _WITH_OR_WITHOUT.search(clause):
        yield Told("food-allowed")
        return
    about_meal = _NO_EATING.search(clause) is not None
    timed = list(_timed(clause, about_meal=about_meal))
    yield from timed
    if about_meal:
        if not timed:
            yield Told("fasting")
        return
    if _EMPTY.search(clause):
        yield Told("with-food") if _is_negated(clause, _EMPTY) else Told("fasting")
    if is_not_without_food(clause) or is_with_it(clause):
        yield Told("with-food")
    elif _WITHOUT_FOOD.search(clause):
        yield Told("fasting")
    else:
        for pattern in (_WITH_FOOD, _AT_MEAL, _CLOSE_TO_MEAL):
            if pattern.search(clause):
                yield Told("fasting") if _is_negated(clause, pattern) else Told("with-food")
                break
    if not (timed or close):
        for pattern, kind in ((_BEFORE_MEAL, "before-meal"), (_AFTER_MEAL, "after-meal")):
            if pattern.search(clause) and not _is_negated(clause, pattern):
                yield Told(kind)


def _timed(clause: str, *, about_meal: bool) -> Iterator[Told]:
    """Offsets to meals; with `about_meal` the text times the meal around the dose: before and after change places."""
    told = _OF_A_MEAL.search(clause) is not None or about_meal
    if not told:
        return
    for found in _HOURS_BEFORE.finditer(clause):
        before, after = _sides(about_meal=about_meal or times_the_meal(clause, found.end()))
        yield Told(before, _minutes(found["n"], found["nu"]))
        if found["m"]:
            yield Told(after, _minutes(found["m"], found["mu"]))
    for found in _HOURS_AFTER.finditer(clause):
        _, after = _sides(about_meal=about_meal or times_the_meal(clause, found.end()))
        yield Told(after, _minutes(found["n"], found["nu"]))


def _sides(*, about_meal: bool) -> tuple[str, str]:
    """What "before" and "after" place the dose at, where they are told of a meal or (`about_meal`) of the dose."""
    return ("after-meal", "before-meal") if about_meal else ("before-meal", "after-meal")


def _handling(clause: str, own: frozenset[str]) -> Iterator[Told]:
    if _GRAPEFRUIT.search(clause) and not _is_negated(clause, _GRAPEFRUIT) and not _ADVICE_AGAINST.search(clause):
        yield Told("with-grapefruit")
    yield from map(Told, handled(clause, own))
    if _BEDTIME.search(clause) and not _is_negated(clause, _BEDTIME):
        yield Told("bedtime")


def _is_negated(clause: str, pattern: re.Pattern[str]) -> bool:
    found = pattern.search(clause)
    return found is not None and is_forbidden(clause, found.start())


def _minutes(amount: str, unit: str) -> int:
    value = _NUMBER_WORDS.get(amount.lower())
    number = float(amount) if value is None else float(value)
    return round(number * (1 if unit.lower().startswith("m") else 60))
