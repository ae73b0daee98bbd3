"""The file of an SQLite record: whether it still is the one that was opened, and why nothing can be stored in it.

A process goes on writing into a file that was deleted or written over, and SQLite says that all is stored.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from sqlite3 import (
    SQLITE_BUSY,
    SQLITE_CANTOPEN,
    SQLITE_CORRUPT,
    SQLITE_FULL,
    SQLITE_IOERR,
    SQLITE_LOCKED,
    SQLITE_NOTADB,
    SQLITE_PERM,
    SQLITE_READONLY,
    DatabaseError,
    connect,
)

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

_HEADER = b"SQLite format 3\0"
"""Source: SQLite, Database File Format, 1.3."""
NO_DATABASE = "no-database"
_READ_ONLY = "read-only"
_MOVED = "gone"
_REASONS = {
    SQLITE_NOTADB: NO_DATABASE,
    SQLITE_CORRUPT: NO_DATABASE,
    SQLITE_CANTOPEN: "cannot-be-opened",
    SQLITE_READONLY: _READ_ONLY,
    SQLITE_PERM: _READ_ONLY,
    SQLITE_BUSY: "locked",
    SQLITE_LOCKED: "locked",
    SQLITE_FULL: "full",
    SQLITE_IOERR: "cannot-be-written",
}
_IN_WORDS = {NO_DATABASE: "is no SQLite database", _READ_ONLY: "cannot be written to"}


class RecordFileError(OSError):
    """The file is not the one that was opened; `reason` says what became of it, in a word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RecordFile:
    """The file behind an engine; nothing is watched where the record is on a server or in memory."""

    def __init__(self, engine: Engine) -> None:
        self._path = _path_of(engine)
        self._opened: tuple[int, int] | None = None

    def opened(self) -> None:
        """Notes which file it is, after the tables were made in it."""
        if self._path is not None:
            found = self._path.stat()
            self._opened = (found.st_dev, found.st_ino)

    def check(self) -> None:
        """Nothing where the file is the one that was opened. Raises RecordFileError where it is gone or another one,
        which then counts as not opened, or is no database any more.
        """
        if self._path is None or self._opened is None:
            return
        try:
            found = self._path.stat()
            with self._path.open("rb") as file:
                header = file.read(len(_HEADER))
        except FileNotFoundError:
            found, header = None, b""
        if found is None or (found.st_dev, found.st_ino) != self._opened:
            self._opened = None
            raise RecordFileError(_MOVED)
        if header != _HEADER:
            raise RecordFileError(NO_DATABASE)

    @property
    def is_open(self) -> bool:
        """Whether a file was noted, or there is none to note."""
        return self._path is None or self._opened is not None


def why_not_stored(error: BaseException) -> str:
    """Why something was not stored, in a word without any value: of a database's own codes, else the error's type."""
    if isinstance(error, RecordFileError):
        return error.reason
    inner = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(inner, "sqlite_errorcode", None)
    return _REASONS.get(code & 0xFF, type(error).__name__) if isinstance(code, int) else type(error).__name__


def why_unusable(engine: Engine) -> str | None:
    """Why an SQLite file can hold no record, in words: it is something else, a folder, in a folder that is not there,
    or only to be read. None where it can, also where it is only busy, and for a server.
    """
    path = _path_of(engine)
    if path is None:
        return None
    try:
        with closing(connect(path, timeout=0)) as connection:
            connection.execute("PRAGMA schema_version")
            connection.execute("BEGIN IMMEDIATE")
            connection.rollback()
    except DatabaseError as error:
        reason = why_not_stored(error)
        return _IN_WORDS.get(NO_DATABASE if reason == "cannot-be-opened" else reason)
    return None


def _path_of(engine: Engine) -> Path | None:
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path or path == ":memory:" or path.startswith("file:"):
        return None
    return Path(path)
