"""Connections whose request does not arrive: closed after a time, so that half-sent heads hold nothing for ever.

The server has a time for idle connections between two requests, but none for the head of a request. The protocol here
is the server's own with that time added; what is sent of a body has its time in `validator.service.request_body`.
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


class TimedProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """One connection. Its time runs from its opening, or from the first byte after an answer, to the end of a head."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        """A connection was opened."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Some bytes came: of a head, of a body, or what was sent after an answer."""
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before or (self.cycle is not None and not self.cycle.response_complete):
            self._stop_waiting()
        elif self._timer is None:
            self._await_head()

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
        if not self.transport.is_closing():
            if self.cycle is None:
                self.transport.write(_LATE)
            self.transport.close()


@cache
def _seconds() -> float:
    # The settings of a process come by its environment, and are those that its application has.
    return ServiceSettings().body_seconds
