"""What an order leaves open, as a form in the page; the answers as a QuestionnaireResponse in the chart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import msgspec

from validator.page.wording import settling_words
from validator.picture.markup import Markup, element
from validator.profiles import Profiles
from validator.report.criterion import criteria_of
from validator.report.model import OrderReport
from validator.report.order_form import OrderForm, order_form, questionnaire_of, response_of
from validator.sandbox.inquiry import InquiryError

ANSWERS = {"yes": True, "no": False}
"""What can be answered; everything else, and nothing at all, stays unknown."""
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def open_form(order: OrderReport | None, profiles: Profiles) -> OrderForm | None:
    """The form of an order that was checked for it; None where nothing is open."""
    form = order_form(order, profiles) if order is not None else None
    return None if form is None or (form.is_empty and not form.elsewhere) else form


def form_view(form: OrderForm | None, profiles: Profiles) -> Markup:
    """The form as fields, with what only the record can show; empty where nothing is open."""
    if form is None:
        return Markup()
    texts = {one["linkId"]: one.get("text", "") for one in questionnaire_of(form, profiles)["item"]}
    rows = [_row(code, texts.get(code, code)) for code in form.questions]
    elsewhere = settling_words(form.elsewhere, criteria_of(profiles))
    shown = [element("li", f"{one.text} ", *(evidence.reference for evidence in one.evidence)) for one in form.filled]
    return element(
        "section",
        element("h4", "What is open can be answered" if rows else "What is open"),
        element("form", *rows, _buttons(), id="open-form", autocomplete="off") if rows else None,
        element(
            "div",
            element("h5", "Only the record can show"),
            element("ul", *map(_item, elsewhere)),
        )
        if form.elsewhere
        else None,
        element("details", element("summary", "The chart shows already"), element("ul", *shown)) if shown else None,
        class_="issues open-questions",
    )


def _row(code: str, text: str) -> Markup:
    choices = [
        element("label", element("input", type="radio", name=code, value=value, checked=value == ""), " ", words)
        for value, words in (("yes", "Yes"), ("no", "No"), ("", "Not known"))
    ]
    return element("fieldset", element("legend", text), *choices)


def _buttons() -> Markup:
    answer = element("button", "Answer and check again", type="submit")
    return element("p", answer, class_="row")


def _item(words: str) -> Markup:
    return element("li", words)


def answered(document: str, order: OrderReport | None, answers: object, profiles: Profiles) -> dict[str, Any]:
    """The document with the answers in it, and the response by itself. Raises InquiryError.

    They are of the day that the order is judged on, so that they count for it.
    """
    form = open_form(order, profiles)
    if form is None or order is None or not isinstance(answers, Mapping):
        raise InquiryError("There is nothing open to answer.")
    told = {code: word for code in form.questions if isinstance(word := answers.get(code), str)}
    given = {code: ANSWERS[word] for code, word in told.items() if word in ANSWERS}
    if not given:
        raise InquiryError("Nothing was answered: what is not known stays open.")
    if order.as_of is None:
        raise InquiryError("The order has no one day that an answer could be of.")
    response = _response(form, given, order.as_of, profiles)
    bundle = json.loads(document, parse_float=Decimal)
    if not isinstance(bundle, dict) or not isinstance(bundle.get("entry"), list):
        raise InquiryError("Only a Bundle can hold the answers beside the chart.")
    bundle["entry"].append({"fullUrl": f"urn:uuid:{response['id']}", "resource": response})
    return {"document": _text(bundle), "response": _text(response)}


def _response(form: OrderForm, given: Mapping[str, bool], day: date, profiles: Profiles) -> dict[str, Any]:
    made = response_of(form, questionnaire_of(form, profiles), day)
    items = [
        {**item, "answer": [{"valueBoolean": given[item["linkId"]]}]} if item["linkId"] in given else item
        for item in made.get("item", [])
    ]
    made.pop("resourceType")
    return {"resourceType": "QuestionnaireResponse", "id": str(uuid4()), **made, "status": "completed", "item": items}


def _text(value: object) -> str:
    return msgspec.json.format(_ENCODER.encode(value), indent=2).decode()
