"""The questions a label asks, one module for each kind. Importing the package registers them all."""

from validator.criteria import (
    age,
    body,
    co_medication,
    composite,
    differentiation,
    disease,
    event,
    extent,
    kidney,
    liver,
    measured,
    operation,
    partner,
    radioiodine,
    reproduction,
    therapy,
)

__all__ = [
    "age",
    "body",
    "co_medication",
    "composite",
    "differentiation",
    "disease",
    "event",
    "extent",
    "kidney",
    "liver",
    "measured",
    "operation",
    "partner",
    "radioiodine",
    "reproduction",
    "therapy",
]
