"""The clinical facts a chart can show, each with its evidence, none with an opinion. Groups are those of value sets."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from validator.chart.drug.stopped_words import Stopped, says_stopped
from validator.chart.drug.treatment import Therapy
from validator.chart.order.order_text import OrderText
from validator.chart.risk.on_file import OnFile
from validator.dosage import NO_DIRECTIONS, Directions, Schedule
from validator.finding import Evidence
from validator.frozen import Frozen, field
from validator.instant import PartialDate
from validator.quantity import Quantity
from validator.verdict import Basis, Truth

if TYPE_CHECKING:
    from validator.chart.drug.told_line import EarlierTold
    from validator.chart.entry.doubt import Doubt
    from validator.chart.order.supply import Supply
    from validator.chart.person import Person
    from validator.chart.risk.told_in_note import ToldInNote

OTHER_DISEASE = "other"
"""The pseudo-disease of a code that no label names, or that leaves room for a disease no label names."""


class Diagnosis(Frozen):
    """What disease one Condition (or reasonCode) names.

    `diseases` holds every disease the codes leave possible: {"rcc"} is certain, {"dtc", "mtc"} is C73 alone, {"other"}
    is one no label names. They are `rcc hcc dtc mtc pnet epnet other`. `basis` DERIVED: a convention decides (C64).
    `is_cancer` is False only where every coding is known not to be a malignant neoplasm and none is a labelled disease.
    `active` FALSE means remission, resolved, inactive or history only, and `inactive_because` says which, of an open
    one why, where it is not silence. One that goes on by its metastasis is active, derived (`chart.disease.present`).
    `by_words` is the one of several possible diseases that its `words` name. `sites` are the groups of `disease-site`
    that its codes and body sites tell. `is_secondary`: it says where a cancer has spread to, and not which cancer.
    `may_spread` False: no metastasis on file is of it. `left_by_words`: what words alone leave. `recorded`: by then.
    """

    evidence: Evidence
    diseases: frozenset[str]
    active: Truth
    inactive_because: str = ""
    basis: Basis = Basis.CODED
    excluded_because: str = ""
    is_cancer: bool = True
    confirmed: bool = True
    onset: PartialDate | None = None
    recorded: PartialDate | None = None
    notes: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    is_history: bool = False
    by_words: str | None = None
    words: str = ""
    sites: frozenset[str] = frozenset()
    is_secondary: bool = False
    may_spread: bool = True
    left_by_words: frozenset[str] | None = None

    @property
    def told(self) -> frozenset[str]:
        """What is told of it is told of these; words make nothing false, so it may be any of `diseases`."""
        return self.diseases if self.left_by_words is None else self.left_by_words


class Extent(Frozen):
    """How far the disease has spread, one statement of the chart.

    `kind`: `metastatic`, `not-metastatic`, `regional-nodes`, `stage-1` ... `stage-4`, `locally-advanced`,
    `unresectable`, `resectable`, `advanced`, `recurrent`; of status `worse`, `stable`, `better`, `none-seen`. `disease`
    set: of one labelled disease alone. `about`: the Condition it stages. `note`: why it counts as `present`."""

    kind: str
    evidence: Evidence
    date: PartialDate | None = None
    disease: str | None = None
    about: str | None = None
    present: Truth = Truth.TRUE
    note: str = ""


class Differentiation(Frozen):
    """One statement of grade or differentiation.

    `level` is one of `well`, `moderate`, `poor`, `undifferentiated`, `low-grade`, `intermediate-grade`, `high-grade`,
    `uncertain`, `G1` ... `G4`, `GX`, `beyond-G3`. `well`: also of diagnoses and morphologies with it. `about`: the
    Condition it is of, where that is known; `is_graded` True: somebody looked and answered, rather than a diagnosis or
    morphology carries it. `caution` says why a derived one rests on less. `may_be_of`: another tumor.
    """

    level: str
    evidence: Evidence
    date: PartialDate | None = None
    about: str | None = None
    is_graded: bool = False
    caution: str = ""
    may_be_of: str = ""


class RiskCondition(Frozen):
    """A Condition (not a cancer diagnosis) that some label statement may be about.
    `groups` are group names of conditions-risk (`hemorrhage`, `gi_perforation`, `pregnancy`, `hepatic:cirrhosis` ...).
    `active` UNKNOWN: no clinicalStatus and no abatement. `is_dated_in_words`: its name itself says when it was.
    `told_by`: the type of what tells it; only a Condition has a status."""

    groups: frozenset[str]
    name: str
    active: Truth
    evidence: Evidence
    onset: PartialDate | None = None
    abatement: PartialDate | None = None
    recorded: PartialDate | None = None
    is_dated_in_words: bool = False
    told_by: str = "Condition"


class Measurement(Frozen):
    """One Observation of a known group (`weight`, `bsa`, `child_pugh`, `alt`, `hcg:qual_urine` ...).

    `quantity` has a known UCUM unit, `number` is a bare or otherwise-unitted value; `comparator` (`<`, `>=`) says
    that the amount is only a limit, which is a problem where an exact one is needed; `value_groups`: those of a coded
    value (`child_pugh:B`, `pregnancy:yes`). `problem` says why a value cannot be used (implausible, unknown unit,
    comparator), without it; it is named, not used. `upper_limits` are the laboratory's own; `is_unread`: words."""

    groups: frozenset[str]
    evidence: Evidence
    date: PartialDate | None = None
    quantity: Quantity | None = None
    number: Decimal | None = None
    unit_text: str | None = None
    value_groups: frozenset[str] = frozenset()
    positive: Truth = Truth.UNKNOWN
    text: str | None = None
    problem: str = ""
    comparator: str | None = None
    upper_limits: tuple[Decimal, ...] = ()
    is_unread: bool = False


