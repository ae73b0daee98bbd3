"""An export from a server: started, waited for, downloaded, gone on with; and who is never shown the token."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import responses
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from support.export_server import ExportServer, export_server
from support.fhir_http import BASE, outcome

from validator.client import patience
from validator.client.export_job import ExportRequest
from validator.client.fault import FetchError
from validator.client.server_export import ServerExport, export_from_server
from validator.client.settings import ClientSettings, ClientSettingsError

TOKEN = "made-up-token-1234"
LINES = {
    "Patient.1.ndjson": b'{"resourceType":"Patient","id":"p1"}\n',
    "MedicationRequest.1.ndjson": b'{"resourceType":"MedicationRequest","id":"o1"}\n' * 4000,
    "MedicationRequest.2.ndjson": b'{"resourceType":"MedicationRequest","id":"o2"}\n' * 3,
}


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, without waiting."""
    found: list[float] = []
    monkeypatch.setattr(patience, "pause", found.append)
    return found


def run(
    server: ExportServer, folder: Path, request: ExportRequest | None = None, **settings: Any
) -> tuple[ServerExport, list[str]]:
    told: list[str] = []
    given = ClientSettings(server=server.address, retries=0, workers=1, **settings)
    return export_from_server(given, request or ExportRequest(), folder, told.append), told


def held(folder: Path) -> dict[str, bytes]:
    """What the folder's manifest lists, unpacked, by type and in the order of the manifest."""
    manifest = json.loads((folder / "manifest.json").read_text())
    found: dict[str, bytes] = {}
    for one in manifest["output"]:
        data = (folder / one["url"]).read_bytes()
        data = gzip.decompress(data) if one["url"].endswith(".gz") else data
        found[one["type"]] = found.get(one["type"], b"") + data
        assert one["count"] == data.count(b"\n")
    return found


WHOLE = {
    "Patient": LINES["Patient.1.ndjson"],
    "MedicationRequest": LINES["MedicationRequest.1.ndjson"] + LINES["MedicationRequest.2.ndjson"],
}


@pytest.mark.parametrize("is_packed", [False, True])
def test_an_export_is_waited_for_and_comes_whole(tmp_path: Path, waits: list[float], is_packed: bool) -> None:
    with export_server(ExportServer(dict(LINES), polls=3, is_packed=is_packed)) as server:
        found, told = run(server, tmp_path / "out")

    assert held(tmp_path / "out") == WHOLE
    assert (found.files, found.resources, found.faults) == (3, 4004, ())
    assert waits == [600.0] * 3
    assert "Export: 2 of 3, in 600 s." in told
    # The job is given back, and nothing of the work is left.
    assert server.asked[-1][:2] == ("DELETE", "/status/1")
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".json", ".gz" if is_packed else ".ndjson"}


def test_what_is_asked_for_stands_in_the_request(tmp_path: Path) -> None:
    request = ExportRequest(group="g 1/x", types=("Patient", "MedicationRequest"), since="2026-01-01T00:00:00Z")
    with export_server(ExportServer(dict(LINES))) as server, pytest.raises(ClientSettingsError):
        run(server, tmp_path / "wrong", request)
    request = ExportRequest(group="g1", types=("Patient", "MedicationRequest"), since="2026-01-01T00:00:00Z")
    with export_server(ExportServer(dict(LINES))) as server:
        run(server, tmp_path / "out", request)

    method, path, headers = server.asked[0]
    assert method == "GET"
    assert path == "/Group/g1/$export?_type=Patient%2CMedicationRequest&_since=2026-01-01T00%3A00%3A00Z"
    assert headers["Prefer"] == "respond-async, handling=lenient"


def test_a_busy_server_is_asked_again_when_it_says_so(tmp_path: Path, waits: list[float]) -> None:
    def busy(method: str, path: str, before: int) -> Any:
        if path == "/$export" and before < 2:
            body = json.dumps(outcome("throttled", "one job a client")).encode()
            return 429, {"Retry-After": "600"}, body
        if path == "/status/1" and before == 0:
            return 503, {"Retry-After": "Sat, 28 Nov 2020 00:00:00 GMT"}, b"<html>"
        if path == "/status/1" and before == 1:
            return 500, {}, json.dumps(outcome("transient", "try again")).encode()
        return None

    with export_server(ExportServer(dict(LINES), choose=busy, polls=0)) as server:
        run(server, tmp_path / "out")

    assert held(tmp_path / "out") == WHOLE
    assert waits[:2] == [600.0, 600.0]
    assert len(waits) == 4


