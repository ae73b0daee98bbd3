"""Which product's label judges an order: by its drug, then its dose form, else by what the order is for."""

from __future__ import annotations

from validator.assessment.indication import choose_indication
from validator.chart.fact import Chart, Product
from validator.frozen import Frozen, replace
from validator.instant import PartialDate
from validator.label.load import LabelError, Labels, ambiguous_products
from validator.label.model import Label
from validator.label.select import revisions_in_force
from validator.verdict import Truth


class LabelChoice(Frozen):
    """The label an order is judged by. `label` None: no revision was in force, or the date does not tell which.

    `others` are the labels of the other products on that day; `by_form` is False where the order does not tell its
    form and the label was chosen by the disease, or for want of anything else. `unread` tells of the products whose
    labels on that day hold a mistake: the order was not held against them.
    """

    label: Label | None
    others: tuple[Label, ...] = ()
    by_form: bool = True
    open_between: tuple[Label | None, ...] = ()
    unread: tuple[LabelError, ...] = ()


def choose_label(product: Product, chart: Chart, when: PartialDate, labels: Labels) -> LabelChoice:
    """Finds the revision in force of the product with the ordered drug and form.

    Labels of another ingredient judge nothing of this order and are none of the `others`.

    Where the form is not told, the product whose label has the disease is taken, so that the rest is still checked;
    the order then stays undetermined, as tablets and capsules are not interchangeable.

    Raises LabelError where the label that judges the order may be one that holds a mistake, or where two products are
    the same form of one drug; a mistake in one of another product leaves the order judged.
    """
    by_product: dict[str, tuple[Label | None, ...]] = {}
    unread: list[LabelError] = []
    for name in labels.products:
        try:
            by_product[name] = revisions_in_force(labels, name, when)
        except LabelError as mistake:
            unread.append(mistake)
    # Of the revisions a partial date allows the newest comes last and stays; a product without any had no label yet.
    newest: dict[str, Label] = {}
    fitting: list[str] = []
    for name, possible in by_product.items():
        for label in possible:
            if label is not None and product.drug in (label.ingredient, None):
                newest[name] = label
        if name in newest and newest[name].form == product.form:
            fitting.append(name)
    if len(fitting) > 1 and (mistakes := tuple(ambiguous_products(newest[name] for name in fitting))):
        raise LabelError(*mistakes)
    if unread and not (fitting and product.drug):
        raise unread[0]
    if product.form is not None:
        if not fitting:
            return LabelChoice(None, tuple(newest.values()), by_form=True)
        return replace(_of(fitting[0], by_product, newest, by_form=True), unread=tuple(unread))
    choices = {name: choose_indication(label, chart) for name, label in newest.items()}
    for name, choice in choices.items():
        if choice.certain and choice.chosen:
            return _of(name, by_product, newest, by_form=False)
    open_ones = [name for name, choice in choices.items() if choice.truth is not Truth.FALSE]
    best = next(iter((*open_ones, *choices)), None)
    return _of(best, by_product, newest, by_form=False) if best is not None else LabelChoice(None, by_form=False)


def _of(
    name: str, by_product: dict[str, tuple[Label | None, ...]], newest: dict[str, Label], *, by_form: bool
) -> LabelChoice:
    others = tuple([label for other, label in newest.items() if other != name])
    labels = by_product[name]
    if len(labels) == 1:
        return LabelChoice(labels[0], others, by_form)
    return LabelChoice(None, others, by_form, open_between=labels)
