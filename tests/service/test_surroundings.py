"""What surrounds the answers: CORS, limits, faults, log, metrics, shutdown, documentation."""

from __future__ import annotations

import json
import re
import shlex
import socket
import subprocess
import sys
import threading
import time
from datetime import date
from html import escape, unescape
from uuid import uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from support.cds_call import call_of
from support.cds_rules import breaches_of_answer
from support.facts import chart
from support.fhir_models import judge
from support.leak import leaks, patient_values
from support.running_service import ROOT, running_service
from support.shipped import load_label

from validator.service.example import order_sign_request
from validator.service.key_set import FileKeySet
from validator.service.settings import ServiceSettings
from validator.verdict import Truth

ORIGIN = "https://sandbox.example.org"
SIGN = "/cds-services/cabozantinib-order-sign"

CRASH_IN_THE_ANSWER = """
import validator.service.consult as consult
def broken(*_, **__):
    raise RuntimeError("Ximena Example, born 2012-03-09")
consult.joint_card = broken
import validator.service.fhir_routes as routes
routes.outcome_dict = broken
"""
CRASH_AT_THE_START = """
import validator.checking.submission_check as checking
def broken(*_, **__):
    raise RuntimeError("Ximena Example, born 2012-03-09")
checking.SubmissionCheck.report = broken
"""
CRASH_IN_A_ROUTE = """
from starlette.requests import Request
import validator.service.cds_routes as routes
async def broken(self, request: Request):
    raise RuntimeError("Ximena Example, born 2012-03-09")
routes.CdsRoutes.call = broken
routes.CdsRoutes.discovery = broken
"""
CRASH_IN_A_RULE = """
import validator.rules.registry as registry
import validator.rules
def broken(_):
    raise RuntimeError("Ximena Example, born 2012-03-09")
registry.RULES["dose"] = broken
"""
SLOW = """
import time
import validator.service.consult as consult
whole = consult.Consultant.checked
def slow(self, call, style, **when):
    time.sleep(3)
    return whole(self, call, style, **when)
consult.Consultant.checked = slow
"""


