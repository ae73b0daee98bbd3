"""Whose a drug is by the words of its own name: "Rifampin (wife)", "ketoconazole for dog", "ketoconazole (allergy)".

Lists of a household hold what somebody else takes. Only words directly at the name count, and what they say is told by
the entry itself. CLARIFICATIONS A241. Source: FHIR R4 MedicationStatement.medication[x], MedicationRequest.
"""

from __future__ import annotations

import re

from validator.regex import regex

_KIN = (
    r"(?:wife|husband|spouse|partner|mother|father|mom|dad|son|daughter|sister|brother|roommate"
    r"|dogs?|cats?|horse|puppy|kitten|pets?)"
)
_OF_ANOTHER = regex(
    rf"\(\s*(?:(?:for|of)\s+)?(?:(?:his|her|the|pt's|patient's)\s+)?{_KIN}(?:'s|s')?(?:\s+(?:only|takes?|rx|med(?:ication)?s?))?\s*\)"
    rf"|\bfor\s+(?:(?:his|her|the|pt's|patient's)\s+)?{_KIN}(?:'s)?\b(?!\s*(?:allerg|bite|scratch|dander))"
    rf"|[-,]\s*(?:(?:his|her|pt's|patient's)\s+)?{_KIN}(?:'s\b|\s*$)"
    rf"|^\W*(?:(?:his|her|pt's|patient's)\s+)?{_KIN}'s\s+(?!claw\b)",
    re.IGNORECASE,
)
_ALLERGIC_TO_IT = regex(
    r"\(\s*(?:allerg(?:y|ic)|intoleran(?:ce|t)|adverse\s+reaction)\s*\)\s*$|\s[-,]\s*(?:allerg(?:y|ic)|intoleran(?:ce|t))\s*$"
    r"|^\W*(?:allerg(?:y|ic)|intoleran(?:ce|t))\s*(?:to\b|:)",
    re.IGNORECASE,
)


def is_of_another(name: str) -> bool:
    """Whether the name of a drug says that it is somebody else's or an animal's, or what the patient is allergic to."""
    return _OF_ANOTHER.search(name) is not None or _ALLERGIC_TO_IT.search(name) is not None
