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
_TEETH = regex(
    r"\W*(?:all\s+(?:4|four)\s+)?(?:impacted\s+)?(?:wisdom\s+(?:tooth|teeth)|(?:third|3rd)\s+molars?)\W*(?:out|removed?|pulled)?\W*",
    re.IGNORECASE,
)
_TALK = regex(
    r"\b(?:consult\w*|clinic|visit|follow\w*|f/?u|pre-?op\w*|post-?op\w*|eval\w*|clearance|discuss\w*|referral|check|teach\w*"
    r"|class|labs?|after|s/p|minor|cataract|eye|skin|mohs|laser|cosmetic|endoscop\w*|colonoscop\w*|egd|biops\w*|port|injection)\b",
    re.IGNORECASE,
)


def names_no_operation(text: str) -> bool:
    """Whether words are a room or surgery alone: an operation, or a visit to those who operate."""
    return _ALONE.fullmatch(text) is not None


def operation_booked(text: str) -> str | None:
    """What the lists call the operation that a visit with these words is booked for; None where they book none so."""
    if _TALK.search(text):
        return None
    if _ROOM.fullmatch(text):
        return "major surgery"
    return "tooth extraction" if _TEETH.fullmatch(text) else None
