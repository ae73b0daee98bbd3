"""What is said where adjustments meet that the label does not stack: what each of them gives alone, and the limit."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from validator.assessment.world import World
from validator.label.dose import LabelDose
from validator.label.model import Label
from validator.quantity import plain
from validator.rules.class_left_open import short

SETTLED = "settle the dose with oncology and pharmacy, since the label has none for what meets here"
"""What to do where several adjustments meet."""


def no_single_dose(world: World) -> str:
    """That no one dose is written for what meets, and the doses that each gives alone."""
    return f"no single dose for {_both(world)}: {', '.join(_alone(world))}"


def most_for_all(world: World) -> LabelDose | None:
    """The most that none of the adjustments that meet, each alone, is against; None where one of them raises the dose,
    or what it gives alone is not known."""
    starts = [one.start for one in world.apart]
    if not starts or any(adjustment.effect == "raise" for adjustment in world.adjustments):
        return None
    known = [one for one in starts if one is not None]
    return min(known, key=attrgetter("daily_mg")) if len(known) == len(starts) else None


def lowered(world: World) -> str:
    """To lower a dose that is too high where no single dose is written, and to what at most, where that can be told."""
    most = most_for_all(world)
    return f"lower the dose{f' to {most} at most' if most is not None else ''}; {SETTLED}"


def limit_told(world: World, label: Label) -> str:
    """The most that fits all of what meets; where that cannot be told, the most that any way to stack it could come to.

    A dose between the two is not called too high: the label has none for what meets.
    """
    if (most := most_for_all(world)) is not None:
        return f"no more than {most} fits {_both(world)}"
    either_way = " either way" if world.apart else ""
    return f"more than {world.ceiling or f'{plain(label.max_daily_mg)} mg a day'} is too much{either_way}"


def _both(world: World) -> str:
    return "both" if len(world.adjustments) == 2 else "all of these"


def _alone(world: World) -> Sequence[str]:
    told: list[str] = []
    for adjustment in world.adjustments:
        starts = dict.fromkeys(one.start for one in world.apart if one.adjustments == (adjustment,))
        doses = " or ".join("none" if start is None else short(start) for start in starts)
        told.append(f"{adjustment.because} alone {doses}")
    return told