def test_a_refusal_is_said_in_the_words_of_the_server(tmp_path: Path) -> None:
    def refused(method: str, path: str, before: int) -> Any:
        return 403, {}, json.dumps(outcome("forbidden", "no export for you")).encode()

    with export_server(ExportServer({}, choose=refused)) as server, pytest.raises(FetchError) as fault:
        run(server, tmp_path / "out")

    assert fault.value.status == 403
    assert fault.value.said == ("error, forbidden: no export for you",) or "no export for you" in str(fault.value.said)


def test_a_download_that_breaks_off_goes_on_where_it_was(tmp_path: Path) -> None:
    def cut(method: str, path: str, before: int) -> Any:
        return "cut" if path.endswith("MedicationRequest.1.ndjson") and before < 3 else None

    with export_server(ExportServer(dict(LINES), choose=cut)) as server:
        run(server, tmp_path / "out")

    assert held(tmp_path / "out") == WHOLE
    ranges = [headers.get("Range") for _, path, headers in server.asked if path.endswith("MedicationRequest.1.ndjson")]
    assert ranges[0] is None
    assert len(ranges) == 4
    assert None not in ranges[1:]


def test_without_ranges_a_download_that_breaks_off_begins_again(tmp_path: Path) -> None:
    def cut(method: str, path: str, before: int) -> Any:
        return "cut" if "/files/" in path and before == 0 else None

    with export_server(ExportServer(dict(LINES), choose=cut, has_ranges=False)) as server:
        run(server, tmp_path / "out")

    assert held(tmp_path / "out") == WHOLE


def test_a_file_that_changed_meanwhile_is_never_mixed_with_what_came_before(tmp_path: Path) -> None:
    server = ExportServer(dict(LINES))

    def change(method: str, path: str, before: int) -> Any:
        if path.endswith("MedicationRequest.1.ndjson") and before == 0:
            return "cut"
        if path.endswith("MedicationRequest.1.ndjson") and before == 1:
            server.files["MedicationRequest.1.ndjson"] = b'{"resourceType":"MedicationRequest","id":"new"}\n' * 5000
        return None

    server.choose = change
    with export_server(server):
        run(server, tmp_path / "out")

    assert held(tmp_path / "out")["MedicationRequest"].startswith(
        b'{"resourceType":"MedicationRequest","id":"new"}\n' * 5000
    )


def test_the_next_call_goes_on_with_the_same_export_and_asks_for_no_file_twice(tmp_path: Path) -> None:
    def broken(method: str, path: str, before: int) -> Any:
        return (400, {}, b"") if path.endswith("MedicationRequest.1.ndjson") and before == 0 else None

    with export_server(ExportServer(dict(LINES), choose=broken)) as server:
        with pytest.raises(FetchError, match="400"):
            run(server, tmp_path / "out")
        assert not (tmp_path / "out" / "manifest.json").exists()
        _, told = run(server, tmp_path / "out")

    assert held(tmp_path / "out") == WHOLE
    assert told[0] == "Going on with the export that was begun."
    assert server.counted["GET /$export"] == 1
    assert server.counted["GET /files/Patient.1.ndjson"] == 1


def test_addresses_that_are_no_longer_good_are_asked_for_anew_once(tmp_path: Path) -> None:
    def expired(method: str, path: str, before: int) -> Any:
        return (
            (403, {}, b"<Error>expired</Error>")
            if path.endswith("MedicationRequest.2.ndjson") and before == 0
            else None
        )

    with export_server(ExportServer(dict(LINES), choose=expired)) as server:
        run(server, tmp_path / "out")
    assert held(tmp_path / "out") == WHOLE

    def always(method: str, path: str, before: int) -> Any:
        return (410, {}, b"") if path.endswith("MedicationRequest.2.ndjson") else None

    with (
        export_server(ExportServer(dict(LINES), choose=always)) as server,
        pytest.raises(FetchError, match="MedicationRequest: the server answered 410"),
    ):
        run(server, tmp_path / "again")


