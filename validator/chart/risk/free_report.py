"""The sentences of free text in a report or an assessment that may tell of a danger of now.

Such text says as much of what is not there, was before, was looked for or is inside a tumor. A sentence with a word of
these is passed over; what is left is a question at most, never an event. CLARIFICATIONS A231. Source: FHIR R4
DiagnosticReport.conclusion, ClinicalImpression.summary.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.regex import regex

_LONGEST = 4000
"""Characters of a text that are looked at; a choice of this project."""
_END = regex(r"[.;\n\r\u2022]+(?:\s|$)|\s\d{1,2}[.)]\s")
_HEADING = regex(
    r"\W*(?:clinical\s+)?(?:indications?|history|reason|information|comparison|technique|procedure|exam(?:ination)?|request\w*"
    r"|recommend\w*|plan|discussion|question)\b[^:]{0,40}:"
)
"""Behind such a heading stands what was known or asked before."""
_PASSED_OVER = regex(
    r"\b(?:old|remote|chronic|prior|previous(?:ly)?|history|hx|h/o|past|s/p|status\s+post|healed|resolved|resolution|treated|sequela\w*|late\s+effects?"
    r"|rule\s+out|r/o|exclude|to\s+evaluate|evaluate\s+for|assess\s+for|differential|ddx|versus|vs|cannot|can't|could|correlat\w*"
    r"|recommend\w*|consider|risk|protocol|at\s+risk|monitor\w*|precautions?|prophyla\w*|prevent\w*|education|educated|instruct\w*"
    r"|advised|warned|counsel\w*|discussed|return\s+if|call\s+if|if|should|family|mother|father|microhemorrhages?|petechia\w*"
    r"|consent\w*|complications?\s+include|including)\b"
)
_NEW_SINCE = regex(
    r"(?<!no )(?<!not )\bnew\s+(?:since|from|compared\s+(?:to|with))\s+(?:the\s+|a\s+)?(?:prior|previous)\b"
)
"""The study before is what it is new beside: "portal vein thrombosis, new since prior"."""
_LESION = regex(
    r"\b(?:mass(?:es)?|tumou?rs?|lesions?|cysts?|cystic|metast\w+|nodules?|neoplasms?|thrombus|adenoma|malignan\w+"
    r"|carcinoma)\b"
)
_WITHIN = regex(
    r"\b(?:intra\w*(?:tumou?ral|lesional)|internal(?:ly)?|within|into|hemorrhagic|component|degeneration|necro\w+)\b"
)
_IN_THE_HEAD = regex(
    r"\b(?:brain|cereb\w+|intra(?:cranial|cerebral|ventricular|parenchymal)|head|subarachnoid|subdural)\b"
)


def sentences_that_may_tell(text: object) -> Iterator[str]:
    """The sentences that are neither of the past, of a question, nor of what a tumor looks like inside."""
    if not isinstance(text, str):
        return
    for sentence in _END.split(text[:_LONGEST]):
        plain = sentence.lower()
        if not plain.strip() or _HEADING.match(plain) or _PASSED_OVER.search(_NEW_SINCE.sub("", plain)):
            continue
        if _LESION.search(plain) and _WITHIN.search(plain) and not _IN_THE_HEAD.search(plain):
            continue
        yield sentence.strip()
