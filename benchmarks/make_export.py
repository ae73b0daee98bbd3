"""A Bulk Data export of any size whose answers are known: `python benchmarks/make_export.py --bytes 5G --out DIR`.

Writes one or more NDJSON files of each type (`--bundles`: of Bundles of several patients), plain or packed (`--packed`
gz or zst), `manifest.json`, and beside them `truth.ndjson`: one line for each order of the drug that must be found,
with its verdict, the codes of its findings above `accept`, the labelled daily dose, and the file and byte offset of its
line. `counts.json` has what a reader can count. The answers follow from the stories of `export_story.py`, never from
the engine; the same arguments write the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import export_filler as filler
from export_chart import BASE, Chart
from export_shape import LINE_SHAPES, ordered, spelt, worse
from export_story import kidney_60, story

RATE = 1e-5
"""Orders of the drug for each MedicationRequest."""
REQUESTS = 1 / 6600
"""MedicationRequests for each byte of other lines, as the templates make them."""
PART = 256 << 20
"""Bytes of a file; an export has files of about this size, at least two of each type."""
BYTES_A_PATIENT = 400_000
BLOCK = 4_000
"""Lines of other patients written between two looks at what is due."""
WAITING = 20_000
"""Lines of found patients that wait to be scattered over the files."""
UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
FATES = {
    "plain": 82, "copied": 4, "newer": 2, "fact-deleted": 3, "fact-written-again": 2, "fact-deleted-or-not": 2,
    "order-deleted": 2, "bad-line": 3,
}  # fmt: skip
"""What else happens to a chart, by weight."""
WORSE = {
    "bad-line": ("undetermined", "entry-set-aside"),
    "fact-written-again": ("error", "recent-hemorrhage"),
    "fact-deleted-or-not": ("undetermined", "entry-set-aside"),
}
"""What a fate adds to the answer of an order for kidney cancer that would be accepted."""
DELETED, DELETED_BEFORE = "2026-11-27T12:00:00Z", "2010-01-01T00:00:00Z"
"""When what was deleted was; all charts were written between the two."""
IN_A_BUNDLE = 6
"""Resources of a Bundle, at most."""
PACKED = {"": "", "gz": ".gz", "zst": ".zst"}
"""How files may be packed, with the ending of their names."""


@dataclass(slots=True)
class Part:
    """One file being written, and how many bytes of it there are."""

    path: Path
    kind: str
    file: IO[bytes]
    below: IO[bytes]
    bytes: int = 0
    lines: int = 0

    def close(self) -> None:
        """Writes what is left to be written."""
        self.file.close()
        self.below.close()

    def write(self, line: bytes) -> int:
        """Writes a line and returns where it begins, in bytes of the file unpacked."""
        start = self.bytes
        self.file.write(line)
        self.bytes += len(line)
        self.lines += 1
        return start


@dataclass(slots=True)
class Export:
    """A folder that is being filled."""

    out: Path
    rng: random.Random
    parts_of: int
    packed: str = ""
    bundles: bool = False
    parts: dict[str, list[Part]] = field(default_factory=dict)
    waiting: list[tuple[str, bytes, dict[str, object] | None]] = field(default_factory=list)
    truth: list[dict[str, object]] = field(default_factory=list)
    deleted: list[tuple[str, str | None]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    written: int = 0

    def part(self, kind: str) -> Part:
        """One of the files of a type, or of Bundles of every type."""
        kind = "Bundle" if self.bundles else kind
        if kind not in self.parts:
            self.parts[kind] = [self._open(kind, number) for number in range(self.parts_of)]
        return self.rng.choice(self.parts[kind])

    def _open(self, kind: str, number: int) -> Part:
        path = self.out / f"{kind}.{number:03d}.ndjson{PACKED[self.packed]}"
        file: Any = path.open("wb", buffering=1 << 20)
        match self.packed:
            case "gz":
                # Without a name and a time in its head a packed file is the same in each run.
                return Part(path, kind, gzip.GzipFile("", "wb", 1, file, 0), file)  # type: ignore[arg-type]
            case "zst":
                import zstandard

                return Part(path, kind, zstandard.ZstdCompressor(1).stream_writer(file, closefd=False), file)
            case _:
                return Part(path, kind, file, file)

    def scatter(self, kind: str, line: bytes, told: dict[str, object] | None = None) -> None:
        """Keeps a line for one of the files of its type; `told` is the truth about the order in it."""
        self.waiting.append((kind, line, told))

    def settle(self, most: int = 0) -> None:
        """Writes waiting lines in no order until so many are left."""
        while len(self.waiting) > most:
            kind, line, told = self._drawn()
            together, orders = [line], [told]
            if self.bundles and is_whole(line):
                while len(together) < self.rng.randint(1, IN_A_BUNDLE) and self.waiting:
                    _, other, of_other = self._drawn()
                    if not is_whole(other):
                        # What is broken stands on a line of its own.
                        part = self.part("")
                        part.write(other)
                        self.written += len(other)
                        continue
                    together.append(other)
                    orders.append(of_other)
                line = bundled(together)
            part = self.part(kind)
            start = part.write(line)
            self.written += len(line)
            for one in orders:
                if one is not None:
                    one.setdefault("places", []).append([part.path.name, start])  # type: ignore[attr-defined]

    def _drawn(self) -> tuple[str, bytes, dict[str, object] | None]:
        at = self.rng.randrange(len(self.waiting))
        self.waiting[at], self.waiting[-1] = self.waiting[-1], self.waiting[at]
        return self.waiting.pop()

    def fill(self, count: int, patients: list[bytes]) -> None:
        """Writes so many lines of other patients."""
        rng = self.rng
        for kind, (share, made) in _templates(self).items():
            part = self.part(kind)
            many = _about(rng, count * share / 10_000)
            block = []
            for _ in range(many):
                # Few patients have most of the lines: the index falls off as a power of an even draw.
                of = patients[int(len(patients) * rng.random() ** 4)]
                self.counts["other"] += 1
                name = b"%s-%x" % (kind[:3].lower().encode(), self.counts["other"])
                day = b"%d-%02d-%02d" % (
                    2015 + int(rng.random() * 11),
                    1 + int(rng.random() * 12),
                    1 + int(rng.random() * 28),
                )
                block.append(made[int(rng.random() * len(made))](name, of, day, int(rng.random() * 400)))
            if self.bundles:
                block = [bundled(block[at : at + IN_A_BUNDLE]) for at in range(0, many, IN_A_BUNDLE)]
            text = b"".join(block)
            part.file.write(text)
            part.bytes += len(text)
            part.lines += len(block)
            self.written += len(text)
            self.counts["requests"] += many if kind == "MedicationRequest" else 0
        self._noise(count)

    def _noise(self, count: int) -> None:
        """Few lines that name the drug and order nothing, blank ones, and bad ones of nobody."""
        for _ in range(_about(self.rng, count * 1e-4)):
            kind, made = self.rng.choice(filler.MENTIONS)
            self.counts["mentions"] += 1
            of = b"Patient/other-0"
            self.scatter(kind, made(b"mention-%d" % self.counts["mentions"], of, b"2024-05-06", 5))
        for _ in range(_about(self.rng, count * 2e-5)):
            bad = self.rng.choice(filler.BAD)
            self.counts["bad-other"] += 1
            self.scatter("Observation", bad.replace(b"%b", b"bad-%d" % self.counts["bad-other"]))
        for _ in range(_about(self.rng, count * 2e-5)):
            self.counts["blank"] += 1
            self.scatter("Condition", self.rng.choice((b"\n", b"  \r\n")))

    def tell(self, number: int) -> None:
        """Adds the chart and the order of one found patient."""
        rng = self.rng
        fate = rng.choices(list(FATES), list(FATES.values()))[0]
        told = kidney_60(rng, number) if fate in WORSE else story(rng, number)
        order, shape, answer = ordered(told, rng)
        chart, spelling = told.chart, rng.choices(list(LINE_SHAPES), list(LINE_SHAPES.values()))[0]
        if fate in WORSE:
            answer = worse(answer, *WORSE[fate])
        row: dict[str, object] = {
            "order": f"MedicationRequest/{order['id']}", "patient": f"Patient/{chart.patient}",
            "verdict": answer.verdict, "findings": sorted(answer.codes), "expected_mg": answer.expected_mg,
            "story": told.name, "shape": f"{shape}, {spelling}", "fate": fate, "site": chart.site,
        }  # fmt: skip
        ended = {"verdict": "not-assessed", "findings": [], "expected_mg": None}
        rows = {one["id"]: row | ended | {"order": f"MedicationRequest/{one['id']}"} for one in chart.ended_orders}
        rows[order["id"]] = row
        self._with_earlier(chart, fate, spelling)
        for resource in chart.resources:
            kind, told_of = resource["resourceType"], rows.get(resource["id"])
            line = spelt(resource, spelling) + rng.choice((b"\n", b"\n", b"\n", b"\r\n"))
            self.scatter(kind, line, told_of)
            if fate == "copied" and rng.random() < 0.5:
                self.counts["copies"] += 1
                self.scatter(kind, line, told_of)
        if fate == "newer":
            # The copy of before has another dose; the higher version stands.
            before = json.loads(spelt(order, "plain"))
            before["meta"] |= {"versionId": "0", "lastUpdated": "2020-01-01T00:00:00Z"}
            before["dosageInstruction"] = [{"text": "200 mg once daily"}]
            self.scatter("MedicationRequest", spelt(before, "plain") + b"\n")
            self.counts["copies"] += 1
        self.truth += rows.values()
        self.counts["orders"] += len(rows)

    def _with_earlier(self, chart: Chart, fate: str, spelling: str) -> None:
        """What was deleted later or broke on its way, of the same patient."""
        match fate:
            case "fact-deleted" | "fact-written-again" | "fact-deleted-or-not":
                gone = chart.condition(("http://hl7.org/fhir/sid/icd-10-cm", "R04.2", "Hemoptysis"), onset=5)
                times = {"fact-deleted": DELETED, "fact-written-again": DELETED_BEFORE}
                self.deleted.append((f"Condition/{gone['id']}", times.get(fate)))
            case "order-deleted":
                order = json.loads(spelt(chart.resources[-1], "plain"))
                order |= {"id": chart.new_id("med"), "status": "active"}
                order["dosageInstruction"] = [{"text": "200 mg by mouth once daily"}]
                self.deleted.append((f"MedicationRequest/{order['id']}", DELETED))
                self.scatter("MedicationRequest", spelt(order, spelling) + b"\n")
            case "bad-line":
                broken = spelt(chart.weight(70, 40), "plain")
                chart.resources.pop()
                at = broken.index(b"effectiveDateTime")
                self.scatter("Observation", broken[: self.rng.randrange(at, len(broken) - 2)] + b"\n")
                self.counts["bad-chart"] += 1
            case _:
                return

    def patient(self, of: bytes) -> None:
        """Writes the Patient of somebody else."""
        line = filler.PATIENT(of[8:], b"", b"1961-02-03", 0)
        self.part("Patient").write(bundled([line]) if self.bundles else line)

    def broken_order(self, number: int) -> None:
        """An order of the drug that was cut off: an issue, and no row."""
        told = kidney_60(self.rng, number)
        order, _, _ = ordered(told, self.rng)
        line = spelt(order, "plain").replace(b"{", b'{"note":[{"text":"cabozantinib"}],', 1)
        self.scatter("MedicationRequest", line[: self.rng.randrange(120, len(line) - 2)] + b"\n")
        self.counts["bad-order"] += 1

    def finish(self) -> None:
        """Closes the files and writes what tells of them."""
        self.settle()
        output = []
        for part in (part for parts in self.parts.values() for part in parts):
            part.close()
            output.append({"type": part.kind, "url": part.path.name, "count": part.lines})
        gone = self.out / "deleted.ndjson"
        with gone.open("wb") as file:
            for name, time in self.deleted:
                entry = [{"request": {"method": "DELETE", "url": name}}]
                meta = {} if time is None else {"meta": {"lastUpdated": time}}
                bundle = {"resourceType": "Bundle", "type": "transaction", **meta, "entry": entry}
                file.write(json.dumps(bundle, separators=(",", ":")).encode() + b"\n")
        manifest = {
            "transactionTime": "2026-11-28T00:00:00Z", "request": f"{BASE}/$export", "requiresAccessToken": False,
            "output": output, "deleted": [{"type": "Bundle", "url": gone.name}] if self.deleted else [], "error": [],
        }  # fmt: skip
        (self.out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
        with (self.out / "truth.ndjson").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(one) + "\n" for one in self.truth)
        parts = [part for of_type in self.parts.values() for part in of_type]
        lines, size = sum(part.lines for part in parts), sum(part.bytes for part in parts)
        verdicts = Counter(str(row["verdict"]) for row in self.truth)
        counts = {"bytes": size, "lines": lines, **self.counts, "deleted": len(self.deleted), "verdicts": verdicts}
        (self.out / "counts.json").write_text(json.dumps(counts, indent=1) + "\n")


_MADE: dict[int, dict[str, tuple[int, tuple[filler.Line, ...]]]] = {}


def _templates(export: Export) -> dict[str, tuple[int, tuple[filler.Line, ...]]]:
    if id(export) not in _MADE:
        _MADE[id(export)] = filler.lines(random.Random(0))
    return _MADE[id(export)]


def _about(rng: random.Random, number: float) -> int:
    """A whole number whose mean is this one."""
    return int(number) + (rng.random() < number % 1)


def is_whole(line: bytes) -> bool:
    """Whether a line is a resource, and no broken or blank one."""
    try:
        return "resourceType" in json.loads(line)
    except (ValueError, TypeError):
        return False


def bundled(lines: list[bytes]) -> bytes:
    """A page of a search with the resources of some lines, each as it is spelt."""
    resources = b'},{"resource":'.join(line.rstrip(b"\r\n") for line in lines)
    return b'{"resourceType":"Bundle","type":"searchset","entry":[{"resource":' + resources + b"}]}\n"


def make(
    out: Path,
    *,
    size: int,
    seed: int = 1,
    orders: int | None = None,
    rate: float = RATE,
    packed: str = "",
    bundles: bool = False,
) -> None:
    """Writes an export of about `size` bytes; the charts of `orders` come on top where they are more than that."""
    out.mkdir(parents=True)
    rng = random.Random(seed)
    wanted = max(1, round(size * REQUESTS * rate)) if orders is None else orders
    export = Export(out, rng, max(2, size // 10 // PART), packed, bundles)
    others = [b"Patient/other-%d" % number for number in range(max(10, size // BYTES_A_PATIENT))]
    unwritten = iter(others)
    made = 0
    while export.written < size or made < wanted:
        if export.written < size:
            export.fill(BLOCK if size > 50 * BLOCK * 500 else BLOCK // 20, others)
            for of in _some(unwritten, max(1, len(others) * BLOCK * 700 // size)):
                export.patient(of)
        due = wanted if export.written >= size else int(wanted * export.written / size)
        for number in range(made, min(due, made + 5_000)):
            export.tell(number)
            if number % 200 == 0:
                export.broken_order(wanted + number)
        made = max(made, min(due, made + 5_000))
        export.settle(WAITING)
    for of in unwritten:
        export.patient(of)
    export.finish()


def _some(names: Iterator[bytes], most: int) -> Iterator[bytes]:
    for _ in range(most):
        of = next(names, None)
        if of is None:
            return
        yield of


def size_of(text: str) -> int:
    """Bytes from `300M` or `5G`."""
    unit = text[-1:].upper() if text[-1:].isalpha() else ""
    return int(float(text.removesuffix(text[-1:]) if unit else text) * UNITS[unit])


def main() -> None:
    """Reads the arguments and writes the export."""
    reader = argparse.ArgumentParser(description="Write a Bulk Data export whose answers are known.")
    reader.add_argument("--out", type=Path, required=True, help="the folder, which must not be there yet")
    reader.add_argument("--bytes", type=size_of, default=10 << 20, help="about how much, as 300M or 5G [10M]")
    reader.add_argument("--seed", type=int, default=1, help="the same seed writes the same export [1]")
    reader.add_argument("--orders", type=int, help="orders of the drug [as many as the rate makes]")
    reader.add_argument("--rate", type=float, default=RATE, help="orders of the drug for each MedicationRequest [1e-5]")
    reader.add_argument("--packed", choices=[one for one in PACKED if one], default="", help="pack the files")
    reader.add_argument("--bundles", action="store_true", help="lines are Bundles of several patients' resources")
    reader.add_argument("--force", action="store_true", help="remove the folder first")
    asked = reader.parse_args()
    if asked.force and asked.out.exists():
        shutil.rmtree(asked.out)
    make(
        asked.out, size=asked.bytes, seed=asked.seed, orders=asked.orders, rate=asked.rate, packed=asked.packed,
        bundles=asked.bundles,
    )  # fmt: skip
    print((asked.out / "counts.json").read_text())


if __name__ == "__main__":
    main()
