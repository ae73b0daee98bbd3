"""The rules of CDS Hooks 2.0 for what a service answers, each written down once. Source: the specification's tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

_CARD = {
    "uuid", "summary", "detail", "indicator", "source", "suggestions", "selectionBehavior", "overrideReasons", "links",
    "extension",
}  # fmt: skip
_TEMPLATE = re.compile(r"[A-Z][A-Za-z]+(?:/\{\{context\.\w+\}\}|\?[^\s]+)")


def breaches_of_answer(answer: Any) -> list[str]:
    """What in the answer to a call breaks a rule; empty when nothing does."""
    return list(_answer(answer))


def breaches_of_discovery(answer: Any) -> list[str]:
    """What in a discovery document breaks a rule."""
    return list(_discovery(answer))


def _discovery(answer: Any) -> Iterator[str]:
    if not isinstance(answer.get("services"), list):
        yield "services is REQUIRED and an array"
        return
    if len({one.get("id") for one in answer["services"]}) != len(answer["services"]):
        yield "ids are not unique"
    for one in answer["services"]:
        yield from (f"{name} is REQUIRED" for name in ("hook", "description", "id") if not one.get(name))
        if set(one) - {"hook", "title", "description", "id", "prefetch", "usageRequirements", "extension"}:
            yield "an element that discovery does not have"
        for key, template in one.get("prefetch", {}).items():
            if not re.fullmatch(r"[A-Za-z0-9_-]+", key):
                yield f"prefetch key {key}"
            if not _TEMPLATE.fullmatch(template):
                yield f"prefetch template {key}"
            if set(re.findall(r"\{\{(.*?)\}\}", template)) - {"context.patientId", "context.userId"}:
                yield f"a token that the hook's context does not have in {key}"


def _answer(answer: Any) -> Iterator[str]:
    if set(answer) - {"cards", "systemActions", "extension"}:
        yield "an element that a response does not have"
    if not isinstance(answer.get("cards"), list):
        yield "cards is REQUIRED and an array"
        return
    seen: set[str] = set()
    for card in answer["cards"]:
        yield from _card(card)
        identifiers = [card.get("uuid", ""), *(one.get("uuid", "") for one in card.get("suggestions", []))]
        if seen & set(identifiers):
            yield "a uuid is used twice"
        seen |= set(identifiers)


def _card(card: dict[str, Any]) -> Iterator[str]:
    if set(card) - _CARD:
        yield f"elements that a card does not have: {sorted(set(card) - _CARD)}"
    summary = card.get("summary")
    if not isinstance(summary, str) or not summary.strip() or len(summary) >= 140 or "\n" in summary:
        yield "summary is REQUIRED, one sentence of less than 140 characters"
    if card.get("indicator") not in ("info", "warning", "critical"):
        yield "indicator is REQUIRED, one of info, warning, critical"
    yield from _uuid(card.get("uuid"), "card")
    if "detail" in card and (not isinstance(card["detail"], str) or not card["detail"].strip()):
        yield "detail is a string"
    source = card.get("source")
    if not isinstance(source, dict) or not source.get("label") or set(source) - {"label", "url", "icon", "topic"}:
        yield "source is REQUIRED, with a label"
    elif "topic" in source and not {"system", "code"} <= set(source["topic"]):
        yield "source.topic is a Coding"
    if card.get("suggestions") and card.get("selectionBehavior") not in ("at-most-one", "any"):
        yield "selectionBehavior is REQUIRED where there are suggestions"
    if "selectionBehavior" in card and not card.get("suggestions"):
        yield "selectionBehavior without suggestions"
    for suggestion in card.get("suggestions", []):
        yield from _suggestion(suggestion)
    for reason in card.get("overrideReasons", []):
        if not {"system", "code", "display"} <= set(reason):
            yield "an override reason is a Coding with system, code and display"
    for link in card.get("links", []):
        if not {"label", "url", "type"} <= set(link) or set(link) - {"label", "url", "type", "appContext"}:
            yield "a link has label, url and type"
        elif link["type"] not in ("absolute", "smart") or ("appContext" in link and link["type"] != "smart"):
            yield "a link is absolute or smart; only smart ones have an appContext"
        elif not link["url"].startswith(("http://", "https://")):
            yield "a link's url is a URL"


def _suggestion(suggestion: dict[str, Any]) -> Iterator[str]:
    if not suggestion.get("label") or set(suggestion) - {"label", "uuid", "isRecommended", "actions"}:
        yield "a suggestion has a label"
    yield from _uuid(suggestion.get("uuid"), "suggestion")
    if not isinstance(suggestion.get("isRecommended", True), bool):
        yield "isRecommended is a boolean"
    for action in suggestion.get("actions", []):
        if action.get("type") not in ("create", "update", "delete") or not action.get("description"):
            yield "an action has a type and a description"
        if set(action) - {"type", "description", "resource", "resourceId"}:
            yield "an element that an action does not have"
        if action.get("type") in ("create", "update") and "resourceType" not in action.get("resource", {}):
            yield "create and update carry the whole resource"
        if action.get("type") == "delete" and "/" not in action.get("resourceId", ""):
            yield "delete names the resource"


def _uuid(text: object, owner: str) -> Iterator[str]:
    try:
        UUID(str(text))
    except ValueError:
        yield f"the uuid of a {owner} is no UUID"
