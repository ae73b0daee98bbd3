"""Against a real FHIR server: every example checked where it lives gets the verdict it has as a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from support.server import as_collection, essence, fhir_server, load, orders_of, patient_of, transaction

from validator import Verdict, check_bundle
from validator.chart.concept import CRITERION
from validator.client import (
    BackendServices,
    Basic,
    Bearer,
    ChartClient,
    ClientSettings,
    check_orders,
    check_patient,
    check_since,
)

pytestmark = [pytest.mark.server, pytest.mark.slow]

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.json"))
SETTINGS = ClientSettings(retries=1, backoff_seconds=0.01)


def chart_of(file: Path) -> dict[str, Any]:
    """An example as the server can hold it: it has no list of QuestionnaireResponses, so what those attest is told by
    Observations of the same criteria."""
    chart = json.loads(file.read_text(encoding="utf-8"))
    entries = []
    for entry in chart["entry"]:
        response = entry["resource"]
        if response["resourceType"] != "QuestionnaireResponse":
            entries.append(entry)
            continue
        for item in response["item"]:
            identity = f"attested-{item['linkId']}"
            attested = {
                "resourceType": "Observation",
                "id": identity,
                "status": "final",
                "code": {"coding": [{"system": CRITERION, "code": item["linkId"]}]},
                "subject": response["subject"],
                "effectiveDateTime": response["authored"],
                "valueBoolean": item["answer"][0]["valueBoolean"],
            }
            entries.append({"fullUrl": f"https://ehr.example.org/fhir/Observation/{identity}", "resource": attested})
    return {**chart, "entry": entries}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with fhir_server(tmp_path_factory.mktemp("server")) as url:
        for number, file in enumerate(EXAMPLES):
            load(url, chart_of(file), f"e{number}-")
        yield url


@pytest.mark.parametrize("number", range(len(EXAMPLES)), ids=[file.stem for file in EXAMPLES])
def test_an_example_has_the_same_answer_on_a_server_as_in_a_file(base, number):
    chart = transaction(chart_of(EXAMPLES[number]), f"e{number}-")
    names = orders_of(chart)
    expected = essence(check_bundle(as_collection(chart)))
    with ChartClient(base, settings=SETTINGS) as client:
        found = check_orders(client, names)
        by_patient = check_patient(client, patient_of(chart))
    assert essence(found) == expected
    assert essence(by_patient) == expected
    assert "list-not-fetched" not in {issue.code for issue in found.issues}


def test_all_orders_since_a_day_are_found_and_checked(base):
    with ChartClient(base, settings=SETTINGS) as client:
        report = check_since(client, "2026-11-01")
    wanted = {}
    for number, file in enumerate(EXAMPLES):
        chart = transaction(chart_of(file), f"e{number}-")
        verdicts = {order.order: order.verdict for order in check_bundle(as_collection(chart)).orders}
        for entry in chart["entry"]:
            resource = entry["resource"]
            if resource["resourceType"] == "MedicationRequest" and resource.get("authoredOn", "") >= "2026-11-01":
                name = f"MedicationRequest/{resource['id']}"
                wanted[name] = verdicts[name]
    assert {order.order: order.verdict for order in report.orders} == wanted
    assert len(wanted) >= len(EXAMPLES)


def test_small_pages_hold_the_same_chart(base):
    with (
        ChartClient(base, settings=SETTINGS) as client,
        ChartClient(base, settings=ClientSettings(page_size=1, max_url=400)) as small,
    ):
        one, other = client.chart_for("e13-order"), small.chart_for("e13-order")
    names = [sorted(entry["fullUrl"] for entry in chart.bundle["entry"]) for chart in (one, other)]
    assert names[0] == names[1]
    assert other.requests > one.requests


def test_a_search_by_post_finds_the_same(base):
    with ChartClient(base, settings=ClientSettings(search="post")) as client:
        assert client.chart_for("e13-order").not_fetched == ()


def test_an_order_that_is_not_there_is_told_in_the_servers_words(base):
    with ChartClient(base, settings=SETTINGS) as client:
        report = check_orders(client, ["nobody"])
    assert (report.orders, report.readable) == ((), False)
    assert "404" in report.issues[0].message
    assert "not-found" in report.issues[0].detail


def test_a_deleted_order_is_told(base):
    order = {"resourceType": "MedicationRequest", "id": "gone", "status": "active", "intent": "order"}
    order |= {"subject": {"reference": "Patient/e0-patient"}, "medicationCodeableConcept": {"text": "made up"}}
    requests.put(f"{base}/MedicationRequest/gone", json=order, timeout=10).raise_for_status()
    requests.delete(f"{base}/MedicationRequest/gone", timeout=10).raise_for_status()
    with ChartClient(base, settings=SETTINGS) as client:
        assert "410" in check_orders(client, ["gone"]).issues[0].message


# Who asks


CLIENT = "labelcheck-tests"


def keys() -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """A private and a public JWK of each kind."""
    rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    ec_key = ec.generate_private_key(ec.SECP384R1())
    return {
        "RS384": (RSAAlgorithm.to_jwk(rsa_key, as_dict=True), RSAAlgorithm.to_jwk(rsa_key.public_key(), as_dict=True)),
        "ES384": (ECAlgorithm.to_jwk(ec_key, as_dict=True), ECAlgorithm.to_jwk(ec_key.public_key(), as_dict=True)),
    }


KEYS = keys()
FLAGSHIP = next(number for number, file in enumerate(EXAMPLES) if file.stem == "net-adolescent-40mg")


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that wants to know who asks; its tokens live two seconds."""
    scopes = "system/Patient.rs system/Condition.rs system/Observation.rs system/Medication*.rs system/*.rs"
    clients = [
        {"client_id": f"{CLIENT}-{kind}", "jwks": {"keys": [public]}, "scopes": scopes}
        for kind, (_, public) in KEYS.items()
    ]
    clients.append(
        {**clients[0], "client_id": f"{CLIENT}-narrow", "scopes": "system/Patient.rs system/MedicationRequest.rs"}
    )
    auth = {
        "types": ["smart", "bearer", "basic"],
        "tokens": ["synthetic-admin-token"],
        "users": {"reader": "made-up"},
        "token_lifetime": 2,
        "smart_clients": clients,
    }
    with fhir_server(tmp_path_factory.mktemp("guarded"), server_auth=auth) as url:
        load(url, chart_of(EXAMPLES[FLAGSHIP]), "s-", {"Authorization": "Bearer synthetic-admin-token"})
        yield url


