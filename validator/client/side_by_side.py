"""Independent requests at the same time, on a bounded pool, under one deadline."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from validator.client.patience import Deadline

T = TypeVar("T")


def side_by_side(pool: ThreadPoolExecutor, deadline: Deadline, tasks: Iterable[Callable[[], T]]) -> list[T]:
    """The results in the order of the tasks. Tasks answer with what went wrong; none may wait for another."""

    def within(task: Callable[[], T]) -> T:
        with deadline.watched():
            return task()

    return [future.result() for future in [pool.submit(within, task) for task in tasks]]