@pytest.mark.parametrize("path", ["/cds-services", SIGN, f"{SIGN}/feedback", "/fhir/$check-order"])
def test_a_browser_is_told_that_it_may_call(service, path):
    asked = {
        "origin": ORIGIN,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
    }
    answer = httpx.options(f"{service.url}{path}", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert "authorization" in answer.headers["access-control-allow-headers"].lower()


def test_an_answer_and_a_refusal_can_be_read_by_the_browser(service):
    for answer in (
        service.get("/cds-services", headers={"origin": ORIGIN}),
        service.sign(b"", headers={"origin": ORIGIN}),
    ):
        assert answer.headers["access-control-allow-origin"] == ORIGIN


def test_another_origin_is_told_nothing(service):
    answer = service.get("/cds-services", headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    assert httpx.options(f"{service.url}{SIGN}", headers=asked).status_code == 400


@pytest.mark.parametrize("code", [CRASH_IN_THE_ANSWER, CRASH_IN_A_ROUTE, CRASH_IN_A_RULE])
def test_a_crash_is_a_card_and_never_an_empty_list(log_folder, code):
    with running_service(log_folder, "--structure", "read", "--workers", "1", code=code) as broken:
        answer = broken.sign(call_of("net-adolescent-60mg"))
        assert answer.status_code == 200
        assert breaches_of_answer(answer.json()) == []
        said = [card["summary"] for card in answer.json()["cards"]]
        assert any("could not run" in one for one in said), said
        assert all(
            card["indicator"] == "warning" for card in answer.json()["cards"] if "could not run" in card["summary"]
        )
        assert "Ximena" not in answer.text
        assert "Ximena" not in broken.log
        assert "Traceback" not in broken.log


def test_a_service_that_cannot_check_is_not_ready_and_says_so_in_every_card(log_folder):
    with running_service(log_folder, code=CRASH_AT_THE_START, path="/health") as broken:
        assert broken.get("/ready").status_code == 503
        (card,) = broken.sign(call_of("net-adolescent-60mg")).json()["cards"]
        assert "could not run" in card["summary"]
        assert broken.logged('"event": "start-fault"')
        assert "Ximena" not in broken.log


def test_a_crash_of_the_operation_is_an_outcome(log_folder):
    with running_service(log_folder, "--structure", "read", code=CRASH_IN_THE_ANSWER) as broken:
        answer = broken.post("/fhir/$check-order", json={"resourceType": "Bundle", "type": "collection"})
        assert answer.status_code == 500
        assert answer.json()["issue"][0]["code"] == "exception"
        assert "Ximena" not in answer.text + broken.log
        assert 'labelcheck_faults_total{where="operation"} 1.0' in broken.get("/metrics").text


def test_a_check_that_takes_too_long_is_a_card(log_folder):
    seconds = {"LABELCHECK_SERVE_CHECK_SECONDS": "1"}
    with running_service(log_folder, "--structure", "read", code=SLOW, environment=seconds) as slow:
        started = time.monotonic()
        answer = slow.sign(call_of("net-adolescent-60mg"))
        assert time.monotonic() - started < 2.5
        assert ["could not run" in card["summary"] for card in answer.json()["cards"]] == [True]


def test_a_short_call_about_another_drug_waits_for_no_check(log_folder):
    with running_service(log_folder, "--structure", "read", code=SLOW) as slow:
        call = call_of("net-adolescent-60mg")
        for entry in call["context"]["draftOrders"]["entry"]:
            coding = {
                "system": "http://www.nlm.nih.gov/research/umls/rxnorm",
                "code": "314076",
                "display": "lisinopril",
            }
            entry["resource"]["medicationCodeableConcept"] = {"coding": [coding]}
        started = time.monotonic()
        answer = slow.sign(call)
        assert time.monotonic() - started < 2.5
        assert answer.json() == {"cards": []}
        assert slow.logged('"verdicts": ["not-assessed"]')


def test_too_many_at_once_are_told_to_come_back_and_health_still_answers(log_folder):
    few = {"LABELCHECK_SERVE_MAX_WAITING": "2"}
    with running_service(log_folder, "--structure", "read", code=SLOW, environment=few) as busy:
        answers = []
        threads = [
            threading.Thread(target=lambda: answers.append(busy.sign(call_of("net-adolescent-60mg")).status_code))
            for _ in range(5)
        ]
        for thread in threads:
            thread.start()
        time.sleep(1)
        assert busy.get("/health").status_code == 200
        for thread in threads:
            thread.join()
        assert sorted(answers) == [200, 200, 503, 503, 503]


def test_what_is_under_way_is_answered_before_the_end(log_folder):
    with running_service(log_folder, "--structure", "read", code=SLOW) as service:
        answers = []
        thread = threading.Thread(target=lambda: answers.append(service.sign(call_of("net-adolescent-60mg"))))
        thread.start()
        time.sleep(1)
        assert service.stop() == 0
        thread.join()
        assert [card["indicator"] for card in answers[0].json()["cards"]] == ["critical"]
        assert '"event": "stopped"' in service.log


def test_a_body_that_does_not_come_is_not_waited_for(log_folder):
    with running_service(log_folder, environment={"LABELCHECK_SERVE_BODY_SECONDS": "1"}) as service:
        host, _, port = service.url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=20) as connection:
            connection.sendall(f"POST {SIGN} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{{".encode())
            assert connection.recv(1000).startswith(b"HTTP/1.1 408")


def test_a_request_has_an_id_and_a_line(service):
    given = str(uuid4())
    answer = service.get("/cds-services", headers={"x-request-id": given})
    assert answer.headers["x-request-id"] == given
    assert service.logged(f'"request": "{given}"')
    lines = [json.loads(line) for line in service.log.splitlines()]
    (line,) = [line for line in lines if line.get("request") == given]
    assert (line["route"], line["status"], line["event"]) == ("/cds-services", 200, "request")


def test_an_id_that_could_be_a_patient_s_is_not_taken_over(service):
    answer = service.get("/cds-services", headers={"x-request-id": "MRN-4711-Ximena"})
    assert answer.headers["x-request-id"] != "MRN-4711-Ximena"
    service.get("/fhir/Patient/MRN-4711-Ximena?name=Ximena")
    assert "MRN-4711" not in service.log
    assert "Ximena" not in service.log


def test_every_line_of_the_log_is_json(service):
    service.sign(call_of("net-adolescent-60mg"))
    assert all(isinstance(json.loads(line), dict) for line in service.log.splitlines())


def test_the_search_for_leaks_finds_what_it_looks_for():
    """The whole log of the session is searched when it ends (conftest); here is that the search can fail."""
    assert leaks('{"event": "request", "route": "/cds-services"}') == []
    values = sorted(patient_values())
    assert len(values) > 100
    assert leaks(f'{{"says": "{values[50]}"}}') != []


def test_metrics_count_verdicts_and_findings_and_hold_no_patient_value(service):
    service.sign(call_of("net-adolescent-60mg"))
    text = service.get("/metrics").text
    assert 'labelcheck_orders_total{verdict="error"}' in text
    assert 'labelcheck_findings_total{code="dose-above-label",verdict="error"}' in text
    assert 'labelcheck_request_seconds_count{route="/cds-services/{service}",status="200"}' in text
    assert leaks(text) == []


def test_several_processes_count_together(log_folder):
    with running_service(log_folder, "--structure", "read", "--workers", "2") as service:
        for _ in range(12):
            assert service.sign(call_of("net-adolescent-60mg")).status_code == 200
        assert 'labelcheck_orders_total{verdict="error"} 12.0' in service.get("/metrics").text


def test_the_documentation_shows_true_answers(service):
    described = service.get("/openapi.json").json()
    assert service.get("/docs").status_code == 200
    call = described["paths"]["/cds-services/{service}"]["post"]
    (_, asked), *_ = call["requestBody"]["content"]["application/json"]["examples"].items()
    shown = call["responses"]["200"]["content"]["application/json"]["example"]["cards"]
    given = service.sign(asked["value"]).json()["cards"]
    assert [card["summary"] for card in shown] == [card["summary"] for card in given]
    operation = described["paths"]["/fhir/$check-order"]["post"]
    body = operation["requestBody"]["content"]["application/fhir+json"]["examples"]["parameters"]["value"]
    answer = operation["responses"]["200"]["content"]["application/fhir+json"]["example"]
    assert service.post("/fhir/$check-order", json=body).json() == answer


def test_the_documentation_has_groups_and_a_place_for_the_token(service):
    described = service.get("/openapi.json").json()
    (name,) = described["components"]["securitySchemes"]
    groups = {one["name"] for one in described["tags"]}
    for methods in described["paths"].values():
        for method, one in methods.items():
            assert set(one["tags"]) <= groups
            assert ({name: []} in one.get("security", [])) is (method == "post")


def test_the_page_on_prefetch_shows_every_query_to_paste(service):
    page = service.get("/prefetch")
    assert page.headers["content-type"].startswith("text/html")
    for key, text in service.get("/cds-services").json()["services"][0]["prefetch"].items():
        assert f"<code>{key}</code>" in page.text
        assert f"<code>{escape(text)}</code>" in page.text


def test_the_page_of_a_label_fits_its_column(service):
    text = service.get("/labels/cabometyx/2025-03-26").text
    (shown,) = re.findall("<pre>(.*?)</pre>", text, re.DOTALL)
    lines = [unescape(re.sub("<[^>]+>", "", line)) for line in shown.splitlines()]
    assert [line for line in lines if len(line) > 84 and "://" not in line] == []


def test_the_form_makes_a_response_that_the_engine_reads(service):
    asked = "unresectable=yes&metastatic=no&first-line=unknown&advanced=maybe"
    answer = service.get(f"/questionnaires/cabozantinib-criteria/response?{asked}").json()
    items = {item["linkId"]: item["answer"][0]["valueCoding"]["display"] for item in answer["item"]}
    assert items == {"unresectable": "Yes", "metastatic": "No", "first-line": "Unknown"}
    filed = answer | {"id": "filed", "subject": {"reference": "Patient/patient"}}
    stated = {one.code: one.truth for one in chart(filed).attestations}
    assert stated == {"unresectable": Truth.TRUE, "metastatic": Truth.FALSE, "first-line": Truth.UNKNOWN}


def test_a_form_of_a_drug_that_has_none_is_refused(service):
    for path in ("/questionnaires/aspirin-criteria", "/questionnaires/cabozantinib/response"):
        assert service.get(path).status_code == 404


def test_the_form_of_a_card_asks_what_the_order_leaves_open_and_makes_a_response_that_can_be_filed(service):
    page = service.get("/questionnaires/cabozantinib-criteria?ask=unresectable&subject=Patient/p1").text
    assert "unresectable" in page
    assert "radioactive" not in page
    assert "value='Patient/p1'" in page
    asked = "unresectable=yes&subject=Patient/p1&authored=2026-11-28&source=Practitioner/d1"
    answer = service.get(f"/questionnaires/cabozantinib-criteria/response?{asked}").json()
    assert (answer["subject"], answer["source"]) == ({"reference": "Patient/p1"}, {"reference": "Practitioner/d1"})
    assert answer["authored"] == "2026-11-28"
    judge(answer, "R4")


def test_a_form_that_is_asked_for_questions_of_another_edition_has_all_of_its_own(service):
    whole = service.get("/questionnaires/cabozantinib-criteria").text
    assert whole.count("<legend>") > 10
    older = service.get("/questionnaires/cabozantinib-criteria?ask=a-criterion-that-went").text
    assert older.count("<legend>") == whole.count("<legend>")


def test_the_description_names_what_the_form_is_asked_with(service):
    paths = service.get("/openapi.json").json()["paths"]
    asked = {
        path.rpartition("/")[2]: {one["name"] for one in paths[path]["get"]["parameters"]}
        for path in ("/questionnaires/{form}", "/questionnaires/{form}/response")
    }
    assert asked == {"{form}": {"form", "ask", "subject"}, "response": {"form", "subject", "source", "authored"}}


def test_what_is_no_reference_is_never_shown_or_filed(service):
    page = service.get("/questionnaires/cabozantinib-criteria?ask=unresectable&subject=%27%3E%3Cscript%3E").text
    assert "<script" not in page
    answer = service.get("/questionnaires/cabozantinib-criteria/response?unresectable=yes&subject=anybody").json()
    assert "subject" not in answer


@pytest.mark.parametrize("path", ["cabometyx/2025-03-26", "cabometyx/2019-01-14", "cometriq/2012-11-29"])
def test_the_label_page_can_be_opened_at_each_statement_where_it_begins(service, path):
    product, day = path.split("/")
    label = load_label(product, date.fromisoformat(day))
    page = service.get(f"/labels/{path}").text
    ids = re.findall(r'<a id="([^"]+)"></a>', page)
    assert ids == [one.id for one in label.statements()]
    for one in label.statements():
        begins = rf'<a id="{one.id}"></a> *{re.escape(one.section)} +{re.escape(escape(one.gist[:20]))}'
        assert re.search(begins, page), one.id


def test_a_revision_that_does_not_exist_has_no_page(service):
    for path in ("/labels/cabometyx/2025-03-27", "/labels/cabometyx/soon", "/labels/aspirin/2025-03-26"):
        assert service.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/cds-services/", "/health/", "/docs/", "/fhir/metadata/", f"{SIGN}/"])
def test_an_address_with_a_slash_too_many_is_not_found_and_leads_nowhere(service, path):
    for answer in (service.get(path), service.post(path, json={})):
        assert answer.status_code in (404, 405)
        assert "location" not in answer.headers


@pytest.mark.parametrize(
    "address",
    [
        "http://[bad",
        "http://ehr.example.org:99999/fhir",
        "http://ehr.example.org:x",
        "",
        " ",
        "ehr",
        5,
        {},
        [],
    ],
)
def test_a_fhir_server_that_is_no_address_loses_no_answer(service, address):
    call = call_of("net-adolescent-60mg", fhirServer=address)
    (card,) = service.sign(json.dumps(call).encode()).json()["cards"]
    assert card["source"]["topic"]["code"] == "dose-above-label"


def test_more_drafts_than_are_looked_at_are_a_card_and_never_silence(log_folder):
    call = call_of("net-adolescent-40mg")
    (draft,) = call["context"]["draftOrders"]["entry"]
    few = {"LABELCHECK_SERVE_MAX_DRAFTS": "3"}
    with running_service(log_folder, "--structure", "read", environment=few) as service:
        assert service.sign(call).json()["cards"] == []
        call["context"]["draftOrders"]["entry"] = [draft] * 4
        (card,) = service.sign(call).json()["cards"]
        assert "none was checked" in card["summary"]


def test_the_documentation_needs_no_other_server(service):
    page = service.get("/docs")
    assert page.status_code == 200
    addresses = re.findall(r"""(?:src|href|url)(?:=|: )["']([^"']+)""", page.text)
    assert len(addresses) == 4
    for address in addresses:
        asset = service.get(f"/{address}")
        assert asset.status_code == 200
        assert len(asset.content) > 1000
    assert not re.search("https?://", page.text)
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert service.get("/docs/core.py").status_code == 404
    assert service.get("/docs/..%2fcore.py").status_code == 404


def test_a_service_that_cannot_listen_says_why(log_folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "-c", "from validator.cli import main; main()", "serve", "--port"]
        command += [str(taken.getsockname()[1]), "--structure", "read"]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=90, check=False)
    assert ended.returncode == 3
    assert [json.loads(line).get("why") for line in ended.stderr.splitlines()].count("EADDRINUSE") == 1
    assert f"port {command[-3]} of 127.0.0.1 is taken by another process." in ended.stderr


