"""What is on file beside disease and treatment: an allergy to the ordered drug, a place in a study."""

from __future__ import annotations

from typing import ClassVar

from validator.chart.fact import Chart
from validator.chart.topic import ALLERGY, TRIAL
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.registry import criterion
from validator.frozen import Frozen
from validator.verdict import Truth


@criterion("allergy-to-drug")
class AllergyToDrug(Frozen):
    """An allergy or intolerance to the ordered drug is on file and active. Refuted and resolved ones are FALSE.

    UNKNOWN where its status is missing or was not understood.
    """

    kind: ClassVar[str]

    def clause(self, _: Titles) -> str:
        return "on file: an allergy or intolerance to this drug"

    def names(self) -> Names:
        return names_of(ALLERGY)

    def answer(self, chart: Chart) -> Answer:
        """Not on file means FALSE: a modifier must be shown."""
        return _told(chart, ALLERGY, "an allergy to the ordered drug", "AllergyIntolerance.clinicalStatus")


@criterion("in-study")
class InStudy(Frozen):
    """The patient is on a study whose protocol gives treatment. Screening, follow-up and observation are FALSE.

    UNKNOWN where its status is missing, was not understood, or tells only that the record is in use.
    """

    kind: ClassVar[str]

    def clause(self, _: Titles) -> str:
        return "on file: the patient is the subject of a study"

    def names(self) -> Names:
        return names_of(TRIAL)

    def answer(self, chart: Chart) -> Answer:
        """Not on file means FALSE: a modifier must be shown."""
        return _told(chart, TRIAL, "a study the patient takes part in", "ResearchSubject.status")


def _told(chart: Chart, domain: str, what: str, element: str) -> Answer:
    found = [one for one in chart.on_file if one.domain == domain] if chart.on_file else []
    if active := [one.evidence for one in found if one.holds is Truth.TRUE] if found else []:
        return yes(f"{what} is on file", *active)
    if found:
        says = f"{what} is on file and its status is not clear"
        return unknown(says, *(one.evidence for one in found), missing=(element,))
    return no(f"{what} is not on file")
