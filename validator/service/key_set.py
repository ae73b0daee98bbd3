"""The public keys of one client: from a JWKS file, or from the one address (jku) the site has allowed for it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from jwt import PyJWK
from jwt.exceptions import PyJWTError

from validator.client.fault import FetchError
from validator.client.origin import BaseUrl
from validator.client.patience import Deadline
from validator.client.settings import ClientSettings
from validator.client.transport import Transport

_KINDS = {"ES384": "EC", "RS384": "RSA"}
_FRESH = 3600.0
_PATIENCE = 60.0
"""Seconds before a key that is not in the set makes us ask for the set again."""
_MOST_BYTES = 200_000
_SECONDS = 4.0


class KeysWantedError(Exception):
    """The keys have to be asked for at their address before they can be looked up: `ask` does it and may wait."""

    def __init__(self, ask: Callable[[], None]) -> None:
        super().__init__("the keys have to be asked for")
        self.ask = ask


class KeySet(Protocol):
    """Where keys are looked up."""

    def keys(self, key_id: str | None, algorithm: str) -> list[PyJWK]:
        """The keys that may have signed; empty when none is known. Waits for nobody. Raises KeysWantedError."""


class FileKeySet:
    """Keys in a file. Read again when the file changes, so that keys can be replaced while the service runs."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changed: float | None = None
        self._keys: list[dict[str, Any]] = []
        self._lock = threading.Lock()
        self._read()
        if not any(_matching(self._keys, None, algorithm) for algorithm in _KINDS):
            raise ValueError("it holds no key for ES384 or RS384")

    def keys(self, key_id: str | None, algorithm: str) -> list[PyJWK]:
        """The keys of the file as it is now; the ones read last while it cannot be read."""
        with self._lock:
            with suppress(OSError, ValueError):
                self._read()
            return _matching(self._keys, key_id, algorithm)

    def _read(self) -> None:
        changed = self._path.stat().st_mtime
        if changed != self._changed:
            self._keys = _listed(json.loads(self._path.read_bytes()))
            self._changed = changed


class UrlKeySet:
    """Keys at one https address (http on this machine), asked for without following redirects and kept for an hour."""

    def __init__(self, url: str, clock: Callable[[], float] = time.monotonic) -> None:
        base = BaseUrl(url)
        if not base.is_private:
            raise ValueError("the address of a key set is an https address")
        self.url = url
        self._transport = Transport(
            ClientSettings(
                server=url,
                auth="none",
                connect_seconds=_SECONDS,
                read_seconds=_SECONDS,
                retries=0,
                max_bytes=_MOST_BYTES,
                workers=1,
            )
        )
        self._clock = clock
        self._asked: float | None = None
        self._asking_until = 0.0
        self._keys: list[dict[str, Any]] = []
        self._lock = threading.Lock()

    def keys(self, key_id: str | None, algorithm: str) -> list[PyJWK]:
        """The keys of the set. Raises KeysWantedError when it is old, or does not hold the key and was not just asked
        for. One caller asks; meanwhile whoever has a key that is known goes on with it.
        """
        found = _matching(self._keys, key_id, algorithm)
        asked, now = self._asked, self._clock()
        age = None if asked is None else now - asked
        is_asking = now < self._asking_until
        if found and (age is None or age <= _FRESH or is_asking):
            return found
        if not found and age is not None and age <= _PATIENCE and not is_asking:
            return []
        self._asking_until = now + 2 * _SECONDS
        raise KeysWantedError(partial(self._ask_once, asked))

    def _ask_once(self, before: float | None) -> None:
        """Asks, unless another caller has done it since `before`."""
        with self._lock:
            if self._asked == before:
                self._ask()
                self._asked = self._clock()
            self._asking_until = 0.0

    def _ask(self) -> None:
        # The keys known so far stay: a key server that is away must not lock everyone out.
        with suppress(FetchError, ValueError), Deadline(_SECONDS).watched():
            reply = self._transport.send("GET", self.url, "JWKS", headers={"Accept": "application/json"})
            if reply.status == 200:
                self._keys = _listed(json.loads(reply.body))


def key_set(source: str) -> KeySet:
    """The key set of a client. Raises ValueError, OSError for a file that cannot be used."""
    if source.startswith(("http://", "https://")):
        return UrlKeySet(source)
    return FileKeySet(Path(source))


def _listed(data: object) -> list[dict[str, Any]]:
    listed = data.get("keys") if isinstance(data, dict) else None
    if not isinstance(listed, list):
        raise ValueError("a JWKS is an object with a list of keys")
    return [one for one in listed if isinstance(one, dict)]


def _matching(keys: list[dict[str, Any]], key_id: str | None, algorithm: str) -> list[PyJWK]:
    found = []
    for one in keys:
        if one.get("kty") != _KINDS[algorithm] or one.get("use", "sig") != "sig":
            continue
        if algorithm == "ES384" and one.get("crv") != "P-384":
            continue
        if key_id is not None and "kid" in one and one["kid"] != key_id:
            continue
        try:
            found.append(PyJWK(one, algorithm=algorithm))
        except (PyJWTError, ValueError, KeyError, TypeError):
            continue
    return found
