"""The address of the one server that is asked, and what still belongs to it."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
PORTS = {"http": 80, "https": 443}
"""The port of each scheme that goes without saying."""
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

Origin = tuple[str, str, int]
"""Scheme, host in lower case, port."""


def origin_of(url: str) -> Origin | None:
    """Scheme, host and port of an http or https URL; None for anything else."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not host:
        return None
    return (parts.scheme, host.rstrip("."), port or PORTS[parts.scheme])


class BaseUrl:
    """The base URL of a FHIR server, without a last slash.

    Raises ValueError, which never repeats the URL, for one that is not http or https, that nothing can be asked at (a
    blank in it, a port beyond 65535), or that carries credentials, a query or a fragment.
    """

    __slots__ = ("origin", "text")

    def __init__(self, url: str) -> None:
        origin = origin_of(url)
        if origin is None or any(character.isspace() for character in url):
            raise ValueError("The server's address is an http or https URL such as https://ehr.example.org/fhir")
        parts = urlsplit(url)
        if parts.username is not None or parts.password is not None:
            raise ValueError("The server's address must not hold a user name or password")
        if parts.query or parts.fragment:
            raise ValueError("The server's address must not hold a query or a fragment")
        self.text = url.rstrip("/")
        self.origin = origin

    def __str__(self) -> str:
        return self.text

    @property
    def is_private(self) -> bool:
        """Whether what is sent cannot be read on the way: https, or a server on this machine."""
        return self.origin[0] == "https" or self.origin[1] in _LOOPBACK

    def at(self, path: str) -> str:
        """The URL of something below the base."""
        return f"{self.text}/{path}"

    def owns(self, url: str) -> bool:
        """Whether a URL has the server's origin, so that it may be asked and may be shown a token.

        A URL with credentials in it is nobody's: it could make a request look like another's.
        """
        return origin_of(url) == self.origin and "@" not in urlsplit(url).netloc

    def follow(self, url: str, link: str) -> str | None:
        """The absolute URL of a link found at `url`, untouched otherwise; None when it leads to another origin."""
        try:
            target = urljoin(url, link)
        except ValueError:
            return None
        return target if self.owns(target) else None


def id_of(reference: str, resource_type: str, base: BaseUrl | None = None) -> str | None:
    """The id in `x`, `Type/x` or `<base>/Type/x`, with or without `/_history/n`; None for anything else.

    An id that is not a FHIR id is refused, so that nothing given by a user or a server can change the path asked.
    """
    text = reference.partition("/_history/")[0]
    if base is not None and text.startswith(f"{base.text}/"):
        text = text[len(base.text) + 1 :]
    text = text.removeprefix(f"{resource_type}/")
    return text if _ID.fullmatch(text) and text not in (".", "..") else None


def local_reference(reference: str, bases: tuple[str, ...]) -> tuple[str, str] | None:
    """Type and id of a relative reference, or of an absolute one below one of the bases; None for anything else."""
    text = reference.partition("/_history/")[0]
    for base in bases:
        if text.startswith(f"{base}/"):
            text = text[len(base) + 1 :]
            break
    kind, slash, identity = text.partition("/")
    if not slash or not kind.isalpha() or _ID.fullmatch(identity) is None or identity in (".", ".."):
        return None
    return kind, identity