class Surgery(Frozen):
    """A done or planned operation. `planned`: it may lie ahead; `took_place`: what its status says once its `day` has
    come, UNKNOWN where not closed; `goes_on`: begun, with no end; `is_state`: a problem list has it, since `day`."""

    groups: frozenset[str]
    name: str
    planned: bool
    evidence: Evidence
    day: PartialDate | None = None
    took_place: Truth = Truth.TRUE
    goes_on: bool = False
    is_state: bool = False


class Attestation(Frozen):
    """A criterion the prescriber stated, the newest of its code. `contested`: yes and no, and neither is newer."""

    code: str
    truth: Truth
    evidence: Evidence
    date: PartialDate | None = None
    contested: bool = False


class Product(Frozen):
    """What a medication element says it is.

    `is_ingredient` TRUE: a labelled drug; FALSE: another; UNKNOWN: no coding of a known system and no drug name. `drug`
    is the group of its products, None: two are named. `form`: `tablet`, `capsule`, `solution` or None. `strengths_mg`:
    each unit strength named, empty: unknown. `mg_per_ml`: a solution's; `pack_daily_mg`: a kit's. `conflict`: why.
    `may_be`: the labelled drug that its name is near, while it names none.
    """

    is_ingredient: Truth
    name: str
    evidence: Evidence
    form: str | None = None
    strengths_mg: frozenset[Decimal] = frozenset()
    mg_per_ml: Decimal | None = None
    pack_daily_mg: Decimal | None = None
    brand: str | None = None
    named_by_text: bool = False
    conflict: str = ""
    unverified: bool = False
    drug: str | None = None
    may_be: str = ""


class Instruction(Frozen):
    """An administration statement of the order that is not amount or timing.

    `kind` is one of `route`, `method`, `with-food`, `food-allowed`, `fasting`, `before-meal`, `after-meal`, `crush`,
    `open`, `split`, `chew`, `feeding-tube`, `whole`, `not-whole`, `bedtime`, `with-grapefruit`. For `route`, `value`
    is its group: `oral`, `enteral-tube`, `other` or `unknown`. For meals before and after, `minutes` is the offset,
    0 where no time is left between.
    """

    kind: str
    evidence: Evidence
    value: str = ""
    minutes: int | None = None


