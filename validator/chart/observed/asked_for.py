"""One question that an Observation, or a part of it, answers, and where: what each measurement of it begins with."""

from __future__ import annotations

from validator.chart.fact import Measurement
from validator.chart.observed.size import SizeName, size_of
from validator.chart.reader import Reader
from validator.fhir.entry import Entry
from validator.finding import Evidence
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.terminology.domain import OBSERVED
from validator.terminology.role import Role
from validator.verdict import Basis


class AskedFor(Frozen):
    """One question an Observation or component answers, and where."""

    reader: Reader
    entry: Entry
    groups: frozenset[str]
    name: str
    day: PartialDate | None
    prefix: str = ""

    def is_for(self, role: Role) -> bool:
        """Whether a group it asks for plays the role."""
        return not self.groups.isdisjoint(self.reader.book.of_role(OBSERVED, role))

    @property
    def size(self) -> SizeName | None:
        """The size of a person it asks for; None: another thing."""
        return size_of(self.reader.book, self.groups)

    def answered(self, says: str, element: str, basis: Basis = Basis.CODED) -> Measurement:
        """The measurement with nothing but its evidence."""
        return Measurement(self.groups, self.shown(says, element, basis), self.day)

    def shown(self, says: str, element: str, basis: Basis = Basis.CODED) -> Evidence:
        """The evidence of one element."""
        told = f"{says} on {self.day.text}" if self.day else says
        place = f"{self.entry.expression}.{self.prefix}{element}".rstrip(".")
        return Evidence(self.entry.reference, told, place, basis)
