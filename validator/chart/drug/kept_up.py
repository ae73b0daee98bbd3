"""A denied end is a taking: "never stopped rifampin", "ketoconazole not held", "no missed doses of clarithromycin".

What denies the end of a drug, or something else beside it (a complaint, a change), is put as what it says, so that its
"no" is no word against the drug that stands behind it. CLARIFICATIONS A520.
"""

from __future__ import annotations

import re

from validator.regex import regex

_NOT = (
    r"(?:\b(?:not|never|cannot|without|nor|unable\s+to|unwilling\s+to|reluctant\s+to|refus(?:es|ed|ing)\s+to"
    r"|declin(?:es|ed|ing)\s+to|no\s+(?:plans?|intent(?:ion)?s?|need|reason|wish|desire)\s+(?:to|of|for))|\b[a-z]+n't)"
)
_AUXILIARY = (
    r"(?:\b(?:was|is|are|were|has|have|had|did|does|do|should|must|can|could|will|would|may|be|been|still|and|but"
    r"|pt|patient|he|she)\s+){0,5}"
)
_BETWEEN = (
    r"(?:\s+(?:yet|be|been|being|to|ever|have|had|want(?:s|ed)?|wish(?:es)?|plan(?:s|ning)?|intend(?:s|ing)?|going"
    r"|willing|able|ready|completely|fully|actually|come|get|go|gotten|of|on))*\s+"
)
_END = (
    r"(?:stop(?:p(?:ed|ing))?|d/?c(?:'?e?d|ing)?|discontinu(?:e[sd]?|ing)|held|hold(?:ing)?|quit(?:ting)?|interrupt(?:ed|ing)?"
    r"|paus(?:ed?|ing)|ceas(?:ed?|ing)|ended|off|wean(?:ed|ing)?(?:\s+off)?|through\s+with|done\s+with"
    r"|tak(?:en?|ing)\s+off)"
)
_OF_IT = (
    r"(?:\s+(?:(?:taking|drinking|using|eating|any|a|the|his|her|their|doses?|of|it)\s+)*"
    r"(?!(?:and|or|until|till|due|because|if)\b)(?=[a-z])|(?=\s*(?:yet\b|[^\w\s]|$)))(?!\s*(?:and|or)\b)"
)
_ENDED = regex(rf"{_AUXILIARY}{_NOT}{_BETWEEN}{_END}(?!\w){_OF_IT}")
_FINISHED = regex(
    r"\b(?:(?:has|have|is|are)\s+(?:still\s+)?not|hasn't|haven't|isn't|not\s+yet|yet\s+to)\s+(?:yet\s+|been\s+)*"
    r"(?:finish(?:ed)?|complet(?:ed?)|done)(?:\s+with)?\b|\bnot\s+(?:finish|complet)ed\s+yet\b"
)
"""A course that is not finished yet goes on; one that somebody did not finish was given up."""
_GOING_ON = regex(
    r"(?<!after )(?<!before )(?<!upon )(?<!until )(?<!once )\b(?:finishing(?:\s+up)?|completing)\s+(?=[a-z])"
)
_MISSED = regex(
    rf"{_AUXILIARY}{_NOT}{_BETWEEN}(?:miss(?:es|ed|ing)?|skip(?:s|ped|ping)?)(?!\w)"
    r"(?:\s+(?:any|a|the|his|her|single|doses?|of))*"
)
_ASKED = regex(
    r"\b(?:hold|stop|d/?c|discontinue|pause)\s+(?P<what>[a-z][a-z' -]{2,30}?)\s*\?+\s*(?:->?\s*|per\s+\w+\s*:?\s*)?no\b"
    r"(?:[\s,.:-]*(?:just\s+)?(?:continu\w*|keep\w*|stay\w*))?"
)
""""hold rifampin? no, continue"."""
_ALL_BUT = regex(
    r"\b(?:nothing|(?:no|not\s+on|not\s+taking|denies)\s+(?:any\s+)?(?:other\s+|new\s+|home\s+)*"
    r"(?:meds?|medications?|medicines?|drugs?|rx|anything))\s+(?:but|except|save)\s+(?:for\s+)?"
)
_ANY_BUT = regex(r"\banything\s+(?:but|except|other\s+than)\b")
"""What may be taken leaves this one out."""
_THE_ONLY = regex(r"\bonly\s+(?:other\s+|home\s+)*(?:meds?|medications?|medicine|drug|rx)\s+(?:is|are|:)\s+")
_NO_CAUSE = regex(
    r"\bnot\s+(?:due|related|secondary|attributable)\s+to\s+(?P<what>[^.;,\n]{3,40}),\s*which\s+(?:he|she|pt|patient|they)\s+"
    r"(?:still\s+)?(?:takes?|uses?|(?:is|are)\s+(?:on|taking))\b"
)
_BY_MOUTH = regex(r"\b(?:no\s+longer|not)\s+(?:the\s+)?(?:topical|cream|shampoo)\b")
"""A drug that is none for the skin: of what was one, that is no end."""

_COMPLAINT = (
    r"(?:(?:new|other|major|significant|acute|missed|adverse|side|dose|med(?:ication)?|recent|further|active|major|any)\s+)*"
    r"(?:doses?\s+missed|missed\s+doses?|doses|effects?|events?|s/es?|ses|adrs?|ades?|aes?|toxicit(?:y|ies)|issues?|problems?"
    r"|complaints?|concerns?|interruptions?|breaks?|gaps?|lapses?|changes?|trouble|difficult(?:y|ies)|questions?"
    r"|symptoms?|sx|n/?v(?:/?d)?|nausea|vomiting|diarrhea|fevers?|chills|pain|cough|rash|bleeding|fatigue|hfs|ppe|mucositis"
    r"|allergies|known\s+allergies|known\s+drug\s+allergies|new\s+meds?|new\s+medications?)"
)
_NO = r"(?:no|denies(?:\s+any)?|without(?:\s+any)?|nil|zero|w/o)"
_BESIDE = regex(
    rf"\b{_NO}\s+{_COMPLAINT}\s+(?:of|with|from|to|in|on|while\s+on|since\s+(?:starting|start\s+of)|taking)\s+"
    r"(?:(?:the|his|her|dose|doses|of|oral|daily)\s+)*(?=[a-z])"
)
"""What is denied of a drug and leaves it taken: "no side effects from itraconazole"."""
_NOTHING_ELSE = regex(
    rf"\b{_NO}\s+{_COMPLAINT}(?:\s*(?:,|/|\band\b|\bor\b)\s*(?:no\s+)?{_COMPLAINT})*"
    r"(?=\s*(?:[;:,.)\n-]|$|\bsince\b|\btoday\b|\breported\b|\bnoted\b))|\ballergies\s*:\s*(?:none|nkda|no)\b|\bunchanged\b"
)
"""A denial that is complete by itself: nothing that stands behind it is denied."""
_READ_AS: tuple[tuple[re.Pattern[str], str], ...] = (
    (_ASKED, r"continue \g<what>"),
    (_NO_CAUSE, r"takes \g<what>"),
    (_ALL_BUT, "on "),
    (_ANY_BUT, "not"),
    (_THE_ONLY, "on "),
    (_BY_MOUTH, "oral"),
    (_FINISHED, "continues"),
    (_GOING_ON, "continues "),
    (_MISSED, "continues"),
    (_ENDED, "continues "),
    (_BESIDE, "continues "),
    (_NOTHING_ELSE, " "),
)


def kept_up(text: str) -> str:
    """A text in small letters without denials of an end, of a complaint or of a change, which deny no drug."""
    for words, plain in _READ_AS:
        text = words.sub(plain, text)
    return text
