"""Amounts of an order for another dose: what is taken at one time, the limits, and what is handed out.

Each stays in the unit in which the prescriber wrote it, where the new dose can be told in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from validator.dosage.bounds import DAYS_IN
from validator.fhir.element import objects_of, text_of
from validator.quantity import plain
from validator.report.made_of import NewDose
from validator.report.plain_text import plain_text
from validator.terminology.coding import UCUM
from validator.terminology.unit import CAPSULE, PILL, TABLET, read_unit

Json = dict[str, Any]

_PIECES = {TABLET: "tablet", CAPSULE: "capsule", PILL: None}
_MG_IN = {"mg": Decimal(1), "g": Decimal(1000)}
LIMITS = ("maxDosePerPeriod", "maxDosePerAdministration", "maxDosePerLifetime")


def number_of(value: Decimal) -> int | Decimal:
    """The number as JSON has it: a whole one without a point."""
    return int(value) if value == int(value) else value


def _unit_of(quantity: Json) -> str | None:
    found = read_unit(*(text_of(quantity.get(name)) for name in ("system", "code", "unit")))
    return None if found.conflict else found.unit


def _is_in_units(unit: str | None, new: NewDose) -> bool:
    """Whether a unit counts what the product consists of: tablets, capsules, millilitres of a solution."""
    if new.label.mg_per_ml is not None:
        return unit == "mL"
    return unit in _PIECES and _PIECES[unit] in (None, new.label.form)


def dose_quantity(written: Json, new: NewDose) -> Json:
    """The amount at one time, as the `written` Quantity has its unit: in pieces or millilitres, else in milligrams."""
    rest = {name: value for name, value in written.items() if name not in ("value", "_value", "comparator")}
    unit = _unit_of(written)
    if new.made.units is not None and _is_in_units(unit, new):
        return {"value": number_of(new.made.units), **rest}
    if unit == "mg":
        return {"value": number_of(new.dose.mg), **rest}
    kept = {name: value for name, value in rest.items() if name in ("id", "extension")}
    return {**kept, "value": number_of(new.dose.mg), "unit": "mg", "system": UCUM, "code": "mg"}


def broken_limits(own: Json, new: NewDose) -> Iterator[tuple[str, str]]:
    """The limits of an instruction that the dose is above, by element, and how each is told."""
    for name in LIMITS[:2]:
        stated = own.get(name)
        for one in objects_of(stated if isinstance(stated, list) else [stated]):
            amount = one.get("numerator") if name == LIMITS[0] else one
            length = one.get("denominator") if name == LIMITS[0] else None
            most = _most(amount, new) if isinstance(amount, dict) else None
            if most is None or not isinstance(amount, dict):
                continue
            days = _days(length) if name == LIMITS[0] else Fraction(1)
            taken = Fraction(new.dose.mg) / (new.dose.every_days if name == LIMITS[0] else 1)
            if days is not None and Fraction(most) / days < taken:
                yield name, f"the limit of {_told(amount)}" + (f" in {_told(length)}" if length else " at one time")
                break


def _most(amount: Json, new: NewDose) -> Decimal | None:
    """A limit in milligrams; None where it cannot be told here."""
    value, unit = _value(amount), _unit_of(amount)
    if value is None:
        return None
    if _is_in_units(unit, new):
        return value * new.dose.mg / new.made.units if new.made.units is not None else None
    return value * _MG_IN[unit] if unit in _MG_IN else None


def _days(length: object) -> Fraction | None:
    if not isinstance(length, dict) or (value := _value(length)) is None or value <= 0:
        return None
    found = DAYS_IN.get(_unit_of(length) or "")
    return None if found is None else Fraction(value) * found[0]


def _value(quantity: Json) -> Decimal | None:
    value = quantity.get("value")
    return Decimal(str(value)) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else None


def _told(quantity: object) -> str:
    if not isinstance(quantity, dict) or (value := _value(quantity)) is None:
        return "an amount"
    unit = text_of(quantity.get("unit")) or text_of(quantity.get("code")) or ""
    return plain_text(f"{plain(value)} {unit}")[:40].strip()


def dispensed(order: Json, new: NewDose) -> tuple[Json | None, tuple[str, ...]]:
    """The dispenseRequest for the dose, None where nothing of it stays, and what had to be left out of it.

    An amount is for the days that stand beside it, else for those that it lasted at the ordered dose: the amount of
    the old dose would be too much or too little of the new one.
    """
    request = order.get("dispenseRequest")
    if not isinstance(request, dict):
        return request, ()
    left: list[str] = []
    made_request = _handed_out(request, "expectedSupplyDuration", new)
    if "quantity" in request and "quantity" not in made_request:
        left.append("the amount to dispense")
    first = request.get("initialFill")
    if isinstance(first, dict):
        filled = _handed_out(first, "duration", new)
        left += ["the amount of the first fill"] if "quantity" in first and "quantity" not in filled else []
        made_request = {name: value for name, value in (made_request | {"initialFill": filled}).items() if value != {}}
    return made_request or None, tuple(left)


def _handed_out(request: Json, days: str, new: NewDose) -> Json:
    if "quantity" not in request:
        return request
    written = request["quantity"] if isinstance(request["quantity"], dict) else {}
    found = _as_long(written, new) if request.get(days) is None else _for_days(request[days], written, new)
    if found is not None:
        return {**request, "quantity": found}
    return {name: value for name, value in request.items() if name not in ("quantity", "_quantity")}


def _for_days(stated: object, written: Json, new: NewDose) -> Json | None:
    """The amount for a stated number of days; None where they are not a whole number of doses."""
    if not isinstance(stated, dict) or stated.get("code") != "d" or stated.get("system") != UCUM:
        return None
    days = _value(stated)
    doses = Fraction(days) / new.dose.every_days if days is not None and days > 0 else None
    if new.made.units is None or doses is None or doses.denominator != 1:
        return None
    whole = number_of(doses.numerator * new.made.units)
    if _is_in_units(_unit_of(written), new):
        return {**written, "value": whole}
    unit, code = ("mL", "mL") if new.label.mg_per_ml is not None else (new.label.form, f"{{{new.label.form}}}")
    return {"value": whole, "unit": unit, "system": UCUM, "code": code}


def _as_long(written: Json, new: NewDose) -> Json | None:
    """The amount that lasts as long as the written one did; None where that is not told, or is no whole number of
    pieces or of tenths of a millilitre.
    """
    value, unit = _value(written), _unit_of(written)
    if value is None or new.before is None:
        return None
    if unit in _MG_IN:
        lasting = Fraction(value) * Fraction(new.dose.daily_mg) / Fraction(new.before.daily_mg)
        return {**written, "value": number_of(Decimal(int(lasting)))} if lasting.denominator == 1 else None
    if new.made.units is None or new.made.unit_before is None:
        return None
    if not _is_in_units(unit, new):
        return None
    a_day = Fraction(new.made.units) / new.dose.every_days
    before_a_day = Fraction(new.before.mg) / Fraction(new.made.unit_before) / new.before.every_days
    lasting = Fraction(value) * a_day / before_a_day
    step = 1 if new.label.mg_per_ml is None else 10
    if (lasting * step).denominator != 1:
        return None
    return {**written, "value": number_of(Decimal(lasting.numerator) / lasting.denominator)}
