"""CDS Hooks cards as a client draws them: what is wrong, what can be done, and why somebody goes on all the same."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from validator.picture.markup import Child, Markup, element, joined

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ESCAPED = re.compile(r"\\([\\`*_\[\]{}#|~!:.@])")
_INDICATOR = {"critical": "error", "warning": "warning", "info": "accept"}


def card_view(card: dict[str, Any]) -> Markup:
    """One card; its suggestions and its override are buttons that carry the uuids."""
    suggestions = [_suggestion(one) for one in card.get("suggestions", ())]
    reasons = [element("option", one["display"], value=one["code"]) for one in card.get("overrideReasons", ())]
    options = [element("option", "choose a reason", value=""), *reasons]
    name = f"reason-{card['uuid']}"
    return element(
        "article",
        element("p", element("span", card["indicator"], class_=f"tag {_INDICATOR.get(card['indicator'], 'accept')}"),
                " ", element("strong", card["summary"])),
        _detail(card.get("detail", "")),
        element("p", f"Source: {card['source']['label']}", class_="source"),
        element("div", *suggestions, class_="row") if suggestions else None,
        element("p", element("label", "Override because ", for_=name),
                element("select", *options, id=name), " ",
                element("button", "Override", type="button", data_override=card["uuid"]), class_="row"),
        class_=f"card {_INDICATOR.get(card['indicator'], 'accept')}",
        data_card=card["uuid"],
    )  # fmt: skip


def _suggestion(suggestion: dict[str, Any]) -> Markup:
    words = suggestion["label"] + (" (recommended)" if suggestion.get("isRecommended") else "")
    return element("button", words, type="button", data_suggestion=suggestion["uuid"])


def _detail(markdown: str) -> Markup:
    """The few marks that cards use: bold, lists and paragraphs; everything else is text."""
    blocks: list[Markup] = []
    for block in re.split(r"\n\n+", markdown):
        lines = block.split("\n")
        if all(line.startswith("- ") for line in lines):
            blocks.append(element("ul", *(element("li", _inline(line[2:])) for line in lines)))
        else:
            blocks.append(element("p", *(joined(_inline(line), element("br")) for line in lines)))
    return element("div", *blocks, class_="detail")


def _inline(line: str) -> Markup:
    parts: list[Child] = []
    for number, part in enumerate(_BOLD.split(line)):
        words = unescape(_ESCAPED.sub(r"\1", part))
        parts.append(element("strong", words) if number % 2 else words)
    return joined(*parts)
