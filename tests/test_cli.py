"""The command: its options, its exit codes, and where it writes what."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support.reports import (
    BROKEN,
    DANGLING,
    checked_finding,
    dose_finding,
    flagship,
    missing_finding,
    order_report,
    two_orders,
    unreadable,
)
from support.shipped import revision_dates

from validator.cli import main
from validator.finding import Finding, Issue
from validator.profiles import shipped
from validator.report.exit_code import exit_code
from validator.report.model import Report
from validator.verdict import Severity, Verdict
from validator.version import VERSION

ROOT = Path(__file__).parent.parent
LABELCHECK = [sys.executable, "-c", "from validator.cli import main; main()"]


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


class Engine:
    """Stands in for the engine: answers with one report and keeps what it was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, answer: Report) -> None:
        self.answer = answer
        self.documents: list[bytes] = []
        self.options: dict[str, Any] = {}
        monkeypatch.setitem(sys.modules, "validator.check", SimpleNamespace(check_documents=self.check_documents))

    def check_documents(self, documents: list[bytes], **options: Any) -> Report:
        self.documents, self.options = list(documents), options
        return self.answer


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "chart.json"
    path.write_bytes(b'{"resourceType": "Bundle"}')
    return path


def accepted() -> Report:
    return Report((order_report(checked_finding()),))


def cautioned() -> Report:
    return Report((order_report(Finding(DANGLING, Verdict.WARNING, "Avoid."), checked_finding()),))


def unanswered() -> Report:
    return Report((order_report(missing_finding()),))


def unjudged() -> Report:
    return Report((order_report(Finding(DANGLING, Verdict.NOT_ASSESSED, "Not cabozantinib.")),))


def crashed() -> Report:
    return Report((order_report(Finding(BROKEN, Verdict.UNDETERMINED, "Not checked."), dose_finding()),))


def with_issue(severity: Severity) -> Report:
    return Report(accepted().orders, (Issue(DANGLING, severity, "An entry leads nowhere."),))


@pytest.mark.parametrize(
    ("report", "fail_on", "code"),
    [
        (accepted(), "error", 0),
        (accepted(), "warning", 0),
        (unjudged(), "warning", 0),
        (cautioned(), "error", 0),
        (cautioned(), "undetermined", 0),
        (cautioned(), "warning", 1),
        (unanswered(), "error", 0),
        (unanswered(), "undetermined", 1),
        (unanswered(), "warning", 1),
        (flagship(), "error", 1),
        (flagship(), "warning", 1),
        (two_orders(), "error", 1),
        (unreadable(), "error", 3),
        (crashed(), "error", 3),
        (with_issue(Severity.INFORMATION), "warning", 0),
        (with_issue(Severity.WARNING), "error", 0),
        (with_issue(Severity.WARNING), "warning", 1),
        (with_issue(Severity.ERROR), "error", 1),
        (with_issue(Severity.FATAL), "error", 3),
        (Report(()), "warning", 0),
    ],
)
def test_the_exit_code_says_the_worst(report, fail_on, code):
    assert exit_code(report, Verdict(fail_on)) == code


def test_a_check_ends_with_its_exit_code(monkeypatch, file):
    Engine(monkeypatch, cautioned())
    assert run("check", file).exit_code == 0
    assert run("check", "--fail-on", "warning", file).exit_code == 1


def test_the_options_reach_the_engine(monkeypatch, file):
    engine = Engine(monkeypatch, accepted())
    run("check", "--as-of", "2025-03", "--fhir-version", "r4b", "--structure", "read", file)
    assert engine.options.pop("instant").tzinfo is not None
    assert engine.options == {
        "as_of": "2025-03",
        "fhir_version": "R4B",
        "structure": "read",
        "ledger": False,
        "profiles": shipped(),
        "lost": [],
        "names": [str(file)],
    }
    run("check", file)
    del engine.options["instant"]
    assert engine.options == {
        "as_of": None,
        "fhir_version": "auto",
        "structure": "full",
        "ledger": False,
        "profiles": shipped(),
        "lost": [],
        "names": [str(file)],
    }


