"""The criteria form of one order in words: what is open, and what the chart shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from validator.report.diagnostics import evidence_line
from validator.report.order_form import Filled, OrderForm
from validator.report.plain_text import plain_text


def form_text(form: OrderForm, questionnaire: Mapping[str, Any]) -> Iterator[str]:
    """One paragraph each: the order, the questions with the answers there are, what is shown and by what."""
    order = form.order
    name = plain_text(order.order) or plain_text(order.expression)
    label = f", by the {order.label.in_words}" if order.label is not None else ""
    yield f"{name}: {order.verdict.value}{label}"
    questions = [item for item in questionnaire.get("item", []) if item["linkId"] in form.questions]
    if not questions:
        yield "No question to the prescriber is open."
    for item in questions:
        yield f"[ ] yes  [ ] no  [ ] unknown   {item['text']} ({item['linkId']})"
    if form.elsewhere:
        yield f"No answer settles these; the record can: {plain_text('; '.join(form.elsewhere))}."
    if form.filled:
        yield "The chart shows already:"
    yield from map(_shown, form.filled)


def _shown(one: Filled) -> str:
    by = "; ".join(dict.fromkeys(evidence_line(shown) for shown in one.evidence))
    but = "".join(f" But {plain_text(caution)}." for caution in one.cautions)
    if one.answer is not None and "valueQuantity" in one.answer:
        # A weight: what shows it tells it in the unit in which it was written.
        return f"- {plain_text(one.text)}: {by}.{but}"
    return f"- {plain_text(one.text)} {_in_words(one.answer).capitalize()}: {by}.{but}"


def _in_words(answer: Mapping[str, Any] | None) -> str:
    if answer is None:
        return "unknown"
    return "yes" if answer["valueBoolean"] else "no"
