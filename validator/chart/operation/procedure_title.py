"""An operation by a title of ICD-10-PCS without its code: "Resection of Left Kidney, Open Approach".

Such a title is put together of a root operation, a body part and an approach, as the code is of characters, so the
words tell what the pattern of the code tells: an open or laparoscopic approach opens the body. What only looks
(Diagnostic), and an operation on an eye, do not count, nor does a laparoscopic approach to a region that is no organ.
Source: ICD-10-PCS, medical and surgical section.
"""

from __future__ import annotations

import re

from validator.regex import regex

_ROOTS = (
    "Alteration|Bypass|Control|Creation|Destruction|Detachment|Dilation|Division|Drainage|Excision|Extirpation|Extraction"
    "|Fragmentation|Fusion|Insertion|Inspection|Map|Occlusion|Reattachment|Release|Removal|Repair|Replacement|Reposition"
    "|Resection|Restriction|Revision|Supplement|Transfer|Transplantation"
)
_TITLE = regex(
    rf"^(?:{_ROOTS})\s.+,\s+(?:(?P<open>Open)|Percutaneous\s+Endoscopic|.*\bwith\s+Percutaneous\s+Endoscopic\s+Assistance)"
    r"(?:\s+Approach)?(?P<more>,.*)?$",
    re.IGNORECASE,
)
_LOOKS = regex(r"\bDiagnostic\b", re.IGNORECASE)
_EYE = regex(
    r"\b(?:eye(?:lid)?|conjunctiva|anterior\s+chamber|choroid|cornea|extraocular\s+muscle|iris|lacrimal\s+(?:duct|gland)|lens"
    r"|retina(?:l\s+vessel)?|sclera|vitreous)\b",
    re.IGNORECASE,
)
_REGION = regex(
    r"\b(?:(?<!humeral\s)head|face|(?<!bladder\s)neck|jaw|chest\s+wall|back|(?:cranial|peritoneal|pleural|pericardial|pelvic|oral|thoracic)\s+cavity(?:\s+and\s+throat)?|mediastinum"
    r"|retroperitoneum|abdominal\s+wall|perineum|(?:gastrointestinal|genitourinary|respiratory)\s+tract|extremity|region|axilla"
    r"|(?:upper|lower)\s+(?:arm|leg)|forearm|hand|thumb|finger|buttock|foot|toe|hindquarter|forequarter)"
    r"(?=,|\s+(?:with|using|to|for|by)\b)",
    re.IGNORECASE,
)
"""A region as the body part itself: an artery, muscle or joint of one is an organ."""


def opens_the_body(words: str) -> bool:
    """Whether the words are the title of an operation that opens the body."""
    found = _TITLE.match(words.strip())
    if found is None or _EYE.search(words) or (found["more"] is not None and _LOOKS.search(found["more"])):
        return False
    return found["open"] is not None or _REGION.search(words) is None
