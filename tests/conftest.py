"""What every test gets: no network, a zone that is not UTC, golden files that change only on request."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import settings

GOLDEN = Path(__file__).parent / "golden"

# A library that looks at the machine's zone, or takes today for the order's day, is caught most surely where the
# calendar day differs from that of UTC for half of the day.
os.environ["TZ"] = "Pacific/Kiritimati"
time.tzset()

# A time limit for a single example would measure the machine, not the code.
settings.register_profile("labelcheck", deadline=None)
settings.load_profile("labelcheck")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files from what the code answers now"
    )


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuses every connection that leaves this machine, and every look-up of a name."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def refuse_beyond_this_machine(address: object) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if host is not None and host != "localhost" and not ip_address(host).is_loopback:
            pytest.fail("a test tried to reach the network")

    def guarded_connect(self: socket.socket, address: object) -> None:
        refuse_beyond_this_machine(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        refuse_beyond_this_machine(address)
        return connect_ex(self, address)

    def guarded_look_up(host: object, *arguments: object, **options: object) -> object:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in (None, "", "localhost") and not _is_loopback(str(name)):
            pytest.fail("a test tried to look up a name on the network")
        return look_up(host, *arguments, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


def _is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with a file of `tests/golden`, which is written only by `pytest --update-golden`."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return
        if not path.exists():
            pytest.fail(f"there is no golden file {name}: write it with --update-golden and read it before trusting it")
        assert text == path.read_text(encoding="utf-8")

    return compare
