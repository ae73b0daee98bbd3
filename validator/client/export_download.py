"""One file of an export onto the disk: as it comes, gone on with where it broke off, and looked at when it is there."""

from __future__ import annotations

import gzip
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from validator.client import patience
from validator.client.export_connection import ExportConnection
from validator.client.export_manifest import ListedFile
from validator.client.fault import FetchError, Reason
from validator.client.patience import Patience, time_left

_ACCEPT = {
    "Accept": "application/fhir+ndjson, application/ndjson;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip, identity",
}
_BUSY = frozenset({429, 500, 502, 503, 504})
_GONE = frozenset({401, 403, 404, 410})
_WHOLE, _PARTIAL, _NO_SUCH_RANGE = 200, 206, 416
_MAGIC = {b"\x1f\x8b": ".gz", b"\x28\xb5\x2f\xfd": ".zst"}
_TRIES = 8
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 120.0


@dataclass(frozen=True, slots=True)
class Downloaded:
    """One file that is whole on the disk. `lines` is None where it was not counted."""

    listed: ListedFile
    path: Path
    lines: int | None


@dataclass(slots=True)
class _Attempt:
    """What one request brought: where the body goes, and how long the server said that it is."""

    part: Path
    mark: Path
    whole: int | None = None
    status: int = 0
    file: IO[bytes] | None = None
    is_taken: bool = False
    """Whether the body is part of the file."""

    def into(self, status: int, headers: Mapping[str, str]) -> IO[bytes] | None:
        """The file, ready to take the body; None for an answer that is no part of it."""
        self.status = status
        length = headers.get("Content-Length", "")
        have = _size(self.part)
        if status == _PARTIAL:
            begins, total = _content_range(headers.get("Content-Range", ""))
            if begins != have:
                # Another part than the one asked for would leave a hole.
                self.part.unlink(missing_ok=True)
                return None
            self.whole, self.is_taken = total, True
            self.file = self.part.open("ab")
            return self.file
        if status != _WHOLE or "html" in headers.get("Content-Type", "").lower():
            return None
        self.whole, self.is_taken = int(length) if length.isdecimal() else None, True
        validator = headers.get("ETag", "")
        # A weak validator does not promise the same bytes, so that nothing can be gone on with.
        strong = validator if validator and not validator.startswith("W/") else headers.get("Last-Modified", "")
        # The old bytes go before the new mark comes: a mark beside the bytes of another file would mix the two.
        self.file = self.part.open("wb")
        self.mark.write_text(strong, encoding="utf-8")
        return self.file

    def close(self) -> None:
        if self.file is not None:
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            self.file = None


def downloaded(connection: ExportConnection, listed: ListedFile, stem: Path, *, needs_token: bool) -> Downloaded:
    """The file at `stem` with the ending that its bytes have (`.ndjson`, packed `.ndjson.gz`, `.ndjson.zst`).

    What is there of an earlier try is gone on with where the server says that it is the same file. Raises FetchError,
    with reason ABSENT where the address is no longer good; OSError where the disk does not take it.
    """
    part, mark = stem.with_name(f"{stem.name}.part"), stem.with_name(f"{stem.name}.mark")
    tries, before = 0, -1
    while True:
        attempt = _Attempt(part, mark)
        fault: FetchError | None = None
        waits = 0.0
        try:
            reply = connection.download(
                listed.url, listed.kind, headers=_headers(part, mark), into=attempt.into, is_secured=needs_token
            )
            waits = Patience.of(0, 1.0).parse_retry_after(reply.headers.get("Retry-After") or "")
        except FetchError as error:
            fault = error
        finally:
            attempt.close()
        have = _size(part)
        if fault is None and attempt.is_taken:
            if attempt.whole is None or have == attempt.whole:
                return _kept(listed, stem, part, mark)
            fault = FetchError(listed.kind, f"the file came short: {have} of {attempt.whole} bytes")
        elif fault is None and attempt.status == _NO_SUCH_RANGE:
            # More is here than there: begin again.
            part.unlink(missing_ok=True)
            fault = FetchError(listed.kind, "the server has no such part of the file")
        elif fault is None:
            fault = _answered(listed, attempt.status)
            if attempt.status not in (*_BUSY, _PARTIAL):
                raise fault
        tries = 0 if have > before else tries + 1
        before = have
        seconds = waits or min(_LONGEST_WAIT, _FIRST_WAIT * 2.0**tries)
        if tries >= _TRIES or seconds >= time_left():
            raise fault
        patience.pause(seconds)


def _headers(part: Path, mark: Path) -> dict[str, str]:
    have = _size(part)
    validator = mark.read_text(encoding="utf-8") if have and mark.exists() else ""
    return _ACCEPT | ({"Range": f"bytes={have}-", "If-Range": validator} if validator else {})


def _kept(listed: ListedFile, stem: Path, part: Path, mark: Path) -> Downloaded:
    with part.open("rb") as file:
        first = file.read(4)
    packed = next((ending for magic, ending in _MAGIC.items() if first.startswith(magic)), "")
    path = stem.with_name(f"{stem.name}.ndjson{packed}")
    lines = _lines(part, packed)
    if lines is None and packed == ".gz":
        part.unlink()
        raise FetchError(listed.kind, "the file's compression is broken")
    if first.lstrip()[:1] == b"<":
        raise FetchError(listed.kind, "the server answered a page instead of the file")
    if listed.count is not None and lines is not None and lines < listed.count:
        part.unlink()
        raise FetchError(listed.kind, f"the file has {lines} of the {listed.count} resources that the server tells")
    part.replace(path)
    mark.unlink(missing_ok=True)
    return Downloaded(listed, path, lines)


def _lines(path: Path, packed: str) -> int | None:
    """How many lines the file has that are not blank at its end; None where it cannot be unpacked here."""
    if packed == ".zst":
        return None
    found, last = 0, b"\n"
    try:
        with gzip.open(path, "rb") if packed else path.open("rb") as file:
            while data := file.read(1 << 20):
                found += data.count(b"\n")
                last = data[-1:]
    except (OSError, EOFError, ValueError) as error:
        if packed:
            return None
        raise error
    return found + (last != b"\n")


def _answered(listed: ListedFile, status: int) -> FetchError:
    why = "the server answered a page instead of the file" if status == _WHOLE else f"the server answered {status}"
    reason = Reason.ABSENT if status in _GONE else Reason.FAILED
    return FetchError(listed.kind, why, status=status, reason=reason)


def _content_range(header: str) -> tuple[int | None, int | None]:
    """The first byte and the whole length of `bytes 10-19/20`; None for what it does not tell."""
    unit, _, rest = header.partition(" ")
    span, _, total = rest.partition("/")
    first = span.partition("-")[0]
    begins = int(first) if unit == "bytes" and first.isdecimal() else None
    return begins, int(total) if total.isdecimal() else None


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
