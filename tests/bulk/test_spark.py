"""The passes on Apache Spark: the same answers as the run on one machine, whatever is skewed, killed or broken.

LABELCHECK_TEST_SPARK names the master (`make spark`: a cluster of two workers on this machine), and
LABELCHECK_TEST_SPARK_ROWS how many rows one patient has.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.exported import bulk, by_type, counts_beside, issues_beside, rows_of, written

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

from make_export import make

pytest.importorskip("pyspark", reason="the extra `spark` is not installed: pip install '.[spark]'")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17, and no java is found here"),
]

MASTER = os.environ.get("LABELCHECK_TEST_SPARK", "local[2,4]")
ROWS = int(os.environ.get("LABELCHECK_TEST_SPARK_ROWS", "3000"))
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "net-adolescent-60mg.json"


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from validator.bulk.spark import session

    here = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false"}
    made = session(MASTER, **here, **{"spark.sql.shuffle.partitions": "2"})
    made.sparkContext.setLogLevel("OFF")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "made"
    make(folder, size=200_000, orders=60, seed=3)
    return folder


@pytest.fixture(scope="module")
def here(export: Path) -> list[dict[str, Any]]:
    """The rows of the local run."""
    return rows_of(export, out=export.parent / "here.ndjson")


def lines_of(export: Path) -> list[tuple[str, int, str]]:
    """File, offset and value of each line; what is no UTF-8 is not for a column of text."""
    found = []
    for path in sorted(export.glob("*.*.ndjson")):
        at = 0
        for line in path.read_bytes().split(b"\n")[:-1]:
            found.append((path.name, at, line.decode(errors="replace")))
            at += len(line) + 1
    return found


def deleted_in(export: Path) -> dict[str, str | None]:
    bundles = [json.loads(line) for line in (export / "deleted.ndjson").read_text().splitlines()]
    return {one["entry"][0]["request"]["url"]: one.get("meta", {}).get("lastUpdated") for one in bundles}


def reports(answer: Any) -> list[dict[str, Any]]:
    """The orders of an answer, by place."""
    found = [json.loads(row.report) for row in answer.where("order is not null").select("report").collect()]
    return sorted(found, key=lambda row: (row["file"] or "", row["offset"] or 0, row["order"]))


def test_files_are_answered_byte_for_byte_as_on_one_machine(spark: Any, export: Path, here: Any) -> None:
    from validator.bulk.export import export_of
    from validator.bulk.job import Job
    from validator.bulk.output import write_output
    from validator.bulk.spark import SparkRun

    out, there = export.parent / "here.ndjson", export.parent / "there.ndjson"
    run = SparkRun(spark, Job(export_of([export]), "2026-11-28T00:00:00+00:00", portion=50_000))
    write_output(run, there, "ndjson")
    run.clear()

    assert there.read_bytes() == out.read_bytes()
    assert sorted(map(str, issues_beside(there))) == sorted(map(str, issues_beside(out)))
    assert counts_beside(there) == counts_beside(out)


def test_whoever_waits_is_told_how_far_each_pass_is(spark: Any, export: Path) -> None:
    from validator.bulk.export import export_of
    from validator.bulk.job import Job
    from validator.bulk.spark import SparkRun
    from validator.bulk.spark_progress import SparkProgress

    said: list[str] = []
    told = SparkProgress(spark, said.append, every=0.3).told
    run = SparkRun(spark, Job(export_of([export]), "2026-11-28T00:00:00+00:00"), told)
    assert [*run.rows]
    run.clear()
    passes = ("Looking for orders", "Looking for their patients", "Gathering their charts", "Judging")
    assert [line for line in said if line.endswith(" ...")] == [f"{one} ..." for one in passes]
    assert [line.partition(": done, ")[0] for line in said if ": done, " in line] == [*passes]
    assert any(re.search(r": \d+ of \d+ tasks? of Spark done, \d+ s$", line) for line in said)


@pytest.mark.parametrize("stored", ["rows", "parquet", "without-places"])
def test_rows_of_a_data_frame_are_answered_as_the_files_are(
    spark: Any, export: Path, here: Any, tmp_path: Path, stored: str
) -> None:
    from validator.bulk.spark import check

    df = spark.createDataFrame(lines_of(export), "file string, offset bigint, value string").repartition(4)
    if stored == "parquet":
        df.write.parquet(str(tmp_path / "lines"))
        df = spark.read.parquet(str(tmp_path / "lines"))
    if stored == "without-places":
        df = df.select("value")
    found = reports(check(df, deleted=deleted_in(export)))

    if stored == "without-places":
        assert sorted((row["order"], row["verdict"]) for row in found) == sorted(
            (row["order"], row["verdict"]) for row in here
        )
        assert {(row["file"], row["offset"], row["line"]) for row in found} == {(None, None, None)}
        return
    assert found == [row | {"line": None} for row in here]


def test_the_answer_has_the_declared_columns(spark: Any) -> None:
    from validator.bulk.spark import check
    from validator.bulk.spark_schema import COLUMNS_OF_SPARK

    lines = [(json.dumps(one),) for held in by_type(json.loads(EXAMPLE.read_bytes())).values() for one in held]
    answer = check(spark.createDataFrame(lines, "value string"))

    assert dict(answer.dtypes) == COLUMNS_OF_SPARK
    (row,) = answer.where("verdict = 'error'").collect()
    assert (row.order, row.indication, row.ordered_daily_mg, row.expected_daily_mg) == (
        "MedicationRequest/order", "epnet", "60", "40"
    )  # fmt: skip
    assert "dose-above-label" in [one.code for one in row.findings]
    assert {one.reference for finding in row.findings for one in finding.evidence} >= {"Observation/weight"}


def test_rows_that_are_broken_or_null_are_told_and_the_others_go_on(spark: Any) -> None:
    from validator.bulk.spark import check

    lines: list[tuple[str | None]] = [
        (json.dumps(one, indent=1),) for held in by_type(json.loads(EXAMPLE.read_bytes())).values() for one in held
    ]
    lines += [(None,), ("",), ('{"resourceType":"MedicationRequest","note":"cabozantinib"',), ("[1]",)]
    broken = '{"resourceType":"Condition","id":"x","subject":{"reference":"Patient/patient"},'
    answer = check(spark.createDataFrame([*lines, (broken,)], "value string"))

    rows = answer.collect()
    (order,) = [row for row in rows if row.order == "MedicationRequest/order"]
    assert order.verdict == "error"
    # A line that may be the patient's and cannot be read is on file and not relied on.
    assert "entry-set-aside" in [one.code for one in order.findings]
    told = [row.message for row in rows if row.order is None]
    assert any("A row without a value" in message for message in told)
    assert len([row for row in rows if row.order is None and row.issue == "unreadable-json"]) >= 2


def test_an_order_that_names_nobody_has_its_place(spark: Any, tmp_path: Path) -> None:
    from validator.bulk.spark import check

    (order,) = [
        one for one in by_type(json.loads(EXAMPLE.read_bytes()))["MedicationRequest.ndjson"] if one["id"] == "order"
    ]
    line = json.dumps({key: value for key, value in order.items() if key != "subject"})
    answer = check(spark.createDataFrame([("a.ndjson", 70, line)], "file string, offset bigint, value string"))

    (found,) = reports(answer)
    (alone,) = rows_of(written(tmp_path / "one", {"a.ndjson": [line.encode()]}), out=tmp_path / "alone.ndjson")
    assert found == alone | {"offset": 70, "line": None}


def test_one_patient_with_very_many_rows_is_answered_as_on_one_machine(spark: Any, tmp_path: Path) -> None:
    """Half of the rows are of somebody with an order, half of somebody without."""
    from validator.bulk.spark import check

    chart = by_type(json.loads(EXAMPLE.read_bytes()))
    model = next(one for one in chart["Observation.ndjson"] if isinstance(one, dict) and one["id"] == "tsh")
    held = [json.dumps(one) for lines in chart.values() for one in lines]
    df = spark.createDataFrame([(line,) for line in held], "value string")
    for subject in ("patient", "nobody"):
        head, tail = json.dumps(model | {"subject": {"reference": f"Patient/{subject}"}, "id": "@"}).split("@")
        many = spark.range(ROWS // 2).selectExpr(f"concat('{head}', '{subject}-', id, '{tail}') as value")
        df = df.unionByName(many)
    (found,) = [row for row in reports(check(df, structure="read")) if row["order"] == "MedicationRequest/order"]

    path = written(tmp_path / "export", {})
    with (path / "Resource.ndjson").open("w") as file:
        file.writelines(f"{row.value}\n" for row in df.toLocalIterator())
    rows = rows_of(path, out=tmp_path / "here.ndjson")
    (alone,) = [row for row in rows if row["order"] == "MedicationRequest/order"]
    assert (found["verdict"], found["expected"]) == (alone["verdict"], alone["expected"])
    assert sorted(one["message"] for one in found["findings"]) == sorted(one["message"] for one in alone["findings"])


def test_an_executor_that_is_killed_midway_changes_nothing(spark: Any, export: Path, here: Any, tmp_path: Path) -> None:
    from validator.bulk.spark import check

    marks, is_cluster = str(tmp_path), "cluster" in MASTER

    def killed(batches: Iterator[Any]) -> Iterator[Any]:
        import os
        import signal
        from pathlib import Path

        from pyspark import TaskContext

        context = TaskContext.get()
        assert context is not None
        for number, batch in enumerate(batches):
            yield batch
            mark = Path(marks) / str(context.stageId())
            if (
                number == 0
                and context.partitionId() == 1
                and len(list(Path(marks).iterdir())) < 3
                and not mark.exists()
            ):
                mark.touch()
                pid = os.getpid()
                if is_cluster:
                    # The Java process of the executor is the parent of the daemon that is this worker's parent.
                    daemon = Path(f"/proc/{os.getppid()}/stat").read_text().rpartition(")")[2].split()[1]
                    pid = int(daemon)
                os.kill(pid, signal.SIGKILL)

    columns = "file string, offset bigint, value string"
    df = spark.createDataFrame(lines_of(export), columns).repartition(4).mapInArrow(killed, columns)
    found = reports(check(df, deleted=deleted_in(export)))

    assert len(list(tmp_path.iterdir())) >= 1
    assert found == [row | {"line": None} for row in here]


def test_options_of_the_local_engine_do_not_go_with_spark(tmp_path: Path) -> None:
    for options in (("--master", "local"), ("--engine", "spark", "--resume"), ("--engine", "spark", "--workers", "2")):
        assert bulk(tmp_path, "--out", tmp_path / "out.ndjson", *options).exit_code == 2