def test_several_files_and_stdin_are_one_chart(monkeypatch, file, tmp_path):
    engine = Engine(monkeypatch, accepted())
    other = tmp_path / "other.json"
    other.write_bytes(b"{}")
    assert run("check", file, "-", other, stdin=b"[]").exit_code == 0
    assert engine.documents == [b'{"resourceType": "Bundle"}', b"[]", b"{}"]


def test_json_is_the_contract_and_the_default_off_a_terminal(monkeypatch, file):
    Engine(monkeypatch, flagship())
    result = run("check", file)
    assert json.loads(result.stdout) == flagship().to_dict()
    assert run("check", "--format", "json", file).stdout == result.stdout


def test_fhir_is_one_outcome_for_all_orders(monkeypatch, file):
    Engine(monkeypatch, two_orders())
    outcome = json.loads(run("check", "--format", "fhir", file).stdout)
    assert outcome["resourceType"] == "OperationOutcome"
    assert len(outcome["issue"]) == 3
    assert json.loads(run("check", "--format", "fhir", "--fhir-version", "R5", file).stdout) == outcome


def test_text_has_no_colour_off_a_terminal(monkeypatch, file):
    Engine(monkeypatch, flagship())
    result = run("check", "--format", "text", file)
    assert result.stdout == flagship().to_text()


def test_a_missing_file_is_said_and_the_rest_still_checked(monkeypatch, file, tmp_path):
    engine = Engine(monkeypatch, accepted())
    result = run("check", file, tmp_path / "absent.json")
    assert result.exit_code == 3
    assert result.stderr == f"unreadable input: {tmp_path / 'absent.json'}: No such file or directory\n"
    assert engine.documents == [b'{"resourceType": "Bundle"}']
    report = json.loads(result.stdout)
    assert [order["verdict"] for order in report["orders"]] == ["accept"]
    assert report["issues"] == [
        {
            "code": "unreadable-file",
            "severity": "fatal",
            "message": "File 2 of 2 could not be opened.",
            "expression": [],
            "detail": f"{tmp_path / 'absent.json'}: No such file or directory.",
        }
    ]


@pytest.mark.parametrize("name", ["absent.json", ".", "a\x00b"])
def test_a_file_that_cannot_be_opened_is_exit_code_3(tmp_path, name):
    result = run("check", "--format", "fhir", f"{tmp_path}/{name}")
    assert result.exit_code == 3
    assert result.stderr.startswith("unreadable input: ")
    assert json.loads(result.stdout)["issue"][0]["severity"] == "fatal"


def test_a_file_is_not_read_beyond_the_limit(monkeypatch, tmp_path):
    engine = Engine(monkeypatch, unreadable())
    large = tmp_path / "large.json"
    with large.open("wb") as sparse:
        sparse.truncate(60_000_000)
    assert run("check", large).exit_code == 3
    assert len(engine.documents[0]) == 50_000_001


