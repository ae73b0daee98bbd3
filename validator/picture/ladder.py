"""The label's dose and its steps, with the dose that is ordered, the dose that is expected, and earlier orders."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from validator.assessment.situation import Situation
from validator.picture.drawing import WIDTH, Picture, bar, label, picture
from validator.quantity import plain

_ROW, _TOP, _LEFT, _BAR = 40, 12, 190, 20
_LETTER, _LEAST_ROOM, _MOST_ROOM = 9, 190, 400
"""The width of a letter of what is said beside a bar, and the room for it beside the longest one."""
_MOST_EARLIER = 3


@dataclass
class _Rung:
    """One dose: whether the label has it here, and who else names it."""

    daily: Decimal
    words: str
    is_step: bool = False
    marks: list[str] = field(default_factory=list)
    kind: str = "rung"


def ladder(situation: Situation, name: str, *, is_told: bool) -> Picture | None:
    """The steps from the highest dose down; None where the label gives no dose and none can be read in the order.

    `is_told`: one dose is expected. Else the steps of every answer are drawn and none is called expected.
    """
    rungs: dict[Decimal, _Rung] = {}
    expected = situation.worlds.expected if is_told else None
    worlds = (expected,) if expected is not None else situation.worlds.worlds if situation.has_label_dose else ()
    for world in worlds:
        for number, dose in enumerate(one for one in world.ladder if one is not None and not one.is_by_size):
            rung = rungs.setdefault(dose.daily_mg, _Rung(dose.daily_mg, str(dose)))
            rung.is_step = True
            if number == 0 and expected is None:
                rung.marks.append("start in one reading")
            elif number == 0:
                rung.marks.append("expected")
                rung.kind = "rung expected"
    daily = situation.ordered.total.daily_mg
    exact = daily.exact if daily is not None else None
    if exact is not None:
        rung = rungs.setdefault(exact, _Rung(exact, f"{plain(exact)} mg a day"))
        rung.marks.append("ordered" if rung.is_step else "ordered: no step here")
        rung.kind = "rung ordered" if rung.kind == "rung" else "rung ordered expected"
    elif not rungs:
        return None
    _add_earlier(situation, rungs)
    rows = sorted(rungs.values(), key=lambda one: -one.daily)
    widest = max((row.daily for row in rows), default=Decimal(1)) or Decimal(1)
    longest = max((len(_marks(row)) for row in rows), default=0)
    room = min(max(longest * _LETTER + 10, _LEAST_ROOM), _MOST_ROOM)
    shapes, facts = [], []
    for number, row in enumerate(rows):
        y = _TOP + number * _ROW
        marks = _marks(row)
        says = f"{row.words}: {marks or 'a lower step'}"
        width = float(row.daily / widest) * (WIDTH - _LEFT - room)
        shapes.append(label(row.words, _LEFT - 12, y + 15, anchor="end"))
        shapes.append(bar(_LEFT, y, width, _BAR, kind=row.kind if row.is_step else f"{row.kind} stranger", says=says))
        shapes.append(label(marks, _LEFT + max(width, 2) + 10, y + 15, kind="label strong"))
        facts.append(f"{says}.")
    if exact is None:
        facts.append("The ordered dose is not one known amount a day.")
    return picture(name, "Dose ladder", facts, _TOP * 2 + len(rows) * _ROW - (_ROW - _BAR), shapes)


def _marks(row: _Rung) -> str:
    return ", ".join(dict.fromkeys(row.marks))


def _add_earlier(situation: Situation, rungs: dict[Decimal, _Rung]) -> None:
    """The doses of other orders for the drug, the newest first, each beside its dose."""
    dated = [(order.authored, order) for order in situation.chart.orders if order.authored is not None]
    for authored, order in sorted(dated, key=lambda one: one[0].order_key, reverse=True)[:_MOST_EARLIER]:
        daily = order.schedule.daily_mg
        if daily is None or daily.exact is None:
            continue
        rung = rungs.setdefault(daily.exact, _Rung(daily.exact, f"{plain(daily.exact)} mg a day"))
        rung.marks.append(f"order of {authored.text[:10]}")
