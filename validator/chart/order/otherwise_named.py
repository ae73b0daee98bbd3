"""What words beside the code of a labelled product name instead of it: a drug that no list here holds, a strength.

Which words are names of drugs is told by a list and by their endings (`validator.dosage.word_vocabulary`). Words that
name the drug itself, or nearly, are not asked.
"""

from __future__ import annotations

import re
from decimal import Decimal

from validator.chart.drug.respelt import product_meant
from validator.chart.reader import Reader
from validator.dosage.word_vocabulary import is_other_drug
from validator.regex import regex

_WORD = regex(r"[^\W\d_]+")
_MG = regex(r"(?<![\d.,])(\d+(?:\.\d+)?) ?-?(?:mg|milligrams?)(?![\w/])")
_NO_DRUG = regex(
    r"\bplacebo\b|\b(?:double[- ])?blind(?:ed)?\b"
    r"|(?<![\d.,])\d+(?:\.\d+)? ?-?(?:mcg|micrograms?|\u00b5g|\u03bcg)(?![\w/])",
    re.IGNORECASE,
)


def named_instead(reader: Reader, words: str) -> str:
    """The first word that is the name of some drug; empty where there is none, or where the drug itself is meant."""
    found = next((word for word in _WORD.findall(words.lower()) if is_other_drug(word)), "")
    return "" if found and product_meant(reader, words) else found


def strengths_in(words: str) -> frozenset[Decimal]:
    """The amounts in milligrams that words give; concentrations are none."""
    return frozenset(Decimal(amount) for amount in _MG.findall(words.lower()))


def said_of_no_drug(words: str) -> str:
    """What words say that no product of the drug is: a placebo, an amount in micrograms; empty where nothing."""
    found = _NO_DRUG.search(words)
    return " ".join(found[0].lower().split()) if found is not None else ""
