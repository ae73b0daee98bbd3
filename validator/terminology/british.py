"""Listed phrases as they are written in British English: haemorrhage, ischaemia, tumour, oesophageal.

The lists hold the American spelling alone; charts of other countries, and SNOMED CT names of the British edition, hold
the other one, so each phrase is looked for in both.
"""

from __future__ import annotations

from validator.regex import regex

_WAYS = (
    (regex(r"(?<!c)hem(?=[ao])"), "haem"),
    (regex(r"emi(?=as?\b|c\b)"), "aemi"),
    (regex(r"esophag"), "oesophag"),
    (regex(r"edema\b"), "oedema"),
    (regex(r"tumor(?=s?\b)"), "tumour"),
    (regex(r"diarrhea\b"), "diarrhoea"),
    (regex(r"melena\b"), "melaena"),
    (regex(r"\bcesarean\b"), "caesarean"),
    (regex(r"\bleuko"), "leuco"),
    (regex(r"\bfecal\b"), "faecal"),
    (regex(r"(?<=\w{3})iz(?=ed?\b|ing\b|ation\b)"), "is"),
)


def british(phrase: str) -> str:
    """The phrase in British spelling; as it is where both are one, and where it is an abbreviation (in capitals)."""
    for american, spelling in _WAYS:
        phrase = american.sub(spelling, phrase)
    return phrase
