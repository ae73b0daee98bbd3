"""Everything the rules look at for one order: the order, the chart, the label, and what follows from them, once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from operator import attrgetter

from validator.assessment.body_size import body_of
from validator.assessment.indication import IndicationChoice, choose_indication
from validator.assessment.label_choice import LabelChoice
from validator.assessment.ordered import Ordered, ordered_of
from validator.assessment.worlds import Worlds, worlds_of
from validator.chart.fact import Chart, Order
from validator.criteria.answer import Answer
from validator.criteria.untouched import answered_by
from validator.dosage import Body, simple_at
from validator.label.dose import LabelDose
from validator.label.model import WHEN, Label, Precaution
from validator.label.size import label_for
from validator.verdict import Truth


@dataclass(frozen=True)
class Situation:
    """One order in one chart under one label revision. Derived parts are worked out on first use and kept.

    `written` is the label as it stands, `label` the same with doses by body size worked out for the patient.
    `asked` are the FHIRPaths of the orders that the caller asked about; None: all.
    `instant` is when the check was asked for, where an edge with a clock says so; None: not known.
    """

    order: Order
    chart: Chart
    written: Label
    choice: LabelChoice
    asked: frozenset[str] | None = None
    instant: datetime | None = None

    def of_another_dose(self, order: Order, chart: Chart, choice: LabelChoice) -> Situation:
        """The situation of the same order with another dose, in the same chart otherwise (`chart.order.rewritten`):
        what follows from label and chart alone is kept. Another label keeps nothing.
        """
        if choice.label is not self.written and choice.label is not None:
            return Situation(order, chart, choice.label, choice, self.asked, self.instant)
        made = replace(self, order=order, chart=chart, choice=choice)
        made.__dict__.update({name: value for name, value in self.__dict__.items() if name in _OF_LABEL_AND_CHART})
        return made

    @cached_property
    def label(self) -> Label:
        """The label for a patient of this size."""
        return label_for(self.written, self.body)

    @cached_property
    def body(self) -> Body:
        """What doses by body size are worked out with."""
        return body_of(self.chart, self.written)

    @cached_property
    def indication(self) -> IndicationChoice:
        """The indication meant, with what it asks for."""
        return choose_indication(self.label, self.chart)

    @cached_property
    def worlds(self) -> Worlds:
        """The doses the label gives, in every world the chart allows."""
        return worlds_of(self.label, self.indication, self.chart)

    @cached_property
    def has_label_dose(self) -> bool:
        """Whether the label gives this patient a dose at all: the indication is not refuted, and no statement holds
        under which the drug is not to be given whatever the dose."""
        if self.indication.truth is Truth.FALSE:
            return False
        refusing = self.answers_to(filter(_NO_DOSE, self.label.precaution))
        return Truth.TRUE not in map(_TRUTH, refusing)

    @property
    def warnings(self) -> list[Precaution]:
        """The warnings for the indications that may be meant here, and for the ordered dose where they are for one."""
        meant = {*map(_INDICATION, self.indication.chosen)}
        simple = simple_at(self.ordered.own, self.label.intervals)
        dose = LabelDose(simple.mg, simple.interval) if simple is not None else None
        found: list[Precaution] = []
        for one in self.label.precaution:
            is_meant = one.indications is None or not meant.isdisjoint(one.indications)
            if is_meant and (one.ordered is None or one.ordered == dose):
                found.append(one)
        return found

    def answers_to(self, statements: Iterable[Precaution]) -> list[Answer]:
        """Whether each warning holds, asked once. Its question is about the chart, and not about the dose of the
        order."""
        return answered_by(self.chart, map(WHEN, statements))

    @cached_property
    def dose_section(self) -> str:
        """The section of the dose that is due here: of the regimens that may be meant. Where none is, that of the label
        as a whole: one that is about another disease would be the wrong place to look."""
        meant = dict.fromkeys(world.regimen.section for world in self.worlds.worlds)
        if meant:
            return ", ".join(meant)
        whole = self.label.dose_section
        is_one = all(regimen.section == whole for regimen in self.label.regimen)
        return whole if is_one else whole.partition(".")[0]

    @cached_property
    def ordered(self) -> Ordered:
        """What is ordered, alone and together with orders beside it."""
        return ordered_of(self.order, self.chart, self.body, self.asked)


_TRUTH, _NO_DOSE, _INDICATION = map(attrgetter, ("truth", "no_dose", "indication.id"))
_OF_LABEL_AND_CHART = frozenset({"label", "body", "indication", "worlds", "has_label_dose", "dose_section"})
"""The derived parts that look at nothing of the order but what is the same however it is dosed."""
