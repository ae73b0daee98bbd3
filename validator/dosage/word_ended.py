"""Words that end a treatment or hand an order back without a verb of stopping: hospice, another patient, an allergy.

Each is a pattern for `word_taken_back`, which knows the names of the drug and what before or behind it is not meant: a
condition, a denial, another person, what goes on again. Source: READINGS 4. CLARIFICATIONS A345.
"""

from __future__ import annotations

from validator.dosage.word_topic import DATE, MONTH

_PLEASE = r"^\W*(?:(?:please|pls|this|the|rx|order|script|prescription|drug|med(?:ication)?|is|was|has|been|now)\W+)*"
_PATIENT = r"(?:the )?(?:pt|patient|he|she|member)"
_ONLY_FOR_COMFORT = (
    r"(?:hospice(?: care)?|comfort (?:care|measures)(?: only)?|cmo|best supportive care(?: only)?|supportive care only"
    r"|bsc(?: only)?)"
)
_GOES_INTO = (
    r"(?:pursu(?:e|es|ed|ing)|transition\w*(?: \w+)? (?:to|into)|enroll?\w*(?: (?:in|into|on|with))?|enter(?:s|ed|ing)"
    r"|elect(?:s|ed|ing)?|opt(?:s|ed|ing)? for|choos(?:e|es|ing)|chose|admitted(?: (?:in)?to)?|await(?:s|ing)"
    r"|(?:going|went|goes) (?:on|to|into|home (?:with|on|w/))|start(?:s|ed|ing)?|moving (?:in)?to)"
)
_NOT_DECIDED = r"\b(?:if|when|once|unless|vs|versus|declin\w+|refus\w+|not|deferred|revok\w+|discharged)\b"
"""Behind hospice: it is no more than spoken of, or over."""
_WILL_NOT = (
    r"(?:(?:refus(?:es?|ed|ing)|declin(?:es?|ed|ing)|unwilling) to|will not|won'?t|not (?:going|willing|planning) to"
    r"|(?:does not|doesn'?t|did not|didn'?t) (?:want|wish|plan|intend) to|decided not to|chose not to)"
)
_UNTIL_NOBODY_KNOWS = r"(?:further notice|notified|told|called|we call|instructed)"
_BECAUSE = r"(?:for|due to|d/t|because of|secondary to|2/2|with|given|after)"
_OVER_NOW = (
    r"(?:stopped|stopping|held|holding|d/?c'?d|discontinued|discontinuing|paused|pausing|withheld|withholding"
    r"|on hold)"
)
_LONG_AGO = (
    rf"(?![^;]*\b(?:in (?:the past|{MONTH}|(?:19|20)\d\d)|last (?:year|spring|summer|fall|winter)|previously)\b)"
)
_STOP = r"(?:stop|hold|d/?c|discontinue|pause|quit|end)"
_GONE_ON = r"(?:pd|pod|progress(?:ion|ed|ive|ing)?)\b(?! or\b)(?![^;]*\bor (?:unaccept|intoler|tox))"
_LASTING = r"(?:anaphyla\w*|angioedema|hypersensitiv\w*|stevens\W+johnson|sjs|allerg\w*)"
_NOT_TO_BE = (
    r"(?:(?:(?:is|are) )?(?:not|no longer) to be|is no longer(?: being)?|(?:should|must|may|can|will|ought to) (?:not"
    r"|no longer) be|(?:cannot|can't|shouldn't|mustn't|won't) be)"
)


