"""Whether radioactive iodine no longer works or cannot be given; no standard code says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validator.chart.fact import Chart, Measurement
from validator.chart.topic import ATTESTED, DRUG, OBSERVED, RISK
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.attested import attested
from validator.criteria.event import conditions
from validator.criteria.registry import criterion
from validator.verdict import Basis, Truth


@criterion("radioiodine-refractory-or-ineligible")
@dataclass(frozen=True, slots=True)
class RadioiodineRefractoryOrIneligible:
    """Radioactive iodine no longer works or cannot be given: attested, or said in text.

    FALSE only when both are attested to be false. Text never stands against an attestation that says no.
    """

    groups: tuple[str, ...]
    kind: ClassVar[str]

    def clause(self, _: Titles) -> str:
        """The question in words, for people who read a label."""
        return "RAI-refractory or RAI-ineligible disease"

    def names(self) -> Names:
        """What in a chart could answer the question."""
        return (
            names_of(RISK, *self.groups)
            | names_of(DRUG, *self.groups)
            | names_of(OBSERVED, *self.groups)
            | names_of(ATTESTED, "rai-refractory", "rai-ineligible")
        )

    def answer(self, chart: Chart) -> Answer:
        """Either is enough."""
        stated = [a for a in (attested(chart, "rai-refractory"), attested(chart, "rai-ineligible")) if a is not None]
        for attestation in stated:
            if attestation.truth is Truth.TRUE:
                return yes(
                    f"{attestation.code.replace('-', ' ').replace('rai', 'RAI')} disease is attested",
                    attestation.evidence,
                )
        if len(stated) == 2:
            return no("the disease is attested to be RAI-avid and eligible", *(a.evidence for a in stated))
        wanted = frozenset(self.groups)
        said = [condition.evidence for condition in conditions(chart, self.groups)]
        said += [
            m.evidence for m in chart.measurements if (m.groups | m.value_groups) & wanted and not _later(chart, m)
        ]
        if stated:
            said = [shown for shown in said if shown.basis is not Basis.TEXT]
        if said:
            return yes(said[0].says, *said)
        evidence = tuple(a.evidence for a in stated)
        return unknown(
            "nothing on file says RAI-refractory or RAI-ineligible",
            *evidence,
            missing=("rai-refractory", "rai-ineligible"),
        )


def _later(chart: Chart, measurement: Measurement) -> bool:
    return measurement.date is not None and measurement.date.at_or_before(chart.as_of) is Truth.FALSE
