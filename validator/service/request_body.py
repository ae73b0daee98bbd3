"""The body of a request, read to its end within a size and a time."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request


class TooLargeError(Exception):
    """The body is larger than the service takes (413)."""


class TooSlowError(Exception):
    """The body did not arrive in time, or the client went away (408)."""


async def read_body(request: Request, *, max_bytes: int, seconds: float) -> bytes:
    """All bytes of the body; nothing beyond the limit is ever held. Raises TooLargeError and TooSlowError."""
    stated = request.headers.get("content-length", "")
    if stated.isdigit() and int(stated) > max_bytes:
        raise TooLargeError
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > max_bytes:
                    raise TooLargeError
    except (TimeoutError, ClientDisconnect):
        raise TooSlowError from None
    return bytes(body)
