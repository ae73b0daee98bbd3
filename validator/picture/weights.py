"""The patient's weights over time, against the weight at which the label's dose changes."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from validator.assessment.situation import Situation
from validator.chart.fact import Measurement
from validator.criteria.size import WEIGHT
from validator.instant import PartialDate
from validator.picture.days import Days
from validator.picture.drawing import WIDTH, Picture, dot, label, line, picture
from validator.quantity import UnitMismatchError, plain
from validator.verdict import Truth

_HEIGHT, _TOP, _BOTTOM = 220, 24, 180
_AFTER = {Truth.TRUE: "", Truth.UNKNOWN: ", perhaps after the order", Truth.FALSE: ", after the order"}
_GROUPS = frozenset({WEIGHT.group, *(group for group in WEIGHT.beside if group.startswith(WEIGHT.group))})


def weights(situation: Situation, name: str) -> Picture | None:
    """The weights in kg, the label's line and the day of the order; None where no weight decides this order's dose.

    A weight that is, or may be, of a later day, or one that is stated and not measured, is drawn hollow.
    """
    limits = _limits(situation)
    if not limits or not _is_asked(situation):
        return None
    ordered = situation.chart.as_of
    found = sorted(_weights(situation), key=lambda one: (one[0].order_key, one[1]))
    days = Days.over([ordered.first, ordered.last, *(day for when, _, _ in found for day in (when.first, when.last))])
    values = [*limits, *(kg for _, kg, _ in found)]
    low, high = min(values), max(values)
    room = max((high - low) / 5, Decimal(2))
    low, high = low - room, high + room

    def height(kg: Decimal) -> float:
        return _BOTTOM - float((kg - low) / (high - low)) * (_BOTTOM - _TOP)

    shapes = [*days.axis(_TOP, _BOTTOM)]
    facts = [f"Weight on the day of the order, {ordered.text[:10]}, decides the dose."]
    for kg in limits:
        shapes.append(line(days.left, height(kg), days.right, height(kg), "limit"))
        shapes.append(label(f"{plain(kg)} kg: the dose changes here", days.right, height(kg) - 6, anchor="end"))
        facts.append(f"The label's dose changes at {plain(kg)} kg.")
    shapes.append(line(days.at(ordered.last), _TOP, days.at(ordered.last), _BOTTOM, "order-day"))
    shapes.append(label("order", days.at(ordered.last), _TOP - 8, anchor="middle"))
    points = [(days.at(when.last), height(kg)) for when, kg, _ in found]
    shapes += [line(*a, *b, "course") for a, b in pairwise(points)]
    for (x, y), (when, kg, one) in zip(points, found, strict=True):
        is_in_time = when.at_or_before(ordered)
        counts = WEIGHT.group in one.groups and is_in_time is Truth.TRUE
        says = f"{plain(kg)} kg on {when.text[:10]}"
        says += "" if WEIGHT.group in one.groups else ", stated or estimated"
        says += _AFTER[is_in_time]
        if not when.is_exact:
            shapes.append(line(days.at(when.first), y, x, y, "open-day"))
        shapes.append(dot(x, y, "point" if counts else "point hollow", says))
        facts.append(f"{says}.")
    if points:
        (x, y), (_, kg, _) = points[-1], found[-1]
        right = x > WIDTH / 2
        shapes.append(label(f"{plain(kg)} kg", x - 10 if right else x + 10, y + 18, anchor="end" if right else "start"))
    else:
        facts.append("No weight is on file.")
        shapes.append(label("no weight on file", WIDTH / 2, (_TOP + _BOTTOM) / 2, anchor="middle"))
    return picture(name, "Weight over time", facts, _HEIGHT, shapes)


def _limits(situation: Situation) -> list[Decimal]:
    """The weights in kg at which the regimens of this indication part."""
    meant = {answer.indication.id for answer in situation.indication.chosen}
    questions = [one.when for one in situation.label.regimen if one.when is not None and meant & {*one.indications}]
    found = {limit for question in questions for limit in question.names().limits}
    return sorted({amount for group, amount, unit in found if group == WEIGHT.group and unit == WEIGHT.unit})


def _is_asked(situation: Situation) -> bool:
    """Whether a weight is among what decided the regimen, or would settle it."""
    worlds = situation.worlds
    answers = (*worlds.regimen_evidence, *worlds.open_answers)
    shown = {evidence.reference for answer in answers for evidence in answer.evidence}
    weighed = {one.evidence.reference for one in situation.chart.measurements if one.groups & _GROUPS}
    return bool(shown & weighed) or any(
        WEIGHT.words in missing for answer in worlds.open_answers for missing in answer.missing
    )


def _weights(situation: Situation) -> list[tuple[PartialDate, Decimal, Measurement]]:
    found = []
    for one in situation.chart.measurements:
        if one.groups & _GROUPS and one.quantity is not None and one.date is not None and not one.problem:
            try:
                found.append((one.date, one.quantity.to(WEIGHT.unit), one))
            except UnitMismatchError:
                continue
    return found
