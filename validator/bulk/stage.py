"""The pieces of work of a run, each done once: its result is a file that is there whole or not at all.

So a run that was ended, however, goes on where it was, and any number of processes share the work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from signal import SIG_BLOCK, SIG_SETMASK, SIGINT, pthread_sigmask, raise_signal, signal
from threading import current_thread, main_thread
from typing import TypeVar

import msgspec

from validator.bulk.deletion import Deletions
from validator.bulk.gathering import PeopleSearch, ReferredSearch, gathered, referred_to
from validator.bulk.job import Job, Workplace
from validator.bulk.people import FoundPatient, PatientSearch, People, patients_named
from validator.bulk.row import Row, as_line
from validator.bulk.seeking import FoundMedication, FoundOrder, OrderSearch, sought
from validator.bulk.slot import PlaceIndex, judged_slot
from validator.bulk.spill import SpillIndex
from validator.bulk.whole_file import write_whole

T = TypeVar("T")
JOB = "job.json"


class SeekInput(msgspec.Struct, frozen=True):
    """What the first pass looks for beside the drugs; without `drugs` only that."""

    drugs: bool
    medications: tuple[FoundMedication, ...]


class SlotInput(msgspec.Struct, frozen=True):
    """Where the spilled lines are, how many lines come before each portion in its file, and the orders of nobody."""

    spills: tuple[tuple[str, SpillIndex], ...]
    before: tuple[int, ...]
    alone: dict[int, FoundOrder] = {}


class SlotDone(msgspec.Struct, frozen=True):
    """A slot was judged; `patients` counts those in it."""

    slot: int
    patients: int


class Piece(msgspec.Struct, frozen=True):
    """One piece of work: what is done, in which turn, to which portion or slot. `size` is what progress counts."""

    kind: str
    turn: int
    number: int
    size: int = 0

    @property
    def name(self) -> str:
        """The name of its result."""
        return f"{self.kind}-{self.turn}-{self.number:06d}"


class Worker:
    """Does pieces of work in one process; what a stage looks for is made ready once."""

    def __init__(self, folder: Path) -> None:
        self._place = Workplace(Job.decoded((folder / JOB).read_bytes()), folder)
        self._ready: dict[tuple[str, int], object] = {}

    def do(self, task: Piece) -> None:
        """Does one and writes its result."""
        place = self._place
        made: object
        match task.kind:
            case "seek":
                seeking = self._input(task, OrderSearch, self._order_search)
                made = sought(place.portions[task.number], seeking)
            case "people":
                names = self._input(task, PatientSearch, _patient_search)
                made = patients_named(place.portions[task.number], names)
            case "gather":
                people = self._input(task, PeopleSearch, _people_search)
                made = gathered(place.portions[task.number], people, place.folder)
            case "refer":
                slots = self._input(task, ReferredSearch, _referred_search)
                made = referred_to(place.portions[task.number], slots, place.folder, task.turn)
            case _:
                made = self._judge(task)
        write_whole(place.folder / task.name, msgspec.json.encode(made))

    def _order_search(self, data: bytes) -> OrderSearch:
        given = msgspec.json.decode(data, type=SeekInput)
        asked = self._place.asked
        return OrderSearch(asked.profiles.book, given.medications, drugs=given.drugs, since=asked.since)

    def _judge(self, task: Piece) -> SlotDone:
        place = self._place
        given = self._input(task, SlotInput, lambda data: msgspec.json.decode(data, type=SlotInput))
        gone = self._input(Piece("deleted", 0, 0), Deletions, Deletions.decoded)
        spills = [(place.folder / name, index) for name, index in given.spills]
        rows: list[Row] = []
        issues: list[Row] = []
        patients = 0
        places = PlaceIndex(place.portions, given.before)
        found = judged_slot(task.number, spills, places=places, deletions=gone, asked=place.asked, alone=given.alone)
        for one in found:
            patients += 1
            rows += one.rows
            issues += one.issues
        rows.sort(key=lambda row: (row["file"], row["offset"], row["order"]))
        write_whole(place.folder / f"issues-{task.number:06d}", b"".join(map(as_line, issues)))
        write_whole(place.folder / f"rows-{task.number:06d}", b"".join(map(as_line, rows)))
        return SlotDone(task.number, patients)

    def _input(self, task: Piece, kind: type[T], made: Callable[[bytes], T]) -> T:
        key = (task.kind, task.turn)
        if key not in self._ready:
            # One stage at a time: what another looked for is not kept.
            self._ready = {one: kept for one, kept in self._ready.items() if one[0] == "deleted"}
            self._ready[key] = made(input_path(self._place.folder, *key).read_bytes())
        found = self._ready[key]
        assert isinstance(found, kind)
        return found


def input_path(folder: Path, kind: str, turn: int) -> Path:
    """Where what a stage looks for is kept."""
    return folder / f"input-{kind}-{turn}"


def _patient_search(data: bytes) -> PatientSearch:
    return PatientSearch(msgspec.json.decode(data, type=tuple[str, ...]))


def _people_search(data: bytes) -> PeopleSearch:
    return PeopleSearch(msgspec.json.decode(data, type=People))


def _referred_search(data: bytes) -> ReferredSearch:
    return ReferredSearch(msgspec.json.decode(data, type=dict[str, tuple[int, ...]]))


_here: Worker | None = None


def _begin(folder: str) -> None:
    global _here  # noqa: PLW0603 (one worker a process: what it made ready is shared by all its pieces of work)
    _here = Worker(Path(folder))


def _do(task: Piece) -> Piece:
    assert _here is not None
    _here.do(task)
    return task


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C reaches every process: the one that was started says what to do, and those that are started in here, which
    keep it from themselves as they inherit it, finish what they are at. One that is pressed meanwhile is heard at the
    end: it is neither lost nor raised in the midst of a start.
    """
    pressed: list[int] = []
    # Any thread may be given the signal, but only the main one hears it, and only it may say how.
    is_main = current_thread() is main_thread()
    heard = signal(SIGINT, lambda number, _: pressed.append(number)) if is_main else None
    before = pthread_sigmask(SIG_BLOCK, {SIGINT})
    try:
        yield
    finally:
        pthread_sigmask(SIG_SETMASK, before)
        if is_main:
            signal(SIGINT, heard)
        if pressed:
            raise_signal(SIGINT)


