"""Stretches of an order's words that state nothing of this drug's dose: advice of the label, conditions, other matters.

Each pattern eats what it matches, so the order of the list matters: whole topics first, then conditions, then small
things that hold a number (telephones, dates, refills, laboratory values).
"""

from __future__ import annotations

from validator.dosage.word_pattern import DO_NOT, NUM
from validator.dosage.word_topic import (
    ADVICE_REST,
    AMOUNT,
    ANOTHER_MATTER,
    BEFORE_THIS_DOSE,
    CALL,
    CALLS,
    DATE,
    HOLD,
    LAB,
    LAPSE,
    MADE_ANOTHER,
    MEAL,
    NOT_OF_THIS_DOSE,
    REST,
    UNTIL_IT_ENDS,
    WHEN,
)
from validator.regex import regex

_OF_A_STRENGTH = r"[\d.]*\s*-?\s*mg\b"
"""What is handed out is 20 mg tablets, or 120 mg, not twenty of something."""
_AS_A_DOSE = r" ?(?:tab|cap|pill)\w* (?:po |by mouth |orally )?(?:daily|once|twice|every|each|a day|q[ad]\b)"
"""What is handed out so often is the dose."""

STRETCHES = tuple(
    regex(pattern)
    for pattern in (
        # small things whose numbers the longer patterns below would break up
        r"\bext(?:ension)?\.? ?\d{3,5}\b|\b\d['\u2019] ?\d{1,2}(?:\"|'')?|#\s*\d+ ?\([a-z -]+\)"
        r"|(?<![\d/])\d{1,2}/(?:19|20)\d{2}\b",
        rf"\bduration\s*:?\s*{NUM} (?:days?|weeks?|months?)\b|(?<![\d.])(?:\d+(?: ?mg)? ?-> ?)+(?=\d+ ?mg)",
        r"\bcomplete (?:the )?(?:course|treatment)\b[^;,]*"
        r"|\bunless (?:otherwise )?(?:told|directed|instructed|advised)\b[^;,]*",
        r"^(?:q ?day|qd|daily|once daily)[ -]*\(?(?:[01]\d|2[0-3])[0-5]\d\)?$|\[\d+\]$",
        rf"\b(?:nivo|pembro|ipi|axi|len|ever)\b(?: {AMOUNT})?(?: iv)?(?: q ?\d+ ?(?:w(?:ee)?ks?|w|days?|d))?",
        r"\brelated to [a-z ,'-]*\([a-tv-z]\d\d[\w.]*\)|\b\d{1,3} day\(s\)|(?:^|,) *\d{1,3} days? *(?=,|$)",
        r"\bicd[- ]?(?:9|10)(?:-?cm)?\b|(?<![\d-])\d{10}(?![\d-])|\bcycle length\D{0,4}\d+ days?\b|\b\d{2,3} doses\b",
        (
            r"\b(?:lower|higher|smaller|larger|other|different) (?:dose )?than\b[^,;]*|\basked (?:about|if"
            r"|whether)\b[^,;]*"
        ),
        rf"\b(?:(?:dose )?(?:in|de)creased |reduced |raised |lowered "
        rf"|changed )?from {AMOUNT}(?: \w+){{0,2}} (?=to\b)",
        (
            r"\bdose (?:reduction|reduced|decreased?|changed?|adjust\w*|modif\w*)\b(?! (?:to|from)\b)(?: by"
            r"| of)?(?: (?:1|one|two|2) levels?)?"
        ),
        rf"\b{DO_NOT} (?:take|use|start|stop) (?:any |other |your |these )*(?:new|other|otc|over|herbal"
        rf"|prescription|vitamins?"
        rf"|supplements?|medicines?|medications?|drugs?|vaccin\w*)\b{ADVICE_REST}",
        (
            r"\b(?:(?:stay|remain|keep|kept|be|is|time|taken?)(?:s|ing)?(?: (?:him|her|them|patient|pt))? )?off"
            r" (?:of )?(?:(?:the|his|her|their|your|all|any) )*(?:work|duty|school|job|feet|foot|legs?|alcohol"
            r"|drink\w*"
            r"|cigarettes?|tobacco|smoking|caffeine|coffee|sun|roads?|ladders?|nsaids?|supplements?)\b"
        ),
        (
            rf"\b(?:with )?(?:plain )?water only\b|\b{NUM} times in a row\b|(?<![\d/])(?:[89]\d|1\d\d"
            rf"|2[0-4]\d)/\d{{2,3}}(?![\d/])"
        ),
        (
            r"\bdays? 1\s*(?:-|to|through)\s*(\d+) (?:of|every|q) (?:a |an |each |every "
            r"|the )?\1[- ]?days?(?: cycles?)?\b|\bcontinuous(?:ly)?(?: dosing| schedule)?\b"
        ),
        # how often a sign comes, which a condition counts; a visit; the day of the start; a number of a prescription
        (
            r"\b(?:if|when|for|of)\b(?:(?!\btake\b|\bgive\b)[^,;])*?\b(?:more than|over|greater than|at least"
            r"|exceeds?)\W+"
            rf"{NUM} ?(?:times|x|stools?|episodes?|bms?|loose stools?)\W*(?:(?:a|per|each|in a|/) ?(?:day|24 ?h\w*)"
            rf"|daily)"
        ),
        (
            r"\b(?:return|come back|see (?:you|me|us|him|her)|seen|recheck|follow[- ]?up|visit|back)\b(?:"
            r" [a-z]+){0,4}? in "
            rf"(?:about )?{NUM}(?: ?(?:-|to) ?{NUM})? ?(?:days?|weeks?|wks?|months?|mos?)\b"
        ),
        (
            r"\b(?:start(?:ing)?|begin(?:ning)?|first dose)(?: (?:it|this|drug|therapy|treatment|taking))? on (?:this"
            r" |next )?"
            r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b(?! ?(?:,|and|&|/|-|to|through)(?! ?\d))"
        ),
        # how often somebody calls or a value is taken; what it is taken against; radiation, stages, supplies at home
        r"\b(?:weekly|monthly|daily|biweekly|regular) (?:phone |telephone |nurse )?(?:calls?|vitals?|weights?|checks?"
        r"|check-?ins?)\b",
        rf"\b(?:{LAB}|vitals?|(?:phone )?calls?)(?:(?: ?(?:,|and|&|/) ?| )(?:{LAB}))* (?:weekly|monthly|biweekly"
        rf"|(?:every|q) ?(?:{NUM} ?)?"
        r"(?:days?|weeks?|wks?|w|months?|mos?|visits?|cycles?))\b",
        r"\bprecautions? (?:x|for) \d+ ?(?:h\w*|days?)\b",
        r"\bto (?:reduce|decrease|lower|limit) (?:the |your )?(?:risk|chance|nausea|side effects?|vomiting|fatigue"
        r"|stomach upset)\b"
        r"(?: of [a-z ]+)?",
        r"\b\d+(?:\.\d+)? ?c?gy\b(?: ?(?:in|x|/) ?\d+(?: ?(?:fractions?|fx))?)?|\b[1-5] ?l (?:therapy|treatment|line"
        r"|setting)\b",
        r"(?<![a-z])(?:y?[pc]{1,2}|y)?(?:t[0-4x][a-d]?|n[0-3x][a-c]?|m[01x][a-c]?)(?: ?[pc]?(?:n[0-3x][a-c]?"
        r"|m[01x][a-c]?))*(?!\w)",
        rf"\b(?:has |have |only )?{NUM} (?:tab|cap|pill|dose|day)\w*(?: (?:of|worth of) [a-z]+)? (?:left|remaining|on"
        rf" hand|in hand|at home)\b",
        r"\b\d{2,3} ?(?:tab\w*|pills?) ?/ ?\d{2,3} ?(?:days?|d)\b|\$ ?\d+(?:,\d{3})+",
        r"\binterpreter (?:is )?(?:needed|required|requested)\b",
        r"\b(?:prescription|order|rx|script|reference|claim|case) ?(?:no\.?|number|num|#|:)* ?\d{4,}\b",
        rf"\b{DO_NOT} (?:take|use|give) (?:any )?more(?: often| of it)? than (?:is )?(?:prescribed|directed|ordered"
        rf"|instructed"
        r"|recommended|told|your (?:usual )?dose|the (?:prescribed|ordered) dose)\b",
        # history, and what this order takes the place of
        *BEFORE_THIS_DOSE,
        *NOT_OF_THIS_DOSE,
        r"\b(?:dose |was |were |been )*(?:reduc(?:ed|tion|ing|e)|decreas(?:ed|e|ing)|lower(?:ed|ing)?"
        r"|increas(?:ed|e|ing)|escalat(?:ed|ion)"
        r"|chang(?:ed|e|ing)|switch(?:ed|ing)?|convert(?:ed)?|down|up|titrated|adjusted|transition(?:ed"
        r"|ing)?)\s+(?:dose )?from\b(?:(?!\bto\b|\bnow\b)[^,.;()])*",
        r"\b(?:previous(?:ly)?|formerly|prior(?!\s+(?:to|auth))|earlier|originally|initially|old (?:dose|rx"
        r"|order|script)|last (?:dose|cycle|fill|visit|month|"
        r"year|taken)|had been|used to|history of|hx of?|h/o|s/p|received|completed|tolerated|failed"
        r"|progressed (?:on|after)|after "
        rf"(?:progression|failure|failing)|was(?! (?:told|instructed|advised|counsell?ed|asked)|{MADE_ANOTHER})|were"
        r"|replac(?:es|ed|ing)|supersed(?:es|ing)|in (?:place|lieu) of|instead of"
        r"|rather than|status post|since|started (?:on )?(?=\d|[a-z]{3} \d)(?!\d+ ?mg(?: daily)? (?:today"
        r"|yesterday)\b))\b(?:(?!\bnow\b|\bcurrent(?:ly)?\b"
        r"|\bto take\b)[^,.;()])*",
        rf"\b(?:{HOLD}) (?:the |all |any )?(?:previous|prior|old|other|earlier|duplicate|remaining)\b[^,.;]*",
        UNTIL_IT_ENDS,
        # conditions before hold, stop or call; "reduced to 40 mg for a rash" tells what was done
        rf"\b(?:dose )?(?:may |can |please |should |will )*(?:be )?(?:{HOLD}"
        rf"|(?:(?<=be )|(?!\w+ to {AMOUNT}[^;,]*\bfor\b))(?:reduced|decreased|lowered)|held|stopped|interrupted)\b"
        rf"[^;,]*?{WHEN}{REST}",
        *CALLS,
        rf"(?:\b(?:if|when|whenever|should(?! (?:also |now |be )?(?:{HOLD})\b)|in case of"
        r"|in the event|for (?:any )?"
        r"(?:grade|g ?\d|severe|persistent|worsening|intolerable|bleeding|diarrhea|hypertension|rash"
        r"|toxicity)|upon|with grade|grade|sbp|dbp|bp)\b|[<>\u2264\u2265]=? ?\d)(?:(?!\btake\b"
        rf"|\bgive\b|\bincrease)[^;])*?\b(?:{HOLD}|{CALL}|held|stopped|skipped|resume|restart)\b{REST}",
        (
            r"\b(?:resume|restart|re-?challenge)\b[^;]*\b(?:if|when|once|after|upon|at (?:a )?(?:reduced|lower)"
            rf"|until)\b{REST}"
        ),
        (
            rf"\b{DO_NOT} (?:take|use|give|drink|eat|given|taken)? ?(?:this |it |the )?(?:\w+ )?(?:with|if"
            rf"|while|when|unless"
            rf"|(?:any )?other|nsaids?|alcohol|aspirin|herbal|more often)\b{ADVICE_REST}"
        ),
        # meals, water, whole: judged as administration
        (
            rf"\b(?:do not|don't|no|avoid|never|nothing|fast\w*)\b[^;]{{0,30}}\b(?:eat(?:ing)?|food|meals?"
            rf"|fasting)\b[^;]*?{LAPSE}{REST}"
        ),
        rf"(?:\b(?:wait|take|fast|taken|dose|ingest|and|or|eat)\b )?(?:it )?(?:for )?{LAPSE} (?:before|after"
        rf"|prior to|following|apart from|from|of)(?: (?:and|or|&) ?(?:at least )?{LAPSE} (?:before|after"
        rf"|prior to|following))?"
        rf"(?: (?:taking(?: \w+)?|the dose|dose|this medication|medication|it|food intake"
        rf"|{MEAL}))?(?: or {MEAL})?",
        rf"\b{LAPSE} (?:ac|pc|a\.c\.|p\.c\.)(?!\w)",
        (
            rf"\b(?:with|before|after|without|during|between|regardless of|around)(?: or without| or after)? (?:a "
            rf"|an |any |the |low[- ]fat |high[- ]fat |light |small |large |his |her |your |evening |morning "
            rf"|main )*{MEAL}"
        ),
        (
            rf"\b(?:on|with) (?:an? )?(?:empty|full) stomach\b|\bfasting\b|\bdo not eat\b{ADVICE_REST}|\bno"
            rf" food\b{ADVICE_REST}"
            rf"|\bnothing (?:to eat|by mouth)\b{ADVICE_REST}"
        ),
        (
            rf"\b(?:swallow\w*|take|taken)?[^;,\d]{{0,20}}\bwhole\b|\b{DO_NOT} (?:crush|chew|cut|split|break|open"
            rf"|dissolve|suck)\b{ADVICE_REST}|\bnot (?:be )?(?:crush|chew|cut|split|brok|open)\w*\b{ADVICE_REST}"
        ),
        (
            rf"\b(?:with|using) (?:a |an )?(?:full |large |small |plenty of |lots of |sip of "
            rf"|at least )*(?:{NUM} ?(?:oz|ounces?|ml|cc|glass(?:es)?|cups?)?(?: of)? ?\(?(?:{NUM} ?(?:ml"
            rf"|oz))?\)? ?)?(?:(?:glass"
            rf"|cup)(?:ful)?(?:es)? (?:\([^)]*\) )?(?:of )?)?(?:\([^)]*\) ?)?(?:room temperature "
            rf"|plain )?water(?: ?\(\d+ ?(?:ml|oz|ounces?)\))?"
        ),
        (
            rf"\b(?:avoid|no|limit|{DO_NOT}(?: \w+){{1,3}}|without|not with)\b[^;]*\b(?:grapefruits?|seville"
            rf"|st\.? ?john\w*|alcohol|star ?fruit|pomelo|antacids?|nsaids?|aspirin)\b{ADVICE_REST}"
        ),
        (
            r"\bgrapefruit[^;]*\b(?:should be avoided|not allowed|avoid|contraindicated|interact\w*|may (?:raise"
            rf"|increase))\b{REST}"
        ),
        # other matters with numbers of their own
        ANOTHER_MATTER,
        (
            rf"(?<!\w){LAB}\s*(?:is|of|was|at|stable|normal|today|now|currently|:|=|[<>\u2264\u2265]=?|>="
            rf"|<=)*\s*\d+(?:[./]\d+)*(?:\s*(?:-"
            rf"|to)\s*\d+(?:\.\d+)?)?\s*(?:%|x ?uln|mm ?hg|mg/dl|g/dl|u/l|k/?ul|ml/min\S*|mmol/l|bpm"
            rf"|[cf]\b)?(?: or (?:more|higher|above|greater))?"
        ),
        (
            r"\d{2,3}/\d{2,3}(?: ?mm ?hg)|\d+(?:\.\d+)? ?(?:mg/dl|g/dl|u/l|iu/l|k/ul|ml/min\S*|mmol/l|umol/l|mm ?hg"
            r"|%|x uln)"
        ),
        (
            r"(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]?\d{3}[-. ]\d{4}(?:\s*(?:x|ext\.?)\s*\d+)?|(?<!\w)\+\d[\d ()-]{7,}\d"
            r"|\b\d{3}-\d{4}\b|\b(?:x|ext\.? ?)\d{3,5}\b"
        ),
        (
            rf"(?:\b(?:on|from|starting|start(?:s|ed)?|begin(?:ning|s)?|as of|through|thru|by|effective|until|to"
            rf"|before|after|next|dated?)[ :]*)*(?<![\d/.]){DATE}"
        ),
        r"\b(?:prior auth(?:orization)?|pre-?auth|pa|auth(?:orization)?|authorized|approval"
        r"|approved(?! \d+ ?mg\b)|case"
        r"|ref(?:erence)?|claim|rx|script|order|mrn|ndc|lot|npi|dea|id|acct|"
        r"account|protocol|study|trial|bin|pcn|grp|group|rems|member|policy|ticket|room|bed|unit|fax|tel|ph"
        r"|hicl|cpt|hcpcs|form|site|line|tier|copay|box|code|dx|icd)\b"
        r"\s*(?:#|no\.?|number|id|code|:|is|-10(?:-cm)?)*\s*:?\s*(?:[a-z]{0,6}[-.]?\d[\w.-]*)(?:\s*(?:,"
        r"|and)\s*[a-z]\d[\w.]+)*",
        r"(?<!\w)[a-tv-z]\d{2}\.?(?:\d[\da-z]{0,3}|x\w{0,3})?(?![\w%])|\bnct\d{6,}\b|\bt\d[a-c]?n\d[a-c]?m\d[a-c]?\b",
        (
            rf"(?:\b(?:with|and|plus|has|have|x)\b )?(?:{NUM}|no|zero|prn|a) ?(?:\(\d+\) )?(?:additional "
            rf"|more )?refill(?:s|\(s\))?(?: (?:remaining|left|allowed|authorized|ok))?"
            rf"|\b(?:refills?|rfls?|rf|refill\(s\))\s*[:=#x]*\s*(?:\d+|none|zero|no|prn|x ?\d+|as needed)"
            r"|\br ?- ?\d{1,2}(?![\w./])"
        ),
        (
            rf"\b(?:qty|quantity|disp(?:ense)?|dispensed|supply|amount|fill|days'? ?supply|ds|mitte|m)\b\.?\s*(?:of"
            rf"|is|:|=|#|\*)*\s*#?\s*\(?(?:{NUM})(?!{_OF_A_STRENGTH}"
            rf"|{_AS_A_DOSE})\)?(?:\s*\(\w+\))?(?:\s*(?:x\s*)?(?:tab(?:let)?s?|tbls?|pills?"
            rf"|bottles?(?: of \d+)?|days?|month|ea|each|units?|boxes|cartons?"
            rf"|packs?)(?!\w))?(?:\s*\(?(?:{NUM})? ?days?\)?)?"
        ),
        (
            r"#\s*\d+(?:\s*\(?[a-z]+\)?)?(?:\s*(?:tab(?:let)?s?|tbls?|pills?))?|\b\d+[ -]?(?:days?|d|months?"
            r"|weeks?)['\u2019]?s?[ -](?:supply|fill|script)\b|\b\d+ ?ds\b|\b(?:30|60|90|28)[- ]count\b"
            r"|\bbottles? of \d+\b"
        ),
        (
            r"\b(?:wt|weights?|weighs|body weight|dosing weight|actual|ht|heights?|bsa|bmi|ibw|age"
            r"|aged?)\b\s*(?:is|of|:|=|~)*\s*\d+(?:\.\d+)?\s*(?:kgs?|kilograms?|lbs?|pounds|cm|in(?:ches)?|m2"
            r"|m\u00b2|m\^2|kg/m2|years?|y|yo)?"
        ),
        (
            r"\b\d+(?:\.\d+)? ?(?:kgs?|kilograms?|lbs?|pounds?|cm|m2|m\u00b2|m\^2|ft|inches|oz|ounces?|degrees?"
            r"|\u00b0 ?[cf]?|k\b)(?!\w)(?: ?(?:-|to) ?\d+ ?\u00b0?[cf]?)?"
        ),
        r"\b\d+[- ]?(?:yo|y/o|y\.o\.|years?[- ]olds?|yrs?[- ]olds?|yof|yom)(?!\w)(?: (?:male|female|m|f|man|woman))?",
        (
            r"\b(?:grade|gr|g|stage|ecog|ps|phase|type|class|level|line|step|dose level:?|page|pg|part|option|item"
            r"|priority|ctcae(?: v)?|version|v)\s*(?:>|<|=|\u2265|\u2264|-)*\s*(?:\d+(?:\.\d+)?|i{1,3}v?"
            r"|iv)[abc]?(?:\s*(?:-|/|or|to)\s*\d)?\b(?: (?:or|and) (?:higher|greater|above|more))?"
        ),
        (
            r"\b(?:1st|2nd|3rd|first|second|third|fourth|4th|\d(?:st|nd|rd|th))[- ](?:line|cycle|fill|month|week"
            r"|refill|dose-level|visit|bottle|order|prescription)\b"
        ),
        (
            r"\b(?:c\d+ ?d\d+|cycles?\s*#?\d+(?:\s*(?:of|-|,|/|to)?\s*(?:\d+)?)?(?:,?\s*(?:day|d)\s*\d+(?!\s*(?:-"
            r"|to|through)))?|c\d+(?!\w)"
            # "once a week 30 days" tells how often, and no week
            r"|(?:on |starting |start |beginning |from )?(?<!\ba )(?<!per )(?<!every )(?<!each )(?<!/)"
            r"(?:day|d|week|wk|month|year)\s*#?\d+(?!\w|\s*(?:-|to|through)\s*\d)(?: of (?:cycle )?\d+)?"
            r"|\d+[- ]day cycles?|d\d+(?!\w|\s*-))"
        ),
        (
            rf"(?:\b(?:for|x|times|over)\s*)(?:a |the (?:next |first )?|\s)*(?:up to )?(?:{NUM})(?:\s*(?:-"
            rf"|to)\s*{NUM})?\s*-?\s*(?:days?|d|weeks?|wks?|months?|mos?|years?|cycles?)(?!\w|\s*on\b|,? then\b"
            rf"|\s*off\b)(?: (?:supply|total))?"
        ),
        (
            r"(?:\b(?:at|around|about|every|scheduled for|@|by)\s*)*\b(?:[01]?\d"
            r"|2[0-3]):[0-5]\d(?::[0-5]\d)?(?: ?[ap]\.?m\.?)?(?!\w)|(?:\b(?:at|around|about|@)\s*)*\b(?:1[0-2]"
            r"|[1-9]) ?[ap]\.?m\.?(?!\w)|\b(?:at|@|daily[ -]?|sch(?:ed(?:uled)?)?)\s*\(?(?:[01]\d"
            r"|2[0-3])[0-5]\d\)?(?: ?h(?:ou)?rs?)?(?!\w)|^\(?(?:[01]\d|2[0-3])[0-5]\d\)?$"
        ),
        (
            r"\$ ?\d+(?:\.\d\d)?|\b\d+ ?dollars?\b|\b(?:bottle|box|fill|order|script|rx|tab) ?#? ?\d+ of \d+\b"
            r"|\b24 ?/ ?7\b|\b340b\b|\b911\b|\b\d of \d\b(?! ?(?:days?|weeks?|wks?)\b)"
        ),
        (
            r"\b(?:rx|oral use|for oral use|oral|brand(?: name)?|by mouth|use|adult|single[- ]use"
            r"|limited distribution|external use|office use|one fill) only\b|\bonly (?:as directed|by mouth"
            r"|as prescribed)\b|\buse only as\b"
        ),
        (
            rf"\b{NUM} (?:pharmac|nurses?|providers?|people|times? in the past|glasses|cups|liters?|litres?|l"
            rf"|packs?|boxes|bottles?|cartons?)\w*"
        ),
        rf"\bstrengths?\b[^;,]*available{REST}|\bavailable (?:as|in)\b{REST}|\bround(?:ed)?\b{REST}",
        rf"\bmay (?:cause|make|interact|harm|affect)\b{REST}|\bside effects?\b{REST}|\bwarnings?\b{REST}",
        (
            rf"\b{DO_NOT} (?:drive|operate|share|flush|double|substitut\w*|become|get|breast-?feed|exceed(?! *\d)"
            rf"|handle|touch|refill|expose|reuse|repeat|remove|lie down|freeze|refrigerate)\b{ADVICE_REST}"
        ),
        (
            rf"\bnot\s+(?:for "
            rf"|to be )?(?:{AMOUNT}"
            rf"|interchangeable{REST}|substitutable[^;]*)"
        ),
    )
)
