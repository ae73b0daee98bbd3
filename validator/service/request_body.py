"""The body of a request, read to its end within a size and a time."""

from __future__ import annotations

import asyncio
import zlib

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
    is_packed = request.headers.get("content-encoding", "").strip().lower() in _GZIP and body.startswith(_MAGIC)
    return _unpacked(bytes(body), max_bytes) if is_packed else bytes(body)


_GZIP, _MAGIC, _WITH_HEAD = ("gzip", "x-gzip"), b"\x1f\x8b", 31
"""Names of the packing, its first bytes, and what zlib calls it. Source: RFC 9110, 8.4.1.3; RFC 1952, 2.3.1."""


def _unpacked(body: bytes, max_bytes: int) -> bytes:
    """A packed body in plain, never more than the limit; as it is where it is damaged, so that its reader says so.
    Raises TooLargeError."""
    engine = zlib.decompressobj(_WITH_HEAD)
    try:
        found = engine.decompress(body, max_bytes + 1)
    except zlib.error:
        return body
    if len(found) > max_bytes:
        raise TooLargeError
    return found if engine.eof and not engine.unused_data else body


def _waits_for_leave(request: Request) -> bool:
    """Whether the client asks before it sends the body. Source: RFC 9110, 10.1.1 Expect."""
    return request.headers.get("expect", "").strip().lower() == "100-continue"
