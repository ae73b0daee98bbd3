"""One value that came as prefetch, looked at once: its resources, the lists in it, what those were asked for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from validator.fhir.searchset import gap_in
from validator.service.draft import BundleEntry, entries_in
from validator.service.self_link import Query, query_of


class Sent:
    """A prefetched value: a Bundle, a resource, or something that is neither."""

    def __init__(self, value: Any) -> None:
        self.value = value

    @cached_property
    def entries(self) -> tuple[BundleEntry, ...]:
        """Its resources as Bundle entries."""
        return tuple(entries_in(self.value))

    @cached_property
    def types(self) -> frozenset[str]:
        """The types of its resources."""
        return frozenset([one["resource"]["resourceType"] for one in self.entries])

    @cached_property
    def bundles(self) -> tuple[dict[str, Any], ...]:
        """Every Bundle in it, those inside others too."""
        return tuple(_bundles_in(self.value))

    @cached_property
    def in_part(self) -> tuple[dict[str, Any], ...]:
        """Those of its Bundles that are not all there is: an error, a further page, a higher count."""
        return tuple([one for one in self.bundles if gap_in(one, "") is not None])

    @cached_property
    def queries(self) -> tuple[Query, ...]:
        """What its Bundles say that they were asked for."""
        return tuple([query for one in self.bundles if (query := query_of(one)) is not None])

    @property
    def is_whole(self) -> bool:
        """Whether it is a list, with those in it all there is."""
        return bool(self.bundles) and not self.in_part

    def may_be_of(self, resource_type: str) -> bool:
        """Whether it may be a list of this type: nothing in it shows that it is one of other types alone."""
        asked = {query.resource_type for query in self.queries}
        return resource_type in self.types or resource_type in asked or not (self.types or asked)

    def is_unfiltered(self, resource_type: str) -> bool:
        """Whether nothing in it says that anything of this type was left out."""
        return not any(query.filters for query in self.queries if query.resource_type == resource_type)


def _bundles_in(value: object) -> Iterator[dict[str, Any]]:
    if not isinstance(value, dict) or value.get("resourceType") != "Bundle":
        return
    yield value
    entries = value.get("entry")
    for entry in entries if isinstance(entries, list) else ():
        inner = entry.get("resource") if isinstance(entry, dict) else None
        # Nearly every entry is none: to ask it here costs no call.
        if isinstance(inner, dict) and inner.get("resourceType") == "Bundle":
            yield from _bundles_in(inner)
