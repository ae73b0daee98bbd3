"""What is said about an order, one module for each kind of label statement. Importing the package registers all."""

from validator.rules import (
    administration,
    authored,
    danger_in_words,
    dose,
    duplicate,
    hepatic,
    indication,
    interaction,
    on_hold,
    other_drug,
    partner,
    patient,
    precaution,
    product,
    resumed,
    schedule,
    supply,
    words,
)
from validator.rules.registry import arrange

__all__ = [
    "administration",
    "authored",
    "danger_in_words",
    "dose",
    "duplicate",
    "hepatic",
    "indication",
    "interaction",
    "on_hold",
    "other_drug",
    "partner",
    "patient",
    "precaution",
    "product",
    "resumed",
    "schedule",
    "supply",
    "words",
]

ORDER = (
    "administration",
    "authored",
    "danger_in_words",
    "schedule",
    "partner",
    "dose",
    "duplicate",
    "hepatic",
    "indication",
    "interaction",
    "on_hold",
    "other_drug",
    "patient",
    "precaution",
    "product",
    "resumed",
    "supply",
    "words",
)
"""Of findings that weigh the same the one of the first rule leads the text and the card."""

arrange(ORDER)
