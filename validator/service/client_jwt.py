"""Who calls: the client's signed token, checked to the letter.

Source: CDS Hooks 2.0, Trusting CDS Clients; RFC 7519, RFC 8725.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

import jwt
from jwt import PyJWK
from jwt.exceptions import (
    ExpiredSignatureError,
    ImmatureSignatureError,
    InvalidAudienceError,
    InvalidIssuerError,
    InvalidSignatureError,
    MissingRequiredClaimError,
    PyJWTError,
)

from validator.service.key_set import KeySet, UrlKeySet, key_set
from validator.service.replay import SeenTokens

ALGORITHMS = ("ES384", "RS384")
"""What CDS Hooks recommends. `none` and HMAC are refused: the service holds no secret of a client."""

LEEWAY = 30
"""Seconds by which the clocks may differ."""
LONGEST_MINUTES = 15.0
"""Minutes between iat and exp that are taken. CDS Hooks recommends five; clients are known to send fifteen."""

_REQUIRED = ["iss", "aud", "exp", "iat", "jti"]
_LONGEST_ID = 256
_WHY: tuple[tuple[type[PyJWTError], str], ...] = (
    (ExpiredSignatureError, "expired"),
    (ImmatureSignatureError, "not-yet-valid"),
    (InvalidAudienceError, "audience"),
    (InvalidIssuerError, "issuer"),
    (InvalidSignatureError, "signature"),
    (MissingRequiredClaimError, "claim-missing"),
)


class RefusedError(Exception):
    """The caller is not let in. The text is one word for log and metrics, and holds nothing of the token."""


class Trust:
    """The clients a service trusts: an issuer, and the keys that are this issuer's alone."""

    def __init__(self, clients: Mapping[str, KeySet], seen: SeenTokens, longest_minutes: float) -> None:
        self._clients = dict(clients)
        self._seen = seen
        self._longest = longest_minutes * 60

    def verify(self, authorization: str | None, audiences: Iterable[str], *, now: float) -> str:
        """The issuer of the token in an Authorization header, which is taken this once. Raises RefusedError, and
        KeysWantedError where the client's keys have to be asked for first.

        `audiences` are the addresses that were called, as the client may write them; `now` is in seconds since 1970.
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise RefusedError("no-token")
        token = token.strip()
        try:
            header = jwt.get_unverified_header(token)
            stated = jwt.decode(token, options={"verify_signature": False}).get("iss")
        except PyJWTError:
            raise RefusedError("malformed") from None
        algorithm, key_id = header.get("alg"), header.get("kid")
        if algorithm not in ALGORITHMS:
            raise RefusedError("algorithm")
        keys = self._clients.get(stated) if isinstance(stated, str) else None
        if keys is None or not isinstance(stated, str):
            raise RefusedError("issuer")
        if isinstance(keys, UrlKeySet) and header.get("jku") not in (None, keys.url):
            raise RefusedError("key-address")
        known = keys.keys(key_id if isinstance(key_id, str) else None, algorithm)
        claims = _verified(token, known, algorithm, issuer=stated, audiences=audiences)
        issued, expires, token_id = claims["iat"], claims["exp"], claims["jti"]
        # The library also takes times that are written as text.
        if not all(_is_time(claims[name]) for name in ("iat", "exp", "nbf") if name in claims):
            raise RefusedError("malformed")
        # The leeway is for clocks that differ; these were written by one clock.
        if expires < issued or expires < claims.get("nbf", issued):
            raise RefusedError("ends-before-it-begins")
        if expires - issued > self._longest + LEEWAY:
            raise RefusedError("lives-too-long")
        if not _is_token_id(token_id):
            raise RefusedError("token-id")
        if not self._seen.is_first(stated, token_id, until=expires + LEEWAY, now=now):
            raise RefusedError("replayed")
        return stated


def _is_time(claim: object) -> bool:
    return isinstance(claim, int | float) and not isinstance(claim, bool) and isfinite(claim)


def _is_token_id(claim: object) -> bool:
    # Half a surrogate pair can stand in JSON, but is no text that could be remembered.
    return isinstance(claim, str) and 0 < len(claim) <= _LONGEST_ID and claim.isprintable()


class KeysError(ValueError):
    """The keys of a client cannot be used; the text names the client and where its keys were looked for."""


def trust_in(clients: Iterable[str], seen: SeenTokens, longest_minutes: float = LONGEST_MINUTES) -> Trust | None:
    """The trust that settings describe (ISSUER=FILE, ISSUER=URL); None without any. Raises KeysError."""
    found = {}
    for one in clients:
        issuer, _, source = one.partition("=")
        try:
            found[issuer] = key_set(source)
        except (OSError, ValueError) as error:
            raise KeysError(f"clients: the key set of {issuer} cannot be used: {source} ({_trouble(error)})") from None
    return Trust(found, seen, longest_minutes) if found else None


def _trouble(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case IsADirectoryError():
            return "it is a folder"
        case PermissionError():
            return "it may not be read"
        case json.JSONDecodeError() | UnicodeDecodeError():
            return "it is no JSON"
        case ValueError():
            return str(error)
        case _:
            return type(error).__name__


def _verified(
    token: str, keys: list[PyJWK], algorithm: str, *, issuer: str, audiences: Iterable[str]
) -> dict[str, Any]:
    why = "key-unknown"
    for key in keys:
        try:
            return jwt.decode(
                token,
                key.key,
                algorithms=[algorithm],
                audience=list(audiences),
                issuer=issuer,
                leeway=LEEWAY,
                options={"require": _REQUIRED},
            )
        except OverflowError:
            # A time without end: JSON has no such number, but the library's reader takes one.
            raise RefusedError("malformed") from None
        except PyJWTError as error:
            why = next((word for kind, word in _WHY if isinstance(error, kind)), "malformed")
            if why != "signature":
                break
    raise RefusedError(why)
