"""Whether what a resource says of its time can be believed: its days, its periods, and where it began and ended.

Source: FHIR R4 and R5 Period (per-1), dateTime, data-absent-reason.
"""

from __future__ import annotations

from operator import methodcaller
from typing import Any

from validator.chart.entry.when import BEGAN_AND_ENDED, DATES, HOLD_PERIODS, date_of, day_written, periods_of
from validator.chart.observed.value import says_absent
from validator.fhir.account import Why

_TELLS_WHEN_DONE = methodcaller("startswith", ("performed", "occurrence"))
_READ_TIMES = frozenset({"performedDateTime", "performedPeriod", "occurrenceDateTime", "occurrencePeriod", "performer"})


def fault_of_time(kind: str, tree: dict[str, Any]) -> tuple[Why, tuple[str, ...]] | None:
    """Why the time that a resource of a kind tells cannot be believed, and in which elements; None: it can.

    A period that ends before it starts can be believed at neither end, and so can a condition that was over before it
    began; what is no day of the calendar is no date, and one that calls itself absent is none either.
    """
    periods = periods_of(tree) if not HOLD_PERIODS.isdisjoint(tree) else []
    for name, period in periods:
        if _is_reversed(period.get("start"), period.get("end")):
            return Why.PERIOD_REVERSED, (name,)
    if (
        kind == "Condition"
        and "abatementDateTime" in tree
        and _is_reversed(*(tree.get(one) for one in BEGAN_AND_ENDED))
    ):
        return Why.PERIOD_REVERSED, BEGAN_AND_ENDED
    for name in filter(_TELLS_WHEN_DONE, tree):
        if name not in _READ_TIMES:
            return Why.NO_USABLE_DATE, (name,)
    given: list[tuple[str, dict[str, Any], str]] = []
    for name in DATES:
        if name in tree:
            given.append((name, tree, name))
    for name, period in periods:
        given += ((name, period, "start"), (name, period, "end"))
    for element, within, name in given:
        text = within.get(name)
        # A day that is none of the calendar, or beside which stands that there is none.
        if isinstance(text, str) and (
            day_written(text) is None or (f"_{name}" in within and says_absent(within[f"_{name}"]))
        ):
            return Why.NO_USABLE_DATE, (element,)
    return None


def reversed_days(tree: dict[str, Any]) -> tuple[str, str] | None:
    """The first start and end of which the end comes first, as days; None where there is no such pair."""
    pairs = [(period.get("start"), period.get("end")) for _, period in periods_of(tree)]
    for start, end in (*pairs, (tree.get(BEGAN_AND_ENDED[0]), tree.get(BEGAN_AND_ENDED[1]))):
        if _is_reversed(start, end):
            return str(start)[:_DAY], str(end)[:_DAY]
    return None


_DAY = len("2026-01-01")


def _is_reversed(start_text: object, end_text: object) -> bool:
    start, end = date_of(start_text), date_of(end_text)
    return start is not None and end is not None and end.last < start.first