class Workers:
    """One process, or several, that do pieces of work. Use as a context."""

    def __init__(self, folder: Path, count: int) -> None:
        self._folder, self._count = folder, count
        self._pool: ProcessPoolExecutor | None = None
        self._own: Worker | None = None

    def __enter__(self) -> Workers:
        if self._count > 1:
            self._pool = ProcessPoolExecutor(self._count, get_context("spawn"), _begin, (str(self._folder),))
        else:
            self._own = Worker(self._folder)
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def done(self, tasks: Iterable[Piece]) -> Iterator[Piece]:
        """Does all that is not done yet, and gives each when its result is there."""
        waiting: list[Piece] = []
        for task in tasks:
            if (self._folder / task.name).exists():
                yield task
            else:
                waiting.append(task)
        if self._pool is None:
            for task in waiting:
                assert self._own is not None
                self._own.do(task)
                yield task
            return
        yield from self._in_pool(self._pool, waiting)

    def _in_pool(self, pool: ProcessPoolExecutor, tasks: Sequence[Piece]) -> Iterator[Piece]:
        running: set[Future[Piece]] = set()
        left = iter(tasks)
        while True:
            while len(running) < self._count * 2 and (task := next(left, None)) is not None:
                with _interrupts_held():
                    running.add(pool.submit(_do, task))
            if not running:
                return
            ended, running = wait(running, return_when=FIRST_COMPLETED)
            for one in ended:
                yield one.result()


def job_in(folder: Path) -> Job | None:
    """The job of a run that was begun in a folder; None where there is none, or it cannot be read."""
    try:
        return Job.decoded((folder / JOB).read_bytes())
    except (OSError, msgspec.MsgspecError):
        return None


def result_of(folder: Path, task: Piece, kind: type[T]) -> T:
    """The result of a piece of work that was done."""
    return msgspec.json.decode((folder / task.name).read_bytes(), type=kind)


def patients_of(folder: Path, task: Piece) -> tuple[FoundPatient, ...]:
    """The Patients found in a portion."""
    return msgspec.json.decode((folder / task.name).read_bytes(), type=tuple[FoundPatient, ...])
