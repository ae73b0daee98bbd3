"""Everolimus that is no cancer treatment: against rejection of an organ, or for tuberous sclerosis.

The same ingredient treats cancer in doses of 5 mg and more, and protects a transplanted organ in lower ones under
another brand. Source: the labels of AFINITOR and ZORTRESS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from validator.chart.drug.treatment import Therapy
from validator.chart.fact import RiskCondition
from validator.chart.settings import CANCER_EVEROLIMUS_FROM_MG
from validator.dosage.number import number
from validator.fhir.element import QuantityElement
from validator.frozen import replace
from validator.quantity import Quantity, UnitMismatchError
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.terminology.domain import DRUG, RISK
from validator.verdict import Truth

_STRENGTH = regex(r"(\d+(?:\.\d+)?)\s*mg\b(?!\s*/)", re.IGNORECASE)


def without_transplant_use(
    book: Codebook, therapies: Iterable[Therapy], conditions: Iterable[RiskCondition]
) -> tuple[Therapy, ...]:
    """The same therapies; everolimus that is no cancer treatment keeps no group of cancer treatments."""
    reasons = book.of_role(RISK, "reason-beside-cancer")
    has_own_reason = False
    for one in conditions:
        has_own_reason = has_own_reason or (not one.groups.isdisjoint(reasons) and one.active is not Truth.FALSE)
    own = book.of_role(DRUG, "transplant-brand") | book.of_role(DRUG, "cancer-drug-and-transplant-drug")
    found: list[Therapy] = []
    for drug in therapies:
        found.append(drug if drug.groups.isdisjoint(own) else _seen(book, drug, has_own_reason=has_own_reason))
    return tuple(found)


def _seen(book: Codebook, therapy: Therapy, *, has_own_reason: bool) -> Therapy:
    brands = book.of_role(DRUG, "transplant-brand")
    own = brands | book.of_role(DRUG, "cancer-drug-and-transplant-drug")
    is_other_use = (
        not therapy.groups.isdisjoint(brands)
        or _is_below_cancer_dose(therapy)
        or (has_own_reason and not therapy.has_cancer_reason)
    )
    if not is_other_use:
        return replace(therapy, is_cancer_dose=_is_cancer_dose(therapy))
    return replace(therapy, groups=therapy.groups & own, is_cancer_dose=Truth.FALSE)


def _is_cancer_dose(therapy: Therapy) -> Truth:
    """TRUE where every dose is known in mg, or else every strength in the name, and none is below; else UNKNOWN."""
    doses = list(map(_milligrams, therapy.doses))
    told = [mg for mg in doses if mg is not None] or [*map(Decimal, _STRENGTH.findall(therapy.name))]
    return Truth.TRUE if told and min(told) >= CANCER_EVEROLIMUS_FROM_MG else Truth.UNKNOWN


def _is_below_cancer_dose(therapy: Therapy) -> bool:
    """Whether every dose is known in mg and below; without a dose, whether the strength in the name is."""
    doses = list(map(_milligrams, therapy.doses))
    if doses:
        return all(mg is not None and mg < CANCER_EVEROLIMUS_FROM_MG for mg in doses)
    strengths = [*map(Decimal, _STRENGTH.findall(therapy.name))]
    return bool(strengths) and max(strengths) < CANCER_EVEROLIMUS_FROM_MG


def _milligrams(quantity: QuantityElement) -> Decimal | None:
    value, unit = number(quantity.value), quantity.code or quantity.unit
    if value is None or unit is None:
        return None
    try:
        return Quantity(value, unit).to("mg")
    except UnitMismatchError:
        return None
