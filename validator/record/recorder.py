"""Entries on their way to the database: a queue and one thread, so that no check waits for the storage."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from validator.frozen import Frozen
from validator.record.database import is_no_database, migrate, write
from validator.record.record_entry import CheckEntry, FeedbackEntry

_MOST_WAITING = 20_000
_BATCH = 500
_GATHERING_SECONDS = 0.1
"""How long checks wait for others to be stored with. A transaction for each took a quarter of the time of a check."""
_TRIES = 3
_PAUSE = 0.5

RecordEntry = CheckEntry | FeedbackEntry
Lost = Callable[[str, int, str], None]
"""Told of entries that could not be stored: their kind, how many, and the type of the error."""


class _Waiting(Frozen):
    entry: RecordEntry
    stored: Future[bool]


class Recorder:
    """Stores entries in the order they come. Safe in threads. What cannot be stored is told to `lost`, never raised."""

    def __init__(self, engine: Engine, lost: Lost) -> None:
        self._engine = engine
        self._lost = lost
        self._queue: queue.Queue[_Waiting | None] = queue.Queue(_MOST_WAITING)
        self._migrated = False
        self._urgent = threading.Event()
        self._thread = threading.Thread(target=self._run, name="labelcheck-record", daemon=True)
        self._thread.start()

    def put(self, entry: RecordEntry) -> Future[bool]:
        """Takes an entry; the future says whether it was stored."""
        waiting = _Waiting(entry, Future())
        if not self._thread.is_alive():
            self._lose([waiting], "thread")
            return waiting.stored
        try:
            self._queue.put_nowait(waiting)
        except queue.Full:
            self._lose([waiting], "full")
        if isinstance(entry, FeedbackEntry):
            self._urgent.set()
        return waiting.stored

    def is_no_database(self) -> bool:
        """Whether nothing was stored yet and the file is no database, so that nothing ever can be."""
        return not self._migrated and is_no_database(self._engine)

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
        with suppress(SQLAlchemyError, OSError):
            self._migrate()
        while (first := self._queue.get()) is not None:
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

    def _store(self, batch: list[_Waiting]) -> None:
        for attempt in range(1, _TRIES + 1):
            try:
                self._migrate()
                left_out = write(self._engine, [one.entry for one in batch])
            except (SQLAlchemyError, OSError) as error:
                if attempt == _TRIES:
                    self._lose(batch, type(error).__name__)
                    return
                time.sleep(_PAUSE * attempt)
            else:
                if left_out:
                    self._lost("feedback", left_out, "unknown-card")
                for one in batch:
                    one.stored.set_result(True)
                return

    def _migrate(self) -> None:
        if not self._migrated:
            migrate(self._engine)
            self._migrated = True

    def _lose(self, batch: list[_Waiting], why: str) -> None:
        for kind, number in (
            ("check", sum(isinstance(one.entry, CheckEntry) for one in batch)),
            ("feedback", sum(isinstance(one.entry, FeedbackEntry) for one in batch)),
        ):
            if number:
                self._lost(kind, number, why)
        for one in batch:
            one.stored.set_result(False)
