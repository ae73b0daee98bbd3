"""The FHIR operation over HTTP: what it takes, what it answers, what it refuses."""

from __future__ import annotations

import json
import socket

import fhirkit
import pytest
from support.cds_call import EXAMPLES
from support.fhir_models import judge

FHIR = "application/fhir+json"
PATHS = ("/fhir/$check-order", "/fhir/MedicationRequest/$check-order")


def chart(name):
    return (EXAMPLES / f"{name}.json").read_bytes()


def asked(service, body, path=PATHS[0], **headers):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return service.post(path, content=content, headers={"content-type": FHIR, **headers})


def verdicts(outcome):
    parts = [{one["url"]: one for one in extension["extension"]} for extension in outcome["extension"]]
    return [part["verdict"]["valueCode"] for part in parts]


def parameters(name, as_of=None, only=True):
    entries = json.loads(chart(name))["entry"]
    orders = [entry["resource"] for entry in entries if entry["resource"]["resourceType"] == "MedicationRequest"]
    rest = [entry for entry in entries if entry["resource"] is not orders[-1]]
    made = [{"name": "chart", "resource": {"resourceType": "Bundle", "type": "collection", "entry": rest}}]
    if only:
        made.append({"name": "order", "resource": orders[-1]})
    if as_of is not None:
        made.append({"name": "asOf", "valueDate": as_of})
    return {"resourceType": "Parameters", "parameter": made}


@pytest.mark.parametrize("path", PATHS)
def test_a_bundle_is_answered_with_a_valid_outcome(service, path):
    response = asked(service, chart("net-adolescent-60mg"), path)
    assert response.status_code == 200
    assert response.headers["content-type"] == FHIR
    judge(response.json(), "R4")
    judge(response.json(), "R5")
    assert fhirkit.validate(response.text) == []
    assert "error" in verdicts(response.json())


def test_an_accepted_order_has_an_issue_too(service):
    outcome = asked(service, chart("cds-draft-order")).json()
    assert verdicts(outcome) == ["accept"]
    assert {issue["severity"] for issue in outcome["issue"]} == {"information"}


def test_an_order_that_stands_in_the_chart_too_is_the_one_to_check(service):
    made = parameters("net-adolescent-60mg")
    made["parameter"][0]["resource"]["entry"].append({"resource": made["parameter"][1]["resource"]})
    response = asked(service, made)
    assert response.status_code == 200
    assert verdicts(response.json()) == ["error"]
    made["parameter"].reverse()
    assert verdicts(asked(service, made).json()) == ["error"]


def test_an_order_parameter_may_be_a_bundle_of_orders(service):
    made = parameters("net-adolescent-60mg")
    order = made["parameter"][1]["resource"]
    made["parameter"][1]["resource"] = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": order}]}
    assert verdicts(asked(service, made).json()) == ["error"]


@pytest.mark.parametrize(
    "order", [{"valueString": "order"}, {"resource": {"resourceType": "Patient", "id": "p"}}, {"resource": None}, {}]
)
def test_an_order_parameter_without_an_order_is_an_error_and_no_other_order_is_checked_for_it(service, order):
    made = parameters("net-adolescent-60mg", only=False)
    made["parameter"].append({"name": "order"} | order)
    response = asked(service, made)
    assert response.status_code == 422
    (issue,) = [one for one in response.json()["issue"] if one["severity"] == "error" and one["code"] == "required"]
    assert "order" in issue["details"]["text"]


def test_parameters_name_the_one_order_to_check(service):
    assert verdicts(asked(service, parameters("net-adolescent-60mg")).json()) == ["error"]
    assert len(verdicts(asked(service, parameters("net-adolescent-60mg", only=False)).json())) == 1
    assert len(verdicts(asked(service, chart("net-adolescent-60mg")).json())) == 2


def test_as_of_chooses_the_revision(service):
    outcome = asked(service, parameters("net-adolescent-60mg", "2022-01-01")).json()
    assert "2021-09-17" in json.dumps(outcome)


@pytest.mark.parametrize("value", [{"valueDate": "soon"}, {"valueDate": 2026}, {"valueString": "2026-11-22"}])
def test_an_as_of_that_is_no_date_is_refused_without_repeating_it(service, value):
    body = parameters("net-adolescent-60mg")
    body["parameter"].append({"name": "asOf"} | value)
    response = asked(service, body)
    assert response.status_code == 400
    assert "soon" not in response.text


@pytest.mark.parametrize("name", ["asof", "as-of", "AsOf"])
def test_an_as_of_that_is_written_otherwise_is_refused_and_other_names_are_left_alone(service, name):
    body = parameters("net-adolescent-60mg")
    body["parameter"].append({"name": name, "valueDate": "2022-01-01"})
    assert asked(service, body).status_code == 400
    body["parameter"][-1]["name"] = "note"
    assert verdicts(asked(service, body).json()) == ["error"]


@pytest.mark.parametrize(
    ("version", "number"), [("4.0", "4.0.1"), ("4.3", "4.3.0"), ("5.0", "5.0.0"), ("4.0.1", "4.0.1")]
)
def test_the_fhir_version_of_accept_is_that_of_the_answer(service, version, number):
    accept = f"{FHIR}; fhirVersion={version}"
    response = service.get("/fhir/metadata", headers={"accept": accept})
    assert response.json()["fhirVersion"] == number
    judge(response.json(), "R5" if version == "5.0" else "R4B")
    answer = asked(service, chart("pnet-r5"), accept=accept)
    assert f"fhirVersion={number[:3]}" in answer.headers["content-type"]