def test_an_export_that_the_server_forgot_is_begun_anew_by_the_next_call(tmp_path: Path) -> None:
    def gone(method: str, path: str, before: int) -> Any:
        return (404, {}, b"") if path == "/status/1" and before < 1 else None

    with export_server(ExportServer(dict(LINES), choose=gone)) as server:
        with pytest.raises(FetchError, match="the next try starts a new one"):
            run(server, tmp_path / "out")
        run(server, tmp_path / "out")

    assert server.counted["GET /$export"] == 2
    assert held(tmp_path / "out") == WHOLE


# Manifests that real servers write


def test_an_empty_manifest_is_a_fault_and_not_an_export_without_orders(tmp_path: Path) -> None:
    with export_server(ExportServer({})) as server:
        found, _ = run(server, tmp_path / "out")

    assert found.files == 0
    assert "The export holds no file" in found.faults[0]


def test_errors_of_the_export_are_told_and_warnings_are_not(tmp_path: Path) -> None:
    error = json.dumps(outcome("exception", "Observations of 2019 are left out")).encode() + b"\n"
    warning = json.dumps(outcome("informational", "all well", "information")).encode() + b"\n"
    files = {**LINES, "OperationOutcome.1.ndjson": error, "OperationOutcome.2.ndjson": warning}
    lists = {"OperationOutcome.1.ndjson": "error", "OperationOutcome.2.ndjson": "error"}
    with export_server(ExportServer(files, lists=lists)) as server:
        found, _ = run(server, tmp_path / "out")

    assert len(found.faults) == 1
    assert "Observations of 2019 are left out" in found.faults[0]
    assert len(json.loads((tmp_path / "out" / "manifest.json").read_text())["error"]) == 1


@pytest.mark.parametrize(
    "line",
    [
        {"resourceType": "OperationOutcome", "issue": [{"severity": "ERROR", "code": "exception"}]},
        {"resourceType": "OperationOutcome", "issue": [{"severity": ["error"], "code": ["exception"]}]},
        {"resourceType": "OperationOutcome", "issue": {"severity": "fatal", "code": "exception"}},
        {"resourceType": "OperationOutcome", "issue": []},
        {"resourceType": "Parameters", "issue": [{"severity": "warning"}]},
    ],
)
def test_an_error_of_the_export_is_told_however_it_is_written(tmp_path: Path, line: dict[str, Any]) -> None:
    files = {**LINES, "OperationOutcome.1.ndjson": json.dumps(line).encode() + b"\n"}
    with export_server(ExportServer(files, lists={"OperationOutcome.1.ndjson": "error"})) as server:
        found, _ = run(server, tmp_path / "out")
    assert len(found.faults) == 1


def test_lists_of_what_was_deleted_come_too(tmp_path: Path) -> None:
    files = {**LINES, "Bundle.1.ndjson": b'{"resourceType":"Bundle"}\n'}
    with export_server(ExportServer(files, lists={"Bundle.1.ndjson": "deleted"})) as server:
        run(server, tmp_path / "out")

    (one,) = json.loads((tmp_path / "out" / "manifest.json").read_text())["deleted"]
    assert (tmp_path / "out" / one["url"]).read_bytes() == b'{"resourceType":"Bundle"}\n'


@pytest.mark.parametrize(
    ("manifest", "why"),
    [
        ({"output": None}, "no list of output files"),
        ({"output": [{"type": "Patient"}]}, "has no address"),
        ({"output": ["x"]}, "has no address"),
        ({"output": [{"type": "Patient", "url": "javascript:alert(1)"}]}, "has no address"),
        ({"error": {"type": "OperationOutcome"}}, "no list where `error` stands"),
    ],
)
def test_a_manifest_that_cannot_be_followed_ends_the_export(tmp_path: Path, manifest: dict[str, Any], why: str) -> None:
    with (
        export_server(ExportServer(dict(LINES), manifest=manifest)) as server,
        pytest.raises(FetchError, match=why),
    ):
        run(server, tmp_path / "out")


