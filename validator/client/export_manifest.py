"""What a server says of an export that is done: its files.

Source: HL7 FHIR Bulk Data Access 2.0, "Bulk Data Output Manifest".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from validator.client.export_connection import resolved
from validator.client.fault import FetchError
from validator.fhir.json_text import UnreadableError, read_json

WHAT = "export"
Part = Literal["output", "deleted", "error"]
PARTS: tuple[Part, ...] = ("output", "deleted", "error")


@dataclass(frozen=True, slots=True)
class ListedFile:
    """One file of the export; `count` of its lines where the server tells it."""

    part: Part
    kind: str
    url: str = field(repr=False)
    count: int | None = None


@dataclass(frozen=True, slots=True)
class ExportManifest:
    """The files of an export, as of `transaction_time`. `needs_token`: they are shown to who was shown the export."""

    transaction_time: str
    needs_token: bool
    files: tuple[ListedFile, ...]

    @property
    def output(self) -> tuple[ListedFile, ...]:
        """The files with resources."""
        return tuple(one for one in self.files if one.part == "output")


def read_manifest(body: bytes, url: str) -> ExportManifest:
    """The manifest in an answer at `url`, against which relative addresses are resolved. Raises FetchError.

    An entry without a usable address is a fault of the whole: what it would have held is not known.
    """
    try:
        value = read_json(body).value
    except UnreadableError:
        raise FetchError(WHAT, "the server answered something else instead of a manifest") from None
    if not isinstance(value, dict) or not isinstance(value.get("output"), list):
        raise FetchError(WHAT, "the server's manifest has no list of output files")
    files: dict[str, ListedFile] = {}
    for part in PARTS:
        listed = value.get(part)
        if listed is not None and not isinstance(listed, list):
            raise FetchError(WHAT, f"the server's manifest has no list where `{part}` stands")
        for one in listed or ():
            file = _file(part, one, url)
            files.setdefault(file.url, file)
    time = value.get("transactionTime")
    # Where it is not said, the server's own rule for its other addresses is taken: they need the token.
    needs = value.get("requiresAccessToken") is not False
    return ExportManifest(time if isinstance(time, str) else "", needs, tuple(files.values()))


def _file(part: Part, one: Any, url: str) -> ListedFile:
    address = one.get("url") if isinstance(one, dict) else None
    target = resolved(url, address) if isinstance(address, str) else None
    if target is None:
        raise FetchError(WHAT, f"a file in the server's manifest (`{part}`) has no address")
    kind, count = one.get("type"), one.get("count")
    is_count = isinstance(count, int) and not isinstance(count, bool) and count >= 0
    name = kind if isinstance(kind, str) and kind.isalpha() and kind.isascii() else "Resource"
    return ListedFile(part, name, target, count if is_count else None)
