"""What is said about an order, one module for each kind of label statement. Importing the package registers all."""

from validator.rules import (
    administration,
    authored,
    dose,
    duplicate,
    hepatic,
    indication,
    interaction,
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

__all__ = [
    "administration",
    "authored",
    "dose",
    "duplicate",
    "hepatic",
    "indication",
    "interaction",
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
