"""Who asks: bearer, basic and SMART Backend Services, and who is shown what."""

from __future__ import annotations

import copy
import json
import pickle
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import jwt
import pytest
import responses
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from support.fhir_http import BASE, outcome, searchset, serve

import validator.client.backend_services as backend
from validator.client import BackendServices, Basic, Bearer, ChartClient, ClientSettings, check_orders
from validator.client.backend_services import SCOPES

TOKEN_URL = "https://login.example.org/token"
SETTINGS = ClientSettings(retries=1, backoff_seconds=0.001, workers=4)


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP384R1())


@pytest.fixture
def mock() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as started:
        yield started


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backend, "pause", lambda seconds: None)


def pem(key, encryption=None) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())


def jwk(key, **more: str) -> dict[str, str]:
    algorithm = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
    return {**algorithm.to_jwk(key, as_dict=True), **more}


def smart(mock: responses.RequestsMock, *answers: dict, algorithms: list[str] | None = None) -> None:
    """A SMART server; its token endpoint gives these answers one after another."""
    found = {"token_endpoint": TOKEN_URL}
    if algorithms is not None:
        found["token_endpoint_auth_signing_alg_values_supported"] = algorithms
    mock.get(f"{BASE}/.well-known/smart-configuration", json=found)
    for answer in answers or ({"json": granted()},):
        mock.post(TOKEN_URL, **answer)


def granted(token: str = "synthetic-1", **more: object) -> dict[str, object]:
    return {"access_token": token, "token_type": "Bearer", "expires_in": 300, "scope": SCOPES, **more}


def oauth_error(error: str, description: str | None) -> dict[str, str | None]:
    return {"error": error, "error_description": description}


def asked(mock: responses.RequestsMock) -> list[dict[str, str]]:
    """The forms sent to the token endpoint."""
    bodies = [call.request.body for call in mock.calls if call.request.url == TOKEN_URL]
    return [{name: values[0] for name, values in parse_qs(body).items()} for body in bodies]


def tokens(mock: responses.RequestsMock) -> list[str | None]:
    """The Authorization headers of what was asked of the FHIR server, in order."""
    return [
        call.request.headers.get("Authorization")
        for call in mock.calls
        if call.request.url.startswith(BASE) and ".well-known" not in call.request.url
    ]


def test_basic_and_bearer_are_headers(mock):
    serve(mock)
    for auth in (Basic("who", "made-up"), Bearer("synthetic")):
        with ChartClient(BASE, auth=auth, settings=SETTINGS) as client:
            client.chart_for("o1")
    assert set(tokens(mock)) == {"Basic d2hvOm1hZGUtdXA=", "Bearer synthetic"}


def test_netrc_is_not_looked_at(mock, tmp_path, monkeypatch):
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine ehr.example.org login made password up")
    monkeypatch.setenv("NETRC", str(netrc))
    serve(mock)
    with ChartClient(BASE, settings=SETTINGS) as client:
        client.chart_for("o1")
    assert set(tokens(mock)) == {None}


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "dash\u2013"])
def test_a_token_that_cannot_be_a_header_is_refused_without_being_quoted(token):
    with pytest.raises(ValueError, match="token is empty or holds what a header cannot carry"):
        Bearer(token)


def test_credentials_do_not_show_and_are_not_copied(rsa_key):
    for auth in (Bearer("synthetic"), Basic("who", "made-up"), BackendServices("client-1", jwk(rsa_key))):
        assert repr(auth) == f"{type(auth).__name__}(...)"
        for copied in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError, match="not copied"):
                copied(auth)


# SMART Backend Services


