"""Labels as though one revision of each product had been in force on every day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from validator.finding import FindingCode
from validator.label.load import Labels
from validator.label.model import Label


class HeldLabels(Labels):
    """One revision of each product, in force on every day; a product that is not in `held` has no label on any.

    What else the folder holds (its products and pages) is that of `labels`.
    """

    __slots__ = ("_held", "_of")

    def __init__(self, labels: Labels, held: Mapping[str, Label]) -> None:
        self._of = labels
        self._held = dict(held)

    @property
    def products(self) -> tuple[str, ...]:
        """The folder names of all products, in alphabetical order. Raises LabelError where there is no folder."""
        return self._of.products

    @property
    def pages(self) -> Mapping[str, FindingCode]:
        """The finding codes that the folder declares, each with its page. Raises LabelError."""
        return self._of.pages

    def revision_dates(self, product: str) -> tuple[date, ...]:
        """The first of all days, for a product whose revision is held."""
        return (date.min,) if product in self._held else ()

    def revision(self, product: str, day: date) -> Label:  # noqa: ARG002 - of every day it is the same one
        """The revision that is held."""
        return self._held[product]

    def newest(self, product: str) -> Label | None:
        """The revision that is held; None for a product without any."""
        return self._held.get(product)
