"""The files of an export: folders, single files, or what a Bulk Data manifest lists.

Source: HL7 FHIR Bulk Data Access 2.0, "Bulk Data Output Manifest": `output`, `deleted` and `error` are lists of files.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from validator.bulk.packed import PACKED, PackedError, unpacked
from validator.bulk.unread import unread_chart
from validator.fhir.resource_type import RESOURCE_TYPES

MANIFEST = "manifest.json"
ENDINGS = (".ndjson", ".ndjson.gz", ".ndjson.zst", ".jsonl", ".jsonl.gz", ".jsonl.zst")
_LOOKS_LIKE_ONE = re.compile(r"\.(?:ndjson|jsonl)\b", re.IGNORECASE)
_NAMED = re.compile(r"([A-Z][A-Za-z]+)(?![A-Za-z])")
_BEGINNING = 4096
"""Bytes in which the first line of a file has to begin."""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file of an export. `name` is what rows print; `kind` the type that manifest or name give it, None: not told.
    `changed` is when it was written last, in nanoseconds, so that another file of the name is told from it.

    What `kind` says decides only in which order files are read, never what is read.
    """

    name: str
    path: str
    size: int
    kind: str | None = None
    changed: int = 0

    @property
    def is_packed(self) -> bool:
        """Whether the file has to be unpacked, so that it can only be read from its beginning."""
        return self.path.endswith(PACKED)


