"""A record that cannot be kept: what became of its file is told, and it is kept again as soon as it can be."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import event

from validator.record import database, recorder
from validator.record.database import migrate, open_database
from validator.record.record_entry import FeedbackEntry, Stored
from validator.record.record_file import why_unusable
from validator.record.recorder import Recorder

WAIT = 20.0


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(recorder, "_IDLE_SECONDS", 0.05)
    monkeypatch.setattr(recorder, "_PAUSE", 0.01)
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)


class Kept:
    """A recorder on a file, and what it lost."""

    def __init__(self, url):
        self.engine = open_database(url)
        self.lost = []
        self.recorder = Recorder(self.engine, lambda *told: self.lost.append(told))
        self.recorder.wait_until_tried(WAIT)

    def stored(self):
        told = FeedbackEntry(datetime.now(UTC), "cabozantinib-order-sign", str(uuid4()), "accepted")
        return self.recorder.put(told).result(WAIT) is not Stored.LOST

    def comes_to(self, failing):
        ends = time.monotonic() + WAIT
        while self.recorder.failing != failing and time.monotonic() < ends:
            time.sleep(0.01)
        return self.recorder.failing == failing


@pytest.fixture
def file(tmp_path):
    return tmp_path / "record.sqlite"


@pytest.fixture
def kept(file):
    one = Kept(f"sqlite:///{file}")
    assert one.recorder.failing is None
    yield one
    one.recorder.close(5)


def feedback_in(file):
    with closing(sqlite3.connect(file)) as opened:
        return opened.execute("SELECT count(*) FROM feedback").fetchone()[0]


def test_a_file_that_can_be_written_is_kept_and_looked_at_without_a_change(kept, file):
    assert kept.stored()
    time.sleep(0.3)
    assert kept.recorder.failing is None
    assert feedback_in(file) == 1


def test_a_file_that_is_deleted_is_not_written_into_where_nobody_sees_it(kept, file):
    assert kept.stored()
    for one in file.parent.glob("record.sqlite*"):
        one.unlink()
    assert kept.stored()
    assert feedback_in(file) == 1


def test_a_file_that_is_put_in_its_place_is_the_record_from_then_on(kept, file, tmp_path):
    assert kept.stored()
    other = tmp_path / "other.sqlite"
    engine = open_database(f"sqlite:///{other}")
    migrate(engine)
    engine.dispose()
    for one in file.parent.glob("record.sqlite*"):
        one.unlink()
    other.rename(file)
    assert kept.stored()
    assert feedback_in(file) == 1


def test_a_file_that_is_written_over_is_no_database_and_is_left_alone(kept, file):
    assert kept.stored()
    words = b"no database any more" * 1000
    file.write_bytes(words)
    assert kept.comes_to("no-database")
    assert not kept.stored()
    assert kept.lost == [("feedback", 1, "no-database")]
    assert file.read_bytes() == words


def test_a_full_disk_is_told_and_the_record_goes_on_when_there_is_room_again(file):
    most = {"pages": 4096}
    engine = open_database(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()

    def bounded(connection, *_):
        connection.execute(f"PRAGMA max_page_count={most['pages']}")

    one = Kept(f"sqlite:///{file}")
    try:
        event.listen(one.engine, "checkout", bounded)
        with closing(sqlite3.connect(file)) as opened:
            most["pages"] = opened.execute("PRAGMA page_count").fetchone()[0]
        assert not all(one.stored() for _ in range(100))
        assert one.lost[-1] == ("feedback", 1, "full")
        most["pages"] = 4096
        assert one.comes_to(None)
        assert one.stored()
    finally:
        one.recorder.close(5)


def test_a_file_that_can_only_be_read_is_told_before_anything_is_lost(file):
    Kept(f"sqlite:///{file}").recorder.close(5)
    one = Kept(f"sqlite:///file:{file}?mode=ro&uri=true")
    assert one.recorder.failing == "read-only"
    assert not one.lost
    one.recorder.close(5)


def test_a_file_that_another_holds_is_locked_until_it_lets_go(kept, file):
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert not kept.stored()
    assert kept.recorder.failing == "locked"
    other.execute("ROLLBACK")
    assert kept.comes_to(None)
    assert kept.stored()


def test_a_server_that_is_away_is_told_and_is_no_file():
    one = Kept("postgresql://nobody@127.0.0.1:9/nothing")
    assert one.recorder.failing == "OperationalError"
    assert not one.recorder.is_file
    one.recorder.close(5)


@pytest.mark.parametrize("content", [None, b"", b"a record of something else" * 100])
def test_before_the_start_only_what_is_no_database_is_unusable(file, content):
    if content is not None:
        file.write_bytes(content)
    why = why_unusable(open_database(f"sqlite:///{file}"))
    assert why == ("is no SQLite database" if content else None)
    with closing(sqlite3.connect(":memory:" if content else file)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert why_unusable(open_database(f"sqlite:///{file}")) == why
