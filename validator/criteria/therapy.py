"""Earlier treatment: whether it was given before this order, and whether the disease progressed on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from validator.chart.fact import Chart, Therapy, TherapyKind
from validator.chart.topic import ATTESTED, DRUG, EXTENT
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.attested import attested
from validator.criteria.extent import extents, surely_older
from validator.criteria.registry import criterion
from validator.finding import Evidence
from validator.verdict import Truth

MEDICATION_HISTORY = "MedicationRequest or MedicationStatement of the earlier therapy"
MEDICATION_KINDS = frozenset({TherapyKind.REQUEST, TherapyKind.STATEMENT, TherapyKind.ADMINISTRATION})
"""The entries that make a medication history; a procedure or a state after treatment is none."""
SELF = "self"


def prior(chart: Chart, groups: Iterable[str]) -> tuple[Therapy, ...]:
    """Therapies of these groups that were begun before the day of the order.

    An exposure without any date counts when it is over; one that is still current and undated does not.
    """
    wanted = frozenset(groups)
    return tuple(t for t in chart.therapies if t.groups & wanted and t.given is Truth.TRUE and _before(chart, t))


def _before(chart: Chart, therapy: Therapy) -> bool:
    begun = Truth.UNKNOWN if therapy.start is None else therapy.start.before(chart.as_of)
    if begun is not Truth.UNKNOWN:
        return begun is Truth.TRUE
    if therapy.stop is not None:
        return therapy.stop.at_or_before(chart.as_of) is Truth.TRUE
    return therapy.current is Truth.FALSE


def evidence_of(therapies: Iterable[Therapy]) -> tuple[Evidence, ...]:
    """The entries that show the therapies."""
    return tuple(therapy.evidence for therapy in therapies)


def history_is_empty(chart: Chart) -> bool:
    """Whether the medication list is known to be empty (emptyReason nilknown)."""
    return "medications" in chart.known_empty


def _names(therapies: Iterable[Therapy]) -> str:
    return ", ".join(dict.fromkeys(therapy.name for therapy in therapies))


@criterion("previously-treated")
@dataclass(frozen=True, slots=True)
class PreviouslyTreated:
    """Some treatment of the disease, of one of `groups`, was begun before the order; the label names no agent.

    Treatment only of the groups `narrow` answers TRUE with a caution. FALSE only when attested, or when the
    medication list is known to be empty.
    """

    groups: tuple[str, ...]
    kind: ClassVar[str]
    narrow: tuple[str, ...] = ()
    narrow_caution: str = ""

    def clause(self, titles: Titles) -> str:
        """The question in words, for people who read a label."""
        narrow = f"; {titles(self.narrow)} alone: with a caution" if self.narrow else ""
        return f"previous treatment ({titles(self.groups)}{narrow})"

    def names(self) -> Names:
        """What in a chart could answer the question."""
        return names_of(DRUG, *self.groups, *self.narrow) | names_of(ATTESTED, "previously-treated")

    def answer(self, chart: Chart) -> Answer:
        """A shown therapy counts before an attestation that says yes, so that evidence is named where there is any."""
        shown = prior(chart, self.groups)
        if shown:
            return yes(f"earlier treatment is on file: {_names(shown)}", *evidence_of(shown))
        narrow = prior(chart, self.narrow)
        stated = attested(chart, "previously-treated")
        if stated is not None and stated.truth is Truth.TRUE and not narrow:
            return yes("previous treatment is attested", stated.evidence)
        if narrow:
            says = f"earlier treatment is on file: {_names(narrow)}"
            return yes(says, *evidence_of(narrow), cautions=(self.narrow_caution,))
        if stated is not None:
            return no("the prescriber attests no previous treatment", stated.evidence)
        if history_is_empty(chart):
            return no("the medication list is known to be empty")
        return unknown("no earlier treatment is on file", missing=("previously-treated", MEDICATION_HISTORY))


@criterion("prior-therapy")
@dataclass(frozen=True, slots=True)
class PriorTherapy:
    """A therapy of one of `groups`, called `name` in messages, was begun before the order.

    FALSE when the prescriber attests no previous treatment or the medication list is known to be empty.
    """

    groups: tuple[str, ...]
    name: str
    kind: ClassVar[str]

    def clause(self, titles: Titles) -> str:
        """The question in words, for people who read a label."""
        return f"earlier treatment with {self.name} ({titles(self.groups)})"

    def names(self) -> Names:
        """What in a chart could answer the question."""
        return names_of(DRUG, *self.groups) | names_of(ATTESTED, "previously-treated", "first-line")

    def answer(self, chart: Chart) -> Answer:
        """Exposure is enough: this question does not ask about its result."""
        shown = prior(chart, self.groups)
        if shown:
            return yes(f"earlier treatment with {_names(shown)} is on file", *evidence_of(shown))
        stated = attested(chart, "previously-treated")
        if stated is not None and stated.truth is Truth.FALSE:
            return no(f"the prescriber attests no previous treatment, so none with {self.name}", stated.evidence)
        first = attested(chart, "first-line")
        if first is not None and first.truth is Truth.TRUE:
            return no(
                f"this is attested to be first-line treatment, so none with {self.name} came before", first.evidence
            )
        if history_is_empty(chart):
            return no(f"the medication list is known to be empty: no {self.name}")
        return unknown(
            f"no earlier treatment with {self.name} is on file",
            missing=(f"MedicationRequest or MedicationStatement of {self.name}",),
        )


@criterion("progressed-on")
@dataclass(frozen=True, slots=True)
class ProgressedOn:
    """The disease progressed after a therapy of one of `groups`; `attested_as` is the criterion code that states it.

    Exposure shows treatment, not progression: alone it is UNKNOWN.
    """

    groups: tuple[str, ...]
    name: str
    attested_as: str
    kind: ClassVar[str]

    def clause(self, titles: Titles) -> str:
        """The question in words, for people who read a label."""
        return f"progression after {self.name} ({titles(self.groups)})"

    def names(self) -> Names:
        """What in a chart could answer the question."""
        return (
            names_of(DRUG, *self.groups)
            | names_of(EXTENT, "status:worse", "question:disease-status")
            | names_of(ATTESTED, self.attested_as, "previously-treated", "first-line")
        )

    def answer(self, chart: Chart) -> Answer:
        """Attested, or the therapy's own reason for stopping, or a worse disease status after its start."""
        stated = attested(chart, self.attested_as)
        if stated is not None:
            if stated.truth is Truth.TRUE:
                return yes(f"progression on {self.name} is attested", stated.evidence)
            return no(f"the prescriber attests no progression on {self.name}", stated.evidence)
        given = prior(chart, self.groups)
        stopped_for_it = [therapy for therapy in given if therapy.progressed is Truth.TRUE]
        if stopped_for_it:
            return yes(f"the disease progressed on {_names(stopped_for_it)}", *evidence_of(stopped_for_it))
        for therapy in given:
            for worse in extents(chart, ("worse",)):
                if worse.date and therapy.start and therapy.start.before(worse.date) is Truth.TRUE:
                    says = f"{worse.evidence.says} after the start of {therapy.name}"
                    return yes(says, worse.evidence, therapy.evidence)
        missing = (self.attested_as,)
        if given:
            says = f"{_names(given)} is on file, but nothing shows that the disease progressed on it"
            return unknown(says, *evidence_of(given), missing=missing)
        untreated = PriorTherapy(self.groups, self.name).answer(chart)
        if untreated.truth is Truth.FALSE:
            return untreated
        return unknown(untreated.because, missing=(*missing, *untreated.missing))


