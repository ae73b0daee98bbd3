"""A whole export from a FHIR server into a folder, which `manifest.json` then tells of: gone on with where it stopped.

The folder holds `export.json` while the export is not done: what was asked for, where to ask after it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from validator.client.credentials import auth_from
from validator.client.export_connection import ExportConnection, allowed_origins
from validator.client.export_download import Downloaded, downloaded
from validator.client.export_job import Announced, ExportRequest, awaited, forgotten, started
from validator.client.export_manifest import WHAT, ExportManifest, ListedFile
from validator.client.fault import FetchError, Reason
from validator.client.origin import BaseUrl, id_of
from validator.client.outcome_words import outcome_words
from validator.client.patience import Deadline
from validator.client.settings import ClientSettings, ClientSettingsError
from validator.client.side_by_side import side_by_side
from validator.client.transport import Transport
from validator.fhir.json_text import UnreadableError, read_json
from validator.fhir.searchset import as_list, is_grave

STATE = "export.json"
MANIFEST = "manifest.json"
_MOST_SAID = 5


@dataclass(frozen=True, slots=True)
class ServerExport:
    """An export that came: its folder, and what came with it that keeps it from being whole (`faults`).

    `faults` are the server's own words on what it left out, and an export without a single file.
    """

    folder: Path
    files: int
    resources: int
    faults: tuple[str, ...] = ()


def export_from_server(settings: ClientSettings, request: ExportRequest, folder: Path, told: Announced) -> ServerExport:
    """Exports into `folder`, which is made, or has an export of the same request that was not finished.

    Raises FetchError where the export fails (what has come stays, and the next call goes on), ClientSettingsError for
    settings that cannot be used, OSError where the folder cannot be written.
    """
    if settings.server is None:
        raise ClientSettingsError("server: which one is to export?")
    if request.group is not None and id_of(request.group, "Group") != request.group:
        raise ClientSettingsError("group: no id of FHIR (letters, digits, hyphens and dots)")
    try:
        base, hosts = BaseUrl(settings.server), allowed_origins(settings.export_hosts)
        auth = auth_from(settings)
    except ValueError as error:
        raise ClientSettingsError(str(error)) from None
    transport = Transport(settings)
    deadline = Deadline(settings.export_seconds)
    try:
        with deadline.watched():
            run = _Run(ExportConnection(base, auth, transport, hosts), request, folder, told, settings.workers)
            return run.whole(deadline)
    finally:
        transport.close()


class _Run:
    """One call: from what the folder holds to a folder that is whole."""

    def __init__(
        self, connection: ExportConnection, request: ExportRequest, folder: Path, told: Announced, workers: int
    ) -> None:
        self._connection, self._request, self._folder, self._told = connection, request, folder, told
        self._workers = workers
        self._server = connection.base.text

    def whole(self, deadline: Deadline) -> ServerExport:
        """The export. Raises FetchError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        location = self._location()
        for renewed in (False, True):
            manifest = self._manifest(location)
            files, gone = self._files(manifest, deadline)
            if gone is None:
                break
            if renewed:
                raise gone
            # Addresses of files are good for a while only; the job gives new ones.
            self._told("The addresses of the files are no longer good: asking for new ones.")
        faults = self._faults(manifest, files)
        self._finish(manifest, files)
        forgotten(self._connection, location)
        lines = sum(one.lines or 0 for one in files if one.listed.part == "output")
        return ServerExport(self._folder, len(manifest.output), lines, faults)

    def _location(self) -> str:
        """Where to ask after the export: of an unfinished one in the folder, else of a new one."""
        path = self._folder / STATE
        asked = {"server": self._server, **asdict(self._request), "types": [*self._request.types]}
        if path.exists():
            kept = _json(path)
            if kept.get("asked") != asked:
                raise FetchError(WHAT, f"the folder {self._folder.name} has another export that was not finished")
            location = kept.get("location")
            if isinstance(location, str):
                self._told("Going on with the export that was begun.")
                return location
        elif (self._folder / MANIFEST).exists():
            raise FetchError(WHAT, f"the folder {self._folder.name} holds an export already; give another one")
        location = started(self._connection, self._request, self._told)
        _write(path, {"asked": asked, "location": location})
        return location

    def _manifest(self, location: str) -> ExportManifest:
        try:
            return awaited(self._connection, location, self._told)
        except FetchError as error:
            if error.reason is Reason.ABSENT:
                # The next call starts anew; what has come is of an export that nobody can finish.
                (self._folder / STATE).unlink(missing_ok=True)
                for path in self._folder.glob("*.ndjson*"):
                    path.unlink()
                why = "the server no longer has the export that was begun; the next try starts a new one"
                raise FetchError(WHAT, why, said=error.said, status=error.status) from None
            raise

    def _files(self, manifest: ExportManifest, deadline: Deadline) -> tuple[list[Downloaded], FetchError | None]:
        """The files, in the order of the manifest; and the fault of one whose address is no longer good."""
        waiting = [(listed, self._folder / _stem(number, listed)) for number, listed in enumerate(manifest.files, 1)]
        tasks: list[Callable[[], Downloaded | FetchError]] = [
            partial(self._one, listed, stem, manifest.needs_token) for listed, stem in waiting
        ]
        with ThreadPoolExecutor(self._workers) as pool:
            came = side_by_side(pool, deadline, tasks)
        faults = [one for one in came if isinstance(one, FetchError)]
        gone = next((one for one in faults if one.reason is Reason.ABSENT), None)
        if faults and gone is None:
            raise faults[0]
        return [one for one in came if isinstance(one, Downloaded)], gone

    def _one(self, listed: ListedFile, stem: Path, needs_token: bool) -> Downloaded | FetchError:
        there = next(self._folder.glob(f"{stem.name}.ndjson*"), None)
        if there is not None:
            # Renamed when it was whole.
            return Downloaded(listed, there, listed.count)
        try:
            found = downloaded(self._connection, listed, stem, needs_token=needs_token)
        except FetchError as error:
            return error
        self._told(f"Came: {found.path.name}")
        return found

    def _faults(self, manifest: ExportManifest, files: list[Downloaded]) -> tuple[str, ...]:
        said = [words for one in files if one.listed.part == "error" for words in _errors_in(one.path)]
        if not manifest.output:
            said.append("The export holds no file: check what the client may read, and the Group.")
        return tuple(said)

    def _finish(self, manifest: ExportManifest, files: list[Downloaded]) -> None:
        """Writes what the folder holds; only now is it an export."""
        lists: dict[str, Any] = {
            part: [
                {"type": one.listed.kind, "url": one.path.name} | ({} if one.lines is None else {"count": one.lines})
                for one in files
                if one.listed.part == part
            ]
            for part in ("output", "deleted")
        }
        errors = [one for one in files if one.listed.part == "error" and _errors_in(one.path)]
        whole = {
            "transactionTime": manifest.transaction_time,
            "request": self._connection.base.at(self._request.path),
            "requiresAccessToken": manifest.needs_token,
            **lists,
            "error": [{"type": "OperationOutcome", "url": one.path.name} for one in errors],
        }
        _write(self._folder / MANIFEST, whole)
        (self._folder / STATE).unlink(missing_ok=True)