@dataclass(frozen=True, slots=True)
class Missing:
    """A file that could not be opened, or a list that did not come whole; `why` is a sentence about it."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be read. `deleted` lists what the server deleted; `missing` is said, and ends in exit code 3;
    `unlisted` lies in the folder of a manifest that does not list it: it is said too, and is no part of the export."""

    files: tuple[ExportFile, ...]
    deleted: tuple[ExportFile, ...] = ()
    missing: tuple[Missing, ...] = ()
    unlisted: tuple[Missing, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of all files as they lie on the disk."""
        return sum(one.size for one in self.files)


def export_of(paths: Sequence[str | Path]) -> Export:
    """The export that files, folders and manifests make up together.

    A folder with a manifest.json stands for what the manifest lists; one without for every NDJSON file in and below it.
    Files that hold Medications come first and those with Patients second, since the rest refers to them.
    """
    listed: list[_Listed] = []
    missing: list[Missing] = []
    folders: list[Path] = []
    for path in map(Path, paths):
        listed += _listed(path, missing)
        if (path / MANIFEST).is_file():
            folders.append(path)
    kept = {str(one.path.resolve()): one for one in listed}
    listed = list(kept.values())
    names = _names(listed)
    files: list[ExportFile] = []
    deleted: list[ExportFile] = []
    for one, name in zip(listed, names, strict=True):
        try:
            about = one.path.stat()
            beginning = _beginning(one.path)
        except OSError as error:
            missing.append(Missing(one.typed or name, error.strerror or "It cannot be opened"))
            continue
        if not _may_be_ndjson(beginning):
            # It is searched all the same; but whatever its lines say, hardly anything of it can be found.
            missing.append(Missing(name, "It does not begin with a JSON object, so it may be no NDJSON file"))
        kind = one.kind or _kind_in(one.path.name)
        file = ExportFile(name, str(one.path.resolve()), about.st_size, kind, about.st_mtime_ns)
        (deleted if one.is_deleted else files).append(file)
    files.sort(key=lambda file: (_rank(file.kind), file.name))
    unlisted = [one for folder in folders for one in _beside_manifest(folder, kept)]
    return Export(tuple(files), tuple(sorted(deleted, key=lambda file: file.name)), tuple(missing), tuple(unlisted))


def _beside_manifest(folder: Path, listed: Container[str]) -> Iterator[Missing]:
    """What lies beside a manifest, may be a part of an export, and is in no list of what is read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return  # it was said that it cannot be read
    # Files of errors are listed, and said to be errors.
    told = {_file_at(one.get("url")) for one in _dicts(manifest.get("error"))} if isinstance(manifest, dict) else set()
    files = sorted(one for one in folder.iterdir() if one.is_file() and _LOOKS_LIKE_ONE.search(one.name))
    for one in files:
        if one.name not in told and str(one.resolve()) not in listed:
            yield Missing(one.name, "The manifest does not list it, so it was not read")


def changed_since(export: Export) -> tuple[Missing, ...]:
    """The files that are no longer as they were when the export was looked at: what was read of them may be of both."""
    found = []
    for file in (*export.files, *export.deleted):
        try:
            about = Path(file.path).stat()
        except OSError as error:
            found.append(Missing(file.name, f"It went while it was read: {error.strerror or 'it cannot be opened'}"))
            continue
        if (about.st_size, about.st_mtime_ns) != (file.size, file.changed):
            found.append(Missing(file.name, "It was changed while it was read: run again when nobody writes to it"))
    return tuple(found)


def _beginning(path: Path) -> bytes:
    """The first bytes of a file, unpacked; none of one that cannot be unpacked, which whoever reads it whole will say.
    Raises OSError."""
    if not path.name.endswith(PACKED):
        with path.open("rb") as stream:
            return stream.read(_BEGINNING)
    try:
        with unpacked(str(path)) as packed:
            return packed.read(_BEGINNING)
    except PackedError:
        return b""


def _may_be_ndjson(beginning: bytes) -> bool:
    """Whether the first line may be a JSON object; an empty file holds none that is not."""
    first = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    return not first or first.startswith(b"{")


@dataclass(frozen=True, slots=True)
class _Listed:
    """`typed`: the path as somebody named it, where it is the file itself."""

    path: Path
    root: Path
    kind: str | None = None
    is_deleted: bool = False
    typed: str | None = None


def _listed(path: Path, missing: list[Missing]) -> Iterator[_Listed]:
    if path.is_dir():
        if (path / MANIFEST).is_file():
            yield from _in_manifest(path / MANIFEST, missing)
            return
        several = sorted(_files_in(path, missing))
        found = [one for one in several if one.name.endswith(ENDINGS)]
        for one in several:
            if _LOOKS_LIKE_ONE.search(one.name) and not one.name.endswith(ENDINGS):
                missing.append(Missing(_below(one, path), "Its ending is none that is read"))
        if not found:
            missing.append(Missing(str(path), _empty_folder(several)))
        else:
            missing += [Missing(_below(one, path), why) for one in several if (why := unread_chart(one))]
        for one in found:
            yield _Listed(one, path)
    elif path.suffix == ".json":
        yield from _in_manifest(path, missing)
    else:
        yield _Listed(path, path.parent, typed=str(path))


def _empty_folder(files: list[Path]) -> str:
    charts = any(one.suffix == ".json" for one in files)
    return "A folder without NDJSON files" + ("; its .json charts: labelcheck check --each" if charts else "")


def _files_in(folder: Path, missing: list[Missing]) -> Iterator[Path]:
    """All files in and below a folder; folders that cannot be looked into are missing, and so are links to folders,
    which nobody follows, since they may lead anywhere."""

    def unread(error: OSError) -> None:
        at = Path(error.filename) if error.filename else folder
        name = str(folder) if at == folder else _below(at, folder)
        missing.append(Missing(name, f"A folder that cannot be looked into: {error.strerror or 'no reason is told'}"))

    for within, folders, files in os.walk(folder, onerror=unread):
        for name in folders:
            at = Path(within, name)
            if at.is_symlink() and not at.resolve().is_relative_to(folder.resolve()):
                missing.append(
                    Missing(_below(at, folder), "A link to a folder is not followed: name the folder itself")
                )
        # Unlike those of pathlib these raise nothing in a folder whose names may be read and nothing else.
        every = (os.path.join(within, name) for name in files)  # noqa: PTH118
        yield from (Path(at) for at in every if not os.path.exists(at) or os.path.isfile(at))  # noqa: PTH110, PTH113


_NO_MANIFEST = "No Bulk Data manifest: it has no list `output`"


def _in_manifest(path: Path, missing: list[Missing]) -> Iterator[_Listed]:
    try:
        manifest = json.loads(path.read_bytes())
    except (OSError, ValueError):
        missing.append(Missing(path.name, "The manifest cannot be read as JSON"))
        return
    if not isinstance(manifest, dict) or not isinstance(manifest.get("output"), list):
        is_chart = isinstance(manifest, dict) and "resourceType" in manifest
        why = "A chart and no manifest of an export: labelcheck check reads it" if is_chart else _NO_MANIFEST
        missing.append(Missing(path.name, why))
        return
    for part in ("output", "deleted", "error"):
        entries = manifest.get(part) or []
        if not isinstance(entries, list) or len(_dicts(entries)) < len(entries):
            missing.append(Missing(path.name, f"Not all of `{part}` is a list of files"))
    for part, is_deleted in (("output", False), ("deleted", True)):
        for one in _dicts(manifest.get(part)):
            url, kind = one.get("url"), one.get("type")
            if not (name := _file_at(url)):
                missing.append(Missing(path.name, f"An entry of `{part}` has no url"))
                continue
            known = kind if isinstance(kind, str) and kind in RESOURCE_TYPES else None
            yield _Listed(_beside(path.parent, name), path.parent, known, is_deleted)
    if errors := _dicts(manifest.get("error")):
        files = "a file" if len(errors) == 1 else f"{len(errors)} files"
        missing.append(Missing(path.name, f"The server reports {files} of errors with the export"))


def _file_at(url: object) -> str:
    return unquote(PurePosixPath(urlsplit(url).path).name) if isinstance(url, str) else ""


def _beside(folder: Path, name: str) -> Path:
    """The file of this name, packed or not: servers name what they send, and people pack what they keep."""
    spellings = (name, f"{name}.gz", f"{name}.zst", name.removesuffix(".gz"), f"{name}.ndjson")
    return next((folder / one for one in spellings if (folder / one).is_file()), folder / name)


def _names(listed: Sequence[_Listed]) -> list[str]:
    """Names below the folder that was asked for; with the folder's own where two would be the same."""
    names = [_below(one.path, one.root) for one in listed]
    many = Counter(names)
    return [name if many[name] == 1 else str(one.path) for name, one in zip(names, listed, strict=True)]


def _below(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _kind_in(name: str) -> str | None:
    return next((word for word in _NAMED.findall(name) if word in RESOURCE_TYPES), None)


def _rank(kind: str | None) -> int:
    return {"Medication": 0, "Patient": 1}.get(kind or "", 2)


def _dicts(value: object) -> list[dict[str, Any]]:
    several: Iterable[object] = value if isinstance(value, list) else ()
    return [one for one in several if isinstance(one, dict)]
