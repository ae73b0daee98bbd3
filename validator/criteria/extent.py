"""How far the disease has spread: metastatic, locally advanced, unresectable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from operator import attrgetter
from typing import ClassVar

from validator.chart.fact import Chart, Extent
from validator.chart.topic import ATTESTED
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.attested import Claim, Side, answered, attested
from validator.criteria.once import once
from validator.criteria.registry import criterion
from validator.criteria.spread_told import (
    MISSING_STAGE,
    against,
    denied_on_its_day,
    is_coded,
    perhaps_over,
    shown,
    sure_now,
    surely_older,
    taken_back,
    why_counted,
)
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.terminology.domain import DRUG, EXTENT
from validator.verdict import Basis, Truth

_EVIDENCE = attrgetter("evidence")

_UNDATED = PartialDate.on(date.min).order_key
SPREAD = names_of(EXTENT) | names_of(EXTENT, "question:stage-group", "question:T", "question:N", "question:M")
"""Everything a list says of spread, in Conditions too; the questions are those that Observations are searched for."""
MISSING_SECONDARY = "Condition of the secondary neoplasm"


def extents(chart: Chart, kinds: Iterable[str], disease: tuple[str, ...] = ()) -> tuple[Extent, ...]:
    """The statements of these kinds that may be about the disease, coded ones first, newest first.

    A statement later than the order's day is not used.
    """
    wanted = frozenset(kinds)
    found: list[Extent] = []
    for one in chart.extents:
        if one.kind in wanted and (one.disease is None or not disease or one.disease in disease):
            found += (one,) if one.date is None or one.date.at_or_before(chart.as_of) is not Truth.FALSE else ()
    if len(found) > 1:
        found.sort(key=lambda e: e.date.order_key if e.date else _UNDATED, reverse=True)
        found.sort(key=lambda e: e.evidence.basis is Basis.TEXT)
    return tuple(found)


def with_doubt(chart: Chart, disease: tuple[str, ...], answer: Answer, code: str) -> Answer:
    """The answer with a caution where what shows the spread may belong to another active cancer of the patient.

    An attestation of `code` would settle it.
    """
    if answer.truth is not Truth.TRUE:
        return answer
    shown = set(answer.evidence)
    is_loose = False
    for one in chart.extents:
        is_loose = is_loose or (one.evidence in shown and one.disease is None and one.about is None)
    for other in chart.diagnoses if is_loose else ():
        if not (other.is_cancer and other.may_spread and other.confirmed and other.active is Truth.TRUE):
            continue
        if other.told.isdisjoint(disease):
            caution = f"{other.evidence.says} is on file too, and nothing says which of the cancers has spread"
            return replace(answer, cautions=(*answer.cautions, caution), missing=(code, *answer.missing))
    return answer


@once
def metastatic_answer(chart: Chart, disease: tuple[str, ...] = ()) -> Answer:
    """Whether distant spread is shown: attested, coded (secondary neoplasm, M1), or in text.

    FALSE by attestation or a coded M0 that is not followed by a sign of spread. Stage IV alone is not always distant
    spread, so for this question it counts only for diseases in which it is (see `StageFour`).
    """
    found = extents(chart, ("metastatic",), disease)
    spread, untold = sure_now(found)
    coded = is_coded(spread)
    confined = is_coded(extents(chart, ("not-metastatic",), disease))
    standing = [one for one in coded if not any(surely_older(one, later) for later in confined)] if confined else coded
    if standing:
        sure = yes(f"metastatic by {shown(coded[0])}", *map(_EVIDENCE, coded), remarks=why_counted(coded))
        recorded = denied_on_its_day(standing, confined) or sure
    elif confined:
        recorded = no(f"not metastatic by {shown(confined[0])}", confined[0].evidence)
    elif spread:
        recorded = yes(f"metastatic by {shown(spread[0])}", spread[0].evidence, remarks=why_counted(spread))
    elif untold:
        recorded = perhaps_over(untold[0], "metastatic")
    else:
        recorded = unknown("no metastasis is on file", missing=("metastatic", MISSING_SECONDARY))
    return answered(
        chart,
        "metastatic",
        recorded,
        true=Claim("metastatic disease is attested", against(confined)),
        false=Claim("the prescriber attests that the disease is not metastatic", against(standing, lasts=True)),
    )


def stage_four_answer(chart: Chart, disease: tuple[str, ...]) -> Answer:
    """Whether a stage IV is on file."""
    stages = extents(chart, ("stage-4",), disease)
    if not stages:
        return unknown("no stage is on file", missing=(MISSING_STAGE,))
    early = extents(chart, ("stage-1", "stage-2"), disease)
    return taken_back(stages, early, "metastatic") or yes(shown(stages[0]), stages[0].evidence)


def _stage_four(counts: bool) -> str:
    return " (stage IV counts)" if counts else ""


@criterion("metastatic")
class Metastatic(Frozen):
    """Distant spread is shown. With `stage_four` true, stage IV of the disease counts as distant spread.

    Thyroid stage IVA and IVB are not distant spread, so `stage_four` stays false for thyroid cancers.
    """

    disease: tuple[str, ...]
    kind: ClassVar[str]
    stage_four: bool = False

    def clause(self, _: Titles) -> str:
        return f"metastatic disease{_stage_four(self.stage_four)}"

    def names(self) -> Names:
        return SPREAD | names_of(ATTESTED, "metastatic", "locally-advanced") | Names(diseases=frozenset(self.disease))

    def answer(self, chart: Chart) -> Answer:
        """Attested or coded first, text last."""
        return with_doubt(chart, self.disease, self._answer(chart), "metastatic")

    def _answer(self, chart: Chart) -> Answer:
        spread = metastatic_answer(chart, self.disease)
        if spread.truth is Truth.UNKNOWN and self.stage_four:
            stage = stage_four_answer(chart, self.disease)
            if stage.truth is Truth.TRUE or stage.evidence:
                return stage
        if spread.truth is Truth.UNKNOWN and _locally_advanced(chart, self.disease).truth is Truth.TRUE:
            return unknown(
                "locally advanced disease is on file, metastases are not", *spread.evidence, missing=spread.missing
            )
        return spread


def _locally_advanced(chart: Chart, disease: tuple[str, ...]) -> Answer:
    local, early = extents(chart, ("locally-advanced",), disease), early_stages(chart, disease)
    if local:
        recorded = yes(f"locally advanced by {shown(local[0])}", local[0].evidence)
    elif early:
        recorded = no(f"{shown(early[0])}: neither locally advanced nor metastatic", early[0].evidence)
    else:
        recorded = unknown("locally advanced disease is not shown", missing=("locally-advanced",))
    denied = "the prescriber attests that the disease is not locally advanced"
    return answered(
        chart,
        "locally-advanced",
        recorded,
        true=Claim("locally advanced disease is attested", against(early)),
        false=Claim(denied, against(is_coded(local), lasts=True)),
    )


def early_stages(chart: Chart, disease: tuple[str, ...]) -> tuple[Extent, ...]:
    """Coded stages I and II where nothing on file says that the disease has grown or come back since."""
    later = extents(chart, ("recurrent", "stage-3", "stage-4", "locally-advanced", "metastatic"), disease)
    return () if later else is_coded(extents(chart, ("stage-1", "stage-2"), disease))


@criterion("locally-advanced-or-metastatic")
class LocallyAdvancedOrMetastatic(Frozen):
    """Locally advanced or metastatic disease is shown; FALSE only when both are shown to be absent."""

    disease: tuple[str, ...]
    kind: ClassVar[str]
    stage_four: bool = False

    def clause(self, _: Titles) -> str:
        return f"locally advanced or metastatic disease{_stage_four(self.stage_four)}"

    def names(self) -> Names:
        return SPREAD | names_of(ATTESTED, "metastatic", "locally-advanced") | Names(diseases=frozenset(self.disease))

    def answer(self, chart: Chart) -> Answer:
        """Either is enough."""
        spread = Metastatic(self.disease, self.stage_four).answer(chart)
        if spread.truth is Truth.TRUE:
            return spread
        local = _locally_advanced(chart, self.disease)
        if local.truth is Truth.TRUE:
            return local
        if local.truth is Truth.FALSE and early_stages(chart, self.disease):
            return local
        if local.truth is Truth.UNKNOWN and local.evidence:
            return local
        evidence = (*spread.evidence, *local.evidence)
        if spread.truth is Truth.FALSE and local.truth is Truth.FALSE:
            return no(f"{spread.because}, and {local.because}", *evidence)
        # What is recorded as not so is not asked again.
        asked = (("locally-advanced", local), ("metastatic", spread))
        missing = *[code for code, one in asked if one.truth is Truth.UNKNOWN], MISSING_STAGE, MISSING_SECONDARY
        return unknown("neither locally advanced nor metastatic disease is shown", *evidence, missing=missing)


RECENT_DAYS = 365
"""How old a resection, ablation or curative intent may be and still speak for removal; inclusive. A project choice."""


@criterion("unresectable")
class Unresectable(Frozen):
    """The tumor cannot be removed by surgery; no standard code says so, so it is attested or in text.

    With `metastatic_is_note`, metastatic disease with nothing about resectability answers TRUE with a note: metastatic
    disease is rarely resectable, but the label's words ask for both. With a caution where something speaks for removal:
    an operation that is planned, one of `removals` (resection, ablation) in the last 12 months or without a date, or
    words such as "resectable" or "curative intent".
    """

    disease: tuple[str, ...]
    kind: ClassVar[str]
    metastatic_is_note: bool = True
    removals: tuple[str, ...] = ()

    def clause(self, _: Titles) -> str:
        remark = " (metastatic disease: with a note)" if self.metastatic_is_note else ""
        return f"unresectable disease{remark}"

    def names(self) -> Names:
        stated = names_of(ATTESTED, "unresectable", "metastatic")
        return SPREAD | stated | self._removals() | Names(diseases=frozenset(self.disease))

    def answer(self, chart: Chart) -> Answer:
        """What is attested beside what is coded; else coded or text, then metastasis with a caution."""
        found = extents(chart, ("unresectable",), self.disease)
        answer = answered(
            chart,
            "unresectable",
            self._recorded(chart, found),
            true=Claim("unresectable disease is attested"),
            false=Claim("the tumor is attested to be resectable", against(is_coded(found))),
        )
        stated = attested(chart, "unresectable")
        # No code says that a tumor can be removed, so words that say it later leave it open.
        told = extents(chart, ("resectable",), self.disease)
        said = [one for one in told if one.evidence.basis is Basis.TEXT] if told else ()
        for words in against(said) if said else ():
            if stated is not None and stated.truth is Truth.TRUE and words.side(stated) is not Side.EARLIER:
                says = f"{words.name} is on file, and not before {answer.because}"
                return unknown(says, words.evidence, stated.evidence, missing=("unresectable",))
        return answer

    def _recorded(self, chart: Chart, found: tuple[Extent, ...]) -> Answer:
        if found:
            return yes(f"unresectable by {shown(found[0])}", found[0].evidence)
        spread = Metastatic(self.disease, stage_four=True).answer(chart)
        if self.metastatic_is_note and spread.truth is Truth.TRUE:
            note = "metastatic disease is on file, but nothing says that it is unresectable"
            for_removal = next(self._for_removal(chart), None)
            if for_removal is not None:
                caution = f"{note}, and {for_removal}"
                cautions, missing = (caution, *spread.cautions), ("unresectable", *spread.missing)
                return yes(spread.because, *spread.evidence, cautions=cautions, missing=missing)
            return replace(spread, remarks=(*spread.remarks, note), is_derived=True)
        return unknown("nothing on file says that the tumor is unresectable", missing=("unresectable",))

    def _removals(self) -> Names:
        operations = names_of("conditions-risk", "major_surgery")
        return names_of(DRUG, *self.removals) | operations if self.removals else operations

    def _for_removal(self, chart: Chart) -> Iterator[str]:
        """What speaks for removing the tumor."""
        since = chart.as_of.plus_days(-RECENT_DAYS)
        for extent in extents(chart, ("resectable",), self.disease):
            # Words that still stand in a chart are said now; what was coded was intended on its day.
            if not is_coded((extent,)) or extent.date is None or extent.date.before(since) is not Truth.TRUE:
                yield f"{extent.evidence.says} is on file"
        for surgery in chart.surgeries:
            if surgery.planned and surgery.groups != {"dental_surgery"}:
                yield f"{surgery.name} is planned"
        for therapy in chart.therapies:
            day = therapy.start or therapy.stop
            if therapy.groups.isdisjoint(self.removals) or therapy.given is Truth.FALSE:
                continue
            if day is None or day.before(since) is not Truth.TRUE:
                yield f"{therapy.name} is on file"
