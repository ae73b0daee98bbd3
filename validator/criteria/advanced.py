"""Whether the disease is advanced, a word the label does not define."""

from __future__ import annotations

from typing import ClassVar

from validator.chart.fact import Chart, Extent
from validator.chart.topic import ATTESTED
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.attested import Claim, Contrary, answered, attested
from validator.criteria.extent import (
    MISSING_SECONDARY,
    SPREAD,
    extents,
    metastatic_answer,
    with_doubt,
)
from validator.criteria.registry import criterion
from validator.criteria.spread_told import (
    MISSING_STAGE,
    against,
    is_coded,
    later_in_words,
    shown,
    surely_older,
    taken_back,
)
from validator.criteria.treated import AdvancedSign, DrugsOfAdvancedDisease
from validator.frozen import Frozen, replace
from validator.terminology.domain import DRUG, RISK
from validator.verdict import Basis, Truth

_SIGNS = ("stage-4", "stage-3", "locally-advanced", "unresectable", "recurrent")
_NODES = "regional-nodes"


@criterion("advanced")
class Advanced(Frozen):
    """Advanced disease: metastatic, stage III or IV, locally advanced, unresectable, recurrent or attested so.

    The label does not define the word. Stage I or II without recurrence or spread is FALSE. With `nodes`, spread to
    lymph nodes is enough, with a note: of this disease it makes a stage III or IV (AJCC). Where nothing of that is
    on file, a drug of `shown_by` that was begun before the order's day shows it, with a caution; so does one of
    `shown_by_reason` where its own reason is the disease, or the disease is the only cancer on file and no condition
    of `elsewhere` is. UNKNOWN where its start, dose or purpose is not told, and where a stage I or II, an M0 or no
    evidence of disease is not surely older than its start. Project choices, CLARIFICATIONS.
    """

    disease: tuple[str, ...]
    kind: ClassVar[str]
    shown_by: tuple[str, ...] = ()
    shown_by_reason: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    nodes: bool = False

    def clause(self, titles: Titles) -> str:
        signs = f" (earlier {titles(self.shown_by)}: with a caution)" if self.shown_by else ""
        own = f" (earlier {titles(self.shown_by_reason)} for it: with a caution)" if self.shown_by_reason else ""
        nodes = " (spread to lymph nodes counts)" if self.nodes else ""
        return f"advanced disease{nodes}{signs}{own}"

    def names(self) -> Names:
        return (
            SPREAD
            | names_of(ATTESTED, "advanced", "metastatic", "locally-advanced", "unresectable")
            | Names(diseases=frozenset(self.disease))
            | _named(DRUG, self.shown_by + self.shown_by_reason)
            | _named(RISK, self.elsewhere)
        )

    def answer(self, chart: Chart) -> Answer:
        """Any sign of advanced disease is enough; a coded early stage without one is FALSE."""
        return with_doubt(chart, self.disease, self._answer(chart), "advanced")

    def _answer(self, chart: Chart) -> Answer:
        signs = extents(chart, _SIGNS, self.disease)
        spread = metastatic_answer(chart, self.disease)
        early = extents(chart, ("stage-1", "stage-2"), self.disease)
        shown_spread = is_coded(extents(chart, ("metastatic",), self.disease))
        if spread.truth is not Truth.TRUE and not _is_denied(chart):
            shown_spread = ()
        denied = against((*is_coded(signs), *shown_spread, *self._nodal(chart)), lasts=True) + _attested_signs(chart)
        return answered(
            chart,
            "advanced",
            self._recorded(chart, signs, spread, early),
            true=Claim("advanced disease is attested", against(is_coded(early))),
            false=Claim("the prescriber attests that the disease is not advanced", denied),
        )

    def _recorded(self, chart: Chart, signs: tuple[Extent, ...], spread: Answer, early: tuple[Extent, ...]) -> Answer:
        if spread.truth is Truth.TRUE and spread.evidence[0].basis is not Basis.TEXT:
            # An answer of spread is open beside an early stage as new as it is, a metastasis on a problem list is not.
            spreading = is_coded((*extents(chart, ("metastatic",), self.disease), *signs))
            return taken_back(spreading, early, "advanced") or spread
        coded = is_coded(signs)
        if coded:
            return taken_back(coded, early, "advanced") or yes(f"advanced by {shown(coded[0])}", coded[0].evidence)
        for code in ("locally-advanced", "unresectable"):
            other = attested(chart, code)
            if other is not None and other.truth is Truth.TRUE:
                return yes(f"{code.replace('-', ' ')} disease is attested", other.evidence)
        if spread.truth is Truth.UNKNOWN and spread.evidence:
            return spread
        if nodal := self._nodal(chart):
            return _by_nodes(nodal[0], is_coded(early))
        treated = self._by_drugs(chart, early)
        if early and early[0].evidence.basis is not Basis.TEXT:
            if treated is not None:
                return treated
            not_advanced = no(f"{shown(early[0])} without recurrence or spread is not advanced", early[0].evidence)
            told = signs + extents(chart, ("metastatic",), self.disease)
            return later_in_words(told, early[0], "advanced") or not_advanced
        texts = signs or extents(chart, ("advanced",), self.disease)
        if texts or spread.truth is Truth.TRUE:
            seen = texts[0].evidence if texts else spread.evidence[0]
            return yes(f"advanced by {seen.says} (from text)", seen)
        if treated is not None:
            return treated
        if early:
            return unknown("only text names an early stage", early[0].evidence, missing=("advanced", MISSING_STAGE))
        return unknown("nothing on file shows advanced disease", missing=("advanced", MISSING_STAGE, MISSING_SECONDARY))

    def _nodal(self, chart: Chart) -> tuple[Extent, ...]:
        return is_coded(extents(chart, (_NODES,), self.disease)) if self.nodes else ()

    def _by_drugs(self, chart: Chart, early: tuple[Extent, ...]) -> Answer | None:
        """What earlier treatment shows; None where no drug on file may be a sign."""
        drugs = DrugsOfAdvancedDisease(self.disease, self.shown_by, self.shown_by_reason, self.elsewhere)
        signs = drugs.signs(chart)
        if not signs:
            return None
        confined = (*is_coded(early), *extents(chart, ("not-metastatic", "none-seen"), self.disease))
        doubts = [(sign, _newer(sign, confined)) for sign in signs]
        for sign, denied in doubts:
            if not sign.because and denied is None:
                name = sign.therapy.name
                caution = f"only earlier {name} speaks for it; record the stage or the metastasis"
                found = yes(f"{name} was begun before", *sign.evidence, cautions=(caution,), missing=("advanced",))
                return replace(found, is_derived=True)
        sign, denied = doubts[0]
        says = sign.because or f"{sign.therapy.name} was begun before"
        beside = () if denied is None else (denied.evidence,)
        and_also = "" if denied is None else f", and {shown(denied)} is not older"
        missing = ("advanced", MISSING_STAGE, MISSING_SECONDARY)
        return unknown(f"{says}{and_also}", *sign.evidence, *beside, missing=missing)


