"""Who is answered: the page of this run by the name of this machine, and nobody else."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
import requests
from starlette.testclient import TestClient
from support.build import to_json
from support.example_chart import EXAMPLES, example
from support.shipped import SHIPPED

from validator.check import check_documents
from validator.fhir.limits import DEFAULT
from validator.profiles import Profiles
from validator.report.plain_text import plain_text
from validator.report.verdict_words import verdict_name
from validator.sandbox.app import application
from validator.sandbox.guard import Guard
from validator.sandbox.short_form import formable

PORT = 8123
GUARD = Guard(PORT)
ASKED = {"document": to_json(example()).decode(), "what": {}, "label": ""}
SECOND_DRUG = Path(__file__).resolve().parents[1] / "fixtures" / "second-drug"
OWN = {"X-Labelcheck-Token": GUARD.token}


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(application(SHIPPED, GUARD), base_url=f"http://127.0.0.1:{PORT}")


def test_the_page_is_answered_with_a_policy_that_lets_nothing_else_run(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"
    assert "<script>" not in answer.text
    assert " onclick" not in answer.text
    assert " style=" not in answer.text


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1:1", "127.0.0.1", f"127.0.0.1.evil.example:{PORT}"]
)
def test_a_name_that_another_page_made_lead_here_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 403
    assert client.post("/check", json=ASKED, headers={**OWN, "Host": host}).status_code == 403


def test_to_be_stopped_by_a_person_is_its_ordinary_end() -> None:
    command = [sys.executable, "-m", "validator", "sandbox", "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[4]
        assert requests.get(address, timeout=30).status_code == 200
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, said.strip()) == (0, "")


@pytest.mark.parametrize("host", [f"localhost:{PORT}", f"127.0.0.1:{PORT}"])
def test_the_names_of_this_machine_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Labelcheck-Token": "guess"},
        {**OWN, "Origin": "https://evil.example"},
        {**OWN, "Origin": "null"},
        {**OWN, "Origin": f"http://localhost:{PORT}"},
    ],
)
def test_another_page_cannot_ask(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/check", json=ASKED, headers=headers).status_code == 403


def test_the_page_itself_can(client: TestClient) -> None:
    answer = client.post("/check", json=ASKED, headers={**OWN, "Origin": f"http://127.0.0.1:{PORT}"})
    assert answer.status_code == 200
    assert answer.json()["summary"].startswith("Error.")


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"document": 1}', b'{"document": "{}", "what": {"x": "1"}}', b"\xff", b"[" * 100_000,
     b'{"document": "{}", "label": "yesterday"}', b'{"document": "{}", "what": {"kilograms": 1}}'],
)  # fmt: skip
def test_a_request_that_is_no_question_is_refused_in_words(client: TestClient, body: bytes) -> None:
    answer = client.post("/check", content=body, headers=OWN)
    assert answer.status_code == 400
    assert answer.json()["refused"].endswith(".")


def test_more_than_a_document_may_have_is_not_read(client: TestClient) -> None:
    answer = client.post("/check", content=b" " * (DEFAULT.max_bytes + 1), headers=OWN)
    assert answer.status_code == 413


def test_only_files_of_the_page_are_served(client: TestClient) -> None:
    assert client.get("/static/main.js").headers["content-type"].startswith("text/javascript")
    for name in ("../app.py", "..%2fapp.py", "nothing.js", "%2e%2e/app.py"):
        assert client.get(f"/static/{name}").status_code == 404
    assert client.get("/docs").status_code == 404


def test_the_service_has_no_place_to_paste_a_chart() -> None:
    from validator.service.app import application as service
    from validator.service.settings import ServiceSettings

    paths = {getattr(route, "path", "") for route in service(ServiceSettings()).routes}
    assert not {path for path in paths if "static" in path or path == "/" or "sandbox" in path}


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_the_page_says_what_the_check_says(client: TestClient, path) -> None:
    report = check_documents([path.read_bytes()], ledger=True)
    answer = client.post("/check", json={"document": path.read_text()}, headers=OWN).json()
    assert answer["summary"].startswith(f"{verdict_name(report.verdict)}.")
    shown = unescape(answer["answer"])
    assert [one.message for one in report.findings if plain_text(one.message) not in shown] == []


def test_every_place_of_the_answer_has_its_lines(client: TestClient) -> None:
    answer = client.post("/check", json=ASKED, headers=OWN).json()
    places = json.loads(unescape(re.search(r'data-places="([^"]*)"', answer["chart"])[1]))
    named = {unescape(one) for one in re.findall(r'data-place="([^"]*)"', answer["answer"])}
    assert named
    assert named <= set(places)


def asked(client: TestClient, path: str, chart, **more):
    text = chart if isinstance(chart, str) else to_json(chart).decode()
    return client.post(path, json={"document": text, "what": {}, "label": "", **more}, headers=OWN)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_every_example_has_its_outputs_and_cards_agree_with_the_verdict(client: TestClient, path) -> None:
    found = asked(client, "/outputs", path.read_text()).json()
    judgement = asked(client, "/check", path.read_text()).json()
    assert json.loads(found["outcome"])["resourceType"] == "OperationOutcome"
    assert json.loads(found["call"])["hook"] == "order-sign"
    if judgement["summary"].startswith("Error."):
        assert [card["indicator"] for card in found["cards"]] == ["critical"]
    if not found["cards"]:
        assert "No card" in found["drawn"]
    assert found["report"].startswith("<!doctype html>")


@pytest.mark.parametrize("text", ["", "{", "[]", "1", '{"resourceType": "Bundle", "entry": 1}', '{"entry": [1, null]}'])
def test_what_is_no_chart_has_outputs_that_say_so(client: TestClient, text: str) -> None:
    answer = asked(client, "/outputs", text)
    assert answer.status_code == 200
    assert answer.json()["cards"] == []
    assert json.loads(answer.json()["outcome"])["issue"]


@pytest.mark.parametrize(
    "actions",
    [None, [], "x", [1], [{"type": "update"}], [{"type": "delete", "resourceId": "Nobody/1"}], [{"type": "explode"}],
     [{"type": "update", "resource": {"resourceType": "MedicationRequest", "id": "another"}}]],
)  # fmt: skip
def test_an_action_that_cannot_be_applied_is_refused(client: TestClient, actions) -> None:
    answer = asked(client, "/apply", example(), actions=actions)
    assert answer.status_code == 400
    assert answer.json()["refused"].endswith(".")


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"feedback": []}', b'{"feedback": [{"card": "x"}]}'])
def test_a_feedback_that_the_service_would_refuse_is_refused(client: TestClient, body: bytes) -> None:
    assert client.post("/feedback", content=body, headers=OWN).status_code == 400


def test_card_text_is_shown_and_never_markup(client: TestClient) -> None:
    chart = example("rcc-itraconazole")
    for entry in chart["entry"]:
        if "medicationCodeableConcept" in entry["resource"]:
            entry["resource"]["medicationCodeableConcept"]["text"] = "<script>alert(1)</script> **x** [a](b)"
    found = asked(client, "/outputs", chart).json()
    assert "<script" not in found["drawn"]
    assert "<a " not in found["drawn"]


@pytest.mark.parametrize(
    "answers", [None, [], {}, {"previously-treated": "maybe"}, {"nothing": "yes"}, {"previously-treated": ["yes"]}]
)
def test_no_answer_changes_no_chart(client: TestClient, answers) -> None:
    chart = example("net-adolescent-40mg")
    chart["entry"] = [one for one in chart["entry"] if one["resource"].get("id") != "everolimus"]
    assert asked(client, "/answers", chart, answers=answers).status_code == 400


def test_where_nothing_is_open_nothing_is_asked(client: TestClient) -> None:
    assert "open-questions" not in asked(client, "/check", example("net-adolescent-40mg")).json()["answer"]
    assert asked(client, "/answers", example("net-adolescent-40mg"), answers={"unresectable": "yes"}).status_code == 400


def test_what_only_the_record_can_show_is_named_and_not_asked(client: TestClient) -> None:
    answer = asked(client, "/check", example("hcc-cirrhosis-without-class")).json()["answer"]
    form = answer[answer.index("open-questions") : answer.index(">Findings<")]
    assert "can be answered" not in form
    assert "Child-Pugh" in form
    assert "<input" not in form


def test_a_fault_of_ours_is_said_without_a_traceback_or_a_value(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("weighs 38 kg")

    monkeypatch.setattr("validator.sandbox.app.reply", broken)
    answer = asked(client, "/check", example())
    assert answer.status_code == 500
    assert "our fault" in answer.json()["refused"]
    said = capfd.readouterr()
    assert "38" not in answer.text + said.out + said.err
    assert "Traceback" not in said.err


def test_a_folder_with_other_drugs_has_a_page_a_form_and_changes_of_its_own(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED.root, tmp_path / "profiles")
    shutil.copytree(SECOND_DRUG, tmp_path / "profiles", dirs_exist_ok=True)
    site = Profiles(tmp_path / "profiles")
    own = TestClient(application(site, GUARD), base_url=f"http://127.0.0.1:{PORT}")
    assert own.get("/").status_code == 200
    assert asked(own, "/check", example()).status_code == 200
    assert asked(own, "/outputs", example()).status_code == 200
    assert asked(own, "/labels", example()).status_code == 200
    for name in formable(site):
        form = {
            "indication": name,
            "age": "60",
            "kilograms": "70",
            "milligrams": "10",
            "day": "2026-11-22",
            "met": "yes",
        }
        answer = own.post("/form", json=form, headers=OWN)
        assert answer.status_code in (200, 400)
