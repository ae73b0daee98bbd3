"""The body of a request, read to its end within a size and a time."""

from __future__ import annotations

import asyncio
import zlib

from starlette.requests import ClientDisconnect, Request


class TooLargeError(Exception):
    """The body is larger than the service takes (413)."""


class TooSlowError(Exception):
    """The body did not arrive in time, or the client went away (408)."""


class DamagedError(Exception):
    """The body is packed, and cannot be unpacked whole (400)."""


_HEARD_OUT = 4
"""A body of up to so many times the limit is heard to its end before it is refused: many clients read no answer before
they have sent all, and would see a lost connection. A choice of this project."""


async def read_body(request: Request, *, max_bytes: int, seconds: float) -> bytes:
    """All bytes of the body; nothing beyond the limit is ever held. Raises TooLargeError, TooSlowError and
    DamagedError."""
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
    is_packed = _packing(request) in _GZIP and body.startswith(_MAGIC)
    return _unpacked(bytes(body), max_bytes) if is_packed else bytes(body)


def _packing(request: Request) -> tuple[str, ...]:
    """How the body is packed, one packing after the other; "identity" is none."""
    told = ",".join(request.headers.getlist("content-encoding")).lower().split(",")
    return tuple(one for word in told if (one := word.strip()) not in ("", "identity"))


_GZIP, _MAGIC, _WITH_HEAD = (("gzip",), ("x-gzip",)), b"\x1f\x8b", 31
"""Names of the packing, its first bytes, and what zlib calls it. Source: RFC 9110, 8.4.1.3; RFC 1952, 2.3.1."""


def _unpacked(body: bytes, max_bytes: int) -> bytes:
    """A packed body in plain, of all its members, never more than the limit. Zeros behind the last member fill it up.

    Raises TooLargeError, and DamagedError where a member ends early or something else follows. Source: RFC 1952, 2.2.
    """
    found, left = bytearray(), body
    while left.strip(b"\0"):
        engine = zlib.decompressobj(_WITH_HEAD)
        try:
            found += engine.decompress(left, max_bytes + 1 - len(found))
        except zlib.error as error:
            raise DamagedError from error
        if len(found) > max_bytes:
            raise TooLargeError
        if not engine.eof:
            raise DamagedError
        left = engine.unused_data
    return bytes(found)


def _waits_for_leave(request: Request) -> bool:
    """Whether the client asks before it sends the body. Source: RFC 9110, 10.1.1 Expect."""
    return request.headers.get("expect", "").strip().lower() == "100-continue"
