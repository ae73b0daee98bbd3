"""From the lines of an order to its phases: concurrent lines add up, sequential ones follow each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace as written_as
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from operator import attrgetter

from validator.dosage.bounds import Bounds
from validator.dosage.notes import DosageNotes
from validator.dosage.pattern import ONE_DAY, Every, Once, Weekly, every
from validator.dosage.schedule import Line, NoteCode, Phase
from validator.frozen import Frozen, replace
from validator.instant import PartialDate

_DAY = timedelta(days=1)


class BoundLine(Frozen):
    """One line, its bounds, its Dosage.sequence where given, and the element it was read from."""

    line: Line
    bounds: Bounds
    sequence: int | None
    element: str


def phases_of(lines: Sequence[BoundLine], reading: DosageNotes, *, starts: date | None = None) -> tuple[Phase, ...]:
    """The phases the lines add up to, in time order; empty where the order of them is not known.

    The same sequence number, or none, means concurrent; different numbers mean one after the other. Lines without
    numbers whose dates do not overlap follow each other too. `starts` is the day of lines that state none.
    Source: FHIR R4 Dosage.sequence.
    """
    faults = len(reading.unknown)
    numbers = {*map(attrgetter("sequence"), lines)}
    if len(numbers) <= 1:
        phases = _concurrent(lines, reading, starts)
    elif None in numbers:
        unnumbered = next(line for line in lines if line.sequence is None)
        reading.missing(f"{unnumbered.element}.sequence", "Some instructions are numbered and this one is not.")
        return ()
    else:
        phases = _sequential(lines, reading, starts)
    return phases if len(reading.unknown) == faults else ()


def _sequential(lines: Sequence[BoundLine], reading: DosageNotes, starts: date | None) -> tuple[Phase, ...]:
    groups: dict[int, list[BoundLine]] = {}
    for line in lines:
        groups.setdefault(line.sequence or 0, []).append(line)
    phases: list[Phase] = []
    previous: list[BoundLine] = []
    for sequence in sorted(groups):
        group = _concurrent(groups[sequence], reading, starts if not phases else None)
        if not group:
            return ()
        if phases and not _ends(phases[-1]) and group[0].start is None:
            reading.missing(
                f"{previous[0].element}.timing.repeat.bounds[x]",
                "The instructions follow one another, and this one has no end.",
            )
            return ()
        phases.extend(group)
        previous = groups[sequence]
    _check_order(phases, starts, previous[0].element, reading)
    return tuple(phases)


def _ends(phase: Phase) -> bool:
    """Whether a later phase can follow: the phase has an end, a length, or is a single dose."""
    single = all(isinstance(line.pattern, Once) for line in phase.lines)
    return phase.end is not None or phase.days is not None or single


def _last_day(phase: Phase, starts: date | None) -> PartialDate | None:
    if phase.end is not None:
        return phase.end
    first = phase.start if phase.start is not None else PartialDate.on(starts) if starts is not None else None
    if first is None or phase.days is None or phase.days[0] != phase.days[1] or phase.days[0].denominator != 1:
        return None
    return _moved(first, int(phase.days[0]) - 1)


def _moved(day: PartialDate, days: int) -> PartialDate | None:
    try:
        moved = day.plus_days(days)
    except OverflowError:
        return None
    return PartialDate.on(moved.first) if moved.is_exact else moved


def _check_order(phases: Sequence[Phase], starts: date | None, element: str, reading: DosageNotes) -> None:
    for earlier, later in pairwise(phases):
        last = _last_day(earlier, starts if earlier is phases[0] else None)
        if last is None or later.start is None:
            continue
        # The day on which one phase ends and the next begins may be named by both.
        if later.start.last < last.first:
            reading.contradictory(
                f"{element}.timing.repeat.bounds[x]", "The instructions are to follow one another, and overlap."
            )
        elif (later.start.first - last.last).days > 1:
            reading.note(NoteCode.GAP_BETWEEN_PHASES, element, "Days between two phases have no dose.")


def _concurrent(lines: Sequence[BoundLine], reading: DosageNotes, starts: date | None) -> tuple[Phase, ...]:
    first = lines[0].bounds
    if len({*map(attrgetter("bounds"), lines)}) == 1:
        same_days = first.start is not None and first.start.is_exact
        merged = together([*map(attrgetter("line"), lines)], lines[0].element, reading, same_days=same_days)
        return (Phase(merged, first.start, first.end, first.days),)
    spans = [_span(line, starts) for line in lines]
    if any(span is None for span in spans):
        if len({line.bounds.days for line in lines}) > 1:
            reading.missing(
                f"{lines[0].element}.sequence",
                "The instructions last differently long and do not say whether they run together or in turn.",
            )
        else:
            reading.missing(
                f"{lines[0].element}.timing.repeat.bounds[x]", "Whether the instructions overlap cannot be told."
            )
        return ()
    return _timeline([span for span in spans if span is not None], reading, starts)


class _Span(Frozen):
    line: Line
    element: str
    start: date | None
    end: date | None


def _span(line: BoundLine, starts: date | None) -> _Span | None:
    bounds = line.bounds
    if any(day is not None and not day.is_exact for day in (bounds.start, bounds.end)):
        return None
    start = bounds.start.first if bounds.start is not None else None
    end = bounds.end.first if bounds.end is not None else None
    if bounds.days is not None:
        anchor = start or starts
        shortest, longest = bounds.days
        if anchor is None or shortest != longest or shortest.denominator != 1:
            return None
        try:
            last = anchor + timedelta(days=int(shortest) - 1)
        except OverflowError:
            return None
        start, end = anchor, last if end is None else min(end, last)
    return _Span(line.line, line.element, start, end)


def _timeline(spans: list[_Span], reading: DosageNotes, starts: date | None) -> tuple[Phase, ...]:
    stated = [span.start for span in spans if span.start is not None]
    if starts is not None and stated and starts < min(stated):
        # A line without a start begins with the order, where another line begins later.
        spans = [span if span.start is not None else replace(span, start=starts) for span in spans]
    spans = _aligned(spans)
    known = [span.start for span in spans if span.start is not None] + [
        span.end + _DAY for span in spans if span.end is not None and span.end < date.max
    ]
    edges: list[date | None] = [*sorted(set(known))]
    if not any(span.start is not None for span in spans):
        # No line states a start: all begin when the order does.
        edges.insert(0, None)
    at = {edge: index for index, edge in enumerate(edges)}
    running: list[list[_Span]] = [[] for _ in edges]
    for span in spans:
        begins = at[span.start] if span.start is not None else 0
        ends = at[span.end + _DAY] if span.end is not None and span.end < date.max else len(edges)
        for active in running[begins:ends]:
            active.append(span)
    phases: list[Phase] = []
    gap = False
    for index, (start, active) in enumerate(zip(edges, running, strict=True)):
        following = edges[index + 1] if index + 1 < len(edges) else None
        if not active:
            gap = gap or following is not None
            continue
        merged = together([span.line for span in active], active[0].element, reading, same_days=_one_start(active))
        end = following - _DAY if following is not None else None
        phases.append(
            Phase(merged, PartialDate.on(start) if start is not None else None, PartialDate.on(end) if end else None)
        )
    if gap:
        reading.note(NoteCode.GAP_BETWEEN_PHASES, spans[0].element, "Days between two phases have no dose.")
    return tuple(phases)


def _one_start(spans: Sequence[_Span]) -> bool:
    return spans[0].start is not None and len({span.start for span in spans}) == 1


def _aligned(spans: list[_Span]) -> list[_Span]:
    """Lines of one period of several days that start within it of each other alternate: one phase, with offsets."""
    periods = {
        span.line.pattern.interval
        for span in spans
        if isinstance(span.line.pattern, Every) and span.line.pattern.interval is not None
    }
    starts = [span.start for span in spans if span.start is not None]
    if len(periods) != 1 or len(starts) != len(spans) or len(set(starts)) == 1:
        return spans
    period = periods.pop()
    if any(not isinstance(span.line.pattern, Every) for span in spans) or period.denominator != 1 or period <= 1:
        return spans
    first = min(starts)
    if any(start - first >= timedelta(days=int(period)) for start in starts):
        return spans
    ends = [span.end for span in spans]
    last = max(ends) if None not in ends else None  # type: ignore[type-var]
    if last is None and any(end is not None for end in ends):
        return spans
    found = []
    for span, start in zip(spans, starts, strict=True):
        pattern = span.line.pattern
        assert isinstance(pattern, Every)
        moved = written_as(span.line, pattern=replace(pattern, offset=(start - first).days))
        found.append(_Span(moved, span.element, first, last))
    return found


def together(lines: Iterable[Line], element: str, reading: DosageNotes, *, same_days: bool = False) -> tuple[Line, ...]:
    """Concurrent lines with those of one pattern added up, in one normal order.

    Lines every second day or rarer are added up only where they fall on the same days: two such lines may alternate.
    """
    found = tuple(lines)
    if len(found) == 1:
        return found
    groups: dict[object, list[Line]] = {}
    for line in found:
        groups.setdefault(
            (line.pattern, line.dose.unit, line.as_needed, line.cycle, line.daily_max is None), []
        ).append(line)
    added: list[Line] = []
    for group in groups.values():
        pattern = group[0].pattern
        days_told = same_days or not _may_alternate(pattern)
        if len(group) > 1 and not days_told:
            reading.note(
                NoteCode.SAME_DAYS_NOT_TOLD,
                element,
                "Two lines do not say whether they fall on the same days or alternate.",
            )
        if not days_told or group[0].daily_max is not None:
            added.extend(group)
            continue
        parts: dict[tuple[str, ...], list[Line]] = {}
        for line in group:
            parts.setdefault(line.at, []).append(line)
        summed: list[Line] = []
        # One that tells no time of the day is at that of the others, where they tell one.
        for part in [group] if len(parts.keys() - {()}) <= 1 else parts.values():
            first, *more = [line.dose for line in part]
            total = first.plus(*more) if more else first
            summed.append(written_as(part[0], dose=total, at=next((line.at for line in part if line.at), ())))
        added += _one_regimen(summed)
    return tuple(sorted(added, key=_order))


def _one_regimen(lines: list[Line]) -> list[Line]:
    """One dose in the morning and the same in the evening are that dose twice a day."""
    first = lines[0]
    at = tuple(sorted(time for line in lines for time in line.at))
    if len(lines) == 1 or first.pattern != every(1, ONE_DAY) or any(line.dose != first.dose for line in lines):
        return lines
    if len(set(at)) != len(lines) or not all(len(line.at) == 1 for line in lines):
        return lines
    return [written_as(first, pattern=every(len(lines), ONE_DAY), at=at)]


def _may_alternate(pattern: object) -> bool:
    match pattern:
        case Every():
            return pattern.period_high > 1 and pattern.offset is None
        case Weekly():
            return pattern.weeks > 1
        case _:
            return False


def _order(line: Line) -> tuple[str, Fraction, Fraction, tuple[str, ...], str, Fraction]:
    pattern = line.pattern
    low = high = Fraction(0)
    days: tuple[str, ...] = ()
    if isinstance(pattern, Every):
        low = pattern.period_low / pattern.times_high
        high = Fraction(-1 if pattern.offset is None else pattern.offset)
    elif isinstance(pattern, Weekly):
        low, high, days = Fraction(pattern.weeks), Fraction(pattern.times_high), pattern.days
    return (type(pattern).__name__, low, high, days, line.dose.unit, -Fraction(line.dose.amount.high))
