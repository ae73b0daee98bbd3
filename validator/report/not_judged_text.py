"""Orders that were not judged, in a line: a chart can hold hundreds of orders for other drugs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from validator.regex import regex
from validator.report.card_said import plain_words
from validator.report.diagnostics import evidence_line
from validator.report.layout import lines
from validator.report.model import OrderReport
from validator.report.plain_text import plain_text
from validator.report.submission_text import named_first
from validator.verdict import Verdict

_REASON = regex(r"^Not assessed: the order(?:'s (?P<state>.+)| is (?P<other>not for .+)| (?P<says>says .+))\.$")

_CODE = regex(r"^\d{3,} (?=[A-Za-z])")


def not_judged(orders: Sequence[OrderReport]) -> str:
    """The orders that were not judged beside one that was; empty for none.

    Drugs that a finding of a judged order shows are not among them: they were weighed there.
    """
    judged = [order for order in orders if order.verdict is not Verdict.NOT_ASSESSED]
    weighed = {shown.reference for order in judged for finding in order.findings for shown in finding.evidence}
    left = [order for order in orders if order.verdict is Verdict.NOT_ASSESSED and order.order not in weighed]
    return "; ".join(_told(left))


def nothing_judged(orders: Sequence[OrderReport], style: str) -> RenderableType:
    """That no order was judged, and which were passed over."""
    drugs = {found["other"].removeprefix("not for ") for order in orders if (found := _reason(order))["other"]}
    says = "No order in this chart is to be carried out; nothing was checked."
    if len(drugs) == 1 and all(_reason(order)["other"] for order in orders):
        says = f"No {drugs.pop()} order in this chart; nothing was checked."
    head = Text.assemble(("NOT ASSESSED", style), "  ", (says, "bold"))
    shown = [next((evidence_line(one) for finding in order.findings for one in finding.evidence), order.order)
             for order in orders]  # fmt: skip
    rows = [("" if number else "On file", Text(plain_text(one))) for number, one in enumerate(shown[:_MOST_SHOWN])]
    more = [("", Text(f"and {len(shown) - _MOST_SHOWN} more"))] if len(shown) > _MOST_SHOWN else []
    return Group(head, Text(), lines([*rows, *more], indent=2))


_MOST_SHOWN = 10


def _told(orders: Sequence[OrderReport]) -> Iterator[str]:
    others: dict[str, list[str]] = {}
    counted: dict[str, int] = {}
    for order in orders:
        reason = _reason(order)
        if reason["other"]:
            others.setdefault(reason["other"], []).append(_name(order))
        else:
            counted[reason["rest"]] = counted.get(reason["rest"], 0) + 1
    for other, names in others.items():
        yield f"{named_first(list(dict.fromkeys(names)))} ({other})"
    for why, count in counted.items():
        yield f"1 order ({why})" if count == 1 else f"{count} orders ({why})"


def _reason(order: OrderReport) -> dict[str, str]:
    """Why it was not judged: `other` where it is for another drug, else `rest`."""
    message = plain_text(order.findings[0].message) if order.findings else "Nothing was said about it."
    found = _REASON.match(message)
    if found is None:
        return {"other": "", "rest": message.rstrip(".")}
    return {"other": found["other"] or "", "rest": found["state"] or found["says"] or ""}


def _name(order: OrderReport) -> str:
    shown = next((one for finding in order.findings for one in finding.evidence), None)
    return _CODE.sub("", plain_words(shown.says)) if shown is not None else plain_text(order.order)
