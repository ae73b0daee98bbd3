"""The patient's size, for doses that are ordered by it."""

from __future__ import annotations

from validator.chart.fact import Chart
from validator.criteria.body_weight import AREA, MEASURED
from validator.criteria.size import newest_size
from validator.dosage import Body


def body_of(chart: Chart) -> Body:
    """The newest weight and measured surface area, where the values of that day agree."""
    weight, area = newest_size(chart, MEASURED, "kg"), newest_size(chart, AREA, "m2")
    return Body(
        weight_kg=weight.lowest if weight is not None and weight.lowest == weight.highest else None,
        bsa_m2=area.lowest if area is not None and area.lowest == area.highest else None,
    )
