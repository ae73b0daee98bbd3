"""Questions made of questions: all of, any of, not."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import ClassVar

from validator.chart.fact import Chart
from validator.criteria.answer import Answer, Criterion, Names, Titles, all_of, any_of
from validator.criteria.registry import criterion
from validator.criteria.untouched import Untouched, answered_by, together
from validator.frozen import Frozen, replace
from validator.verdict import Truth


@criterion("all")
class AllOf(Frozen):
    """Every one of `of` holds. FALSE when one is false; UNKNOWN when none is false and one is unknown."""

    of: tuple[Criterion, ...]
    kind: ClassVar[str]

    def clause(self, titles: Titles) -> str:
        return " and ".join(_part(part, titles) for part in self.of)

    def names(self) -> Names:
        return reduce(or_, (part.names() for part in self.of))

    def answer(self, chart: Chart) -> Answer:
        """The conjunction, with the reasons that decide it."""
        return all_of(answered_by(chart, self.of))

    def untouched(self) -> Untouched | None:
        """What it answers of a chart that touches none of its parts."""
        return together(self.of, all_of)


@criterion("any")
class AnyOf(Frozen):
    """At least one of `of` holds. UNKNOWN when none is true and one is unknown."""

    of: tuple[Criterion, ...]
    kind: ClassVar[str]

    def clause(self, titles: Titles) -> str:
        return " or ".join(_part(part, titles) for part in self.of)

    def names(self) -> Names:
        return reduce(or_, (part.names() for part in self.of))

    def answer(self, chart: Chart) -> Answer:
        """The disjunction, with the reasons that decide it."""
        return any_of(answered_by(chart, self.of))

    def untouched(self) -> Untouched | None:
        """What it answers of a chart that touches none of its parts."""
        return together(self.of, any_of)


_NEGATED = {truth: truth.negated() for truth in Truth}


@criterion("not")
class Not(Frozen):
    """`of` does not hold. UNKNOWN stays UNKNOWN."""

    of: Criterion
    kind: ClassVar[str]

    def clause(self, titles: Titles) -> str:
        return f"not {_part(self.of, titles)}"

    def names(self) -> Names:
        return self.of.names()

    def answer(self, chart: Chart) -> Answer:
        """The negation; the reason and its cautions stay those of the question inside."""
        return _negation(answered_by(chart, (self.of,)))

    def untouched(self) -> Untouched | None:
        """What it answers of a chart that does not touch what it denies."""
        return together((self.of,), _negation)


def _negation(of_one: list[Answer]) -> Answer:
    return replace(of_one[0], truth=_NEGATED[of_one[0].truth])


@criterion("not-shown")
class NotShown(Frozen):
    """`of` is not surely so: FALSE where it holds, TRUE where it does not or nothing tells it.

    It parts two warnings of which one holds anyway, the graver where `of` is shown, the other where it is not. What a
    label asks for, or what bends a dose, is never asked so.
    """

    of: Criterion
    kind: ClassVar[str]

    def clause(self, titles: Titles) -> str:
        return f"not shown: {_part(self.of, titles)}"

    def names(self) -> Names:
        return self.of.names()

    def answer(self, chart: Chart) -> Answer:
        """The reason stays that of the question inside."""
        inner = self.of.answer(chart)
        truth = Truth.of(inner.truth is not Truth.TRUE)
        return Answer(truth, inner.because, inner.evidence)


def _part(part: Criterion, titles: Titles) -> str:
    words = part.clause(titles)
    return f"({words})" if isinstance(part, AllOf | AnyOf) else words
