"""What prefetch lacks, fetched from the client's own FHIR server with the token the client sent along.

Asked is only a server on the site's allow list, only for what is missing, and never with credentials of ours.
Source: CDS Hooks 2.0, FHIR Resource Access.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from validator.client.asked_lists import FOR_NOTES
from validator.client.auth import Auth, Bearer, NoAuth
from validator.client.chart import of_patient
from validator.client.connection import Connection
from validator.client.fault import FetchError
from validator.client.listing import Completeness, FetchedList, fetch_list, fetch_newest, fetch_visits, joined
from validator.client.observation_codes import NEWEST_VISITS, batches, newest_searches, observation_codes
from validator.client.origin import BaseUrl, id_of
from validator.client.patience import Deadline
from validator.client.referred import Asking
from validator.client.settings import ClientSettings
from validator.client.side_by_side import side_by_side
from validator.client.transport import Transport
from validator.frozen import Frozen
from validator.profiles import Profiles
from validator.service.prefetch import OPTIONAL

_MOST_PAGES = 20
_WORKERS = 6
OPTIONAL_SHARE = 0.25
"""The part of the time that lists get without which an order can be accepted: a project choice. A slow one is named on
the card, and keeps nobody waiting for the rest."""
_LONGEST_CODES = 1500
"""Characters of one list of codes in a URL; some servers refuse longer ones."""


class Fetched(Frozen):
    """What the server gave: resources, the types whose list came whole, and those that it says it does not keep.
    `refused` are the searches for the newest Observations that it did not answer, by their key."""

    resources: tuple[dict[str, Any], ...]
    whole: frozenset[str]
    not_kept: frozenset[str] = frozenset()
    refused: tuple[str, ...] = ()


def allowed_server(url: object, servers: Iterable[str]) -> str | None:
    """The address to ask: one on the allow list, or below one. None for anything else, which is never asked."""
    if not isinstance(url, str):
        return None
    try:
        base = BaseUrl(url)
    except ValueError:
        return None
    path = urlsplit(base.text).path
    # Dots and escapes in a path could lead out of the listed one again.
    if "%" in path or "/." in path or "//" in path:
        return None
    for server in servers:
        listed = BaseUrl(server)
        top = urlsplit(listed.text).path
        if base.origin == listed.origin and (path == top or path.startswith(f"{top}/")):
            return base.text
    return None


def authorization(given: object) -> Auth:
    """The client's token as credentials; none when it sent none. Raises ValueError for a token no header can carry."""
    token = given.get("access_token") if isinstance(given, dict) else None
    return Bearer(token) if isinstance(token, str) else NoAuth()


class PatientFetch:
    """One patient's chart on one server, within one deadline. Use it in a `with`."""

    def __init__(self, base: str, auth: Auth, profiles: Profiles, *, seconds: float) -> None:
        # Every setting is given: what the environment says about the site's own server does not belong here.
        settings = ClientSettings(
            server=base, auth="none", connect_seconds=min(3.0, seconds), read_seconds=seconds, chart_seconds=seconds,
            retries=1, max_pages=_MOST_PAGES, workers=_WORKERS,
        )  # fmt: skip
        self._base = BaseUrl(base)
        self._profiles = profiles
        self._transport = Transport(settings)
        self._connection = Connection(self._base, auth, self._transport)
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="labelcheck-fetch")
        self._deadline = Deadline(seconds)
        self._sooner = Deadline(seconds * OPTIONAL_SHARE)

    def __enter__(self) -> PatientFetch:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._transport.close()

    def lists(self, patient: str, names: Iterable[str]) -> Fetched:
        """The Patient and these lists, side by side; a part that fails is simply not among what came."""
        identity = id_of(patient, "Patient", self._base)
        if identity is None:
            return Fetched((), frozenset())
        asked = [
            partial(self._patient if name == "Patient" else partial(self._in_time, name), identity) for name in names
        ]
        parts = side_by_side(self._pool, self._deadline, asked)
        parts = [
            part if part.resource_type == "Patient" else of_patient(part, identity, (self._base.text,))
            for part in parts
        ]
        resources = [one for part in parts for one in (*part.resources, *part.included)]
        return Fetched(
            tuple(resources),
            frozenset(part.resource_type for part in parts if part.is_complete),
            frozenset(part.resource_type for part in parts if part.completeness is Completeness.NOT_KEPT),
            tuple(name for part in parts for name, _ in part.refused),
        )

    def medications(self, resources: Iterable[dict[str, Any]]) -> Fetched:
        """The Medications that these therapies refer to and that are not among them."""
        usable = [one for one in resources if isinstance(one.get("id"), str)]
        asking = Asking(self._connection, self._pool, self._deadline, (self._base.text,))
        found = asking.medications(usable)
        return Fetched(found.resources, frozenset({"Medication"} if found.is_complete else ()))

    def _patient(self, identity: str) -> FetchedList:
        try:
            return FetchedList("Patient", (self._connection.read("Patient", identity).resource,))
        except FetchError as error:
            return FetchedList("Patient", completeness=Completeness.INCOMPLETE, why=error.why)

    def _in_time(self, name: str, identity: str) -> FetchedList:
        if name not in (*OPTIONAL, *FOR_NOTES):
            return self._list(name, identity)
        with self._sooner.watched():
            return self._list(name, identity)

    def _list(self, name: str, identity: str) -> FetchedList:
        params = {"patient": identity, "_count": "500"}
        if name == "Encounter":
            return fetch_visits(self._connection, name, {"patient": identity, **NEWEST_VISITS})
        if name != "Observation":
            # The server is not asked what it keeps: of a list that many lack, an answer of 404 tells.
            may_be_absent = name in (*OPTIONAL, *FOR_NOTES)
            return fetch_list(self._connection, name, params, max_pages=_MOST_PAGES, may_be_absent=may_be_absent)
        coded = [params | {"code": codes} for codes in batches(observation_codes(self._profiles), _LONGEST_CODES)]
        lists = [fetch_list(self._connection, name, one, max_pages=_MOST_PAGES) for one in coded]
        for key, search in newest_searches(self._profiles).items():
            lists.append(fetch_newest(self._connection, name, {"patient": identity, **search}, key))
        return joined(lists)
