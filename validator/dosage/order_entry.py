"""How order entry, pharmacies and clinics write around a dose, put into the words that the sig grammar knows.

`60 mg = 1 tab(s), PO, Daily`, `1 tablet Orally Once a day 30 day(s)`, `First dose on Mon 11/23/26 at 0900`. Each rule
writes the same in another way, or takes out what says nothing of the dose. All read lower case.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from validator.regex import compiled, regex

_MASS = r"\d+(?:\.\d+)? ?-?mgs?"
_FORM = r"(?:tab(?:let)?s?|tbls?|caps?(?:ules?)?|pills?)"
_COUNT = r"(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight)"
_LAPSE = r"(?:at least |about )?(?:\d+(?:\.\d+)?|one|two|three|an?) ?(?:h(?:ou)?rs?|h|min(?:ute)?s?)\b"
_DAY_OF_WEEK = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?"
_CLOCK = r"(?:,? (?:at )?(?:\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?|(?:[01]\d|2[0-3])[0-5]\d(?!\d)))?"
_COLOR = r"(?:(?:orange|gr[ae]y) )?"
_CAPSULES_OF = compiled(
    rf"(?<![\w.])({_COUNT}) {_COLOR}\(({_MASS})\) (?:{_FORM} )?(and|\+|plus) ({_COUNT}) {_COLOR}\(({_MASS})\) "
    rf"({_FORM})(?!\w)",
    re.IGNORECASE,
)
_THEN_OFTEN = (
    r"(?=(?:po|p\.o\.?|by mouth|orally|oral|daily|once|twice|every|each|q[adp]\w*|qhs|bid|tid|nightly|a day|per day"
    r"|at (?:bed|night))\b)"
)
_AMOUNT_INSIDE = regex(
    r"\b(?:m?c?gs?|grams?|ml|tab\w*|cap\w*|pills?|doses?|total|daytotal)\b|\d ?m?gs?\b|[=+/]|^\W*[\w-]+\W*$"
)
"""In brackets it may be an amount, or a number said twice."""
_IN_BRACKETS = regex(r"\(([^()]*)\)")
_WITHOUT_A_BREAK = regex(r"\bcontinuous(?:ly)?\b(?: (?:dosing|schedule|daily dosing|therapy))?")
_LENGTH_OF_CYCLE = regex(r",? ?\b(?:of a |in a )?\d+[- ]day cycles?\b")
_BREAK = regex(r"\b(?:on|off|rest|break|days? \d)\b")


def _date(found: re.Match[str]) -> str:
    year = found["year"] if len(found["year"]) == 4 else f"20{found['year']}"
    return f"starting {year}-{int(found['month']):02}-{int(found['day']):02}"


def _open(found: re.Match[str]) -> str:
    """What stands in brackets is a part like others, unless it is an amount."""
    return found[0] if _AMOUNT_INSIDE.search(found[1]) else f", {found[1]}, "


_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (regex(r"\b(tab|tablet|cap|capsule|pill|day|week|hour|dose|refill)\(s\)"), r"\1s"),
    (regex(r"\bby (?:the )?oral route\b"), "by mouth"),
    (compiled(rf"(?:>=|\u2265|>) ?(?={_LAPSE})"), "at least "),
    (regex(r"\bprior to\b"), "before"),
    (compiled(r"(?<=h |s |r )following (?=(?:a |any |your )?(?:last )?(?:food|meals?|eating)\b)"), "after "),
    (compiled(rf"\b(?:npo|nothing (?:to eat(?: or drink)?|by mouth)) (?:for )?(?={_LAPSE})"), "no food "),
    (compiled(rf"\bwait (?:for )?(?={_LAPSE} before)"), ""),
    (regex(r"\b(?:approximately|about|around|roughly) (?=(?:the )?same time\b)"), ""),
    (regex(r"\blast meal of (?:the|your) day\b"), "last meal"),
    (regex(r"(?<!not )(?<!no )\bfasting\b"), "on empty stomach"),
    (
        compiled(
            r"\bwith (?:an? )?(?:full |large |whole )?(?:\d+ ?-?(?:oz|ounces?|ml) )?(?:glass |cup )?(?:of )?(?:plain )?"
            r"water(?: ?\((?:at least |about )?\d+ ?-?(?:oz|ounces?|ml)\))?(?: only\b)?"
        ),
        "with water",
    ),
    (compiled(rf"(?<![\w.])({_MASS}) = ({_COUNT}) ?({_FORM})(?!\w)"), r"\2 \3 for a total of \1"),
    (compiled(rf"\(({_MASS}) dose\)"), r"(\1)"),
    (compiled(rf"^({_MASS}) daily[- ]dose (?:card|carton|kit|pack): (?=take \1)"), ""),
    (
        compiled(rf"\bmax(?:imum)?\.? daily dose ?:? ?(?:is |of )?({_MASS})(?: (?:a|per) day)?"),
        r"no more than \1 a day",
    ),
    (
        compiled(rf"\b(?:do not|not to) exceed ({_MASS}|{_COUNT} {_FORM})(?: (?:a|per) day| daily| in 24 hours)"),
        r"no more than \1 a day",
    ),
    (
        compiled(
            r"\b(?:first dose|start(?:ing|s)?(?: date)?|beginning)(?: \(after last modification\))?(?: on)?:? "
            rf"{_DAY_OF_WEEK}(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/(?P<year>(?:20)?\d\d)(?![\d/]){_CLOCK}"
        ),
        _date,
    ),
    (regex(r",? ?\buntil discontinued\b"), ""),
    (regex(r"(?:\bat |(?<=\bdaily ))((?:[01]\d|2[0-3]))([0-5]\d)(?!\d| ?mg)"), r"at \1:\2"),
    (
        regex(
            r"\b(?:on )?days? 1 ?(?:-|to|through) ?(\d+),? (?:of|every|q|out of) (?:a |an |each |every |the )?\1"
            r"[- ]?days?(?: cycles?)?(?!\w)"
        ),
        "",
    ),
    (regex(r"\b(?:cycle \d+(?:,? day \d+)?|c\d+ ?d\d+)(?! ?(?:-|to|through|of|on|off)\b| ?-)(?!\w)"), ""),
    (regex(r"\bfor \d{2,3} doses\b"), ""),
    (compiled(rf", ?(?:28|30|56|60|84|90|112|120|180) {_FORM} *(?=[,.]|$)"), ""),
    (
        regex(
            r"\b((?:day|daily|stomach|water|whole|meals?|food|eating|mouth|orally|oral|morning|evening|bedtime"
            r"|night|nightly|qd)),? (\d{1,3}) days?(?= *(?:$|[,.;]))"
        ),
        r"\1 for \2 days",
    ),
    (regex(r"\bindications?(?: ?:| of)? ?(?=\w)"), "for "),
    (regex(r",? ?\brelated to [a-z ,'-]*\([a-z]\d\d[\w.]*\)"), ""),
    (regex(r"\b(one|1) to be taken\b"), r"take \1"),
    (compiled(rf"(?:(?<=^)|(?<=take )|(?<=give )|(?<=takes )|(?<=sig: ))(1|one) {_THEN_OFTEN}"), r"\1 pill "),
    (compiled(rf"(?<![\w.])(?<!\bt )(?<!\btk )([1-4]) t {_THEN_OFTEN}"), r"\1 tablet "),
    (_IN_BRACKETS, _open),
    (regex(r"\( *\)"), ""),
)  # fmt: skip


def strengths_told(text: str) -> str:
    """A text with `1 (80 mg) and 3 (20 mg) capsules` as so many capsules of each strength."""
    return _CAPSULES_OF.sub(r"\1 x \2 capsule \3 \4 x \5 \6", text)


def as_sig(text: str) -> str:
    """A sig in lower case, with what order entry writes in the words of a sig."""
    text = strengths_told(text)
    if _WITHOUT_A_BREAK.search(text):
        text = _WITHOUT_A_BREAK.sub(" ", text)
        if not _BREAK.search(text):
            text = _LENGTH_OF_CYCLE.sub("", text)
    for pattern, written in _RULES:
        text = pattern.sub(written, text)
    return text
