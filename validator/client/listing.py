"""A whole list, page by page, with its end known: complete, not kept by the server, or not fetched and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from validator.client.connection import Connection, Received
from validator.client.fault import FetchError, Reason
from validator.client.searchset import SearchPage, page_of


class Completeness(Enum):
    """How much of a list is here. Only COMPLETE may ever be read as "there is no more"."""

    COMPLETE = "complete"
    NOT_KEPT = "not-kept"
    """The server does not have this kind of resource."""
    INCOMPLETE = "incomplete"
    """All, some or none came; what is missing is not known."""


@dataclass(frozen=True, slots=True)
class FetchedList:
    """One list asked of the server. `resources` matched, `included` came along; what came counts as evidence even
    when the list is incomplete. `why` and `said` tell what stopped it, `told` what the server warned of; `refused` are
    searches for the newest of them, by name, that the server did not answer, each with why."""

    resource_type: str
    resources: tuple[dict[str, Any], ...] = field(default=(), repr=False)
    included: tuple[dict[str, Any], ...] = field(default=(), repr=False)
    completeness: Completeness = Completeness.COMPLETE
    why: str = ""
    # The server's own words may speak of the patient.
    said: tuple[str, ...] = field(default=(), repr=False)
    told: tuple[str, ...] = field(default=(), repr=False)
    bases: frozenset[str] = frozenset()
    pages: int = 0
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether everything the server has came."""
        return self.completeness is Completeness.COMPLETE


@dataclass(slots=True)
class _Collected:
    resources: list[dict[str, Any]] = field(default_factory=list)
    included: list[dict[str, Any]] = field(default_factory=list)
    bases: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    total: int = 0
    pages: int = 0

    def add(self, page: SearchPage) -> None:
        self.resources += page.matches
        self.included += page.included
        self.bases |= page.bases
        self.told += page.told
        self.total = max(self.total, page.total or 0)
        self.pages += 1

    def ended(
        self, resource_type: str, completeness: Completeness, why: str = "", said: tuple[str, ...] = ()
    ) -> FetchedList:
        return FetchedList(
            resource_type,
            _once(self.resources),
            _once(self.included),
            completeness,
            why,
            said,
            tuple(dict.fromkeys(self.told)),
            frozenset(self.bases),
            self.pages,
        )


def fetch_newest(connection: Connection, resource_type: str, params: Mapping[str, str], name: str) -> FetchedList:
    """The first page of a search that is sorted from the newest on: what lies behind it is not asked for.

    A server that refuses such a search leaves the list as it is: the search is among the `refused`.
    """
    found = fetch_list(connection, resource_type, params, max_pages=1)
    if found.is_complete or found.pages:
        return replace(found, completeness=Completeness.COMPLETE, why="")
    return FetchedList(resource_type, refused=((name, found.why),))


def fetch_visits(connection: Connection, resource_type: str, params: Mapping[str, str]) -> FetchedList:
    """The first page of visits, from the newest on. A server that refuses the search does not keep the list for us."""
    found = fetch_list(connection, resource_type, params, max_pages=1, may_be_absent=True)
    return replace(found, completeness=Completeness.COMPLETE, why="") if found.pages else found


def fetch_list(
    connection: Connection,
    resource_type: str,
    params: Mapping[str, str],
    *,
    max_pages: int,
    post: bool = False,
    may_be_absent: bool = False,
) -> FetchedList:
    """Everything a search finds. Never raises FetchError: what stopped the search is part of the answer.

    A search whose URL is too long for the server is put again as a POST. `may_be_absent`: 404 for the type, or a 400
    that says that there is no such type, means that the server does not keep it.
    """
    collected = _Collected()
    try:
        answer = _first(connection, resource_type, params, post)
        _follow(connection, resource_type, answer, collected, max_pages)
    except FetchError as error:
        absent = may_be_absent and not collected.pages and _is_of_no_such_type(error, resource_type)
        completeness = Completeness.NOT_KEPT if absent else Completeness.INCOMPLETE
        return collected.ended(resource_type, completeness, error.why, error.said)
    return collected.ended(resource_type, Completeness.COMPLETE)


