"""The amount taken at one time, from Dosage.doseAndRate: several typed entries of one dose are one dose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter

from msgspec.structs import replace as replaced

from validator.dosage.amount import AmountRange
from validator.dosage.by_size import worked_out
from validator.dosage.notes import DosageNotes, words
from validator.dosage.number import number
from validator.dosage.schedule import MILLIGRAM, DoseComponent, NoteCode, TakenDose, Unknown, UnknownKind
from validator.dosage.unit import PACK_WORDS, DoseUnit, Measure, unit_of
from validator.fhir.dosage import Dosage, DoseAndRate
from validator.fhir.element import QuantityElement, Range
from validator.frozen import Frozen
from validator.terminology.unit import shown_unit

_ORDERED = "ordered"


class Amount(Frozen):
    """An amount as it was written, with its unit."""

    range: AmountRange
    unit: DoseUnit


class Candidate(Frozen):
    """A dose in milligrams, or in its own unit with the reason why not. `ordered`: typed so in dose-rate-type."""

    dose: TakenDose
    why_no_mg: Unknown | None
    ordered: bool


def has_dose(dosage: Dosage, path: str, reading: DosageNotes) -> bool:
    """Whether the Dosage states an amount or a rate anywhere, readable or not."""
    if dosage.dose_quantity is not None or dosage.dose_range is not None or None in dosage.dose_and_rate:
        return True
    for entry in dosage.dose_and_rate:
        if entry is not None and entry.dose_quantity is not None:
            return True
    for entry, where in _entries_in_place(dosage, path):
        if any(stated is not None or f"{where}.{name}" in reading.wrong for name, stated in _amounts(entry)):
            return True
    unread = (f"{path}.doseAndRate", f"{path}.doseQuantity", f"{path}.doseRange")
    return not reading.wrong.isdisjoint(unread)


def _entries_in_place(dosage: Dosage, path: str) -> Iterator[tuple[DoseAndRate, str]]:
    for index, entry in enumerate(dosage.dose_and_rate):
        if entry is not None:
            yield entry, f"{path}.doseAndRate[{index}]"


def _amounts(entry: DoseAndRate) -> tuple[tuple[str, object], ...]:
    return (("doseQuantity", entry.dose_quantity), ("doseRange", entry.dose_range), *_rates(entry))


def read_dose(dosage: Dosage, path: str, reading: DosageNotes) -> TakenDose | None:
    """The one dose of a Dosage; None where it cannot be known, with the reason in `reading`.

    Entries typed calculated, ordered and admin-amount describe one dose: they are compared in milligrams, and those
    that disagree are contradictory. A dose whose milligrams are unknown is returned in its own unit, with the reason.
    Source: FHIR R4 Dosage.doseAndRate, dose-rate-type.
    """
    candidates: list[Candidate] = []
    faults = len(reading.unknown)
    for entry, where in _entries(dosage, path, reading):
        amount = _amount(entry, where, reading)
        if amount is not None:
            element = f"{where}.{'doseQuantity' if entry.dose_quantity is not None else 'doseRange'}"
            found = in_milligrams(amount, element, reading, ordered=_is_ordered(entry))
            if found is not None:
                candidates.append(found)
    if len(reading.unknown) > faults:
        return None
    if not candidates:
        rates = [
            f"{where}.{name}"
            for entry, where in _entries_in_place(dosage, path)
            for name, rate in _rates(entry)
            if rate is not None or f"{where}.{name}" in reading.wrong
        ]
        for rate in rates:
            reading.fault(UnknownKind.NOT_ORAL_DOSE, rate, "A rate is not an oral dose.")
        if not rates:
            reading.missing(f"{path}.doseAndRate", "The amount of one dose is not stated.")
        return None
    return _one_dose(candidates, path, reading)


def _rates(entry: DoseAndRate) -> tuple[tuple[str, object], ...]:
    return ("rateRatio", entry.rate_ratio), ("rateRange", entry.rate_range), ("rateQuantity", entry.rate_quantity)


def _entries(dosage: Dosage, path: str, reading: DosageNotes) -> Iterator[tuple[DoseAndRate, str]]:
    for index, entry in enumerate(dosage.dose_and_rate):
        if entry is None:
            where = f"{path}.doseAndRate[{index}]"
            reading.unreadable(where, "doseAndRate holds something that is not an object.")
    yield from _entries_in_place(dosage, path)
    if not dosage.dose_and_rate and f"{path}.doseAndRate" in reading.wrong:
        reading.unreadable(f"{path}.doseAndRate", "doseAndRate is not a list.")
    older = DoseAndRate(dose_quantity=dosage.dose_quantity, dose_range=dosage.dose_range)
    unread = (f"{path}.doseQuantity", f"{path}.doseRange")
    if dosage.dose_quantity is not None or dosage.dose_range is not None or not reading.wrong.isdisjoint(unread):
        reading.note(NoteCode.DOSE_IN_OLDER_PLACE, path, "The dose stands where STU3 had it, not in doseAndRate.")
        yield older, path


def _is_ordered(entry: DoseAndRate) -> bool:
    return entry.type is not None and any(coding.code == _ORDERED for coding in entry.type.coding)


def _amount(entry: DoseAndRate, where: str, reading: DosageNotes) -> Amount | None:
    quantity = reading.part(entry.dose_quantity, f"{where}.doseQuantity")
    span = reading.part(entry.dose_range, f"{where}.doseRange")
    if quantity is not None and span is not None:
        reading.contradictory(where, "Both doseQuantity and doseRange are given.")
        return None
    if quantity is not None:
        return read_quantity(quantity, f"{where}.doseQuantity", reading)
    return _range(span, f"{where}.doseRange", reading) if span is not None else None


def read_quantity(quantity: QuantityElement, path: str, reading: DosageNotes) -> Amount | None:
    """A positive amount with its unit. A comparator, a number that is none, zero and less are unreadable."""
    if quantity.comparator is not None or f"{path}.comparator" in reading.wrong:
        reading.unreadable(f"{path}.comparator", "A dose with a comparator is no exact dose.")
        return None
    if quantity.value is None and f"{path}.value" not in reading.wrong:
        reading.missing(f"{path}.value", "The amount has no value.")
        return None
    value = number(quantity.value)
    if value is None:
        reading.unreadable(f"{path}.value", "The amount is not a number that a dose can have.")
        return None
    if value <= 0:
        reading.unreadable(f"{path}.value", "The amount is not above zero.")
        return None
    found = unit_of(quantity)
    if found.conflict:
        reading.contradictory(f"{path}.unit", f"{_both_units(quantity)} name different units.")
        return None
    if found.unit is None:
        reading.missing(f"{path}.unit", "The amount has no unit.")
        return None
    if found.by_text:
        reading.note(NoteCode.UNIT_BY_TEXT, f"{path}.unit", "The unit was read from its text; no known code names it.")
    return Amount(AmountRange.of(value), found.unit)


def _both_units(quantity: QuantityElement) -> str:
    code, text = (shown_unit((unit or "").strip()) for unit in (quantity.code, quantity.unit))
    return f"The unit's code {code} and its text {text}"


def _range(span: Range, path: str, reading: DosageNotes) -> Amount | None:
    bounds: list[Amount] = []
    for name, end in (("low", span.low), ("high", span.high)):
        bound = reading.part(end, f"{path}.{name}")
        if bound is None:
            if f"{path}.{name}" not in reading.wrong:
                reading.missing(f"{path}.{name}", f"The dose range has no {name} end.")
            return None
        if words(bound.unit) is None and bound.code is None and bounds:
            # SimpleQuantity repeats the unit; where only the upper end lacks it, the range has one unit.
            bound = replaced(bound, unit=bounds[0].unit.word)
        amount = read_quantity(bound, f"{path}.{name}", reading)
        if amount is None:
            return None
        bounds.append(amount)
    low, high = bounds
    if low.unit.measure is not high.unit.measure or (low.unit.mg == 1 == high.unit.mg and low.unit != high.unit):
        reading.contradictory(path, "The two ends of the dose range have different kinds of unit.")
        return None
    least, most = low.range.times(low.unit.mg).low, high.range.times(high.unit.mg).high
    if least > most:
        reading.contradictory(path, "The low end of the dose range is above its high end.")
        return None
    return Amount(AmountRange(least, most), DoseUnit(low.unit.measure, low.unit.word, Decimal(1)))


def in_milligrams(amount: Amount, element: str, reading: DosageNotes, *, ordered: bool) -> Candidate | None:
    """The dose an amount is: by weight as it stands, by body size and by count with what `reading` knows of them.

    None where the amount contradicts the product. Units of neither kind stay as they are, with the reason.
    """
    name, unit = amount.unit.word, reading.unit
    match amount.unit.measure:
        case Measure.MASS:
            return Candidate(_in_mg(amount.range.times(amount.unit.mg)), None, ordered)
        case Measure.PER_KG | Measure.PER_M2:
            found = worked_out(amount.range, amount.unit, element, reading)
            if isinstance(found, Unknown):
                return Candidate(TakenDose(amount.range, name), found, ordered)
            return Candidate(found, None, ordered)
        case Measure.COUNT:
            return _counted(amount, element, reading, ordered=ordered)
        case Measure.DAILY_DOSE:
            if unit is not None and unit.pack_daily_mg is not None:
                return Candidate(_in_mg(amount.range.times(unit.pack_daily_mg)), None, ordered)
            why = Unknown(element, UnknownKind.NO_STRENGTH, "The amount counts doses and what one holds is not known.")
            return Candidate(TakenDose(amount.range, name), why, ordered)
        case Measure.PACK:
            if unit is not None and unit.pack_daily_mg is not None and amount.range.exact == 1:
                mg = AmountRange.of(unit.pack_daily_mg)
                return Candidate(TakenDose(mg, MILLIGRAM, (DoseComponent(mg, name),)), None, ordered)
            why = Unknown(element, UnknownKind.NO_STRENGTH, f"What a {name} holds for a day is not known.")
            return Candidate(TakenDose(amount.range, name), why, ordered)
        case Measure.VOLUME if unit is not None and unit.form == "solution":
            if unit.mg is None:
                why = Unknown(element, UnknownKind.NO_STRENGTH, "The dose is in mL and the concentration is not known.")
                return Candidate(TakenDose(amount.range, name), why, ordered)
            mg = amount.range.times(unit.mg)
            return Candidate(TakenDose(mg, MILLIGRAM, (DoseComponent(mg, name),)), None, ordered)
        case Measure.OTHER | Measure.VOLUME:
            why = Unknown(
                element, UnknownKind.NOT_MASS, f"{name} is neither a mass nor a count of tablets or capsules."
            )
            return Candidate(TakenDose(amount.range, name), why, ordered)


def _counted(amount: Amount, element: str, reading: DosageNotes, *, ordered: bool) -> Candidate | None:
    word, unit = amount.unit.word, reading.unit
    form = unit.form if unit is not None else None
    if form is not None and word not in ("pill", form):
        reading.contradictory(element, f"The dose counts {word}s and the ordered product is a {form}.")
        return None
    if unit is None or unit.mg is None:
        why = Unknown(
            element, UnknownKind.NO_STRENGTH, f"The dose counts {word}s and the strength of one is not known."
        )
        return Candidate(count_dose(amount.range, word, None), why, ordered)
    return Candidate(count_dose(amount.range, word, unit.mg), None, ordered)


def count_dose(units: AmountRange, word: str, unit_mg: Decimal | None) -> TakenDose:
    """The dose of so many tablets or capsules, in milligrams where the strength of one is known."""
    if unit_mg is None:
        return TakenDose(units, word, (DoseComponent(units, word, units),))
    mg = units.times(unit_mg)
    return TakenDose(mg, MILLIGRAM, (DoseComponent(mg, word, units, unit_mg),))


def counts_packs(dose: TakenDose) -> bool:
    """Whether a dose counts kits or cards, which are put together for several days."""
    return not PACK_WORDS.isdisjoint((dose.unit, *map(attrgetter("unit"), dose.items)))


def _in_mg(mg: AmountRange) -> TakenDose:
    return TakenDose(mg, MILLIGRAM, (DoseComponent(mg, MILLIGRAM),))


def _one_dose(candidates: list[Candidate], path: str, reading: DosageNotes) -> TakenDose | None:
    where = f"{path}.doseAndRate"
    if len(candidates) > 1:
        reading.note(NoteCode.TYPED_DOSES_MERGED, where, f"{len(candidates)} doseAndRate entries describe one dose.")
    if len(candidates) == 1 and candidates[0].why_no_mg is None:
        return candidates[0].dose
    in_mg = [candidate for candidate in candidates if candidate.dose.unit == MILLIGRAM]
    chosen = in_mg or [candidate for candidate in candidates if candidate.ordered] or candidates
    by_size = [candidate for candidate in chosen if candidate.dose.exact is not None]
    first = next((candidate for candidate in by_size or chosen if candidate.ordered), (by_size or chosen)[0])
    if not all(first.dose.may_be(one.dose) for one in chosen if one is not first):
        reading.contradictory(where, "The doseAndRate entries of one dose disagree.")
        return None
    if first.why_no_mg is not None:
        reading.fault(first.why_no_mg.kind, first.why_no_mg.element, first.why_no_mg.says)
        return first.dose
    # A count of tablets beside milligrams stays visible, so that half a tablet is not lost.
    counted = next((c.dose.items for c in candidates if any(item.units is not None for item in c.dose.items)), None)
    return replace(first.dose, items=counted or first.dose.items)


def read_limit(
    quantity: QuantityElement | None, limited: TakenDose, reading: DosageNotes, element: str
) -> Decimal | None:
    """A maximum dose in the unit of the dose it limits; None where it cannot be compared with that dose."""
    if quantity is None:
        return None
    unit = reading.unit
    amount = read_quantity(quantity, element, DosageNotes(wrong=reading.wrong))
    if amount is None:
        return None
    most = amount.range.high
    if amount.unit.measure is Measure.MASS and limited.unit == MILLIGRAM:
        return amount.range.times(amount.unit.mg).high
    if amount.unit.measure is Measure.COUNT:
        if limited.unit == MILLIGRAM:
            return amount.range.times(unit.mg).high if unit is not None and unit.mg is not None else None
        return most if amount.unit.word in (limited.unit, "pill") else None
    return most if amount.unit.word == limited.unit else None
