"""The body of a request, read to its end within a size and a time."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request


class TooLargeError(Exception):
    """The body is larger than the service takes (413)."""


class TooSlowError(Exception):
    """The body did not arrive in time, or the client went away (408)."""


_HEARD_OUT = 4
"""A body of up to so many times the limit is heard to its end before it is refused: many clients read no answer before
they have sent all, and would see a lost connection. A choice of this project."""


async def read_body(request: Request, *, max_bytes: int, seconds: float) -> bytes:
    """All bytes of the body; nothing beyond the limit is ever held. Raises TooLargeError and TooSlowError."""
    most = max_bytes * _HEARD_OUT
    stated = request.headers.get("content-length", "")
    size = int(stated) if stated.isdecimal() else 0
    if size > (max_bytes if _waits_for_leave(request) else most):
        raise TooLargeError
    body, came = bytearray(), 0
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                came += len(chunk)
                if came <= max_bytes:
                    body += chunk
                elif came > most:
                    break
    except (TimeoutError, ClientDisconnect):
        if max(came, size) <= max_bytes:
            raise TooSlowError from None
    if max(came, size) > max_bytes:
        raise TooLargeError
    return bytes(body)


def _waits_for_leave(request: Request) -> bool:
    """Whether the client asks before it sends the body. Source: RFC 9110, 10.1.1 Expect."""
    return request.headers.get("expect", "").strip().lower() == "100-continue"