class Order(Frozen, dict=True):
    """One MedicationRequest, as far as it is read.

    `reasons` are diagnoses read from reasonReference/reasonCode (R5 `reason`); `reason_given` is True when the order
    names any reason at all, so that an unreadable reason is not mistaken for none.
    `setting` is `inpatient` or `outpatient` (discharge and community too), None where it is not told or both are;
    `reported` whether it records what somebody else ordered.
    `unreadable` names elements that could not be read; `stopped_for_reaction`: its reason is an adverse reaction.
    """

    reference: str
    expression: str
    status: str | None
    intent: str | None
    do_not_perform: bool
    product: Product
    evidence: Evidence
    authored: PartialDate | None = None
    starts: PartialDate | None = None
    ends: PartialDate | None = None
    directions: Directions = NO_DIRECTIONS
    instructions: tuple[Instruction, ...] = ()
    supply: Supply | None = None
    reasons: tuple[Diagnosis, ...] = ()
    reason_given: bool = False
    replaces: frozenset[str] = frozenset()
    group: str | None = None
    setting: str | None = None
    reported: bool = False
    patient: str | None = None
    unreadable: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    texts: tuple[OrderText, ...] = ()
    stopped_for_reaction: bool = False

    @property
    def schedule(self) -> Schedule:
        """What the directions come to without the size of the patient (`directions.schedule_at` has it)."""
        return self.directions.schedule

    @cached_property
    def dosage_places(self) -> tuple[str, ...]:
        """The FHIRPath of each dosage instruction; that of the order's empty list where there is none."""
        places = map(f"{self.expression}.dosageInstruction[{{}}]".format, range(len(self.directions.dosages.read)))
        return tuple(places) or (f"{self.expression}.dosageInstruction",)

    @cached_property
    def is_never_begun(self) -> bool:
        """Whether any of its words say so; read once, however many orders it is beside."""
        return any(says_stopped(one.text) is Stopped.NEVER for one in self.texts)


class Chart(Frozen, dict=True):
    """Everything read about one patient, judged as of one day, for one order.

    `supplied` names the resource types whose list came (a resource, an empty List, or the caller's word); one not in
    it is not "none". `known_empty`: emptyReason nilknown (`medications`, `conditions`, `procedures`). `orders` are all
    others for the drug. `doubts` came and cannot be relied on, `unidentified` are drugs that may be taken, `on_file`
    allergies to the drug and studies. `earlier_told` reads what words tell of earlier treatment. `told_in_notes` are
    dangers only in a note. `no_tumors` are the diseases of labels that are none.
    """

    as_of: PartialDate
    person: Person | None
    order: Order | None = None
    diagnoses: tuple[Diagnosis, ...] = ()
    extents: tuple[Extent, ...] = ()
    differentiations: tuple[Differentiation, ...] = ()
    conditions: tuple[RiskCondition, ...] = ()
    told_in_notes: tuple[ToldInNote, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    therapies: tuple[Therapy, ...] = ()
    surgeries: tuple[Surgery, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    orders: tuple[Order, ...] = ()
    supplied: frozenset[str] = frozenset()
    known_empty: frozenset[str] = frozenset()
    unread: tuple[str, ...] = field(default=())
    doubts: tuple[Doubt, ...] = field(default=())
    unidentified: tuple[Evidence, ...] = ()
    on_file: tuple[OnFile, ...] = ()
    earlier_told: EarlierTold = tuple
    no_tumors: frozenset[str] = frozenset()

    @cached_property
    def groups(self) -> frozenset[str]:
        """The groups of all conditions, therapies and operations: no question about others has to be entered."""
        found: tuple[RiskCondition | Therapy | Surgery, ...] = (*self.conditions, *self.therapies, *self.surgeries)
        return frozenset().union(*[one.groups for one in found])

    @cached_property
    def worked_out(self) -> dict[object, Any]:
        """What was worked out of this chart, for whoever asks again; one made of it by `replace` begins anew."""
        return {}