def test_unreadable_input_is_exit_code_3_and_said_on_stderr(monkeypatch, file):
    Engine(monkeypatch, unreadable())
    result = run("check", file)
    assert result.exit_code == 3
    assert result.stderr == "unreadable input: The document is not JSON: line 1, column 3.\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ""),
        (["check"], "Missing argument 'FILE...'"),
        (["check", "-", "-"], "only once"),
        (["check", "--as-of", "yesterday", "-"], "'yesterday' is not a FHIR date"),
        (["check", "--as-of", "2025-02-30", "-"], "not a day of the calendar"),
        (["check", "--as-of", "", "-"], "not a FHIR date"),
        (["check", "--format", "xml", "-"], "'xml' is not one of"),
        (["check", "--fail-on", "accept", "-"], "'accept' is not one of"),
        (["check", "--fhir-version", "STU3", "-"], "'STU3' is not one of"),
        (["check", "--structure", "some", "-"], "'some' is not one of"),
        (["check", "--loud", "-"], "No such option"),
        (["verify"], "No such command"),
        (["label", "--product", "aspirin"], "'aspirin' has no label here; known are"),
        (["label", "--date", "then"], "'then' is not a FHIR date"),
        (["label", "diff", "C25"], "Missing argument"),
        (["label", "diff", "C25", "X9"], "No product has both revisions"),
        (["explain", "no-such-finding"], "There is no page 'no-such-finding'"),
        (["explain", "rcc-mono"], "It is a statement of a label: labelcheck label --product cabometyx."),
        (["explain", "zzz"], "labelcheck explain lists the findings, docs/reference all pages."),
    ],
)
def test_wrong_usage_is_exit_code_2_and_says_what_was_wrong(monkeypatch, arguments, words):
    Engine(monkeypatch, accepted())
    result = run(*arguments, stdin=b"{}")
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("folder", "words"), [("nowhere", "there is no folder nowhere."), ("x" * 300, "File name too long")]
)
def test_a_folder_of_labels_that_cannot_be_had_is_wrong_usage(file, folder, words):
    result = run("check", "--profiles", folder, file)
    assert (result.exit_code, words in " ".join(result.stderr.split())) == (2, True)


@pytest.mark.parametrize(("behind", "code"), [(b"", 0), (b"\n;", 0), (b" {}", 3), (b", {}", 3)])
def test_litter_behind_a_chart_is_no_second_value(behind, code):
    chart = (ROOT / "examples" / "net-adolescent-40mg.json").read_bytes().rstrip()
    assert run("check", "--quiet", "-", stdin=chart + behind).exit_code == code


def test_help_and_version():
    assert run("--version").stdout == f"labelcheck {VERSION}\n"
    assert run("--help").exit_code == 0
    assert "is stdin" in run("check", "--help").stdout


def test_a_fault_of_our_own_is_one_line_and_exit_code_3(monkeypatch, file):
    def broken(*documents: object, **options: object) -> Report:
        raise KeyError("38 kg")

    monkeypatch.setitem(sys.modules, "validator.check", SimpleNamespace(check_documents=broken))
    result = run("check", file)
    assert result.exit_code == 3
    assert result.stderr == "labelcheck stopped on a fault of its own (KeyError); the result is not complete.\n"
    assert result.stdout == ""


def test_an_interrupted_check_is_not_a_pass(monkeypatch, file):
    def interrupted(*documents: object, **options: object) -> Report:
        raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "validator.check", SimpleNamespace(check_documents=interrupted))
    result = run("check", file)
    assert result.exit_code == 3
    assert "Stopped before the check was finished." in result.stderr


def test_the_newest_label_is_printed_without_a_date():
    newest = revision_dates("cabometyx")[-1]
    assert run("label", "--product", "cabometyx").stdout.startswith(
        f"CABOMETYX (cabozantinib), in force from {newest}\n"
    )
    assert run("label", "--product", "CABOMETYX").exit_code == 0


def test_the_label_of_a_day_is_the_one_in_force_then():
    text = run("label", "--product", "cabometyx", "--date", "2025-03-26").stdout
    assert "in force from 2025-03-26" in text
    assert "in force from 2025-03-26" not in run("label", "--product", "cabometyx", "--date", "2025-03-25").stdout


def test_before_the_first_label_there_is_none():
    result = run("label", "--date", "2001")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "No label of cabometyx was in force then." in result.stderr


def test_a_day_before_one_product_of_two_is_answered_with_the_other():
    result = run("label", "--date", "2014")
    assert result.exit_code == 0
    assert "COMETRIQ" in result.stdout
    assert "No label of cabometyx was in force then." in result.stderr
    assert run("label", "--date", "2014", "--product", "cabometyx").exit_code == 2


def test_a_label_as_json_is_the_data_of_the_revision():
    data = json.loads(run("label", "--product", "cabometyx", "--format", "json", "--date", "2026").stdout)
    assert [label["revision"] for label in data["labels"]] == ["2025-03-26"]
    assert {one["id"] for one in data["labels"][0]["indication"]} >= {
        "rcc-mono",
        "rcc-nivo",
        "hcc",
        "dtc",
        "pnet",
        "epnet",
    }


