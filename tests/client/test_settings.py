"""Where settings come from, what they refuse, and that a secret is never quoted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from validator.client import BackendServices, Basic, Bearer, ChartClient, ClientSettings, NoAuth
from validator.client.credentials import auth_from
from validator.client.settings import PREFIX, ClientSettingsError
from validator.service.settings import ServiceSettings

GUIDE = (Path(__file__).parents[2] / "docs" / "connect.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch):
    import os

    for name in list(os.environ):
        if name.upper().startswith(PREFIX):
            monkeypatch.delenv(name)


def test_flags_win_over_the_environment_and_the_environment_over_the_file(tmp_path, monkeypatch):
    file = tmp_path / "labelcheck.toml"
    file.write_text('server = "https://file.example.org"\nretries = 1\nworkers = 2\npage_size = 7\n')
    monkeypatch.setenv("LABELCHECK_RETRIES", "2")
    monkeypatch.setenv("LABELCHECK_WORKERS", "5")
    found = ClientSettings.load(file, workers=6, server=None)
    assert (found.server, found.retries, found.workers, found.page_size) == ("https://file.example.org", 2, 6, 7)


def test_an_empty_variable_is_as_good_as_none(tmp_path, monkeypatch):
    file = tmp_path / "labelcheck.toml"
    file.write_text("retries = 1\n")
    monkeypatch.setenv("LABELCHECK_RETRIES", "")
    assert ClientSettings.load(file).retries == 1


@pytest.mark.parametrize("given", ["Procedure,ServiceRequest", " Procedure , ServiceRequest, "])
def test_lists_are_comma_separated_in_flags_and_environment(monkeypatch, given):
    assert ClientSettings(without=given).without == ("Procedure", "ServiceRequest")
    monkeypatch.setenv("LABELCHECK_WITHOUT", given)
    assert ClientSettings().without == ("Procedure", "ServiceRequest")


def test_a_list_that_every_check_needs_cannot_be_left_out():
    with pytest.raises(ClientSettingsError, match="without"):
        ClientSettings(without="Condition")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"retries": -1}, "retries"),
        ({"workers": 0}, "workers"),
        ({"chart_seconds": 0}, "chart_seconds"),
        ({"chart_seconds": float("inf")}, "chart_seconds"),
        ({"auth": "kerberos"}, "auth"),
        ({"passwort": "synthetic-secret"}, "passwort: there is no such setting"),
        ({"retries": "synthetic-secret"}, "retries"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_and_not_quoted(given, name):
    with pytest.raises(ClientSettingsError, match=re.escape(name)) as raised:
        ClientSettings(**given)
    assert "synthetic-secret" not in str(raised.value)


@pytest.mark.parametrize("content", ['token = "synthetic-secret', "\xff", "tokn = 'synthetic-secret'"])
def test_a_file_that_cannot_be_used_is_not_quoted(tmp_path, content):
    file = tmp_path / "labelcheck.toml"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(ClientSettingsError) as raised:
        ClientSettings.load(file)
    assert "synthetic-secret" not in str(raised.value)


def test_a_missing_file_is_an_error():
    with pytest.raises(ClientSettingsError, match="config"):
        ClientSettings.load(Path("/nowhere/labelcheck.toml"))


def test_secrets_do_not_show():
    found = ClientSettings(token="synthetic-secret", password="synthetic-secret")
    assert "synthetic-secret" not in f"{found!r} {found} {found.model_dump_json()}"


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({}, NoAuth),
        ({"token": "t"}, Bearer),
        ({"username": "u", "password": "p"}, Basic),
        ({"auth": "none", "token": "t"}, NoAuth),
        ({"auth": "bearer", "token": "t", "username": "u"}, Bearer),
    ],
)
def test_the_settings_tell_who_asks(given, kind):
    assert type(auth_from(ClientSettings(**given))) is kind


def test_a_client_id_and_a_key_mean_smart(tmp_path):
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    file = tmp_path / "key.pem"
    key = ec.generate_private_key(ec.SECP384R1())
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    assert type(auth_from(ClientSettings(client_id="c", key_file=file))) is BackendServices


@pytest.mark.parametrize(
    "given",
    [
        {"token": "t", "username": "u"},
        {"username": "u"},
        {"auth": "bearer"},
        {"auth": "smart", "client_id": "c"},
        {"auth": "basic", "password": "p"},
    ],
)
def test_settings_that_leave_it_open_who_asks_are_refused(given):
    with pytest.raises(ClientSettingsError):
        auth_from(ClientSettings(**given))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ehr.example.org/fhir",
        "ftp://ehr.example.org",
        "https://",
        "https://u:synthetic-secret@ehr.example.org",
        "https://ehr.example.org/fhir?token=synthetic-secret",
        "https://ehr.example.org/#x",
        "https://ehr.example.org:port/",
    ],
)
def test_an_address_that_is_no_fhir_base_is_refused_without_being_quoted(address):
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - several messages; none may quote
        ChartClient(address)
    assert "synthetic-secret" not in str(raised.value)


def test_every_setting_stands_in_the_table_of_the_guide():
    rows = [line for line in GUIDE.splitlines() if line.startswith("| ") and f"`{PREFIX}" in line]
    documented = {re.findall(r"\| `([a-z_]+)` \|", row)[0] for row in rows}
    assert documented == set(ClientSettings.model_fields)
    for row in rows:
        name = re.findall(r"\| `([a-z_]+)` \|", row)[0]
        assert f"`{PREFIX}{name.upper()}`" in row
        default = ClientSettings.model_fields[name].default
        if isinstance(default, int | float) and not isinstance(default, bool):
            assert f"| {default:g} |" in row or f"| {default} |" in row


def test_the_flags_of_the_guide_are_those_of_the_command():
    from validator.cli import main

    flags = {option.opts[0] for option in main.commands["check"].params if option.name in ClientSettings.model_fields}
    assert flags == set(re.findall(r"\| `(--[a-z-]+)` \| `LABELCHECK", GUIDE))
    assert not {"--token", "--password"} & flags


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("LABELCHECK_TOKN", "LABELCHECK_TOKEN"),
        ("LABELCHECK_KEYFILE", "LABELCHECK_KEY_FILE"),
        ("labelcheck_max_page", "LABELCHECK_MAX_PAGES"),
    ],
)
def test_a_name_in_the_environment_that_is_nearly_a_setting_is_refused(monkeypatch, name, meant):
    monkeypatch.setenv(name, "x")
    with pytest.raises(ClientSettingsError, match=f"{name} is no setting; near it: {meant}"):
        ClientSettings.load()


def test_names_of_others_in_the_environment_are_left_alone(monkeypatch):
    for name in ServiceSettings.model_fields:
        monkeypatch.setenv(f"LABELCHECK_SERVE_{name.upper()}", "1")
    for name in ("LABELCHECK_HOME", "LABELCHECK_TEST_SPARK", "LABELCHECK_LINT_PAGE"):
        monkeypatch.setenv(name, "1")
    assert ClientSettings.load().workers == 4