@pytest.mark.parametrize("kind", ["RS384", "ES384"])
@pytest.mark.parametrize("form", ["pem", "jwk", "jwks", "mapping"])
def test_the_assertion_is_what_smart_asks_for(request, mock, tmp_path, kind, form):
    key = request.getfixturevalue("rsa_key" if kind == "RS384" else "ec_key")
    file = tmp_path / "key"
    match form:
        case "pem":
            file.write_bytes(pem(key))
        case "jwk":
            file.write_text(json.dumps(jwk(key, kid="k1")))
        case _:
            file.write_text(json.dumps({"keys": [jwk(key, kid="k1")]}))
    given = {"keys": [jwk(key, kid="k1")]} if form == "mapping" else file
    smart(mock)
    serve(mock)
    before = time.time()
    auth = BackendServices("client-1", given, key_id="k1")
    with ChartClient(BASE, auth=auth, settings=SETTINGS) as client:
        client.chart_for("o1")
    (sent,) = asked(mock)
    assert sent["grant_type"] == "client_credentials"
    assert sent["scope"] == SCOPES
    assert sent["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    header = jwt.get_unverified_header(sent["client_assertion"])
    assert (header["alg"], header["kid"], header["typ"]) == (kind, "k1", "JWT")
    claims = jwt.decode(sent["client_assertion"], key.public_key(), algorithms=[kind], audience=TOKEN_URL)
    assert claims["iss"] == claims["sub"] == "client-1"
    assert before + 60 < claims["exp"] <= time.time() + 300
    assert len(claims["jti"]) >= 16
    assert set(tokens(mock)) == {"Bearer synthetic-1"}


def test_scopes_are_the_minimum_and_only_read():
    kinds = {scope.removeprefix("system/").removesuffix(".rs") for scope in SCOPES.split()}
    assert kinds == {
        "Patient", "Condition", "Observation", "MedicationRequest", "MedicationStatement", "MedicationAdministration",
        "Medication", "Procedure", "ServiceRequest", "QuestionnaireResponse", "AllergyIntolerance", "ResearchSubject",
        "DeviceUseStatement", "Encounter",
    }  # fmt: skip


def test_discovery_and_token_request_carry_no_token(mock, rsa_key):
    smart(mock)
    serve(mock)
    with ChartClient(BASE, auth=BackendServices("c", jwk(rsa_key)), settings=SETTINGS) as client:
        client.chart_for("o1")
    others = [call.request for call in mock.calls if "well-known" in call.request.url or call.request.url == TOKEN_URL]
    assert len(others) == 2
    assert all("Authorization" not in request.headers for request in others)
    assert all("client_assertion" not in request.url for request in others)


def test_one_token_serves_all_requests_until_it_expires(mock, rsa_key, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(backend.time, "monotonic", lambda: clock[0])
    smart(mock, {"json": granted("first", expires_in=100)}, {"json": granted("second", expires_in=100)})
    auth = BackendServices("c", jwk(rsa_key))
    with ChartClient(BASE, auth=auth, settings=SETTINGS) as client:
        take = lambda: auth.header(client.base, client.connection._transport)  # noqa: E731
        assert [take(), take()] == ["Bearer first"] * 2
        clock[0] += 89
        assert take() == "Bearer first"
        clock[0] += 2
        assert take() == "Bearer second"
    assert len(asked(mock)) == 2
    assert len({form["client_assertion"] for form in asked(mock)}) == 2


def test_a_token_without_a_life_is_used_once(mock, rsa_key):
    smart(mock, {"json": granted("first", expires_in=None)}, {"json": granted("second", expires_in="soon")})
    auth = BackendServices("c", jwk(rsa_key))
    with ChartClient(BASE, auth=auth, settings=SETTINGS) as client:
        assert auth.header(client.base, client.connection._transport) == "Bearer first"
        assert auth.header(client.base, client.connection._transport) == "Bearer second"


def test_threads_share_one_token(mock, rsa_key):
    smart(mock)
    auth = BackendServices("c", jwk(rsa_key))
    with ChartClient(BASE, auth=auth, settings=SETTINGS) as client:
        threads = [
            threading.Thread(target=auth.header, args=(client.base, client.connection._transport)) for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(asked(mock)) == 1


def test_401_brings_one_new_token_and_no_more(mock, rsa_key):
    smart(mock, {"json": granted("stale")}, {"json": granted("fresh")})
    serve(mock, lists={"Condition": None})

    def answer(request):
        good = request.headers["Authorization"] == "Bearer fresh"
        return (
            (200, {}, json.dumps(searchset())) if good else (401, {}, json.dumps(outcome("expired", "token expired")))
        )

    mock.add_callback("GET", f"{BASE}/Condition", callback=answer)
    with ChartClient(BASE, auth=BackendServices("c", jwk(rsa_key)), settings=SETTINGS) as client:
        assert client.chart_for("o1").not_fetched == ()
    assert len(asked(mock)) == 2


def test_401_that_stays_is_told_after_one_new_token(mock, rsa_key):
    smart(mock, {"json": granted("one")}, {"json": granted("two")}, {"json": granted("three")})
    mock.get(f"{BASE}/metadata", status=404)
    mock.get(f"{BASE}/MedicationRequest", status=401, json=outcome("login", "unknown client"))
    mock.get(f"{BASE}/MedicationRequest/o1", status=401, json=outcome("login", "unknown client"))
    with ChartClient(BASE, auth=BackendServices("c", jwk(rsa_key)), settings=SETTINGS) as client:
        report = check_orders(client, ["o1"])
    assert report.issues[0].message == "MedicationRequest: the server answered 401 (not authorized)."
    assert "unknown client" in report.issues[0].detail
    assert sum(call.request.url == f"{BASE}/MedicationRequest/o1" for call in mock.calls) == 2


@pytest.mark.parametrize(
    ("answer", "why", "said"),
    [
        ({"status": 401, "json": oauth_error("invalid_client", None)}, "answered 401", "invalid_client"),
        ({"status": 400, "json": oauth_error("invalid_scope", "made up")}, "answered 400", "invalid_scope: made up"),
        ({"status": 500, "body": "<html>"}, "answered 500", ""),
        ({"json": {"token_type": "bearer"}}, "without a bearer token", ""),
        ({"json": granted(token_type="mac")}, "without a bearer token", ""),
        ({"json": granted("two words")}, "without a bearer token", ""),
        ({"body": "not json"}, "without a bearer token", ""),
        ({"status": 302, "headers": {"Location": "https://other.example.org/"}}, "answered 302", ""),
    ],
)  # fmt: skip
def test_a_token_that_is_refused_is_told_with_the_servers_words(mock, rsa_key, answer, why, said):
    smart(mock, answer)
    with ChartClient(BASE, auth=BackendServices("c", jwk(rsa_key)), settings=SETTINGS) as client:
        report = check_orders(client, ["o1"])
    (issue,) = report.issues
    assert issue.message.startswith("Access token: ")
    assert why in issue.message
    assert said in issue.detail
    assert not any("other.example.org" in call.request.url for call in mock.calls)
    assert all(form["client_assertion"] not in report.to_json() for form in asked(mock))


def test_a_busy_token_endpoint_is_asked_again_with_a_new_assertion(mock, rsa_key):
    smart(mock, {"status": 429}, {"status": 503}, {"json": granted()})
    serve(mock)
    with ChartClient(BASE, auth=BackendServices("c", jwk(rsa_key)), settings=SETTINGS) as client:
        assert client.chart_for("o1").not_fetched == ()
    assert len(asked(mock)) == len({form["client_assertion"] for form in asked(mock)}) == 3


@pytest.mark.parametrize("status", [404, 500])
def test_a_server_without_a_smart_configuration_is_told(mock, rsa_key, status):
    mock.get(f"{BASE}/.well-known/smart-configuration", status=status)
    with ChartClient(BASE, auth=BackendServices("c", jwk(rsa_key)), settings=SETTINGS) as client:
        report = check_orders(client, ["o1"])
    assert "no SMART token endpoint" in report.issues[0].message


def test_a_token_endpoint_given_by_hand_needs_no_discovery(mock, rsa_key):
    mock.post(TOKEN_URL, json=granted())
    serve(mock)
    auth = BackendServices("c", jwk(rsa_key), token_url=TOKEN_URL)
    with ChartClient(BASE, auth=auth, settings=SETTINGS) as client:
        assert client.chart_for("o1").not_fetched == ()


@pytest.mark.parametrize("url", ["http://login.example.org/token", "file:///tmp/token", "token", "javascript:0"])
def test_an_assertion_is_not_sent_in_the_open(mock, rsa_key, url):
    mock.get(f"{BASE}/.well-known/smart-configuration", json={"token_endpoint": url})
    with ChartClient(BASE, auth=BackendServices("c", jwk(rsa_key)), settings=SETTINGS) as client:
        report = check_orders(client, ["o1"])
    assert "not an https address" in report.issues[0].message
    assert all(call.request.method == "GET" for call in mock.calls)


def test_the_key_is_chosen_by_what_the_server_takes(mock, rsa_key, ec_key):
    smart(mock, algorithms=["ES384"])
    serve(mock)
    both = {"keys": [jwk(rsa_key, kid="r"), jwk(ec_key, kid="e")]}
    with ChartClient(BASE, auth=BackendServices("c", both), settings=SETTINGS) as client:
        client.chart_for("o1")
    assert jwt.get_unverified_header(asked(mock)[0]["client_assertion"])["kid"] == "e"


def test_the_key_is_chosen_by_its_id(mock, rsa_key, ec_key):
    smart(mock)
    serve(mock)
    both = {"keys": [jwk(rsa_key, kid="r"), jwk(ec_key, kid="e")]}
    with ChartClient(BASE, auth=BackendServices("c", both, key_id="e"), settings=SETTINGS) as client:
        client.chart_for("o1")
    assert jwt.get_unverified_header(asked(mock)[0]["client_assertion"])["alg"] == "ES384"


def test_a_server_that_takes_neither_algorithm_is_told(mock, rsa_key):
    smart(mock, algorithms=["RS256"])
    with ChartClient(BASE, auth=BackendServices("c", jwk(rsa_key)), settings=SETTINGS) as client:
        report = check_orders(client, ["o1"])
    assert "neither RS384 nor ES384" in report.issues[0].message


def test_a_key_that_cannot_be_used_is_refused_at_once_without_being_quoted(tmp_path, rsa_key, ec_key):
    def wrong(name: str, content: bytes) -> Path:
        file = tmp_path / name
        file.write_bytes(content)
        return file

    p256 = ec.generate_private_key(ec.SECP256R1())
    public = {name: value for name, value in jwk(rsa_key).items() if name in ("kty", "n", "e")}
    cases = [
        tmp_path / "missing",
        wrong("empty", b""),
        wrong("text", b"synthetic-secret"),
        wrong("json", b'{"kty": '),
        wrong("locked", pem(rsa_key, BestAvailableEncryption(b"made-up"))),
        wrong("p256", pem(p256)),
        wrong("ed25519", pem(ed25519.Ed25519PrivateKey.generate())),
        wrong("public", json.dumps(public).encode()),
        {"keys": []},
        {"keys": [jwk(rsa_key, kid="a"), jwk(ec_key, kid="b")]},
        {"kty": "RSA", "d": "synthetic-secret", "n": "x", "e": "AQAB"},
    ]
    for number, given in enumerate(cases):
        with pytest.raises(ValueError) as raised:  # noqa: PT011 - what each says is not the point, that it says no secret is
            BackendServices("c", given, key_id="other" if number == 9 else None)
        assert "synthetic-secret" not in str(raised.value)
        assert raised.value.__cause__ is None