INTEGRATE = (ROOT / "docs" / "integrate.md").read_text(encoding="utf-8")


def test_the_first_curl_of_the_documentation_answers_a_card(service):
    (command,) = re.findall(r"^curl [^`]*?examples/calls/[^`]*?order-sign$", INTEGRATE, re.MULTILINE)
    here = command.replace("http://127.0.0.1:8080", service.url).replace("\\\n", " ")
    ended = subprocess.run(
        ["curl", "--silent", *shlex.split(here)[1:]], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr
    (card,) = json.loads(ended.stdout)["cards"]
    assert card["indicator"] == "critical"
    assert "40 mg" in card["summary"]


def test_a_pem_becomes_a_key_set_as_the_documentation_says(tmp_path):
    program = re.findall(r"ehr-jwks\.json <<'END'\n(.*?)\nEND$", INTEGRATE, re.MULTILINE | re.DOTALL)[0]
    for key in (ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)):
        file = tmp_path / "key.pem"
        file.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
        made = subprocess.run(
            [sys.executable, "-", str(file), "one"], input=program, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        (tmp_path / "jwks.json").write_text(made.stdout)
        algorithm = "ES384" if isinstance(key, ec.EllipticCurvePrivateKey) else "RS384"
        assert len(FileKeySet(tmp_path / "jwks.json").keys("one", algorithm)) == 1


def test_the_program_of_the_documentation_makes_a_token_for_the_address_that_is_called(tmp_path):
    (program,) = re.findall(r"order-sign <<'END'\n(.*?)\nEND$", INTEGRATE, re.MULTILINE | re.DOTALL)
    key, file = ec.generate_private_key(ec.SECP384R1()), tmp_path / "key.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    made = subprocess.run(
        [sys.executable, "-", str(file), "one", "https://service.example/x"], input=program, capture_output=True,
        text=True, timeout=60, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    claims = jwt.decode(made.stdout.strip(), key.public_key(), ["ES384"], audience="https://service.example/x")
    assert {"iss", "aud", "iat", "exp", "jti"} <= claims.keys()


def test_every_path_that_needs_no_token_is_named_in_the_documentation(service):
    (named,) = re.findall(r"^These need no token: (.*?)\n\n", INTEGRATE, re.MULTILINE | re.DOTALL)
    free = [path for path, methods in service.get("/openapi.json").json()["paths"].items() if "get" in methods]
    missing = [path for path in free if f"/{path.strip('/').split('/')[0]}" not in named]
    assert missing == []


def test_the_documentation_names_every_setting_that_bounds_something():
    bounds = [name for name in ServiceSettings.model_fields if name.startswith("max_")]
    bounds += [name for name in ServiceSettings.model_fields if name.endswith(("_seconds", "_minutes"))]
    defaults = {name: ServiceSettings.model_fields[name].default for name in bounds}
    defaults = {name: int(value) for name, value in defaults.items()}
    assert [name for name, value in defaults.items() if f"| `{name}` | {value} |" not in INTEGRATE] == []


def test_the_call_of_the_examples_is_the_one_the_service_shows():
    shown = json.loads((ROOT / "examples" / "calls" / "order-sign-60mg.json").read_text())
    assert shown == order_sign_request()


def test_the_feedback_of_the_examples_is_taken_and_gives_a_reason_of_ours(service):
    shown = json.loads((ROOT / "examples" / "calls" / "feedback.json").read_text())
    answer = service.post("/cds-services/cabozantinib-order-sign/feedback", json=shown)
    (said,) = answer.json()["issue"]
    assert (answer.status_code, said["severity"]) == (200, "information"), "only its card is made up"
    (card,) = service.post("/cds-services/cabozantinib-order-sign", json=order_sign_request()).json()["cards"]
    given = shown["feedback"][0]["overrideReason"]["reason"]
    assert given in [{name: one[name] for name in given} for one in card["overrideReasons"]]


def test_an_address_with_nothing_says_where_to_look(service):
    answer = service.get("/")
    assert answer.status_code == 404
    for path in ("/cds-services", "/docs"):
        assert path in answer.json()["issue"][0]["details"]["text"]
        assert service.get(path).status_code == 200
