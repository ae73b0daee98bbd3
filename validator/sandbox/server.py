"""The sandbox as a process: one port of this machine, chosen free, until it is stopped."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from validator.profiles import Profiles
from validator.sandbox.guard import Guard

if TYPE_CHECKING:
    from validator.client.settings import ClientSettings

HOST = "127.0.0.1"


class PortTakenError(OSError):
    """The port that was asked for cannot be had."""


def listen(port: int) -> socket.socket:
    """A socket that listens on this port of the loopback, on a free one for 0. Raises PortTakenError."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        raise PortTakenError(f"port {port} cannot be had") from error
    return listening


def run(
    profiles: Profiles,
    listening: socket.socket,
    opened: Callable[[str], None],
    servers: Mapping[str, ClientSettings],
) -> None:
    """Answers until it is stopped. `opened` is told the address as soon as it can be asked; `servers` may be asked."""
    import uvicorn

    from validator.sandbox.app import application

    port = listening.getsockname()[1]
    config = uvicorn.Config(
        application(profiles, Guard(port), servers),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
        h11_max_incomplete_event_size=65_536,
    )
    listening.listen()
    opened(f"http://{HOST}:{port}/")
    # Ctrl-C is how a person ends it, and no check was broken off by that.
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])
