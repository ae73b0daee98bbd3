"""Whether the disease progressed: on an earlier therapy, or at all."""

from __future__ import annotations

from typing import ClassVar

from validator.chart.drug.treatment import Therapy
from validator.chart.fact import Chart, Extent
from validator.chart.topic import ATTESTED
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.attested import Claim, Contrary, answered, attested
from validator.criteria.beginning import beginning_of
from validator.criteria.extent import extents
from validator.criteria.registry import criterion
from validator.criteria.spread_told import is_coded, surely_older
from validator.criteria.therapy import PriorTherapy, drug_names, evidence_of, prior, shown_in_words, told_in_words
from validator.finding import Evidence
from validator.frozen import Frozen
from validator.terminology.domain import DRUG, EXTENT
from validator.verdict import Truth


@criterion("progressed-on")
class ProgressedOn(Frozen):
    """The disease progressed after a therapy of one of `groups`; `attested_as` is the criterion code that states it.

    Exposure shows treatment, not progression: alone it is UNKNOWN.
    """

    groups: tuple[str, ...]
    name: str
    attested_as: str
    kind: ClassVar[str]

    def clause(self, titles: Titles) -> str:
        return f"progression after {self.name} ({titles(self.groups)})"

    def names(self) -> Names:
        return (
            names_of(DRUG, *self.groups)
            | names_of(EXTENT, "status:worse", "question:disease-status")
            | names_of(ATTESTED, self.attested_as, "previously-treated", "first-line")
        )

    def answer(self, chart: Chart) -> Answer:
        """Attested, or the therapy's own reason for stopping, a worse disease status after its start, or words."""
        on_it = prior(chart, self.groups)
        stopped_for_it = [therapy for therapy in on_it if therapy.progressed is Truth.TRUE]
        worse_after = [
            (worse, therapy)
            for therapy in on_it
            for worse in extents(chart, ("worse",))
            if worse.date and therapy.start and therapy.start.before(worse.date) is Truth.TRUE
        ]
        progressed = [Contrary(t.name, t.evidence, t.stop, lasts=True, begun=t.start) for t in stopped_for_it]
        progressed += [Contrary(w.evidence.says, w.evidence, w.date, lasts=True) for w, _ in worse_after]
        return answered(
            chart,
            self.attested_as,
            self._recorded(chart, on_it, stopped_for_it, worse_after),
            true=Claim(f"progression on {self.name} is attested", _never_treated(chart)),
            false=Claim(f"the prescriber attests no progression on {self.name}", tuple(progressed)),
        )

    def _recorded(
        self,
        chart: Chart,
        on_it: tuple[Therapy, ...],
        stopped_for_it: list[Therapy],
        worse_after: list[tuple[Extent, Therapy]],
    ) -> Answer:
        if stopped_for_it:
            return yes(f"the disease progressed on {drug_names(stopped_for_it)}", *evidence_of(stopped_for_it))
        for worse, therapy in worse_after:
            says = f"{worse.evidence.says} after the start of {therapy.name}"
            return yes(says, worse.evidence, therapy.evidence)
        if (told := told_in_words(chart, self.groups, progressed=True)) is not None:
            return shown_in_words(told)
        missing = (self.attested_as,)
        if on_it:
            says = f"nothing on file shows progression on {drug_names(on_it)}"
            return unknown(says, *evidence_of(on_it), missing=missing)
        untreated = PriorTherapy(self.groups, self.name).answer(chart)
        if untreated.truth is Truth.FALSE:
            return untreated
        return unknown(untreated.because, *untreated.evidence, missing=(*missing, *untreated.missing))


@criterion("progressive")
class Progressive(Frozen):
    """The disease is progressing: attested, or the newest cancer disease status says worse.

    A newest status of stable or better is FALSE, in words alone UNKNOWN; two that contradict each other, neither surely
    newer, are UNKNOWN. Where no status is on file, progression on a therapy of one of `treatments` shows it.
    """

    kind: ClassVar[str]
    treatments: tuple[str, ...] = ()

    def clause(self, _: Titles) -> str:
        return "progressive disease"

    def names(self) -> Names:
        statuses = ("status:worse", "status:stable", "status:better", "question:disease-status")
        asked = names_of(EXTENT, *statuses) | names_of(ATTESTED, "progressive")
        return asked | names_of(DRUG, *self.treatments) if self.treatments else asked

    def answer(self, chart: Chart) -> Answer:
        """The newest status decides."""
        statuses = extents(chart, ("worse", "stable", "better"))
        said = {
            worse: tuple(_contrary(one) for one in statuses if (one.kind == "worse") is worse)
            for worse in (True, False)
        }
        return answered(
            chart,
            "progressive",
            self._recorded(statuses) if statuses else self._on_treatment(chart),
            true=Claim("progressive disease is attested", said[False]),
            false=Claim("the prescriber attests that the disease is not progressive", said[True]),
        )

    def _recorded(self, statuses: tuple[Extent, ...]) -> Answer:
        newest = statuses[0]
        rivals = [one for one in statuses if (one.kind == "worse") != (newest.kind == "worse")]
        if any(not surely_older(rival, newest) for rival in rivals):
            evidence = (newest.evidence, *(rival.evidence for rival in rivals))
            return unknown("disease statuses on file contradict each other", *evidence, missing=("progressive",))
        if newest.kind == "worse":
            return yes(f"{newest.evidence.says} is on file", newest.evidence)
        if not is_coded((newest,)):
            says = f"{newest.evidence.says} is the newest disease status, in words alone"
            return unknown(says, newest.evidence, missing=("progressive",))
        return no(f"{newest.evidence.says} is the newest disease status", newest.evidence)

    def _on_treatment(self, chart: Chart) -> Answer:
        stopped_for_it = [one for one in prior(chart, self.treatments) if one.progressed is Truth.TRUE]
        if stopped_for_it and (beside := _may_be_for(chart, stopped_for_it)):
            says = f"{drug_names(stopped_for_it)} was stopped for progression, and may have been for {beside[0].says}"
            return unknown(says, *evidence_of(stopped_for_it), *beside, missing=("progressive",))
        if stopped_for_it:
            return yes(f"the disease progressed on {drug_names(stopped_for_it)}", *evidence_of(stopped_for_it))
        if (told := told_in_words(chart, self.treatments, progressed=True)) is not None:
            return shown_in_words(told)
        return unknown(
            "nothing on file says that the disease is progressing",
            missing=("progressive", "Observation of cancer disease status (LOINC 97509-4)"),
        )


def _may_be_for(chart: Chart, therapies: list[Therapy]) -> tuple[Evidence, ...]:
    """The other cancers on file that all of these therapies may have been for; empty where one gives its own reason."""
    if any(reason.is_cancer and not reason.is_secondary for one in therapies for reason in one.reasons):
        return ()
    named = beginning_of(chart).diseases
    others = (one for one in chart.diagnoses if one.is_cancer and one.confirmed and one.active is not Truth.FALSE)
    return tuple(one.evidence for one in others if one.told.isdisjoint(named))


def _contrary(status: Extent) -> Contrary:
    return Contrary(status.evidence.says, status.evidence, status.date)


def _never_treated(chart: Chart) -> tuple[Contrary, ...]:
    """Attestations that leave no earlier treatment on which the disease could have progressed."""
    denied = [one for one in (attested(chart, "previously-treated"),) if one is not None and one.truth is Truth.FALSE]
    denied += [one for one in (attested(chart, "first-line"),) if one is not None and one.truth is Truth.TRUE]
    return tuple(Contrary(one.evidence.says, one.evidence, one.date) for one in denied)
