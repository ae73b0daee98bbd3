"""Words that end a treatment or hand an order back without a verb of stopping: hospice, another patient, an allergy.

Each is a pattern for `word_taken_back`, which knows the names of the drug and what before or behind it is not meant: a
condition, a denial, another person, what goes on again. Source: READINGS 4. CLARIFICATIONS A345.
"""

from __future__ import annotations

_PLEASE = r"^\W*(?:(?:please|pls|this|the|rx|order|script|prescription|drug|med(?:ication)?|is|was|has|been|now)\W+)*"
_PATIENT = r"(?:the )?(?:pt|patient|he|she|member)"
_ONLY_FOR_COMFORT = r"(?:hospice(?: care)?|comfort (?:care|measures)(?: only)?|cmo)"
_UNTIL_NOBODY_KNOWS = r"(?:further notice|notified|told|called|we call|instructed)"
_LASTING = r"(?:anaphyla\w*|angioedema|hypersensitiv\w*|stevens\W+johnson|sjs|allerg\w*)"


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
        rf"\b(?:stop|d/?c|discontinue|end) {ordered}\W+(?:after|with|at|when) (?:(?:this|the|current|end|of) )+"
        r"(?:bottle|fill|supply|refill|cycle|month|box)\b(?![^;]*\b(?:if|when|unless)\b)",
        rf"^\W*(?:{_PATIENT} )?(?:had |took |(?:his|her) )*last (?:dose|day|pill|tablet)s?(?: of| on)? {ordered}"
        rf"(?! (?:before|prior|pre|until))(?=\W*(?:$|(?:on |was |is |as of )*(?:\d|today|yesterday|tonight)[^,;]*$))",
        r"^\W*(?:(?:goc|goals of care|plan|code status|dispo\w*)\W+)*"
        r"(?:(?:pt|patient|now|is|on|transition\w*|to|chang\w*)\W+)*"
        rf"{_ONLY_FOR_COMFORT}\W*(?:$|,\W*no (?:more|further) {treatment}\b)",
        # its beginning waits for nobody knows what
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
        rf"\b(?:{names}) (?:allergy|anaphylaxis|hypersensitivity|intolerance)\b(?!\W*(?:no|none|n|denie[sd]|neg\w*)\b)"
        r"(?![^;]*(?:\b(?:reduc|lower|decreas|dose|alert|check|review)|\d ?mg))",
        rf"\b{_LASTING} (?:reaction )?(?:to|from|with|on) {the}(?:{names})\b",
    )  # fmt: skip
