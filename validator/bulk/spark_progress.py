"""How a run on Spark goes on, for whoever waits: a line when a pass begins and ends, and now and then between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Event, Thread
from time import monotonic

from validator.bulk.counts import counted
from validator.bulk.spark_schema import SparkSession

PassWatcher = Callable[[str], AbstractContextManager[None]]
"""Gives, for what people call a pass, what is around it."""
_A_LINE_EVERY = 15.0
"""Seconds between two lines about one pass."""


def silent(_name: str) -> AbstractContextManager[None]:
    """Says nothing about a pass."""
    return nullcontext()


class SparkProgress:
    """Says how each pass goes on; `every` is how many seconds lie between two lines about one."""

    def __init__(self, spark: SparkSession, say: Callable[[str], None], every: float = _A_LINE_EVERY) -> None:
        self._spark, self._say, self._every = spark, say, every

    @contextmanager
    def told(self, name: str) -> Iterator[None]:
        """What is around a pass. One that fails is not said to be done."""
        self._say(f"{name} ...")
        began, ended = monotonic(), Event()
        watching = Thread(target=self._watch, args=(name, began, ended), daemon=True)
        watching.start()
        try:
            yield
        finally:
            ended.set()
            watching.join()
        self._say(f"{name}: done, {monotonic() - began:.1f} s")

    def _watch(self, name: str, began: float, ended: Event) -> None:
        while not ended.wait(self._every):
            self._say(f"{name}: {self._tasks()}, {monotonic() - began:.0f} s")

    def _tasks(self) -> str:
        from py4j.protocol import Py4JError

        tracker = self._spark.sparkContext.statusTracker()
        try:
            stages = [tracker.getStageInfo(number) for number in tracker.getActiveStageIds()]
        except (Py4JError, OSError):
            return "Spark does not say how far it is"
        done = sum(one.numCompletedTasks for one in stages if one is not None)
        return f"{done} of {counted(sum(one.numTasks for one in stages if one is not None), 'task')} of Spark done"
