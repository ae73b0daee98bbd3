"""A server that is slow, busy, broken or elsewhere: asked again where that helps, given up where it does not, and
never a word of the patient or of a token in what is said about it."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import formatdate
from itertools import count

import pytest
import responses
from support.fhir_http import BASE, FHIR, order, outcome, renal_cancer, searchset, serve

from validator import Verdict
from validator.client import Bearer, ChartClient, ClientSettings, FetchError, check_chart, check_orders, patience
from validator.client.outcome_words import shown

SETTINGS = ClientSettings(retries=3, backoff_seconds=0.5, workers=2)


@pytest.fixture
def mock() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as started:
        yield started


@pytest.fixture
def client() -> Iterator[ChartClient]:
    with ChartClient(BASE, settings=SETTINGS) as one:
        yield one


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, without waiting."""
    found: list[float] = []
    monkeypatch.setattr(patience, "pause", found.append)
    return found


def gap(client: ChartClient):
    chart = client.chart_for("o1")
    (part,) = chart.not_fetched
    report = check_chart(chart)
    assert [one.verdict for one in report.orders] == [Verdict.UNDETERMINED]
    return part


# Answers that are no answer


@pytest.mark.parametrize(
    ("body", "content_type", "why"),
    [
        (b"<html><body>Maintenance</body></html>", "text/html", "text/html instead of FHIR JSON"),
        (b"", FHIR, "an empty body instead of FHIR JSON"),
        (b"  \n", "text/plain", "an empty body instead of FHIR JSON"),
        (json.dumps(searchset(*renal_cancer())).encode()[:-40], FHIR, "JSON that breaks off or is broken"),
        (b'<Bundle xmlns="http://hl7.org/fhir"/>', "application/fhir+xml", "application/fhir+xml instead of FHIR JSON"),
        (b"[]", FHIR, "JSON that is no FHIR resource"),
        (b'{"error": "made up"}', "application/json", "JSON that is no FHIR resource"),
        (b'{"resourceType": "Patient", "id": "p1"}', FHIR, "something other than a Bundle"),
        (b'{"resourceType": "Bundle", "entry": {}}', FHIR, "no list of entries"),
        (b'{"resourceType": "Bundle", "entry": [], "entry": []}', FHIR, "cannot be relied on"),
        (b'{"resourceType": "Bundle"}{"resourceType": "Bundle"}', FHIR, "cannot be relied on"),
        (b"\xff\xfe\x00", FHIR, "instead of FHIR JSON"),
        (json.dumps(outcome("exception", "the index is down")).encode(), FHIR, "an error instead of data"),
    ],
)
def test_an_answer_that_is_no_searchset_leaves_the_list_incomplete(mock, client, body, content_type, why):
    serve(mock, lists={"Condition": None})
    mock.get(f"{BASE}/Condition", body=body, content_type=content_type)
    assert why in gap(client).why


@pytest.mark.parametrize(
    "kind", ["application/json+fhir", "application/json", "text/plain", "application/octet-stream", ""]
)
def test_json_under_another_content_type_is_read(mock, client, kind):
    serve(mock, lists={"Condition": None})
    mock.get(f"{BASE}/Condition", body=json.dumps(searchset(*renal_cancer())), content_type=kind)
    assert client.chart_for("o1").not_fetched == ()


def test_a_byte_order_mark_is_no_reason_to_lose_a_list(mock, client):
    serve(mock, lists={"Condition": None})
    body = b"\xef\xbb\xbf" + json.dumps(searchset(*renal_cancer())).encode()
    mock.get(f"{BASE}/Condition", body=body, content_type=FHIR)
    assert client.chart_for("o1").not_fetched == ()


