"""Two days of a label, as two sets of labels that an order can be judged by whatever its own day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from validator.instant import PartialDate
from validator.label.held import HeldLabels
from validator.label.mixed import differing, mixed
from validator.label.model import Label
from validator.label.select import revisions_in_force
from validator.profiles import Profiles


class NoRevisionError(ValueError):
    """A day tells no revision: none was in force, or the partial date allows two."""


@dataclass(frozen=True)
class RevisionPair:
    """The revisions in force on two days, by product; a product without a label on a day is in that one not."""

    profiles: Profiles
    before: dict[str, Label]
    after: dict[str, Label]

    @cached_property
    def judging_before(self) -> Profiles:
        """The content with the earlier revisions in force on every day."""
        return self.profiles.with_labels(HeldLabels(self.profiles.labels, self.before))

    @cached_property
    def judging_after(self) -> Profiles:
        """The content with the later revisions in force on every day."""
        return self.profiles.with_labels(HeldLabels(self.profiles.labels, self.after))

    @cached_property
    def changed(self) -> tuple[str, ...]:
        """The products whose revision is not the same on both days."""
        names = sorted({*self.before, *self.after})
        return tuple(name for name in names if self.before.get(name) != self.after.get(name))

    def statements(self, product: str) -> tuple[str, ...]:
        """The ids of what differs between the two revisions of a product; none where it had no label on one day."""
        if product not in self.before or product not in self.after:
            return ()
        return differing(self.before[product], self.after[product])

    def with_taken(self, product: str, taken: frozenset[str]) -> Profiles:
        """The earlier content, with these statements of a product as the later revision has them."""
        label = mixed(self.before[product], self.after[product], taken)
        return self.profiles.with_labels(HeldLabels(self.profiles.labels, self.before | {product: label}))


def revision_pair(profiles: Profiles, before: PartialDate, after: PartialDate) -> RevisionPair:
    """The revisions in force on two days. Raises NoRevisionError for a day that tells none, or two."""
    return RevisionPair(profiles, _in_force(profiles, before), _in_force(profiles, after))


def _in_force(profiles: Profiles, day: PartialDate) -> dict[str, Label]:
    found = {}
    for name in profiles.labels.products:
        possible = revisions_in_force(profiles.labels, name, day)
        if len(possible) > 1:
            raise NoRevisionError(f"Within {day.text} the label of {name} was revised; give a whole date.")
        if possible[0] is not None:
            found[name] = possible[0]
    if not found:
        raise NoRevisionError(f"No label was in force on {day.text}.")
    return found
