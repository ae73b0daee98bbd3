"""The patient's size, for doses that are ordered by it."""

from __future__ import annotations

from validator.chart.fact import Chart
from validator.criteria.size import SURFACE_AREA, WEIGHT, size_of
from validator.dosage import Body


def body_of(chart: Chart) -> Body:
    """The newest weight and measured surface area, where the values of that day agree."""
    return Body(weight_kg=size_of(chart, WEIGHT), bsa_m2=size_of(chart, SURFACE_AREA))
