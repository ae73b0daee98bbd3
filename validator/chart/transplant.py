"""Everolimus that is no cancer treatment: against rejection of an organ, or for tuberous sclerosis.

The same ingredient treats cancer in doses of 5 mg and more, and protects a transplanted organ in lower ones under
another brand. Source: the labels of AFINITOR and ZORTRESS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from validator.chart.fact import RiskCondition
from validator.chart.settings import CANCER_EVEROLIMUS_FROM_MG
from validator.chart.treatment import Therapy
from validator.dosage.number import number
from validator.fhir.element import QuantityElement
from validator.quantity import Quantity, UnitMismatchError
from validator.verdict import Truth

ALSO_AGAINST_REJECTION = "also-against-rejection"
AGAINST_REJECTION = "against-rejection"
_OWN_REASONS = frozenset({"cancer_drug_elsewhere"})
_STRENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*mg\b(?!\s*/)", re.IGNORECASE)


def without_transplant_use(therapies: Iterable[Therapy], conditions: Iterable[RiskCondition]) -> tuple[Therapy, ...]:
    """The same therapies; everolimus that is no cancer treatment keeps no group of cancer treatments."""
    has_own_reason = any(one.groups & _OWN_REASONS and one.active is not Truth.FALSE for one in conditions)
    return tuple(_seen(one, has_own_reason=has_own_reason) for one in therapies)


def _seen(therapy: Therapy, *, has_own_reason: bool) -> Therapy:
    if not therapy.groups & {ALSO_AGAINST_REJECTION, AGAINST_REJECTION}:
        return therapy
    is_other_use = (
        AGAINST_REJECTION in therapy.groups
        or _is_below_cancer_dose(therapy)
        or (has_own_reason and not therapy.has_cancer_reason)
    )
    own = frozenset({ALSO_AGAINST_REJECTION, AGAINST_REJECTION})
    return replace(therapy, groups=therapy.groups & own) if is_other_use else therapy


def _is_below_cancer_dose(therapy: Therapy) -> bool:
    """Whether every dose is known in mg and below; without a dose, whether the strength in the name is."""
    doses = [_milligrams(quantity) for quantity in therapy.doses]
    if doses:
        return all(mg is not None and mg < CANCER_EVEROLIMUS_FROM_MG for mg in doses)
    strengths = [Decimal(mg) for mg in _STRENGTH.findall(therapy.name)]
    return bool(strengths) and max(strengths) < CANCER_EVEROLIMUS_FROM_MG


def _milligrams(quantity: QuantityElement) -> Decimal | None:
    value, unit = number(quantity.value), quantity.code or quantity.unit
    if value is None or unit is None:
        return None
    try:
        return Quantity(value, unit).to("mg")
    except UnitMismatchError:
        return None
