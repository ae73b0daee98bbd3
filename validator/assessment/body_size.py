"""The patient's size, for doses that are ordered by it."""

from __future__ import annotations

from decimal import Decimal

from validator.chart.fact import Chart
from validator.criteria.body_size import size_for_dose
from validator.criteria.size import SURFACE_AREA, WEIGHT, SizeKind
from validator.dosage import Body


def body_of(chart: Chart) -> Body:
    """The newest weight (kg) and measured surface area (m2), each where it is one known value that can be believed."""
    return Body(weight_kg=_one_value(chart, WEIGHT), bsa_m2=_one_value(chart, SURFACE_AREA))


def _one_value(chart: Chart, kind: SizeKind) -> Decimal | None:
    found = size_for_dose(chart, kind)
    return found.lowest if found is not None and found.lowest == found.highest else None
