"""The record in PostgreSQL. Set LABELCHECK_TEST_POSTGRES to a URL of an empty database; `.ci/run` starts one."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Timer
from time import monotonic
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from support.cds_call import call_of
from support.running_service import ROOT, running_service

from validator.cli import main
from validator.record.database import BUSY_SECONDS, RecordUrlError, migrate, open_database, record_key, write
from validator.record.record_entry import CheckEntry, FeedbackEntry
from validator.record.summary import summarize
from validator.verdict import Verdict

URL = os.environ.get("LABELCHECK_TEST_POSTGRES", "")

postgres = pytest.mark.postgres
needs_server = pytest.mark.skipif(not URL, reason="LABELCHECK_TEST_POSTGRES names no PostgreSQL server")


@pytest.fixture
def empty_postgres():
    """The URL of a database that is this test's alone."""
    name = f"labelcheck_{uuid4().hex}"
    server = open_database(URL).execution_options(isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=[postgres, needs_server])])
def database(request, tmp_path):
    """The URL of an empty database, on each of the two servers."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/record.sqlite"
    return request.getfixturevalue("empty_postgres")


def check(*findings, cards=()):
    return CheckEntry(
        datetime(2026, 11, 22, tzinfo=UTC), "order-sign", "0.1.0", Verdict.ERROR, "CABOMETYX", date(2025, 3, 26),
        "a" * 64, "b" * 64, findings, cards,
    )  # fmt: skip


def test_several_processes_may_start_at_once(database):
    def start(_):
        engine = open_database(database)
        migrate(engine)
        engine.dispose()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(start, range(4)))
    assert summarize(open_database(database)).checks == 0


def test_a_process_waits_for_one_that_writes_to_a_new_file(tmp_path):
    """SQLite turns its write-ahead log on only while nobody writes, and does not wait by itself."""
    other = sqlite3.connect(tmp_path / "record.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = Timer(0.3, other.execute, ["COMMIT"])
    release.start()
    engine = open_database(f"sqlite:///{tmp_path}/record.sqlite")
    migrate(engine)
    release.join()
    assert summarize(engine).checks == 0


def test_a_file_that_is_no_database_is_not_waited_for(tmp_path):
    (tmp_path / "record.sqlite").write_bytes(b"no database" * 100)
    before = monotonic()
    with pytest.raises(SQLAlchemyError):
        migrate(open_database(f"sqlite:///{tmp_path}/record.sqlite"))
    assert monotonic() - before < BUSY_SECONDS


def test_processes_that_start_at_once_share_one_secret(tmp_path):
    url = f"sqlite:///{tmp_path}/record.sqlite"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: record_key(url, None), range(32)))
    assert len(keys) == 1
    assert len(keys.pop()) == 64
    assert [path.name for path in tmp_path.iterdir()] == ["record.sqlite.key"]
    assert (tmp_path / "record.sqlite.key").stat().st_mode & 0o77 == 0


def test_rates_are_counted_by_finding_code(database):
    engine = open_database(database)
    migrate(engine)
    cards = [str(uuid4()) for _ in range(3)]
    above = ("dose-above-label", Verdict.ERROR)
    write(engine, [check(above, cards=[(card, Verdict.ERROR)]) for card in cards])
    write(engine, [check(("with-food", Verdict.ERROR))])
    at = datetime(2026, 11, 22, 10, tzinfo=UTC)
    later = datetime(2026, 11, 22, 11, tzinfo=UTC)
    write(
        engine,
        [
            FeedbackEntry(at, "order-sign", cards[0], "accepted"),
            FeedbackEntry(later, "order-sign", cards[0], "overridden", "off-label-use"),
            FeedbackEntry(at, "order-sign", cards[1], "accepted"),
            FeedbackEntry(at, "order-sign", str(uuid4()), "overridden"),
        ],
    )
    found = {one.code: one for one in summarize(engine).codes}
    assert (found["dose-above-label"].fired, found["with-food"].fired) == (3, 1)
    assert (found["dose-above-label"].accepted, found["dose-above-label"].overridden) == (1, 1)
    assert found["dose-above-label"].reasons == (("off-label-use", 1),)
    assert summarize(engine, since=date(2026, 11, 23)).checks == 0
    engine.dispose()


def test_the_tables_of_the_program_are_those_of_the_migrations(database):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from validator.record.table import METADATA

    engine = open_database(database)
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        found = [one for one in compare_metadata(context, METADATA) if "alembic_version" not in str(one)]
    engine.dispose()
    assert found == []


@postgres
@needs_server
def test_the_service_keeps_its_record_in_postgresql(empty_postgres, tmp_path):
    environment = {"LABELCHECK_SERVE_RECORD_KEY": "a synthetic secret of the tests"}
    engine = open_database(empty_postgres)
    options = ("--structure", "read", "--record", empty_postgres, "--workers", "2")
    with running_service(tmp_path, *options, environment=environment) as running:
        for _ in range(10):
            (card,) = running.sign(call_of("net-adolescent-60mg")).json()["cards"]
            told = {"feedback": [{"card": card["uuid"], "outcome": "overridden"}]}
            assert running.post("/cds-services/cabozantinib-order-sign/feedback", json=told).status_code == 200
        running.stop()
    found = summarize(engine)
    engine.dispose()
    assert found.checks == 10
    assert {one.code: one.overridden for one in found.codes}["dose-above-label"] == 10


@pytest.mark.parametrize("held", [b"", b" \n"])
def test_an_empty_key_is_no_key(tmp_path, held):
    (tmp_path / "record.sqlite.key").write_bytes(held)
    with pytest.raises(RecordUrlError, match="empty"):
        record_key(f"sqlite:///{tmp_path}/record.sqlite", None)


@pytest.mark.parametrize("given", ["", "x" * 15, f"{'x' * 15} "])
def test_a_secret_that_can_be_found_by_trying_is_refused_and_never_repeated(tmp_path, given):
    url = f"sqlite:///{tmp_path}/record.sqlite"
    with pytest.raises(RecordUrlError, match="too short") as refused:
        record_key(url, given)
    assert "xxx" not in str(refused.value)
    assert record_key(url, "x" * 16) == b"x" * 16


def test_a_record_that_is_no_file_needs_a_key():
    with pytest.raises(RecordUrlError, match=r"record_key: .* as LABELCHECK_SERVE_RECORD_KEY"):
        record_key("postgresql://user:secret@db.example.org/record", None)


@pytest.mark.parametrize("url", ["no url", "mysql://user:secret@db.example.org/record"])
def test_a_url_that_cannot_be_used_is_refused_without_repeating_it(url):
    with pytest.raises(RecordUrlError) as refused:
        open_database(url)
    assert "secret" not in str(refused.value)


def test_a_summary_of_nothing_makes_no_file(tmp_path):
    command = [sys.executable, "-c", "from validator.cli import main; main()", "record", "summary", "--format", "text"]
    url = f"sqlite:///{tmp_path}/record.sqlite"
    done = subprocess.run(
        [*command, "--record", url], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    where = f"There is no record at {tmp_path}/record.sqlite: labelcheck serve --record begins one.\n"
    assert (done.returncode, done.stdout, done.stderr) == (3, "", where)
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_may_not_be_looked_for_is_said_in_words():
    asked = CliRunner().invoke(main, ["record", "summary", "--record", f"sqlite:///{'x' * 300}"])
    assert (asked.exit_code, asked.stderr) == (3, "The record could not be read: File name too long.\n")


def test_a_database_that_holds_no_record_is_told_from_one_without_orders(tmp_path):
    url = f"sqlite:///{tmp_path}/record.sqlite"
    asked = ["record", "summary", "--format", "text", "--record", url]
    (tmp_path / "record.sqlite").touch()
    other = CliRunner().invoke(main, asked)
    where = "There is no record at this address: labelcheck serve --record begins one.\n"
    assert (other.exit_code, other.stdout, other.stderr) == (3, "", where)
    engine = open_database(url)
    migrate(engine)
    engine.dispose()
    empty = CliRunner().invoke(main, asked)
    assert (empty.exit_code, empty.stdout, empty.stderr) == (0, "No order is in the record.\n", "")


def test_a_summary_as_data_tells_no_record_from_an_empty_one(tmp_path):
    url = f"sqlite:///{tmp_path}/record.sqlite"
    asked = ["record", "summary", "--format", "json", "--record", url]
    lacking = CliRunner().invoke(main, asked)
    assert (lacking.exit_code, json.loads(lacking.stdout)) == (
        3,
        {"record": "none", "checks": 0, "verdicts": {}, "codes": []},
    )
    engine = open_database(url)
    migrate(engine)
    engine.dispose()
    empty = CliRunner().invoke(main, asked)
    assert (empty.exit_code, json.loads(empty.stdout)) == (
        0,
        {"record": "kept", "checks": 0, "verdicts": {}, "codes": []},
    )
