"""Numbers that label data compare with or give, and that the gist beside them does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from typing import Any

from validator.finding import Confidence
from validator.label.model import Label, Statement
from validator.quantity import plain
from validator.regex import regex

_DAYS_A_WEEK, _MONTHS_A_YEAR, _MINUTES_AN_HOUR = 7, 12, 60
_TIMES = regex(r"\d (?:hour|minute)")


def doses_unsaid(label: Label) -> Iterator[str]:
    """Doses and times of a label that its own gists do not say, each as a clause.

    A step may be said as the dose after it or as the change ("lower by 20 mg"), and one that was inferred need not be
    said. Nor need what a dose by body size is at most, as labels give it for the start alone, and the time to a meal
    where the gist tells no times ("on an empty stomach").
    """
    for regimen in label.regimen:
        for dose in regimen.ladder:
            if not says(regimen.gist, dose.mg):
                yield f"regimen {regimen.id} gives {dose}, which its gist does not say"
    for adjustment in label.adjustment:
        for step in adjustment.steps:
            change = abs(step.after.mg - step.before.mg)
            is_read = step.confidence is not Confidence.INFERRED
            if is_read and not says(adjustment.gist, step.after.mg) and not says(adjustment.gist, change):
                yield f"adjustment {adjustment.id} goes to {step.after}, which its gist does not say"
    taken = label.administration
    tells_times = _TIMES.search(taken.gist) is not None
    for minutes in (taken.before_meal, taken.after_meal):
        if tells_times and minutes is not None and not says(taken.gist, Decimal(minutes), "minutes"):
            yield f"administration has {minutes} minutes to a meal, which its gist does not say"


def unsaid(question: Any, statement: Statement) -> Iterator[str]:
    """Numbers of a criterion that the gist does not say; what it calls a project choice need not stand there."""
    for name, number in numbers_in(question):
        if name not in question.choices and not says(statement.gist, number, name):
            yield f"compares {question.kind}.{name} with {number}, which its gist does not say"


def numbers_in(question: Any) -> Iterator[tuple[str, Decimal]]:
    """The numbers of a criterion, each with the name of its key."""
    for one in fields(question):
        value = getattr(question, one.name)
        for number in value if isinstance(value, tuple) else (value,):
            if isinstance(number, str) and not re.fullmatch(r"\d+(?:\.\d+)?", number):
                continue
            if isinstance(number, int | Decimal | str) and not isinstance(number, bool):
                yield one.name, Decimal(number)


def says(gist: str, number: Decimal, unit: str = "") -> bool:
    """Whether a gist says this number, of days, months or minutes also in weeks, years or hours."""
    spellings = {plain(number)}
    if unit == "days" and number % _DAYS_A_WEEK == 0:
        spellings.add(f"{plain(number / _DAYS_A_WEEK)} week")
    if unit == "months" and number % _MONTHS_A_YEAR == 0:
        spellings.add(f"{plain(number / _MONTHS_A_YEAR)} year")
    if unit == "minutes" and number % (_MINUTES_AN_HOUR // 2) == 0:
        spellings.add(f"{plain(number / _MINUTES_AN_HOUR)} hour")
    return any(re.search(rf"(?<![\d.]){re.escape(one)}(?![\d])(?!\.\d)", gist) for one in spellings)
