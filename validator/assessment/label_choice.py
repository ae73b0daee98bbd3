"""Which product's label judges an order: by its dose form, and where that is not told, by what the order is for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from validator.assessment.indication import choose_indication
from validator.chart.fact import Chart, Product
from validator.instant import PartialDate
from validator.label.load import products
from validator.label.model import Label
from validator.label.select import revisions_in_force
from validator.verdict import Truth


@dataclass(frozen=True, slots=True)
class LabelChoice:
    """The label an order is judged by. `label` None: no revision was in force, or the date does not tell which.

    `others` are the labels of the other products on that day; `by_form` is False where the order does not tell its
    form and the label was chosen by the disease, or for want of anything else.
    """

    label: Label | None
    others: tuple[Label, ...] = ()
    by_form: bool = True
    open_between: tuple[Label | None, ...] = ()


def choose_label(product: Product, chart: Chart, when: PartialDate, root: Path | None = None) -> LabelChoice:
    """Finds the revision in force of the product with the ordered form.

    Where the form is not told, the product whose label has the disease is taken, so that the rest is still checked;
    the order then stays undetermined, as tablets and capsules are not interchangeable.
    """
    by_product = {name: revisions_in_force(name, when, root) for name in products(root)}
    known = {name: labels for name, labels in by_product.items() if any(labels)}
    if product.form is not None:
        fitting = [n for n, labels in known.items() if any(label and label.form == product.form for label in labels)]
        if not fitting:
            return LabelChoice(None, _single(known), by_form=True)
        return _of(fitting[0], known, by_form=True)
    for name, labels in known.items():
        label = labels[-1]
        if label is not None and choose_indication(label, chart).certain and choose_indication(label, chart).chosen:
            return _of(name, known, by_form=False)
    ranked = sorted(known, key=lambda name: _rank(known[name][-1], chart))
    return _of(ranked[0], known, by_form=False) if ranked else LabelChoice(None, by_form=False)


def _rank(label: Label | None, chart: Chart) -> int:
    if label is None:
        return 2
    return 0 if choose_indication(label, chart).truth is not Truth.FALSE else 1


def _of(name: str, known: dict[str, tuple[Label | None, ...]], *, by_form: bool) -> LabelChoice:
    others = _single({other: labels for other, labels in known.items() if other != name})
    labels = known[name]
    if len(labels) == 1:
        return LabelChoice(labels[0], others, by_form)
    return LabelChoice(None, others, by_form, open_between=labels)


def _single(known: dict[str, tuple[Label | None, ...]]) -> tuple[Label, ...]:
    return tuple(label for labels in known.values() for label in labels[-1:] if label is not None)
