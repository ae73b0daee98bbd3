"""Earlier treatment: whether any was given before this order, and whether this is the first line."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from operator import attrgetter
from typing import ClassVar

from validator.chart.drug.treatment import Therapy, TherapyKind
from validator.chart.fact import OTHER_DISEASE, Chart
from validator.chart.topic import ATTESTED
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.attested import Claim, answered, attested, given, settled
from validator.criteria.beginning import beginning_of
from validator.criteria.registry import criterion
from validator.finding import Evidence
from validator.frozen import Frozen, replace
from validator.terminology.domain import DRUG
from validator.verdict import Truth

_EVIDENCE, _NAME = map(attrgetter, ("evidence", "name"))

MEDICATION_HISTORY = "MedicationRequest or MedicationStatement of the earlier therapy"
MEDICATION_KINDS = frozenset({TherapyKind.REQUEST, TherapyKind.STATEMENT, TherapyKind.ADMINISTRATION})
"""The entries that make a medication history; a procedure or a state after treatment is none."""
SELF = "self"
_ANY_CANCER = "any:"
"""How groups begin whose codes do not tell for which cancer, so that they alone contradict no attestation."""


def prior(chart: Chart, groups: Collection[str]) -> tuple[Therapy, ...]:
    """Therapies of these groups that were begun before the day of the order and can have been for its disease.

    An exposure without any date counts when it is over; one that is still current and undated does not. A cream or an
    injection into the eye is no treatment of a tumor elsewhere, whatever it holds.
    """
    found = _begun(chart, groups)
    if not found:
        return ()
    beginning = beginning_of(chart, _diseases_of(groups))
    return tuple([t for t in found if beginning.allows(t) is Truth.TRUE])


def not_for_the_disease(chart: Chart, groups: Collection[str], *, surely: bool = False) -> tuple[Therapy, ...]:
    """Therapies of these groups that were, or with `surely` False may have been, for something else."""
    found = _begun(chart, groups)
    if not found:
        return ()
    beginning = beginning_of(chart, _diseases_of(groups))
    weakest = (Truth.FALSE,) if surely else (Truth.FALSE, Truth.UNKNOWN)
    return tuple(t for t in found if beginning.allows(t) in weakest)


def told_in_words(chart: Chart, groups: Collection[str], *, progressed: bool = False) -> Evidence | None:
    """Where words surely say that a drug of these groups was had, or that the disease progressed on it; None where none
    do. Text makes an unknown true. What is said of another cancer, or stands in its entry, is of that one.
    """
    wanted, diseases = frozenset(groups), frozenset(_diseases_of(groups))
    if diseases & _FAMILIES:
        diseases = beginning_of(chart, tuple(diseases)).diseases
    others = (one for one in chart.diagnoses if one.is_cancer or one.diseases == {OTHER_DISEASE})
    elsewhere = {one.evidence.reference for one in others if not one.told & diseases}
    for told in chart.earlier_told():
        for one in told.told.sure if told.evidence.reference not in elsewhere else ():
            is_of_it = not one.diseases or bool(one.diseases & diseases)
            if is_of_it and (one.progressed or not progressed) and any(drug & wanted for drug in one.drugs):
                return replace(told.evidence, says=f'"{one.clause}"')
    return None


_FAMILIES = frozenset({"net", "any"})
"""Names in groups that stand for several diseases: asked is of the one that the order is for."""


def shown_in_words(shown: Evidence, cautions: tuple[str, ...] = ()) -> Answer:
    """So, because words say so: the answer quotes them."""
    return yes(f"{shown.says} is on file", shown, cautions=cautions, remarks=(f"only words show it: {shown.says}",))


def _diseases_of(groups: Collection[str]) -> tuple[str, ...]:
    """The diseases that groups of treatments are of by their names (`hcc:sorafenib`); a name of no disease is none."""
    found: list[str] = []
    for group in groups:
        disease, colon, _ = group.partition(":")
        found += (disease,) if colon else ()
    return tuple(found)


def _begun(chart: Chart, groups: Collection[str]) -> tuple[Therapy, ...]:
    wanted = frozenset(groups)
    if chart.groups.isdisjoint(wanted):
        return ()
    found: list[Therapy] = []
    for one in chart.therapies:
        if one.groups & wanted and one.systemic is not Truth.FALSE and one.given is Truth.TRUE and _before(chart, one):
            found.append(one)
    return tuple(found)


def _before(chart: Chart, therapy: Therapy) -> bool:
    begun = Truth.UNKNOWN if therapy.start is None else therapy.start.before(chart.as_of)
    if begun is not Truth.UNKNOWN:
        return begun is Truth.TRUE
    if therapy.stop is not None:
        return therapy.stop.at_or_before(chart.as_of) is Truth.TRUE
    return therapy.current is Truth.FALSE


def evidence_of(therapies: Iterable[Therapy]) -> tuple[Evidence, ...]:
    """The entries that show the therapies."""
    return tuple(map(_EVIDENCE, therapies))


def said_not_for_it(therapies: Iterable[Therapy]) -> str:
    """Why treatment that is on file may be no treatment of the disease; its own reason is told first."""
    therapies = tuple(therapies)
    elsewhere = [therapy for therapy in therapies if therapy.has_cancer_reason]
    before = [therapy for therapy in therapies if not therapy.has_cancer_reason]
    told = [f"{drug_names(elsewhere)} was given for another cancer"] if elsewhere else []
    told += [f"{drug_names(before)} was given before this cancer began, so may be for something else"] if before else []
    return ", and ".join(told)


def history_is_empty(chart: Chart) -> bool:
    """Whether the medication list is known to be empty (emptyReason nilknown)."""
    return "medications" in chart.known_empty


def is_of_this_cancer(therapy: Therapy, groups: tuple[str, ...]) -> bool:
    """Whether one of the groups by which the therapy counts tells for which cancer it was."""
    return any(not group.startswith(_ANY_CANCER) for group in therapy.groups & frozenset(groups))


def drug_names(therapies: Iterable[Therapy]) -> str:
    """Each name once, in the order of the chart."""
    return ", ".join(dict.fromkeys(map(_NAME, therapies)))


@criterion("previously-treated")
class PreviouslyTreated(Frozen):
    """Some treatment of the disease, of one of `groups`, was begun before the order; the label names no agent.

    Treatment only of the groups `narrow` answers TRUE with a caution. FALSE only when attested, or when the
    medication list is known to be empty.
    """

    groups: tuple[str, ...]
    kind: ClassVar[str]
    narrow: tuple[str, ...] = ()
    narrow_caution: str = ""

    def clause(self, titles: Titles) -> str:
        narrow = f"; {titles(self.narrow)} alone: with a caution" if self.narrow else ""
        return f"previous treatment ({titles(self.groups)}{narrow})"

    def names(self) -> Names:
        return names_of(DRUG, *self.groups, *self.narrow) | names_of(ATTESTED, "previously-treated")

    def answer(self, chart: Chart) -> Answer:
        """A shown therapy counts before an attestation that says yes, so that evidence is named where there is any."""
        recorded = self._recorded(chart)
        stated = attested(chart, "previously-treated")
        if recorded.truth is Truth.TRUE and (stated is None or stated.truth is Truth.TRUE):
            return recorded
        against = given(prior(chart, (*self.groups, *self.narrow)))
        denied = Claim("the prescriber attests no previous treatment", against)
        return answered(
            chart, "previously-treated", recorded, true=Claim("previous treatment is attested"), false=denied
        )

    def _recorded(self, chart: Chart) -> Answer:
        shown, narrow = prior(chart, self.groups), prior(chart, self.narrow)
        if shown or narrow:
            says = f"earlier treatment is on file: {drug_names(shown or narrow)}"
            return yes(says, *evidence_of(shown or narrow), cautions=() if shown else (self.narrow_caution,))
        if history_is_empty(chart):
            return no("the medication list is known to be empty")
        for groups, cautions in ((self.groups, ()), (self.narrow, (self.narrow_caution,))):
            if (told := told_in_words(chart, groups)) is not None:
                return shown_in_words(told, cautions)
        missing = ("previously-treated", MEDICATION_HISTORY)
        if not_for_it := not_for_the_disease(chart, (*self.groups, *self.narrow)):
            return unknown(said_not_for_it(not_for_it), *evidence_of(not_for_it), missing=missing)
        return unknown("no earlier treatment is on file", missing=missing)


@criterion("prior-therapy")
class PriorTherapy(Frozen):
    """A therapy of one of `groups`, called `name` in messages, was begun before the order.

    FALSE when the prescriber attests no previous treatment or the medication list is known to be empty.
    """

    groups: tuple[str, ...]
    name: str
    kind: ClassVar[str]

    def clause(self, titles: Titles) -> str:
        return f"earlier treatment with {self.name} ({titles(self.groups)})"

    def names(self) -> Names:
        return names_of(DRUG, *self.groups) | names_of(ATTESTED, "previously-treated", "first-line")

    def answer(self, chart: Chart) -> Answer:
        """Exposure is enough: this question does not ask about its result."""
        shown = prior(chart, self.groups)
        recorded = self._recorded(chart, shown)
        answers = []
        for code, truth, says in (
            (
                "previously-treated",
                Truth.FALSE,
                f"the prescriber attests no previous treatment, so none with {self.name}",
            ),
            (
                "first-line",
                Truth.TRUE,
                f"this is attested to be first-line treatment, so none with {self.name} came before",
            ),
        ):
            stated = attested(chart, code)
            if stated is not None and stated.truth is truth:
                denied = no(says, stated.evidence)
                answers.append(settled(stated, denied, given(shown), recorded))
        # One that the records leave open comes first: beside it nothing is settled.
        return min(answers, key=lambda one: one.truth is not Truth.UNKNOWN, default=recorded)

    def _recorded(self, chart: Chart, shown: tuple[Therapy, ...]) -> Answer:
        if shown:
            return yes(f"earlier treatment with {drug_names(shown)} is on file", *evidence_of(shown))
        if history_is_empty(chart):
            return no(f"the medication list is known to be empty: no {self.name}")
        if (told := told_in_words(chart, self.groups)) is not None:
            return shown_in_words(told)
        missing = (f"MedicationRequest or MedicationStatement of {self.name}",)
        if not_for_it := not_for_the_disease(chart, self.groups):
            return unknown(said_not_for_it(not_for_it), *evidence_of(not_for_it), missing=missing)
        return unknown(f"no earlier treatment with {self.name} is on file", missing=missing)