def test_an_answer_without_end_is_refused(mock):
    serve(mock, lists={"Condition": None})
    mock.get(f"{BASE}/Condition", body=b" " * 100_001)
    with ChartClient(BASE, settings=ClientSettings(max_bytes=100_000)) as client:
        assert gap(client).why == "the answer is larger than 100000 bytes"


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (403, json.dumps(outcome("forbidden", "the client may not read this")), "the client may not read this"),
        (500, "<html>Oops</html>", None),
        (500, "", None),
        (400, '{"resourceType": "OperationOutcome"}', None),
        (400, '{"error": "invalid_request", "error_description": "made up"}', "invalid_request: made up"),
        (
            400,
            json.dumps({"resourceType": "OperationOutcome", "issue": [{"details": {"text": "a\u202eb\x1b[31m\nc"}}]}),
            "a b [31m c",
        ),
    ],
)
def test_the_server_is_quoted_where_it_had_words(mock, client, status, body, said):
    serve(mock, lists={"Condition": None})
    mock.get(f"{BASE}/Condition", status=status, body=body)
    part = gap(client)
    assert part.why.startswith(f"the server answered {status}")
    assert any(said in words for words in part.said) if said else part.said == ()


# Again, or not


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again(mock, client, status):
    serve(mock, lists={"Condition": None})
    for _ in range(3):
        mock.get(f"{BASE}/Condition", status=status)
    mock.get(f"{BASE}/Condition", json=searchset(*renal_cancer()))
    assert client.chart_for("o1").not_fetched == ()


def test_a_server_that_stays_busy_is_given_up_after_the_tries_set(mock, client):
    serve(mock, lists={"Condition": None})
    mock.get(f"{BASE}/Condition", status=503, json=outcome("throttled", "too busy"))
    part = gap(client)
    assert part.why == "the server answered 503 (not available)"
    assert part.said == ("error throttled: too busy",)
    assert sum("/Condition?" in call.request.url for call in mock.calls) == 1 + SETTINGS.retries


@pytest.mark.parametrize("status", [400, 401, 403, 405, 406, 409, 410, 413, 422, 500, 501])
def test_an_answer_that_says_no_is_not_asked_for_again(mock, client, status):
    serve(mock, lists={"Condition": None})
    mock.get(f"{BASE}/Condition", status=status, headers={"Retry-After": "0"})
    gap(client)
    assert sum("/Condition?" in call.request.url for call in mock.calls) == 1


class Headers:
    """What urllib3 gives of a response."""

    def __init__(self, **headers: str) -> None:
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def test_retry_after_is_honoured_in_seconds(waits):
    patience.Patience.of(3, 0.5).sleep(Headers(Retry_After="7"))
    assert waits == [7]


def test_retry_after_is_honoured_as_a_date(waits):
    patience.Patience.of(3, 0.5).sleep(Headers(Retry_After=formatdate(time.time() + 30, usegmt=True)))
    assert 25 < waits[0] <= 31


@pytest.mark.parametrize("header", ["soon", "-5", "1e9999", "Wed, 99 Foo 2026", ""])
def test_a_retry_after_that_cannot_be_read_is_as_good_as_none(waits, header):
    patience.Patience.of(3, 0.5).increment("GET", "/", error=None).sleep(Headers(Retry_After=header))
    assert 0.5 <= waits[0] < 0.7


def test_waits_grow_and_are_not_all_alike(waits):
    retry = patience.Patience.of(5, 0.5)
    for _ in range(4):
        retry = retry.increment("GET", "/", error=None)
        retry.sleep()
    assert all(0.5 * 2**n <= wait <= 0.5 * 2**n * 1.25 for n, wait in enumerate(waits))
    again = [patience.Patience.of(5, 0.5).get_backoff_time() for _ in range(20)]
    assert len(set(again)) > 1


def test_nobody_waits_longer_than_the_chart_may_take(waits):
    with patience.Deadline(5).watched(), pytest.raises(patience.MaxRetryError):
        patience.Patience.of(3, 0.5).sleep(Headers(Retry_After="3600"))
    assert waits == []


# Time


def test_a_chart_whose_time_is_up_is_not_whole(mock):
    serve(mock)
    with ChartClient(BASE, settings=ClientSettings(chart_seconds=30)) as client:
        assert client.capability.is_known
        client.settings.__dict__["chart_seconds"] = 1e-9
        report = check_orders(client, ["o1"])
    assert (report.orders, report.readable) == ((), False)
    assert "time for the whole chart was used up" in report.issues[0].message


# Where tokens go


