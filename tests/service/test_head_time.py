"""Connections that send half a request: given a time, and nobody else waits for them."""

from __future__ import annotations

import os
import signal
import socket
import time
from contextlib import suppress

import pytest
from support.cds_call import call_of
from support.running_service import running_service

SIGN = "/cds-services/cabozantinib-order-sign"


@pytest.fixture(scope="module")
def hurried(log_folder):
    with running_service(
        log_folder, "--structure", "read", environment={"LABELCHECK_SERVE_BODY_SECONDS": "1"}
    ) as running:
        yield running


def connected(service):
    host, _, port = service.url.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=20)


def until_closed(connection):
    """What came until the server closed the connection."""
    came = b""
    while part := connection.recv(65536):
        came += part
    return came


@pytest.mark.parametrize("half", [b"", b"G", b"GET /health HTTP/1.1\r\nHost: x\r\nX-Part: "])
def test_half_a_head_is_not_waited_for(hurried, half):
    started = time.monotonic()
    with connected(hurried) as connection:
        connection.sendall(half)
        assert until_closed(connection).startswith(b"HTTP/1.1 408")
    assert 0.5 < time.monotonic() - started < 5


def test_a_head_that_drips_is_not_waited_for(hurried):
    started = time.monotonic()
    with connected(hurried) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nX-Drip: ")
        with suppress(OSError):  # reset or broken pipe, as the network has it
            for _ in range(100):
                connection.sendall(b"a")
                time.sleep(0.1)
    assert time.monotonic() - started < 5


def test_a_head_that_is_too_large_is_refused(hurried):
    with connected(hurried) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nX-Much: " + b"a" * 60_000)
        time.sleep(0.2)
        connection.sendall(b"a" * 6_000)
        assert until_closed(connection).startswith(b"HTTP/1.1 431")


def test_a_head_without_end_is_not_heard_for_long(hurried):
    sent = 0
    with connected(hurried) as connection, suppress(OSError):  # reset or broken pipe, as the network has it
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n")
        while sent < 100_000_000:
            connection.sendall(b"X-Much: " + b"a" * 8000 + b"\r\n")
            sent += 8010
    assert sent < 50_000_000  # what the network itself holds is a few MB


@pytest.mark.parametrize("kilobytes", [1, 32])
def test_a_head_with_a_long_token_is_heard(hurried, kilobytes):
    token = "x" * 1024 * kilobytes
    assert hurried.get("/health", headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_a_second_request_on_the_connection_has_its_own_time(hurried):
    with connected(hurried) as connection:
        for _ in range(2):
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            came = b""
            while b"}" not in came:
                came += connection.recv(65536)
            assert came.startswith(b"HTTP/1.1 200")
            time.sleep(1.3)  # an idle connection has the server's own, longer time
        connection.sendall(b"GET /health HTTP/1.1\r\n")
        started = time.monotonic()
        assert until_closed(connection) == b""
        assert time.monotonic() - started < 5


def test_a_check_that_takes_longer_than_a_head_may_is_answered(log_folder):
    slow = """
import time
import validator.service.consult as consult
whole = consult.Consultant.checked
def answer(self, call, style, **when):
    time.sleep(2)
    return whole(self, call, style, **when)
consult.Consultant.checked = answer
"""
    short = {"LABELCHECK_SERVE_BODY_SECONDS": "1"}
    with running_service(log_folder, "--structure", "read", code=slow, environment=short) as service:
        assert service.sign(call_of("net-adolescent-60mg")).json()["cards"]


def test_processes_that_answer_end_when_the_one_that_started_them_was_killed(log_folder):
    with running_service(log_folder, "--structure", "read", "--workers", "2") as service:
        assert service.get("/health").status_code == 200
        os.kill(service.process.pid, signal.SIGKILL)
        service.process.wait(10)
        ends = time.monotonic() + 20
        while time.monotonic() < ends:
            try:
                connected(service).close()
            except OSError:
                break
            time.sleep(0.2)
        else:
            pytest.fail("the processes still listen")
