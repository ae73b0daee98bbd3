"""A cancer whose own text says that it is suspected, or was ruled out, though its code names it.

Such a Condition is not confirmed: it decides nothing and hides nothing. Only a text that is the name and the doubt
counts: what is doubted beside a name ("RCC, suspected lung metastases") is another thing. CLARIFICATIONS A287. Source:
FHIR R4 Condition.code.text.
"""

from __future__ import annotations

import re

from validator.chart.disease.grade_words import names_tumor
from validator.fhir.element import CodeableConcept
from validator.regex import regex
from validator.terminology.codebook import Codebook

_BEFORE = regex(
    r"\W*(?:(?:(?:rule[sd]?|ruling)[\s-]*out|r/o|suspect(?:ed)?|suspicion\s+(?:of|for)|suspicious\s+for|possible|probable"
    r"|presumed|presumptive|likely|query|questionable|concern(?:ing)?\s+for|evaluat(?:e|ion)\s+for|work-?\s?up\s+for"
    r"|no\s+(?:evidence|sign)s?\s+of|no|excluded)\b\W*|\?\s*)+(?P<name>[^,;]*)",
    re.IGNORECASE,
)
_BEHIND = regex(
    r"(?P<name>[^,;]*?)[\s,(:-]*(?:(?:was|has\s+been|is)\s+)?(?:(?:ruled|r/o'?d)\s*out|excluded|suspected|unconfirmed|presumed"
    r"|not\s+(?:yet\s+)?(?:confirmed|proven)|unlikely|to\s+be\s+ruled\s+out|\?)\W*",
    re.IGNORECASE,
)
_OF_MORE = regex(
    r"\b(?:met(?:s|a\w+)|recur\w*|relaps\w*|progress\w*|spread|residual|local\w*|nod(?:es?|al)|invasion|thromb\w*|response"
    r"|involvement|extension|stage\w*|advanced|unresectable|change|longer)\b",
    re.IGNORECASE,
)
"""Words by which the doubt is of the cancer's course, and not of the cancer."""


def is_doubted(book: Codebook, code: CodeableConcept | None) -> bool:
    """Whether the text of a cancer is its name with a doubt or a denial, and nothing else."""
    text = " ".join(code.text.split()) if code is not None and code.text else ""
    found = _BEFORE.fullmatch(text) or _BEHIND.fullmatch(text) if text else None
    if found is None or _OF_MORE.search(found["name"]):
        return False
    return names_tumor(book, found["name"]) or bool(book.diseases.words_for(found["name"]))