@pytest.mark.parametrize(
    "place",
    [
        "https://other.example.org/fhir/Condition",
        "http://ehr.example.org/fhir/Condition",
        "https://ehr.example.org:444/x",
        "//other.example.org/x",
        "https://ehr.example.org@other.example.org/",
        "file:///etc/passwd",
    ],
)
def test_a_redirect_to_another_origin_is_not_followed(mock, place):
    serve(mock, lists={"Condition": None})
    mock.get(f"{BASE}/Condition", status=302, headers={"Location": place})
    with ChartClient(BASE, auth=Bearer("synthetic-token"), settings=SETTINGS) as client:
        assert "redirects to another server" in gap(client).why
    assert all(call.request.url.startswith(f"{BASE}/") for call in mock.calls)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_within_the_server_is_followed_with_the_token(mock, status):
    serve(mock, lists={"Condition": None})
    mock.get(f"{BASE}/Condition", status=status, headers={"Location": "/fhir/conditions?q=1"})
    mock.get(f"{BASE}/conditions", json=searchset(*renal_cancer()))
    with ChartClient(BASE, auth=Bearer("synthetic-token"), settings=SETTINGS) as client:
        assert client.chart_for("o1").not_fetched == ()
    assert mock.calls[-1].request.headers["Authorization"] == "Bearer synthetic-token"


def test_redirects_without_end_stop(mock, client):
    serve(mock, lists={"Condition": None})
    mock.get(f"{BASE}/Condition", status=302, headers={"Location": f"{BASE}/Condition"})
    assert "redirects more than 3 times" in gap(client).why


def test_a_redirect_that_leads_nowhere_is_no_answer(mock, client):
    serve(mock, lists={"Condition": None})
    mock.get(f"{BASE}/Condition", status=302)
    gap(client)


SECRET = "eyJhbGciOiJIUzI1NiJ9.c3ludGhldGlj.c2lnbmF0dXJl"


def test_a_token_that_the_server_repeats_is_shown_to_nobody(mock, caplog):
    serve(mock, lists={"Condition": None})
    told = outcome("login", f"token {SECRET} of Bearer {SECRET} and access_token={SECRET} refused")
    mock.get(f"{BASE}/Condition", status=403, json=told)
    with caplog.at_level(logging.DEBUG), ChartClient(BASE, auth=Bearer(SECRET), settings=SETTINGS) as client:
        chart = client.chart_for("o1")
        report = check_chart(chart)
    seen = [report.to_json(), report.to_text(), repr(chart), repr(client.connection.auth), caplog.text]
    seen.append(str(report.to_operation_outcome("R4").model_dump_json()))
    assert not any(part in text for text in seen for part in SECRET.split("."))
    assert "refused" in report.to_json()


def test_a_token_without_any_form_of_its_own_is_removed_too(mock):
    serve(mock, lists={"Condition": None})
    mock.get(f"{BASE}/Condition", status=403, json=outcome("login", "the key plain-opaque-4711 is unknown"))
    with ChartClient(BASE, auth=Bearer("plain-opaque-4711"), settings=SETTINGS) as client:
        assert client.chart_for("o1").not_fetched[0].said == ("error login: the key (removed) is unknown",)


@pytest.mark.parametrize(
    "text",
    [
        f"assertion {SECRET}",
        f"assertion {SECRET.rpartition('.')[0]}.",
        "Authorization: Bearer abcdefgh12345678",
        "authorization basic d2hvOm1hZGUtdXA=",
        "grant access_token=abcdefgh12345678&x=1",
        '{"client_secret": "abcdefgh12345678"}',
    ],
)
def test_what_looks_like_a_token_is_removed_whoever_it_is_of(text):
    line = shown(text)
    assert "(removed)" in line
    assert not any(part in line for part in (*SECRET.split(".")[:2], "abcdefgh", "d2hv"))


def test_long_words_of_a_server_are_cut():
    assert len(shown("word " * 1000)) <= 300
    assert shown(None) == shown(42) == ""


def test_an_error_never_quotes_the_url_or_the_patient(mock, client):
    serve(mock, lists={"MedicationRequest": searchset()})
    mock.get(f"{BASE}/MedicationRequest/o1", status=404, json=outcome("not-found", "made-up words"))
    with pytest.raises(FetchError) as raised:
        client.chart_for("o1")
    assert str(raised.value) == "MedicationRequest: the server answered 404 (not found)"
    assert raised.value.__cause__ is None
    assert raised.value.said == ("error not-found: made-up words",)


