"""Tokens seen, so that none is taken twice; shared by the processes of one service through a file."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from pathlib import Path

_EVERY = 256


class SeenTokens:
    """Remembers tokens until they expire. Safe in threads, and in several processes that use one file."""

    def __init__(self, path: Path | None = None) -> None:
        self._lock = threading.Lock()
        self._calls = 0
        self._database = sqlite3.connect(path or ":memory:", timeout=5, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=WAL")
        # What is lost in a power cut are tokens of the last minutes.
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.execute("CREATE TABLE IF NOT EXISTS seen (token BLOB PRIMARY KEY, until REAL NOT NULL)")

    def is_first(self, issuer: str, token_id: str, *, until: float, now: float) -> bool:
        """Whether this token was not seen before; from now on it was, until it expires."""
        token = hashlib.sha256(f"{issuer}\0{token_id}".encode()).digest()
        with self._lock:
            self._calls += 1
            if self._calls % _EVERY == 1:
                self._database.execute("DELETE FROM seen WHERE until < ?", (now,))
            try:
                self._database.execute("INSERT INTO seen VALUES (?, ?)", (token, until))
            except sqlite3.IntegrityError:
                return False
            return True

    def close(self) -> None:
        """Ends the use of the file."""
        with self._lock:
            self._database.close()
