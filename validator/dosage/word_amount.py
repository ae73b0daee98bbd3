"""Whether a frequency stands directly behind an amount, so that it says how often that amount is taken."""

from __future__ import annotations

from validator.dosage.word_kind import Kind, Stated
from validator.dosage.word_pattern import FORM, MASS
from validator.regex import regex

_AMOUNT_BEFORE = regex(
    rf"(?:{MASS}|(?<![\w.])\d{{1,2}} ?{FORM})"
    r"[\s,()]*(?:(?:po|p\.o\.|by mouth|oral(?:ly)?|tab(?:let)?s?|of|cabo\w*|total|dose|given|taken"
    r"|once|daily|every|day|at|bedtime|in|the|morning|evening|nightly|qd|q[ap]m)[\s,()]*)*$"
)
_OFTEN = frozenset({Kind.FREQUENCY, Kind.TIMES, Kind.AS_NEEDED})


def is_beside_an_amount(said: Stated) -> bool:
    """Whether what is stated is how often, and an amount of the drug stands right before it: "60 mg twice daily"."""
    if said.kind not in _OFTEN:
        return False
    clause = said.clause.lower()
    at = clause.find(said.words.lower().strip())
    return at > 0 and _AMOUNT_BEFORE.search(clause, 0, at) is not None
