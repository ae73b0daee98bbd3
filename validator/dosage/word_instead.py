"""Clauses that put something else in the place of the ordered drug: another drug, or its other form.

"Take sunitinib 50 mg instead" names a dose of its own, as what is given beside a treatment does, and yet takes the
order back. The past ("switched from"), a condition ("if it progresses, switch to") and what is not to be done are not
meant. Source: READINGS 4. CLARIFICATIONS A260.
"""

from __future__ import annotations

import re

from validator.dosage.word_situation import STARTS_A_CONDITION
from validator.dosage.word_vocabulary import is_other_drug, takes_its_place
from validator.regex import regex

_PLEASE = r"\W*(?:(?:please|pls|then|and|will|must|now|to|we|pharmacy|pharmacist|ok(?:ay)? to|may|can)\W+)*"
_THIS = (
    r"(?:(?:it|this|that|the|over|back|rx|script|prescription|order|drug|med(?:ication)?|therapy|treatment|pt|patient"
    r"|him|her|them|cabo\w*|tablets?)\W+)*"
)
_GIVES_WAY = regex(
    rf"{_PLEASE}(?:(?:replace|substitute|exchange)\W+{_THIS}(?:with|by|for)|(?:switch|change|convert"
    rf"|rotate)\W+{_THIS}to)"
    r"\W+(?:the |a |an |oral )*(?P<name>[a-z][a-z-]+)"
    r"(?![^;]*\b(?:if|when|once|upon|on|at)\b(?: [a-z]+){0,3}? (?:pd|progress\w+|intoler\w+|fails?|failure|recurs?"
    r"|recurrence|worsen\w*)\b)"
)
_IS_GIVING_WAY = regex(
    r"\W*(?:(?:now|pt|patient|he|she|we|is|are|am|being|will|be|therefore|so|and|plan|planning|onc(?:ologist)?|md"
    rf"|to|progress(?:ion|ed|ing)?|pd|will|going)\W+)*(?:switch|chang|convert|rotat|transition|mov"
    rf"|cross)ing\W+(?:over\W+|on\W+)?{_THIS}to"
    r"\W+(?:the |oral |iv )*(?P<name>[a-z]+)\b(?! (?:from|as|since)\b)"
    r"(?![^,;]*\b(?:if|when|once|upon|after|pending|at (?:next|further)? ?progression)\b)"
)
"""Another one is being begun: told of now, where "switched" may tell how this one was."""
_GAVE_WAY = regex(
    r"\W*(?:(?:now|pt|patient|he|she|has|been|tx|treatment|therapy|regimen|rx|tki)\W+)*"
    r"(?:(?:switched|changed|converted|replaced|transitioned|moved|rotated|crossed) (?:over |on )?(?:to|with|by)"
    r"|started on) (?P<name>[a-z]+)(?:\s*(?:[+/&]|\band\b)\s*(?P<also>[a-z]+))?(?:"
    r" \d+ ?mg)?"
    r"(?: (?:daily|once daily|twice daily|bid|po|(?:on |as of )?\d{1,2}/\d{1,2}(?![\d/])|today|yesterday|now|instead"
    r"|(?:this|last) week|(?:per|by) (?:pt|patient|md|np|onc\w*|provider|tumou?r board|dr(?:\.? \w+)?)))*\W*"
)
_OTHER_FORM = regex(
    rf"{_PLEASE}(?:substitute|use|give|dispense|switch to|change to|convert to|replace with|fill with"
    rf"|open)\W+(?:{_THIS}"
    r"(?:to|with|into|for)\W+)?(?:the |a |an |one |oral )*capsules?\b(?! shell)"
)
_INSTEAD = regex(r"\binstead\b(?! of\b(?! (?:this|it|the|cabo)))|\bin (?:its|the) (?:place|stead)\b(?! of\b)")
_DOSING = regex(
    rf"{_PLEASE}(?:(?:pt|patient|he|she|plan|is|will|going|be|to)\W+)*(?:take|give|use|start|begin|dispense"
    rf"|administer|prescribe|order|started|began)(?:ing)?\b"
)
_ALONE = regex(rf"{_PLEASE}(?:take|give|dispense|administer)\W+(?:the )?(?P<name>[a-z]+(?:nib|fenib))\W*")
"""A drug of the same kind with neither a dose nor a purpose of its own is given in the place of the ordered one."""
_CHOSEN = regex(
    rf"{_PLEASE}(?:(?:pt|patient|he|she|md|onc\w*|plan|change|new|is|are|decided|on)\W+)*"
    r"(?:(?:go(?:ing)?|went|proceed(?:ing)?|stick(?:ing)?) with|chose|choos(?:es|ing)|prefers?|opt(?:ed|ing|s) for"
    r"|using)?\W*(?:the |oral |iv )*(?P<name>[a-z]+)(?:\s*(?:[+/&]|\band\b)\s*[a-z]+)?(?: \d+ ?mg)?"
    r"(?: (?:daily|bid))?\W+(?=instead|in )"
)
"""Another drug was chosen, with a verb of choice or none: "plan change: axitinib instead"."""
_NAME = regex(r"[a-z][a-z-]+")
_NOT_MEANT = regex(rf"{STARTS_A_CONDITION}|\b(?:not|never|don'?t|no|avoid|cannot|was|were|had|previously|formerly)\b")
_WISHED = regex(r"\b(?:may|can)\b")


def put_in_its_place(clause: str, own: frozenset[str]) -> re.Match[str] | None:
    """The words of a clause, in small letters, by which another drug or form is given instead.

    `own` are the names of the ordered drug, which are no other drug's.
    """
    found = _found(clause, own)
    if found is None or _NOT_MEANT.search(_WISHED.sub("  ", clause[: found.end()])) is not None:
        return None
    return found


def _found(clause: str, own: frozenset[str]) -> re.Match[str] | None:
    for found in (_GIVES_WAY.match(clause), _ALONE.fullmatch(clause)):
        if found is not None and is_other_drug(found["name"]) and found["name"] not in own:
            return found
    gave_way = _GAVE_WAY.fullmatch(clause)
    if gave_way is not None and (also := gave_way["also"]) and (also in own or also.startswith("cabo")):
        gave_way = None
    for found in (gave_way, _IS_GIVING_WAY.match(clause)):
        if found is not None and takes_its_place(found["name"]) and found["name"] not in own:
            return found
    if (form := _OTHER_FORM.match(clause)) is not None:
        return form
    found = _INSTEAD.search(clause)
    if found is None:
        return None
    chosen = _CHOSEN.match(clause)
    if chosen is not None and takes_its_place(chosen["name"]) and chosen["name"] not in own:
        return found
    if _DOSING.match(clause) is None:
        return None
    named = (word[0] for word in _NAME.finditer(clause, 0, found.start()))
    return found if any(is_other_drug(word) and word not in own for word in named) else None
