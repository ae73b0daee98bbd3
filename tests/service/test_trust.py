"""Who may call: signed tokens are checked to the letter, and an open service stays on this machine."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from support.cds_call import call_of
from support.running_service import ROOT, running_service

from validator.service.settings import ServiceSettings

ISSUER = "https://ehr.example.org"
OTHER = "https://other.example.org"
REMOTE = "https://remote.example.org"
EC_KEY = ec.generate_private_key(ec.SECP384R1())
SMALL_EC_KEY = ec.generate_private_key(ec.SECP256R1())
RSA_KEY = rsa.generate_private_key(65537, 2048)
STRANGER = ec.generate_private_key(ec.SECP384R1())


def jwk(key, key_id):
    algorithm = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
    return algorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": key_id, "use": "sig"}


@contextmanager
def serving_keys(before=lambda: None):
    """Serves the keys of a client at an address, each time after `before`; gives the address and the paths asked."""
    asked = []

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            before()
            body = json.dumps({"keys": [jwk(EC_KEY, "remote")]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Keys)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/jwks.json", asked
    server.shutdown()


@pytest.fixture(scope="module")
def key_server():
    with serving_keys() as served:
        yield served


@pytest.fixture(scope="module")
def guarded(log_folder, key_server):
    """A service with three clients: two with a file, one with an address."""
    file, other = log_folder / "keys.json", log_folder / "other.json"
    file.write_text(json.dumps({"keys": [jwk(EC_KEY, "ec"), jwk(RSA_KEY, "rsa"), jwk(SMALL_EC_KEY, "small")]}))
    other.write_text(json.dumps({"keys": [jwk(STRANGER, "other")]}))
    clients = [f"{ISSUER}={file}", f"{OTHER}={other}", f"{REMOTE}={key_server[0]}"]
    options = [part for client in clients for part in ("--client", client)]
    with running_service(log_folder, "--structure", "read", *options, "--workers", "2") as running:
        yield running


def token(service, key=EC_KEY, algorithm="ES384", key_id="ec", *, header=None, path="order-sign", **claims):
    now = int(time.time())
    made = {
        "iss": ISSUER,
        "aud": f"{service.url}/cds-services/cabozantinib-{path}",
        "iat": now,
        "exp": now + 300,
        "jti": str(uuid4()),
    } | claims
    made = {name: value for name, value in made.items() if value is not None}
    return jwt.encode(made, key, algorithm=algorithm, headers={"kid": key_id} | (header or {}))


def called(service, bearer):
    headers = {"authorization": f"Bearer {bearer}"} if bearer is not None else {}
    return service.sign(call_of("net-adolescent-60mg"), headers=headers)


@pytest.mark.parametrize(("key", "algorithm", "key_id"), [(EC_KEY, "ES384", "ec"), (RSA_KEY, "RS384", "rsa")])
def test_a_signed_token_is_let_in(guarded, key, algorithm, key_id):
    response = called(guarded, token(guarded, key, algorithm, key_id))
    assert response.status_code == 200
    assert response.json()["cards"]


@pytest.mark.parametrize("claims", [{"minutes": 15}, {"minutes": 15, "nbf": -5}, {"minutes": 15, "nbf": 20}])
def test_a_token_of_fifteen_minutes_is_let_in(guarded, claims):
    now = int(time.time())
    times = {"exp": now + claims["minutes"] * 60} | ({"nbf": now + claims["nbf"]} if "nbf" in claims else {})
    assert called(guarded, token(guarded, **times)).status_code == 200


def test_how_long_a_token_may_live_can_be_set(log_folder, tmp_path):
    file = tmp_path / "keys.json"
    file.write_text(json.dumps({"keys": [jwk(EC_KEY, "ec")]}))
    five = {"LABELCHECK_SERVE_TOKEN_MINUTES": "5"}
    with running_service(
        log_folder, "--structure", "read", "--client", f"{ISSUER}={file}", environment=five
    ) as service:
        assert called(service, token(service)).status_code == 200
        assert called(service, token(service, exp=int(time.time()) + 900)).status_code == 401


def test_discovery_needs_no_token_and_bears_one(guarded):
    assert guarded.get("/cds-services").status_code == 200
    assert guarded.get("/cds-services", headers={"authorization": "Bearer x"}).status_code == 200


def test_the_operation_and_feedback_are_guarded_too(guarded):
    body = {"resourceType": "Bundle", "type": "collection"}
    assert guarded.post("/fhir/$check-order", json=body).status_code == 401
    assert guarded.post("/cds-services/cabozantinib-order-sign/feedback", json={}).status_code == 401
    bearer = token(guarded, aud=f"{guarded.url}/fhir/$check-order")
    answer = guarded.post("/fhir/$check-order", json=body, headers={"authorization": f"Bearer {bearer}"})
    assert answer.status_code == 422


def refusals(service):
    """What is no token to be let in with: each for its own reason, as the log has it."""
    now = int(time.time())
    secret = "a secret that is long enough for the algorithm of this test, which it is"
    unsigned = jwt.encode({"iss": ISSUER, "aud": "x", "iat": now, "exp": now + 9, "jti": "1"}, None, algorithm="none")
    return {
        ("no token", "no-token"): None,
        ("no JWT", "malformed"): "abc",
        ("none", "algorithm"): unsigned,
        ("HMAC", "algorithm"): token(service, secret, "HS384"),
        ("another algorithm", "algorithm"): token(service, RSA_KEY, "RS256", "rsa"),
        ("a small curve", "algorithm"): token(service, SMALL_EC_KEY, "ES256", "small"),
        ("a stranger's key", "signature"): token(service, STRANGER),
        ("another client's key", "key-unknown"): token(service, STRANGER, key_id="other"),
        ("an unknown key id", "key-unknown"): token(service, key_id="missing"),
        ("an unknown issuer", "issuer"): token(service, iss="https://nobody.example.org"),
        ("no issuer", "issuer"): token(service, iss=None),
        ("another address", "audience"): token(service, aud="https://elsewhere.example.org/cds-services"),
        ("another service", "audience"): token(service, path="order-select"),
        ("expired", "expired"): token(service, iat=now - 600, exp=now - 300),
        ("not yet issued", "not-yet-valid"): token(service, iat=now + 3000, exp=now + 3200),
        ("too long a life", "lives-too-long"): token(service, exp=now + 960),
        ("an end before its beginning", "ends-before-it-begins"): token(service, iat=now + 20, exp=now + 5),
        ("an end before it may be used", "ends-before-it-begins"): token(service, nbf=now + 20, exp=now + 5),
        ("not yet to be used", "not-yet-valid"): token(service, nbf=now + 3000, exp=now + 300),
        ("no audience", "claim-missing"): token(service, aud=None),
        ("no end", "claim-missing"): token(service, exp=None),
        ("no beginning", "claim-missing"): token(service, iat=None),
        ("no id", "claim-missing"): token(service, jti=None),
        ("an empty id", "token-id"): token(service, jti=""),
    }


def test_everything_else_is_refused_for_its_own_reason(guarded):
    wrong = []
    for (name, why), bearer in refusals(guarded).items():
        answer = called(guarded, bearer)
        asked = answer.headers["x-request-id"]
        assert guarded.logged(f'"request": "{asked}"')
        (line,) = [line for line in map(json.loads, guarded.log.splitlines()) if line.get("request") == asked]
        wrong += [] if (answer.status_code, line.get("refused")) == (401, why) else [(name, line)]
    assert wrong == []


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": str(int(time.time()) + 200)},
        {"iat": str(int(time.time()))},
        {"iat": False},
        {"nbf": str(int(time.time()))},
        {"exp": float("inf")},
        {"exp": float("nan")},
        {"jti": "\ud800"},
        {"jti": 5},
        {"jti": ["a"]},
    ],
)
@pytest.mark.parametrize("path", ["", "/feedback"])
def test_claims_of_a_wrong_type_are_refused_and_are_no_fault_of_ours(guarded, claims, path):
    now = int(time.time())
    made = {"iss": ISSUER, "iat": now, "exp": now + 200, "jti": str(uuid4())} | claims
    made["aud"] = f"{guarded.url}/cds-services/cabozantinib-order-sign{path}"
    # Signed as it is: PyJWT itself would not write such claims.
    bearer = jwt.PyJWS().encode(json.dumps(made).encode(), EC_KEY, algorithm="ES384", headers={"kid": "ec"})
    response = guarded.post(
        f"/cds-services/cabozantinib-order-sign{path}", json={}, headers={"authorization": f"Bearer {bearer}"}
    )
    assert response.status_code == 401
    assert "request-fault" not in guarded.log


def test_a_refusal_says_how_to_prove_oneself_and_nothing_of_the_token(guarded):
    bearer = token(guarded, STRANGER)
    response = called(guarded, bearer)
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert guarded.logged('"refused": "signature"')
    assert bearer not in guarded.log


def test_a_token_is_taken_once_in_whichever_process_it_arrives(guarded):
    bearer = token(guarded)
    assert called(guarded, bearer).status_code == 200
    assert [called(guarded, bearer).status_code for _ in range(8)] == [401] * 8


def test_keys_at_an_allowed_address_are_fetched_once(guarded, key_server):
    url, asked = key_server
    answers = [
        called(guarded, token(guarded, key_id="remote", iss=REMOTE, header={"jku": url})).status_code for _ in range(6)
    ]
    assert answers == [200] * 6
    assert 1 <= len(asked) <= 2  # two processes


def test_a_slow_key_server_keeps_nobody_waiting_whose_keys_are_there(log_folder):
    open_up = threading.Event()
    file = log_folder / "beside-slow.json"
    file.write_text(json.dumps({"keys": [jwk(EC_KEY, "ec")]}))
    with serving_keys(lambda: open_up.wait(3)) as (url, asked):
        options = ("--client", f"{ISSUER}={file}", "--client", f"{REMOTE}={url}")
        with running_service(log_folder, "--structure", "read", *options) as running, ThreadPoolExecutor(20) as beside:
            bearers = [token(running, key_id="remote", iss=REMOTE) for _ in range(20)]
            waiting = [beside.submit(called, running, bearer) for bearer in bearers]
            while not asked:
                time.sleep(0.01)
            assert called(running, token(running)).status_code == 200
            assert not any(one.done() for one in waiting)
            open_up.set()
            assert [one.result().status_code for one in waiting] == [200] * 20
        assert len(asked) == 1


def test_an_address_in_the_token_is_not_followed(guarded, key_server):
    _, asked = key_server
    before = len(asked)
    elsewhere = key_server[0].replace("jwks", "evil")
    assert called(guarded, token(guarded, key_id="remote", iss=REMOTE, header={"jku": elsewhere})).status_code == 401
    assert len(asked) == before


def test_the_address_of_a_client_with_a_file_is_not_asked(guarded):
    bearer = token(guarded, header={"jku": "https://unreachable.example.org/jwks"})
    assert called(guarded, bearer).status_code == 200


def test_keys_can_be_replaced_while_the_service_runs(guarded, log_folder):
    file = log_folder / "other.json"
    fresh = ec.generate_private_key(ec.SECP384R1())
    assert called(guarded, token(guarded, fresh, key_id="fresh", iss=OTHER)).status_code == 401
    file.write_text(json.dumps({"keys": [jwk(fresh, "fresh")]}))
    assert called(guarded, token(guarded, fresh, key_id="fresh", iss=OTHER)).status_code == 200


def started(*options):
    command = [sys.executable, "-m", "validator", "serve", "--check", "--port", "0", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "ehr.example.org"])
def test_an_open_service_does_not_listen_beyond_this_machine(host):
    refused = started("--host", host)
    assert refused.returncode == 2
    assert "--client" in refused.stderr
    assert ServiceSettings(host=host, allow_unauthenticated=True).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_this_machine_may_call_without_a_token(host):
    assert started("--host", host).returncode == 0


def test_clients_beyond_this_machine_need_the_address_they_sign_for(tmp_path):
    file = tmp_path / "keys.json"
    file.write_text(json.dumps({"keys": [jwk(EC_KEY, "ec")]}))
    options = ("--host", "0.0.0.0", "--client", f"{ISSUER}={file}")
    assert "public_url" in started(*options).stderr
    assert started(*options, "--public-url", "https://check.example.org").returncode == 0


@pytest.mark.parametrize("source", ["missing.json", "http://ehr.example.org/jwks"])
def test_keys_that_cannot_be_used_stop_the_start(source):
    refused = started("--client", f"{ISSUER}={source}")
    assert refused.returncode == 2
    said = " ".join(refused.stderr.split())
    assert "key set" in said
    assert ISSUER in said
    assert source in said


@pytest.mark.parametrize(
    ("content", "why"), [("{", "no JSON"), ("[]", "list of keys"), ('{"keys": []}', "no key for ES384 or RS384")]
)
def test_the_check_of_the_start_names_the_client_and_its_file(tmp_path, content, why):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps({"keys": [jwk(EC_KEY, "good")]}))
    bad.write_text(content)
    refused = started("--client", f"{OTHER}={good}", "--client", f"{ISSUER}={bad}")
    said = " ".join(refused.stderr.split())
    assert refused.returncode == 2
    assert ISSUER in said
    assert "bad.json" in said
    assert OTHER not in said
    assert why in said


def test_a_key_set_of_another_algorithm_stops_the_start(tmp_path):
    small = tmp_path / "small.json"
    small.write_text(json.dumps({"keys": [jwk(SMALL_EC_KEY, "small")]}))
    refused = started("--client", f"{ISSUER}={small}")
    assert refused.returncode == 2
    assert "no key for ES384 or RS384" in " ".join(refused.stderr.split())