def test_relative_addresses_and_names_that_lead_elsewhere_stay_in_the_folder(tmp_path: Path) -> None:
    listed = [{"type": "../../Patient", "url": "../files/Patient.1.ndjson?x=../../y"}]
    with export_server(ExportServer(dict(LINES), manifest={"output": listed})) as server:
        run(server, tmp_path / "out")

    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "0001.Resource.ndjson",
        "manifest.json",
    ]


def test_a_file_with_fewer_resources_than_the_server_tells_did_not_come_whole(tmp_path: Path) -> None:
    server = ExportServer(dict(LINES))
    with export_server(server):
        listed = {"type": "Patient", "url": f"{server.address}/files/Patient.1.ndjson", "count": 2}
        server.manifest = {"output": [listed]}
        with pytest.raises(FetchError, match="1 of the 2 resources"):
            run(server, tmp_path / "out")


@pytest.mark.parametrize(
    ("headers", "body"),
    [({"Content-Type": "text/html"}, b"<html>Sign in</html>"), ({}, b"<html>Sign in</html>")],
)
def test_a_page_in_the_place_of_a_file_is_no_file(tmp_path: Path, headers: dict[str, str], body: bytes) -> None:
    def page(method: str, path: str, before: int) -> Any:
        return (200, headers, body) if "/files/" in path else None

    with export_server(ExportServer(dict(LINES), choose=page)) as server, pytest.raises(FetchError, match="a page"):
        run(server, tmp_path / "out")


def test_a_packed_file_that_is_damaged_is_no_file(tmp_path: Path) -> None:
    def damaged(method: str, path: str, before: int) -> Any:
        return (200, {}, gzip.compress(LINES["MedicationRequest.1.ndjson"])[:-20]) if "Request.1" in path else None

    with (
        export_server(ExportServer(dict(LINES), choose=damaged)) as server,
        pytest.raises(FetchError, match="compression is broken"),
    ):
        run(server, tmp_path / "out")


def test_a_folder_with_another_export_is_left_alone(tmp_path: Path) -> None:
    with export_server(ExportServer(dict(LINES))) as server:
        run(server, tmp_path / "out")
        with pytest.raises(FetchError, match="holds an export already"):
            run(server, tmp_path / "out")


# Who is shown the token


@pytest.fixture
def two() -> Iterator[tuple[ExportServer, ExportServer]]:
    """A server, and another origin that has its files."""
    with ExitStack() as stack:
        files = stack.enter_context(export_server(ExportServer(dict(LINES))))
        server = ExportServer(dict(LINES), files_at=files.address, needs_token=True)
        yield stack.enter_context(export_server(server)), files


def test_files_on_a_host_that_was_not_allowed_are_not_asked_for(tmp_path: Path, two: Any) -> None:
    server, files = two
    with pytest.raises(FetchError, match="another host"):
        run(server, tmp_path / "out", token=TOKEN)

    assert files.asked == []
    assert server.tokens("$export") == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize("needs_token", [True, False])
def test_an_allowed_host_is_shown_the_token_only_where_the_manifest_asks_for_it(
    tmp_path: Path, two: Any, needs_token: bool
) -> None:
    server, files = two
    server.needs_token = needs_token
    run(server, tmp_path / "out", token=TOKEN, export_hosts=files.address)

    assert held(tmp_path / "out") == WHOLE
    assert files.tokens("/files/") == {f"Bearer {TOKEN}" if needs_token else None}
    assert server.tokens("/status/") == {f"Bearer {TOKEN}"}


def test_a_file_that_redirects_to_another_host_takes_no_token_there(tmp_path: Path, two: Any) -> None:
    server, files = two
    server.files_at = None

    def elsewhere(method: str, path: str, before: int) -> Any:
        return (302, {"Location": f"{files.address}{path}"}, b"") if "/files/" in path else None

    server.choose = elsewhere
    run(server, tmp_path / "out", token=TOKEN, export_hosts=files.address)

    assert held(tmp_path / "out") == WHOLE
    assert files.tokens("/files/") == {None}
    assert server.tokens("/files/") == {f"Bearer {TOKEN}"}


