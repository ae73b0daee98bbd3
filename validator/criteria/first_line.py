"""Whether an order is the first line of treatment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from validator.chart.drug.told_line import ToldLine
from validator.chart.drug.treatment import Therapy, TherapyKind
from validator.chart.fact import OTHER_DISEASE, Chart
from validator.chart.topic import ATTESTED
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.attested import Claim, Contrary, answered, attested, given, settled
from validator.criteria.disease import relevant
from validator.criteria.extent import extents
from validator.criteria.registry import criterion
from validator.criteria.therapy import (
    MEDICATION_HISTORY,
    MEDICATION_KINDS,
    SELF,
    drug_names,
    evidence_of,
    history_is_empty,
    is_of_this_cancer,
    not_for_the_disease,
    prior,
    said_not_for_it,
)
from validator.finding import Evidence
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.terminology.domain import DRUG, EXTENT
from validator.verdict import Truth

RECENT_DAYS = 180
"""How long ago a cancer may have been found for the history to show whatever was given for it; inclusive."""

_ROOM = 27
"""Characters of quoted words, quotation marks included."""

_NO_CANCER_DRUG = "also-against-rejection"
"""The group of a drug that is also given for what is no cancer."""

YEAR = 365
"""How old the removal of the organ may be before another line is likely to have come between; inclusive."""


@criterion("first-line")
class FirstLine(Frozen):
    """No systemic therapy for the advanced disease came before: attested, else derived from the medication history.

    Derived from a supplied, non-empty history without any therapy of `groups` it is TRUE: with a note where the history
    could show treatment (the cancer was found within 180 days, or a drug that was had and ended is on file), else with
    a caution, since absence of a record is not absence of therapy. A caution too where something hints at an earlier
    line: a code of `hints` (a history of chemotherapy, an infusion before this line began), recurrence, a disease
    status of worse, one of `removals` more than a year ago, or words ("progressed on", "second line"). Therapy only of
    `adjuvant` groups is TRUE with a caution: the label does not say whether it counts. The partner drug and the drug
    itself (`ignore`) are this line, not an earlier one. The days are project choices, CLARIFICATIONS.
    """

    groups: tuple[str, ...]
    kind: ClassVar[str]
    adjuvant: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    removals: tuple[str, ...] = ()

    def clause(self, titles: Titles) -> str:
        adjuvant = f"; adjuvant {titles(self.adjuvant)}: with a caution" if self.adjuvant else ""
        ignored = f"; {titles(self.ignore)} not counted" if self.ignore else ""
        return f"first-line treatment (none before of: {titles(self.groups)}{adjuvant}{ignored})"

    def names(self) -> Names:
        drugs = names_of(DRUG, *self.groups, *self.adjuvant, *self.ignore, *self.hints, *self.removals)
        spread = names_of(EXTENT, "recurrent", "status:worse", "question:disease-status")
        return drugs | spread | names_of(ATTESTED, "first-line", "previously-treated")

    def answer(self, chart: Chart) -> Answer:
        """What is attested beside the history, which may contradict it; else the history.

        Treatment of which nothing says for which cancer contradicts no attestation.
        """
        skipped = frozenset(self.ignore) | {SELF}
        earlier = [therapy for therapy in prior(chart, self.groups) if not therapy.groups & skipped]
        adjuvant = [therapy for therapy in earlier if therapy.groups & frozenset(self.adjuvant)]
        against = given(t for t in earlier if t not in adjuvant and is_of_this_cancer(t, self.groups))
        return answered(
            chart,
            "first-line",
            self._recorded(chart, earlier, adjuvant, against),
            true=Claim("first-line treatment is attested", against),
            false=Claim("the prescriber attests that this is not first-line treatment"),
        )

    def _recorded(
        self, chart: Chart, earlier: list[Therapy], adjuvant: list[Therapy], against: tuple[Contrary, ...]
    ) -> Answer:
        skipped = frozenset(self.ignore) | {SELF}
        if earlier and len(adjuvant) == len(earlier):
            caution = (
                f"{drug_names(adjuvant)} came before; whether adjuvant treatment counts as a line is not in the label"
            )
            return yes(
                "no systemic therapy for advanced disease is on file",
                *evidence_of(adjuvant),
                cautions=(caution,),
                missing=("first-line",),
            )
        untreated = attested(chart, "previously-treated")
        shown = no(f"earlier systemic therapy is on file: {drug_names(earlier)}", *evidence_of(earlier))
        if untreated is not None and untreated.truth is Truth.FALSE:
            denied = yes("no previous treatment is attested", untreated.evidence)
            return settled(untreated, denied, against, shown)
        if earlier:
            return shown
        if untreated is not None:
            return unknown(
                "previous treatment is attested, but not whether it was for advanced disease",
                untreated.evidence,
                missing=("first-line",),
            )
        if history_is_empty(chart):
            return yes("the medication list is known to be empty")
        ignored = skipped | frozenset(self.adjuvant)
        early = [t for t in not_for_the_disease(chart, self.groups) if not t.groups & ignored]
        others = [t for t in not_for_the_disease(chart, self.groups, surely=True) if not t.groups & ignored]
        if may_be_it := [t for t in early if t not in others]:
            missing = ("first-line", "Condition.onset[x] of the cancer")
            return unknown(said_not_for_it(may_be_it), *evidence_of(may_be_it), missing=missing)
        if others:
            return self._inferred(chart).with_remarks(f"{said_not_for_it(others)}: not counted as an earlier line")
        if any(t.kind in MEDICATION_KINDS and not t.groups & skipped for t in chart.therapies):
            return self._inferred(chart)
        return unknown(
            "nothing on file says whether this is the first line", missing=("first-line", MEDICATION_HISTORY)
        )

    def _inferred(self, chart: Chart) -> Answer:
        """First line because the history shows no other: a note where it could have shown one, else a caution."""
        says = "no earlier systemic therapy is on file"
        hint = next(self._hints(chart), None)
        if hint is not None:
            hinted, shown = hint
            cautions = (f"first line is only inferred, and {hinted}",)
            return yes(says, *shown, cautions=cautions, missing=("first-line",))
        if self._could_show(chart):
            return replace(yes(says, remarks=(f"first line is inferred ({says})",)), is_derived=True)
        return yes(
            says, cautions=("first line is only inferred (no earlier therapy is on file)",), missing=("first-line",)
        )

    def _hints(self, chart: Chart) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
        for therapy in prior(chart, self.hints):
            is_given = therapy.kind is TherapyKind.PROCEDURE
            if not (is_given and self._is_in_this_line(chart, therapy.start)):
                yield f"{therapy.name} is on file", ()
        for extent in extents(chart, ("recurrent", "worse")):
            yield f"{extent.evidence.says} is on file", ()
        year_ago = chart.as_of.plus_days(-YEAR)
        # The organ may have been removed before the cancer came back and was put on file as new.
        removed = [t for t in chart.therapies if t.given is not Truth.FALSE and not t.groups.isdisjoint(self.removals)]
        for therapy in removed:
            day = therapy.start or therapy.stop
            if day is None or day.at_or_before(year_ago) is not Truth.FALSE:
                yield f"{therapy.name} was, as far as is known, over a year ago", ()
        for told in chart.earlier_told():
            if self._is_of_another_line(chart, told) and not self._is_in_this_line(chart, told.day):
                yield f"{_quoted(told.evidence.says)} is on file", (told.evidence,)

    def _is_of_another_line(self, chart: Chart, told: ToldLine) -> bool:
        """Whether words tell of a line or a class, or name a drug that this line does not hold.

        The entry of another cancer tells of that one's treatment. One of no cancer may be of anything in its second
        line, and names some drugs for what is none (READINGS 5).
        """
        skipped = frozenset(self.ignore) | {SELF}
        wanted = frozenset((*self.groups, *self.adjuvant, *self.hints))
        own = [one for one in chart.diagnoses if one.evidence.reference == told.evidence.reference]
        if told.kind == "Condition" and own and all(one.diseases == {OTHER_DISEASE} for one in own):
            return False
        is_of_cancer = told.kind != "Condition" or bool(own)
        drugs = [one for one in told.told.drugs if is_of_cancer or _NO_CANCER_DRUG not in one]
        named = any(one & wanted and not one & skipped for one in drugs)
        again = any(one.progressed and any(drug & skipped for drug in one.drugs) for one in told.told.sure)
        return named or again or told.told.is_class or (told.told.is_line and is_of_cancer)

    def _is_in_this_line(self, chart: Chart, day: PartialDate | None) -> bool:
        """Whether what was done on a day may be the giving of this line's drugs: one of them had begun by then."""
        skipped = frozenset(self.ignore) | {SELF}
        begun = [t.start for t in chart.therapies if t.groups & skipped and t.start is not None]
        return day is not None and any(start.at_or_before(day) is not Truth.FALSE for start in begun)

    def _could_show(self, chart: Chart) -> bool:
        """Whether an earlier line would be in the history: the cancer is new, or the history holds what was had and is
        over."""
        skipped = frozenset(self.ignore) | {SELF}
        if any(
            t.kind in MEDICATION_KINDS
            and t.current is Truth.FALSE
            and t.given is not Truth.FALSE
            and not t.groups & skipped
            for t in chart.therapies
        ):
            return True
        begun = chart.as_of.plus_days(-RECENT_DAYS)
        cancers = [one for one in relevant(chart) if one.diseases - {OTHER_DISEASE} and one.active is Truth.TRUE]
        order = chart.order.reference if chart.order is not None else None
        # A code in the order itself repeats what it is for, and tells no day of it.
        days = [one.onset for one in cancers if one.evidence.reference != order]
        return bool(days) and all(day is not None and day.before(begun) is Truth.FALSE for day in days)


def _quoted(words: str) -> str:
    """Words in quotation marks, as long as a headline has room for them; the evidence holds more."""
    return words if len(words) <= _ROOM else f'{words[: _ROOM - 4].rstrip()}..."'
