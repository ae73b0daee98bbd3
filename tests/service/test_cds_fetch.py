"""What prefetch lacks is fetched from an allowed FHIR server, with the client's token, and from no other."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from support.cds_call import call_of, recorded
from support.cds_rules import breaches_of_answer
from support.running_service import RunningService, running_service
from support.server import fhir_server

from validator.service.fetch import allowed_server

TOKEN = "SYNTHETIC-TOKEN-4711"


@dataclass
class Ehr:
    """A FHIR server of the tests: what it holds, what it was asked, what it refuses."""

    url: str = ""
    resources: dict[str, dict] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)
    slow: set[str] = field(default_factory=set)
    go_on: threading.Event = field(default_factory=threading.Event)


@pytest.fixture(scope="module")
def ehr() -> Iterator[Ehr]:
    state = Ehr()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urlsplit(self.path)
            name = parts.path.removeprefix("/fhir/")
            state.asked.append((name, self.headers.get("Authorization")))
            kind = name.partition("/")[0]
            if kind in state.slow:
                state.go_on.wait(20)
            if kind in state.absent:
                self.answer(404, {"resourceType": "OperationOutcome", "issue": []})
            elif kind in state.refused:
                self.answer(403, {"resourceType": "OperationOutcome", "issue": []})
            elif "/" in name:
                found = state.resources.get(name)
                self.answer(200 if found else 404, found or {"resourceType": "OperationOutcome", "issue": []})
            else:
                wanted = set(parse_qs(parts.query).get("code", [""])[0].split(","))
                listed = [one for one in state.resources.values() if one["resourceType"] == kind]
                if kind == "Observation":
                    listed = [
                        one for one in listed
                        if {f"{c['system']}|{c['code']}" for c in one["code"]["coding"]} & wanted
                    ]  # fmt: skip
                entries = [{"fullUrl": f"{state.url}/{kind}/{one['id']}", "resource": one} for one in listed]
                self.answer(200, {"resourceType": "Bundle", "type": "searchset", "entry": entries})

        def answer(self, status, resource):
            body = json.dumps(resource).encode()
            with suppress(OSError):
                self.said(status, body)

        def said(self, status, body):
            self.send_response(status)
            self.send_header("Content-Type", "application/fhir+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/fhir"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield state
    server.shutdown()


@pytest.fixture(scope="module")
def fetching(log_folder, ehr) -> Iterator[RunningService]:
    # What the environment says about the site's own server must not reach a server that a call names.
    own = {"LABELCHECK_TOKEN": "THE-SITES-OWN-TOKEN", "LABELCHECK_SERVER": "http://192.0.2.7/fhir"}
    options = ("--structure", "read", "--fhir-server", ehr.url)
    with running_service(log_folder, *options, environment=own) as running:
        yield running


@pytest.fixture
def filled(ehr) -> Iterator[Ehr]:
    """The server with the chart of an example, nothing asked yet."""
    call = call_of("net-adolescent-60mg")
    ehr.resources.clear()
    for value in call["prefetch"].values():
        for one in [entry["resource"] for entry in value.get("entry", [])] or [value]:
            if one["resourceType"] != "Bundle":
                ehr.resources[f"{one['resourceType']}/{one['id']}"] = one
    ehr.asked.clear()
    ehr.refused.clear()
    ehr.absent.clear()
    ehr.slow.clear()
    ehr.go_on.clear()
    yield ehr
    ehr.go_on.set()


def without_prefetch(ehr, *keys, example="net-adolescent-60mg"):
    call = call_of(example)
    prefetch = {key: value for key, value in call["prefetch"].items() if keys and key not in keys}
    authorization = {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 300, "scope": "patient/*.read"}
    return call | {"prefetch": prefetch, "fhirServer": ehr.url, "fhirAuthorization": authorization}


def cards(service, call):
    response = service.sign(call)
    assert response.status_code == 200, response.text
    assert breaches_of_answer(response.json()) == []
    return response.json()["cards"]


def test_without_any_prefetch_the_chart_is_fetched(fetching, filled):
    (card,) = cards(fetching, without_prefetch(filled))
    assert card["indicator"] == "critical"
    assert "38 kg" in card["detail"]


def test_the_client_s_token_is_shown_and_no_other(fetching, filled):
    cards(fetching, without_prefetch(filled))
    assert {token for _, token in filled.asked} == {f"Bearer {TOKEN}"}
    filled.asked.clear()
    open_call = without_prefetch(filled)
    del open_call["fhirAuthorization"]
    cards(fetching, open_call)
    assert {token for _, token in filled.asked} == {None}


def test_the_token_is_in_no_log(fetching, filled):
    cards(fetching, without_prefetch(filled))
    assert TOKEN not in fetching.log


def test_only_what_is_missing_is_asked_for(fetching, filled):
    (card,) = cards(fetching, without_prefetch(filled, "observations"))
    assert card["indicator"] == "critical"
    assert {name for name, _ in filled.asked} == {"Observation"}


def test_what_the_server_refuses_is_not_taken_for_empty(fetching, filled):
    filled.refused = {"Condition"}
    call = without_prefetch(filled, "conditions", example="net-adolescent-40mg")
    found = cards(fetching, call)
    assert {card["indicator"] for card in found} == {"warning"}
    assert "problem list could not be read" in found[0]["summary"]


def doses(card) -> list[str]:
    return [one["label"] for one in card.get("suggestions", []) if one["label"].startswith("Label dose")]


def test_a_dose_is_offered_though_the_server_keeps_no_list_of_reported_drugs(fetching, filled):
    filled.absent = {"MedicationStatement", "QuestionnaireResponse"}
    (card,) = cards(fetching, without_prefetch(filled))
    assert card["indicator"] == "critical"
    assert doses(card)


@pytest.mark.parametrize("name", ["MedicationStatement", "Procedure", "QuestionnaireResponse"])
def test_no_dose_is_offered_while_a_list_that_could_change_it_is_refused(fetching, filled, name):
    filled.refused = {name}
    (card,) = cards(fetching, without_prefetch(filled))
    assert card["indicator"] == "critical"
    assert not doses(card)


@pytest.mark.parametrize("name", ["MedicationStatement", "ResearchSubject", "AllergyIntolerance"])
def test_an_optional_list_that_the_server_lacks_leaves_an_accepted_order_accepted(fetching, filled, name):
    filled.absent = {name}
    call = without_prefetch(filled, example="net-adolescent-40mg")
    assert [card["indicator"] for card in cards(fetching, call)] in ([], ["info"])


def test_a_medication_that_is_only_referred_to_is_fetched(fetching, filled):
    call = without_prefetch(filled, "nothing")
    order = call["context"]["draftOrders"]["entry"][0]["resource"]
    filled.resources["Medication/drug"] = {
        "resourceType": "Medication",
        "id": "drug",
        "code": order.pop("medicationCodeableConcept"),
    }
    order["medicationReference"] = {"reference": "Medication/drug"}
    assert [card["indicator"] for card in cards(fetching, call)] == ["critical"]
    assert {name for name, _ in filled.asked} == {"Medication/drug"}


def test_nothing_is_fetched_for_other_drugs(fetching, filled):
    call = recorded("order-sign-other-drug-without-prefetch") | {"fhirServer": filled.url}
    assert cards(fetching, call) == []
    assert filled.asked == []


def test_a_server_that_is_not_on_the_list_is_not_asked(service, filled):
    response = service.sign(without_prefetch(filled))
    assert response.status_code == 412
    assert "register the queries of /prefetch" in response.text
    assert "--fhir-server" in response.text
    assert filled.asked == []


def test_a_server_that_is_away_is_412_without_patient_and_a_card_with_one(service):
    call = without_prefetch(type("Away", (), {"url": "http://127.0.0.1:9"}))
    assert service.sign(call).status_code == 412
    call["prefetch"] = {"patient": call_of("net-adolescent-60mg")["prefetch"]["patient"]}
    assert "list of results" in service.sign(call).text


def test_metrics_count_calls_that_asked_a_server(fetching, filled):
    cards(fetching, without_prefetch(filled))
    assert "labelcheck_fetched_total" in fetching.get("/metrics").text


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://ehr.example.org/fhir", True),
        ("https://ehr.example.org/fhir/", True),
        ("https://EHR.example.org:443/fhir".lower(), True),
        ("https://ehr.example.org/fhir/tenant-1", True),
        ("https://ehr.example.org/fhir-other", False),
        ("https://ehr.example.org/", False),
        ("https://ehr.example.org/fhir/../admin", False),
        ("https://ehr.example.org/fhir/%2e%2e/admin", False),
        ("http://ehr.example.org/fhir", False),
        ("https://ehr.example.org:8443/fhir", False),
        ("https://ehr.example.org.evil.example/fhir", False),
        ("https://ehr.example.org@evil.example/fhir", False),
        ("https://evil.example/https://ehr.example.org/fhir", False),
        ("file:///etc/passwd", False),
        (None, False),
        (7, False),
    ],
)
def test_the_allow_list_is_taken_at_its_word(url, allowed):
    assert (allowed_server(url, ["https://ehr.example.org/fhir"]) is not None) is allowed


@pytest.mark.server
def test_a_real_fhir_server_fills_what_is_missing(log_folder, tmp_path):
    call = call_of("net-adolescent-60mg")
    resources = [entry["resource"] for value in call["prefetch"].values() for entry in value.get("entry", [])]
    resources.append(call["prefetch"]["patient"])
    puts = [
        {"resource": one, "request": {"method": "PUT", "url": f"{one['resourceType']}/{one['id']}"}}
        for one in resources
    ]
    with (
        fhir_server(tmp_path) as url,
        running_service(log_folder, "--structure", "read", "--fhir-server", url) as running,
    ):
        import httpx

        stored = httpx.post(url, json={"resourceType": "Bundle", "type": "transaction", "entry": puts}, timeout=60)
        assert stored.status_code == 200, stored.text
        (card,) = cards(running, call | {"prefetch": {}, "fhirServer": url})
        assert card["indicator"] == "critical"
        assert "38 kg" in card["detail"]


@pytest.mark.parametrize("display", ["see note", "Unknown", "patient's own medication", "[redacted]"])
def test_a_drug_whose_display_names_nothing_is_fetched(fetching, filled, display):
    call = recorded("order-sign-tablets-by-the-pill")
    patient = call["prefetch"]["patient"]["id"]
    filled.resources["Medication/secret"] = {
        "resourceType": "Medication",
        "id": "secret",
        "code": {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "28031"}]},
    }
    therapy = {
        "resourceType": "MedicationRequest",
        "id": "other",
        "status": "active",
        "intent": "order",
        "authoredOn": "2026-11-20",
        "subject": {"reference": f"Patient/{patient}"},
        "medicationReference": {"reference": "Medication/secret", "display": display},
    }
    orders = call["prefetch"]["medicationRequests"]
    orders.pop("total", None)
    orders["entry"] = [{"resource": therapy}]
    call |= {"fhirServer": filled.url, "fhirAuthorization": {"access_token": TOKEN}}
    assert "dose-above-label" in [card["source"]["topic"]["code"] for card in cards(fetching, call)]
    assert [name for name, _ in filled.asked] == ["Medication/secret"]


def test_a_drug_whose_display_is_a_name_is_not_fetched(fetching, filled):
    call = recorded("order-sign-tablets-by-the-pill")
    patient = call["prefetch"]["patient"]["id"]
    therapy = {
        "resourceType": "MedicationStatement",
        "id": "other",
        "status": "active",
        "subject": {"reference": f"Patient/{patient}"},
        "medicationReference": {"reference": "Medication/metformin", "display": "METFORMIN 500 MG PO TABS"},
    }
    statements = call["prefetch"]["medicationStatements"]
    statements.pop("total", None)
    statements["entry"] = [{"resource": therapy}]
    call |= {"fhirServer": filled.url, "fhirAuthorization": {"access_token": TOKEN}}
    cards(fetching, call)
    assert filled.asked == []


# Slow lists


@pytest.fixture(scope="module")
def hurried(log_folder, ehr) -> Iterator[RunningService]:
    """A service that waits four seconds for all that is fetched, and one for lists that are not needed."""
    within = {"LABELCHECK_SERVE_FETCH_SECONDS": "4"}
    with running_service(
        log_folder, "--structure", "read", "--fhir-server", ehr.url, environment=within
    ) as running:  # fmt: skip
        yield running


def test_a_slow_list_that_is_not_needed_is_named_and_keeps_no_answer_from_coming(hurried, filled):
    filled.slow |= {"Procedure", "ServiceRequest"}
    call = without_prefetch(filled, "procedures", "serviceRequests", "medicationStatements")
    begun = time.monotonic()
    (card,) = cards(hurried, call)
    # The server has not answered yet, and the time for all lists is not over.
    assert not filled.go_on.is_set()
    assert time.monotonic() - begun < 4
    assert card["indicator"] == "critical"
    assert "Not available, so not looked at: list of procedures, list of planned procedures." in card["detail"]


def test_a_slow_list_that_is_needed_is_waited_for(hurried, filled):
    filled.slow.add("Condition")
    with ThreadPoolExecutor(1) as beside:
        answer = beside.submit(cards, hurried, without_prefetch(filled, "conditions"))
        time.sleep(1.5)
        filled.go_on.set()
        (card,) = answer.result()
    assert "could not be read" not in card["summary"]


def test_complete_calls_do_not_wait_for_calls_with_slow_lists(hurried, filled):
    filled.slow |= {"Condition", "Procedure"}
    with ThreadPoolExecutor(12) as beside:
        waiting = [beside.submit(cards, hurried, without_prefetch(filled, "conditions")) for _ in range(12)]
        (card,) = cards(hurried, call_of("net-adolescent-60mg"))
        assert card["indicator"] == "critical"
        assert not any(one.done() for one in waiting)
        filled.go_on.set()
        assert [one.result()[0]["indicator"] for one in waiting] == ["critical"] * 12


def test_calls_that_wait_for_their_turn_behind_a_slow_server_wait_no_longer_than_it_may_take(log_folder, filled):
    filled.slow.add("Condition")
    one_place = "import validator.service.site as site; site._FETCHERS = 1"
    within = {"LABELCHECK_SERVE_FETCH_SECONDS": "2"}
    options = ("--structure", "read", "--fhir-server", filled.url)
    with running_service(log_folder, *options, environment=within, code=one_place) as running:
        begun = time.monotonic()
        with ThreadPoolExecutor(5) as beside:
            waiting = [beside.submit(cards, running, without_prefetch(filled, "conditions")) for _ in range(5)]
            summaries = [one.result()[0]["summary"] for one in waiting]
        # One after the other they would take ten seconds.
        assert time.monotonic() - begun < 6
        assert all("The problem list could not be read" in one for one in summaries)
        # Who has a turn at once has the whole time.
        filled.go_on.set()
        (card,) = cards(running, without_prefetch(filled, "conditions"))
        assert card["indicator"] == "critical"


def test_an_order_that_is_wrong_whatever_a_list_holds_waits_for_none(hurried, filled):
    filled.slow.add("Procedure")
    call = without_prefetch(filled, "procedures")
    order = call["context"]["draftOrders"]["entry"][0]["resource"]
    order["medicationCodeableConcept"]["text"] = "Lenvima"
    (card,) = cards(hurried, call)
    assert card["indicator"] == "critical"
    assert filled.asked == []


def test_an_order_that_a_list_could_still_change_asks_for_it(hurried, filled):
    cards(hurried, without_prefetch(filled, "procedures"))
    assert [name for name, _ in filled.asked] == ["Procedure"]
