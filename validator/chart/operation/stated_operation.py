"""Operations that a Condition names: "s/p ORIF 11/10/2026", and "S/P nephrectomy" with an onset.

Lists of problems keep the state after an operation for good, so that without a day it tells nothing. CLARIFICATIONS
A291, A539.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.chart.fact import RiskCondition, Surgery
from validator.chart.reader import Reader
from validator.instant import PartialDate
from validator.terminology.domain import RISK
from validator.verdict import Truth

_LONGEST_MONTH = 31


def stated_operations(reader: Reader, told: Iterable[RiskCondition]) -> Iterator[Surgery]:
    """The operations that conditions name, on the day that their words tell, or perhaps on that of their onset.

    An onset is the day of the operation, or that on which somebody wrote the list down: whether it was done then is
    UNKNOWN. Where it is the day of the entry itself, as an import writes it, or a year alone, it tells no day.
    """
    operations = reader.book.of_role(RISK, "operation")
    for one in told:
        groups = one.groups & operations
        if not groups or one.onset is None:
            continue
        if one.is_dated_in_words:
            ahead = one.onset.first > reader.as_of.last
            yield Surgery(groups, one.name, planned=ahead, evidence=one.evidence, day=one.onset)
        elif one.told_by == "Condition" and not _tells_no_day(one.onset, one.recorded):
            yield Surgery(
                groups, one.name, planned=False, evidence=one.evidence, day=one.onset, took_place=Truth.UNKNOWN,
                is_state=True,
            )  # fmt: skip


def _tells_no_day(onset: PartialDate, recorded: PartialDate | None) -> bool:
    """Whether an onset is a year alone, or may be no other day than that on which its entry was written."""
    if (onset.last - onset.first).days > _LONGEST_MONTH:
        return True
    fewest, most = onset.days_until(recorded) if recorded is not None else (1, 1)
    return fewest <= 0 <= most
