"""Words that take a treatment back and name no drug: not started, declined, by mistake, hospice, put off.

Each is a pattern for `word_taken_back`. They begin a clause or a part of it, with nobody but the patient or who treats
before them, and nothing but a reason or a day behind: "pt declined counseling" is of something else. Source: READINGS
4. CLARIFICATIONS A465.
"""

from __future__ import annotations

from validator.dosage.word_topic import DATE
from validator.regex import regex

_PATIENT = r"(?:the |our )?(?:pt|patient|he|she|they|member|family)"
_WHO = (
    rf"(?:(?:{_PATIENT}|we|it|this|that|now|has|have|had|is|was|were|are|am|will|be|been|currently|also|just|today"
    rf"|again"
    rf"|tonight|yesterday|therefore|then|so|still|plans?|update|fyi|note|md|np|rn|onc\w*|provider|told us"
    rf"|called|confirmed"
    rf"|reports?|reported|states?|stated|says?|said|and|{DATE})\W+)*"
)
_PART = rf"(?:^|[,(]|\s-+\s|\b(?:and|so|thus|therefore|since|because|plan:|update:|fyi:))\W*{_WHO}"
"""Where a clause or a part of it begins, up to behind who is spoken of."""
_IT = (
    r"(?:\W+(?:it|this|that|the|his|her|their|any|all|more|further|oral|drug|med(?:ication|icine)?|treatments?"
    r"|therapy|tx|rx"
    r"|tki|chemo(?:therapy)?|order|script|prescription|pills?|tablets?|cancer|systemic|anti-?cancer|at all)\b)*"
)
_END = (
    rf"(?=\W*(?:$|[,;(]|\s-+\s|(?:at this time|(?:right )?now|any ?more|today|yesterday|per|due to|d/t|because|since"
    rf"|until further|until we|for now|after all|secondary to|2/2|anymore|as of|x ?\d)\b"
    rf"|(?:on |as of )?{DATE}"
    r"|and (?:wants|prefers|elects|wishes|opts|is|has|enroll?\w*|goes?|went|start\w*|hospice|not|will|won't)\b))"
)
_SUPPLY = (
    r"(?!\W*(?:due to|d/t|because(?: of)?|per|by|for|pending|until|till|while|2/2|secondary to)?\W*(?:the |his |her "
    r"|our |a |an )*"
    r"(?:insur|(?:prior )?auth|pa\b|pharm|ship|deliver|supply|stock|co-?pay|benefit|appeal|weather|holiday|mail|fedex"
    r"|back-?order))"
)
_GONE_ON = r"(?![^;]*\b(?:now (?!on hold|hospice|declin|refus)|resolved|approved|cleared|received|arrived|again)\b)"
_START = r"(?:(?:re-?)?start(?:ed|ing)?|begin(?:ning)?|begun|initiat(?:e|ed|ing|ion)|first dose)"
_DO = (
    rf"(?:{_START}|tak(?:e|ing)|fill(?:ing)?|pursu(?:e|ing)|proceed(?:ing)?(?: with)?|continu(?:e|ing)|resum(?:e|ing)"
    r"|going (?:ahead|forward)(?: with)?|(?:go|going|move|moving) (?:ahead|forward)(?: with)?)"
)
_NOT = (
    r"(?:not|never|no longer|won'?t|will not|isn'?t|aren'?t|can(?:not|'t)|decided not to|chose not to"
    r"|(?:not|never|isn'?t|aren'?t|no longer) (?:going|planning|willing|ready|able|wanting|wishing) to|(?:does|do"
    r"|did)(?: not|n'?t)"
    r" (?:plan|want|wish|intend)(?: to)?)"
)
_REFUSES = (
    r"(?:declin(?:es?|ed|ing)|refus(?:es?|ed|ing|al)|opt(?:s|ed|ing)? out|back(?:s|ed|ing)? out"
    r"|(?:is )?not interested(?: in)?"
    r"|(?:is )?(?:no longer|not|un) ?(?:wanting|wishing|willing)|(?:does not|doesn'?t|did not|didn'?t|no longer) wants?"
    r"|wants? (?:no|to stop|to quit|off|out)|chang(?:es|ed|ing) (?:(?:his|her|their) )?mind|sa(?:ys|id) no(?: to)?"
    r"|decid(?:es|ed) against|is against)"
)
_CARE = (
    r"(?:care|pt|patient|enrolled|yes|status|admission|admit(?:ted)?|elect(?:ed|ion)|eval\w*|pending|appropriate|bound"
    r"|home|inpatient|gip|only|now|today|started|start|initiated|signed|on|as of|since|in|at|receiving|under|dnr|dni"
    r""
    r"|and|the|is|has|been|referral|referred|to|placed|made|sent|ordered|order|with|local|agency|team|cmo|comfort"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|last|this|week|month|morning|yesterday)"
)
_LOOKED_FOR = (
    r"(?:(?:the|his|her|a|an|repeat|baseline|final)\W+)*(?:echo\w*|tte|ekg|ecg|muga|biops\w+|path(?:ology)?|histology"
    r"|(?:\w+\W+){0,2}clearance"
    r"|cardi\w+ (?:consult|eval\w*|review|ok|visit)|dental (?:consult|eval\w*|exam|visit|work)"
    r"|tumou?r board|second opinion)"
    r"(?:\W+(?:results?|report|review|read|eval\w*|first|today|from|by|per|for|cardiology|dental|surgery|oncology))*"
)
"""What is looked at before a treatment begins, and is no matter of insurance or delivery."""
_RESULTS = r"(?:labs?|lfts?|cmp|cbc|bloodwork|results?|scans?|ct|mri|imaging)"
_NO_MORE = r"(?:no|no more|no further|no additional)"

