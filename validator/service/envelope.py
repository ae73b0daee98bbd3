"""What surrounds every request: an id, a count of those under way, a log line, and the last word on faults."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from validator.service import log
from validator.service.metrics import Metrics
from validator.service.response import refusal

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ALWAYS = frozenset({"health", "ready", "metrics"})
"""Answered however busy the service is."""

Fallback = Callable[[Request], Response]
"""The answer to a request whose own answer failed."""


class Fault:
    """A block that may fail by our own mistake. Afterwards `error` holds the exception, or None.

    An exception that reached the server would be logged with a traceback, which can hold what the chart holds.
    """

    def __init__(self) -> None:
        self.error: BaseException | None = None

    def __enter__(self) -> Fault:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> bool:
        if kind is None or not issubclass(kind, Exception):
            return False
        self.error = error
        return True


class Envelope:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, max_waiting: int, fallback: Fallback) -> None:
        self._app = app
        self._metrics = metrics
        self._max_waiting = max_waiting
        self._fallback = fallback
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request; anything but HTTP is passed on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        state = scope.setdefault("state", {})
        state["request_id"] = identity = _request_id(scope)
        status = 0

        async def tell(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", identity.encode())]
            await send(message)

        self._under_way += 1
        self._metrics.under_way.inc()
        fault = Fault()
        try:
            with fault:
                await self._answer(scope, receive, tell)
            if fault.error is not None:
                self._metrics.faults.labels("request").inc()
                log.fault("request-fault", fault.error, request=identity)
                if status == 0:
                    await self._fallback(Request(scope))(scope, receive, tell)
        finally:
            self._under_way -= 1
            self._metrics.under_way.dec()
        self._note(scope, state, status, time.perf_counter() - started, identity)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._under_way > self._max_waiting and scope["path"].strip("/") not in _ALWAYS:
            self._metrics.refused.labels("busy").inc()
            busy = refusal(503, "throttled", "Too many requests are under way.", headers={"Retry-After": "2"})
            await busy(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _note(self, scope: Scope, state: dict[str, Any], status: int, seconds: float, identity: str) -> None:
        # The route and never the path: a path can hold an id, and a query can hold anything.
        route = getattr(scope.get("route"), "path", "other")
        self._metrics.seconds.labels(route, str(status)).observe(seconds)
        log.event(
            "request",
            request=identity,
            method=scope["method"] if scope["method"] in _METHODS else "OTHER",
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
            **state.get("noted", {}),
        )


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def note(request: Request, **fields: str | int | list[str] | None) -> None:
    """Adds fields to the log line of a request; codes and counts only."""
    request.scope["state"].setdefault("noted", {}).update(fields)


def _request_id(scope: Scope) -> str:
    """The client's X-Request-ID where it is a UUID, which tells nothing; else one of our own."""
    for name, value in scope["headers"]:
        text = str(value, "latin-1")
        if name == b"x-request-id" and _UUID.fullmatch(text):
            return text.lower()
    return str(uuid4())
