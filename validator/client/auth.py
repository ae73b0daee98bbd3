"""Who we are to the server. What proves it is shown to nobody else: not to a log, an error or another server."""

from __future__ import annotations

from base64 import b64encode
from typing import Protocol

from validator.client.origin import BaseUrl
from validator.client.transport import Transport


class Auth(Protocol):
    """A way to prove who asks."""

    def header(self, base: BaseUrl, transport: Transport) -> str | None:
        """The value of the Authorization header; None to send none. Raises FetchError when it cannot be had."""

    def renew(self, used: str | None) -> bool:
        """After a 401: forgets the header value that was used. True when asking again may now succeed."""


class NoAuth:
    """An open server."""

    def header(self, base: BaseUrl, transport: Transport) -> str | None:  # noqa: ARG002
        """None."""
        return None

    def renew(self, used: str | None) -> bool:  # noqa: ARG002
        """There is nothing to renew."""
        return False


class _Fixed:
    """A header value that was given once."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"

    def __reduce__(self) -> str:
        # Copied or pickled it could end up in a cache or a crash report.
        raise TypeError("credentials are not copied")

    def header(self, base: BaseUrl, transport: Transport) -> str | None:  # noqa: ARG002
        """The value given."""
        return self._value

    def renew(self, used: str | None) -> bool:  # noqa: ARG002
        """What was given is all there is."""
        return False


class Bearer(_Fixed):
    """A token that was obtained elsewhere. Raises ValueError, without the token, for one that cannot be a header."""

    def __init__(self, token: str) -> None:
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise ValueError("The token is empty or holds what a header cannot carry")
        super().__init__(f"Bearer {token}")


class Basic(_Fixed):
    """A user name and password. Raises ValueError for a user name with a colon."""

    def __init__(self, username: str, password: str) -> None:
        if ":" in username:
            raise ValueError("A user name for basic authentication has no colon")
        super().__init__("Basic " + b64encode(f"{username}:{password}".encode()).decode("ascii"))
