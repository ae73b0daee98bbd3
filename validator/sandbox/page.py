"""The page of the sandbox. It comes with its first example answered, so that it can be used before any script runs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from validator.picture.markup import Child, Markup, element, joined
from validator.profiles import Profiles
from validator.sandbox.controls import controls
from validator.sandbox.example import FIRST, examples
from validator.sandbox.inquiry import Inquiry
from validator.sandbox.judgement import judged
from validator.sandbox.reply import reply
from validator.sandbox.source_part import source_part
from validator.sandbox.what_if import WhatIf
from validator.version import VERSION

# A chart is a patient's: the browser's own storage would keep it beyond the answer, for whoever comes next.
_KEPT = "nothing is kept when the tab closes or is loaded anew"
_NOTHING_LEAVES = f"On this machine only: nothing leaves it, and {_KEPT}."
_TO_SERVERS = f"On this machine: only the FHIR servers you named are asked, and {_KEPT}."
_EMPTY = '{"resourceType": "Bundle", "type": "collection", "entry": []}'


def page(profiles: Profiles, token: str, servers: Collection[str], today: date) -> str:
    """The whole page as text; it shows `token` with every request, and may have charts fetched from `servers`."""
    first = examples().get(FIRST)
    document = first.text if first is not None else _EMPTY
    judgement = judged(Inquiry(document), profiles)
    parts = reply(judgement, profiles)
    told = f"the example {first.title}" if first is not None else "an empty chart"
    body = joined(
        element("a", "To the answer", href="#answer", class_="skip"),
        element(
            "header",
            element("h1", "labelcheck sandbox"),
            element("p", _NOTHING_LEAVES if not servers else _TO_SERVERS),
            element("p", element("button", "Copy a link to this state", type="button", id="copy-link"), " ",
                    element("span", "", id="link-said", role="status")),
        ),
        element(
            "main",
            _part("source", "Chart to check", source_part(document, profiles, servers, today)),
            _part("what", "What if", controls(profiles, judgement.order, WhatIf(), None)),
            _part("answer", "Answer",
                  element("p", f"To {told}", id="answer-about", data_told=told), _saves(),
                  element("p", parts["summary"], id="summary", role="status", class_="unseen"),
                  element("p", "", id="form-answered", role="status"),
                  element("div", parts["answer"], id="answer-body")),
            _part("chart", "Chart as JSON",
                  element("p", "A marked line says who used it.", class_="hint"),
                  element("div", parts["chart"], id="chart-body")),
            _outputs(),
        ),
    )  # fmt: skip
    return f"<!doctype html>\n{_html(token, body)}\n"


def _html(token: str, body: Markup) -> Markup:
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="labelcheck-token", content=token),
        element("title", "labelcheck sandbox"),
        element("link", rel="icon", href="data:,"),
        element("link", rel="stylesheet", href="static/answer.css"),
        element("link", rel="stylesheet", href="static/sandbox.css"),
        element("script", src="static/early.js"),
        element("script", type="module", src="static/main.js"),
    )
    return element("html", head, element("body", body, data_version=VERSION), lang="en")


def _part(name: str, title: str, *children: Child) -> Markup:
    heading = element("h2", title, id=f"{name}-title")
    return element("section", heading, *children, id=name, tabindex="-1", aria_labelledby=f"{name}-title")


def _saves() -> Markup:
    save = [
        element("button", words, type="button", data_save=name, data_name=file)
        for name, words, file in (("report", "Save report", "report.html"), ("document", "Save chart", "chart.json"))
    ]
    return element("p", *save, element("span", "", id="save-said", role="status"), id="saves", class_="row")


def _outputs() -> Markup:
    """Each output is asked for when it is opened."""
    outcome = [_text("outcome", "OperationOutcome", "outcome.json")]
    cards = [
        element("div", "", id="cards-drawn"),
        element("p", "", id="card-said", role="status"),
        _text("feedback", "Feedback to send", "feedback.json"),
        _text("cardsText", "Cards as JSON", "cards.json"),
        _text("call", "The call that they answer", "call.json"),
    ]
    commands = [_text("commands", "Commands", "commands.sh")]
    parts = (
        ("as-outcome", "As an OperationOutcome", outcome),
        ("as-cards", "As CDS Hooks cards", cards),
        ("as-commands", "On the command line and with curl", commands),
    )
    found = [
        element("details", element("summary", element("h3", title)), *inside, id=name, class_="output")
        for name, title, inside in parts
    ]
    return _part("outputs", "As systems see it", *found)


def _text(name: str, words: str, file: str) -> Markup:
    """A text that can be read, copied and saved."""
    buttons = element(
        "p",
        element("span", words, class_="name"),
        element("button", "Copy", type="button", data_copy=name, aria_label=f"Copy: {words}"),
        element("button", "Save", type="button", data_save=name, data_name=file, aria_label=f"Save: {words}"),
        class_="row",
    )
    shown = element("pre", "", data_text=name, tabindex="0", role="region", aria_label=words)
    return element("div", buttons, shown, class_="text", data_part=name)
