"""SMART Backend Services: a token for a system, asked for with a signed assertion and kept until it expires.

Source: SMART App Launch 2.2, Backend Services and Asymmetric Authentication.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from validator.client.fault import FetchError
from validator.client.origin import BaseUrl, origin_of
from validator.client.outcome_words import shown
from validator.client.patience import pause, time_left
from validator.client.transport import Reply, Transport
from validator.fhir.json_text import UnreadableError, read_json

if TYPE_CHECKING:
    from jwt import PyJWK

SCOPES = (
    "system/Patient.rs system/Condition.rs system/Observation.rs system/MedicationRequest.rs "
    "system/MedicationStatement.rs system/MedicationAdministration.rs system/Medication.rs system/Procedure.rs "
    "system/ServiceRequest.rs system/QuestionnaireResponse.rs system/AllergyIntolerance.rs "
    "system/ResearchSubject.rs system/DeviceUseStatement.rs system/Encounter.rs"
)
"""The minimum: reading and searching what a check looks at, nothing written."""

_WHAT = "access token"
_ASSERTION_SECONDS = 240
"""Below the five minutes SMART allows, so that a clock a little ahead of the server's is no reason to be refused."""
_SAFETY = 0.1
_MOST_SAFETY = 30.0
_ALGORITHMS = {"RSA": "RS384", "EC": "ES384"}
_TRIED_AGAIN = frozenset({429, 502, 503, 504})
_TRIES = 3
_WAIT = 1.0


class BackendServices:
    """A client of a SMART server. Safe in threads; one token serves all of them.

    `key` is a path to, or the decoded content of, a private key: PEM, JWK or JWKS; RSA signs RS384, P-384 ES384. With
    several keys `key_id` chooses, else the first whose algorithm the server names. Raises ValueError, without a word
    of the key, for a key that cannot be used.
    """

    def __init__(
        self,
        client_id: str,
        key: Path | str | Mapping[str, Any],
        *,
        key_id: str | None = None,
        scopes: str | None = None,
        token_url: str | None = None,
    ) -> None:
        self._client_id = client_id
        self._keys = _keys(key, key_id)
        self._scopes = scopes or SCOPES
        self._token_url = token_url
        self._algorithms: frozenset[str] = frozenset()
        self._lock = threading.Lock()
        self._header: str | None = None
        self._expires = 0.0
        self.granted: str | None = None
        """The scopes of the last token as the server told them; None when it did not."""

    def __repr__(self) -> str:
        return "BackendServices(...)"

    def __reduce__(self) -> str:
        raise TypeError("credentials are not copied")

    def header(self, base: BaseUrl, transport: Transport) -> str:
        """A bearer header with a token that is still good. Raises FetchError when the server gives none."""
        with self._lock:
            if self._header is None or time.monotonic() >= self._expires:
                self._header = None
                self._ask(base, transport)
            assert self._header is not None
            return self._header

    def renew(self, used: str | None) -> bool:
        """Forgets the token that was refused; another one that came meanwhile stays."""
        with self._lock:
            if used is not None and used == self._header:
                self._header = None
            return True

    def _ask(self, base: BaseUrl, transport: Transport) -> None:
        url = self._token_url or self._discovered(base, transport)
        # The assertion is good for this address only, but over plain http anyone could use it before the server.
        if origin_of(url) is None or (url.startswith("http:") and base.text.startswith("https:")):
            raise FetchError(_WHAT, "the server's token endpoint is not an https address")
        for attempt in range(1, _TRIES + 1):
            # Each try carries a new assertion: servers refuse one they have seen, so no transport may repeat it.
            asked = time.monotonic()
            reply = transport.send(
                "POST", url, _WHAT, headers={"Accept": "application/json"}, form=self._form(url), repeat=False
            )
            if reply.status not in _TRIED_AGAIN or attempt == _TRIES or time_left() < _WAIT * attempt:
                break
            pause(_WAIT * attempt)
        self._keep(reply, asked)

    def _discovered(self, base: BaseUrl, transport: Transport) -> str:
        reply = transport.send(
            "GET", base.at(".well-known/smart-configuration"), _WHAT, headers={"Accept": "application/json"}
        )
        found = _object(reply) if reply.status == 200 else {}
        url = found.get("token_endpoint")
        if not isinstance(url, str):
            raise FetchError(_WHAT, "the server publishes no SMART token endpoint (.well-known/smart-configuration)")
        offered = found.get("token_endpoint_auth_signing_alg_values_supported")
        self._algorithms = frozenset(one for one in (offered if isinstance(offered, list) else []) if type(one) is str)
        return url

    def _form(self, url: str) -> dict[str, str]:
        import jwt

        key, algorithm, key_id = self._signer()
        now = int(time.time())
        claims = {
            "iss": self._client_id,
            "sub": self._client_id,
            "aud": url,
            "iat": now,
            "exp": now + _ASSERTION_SECONDS,
            "jti": str(uuid4()),
        }
        headers = {"kid": key_id} if key_id else None
        return {
            "grant_type": "client_credentials",
            "scope": self._scopes,
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": jwt.encode(claims, key.key, algorithm=algorithm, headers=headers),
        }

    def _signer(self) -> tuple[PyJWK, str, str | None]:
        usable = [one for one in self._keys if not self._algorithms or one[1] in self._algorithms]
        if not usable:
            raise FetchError(_WHAT, "the server takes neither RS384 nor ES384 from the keys given")
        return usable[0]

    def _keep(self, reply: Reply, asked: float) -> None:
        found = _object(reply)
        if reply.status != 200:
            said = ": ".join(part for name in ("error", "error_description") if (part := shown(found.get(name))))
            raise FetchError(
                _WHAT,
                f"the token endpoint answered {reply.status}",
                status=reply.status,
                said=(said,) if said else (),
            )
        token, kind, seconds = found.get("access_token"), found.get("token_type"), found.get("expires_in")
        usable = isinstance(token, str) and token and token.isascii() and token.isprintable() and " " not in token
        if not usable or not isinstance(kind, str) or kind.lower() != "bearer":
            raise FetchError(_WHAT, "the token endpoint answered without a bearer token")
        # Without expires_in a token is used once: guessing its life would mean guessing when it is refused.
        life = float(seconds) if isinstance(seconds, int) and not isinstance(seconds, bool) else 0.0
        self._expires = asked + life - min(_MOST_SAFETY, life * _SAFETY)
        self._header = f"Bearer {token}"
        granted = found.get("scope")
        self.granted = granted if isinstance(granted, str) else None


