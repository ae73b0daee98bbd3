"""An export at a server: started, waited for as the server asks, and its manifest.

Source: HL7 FHIR Bulk Data Access 2.0, "Bulk Data Kick-off Request" and "Bulk Data Status Request".
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from validator.client import patience
from validator.client.export_connection import ExportConnection, resolved
from validator.client.export_manifest import WHAT, ExportManifest, read_manifest
from validator.client.fault import FetchError, Reason
from validator.client.outcome_words import outcome_words, shown
from validator.client.patience import OutOfTimeError, Patience, time_left
from validator.client.transport import Reply
from validator.fhir.json_text import UnreadableError, read_json
from validator.fhir.searchset import as_list

_JSON = {"Accept": "application/fhir+json, application/json;q=0.9"}
_STARTING = _JSON | {"Prefer": "respond-async, handling=lenient"}
"""Lenient: a server that does not know `_type` may export more, which does no harm; refusing would."""
_ACCEPTED, _BUSY = 202, frozenset({429, 502, 503, 504})
_FIRST_WAIT, _LONGEST_WAIT, _JITTER = 2.0, 120.0, 0.25
_LONGEST_ASKED = 3600.0
"""A server that asks for a longer wait than this many seconds is asked again then."""
_MOST_BUSY = 20
"""Answers that say "not now", one after the other, after which nothing more is asked."""

Announced = Callable[[str], None]
"""Takes a line for people about how far an export is."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is to be exported: one Group by its id, or (None) everything; the types; what changed since an instant."""

    group: str | None = None
    types: tuple[str, ...] = ()
    since: str | None = None

    @property
    def path(self) -> str:
        """The operation, below the base of the server."""
        return f"Group/{self.group}/$export" if self.group is not None else "$export"

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of the operation."""
        types = {"_type": ",".join(self.types)} if self.types else {}
        return types | ({"_since": self.since} if self.since is not None else {})


def started(connection: ExportConnection, request: ExportRequest, told: Announced) -> str:
    """Starts an export and returns the address to ask after it. Waits while the server is busy. Raises FetchError."""
    url = connection.base.at(request.path)
    for busy in range(_MOST_BUSY + 1):
        reply = connection.ask("GET", url, WHAT, headers=_STARTING, params=request.parameters)
        if reply.status not in _BUSY or busy == _MOST_BUSY:
            break
        _wait(reply, busy, told, f"The server is busy ({reply.status}): trying again")
    if reply.status != _ACCEPTED:
        raise _refused(reply, "the export was not started")
    location = resolved(reply.url, reply.headers.get("Content-Location"))
    if location is None:
        raise FetchError(WHAT, "the server started an export and does not say where to ask after it")
    return location


def awaited(connection: ExportConnection, location: str, told: Announced) -> ExportManifest:
    """The manifest of an export, once it is done. Raises FetchError; reason ABSENT where the server forgot it."""
    asked = busy = 0
    while True:
        reply = connection.ask("GET", location, WHAT, headers=_JSON)
        if reply.status == 200:
            return read_manifest(reply.body, reply.url)
        if reply.status == _ACCEPTED:
            progress = shown(reply.headers.get("X-Progress")) or "in progress"
            busy = 0
            _wait(reply, asked, told, f"Export: {progress}")
        elif (reply.status in _BUSY or _is_transient(reply)) and busy < _MOST_BUSY:
            busy += 1
            _wait(reply, asked, told, f"The server is busy ({reply.status}): asking again")
        else:
            raise _refused(reply, "the export failed")
        asked += 1


def forgotten(connection: ExportConnection, location: str) -> None:
    """Tells the server that its files are no longer needed. What it answers changes nothing."""
    try:
        connection.ask("DELETE", location, WHAT, headers=_JSON)
    except FetchError:
        return


def _wait(reply: Reply, asked: int, told: Announced, said: str) -> None:
    seconds = min(_asked_for(reply.headers) or _backoff(asked), _LONGEST_ASKED)
    if seconds >= time_left():
        raise FetchError(WHAT, "the server asks to wait longer than the time that is left") from OutOfTimeError()
    told(f"{said}, in {seconds:.0f} s.")
    patience.pause(seconds)


def _asked_for(headers: Mapping[str, str]) -> float:
    """Seconds in Retry-After, a number or a date; 0 for none and for what is neither."""
    asked = headers.get("Retry-After")
    return Patience.of(0, 1.0).parse_retry_after(asked) if asked else 0.0


def _backoff(asked: int) -> float:
    return min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** min(asked, 10)) * (1 + _JITTER * random.random())


def _is_transient(reply: Reply) -> bool:
    """Whether an error says of itself that asking again may help (issue code `transient`)."""
    try:
        value = read_json(reply.body).value
    except UnreadableError:
        return False
    issues = as_list(value.get("issue")) if isinstance(value, dict) else []
    return any(isinstance(one, dict) and one.get("code") == "transient" for one in issues)


def _refused(reply: Reply, what: str) -> FetchError:
    try:
        said = outcome_words(read_json(reply.body).value)
    except UnreadableError:
        said = ()
    reason = Reason.ABSENT if reply.status in (404, 410) else Reason.FAILED
    return FetchError(
        WHAT, f"{what}: the server answered {reply.status}", status=reply.status, said=said, reason=reason
    )
