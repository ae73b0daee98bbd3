"""Where checks are made: a few threads, and no check that ran over its time keeps a place for ever.

Source: none; the numbers are project choices.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TypeVar

from validator.service.envelope import Fault

T = TypeVar("T")

Task = tuple["Future[object]", Callable[[], object]]


class Places:
    """Room for `places` pieces of work at the same time. Use it from one event loop.

    A thread cannot be ended from outside. Work that ran over its time goes on in its thread, which counts no longer:
    another thread takes its place, up to `spare` of them. The threads never keep the process from ending.
    """

    def __init__(self, name: str, places: int, *, spare: int) -> None:
        self._name = name
        self._free = asyncio.Semaphore(places)
        self._spare = spare
        self._tasks: SimpleQueue[Task | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._working = 0
        self._overdue = 0

    @property
    def is_stuck(self) -> bool:
        """Whether so much work ran over its time and goes on that there is no other thread left."""
        return self._overdue >= self._spare

    async def run(self, work: Callable[[], T], seconds: float) -> T:
        """The result of the work, made in a thread. Raises TimeoutError when it is not there after `seconds`."""
        async with asyncio.timeout(seconds), self._free:
            future = self._started(work)
            try:
                return await asyncio.wrap_future(future)
            except asyncio.CancelledError:
                self._leave(future)
                raise

    def stop(self, seconds: float) -> None:
        """Ends the threads; those that are at work are waited for, but no longer than `seconds`."""
        ends = time.monotonic() + seconds
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join(max(0.0, ends - time.monotonic()))

    def _started(self, work: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()

        def ended(_: Future[T]) -> None:
            with self._lock:
                self._working -= 1

        with self._lock:
            self._working += 1
            if self._working > len(self._threads) and not self.is_stuck:
                thread = threading.Thread(target=self._work, name=f"{self._name}-{len(self._threads)}", daemon=True)
                self._threads.append(thread)
                thread.start()
        future.add_done_callback(ended)
        self._tasks.put((future, work))  # type: ignore[arg-type]
        return future

    def _leave(self, future: Future[T]) -> None:
        """Leaves work alone whose time is up; where it was not begun it never is."""
        if future.cancel():
            return

        def ended(_: Future[T]) -> None:
            with self._lock:
                self._overdue -= 1

        with self._lock:
            self._overdue += 1
        future.add_done_callback(ended)

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            future, work = task
            if not future.set_running_or_notify_cancel():
                continue
            fault, result = Fault(), None
            with fault:
                result = work()
            if fault.error is not None:
                future.set_exception(fault.error)
            else:
                future.set_result(result)
            del task, future, work, fault, result
