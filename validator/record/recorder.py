"""Entries on their way to the database: a queue and one thread, so that no check waits for the storage."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from validator.frozen import Frozen
from validator.record.database import migrate, try_out, write
from validator.record.record_entry import CheckEntry, FeedbackEntry, Stored
from validator.record.record_file import RecordFile, why_not_stored

_MOST_WAITING = 20_000
_BATCH = 500
_GATHERING_SECONDS = 0.1
"""How long checks wait for others to be stored with. A transaction for each took a quarter of the time of a check."""
_TRIES = 3
_PAUSE = 0.5
_NOT_TRIED = "not-tried"
_NO_THREAD = "thread"
_IDLE_SECONDS = 2.0
"""After how long without anything to store it is looked whether something could be stored: a project choice."""

RecordEntry = CheckEntry | FeedbackEntry
Lost = Callable[[str, int, str], None]
"""Told of entries that could not be stored: their kind, how many, and why, in a word."""


class _Waiting(Frozen):
    entry: RecordEntry
    stored: Future[Stored]


class Recorder:
    """Stores entries in the order they come. Safe in threads. What cannot be stored is told to `lost`, never raised."""

    def __init__(self, engine: Engine, lost: Lost) -> None:
        self._engine = engine
        self._lost = lost
        self._queue: queue.Queue[_Waiting | None] = queue.Queue(_MOST_WAITING)
        self._file = RecordFile(engine)
        self._migrated = False
        self._failing: str | None = _NOT_TRIED
        self._tried = threading.Event()
        self._urgent = threading.Event()
        self._thread = threading.Thread(target=self._run, name="labelcheck-record", daemon=True)
        self._thread.start()

    def put(self, entry: RecordEntry) -> Future[Stored]:
        """Takes an entry; the future says what became of it."""
        waiting = _Waiting(entry, Future())
        if not self._thread.is_alive():
            self._lose([waiting], _NO_THREAD)
            return waiting.stored
        try:
            self._queue.put_nowait(waiting)
        except queue.Full:
            self._lose([waiting], "full")
        if isinstance(entry, FeedbackEntry):
            self._urgent.set()
        return waiting.stored

    @property
    def failing(self) -> str | None:
        """Why nothing can be stored, in a word, as it was when it was last tried; None where it can."""
        return self._failing if self._thread.is_alive() else _NO_THREAD

    @property
    def is_file(self) -> bool:
        """Whether the record is a file of this machine, and no server that comes back by itself."""
        return self._engine.dialect.name == "sqlite"

    def wait_until_tried(self, seconds: float) -> None:
        """Waits until it is known whether something can be stored, but no longer than this."""
        self._tried.wait(seconds)

    def close(self, seconds: float) -> None:
        """Stores what is still waiting, within this time."""
        try:
            self._queue.put(None, timeout=seconds)
            self._urgent.set()
        except queue.Full:
            return
        self._thread.join(seconds)
        self._engine.dispose()

    def _run(self) -> None:
        # Before the first check, which would else be stored a second later. Where it fails, each batch tries again.
        self._look()
        self._tried.set()
        while (first := self._next()) is not None:
            batch = [first]
            last = False
            # Whoever sends feedback waits until it is stored.
            self._urgent.wait(_GATHERING_SECONDS)
            self._urgent.clear()
            while len(batch) < _BATCH and not last:
                try:
                    following = self._queue.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    last = True
                else:
                    batch.append(following)
            self._store(batch)
            if last:
                return

    def _next(self) -> _Waiting | None:
        """What is to be stored next, None for the end. While there is nothing it is looked whether it could be."""
        while True:
            try:
                return self._queue.get(timeout=_IDLE_SECONDS)
            except queue.Empty:
                self._look()

    def _look(self) -> None:
        try:
            self._open()
            if self._failing is not None:
                try_out(self._engine)
        except (SQLAlchemyError, OSError) as error:
            self._failing = why_not_stored(error)
        else:
            self._failing = None

    def _store(self, batch: list[_Waiting]) -> None:
        for attempt in range(1, _TRIES + 1):
            try:
                self._open()
                fates = write(self._engine, [one.entry for one in batch])
            except (SQLAlchemyError, OSError) as error:
                self._failing = why_not_stored(error)
                if attempt == _TRIES:
                    self._lose(batch, self._failing)
                    return
                time.sleep(_PAUSE * attempt)
            else:
                self._failing = None
                if left_out := fates.count(Stored.LEFT_OUT):
                    self._lost("feedback", left_out, "unknown-card")
                for one, fate in zip(batch, fates, strict=True):
                    one.stored.set_result(fate)
                return

    def _open(self) -> None:
        """The file as it was opened; a new one where it is gone. Raises RecordFileError and SQLAlchemyError."""
        try:
            self._file.check()
        finally:
            if not self._file.is_open and self._migrated:
                # Its connections lead into the file that nobody sees any more.
                self._engine.dispose()
                self._migrated = False
        if not self._migrated:
            migrate(self._engine)
            self._file.opened()
            self._migrated = True

    def _lose(self, batch: list[_Waiting], why: str) -> None:
        for kind, number in (
            ("check", sum(isinstance(one.entry, CheckEntry) for one in batch)),
            ("feedback", sum(isinstance(one.entry, FeedbackEntry) for one in batch)),
        ):
            if number:
                self._lost(kind, number, why)
        for one in batch:
            one.stored.set_result(Stored.LOST)
