"""The patient's size, for doses by it: those the label writes, and those that are ordered."""

from __future__ import annotations

from validator.chart.fact import Chart
from validator.criteria.body_size import size_for_dose
from validator.criteria.size import SURFACE_AREA, WEIGHT, Size
from validator.dosage import AmountRange, Body
from validator.label.model import Label


def body_of(chart: Chart, label: Label) -> Body:
    """The newest weight (kg) and surface area (m2) that can be believed, and what the label's product makes.

    A surface area that is not on file is worked out only by a formula that the label names.
    """
    area = size_for_dose(chart, SURFACE_AREA, label.surface_area_formula)
    return Body(
        weight_kg=_range(size_for_dose(chart, WEIGHT)),
        bsa_m2=_range(area),
        making=label.making,
        area_from=area.worked_out if area is not None else "",
    )


def _range(size: Size | None) -> AmountRange | None:
    return AmountRange(size.lowest, size.highest) if size is not None else None
