"""A whole run: the passes one after the other, and what they found put together into the output.

Memory holds names and counts of what was found; the lines are on the disk (see `spill`).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from validator.bulk.counts import Counts
from validator.bulk.deletion import DeletionLists, Deletions
from validator.bulk.export import Missing, changed_since
from validator.bulk.gathering import GatheredPortion, spill_path
from validator.bulk.job import Job, Workplace
from validator.bulk.patient_file import FoundLine
from validator.bulk.people import People
from validator.bulk.reading import BadLine
from validator.bulk.row import Row, issue_row, merged_rows, missing_row, rows_in, unlisted_row
from validator.bulk.search import ANYTHING, REFERRED_TYPES
from validator.bulk.seeking import FoundMedication, FoundOrder, Sought
from validator.bulk.slot import PlaceIndex, patients_in
from validator.bulk.stage import (
    JOB,
    Piece,
    SeekInput,
    SlotInput,
    Workers,
    input_path,
    patients_of,
    result_of,
)
from validator.bulk.turns import MOST_TURNS, PatientTurns, ReferredTurns
from validator.bulk.whole_file import write_whole

_MAY_REFER = frozenset({"MedicationRequest", "Medication", "Bundle", ANYTHING})
_MAY_BE_PATIENTS = frozenset({"Patient", "Bundle", ANYTHING})
_MAY_BE_REFERRED_TO = frozenset({*REFERRED_TYPES, ANYTHING})

Watcher = Callable[[str, int, int], None]
"""Is told how a run goes on: the stage, and bytes (or patients) done of how many."""


@dataclass(frozen=True, slots=True)
class _Pass:
    """One pass over some portions: what it is, which turn of it, what people read of it, and what it looks for."""

    kind: str
    turn: int
    stage: str
    given: bytes


class Run:
    """One run in its folder. `rows` and `issues` give what was found, in the order of the export, when it is done."""

    def __init__(self, job: Job, folder: Path, told: Watcher = lambda _stage, _done, _all: None) -> None:
        self._lists = DeletionLists(job.export.deleted)
        missing = len(job.export.missing) + self._lists.unread
        self.counts = Counts(files=len(job.export.files), missing=missing, deleted=len(self._lists.deletions))
        self._job, self._folder, self._told = job, folder, told
        self._place = Workplace(job, folder)
        self._workers = Workers(folder, 1)
        self._bad: dict[tuple[int, int], BadLine] = {}
        self._before: tuple[int, ...] = ()
        self._slots = 0
        self._changed: tuple[Missing, ...] = ()

    def go(self, workers: int = 1) -> None:
        """Does what is left to do of the run."""
        for people, spills in self._gathered(workers):
            self._judge(people, spills)
        self._look_again()

    @property
    def deletions(self) -> Deletions:
        """What the server says it deleted."""
        return self._lists.deletions

    def charts(self) -> Iterator[tuple[FoundLine, ...]]:
        """The lines of the chart of every patient with a found order, in the place of the answers."""
        for people, spills in self._gathered(1):
            held = [(path, done.index) for path, done in spills]
            places = PlaceIndex(self._place.portions, self._before)
            for slot in range(self._slots):
                yield from patients_in(slot, held, places=places, alone=people.alone)
        self._look_again()

    def _look_again(self) -> None:
        """Finds the files that somebody wrote to in the meantime: two passes may have read two states of them."""
        self._changed = changed_since(self._job.export)
        self.counts.missing += len(self._changed)

    def _gathered(self, workers: int) -> Iterator[tuple[People, list[tuple[Path, GatheredPortion]]]]:
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._folder / JOB, self._job.encoded())
        with Workers(self._folder, workers) as self._workers:
            found = self._seek()
            people = self._people(found)
            yield people, self._gather(people)

    @property
    def rows(self) -> Iterator[tuple[bytes, Row]]:
        """Every row as it was written and as JSON, by file and offset."""
        for line, row in merged_rows(self._folder / f"rows-{slot:06d}" for slot in range(self._slots)):
            self.counts.add(row)
            yield line, row

    @property
    def chart_issues(self) -> Iterator[Row]:
        """The issues of charts."""
        for slot in range(self._slots):
            for _, row in rows_in(self._folder / f"issues-{slot:06d}"):
                yield row

    @property
    def unread(self) -> Iterator[Row]:
        """The issues of files and of lines that could not be read."""
        yield from map(missing_row, (*self._job.export.missing, *self._changed))
        yield from map(unlisted_row, self._job.export.unlisted)
        yield from (issue_row(issue, place) for issue, place in self._lists.faults)
        places = PlaceIndex(self._place.portions, self._before)
        for bad in sorted(self._bad.values(), key=lambda one: (one.portion, one.offset)):
            yield issue_row(bad.issue, places.at(bad.portion, bad.offset, bad.line))

    def _seek(self) -> tuple[Sought, ...]:
        """The first pass. Files of Medications come first; then all others; then again those that were read before a
        Medication of a drug was known that they may refer to."""
        portions = self._place.portions
        first = [one.number for one in portions if one.file.kind == "Medication"]
        rest = [one.number for one in portions if one.file.kind != "Medication"]
        known: dict[tuple[str, ...], FoundMedication] = {}
        results: dict[int, Sought] = {}
        again: list[Sought] = []
        turn = 0
        new: list[FoundMedication] = []
        for numbers in (first, rest):
            for done in self._sought(turn, numbers, SeekInput(True, tuple(known.values()))):
                results[done.portion] = done
                new += [one for one in done.medications if one.names not in known]
            turn += 1
            if numbers is first:
                while new and turn < MOST_TURNS:
                    new = self._more(turn, first, new, known, again)
                    turn += 1
        while new and turn < 2 * MOST_TURNS:
            may_refer = [number for number in results if _MAY_REFER & {*results[number].types}]
            new = self._more(turn, may_refer, new, known, again)
            turn += 1
        for one in (*results.values(), *again):
            self._hear(one.bad)
        self._count(results)
        merged = {number: results[number] for number in sorted(results)}
        for one in again:
            orders = (*merged[one.portion].orders, *one.orders)
            merged[one.portion] = msgspec.structs.replace(merged[one.portion], orders=orders)
        return tuple(merged.values())

    def _more(
        self,
        turn: int,
        numbers: list[int],
        new: list[FoundMedication],
        known: dict[tuple[str, ...], FoundMedication],
        again: list[Sought],
    ) -> list[FoundMedication]:
        """Looks for orders and Medications that refer to the new ones; those found so far unknown."""
        known |= {one.names: one for one in new}
        found: list[FoundMedication] = []
        for done in self._sought(turn, numbers, SeekInput(False, tuple(new))):
            again.append(done)
            found += [one for one in done.medications if one.names not in known]
        return found

    def _sought(self, turn: int, numbers: list[int], given: SeekInput) -> Iterator[Sought]:
        for task in self._passed(_Pass("seek", turn, "Looking for orders", msgspec.json.encode(given)), numbers):
            yield result_of(self._folder, task, Sought)

    def _count(self, results: dict[int, Sought]) -> None:
        before, file, lines = [], -1, 0
        for portion in self._place.portions:
            found = results[portion.number]
            lines = lines if portion.file_number == file else 0
            file = portion.file_number
            before.append(lines)
            lines += found.lines
            self.counts.lines += found.lines
            self.counts.bytes += found.bytes
        self._before = tuple(before)

    def _people(self, found: tuple[Sought, ...]) -> People:
        """Who the orders are for, by all their names: their Patients, and those linked with them."""
        orders: dict[tuple[int, int, tuple[str, ...]], FoundOrder] = {}
        for one in found:
            for order in one.orders:
                orders.setdefault((order.portion, order.offset, order.names), order)
        numbers = [one.portion for one in found if _MAY_BE_PATIENTS & {*one.types}]
        turns = PatientTurns(orders.values())
        for turn, given in enumerate(turns.names()):
            for task in self._passed(_Pass("people", turn, "Looking for their patients", given), numbers):
                turns.hear(patients_of(self._folder, task))
        return turns.people

    def _gather(self, people: People) -> list[tuple[Path, GatheredPortion]]:
        """The second pass, and the lines that the gathered ones refer to."""
        self.counts.patients = people.count
        self._slots = people.slots
        everything = [one.number for one in self._place.portions]
        spills: list[tuple[Path, GatheredPortion]] = []
        turns = ReferredTurns(people)
        # Where every order names nobody their lines are all there is to gather, and no file told its types.
        may_be = [] if people.numbers else everything
        gathering = _Pass("gather", 0, "Gathering their charts", msgspec.json.encode(people))
        for task in self._passed(gathering, everything if people.numbers else []):
            done = self._came(task, turns)
            self.counts.kept += done.kept
            spills.append((spill_path(self._folder, task.number), done))
            if _MAY_BE_REFERRED_TO & {*done.types}:
                may_be.append(task.number)
        self.counts.kept += len(people.alone)
        for turn, given in turns.names():
            for task in self._passed(_Pass("refer", turn, "Gathering what these refer to", given), sorted(may_be)):
                spills.append((spill_path(self._folder, task.number, turn), self._came(task, turns)))
        return sorted(spills, key=lambda one: one[0])

    def _came(self, task: Piece, turns: ReferredTurns) -> GatheredPortion:
        done = result_of(self._folder, task, GatheredPortion)
        self._hear(done.bad)
        turns.hear(done.referred)
        return done

    def _judge(self, people: People, spills: list[tuple[Path, GatheredPortion]]) -> None:
        given = SlotInput(tuple((path.name, done.index) for path, done in spills), self._before, people.alone)
        write_whole(input_path(self._folder, "deleted", 0), self.deletions.encoded())
        tasks = [Piece("judge", 0, slot, 1) for slot in range(self._slots)]
        for _ in self._doing(_Pass("judge", 0, "Judging", msgspec.json.encode(given)), tasks):
            pass

    def _passed(self, over: _Pass, numbers: list[int]) -> Iterator[Piece]:
        portions = self._place.portions
        yield from self._doing(over, [Piece(over.kind, over.turn, number, portions[number].size) for number in numbers])

    def _doing(self, over: _Pass, tasks: list[Piece]) -> Iterator[Piece]:
        if not tasks:
            return
        write_whole(input_path(self._folder, over.kind, over.turn), over.given)
        done, total = 0, sum(task.size for task in tasks)
        self._told(over.stage, 0, total)
        for task in self._workers.done(tasks):
            done += task.size
            self._told(over.stage, done, total)
            yield task

    def _hear(self, bad: tuple[BadLine, ...]) -> None:
        for one in bad:
            self._bad.setdefault((one.portion, one.offset), one)
        self.counts.bad = len(self._bad)

    def clear(self) -> None:
        """Removes the folder: nothing of the run is needed any more."""
        shutil.rmtree(self._folder, ignore_errors=True)
