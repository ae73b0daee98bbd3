"""What a wrong setting of the service says: its name, what is wrong in plain words, and what is near it."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from starlette.testclient import TestClient

from validator.cli import main
from validator.service.app import application
from validator.service.settings import ServiceSettings


def check(*options: str, **environment: str) -> Result:
    # A port that is free, whatever else runs on this machine; a later option and the environment go before it.
    port = () if "LABELCHECK_SERVE_PORT" in environment else ("--port", "0")
    return CliRunner().invoke(main, ["serve", "--check", *port, *options], env=environment)


def said(*options: str, **environment: str) -> str:
    result = check(*options, **environment)
    assert result.exit_code == 2
    return " ".join(result.stderr.split())


def test_the_check_says_where_no_record_is_kept(tmp_path: Path) -> None:
    told = "Checks and feedback will only be counted in /metrics; --record keeps them."
    assert told in check().stdout
    assert told not in check("--record", f"sqlite:///{tmp_path}/record.sqlite").stdout


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("LABELCHECK_SERVE_CLIENT", "LABELCHECK_SERVE_CLIENTS"),
        ("LABELCHECK_SERVE_ORIGIN", "LABELCHECK_SERVE_ORIGINS"),
        ("LABELCHECK_SERVE_FHIR_SERVER", "LABELCHECK_SERVE_FHIR_SERVERS"),
        ("LABELCHECK_SERVE_POTR", "LABELCHECK_SERVE_PORT"),
        ("labelcheck_serve_max_byte", "LABELCHECK_SERVE_MAX_BYTES"),
    ],
)
def test_a_name_that_is_no_setting_stops_the_start(name: str, near: str) -> None:
    assert f"{name} is no setting; near it: {near}." in said(**{name: "8080"})


@pytest.mark.parametrize(
    "environment",
    [
        {"LABELCHECK_SERVE_PORT": "8099", "labelcheck_serve_workers": "2"},
        {"LABELCHECK_SERVER": "https://ehr.example.org/fhir", "LABELCHECK_TOKEN": "x"},
    ],
)
def test_settings_and_names_of_other_commands_do_not(environment: dict[str, str]) -> None:
    result = check(**environment)
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--public-url", "labelcheck.example"), "public_url: an http or https address"),
        (("--client", "ehr"), "clients: each is ISSUER=FILE or ISSUER=URL"),
        (("--fhir-server", "ehr"), "fhir_servers: an http or https address"),
        (("--fhir-server", "https://ehr.example.org:99999/fhir"), "fhir_servers: an http or https address"),
        (("--fhir-server", "https://ehr example.org/fhir"), "fhir_servers: an http or https address"),
        (("--fhir-server", "https://[::1/fhir"), "fhir_servers: an http or https address"),
        (("--public-url", "https://labelcheck.example:port"), "public_url: an http or https address"),
        (("--origin", "https://ehr.example.org/app"), "origins: an origin is a scheme, a host and a port"),
        (("--client", "ehr=a,b.json"), "clients: a comma parts two of them"),
        (("--record", "sqlite:////nowhere/at/all/record.sqlite"), "there is no such folder"),
    ],
)
def test_a_wrong_value_is_told_in_plain_words(options: tuple[str, ...], words: str) -> None:
    told = said(*options)
    assert words in told
    assert "Value error" not in told
    assert "NotFoundError" not in told


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_port_that_another_process_has_is_told_beforehand(workers: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert f"port {port} of 127.0.0.1 is taken by another process." in said("--port", port, "--workers", workers)
    assert check("--port", port).exit_code == 0


@pytest.mark.parametrize(
    ("host", "words"),
    [("192.0.2.1", "192.0.2.1 is no address of this machine"), ("x" * 70, "x cannot be resolved")],
)
def test_an_address_where_nothing_can_listen_is_told_beforehand(host: str, words: str) -> None:
    # A process of its own: in this one no name may be looked up.
    command = [sys.executable, "-m", "validator", "serve", "--check", "--allow-unauthenticated"]
    ended = subprocess.run(
        [*command, "--port", "0", "--host", host], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, words in " ".join(ended.stderr.split())) == (2, True)


def test_the_addresses_of_an_ordinary_site_are_taken() -> None:
    options = ("--fhir-server", "https://ehr.example.org:8443/fhir/", "--origin", "https://ehr.example.org/")
    assert check(*options, "--public-url", "https://cds.example.org/labelcheck/").exit_code == 0


def test_a_port_that_is_left_to_the_system_can_be_had() -> None:
    assert check("--port", "0").exit_code == 0


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("https://EHR.example.org", "https://ehr.example.org"),
        ("https://ehr.example.org:443/", "https://ehr.example.org"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_origin_is_known_as_a_browser_sends_it(written: str, sent: str) -> None:
    with TestClient(application(ServiceSettings(origins=(written,)))) as client:
        asked = {"Origin": sent, "Access-Control-Request-Method": "POST"}
        answer = client.options("/cds-services/cabozantinib-order-sign", headers=asked)
    assert answer.headers["access-control-allow-origin"] == sent
