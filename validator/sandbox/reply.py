"""What the page is answered: the parts of it that are drawn anew, as markup made here and escaped here."""

from __future__ import annotations

from datetime import date
from typing import Any

from validator.page.answer import answer
from validator.page.place import Pointing
from validator.picture.markup import Markup, element
from validator.profiles import Profiles
from validator.report.criterion import criteria_of
from validator.report.heading import heading
from validator.report.model import OrderReport
from validator.report.verdict_words import verdict_name
from validator.sandbox.chart_view import chart_view
from validator.sandbox.controls import facts_now, label_stops, which_order
from validator.sandbox.inquiry import Inquiry
from validator.sandbox.judgement import Judgement, judged
from validator.sandbox.label_interval import changed_every, dose_words
from validator.sandbox.open_form import form_view, open_form


def reply(judgement: Judgement, profiles: Profiles) -> dict[str, Any]:
    """The answer and the chart as markup, what the fields say now, and one sentence for who does not see it change."""
    order = judgement.order
    questions = form_view(open_form(order, profiles), profiles)
    return {
        "document": judgement.document,
        "summary": summary(judgement, profiles),
        "answer": answer(judgement.report, Pointing(lead=True), criteria_of(profiles), judgement.label_day, questions),
        "chart": chart_view(judgement.document, judgement.report, order),
        "now": facts_now(order, profiles),
        "dose": dose_words(changed_every(order, profiles)),
        "which": which_order(judgement),
        "refused": judgement.refused,
    }


def summary(judgement: Judgement, profiles: Profiles) -> str:
    """The verdict as one sentence."""
    if not judgement.report.readable:
        return "Nothing could be read: the answer says why."
    order = judgement.order
    if order is None:
        return "No order was judged."
    first = next((finding.message for finding in order.findings), "")
    return f"{verdict_name(order.verdict)}. {heading(order, criteria_of(profiles))} {first}"


def labels_reply(inquiry: Inquiry, profiles: Profiles) -> dict[str, Any]:
    """How the same order is judged by each label of its product: the stops of the slider, and a button for each."""
    own = judged(Inquiry(inquiry.document, inquiry.what), profiles).order
    stops = label_stops(profiles, own)
    return {"stops": stops, "strip": _strip(inquiry, stops, profiles)}


def _strip(inquiry: Inquiry, stops: list[str], profiles: Profiles) -> Markup:
    buttons = []
    for stop in stops:
        day = date.fromisoformat(stop) if stop else None
        found = judged(Inquiry(inquiry.document, inquiry.what, day), profiles).order
        name = stop or "its own day"
        buttons.append(
            element(
                "li",
                element(
                    "button",
                    element("span", name, class_="day"),
                    element("span", _verdict(found), class_=f"tag {found.verdict.value if found is not None else ''}"),
                    element("span", _expected(found), class_="dose"),
                    type="button",
                    data_label=stop,
                    aria_pressed="true" if day == inquiry.label_day else "false",
                ),
            )
        )
    return element("ol", *buttons, class_="strip")


def _verdict(order: OrderReport | None) -> str:
    return verdict_name(order.verdict) if order is not None else "Not judged"


def _expected(order: OrderReport | None) -> str:
    if order is None or order.label is None:
        return "no label"
    return order.expected.schedule if order.expected is not None else "no dose"
