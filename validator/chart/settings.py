"""Choices about how charts are read where no label and no standard gives a number; none of them is a clinical value."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from validator.frozen import Frozen


class CourseChoices(Frozen):
    """How long a record of another drug is believed. Every number is a choice of this project (CLARIFICATIONS.md).

    `begins_soon_days`: a drug that begins so many days after the order, inclusive, already counts as a caution.
    `supply_over_days`: a supply used up for so many days, inclusive, and for longer than it lasted, is over.
    `short_supply_days`: a supply that lasts so many days, inclusive, is a course; it is over once it has been used up
    for `short_supply_over_days`, inclusive. `short_course_days`: a drug given in short courses is unclear later than
    that after its start. `still_taken_days`: a drug listed for longer than that is asked about. `handed_out_days`: what
    was handed out without a supply is unclear for so long, inclusive. `intervals_back`: a drug given at intervals may
    go on for so many intervals after its last dose, inclusive.
    """

    begins_soon_days: int = 28
    supply_over_days: int = 30
    short_supply_days: int = 14
    short_supply_over_days: int = 14
    short_course_days: int = 90
    still_taken_days: int = 365
    handed_out_days: int = 30
    intervals_back: Fraction = Fraction(3, 2)


COURSES = CourseChoices()
RECENT_EVENT_DAYS = 90
"""An event that is "s/p" or "history of" with a date of its own, so many days ago (inclusive), is not past; a choice of
this project, as the days in which the labels' "recent" bleeding counts."""
SAME_EVENT_DAYS = 30
"""An event that is told of so many days after a condition of its kind began (inclusive) is that condition, where it is
over and gives no end; a choice of this project, as the days in which an operation is the planned one."""
LONGEST_FLAG_DAYS = 24 * 31
"""A flag that nobody took down counts for so many days after its start (inclusive); a choice of this project, as the
months after which an event that is still listed as active is past."""
CANCER_EVEROLIMUS_FROM_MG = Decimal(5)
"""Everolimus below it counts as given against rejection; a choice of this project, from the doses of both labels."""


class ChartSettings(Frozen):
    """How a chart is read where its words leave room.

    `organ_without_histology`: what a cancer of an organ without any histology means in an adult, where the value set of
    a disease says that it is taken as that disease (C64.- as renal cell carcinoma): `derived` (so, basis derived, with
    a note) or `undetermined`. Under 18 years it is always undetermined.
    """

    organ_without_histology: Literal["derived", "undetermined"] = "derived"


DEFAULT_SETTINGS = ChartSettings()
