"""One revision of one product's label, as data: what it says, in our own words, statement by statement.

Strict: an unknown key, a missing key or a word outside the vocabulary stops the load.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, reduce
from operator import attrgetter, or_
from typing import Literal

from validator.criteria.answer import ALWAYS_ASKED, Criterion, Names
from validator.criteria.size import HEIGHT, WEIGHT
from validator.dosage.making import Making, Way
from validator.finding import Confidence, FindingCode
from validator.frozen import Frozen, field
from validator.label.dose import LabelDose
from validator.terminology.product import IN_WORDS, Form
from validator.verdict import Verdict

WHEN = attrgetter("when")
"""The question on which a statement depends."""


class LabelPart(Frozen, kw_only=True):
    """Base of all parts, with the names of its keys in the file; how each is read: `part_reader`."""

    @classmethod
    def file_keys(cls) -> tuple[str, ...]:
        """The names of the fields that stand in a file."""
        return cls.__struct_fields__


class Statement(LabelPart, kw_only=True):
    """Something the label says: a stable id, the section, the gist in our words, how well it is known and whence."""

    id: str
    section: str
    gist: str
    confidence: Confidence
    source: str


class Requirement(LabelPart, kw_only=True):
    """One thing an indication asks for: `words` continue "the label asks for"."""

    words: str
    ask: Criterion


class Indication(Statement, kw_only=True):
    """What the product is for. `applies` says which indication is meant (disease, partner drug), `requires` what
    must then be shown. Indications of one `family` have the same dose, so that the order can be judged even where the
    chart leaves open which of them it is.
    """

    name: str
    applies: tuple[Criterion, ...]
    requires: tuple[Requirement, ...]
    family: str | None = None
    combination: bool = False


class Regimen(Statement, kw_only=True):
    """A recommended dose and its reduction steps, first the start, for the people in `population`."""

    indications: tuple[str, ...]
    population: str
    ladder: tuple[LabelDose, ...]
    when: Criterion | None = None


class Step(LabelPart, kw_only=True):
    """One written change of dose. `regimens` None: for every regimen that holds that dose."""

    before: LabelDose
    after: LabelDose
    regimens: tuple[str, ...] | None = None
    confidence: Confidence = Confidence.VERIFIED


class Adjustment(Statement, kw_only=True):
    """A change of dose for a reason. `effect`: `reduce` and `start` bind, `raise` is "as tolerated".

    `factor` groups adjustments that can be stacked with no other (each factor once). `pair` is what the label says of
    the combination itself. While `stopped` holds (washout), both doses fit, with a warning. `because_derived` is said
    where no entry shows the reason itself and several bound it, `because_open` where what is on file leaves either the
    reason or one with which the label gives no dose at all. `resumes` is when the earlier dose is resumed, to stand
    after it; empty where nothing is said of that.
    """

    factor: Literal["inhibitor", "inducer", "hepatic"]
    effect: Literal["reduce", "raise", "start"]
    because: str
    when: Criterion
    steps: tuple[Step, ...]
    pair: str = ""
    stopped: Criterion | None = None
    because_derived: str = ""
    because_open: str = ""
    resumes: str = ""


class Administration(Statement, kw_only=True):
    """How a dose is taken: `food` says whether without food, with it, or either way.

    Meal gaps in minutes, both inclusive, where it is taken without: `before_meal` from dose to food, `after_meal` from
    food to dose. `forbidden` are kinds of instruction (`crush`, `chew`, `split`, `open`, `feeding-tube`), `avoid` are
    kinds that the label says to avoid (`with-grapefruit`).
    """

    food: Literal["without", "with", "either"]
    before_meal: int | None = None
    after_meal: int | None = None
    forbidden: tuple[Literal["crush", "chew", "split", "open", "feeding-tube"], ...]
    avoid: tuple[Literal["with-grapefruit"], ...] = ()
    routes: tuple[Literal["oral"], ...]


BECAUSE = "{because}"
"""Where a message of a precaution quotes what was found."""


class Precaution(Statement, kw_only=True):
    """A warning that can be checked. `verdict` when `when` is true; `if_unknown` when it cannot be told.

    Where `if_unknown` is `not-assessed`, nothing is said of what cannot be told (a result without the limit it needs).
    With `ordered` it is about orders of that dose only. `message` quotes what was found in the place of `{because}`.
    `code` is a finding code of label data (`label.pages`), `message` stands alone. `indications` None: for all. With
    `no_dose` the label gives no dose at all while the statement holds, so none is expected or compared.
    `message_derived` is said where no entry shows it and several bound it. `unknown_message` is said where it cannot be
    told; without one the message itself, as a question that is open.
    """

    code: str
    message: str
    when: Criterion
    verdict: Verdict
    if_unknown: Verdict = Verdict.UNDETERMINED
    unknown_message: str = ""
    message_derived: str = ""
    no_dose: bool = False
    indications: tuple[str, ...] | None = None
    ordered: LabelDose | None = None

    @property
    def message_of_any(self) -> str:
        """What is said of any patient for whom it holds, with words in the place of what is found."""
        return self.message.replace(BECAUSE, "[what was found]")

    @property
    def open_message(self) -> str:
        """What is said where it cannot be told whether it holds: never the message as if it did."""
        return self.unknown_message or f"Not known whether this holds: {self.message}"


class Interval(Statement, kw_only=True):
    """A drug given at intervals that may go on although no order of it is active: `when` says whether.

    `opens` names the indications of the combination with it, so that a dose is compared with theirs as well. Without
    them that the drug may go on is only told.
    """

    when: Criterion
    opens: tuple[str, ...] = ()


class Resumption(Statement, kw_only=True):
    """How treatment goes on after a stop for an adverse reaction: a step lower, the lowest step as it was.

    `once` says when, in words that stand behind "when".
    """

    dose: Literal["step-lower"]
    once: str


class Label(LabelPart, kw_only=True, dict=True):
    """One whole revision, in force from `revision` until the next one of the same product.

    `max_daily_mg` is never exceeded, whatever the reason. `strengths_mg` are marketed units, taken whole; a solution
    has `mg_per_ml` instead, measured in steps of `measure_ml`. `rounding` says how a dose by body size becomes one that
    the units make; only a label with such doses has it, and must. `surface_area_formula` is what a surface area that is
    not on file is worked out with from height and weight; None: by nothing, it has to be on file. `pages_of_folder` is
    what its folder says of the codes of precautions, and no part of the revision.
    """

    product: str
    ingredient: str
    set_id: str
    edition: str
    revision: date
    form: Form
    strengths_mg: tuple[Decimal, ...] = ()
    mg_per_ml: Decimal | None = None
    measure_ml: Decimal | None = None
    rounding: Way | None = None
    surface_area_formula: Literal["mosteller"] | None = None
    max_daily_mg: Decimal
    dose_section: str
    strength_section: str
    reduction_section: str
    interchange_section: str
    indication: tuple[Indication, ...]
    regimen: tuple[Regimen, ...]
    adjustment: tuple[Adjustment, ...] = ()
    resumption: tuple[Resumption, ...] = ()
    administration: Administration
    precaution: tuple[Precaution, ...] = ()
    interval: tuple[Interval, ...] = ()
    remarks: tuple[str, ...] = ()
    pages_of_folder: Mapping[str, FindingCode] = field(default_factory=dict)

    @classmethod
    def file_keys(cls) -> tuple[str, ...]:
        """All but what its folder says."""
        return tuple(name for name in super().file_keys() if name != "pages_of_folder")

    def title_of(self, code: str) -> str:
        """What label data call a finding code; empty for one of the program."""
        return self.pages_of_folder[code].display if code in self.pages_of_folder else ""

    def to_do_of(self, code: str) -> str:
        """What label data say is to be done about a finding of this code; empty where they say nothing."""
        return self.pages_of_folder[code].to_do if code in self.pages_of_folder else ""

    def statements(self) -> tuple[Statement, ...]:
        """Every statement, in the order of the file."""
        return (
            *self.indication,
            *self.regimen,
            *self.adjustment,
            *self.resumption,
            self.administration,
            *self.precaution,
            *self.interval,
        )

    @property
    def pieces(self) -> str:
        """What the product consists of, in words: `tablets`, `capsules`, `oral solution`."""
        return IN_WORDS[self.form]

    @property
    def mark_mg(self) -> Decimal | None:
        """The milligrams in one step of the measuring device of a solution; None for pieces."""
        if self.mg_per_ml is None or self.measure_ml is None:
            return None
        return self.mg_per_ml * self.measure_ml

    @cached_property
    def making(self) -> Making:
        """What the product makes at one time, and how a calculated dose is rounded to it."""
        return Making(self.strengths_mg, self.mark_mg, self.rounding)

    @cached_property
    def written_doses(self) -> frozenset[LabelDose]:
        """Every pair of amount and interval that this label writes for any patient: starts, steps, adjusted doses."""
        doses: set[LabelDose] = {dose for regimen in self.regimen for dose in regimen.ladder}
        return frozenset(doses | {step.after for one in self.adjustment for step in one.steps})

    @cached_property
    def intervals(self) -> frozenset[Fraction]:
        """The intervals in days at which the label gives a dose to anybody; a half is twice a day."""
        return frozenset(dose.every_days for dose in self.written_doses)

    @cached_property
    def is_by_size(self) -> bool:
        """Whether any dose depends on the patient's weight or surface area."""
        return any(dose.is_by_size for dose in self.written_doses)

    @cached_property
    def how_often(self) -> str:
        """How often the label gives a dose, in words: of its starts, each once."""
        return " or ".join(dict.fromkeys(regimen.ladder[0].how_often for regimen in self.regimen if regimen.ladder))

    @cached_property
    def names(self) -> Names:
        """Everything in a chart that some statement of this label asks about, worked out once."""
        questions = [question for one in self.indication for question in one.applies]
        questions += [requirement.ask for one in self.indication for requirement in one.requires]
        questions += [regimen.when for regimen in self.regimen if regimen.when is not None]
        questions += [
            question for one in self.adjustment for question in (one.when, one.stopped) if question is not None
        ]
        questions += [one.when for one in self.precaution]
        questions += [one.when for one in self.interval]
        sizes = [dose.per.measured for dose in self.written_doses]
        asked = [question.names() for question in questions] + [kind.names() for kind in sizes if kind is not None]
        if self.surface_area_formula is not None:
            asked += [WEIGHT.names(), HEIGHT.names()]
        return reduce(or_, asked, ALWAYS_ASKED)

    def statement(self, identifier: str) -> Statement | None:
        """The statement of that id."""
        return next((statement for statement in self.statements() if statement.id == identifier), None)
