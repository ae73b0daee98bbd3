"""The cabozantinib order of a story, in each dress, and the orders that went before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from support.build import Resource, dosage, every, order, quantity, to
from support.case import Case, Sig
from support.coding import DRUG_FORM, GTS, INTRAVENOUS, ORAL, coding, concept
from support.disease import PRIMARY
from support.dress import Dress
from support.product import (
    BRANDED_DRUGS,
    CARTON_PACKAGES,
    CARTONS,
    CLINICAL_DRUGS,
    INGREDIENT,
    PACKAGES,
    medication,
)

_TIMES = {"once daily": 1, "twice daily": 2, "three times a day": 3, "every other day": 1}
_GTS = {"once daily": "QD", "twice daily": "BID", "three times a day": "TID", "every other day": "QOD"}
_ROUTES = {"oral": ORAL, "intravenous": INTRAVENOUS}


def timing(sig: Sig, style: str, **repeat: Any) -> dict[str, Any]:
    """The same frequency as days, as hours, as a code, or as both."""
    other_day = sig.times == "every other day"
    if style == "hours" and not repeat:
        return every(48 if other_day else 24 // _TIMES[sig.times], "h")
    in_days = every(2 if other_day else 1, "d", times=_TIMES[sig.times], **repeat)
    code = {"code": concept(coding(GTS, _GTS[sig.times]))}
    if style == "code":
        return code if not repeat else code | in_days
    return code | in_days if style == "both" else in_days


def strength(form: str, mg: int, unit_mg: int | None = None) -> int:
    """The strength a dose is written for: the one unit that gives it, else the largest that divides it."""
    if unit_mg is not None:
        return unit_mg
    strengths = (60, 40, 20) if form == "tablet" else (80, 20)
    return mg if mg in strengths else next((one for one in strengths if mg % one == 0), 20)


def orders(case: Case, dress: Dress) -> Iterator[Resource]:
    """The order to be judged. One dress writes a dose that no single unit gives as two orders of one day."""
    parts = _parts(case) if dress.name == "registry" and case.unit_mg is None else [case.order.mg]
    for number, mg in enumerate(parts, start=1):
        name = "order" if len(parts) == 1 else f"order-{number}"
        yield _order(case, dress, Sig(mg, case.order.times), name, unit_mg=case.unit_mg)


def earlier_orders(case: Case, dress: Dress) -> Iterator[Resource]:
    """The doses taken before, oldest first, sixty days each, the last one ended the day before this order."""
    for number, sig in enumerate(case.earlier):
        left = len(case.earlier) - number
        start = case.on - timedelta(days=60 * left)
        end = start + timedelta(days=59)
        bounds = {"start": start.isoformat(), "end": end.isoformat()}
        yield _order(case, dress, sig, f"earlier-{number + 1}", status="completed", on=start, bounds=bounds)


def _parts(case: Case) -> list[int]:
    if case.order.times != "once daily":
        return [case.order.mg]
    splits = {
        ("tablet", 80): [60, 20],
        ("capsule", 100): [80, 20],
        ("capsule", 140): [80, 60],
        ("capsule", 180): [160, 20],
    }
    return splits.get((case.form, case.order.mg), [case.order.mg])


def _order(
    case: Case,
    dress: Dress,
    sig: Sig,
    name: str,
    *,
    unit_mg: int | None = None,
    status: str | None = None,
    on: Any = None,
    bounds: dict[str, str] | None = None,
) -> Resource:
    current = status is None
    unit = strength(case.form, sig.mg, unit_mg)
    product, elements, counts = _product(case, dress, sig, unit, name)
    repeat: dict[str, Any] = {}
    if bounds:
        repeat["boundsPeriod"] = bounds
    instruction = ""
    if current:
        if case.ends:
            repeat["boundsPeriod"] = {"start": case.on.isoformat(), "end": case.ends.isoformat()}
        if case.when and not (dress.name == "hospital" and case.when == "CM"):
            repeat["when"] = [case.when]
            if case.offset is not None:
                repeat["offset"] = case.offset
        elif case.when:
            instruction = "Take with breakfast"
        instruction = instruction or case.instruction
    in_units = dress.dose_in_units and counts
    amount = _units(Decimal(sig.mg) / unit, case.form, dress) if in_units else quantity(sig.mg, "mg")
    route = _ROUTES[case.route] if current else ORAL
    made = dosage(amount, timing(sig, dress.timing, **repeat), route=route, instruction=instruction or None)
    if dress.supply and current and not case.ends and case.route == "oral":
        elements["dispenseRequest"] = _supply(sig, unit, case.form)
    return order(
        product,
        [made],
        name=name,
        on=on or case.on,
        status=status or dress.status,
        reason=PRIMARY if dress.name in ("clinic", "registry") else None,
        fhir=dress.fhir,
        **elements,
    )


def _product(case: Case, dress: Dress, sig: Sig, unit: int, name: str) -> tuple[dict[str, Any], dict[str, Any], bool]:
    """The medication element, further elements of the order, and whether the dose can be counted in units."""
    carton = case.form == "capsule" and sig.mg in CARTONS and sig.times == "once daily"
    match dress.product:
        case "clinical-drug":
            if carton:
                return concept(CARTONS[sig.mg]), {}, False
            return concept(CLINICAL_DRUGS[case.form, unit]), {}, True
        case "branded-drug":
            return concept(BRANDED_DRUGS[case.form, unit]), {}, True
        case "package":
            inside = f"{name}-drug"
            if carton:
                made = {"resourceType": "Medication", "id": inside, "code": concept(CARTON_PACKAGES[sig.mg])}
                return to(f"#{inside}"), {"contained": [made]}, False
            code = PACKAGES.get((case.form, unit), INGREDIENT)
            made = medication(code, form=case.form, strength_mg=unit, name=inside)
            return to(f"#{inside}"), {"contained": [made]}, True
        case _:
            return to(f"Medication/cabozantinib-{unit}"), {}, True


def medications(case: Case, dress: Dress) -> Iterator[Resource]:
    """The Medication resources that orders of this dress refer to, each once."""
    if dress.product != "medication":
        return
    units = {strength(case.form, case.order.mg, case.unit_mg)} | {strength(case.form, one.mg) for one in case.earlier}
    for unit in sorted(units):
        name = f"cabozantinib-{unit}"
        yield medication(INGREDIENT, form=case.form, strength_mg=unit, fhir=dress.fhir, name=name)


def _units(count: Decimal, form: str, dress: Dress) -> dict[str, Any]:
    if dress.name == "hospital":
        code = {"tablet": "TAB", "capsule": "CAP"}[form]
        value = int(count) if count == int(count) else count
        return {"value": value, "unit": form, "system": DRUG_FORM, "code": code}
    return quantity(count, form, "{" + form + "}")


def _supply(sig: Sig, unit: int, form: str) -> dict[str, Any]:
    return {
        "quantity": quantity(sig.daily_mg / unit * 30, form, "{" + form + "}"),
        "expectedSupplyDuration": quantity(30, "d"),
    }
