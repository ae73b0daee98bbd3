"""What an order tells of its dose although the dose is not known: another dose would write over it without a word."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from validator.dosage.schedule import UnknownKind
from validator.dosage.told_amount import lacks_only_how_often, told_amounts
from validator.fhir.element import objects_of
from validator.label.dose import LabelDose
from validator.report.model import OrderReport

_SAID_OTHERWISE = frozenset({UnknownKind.UNREADABLE, UnknownKind.NOT_MASS, UnknownKind.NOT_ORAL_DOSE})
"""What is there and was not understood. Words that are not read, and limits, are named on the button."""
_AMOUNTS = ("doseQuantity", "doseRange", "doseSimpleQuantity")


def tells_another_dose(order: OrderReport, draft: dict[str, Any], dose: LabelDose | None) -> bool:
    """Whether an order whose daily dose is not known tells of it what the dose does not say, and no button would name.

    A second instruction, a limit, times of day and words are named on it.
    """
    if order.situation is None or dose is None or (order.ordered is not None and order.ordered.daily_mg is not None):
        return False
    own, body = order.situation.order.directions, order.situation.body
    if any(one.kind in _SAID_OTHERWISE for one in own.schedule_at(body).unknown):
        return True
    if lacks_only_how_often(own, body):
        return not told_amounts(own, body) <= {dose.mg}
    return any(
        len(numbers) > 1 or (told_amounts(own, body) == frozenset() and numbers != {dose.mg})
        for dosage in objects_of(draft.get("dosageInstruction"))
        if (numbers := frozenset(_numbers(dosage)))
    )


def _numbers(dosage: dict[str, Any]) -> Iterator[Decimal]:
    """The numbers of every amount of an instruction, whatever they count."""
    for one in (dosage, *objects_of(dosage.get("doseAndRate"))):
        for written in (one[name] for name in _AMOUNTS if isinstance(one.get(name), dict)):
            for quantity in (written, written.get("low"), written.get("high")):
                value = quantity.get("value") if isinstance(quantity, dict) else None
                if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                    yield Decimal(str(value))
