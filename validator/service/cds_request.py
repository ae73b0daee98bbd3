"""A CDS Hooks call, read as clients really write it.

Source: CDS Hooks 2.0, Calling a CDS Service; the hooks order-sign and order-select.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from validator.fhir.json_text import TRAILING_BYTES, JsonDocument, UnreadableError, read_json
from validator.fhir.limits import Limits
from validator.service.draft import BundleEntry, entries_in, shaped, unreadable_in
from validator.service.held_orders import draft_orders
from validator.service.prefetch import Prefetched, prefetched
from validator.verdict import Severity

_PATIENT = re.compile(r"(?:.*/)?Patient/(?P<id>[^/]+)(?:/_history/.*)?")
SELECT = "order-select"
"""The hook in which only selected orders count."""
_SELECTION = re.compile(r"(?:.*/)?(?P<type>[A-Za-z]+)/(?P<id>[^/]+?)(?:/_history/.*)?")


class BadRequestError(Exception):
    """The call cannot be understood; the text says what was expected and repeats nothing of the call."""


@dataclass(frozen=True)
class CdsRequest:
    """One call. `listed` are its draft orders as they came, None when the call has no draftOrders at all; `unreadable`
    is how many of them are no resource, or hold something of which nobody can say what was meant. `spoiled` are such
    resources elsewhere, by the identity of their JSON. `selected` (ids, with or without type, and addresses) is None
    when every draft counts. `sent` is the prefetch as it came, `codes` are those by which Observations are asked for.
    `unread` says of drafts that nobody could look at where they are and why. `ambiguous`: an object in the call has a
    key twice, or a value JSON has not. `may_modify` False promises that no modifierExtension and no implicitRules stand
    anywhere in it."""

    patient: str | None = field(repr=False)
    listed: tuple[BundleEntry, ...] | None = field(repr=False)
    selected: frozenset[str] | None
    sent: object = field(repr=False)
    fhir_server: object = field(repr=False)
    authorization: object = field(repr=False)
    codes: tuple[str, ...] | None = field(default=None, repr=False)
    unreadable: int = 0
    ambiguous: bool = False
    may_modify: bool = True
    spoiled: dict[int, str] = field(default_factory=dict, repr=False)
    unread: tuple[str, ...] = ()

    # Worked out when somebody asks: nearly all calls are about other drugs, and of those nobody asks.

    @cached_property
    def drafts(self) -> tuple[BundleEntry, ...] | None:
        """The draft orders in the shapes that FHIR gives; None when the call has no draftOrders at all."""
        return None if self.listed is None else tuple(map(_shaped, self.listed))

    @cached_property
    def prefetch(self) -> Prefetched:
        """What came as prefetch, and which lists of it came whole."""
        return prefetched(self.sent, self.codes)


def read_cds_request(body: bytes, hook: str, codes: Iterable[str] | None = None) -> CdsRequest:
    """The call in a body; `codes` are those by which Observations are asked for.

    Raises BadRequestError when it is not the one JSON object of the body, has no context, or is for another hook.
    """
    document = only_value(body)
    call = document.value
    if not isinstance(call, dict):
        raise BadRequestError("Expected a JSON object with hook, hookInstance and context.")
    if call.get("hook", hook) != hook:
        raise BadRequestError(f"hook: expected {hook}, which this service answers.")
    context = call.get("context")
    if not isinstance(context, dict):
        raise BadRequestError("context: expected an object with patientId and draftOrders.")
    orders = context.get("draftOrders")
    if not isinstance(orders, dict | list | None):
        raise BadRequestError("context.draftOrders: expected a Bundle of draft orders.")
    spoiled = _spoiled(document)
    found = None if orders is None else draft_orders(tuple(entries_in(orders)), call.get("prefetch"), spoiled)
    listed = None if found is None else found.entries
    kept = None if listed is None else tuple(one for one in listed if not _is_lost(one, spoiled))
    return CdsRequest(
        _patient(context.get("patientId")),
        kept,
        _selected(context.get("selections")) if hook == SELECT else None,
        call.get("prefetch"),
        call.get("fhirServer"),
        call.get("fhirAuthorization"),
        None if codes is None else tuple(codes),
        unreadable_in(orders) + len(listed or ()) - len(kept or ()) + (found.lost if found is not None else 0),
        bool(document.spoiled),
        document.may_modify,
        spoiled,
        found.unread if found is not None else (),
    )


def only_value(body: bytes) -> JsonDocument:
    """The JSON value of a body. Stray bytes behind it are left alone, as some clients send them.

    Raises BadRequestError when there is none, and when a second one follows: nobody would look at what it says.
    """
    try:
        document = read_json(body, limits=Limits(max_bytes=len(body) or 1))
    except UnreadableError as error:
        raise BadRequestError(str(error)) from None
    if any(issue.code == TRAILING_BYTES and issue.severity is Severity.ERROR for issue in document.issues):
        raise BadRequestError("Two JSON values stand in one body: send each by itself.")
    return document


def _spoiled(document: JsonDocument) -> dict[int, str]:
    """The resources that hold a key written twice or a value JSON has not, or stand in such an object: id and why."""
    found: dict[int, str] = {}
    for one in document.spoiled:
        value, inner = document.value, None
        for step in one.path:
            value = value[step] if isinstance(value, list | dict) else None  # type: ignore[index]
            if isinstance(value, dict) and isinstance(value.get("resourceType"), str):
                inner = value if value["resourceType"] != "Bundle" else inner
        for resource in (inner,) if inner is not None else _below(value):
            found[id(resource)] = one.code
    return found


def _below(value: object) -> Iterator[dict[str, object]]:
    """Every resource in a value."""
    if isinstance(value, dict):
        kind = value.get("resourceType")
        if isinstance(kind, str) and kind != "Bundle":
            yield value
        for part in value.values():
            yield from _below(part)
    elif isinstance(value, list):
        for part in value:
            yield from _below(part)


def _is_lost(draft: BundleEntry, spoiled: dict[int, str]) -> bool:
    """Whether a draft order is not to be judged, since what it says cannot be told."""
    return id(draft["resource"]) in spoiled and draft["resource"].get("resourceType") == "MedicationRequest"


def _shaped(draft: BundleEntry) -> BundleEntry:
    resource = draft["resource"]
    return draft | {"resource": shaped(resource)} if resource["resourceType"] == "MedicationRequest" else draft


def _patient(identity: object) -> str | None:
    """The patient's id, with or without `Patient/` or a server before it."""
    if not isinstance(identity, str) or not identity:
        return None
    matched = _PATIENT.fullmatch(identity)
    return matched["id"] if matched else identity


def _selected(selections: object) -> frozenset[str] | None:
    """What was selected, as `Type/id` where it is a reference; None where no selection can be read, so that all count.

    CDS Hooks has references here; ids alone, Reference objects and fullUrls are found too.
    """
    listed = selections if isinstance(selections, list) else [selections]
    named = [one.get("reference") if isinstance(one, dict) else one for one in listed]
    found = frozenset(_reference(one) for one in named if isinstance(one, str) and one)
    return found if found or listed == [] else None


def _reference(text: str) -> str:
    matched = _SELECTION.fullmatch(text)
    return f"{matched['type']}/{matched['id']}" if matched else text
