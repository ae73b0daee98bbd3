"""labelcheck beside a real HAPI server: `python tests/proof/hapi.py`, or `make hapi`.

Every example is put on the server and checked there, order by order and by patient; the answers must be those that the
file has. The published package is installed, and `$validate` must say of a resource of our profiles what the validator
in `tests/judge` says. Ends with 1 where something differs, with 2 where Java or Maven are missing. The last lines are
the table that stands in docs/connect.md.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.build import to_json
from support.claimed import claimed
from support.hapi import hapi_server
from support.judge import as_file, examples, judged, missing
from support.profiled import broken, sound
from support.server import as_collection, essence, load, orders_of, patient_of, transaction

from validator import check_bundle
from validator.client import ChartClient, ClientSettings, check_orders, check_patient
from validator.profiles import shipped
from validator.report.fhir_package import package

_JSON = {"Content-Type": "application/fhir+json", "Accept": "application/fhir+json"}
_GRAVE = ("error", "fatal")
WAYS = {
    "as set": ClientSettings(retries=1),
    "in pages of one": ClientSettings(retries=1, page_size=1),
    "by POST": ClientSettings(retries=1, search="post"),
}
"""How a chart is asked for: HAPI's pages and its searches by POST have ways of their own."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was compared, how often, and each difference in words."""

    what: str
    compared: int
    differences: tuple[str, ...]


def verdicts(base: str, release: str) -> Iterator[Row]:
    """The examples of a release: loaded, then checked where they live."""
    charts = {}
    for number, file in enumerate(examples(release)):
        chart = json.loads(file.read_text(encoding="utf-8"))
        load(base, chart, f"e{number}-")
        charts[file.stem] = transaction(chart, f"e{number}-")
    expected = {name: essence(check_bundle(as_collection(chart))) for name, chart in charts.items()}
    with ChartClient(base, settings=ClientSettings(retries=1)) as client:
        orders = [(name, order) for name, chart in charts.items() for order in orders_of(chart)]
        pairs = [
            (f"{name}, {order}", expected[name].get(order), essence(check_orders(client, [order])).get(order))
            for name, order in orders
        ]
        yield compared(f"{release}: orders, one by one", pairs)
    for how, settings in WAYS.items():
        with ChartClient(base, settings=settings) as client:
            found = {name: essence(check_patient(client, patient_of(chart))) for name, chart in charts.items()}
        yield compared(
            f"{release}: all orders of a patient, {how}", [(one, expected[one], found[one]) for one in charts]
        )


def compared(what: str, pairs: Sequence[tuple[str, object, object]]) -> Row:
    """A row of what was said of each in the file and on the server."""
    wrong = tuple(f"{name}: in the file {one}, on the server {other}" for name, one, other in pairs if one != other)
    return Row(what, len(pairs), wrong)


def validated(base: str, folder: Path) -> Iterator[Row]:
    """Resources that claim a profile, by the server's `$validate` and by the validator of the tests.

    They agree where both refuse the same elements, each as often: a server words in its own way that a code is unknown.
    """
    kept = [as_file(folder, f"sound-{at}", to_json(one).decode()) for at, (_, one, _) in enumerate(sound())]
    rules = {as_file(folder, f"broken-{at}", to_json(one.resource).decode()): one for at, one in enumerate(broken())}
    shown = [file for *_, file in claimed(folder)]
    by_judge = Counter(
        (one.file, one.location) for one in judged("R4", [*kept, *rules, *shown]) if one.severity in _GRAVE
    )
    for what, files in (("sound", kept), ("breaking one rule", list(rules)), ("of the examples", shown)):
        wrong = []
        for file in files:
            refused = errors(base, file)
            one = sorted((place, count) for (name, place), count in by_judge.items() if name == str(file))
            other = sorted(Counter(place for place, _ in refused).items())
            if one != other:
                wrong.append(f"{file.stem}: errors at {one} by the validator, at {other} by the server")
            if file in rules and not any(rules[file].told in message for _, message in refused):
                wrong.append(f"{file.stem}: the server does not name {rules[file].rule}")
        yield Row(f"$validate: resources {what}", len(files), tuple(wrong))


def errors(base: str, file: Path) -> list[tuple[str, str]]:
    """Where and what the server says is wrong with a resource; warnings and notes are left out."""
    text = file.read_text(encoding="utf-8")
    kind = json.loads(text)["resourceType"]
    reply = requests.post(f"{base}/{kind}/$validate", data=text.encode(), headers=_JSON, timeout=120)
    outcome: dict[str, Any] = reply.json()
    if outcome.get("resourceType") != "OperationOutcome":
        raise RuntimeError(f"no outcome of $validate: {reply.status_code}")
    return [(one["location"][0], one["diagnostics"]) for one in outcome["issue"] if one["severity"] in _GRAVE]


def proved(folder: Path) -> Iterator[Row]:
    """Both releases, one server after the other."""
    packed = folder / "package.tgz"
    packed.write_bytes(package(shipped(), {}))
    with hapi_server("R4", folder, [packed]) as base:
        yield from verdicts(base, "R4")
        yield from validated(base, folder)
    # The package is of R4.
    with hapi_server("R5", folder) as base:
        yield from verdicts(base, "R5")


def main() -> int:
    """Runs the proof and prints what it found."""
    if (why := missing()) is not None:
        print(why)
        return 2
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        rows = list(proved(Path(folder)))
    for row in rows:
        for one in row.differences:
            print(f"DIFFERS {row.what}: {one}")
    print("| compared | how many | differences |\n|---|---:|---:|")
    for row in rows:
        print(f"| {row.what} | {row.compared} | {len(row.differences)} |")
    print(f"{time.monotonic() - began:.0f} seconds")
    # Nothing compared is nothing proved.
    return int(any(row.differences or not row.compared for row in rows))


if __name__ == "__main__":
    sys.exit(main())
