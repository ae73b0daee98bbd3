"""Words that put the dose at a meal, or a meal at the dose, which neither hours nor an empty stomach excuse.

"Right after dinner" beside "1 hour before or 2 hours after eating" is with food all the same; "breakfast 1 hour after
the dose" times the meal. Unknown wordings give nothing. CLARIFICATIONS A266.
"""

from __future__ import annotations

import re

from validator.chart.words.negation import is_forbidden
from validator.regex import regex

MEAL = r"(?:food|eating|a meal|meals?|the meal|any food|any meal|each meal|breakfast|lunch|dinner|supper|snacks?)"
BETWEEN = (
    r"(?:a |an |the |your |their |some |any |each |every |or after |and |light |small |smallest "
    r"|large |larger |largest |big |bigger |biggest |heavy |heaviest |main |full |low[- ]fat "
    r"|high[- ]fat |fatty |morning |midday |noon |evening |first |last |plenty of |lots of |enough |solid )*"
)
"""What may stand between "with", "before" or "after" and the meal."""
_BEHIND = r"^|(?<=[.,;(\n-])|(?<=[.,;(\n-] )|(?<=(?i:daily) )|(?<=(?i:qd) )"
"""Where capitals are shorthand: at the beginning of a part of a sentence, or behind how often."""
# Pharmacy shorthand, written out before anything else is looked for. Bare `AC` in capitals is also a chemotherapy.
_SHORTHAND = (
    (
        regex(
            rf"(?<!after )(?<!before )(?<!with )(?<!the )\b(?:next |first )?{MEAL} "
            r"(?:(?:is|at|least|no|sooner|than|not) )*"
            r"(?:[1-9]\d?(?:\.\d+)? ?(?:hours?|hrs?|h)|(?:[6-9]|1\d)\d ?min(?:ute)?s?) (?:after|later|afterwards?)"
            r"(?=\W*(?:$|[.;,)\n]))",
            re.IGNORECASE,
        ),
        " ",
    ),
    (
        regex(
            r"\bback(?: (?:on|in|at|to|at work|to work))? (?:after|from|following) (?:a |the |his |her |their )?"
            r"(?:lunch|breakfast|dinner|supper|meal) breaks?\b",
            re.IGNORECASE,
        ),
        " ",
    ),
    (regex(r"\bpost[- ]?prandial(?:ly)?\b", re.IGNORECASE), "after meals "),
    (regex(r"\bpre[- ]?prandial(?:ly)?\b", re.IGNORECASE), "before meals "),
    (regex("(?<!\\w)c\u0304 ?"), "with "),
    (regex("(?<!\\w)s\u0304 ?"), "without "),
    (regex("(?<!\\w)p\u0304 ?"), "after "),
    (regex(r"\b(?:cum|c\.?) cib(?:o|um|is)\b", re.IGNORECASE), "with food"),
    (regex(rf"\b(?:AC|ac|a\.c\.) (?={MEAL}\b)"), "before "),
    (regex(rf"\b(?:PC|pc|p\.c\.) (?={MEAL}\b)"), "after "),
    (regex(rf"@ ?(?={MEAL}\b)", re.IGNORECASE), "at "),
    (regex(r"\bw/o\b ?", re.IGNORECASE), "without "),
    (regex(r"\bw/ ?", re.IGNORECASE), "with "),
    (regex(rf"\b(?:c[./]? ?(?<=\W)|w )(?={BETWEEN}{MEAL}\b)"), "with "),
    (regex(r"\b[CW][./]? ?(?<=\W)(?=(?:FOOD|MEALS?|BREAKFAST|LUNCH|DINNER|SUPPER)\b)"), "with "),
    (regex(rf"\b(?:[aA]\.[cC]\.|ac\b)|(?:{_BEHIND})AC(?=\W*(?:$|[.,;)\n]))"), "before meals "),
    (regex(rf"\b(?:[pP]\.[cC]\.|pc\b)|(?:{_BEHIND})PC(?=\W*(?:$|[.,;)\n]))"), "after meals "),
)
_AT_ONCE = regex(
    r"\b(?:right|immediately|just|soon|shortly|directly|straight) "
    rf"(?:(?P<before>before|prior to)|after|following) {BETWEEN}(?:{MEAL}|you (?:eat|have eaten))\b",
    re.IGNORECASE,
)
_EATEN = (
    r"(?:(?:you|pt|(?:the )?patient|he|she|they)(?:'ve)? )?(?:have |has )?(?:just )?"
    r"(?:eaten|ate|had (?:a |your |some )?(?:meal|food|breakfast|lunch|dinner|supper|snack|something to eat))"
    r"(?! *(?:nothing|no |at least|more|over|about|within|\d|one|two|three|an? hour))"
)
_ONLY_WHEN_EATEN = regex(
    rf"\b(?:do not|don't|never|not) (?:be )?(?:take|taken|give|given|swallow|use)\b[^.,;]{{0,25}} "
    rf"(?:unless|until|till|before) {_EATEN}"
    rf"|\bonly (?:if|when|once|after) {_EATEN}",
    re.IGNORECASE,
)
_WITH_IT = regex(
    rf"\b(?:upon|close to|near|as soon as (?:you )?(?:finish )?|within (?:a few )?(?:minutes|moments) (?:of|after)"
    r"|a few minutes after) "
    rf"{BETWEEN}{MEAL}\b|\b(?:take|tab(?:let)?s?|daily|day|dose|mouth|it) around {BETWEEN}{MEAL}\b(?! ?time)"
    r"|\b(?:once|when|after|as long as) (?:there(?:'s| is) )?(?:some |any )?(?:food|something) (?:is )?(?:in"
    r"|on) (?:the |your |his |her )?"
    r"stomach\b|\bonce (?:the |your )?stomach is (?:full|not empty)\b"
    r"|\bas you eat\b|\bwith (?:the |your )?first bite\b"
    rf"|\b(?:(?:eats?|eating|has|having) {BETWEEN}(?:{MEAL}|something to eat)|eats|eating) (?:with|while taking) "
    r"(?:(?:his|her|the|their|each|every|morning) )+(?:cabo\w*|tab(?:let)?s?|pills?|dose)\b",
    re.IGNORECASE,
)
_AFTER_EATING = regex(rf"\b(?:after|once|when) (?:{_EATEN}|you eat\b|having eaten\b)", re.IGNORECASE)
_TIME = regex(r"\b(?:hours?|hrs?|h|min(?:ute)?s?)\b", re.IGNORECASE)
_NOT_WITHOUT = regex(
    r"\b(?:do not|don't|never|not|avoid)(?: (?:to|be))?(?: (?:take|taken|taking|give|given|giving|use|used|swallow))?"
    rf"(?: (?:it|this|the|your|med\w*|drug|tab\w*|cap\w*|pill|dose))* without {BETWEEN}{MEAL}\b",
    re.IGNORECASE,
)
_OF_THE_DOSE = regex(
    r" *(?:(?:taking|having taken)\b(?! (?:in )?(?:a |an |any |some |your |the )?"
    rf"(?:{MEAL}|anything|something|other|another|antacid))"
    r"|(?:(?:the|your|each|every|this|his|her|daily|morning|evening|taking) )*"
    r"(?:dos(?:e|es|ing)|tab(?:let)?s?|cap(?:sule)?s?|pills?|it|med(?:ication|icine)?s?|drug|cabo\w*)\b)",
    re.IGNORECASE,
)
_NOT_WHOLE = regex(
    r"\b(?:do not|don't|dont|never|not|not to|should not|must not)(?: be)? swallow(?:ed)?\b"
    r"(?:[^.;,]{0,40}\bwhole\b|(?: (?:it|this|the|your|tab(?:let)?s?|cap(?:sule)?s?|pills?|dose))*$)",
    re.IGNORECASE,
)

