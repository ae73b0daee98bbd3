"""`labelcheck server` and `labelcheck check --server`: what an integrator reads, and the exit codes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import responses
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from support.fhir_http import BASE, TYPES, capability, outcome, searchset, serve

from validator.cli import main


@pytest.fixture
def mock() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as started:
        yield started


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABELCHECK_RETRIES", "0")
    monkeypatch.setenv("LABELCHECK_WORKERS", "2")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), standalone_mode=True)


# labelcheck server


def test_a_list_of_r5_is_offered_under_its_own_name(mock):
    renamed = {"MedicationStatement": "MedicationUsage", "DeviceUseStatement": "DeviceUsage"}
    mock.get(f"{BASE}/metadata", json=capability(tuple(renamed.get(one, one) for one in TYPES), version="5.0.0"))
    done = run("server", BASE)
    assert (done.exit_code, "not offered" in done.output) == (0, False)
    assert "DeviceUsage" in done.output


def test_a_server_that_offers_everything_says_so(mock):
    mock.get(f"{BASE}/metadata", json=capability(software={"name": "made-up server"}))
    done = run("server", BASE)
    assert done.exit_code == 0, done.output
    for words in ("made-up server", "4.0.1", "Nothing a check needs is missing.", *TYPES):
        assert words in done.output
    assert all(len(line) <= 80 for line in done.output.splitlines())


def test_smart_without_credentials_is_said(mock, monkeypatch):
    security = {"service": [{"coding": [{"code": "SMART-on-FHIR"}]}]}
    offered = capability()
    offered["rest"][0]["security"] = security
    mock.get(f"{BASE}/metadata", json=offered)
    assert "no credentials are set" in " ".join(run("server", BASE).output.split())
    monkeypatch.setenv("LABELCHECK_TOKEN", "made-up-token")
    assert "no credentials are set" not in " ".join(run("server", BASE).output.split())


def test_a_server_that_names_no_smart_is_asked_without_a_remark(mock):
    mock.get(f"{BASE}/metadata", json=capability())
    assert "credentials" not in run("server", BASE).output


def test_what_is_missing_is_named(mock):
    offered = capability(tuple(name for name in TYPES if name not in ("Condition", "Procedure")), includes=False)
    for one in offered["rest"][0]["resource"]:
        if one["type"] == "Observation":
            one["searchParam"] = [{"name": "patient", "type": "reference"}]
    mock.get(f"{BASE}/metadata", json=offered)
    done = run("server", BASE, "--format", "json")
    assert done.exit_code == 1
    page = json.loads(done.output)
    assert page["missing"] == [
        "Condition: not offered, so no order can be accepted",
        "Observation: cannot be searched by code",
    ]
    assert any(note.startswith("Procedure: not offered") for note in page["notes"])
    by_type = {line["type"]: line for line in page["types"]}
    assert by_type["Condition"]["offered"] == "false"
    assert by_type["MedicationRequest"]["includes_medication"] is False


def test_another_release_is_missing_the_right_one(mock):
    mock.get(f"{BASE}/metadata", json=capability(version="3.0.2"))
    done = run("server", BASE)
    assert done.exit_code == 1
    assert "R4, R4B or R5" in done.output


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 401, "json": outcome("login", "who are you")},
        {"body": "<html>"},
        {"json": {"resourceType": "Patient", "id": "p1"}},
        {"body": ConnectionResetError()},
    ],
)
def test_a_server_that_does_not_say_what_it_offers_ends_with_3(mock, answer):
    mock.get(f"{BASE}/metadata", **answer)
    done = run("server", BASE)
    assert done.exit_code == 3
    assert "missing: a CapabilityStatement" in done.output


def test_an_open_connection_is_named(mock):
    base = BASE.replace("https", "http")
    mock.get(f"{base}/metadata", json=capability())
    done = run("server", base)
    assert done.exit_code == 1
    assert "https" in done.output


def test_scopes_that_were_not_granted_are_named(mock, tmp_path):
    file = tmp_path / "key.pem"
    key = ec.generate_private_key(ec.SECP384R1())
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    mock.get(f"{BASE}/metadata", json=capability())
    mock.get(f"{BASE}/.well-known/smart-configuration", json={"token_endpoint": f"{BASE}/token"})
    scope = " ".join(f"system/{name}.rs" for name in TYPES if name not in ("Condition", "Procedure"))
    token = {"access_token": "synthetic", "token_type": "bearer", "expires_in": 300, "scope": scope}
    mock.post(f"{BASE}/token", json=token)
    done = run("server", BASE, "--client-id", "c", "--key-file", str(file))
    assert done.exit_code == 1
    assert "Condition: no scope granted; ask for system/Condition.rs" in done.output
    assert "Procedure: no scope granted; ask for system/Procedure.rs, or name it in `without`" in done.output
    assert "synthetic" not in done.output


def test_a_token_that_is_refused_is_named(mock, tmp_path):
    file = tmp_path / "key.pem"
    key = ec.generate_private_key(ec.SECP384R1())
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    mock.get(f"{BASE}/metadata", json=capability())
    mock.get(f"{BASE}/.well-known/smart-configuration", json={"token_endpoint": f"{BASE}/token"})
    mock.post(f"{BASE}/token", status=400, json={"error": "invalid_client", "error_description": "unknown key"})
    done = run("server", BASE, "--client-id", "c", "--key-file", str(file))
    assert done.exit_code == 3
    assert "invalid_client: unknown key" in done.output


# labelcheck check --server


def test_an_order_on_a_server_is_checked(mock):
    serve(mock)
    done = run("check", "--server", BASE, "--order", "o1", "--format", "json")
    assert done.exit_code == 0, done.output
    (order,) = json.loads(done.output)["orders"]
    assert (order["order"], order["verdict"]) == ("MedicationRequest/o1", "accept")


@pytest.mark.parametrize("way", [("--patient", "p1"), ("--since", "2026-11-20")])
def test_the_orders_of_a_patient_or_a_day_are_checked(mock, way):
    serve(mock)
    done = run("check", "--server", BASE, *way, "--format", "fhir")
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["resourceType"] == "OperationOutcome"


@pytest.mark.parametrize(
    ("since", "asked"), [("2026", "ge2026-01-01"), ("2026-11", "ge2026-11-01"), ("2026-11-20", "ge2026-11-20")]
)
def test_a_partial_day_asks_from_its_first_day(mock, since, asked):
    serve(mock)
    done = run("check", "--server", BASE, "--since", since)
    assert done.exit_code == 0, done.output
    assert asked in {call.request.params.get("authoredon") for call in mock.calls}


@pytest.mark.parametrize("order", ["o1/_history/1", "MedicationRequest/o1/_history/1"])
def test_a_version_of_an_order_is_not_taken_for_the_order(mock, order):
    serve(mock)
    done = run("check", "--server", BASE, "--order", order)
    assert done.exit_code == 2
    assert "leave out /_history/" in done.output
    assert len(mock.calls) == 0


def test_the_server_may_stand_in_the_settings(mock, tmp_path: Path, monkeypatch):
    serve(mock)
    file = tmp_path / "labelcheck.toml"
    file.write_text(f'server = "{BASE}"\n')
    assert run("check", "--config", str(file), "--order", "o1").exit_code == 0
    monkeypatch.setenv("LABELCHECK_SERVER", BASE)
    assert run("check", "--order", "o1").exit_code == 0


def test_a_list_that_was_not_fetched_ends_with_3(mock):
    serve(mock, lists={"Procedure": None})
    mock.get(f"{BASE}/Procedure", status=500)
    done = run("check", "--server", BASE, "--order", "o1", "--format", "json")
    assert done.exit_code == 3
    assert json.loads(done.output)["orders"][0]["verdict"] == "undetermined"


def test_a_list_that_is_not_kept_does_not(mock):
    serve(mock, types=tuple(name for name in TYPES if name != "Procedure"))
    assert run("check", "--server", BASE, "--order", "o1").exit_code == 0


def test_an_order_that_cannot_be_had_ends_with_3_and_the_servers_words(mock):
    serve(mock, lists={"MedicationRequest": searchset()})
    mock.get(f"{BASE}/MedicationRequest/o1", status=403, json=outcome("forbidden", "not for this client"))
    done = run("check", "--server", BASE, "--order", "o1", "--format", "text")
    assert done.exit_code == 3
    assert "not for this client" in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--server", BASE),
        ("--server", BASE, "--order", "o1", "--patient", "p1"),
        ("--server", BASE, "--order", "o1", "chart.json"),
        ("--server", "not-an-address", "--order", "o1"),
        ("--server", BASE, "--order", "../metadata"),
        ("--server", BASE, "--since", "yesterday"),
        ("--server", BASE, "--since", "2026-13"),
        ("--server", BASE, "--order", "o1", "--without", "Condition"),
        ("--server", BASE, "--order", "o1", "--config", "missing.toml"),
        ("--server", BASE, "--order", "o1", "--chart-seconds", "0"),
        ("--server", BASE, "--order", "o1", "--client-id", "c"),
        ("--order", "o1"),
        ("chart.json", "--since", "2026-11-20"),
    ],
)
def test_options_that_do_not_fit_together_are_wrong_usage(mock, arguments):
    done = run("check", *arguments)
    assert done.exit_code == 2, done.output
    assert "Usage:" in done.output
    assert len(mock.calls) == 0


def test_a_server_needs_an_address():
    assert run("server").exit_code == 2
    assert run("server", "ftp://ehr.example.org").exit_code == 2