def test_a_status_address_on_another_host_is_not_asked(tmp_path: Path, two: Any) -> None:
    server, other = two

    def elsewhere(method: str, path: str, before: int) -> Any:
        return (202, {"Content-Location": f"{other.address}/status/1"}, b"") if path == "/$export" else None

    server.choose = elsewhere
    with pytest.raises(FetchError, match="another host"):
        run(server, tmp_path / "out", token=TOKEN)
    assert other.asked == []


def test_a_host_of_files_without_tls_is_refused(tmp_path: Path) -> None:
    with export_server(ExportServer(dict(LINES))) as server, pytest.raises(ClientSettingsError, match="https"):
        run(server, tmp_path / "out", token=TOKEN, export_hosts="http://files.example.org")


def test_a_smart_token_that_ran_out_is_asked_for_anew(tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.write_bytes(
        ec.generate_private_key(ec.SECP384R1()).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    server = ExportServer(dict(LINES), needs_token=True)

    def smart(method: str, path: str, before: int) -> Any:
        if path == "/.well-known/smart-configuration":
            return 200, {}, json.dumps({"token_endpoint": f"{server.address}/token"}).encode()
        if path == "/token":
            made = {"access_token": f"token-{before}", "token_type": "bearer", "expires_in": 900}
            return 200, {}, json.dumps(made).encode()
        _, _, headers = server.asked[-1]
        late = path.endswith("MedicationRequest.2.ndjson") and headers.get("Authorization") == "Bearer token-0"
        return (401, {}, b"") if late else None

    server.choose = smart
    with export_server(server):
        run(server, tmp_path / "out", client_id="made-up", key_file=key)

    assert held(tmp_path / "out") == WHOLE
    assert server.counted["POST /token"] == 2
    assert server.tokens("$export") == {"Bearer token-0"}
    assert server.tokens("/.well-known") == {None}


# Answers that no server should give, one call deep


@pytest.fixture
def mock() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as started:
        yield started


@pytest.mark.parametrize(
    ("status", "headers", "why"),
    [
        (202, {}, "does not say where"),
        (202, {"Content-Location": "ftp://ehr.example.org/x"}, "does not say where"),
        (200, {}, "was not started"),
        (302, {"Location": "https://elsewhere.example.org/"}, "another host"),
        (302, {}, "redirects to nowhere"),
        (422, {}, "was not started: the server answered 422"),
    ],
)
def test_an_export_that_does_not_begin_says_why(
    mock: responses.RequestsMock, tmp_path: Path, status: int, headers: dict[str, str], why: str
) -> None:
    mock.get(f"{BASE}/$export", status=status, headers=headers, body=b"{}")
    with pytest.raises(FetchError, match=why):
        export_from_server(ClientSettings(server=BASE, retries=0), ExportRequest(), tmp_path / "out", print)


def test_a_server_that_never_ends_is_waited_for_no_longer_than_was_set(
    mock: responses.RequestsMock, tmp_path: Path
) -> None:
    mock.get(f"{BASE}/$export", status=202, headers={"Content-Location": f"{BASE}/status/1"})
    mock.get(f"{BASE}/status/1", status=202, headers={"Retry-After": "600"})
    settings = ClientSettings(server=BASE, retries=0, export_seconds=60)
    with pytest.raises(FetchError, match="longer than the time that is left"):
        export_from_server(settings, ExportRequest(), tmp_path / "out", print)


def test_no_word_of_an_error_holds_the_token_or_an_address(mock: responses.RequestsMock, tmp_path: Path) -> None:
    body = json.dumps(outcome("exception", f"Bearer {TOKEN} failed at {BASE}"))
    mock.get(f"{BASE}/$export", status=500, body=body)
    with pytest.raises(FetchError) as fault:
        export_from_server(
            ClientSettings(server=BASE, token=TOKEN, retries=0), ExportRequest(), tmp_path / "out", print
        )
    assert TOKEN not in f"{fault.value} {fault.value.said}"
