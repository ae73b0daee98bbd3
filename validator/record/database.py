"""The database of the record: SQLite by default, PostgreSQL by URL. Its tables are made by the migrations beside it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from sqlite3 import SQLITE_BUSY, OperationalError
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from validator.record.record_entry import CheckEntry, FeedbackEntry, Stored
from validator.record.table import CARDS, CHECKS, FEEDBACK, FINDINGS, LONGEST_SUGGESTION

BUSY_SECONDS = 10
"""How long a process waits for another that writes to the same SQLite file."""
_AGAIN_SECONDS = 0.02

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 0x6C61_6265
"""Several processes start at once: on PostgreSQL the first one migrates under this advisory lock."""


class RecordUrlError(ValueError):
    """The URL of the record cannot be used; the message does not repeat it, since it may hold a password."""


def open_database(url: str) -> Engine:
    """An engine for the record. Nothing is connected yet. Raises RecordUrlError."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise RecordUrlError("record: expected a URL such as sqlite:///record.sqlite or postgresql://...") from None
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise RecordUrlError("record: SQLite and PostgreSQL are supported.")
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _prepare_sqlite)
        return engine
    return create_engine(parsed, pool_pre_ping=True, connect_args={"connect_timeout": 5})


def open_record(url: str) -> Engine:
    """An engine to read the record with; an SQLite file that does not exist is not made. Raises RecordUrlError."""
    return create_engine("sqlite://") if lacking_file(url) else open_database(url)


def lacking_file(url: str) -> str:
    """The SQLite file of the record where it is not there, so that a wrong folder is not taken for a record without
    orders; empty where there is one, or a server. Raises RecordUrlError.
    """
    engine = open_database(url)
    file = engine.url.database
    is_lacking = engine.dialect.name == "sqlite" and file and file != ":memory:" and not Path(file).exists()
    return file or "" if is_lacking else ""


def migrate(engine: Engine) -> None:
    """Brings the tables to the newest revision, one process at a time. Raises SQLAlchemyError."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        else:
            connection.execute(text("BEGIN IMMEDIATE"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def try_out(engine: Engine) -> None:
    """Writes, without changing anything. Raises SQLAlchemyError where nothing can be stored."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))


MOST_UNKNOWN = 10_000
"""Feedback on cards that are not in the record, kept all the same: it may have come before its check was stored."""


def write(engine: Engine, entries: Sequence[CheckEntry | FeedbackEntry]) -> tuple[Stored, ...]:
    """Stores all entries, or none of them; feedback on cards that nobody knows only up to MOST_UNKNOWN. Returns what
    became of each. Raises SQLAlchemyError.
    """
    checks: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    cards: list[dict[str, Any]] = []
    feedback: list[dict[str, Any]] = []
    for entry in entries:
        match entry:
            case CheckEntry():
                checks.append(_check(entry, identity := str(uuid4())))
                findings += [
                    {"id": str(uuid4()), "check_id": identity, "code": code, "verdict": verdict.value}
                    for code, verdict in entry.findings
                ]
                cards += [
                    {"uuid": card, "check_id": identity, "verdict": verdict.value, "headline": entry.headline}
                    for card, verdict in entry.cards
                ]
            case FeedbackEntry():
                feedback.append(_feedback(entry))
    with engine.begin() as connection:
        for table, rows in ((CHECKS, checks), (FINDINGS, findings), (CARDS, cards)):
            if rows:
                connection.execute(insert(table), rows)
        fates = _bounded(connection, feedback)
        kept = [row for row, fate in zip(feedback, fates, strict=True) if fate is not Stored.LEFT_OUT]
        if kept:
            connection.execute(insert(FEEDBACK), kept)
    of_feedback = iter(fates)
    return tuple(next(of_feedback) if isinstance(entry, FeedbackEntry) else Stored.KEPT for entry in entries)


def _bounded(connection: Connection, feedback: list[dict[str, Any]]) -> list[Stored]:
    """What becomes of each row: all on known cards are kept, those on unknown ones as long as there is room."""
    named = {row["card"] for row in feedback}
    known = set(connection.execute(select(CARDS.c.uuid).where(CARDS.c.uuid.in_(named))).scalars()) if named else set()
    if named <= known:
        return [Stored.KEPT] * len(feedback)
    stray = select(FEEDBACK.c.id).outerjoin(CARDS, CARDS.c.uuid == FEEDBACK.c.card).where(CARDS.c.uuid.is_(None))
    counted = connection.execute(select(func.count()).select_from(stray.limit(MOST_UNKNOWN).subquery())).scalar_one()
    room = MOST_UNKNOWN - counted
    fates = []
    for row in feedback:
        if row["card"] in known:
            fates.append(Stored.KEPT)
        else:
            fates.append(Stored.STRAY if room > 0 else Stored.LEFT_OUT)
            room -= 1
    return fates


def _check(entry: CheckEntry, identity: str) -> dict[str, Any]:
    return {
        "id": identity,
        "at": entry.at.replace(tzinfo=None),
        "origin": entry.origin,
        "engine": entry.engine,
        "verdict": entry.verdict.value,
        "product": entry.product,
        "revision": entry.revision,
        "order_key": entry.order_key,
        "patient_key": entry.patient_key,
    }


def _feedback(entry: FeedbackEntry) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "at": entry.at.replace(tzinfo=None),
        "origin": entry.origin,
        "card": entry.card,
        "outcome": entry.outcome,
        "reason": entry.reason,
        "suggestion": ",".join(sorted(entry.suggestions))[:LONGEST_SUGGESTION] or None,
    }


_SHORTEST_KEY = 16
"""Characters of a secret: 16 that are drawn at random hold the 112 bits that NIST SP 800-107 asks of a keyed hash."""


def record_key(url: str, given: str | None) -> bytes:
    """The secret of the keyed hashes: the one given, else for SQLite one kept in a file beside the database.

    The file is made at first use, for its owner's eyes only. Raises RecordUrlError where there is neither, or an empty
    or short one, with which anybody could make the hashes; OSError where the file cannot be made.
    """
    if given is not None:
        if len(given.strip()) < _SHORTEST_KEY:
            raise RecordUrlError(
                f"record_key: the secret in LABELCHECK_SERVE_RECORD_KEY is too short; give {_SHORTEST_KEY} characters"
                " or more, such as `openssl rand -hex 32` makes."
            )
        return given.encode()
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise RecordUrlError(
            "record_key: needed for a record that is not an SQLite file. Set it in the environment, as"
            " LABELCHECK_SERVE_RECORD_KEY."
        )
    path = Path(f"{parsed.database}.key")
    if not path.exists():
        _make_key(path)
    key = path.read_bytes()
    if not key.strip():
        raise RecordUrlError("record_key: the file of the key beside the record is empty; remove it for a new one.")
    return key


def _make_key(path: Path) -> None:
    """Writes a new secret beside its place and puts it there whole: no other process ever reads half of it."""
    draft = path.with_name(f"{path.name}.{uuid4().hex}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first, and its secret is the one to use
    finally:
        draft.unlink()


def _prepare_sqlite(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    # Several processes write: readers and one writer do not wait for each other this way.
    _write_ahead(cursor)
    # Feedback is answered as stored, so it has to outlast a power cut; checks are stored many at a time.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Turns on the write-ahead log. SQLite's own timeout does not wait here where another process is about to write to
    a file that does not have one yet: two that start at once. Raises OperationalError when it stays locked.
    """
    until = monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except OperationalError as error:
            if error.sqlite_errorcode & 0xFF != SQLITE_BUSY or monotonic() >= until:
                raise
            sleep(_AGAIN_SECONDS)
        else:
            return