def test_the_fhir_version_of_the_body_is_believed(service):
    said = asked(service, chart("pnet-r5"), **{"content-type": f"{FHIR}; fhirVersion=4.0"}).json()
    assert "mixed-versions" in json.dumps(said)
    assert "mixed-versions" not in json.dumps(asked(service, chart("pnet-r5")).json())


@pytest.mark.parametrize(
    "content_type",
    ["application/fhir+xml", "text/plain", "application/x-www-form-urlencoded", f"{FHIR}; fhirVersion=3.0", ""],
)
def test_other_types_are_not_read(service, content_type):
    response = asked(service, chart("net-adolescent-60mg"), **{"content-type": content_type})
    assert response.status_code == 415
    judge(response.json(), "R4")


@pytest.mark.parametrize("accept", ["application/fhir+xml", "text/html", f"{FHIR}; fhirVersion=1.0", f"{FHIR};q=0"])
def test_other_types_are_not_written(service, accept):
    response = asked(service, chart("net-adolescent-60mg"), accept=accept)
    assert response.status_code == 406
    judge(response.json(), "R4")


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/json+fhir", f"text/html, {FHIR};q=0.5"])
def test_the_names_of_fhir_json_are_known(service, accept):
    assert asked(service, chart("net-adolescent-60mg"), accept=accept).status_code == 200


def test_the_format_parameter_goes_before_the_header(service):
    assert service.get("/fhir/metadata?_format=json", headers={"accept": "text/html"}).status_code == 200
    assert service.get("/fhir/metadata?_format=xml").status_code == 406


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"no json", 400),
        (b"{", 400),
        (b"[" * 5000, 400),
        (b"{}", 422),
        (b'{"resourceType": "Bundle", "type": "collection"}', 422),
        (b'{"resourceType": "Patient"}', 422),
        (b'{"resourceType": "Parameters"}', 422),
        (b"3", 422),
    ],
)
def test_bad_input_is_an_outcome_with_its_reason(service, body, status):
    response = asked(service, body)
    assert response.status_code == status, response.text
    judge(response.json(), "R4")


def test_what_is_too_large_is_refused(service):
    response = asked(service, b" " * 5_000_001)
    assert response.status_code == 413
    judge(response.json(), "R4")


def sent_at_once(service, size, *headers):
    """The status line of the answer to a client that sends all before it reads; with Expect, nothing of the body."""
    host, port = service.url.removeprefix("http://").split(":")
    head = [f"POST {PATHS[0]} HTTP/1.1", f"Host: {host}", f"Content-Type: {FHIR}", f"Content-Length: {size}", *headers]
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall("\r\n".join([*head, "", ""]).encode())
        if not headers:
            connection.sendall(b" " * size)
        return connection.recv(200).partition(b"\r\n")[0].decode()


def test_a_client_that_reads_no_answer_before_it_has_sent_all_sees_that_it_was_too_much(service):
    assert sent_at_once(service, 6_000_000).startswith("HTTP/1.1 413")


def test_a_client_that_asks_before_it_sends_is_refused_at_once(service):
    assert sent_at_once(service, 6_000_000, "Expect: 100-continue").startswith("HTTP/1.1 413")


def test_what_is_far_too_large_is_not_heard_out(service):
    with pytest.raises(ConnectionError):
        sent_at_once(service, 60_000_000)


def test_a_body_of_unknown_length_is_counted_while_it_comes(service):
    def body():
        for _ in range(60):
            yield b" " * 100_000

    response = service.post(PATHS[0], content=body(), headers={"content-type": FHIR})
    assert response.status_code == 413


def test_minimal_leaves_out_the_basis_and_never_a_finding(service):
    whole = asked(service, chart("net-adolescent-60mg"))
    short = asked(service, chart("net-adolescent-60mg"), prefer="return=minimal")
    assert "preference-applied" not in whole.headers
    assert short.headers["preference-applied"] == "return=minimal"
    assert len(short.json()["issue"]) == len(whole.json()["issue"])
    assert not any("diagnostics" in issue for issue in short.json()["issue"])


def test_the_operation_is_described_and_the_description_is_served(service):
    statement = service.get("/fhir/metadata").json()
    assert fhirkit.validate(json.dumps(statement)) == []
    operation = statement["rest"][0]["operation"][0]
    identity = operation["definition"].rpartition("/")[2]
    definition = service.get(f"/fhir/OperationDefinition/{identity}").json()
    assert definition["url"] == operation["definition"]
    for version in ("R4", "R5"):
        judge(definition, version)
        judge(service.get("/fhir/Questionnaire/cabozantinib-criteria").json(), version)
        judge(service.get("/fhir/CodeSystem/override-reason").json(), version)


def test_there_is_nothing_else_on_the_fhir_side(service):
    for path in ("/fhir/Patient/1", "/fhir/Nothing/x"):
        response = service.get(path)
        assert response.status_code == 404
        judge(response.json(), "R4")
    response = service.get(PATHS[0])
    assert response.status_code in (404, 405)
    judge(response.json(), "R4")


def test_of_two_order_parameters_the_unreadable_one_is_named(service):
    made = parameters("net-adolescent-60mg")
    made["parameter"].append({"name": "order", "valueString": "order"})
    outcome = asked(service, made).json()
    assert verdicts(outcome) == ["error"]
    assert ["Parameters.parameter[2]"] in [issue.get("expression") for issue in outcome["issue"]]
