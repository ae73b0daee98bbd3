"""One exposure to another drug, as a fact: what was given, when, and whether it goes on."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from validator.dosage import NO_DIRECTIONS, Directions, Schedule
from validator.fhir.element import QuantityElement
from validator.finding import Evidence
from validator.frozen import Frozen
from validator.instant import PartialDate
from validator.verdict import Truth

if TYPE_CHECKING:
    from validator.chart.fact import Diagnosis


class Outlook(StrEnum):
    """What status, bounds and supply say of a drug beyond taken, over or unclear; the words go into messages.

    `BEGINS`: it is to begin soon, or is intended. `LATER`: it begins too far ahead to matter. `STOPPED`: it is over by
    its status, on a day between its start and the chart's that is not told. `STOPPED_EARLY`: the same, where its supply
    or bounds would still cover the day. `USED_UP`: it counts as over only because its supply is used up. `LISTED_LONG`:
    it counts as taken although it was listed long ago.
    """

    PLAIN = ""
    BEGINS = "begins soon"
    LATER = "begins later"
    STOPPED = "stopped"
    STOPPED_EARLY = "stopped, day not told"
    USED_UP = "supply used up"
    LISTED_LONG = "listed long ago"


class TherapyKind(StrEnum):
    """Which resource shows the therapy."""

    REQUEST = "request"
    STATEMENT = "statement"
    ADMINISTRATION = "administration"
    DISPENSE = "dispense"
    PROCEDURE = "procedure"
    CONDITION = "condition"


class Therapy(Frozen):
    """One exposure to a drug or procedure of a known group (prior-therapy, cyp3a4, nivolumab).
    `start`/`stop` None: not recorded. `current` is whether it is being taken or planned on the chart's as-of day:
    TRUE for an active or draft request or a statement without end, FALSE for completed, stopped or ended before,
    UNKNOWN where nothing says. `over_by`: a day on which it was over, where its end is not told.
    `given` is whether the patient has had any of it (FALSE: not-taken, a draft, a plan).
    `systemic` FALSE for topical, ophthalmic, vaginal routes or forms; UNKNOWN counts as systemic.
    `progressed` TRUE when the resource itself says that the disease progressed on it.
    `named_by_text` True when no coding from a known system identified it. `outlook` is what `current` alone does not
    tell: a drug that only begins, or was stopped on a day that is not told, is not `current`. `status` is that of the
    resource, in words; `given_dose` the amount of one administration. `reasons` are the diagnoses it is given for,
    as it says itself. `is_cancer_dose` UNKNOWN: of a drug that also protects a transplanted organ in lower doses, and
    the dose is not told. `stopped_for_reaction`: it was stopped or is held, for an adverse reaction. `kept` are the
    drugs in it that only their prescriber stops or replaces.
    """

    groups: frozenset[str]
    name: str
    kind: TherapyKind
    evidence: Evidence
    current: Truth
    given: Truth
    start: PartialDate | None = None
    stop: PartialDate | None = None
    systemic: Truth = Truth.UNKNOWN
    progressed: Truth = Truth.UNKNOWN
    named_by_text: bool = False
    intent: str | None = None
    directions: Directions = NO_DIRECTIONS
    given_dose: QuantityElement | None = None
    outlook: Outlook = Outlook.PLAIN
    over_by: PartialDate | None = None
    status: str = ""
    has_status_reason: bool = False
    stopped_for_reaction: bool = False
    reasons: tuple[Diagnosis, ...] = ()
    is_cancer_dose: Truth = Truth.TRUE
    kept: tuple[str, ...] = ()

    @property
    def schedule(self) -> Schedule:
        """What the directions come to, exactly, or what keeps it from being known."""
        return self.directions.schedule

    @property
    def has_cancer_reason(self) -> bool:
        """Whether the resource itself gives a cancer as its reason."""
        return any(reason.is_cancer for reason in self.reasons)

    @property
    def doses(self) -> tuple[QuantityElement, ...]:
        """The amounts of one dose, ordered or given."""
        ordered: list[QuantityElement] = []
        for _, dosage in self.directions.dosages.objects:
            for one in (dosage, *dosage.dose_and_rate):
                if one is not None and one.dose_quantity is not None:
                    ordered.append(one.dose_quantity)
        return tuple(ordered) if self.given_dose is None else (self.given_dose, *ordered)
