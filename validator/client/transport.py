"""One HTTP request to its whole body: time-outs, retries, a size limit, no redirects, certificates always verified."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import IO, Any

import requests
import urllib3
from requests.auth import AuthBase

from validator.client.bounded import BoundedAdapter
from validator.client.fault import FetchError
from validator.client.patience import OutOfTimeError, Patience, time_left
from validator.client.settings import ClientSettings
from validator.version import VERSION

_CHUNK = 65_536
_ONCE = Patience(
    total=None, connect=2, read=False, redirect=False, other=2, raise_on_status=False, respect_retry_after_header=False
)
_BODY_LOST = (
    urllib3.exceptions.ProtocolError,
    urllib3.exceptions.ReadTimeoutError,
    urllib3.exceptions.SSLError,
    ConnectionError,
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. Never shown as a whole: its body is the patient's chart, or a token."""

    url: str = field(repr=False)
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def content_type(self) -> str:
        """The media type without its parameters, in lower case; empty when none was sent."""
        message = Message()
        message["Content-Type"] = self.headers.get("Content-Type", "")
        return message.get_content_type() if self.headers.get("Content-Type") else ""


class Transport:
    """Sends requests for one client. Safe in threads; holds no credentials."""

    def __init__(self, settings: ClientSettings) -> None:
        self._settings = settings
        self._patience = Patience.of(settings.retries, settings.backoff_seconds)
        self._session = _session(self._patience, settings.workers)
        self._once = _session(_ONCE, 1)
        self._options: dict[str, Any] = {} if settings.ca_bundle is None else {"verify": str(settings.ca_bundle)}

    def close(self) -> None:
        """Closes all connections."""
        self._session.close()
        self._once.close()

    def send(
        self,
        method: str,
        url: str,
        what: str,
        *,
        headers: Mapping[str, str],
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        repeat: bool = True,
    ) -> Reply:
        """The reply, whatever its status. A redirect is a reply like any other: who asked decides.

        `repeat` False: the request is sent once, because the server would refuse to see it twice; only a connection
        that could not be made is tried again.

        Raises FetchError about `what` when there was none: unreachable, too slow, cut off, or too large.
        """
        request = self._session.prepare_request(
            # The explicit auth keeps requests from looking for a password in the user's .netrc.
            requests.Request(method, url, headers=dict(headers), params=params, data=form, auth=_AsWritten())
        )
        try:
            return self._persistently(request, what, self._patience if repeat else _ONCE)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            # The chain is cut: the text of these exceptions holds the URL, which names the patient.
            raise FetchError(what, _why(error)) from None

    def download(
        self,
        url: str,
        what: str,
        *,
        headers: Mapping[str, str],
        into: Callable[[int, Mapping[str, str]], IO[bytes] | None],
    ) -> Reply:
        """The reply, whose body goes where `into` says for its status and headers, as it comes (packed stays packed);
        where `into` says None, the body is in the reply.

        Raises FetchError about `what`; what had come by then is in the file.
        """
        asked = requests.Request("GET", url, headers=dict(headers), auth=_AsWritten())
        try:
            request = self._session.prepare_request(asked)
            left = time_left()
            timeout = (min(self._settings.connect_seconds, left), min(self._settings.read_seconds, left))
            options = self._session.merge_environment_settings(request.url or "", {}, True, None, None) | self._options
            response = self._session.send(request, timeout=timeout, allow_redirects=False, **options)
            try:
                file = into(response.status_code, response.headers)
                if file is None:
                    body = self._body(response, what)
                    return Reply(response.url, response.status_code, response.headers, body)
                while chunk := response.raw.read1(_CHUNK, decode_content=False):
                    if time_left() <= 0:
                        raise OutOfTimeError
                    file.write(chunk)
            finally:
                response.close()
        except (requests.RequestException, urllib3.exceptions.HTTPError, ConnectionError, TimeoutError) as error:
            raise FetchError(what, _why(error)) from None
        return Reply(response.url, response.status_code, response.headers, b"")

    def _persistently(self, request: requests.PreparedRequest, what: str, patience: Patience) -> Reply:
        # urllib3 retries until the headers have come; a connection that drops in the middle of the body is counted
        # and waited for by the same Retry here.
        session = self._session if patience is not _ONCE else self._once
        while True:
            left = time_left()
            if left <= 0:
                raise OutOfTimeError
            timeout = (min(self._settings.connect_seconds, left), min(self._settings.read_seconds, left))
            # Proxies, and certificate authorities where none are set, are those of the environment.
            options = session.merge_environment_settings(request.url or "", {}, True, None, None) | self._options
            response = session.send(request, timeout=timeout, allow_redirects=False, **options)
            try:
                body = self._body(response, what)
            except _BODY_LOST as error:
                patience = patience.increment(request.method, "", error=error)
                patience.sleep()
                continue
            finally:
                response.close()
            return Reply(response.url, response.status_code, response.headers, body)

    def _body(self, response: requests.Response, what: str) -> bytes:
        body = bytearray()
        # read1 returns what one read of the socket gave: a server that sends a byte a minute meets the deadline.
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > self._settings.max_bytes:
                raise FetchError(what, f"the answer is larger than {self._settings.max_bytes} bytes")
            if time_left() <= 0:
                raise OutOfTimeError
        return bytes(body)


def _session(patience: Patience, connections: int) -> requests.Session:
    session = requests.Session()
    adapter = BoundedAdapter(pool_connections=4, pool_maxsize=connections, max_retries=patience)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.headers["User-Agent"] = f"labelcheck/{VERSION}"
    return session


class _AsWritten(AuthBase):
    """Leaves the Authorization header as it is, or absent."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


def _why(error: BaseException) -> str:
    """The cause in a few words; an exception of the HTTP library hides it a few levels deep."""
    seen: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in seen and len(seen) < 8:
        seen.append(at)
        inner = getattr(at, "reason", None)
        first = at.args[0] if at.args else None
        at = next((one for one in (inner, first, at.__cause__, at.__context__) if isinstance(one, BaseException)), None)
    if any(isinstance(one, OutOfTimeError) for one in seen) or time_left() <= 0:
        return "the time for the whole chart was used up"
    if any(isinstance(one, requests.exceptions.SSLError | urllib3.exceptions.SSLError) for one in seen):
        return "the server's certificate could not be verified, or TLS failed"
    if any(isinstance(one, urllib3.exceptions.NameResolutionError) for one in seen):
        return "the server's name could not be resolved"
    if any(isinstance(one, urllib3.exceptions.NewConnectionError) for one in seen):
        return "nothing takes a connection at the server's address"
    if any(isinstance(one, requests.ConnectTimeout | urllib3.exceptions.ConnectTimeoutError) for one in seen):
        return "the server did not take the connection in time"
    if any(isinstance(one, requests.ReadTimeout | urllib3.exceptions.ReadTimeoutError) for one in seen):
        return "the server did not answer in time"
    if any(isinstance(one, urllib3.exceptions.DecodeError | requests.exceptions.ContentDecodingError) for one in seen):
        return "the answer's compression is broken"
    if any(isinstance(one, urllib3.exceptions.ProtocolError | ConnectionResetError | BrokenPipeError) for one in seen):
        return "the connection was lost"
    return "the server could not be reached"
