"""What the cards of one service have in common, and what one kind of client takes and another does not.

`standard` is CDS Hooks 2.0 as written. `create-delete` is for a client that takes no `update` action, wants topic codes
of letters and digits alone, and remembers an override by the topic's code: there a changed order is a deletion and a
new order, and a code speaks of this order's finding and dose only, so that no override silences another dose.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from typing import Any, Literal

from validator.finding import FINDING_CODES
from validator.frozen import Frozen
from validator.regex import regex
from validator.report.card_said import Said
from validator.report.criterion import Criteria
from validator.report.operation_outcome import FINDING_SYSTEM
from validator.report.override_reasons import OverrideReasons

Client = Literal["standard", "create-delete"]
_LOCAL = regex(r"[A-Za-z]+/[A-Za-z0-9\-.]{1,128}", re.ASCII)
"""A reference to a resource of the client. FHIR allows ids of 64 characters; vendors write twice as many."""
_DOSE = ("medicationCodeableConcept", "medicationReference", "medication", "dosageInstruction", "dispenseRequest")


class CardStyle(Frozen):
    """`public_url` is the service's address as its users see it, without a last slash. `signing`: the order is about to
    be signed; before that, what is not known yet is only `info`. `override_reasons` are those of the profiles folder.
    `new_id` gives a fresh uuid for each card and suggestion. `criteria` are what a prescriber can attest.
    """

    public_url: str
    signing: bool
    override_reasons: OverrideReasons
    new_id: Callable[[], str]
    criteria: Criteria
    client: Client = "standard"

    def topic(
        self, code: str, title: str, said: Sequence[Said] = (), draft: dict[str, Any] | None = None
    ) -> dict[str, str]:
        """The Coding of what a card is about: the code of its first finding."""
        topic = {"system": FINDING_SYSTEM, "code": code}
        if title or code in FINDING_CODES:
            topic["display"] = title or FINDING_CODES[code].display
        match self.client:
            case "standard":
                return topic
            case "create-delete":
                words = "".join(part.capitalize() for part in code.split("-"))
                return topic | {"code": words + _fingerprint(said, draft)}

    def changing(self, name: str, resource: dict[str, Any], description: str) -> list[dict[str, Any]]:
        """The actions that put a resource in the place of an order (`MedicationRequest/x`); empty where none can."""
        match self.client:
            case "standard":
                return [{"type": "update", "description": description, "resource": resource}]
            case "create-delete":
                if not _LOCAL.fullmatch(name):
                    return []
                new = {key: value for key, value in resource.items() if key not in ("id", "meta")}
                return [
                    {"type": "delete", "description": "Remove the order as it was written", "resourceId": name},
                    {"type": "create", "description": description, "resource": new},
                ]

    @property
    def offers_keeping(self) -> bool:
        """Whether a suggestion without an action can be shown."""
        return self.client == "standard"


def is_local(name: str) -> bool:
    """Whether a resource can be named to the client as one of its own."""
    return _LOCAL.fullmatch(name) is not None


def _fingerprint(said: Sequence[Said], draft: dict[str, Any] | None) -> str:
    """Letters and digits that are the same for the same findings on the same dose, and for nothing else."""
    found = [(one.finding.code, one.finding.statement, one.finding.message) for one in said]
    doses = [
        (one.order.label.product if one.order.label else "", one.order.ordered and one.order.ordered.schedule,
         one.order.expected and one.order.expected.schedule)
        for one in said
    ]  # fmt: skip
    written = {key: draft[key] for key in _DOSE if draft is not None and key in draft}
    told = json.dumps([found, doses, written], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