def test_nothing_is_logged(mock, client, caplog):
    with caplog.at_level(logging.DEBUG):
        serve(mock, lists={"Condition": None})
        mock.get(f"{BASE}/Condition", status=503)
        client.chart_for("o1")
    assert [record for record in caplog.records if "p1" in record.getMessage()] == []


def test_an_order_in_a_chart_that_failed_is_the_only_one_told_of(mock, client):
    serve(mock, lists={"MedicationRequest": searchset(order(), order("o2")), "Condition": None})
    mock.get(f"{BASE}/Condition", status=500)
    assert [one.order for one in check_orders(client, ["o2"]).orders] == ["MedicationRequest/o2"]


# A server that never comes to an end


@contextmanager
def talking(said: Callable[[], Iterator[bytes]]) -> Iterator[str]:
    """A server that answers every connection with what `said` gives, piece by piece."""
    listening = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def talk(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.recv(65536)
            for piece in said():
                if ended.is_set():
                    return
                connection.sendall(piece)

    def take() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=talk, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=take, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/fhir"
    finally:
        ended.set()
        listening.close()


def dripping_headers() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nX-Drip: "
    while True:
        time.sleep(0.05)
        yield b"a"


def dripping_status() -> Iterator[bytes]:
    while True:
        yield b" "
        time.sleep(0.05)


def continue_without_end() -> Iterator[bytes]:
    while True:
        yield b"HTTP/1.1 100 Continue\r\n\r\n"
        time.sleep(0.01)


def headers_without_end() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    for number in count():
        time.sleep(0.05)
        yield f"X-{number}: a\r\n".encode()


def dripping_body() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\nContent-Length: 100000\r\n\r\n"
    while True:
        time.sleep(0.05)
        yield b" "


@pytest.mark.parametrize(
    "said", [dripping_headers, dripping_status, continue_without_end, headers_without_end, dripping_body]
)
def test_a_server_that_never_comes_to_an_end_is_waited_for_no_longer_than_the_deadline(said):
    settings = ClientSettings(retries=1, read_seconds=5, chart_seconds=1, workers=2)
    started = time.monotonic()
    with talking(said) as base, ChartClient(base, settings=settings) as slow, pytest.raises(FetchError) as caught:
        slow.chart_for("o1")
    assert time.monotonic() - started < 2.5
    assert "time" in caught.value.why or "connection was lost" in caught.value.why


# Pages that are not whole


def test_a_part_of_an_answer_is_not_the_whole(mock, client):
    serve(mock, lists={"Condition": None})
    mock.get(f"{BASE}/Condition", json=searchset(*renal_cancer()), status=206, content_type=FHIR)
    assert "206 (only part of it)" in gap(client).why


@pytest.mark.parametrize("total", ["9", 9, -1, 1.5, "many", {}])
def test_a_count_that_is_wrong_is_no_whole_list(mock, client, total):
    serve(mock, lists={"Condition": searchset(*renal_cancer()) | {"total": total}})
    assert "count" in gap(client).why


def test_the_same_resource_twice_does_not_make_up_for_one_that_did_not_come(mock, client):
    twice = searchset(*renal_cancer())
    twice["entry"] *= 2
    serve(mock, lists={"Condition": twice | {"total": len(twice["entry"])}})
    assert "counts" in gap(client).why


# A server that is not there


def test_a_name_that_nobody_knows_is_told_from_a_server_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        silent = f"http://127.0.0.1:{taken.getsockname()[1]}/fhir"
        once = ClientSettings(retries=0, connect_seconds=2)
        with ChartClient(silent, settings=once) as client, pytest.raises(FetchError) as refused:
            client.chart_for("o1")
        assert refused.value.why == "nothing takes a connection at the server's address"
        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        with ChartClient("http://ehr.invalid/fhir", settings=once) as client, pytest.raises(FetchError) as unnamed:
            client.chart_for("o1")
        assert unnamed.value.why == "the server's name could not be resolved"
