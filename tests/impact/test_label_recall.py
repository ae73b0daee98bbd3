"""Label recall: which orders a new revision answers otherwise, and by which statement."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support.label import label, regimen

from validator import check_bundle
from validator.cli import main
from validator.impact import judged_twice
from validator.impact.judged_twice import outcome
from validator.label.difference import difference
from validator.label.mixed import differing, mixed
from validator.profiles import Profiles, shipped
from validator.report.model import Report
from validator.verdict import Verdict

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))
EARLIER, LATER = "2021-09-17", "2025-03-26"

sys.path.insert(0, str(ROOT / "benchmarks"))

from make_export import make  # noqa: E402

Chart = dict[str, Any]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["impact", "--from", EARLIER, "--to", LATER, *arguments])


def data(*paths: Path) -> Any:
    return json.loads(run("--format", "json", *map(str, paths)).stdout)


def orders_of(found: Any) -> dict[str, tuple[str, ...]]:
    """The orders that differ, each with the ids of the statements it differs by."""
    return {
        f"{order['source']} {order['order']}": group["ids"] for group in found["groups"] for order in group["orders"]
    }


def only(folder: Path, kept: str) -> Profiles:
    """The shipped content, in which one revision of the tablets has always been in force."""
    shutil.copytree(ROOT / "profiles", folder)
    for path in (folder / "labels" / "cabometyx").glob("20*.toml"):
        if path.stem == kept:
            text = path.read_text().replace(f"revision = {kept}", "revision = 1990-01-01")
            (path.parent / "1990-01-01.toml").write_text(text)
        path.unlink()
    for path in sorted((folder / "labels" / "cometriq").glob("20*.toml"))[:-1]:
        path.unlink()
    return Profiles(folder)


@pytest.fixture(scope="module")
def charts(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The examples, and the charts of a made-up export, one file each."""
    folder = tmp_path_factory.mktemp("charts")
    make(folder / "export", size=100_000, orders=60, seed=4)
    rows = [json.loads(line) for line in (folder / "export" / "truth.ndjson").read_text().splitlines()]
    held: dict[str, list[Any]] = {row["patient"].removeprefix("Patient/"): [] for row in rows}
    medications: list[Any] = []
    for path in sorted((folder / "export").glob("*.*.ndjson")):
        for line in path.read_bytes().splitlines():
            try:
                resource = json.loads(line)
            except ValueError:
                continue
            if not isinstance(resource, dict):
                continue
            text = json.dumps(resource)
            medications += [resource] if resource.get("resourceType") == "Medication" else []
            for one in re.findall(r"pt-[0-9a-f]{12}-\d+", text)[:1]:
                held.get(one, []).append(resource)
    written = []
    for name, resources in held.items():
        referred = [one for one in medications if f"Medication/{one['id']}" in json.dumps(resources)]
        entries = [{"resource": one} for one in (*resources, *referred)]
        written.append(folder / f"{name}.json")
        written[-1].write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}))
    return [*EXAMPLES, *written]


def test_a_recall_is_the_difference_of_two_whole_runs(charts: list[Path], tmp_path: Path) -> None:
    before, after = only(tmp_path / "before", EARLIER), only(tmp_path / "after", LATER)

    wanted = set()
    for path in charts:
        one, other = (check_bundle(path.read_bytes(), structure="read", profiles=held) for held in (before, after))
        wanted |= {
            f"{path} {now.order}"
            for was, now in zip(one.orders, other.orders, strict=True)
            if was.order == now.order and now.verdict is not Verdict.NOT_ASSESSED and outcome(was) != outcome(now)
        }

    found = data(*charts)
    assert set(orders_of(found)) == wanted
    assert found["differing"] == len(wanted) > 10
    # Each of them has its statement: no difference is left without a cause.
    assert all(orders_of(found).values())


def test_a_neuroendocrine_tumor_differs_by_its_indication() -> None:
    found = orders_of(data(ROOT / "examples" / "net-adolescent-60mg.json", ROOT / "examples" / "pnet-r5.json"))

    assert sorted(found.values()) == [["epnet"], ["pnet"]]


def changed(name: str, tmp_path: Path, **text: str) -> Path:
    """An example with words replaced."""
    written = (ROOT / "examples" / name).read_text()
    for old, new in text.items():
        assert old.replace("_", "-") in written
        written = written.replace(old.replace("_", "-"), new)
    path = tmp_path / name
    path.write_text(written)
    return path