def test_a_revision_does_not_differ_from_itself():
    assert "No statement differs." in run("label", "diff", "C25", "2025-03-26").stdout
    data = json.loads(run("label", "diff", "c25", "C25", "--format", "json").stdout)
    assert (data["added"], data["removed"], data["changed"]) == ([], [], [])


def test_a_month_names_the_revision_of_it_and_any_other_what_was_in_force():
    assert "C21b" in run("label", "diff", "2021-09", "2025-03").stdout
    told = " ".join(run("label", "diff", "2023-09", "2025-03-26").stderr.split())
    assert "None is of 2023-09; in force then: CABOMETYX 2021-09-17, COMETRIQ 2020-01-31. Known are:" in told
    assert "2025-03-26; in force" not in told
    # Two revisions of a year are not one, and none is chosen.
    told = " ".join(run("label", "diff", "2021", "2025").stderr.split())
    assert "2021 to 2025 is more than one pair of revisions; write the day of each." in told
    assert "None is of 1999; in force then: none." in run("label", "diff", "1999", "C25").stderr


def test_a_part_of_a_name_is_answered_with_the_names_that_have_it():
    assert "dose-above-label" in run("explain", "above").stderr
    assert "labelcheck explain lists the findings" in run("explain", "2.5").stderr


def test_a_day_before_every_label_is_told_the_first():
    told = run("label", "--date", "2010").stderr
    assert "No label of cabometyx was in force then. Its first revision here is of 2016-04-25." in told


def test_explain_lists_every_code_and_prints_its_page():
    listed = run("explain").stdout.splitlines()
    codes = [line.split()[0] for line in listed]
    assert codes == sorted(codes)
    assert {"nothing-said", "unreadable-file"} <= set(codes)
    page = run("explain", "nothing-said").stdout
    assert page.startswith("nothing-said: No finding was recorded\n\n")
    assert max(len(line) for line in page.splitlines()) <= 80


def test_explain_lists_a_word_of_two_kinds_by_both_of_its_names():
    called = dict(line.split(maxsplit=1) for line in run("explain").stdout.splitlines())
    assert called["breastfeeding"] == "Breastfeeding; value set: breastfeeding"
    assert called["nothing-said"] == "No finding was recorded"
    assert not [word for word, names in called.items() if names.startswith(("value set:", "criterion:"))]


def test_a_misspelt_code_is_answered_with_those_near_it():
    result = run("explain", "nothing-sayd")
    assert result.exit_code == 2
    assert "nothing-said" in result.stderr


def test_help_imports_neither_models_nor_engine():
    code = (
        "import sys\nfrom validator.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "loaded = {name.split('.')[0] for name in sys.modules}\n"
        "sys.exit(sorted(loaded & {'pydantic', 'fhir', 'rich', 'requests', 'lark', 'jiter'}) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_that_goes_away_is_no_fault():
    command = subprocess.Popen(
        [*LABELCHECK, "label", "--product", "cabometyx"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert command.stdout is not None
    assert command.stderr is not None
    command.stdout.close()
    assert command.wait(60) == 0
    assert command.stderr.read() == ""
    command.stderr.close()


@pytest.mark.parametrize(
    ("environment", "colored"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_terminal_gets_text_in_colour_unless_it_asks_for_none(environment, colored):
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "NO_COLOR": "", **environment}
    done = subprocess.run(
        [*LABELCHECK, "check", "absent.json"], cwd=ROOT, stdout=theirs, stderr=subprocess.PIPE, env=env, check=False
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.returncode == 3
    assert "Nothing could be read, so nothing was checked" in shown
    assert ("\x1b[" in shown) is colored


def test_a_screen_that_knows_no_accents_still_gets_its_report(tmp_path):
    done = subprocess.run(
        [*LABELCHECK, "check", "--format", "text", "absent.json"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3
    assert b"could not be opened" in done.stdout
    assert b"Traceback" not in done.stderr
