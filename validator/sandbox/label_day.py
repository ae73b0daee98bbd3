"""The label as it was on another day: the same order and chart, judged by what was in force then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from validator.finding import FindingCode
from validator.label.load import Labels
from validator.label.model import Label
from validator.label.select import revision_in_force
from validator.profiles import Profiles


class LabelsOfDay(Labels):
    """Of each product the one revision that was in force on `day`, in force for ever; the labels of `whole`."""

    __slots__ = ("_day", "_whole")

    def __init__(self, whole: Labels, day: date) -> None:
        self._whole = whole
        self._day = day

    @property
    def products(self) -> tuple[str, ...]:
        """The products that the whole has, with a label on that day or not."""
        return self._whole.products

    @property
    def pages(self) -> Mapping[str, FindingCode]:
        """Those of the whole."""
        return self._whole.pages

    def revision_dates(self, product: str) -> tuple[date, ...]:
        """One day before all others; none where the product had no label then."""
        return () if revision_in_force(self._whole, product, self._day) is None else (date.min,)

    def revision(self, product: str, _day: date) -> Label:
        """The revision of that day, whatever day is asked for."""
        found = revision_in_force(self._whole, product, self._day)
        assert found is not None
        return found


class ProfilesOfDay(Profiles):
    """The content of other profiles with the labels of one day."""

    def __init__(self, profiles: Profiles, day: date) -> None:
        super().__init__(profiles.root)
        self.__dict__.update(book=profiles.book, labels=LabelsOfDay(profiles.labels, day))


def label_days(profiles: Profiles, product: str | None) -> tuple[date, ...]:
    """Every day on which a revision of the product came into force, oldest first; of all products for None."""
    labels = profiles.labels
    asked = [one for one in labels.products if product is None or one == product.lower()]
    return tuple(sorted({day for one in asked for day in labels.revision_dates(one)}))