def with_inducer(tmp_path: Path) -> Path:
    """The example of itraconazole, with bosentan in its place: a moderate inducer."""
    chart = json.loads((ROOT / "examples" / "rcc-itraconazole.json").read_text())
    for entry in chart["entry"]:
        if entry["resource"]["id"] == "itraconazole":
            entry["resource"]["medicationCodeableConcept"] = {"text": "bosentan 125 mg tablet"}
    path = tmp_path / "inducer.json"
    path.write_text(json.dumps(chart))
    return path


def test_what_rests_on_an_inferred_statement_is_a_group_of_its_own_that_says_so(tmp_path: Path) -> None:
    paths = [with_inducer(tmp_path), ROOT / "examples" / "net-adolescent-60mg.json"]
    found = data(*paths)

    assert [(group["ids"], group["inferred"]) for group in found["groups"]] == [
        (["epnet"], False),
        (["moderate-inducer"], True),
    ]
    text = "".join(run("--format", "text", *map(str, paths)).stdout.split())
    assert text.index("nobodyread") > text.index("net-adolescent-60mg")
    assert text.index("nobodyread") < text.index("inducer.json")


def test_an_order_that_both_revisions_answer_alike_is_counted_and_not_told() -> None:
    result = run("--format", "text", str(ROOT / "examples" / "rcc-itraconazole.json"))

    assert result.exit_code == 0
    assert "1 active order judged under both: none is answered otherwise" in result.stdout


def test_an_order_that_differs_ends_with_exit_code_1_and_a_sentence_that_says_what_to_do() -> None:
    result = run("--format", "text", str(ROOT / "examples" / "net-adolescent-60mg.json"))

    words = " ".join(result.stdout.split())
    assert result.exit_code == 1
    assert "60 mg once daily is above the label's 40 mg once daily" in words
    assert "Order 40 mg once daily" in words


def test_a_file_that_cannot_be_read_ends_with_exit_code_3(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"resourceType": "Bundle", "entry": [')
    result = run("--format", "text", str(broken), str(ROOT / "examples" / "net-adolescent-60mg.json"))

    assert result.exit_code == 3
    assert {"broken.json", "net-adolescent-60mg.json"} == set(
        re.findall(r"(?<=/)[a-z0-9-]+\.json", "".join(result.stdout.split()))
    )
    assert run(str(tmp_path / "nowhere.json")).exit_code == 3


def test_stopped_orders_are_not_judged(tmp_path: Path) -> None:
    chart = json.loads((ROOT / "examples" / "net-adolescent-60mg.json").read_text())
    for entry in chart["entry"]:
        if entry["resource"]["id"] == "order":
            entry["resource"]["status"] = "stopped"
    (tmp_path / "stopped.json").write_text(json.dumps(chart))
    found = data(tmp_path / "stopped.json")

    assert (found["judged"], found["differing"]) == (0, 0)
    assert found["not_assessed"] >= 1


def test_a_day_before_every_label_and_a_year_of_two_revisions_are_wrong_usage() -> None:
    for day, word in (("1999-01-01", "No label was in force"), ("2019", "give a whole date")):
        result = CliRunner().invoke(main, ["impact", "--from", day, "--to", LATER, str(EXAMPLES[0])])
        assert result.exit_code == 2
        # One of the two: 2019 has a revision in January.
        assert word in result.stderr


@pytest.mark.parametrize(("before", "after"), [(LATER, EARLIER), ("2025-03-27", LATER), ("2026", "2021")])
def test_days_in_the_wrong_order_are_wrong_usage(before: str, after: str) -> None:
    result = CliRunner().invoke(main, ["impact", "--from", before, "--to", after, str(EXAMPLES[0])])
    assert result.exit_code == 2
    assert "is later than" in result.stderr


def test_the_same_day_twice_is_no_wrong_usage() -> None:
    result = CliRunner().invoke(main, ["impact", "--from", LATER, "--to", LATER, str(EXAMPLES[0])])
    assert result.exit_code == 0


def test_a_file_of_an_export_that_did_not_come_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "Condition.ndjson.xz").write_bytes(b"?")
    (tmp_path / "Patient.ndjson").write_bytes(b"")
    found = data(tmp_path)
    assert [issue["source"] for issue in found["issues"]] == ["Condition.ndjson.xz"]


def test_charts_beside_the_files_of_an_export_are_told_as_not_read(tmp_path: Path) -> None:
    (tmp_path / "Patient.ndjson").write_bytes(b"")
    (tmp_path / "manifest.json").write_text('{"output": []}')
    assert "its manifest does not list every file, and those are not read (1)." in run(str(tmp_path)).stderr
    (tmp_path / "manifest.json").write_text('{"output": [{"type": "Patient", "url": "Patient.ndjson"}]}')
    assert run(str(tmp_path)).stderr == ""
    shutil.copy(EXAMPLES[0], tmp_path)
    assert "its .json files are not read (1). Name them too." in run(str(tmp_path)).stderr
    # No export, though charts: what lies below them is told, and nothing of a manifest.
    below = EXAMPLES[0].parent / "calls"
    assert run(str(below.parent)).stderr == f"not looked at: the folder {below} (2 .json files).\n"


def steps() -> Iterator[tuple[str, Any, Any]]:
    """Each revision of each product with the one after it."""
    labels = shipped().labels
    for product in labels.products:
        days = labels.revision_dates(product)
        for before, after in pairwise(days):
            yield f"{product} {after}", labels.revision(product, before), labels.revision(product, after)


@pytest.mark.parametrize(("before", "after"), [step[1:] for step in steps()], ids=[step[0] for step in steps()])
def test_a_revision_with_all_statements_of_the_next_is_the_next(before: Any, after: Any) -> None:
    whole = mixed(before, after, frozenset(differing(before, after)))

    left = difference(whole, after)
    assert (left.added, left.removed, left.changed) == ((), (), ())
    assert {change.field for change in left.header} <= {"remarks", "set_id"}
    assert whole.names == after.names
    none = difference(mixed(before, after, frozenset()), before)
    assert none.is_empty


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"revision": date(2021, 1, 1), "edition": "E2", "remarks": ["Section numbers are inferred."]}, ()),
        ({"max_daily_mg": 60}, ("label",)),
        ({"strengths_mg": [20, 40, 60], "edition": "E2"}, ("label",)),
        ({"regimen": [regimen(ladder=["60 mg once daily"])]}, ("warts-60",)),
        ({"regimen": [regimen(ladder=["60 mg once daily"])], "max_daily_mg": 60}, ("warts-60", "label")),
    ],
)
def test_what_differs_is_a_statement_or_what_belongs_to_none(changes: Any, expected: tuple[str, ...]) -> None:
    """The day of a revision and what is remarked of it decide no order."""
    assert differing(label(), label(**changes)) == expected