def _by_nodes(nodal: Extent, early: tuple[Extent, ...]) -> Answer:
    """Spread to lymph nodes is the answer, unless a stage that excludes it may be as new."""
    if beside := next((one for one in early if not surely_older(one, nodal)), None):
        missing = ("advanced", MISSING_STAGE)
        return unknown(
            f"{shown(nodal)} and {shown(beside)} are on file", nodal.evidence, beside.evidence, missing=missing
        )
    note = "spread to lymph nodes is stage III or IV of this disease (AJCC)"
    return yes(f"advanced by {shown(nodal)}", nodal.evidence, remarks=(note,))


def _newer(sign: AdvancedSign, confined: tuple[Extent, ...]) -> Extent | None:
    """The newest statement of early or no disease that is not surely older than the start of the drug."""
    return next(
        (
            one
            for one in confined
            if one.date is None or sign.since is None or one.date.before(sign.since) is not Truth.TRUE
        ),
        None,
    )


def _named(domain: str, groups: tuple[str, ...]) -> Names:
    return names_of(domain, *groups) if groups else Names()


def _is_denied(chart: Chart) -> bool:
    """Whether metastases are attested not to be there: then one on file speaks against that and against this."""
    stated = attested(chart, "metastatic")
    return stated is not None and stated.truth is Truth.FALSE


def _attested_signs(chart: Chart) -> tuple[Contrary, ...]:
    stated = (attested(chart, code) for code in ("metastatic", "locally-advanced", "unresectable"))
    return tuple(
        Contrary(one.evidence.says, one.evidence, one.date, lasts=True)
        for one in stated
        if one is not None and one.truth is Truth.TRUE
    )