_AGAINST = regex(
    r"(?:(?:[,/]|or|and| )*(?:crush|chew|split|break|cut|open|dissolv)\w*)*(?: of)?(?: the| this| your| any)*"
    r"(?: (?:tab(?:let)?s?|cap(?:sule)?s?|pills?|med\w*|drug))? *(?:is |are |it )?"
    r"(?:not (?:be )?(?:recommended|advised|advisable|allowed|permitted|acceptable|approved)|contraindicated|prohibited"
    r"|forbidden|(?:should|must|to) be avoided)\b",
    re.IGNORECASE,
)
"""Behind "crushing": that it is not done."""


def written_out(text: str) -> str:
    """The text with the shorthand for "with", "before" and "after" a meal as words."""
    for pattern, words in _SHORTHAND:
        text = pattern.sub(words, text)
    return text


def at_once(clause: str) -> tuple[str, ...]:
    """On which side of a meal the dose is to be taken without time between: `before-meal`, `after-meal`, or none."""
    found: list[str] = []
    for one in _AT_ONCE.finditer(clause):
        if not is_forbidden(clause, one.start()):
            found.append("before-meal" if one["before"] else "after-meal")
    return tuple(found)


def is_only_when_eaten(clause: str) -> bool:
    """Whether the dose waits until the patient has eaten: "do not take unless you have eaten"."""
    return _ONLY_WHEN_EATEN.search(clause) is not None


def is_with_it(clause: str) -> bool:
    """Whether the dose is to be taken as the patient eats, in other words than "with food"."""
    found = _WITH_IT.search(clause)
    return found is not None and not is_forbidden(clause, found.start())


def is_after_eating(clause: str) -> bool:
    """Whether it is to be taken "once you have eaten", and no time between is told."""
    found = _AFTER_EATING.search(clause)
    return found is not None and _TIME.search(clause) is None and not is_forbidden(clause, found.start())


def is_not_without_food(clause: str) -> bool:
    """Whether taking it without food is what is forbidden."""
    return _NOT_WITHOUT.search(clause) is not None


def times_the_meal(clause: str, behind: int) -> bool:
    """Whether a "before" or "after" that ends there is told of the dose, so that its hours time the meal."""
    return _OF_THE_DOSE.match(clause, behind) is not None


def is_not_whole(clause: str) -> bool:
    """Whether swallowing it whole is what is forbidden."""
    return _NOT_WHOLE.search(clause) is not None


def is_advised_against(clause: str, behind: int) -> bool:
    """Whether the crushing or chewing told up to there is what the rest of the clause advises against."""
    return _AGAINST.match(clause, behind) is not None
