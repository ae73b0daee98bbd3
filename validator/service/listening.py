"""Whether the address that a service is to listen on can be had."""

from __future__ import annotations

import errno
import socket
from contextlib import closing

from validator.frozen import Frozen

_WHY = {
    errno.EADDRINUSE: "port {port} of {host} is taken by another process",
    errno.EADDRNOTAVAIL: "host: {host} is no address of this machine",
    errno.EACCES: "port {port} of {host} may not be used by this user",
}


class Unheard(Frozen):
    """Why nothing can listen somewhere: the name of the system's error, and in words."""

    error: str
    words: str


def unheard_at(host: str, port: int) -> Unheard | None:
    """Why nothing could listen there now; None where it could. A port of 0 is any that is free."""
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        return Unheard("unresolved", f"host: {host} cannot be resolved")
    for family, kind, protocol, _, address in places:
        try:
            tried = socket.socket(family, kind, protocol)
        except OSError:
            # The server passes over a family of addresses that the system has not, as asyncio does.
            continue
        with closing(tried):
            try:
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    tried.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                tried.bind(address)
            except OSError as error:
                why = _WHY.get(error.errno or 0, "port {port} of {host} cannot be had")
                return Unheard(errno.errorcode.get(error.errno or 0, "OSError"), why.format(host=host, port=port))
    return None
