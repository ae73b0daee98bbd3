"""Orders that a draft of another type holds: contained in it, or named by the actions of a set of orders.

And drafts of which nobody can say whether they are orders. Source: FHIR R4 RequestGroup.action; R5
RequestOrchestration.action; CDS Hooks 2.0, `context.draftOrders`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from validator.fhir.element import objects_of
from validator.fhir.resource_type import is_foreign
from validator.frozen import Frozen
from validator.service.draft import BundleEntry, entries_in

_ORDER = "MedicationRequest"
_SETS = frozenset({"RequestGroup", "RequestOrchestration"})
_DEEPEST = 16
"""Levels of actions inside actions: a project choice; a set of orders has two or three."""


class DraftOrders(Frozen):
    """The drafts of a call with those that others hold. `unread` says of each that could not be looked at where it is
    and why, as a sentence; `lost` is how many of them hold what nobody can say the meaning of.
    """

    entries: tuple[BundleEntry, ...]
    unread: tuple[str, ...] = ()
    lost: int = 0


def is_held(entry: Mapping[str, Any]) -> bool:
    """Whether a draft stands inside another one, so that the client knows it by no name of its own."""
    url = entry.get("fullUrl")
    return isinstance(url, str) and "#" in url


def draft_orders(listed: Sequence[BundleEntry], sent: object, spoiled: Mapping[int, str]) -> DraftOrders:
    """The drafts as they came, and behind them those that they hold. `sent` is the prefetch, where an order that a set
    names may stand; `spoiled` are resources whose JSON leaves open what was meant, by identity.
    """
    if all(one["resource"]["resourceType"] == _ORDER for one in listed):
        # Nearly every call.
        return DraftOrders(tuple(listed))
    made, unread = list(listed), list[str]()
    taken, lost, came = {id(one["resource"]) for one in listed}, 0, None
    for number, entry in enumerate(listed, 1):
        draft, place = entry["resource"], f"entry {number} of the draft orders"
        if draft["resourceType"] == _ORDER:
            continue
        if is_foreign(draft):
            unread.append(f"What {place} is cannot be told: FHIR has no type of that name. It was not checked.")
            continue
        held = [one for one in objects_of(draft.get("contained")) if one.get("resourceType") == _ORDER]
        if held and (id(draft) in spoiled or any(id(one) in spoiled for one in held)):
            lost += len(held)
            continue
        made += (_alone(one, entry) for one in held)
        if draft["resourceType"] in _SETS:
            came = came if came is not None else _by_name(listed, sent)
            for named in _named(draft.get("action"), _DEEPEST):
                found = came.get(named) or came.get(_local(named))
                if found is None:
                    unread.append(f"An order that {place} names did not come with the call. It was not checked.")
                elif id(found["resource"]) not in taken:
                    taken.add(id(found["resource"]))
                    made.append(found)
    return DraftOrders(tuple(made), tuple(dict.fromkeys(unread)), lost)


def _alone(held: Mapping[str, Any], holder: BundleEntry) -> BundleEntry:
    """A contained order as an entry of its own, with what stands beside it and changes what it means."""
    draft = holder["resource"]
    beside = [one for one in objects_of(draft.get("contained")) if one is not held]
    resource = {name: value for name, value in held.items() if name != "id"}
    if beside:
        resource["contained"] = beside
    around = {name: holder[name] for name in holder if name not in ("resource", "fullUrl")}
    changed = [draft[name] for name in ("modifierExtension", "implicitRules") if draft.get(name)]
    if changed:
        around["modifierExtension"] = [{"url": "of the resource that holds it"}]
    own = holder.get("fullUrl") or f"{draft['resourceType']}/{draft.get('id', '')}"
    return {**around, "fullUrl": f"{own}#{held.get('id', '')}", "resource": resource}


def _named(actions: object, depth: int) -> Iterator[str]:
    """The references of actions, also of those inside others, that may lead to an order for a drug."""
    for action in objects_of(actions) if depth else ():
        told = action.get("resource")
        reference = told.get("reference") if isinstance(told, dict) else None
        if isinstance(reference, str) and (f"{_ORDER}/" in reference or reference.startswith("urn:")):
            yield reference
        yield from _named(action.get("action"), depth - 1)


def _by_name(drafts: Sequence[BundleEntry], sent: object) -> dict[str, BundleEntry]:
    """What came with the call by its address and by its type and id; a draft before what the chart holds."""
    found: dict[str, BundleEntry] = {}
    values = list(sent.values()) if isinstance(sent, dict) else []
    for one in (*drafts, *(entry for value in values for entry in entries_in(value))):
        resource, url = one["resource"], one.get("fullUrl")
        found.setdefault(f"{resource['resourceType']}/{resource.get('id')}", one)
        if isinstance(url, str):
            found.setdefault(url, one)
    return found


def _local(reference: str) -> str:
    """The type and id that a reference ends in."""
    return "/".join(reference.partition("/_history/")[0].split("/")[-2:])
