"""The tests themselves: what they refuse to do."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest


def test_a_test_cannot_reach_the_network():
    with socket.socket() as connection, pytest.raises(pytest.fail.Exception, match="reach the network"):
        connection.connect(("192.0.2.1", 443))


def test_a_test_cannot_look_up_a_name():
    with pytest.raises(pytest.fail.Exception, match="look up a name"):
        socket.getaddrinfo("fhir.example.org", 443)


def test_a_test_can_talk_to_a_server_on_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_the_zone_is_not_utc():
    assert datetime.now(UTC).astimezone().utcoffset().total_seconds() == 14 * 3600
