"""The same answer as systems get it: OperationOutcome, cards, a command, requests; and the report as a file."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Any

import msgspec

from validator.page.document import html_report
from validator.picture.markup import Child, Markup, element
from validator.profiles import Profiles
from validator.report.operation_outcome import outcome_dict
from validator.report.override_reasons import override_reasons
from validator.sandbox.card_view import card_view
from validator.sandbox.hook_call import SERVICE, cards_for, order_sign_call
from validator.sandbox.inquiry import Inquiry, InquiryError
from validator.sandbox.judgement import judged
from validator.service.cds_request import BadRequestError
from validator.service.feedback import read_feedback
from validator.terminology.profiles import profiles_root

SERVED_AT = "http://127.0.0.1:8080"
"""Where `labelcheck serve` answers unless it is told otherwise."""
_OWN_LABEL = "Another day's label can be chosen in this page only: what follows judges by that of the order's own day."


def outputs(inquiry: Inquiry, profiles: Profiles) -> dict[str, Any]:
    """Texts to copy, the cards as data and as markup, and the call that they answer."""
    judgement = judged(inquiry, profiles)
    own = judged(Inquiry(inquiry.document, inquiry.what), profiles) if inquiry.label_day else judgement
    call = order_sign_call(own.document, own.order)
    found = cards_for(call, profiles, SERVED_AT) if call is not None else "There is no order in a Bundle to sign."
    cards = found if isinstance(found, list) else []
    return {
        "outcome": _json(outcome_dict(judgement.report)),
        "cards": cards,
        "cardsText": _json({"cards": cards}),
        "drawn": _drawn(found),
        "call": call or "",
        "commands": _commands(profiles.root, is_own=inquiry.label_day is None),
        "report": html_report(judgement.report, profiles, inquiry.label_day),
    }


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.Encoder(decimal_format="number").encode(value), indent=2).decode()


def _drawn(cards: list[dict[str, Any]] | str) -> Markup:
    if isinstance(cards, str):
        return element("p", cards)
    if not cards:
        return element("p", "No card: there is nothing to interrupt anybody for.")
    shown: list[Child] = [card_view(card) for card in cards]
    return element("div", *shown, class_="cards")


def _commands(root: Path, *, is_own: bool) -> str:
    """The commands that answer the same; with the site's own folder where the page was started with one."""
    option = "" if root == profiles_root() else f" --profiles {quote(str(root))}"
    lines = [] if is_own else [f"# {_OWN_LABEL}"]
    lines += [
        "# chart.json is what 'Save chart' writes.",
        f"labelcheck check{option} --ledger chart.json",
        f"labelcheck check{option} --format fhir chart.json",
        "",
        f"# The same over HTTP, beside a running: labelcheck serve{option}",
        "curl --header 'Content-Type: application/fhir+json' --data @chart.json \\",
        f"  '{SERVED_AT}/fhir/$check-order'",
        "",
        "# call.json: Save beside 'The call that they answer'.",
        "curl --header 'Content-Type: application/json' --data @call.json \\",
        f"  {SERVED_AT}/cds-services/{SERVICE}",
        "",
        "# feedback.json: Save beside 'Feedback to send', which is there once a card was answered.",
        "curl --header 'Content-Type: application/json' --data @feedback.json \\",
        f"  {SERVED_AT}/cds-services/{SERVICE}/feedback",
    ]
    return "\n".join(lines) + "\n"


def feedback_answer(body: bytes, profiles: Profiles) -> dict[str, Any]:
    """What the service would take of a feedback; nothing of it is kept. Raises InquiryError."""
    try:
        told = read_feedback(body, override_reasons(profiles).codings)
    except BadRequestError as error:
        raise InquiryError(str(error)) from None
    taken = [f"{one.outcome}{f' ({one.reason})' if one.reason else ''}" for one in told.taken]
    return {"taken": f"The service would record: {', '.join(taken)}. Nothing is recorded here."}
