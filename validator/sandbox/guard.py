"""Who may ask: this page, in this browser, by the name of this machine.

Another web page cannot read the token, and one that makes a name of its own lead here (DNS rebinding) comes with that
name as Host.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

TOKEN = "x-labelcheck-token"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types labelcheck"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""What every answer carries: nothing from elsewhere runs, nothing is kept."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What requests are held to; `token` is made anew for each run and stands in the page."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    @property
    def hosts(self) -> frozenset[str]:
        """The names that this server has."""
        return frozenset({f"127.0.0.1:{self.port}", f"localhost:{self.port}", f"[::1]:{self.port}"})

    def is_named_rightly(self, headers: Mapping[str, str]) -> bool:
        """Whether the Host is this machine's own, and the page that asks, where it is told, is served here."""
        host = headers.get("host", "").lower()
        origin = headers.get("origin")
        return host in self.hosts and origin in (None, f"http://{host}")

    def is_of_the_page(self, headers: Mapping[str, str]) -> bool:
        """Whether the request shows the token of this run."""
        return secrets.compare_digest(headers.get(TOKEN, "").encode(), self.token.encode())
