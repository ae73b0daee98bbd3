"""What the question about a doubtful entry has told of another finding of the same card."""

from __future__ import annotations

from validator.finding import Finding
from validator.rules.dose import ABOVE, OPEN
from validator.rules.gap import RELIED_ON
from validator.rules.indication import DISEASE_OPEN
from validator.rules.set_aside import ENTRY_SET_ASIDE
from validator.rules.stake import doses_in
from validator.verdict import Verdict


def is_told_by_doubt(first: Finding, other: Finding) -> bool:
    """Whether an open finding only says what is left without the entry that the first one asks about."""
    if first.code != ENTRY_SET_ASIDE or other.verdict is not Verdict.UNDETERMINED:
        return False
    if other.code == DISEASE_OPEN:
        # That no diagnosis is left, where the question is whether one on file is right.
        return RELIED_ON in other.message and any(one.startswith("Condition/") for one in first.missing)
    doses = doses_in(other.heading) if other.code in (ABOVE, OPEN) else ""
    return bool(doses) and doses.lower() in f"{first.message} {first.detail}".lower()


def leaves_nothing(first: Finding, other: Finding) -> bool:
    """Whether it is told so, and nothing is left to say: a dose that stands without the entry has its evidence."""
    return is_told_by_doubt(first, other) and other.code != ABOVE