@criterion("progressive")
@dataclass(frozen=True, slots=True)
class Progressive:
    """The disease is progressing: attested, or the newest cancer disease status says worse.

    A newest status of stable or better is FALSE; two that contradict each other, neither surely newer, are UNKNOWN.
    """

    kind: ClassVar[str]

    def clause(self, _: Titles) -> str:
        """The question in words, for people who read a label."""
        return "progressive disease"

    def names(self) -> Names:
        """What in a chart could answer the question."""
        return names_of(EXTENT, "status:worse", "status:stable", "status:better", "question:disease-status") | names_of(
            ATTESTED, "progressive"
        )

    def answer(self, chart: Chart) -> Answer:
        """The newest status decides."""
        stated = attested(chart, "progressive")
        if stated is not None:
            if stated.truth is Truth.TRUE:
                return yes("progressive disease is attested", stated.evidence)
            return no("the prescriber attests that the disease is not progressive", stated.evidence)
        statuses = extents(chart, ("worse", "stable", "better"))
        if statuses:
            newest = statuses[0]
            rivals = [one for one in statuses if (one.kind == "worse") != (newest.kind == "worse")]
            if any(not surely_older(rival, newest) for rival in rivals):
                evidence = (newest.evidence, *(rival.evidence for rival in rivals))
                return unknown("disease statuses on file contradict each other", *evidence, missing=("progressive",))
            if newest.kind == "worse":
                return yes(f"{newest.evidence.says} is on file", newest.evidence)
            return no(f"{newest.evidence.says} is the newest disease status", newest.evidence)
        return unknown(
            "nothing on file says that the disease is progressing",
            missing=("progressive", "Observation of cancer disease status (LOINC 97509-4)"),
        )


