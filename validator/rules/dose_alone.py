"""What is said where adjustments meet that the label does not stack: what each of them gives alone, and the limit."""

from __future__ import annotations

from collections.abc import Sequence

from validator.assessment.world import World
from validator.label.model import Label
from validator.quantity import plain
from validator.rules.dose_title import short


def no_single_dose(world: World) -> str:
    """That no one dose is written for what meets, and the doses that each gives alone."""
    which = "both" if len(world.adjustments) == 2 else "all of these"
    return f"no single dose for {which}: {', '.join(_alone(world))}"


def limit_told(world: World, label: Label) -> str:
    """The most that any way to stack what meets could come to."""
    either_way = " either way" if world.apart else ""
    return f"more than {world.ceiling or f'{plain(label.max_daily_mg)} mg a day'} is too much{either_way}"


def _alone(world: World) -> Sequence[str]:
    told: list[str] = []
    for adjustment in world.adjustments:
        starts = dict.fromkeys(one.start for one in world.apart if one.adjustments == (adjustment,))
        doses = " or ".join("none" if start is None else short(start) for start in starts)
        told.append(f"{adjustment.because} alone {doses}")
    return told
