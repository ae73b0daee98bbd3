"""`labelcheck check` as people use it: many charts at once, one line an order, sentences for what cannot be read."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from validator.cli import main
from validator.screen import colored, width
from validator.version import VERSION

EXAMPLES = Path(__file__).parents[2] / "examples"
ACCEPTED, HIGH, OPEN = (
    EXAMPLES / f"{name}.json" for name in ("net-adolescent-40mg", "net-adolescent-60mg", "hcc-cirrhosis-without-class")
)
LABELCHECK = [sys.executable, "-m", "validator"]


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


def fields(output: str) -> list[list[str]]:
    return [line.split("\t") for line in output.splitlines()]


def renamed(chart: Path, start: str, folder: Path) -> Path:
    """The chart of another patient: every id begins with `start`."""
    text = chart.read_text()
    for entry in json.loads(text)["entry"]:
        kind, old = entry["resource"]["resourceType"], entry["resource"]["id"]
        text = text.replace(f'"{kind}/{old}"', f'"{kind}/{start}{old}"').replace(
            f'"id": "{old}"', f'"id": "{start}{old}"'
        )
    made = folder / f"{start}chart.json"
    made.write_text(text)
    return made


def test_quiet_is_one_line_an_order_with_what_is_wrong_and_what_to_do():
    (high, other) = fields(run("check", "--quiet", HIGH).stdout)
    assert high == [
        "error",
        "MedicationRequest/order",
        "dose-above-label",
        "60 mg once daily is above the label's 40 mg once daily for pediatric patients under 40 kg.",
        "Order 40 mg once daily; or keep the dose and give the reason.",
    ]
    assert other[:2] == ["not-assessed", "MedicationRequest/everolimus"]
    assert fields(run("check", "-q", OPEN).stdout)[0][4] == "Record the Child-Pugh class; or go on and give the reason."


def test_quiet_says_what_could_not_be_read_in_a_line_of_its_own():
    result = run("check", "--quiet", "-", stdin=b"[")
    assert result.exit_code == 3
    assert fields(result.stdout)[0][0] == "not-read"
    assert fields(result.stdout)[0][2] == "unreadable-json"
    assert "File stdin." in fields(result.stdout)[0][3]


def test_verbose_shows_what_the_notes_rest_on_and_plain_does_not():
    short, long = (run("check", "--format", "text", *more, ACCEPTED).stdout for more in ((), ("--verbose",)))
    assert "  NOTE          40 mg once daily is the label's dose.\n" in short
    assert "dose-agrees" not in short
    assert "dose-agrees" in long
    assert "Observation/weight: 38 kg on 2026-11-16" in long
    assert len(short.splitlines()) < len(long.splitlines()) / 2


@pytest.mark.parametrize("words", ["--verbose", "--quiet"])
def test_what_asks_for_words_gets_words_in_a_pipe(words):
    assert not run("check", words, ACCEPTED).stdout.startswith("{")


def test_each_file_is_its_own_chart_and_the_exit_code_is_the_worst(tmp_path):
    together = run("check", "--format", "text", "--each", ACCEPTED, HIGH, OPEN)
    assert together.exit_code == 1
    assert together.stdout.index(HIGH.name) < together.stdout.index(OPEN.name) < together.stdout.index(ACCEPTED.name)
    assert together.stdout.endswith("3 charts, 5 orders: 1 error, 1 undetermined, 1 accept, 2 not-assessed\n")
    assert run("check", "--each", ACCEPTED, OPEN).exit_code == 0
    assert run("check", "--each", "--fail-on", "undetermined", ACCEPTED, OPEN).exit_code == 1
    assert run("check", "--each", ACCEPTED, HIGH, tmp_path / "absent.json").exit_code == 3


def test_each_in_json_is_one_report_a_line_with_its_file():
    lines = [json.loads(line) for line in run("check", "--each", ACCEPTED, HIGH).stdout.splitlines()]
    assert [line.pop("file") for line in lines] == [str(ACCEPTED), str(HIGH)]
    assert lines == [json.loads(run("check", "--format", "json", one).stdout) for one in (ACCEPTED, HIGH)]


def test_each_and_quiet_begin_every_line_with_the_file():
    lines = fields(run("check", "--each", "--quiet", ACCEPTED, HIGH).stdout)
    assert [line[:2] for line in lines if line[1] != "not-assessed"] == [
        [str(ACCEPTED), "accept"],
        [str(HIGH), "error"],
    ]


def test_each_and_verbose_print_every_report_before_the_table():
    text = run("check", "--each", "--verbose", HIGH, ACCEPTED).stdout
    assert text.index("38 kg: CABOMETYX 40 mg once daily") < text.index("The order agrees with the label.")
    assert text.rstrip().endswith("2 not-assessed")


def test_a_folder_stands_for_the_json_files_in_it(tmp_path):
    for chart in (ACCEPTED, HIGH):
        (tmp_path / chart.name).write_bytes(chart.read_bytes())
    (tmp_path / "notes.txt").write_text("not a chart")
    lines = fields(run("check", "--each", "--quiet", tmp_path).stdout)
    assert {Path(line[0]).name for line in lines} == {ACCEPTED.name, HIGH.name}


@pytest.mark.parametrize("each", [("--each",), ()])
def test_a_folder_below_is_not_looked_at_and_that_is_said(tmp_path, each):
    for name in ("chart.json", "deep/c.json", "deep/deeper/d.json", "packed/e.json.gz", "notes/read.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(ACCEPTED.read_bytes())
    result = run("check", *each, "--quiet", tmp_path)
    assert result.stderr.splitlines() == [
        f"not looked at: the folder {tmp_path / 'deep'} (2 .json files).",
        f"not looked at: the folder {tmp_path / 'packed'} (1 file).",
    ]
    assert result.exit_code == 0


@pytest.mark.parametrize("name", ["list.xml", "list.ndjson", "list.json.gz"])
def test_what_may_be_a_part_of_the_chart_and_is_not_read_is_told(tmp_path, name):
    (tmp_path / "chart.JSON").write_bytes(ACCEPTED.read_bytes())
    (tmp_path / name).write_text("not JSON")
    whole = run("check", "--format", "json", tmp_path)
    assert (whole.exit_code, json.loads(whole.stdout)["orders"][0]["verdict"]) == (3, "undetermined")
    assert whole.stderr.startswith(f"unreadable input: {tmp_path / name}")
    each = fields(run("check", "--each", "--quiet", tmp_path).stdout)
    assert {Path(line[0]).name for line in each} == {"chart.JSON", name}


@pytest.mark.parametrize("lines", [1, 2])
@pytest.mark.parametrize("name", ["Patient.ndjson", "PATIENT.NDJSON"])
def test_the_ndjson_of_a_folder_is_not_read_however_many_lines_it_has(tmp_path, name, lines):
    (tmp_path / "chart.json").write_bytes(ACCEPTED.read_bytes())
    (tmp_path / name).write_text('{"resourceType": "Patient", "id": "other"}\n' * lines)
    whole = run("check", "--format", "json", tmp_path)
    assert (whole.exit_code, json.loads(whole.stdout)["orders"][0]["verdict"]) == (3, "undetermined")
    assert whole.stderr.startswith(f"unreadable input: {tmp_path / name}: The NDJSON of a folder is not read")
    assert "labelcheck bulk reads it" in whole.stderr
    told = json.loads(whole.stdout)["issues"][0]["message"]
    assert told == "File 1 of 2 was not read: labelcheck bulk reads it."
    # A file that is named by itself is what it was meant as.
    assert run("check", tmp_path / name).exit_code == (3 if lines == 2 else 0)


def test_what_came_in_two_versions_was_read_and_is_not_relied_on(tmp_path):
    other = tmp_path / "other.json"
    other.write_text(ACCEPTED.read_text().replace('"female"', '"male"').replace("2012", "1972"))
    result = run("check", "--format", "text", ACCEPTED, other)
    assert result.exit_code == 1
    assert result.stdout.startswith("Not everything could be relied on\n")
    assert "labelcheck check --each" in result.stderr
    (tmp_path / "cut.json").write_bytes(HIGH.read_bytes()[:-40])
    result = run("check", "--format", "text", ACCEPTED, tmp_path / "cut.json")
    assert result.exit_code == 3
    assert result.stdout.startswith("Not everything could be read\n")


def test_the_files_of_a_folder_are_one_chart_without_each(tmp_path):
    bundle = json.loads(HIGH.read_text())
    for number, entry in enumerate(bundle["entry"]):
        (tmp_path / f"{number:02}.json").write_text(json.dumps(entry["resource"]))
    assert fields(run("check", "--quiet", tmp_path).stdout) == fields(run("check", "--quiet", HIGH).stdout)


def test_a_folder_without_charts_is_said(tmp_path):
    result = run("check", "--format", "text", tmp_path)
    assert result.exit_code == 3
    assert result.stderr == f"unreadable input: {tmp_path}\n"
    said = " ".join(result.stdout.split())
    assert "The folder holds no charts." in said
    assert "opened" not in said
    reason = "The folder holds no charts: There is no file in it"
    assert run("check", tmp_path).stderr == f"unreadable input: {tmp_path}: {reason}\n"
    (tmp_path / "notes.txt").write_text("not a chart")
    assert "Nothing in it ends in .json" in run("check", tmp_path).stderr


def test_a_folder_without_json_says_of_every_form_in_it_what_to_do(tmp_path):
    for name in (
        "A.ndjson",
        "B.ndjson.gz",
        "C.jsonl",
        "D.ndjson",
        "list.xml",
        "chart.json.gz",
        "charts.zip",
        "notes.txt",
    ):
        (tmp_path / name).write_text("not JSON")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "chart.json").write_bytes(ACCEPTED.read_bytes())
    result = run("check", "--format", "json", tmp_path)
    (issue,) = json.loads(result.stdout)["issues"]
    assert (result.exit_code, issue["message"]) == (3, "The folder holds no .json files.")
    assert issue["detail"] == (
        f"{tmp_path}: labelcheck bulk reads its NDJSON (A.ndjson, B.ndjson.gz, C.jsonl and 1 more);"
        " its XML is not read, ask the server for application/fhir+json (list.xml);"
        " unpack first what is packed (chart.json.gz, charts.zip);"
        " name the folder in it that has them (below)."
    )


def test_an_empty_bundle_was_read_and_is_not_called_unreadable(tmp_path):
    for data in ('{"resourceType": "Bundle", "type": "searchset"}', '{"resourceType": "Bundle", "entry": []}', "[]"):
        file = tmp_path / "empty.json"
        file.write_text(data)
        result = run("check", "--format", "text", file)
        assert (result.exit_code, result.stderr) == (3, f"nothing to check: {file}\n")
        assert result.stdout.startswith("Nothing was checked\n")
        assert "could be read" not in result.stdout
        assert "holds nothing to check. Submit the order" in " ".join(result.stdout.split())
        assert run("check", file).stderr.startswith(f"nothing to check: {file}: An empty ")
    # One that holds what cannot be read is unreadable as before.
    file.write_text("[1, 2]")
    assert run("check", file).stderr == f"unreadable input: {file}: Expected a resource, found a whole number.\n"


def test_an_address_is_not_looked_for_among_files():
    told = run("check", "https://ehr.example.org/fhir/Patient/1").stderr
    assert told == (
        "unreadable input: https://ehr.example.org/fhir/Patient/1: An address is no file; save it first, or name a"
        " server by --server\n"
    )


def test_in_the_table_an_empty_chart_is_empty_and_each_file_is_named_once(tmp_path):
    empty, absent = tmp_path / "empty.json", tmp_path / "absent.json"
    empty.write_text('{"resourceType": "Bundle"}')
    told = run("check", "--each", "--format", "text", empty, absent, ACCEPTED).stdout
    assert [line.split()[0] for line in told.splitlines() if line[:1].isupper()] == ["EMPTY", "NOT", "ACCEPT"]
    assert "".join(told.split()).count("absent.json") == 1
    counts = "3 charts, 2 orders: 1 accept, 1 not-assessed; 1 could not be read whole; 1 held nothing to check"
    assert counts in " ".join(told.split())
    quiet = fields(run("check", "--each", "--quiet", empty, absent, ACCEPTED).stdout)
    assert [line[1] for line in quiet if line[1] != "not-assessed"] == ["empty", "not-read", "accept"]


def test_versions_that_differ_are_not_called_unread_but_not_used(tmp_path):
    chart = json.loads(ACCEPTED.read_text())
    first = next(one for one in chart["entry"] if one["resource"]["resourceType"] == "Observation")
    chart["entry"].append(first | {"resource": first["resource"] | {"status": "amended"}})
    file = tmp_path / "versions.json"
    file.write_text(json.dumps(chart))
    quiet = run("check", "--quiet", file)
    assert quiet.exit_code == 1
    assert fields(quiet.stdout)[0][:3] == ["not-used", "", "duplicate-resource"]
    table = " ".join(run("check", "--each", "--format", "text", file).stdout.split())
    assert table.startswith("NOT USED")
    assert table.endswith("; 1 held something that was not used")


def test_what_could_be_given_to_none_of_several_patients_has_a_line(tmp_path):
    chart = json.loads(ACCEPTED.read_text())
    patient = next(one["resource"] for one in chart["entry"] if one["resource"]["resourceType"] == "Patient")
    weight = next(one["resource"] for one in chart["entry"] if one["resource"]["resourceType"] == "Observation")
    of_nobody = weight | {"id": "whose", "subject": {"reference": "Patient/nobody-here"}}
    chart["entry"] += [{"resource": patient | {"id": "another"}}, {"resource": of_nobody}]
    file = tmp_path / "nobody.json"
    file.write_text(json.dumps(chart))
    quiet = run("check", "--quiet", file)
    assert quiet.exit_code == 3
    assert fields(quiet.stdout)[0][:3] == ["not-used", "", "subject-not-here"]


def test_one_file_is_not_counted(tmp_path):
    told = run("check", "--format", "text", tmp_path / "absent.json").stdout
    assert "The file could not be opened." in told
    assert "1 of 1" not in told


def test_packed_ndjson_is_what_bulk_reads_and_a_packed_chart_is_to_be_unpacked(tmp_path):
    for name in ("y.ndjson.gz", "y.jsonl.zst"):
        (tmp_path / name).write_bytes(gzip.compress(b'{"resourceType": "Patient"}'))
        result = run("check", tmp_path / name)
        assert result.exit_code == 3
        assert result.stderr.endswith("Packed NDJSON is not read here; labelcheck bulk reads it\n")
        assert "Unpack" not in result.stdout
        assert "No such file" in run("check", tmp_path / f"absent-{name}").stderr
    chart = tmp_path / "chart.json.gz"
    chart.write_bytes(gzip.compress(ACCEPTED.read_bytes()))
    assert "Unpack it first" in run("check", chart).stderr


def test_that_an_order_is_written_anew_is_said_once(tmp_path):
    text = ACCEPTED.read_text()
    file = tmp_path / "order.json"
    file.write_text(text.replace('"status": "active"', '"status": "actve"'))
    told = " ".join(run("check", "--format", "text", file).stdout.split())
    assert "ook at the status of the order, and write the order anew" in told
    assert told.count("anew") == 1


def test_of_a_date_of_birth_that_is_none_one_sentence_says_how_it_is_written(tmp_path):
    chart = json.loads(ACCEPTED.read_text())
    (patient,) = (one["resource"] for one in chart["entry"] if one["resource"]["resourceType"] == "Patient")
    patient["birthDate"] = "2012/05/03"
    file = tmp_path / "birth.json"
    file.write_text(json.dumps(chart))
    told = " ".join(run("check", "--format", "text", file).stdout.split())
    assert "Not written as it should be: an entry on file (birthDate: not written as FHIR writes it)." in told
    assert "The date of birth is no date" not in told
    # Without the structural check nothing else says it.
    told = " ".join(run("check", "--format", "text", "--structure", "off", file).stdout.split())
    assert "The date of birth is no date" in told


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"/>', "This is XML."),
        (b"\xef\xbb\xbf \n<Bundle/>", "This is XML."),
        (b"<!DOCTYPE html><title>Log in</title>", "This is a web page"),
        (b"", "The document is empty."),
        (b'{"resourceType": "Bun', "the text ends in the middle of a value"),
    ],
)
def test_what_is_no_json_is_named_by_file_and_by_what_it_is(tmp_path, data, words):
    file = tmp_path / "export.json"
    file.write_bytes(data)
    result = run("check", "--format", "text", ACCEPTED, file)
    assert result.exit_code == 3
    # The reason is said once where words are asked for, and beside data for who sees only what is no data.
    assert result.stderr == f"unreadable input: {file}\n"
    assert words in " ".join(result.stdout.split())
    assert "export.json" in "".join(result.stdout.split())
    assert "ACCEPT " not in result.stdout
    told = run("check", "--format", "json", ACCEPTED, file).stderr
    assert told.startswith(f"unreadable input: {file}: ")
    assert words in told


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"PK\x03\x04", b"<Bundle/>", b"<html></html>"])
def test_a_file_of_another_kind_says_what_to_do_and_is_not_asked_for_again(data):
    told = run("check", "--format", "text", "-", stdin=data).stdout
    assert "This is " in told
    assert "Export it again" not in told
    assert "Export it again, whole." in run("check", "--format", "text", "-", stdin=b'{"resourceType": "Bun').stdout


def test_an_export_that_came_to_check_is_sent_to_bulk(tmp_path):
    chart = [entry["resource"] for entry in json.loads(ACCEPTED.read_text())["entry"]]
    lines = "\n".join(json.dumps(one) for one in chart).encode()
    assert "labelcheck bulk reads that" in run("check", "--quiet", "-", stdin=lines).stdout
    # Two values on one line are no NDJSON.
    assert "labelcheck bulk" not in run("check", "--quiet", "-", stdin=b"{} {}").stdout
    (tmp_path / "Patient.ndjson").write_bytes(lines)
    assert "labelcheck bulk reads its NDJSON" in run("check", "--quiet", tmp_path).stdout


def test_charts_that_came_to_bulk_are_sent_to_check(tmp_path):
    charts = tmp_path / "charts"
    charts.mkdir()
    out = tmp_path / "rows.ndjson"
    assert "check --each" not in run("bulk", charts, "--out", out).stderr
    (charts / "a.json").write_bytes(ACCEPTED.read_bytes())
    result = run("bulk", charts, "--out", out)
    assert result.exit_code == 3
    assert f"{charts}: A folder without NDJSON files; its .json charts: labelcheck check --each." in result.stderr


def test_a_chart_or_another_json_file_that_bulk_is_given_for_a_manifest_is_named_on_the_screen(tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "rows.ndjson"))
    chart = run("bulk", str(EXAMPLES / "net-adolescent-60mg.json"), *out)
    said = "net-adolescent-60mg.json: A chart and no manifest of an export: labelcheck check reads it."
    assert (chart.exit_code, said in chart.stderr) == (3, True)
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "manifest.json").write_text("{}")
    broken = run("bulk", str(tmp_path / "export"), *out)
    assert (broken.exit_code, "manifest.json: No Bulk Data manifest: it has no list `output`." in broken.stderr) == (
        3,
        True,
    )


def test_a_file_that_could_not_be_read_has_one_line_among_many(tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_bytes(b"")
    told = run("check", "--each", "--format", "text", ACCEPTED, broken).stdout
    assert "".join(told.split()).count("broken.json") == 1
    assert told.count("NOT READ") == 1
    assert "nothing was checked" not in told


def test_a_chart_without_an_order_is_named_among_many(tmp_path):
    without = tmp_path / "no-order.json"
    without.write_text('{"resourceType": "Patient", "id": "p"}')
    told = run("check", "--each", "--format", "text", ACCEPTED, without).stdout
    assert "1 without a medication order" in told
    assert "no-order.json" in "".join(told.split())
    assert "without a medication order" not in run("check", "--each", "--format", "text", ACCEPTED).stdout


@pytest.mark.parametrize("data", [b"[]", b'{"resourceType": "Bundle", "type": "collection"}'])
def test_an_empty_list_says_that_it_is_empty(data):
    assert "mpty" in fields(run("check", "--quiet", "-", stdin=data).stdout)[0][3]


def test_charts_of_several_patients_are_told_apart_and_each_is_offered(tmp_path):
    result = run("check", "--format", "text", renamed(ACCEPTED, "a-", tmp_path), renamed(HIGH, "b-", tmp_path))
    assert "--each" in result.stderr
    assert "MedicationRequest/a-order, Patient/a-patient" in result.stdout
    clash = run("check", "--format", "text", ACCEPTED, HIGH)
    assert "--each" in clash.stderr


def test_what_is_broken_in_one_of_several_files_names_that_file(tmp_path):
    broken = tmp_path / "broken.json"
    weight = {"resourceType": "Observation", "id": "later", "status": "final", "valueQuantity": "38"}
    broken.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": weight}]}))
    together = json.loads(run("check", "--format", "json", ACCEPTED, broken).output)["issues"]
    alone = json.loads(run("check", "--format", "json", broken).output)["issues"]
    (said,) = (issue for issue in together if "Bundle[1].entry[0].resource.valueQuantity" in issue["expression"])
    assert said["detail"].startswith(f"File {broken}.")
    assert alone
    assert not any("File" in issue["detail"] for issue in alone), "a single file needs no name"
    words = run("check", "--format", "text", ACCEPTED, broken).output
    assert f"File{broken}." in "".join(words.split())


def test_files_of_one_patient_are_not_told_of_each(tmp_path):
    for number, entry in enumerate(json.loads(ACCEPTED.read_text())["entry"]):
        (tmp_path / f"{number:02}.json").write_text(json.dumps(entry["resource"]))
    assert run("check", "--quiet", tmp_path).stderr == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--quiet", "--verbose", "-"], "Either --verbose or --quiet"),
        (["--quiet", "--format", "json", "-"], "are about words"),
        (["--verbose", "--format", "fhir", "-"], "are about words"),
        (["--each", "--format", "fhir", "-"], "text or json"),
        (["--each", "--server", "http://localhost:1", "--order", "x"], "--each is for files"),
        (["--server", "http://localhost:1", "--order", "MedicationRequest/x/_history/1"], "one version of an order"),
        (["--server", "http://localhost:1", "--since", "yesterday"], "write 2026-11-20, 2026-11 or 2026"),
        (["--server", "http://localhost:1", "--since", "2026-02-30"], "not a day of the calendar"),
        (["--order", "x", "-"], "--order: for orders on a FHIR server, so no FILE goes with it"),
        (["--server", "http://localhost:1", "--since", "2026", "-"], "--server, --since: for orders on a FHIR server"),
        (["--order", "x"], "Give --server URL"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(arguments, words):
    result = run("check", *arguments, stdin=b"{}")
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""


def test_the_page_of_a_server_asks_for_an_address_and_names_no_option_that_it_has_not():
    result = run("server")
    assert result.exit_code == 2
    assert "Give its URL, LABELCHECK_SERVER" in result.stderr
    assert "--server" not in result.stderr


def test_a_full_disk_is_said_and_is_no_pass():
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*LABELCHECK, "check", str(ACCEPTED)], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 3
    assert done.stderr == "The result could not be written: No space left on device. It is not complete.\n"


def test_the_package_runs_as_the_command():
    for option in ("-V", "--version"):
        done = subprocess.run([*LABELCHECK, option], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (0, f"labelcheck {VERSION}\n")
    usage = subprocess.run([*LABELCHECK, "check"], capture_output=True, text=True, check=False)
    assert usage.returncode == 2
    assert usage.stderr.startswith("Usage: labelcheck check ")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": ""}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True),
    ],
)
def test_colours_off_a_terminal_are_for_who_asks(monkeypatch, environment, expected):
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert colored() is expected


@pytest.mark.parametrize(("columns", "expected"), [("120", 120), ("20", 40), ("", 80), ("wide", 80), ("0", 80)])
def test_columns_set_the_width(monkeypatch, columns, expected):
    monkeypatch.setenv("COLUMNS", columns)
    assert width() == expected


def test_a_report_keeps_to_the_columns_asked_for():
    environment = {**os.environ, "COLUMNS": "60"}
    done = subprocess.run(
        [*LABELCHECK, "check", "--format", "text", str(HIGH)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert max(map(len, done.stdout.splitlines())) == 60


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("chart.xml", "its XML is not read, ask the server for application/fhir+json"),
        ("export.ndjson.gz", "labelcheck bulk reads its NDJSON"),
        ("charts/one.json", "name the folder in it that has them"),
    ],
)
def test_a_folder_without_charts_says_what_is_in_it(tmp_path: Path, name: str, told: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("{}")
    assert told in run("check", "--format", "json", tmp_path).stderr


def test_a_binary_file_is_told_as_that_and_a_null_byte_behind_json_is_not(tmp_path: Path) -> None:
    file = tmp_path / "chart.json"
    file.write_bytes(b"\x7fELF\x02\x01\x01\x00\x00\x00")
    assert "This is no text but a binary file." in run("check", "--format", "json", file).stderr
    file.write_bytes(b"{}\x00")
    assert "no text but" not in run("check", "--format", "json", file).output


@pytest.mark.parametrize("text", ["{}", '"chart"', "[5]", "null"])
def test_json_that_holds_no_resource_is_named_by_its_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "chart.json"
    file.write_text(text)
    done = run("check", "--format", "json", file)
    assert done.exit_code == 3
    assert done.stderr.startswith(f"unreadable input: {file}: ")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'{"a": "caf\xe9"}', ["a letter is not written in UTF-8", "Save it as UTF-8"]),
        (b'{"a": 1,}', ["a comma too many", "Put that place right"]),
        (b"[1, ]", ["a comma too many", "Put that place right"]),
        (b'{"a": ', ["is the file whole?", "Export it again, whole"]),
        (b'"chart"', ["found text", "Give an order and its chart as FHIR has them"]),
        (b'{"foo": 1}', ["it has no resourceType", "Give an order and its chart as FHIR has them"]),
        (b'{"resourceType": "MedicationOrder"}', ["a name of DSTU2, where FHIR R4 has MedicationRequest"]),
        (b'{"resourceType": "Medikation"}', ["resourceType is not the name of an R4, R4B or R5 resource"]),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_what_to_do_and_its_name(
    tmp_path: Path, data: bytes, told: list[str]
) -> None:
    file = tmp_path / "chart.json"
    file.write_bytes(data)
    done = run("check", "--format", "text", file)
    assert done.exit_code == 3
    shown = " ".join(done.stdout.split())
    assert [words for words in told if words not in shown] == []
    # A long path is broken where the line ends.
    assert "chart.json" in "".join(shown.split())


def test_a_date_in_another_form_is_told_with_the_form_it_has_to_have(tmp_path: Path) -> None:
    chart = json.loads(ACCEPTED.read_text(encoding="utf-8"))
    for entry in chart["entry"]:
        if "authoredOn" in entry["resource"]:
            entry["resource"]["authoredOn"] = "22.11.2026"
    file = tmp_path / "chart.json"
    file.write_text(json.dumps(chart))
    shown = " ".join(run("check", "--format", "text", file).stdout.split())
    date = "the date of the order (authoredOn: not a date of the calendar as FHIR writes it, such as 2026-11-22)."
    assert f"Not written as it should be: {date}" in shown
    assert "The order has no date" not in shown


def test_why_a_weight_could_not_be_relied_on_is_told(tmp_path: Path) -> None:
    chart = json.loads(ACCEPTED.read_text(encoding="utf-8"))
    for one in (entry["resource"] for entry in chart["entry"]):
        if one.get("valueQuantity", {}).get("unit") == "kg":
            one["valueQuantity"]["value"] = 3.8
    file = tmp_path / "chart.json"
    file.write_text(json.dumps(chart))
    shown = " ".join(run("check", "--format", "text", file).stdout.split())
    assert "3.8 kg" in shown
    assert "it could not be read" not in shown


def test_the_list_of_commands_says_each_whole() -> None:
    listed = run("--help").stdout.partition("Commands:")[2]
    assert len(listed.strip().splitlines()) == 10
    assert "..." not in listed
