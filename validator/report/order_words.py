"""What stands at the head of an order, in the same words on a terminal and on a page: what for, what dose, by whom."""

from __future__ import annotations

from decimal import Decimal

from validator.dosage.told_amount import lacks_only_how_often, told_amounts
from validator.label.model import Indication, Precaution
from validator.quantity import plain
from validator.regex import regex
from validator.report.model import OrderReport
from validator.report.plain_text import plain_text
from validator.rules.partner import OPEN as PARTNER_OPEN
from validator.verdict import Verdict

HOW_OFTEN_UNTOLD = ", how often is not told"
"""Behind the amount of an order that tells no more of its dose."""


def indication_name(order: OrderReport) -> str:
    """The name that label data give the indication, its short id where they give none; empty where none is meant.

    Where it is open whether the order is for the drug alone or beside its partner, that is said in its place.
    """
    if order.indication is None:
        return ""
    label = order.label.label if order.label is not None else None
    statement = label.statement(order.indication) if label is not None else None
    name = statement.name if isinstance(statement, Indication) else order.indication
    if any(one.code == PARTNER_OPEN and one.verdict is Verdict.UNDETERMINED for one in order.findings):
        return f"{name.partition(',')[0]}, alone or with the partner drug: open"
    return name


def product_words(order: OrderReport) -> str:
    """The product that was ordered; every one that it may be where the order does not tell its form, since one of them
    would read as ordered; empty where none is known.
    """
    if order.label is None:
        return ""
    label, choice = order.label.label, order.situation.choice if order.situation is not None else None
    if label is None or choice is None or choice.by_form:
        return order.label.product
    others = [one.product for one in choice.others if one.ingredient == label.ingredient]
    return " or ".join(dict.fromkeys((order.label.product, *others)))


def ordered_words(order: OrderReport) -> str:
    """The product and the dose as they were ordered; empty where neither is known."""
    product = plain_text(product_words(order))
    if order.ordered is not None:
        return f"{product} {in_micrograms(plain_text(order.ordered.in_words))}".strip()
    return unworked(order, product) if product else ""


_PART_OF_A_MG = regex(r"(?<![\d.])0\.\d+ mg(?![\w/])")


def in_micrograms(text: str) -> str:
    """Amounts below 1 mg as they are ordered, in mcg too: a unit that was mistaken would not be seen in 0.06 mg."""
    return _PART_OF_A_MG.sub(lambda part: f"{plain(Decimal(part[0][:-3]) * 1000)} mcg ({part[0]})", text)


def unworked(order: OrderReport, product: str) -> str:
    """The product of an order whose dose cannot be worked out, with the amount that it tells without how often."""
    if order.situation is not None:
        own, body = order.situation.order.directions, order.situation.body
        amounts = told_amounts(own, body) if lacks_only_how_often(own, body) else frozenset()
        if len(amounts) == 1:
            return f"{product} {plain(*amounts)} mg{HOW_OFTEN_UNTOLD}"
    return f"{product}; its dose cannot be worked out"


def written_words(order: OrderReport) -> str:
    """The day of the order and who wrote it, as far as it says so: a report that is forwarded has to say who acts."""
    written = order.situation.order.authored if order.situation is not None else None
    day = written.text[:10] if written is not None else ""
    by = f"by {plain_text(order.prescriber)}" if order.prescriber else ""
    return f"{day} {by}".strip()


def expected_name(order: OrderReport) -> str:
    """`Expected`; `If given` where the label says for another reason than the dose not to give the drug."""
    label = order.label.label if order.label is not None else None
    for finding in order.findings:
        if label is None or finding.statement is None or finding.verdict is not Verdict.ERROR:
            continue
        statement = label.statement(finding.statement)
        if isinstance(statement, Precaution) and not statement.ordered:
            return "If given"
    return "Expected"
