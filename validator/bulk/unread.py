"""Files that lie beside the NDJSON of an export, may hold a chart, and are not read: each is named, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from validator.bulk.packed import PACKED, PackedError, unpacked

_FORMS = re.compile(r"\.(json|xml)(\.(?:gz|zst|bz2|xz|zip|7z))?$", re.IGNORECASE)
_SIGNS = {"json": b'"resourceType"', "xml": b"http://hl7.org/fhir"}
"""What every resource has in it, by form: a list of files, settings and what was counted have it not."""
_A_READ = 1 << 20


def unread_chart(path: Path) -> str:
    """Why a file that may hold a chart is not read; empty for one that holds none, or is none of these forms."""
    form = _FORMS.search(path.name)
    if form is None:
        return ""
    kind, packing = form[1].lower(), form[2]
    try:
        if not _holds(path, _SIGNS[kind]):
            return ""
    except (OSError, PackedError):
        return "It may hold a chart, is no NDJSON, and could not be looked into"
    if kind == "xml":
        return "It may hold a chart in XML, which is not read: ask the server for application/fhir+json"
    later = " once it is unpacked" if packing else ""
    return f"It may hold a chart and is no NDJSON: labelcheck check reads it{later}"


def _holds(path: Path, sign: bytes) -> bool:
    """Whether the sign stands somewhere in a file; True where nothing here can unpack it. Raises OSError, PackedError.

    Zeros are passed over: a text in UTF-16 has one beside every letter.
    """
    if path.name.lower().endswith((".bz2", ".xz", ".zip", ".7z")):
        return True
    before = b""
    for data in _pieces(path):
        before = before[-len(sign) :] + data.replace(b"\0", b"")
        if sign in before:
            return True
    return False


def _pieces(path: Path) -> Iterator[bytes]:
    if path.name.endswith(PACKED):
        with unpacked(str(path)) as packed:
            while data := packed.read(_A_READ):
                yield data
    else:
        with path.open("rb") as stream:
            while data := stream.read(_A_READ):
                yield data
