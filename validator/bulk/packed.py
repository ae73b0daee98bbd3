"""Packed files (gzip, Zstandard), unpacked from their beginning: what comes before the place of a damage is given."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, Protocol

PACKED = (".gz", ".zst")
"""The endings of packed files."""
_A_READ = 128 << 10
"""Bytes that are read from the disk at a time."""


class PackedError(Exception):
    """A packed file is damaged, or nothing here can unpack it; the message is a sentence about it."""


class Unpacking(Protocol):
    """The bytes of a packed file, unpacked."""

    def read(self, size: int) -> bytes:
        """About as many bytes as are asked for, empty at the end.

        Raises PackedError where the file ends early, when all before its end was given; and where it is damaged, when
        what came before the piece of it (128 KB, packed) that cannot be unpacked was given.
        """


@contextmanager
def unpacked(path: str) -> Iterator[Unpacking]:
    """A packed file by its ending. Raises OSError, and PackedError where nothing here can unpack it."""
    made: Callable[[], Any]
    errors: tuple[type[Exception], ...] = (zlib.error,)
    if path.endswith(".gz"):
        made = _GzipMember
    else:
        try:
            import zstandard
        except ImportError:
            message = "Reading .zst needs the package zstandard: pip install '.[bulk]' in the checkout."
            raise PackedError(message) from None
        made, errors = zstandard.ZstdDecompressor().decompressobj, (zstandard.ZstdError,)
    with open(path, "rb") as packed:  # noqa: PTH123 (the path is a str on purpose)
        yield _Frames(packed, made, errors, padding=b"\0" if path.endswith(".gz") else b"")


class _GzipMember:
    """One member of a gzip file; how much it gives at once is bounded, so that what was packed well fills no memory."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(16 + zlib.MAX_WBITS)

    def decompress(self, data: bytes) -> bytes:
        """The next bytes; what of the data was not needed for them is in `unused_data`."""
        return self._member.decompress(data, 8 * _A_READ)

    @property
    def eof(self) -> bool:
        """Whether the member has come to its end, and its sum is right."""
        return self._member.eof

    @property
    def unused_data(self) -> bytes:
        """What is to be given to this member again, or behind its end to the next."""
        return self._member.unused_data if self._member.eof else self._member.unconsumed_tail


class _Frames:
    """Unpacks the frames, or members, of a file one after the other; `padding` may stand behind each of them."""

    def __init__(
        self, packed: IO[bytes], made: Callable[[], Any], errors: tuple[type[Exception], ...], *, padding: bytes
    ) -> None:
        self._packed, self._made, self._errors, self._padding = packed, made, errors, padding
        self._frame: Any = None
        self._rest = b""
        self._has_begun = False

    def read(self, size: int) -> bytes:
        """See `Unpacking`."""
        while True:
            data = self._rest or self._packed.read(min(_A_READ, max(size, 1) // 4 + 1))
            if not data:
                # A file without a single frame is none that was packed: something went wrong with it.
                if self._frame is not None or not self._has_begun:
                    raise PackedError("The packed file ends early: what comes after this place is not there.")
                return b""
            self._rest = b""
            if self._frame is None:
                if self._has_begun and self._padding and not (data := data.lstrip(self._padding)):
                    continue
                self._frame, self._has_begun = self._made(), True
            try:
                found: bytes = self._frame.decompress(data)
            except self._errors as error:
                raise PackedError("The packed file is damaged: what follows could not be unpacked.") from error
            self._rest = self._frame.unused_data
            if self._frame.eof:
                self._frame = None
            if found:
                return found
