"""Other orders, therapies, interacting drugs and operations over time, against the treatment that is ordered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import reduce
from operator import or_

from validator.assessment.situation import Situation
from validator.chart.topic import Group
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.picture.days import Days
from validator.picture.drawing import WIDTH, Picture, bar, dot, label, line, picture
from validator.picture.markup import Markup
from validator.report.plain_text import plain_text, shortened
from validator.terminology.domain import DRUG
from validator.verdict import Truth

_ROW, _TOP, _BAR = 44, 30, 14
_MOST_ROWS = 12
_LONGEST_NAME = 72
_LETTER = 7.4
"""About how wide a letter of a name is."""


class _Row(Frozen):
    """One thing over time. `goes_on` UNKNOWN: its end is not told. A thing of one day has `is_event`."""

    name: str
    kind: str
    start: PartialDate | None
    stop: PartialDate | None
    goes_on: Truth
    is_event: bool = False

    @property
    def words(self) -> str:
        """The row as a sentence without its end."""
        if self.is_event:
            return f"{self.name}: {_day(self.start)}"
        start = f"from {_day(self.start)}" if self.start is not None else "start not told"
        if self.stop is not None:
            return f"{self.name}: {start} to {_day(self.stop)}"
        match self.goes_on:
            case Truth.TRUE:
                return f"{self.name}: {start}, going on"
            case Truth.FALSE:
                return f"{self.name}: {start}, over, end not told"
            case Truth.UNKNOWN:
                return f"{self.name}: {start}, end not told"

    @property
    def days(self) -> Iterator[date]:
        """Every day that it names."""
        for when in (self.start, self.stop):
            if when is not None:
                yield from (when.first, when.last)


def timeline(situation: Situation, name: str) -> Picture | None:
    """The treatment and what stands around it, one row each, oldest first; None where nothing else is on file.

    A beginning or an end that is not told is drawn open. More than twelve rows are only told in words.
    """
    ordered = situation.chart.as_of
    others = sorted(_rows(situation), key=lambda row: next(row.days, date.max))
    if not others:
        return None
    order = situation.order
    own = _Row("This order", "treatment", order.starts or order.authored or ordered, order.ends, Truth.TRUE)
    shown = [*others[:_MOST_ROWS], own]
    days = Days.over(
        [ordered.first, ordered.last, *(day for row in shown for day in row.days)], left=16, right=WIDTH - 16
    )
    bottom = _TOP + len(shown) * _ROW
    shapes = [*days.axis(_TOP, bottom), line(days.at(ordered.last), _TOP, days.at(ordered.last), bottom, "order-day")]
    shapes.append(label("order", days.at(ordered.last), _TOP - 10, anchor="middle"))
    for number, row in enumerate(shown):
        shapes += _drawn(row, days, _TOP + number * _ROW, ordered)
    facts = [f"{row.words}." for row in (*others, own)]
    if len(others) > _MOST_ROWS:
        facts.append(f"{len(others) - _MOST_ROWS} more than are drawn.")
    return picture(name, "Treatment over time", facts, bottom + 24, shapes)


def _drawn(row: _Row, days: Days, y: float, ordered: PartialDate) -> Iterator[Markup]:
    """The name of a row above its bar or point."""
    first = next(row.days, ordered.first)
    x = days.at(first)
    room = WIDTH - days.left - len(row.name) * _LETTER
    yield label(row.name, max(min(x + 4, room), days.left), y + 13)
    y += 18
    if row.is_event:
        yield dot(x, y + _BAR / 2, f"point {row.kind}", row.words)
        return
    is_open = row.stop is None and row.goes_on is not Truth.FALSE
    right = days.at(row.stop.last) if row.stop is not None else days.right if is_open else x
    left = x if row.start is not None else days.left
    kind = f"span {row.kind}" + ("" if row.stop is not None or row.goes_on is Truth.TRUE else " open")
    yield bar(left, y, right - left, _BAR, kind=kind if row.start is not None else f"{kind} open", says=row.words)


def _rows(situation: Situation) -> Iterator[_Row]:
    chart = situation.chart
    none: frozenset[Group] = frozenset()
    adjusting = reduce(or_, (one.when.names().groups for one in situation.label.adjustment), none)
    interacting = {group for domain, group in adjusting if domain == DRUG}
    for order in chart.orders:
        if order.authored is not None or order.starts is not None:
            start = order.starts or order.authored
            yield _Row(_short(order.product.name), "treatment", start, order.ends, _goes_on(order.status))
    for therapy in chart.therapies:
        kind = "interacting" if therapy.groups & interacting else "therapy"
        yield _Row(_short(therapy.name), kind, therapy.start, therapy.stop, therapy.current)
    for surgery in chart.surgeries:
        if surgery.day is not None:
            yield _Row(_short(surgery.name), "operation", surgery.day, None, Truth.FALSE, is_event=True)


def _goes_on(status: str | None) -> Truth:
    """Whether an order is still carried out, by its status; UNKNOWN for one on hold, and for any other word."""
    if status == "active":
        return Truth.TRUE
    return Truth.FALSE if status in _OVER else Truth.UNKNOWN


_OVER = frozenset({"completed", "stopped", "ended", "cancelled"})


def _short(words: str) -> str:
    return shortened(plain_text(words), _LONGEST_NAME)


def _day(when: PartialDate | None) -> str:
    return when.text[:10] if when is not None else "day not told"
