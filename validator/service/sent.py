"""One value that came as prefetch, looked at once: its resources, the lists in it, what those were asked for."""

from __future__ import annotations

from typing import Any

from validator.fhir.searchset import gap_in
from validator.service.draft import BundleEntry, entries_in
from validator.service.self_link import query_of


class Sent:
    """A prefetched value: a Bundle, a resource, or something that is neither.

    `entries` are its resources as Bundle entries, of these `types`. `in_part` are those of its Bundles, those inside
    others too, that are not all there is: an error, a further page, a higher count. `queries` are what they say that
    they were asked for. `is_whole`: it is a list, with those in it all there is.
    """

    def __init__(self, value: Any) -> None:
        self.value = value
        self.entries: tuple[BundleEntry, ...] = tuple(entries_in(value))
        self.types = frozenset([one["resource"]["resourceType"] for one in self.entries])
        bundles = _bundles_in(value)
        self.in_part = tuple([one for one in bundles if gap_in(one, "") is not None])
        self.queries = tuple([query for query in map(query_of, bundles) if query is not None])
        self.is_whole = bool(bundles) and not self.in_part

    def may_be_of(self, resource_type: str) -> bool:
        """Whether it may be a list of this type: nothing in it shows that it is one of other types alone."""
        return (
            resource_type in self.types
            or not (self.types or self.queries)
            or resource_type in [query.resource_type for query in self.queries]
        )

    def is_unfiltered(self, resource_type: str) -> bool:
        """Whether nothing in it says that anything of this type was left out."""
        return not [query for query in self.queries if query.filters and query.resource_type == resource_type]


def _bundles_in(value: object) -> list[dict[str, Any]]:
    if not isinstance(value, dict) or value.get("resourceType") != "Bundle":
        return []
    found = [value]
    entries = value.get("entry")
    for entry in entries if isinstance(entries, list) else ():
        inner = entry.get("resource") if isinstance(entry, dict) else None
        # Nearly every entry is none: to ask it here costs no call.
        if isinstance(inner, dict) and inner.get("resourceType") == "Bundle":
            found += _bundles_in(inner)
    return found
