"""The dose that an amount in a sig means, with what is known of the ordered product."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from validator.dosage.amount import AmountRange, UnitStrength
from validator.dosage.dose import Amount, count_dose, in_milligrams
from validator.dosage.notes import DosageNotes
from validator.dosage.number import decimal_of
from validator.dosage.schedule import MILLIGRAM, DoseComponent, TakenDose, UnknownKind
from validator.dosage.sig_items import DoseItem, Mass, Total, UnreadSigError
from validator.dosage.unit import CAPSULE, ML, PILL, TABLET, Measure
from validator.frozen import replace


def doses_of(
    items: Sequence[DoseItem], total: Total | None, element: str, reading: DosageNotes
) -> tuple[TakenDose, ...] | None:
    """The doses that the amounts of one line mean; None where they cannot be known, with the reason in `reading`.

    A strength in the text must be the ordered product's, or one of several that make up the dose. A stated total must
    be the sum. Raises UnreadSigError where the words leave two meanings open.
    """
    if total is not None and len(items) == 1 and items[0].mass is None and items[0].each is None:
        items = [replace(items[0], mass=total.mass)]
    resolved = [_resolved(item, reading.unit) for item in items]
    product = reading.unit.mg if reading.unit is not None else None
    strengths = {_mg(item.each) for item in resolved if item.each is not None}
    if product is not None and strengths and product not in strengths:
        reading.contradictory(element, "The text names another strength than the ordered product has.")
        return None
    doses = [_dose_said_once(item, element, reading) for item in resolved]
    if any(dose is None for dose in doses):
        return None
    found = tuple(dose for dose in doses if dose is not None)
    if total is not None and not _comes_to(found, total):
        reading.contradictory(element, "The amounts in the text do not come to the total it states.")
        return None
    return found


def _mg(mass: Mass) -> Decimal:
    exact = mass.range.exact
    if exact is None or mass.unit.measure is not Measure.MASS:
        raise UnreadSigError("a strength that is no mass")
    return AmountRange.of(exact).times(mass.unit.mg).low


def _of_mg(mg: Decimal) -> Mass:
    return Mass(AmountRange.of(mg), replace(PILL, measure=Measure.MASS, word=MILLIGRAM))


def _resolved(item: DoseItem, unit: UnitStrength | None) -> DoseItem:
    """The item with its strength decided, where a mass beside a count can be the strength or the total."""
    if item.many and item.units is None:
        raise UnreadSigError("tablets or capsules without a count")
    product = unit.mg if unit is not None else None
    if item.beside is not None and item.units is not None:
        count, beside = item.units.exact, _mg(item.beside)
        if count == 1 or (product is not None and beside == product):
            item = replace(item, each=item.beside, beside=None)
        elif count is not None and product is not None:
            item = replace(item, mass=item.beside, beside=None)
        else:
            raise UnreadSigError("a mass that may be the strength of one or the total")
    if item.mass is not None and item.units is not None and item.each is None:
        low, high = _share(item.mass.range.low, item.units.low), _share(item.mass.range.high, item.units.high)
        if low != high:
            raise UnreadSigError("a range of masses that does not go with the range of counts")
        item = replace(item, each=_of_mg(AmountRange.of(low).times(item.mass.unit.mg).low))
    return item


def _share(mass: Decimal, count: Decimal) -> Decimal:
    return decimal_of(Fraction(mass) / Fraction(count))


def _dose_said_once(item: DoseItem, element: str, reading: DosageNotes) -> TakenDose | None:
    """The dose of an item, which must also be what stands in brackets beside it."""
    dose = _dose(item, element, reading)
    if item.same is None or dose is None:
        return dose
    same = _known(Amount(item.same.range, item.same.unit), element, reading)
    if same is not None and not dose.may_be(same):
        reading.contradictory(element, "The amount in the text and the one in brackets differ.")
        return None
    return same if same is not None and same.exact is not None else dose


def _dose(item: DoseItem, element: str, reading: DosageNotes) -> TakenDose | None:
    form = reading.unit.form if reading.unit is not None else None
    if form is not None and item.form not in (None, "pill", form):
        reading.contradictory(element, "The text names another dose form than the ordered product has.")
        return None
    if item.units is not None:
        if item.each is not None:
            dose = _made_of(item.units, item.form, _mg(item.each))
            if item.mass is not None and dose.amount != item.mass.range.times(item.mass.unit.mg):
                reading.contradictory(element, "The mass in the text is not its count times its strength.")
                return None
            return dose
        word = {"tablet": TABLET, "capsule": CAPSULE, "solution": ML}.get(item.form or "", PILL)
        return _known(Amount(item.units, word), element, reading)
    if item.mass is None:
        raise UnreadSigError("an amount without mass or count")
    return _known(Amount(item.mass.range, item.mass.unit), element, reading)


def _made_of(units: AmountRange, form: str | None, unit_mg: Decimal) -> TakenDose:
    """The dose of so many units. Of a solution they are millilitres, which may well be parts of one."""
    if form == "solution":
        mg = units.times(unit_mg)
        return TakenDose(mg, MILLIGRAM, (DoseComponent(mg, ML.word),))
    return count_dose(units, form or PILL.word, unit_mg)


def _known(amount: Amount, element: str, reading: DosageNotes) -> TakenDose | None:
    found = in_milligrams(amount, element, reading, ordered=True)
    if found is None:
        return None
    if found.why_no_mg is not None:
        reading.fault(found.why_no_mg.kind, found.why_no_mg.element, found.why_no_mg.says)
    return found.dose


def _comes_to(doses: Sequence[TakenDose], total: Total) -> bool:
    if any(dose.unit != MILLIGRAM for dose in doses):
        return False
    whole = doses[0].amount
    for dose in doses[1:]:
        whole = whole.plus(dose.amount)
    return whole == total.mass.range.times(total.mass.unit.mg)


def limit_units(units: Decimal, dose: TakenDose, element: str, reading: DosageNotes) -> Decimal:
    """A limit in tablets or capsules, in the unit of the dose. Raises UnreadSigError where it cannot be compared."""
    if dose.unit != MILLIGRAM:
        return units
    strengths = {item.unit_mg for item in dose.items if item.unit_mg is not None}
    if reading.unit is not None and reading.unit.mg is not None:
        strengths = {reading.unit.mg}
    if len(strengths) != 1:
        reading.fault(UnknownKind.NO_STRENGTH, element, "A limit counts units whose strength is not known.")
        raise UnreadSigError("a limit in units of unknown strength")
    return AmountRange.of(units).times(strengths.pop()).low
