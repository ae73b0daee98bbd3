"""Sentences of a sig that are understood and say nothing of its dose: "Hold 3 weeks before surgery."

A sig is read whole or not at all. Its grammar knows how a drug is taken; what concerns other matters (READINGS of the
words of an order: advice of the label, conditions before a hold, telephones, refills) is known to `words`, clause by
clause. A clause of which that leaves nothing over is understood, and the rest is the sig. One with an amount of a drug,
a change or an end stays: where nothing else tells the dose, it may be told there ("if tolerated increase to 80 mg").
"""

from __future__ import annotations

import re

from validator.dosage.silent_names import SilentNames
from validator.dosage.word_kind import NamesInWords
from validator.regex import regex

_MAY_CHANGE_IT = regex(
    r"\d\s*-?\s*(?:m?g|mcg|tab|cap|pill|dose)|\b(?:half|double|twice|second)\b"
    r"|\b(?:reduc|decreas|lower|increas|rais|titrat|escalat|taper)|\b(?:stop|end|discontinue)s?\s+(?:after|in|on|at)\b",
    re.IGNORECASE,
)
"""An amount of a drug, a change of the dose, an end of it on a day."""


def without_silent(text: str, names: SilentNames) -> str:
    """The sig without its silent clauses; as it is where it has none, or nothing else."""
    # Here and not above: the patterns of `words` take a tenth of a second to compile, and most sigs read without them.
    from validator.dosage.words import Words, clauses, plain, read_words

    known = NamesInWords(tuple(sorted(name.lower() for name in names.drug)))
    kept = [one for one in clauses(plain(text)) if _MAY_CHANGE_IT.search(one) or read_words(one, known) != Words()]
    return ". ".join(kept) if kept else text
