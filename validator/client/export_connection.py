"""Requests of an export: to the server, and to the hosts of its files that were allowed; who is shown a token."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import IO

from validator.client.auth import Auth
from validator.client.fault import FetchError
from validator.client.origin import BaseUrl, Origin, origin_of
from validator.client.transport import Reply, Transport

Into = Callable[[int, Mapping[str, str]], IO[bytes] | None]
"""Where the body of an answer goes, by its status and headers; None: into the reply."""

_MOST_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNAUTHORIZED = 401
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def allowed_origins(hosts: Iterable[str]) -> frozenset[Origin]:
    """The origins of other hosts that may be asked for files. Raises ValueError for one that is no https address."""
    found = set()
    for host in hosts:
        origin = origin_of(host)
        if origin is None or (origin[0] != "https" and origin[1] not in _LOOPBACK):
            raise ValueError("A host of export files is an https origin such as https://files.example.org")
        found.add(origin)
    return frozenset(found)


class ExportConnection:
    """Asks the server and the allowed hosts, and nobody else. Safe in threads.

    A token is shown to the server; to an allowed host only where a file needs one; to a host that is not allowed never,
    as it is not asked at all.
    """

    def __init__(self, base: BaseUrl, auth: Auth, transport: Transport, hosts: frozenset[Origin]) -> None:
        self.base = base
        self._auth, self._transport, self._hosts = auth, transport, hosts

    def may_ask(self, url: str) -> bool:
        """Whether a URL is of the server or of an allowed host."""
        if "@" in url.partition("//")[2].partition("/")[0]:
            return False
        return self.base.owns(url) or origin_of(url) in self._hosts

    def ask(
        self, method: str, url: str, what: str, *, headers: Mapping[str, str], params: Mapping[str, str] | None = None
    ) -> Reply:
        """The reply, whatever its status, to a request that is sent once. Raises FetchError where there is none."""

        def send(at: str, given: Mapping[str, str], first: bool) -> Reply:
            asked = params if first else None
            return self._transport.send(method, at, what, headers=given, params=asked, repeat=False)

        return self._followed(url, what, headers, send, is_secured=True)

    def download(self, url: str, what: str, *, headers: Mapping[str, str], into: Into, is_secured: bool) -> Reply:
        """The reply, its body where `into` says. `is_secured`: the file needs a token. Raises FetchError."""

        def send(at: str, given: Mapping[str, str], _first: bool) -> Reply:
            return self._transport.download(at, what, headers=given, into=into)

        return self._followed(url, what, headers, send, is_secured=is_secured)

    def _followed(
        self,
        url: str,
        what: str,
        headers: Mapping[str, str],
        send: Callable[[str, Mapping[str, str], bool], Reply],
        *,
        is_secured: bool,
    ) -> Reply:
        first, redirects, renewed = url, 0, False
        while True:
            if not self.may_ask(url):
                raise FetchError(what, f"the address is of another host ({_host(url)}), which was not allowed")
            token = self._auth.header(self.base, self._transport) if is_secured else None
            reply = send(url, {**headers, **({"Authorization": token} if token is not None else {})}, url == first)
            if reply.status == _UNAUTHORIZED and not renewed and is_secured and self._auth.renew(token):
                renewed = True
                continue
            if reply.status not in _REDIRECTS:
                return reply
            target = resolved(reply.url, reply.headers.get("Location"))
            redirects += 1
            if target is None or redirects > _MOST_REDIRECTS:
                raise FetchError(what, "the server redirects to nowhere, or too often")
            # The token was for the address that was asked: where it leads to another host, that one gets none.
            is_secured = is_secured and origin_of(target) == origin_of(url)
            url = target


def resolved(url: str, link: str | None) -> str | None:
    """The absolute address of a link found at `url`; None for none, or for one that is no address."""
    from urllib.parse import urljoin

    if not link or not link.strip():
        return None
    try:
        target = urljoin(url, link.strip())
    except ValueError:
        return None
    return target if origin_of(target) is not None else None


def _host(url: str) -> str:
    origin = origin_of(url)
    return "unreadable" if origin is None else origin[1]
