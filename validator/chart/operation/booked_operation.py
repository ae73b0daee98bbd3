"""An operation that an appointment is booked for and does not name: "Surgery", "OR: hernia", "Wisdom teeth".

Under the name of an operating room or of surgery alone whatever stands behind is operated on, and nobody books a tooth
to look at the wisdom teeth. "General surgery" and what only looks or talks are visits. CLARIFICATIONS A483. Source:
FHIR R4 Appointment.description, comment, reasonCode.
"""

from __future__ import annotations

import re

from validator.regex import regex

_ROOM = regex(
    r"\W*(?:(?-i:O\.?R\.?)|(?:(?:same[\s-]?day|day|elective|inpatient|outpatient)\s+)?(?:surgery|operation)|operating\s+room)"
    r"\s*(?:\W*|(?:[:#\u2013-]|case|time|slot)\s*\w[^?]*)",
    re.IGNORECASE,
)
_ALONE = regex(
    r"\W*(?:O\.?R\.?|(?:(?:same[\s-]?day|day|elective|inpatient|outpatient)\s+)?(?:surgery|operation)|operating\s+room)"
    r"\W*(?:case|time|slot)?\W*",
    re.IGNORECASE,
)
_ABROAD = regex(
    r"\W*(?:(?-i:OP)[\s-]?(?:termin|datum|tag)|(?:elektive\s+)?(?:operation|eingriff)|operativer\s+eingriff|chirurgie|cirug\u00eda|cirugia"
    r"|(?:intervenci\u00f3n|procedimiento)\s+quir\u00fargic[ao]|intervention\s+chirurgicale|bloc\s+op\u00e9ratoire"
    r"|(?:station\u00e4re\s+)?aufnahme\s+(?:zur|f\u00fcr)\s+(?:OP|operation)|ingreso\s+para\s+cirug\u00eda|entr\u00e9e\s+pour\s+chirurgie)\W*",
    re.IGNORECASE,
)
_OP_OF = regex(
    r"\W*(?-i:OP)(?:\s*[:\u2013-]\s*|\s+)(?P<of>[A-Z\u00c4\u00d6\u00dc][a-z\u00e4\u00f6\u00fc\u00df-]{3,}(?:\s+(?:links|rechts|bds\.?))?)\W*"
)
_NOT_OPERATED = regex(
    r"\b(?:(?:vor|nach)\w*|aufkl\u00e4rung\w*|gespr\u00e4ch|kontrolle|beratung|planung|sprechstunde|ambulanz|katarakt|augen?|haut|clinic|note|report|bericht)\b",
    re.IGNORECASE,
)
_ANNOUNCED = regex(
    r"\W*(?:(?:admit(?:ted)?|admission|check[\s-]?in|arriv\w+|here)\s+for\s+(?:(?:elective|inpatient|same[\s-]?day)\s+)?(?:surgery|operation|or)"
    r"|pre-?\s?op\w*\W+(?:for\s+)?(?:surgery|operation|(?-i:OR))(?:\W+(?:on\s+)?\d{1,2}/\d{1,2}(?:/\d{2,4})?)?"
    r"|(?:surgery|operation)\s*(?:\W|w/|with|by)*\s*dr\b\.?\s*\w+|oral\s+surgery|surgery|operation|tav[ri]|(?:kypho|vertebro)plasty)\W*",
    re.IGNORECASE,
)
"""What announces an operation that it does not name, or is done by a catheter or a needle: a caution."""
_PEOPLE = regex(
    r"\W*(?:surgery|chirurgie|cirug[\u00edi]a|(?:general|oral|dental|hand|vascular)\s+surgery)\W*", re.IGNORECASE
)
"""A type of service that is the people who operate."""
_TEETH = regex(
    r"\W*(?:(?:all\s+(?:4|four)\s+)?(?:impacted\s+)?(?:wisdom\s+(?:tooth|teeth)|(?:third|3rd)\s+molars?)\W*(?:out|removed?|pulled|ext(?:ractions?)?)?"
    r"|weisheitsz\u00e4hne|muelas\s+del\s+juicio|dents\s+de\s+sagesse|ext(?:raction)?\.?\s*#\s*\d{1,2}"
    r"|zahnextraktion(?:\s+(?:regio\s+)?\d{2})?|extracci\u00f3n\s+dental|extractions?\s+dentaires?)\W*",
    re.IGNORECASE,
)
_TALK = regex(
    r"\b(?:consult\w*|clinic|visit|follow\w*|f/?u|pre-?op\w*|post-?op\w*|eval\w*|clearance|discuss\w*|referral|check|teach\w*"
    r"|class|labs?|after|s/p|minor|cataract|eye|skin|mohs|laser|cosmetic|endoscop\w*|colonoscop\w*|egd|biops\w*|port|injection)\b",
    re.IGNORECASE,
)


def names_no_operation(text: str) -> bool:
    """Whether words are a room or surgery alone: an operation, or a visit to those who operate."""
    return any(one.fullmatch(text) for one in (_ALONE, _ABROAD, _ANNOUNCED))


def is_of_people(text: str) -> bool:
    """Whether a type of service is the people who operate, so that it books nothing."""
    return _PEOPLE.fullmatch(text) is not None


def is_booked_plainly(text: str) -> bool:
    """Whether words announce an operation whatever numbers and signs stand in them."""
    return any(one.fullmatch(text) for one in (_TEETH, _OP_OF, _ABROAD, _ANNOUNCED))


def operation_booked(text: str) -> str | None:
    """What the lists call the operation that a visit with these words is booked for; None where they book none so."""
    if _ABROAD.fullmatch(text) or _ANNOUNCED.fullmatch(text):
        return "major surgery"
    if _TALK.search(text):
        return None
    of = _OP_OF.fullmatch(text)
    if _ROOM.fullmatch(text) or (of is not None and not _NOT_OPERATED.search(of["of"])):
        return "major surgery"
    return "tooth extraction" if _TEETH.fullmatch(text) else None
