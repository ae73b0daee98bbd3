"""The page of the sandbox. It comes with its first example answered, so that it can be used before any script runs."""

from __future__ import annotations

from validator.page.wording import verdict_name
from validator.picture.markup import Child, Markup, element, joined
from validator.profiles import Profiles
from validator.sandbox.controls import controls
from validator.sandbox.example import FIRST, Example, examples
from validator.sandbox.inquiry import Inquiry
from validator.sandbox.judgement import judged
from validator.sandbox.reply import reply
from validator.sandbox.what_if import WhatIf
from validator.verdict import Verdict
from validator.version import VERSION

_SOURCES = (("example", "Examples"), ("paste", "Paste or file"))
_EMPTY = '{"resourceType": "Bundle", "type": "collection", "entry": []}'


def page(profiles: Profiles, token: str) -> str:
    """The whole page as text; `token` is what the page shows with every request."""
    gallery = examples()
    first = gallery.get(FIRST)
    document = first.text if first is not None else _EMPTY
    judgement = judged(Inquiry(document), profiles)
    parts = reply(judgement)
    body = joined(
        element("a", "To the answer", href="#answer", class_="skip"),
        element(
            "header",
            element("h1", "labelcheck sandbox"),
            element("p", "On this machine only: nothing leaves it, and nothing is kept when the tab closes."),
            element("p", element("button", "Copy a link to this state", type="button", id="copy-link"), " ",
                    element("span", "", id="link-said", role="status")),
        ),
        element(
            "main",
            _source(gallery, document),
            _part("what", "What if", controls(profiles, judgement.order, WhatIf(), None)),
            _part("answer", "Answer", element("p", parts["summary"], id="summary", role="status", class_="unseen"),
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


def _source(gallery: dict[str, Example], document: str) -> Markup:
    chosen = [
        element(
            "label",
            element("input", type="radio", name="source", value=name, checked=number == 0),
            " ",
            words,
        )
        for number, (name, words) in enumerate(_SOURCES)
    ]
    return _part(
        "source",
        "Chart to check",
        element("div", *chosen, role="radiogroup", aria_label="Where the chart comes from", class_="choices"),
        element("div", _gallery(gallery), class_="from-example"),
        element("div", _paste(document), class_="from-paste"),
    )


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
    save = [
        element("button", words, type="button", data_save=name, data_name=file)
        for name, words, file in (("document", "Save chart", "chart.json"), ("report", "Save report", "report.html"))
    ]
    parts = (
        ("as-outcome", "As an OperationOutcome", outcome),
        ("as-cards", "As CDS Hooks cards", cards),
        ("as-commands", "On the command line and with curl", commands),
    )
    found = [
        element("details", element("summary", element("h3", title)), *inside, id=name, class_="output")
        for name, title, inside in parts
    ]
    return _part("outputs", "As systems see it", element("p", *save, class_="row"), *found)


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


def _gallery(gallery: dict[str, Example]) -> Markup:
    items = [
        element(
            "li",
            element(
                "button",
                element("span", one.title, class_="name"),
                element("span", verdict_name(Verdict(one.verdict)), class_=f"tag {one.verdict}"),
                element("span", one.story, class_="story"),
                type="button",
                data_example=one.name,
                aria_pressed="true" if one.name == FIRST else "false",
            ),
        )
        for one in gallery.values()
    ]
    if not items:
        return element("p", "This installation has no examples: paste a chart.")
    return element("ul", *items, class_="gallery", tabindex="0", role="list", aria_label="Examples")


def _paste(document: str) -> Markup:
    return joined(
        element("label", "A Bundle or a resource as JSON; it is checked when you pause", for_="document"),
        element("textarea", Markup(_area(document)), id="document", rows=12, spellcheck="false", autocomplete="off"),
        element("p", element("label", "Or choose files, or drop them here: ", for_="files"),
                element("input", type="file", id="files", multiple=True, accept=".json,application/json")),
        element("p", "", id="file-said", role="status"),
    )  # fmt: skip


def _area(document: str) -> str:
    from validator.picture.markup import verbatim

    return f"\n{verbatim(document)}"