def _object(reply: Reply) -> dict[str, Any]:
    try:
        value = read_json(reply.body).value
    except UnreadableError:
        return {}
    return value if isinstance(value, dict) else {}


def _keys(key: Path | str | Mapping[str, Any], key_id: str | None) -> tuple[tuple[PyJWK, str, str | None], ...]:
    try:
        import jwt  # noqa: F401
        from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: F401
    except ImportError as error:
        raise ValueError(
            "SMART Backend Services needs the extra: pip install '.[smart]' in the checkout of labelcheck"
        ) from error
    if isinstance(key, Mapping):
        return _of_jwks(key, key_id)
    try:
        text = Path(key).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"The key file cannot be read ({type(error).__name__})") from None
    if text.lstrip().startswith("{"):
        try:
            return _of_jwks(json.loads(text), key_id)
        except json.JSONDecodeError:
            raise ValueError("The key file is no JSON") from None
    return (_of_pem(text, key_id),)


def _of_pem(text: str, key_id: str | None) -> tuple[PyJWK, str, str | None]:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from jwt.algorithms import ECAlgorithm, RSAAlgorithm

    try:
        loaded = load_pem_private_key(text.encode("ascii"), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise ValueError("The key file is no PEM private key without a password") from None
    match loaded:
        case RSAPrivateKey():
            return _of_jwk(RSAAlgorithm.to_jwk(loaded, as_dict=True), key_id)
        case EllipticCurvePrivateKey():
            return _of_jwk(ECAlgorithm.to_jwk(loaded, as_dict=True), key_id)
        case _:
            raise ValueError("The key is neither RSA nor elliptic curve P-384")


def _of_jwks(data: Mapping[str, Any], key_id: str | None) -> tuple[tuple[PyJWK, str, str | None], ...]:
    listed = data.get("keys", [data])
    private = [one for one in listed if isinstance(one, Mapping) and "d" in one] if isinstance(listed, list) else []
    if key_id is not None and len(private) > 1:
        private = [one for one in private if one.get("kid") == key_id]
    if not private:
        raise ValueError("The key set holds no private key, or none with the key id given")
    found = tuple(_of_jwk(one, key_id) for one in private if one.get("kty") in _ALGORITHMS)
    if not found:
        raise ValueError("The key set holds neither an RSA nor an elliptic curve key")
    return found


def _of_jwk(data: Mapping[str, Any], key_id: str | None) -> tuple[PyJWK, str, str | None]:
    from jwt import PyJWK
    from jwt.exceptions import PyJWTError

    algorithm = _ALGORITHMS[data["kty"]]
    if algorithm == "ES384" and data.get("crv") != "P-384":
        raise ValueError("An elliptic curve key has to be of the curve P-384 to sign ES384")
    own = data.get("kid")
    try:
        key = PyJWK(dict(data), algorithm=algorithm)
    except (PyJWTError, ValueError, KeyError, TypeError):
        raise ValueError("A key cannot be read") from None
    return key, algorithm, key_id or (own if isinstance(own, str) else None)
