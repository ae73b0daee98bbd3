"""Whether a drug or procedure was had, and whether it goes on: what status and dates say, on the chart's day."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from validator.chart.concept import words_of
from validator.chart.drug import course
from validator.chart.drug.course import Exposure, Supplied
from validator.chart.drug.told_course import days_told, end_told
from validator.chart.drug.treatment import Outlook
from validator.chart.observed.amount import days_either_way, days_of
from validator.chart.order.supply import days_handed_out, supply
from validator.chart.reader import Reader, first_date
from validator.chart.settings import COURSES
from validator.fhir.element import Period
from validator.fhir.entry import Entry
from validator.fhir.resource import (
    MedicationAdministration,
    MedicationDispense,
    MedicationRequest,
    MedicationStatement,
    Procedure,
)
from validator.frozen import replace
from validator.instant import PartialDate
from validator.verdict import Truth

UNSIGNED_DAYS = 30
"""Of a draft written longer ago (exclusive) nobody knows whether it is meant. CLARIFICATIONS, a project choice."""


def bounds_of(reader: Reader, entry: Entry) -> tuple[PartialDate | None, PartialDate | None]:
    """First start and last end of the bounds of several dosages; no end unless each dosage has one."""
    starts: list[PartialDate] = []
    ends: list[PartialDate] = []
    dosages = entry.dosages
    for index, dosage in enumerate(dosages.read):
        repeat = dosage.timing.repeat if dosage is not None and dosage.timing is not None else None
        period = repeat.bounds_period if repeat is not None else None
        place = f"{dosages.name}[{index}].timing.repeat.boundsPeriod"
        start = reader.date(period.start, entry, f"{place}.start") if period is not None else None
        end = reader.date(period.end, entry, f"{place}.end") if period is not None else None
        if start is not None:
            starts.append(start)
        if end is not None:
            ends.append(end)
    first = min(starts, key=lambda day: day.first) if starts else None
    last = max(ends, key=lambda day: day.last) if ends and len(ends) == len(dosages.read) else None
    return first, last


def of_request(reader: Reader, entry: Entry, body: MedicationRequest, *, is_short_course: bool = False) -> Exposure:
    """A request counts as had once it was ordered and its start has come; a draft, a proposal or an option does not."""
    authored = reader.date(body.authored_on, entry, "authoredOn")
    starts = reader.start_of(body.effective_dose_period, entry, "effectiveDosePeriod")
    bounds = course.bounds_of(entry.dosages, starts or authored)
    if not bounds.is_readable:
        reader.set_aside(entry, "has bounds that cannot be read")
    start = bounds.start or starts or authored
    stop = first_date(bounds.end, reader.end_of(body.effective_dose_period, entry, "effectiveDosePeriod"))
    status = body.status or "without a status"
    ordered = body.intent not in ("proposal", "plan", "option")
    match status:
        case "draft" | "cancelled":
            given = Truth.FALSE
        case "active" | "completed" | "stopped" | "on-hold" | "ended":
            # Some systems write what a patient reports as intent `plan`: then it may have been taken.
            given = Truth.TRUE if ordered else (Truth.UNKNOWN if body.intent == "plan" else Truth.FALSE)
        case _:
            given = Truth.UNKNOWN
    use = Exposure(_worded(status, body.intent), given, Truth.UNKNOWN, start, stop)
    filled = _prescribed(entry, body)
    match status:
        case "draft" if body.intent not in ("proposal", "option"):
            # What is ordered in the same breath counts as taken, whenever it begins. One that lay unsigned may have
            # been given up, or be signed now with the day on which it was begun.
            unsigned = Truth.UNKNOWN if _lies_unsigned(authored, reader.as_of) else Truth.TRUE
            return _on_the_day(reader, replace(use, current=unsigned))
        case "active" if body.intent not in ("proposal", "option") and bounds.is_readable:
            going_on = Truth.UNKNOWN if bounds.is_one_day else Truth.TRUE
            active = replace(use, current=going_on)
            taken = _either_way(
                filled, lambda one: course.running(active, reader.as_of, supply=one, is_short_course=is_short_course)
            )
            return _on_the_day(reader, course.ended_by_words(taken, reader.as_of, end_told(entry.dosages)))
        case "active" | "draft":
            # What is only proposed may never be taken; of bounds that cannot be read nobody knows whether they ended.
            return _on_the_day(reader, use)
        case "completed" | "stopped" | "ended":
            past, is_stopped = replace(use, current=Truth.FALSE), status != "completed"
            over = _either_way(filled, lambda one: course.ended(past, reader.as_of, supply=one, is_stopped=is_stopped))
            return _on_the_day(reader, over)
        case "cancelled":
            return _on_the_day(reader, replace(use, current=Truth.FALSE))
        case _:
            return _on_the_day(reader, use)


def _lies_unsigned(authored: PartialDate | None, now: PartialDate) -> bool:
    """Whether a draft was surely written longer ago than anybody waits to sign it."""
    return authored is not None and authored.days_until(now)[0] > UNSIGNED_DAYS


def of_statement(reader: Reader, entry: Entry, body: MedicationStatement, *, is_short_course: bool = False) -> Exposure:
    """R4 by status, R5 by adherence; what is recorded without an end goes on. Not taken is neither had nor going on."""
    period = body.effective_period
    point = reader.date(body.effective_date_time, entry, "effectiveDateTime")
    start = first_date(reader.start_of(period, entry, "effectivePeriod"), point)
    stop = reader.end_of(period, entry, "effectivePeriod")
    word = _adherence(body)
    status = word or body.status or "without a status"
    use = Exposure(status, Truth.TRUE, Truth.TRUE, start, stop)
    if status.startswith("not-taking") or status == "not-taken":
        return replace(use, given=Truth.FALSE, current=Truth.FALSE)
    if status == "intended":
        return course.begins(use, reader.as_of)
    if status.startswith(("completed", "stopped")):
        end = first_date(stop, point) if status.startswith("completed") else stop
        over = replace(use, current=Truth.FALSE, stop=end)
        if end is None:
            said = reader.date(body.date_asserted, entry, "dateAsserted")
            over = course.ended(replace(over, over_by=said), reader.as_of, supply=None, is_stopped=True)
        return _on_the_day(reader, over, ended_by_status=True)
    if status.startswith("on-hold"):
        return _on_the_day(reader, replace(use, current=Truth.UNKNOWN))
    if status in ("active", "recorded") or status.startswith("taking"):
        # R5 `recorded`: the record is complete; without adherence or an end, what is recorded goes on.
        return _on_the_day(reader, _goes_on(reader, entry, body, use, is_short_course=is_short_course))
    unclear = replace(use, given=Truth.UNKNOWN, current=Truth.UNKNOWN)
    return unclear if status == "draft" else _on_the_day(reader, unclear)


def _adherence(body: MedicationStatement) -> str | None:
    """R5 adherence by its code, else by its words as the code writes them ("Not taking" is `not-taking`)."""
    concept = body.adherence.code if body.adherence is not None else None
    if concept is None:
        return None
    codes = sorted(coding.code for coding in concept.coding if coding.code)
    words = ("-".join(text.lower().split()) for text in words_of(concept))
    return next((one for one in (*codes, *words) if one), None)


def _goes_on(
    reader: Reader, entry: Entry, body: MedicationStatement, use: Exposure, *, is_short_course: bool
) -> Exposure:
    """A statement that a drug is taken, until its own bounds or the course its words tell end.

    One that was made after that end says the drug was taken all the same, so whether it is now is not clear.
    """
    bounds = course.bounds_of(entry.dosages, use.start)
    if not bounds.is_readable:
        reader.set_aside(entry, "has bounds that cannot be read")
        return replace(use, current=Truth.UNKNOWN)
    begun, told = first_date(use.start, bounds.start), days_told(entry.dosages)
    supply = Supplied(told, is_course=True) if told is not None else None
    last = end_told(entry.dosages)
    ends = bounds.end or last or (begun.plus_days(told - 1) if begun is not None and told is not None else None)
    said = reader.date(body.date_asserted, entry, "dateAsserted")
    if use.stop is None and ends is not None and said is not None and ends.before(said) is Truth.TRUE:
        return replace(use, start=begun, current=Truth.UNKNOWN)
    use = replace(use, start=begun, stop=first_date(use.stop, bounds.end))
    if bounds.is_one_day:
        use = replace(use, current=Truth.UNKNOWN)
    going_on = course.running(use, reader.as_of, supply=supply, is_short_course=is_short_course)
    return course.ended_by_words(going_on, reader.as_of, last)


def of_administration(reader: Reader, entry: Entry, body: MedicationAdministration) -> Exposure:
    """What was given was had; R4 `effective[x]`, R5 `occurence[x]` (so spelt by the standard)."""
    start, stop, point = _days_given(
        reader,
        entry,
        {"effectivePeriod": body.effective_period, "occurencePeriod": body.occurence_period},
        {"effectiveDateTime": body.effective_date_time, "occurenceDateTime": body.occurence_date_time},
    )
    status = body.status or "without a status"
    match status:
        case "completed" | "stopped":
            # An administration is over when it is done; that the drug goes on is for its request or statement to say.
            return _on_the_day(reader, Exposure(status, Truth.TRUE, Truth.FALSE, start, stop), ended_by_status=True)
        case "in-progress":
            return _on_the_day(reader, Exposure(status, Truth.TRUE, Truth.TRUE, start, None if point else stop))
        case "not-done":
            return Exposure(status, Truth.FALSE, Truth.FALSE, start, stop)
        case _:
            end = None if point else stop
            return _on_the_day(reader, Exposure(status, Truth.UNKNOWN, Truth.UNKNOWN, start, end))


def of_dispense(reader: Reader, entry: Entry, body: MedicationDispense) -> Exposure:
    """What was handed over was had. While its supply lasts, whether it is taken is unclear; then it is over.

    Without a supply it is unclear for as long as one fill commonly lasts.
    """
    start = first_date(
        reader.date(body.when_handed_over, entry, "whenHandedOver"),
        reader.date(body.when_prepared, entry, "whenPrepared"),
    )
    days = days_handed_out(entry, body.quantity, days_of(body.days_supply))
    stop = start.plus_days(int(days)) if start is not None and days is not None else None
    status = body.status or "without a status"
    match status:
        case "completed":
            given = Truth.TRUE
        case "cancelled" | "declined" | "preparation" | "on-hold":
            return Exposure(status, Truth.FALSE, Truth.FALSE, start, None)
        case _:
            given = Truth.UNKNOWN
    use = Exposure(f"dispensed ({status})", given, Truth.UNKNOWN, start, stop)
    if start is not None and stop is None and start.days_until(reader.as_of)[0] > COURSES.handed_out_days:
        use = replace(use, current=Truth.FALSE, outlook=Outlook.USED_UP)
    return _on_the_day(reader, use)


def of_procedure(reader: Reader, entry: Entry, body: Procedure) -> Exposure:
    """A completed procedure was had; one in preparation or not done was not."""
    start, stop, point = _days_given(
        reader,
        entry,
        {"performedPeriod": body.performed_period, "occurrencePeriod": body.occurrence_period},
        {"performedDateTime": body.performed_date_time, "occurrenceDateTime": body.occurrence_date_time},
    )
    status = body.status or "without a status"
    match status:
        case "completed" | "stopped":
            return _on_the_day(reader, Exposure(status, Truth.TRUE, Truth.FALSE, start, stop), ended_by_status=True)
        case "in-progress" | "on-hold":
            return _on_the_day(reader, Exposure(status, Truth.TRUE, Truth.TRUE, start, None if point else stop))
        case "preparation" | "not-done":
            return Exposure(status, Truth.FALSE, Truth.FALSE, start, stop)
        case _:
            return _on_the_day(reader, Exposure(status, Truth.UNKNOWN, Truth.UNKNOWN, start, stop))


def _days_given(
    reader: Reader, entry: Entry, periods: dict[str, Period | None], days: dict[str, str | None]
) -> tuple[PartialDate | None, PartialDate | None, PartialDate | None]:
    """First day, last day and the one day that is told instead; elements of R4 and of R5 by name, one is there."""
    name = next((name for name, one in periods.items() if one is not None), "")
    period = periods.get(name)
    point = first_date(*(reader.date(text, entry, element) for element, text in days.items()))
    start, stop = reader.start_of(period, entry, name), reader.end_of(period, entry, name)
    return first_date(start, point), first_date(stop, point), point


def _on_the_day(reader: Reader, use: Exposure, *, ended_by_status: bool = False) -> Exposure:
    """The same exposure, judged on the chart's day: what ended by then is over, what begins later is not yet given.

    A status tells today; for an earlier day, an exposure that ended after it was still going on.
    """
    current, given = use.current, use.given
    if use.stop is not None:
        over = use.stop.before(reader.as_of)
        if over is Truth.TRUE:
            current = Truth.FALSE
        elif over is Truth.UNKNOWN and current is Truth.TRUE:
            current = Truth.UNKNOWN
        elif ended_by_status and over is Truth.FALSE and use.stop.first > reader.as_of.last and given is Truth.TRUE:
            current = Truth.TRUE
    if use.start is not None and use.start.first > reader.as_of.last:
        given = Truth.FALSE
    return replace(use, given=given, current=current)


def _prescribed(entry: Entry, body: MedicationRequest) -> tuple[Supplied | None, ...]:
    """The supply of a request, and the course that its words tell, whichever is longer, each way it may be read."""
    stated, request = supply(entry, body.dispense_request), body.dispense_request
    told = days_told(entry.dosages)
    repeats = stated.repeats if stated is not None else None
    found: list[Supplied | None] = []
    for written in (days_either_way(request.expected_supply_duration) if request is not None else ()) or (None,):
        handed = days_handed_out(entry, request.quantity, written) if request is not None else None
        days = max(ceil(handed or 0), ceil(told or 0))
        found.append(Supplied(days, repeats, told is not None) if days > 0 else None)
    return tuple(found)


def _either_way(ways: tuple[Supplied | None, ...], judge: Callable[[Supplied | None], Exposure]) -> Exposure:
    """What each way to read a supply makes of a course; unclear where they make different things of it."""
    first, *others = map(judge, ways)
    if others and any((one.current, one.outlook) != (first.current, first.outlook) for one in others):
        return replace(first, current=Truth.UNKNOWN, outlook=Outlook.PLAIN)
    return first


def _worded(status: str, intent: str | None) -> str:
    return status if intent in (None, "order", "original-order") else f"{status} {intent}"
