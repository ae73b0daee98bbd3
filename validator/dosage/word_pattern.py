"""Patterns for what the words of an order state: amounts, counts, frequencies, cycles, stops. All read lower case."""

from __future__ import annotations

from decimal import Decimal

from validator.dosage.word_kind import PACK
from validator.regex import regex

NUMBERS = {
    "half": Decimal("0.5"), "one": Decimal(1), "two": Decimal(2), "three": Decimal(3), "four": Decimal(4),
    "five": Decimal(5), "six": Decimal(6), "seven": Decimal(7), "eight": Decimal(8), "nine": Decimal(9),
    "ten": Decimal(10), "twenty": Decimal(20), "thirty": Decimal(30), "forty": Decimal(40), "sixty": Decimal(60),
    "eighty": Decimal(80), "both": Decimal(2), "i": Decimal(1), "ii": Decimal(2), "iii": Decimal(3), "iv": Decimal(4),
    "double": Decimal(2), "fifty": Decimal(50), "seventy": Decimal(70), "ninety": Decimal(90), "ss": Decimal("0.5"),
    "hundred": Decimal(100), "one hundred": Decimal(100), "a hundred": Decimal(100), "one hundred forty": Decimal(140),
    "one hundred and forty": Decimal(140), "one hundred twenty": Decimal(120), "one hundred and twenty": Decimal(120),
}  # fmt: skip
_WORDS = (
    "one hundred(?: and)? (?:for|twen)ty|(?:one |a )?hundred|half|one|two|three|four|five|six|seven|eight|nine|ten"
    "|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_DIGITS = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+ \d/\d|\d/\d|\d*\.?\d+"
NUM = rf"(?:{_DIGITS}|{_WORDS})"
_AGAIN = rf"(?:\s*\(\s*(?:\d+(?:\.\d+)?|twenty-four|{_WORDS})\s*\))?"
RANGE = rf"(?<![\w./])(?P<low>{NUM})(?![\d.]*\d){_AGAIN}(?:\s*(?:-|to|or|/)\s*(?P<high>{NUM})(?![\d.]*\d){_AGAIN})?"
MASS_UNIT = r"(?P<unit>mgs?|milligrams?|mcg|ug|micrograms?|gm?|grams?)(?!\w)(?!\s*/\s*(?!(?:d|day|24)\b))"
FORM = (
    r"(?P<form>tab(?:let)?s?|tbls?|caps?(?:ules?)?|pills?"
    r"|t(?=\s+(?:po|by mouth|orally|q[ad]\w*|daily|once|every)\b))(?!\w)"
)
MASS = rf"{RANGE}\s*-?\s*{MASS_UNIT}"

MASS_OF = regex(MASS)
_EACH = (
    rf"(?:\s*\(?\s*(?:of\s+|at\s+|@\s*)?(?<![\d.])(?P<each>{_DIGITS})\s*-?\s*mg\s*\)?(?=\s*(?:each|ea|apiece"
    rf"|(?:oral )?tab|(?:oral )?cap|pill)))?"
)
_OF = r"(?:\s+of\s+(?P<of>\d{2,3})(?!\w|[./%-]?\d|\s*(?:mg|mcg|g\b|ml)))?"
COUNT_OF = regex(rf"{RANGE}(?:\s*x)?{_EACH}\s*\(?(?:each|whole|oral|film[- ]coated|of|the|an?|\s)*\s*{FORM}{_OF}")
"""So many tablets or capsules; "3 tabs of 20" names their strength."""
BOTH_OF = regex(
    r"(?<!\w)(?P<low>both)(?P<high>)(?P<each>)\s+(?:of\s+)?(?:(?:the|these|your|his|her)\s+)?"
    rf"(?:oral |whole |\d+ ?mg )?{FORM}"
)
AGAIN_OF = regex(
    r"(?<!\w)(?:(?:and|then) )?(?:again|repeat(?:ed)?(?: (?:the |this |same )?(?:dose|tablet))?|once more"
    r"|(?:another|one more)(?: (?:one|dose|tablet))?) (?:at|in the|every|each|this|q)\s?"
    r"(?:bed ?time|night|evening|morning|noon|midday|afternoon|hs|pm|am)(?!\w)"
    r"|(?<=(?:daily|e day|h day|. day|rning))[\s,(]*(?:,|and|plus|&|\+)\s*(?:and |plus |then |take )*"
    r"(?:1|one|another|a) (?:more )?(?:(?:tab(?:let)?|cap(?:sule)?|pill) )?(?:at|in the|every|each) "
    r"(?:bedtime|night|evening|afternoon|noon)(?!\w)"
)
"""A second dose of the day."""
NOT_BY_MOUTH_OF = regex(
    r"(?<!\w)(?:mg|daily|given|administered|via|by),? (?P<route>iv|ivp|ivpb|im|sq|subq|(?:sl|pr)(?=\W*$))(?!\w)"
    r"(?! *(?:fluid|hydrat|line|access|contrast|infus|therap|drip|\w+mab\b))"
)
_FEW = r"(?<![\w./-])(?P<low>[1-8]|one|two|three|four|half)(?P<high>)(?P<each>)(?P<form>)"
_THEN_OFTEN = (
    r"(?=\s+(?:po|p\.o|by mouth|orally|daily|once|twice|every|each|q[ad]|q\.|qhs|qpm|qam|nightly|at (?:bed|night|noon)"
    r"|in the|a day|per day|tonight|to be|mane|nocte)(?!\w))"
)
BARE_COUNT_OF = regex(rf"(?:(?<=take )|(?<=give )|(?<=sig: )|(?<=takes )|(?<=\A)|(?<=, )|(?<=and )){_FEW}{_THEN_OFTEN}")
"""A number of what is not told, before how it is taken: "take 2 daily", "1 qam, 1 qpm"."""
VOLUME_OF = regex(
    rf"{RANGE}\s*-?(?P<each>)(?P<form>mls?|cc|millilit(?:er|re)s?)(?!\w)"
    r"(?!\)? (?:of )?(?:water|juice|milk|fluid))"
)
PACK_OF = regex(rf"{RANGE}(?P<each>)\s*(?:daily[ -]dose |dose |blister |starter )*(?P<form>kits?|cards?)(?!\w)")
"""Kits and cards of capsules, of which one may be a day's dose."""
SHORT_COUNT = regex(r"(?<!\w)(?:t|tk )(?P<low>\d)(?P<high>)(?P<each>) ?(?P<form>[tc])(?!\w)")
ROMAN_COUNT = regex(
    r"(?<![\w.])(?P<low>i{1,3}|iv|ss)(?P<high>)(?P<each>)\s+(?P<form>tab(?:let)?s?|caps?(?:ules?)?)(?!\w)"
)
TIMES_MASS = regex(
    rf"(?<![\w./])(?P<low>{NUM})(?P<high>)\s*(?:x|\*|\s)\s*(?<![\d.])(?P<each>\d+(?:\.\d+)?)"
    r"(?:\s*mg(?!\w|\s*/)|(?<=\s[2468]0)s(?!\w))(?P<form>)"
)
BARE_FORM = regex(r"(?:take|swallow|dispense|give|disp|administer|use)\s+(?:the|your|a|an|each|this|\s)*" + FORM)
LIMIT = regex(
    r"(?:(?:do not|don't|not to|never|may not) (?:exceed|take more than|take over)|not? more than"
    r"|(?:daily )?max(?:imum|\.)?"
    r"(?: daily)?(?: dose)?(?: is| of|:)?|nte|at most|mdd:?)\s*"
    + RANGE
    + r"\s*(?P<unit>mgs?|tab(?:let)?s?|caps?(?:ules?)?|doses?)"
    r"(?:\s*(?:/|per|a|in|every|each|daily|in any)\s*(?:\d+ ?)?(?:days?|d|h(?:ou)?rs?|hours?|dose)?(?: period)?)?"
)

_DAYS = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?"
_UNIT = r"(?:days?|weeks?|wks?|months?|hours?|hrs?|h|mornings?|evenings?|nights?|bedtime|afternoons?|noon|am|pm|24h)"
_NTH = rf"(?:other|alternate|second|2nd|third|3rd|fourth|{NUM}(?:\s*(?:-|to)\s*{NUM})?)"
_TIMES = rf"(?:once|twice|thrice|{NUM}{_AGAIN}(?:\s*(?:-|to)\s*{NUM})?\s*(?:times?|x))"
PART = r"mornings?|am|noon|midday|afternoons?|evenings?|pm|nights?|bedtime|hs|mane|nocte"
_A_PART = rf"(?:(?:in the|at(?: the)?|every|each|q\.?) ?)?(?:{PART}|nightly)"
_SEVERAL_PARTS = (
    rf"{_A_PART}(?:[\s\x00]*(?:,|;|and|&|/|\+|then|plus)[\s\x00]*(?:and |then |again |plus )*[\s\x00]*"
    rf"(?:(?:{NUM}|another|a|the other)[\s\x00]*)?(?:(?:tab|cap|pill|dose)\w* )?{_A_PART})+"
)
"""Two or more parts of the day, each perhaps with its amount: "60 mg am, 60 mg pm"."""
SEVERAL_PARTS = regex(_SEVERAL_PARTS)
FREQUENCY_OF = regex(
    rf"(?<![\w/])(?:{_SEVERAL_PARTS}"
    rf"|{_TIMES}\s*(?:daily|weekly|monthly|nightly|(?:a|per|each|every|in|/)\s*(?:{_NTH}\s*)?{_UNIT})"
    rf"|{_TIMES}\s*/\s*(?:day|week|wk|d)"
    rf"|(?:once|twice)\s+(?:q|every)\s*(?:{_NTH}\s*)?{_UNIT}"
    rf"|(?:every|each)\s*(?:{_NTH}\s*-?)?\s*{_UNIT}"
    rf"|(?:every|each)\s+(?:{_DAYS})(?:\s*(?:,|and|&|/|-)\s*{_DAYS})*"
    rf"|q\s*\.?\s*(?:{NUM}(?:\s*-\s*{NUM})?\s*-?\s*(?:h(?:ou)?rs?|h|d(?:ays?)?|w(?:ee)?ks?|w|mo(?:nths?)?)"
    rf"|other day|day|week|wk|month|am|pm|hs|od)"
    rf"|[tb]\.?i\.?w\.?|q\.?o\.?d\.?|q\.?d\.?|q\.?day|b\.?d\.?|t\.?d\.?s\.?|q\.?d\.?s\.?|b\.?i\.?d\.?|t\.?i\.?d\.?|q\.?i\.?d\.?"
    rf"|q\.?h\.?s\.?|q\.?a\.?m\.?"
    rf"|q\.?p\.?m\.?|qday"
    rf"|(?:per|a)\s*(?:day|week|wk|month|d)"
    rf"|/\s*(?:day|week|wk|month|d)"
    rf"|x ?1 (?:daily|a day|per day)|eod|qad|{_TIMES}(?! ?(?:of|mg|in a row))(?= *$)"
    rf"|daily|everyday|nightly|weekly|biweekly|bi-weekly|fortnightly|monthly"
    rf"|(?:on )?(?:alternat(?:e|ing) days?)|(?:on )?(?:weekdays?|weekends?|m\s?-\s?f|mwf|m\s?[-/,]\s?w\s?[-/,]\s?f"
    r"|tth|t(?:ue?)?\s?[-/]\s?th?(?:\s?[-/]\s?sa?t?)?)"
    r"|(?:on )?(?:odd|even)(?:[- ]numbered)? (?:calendar )?(?:days?|dates?)|(?:every |each )?alternate days?"
    rf"|(?:on )?{_DAYS}(?:\s*(?:,|and|&|/|-|to|through|thru)\s*(?:and\s*)?{_DAYS})+|on {_DAYS}"
    rf"|{NUM}\s*days? (?:a|per|each|every|/)\s*(?:week|wk)"
    rf")(?!\w)"
)
_PLACE = r"(?:\d/\d|\d \d/\d|\d?\.\d|\d)"
SCHEME_OF = regex(rf"(?<![\w./-]){_PLACE}(?:-{_PLACE}){{2,3}}(?![\d./-])")
CYCLE_OF = regex(
    r"(?<!\w)(?:on\s+)?(?:days?|d)\s*\d+\s*(?:-|to|through|thru)\s*(?:d(?:ay)?\s*)?\d+(?!\w)"
    r"(?:\s*(?:of|out of|/|every|q)\s*(?:a|an|each|every|the)?\s*(?:\d+\s*-?\s*(?:days?|d))?\s*(?:cycles?)?)?"
    rf"|(?:{NUM})\s*-?\s*(?:days?|weeks?|wks?|d|w)\s*(?:on|of (?:treatment|therapy)|taken)\s*(?:[,/]|and|then"
    rf"|followed by|\s)*\s*(?:{NUM})\s*-?\s*"
    r"(?:days?|weeks?|wks?|d|w)\s*(?:off|rest|break|without)"
    rf"|(?:{NUM})\s*-?\s*(?:days?|weeks?|wks?)\s*(?:off|rest(?: period)?|break|without (?:treatment|drug|therapy))"
    r"|(?:rest|break|off) (?:for )?(?:one|two|\d+) (?:days?|weeks?)"
    rf"|{NUM}(?: (?:days?|weeks?|wks?))? on,? (?:and )?{NUM}(?: (?:days?|weeks?|wks?))? off"
    r"|weeks? on\b.{0,12}\bweeks? off"
    r"|\d\s*/\s*\d (?:schedule|cycles?|regimen|weeks? schedule)|(?:schedule|regimen|cycles?)(?: of)? \d\s*/\s*\d"
    r"|(?:skip(?:ping)?|hold(?:ing)?|omit|excluding|exclude|except(?: for)?|none on|rest(?:ing)?(?: days?:?)?(?: on)?"
    r"|days? off:?)"
    r" (?:the )?(?:weekends?|sundays?|saturdays?)"
    rf"|not (?:on )?(?:weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b"
    rf"|rest {NUM} (?:days?|weeks?) (?:of|out of|every|each|per)\b"
    r"|(?<![\d/.])(?:14/21|14/28|21/28)(?![\d/.])"
    r"|(?:drug|treatment) holidays?"
)
ONCE_ONLY_OF = regex(
    r"(?<!\w)(?:one|1)[ -]?time (?:only|dose|order)s?\b"
    r"|(?<!as )(?<!in )(?<!as a )(?<!in a )(?<!as one )\b(?:a |one )?single dose\b"
    r"(?! *\(?(?:daily|once|each|every|per|a day|of|qd|q24))|(?<!\w)x ?1 dose\b|(?<!\w)once only\b|(?<!\w)stat(?!\w)"
)
"""One dose and no more."""
AS_NEEDED_OF = regex(
    r"(?<!\w)(?:p\.?r\.?n\.?(?!\w)|(?:only )?(?:as|if|when|whenever) (?:needed|necessary|required|wanted|desired)"
    r"|s\.?o\.?s\.?(?!\w))(?:\s+(?:for|to)\s+[a-z]+(?: [a-z]+)?)?"
)
TOTAL_OF = regex(
    rf"(?:(?:for |to (?:make|equal) )?(?:a |an )?(?:total|sum|full)(?: daily)?(?: dose)?(?: of| is|:|=)*|="
    rf"|equals|to (?:make|equal)(?: up)?)\s*{MASS}"
    rf"(?:\s*(?:total|in all|altogether))?"
)
TOTAL_AFTER = regex(rf"{MASS}\s*(?:in )?(?:total|altogether|in all|combined)")
MULTIPLE_OF = regex(
    rf"(?<!\w)(?:{NUM} )?(?:additional|extra|more|another) (?:{NUM} )?(?:(?:dose|tab(?:let)?|cap(?:sule)?"
    rf"|pill)s?)(?!\w)|"
    r"(?<!\w)(?:double (?:the |your |up )?(?:dose|amount|tablets?)|(?:twice|two times|three times|half)"
    r" (?:the"
    r"|your|of the) "
    r"(?:usual |normal |prescribed |ordered )?(?:dose|amount|tablets?|strength)|(?:an )?(?:extra|additional"
    r"|second) (?:dose|tablet|capsule)"
    r"|loading dose)"
    r"|(?:^\W*|\b(?:take|start(?: with| at)?|use) )half[- ]dos(?:e|ing)\b(?= (?:for|x) ?\d|\W*$)"
)
DO_NOT = (
    r"(?:do not|don't|dont|does not|doesn't|must not|should not|shouldn't|never|cannot|can't|not to be"
    r"|no longer|please do not)"
)
STOP_OF = regex(
    rf"(?<!\w)(?:{DO_NOT} (?:give|take|administer|dispense|fill|use|start|begin|release|process|given|taken"
    rf"|administered"
    rf"|dispensed|filled|used|started|continue|taking|needed|resume|restart)"
    r"|not to (?:take|give|receive|start|use)|not taking(?=\W*(?:$|it\b|this\b|cabo|any ?more|per\b|since|because|due))"
    r"|(?:(?:place|put|placed|keep|remain|currently|is|now) )*on hold|hold(?:ing)?|held|stop(?:ped|ping)?"
    r"|discontinued?|discontinuing"
    r"|dc(?=\W*\Z)"
    r"|dc'?e?d?(?= (?:this|the|order|med|rx|drug|cabo))|dc'?e?d|d/c'?e?d?|d\.c\.|cancel(?:l?ed)?|suspend(?:ed)?"
    r"|withhold|withheld|pause[d]?|interrupt(?:ed)?"
    r"|void(?:ed)?|quit|"
    r"ignore|disregard|omit"
    r"|(?:entered|written|ordered|placed|sent|submitted|prescribed|signed|transmitted|faxed) in error"
    r"|(?:wrong|incorrect|inappropriate) (?:patient|pt|person|drug|dose|dosage|strength|directions?|sig|instructions"
    r"|med(?:ication)?|order|product|chart)"
    r"|(?:dose|dosing|sig|prescribing|order(?:ing|[- ]entry)?|transcription) error)(?!\w)"
)
STOP_OF_AMOUNT = regex(
    rf"(?<!\w)(?:{DO_NOT} (?:take|give|tolerate)|not tolerat(?:ing|ed)|unable to tolerate|intolerant (?:to|of)"
    r"|(?:did not|didn't|could not|couldn't) tolerate"
    r"|stop(?:ped)?|discontinued?|hold|d/?c|cancel(?:led)?)\s+(?:taking |the "
    rf"|your |old )*{MASS}"
    r"(?:\s*(?:tab(?:let)?s?|caps?(?:ules?)?|dose|strength))?(?!\w)"
)
"""A stop of one amount, which is another one's where it is not the ordered one."""
NEGATION = regex(rf"(?<!\w)(?:{DO_NOT}|not|no|avoid|without|rather than|instead of|never)\s+(?:\w+\s+){{0,3}}$")


def number_of(text: str) -> Decimal:
    """The number that digits, a fraction or a number word say."""
    found = NUMBERS.get(text)
    if found is not None:
        return found
    whole, _, part = text.replace(",", "").rpartition(" ")
    if "/" in part:
        top, bottom = part.split("/")
        share = Decimal(top) / Decimal(bottom) if Decimal(bottom) else Decimal(0)
        return share + (Decimal(whole) if whole else 0)
    return Decimal(part)


def milligrams(number: Decimal, unit: str) -> Decimal:
    """The number in milligrams; its unit is mg, g or mcg, written or spelt."""
    if unit.startswith(("mg", "milli")):
        return number
    return number * 1000 if unit.startswith("g") else number / 1000


def form_of(word: str) -> str | None:
    """The dose form that a word counts; None for one that leaves it open, as pills do."""
    if word.startswith(("kit", "card")):
        return PACK
    if word.startswith(("m", "cc")):
        return "solution"
    if word.startswith("c"):
        return "capsule"
    return "tablet" if word.startswith("t") else None
