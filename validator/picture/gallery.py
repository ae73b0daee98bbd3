"""Every picture that an order has."""

from __future__ import annotations

from validator.picture.drawing import Picture
from validator.picture.ladder import ladder
from validator.picture.timeline import timeline
from validator.picture.weights import weights
from validator.report.model import OrderReport


def pictures(order: OrderReport, name: str) -> tuple[Picture, ...]:
    """The pictures of one order; none for one that no label was asked about. `name` starts the ids in them."""
    situation = order.situation
    if situation is None:
        return ()
    made = (
        ladder(situation, f"{name}-ladder", is_told=order.expected is not None),
        weights(situation, f"{name}-weights"),
        timeline(situation, f"{name}-timeline"),
    )
    return tuple(one for one in made if one is not None)