@pytest.mark.parametrize("kind", KEYS)
def test_a_smart_server_is_read_with_either_kind_of_key(guarded, kind):
    auth = BackendServices(f"{CLIENT}-{kind}", KEYS[kind][0])
    with ChartClient(guarded, auth=auth, settings=SETTINGS) as client:
        assert [order.verdict for order in check_orders(client, ["s-order"]).orders] == [Verdict.ACCEPT]


def test_a_token_that_expired_is_renewed(guarded, monkeypatch):
    import time

    auth = BackendServices(f"{CLIENT}-RS384", KEYS["RS384"][0])
    with ChartClient(guarded, auth=auth, settings=SETTINGS) as client:
        assert client.chart_for("s-order").not_fetched == ()
        first = auth._header
        # The client believes the token to be good still: only the server's 401 tells.
        auth._expires += 3600
        time.sleep(2.5)
        assert client.chart_for("s-order").not_fetched == ()
        assert auth._header != first


def test_an_assertion_for_another_audience_is_refused(guarded):
    root = guarded.removesuffix("/fhir")
    auth = BackendServices(f"{CLIENT}-RS384", KEYS["RS384"][0], token_url=f"{root}/auth/token?for=another")
    with ChartClient(guarded, auth=auth, settings=SETTINGS) as client:
        report = check_orders(client, ["s-order"])
    assert report.readable is False
    assert report.issues[0].message == "Access token: the token endpoint answered 401."
    assert "invalid_client" in report.issues[0].detail


def test_a_key_of_somebody_else_is_refused(guarded):
    auth = BackendServices(f"{CLIENT}-RS384", KEYS["ES384"][0])
    with ChartClient(guarded, auth=auth, settings=SETTINGS) as client:
        assert check_orders(client, ["s-order"]).readable is False


def test_scopes_that_are_too_narrow_never_lead_to_an_accept(guarded):
    auth = BackendServices(f"{CLIENT}-narrow", KEYS["RS384"][0])
    with ChartClient(guarded, auth=auth, settings=SETTINGS) as client:
        chart = client.chart_for("s-order")
        (order,) = check_orders(client, ["s-order"]).orders
    assert {"Condition", "Observation"} <= {part.resource_type for part in chart.not_fetched}
    assert order.verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize("auth", [Bearer("synthetic-admin-token"), Basic("reader", "made-up")], ids=["bearer", "basic"])
def test_a_guarded_server_takes_bearer_and_basic(guarded, auth):
    with ChartClient(guarded, auth=auth, settings=SETTINGS) as client:
        assert [order.verdict for order in check_orders(client, ["s-order"]).orders] == [Verdict.ACCEPT]


@pytest.mark.parametrize("auth", [None, Bearer("wrong"), Basic("reader", "wrong")], ids=["none", "bearer", "basic"])
def test_a_guarded_server_turns_others_away(guarded, auth):
    with ChartClient(guarded, auth=auth, settings=SETTINGS) as client:
        report = check_orders(client, ["s-order"])
    assert (report.orders, report.readable) == ((), False)
    assert "401" in report.issues[0].message
