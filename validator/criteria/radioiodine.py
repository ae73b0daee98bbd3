"""Whether radioactive iodine no longer works or cannot be given; no standard code says so."""

from __future__ import annotations

from typing import ClassVar

from validator.chart.drug.treatment import Therapy
from validator.chart.fact import Attestation, Chart, Measurement
from validator.chart.topic import ATTESTED
from validator.criteria.answer import Answer, Names, Titles, any_of, names_of, no, unknown, yes
from validator.criteria.attested import Contrary, attested, both_ways, disputed, settled
from validator.criteria.event import conditions
from validator.criteria.registry import criterion
from validator.criteria.therapy import prior
from validator.frozen import Frozen
from validator.terminology.domain import DRUG, OBSERVED, RISK
from validator.verdict import Basis, Truth

_NAMES = {"rai-refractory": "RAI refractory disease", "rai-ineligible": "RAI ineligible disease"}
_WEAKEST = (Truth.UNKNOWN, Truth.TRUE, Truth.FALSE)


@criterion("radioiodine-refractory-or-ineligible")
class RadioiodineRefractoryOrIneligible(Frozen):
    """Radioactive iodine no longer works or cannot be given: attested, or said in text.

    FALSE only when both are attested to be false. Text never stands against an attestation that says no. Treatment of
    one of `treatments` after an attestation that says yes leaves the question open.
    """

    groups: tuple[str, ...]
    kind: ClassVar[str]
    treatments: tuple[str, ...] = ()

    def clause(self, _: Titles) -> str:
        return "RAI-refractory or RAI-ineligible disease"

    def names(self) -> Names:
        return (
            names_of(RISK, *self.groups)
            | names_of(DRUG, *self.groups)
            | (names_of(DRUG, *self.treatments) if self.treatments else Names())
            | names_of(OBSERVED, *self.groups)
            | names_of(ATTESTED, "rai-refractory", "rai-ineligible")
        )

    def answer(self, chart: Chart) -> Answer:
        """Either is enough."""
        refractory, ineligible = (attested(chart, code) for code in ("rai-refractory", "rai-ineligible"))
        stated = [one for one in (refractory, ineligible) if one is not None]
        said = self._said(chart)
        recorded = self._recorded(chart, said, stated)
        treated = [_treated(therapy) for therapy in prior(chart, self.treatments)]
        affirmed = [
            settled(one, yes(f"{_NAMES[one.code]} is attested", one.evidence), treated, recorded)
            for one in stated
            if one.truth is Truth.TRUE
        ]
        if affirmed:
            return any_of(affirmed)
        because = "the disease is attested to be RAI-avid and eligible"
        both = no(because, *(one.evidence for one in stated)) if len(stated) == len(_NAMES) else recorded
        against = [one for one in said if one.evidence.basis is not Basis.TEXT]
        beside = [settled(one, both, against, recorded) for one in stated]
        return min(beside, key=lambda one: _WEAKEST.index(one.truth), default=recorded)

    def _recorded(self, chart: Chart, said: list[Contrary], stated: list[Attestation]) -> Answer:
        # Text never stands against an attestation that says no.
        shown = [one.evidence for one in said if not stated or one.evidence.basis is not Basis.TEXT]
        if shown:
            return yes(shown[0].says, *shown)
        missing = ("rai-refractory", "rai-ineligible")
        if both := disputed(chart, missing):
            return unknown(both_ways(_NAMES[both.code]), both.evidence, missing=missing)
        evidence = (one.evidence for one in stated if one.truth is Truth.FALSE)
        return unknown("nothing on file says RAI-refractory or RAI-ineligible", *evidence, missing=missing)

    def _said(self, chart: Chart) -> list[Contrary]:
        wanted = frozenset(self.groups)
        said = [
            Contrary(one.evidence.says, one.evidence, one.onset or one.recorded, lasts=True)
            for one in conditions(chart, self.groups)
        ]
        said += [
            Contrary(m.evidence.says, m.evidence, m.date, lasts=True)
            for m in chart.measurements
            if (m.groups | m.value_groups) & wanted and not _later(chart, m)
        ]
        return said


def _treated(therapy: Therapy) -> Contrary:
    """Radioactive iodine given later says that it was still of use; given earlier it says nothing."""
    return Contrary(therapy.name, therapy.evidence, therapy.start, therapy.stop)


def _later(chart: Chart, measurement: Measurement) -> bool:
    return measurement.date is not None and measurement.date.at_or_before(chart.as_of) is Truth.FALSE