def _is_of_no_such_type(error: FetchError, resource_type: str) -> bool:
    """Whether the server has no such type: it says so by its status, or refuses the search with these words."""
    if error.reason is Reason.ABSENT:
        return True
    return error.reason is Reason.REJECTED and says_no_such_type(error.said, resource_type)


def says_no_such_type(said: Sequence[str], resource_type: str) -> bool:
    """Whether a server's words say that it has no such type of resource, and nothing of a parameter."""
    words = " ".join(said)
    return _names(words, resource_type) and _NO_SUCH.search(words) is not None and _PARAMETER.search(words) is None


def speaks_of_another_thing(said: Sequence[str], resource_type: str) -> bool:
    """Whether a server's words give another reason than that it has no such type: a parameter, or the patient."""
    words = " ".join(said)
    of_patient = re.search(r"\bpatients?\b", words, re.IGNORECASE) is not None and not _names(words, resource_type)
    return _PARAMETER.search(words) is not None or of_patient


def _names(words: str, resource_type: str) -> bool:
    return re.search(rf"\bresource[ -]?types?\b|\b{resource_type}\b", words, re.IGNORECASE) is not None


_NO_SUCH = re.compile(
    r"\b(?:unknown|unsupported|not[ -](?:supported|known|recognized|implemented)|invalid)\b", re.IGNORECASE
)
_PARAMETER = re.compile(r"\bparam(?:eter)?s?\b", re.IGNORECASE)


def _first(connection: Connection, resource_type: str, params: Mapping[str, str], post: bool) -> Received:
    try:
        return connection.search(resource_type, params, post=post)
    except FetchError as error:
        if error.reason is Reason.URL_TOO_LONG and not post:
            return connection.search(resource_type, params, post=True)
        if error.reason is Reason.REJECTED and "_include" in params:
            # Some servers refuse an include they do not know where others ignore it.
            return connection.search(
                resource_type, {name: value for name, value in params.items() if name != "_include"}, post=post
            )
        raise


def _follow(
    connection: Connection, resource_type: str, answer: Received, collected: _Collected, max_pages: int
) -> None:
    visited: set[str] = {answer.url}
    contents: set[tuple[str, ...]] = set()
    while True:
        page = page_of(answer, resource_type)
        content = tuple(resource["id"] for resource in page.matches)
        collected.add(page)
        if page.next_link is None:
            # What was included counts too, since some servers count it; what came twice counts once.
            given = len(_once([*collected.resources, *collected.included]))
            if collected.total > given:
                # The count is never needed to know when to stop. But a server that counts more than it gave, and
                # offers no further page, has lost some: such links are known to go missing.
                raise FetchError(resource_type, f"the server counts {collected.total} but gave {given}")
            return
        target = connection.base.follow(answer.url, page.next_link)
        if target is None:
            raise FetchError(resource_type, "the next page is on another server, which is not asked")
        if target in visited or (content and content in contents):
            raise FetchError(resource_type, "the server's pages go round in a circle")
        if collected.pages >= max_pages:
            raise FetchError(resource_type, f"there are more than {max_pages} pages")
        visited.add(target)
        contents.add(content)
        answer = connection.get(target, resource_type)


def _once(resources: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Each resource once: pages that shift while they are read show the same one twice. Other versions stay."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for resource in resources:
        versions = found.setdefault((resource["resourceType"], resource["id"]), [])
        if resource not in versions:
            versions.append(resource)
    return tuple(resource for versions in found.values() for resource in versions)


def joined(parts: Sequence[FetchedList]) -> FetchedList:
    """One list from several searches of one type; as incomplete as the worst of them."""
    worst = max(parts, key=lambda part: list(Completeness).index(part.completeness))
    return FetchedList(
        worst.resource_type,
        _once([resource for part in parts for resource in part.resources]),
        _once([resource for part in parts for resource in part.included]),
        worst.completeness,
        worst.why,
        worst.said,
        tuple(dict.fromkeys(words for part in parts for words in part.told)),
        frozenset[str]().union(*(part.bases for part in parts)),
        sum(part.pages for part in parts),
        tuple(one for part in parts for one in part.refused),
    )
