"""Connections whose request does not arrive: closed after a time or so many bytes, so that half a head holds nothing.

The server has a time for idle connections between two requests, but neither time nor size for the head of one. The
protocol here is the server's own with both added; a body has its bounds in `validator.service.request_body`.
"""

from __future__ import annotations

import asyncio
from functools import cache

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from validator.service.settings import ServiceSettings

_LATE = (
    b"HTTP/1.1 408 Request Timeout\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 38\r\n"
    b"connection: close\r\n\r\nThe head of the request did not arrive"
)
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"content-length: 36\r\nconnection: close\r\n\r\nThe head of the request is too large"
)
MOST_OF_HEAD = 64 * 1024
"""Bytes after which no more is heard of a head that has no end yet: a project choice; a token has some kB."""


class TimedProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """One connection. Its time runs from its opening, or from the first byte after an answer, to the end of a head."""

    _timer: asyncio.TimerHandle | None = None
    _in_head = False
    _heard = 0

    def connection_made(self, transport: asyncio.Transport) -> None:
        """A connection was opened."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Some bytes came: of a head, of a body, or what was sent after an answer."""
        if self._heard > MOST_OF_HEAD:
            # It was refused; what was on its way is thrown away.
            return
        before = self.cycle
        super().data_received(data)
        self._heard = self._heard + len(data) if self._in_head else 0
        if self._heard > MOST_OF_HEAD:
            self._refuse(_TOO_LARGE)
        if self.cycle is not before or (self.cycle is not None and not self.cycle.response_complete):
            self._stop_waiting()
        elif self._timer is None:
            self._await_head()

    def on_message_begin(self) -> None:
        """The first byte of a head came."""
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The last byte of a head came."""
        self._in_head = False
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        self._timer = self.loop.call_later(_seconds(), self._late)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _late(self) -> None:
        self._timer = None
        self._refuse(_LATE)

    def _refuse(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            if self.cycle is None:
                self.transport.write(answer)
            self.transport.close()


@cache
def _seconds() -> float:
    # The settings of a process come by its environment, and are those that its application has.
    return ServiceSettings().body_seconds