PATTERNS = (
    # not begun, not gone on with
    rf"{_PART}{_NOT} (?:be )?{_DO}{_IT}{_END}",
    rf"^\W*{_WHO}(?:no longer|not) planned{_IT}{_END}",
    rf"^\W*{_WHO}(?:not|no {_START}|no doses?)(?: to (?:{_START}))? (?:before|until|till|prior to) {DATE}",
    # not wanted
    rf"\b{_PATIENT}\b\W+{_WHO}{_REFUSES}(?: to (?:{_DO}))?{_IT}{_END}",
    rf"^\W*{_WHO}(?:{_REFUSES} (?:to {_DO})?{_IT}\W*(?:per|by) {_PATIENT}\b|chang(?:es|ed) (?:(?:his|her"
    rf"|their) )?mind{_END})",
    rf"(?:^\W*{_WHO}|,\W*{_WHO}(?:wants? |wishes |desires |elects? |prefers? )){_NO_MORE} "
    rf"(?:tx|treatments?|therapy|chemo(?:therapy)?)\b"
    rf"(?=\W*(?:$|,|per|by|desired|wanted|wished|planned|at this))",
    rf"^\W*{_WHO}(?:wants?|wishes|desires|elects?|prefers?) {_NO_MORE} (?:tx|treatments?|therapy|chemo(?:therapy)?)\b",
    rf"^\W*(?:treatment|therapy|tx|drug|med(?:ication)?|chemo(?:therapy)?|tki) (?:(?:was|is|has been) )?(?:refused"
    rf"|declined|rejected)"
    rf"(?: by {_PATIENT})?{_END}",
    rf"^\W*(?:\b{_PATIENT}\b\W+{_WHO})?(?:wants?|wishes|prefers?|would like|asks?|asked|chose|decided)"
    r" to (?:wait|hold off)(?: (?:on|with|for|a|an|the|this|his|her|few|more|weeks?|months?|bit|start\w*|treatment"
    r"|therapy|tx|cabo\w*|next|ct|mri|pet|scans?|results?|labs?|biopsy|second|opinion))*"
    rf"(?:{_END}| (?:until|till)\b(?! further| \d){_SUPPLY})",
    rf"{_PART}(?:never|hasn'?t|has not|have not|did not|didn'?t) pick(?:ed)? up"
    r"(?: (?:it|his|her|the|this|last|any|\d+|rx|script|refills?|fills?|med(?:ication|icine)?s?|drug|prescriptions?"
    r"|cabo\w*|order))+\b(?: since\b.*)?"
    rf"{_END}",
    rf"{_PART}never (?:took|taken|started|began|begun|filled|picked (?:it )?up){_IT}{_END}",
    # not borne, over, on a break
    rf"^\W*{_WHO}(?:not tolerated|(?:cannot|can'?t|could not|couldn'?t|unable to) tolerate){_IT}{_END}",
    rf"^\W*{_WHO}off (?:of )?(?:(?:the|this|his|her|all|cancer) )*(?:drug|med(?:ication)?|tx|treatment|therapy|tki"
    rf"|chemo)\b"
    rf"(?=\W*(?:$|,|since (?!(?:19|20)\d\d)|x ?\d|for (?:\d|now|a few)|due to|d/t|because|as of|{DATE})){_GONE_ON}",
    r"^\W*(?:(?:on|currently|now|pt|patient|a|an) )*(?:tx|treatment|therapy|drug|tki|chemo|dose) (?:holiday|vacation"
    r"|break)"
    r"(?=\W*(?:$|x ?\d|for \d|until|till|per\b|due|since))",
    r"^\W*(?:the )?(?:tx |treatment |therapy )?plans? (?:has |have |was |is )?(?:changed|changing)\W*(?:$|(?:per"
    r"|by) )",
    rf"^\W*{_WHO}(?:lost to (?:f/?u|follow[- ]?up)|ltfu)(?=\W*(?:$|since|x ?\d|after|as of|{DATE}))",
    # the patient died, or is cared for until then
    rf"^\W*{_WHO}passed\W*(?:on |in )?(?:$|{DATE})|^\W*(?:d\.|dod:?|\u2020)\s*{DATE}\W*$|^\W*(?:rip|r\.i\.p\.)\W*$",
    rf"^\W*(?:(?:he|she|{_CARE})\W+)*hospice(?:\W+(?:{_CARE}|{DATE}))*\W*$",
    rf"(?:^|,|\band\b)\W*{_WHO}(?:dnr|dni|code status)\W*(?:and |with |on )?hospice\b",
    r"\b(?:transition\w*|mov(?:ed|ing)|shift\w*|chang\w+) (?:(?:goals|care|focus|him|her|pt|patient) )*(?:to"
    r"|over to) comfort\b(?! food)",
    # its beginning waits for what is looked at first, for a wound or for nobody knows what
    rf"^\W*{_WHO}(?:{_START}\W+)?(?:{_IT}\W+)?(?:pending|await(?:ing|s)?|waiting (?:for|on)|needs?|requires?)"
    rf" {_LOOKED_FOR}\W*$",
    rf"^\W*{_WHO}{_START}{_IT} (?:pending|once|when|after) {_RESULTS}(?: (?:and|&|/) {_RESULTS})*"
    r"(?: (?:is|are|come|came|back|resulted|done|reviewed|ok|okay|normal|available|final|in|drawn))*\W*$",
    rf"^\W*(?:(?:drug|treatment|therapy|tx|cabo\w*|tki)\W+)?start(?: date)?\W+(?:(?:is|still|currently|yet)\W+)*"
    r"(?:tbd|tba|to be (?:determined|decided|announced|scheduled)|undecided"
    r"|not (?:yet )?(?:set|known|determined|decided|scheduled))"
    rf"(?:\W+(?:pending|until|till|awaiting) (?:{_RESULTS}|{_LOOKED_FOR}))?\W*$",
    rf"^\W*{_WHO}(?:please |pls )?(?:wait(?:ing)?|await(?:ing)?|hold(?:ing)?(?: off)?)(?: (?:for|on|until|till))?"
    r" (?:(?:the|his|her|surgical|abdominal|open)\W+)*(?:wound|incision)s?(?: \w+){0,2} (?:heal\w*|clos\w+)\W*$",
    rf"^\W*{_WHO}chang(?:es|ed) (?:(?:his|her|their) )?mind (?:re|about|regarding|on)\W+{_IT.replace('*', '+')}\W*$",
    # in short, chosen otherwise, or not for this patient
    rf"^\W*{_WHO}(?:please |pls )?(?:cxl(?:e?d)?|cx'?d)(?: (?:this |the )?(?:order|rx|script))?{_END}",
    r"^\W*(?:(?:please|pls|to|ok to) )*d/?c(?:'?d)? (?:this |the )?(?:order|rx|script|prescription)\W*$",
    rf"^\W*{_WHO}holding off(?: (?:on|with|start\w*|the|this|therapy|treatment|tx|drug|tki|cabo\w*|for now))*"
    rf"(?:\W*$| (?:until|till)\b(?! further| \d){_SUPPLY})",
    rf"^\W*{_WHO}not a candidate(?: for (?:(?:a|any|this|systemic|oral|further) )*"
    rf"(?:tki|treatment|therapy|tx|drug|chemo(?:therapy)?|cabo\w*))?{_END}",
    r"^\W*(?:active surveillance|watchful waiting|observation)(?: only)?"
    rf" (?:chosen|elected|preferred|for now|instead|per {_PATIENT})\W*$",
    rf"^\W*{_PATIENT} (?:elect|choose|prefer|want|opt)(?:s|ed)?(?: for)?"
    r" (?:active surveillance|watchful waiting|observation)\W*$",
    rf"^\W*{_WHO}(?:not indicated|no longer (?:indicated|appropriate|needed|required|necessary)){_END}",
    r"^\W*(?:(?:this|order|rx|was|is) )*(?:meant|intended) for "
    r"(?:mr|mrs|ms|(?:(?:a )?different|another|other) (?:pt|patient))\b",
    rf"^\W*no systemic (?:tx|therapy|treatment){_END}",
    # it was ordered by mistake
    r"(?<!old )(?<!prior )(?<!previous )(?<!other )(?<!first )(?<!last )(?<!earlier )(?<!duplicate )"
    r"\b(?:order|rx|script|prescription|this|it|entry)\b[^,;]{0,20}\b(?:by|was|is|were|a) (?:mistake|accident)\b",
    r"\b(?:placed|entered|ordered|sent|written|signed|submitted|prescribed|transmitted|e-?scribed|e-?prescribed)"
    r" (?:by (?:mistake|accident)|accidentally|mistakenly|inadvertently|erroneously|unintentionally)\b",
    r"\b(?:accidentally|mistakenly|inadvertently|erroneously|unintentionally)"
    r" (?:placed|entered|ordered|sent|written|signed|submitted|prescribed|e-?scribed|e-?prescribed|selected"
    r"|clicked)\b(?! (?:\w+ )?to )",
    r"\b(?:mistaken|accidental|erroneous|inadvertent|unintended) (?:order|rx|entry|prescription|script)\b",
    # put off
    rf"{_PART}(?:(?:drug|treatment|therapy|tx|cabo\w*|tki|of) )*(?:start(?: date)?|initiation|beginning|treatment"
    rf"|therapy|tx|first dose)"
    rf" (?:(?:is|was|has been|being|to be|of (?:drug|therapy|treatment|tx|cabo\w*)) )*"
    rf"(?:deferred|postponed|delayed|put off|on hold|pushed(?: back| out)?|cancell?ed)"
    rf"(?! (?:labs?|imaging|scans?)\b){_SUPPLY}{_GONE_ON}",
    rf"^\W*(?:(?:please|pls|plan to|will|we|to) )*(?:delay|defer|postpone|hold off)(?:ing|ed)?"
    rf"(?: (?:on|start\w*|the|this|therapy|treatment|tx|drug|cabo\w*|for now))* (?:until|till)\b(?! further"
    rf"| \d){_SUPPLY}",
    rf"^\W*(?:(?:please|pls|plan to|will|we|to|pt|patient) )*(?:wait(?:ing)?(?: for| on)?|await(?:ing)?|hold for"
    rf"|holding for)\b"
    r"(?! (?:for |on |the |his |her )*(?:insur|(?:prior )?auth|pa\b|pharm|ship|deliver|co-?pay|approv|baseline"
    r"|consent))[^,;]{1,40}"
    rf"\b(?:before|prior to) (?:the )?{_START}{_IT}{_END}",
)  # fmt: skip
"""For clauses in small letters."""
SUBJECTLESS = regex(
    r"\b(?:offer\w*|counsel\w*|educat\w*|vaccin\w*|port|interpreter|transport\w*|consult\w*|home health|assist\w*"
    r"|trial|genetic\w*"
    r"|blister|pill ?box|biops\w*|transfus\w*|scans?|imaging|labs?|infusion|port-a-cath|radiation|xrt|surgery"
    r"|biosimilar|generic"
    r"|flu|covid|steroids?|prior order|previous|old order|duplicate|other order)\b"
)
"""Before such words: something else was declined, put off or ordered."""
