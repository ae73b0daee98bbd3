"""Whether the disease is advanced, a word the label does not define."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validator.chart.fact import Chart, Extent
from validator.chart.topic import ATTESTED
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.attested import Claim, Contrary, answered, attested
from validator.criteria.extent import (
    MISSING_SECONDARY,
    MISSING_STAGE,
    SPREAD,
    against,
    extents,
    is_coded,
    metastatic_answer,
    shown,
    with_doubt,
)
from validator.criteria.registry import criterion
from validator.verdict import Basis, Truth

_SIGNS = ("stage-4", "stage-3", "locally-advanced", "unresectable", "recurrent")


@criterion("advanced")
@dataclass(frozen=True, slots=True)
class Advanced:
    """Advanced disease: metastatic, stage III or IV, locally advanced, unresectable, recurrent or attested so.

    The label does not define the word. Stage I or II without recurrence or spread is FALSE.
    """

    disease: tuple[str, ...]
    kind: ClassVar[str]

    def clause(self, _: Titles) -> str:
        """The question in words, for people who read a label."""
        return "advanced disease"

    def names(self) -> Names:
        """What in a chart could answer the question."""
        return (
            SPREAD
            | names_of(ATTESTED, "advanced", "metastatic", "locally-advanced", "unresectable")
            | Names(diseases=frozenset(self.disease))
        )

    def answer(self, chart: Chart) -> Answer:
        """Any sign of advanced disease is enough; a coded early stage without one is FALSE."""
        return with_doubt(chart, self.disease, self._answer(chart))

    def _answer(self, chart: Chart) -> Answer:
        signs = extents(chart, _SIGNS, self.disease)
        spread = metastatic_answer(chart, self.disease)
        early = extents(chart, ("stage-1", "stage-2"), self.disease)
        shown_spread = is_coded(extents(chart, ("metastatic",), self.disease)) if spread.truth is Truth.TRUE else ()
        denied = against((*is_coded(signs), *shown_spread), lasts=True) + _attested_signs(chart)
        return answered(
            chart,
            "advanced",
            self._recorded(chart, signs, spread, early),
            true=Claim("advanced disease is attested", against(is_coded(early))),
            false=Claim("the prescriber attests that the disease is not advanced", denied),
        )

    def _recorded(self, chart: Chart, signs: tuple[Extent, ...], spread: Answer, early: tuple[Extent, ...]) -> Answer:
        if spread.truth is Truth.TRUE and spread.evidence[0].basis is not Basis.TEXT:
            return spread
        coded = is_coded(signs)
        if coded:
            return yes(f"advanced by {shown(coded[0])}", coded[0].evidence)
        for code in ("locally-advanced", "unresectable"):
            other = attested(chart, code)
            if other is not None and other.truth is Truth.TRUE:
                return yes(f"{code.replace('-', ' ')} disease is attested", other.evidence)
        if spread.truth is Truth.UNKNOWN and spread.evidence:
            return spread
        if early and early[0].evidence.basis is not Basis.TEXT:
            return no(f"{shown(early[0])} without recurrence or spread is not advanced", early[0].evidence)
        texts = signs or extents(chart, ("advanced",), self.disease)
        if texts or spread.truth is Truth.TRUE:
            seen = texts[0].evidence if texts else spread.evidence[0]
            return yes(f"advanced by {seen.says} (from text)", seen)
        if early:
            return unknown("only text names an early stage", early[0].evidence, missing=("advanced", MISSING_STAGE))
        return unknown("nothing on file shows advanced disease", missing=("advanced", MISSING_STAGE, MISSING_SECONDARY))


def _attested_signs(chart: Chart) -> tuple[Contrary, ...]:
    stated = (attested(chart, code) for code in ("metastatic", "locally-advanced", "unresectable"))
    return tuple(
        Contrary(one.evidence.says, one.evidence, one.date, lasts=True)
        for one in stated
        if one is not None and one.truth is Truth.TRUE
    )