def _stem(number: int, listed: ListedFile) -> str:
    """A name of our own: what the server calls its files could lead anywhere."""
    prefix = "" if listed.part == "output" else f"{listed.part}-"
    return f"{number:04d}.{prefix}{listed.kind}"


def _errors_in(path: Path) -> list[str]:
    """What the server says went wrong, of severity error or fatal; the first few, and one line that is unreadable."""
    import gzip

    found: list[str] = []
    with gzip.open(path, "rb") if path.name.endswith(".gz") else path.open("rb") as file:
        for line in file:
            if not line.strip() or len(found) >= _MOST_SAID:
                continue
            try:
                value = read_json(line).value
            except UnreadableError:
                found.append("An error of the export that cannot be read.")
                continue
            if not _is_remark(value):
                found += outcome_words(value) or ("An error of the export that says nothing.",)
    return found[:_MOST_SAID]


def _is_remark(value: object) -> bool:
    """Whether this is an outcome that reports no error; what is none, or says nothing, may hold anything."""
    if not isinstance(value, dict) or value.get("resourceType") != "OperationOutcome":
        return False
    return bool(as_list(value.get("issue"))) and not is_grave(value)


def _json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _write(path: Path, value: dict[str, Any]) -> None:
    """Whole or not at all, and readable by its owner only: an address may be all that a file asks for."""
    new = path.with_name(f"{path.name}.new")
    new.touch(0o600)
    new.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
    new.replace(path)
