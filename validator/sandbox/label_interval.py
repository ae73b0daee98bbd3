"""How often a dose that is typed is taken: as the label gives it, which nobody has to type."""

from __future__ import annotations

from fractions import Fraction

from validator.dosage import how_often
from validator.label.model import Label
from validator.profiles import Profiles
from validator.report.model import OrderReport


def given_every(label: Label, indication: str | None) -> Fraction:
    """The days between two doses as the label begins treatment: of the indication, else of the first that it has.

    A label that gives several for one indication is followed in its first; the field says which it is.
    """
    own = [one for one in label.regimen if indication in one.indications] or label.regimen
    return own[0].ladder[0].every_days


def changed_every(order: OrderReport | None, profiles: Profiles) -> Fraction | None:
    """The days between two doses of an order whose dose is changed; None where no label is known, and they differ."""
    if order is not None and order.label is not None and order.label.label is not None:
        return given_every(order.label.label, order.indication)
    return one_for_all(profiles)


def one_for_all(profiles: Profiles) -> Fraction | None:
    """The days between two doses where every one of the newest labels begins so; None where they differ."""
    newest = (profiles.labels.newest(product) for product in profiles.labels.products)
    begun = {regimen.ladder[0].every_days for label in newest if label is not None for regimen in label.regimen}
    return begun.pop() if len(begun) == 1 else None


def dose_words(every: Fraction | None) -> str:
    """What the field of a dose is called."""
    return f"Dose, mg {how_often(every) if every is not None else 'at one time'}"
