"""What can be changed in place, with what it is now, and the label to judge by."""

from __future__ import annotations

from datetime import date

from validator.picture.markup import Markup, element, joined
from validator.profiles import Profiles
from validator.quantity import UnitMismatchError, plain
from validator.report.model import OrderReport
from validator.sandbox.judgement import Judgement
from validator.sandbox.label_day import label_days
from validator.sandbox.label_interval import changed_every, dose_words
from validator.sandbox.source_part import drug_options, field
from validator.sandbox.what_if import WhatIf, newest_weight
from validator.verdict import Verdict


def facts_now(order: OrderReport | None, profiles: Profiles) -> dict[str, str]:
    """What the chart says of what can be changed, as it stands in the fields; empty for what it does not say."""
    if order is None or order.situation is None:
        return {"kilograms": "", "day": "", "milligrams": "", "beside": ""}
    own = order.situation.order
    weight = newest_weight(order)
    kilograms = ""
    if weight is not None and weight.quantity is not None:
        try:
            kilograms = plain(weight.quantity.to("kg"))
        except UnitMismatchError:
            kilograms = ""
    daily, every = order.ordered.daily_mg if order.ordered is not None else None, changed_every(order, profiles)
    at_once = daily * every.numerator / every.denominator if daily is not None and every is not None else None
    day = own.authored.text[:10] if own.authored is not None and own.authored.is_exact else ""
    return {
        "kilograms": kilograms,
        "day": day,
        "milligrams": plain(at_once) if at_once is not None else "",
        "beside": "",
    }


def controls(profiles: Profiles, order: OrderReport | None, what: WhatIf, label_day: date | None) -> Markup:
    """The form under the chart; a field that was changed keeps what was typed."""
    now = facts_now(order, profiles)
    return element(
        "form",
        _field("kilograms", "Weight, kg", what.kilograms or now["kilograms"], inputmode="decimal"),
        _field("day", "Order date", what.day or now["day"], kind="date"),
        _field("milligrams", dose_words(changed_every(order, profiles)), what.milligrams or now["milligrams"],
               inputmode="decimal"),
        field("Another drug", "what-beside", element("select", *drug_options(profiles, what.beside, "none added"),
                                                     id="what-beside", name="beside")),
        element("p", which_order(None), id="what-order", role="status"),
        element("p", "", id="what-refused", role="status"),
        _label_slider(label_stops(profiles, order), label_day),
        element("p", element("button", "Undo all changes", type="reset", id="what-reset"),
                class_="row"),
        id="what-if",
        autocomplete="off",
    )  # fmt: skip


def which_order(judgement: Judgement | None) -> str:
    """Which order is changed, where several were judged; empty where there is no choice."""
    judged = [] if judgement is None else judgement.report.orders
    several = sum(one.verdict is not Verdict.NOT_ASSESSED for one in judged)
    order = judgement.changes if judgement is not None else None
    if several < 2 or order is None:
        return ""
    written = order.situation.order.authored if order.situation is not None else None
    day = f" of {written.text[:10]}" if written is not None else ""
    dose = f" for {order.ordered.schedule}" if order.ordered is not None else ""
    return (
        f"{several} orders were judged. A change here is made in the one with the worst verdict: the order{day}{dose}."
    )


def _field(name: str, words: str, value: str, *, kind: str = "text", inputmode: str | None = None) -> Markup:
    own = f"what-{name}"
    return field(
        words, own, element("input", id=own, name=name, type=kind, value=value, inputmode=inputmode, maxlength=40)
    )


def label_stops(profiles: Profiles, order: OrderReport | None) -> list[str]:
    """The days of the labels that an order can be judged by, oldest first, and at last nothing: its own day."""
    product = order.label.product if order is not None and order.label is not None else None
    return [*(day.isoformat() for day in label_days(profiles, product)), ""]


def _label_slider(stops: list[str], label_day: date | None) -> Markup:
    """The last stop is the label that the order's own day chooses."""
    day = label_day.isoformat() if label_day is not None else ""
    at = stops.index(day) if day in stops else len(stops) - 1
    return element(
        "div",
        element("label", "Judged by the label of ", element("output", _stop_words(label_day), id="label-day"),
                for_="label-slider"),
        element("input", id="label-slider", type="range", min=0, max=len(stops) - 1, step=1, value=at,
                data_stops=",".join(stops), aria_valuetext=_stop_words(label_day)),
        element("div", joined(), id="label-strip", aria_live="off"),
        class_="field wide",
    )  # fmt: skip


def _stop_words(day: date | None) -> str:
    return "the order's own day" if day is None else day.isoformat()
