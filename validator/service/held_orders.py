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
    made, unread = list(listed), []
    taken, lost, came = {id(one["resource"]) for one in listed}, 0, None
    for number, entry in enumerate(listed, 1):
        draft, place = entry["resource"], f"entry {number} of the draft orders"
        if draft["resourceType"] == _ORDER:
            continue
        if is_foreign(draft):
            unread.append(f"What {place} is cannot be told: no kind of record has that name. It was not checked.")
            continue
        held = [one for one in objects_of(draft.get("contained")) if one.get("resourceType") == _ORDER]
        if held and (id(draft) in spoiled or any(id(one) in spoiled for one in held)):
            lost += len(held)
            continue
        made += (_alone(one, entry) for one in held)
        if draft["resourceType"] in _SETS:
            came = came if came is not None else _by_name(listed, sent)
            for named in _named(draft.get("action"), _DEEPEST):
                if named is None:
                    unread.append(
                        f"{place[0].upper()}{place[1:]} has actions more than {_DEEPEST} deep. They were not checked."
                    )
                    continue
                found = came.get(named) or came.get(_local(named))
                if found is None:
                    unread.append(f"An order that {place} names did not come with the call. It was not checked.")
                elif found["resource"]["resourceType"] == _ORDER and id(found["resource"]) not in taken:
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


def _named(actions: object, levels: int) -> Iterator[str | None]:
    """What the actions name that may be an order for a drug, also those inside others: references, and identifiers
    where they are all that is told. None for actions that lie deeper than these levels.
    """
    for action in objects_of(actions):
        if not levels:
            yield None
            return
        told = action.get("resource")
        if isinstance(told, dict):
            reference, kind = told.get("reference"), told.get("type")
            if isinstance(reference, str):
                if f"{_ORDER}/" in reference or reference.startswith("urn:"):
                    yield reference
            elif not isinstance(kind, str) or kind.endswith(_ORDER):
                own = _identified(told.get("identifier"))
                if own is not None:
                    yield own
        yield from _named(action.get("action"), levels - 1)


def _identified(identifier: object) -> str | None:
    """System and value of an identifier as one name; None where it has no value."""
    if not isinstance(identifier, dict) or not isinstance(identifier.get("value"), str):
        return None
    return f"{identifier.get('system', '')}|{identifier['value']}"


def _by_name(drafts: Sequence[BundleEntry], sent: object) -> dict[str, BundleEntry]:
    """What came with the call by its address, type and id, and identifiers; a draft before what the chart holds."""
    found: dict[str, BundleEntry] = {}
    values = list(sent.values()) if isinstance(sent, dict) else []
    for one in (*drafts, *(entry for value in values for entry in entries_in(value))):
        resource, url = one["resource"], one.get("fullUrl")
        found.setdefault(f"{resource['resourceType']}/{resource.get('id')}", one)
        for name in (url, *map(_identified, objects_of(resource.get("identifier")))):
            if isinstance(name, str):
                found.setdefault(name, one)
    return found


def _local(reference: str) -> str:
    """The type and id that a reference ends in."""
    return "/".join(reference.partition("/_history/")[0].split("/")[-2:])
