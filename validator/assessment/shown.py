"""What a chart already shows of what the label asks for: answered requirements, stated criteria, the weight."""

from __future__ import annotations

from collections.abc import Iterator

from validator.assessment.situation import Situation
from validator.chart.fact import Attestation, Measurement
from validator.chart.topic import ATTESTED
from validator.criteria.answer import Answer
from validator.criteria.body_weight import body_weight
from validator.criteria.size import WEIGHT, values_of
from validator.frozen import Frozen
from validator.verdict import Truth


class ShownRequirement(Frozen):
    """A requirement of the indication that the chart answers yes or no; `key` tells it from the others of the label."""

    key: str
    words: str
    answer: Answer


class ShownWeight(Frozen):
    """The one weight a dose would be judged by, as it was recorded.

    `is_newest`: it is the newest measured one on file at or before the order, so who takes that takes the same.
    """

    measurement: Measurement
    is_newest: bool


class Shown(Frozen):
    """What the chart answers; nothing of what it leaves open. `stated` may say that nobody knows."""

    requirements: tuple[ShownRequirement, ...] = ()
    stated: tuple[Attestation, ...] = ()
    weight: ShownWeight | None = None


def shown_in(situation: Situation) -> Shown:
    """What the chart of this order shows; requirements only where the indication is known."""
    asked = situation.label.names.groups
    stated = tuple(one for one in situation.chart.attestations if (ATTESTED, one.code) in asked)
    weight = _weight(situation) if situation.label.names.ask_about(WEIGHT.names().groups) else None
    return Shown(tuple(_requirements(situation)), stated, weight)


def _requirements(situation: Situation) -> Iterator[ShownRequirement]:
    choice = situation.indication
    told: set[tuple[str, str]] = set()
    for one in choice.chosen if choice.certain else ():
        for number, asked in enumerate(one.asked, 1):
            said = asked.requirement.words, asked.answer.because
            if asked.answer.truth is not Truth.UNKNOWN and said not in told:
                # Indications of one family ask the same: it is shown once.
                told.add(said)
                yield ShownRequirement(f"{one.indication.id}-{number}", asked.requirement.words, asked.answer)


def _weight(situation: Situation) -> ShownWeight | None:
    """The weight; None where there is none, or more than one that may count."""
    size = body_weight(situation.chart)
    if size is None or size.doubt or len(size.evidence) != 1:
        return None
    shown = size.evidence[0].expression
    measured = values_of(situation.chart, WEIGHT.group)
    used = next((one for one in situation.chart.measurements if one.evidence.expression == shown), None)
    if used is None:
        return None
    newer = [
        one
        for one in situation.chart.measurements
        if WEIGHT.group in one.groups
        and one is not used
        and not (one.date is not None and used.date is not None and one.date.before(used.date) is Truth.TRUE)
    ]
    return ShownWeight(used, is_newest=used in measured and used.date is not None and not newer)
