"""Exposure to a drug or procedure that a label statement may be about, from every resource that can show one.

Requests, statements, administrations, dispenses and procedures, in R4 and R5 spelling. Whether an exposure came
before the order, or is going on, is for the criterion to judge: the dates are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from validator.chart.concept import (
    DOMAINS_OF_DRUGS,
    DOMAINS_OF_PROCEDURES,
    any_listed,
    as_concept,
    coded,
    groups_of,
    has_known_code,
    is_known_system,
    name_of,
    words_of,
)
from validator.chart.extent import DOMAIN as EXTENT
from validator.chart.fact import Therapy, TherapyKind
from validator.chart.medication import (
    DRUG_DOMAINS,
    HasMedication,
    drug_of,
    groups_by_name,
    parts_of,
    words_are_systemic,
)
from validator.chart.reader import Reader, between, evidence, first_date
from validator.chart.route import LOCAL, ORAL, OTHER, TUBE, route_of
from validator.chart.status import ENTERED_IN_ERROR
from validator.fhir.element import CodeableConcept, QuantityElement
from validator.fhir.entry import Entry
from validator.fhir.resource import (
    MedicationAdministration,
    MedicationDispense,
    MedicationRequest,
    MedicationStatement,
    Procedure,
)
from validator.instant import PartialDate
from validator.quantity import Quantity, UnitMismatchError, ucum_unit
from validator.verdict import Basis, Truth

SELF = "self:prior_cabozantinib"
MEDICATION_TYPES = (
    "MedicationRequest",
    "MedicationStatement",
    "MedicationUsage",
    "MedicationAdministration",
    "MedicationDispense",
)
_PROGRESSION = re.compile(r"\b(?:progress(?:ed|ion) on|disease progression|progressive disease)\b", re.IGNORECASE)
_NOT_PROGRESSION = re.compile(r"\b(?:no|not|without|prevent|risk of|avoid)\b", re.IGNORECASE)

_Body = MedicationRequest | MedicationStatement | MedicationAdministration | MedicationDispense


@dataclass(frozen=True, slots=True)
class _Use:
    """What status and dates say about one exposure."""

    status: str
    given: Truth
    current: Truth
    start: PartialDate | None
    stop: PartialDate | None


def may_matter(reader: Reader, entry: Entry) -> bool:
    """Whether a medication resource can be about a listed drug. Cheap: only its medication element is looked at.

    A resource with a reference, or with a code that is not listed, may still name a listed drug.
    """
    raw = entry.raw
    element = raw.get("medicationCodeableConcept")
    if element is None:
        wrapper = raw.get("medication")
        element = wrapper.get("concept") if isinstance(wrapper, dict) else None
        if element is None:
            return True
    if any_listed(reader.book, DOMAINS_OF_DRUGS, element):
        return True
    if not isinstance(element, dict):
        return False
    return any(groups_by_name(reader, words) for words in words_of(as_concept(element)))


def therapies_of(reader: Reader, entry: Entry) -> Iterator[Therapy]:
    """The therapy one medication resource shows, when its drug is of a known group."""
    match entry.resource_type:
        case "MedicationRequest":
            body: _Body | None = reader.body(entry, MedicationRequest)
        case "MedicationStatement" | "MedicationUsage":
            body = reader.body(entry, MedicationStatement)
        case "MedicationAdministration":
            body = reader.body(entry, MedicationAdministration)
        case _:
            body = reader.body(entry, MedicationDispense)
    if body is None or body.status == ENTERED_IN_ERROR:
        return
    if isinstance(body, MedicationRequest) and body.do_not_perform:
        return
    said = parts_of(reader, entry, body)
    drug = drug_of(reader, said)
    groups = drug.groups
    if any(groups_of(reader.book, "products", part.concept) for part in said.parts):
        groups |= {SELF}
    if SELF in groups:
        # Cabozantinib itself is not the earlier therapy that a label asks for before cabozantinib.
        groups = frozenset({SELF})
    if not groups:
        if said.lost and not said.parts:
            reader.set_aside(entry, "names its drug only by a reference that leads nowhere")
        return
    kind, use, progressed, dosage = _read(reader, entry, body)
    says = f"{drug.name}, {use.status}{between(use.start, use.stop)}"
    basis = Basis.TEXT if drug.named_by_text else Basis.CODED
    yield Therapy(
        groups=groups,
        name=drug.name,
        kind=kind,
        evidence=evidence(entry, says, _medication_element(body), basis),
        current=use.current,
        given=use.given,
        start=use.start,
        stop=use.stop,
        systemic=_systemic(dosage, drug.systemic),
        progressed=progressed,
        named_by_text=drug.named_by_text,
        intent=body.intent if isinstance(body, MedicationRequest) else None,
        dosage=dosage,
    )


def unlisted(entry: Entry) -> Therapy | None:
    """A medication of no known group: it shows that a medication history is on file, and nothing else."""
    if entry.raw.get("status") == ENTERED_IN_ERROR:
        return None
    kind = _KINDS[entry.resource_type]
    return Therapy(frozenset(), "a medication of no listed group", kind, evidence(entry, "other medication"),
                   current=Truth.UNKNOWN, given=Truth.UNKNOWN)  # fmt: skip


def of_procedure(reader: Reader, entry: Entry) -> Iterator[Therapy]:
    """The therapy a Procedure shows: radiation, ablation, resection, or the giving of a listed drug."""
    if not any_listed(reader.book, DOMAINS_OF_PROCEDURES, entry.raw.get("code")) and not _named(reader, entry):
        return
    body = reader.body(entry, Procedure)
    if body is None or body.status == ENTERED_IN_ERROR:
        return
    groups = frozenset[str]().union(*(groups_of(reader.book, domain, body.code) for domain in DRUG_DOMAINS))
    by_text = not groups and body.code is not None
    if by_text and body.code is not None:
        groups = _by_name(reader, body.code)
    groups = frozenset(group for group in groups if not group.startswith("trap:"))
    if not groups:
        return
    use = _procedure_use(reader, entry, body)
    name = name_of(body.code, coded(reader.book, "prior-therapy", body.code))
    shown = evidence(
        entry, f"{name}, {use.status}{between(use.start, use.stop)}", "code", Basis.TEXT if by_text else Basis.CODED
    )
    yield Therapy(
        groups, name, TherapyKind.PROCEDURE, shown, use.current, use.given, use.start, use.stop, named_by_text=by_text
    )


_KINDS = {
    "MedicationRequest": TherapyKind.REQUEST,
    "MedicationStatement": TherapyKind.STATEMENT,
    "MedicationUsage": TherapyKind.STATEMENT,
    "MedicationAdministration": TherapyKind.ADMINISTRATION,
    "MedicationDispense": TherapyKind.DISPENSE,
}


def _read(reader: Reader, entry: Entry, body: _Body) -> tuple[TherapyKind, _Use, Truth, tuple[dict[str, Any], ...]]:
    match body:
        case MedicationRequest():
            reasons = (body.status_reason,) if body.status_reason else ()
            return (
                TherapyKind.REQUEST,
                _request_use(reader, entry, body),
                _progressed(reader, reasons),
                body.dosage_instruction,
            )
        case MedicationStatement():
            return (
                TherapyKind.STATEMENT,
                _statement_use(reader, entry, body),
                _progressed(reader, body.status_reason),
                body.dosage,
            )
        case MedicationAdministration():
            dosage = (body.dosage,) if body.dosage else ()
            return TherapyKind.ADMINISTRATION, _administration_use(reader, entry, body), Truth.UNKNOWN, dosage
        case MedicationDispense():
            return TherapyKind.DISPENSE, _dispense_use(reader, entry, body), Truth.UNKNOWN, body.dosage_instruction


def bounds_of(reader: Reader, entry: Entry, dosages: tuple[dict[str, Any], ...], name: str) -> tuple[
    PartialDate | None, PartialDate | None
]:  # fmt: skip
    """First start and last end of the bounds of several dosages; no end unless each dosage has one."""
    starts: list[PartialDate] = []
    ends: list[PartialDate] = []
    endless = not dosages
    for index, dosage in enumerate(dosages):
        timing = dosage.get("timing")
        repeat = timing.get("repeat") if isinstance(timing, dict) else None
        period = repeat.get("boundsPeriod") if isinstance(repeat, dict) else None
        period = period if isinstance(period, dict) else {}
        place = f"{name}[{index}].timing.repeat.boundsPeriod"
        start, end = (
            reader.date(text, entry, f"{place}.{side}") if isinstance(text := period.get(side), str) else None
            for side in ("start", "end")
        )
        if start is not None:
            starts.append(start)
        if end is None:
            endless = True
        else:
            ends.append(end)
    first = min(starts, key=lambda day: day.first) if starts else None
    last = None if endless or not ends else max(ends, key=lambda day: day.last)
    return first, last


def _request_use(reader: Reader, entry: Entry, body: MedicationRequest) -> _Use:
    starts, ends = bounds_of(reader, entry, body.dosage_instruction, "dosageInstruction")
    start = first_date(
        starts,
        reader.start_of(body.effective_dose_period, entry, "effectiveDosePeriod"),
        reader.date(body.authored_on, entry, "authoredOn"),
    )
    stop = first_date(ends, reader.end_of(body.effective_dose_period, entry, "effectiveDosePeriod"))
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
    match status:
        case "active" | "draft":
            current = Truth.TRUE
        case "completed" | "stopped" | "cancelled" | "ended":
            current = Truth.FALSE
        case _:
            current = Truth.UNKNOWN
    return _on_the_day(reader, _Use(_worded(status, body.intent), given, current, start, stop), ended_by_status=True)


def _statement_use(reader: Reader, entry: Entry, body: MedicationStatement) -> _Use:
    period = body.effective_period
    start = first_date(
        reader.start_of(period, entry, "effectivePeriod"),
        reader.date(body.effective_date_time, entry, "effectiveDateTime"),
    )
    stop = reader.end_of(period, entry, "effectivePeriod")
    adherence = {c.code or "" for c in body.adherence.code.coding} if body.adherence and body.adherence.code else set()
    word = next((one for one in sorted(adherence) if one), None)
    status = word or body.status or "without a status"
    if status.startswith("not-taking") or status == "not-taken":
        return _Use(status, Truth.FALSE, Truth.FALSE, start, stop)
    if status == "intended":
        return _on_the_day(reader, _Use(status, Truth.FALSE, Truth.TRUE, start, stop))
    if status.startswith(("stopped", "completed")):
        return _on_the_day(reader, _Use(status, Truth.TRUE, Truth.FALSE, start, stop), ended_by_status=True)
    if status.startswith("on-hold"):
        return _on_the_day(reader, _Use(status, Truth.TRUE, Truth.UNKNOWN, start, stop))
    if status == "active" or status.startswith("taking"):
        return _on_the_day(reader, _Use(status, Truth.TRUE, Truth.TRUE, start, stop))
    if status == "recorded":
        # R5: the record is complete; without adherence or an end, what is recorded goes on.
        return _on_the_day(reader, _Use(status, Truth.TRUE, Truth.TRUE, start, stop))
    if status == "draft":
        return _Use(status, Truth.UNKNOWN, Truth.UNKNOWN, start, stop)
    return _on_the_day(reader, _Use(status, Truth.UNKNOWN, Truth.UNKNOWN, start, stop))


def _administration_use(reader: Reader, entry: Entry, body: MedicationAdministration) -> _Use:
    period, name = (
        (body.effective_period, "effectivePeriod")
        if body.effective_period is not None
        else (body.occurence_period, "occurencePeriod")
    )
    point = first_date(
        reader.date(body.effective_date_time, entry, "effectiveDateTime"),
        reader.date(body.occurence_date_time, entry, "occurenceDateTime"),
    )
    start = first_date(reader.start_of(period, entry, name), point)
    stop = first_date(reader.end_of(period, entry, name), point)
    status = body.status or "without a status"
    match status:
        case "completed" | "stopped":
            # An administration is over when it is done; that the drug goes on is for its request or statement to say.
            return _on_the_day(reader, _Use(status, Truth.TRUE, Truth.FALSE, start, stop), ended_by_status=True)
        case "in-progress":
            return _on_the_day(reader, _Use(status, Truth.TRUE, Truth.TRUE, start, None if point else stop))
        case "not-done":
            return _Use(status, Truth.FALSE, Truth.FALSE, start, stop)
        case _:
            return _on_the_day(reader, _Use(status, Truth.UNKNOWN, Truth.UNKNOWN, start, stop))


def _dispense_use(reader: Reader, entry: Entry, body: MedicationDispense) -> _Use:
    start = first_date(
        reader.date(body.when_handed_over, entry, "whenHandedOver"),
        reader.date(body.when_prepared, entry, "whenPrepared"),
    )
    days = _days(body.days_supply)
    stop = start.plus_days(int(days)) if start is not None and days is not None else None
    status = body.status or "without a status"
    match status:
        case "completed":
            given = Truth.TRUE
        case "cancelled" | "declined" | "preparation" | "on-hold":
            return _Use(status, Truth.FALSE, Truth.FALSE, start, None)
        case _:
            given = Truth.UNKNOWN
    # What was handed out lasts as long as its supply; without that, nothing says whether it is still taken.
    current = Truth.UNKNOWN if stop is None else Truth.TRUE
    return _on_the_day(reader, _Use(f"dispensed ({status})", given, current, start, stop))


def _procedure_use(reader: Reader, entry: Entry, body: Procedure) -> _Use:
    period, name = (
        (body.performed_period, "performedPeriod")
        if body.performed_period is not None
        else (body.occurrence_period, "occurrencePeriod")
    )
    point = first_date(
        reader.date(body.performed_date_time, entry, "performedDateTime"),
        reader.date(body.occurrence_date_time, entry, "occurrenceDateTime"),
    )
    start = first_date(reader.start_of(period, entry, name), point)
    stop = first_date(reader.end_of(period, entry, name), point)
    status = body.status or "without a status"
    match status:
        case "completed" | "stopped":
            return _on_the_day(reader, _Use(status, Truth.TRUE, Truth.FALSE, start, stop), ended_by_status=True)
        case "in-progress" | "on-hold":
            return _on_the_day(reader, _Use(status, Truth.TRUE, Truth.TRUE, start, None if point else stop))
        case "preparation" | "not-done":
            return _Use(status, Truth.FALSE, Truth.FALSE, start, stop)
        case _:
            return _on_the_day(reader, _Use(status, Truth.UNKNOWN, Truth.UNKNOWN, start, stop))


def _on_the_day(reader: Reader, use: _Use, *, ended_by_status: bool = False) -> _Use:
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
    return _Use(use.status, given, current, use.start, use.stop)


def _progressed(reader: Reader, reasons: tuple[CodeableConcept, ...]) -> Truth:
    """TRUE when the reason for the status is progression of the disease, coded or in words."""
    for reason in reasons:
        if "status:worse" in groups_of(reader.book, EXTENT, reason):
            return Truth.TRUE
        texts = [reason.text, *(coding.display for coding in reason.coding)]
        for text in texts:
            if text and _PROGRESSION.search(text) and not _NOT_PROGRESSION.search(text):
                return Truth.TRUE
    return Truth.UNKNOWN


def _systemic(dosages: tuple[dict[str, Any], ...], by_form: Truth) -> Truth:
    routes = {route for dosage in dosages if (route := route_of(as_concept(dosage.get("route")))) is not None}
    if routes == {LOCAL}:
        return Truth.FALSE
    if routes & {ORAL, TUBE, OTHER}:
        return Truth.TRUE
    if by_form is Truth.UNKNOWN:
        texts = [text for dosage in dosages if isinstance(text := dosage.get("text"), str)]
        # Words can make it local; that a text says "by mouth" changes nothing, since unknown counts as systemic.
        return words_are_systemic(iter(texts))
    return by_form


def _medication_element(body: HasMedication) -> str:
    if body.medication_codeable_concept is not None:
        return "medicationCodeableConcept"
    return "medicationReference" if body.medication_reference is not None else "medication"


def _worded(status: str, intent: str | None) -> str:
    return status if intent in (None, "order", "original-order") else f"{status} {intent}"


def _days(supply: QuantityElement | None) -> Decimal | None:
    if supply is None or supply.value is None or supply.comparator is not None:
        return None
    unit = ucum_unit(supply.code, supply.unit)
    unit = "d" if unit is None and (supply.unit or supply.code or "").strip().lower() in ("day", "days") else unit
    try:
        return Quantity(Decimal(supply.value), unit).to("d") if unit else None
    except UnitMismatchError:
        return None


def _named(reader: Reader, entry: Entry) -> bool:
    code = entry.raw.get("code")
    if not isinstance(code, dict) or has_known_code(reader.book, code):
        return False
    return bool(_by_name(reader, as_concept(code)))


def _by_name(reader: Reader, concept: CodeableConcept) -> frozenset[str]:
    """Groups of the drugs a Procedure names in words; a code of a known system leaves nothing to words."""
    if any(coding.code and is_known_system(reader.book, coding.system) for coding in concept.coding):
        return frozenset()
    return frozenset[str]().union(*(groups_by_name(reader, words) for words in words_of(concept)))
