"""The items of a sig: what each stretch of its words means."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from validator.dosage.amount import AmountRange
from validator.dosage.pattern import Pattern
from validator.dosage.unit import DoseUnit
from validator.frozen import Frozen
from validator.instant import PartialDate


class UnreadSigError(ValueError):
    """An item of a sig has a meaning that cannot be: a number beyond any dose, a clock time that is none."""


class Mass(Frozen):
    """An amount by weight (or by body size) as it was written."""

    range: AmountRange
    unit: DoseUnit


class DoseItem(Frozen):
    """An amount to take: by weight, by count, or both.

    `each` is the strength of one unit; `beside` a mass that may be the strength or the total. `same` is what the whole
    is said to be as well, in brackets. `many`: the form stands in the plural and no count is given.
    """

    mass: Mass | None = None
    units: AmountRange | None = None
    form: str | None = None
    each: Mass | None = None
    beside: Mass | None = None
    same: Mass | None = None
    many: bool = False


class Total(Frozen):
    """What the doses named so far come to."""

    mass: Mass


class DayTotal(Frozen):
    """What all doses of a day come to."""

    mass: Mass


class Parts(Frozen):
    """What makes up one amount: `whole`, else the one named before, else the amount of a day."""

    doses: tuple[DoseItem, ...]
    whole: DoseItem | None = None


class Joined(Frozen):
    """`and`; `adds` where it is written as a plus sign, which can only mean together."""

    adds: bool


class Often(Frozen):
    """How often. `alternate`: two doses named before take turns. `counted`: a number of times is said. `divided`: what
    is named is the amount of a day, which is divided so often."""

    pattern: Pattern
    at: tuple[str, ...] = ()
    alternate: bool = False
    counted: bool = False
    divided: bool = False


class At(Frozen):
    """A time of day, as an EventTiming code or a clock time."""

    code: str


class OnDay(Frozen):
    """A day of the week."""

    day: str


class Scheme(Frozen):
    """Counts in the morning, at noon, in the evening and at night (`1-0-0-0`)."""

    counts: tuple[int, ...]
    form: str | None = None


class FromDay(Frozen):
    """The day, counted from 1, on which a dose of several days' interval is first taken."""

    day: int


class Lasting(Frozen):
    """How many days a phase lasts, fewest and most."""

    days: tuple[Fraction, Fraction]


class Starting(Frozen):
    """The first day."""

    day: PartialDate


class Ending(Frozen):
    """The last day."""

    day: PartialDate


class Cycle(Frozen):
    """Days on and days off; None where the length of the cycle is not told."""

    on: int
    off: int | None


class AtMost(Frozen):
    """A limit for a day, by weight or by count."""

    mass: Mass | None = None
    units: Decimal | None = None


class AsNeeded(Frozen):
    """Taken only as needed."""


class Alternating(Frozen):
    """The dose before and the dose after take turns."""


class Divided(Frozen):
    """The amount of a day is divided; how often is said beside it."""


class Filler(Frozen):
    """Words that change no amount."""


SigItem = (
    DoseItem | Total | DayTotal | Parts | Joined | Often | At | OnDay | Scheme | FromDay | Lasting | Starting | Ending
    | Cycle | AtMost | AsNeeded | Alternating | Divided | Filler
)  # fmt: skip
