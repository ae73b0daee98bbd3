"""Body size on the day of the order: weight, and body surface area for the old thyroid rule."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from validator.chart.fact import Chart
from validator.criteria.age import age_of
from validator.criteria.answer import Answer, Names, Titles, names_of, no, unknown, yes
from validator.criteria.body_weight import HEIGHT, body_weight
from validator.criteria.once import once
from validator.criteria.registry import criterion
from validator.criteria.size import SURFACE_AREA, WEIGHT, Size, SizeKind, newest_size, none_on_file
from validator.frozen import Frozen, replace
from validator.quantity import plain
from validator.terminology.domain import OBSERVED

MISSING_WEIGHT = ("Observation body weight (LOINC 29463-7)",)
MISSING_BSA = ("Observation body surface area (LOINC 3140-1)", "Observation body weight and body height")
OLD_IN_CHILDREN_DAYS = 30
"""Older than this under 18 years, a weight is used with a caution. The label gives no limit: project choice."""
OLD_IN_ADULTS_DAYS = 365
CHILD_UNDER_YEARS = 18
OLD = "the newest"
"""How a caution about the age of a measurement begins."""
_WEIGHTS = ("weight", "weight:stated_or_estimated")
_HEIGHTS = ("height", "height:stated_or_estimated")
_LIMITS_OF_SIZE = (
    ("weight", Decimal(20), "kg"),
    ("weight", Decimal(90), "kg"),
    ("height", Decimal(120), "cm"),
    ("height", Decimal(190), "cm"),
)
"""Sizes that lie well on either side of every surface area a label asks about."""


def size_for_dose(chart: Chart, kind: SizeKind, formula: str | None = None) -> Size | None:
    """The size that a dose by weight or surface area is worked out from; None when there is no usable one.

    A range where two values cannot be told apart or where one contradicts the other. A surface area is worked out from
    height and weight only by the `formula` that the label names. Cautions where the size is old (over 30 days under 18
    years, else 365; project choices), stated, estimated or doubtful.
    """
    if kind is WEIGHT:
        size = body_weight(chart)
    else:
        size = surface_area(chart) if formula is not None else newest_size(chart, kind.group, kind.unit)
    if size is None:
        return None
    return replace(size, cautions=(*_age_cautions(chart, size, kind.words), *size.cautions))


def unusable(chart: Chart, group: str) -> tuple[str, ...]:
    """Why measurements of `group` were set aside, in words without their values."""
    return tuple(f"{m.evidence.reference}: {m.problem}" for m in chart.measurements if group in m.groups and m.problem)


def _age_cautions(chart: Chart, size: Size, what: str) -> tuple[str, ...]:
    age = age_of(chart)
    limit = OLD_IN_CHILDREN_DAYS if age is not None and age.youngest < CHILD_UNDER_YEARS else OLD_IN_ADULTS_DAYS
    _, most = size.day.days_until(chart.as_of)
    return (
        (f"{OLD} {what} is {most} days old ({limit} is this check's limit, not the label's)",) if most > limit else ()
    )


@criterion("weight-at-least")
class WeightAtLeast(Frozen):
    """The patient weighs `kg` or more (inclusive), unrounded, by the newest usable weight at or before the order.

    UNKNOWN without one, or when two that cannot be told apart lie on both sides: of the same day, or so far apart that
    neither is believed. A stale, doubtful, stated or estimated weight answers with a caution.
    """

    kg: Decimal
    kind: ClassVar[str]

    def clause(self, _: Titles) -> str:
        return f"weight of {plain(self.kg)} kg or more"

    def names(self) -> Names:
        limits = frozenset((group, self.kg, "kg") for group in _WEIGHTS)
        return names_of(OBSERVED, *_WEIGHTS, HEIGHT) | Names(limits=limits)

    def answer(self, chart: Chart) -> Answer:
        """Compares in kilograms, converted exactly (1 lb = 0.45359237 kg)."""
        size = body_weight(chart)
        if size is None:
            aside = unusable(chart, "weight")
            because = f"no usable body weight is on file ({'; '.join(aside)})" if aside else _no_weight(chart)
            return unknown(because, missing=MISSING_WEIGHT)
        return _compare(chart, size, self.kg, "weight", MISSING_WEIGHT)


@criterion("weight-just-above", choices=frozenset({"within_kg"}))
class WeightJustAbove(Frozen):
    """The patient weighs `kg` or more and less than `within_kg` above it, by the newest usable weight.

    FALSE without one: it says that a limit was just crossed, and what hangs on the limit itself is asked elsewhere.
    """

    kg: Decimal
    within_kg: Decimal
    kind: ClassVar[str]

    def clause(self, _: Titles) -> str:
        return f"weight of {plain(self.kg)} kg or more, and under {plain(self.kg + self.within_kg)} kg"

    def names(self) -> Names:
        return WeightAtLeast(self.kg).names()

    def answer(self, chart: Chart) -> Answer:
        """All values of the newest day lie between the two."""
        size = newest_size(chart, "weight", "kg")
        if size is not None and size.lowest >= self.kg and size.highest < self.kg + self.within_kg:
            return yes(f"weight is {size.shown} kg", *size.evidence)
        return no("no weight just above the limit is on file")


@criterion("bsa-at-least")
class BsaAtLeast(Frozen):
    """Body surface area is `m2` or more (inclusive), unrounded: measured, else by Mosteller from height and weight."""

    m2: Decimal
    kind: ClassVar[str]

    def clause(self, _: Titles) -> str:
        return f"body surface area of {plain(self.m2)} m2 or more"

    def names(self) -> Names:
        return names_of(OBSERVED, "bsa", *_WEIGHTS, *_HEIGHTS) | Names(
            limits=frozenset({("bsa", self.m2, "m2"), *_LIMITS_OF_SIZE})
        )

    def answer(self, chart: Chart) -> Answer:
        """See `surface_area`."""
        area = surface_area(chart)
        if area is None:
            lacking = "body weight" if body_weight(chart) is None else "body height"
            return unknown(
                f"{none_on_file(chart, SURFACE_AREA.words, SURFACE_AREA.group)}, and no {lacking} to work it out",
                missing=MISSING_BSA,
            )
        what = "body surface area (Mosteller)" if area.worked_out else "body surface area"
        return _compare(chart, area, self.m2, what, MISSING_BSA)


def surface_area(chart: Chart) -> Size | None:
    """The newest surface area in m2: measured, or by Mosteller from height and weight; None without either.

    A measured area that is newer than, or of the day of, height and weight wins over the formula.
    """
    measured = newest_size(chart, SURFACE_AREA.group, SURFACE_AREA.unit)
    weight, height = body_weight(chart), newest_size(chart, HEIGHT, "cm")
    if weight is None or height is None or (measured is not None and not _older(measured, weight, height)):
        return measured
    return Size(
        mosteller(height.lowest, weight.lowest),
        mosteller(height.highest, weight.highest),
        "m2",
        min(weight.day, height.day, key=lambda day: day.first),
        weight.evidence + height.evidence,
        weight.cautions,
        weight.doubt,
        worked_out=f"body surface area by Mosteller, the root of {height.shown} cm x {weight.shown} kg / 3600",
    )


def _older(measured: Size, weight: Size, height: Size) -> bool:
    return measured.day.last < min(weight.day.first, height.day.first)


def mosteller(height_cm: Decimal, weight_kg: Decimal) -> Decimal:
    """Body surface area in m2: the root of cm times kg over 3600, to 28 digits. The label names no formula."""
    return (height_cm * weight_kg / 3600).sqrt()


def _no_weight(chart: Chart) -> str:
    return none_on_file(chart, WEIGHT.words, WEIGHT.group, *_WEIGHTS)


@once
def _compare(chart: Chart, size: Size, limit: Decimal, what: str, missing: tuple[str, ...]) -> Answer:
    unit = size.unit
    cautions = (*_age_cautions(chart, size, what), *size.cautions)
    if size.lowest >= limit:
        return yes(f"{what} is {size.shown} {unit}, {plain(limit)} or more", *size.evidence, cautions=cautions)
    if size.highest < limit:
        below = no(f"{what} is {size.shown} {unit}, under {plain(limit)}", *size.evidence)
        return Answer(below.truth, below.because, below.evidence, (), cautions)
    both = f"values of one day lie on both sides of {plain(limit)} {unit}"
    if size.doubt:
        both = f"{size.doubt}, and {plain(limit)} {unit} lies between"
    return unknown(both, *size.evidence, missing=missing)
