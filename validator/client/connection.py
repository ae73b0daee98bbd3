"""FHIR over HTTP to one server: JSON asked for, credentials for this origin only, errors in the server's own words."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from validator.client.auth import Auth
from validator.client.fault import FetchError, Reason
from validator.client.origin import BaseUrl
from validator.client.outcome_words import outcome_words, shown
from validator.client.transport import Reply, Transport
from validator.fhir.json_text import ENCODING, JsonDocument, UnreadableError, read_json
from validator.fhir.searchset import is_grave

ACCEPT = "application/fhir+json, application/json+fhir;q=0.9, application/json;q=0.8"
_MOST_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNAUTHORIZED = 401
_PARTIAL = 206
_MEANING = {
    206: "only part of it",
    400: "bad request",
    401: "not authorized",
    403: "forbidden",
    404: "not found",
    405: "not allowed",
    406: "no JSON offered",
    410: "deleted",
    414: "URL too long",
    422: "not processable",
    429: "too many requests",
    500: "server error",
    501: "not implemented",
    502: "bad gateway",
    503: "not available",
    504: "gateway time-out",
}
_REASONS = {
    400: Reason.REJECTED,
    404: Reason.ABSENT,
    405: Reason.ABSENT,
    410: Reason.ABSENT,
    414: Reason.URL_TOO_LONG,
    422: Reason.REJECTED,
    501: Reason.ABSENT,
}


@dataclass(frozen=True, slots=True)
class Received:
    """A resource as JSON (exact decimals), and the URL that gave it, against which its links are resolved."""

    resource: dict[str, Any] = field(repr=False)
    url: str = field(repr=False)


class Connection:
    """Asks one server. Safe in threads."""

    def __init__(self, base: BaseUrl, auth: Auth, transport: Transport) -> None:
        self.base = base
        self.auth = auth
        self._transport = transport
        self._lock = threading.Lock()
        self._requests = 0

    @property
    def requests(self) -> int:
        """Requests sent so far, redirects included, retries and the token's own not."""
        return self._requests

    def authorize(self) -> None:
        """Makes sure that there is something to prove who asks. Raises FetchError."""
        self.auth.header(self.base, self._transport)

    def read(self, resource_type: str, identity: str) -> Received:
        """The resource `Type/id`. Raises FetchError."""
        answer = self.get(self.base.at(f"{resource_type}/{identity}"), resource_type)
        found = answer.resource
        if found["resourceType"] != resource_type or found.get("id") != identity:
            raise FetchError(resource_type, "the server answered with another resource than the one asked for")
        return answer

    def get(self, url: str, what: str, params: Mapping[str, str] | None = None) -> Received:
        """The resource at a URL of the server. Raises FetchError."""
        return self._answer(self._ask("GET", url, what, params=params), what)

    def search(self, resource_type: str, params: Mapping[str, str], *, post: bool = False) -> Received:
        """The first page of a search. Raises FetchError."""
        if post:
            url = self.base.at(f"{resource_type}/_search")
            return self._answer(self._ask("POST", url, resource_type, form=params), resource_type)
        return self.get(self.base.at(resource_type), resource_type, params)

    def _ask(
        self,
        method: str,
        url: str,
        what: str,
        *,
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
    ) -> Reply:
        renewed = False
        redirects = 0
        while True:
            if not self.base.owns(url):
                raise FetchError(what, "the address leads to another server, which is not asked")
            header = self.auth.header(self.base, self._transport)
            headers = {"Accept": ACCEPT} | ({"Authorization": header} if header is not None else {})
            with self._lock:
                self._requests += 1
            reply = self._transport.send(method, url, what, headers=headers, params=params, form=form)
            if reply.status == _UNAUTHORIZED and not renewed and self.auth.renew(header):
                renewed = True
                continue
            if reply.status not in _REDIRECTS:
                return self._successful(reply, what, header)
            target = self.base.follow(reply.url, reply.headers.get("Location", ""))
            redirects += 1
            if target is None or "Location" not in reply.headers:
                raise FetchError(what, "the server redirects to another server, which is not followed")
            if redirects > _MOST_REDIRECTS:
                raise FetchError(what, f"the server redirects more than {_MOST_REDIRECTS} times")
            if reply.status == 303:
                method, form = "GET", None
            url, params = target, None

    def _successful(self, reply: Reply, what: str, header: str | None) -> Reply:
        if 200 <= reply.status < 300 and reply.status != _PARTIAL:
            return reply
        meaning = _MEANING.get(reply.status, "an error")
        raise FetchError(
            what,
            f"the server answered {reply.status} ({meaning})",
            status=reply.status,
            said=_said(reply, header),
            reason=_REASONS.get(reply.status, Reason.FAILED),
        )

    def _answer(self, reply: Reply, what: str) -> Received:
        try:
            document = read_json(reply.body)
        except UnreadableError:
            found = f"{reply.content_type or 'nothing'}" if not _is_json(reply) else "JSON that breaks off or is broken"
            if not reply.body.strip():
                found = "an empty body"
            raise FetchError(what, f"the server answered {shown(found)} instead of FHIR JSON") from None
        if document.spoiled or any(issue.code != ENCODING for issue in document.issues):
            # A key written twice, bytes after the value: programs differ in what they would make of it.
            raise FetchError(what, "the server's JSON cannot be relied on (a key twice, or more than one value)")
        resource = _resource(document)
        if resource is None:
            raise FetchError(what, "the server answered JSON that is no FHIR resource")
        if resource["resourceType"] == "OperationOutcome":
            kind = "an error" if is_grave(resource) else "a message"
            raise FetchError(what, f"the server answered {kind} instead of data", said=outcome_words(resource))
        return Received(resource, reply.url)


def _is_json(reply: Reply) -> bool:
    return "json" in reply.content_type or not reply.content_type


def _resource(document: JsonDocument) -> dict[str, Any] | None:
    value = document.value
    return value if isinstance(value, dict) and isinstance(value.get("resourceType"), str) else None


def _said(reply: Reply, header: str | None) -> tuple[str, ...]:
    """The OperationOutcome or OAuth error of an error body; nothing for HTML, an empty body or anything else."""
    try:
        value = read_json(reply.body).value
    except UnreadableError:
        return ()
    if words := outcome_words(value, (header,)):
        return words
    if isinstance(value, dict) and isinstance(value.get("error"), str):
        parts = (shown(value.get(name), (header,)) for name in ("error", "error_description"))
        return (": ".join(part for part in parts if part),)
    return ()