def test_an_export_is_answered_as_its_charts_are_one_by_one(tmp_path: Path) -> None:
    """Every order of the earlier neuroendocrine story differs; each is told by file and line."""
    make(tmp_path / "export", size=200_000, orders=40, seed=9)
    rows = [json.loads(line) for line in (tmp_path / "export" / "truth.ndjson").read_text().splitlines()]
    result = run("--format", "json", str(tmp_path / "export"))
    found = json.loads(result.stdout)

    told = {order["order"]: order for group in found["groups"] for order in group["orders"]}
    nets = {row["order"] for row in rows if row["story"].startswith("gut") and row["verdict"] != "not-assessed"}
    assert nets <= told.keys()
    assert not {row["order"] for row in rows if row["story"] == "kidney-60"} & told.keys()
    for row in rows:
        if row["order"] in told:
            name, _, number = told[row["order"]]["source"].partition(" line ")
            line = (tmp_path / "export" / name).read_bytes().splitlines()[int(number) - 1]
            assert f"MedicationRequest/{json.loads(line)['id']}" == row["order"]
    # A line that was cut off is an issue, and the exit code says that more may differ.
    assert result.exit_code == 3
    assert found["issues"]
    for issue in found["issues"]:
        name, _, number = issue["source"].removeprefix("the chart from ").removesuffix(" on").partition(" line ")
        assert len((tmp_path / "export" / name).read_bytes().splitlines()) >= int(number) >= 1
    assert found["judged"] == sum(row["verdict"] != "not-assessed" for row in rows)


@pytest.mark.parametrize("failing", [0, 1])
def test_a_check_that_cannot_run_under_one_of_the_revisions_is_said(
    failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    real = judged_twice.check_documents

    def at_times(*arguments: Any, **options: Any) -> Report:
        calls.append(1)
        report = real(*arguments, **options)
        return Report((), report.issues) if len(calls) == failing + 1 else report

    monkeypatch.setattr(judged_twice, "check_documents", at_times)
    chart = ROOT / "examples" / "net-adolescent-40mg.json"
    assert run(str(chart)).exit_code == 3
    calls += [1, 1]
    assert run(str(chart)).exit_code == 1