@criterion("first-line")
@dataclass(frozen=True, slots=True)
class FirstLine:
    """No systemic therapy for the advanced disease came before: attested, else derived from the medication history.

    Derived from a supplied, non-empty history without any therapy of `groups` it is TRUE with a caution: absence of a
    record is not absence of therapy. Therapy only of `adjuvant` groups is TRUE with a caution: the label does not say
    whether it counts. The partner drug and the drug itself (`ignore`) are this line, not an earlier one.
    """

    groups: tuple[str, ...]
    kind: ClassVar[str]
    adjuvant: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def clause(self, titles: Titles) -> str:
        """The question in words, for people who read a label."""
        adjuvant = f"; adjuvant {titles(self.adjuvant)}: with a caution" if self.adjuvant else ""
        ignored = f"; {titles(self.ignore)} not counted" if self.ignore else ""
        return f"first-line treatment (none before of: {titles(self.groups)}{adjuvant}{ignored})"

    def names(self) -> Names:
        """What in a chart could answer the question."""
        drugs = names_of(DRUG, *self.groups, *self.adjuvant, *self.ignore)
        return drugs | names_of(ATTESTED, "first-line", "previously-treated")

    def answer(self, chart: Chart) -> Answer:
        """Attested first, then the history."""
        stated = attested(chart, "first-line")
        if stated is not None:
            if stated.truth is Truth.TRUE:
                return yes("first-line treatment is attested", stated.evidence)
            return no("the prescriber attests that this is not first-line treatment", stated.evidence)
        skipped = frozenset(self.ignore) | {SELF}
        earlier = [therapy for therapy in prior(chart, self.groups) if not therapy.groups & skipped]
        adjuvant = [therapy for therapy in earlier if therapy.groups & frozenset(self.adjuvant)]
        if earlier and len(adjuvant) == len(earlier):
            caution = f"{_names(adjuvant)} came before; whether adjuvant treatment counts as a line is not in the label"
            return yes(
                "no systemic therapy for advanced disease is on file", *evidence_of(adjuvant), cautions=(caution,)
            )
        if earlier:
            return no(f"earlier systemic therapy is on file: {_names(earlier)}", *evidence_of(earlier))
        untreated = attested(chart, "previously-treated")
        if untreated is not None and untreated.truth is Truth.FALSE:
            return yes("no previous treatment is attested", untreated.evidence)
        if untreated is not None:
            return unknown(
                "previous treatment is attested, but not whether it was for advanced disease",
                untreated.evidence,
                missing=("first-line",),
            )
        if history_is_empty(chart):
            return yes("the medication list is known to be empty")
        if any(t.kind in MEDICATION_KINDS and not t.groups & skipped for t in chart.therapies):
            caution = "first line is only inferred: the medication history shows no earlier systemic therapy"
            return yes("the medication history shows no earlier systemic therapy", cautions=(caution,))
        return unknown(
            "nothing on file says whether this is the first line", missing=("first-line", MEDICATION_HISTORY)
        )
