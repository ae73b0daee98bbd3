"""One page of a search: what matched, what came along, what the server had to say, and where it goes on."""

from __future__ import annotations

from typing import Any

from validator.client.connection import Received
from validator.client.fault import FetchError
from validator.client.outcome_words import outcome_words
from validator.fhir.searchset import as_list, count_in, is_grave, links_of, severity_of
from validator.frozen import Frozen


class SearchPage(Frozen):
    """`matches` are what was searched for, `included` what came along (`search.mode` include), each as JSON.

    `bases` are the server's own addresses as the entries' fullUrl give them. `next_link` is as written: absolute or
    relative, not to be taken apart. `told` are warnings of the server, `total` its count of matches if it gave one.
    """

    matches: tuple[dict[str, Any], ...]
    included: tuple[dict[str, Any], ...]
    bases: frozenset[str]
    next_link: str | None
    told: tuple[str, ...]
    total: int | None


def page_of(answer: Received, resource_type: str) -> SearchPage:
    """The page in an answer. Raises FetchError when any of it cannot be relied on, for a page is read whole or not."""
    bundle = answer.resource
    if bundle["resourceType"] != "Bundle":
        raise FetchError(resource_type, "the server answered with something other than a Bundle")
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        raise FetchError(resource_type, "the server's Bundle has no list of entries")
    matches: list[dict[str, Any]] = []
    included: list[dict[str, Any]] = []
    bases: set[str] = set()
    told: list[str] = []
    for entry in entries:
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
            raise FetchError(resource_type, "the server's Bundle has an entry without a resource")
        kind = resource["resourceType"]
        if kind == "OperationOutcome":
            if is_grave(resource):
                said = outcome_words(resource)
                raise FetchError(resource_type, "the server reported an error among the entries", said=said)
            issues = [issue for issue in as_list(resource.get("issue")) if isinstance(issue, dict)]
            if any(severity_of(issue) == "warning" for issue in issues):
                told += outcome_words(resource)
            continue
        if not isinstance(resource.get("id"), str) or not resource["id"]:
            raise FetchError(resource_type, "the server gave a resource without an id")
        if (base := _base(entry.get("fullUrl"), resource)) is not None:
            bases.add(base)
        # A server that leaves search.mode out still gives its includes; they are of another type.
        (matches if _mode(entry) != "include" and kind == resource_type else included).append(resource)
    return SearchPage(
        tuple(matches),
        tuple(included),
        frozenset(bases),
        _next(bundle, resource_type),
        tuple(told),
        _total(bundle, resource_type),
    )


def _total(bundle: dict[str, Any], resource_type: str) -> int | None:
    if bundle.get("total") is None:
        return None
    total = count_in(bundle["total"])
    if total is None:
        raise FetchError(resource_type, "the server's count of what it found is no count")
    return total


def _mode(entry: dict[str, Any]) -> str | None:
    search = entry.get("search")
    mode = search.get("mode") if isinstance(search, dict) else None
    return mode if isinstance(mode, str) else None


def _next(bundle: dict[str, Any], resource_type: str) -> str | None:
    for link in links_of(bundle, "next"):
        url = link.get("url")
        if not isinstance(url, str) or not url:
            raise FetchError(resource_type, "the server's link to the next page has no address")
        return url
    return None


def _base(full_url: object, resource: dict[str, Any]) -> str | None:
    ending = f"/{resource['resourceType']}/{resource['id']}"
    if isinstance(full_url, str) and full_url.endswith(ending) and full_url.startswith(("http://", "https://")):
        return full_url[: -len(ending)]
    return None
