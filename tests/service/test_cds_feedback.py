"""Feedback and the record: what is kept, what is never kept, and what happens when it cannot be kept."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from support.cds_call import call_of, open_call, order_in
from support.leak import leaks
from support.running_service import ROOT, running_service

from validator.record import database
from validator.record.record_entry import CheckEntry, FeedbackEntry, Stored
from validator.report.suggestion import SuggestionKind, keeping, kind_of, suggestion_id
from validator.service.cds_request import BadRequestError
from validator.service.feedback import read_feedback
from validator.verdict import Verdict

SECRET = "the patient Ximena said so"


def feedback(service, *entries):
    return service.post("/cds-services/cabozantinib-order-sign/feedback", json={"feedback": list(entries)})


def shown(service):
    """The uuid of a card that the service has just shown."""
    (card,) = service.sign(call_of("rcc-itraconazole")).json()["cards"]
    return card["uuid"]


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


def test_a_second_body_behind_the_first_is_refused_and_not_lost():
    body = json.dumps({"feedback": [{"card": str(uuid4()), "outcome": "accepted"}]}).encode()
    with pytest.raises(BadRequestError, match="Two JSON values"):
        read_feedback(body + body, ())
    assert read_feedback(body + b"\0", ()).taken


def test_feedback_counts_for_every_finding_that_the_card_shows_and_for_no_other(log_folder, tmp_path):
    call = call_of("rcc-itraconazole")
    # Not read for the label, so a remark on shape: it is in the report, and on no card.
    order_in(call)["performerType"] = 5
    with running_service(
        log_folder, "--structure", "full", "--record", f"sqlite:///{tmp_path}/record.sqlite"
    ) as running:
        (card,) = running.sign(call).json()["cards"]
        assert feedback(running, overridden(card["uuid"])).status_code == 200
        assert running.stop() == 0
    found = {one["code"]: one for one in json.loads(summary(tmp_path, "--format", "json"))["codes"]}
    told = {code: (one["fired"], one["cards"], one["overridden"]) for code, one in found.items()}
    assert told["dose-above-label"] == told["interacting-drug"] == (1, 1, 1)
    shape = {code: numbers for code, numbers in told.items() if code.startswith("structure")}
    assert shape
    assert set(shape.values()) == {(1, 0, 0)}


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
        "code": "dose-above-label", "fired": 2, "firing_rate": 0.5, "cards": 2, "headlines": 2, "accepted": 1,
        "overridden": 1, "override_rate": 0.5, "reasons": {"benefit-outweighs-risk": 1},
        "taken": {"unknown": 1},
    }  # fmt: skip
    text = summary(tmp_path, "--format", "text")
    assert "4 orders judged: 3 error, 1 accept" in text
    assert "1 x benefit-outweighs-risk" in text
    assert json.loads(summary(tmp_path, "--format", "json", "--since", "2999-01-01"))["checks"] == 0


def test_the_record_tells_which_kind_of_suggestion_was_taken(log_folder, tmp_path):
    with running_service(
        log_folder, "--structure", "read", "--record", f"sqlite:///{tmp_path}/record.sqlite"
    ) as running:

        def taken(call, *labels):
            (card,) = running.sign(call).json()["cards"]
            named = [one["uuid"] for one in card["suggestions"] if one["label"].startswith(labels)]
            assert len(named) == len(labels)
            told = [{"id": one} for one in named]
            entry = {"card": card["uuid"], "outcome": "accepted", "acceptedSuggestions": told}
            assert feedback(running, entry).json() == {}
            return named

        high = call_of("hcc-child-pugh-b")
        uuids = taken(high, "Label dose") + taken(high, "20 mg once daily")
        uuids += taken(open_call(), "Record: the tumor is unresectable", "Record: the tumor is not well")
        # Those of another card are unknown.
        (card,) = running.sign(high).json()["cards"]
        other = {"card": card["uuid"], "outcome": "accepted", "acceptedSuggestions": [{"id": uuids[0]}]}
        assert feedback(running, other).status_code == 200
        assert running.stop() == 0
    codes = {one["code"]: one["taken"] for one in json.loads(summary(tmp_path, "--format", "json"))["codes"]}
    assert codes["dose-above-label"] == {"label-dose": 1, "lower-step": 1, "unknown": 1}
    assert codes["indication-not-shown"] == {"record-no": 1, "record-yes": 1}
    assert "1 x taken: lower-step" in summary(tmp_path, "--format", "text")
    kept = (tmp_path / "record.sqlite").read_bytes()
    assert not [one for one in uuids if one.encode() in kept]


@pytest.mark.parametrize("kind", list(SuggestionKind))
def test_the_kind_of_a_suggestion_follows_from_the_uuid_of_its_card(kind):
    card, other = str(uuid4()), str(uuid4())
    for number in (0, 1, 7):
        assert kind_of(card, suggestion_id(card, kind, number)) is kind
        assert kind_of(other, suggestion_id(card, kind, number)) is None
    assert kind_of(card, card) is None


def test_the_record_holds_nothing_of_orders_for_other_drugs(log_folder, tmp_path):
    other = call_of("net-adolescent-60mg")
    lisinopril = {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "314076", "display": "lisinopril"}
    order_in(other)["medicationCodeableConcept"] = {"coding": [lisinopril]}
    with running_service(
        log_folder, "--structure", "read", "--record", f"sqlite:///{tmp_path}/record.sqlite"
    ) as running:
        assert running.sign(other).json() == {"cards": []}
        assert running.sign(other | {"prefetch": {}}).json() == {"cards": []}
        (card,) = running.sign(call_of("net-adolescent-60mg")).json()["cards"]
        assert feedback(running, {"card": card["uuid"], "outcome": "accepted"}).status_code == 200
        assert 'labelcheck_orders_total{verdict="not-assessed"} 2.0' in running.get("/metrics").text
    with sqlite3.connect(tmp_path / "record.sqlite") as database:
        assert database.execute("SELECT verdict FROM checks").fetchall() == [("error",)]


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
        log_folder, "--structure", "read", "--record", f"sqlite:///{tmp_path}/record.sqlite", path="/health"
    ) as running:
        assert running.get("/ready").json() == {"status": "record-unusable"}
        assert running.get("/ready").status_code == 503
        assert running.get("/health").json()["record"] == "no-database"
        (card,) = running.sign(call_of("net-adolescent-60mg")).json()["cards"]
        assert card["indicator"] == "critical"
        refused = feedback(running, overridden(card["uuid"]))
        assert refused.status_code == 503
        assert "retry-after" in refused.headers
        metrics = running.get("/metrics").text
        assert 'labelcheck_records_lost_total{kind="check"} 1.0' in metrics
        assert 'labelcheck_records_lost_total{kind="feedback"} 1.0' in metrics
        assert running.logged('"event": "record-lost"')


def test_a_record_that_is_lost_while_the_service_answers_makes_it_not_ready(log_folder, tmp_path):
    file = tmp_path / "record.sqlite"
    with running_service(log_folder, "--structure", "read", "--record", f"sqlite:///{file}") as running:
        assert running.get("/health").json()["record"] == "kept"
        (card,) = running.sign(call_of("net-adolescent-60mg")).json()["cards"]
        assert feedback(running, overridden(card["uuid"])).status_code == 200
        file.write_bytes(b"this is no database any more" * 100)
        assert feedback(running, overridden(card["uuid"])).status_code == 503
        assert (running.get("/ready").status_code, running.get("/health").status_code) == (503, 200)
        assert running.get("/health").json()["record"] == "no-database"
        # Whoever calls all the same is answered.
        (card,) = running.sign(call_of("net-adolescent-60mg")).json()["cards"]
        assert card["indicator"] == "critical"


def test_a_service_without_a_record_says_nothing_of_one(full_service):
    assert "record" not in full_service.get("/health").json()
    assert full_service.get("/ready").json() == {"status": "ready"}


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


@pytest.mark.parametrize("record", ["text.sqlite", "missing/record.sqlite", "folder"])
def test_the_check_of_the_start_tells_of_a_record_that_is_no_database(tmp_path, record):
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.sqlite").write_bytes(b"this is no database, and it stays so" * 100)
    command = [sys.executable, "-m", "validator", "serve", "--check", "--port", "0", "--record"]
    key = {**os.environ, "LABELCHECK_SERVE_RECORD_KEY": "a synthetic secret"}
    ended = subprocess.run(
        [*command, f"sqlite:///{tmp_path}/{record}"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        env=key,
    )  # fmt: skip
    assert ended.returncode == 2
    assert "no SQLite database" in " ".join(ended.stderr.split())


def reason_kept(given):
    """The reason that is kept of an override, as the client wrote it."""
    ours = ({"system": "https://example.org/reasons", "code": "ours"}, {"system": "s", "code": "second"})
    entry = {"card": str(uuid4()), "outcome": "overridden"} | given
    (told,) = read_feedback(json.dumps({"feedback": [entry]}).encode(), ours).taken
    return told.reason


CODING = {"system": "https://example.org/reasons", "code": "ours"}


@pytest.mark.parametrize(
    "given",
    [
        {"overrideReason": {"reason": CODING}},
        {"overrideReasons": {"reason": CODING, "userComment": SECRET}},
        {"overrideReasons": [{"reason": {"code": "theirs"}}, {"reason": CODING}]},
        {"overrideReason": {"extension": {"com.example.reason": {"valueCoding": CODING}}}},
        {"overrideReason": {"extension": [{"url": "urn:x", "valueCodeableConcept": {"coding": [CODING]}}]}},
        {"overrideReason": {"extension": [{"url": "urn:x", "valueCode": "ours"}]}},
        {"extension": {"com.example.override": {"reason": CODING}}},
        {"overrideReason": {"reason": "ours"}},
    ],
)
def test_the_reason_is_kept_wherever_a_client_writes_it(given):
    assert reason_kept(given) == "ours"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, None),
        ({"overrideReasons": []}, None),
        ({"overrideReason": {"userComment": "ours"}}, "other"),
        ({"overrideReason": {"reason": {"code": "ours", "system": "https://elsewhere.example.org"}}}, "other"),
        ({"extension": {"com.example.session": {"id": "ours"}}}, None),
    ],
)
def test_words_and_codes_of_others_are_no_reason_of_ours(given, kept):
    assert reason_kept(given) == kept


CARD = "11111111-1111-4111-8111-111111111111"


@pytest.mark.parametrize(
    "wrapped",
    [lambda one: [{"id": one}], lambda one: {"id": one}, lambda one: [one], lambda one: one],
    ids=["as written", "one object", "uuids", "one uuid"],
)
def test_what_was_taken_is_understood_however_a_client_lists_it(wrapped):
    """Keeping the dose is an override, and must not be counted as a dose that was changed."""
    for taken, outcome in ((keeping(CARD), "overridden"), (str(uuid4()), "accepted")):
        told = {"card": CARD, "outcome": "accepted", "acceptedSuggestions": wrapped(taken)}
        (found,) = read_feedback(json.dumps({"feedback": [told]}).encode(), ()).taken
        assert (found.outcome, found.suggestions) == (outcome, (taken,))


@pytest.mark.parametrize("accepted", [None, [], {}, "", 7, [None, 7, {"id": 7}, "the second"]])
def test_what_names_no_suggestion_is_none(accepted):
    told = {"card": CARD, "outcome": "accepted", "acceptedSuggestions": accepted}
    (found,) = read_feedback(json.dumps({"feedback": [told]}).encode(), ()).taken
    assert (found.outcome, found.suggestions) == ("accepted", ())


def test_one_bad_entry_refuses_itself_and_not_the_others(service):
    card = shown(service)
    answer = feedback(service, {"card": "patient 4711", "outcome": "accepted"}, overridden(card), 3, overridden(card))
    assert answer.status_code == 200
    said = [issue["details"]["text"] for issue in answer.json()["issue"]]
    assert ["feedback[0].card" in said[0], "feedback[2]" in said[1], len(said)] == [True, True, 2]
    assert "4711" not in answer.text


def test_feedback_on_cards_that_nobody_knows_does_not_fill_the_record(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "MOST_UNKNOWN", 3)
    engine = database.open_database(f"sqlite:///{tmp_path}/record.sqlite")
    database.migrate(engine)
    now = datetime.now(UTC)
    check = CheckEntry(
        now, "order-sign", "1", Verdict.ERROR, None, None, None, None, (), ((str(uuid4()), Verdict.ERROR),)
    )

    def told(card):
        return FeedbackEntry(now, "order-sign", card, "accepted", None, ())

    known, kept, stray, left_out = check.cards[0][0], Stored.KEPT, Stored.STRAY, Stored.LEFT_OUT
    assert database.write(engine, [told(str(uuid4())) for _ in range(2)]) == (stray, stray)
    assert database.write(engine, [check, told(known)]) == (kept, kept)
    of_three = [told(str(uuid4())), told(known), told(str(uuid4()))]
    assert database.write(engine, of_three) == (stray, kept, left_out)
    assert database.write(engine, [told(str(uuid4())), told(known)]) == (left_out, kept)
    with sqlite3.connect(tmp_path / "record.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM feedback").fetchone() == (6,)


def test_stored_feedback_outlasts_a_power_cut(tmp_path):
    with database.open_database(f"sqlite:///{tmp_path}/record.sqlite").connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_feedback_without_a_record_is_taken_and_counted(full_service):
    assert feedback(full_service, overridden(str(uuid4()))).status_code == 200
    assert 'labelcheck_feedback_total{outcome="overridden"}' in full_service.get("/metrics").text


def test_feedback_goes_to_a_service_that_exists(service):
    assert service.post("/cds-services/other/feedback", json={"feedback": []}).status_code == 404


CARD = "0b4e5f1a-9c6d-4b7e-8a2f-1c3d5e7f9a0b"


@pytest.mark.parametrize("written", ["{%s}", "urn:uuid:%s", "URN:UUID:%s", " %s "])
def test_a_uuid_in_braces_or_as_a_urn_is_the_uuid_it_holds(written: str) -> None:
    keep = [{"id": written % keeping(CARD).upper()}]
    entry = {"card": written % CARD, "outcome": "accepted", "acceptedSuggestions": keep}
    (found,) = read_feedback(json.dumps({"feedback": [entry]}).encode(), ()).taken
    assert (found.card, found.outcome) == (CARD, "overridden")


@pytest.mark.parametrize("written", ["{%s", "uuid:%s", "%s}x", "card %s"])
def test_what_only_looks_like_a_uuid_is_none(service, written: str) -> None:
    assert feedback(service, {"card": written % CARD, "outcome": "accepted"}).status_code == 400


@pytest.mark.parametrize("named", [None, [], ["Keep 60 mg"], [{"id": "keep"}], [{"label": "Keep 60 mg, with reason"}]])
def test_an_acceptance_that_names_no_suggestion_says_so(service, named: object) -> None:
    told = {"card": shown(service), "outcome": "accepted", "acceptedSuggestions": named}
    answer = feedback(service, told).json()
    (issue,) = answer["issue"]
    assert (issue["severity"], issue["code"]) == ("information", "informational")
    assert issue["details"]["text"] == (
        "feedback[0].acceptedSuggestions names no suggestion: counted as accepted, of which one is not known."
    )


def test_an_acceptance_that_names_its_suggestion_is_answered_with_nothing_more(service) -> None:
    named = [{"id": CARD}]
    told = {"card": shown(service), "outcome": "accepted", "acceptedSuggestions": named}
    assert feedback(service, told).json() == {}


@pytest.mark.parametrize("reason", [{"code": "theirs", "system": "urn:x"}, "theirs", {"coding": [{"code": "theirs"}]}])
def test_a_reason_that_is_none_of_ours_is_counted_as_other_and_said_so(service, reason: object) -> None:
    told = {"card": shown(service), "outcome": "overridden", "overrideReason": {"reason": reason}}
    (issue,) = feedback(service, told).json()["issue"]
    assert issue["details"]["text"] == (
        "feedback[0].overrideReason is none of those that our cards offer: counted as other."
    )
    assert "theirs" not in issue["details"]["text"]


@pytest.mark.parametrize("reason", [{}, {"overrideReason": {"userComment": SECRET}}])
def test_an_override_in_words_or_without_a_reason_is_answered_with_nothing_more(service, reason: dict) -> None:
    assert feedback(service, {"card": shown(service), "outcome": "overridden"} | reason).json() == {}


def test_feedback_on_a_card_that_the_record_does_not_have_says_that_it_counts_for_nothing(log_folder, tmp_path):
    with running_service(log_folder, "--record", f"sqlite:///{tmp_path}/record.sqlite") as running:
        card = shown(running)
        assert feedback(running, overridden(card)).json() == {}
        (issue,) = feedback(running, overridden(card), overridden(CARD)).json()["issue"]
        assert running.stop() == 0
    assert issue["severity"] == "information"
    assert issue["details"]["text"] == (
        "feedback[1].card: no card of the record has this uuid, so that this counts for no finding."
    )
    lines = [json.loads(line) for line in running.log.splitlines() if '"unknown_cards"' in line]
    assert [line["unknown_cards"] for line in lines] == [0, 1]


@pytest.mark.parametrize("around", [lambda one: [one], lambda one: one, lambda one: {"feedback": one}])
def test_an_entry_without_what_stands_around_it_is_taken(around):
    entry = {"card": CARD, "outcome": "overridden"}
    (found,) = read_feedback(json.dumps(around(entry)).encode(), ()).taken
    assert (found.card, found.outcome) == (CARD, "overridden")


@pytest.mark.parametrize("told", [[], {}, {"feedback": []}, {"feedback": {}}, 3, None, "card", {"cards": []}])
def test_what_holds_no_entry_is_refused(told):
    with pytest.raises(BadRequestError):
        read_feedback(json.dumps(told).encode(), ())
