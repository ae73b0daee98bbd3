"""Connections whose every read ends by the deadline, in the head of an answer too.

The HTTP library's time-out counts anew at each read of the socket. A server that drips the bytes of its headers, or
that sends `100 Continue` without end, would so be waited for as long as it likes.
"""

from __future__ import annotations

import http.client
import io
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from validator.client.patience import time_left


class _Watched(io.RawIOBase):
    """What a socket gives, read within the time that the requests of this thread still have."""

    def __init__(self, raw: io.RawIOBase, sock: Any) -> None:
        super().__init__()
        self._raw = raw
        self._socket = sock
        self._longest: float | None = sock.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = time_left()
        if left <= 0:
            raise TimeoutError
        if left != float("inf"):
            self._socket.settimeout(left if self._longest is None else min(left, self._longest))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: Any, *given: Any, **named: Any) -> None:
        super().__init__(sock, *given, **named)
        if isinstance(self.fp, io.BufferedReader):
            self.fp = io.BufferedReader(_Watched(self.fp.detach(), sock))


class _Plain(HTTPConnection):
    response_class = _Response


class _Secure(HTTPSConnection):
    response_class = _Response


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class BoundedAdapter(HTTPAdapter):
    """Makes such connections, directly and by way of a proxy."""

    def init_poolmanager(self, *given: Any, **named: Any) -> None:
        """The pools of direct connections."""
        super().init_poolmanager(*given, **named)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}

    def proxy_manager_for(self, proxy: str, **named: Any) -> Any:
        """The pools of connections by way of a proxy."""
        found = super().proxy_manager_for(proxy, **named)
        found.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
        return found
