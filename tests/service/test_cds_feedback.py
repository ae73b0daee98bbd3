"""Feedback and the record: what is kept, what is never kept, and what happens when it cannot be kept."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from uuid import uuid4

import pytest
from support.cds_call import call_of
from support.leak import leaks
from support.running_service import ROOT, running_service

SECRET = "the patient Ximena said so"


def feedback(service, *entries):
    return service.post("/cds-services/cabozantinib-order-sign/feedback", json={"feedback": list(entries)})


def overridden(card, code="benefit-outweighs-risk"):
    reason = {"reason": {"code": code, "system": "https://labelcheck.example.org/fhir/CodeSystem/override-reason"}}
    return {"card": card, "outcome": "overridden", "overrideReason": reason | {"userComment": SECRET}}


def summary(folder, *options):
    command = [sys.executable, "-c", "from validator.cli import main; main()", "record", "summary", *options]
    done = subprocess.run(
        [*command, "--record", f"sqlite:///{folder}/record.sqlite"], cwd=ROOT, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_summary_tells_what_fired_and_what_was_overridden(log_folder, tmp_path):
    with running_service(
        log_folder, "--structure", "read", "--record", f"sqlite:///{tmp_path}/record.sqlite"
    ) as running:
        (first,) = running.sign(call_of("net-adolescent-60mg")).json()["cards"]
        (second,) = running.sign(call_of("net-adolescent-60mg")).json()["cards"]
        for example in ("net-adolescent-40mg", "rcc-with-breakfast"):
            assert running.sign(call_of(example)).status_code == 200
        assert feedback(running, overridden(first["uuid"])).status_code == 200
        accepted = {"card": second["uuid"], "outcome": "accepted", "acceptedSuggestions": [{"id": str(uuid4())}]}
        assert feedback(running, accepted).status_code == 200
        assert running.stop() == 0
    found = json.loads(summary(tmp_path, "--format", "json"))
    assert found["checks"] == 4
    assert found["verdicts"] == {"error": 3, "accept": 1}
    (above,) = [one for one in found["codes"] if one["code"] == "dose-above-label"]
    assert above == {
        "code": "dose-above-label", "fired": 2, "firing_rate": 0.5, "cards": 2, "accepted": 1, "overridden": 1,
        "override_rate": 0.5, "reasons": {"benefit-outweighs-risk": 1},
    }  # fmt: skip
    text = summary(tmp_path, "--format", "text")
    assert "4 orders judged: 3 error, 1 accept" in text
    assert "1 x benefit-outweighs-risk" in text
    assert json.loads(summary(tmp_path, "--format", "json", "--since", "2999-01-01"))["checks"] == 0


def test_the_record_holds_no_clinical_value_and_no_words_of_the_user(log_folder, tmp_path):
    call = call_of("net-adolescent-60mg", fhirServer="https://ehr.example.org/fhir")
    with running_service(
        log_folder, "--structure", "read", "--record", f"sqlite:///{tmp_path}/record.sqlite"
    ) as running:
        (card,) = running.sign(call).json()["cards"]
        assert feedback(running, overridden(card["uuid"])).status_code == 200
        assert feedback(running, overridden(card["uuid"], SECRET)).status_code == 200
        assert SECRET not in running.log
        assert running.stop() == 0
    with sqlite3.connect(tmp_path / "record.sqlite") as database:
        rows = [
            row
            for table in ("checks", "check_findings", "cards", "feedback")
            for row in database.execute(f"SELECT * FROM {table}")
        ]
        keys = list(database.execute("SELECT order_key, patient_key FROM checks"))
        reasons = [reason for (reason,) in database.execute("SELECT reason FROM feedback ORDER BY at")]
    text = "\n".join(str(row) for row in rows)
    # The day of the check and the label's are no secret of the patient's; everything else of the call would be.
    assert [value for value in leaks(text) if value != "2026-11-22"] == []
    assert SECRET not in text
    assert "patient" not in text
    assert all(len(key) == 64 for pair in keys for key in pair)
    assert reasons == ["benefit-outweighs-risk", "other"]


def test_the_same_patient_is_the_same_hash_and_the_key_is_for_its_owner_only(log_folder, tmp_path):
    url = f"sqlite:///{tmp_path}/record.sqlite"
    for _ in range(2):
        with running_service(log_folder, "--structure", "read", "--record", url) as running:
            assert running.sign(call_of("net-adolescent-60mg")).status_code == 200
            assert running.stop() == 0
    with sqlite3.connect(tmp_path / "record.sqlite") as database:
        assert len(set(database.execute("SELECT patient_key FROM checks"))) == 1
        assert database.execute("SELECT count(*) FROM checks").fetchone() == (2,)
    assert (tmp_path / "record.sqlite.key").stat().st_mode & 0o077 == 0


def test_storage_that_is_down_stops_no_check_and_is_counted(log_folder, tmp_path):
    (tmp_path / "record.sqlite").write_bytes(b"this is no database, and it stays so" * 100)
    with running_service(
        log_folder, "--structure", "read", "--record", f"sqlite:///{tmp_path}/record.sqlite"
    ) as running:
        (card,) = running.sign(call_of("net-adolescent-60mg")).json()["cards"]
        assert card["indicator"] == "critical"
        refused = feedback(running, overridden(card["uuid"]))
        assert refused.status_code == 503
        assert "retry-after" in refused.headers
        metrics = running.get("/metrics").text
        assert 'labelcheck_records_lost_total{kind="check"} 1.0' in metrics
        assert 'labelcheck_records_lost_total{kind="feedback"} 1.0' in metrics
        assert running.logged('"event": "record-lost"')


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"feedback": []}',
        b'{"feedback": [3]}',
        b'{"feedback": [{"card": "patient 4711", "outcome": "accepted"}]}',
        b'{"feedback": [{"card": "4e0a3a1e-3283-4575-ab82-028d55fe2719", "outcome": "ignored"}]}',
    ],
)
def test_feedback_that_cannot_be_understood_is_refused(service, body):
    response = service.post("/cds-services/cabozantinib-order-sign/feedback", content=body)
    assert response.status_code == 400
    assert "4711" not in response.text


def test_feedback_without_a_record_is_taken_and_counted(full_service):
    assert feedback(full_service, overridden(str(uuid4()))).status_code == 200
    assert 'labelcheck_feedback_total{outcome="overridden"}' in full_service.get("/metrics").text


def test_feedback_goes_to_a_service_that_exists(service):
    assert service.post("/cds-services/other/feedback", json={"feedback": []}).status_code == 404