def ended(names: str, this: str, the: str, treatment: str, at_end: str) -> tuple[str, ...]:
    """The patterns, for clauses in small letters, of which any takes the order back. `names` finds the drug's names,
    `this` the drug itself and nothing said of it, `the` what may stand before it, `treatment` what it is called, and
    `at_end` where nothing but a reason or a day follows."""
    ordered = rf"{the}(?:{this}|(?:this|the) (?:drug|med(?:ication)?))"
    return (
        # the order was for somebody else, or went back
        r"\bnot (?:meant |intended |ordered )?(?:for )?this (?:pt|patient|person)\b\W*$",
        rf"{_PLEASE}(?:meant |intended )?for (?:a |an )?(?:different|another|other) (?:pt|patient|person)\b\W*$",
        rf"{_PLEASE}return(?:ed)? to stock\W*$",
        rf"{_PLEASE}(?:see|refer to) (?:the )?new(?:er|est)? (?:rx|order|script|prescription)\W*$",
        r"^\W*(?:this )?(?:rx|order|script|prescription) (?:has been |was |is |now )*(?:replaced|superseded)\W*$",
        # it is to be given no longer
        rf"\b(?:should|must|ought to|needs? to) (?:no longer|not) (?:be )?"
        rf"(?:on|tak(?:e|ing)|receiv(?:e|ing)|giv(?:e|en)) {ordered}(?: or [a-z]+)?{at_end}",
        rf"\b(?:{names}|(?:this|the) (?:drug|med(?:ication)?)) {_NOT_TO_BE} "
        rf"(?:taken|given|continued|administered|used|resumed|restarted)(?: any (?:more|longer))?{at_end}",
        rf"\b(?:stop|d/?c|discontinue|end) {ordered}\W+(?:after|with|at|when) (?:(?:this|the|current|end|of) )+"
        r"(?:bottle|fill|supply|refill|cycle|month|box)\b(?![^;]*\b(?:if|when|unless)\b)",
        rf"^\W*(?:{_PATIENT} )?(?:had |took |(?:his|her) )*last (?:dose|day|pill|tablet)s?(?: of| on)? {ordered}"
        rf"(?! (?:before|prior|pre|until))(?=\W*(?:$|(?:on |was |is |as of )*(?:\d|today|yesterday|tonight)[^,;]*$))",
        r"^\W*(?:(?:goc|goals of care|plan|code status|dispo\w*)\W+)*"
        r"(?:(?:pt|patient|now|is|on|transition\w*|to|chang\w*)\W+)*"
        rf"{_ONLY_FOR_COMFORT}(?:{at_end}|,\W*no (?:more|further) {treatment}\b)",
        rf"\b{_GOES_INTO} (?:(?:home|inpatient|gip|the|local|outside) )*"
        r"(?:hospice|comfort (?:care|measures)|best supportive care|bsc)\b"
        rf"(?! (?:info|talk|discuss|volunteer|consult\w* (?:declin|refus)))(?![^;]*{_NOT_DECIDED})",
        # it was stopped or is held, and why: a reason of now is no condition
        rf"^\W*(?:(?:{_PATIENT}|we|md|np|onc|rn|is|are|am|has|have|been|now|currently|again)\W+)*"
        rf"{_OVER_NOW} {ordered}\W*(?:(?:on |as of )?{DATE}\W*)?{_BECAUSE} (?!\d|an? |one |two |three |food"
        rf"|meal){_LONG_AGO}",
        rf"^\W*(?:[a-z]+\W+){{0,2}}(?:{names})\W*(?:(?:is|now|being|has been|currently|still|remains)\W+)*{_OVER_NOW}"
        rf"\W*(?:(?:on |as of |since )?{DATE}\W*)?{_BECAUSE} (?!\d|an? |one |two |three ){_LONG_AGO}",
        rf"\b{_PATIENT} (?:(?:to|will|should|must|is|was|needs|plans|told|instructed|advised) ?)+ {_STOP} {ordered}"
        rf"\W*(?:on |as of |starting |from )?{DATE}",
        rf"^\W*(?:(?:{_PATIENT}|please|pls|to|will|we|plan)\W+)*{_STOP} {ordered}\W*(?:(?:on |as of )?{DATE}\W*)?"
        rf"(?:for|at|with) (?:(?:disease|tumou?r|radiographic|clinical|clear|confirmed) )*{_GONE_ON}",
        rf"^\W*(?:{_PATIENT} )?(?:(?:is|are|now|currently|will|be|remains?|still|to|starting|started) )*(?:on|taking)"
        rf"(?: an?)? (?!lunch|work|school|spring|winter|summer|coffee)(?:(?:\w+[ -]){{0,3}}?(?:treatment"
        rf"|therapy|tx|drug|tki"
        rf"|chemo|dosing|cabo\w*|weeks?|wks?|months?|short|brief|planned) )?(?:break|holiday)\b(?! (?:is "
        rf"|was )?over)",
        rf"^\W*(?:{_PATIENT} )?last (?:dose|day|pill|tablet)s?(?: of| on)? (?:the )?(?:therapy|treatment|tx|drug|med)"
        r"(?=\W*(?:on |was |is )*(?:today|tonight|tomorrow)\b)",
        rf"\b{_WILL_NOT} (?:take|start|begin|continue|fill|pick up)(?: (?:it|this|them))?{at_end}",
        rf"^\W*(?:{_PATIENT} )?(?:has |had )?never (?:picked (?:it )?up|filled|started|began|took)(?: (?:it|this|rx))?"
        rf"(?:{at_end}|(?= from (?:the )?(?:specialty|pharmacy|sp)\b))",
        rf"\b(?:will|plans? to|is going to) (?:change|switch) (?:the |his |her )?(?:tx|regimen|{treatment})s?{at_end}",
        rf"\b{_STOP} {ordered}\W*(?:x|for|until|till)? ?\d+ ?(?:d|days?|w|wks?|weeks?|doses?)\b"
        r"(?! (?:before|prior|pre|after|post|if|when))",
        rf"\bself[ -](?:d/?c'?(?:e?d)?|discontinued|stopped|held)\b(?=\W*(?:$|\d|due|because|for|meds?\b|drug\b"
        rf"|{ordered}))",
        rf"^\W*(?:{_PATIENT}|(?:this|the) (?:drug|med(?:ication)?)|{names})?\W*(?:(?:is|now|currently|put|placed) )*"
        rf"(?:on hold|holding|pausing|paused) (?:x|for) ?\d+ ?(?:d|days?|w|wks?|weeks?)\b(?! (?:before|prior|pre"
        rf"|after|post|if|when)){_LONG_AGO}",
        # nobody will begin it
        rf"\b(?:not|never|isn'?t|aren'?t|won'?t(?: be)?|will not be) (?:(?:going|planning|willing|able"
        rf"|ready) to (?:be )?)?"
        rf"(?:re-?)?(?:start|begin|tak|us|continu|resum|pursu|initiat)(?:e|ing|ning)? {ordered}{at_end}",
        rf"\b(?:decid\w+|elect\w*|opt\w*|advis\w+|recommend\w*|leaning|chose) (?:against|away from) "
        rf"(?:(?:start|begin|tak|us|continu)\w+ )?{ordered}{at_end}",
        # its beginning waits for nobody knows what, or for what is no condition
        rf"\b(?:defer|delay|postpone)(?:s|ed|ing)? (?:(?:start|beginning|starting|the|his|her|of) )*"
        rf"(?:{this}|{treatment})\W*(?:until|till) after\b",
        rf"\b(?:hold|delay|postpone|defer)(?:ing)? (?:the )?(?:start|begin)\w*(?: date)?"
        rf"(?: until| till) {_UNTIL_NOBODY_KNOWS}\b",
        r"\bstart(?: date)? (?:is )?(?:tbd|to be determined|unknown|not (?:yet )?(?:set|known|determined))\b\W+"
        r"(?:please |pls )?(?:do not|don't|dont) (?:ship|dispense|fill|send|deliver|release)\b",
        # it was not borne
        rf"^\W*(?:{_PATIENT} )?(?:is |was |has |been |currently |still )*"
        rf"(?:not|no longer) tolerating {ordered}{at_end}",
        rf"\b(?:intoleran(?:ce|t)|allerg(?:y|ies|ic)|hypersensitivity|anaphyla(?:xis|ctic))\s*"
        rf"(?:reaction )?(?::|to\b|from\b)\s*{ordered}(?!\W*\d)(?![^;]*\b(?:reduc|lower|decreas|dose))",
        rf"\b(?:adr|adverse (?:drug )?reaction|reaction)\s*(?::|to\b|from\b|with\b)\s*{the}"
        rf"(?:{names})\b[^;]*\b{_LASTING}",
        rf"\b(?:{names}) (?:allergy|anaphylaxis|hypersensitivity|intolerance)\b(?!\W*(?:no|none|n|denie[sd]"
        rf"|neg\w*)\b)"
        r"(?![^;]*(?:\b(?:reduc|lower|decreas|dose|alert|check|review)|\d ?mg))",
        rf"\b{_LASTING} (?:reaction )?(?:to|from|with|on) {the}(?:{names})\b",
    )  # fmt: skip
