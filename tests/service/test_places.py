"""The threads in which checks are made: bounded, and none of them is lost to a check that never ends."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time

import pytest
from support.running_service import ROOT

from validator.service.places import Places


def test_no_more_work_runs_at_once_than_there_are_places():
    most, at_work, lock = 0, 0, threading.Lock()

    def work():
        nonlocal most, at_work
        with lock:
            at_work += 1
            most = max(most, at_work)
        time.sleep(0.02)
        with lock:
            at_work -= 1
        return "done"

    async def run():
        places = Places("test", 2, spare=2)
        return await asyncio.gather(*(places.run(work, 5) for _ in range(8)))

    assert asyncio.run(run()) == ["done"] * 8
    assert most == 2


def test_what_goes_wrong_is_raised_where_the_result_is_awaited():
    def broken():
        raise KeyError("x")

    async def run():
        await Places("test", 1, spare=1).run(broken, 5)

    with pytest.raises(KeyError):
        asyncio.run(run())


def test_work_that_ran_over_its_time_gives_its_place_to_another():
    ends = threading.Event()

    async def run():
        places = Places("test", 2, spare=3)
        for _ in range(2):
            with pytest.raises(TimeoutError):
                await places.run(lambda: ends.wait(30), 0.05)
        assert not places.is_stuck
        assert await places.run(lambda: "next", 2) == "next"
        ends.set()
        for _ in range(100):
            if places._overdue == 0:
                break
            await asyncio.sleep(0.02)
        assert places._overdue == 0
        return await places.run(lambda: "after", 2)

    assert asyncio.run(run()) == "after"


def test_too_much_work_over_its_time_is_told_and_passes():
    ends = threading.Event()

    async def run():
        places = Places("test", 1, spare=2)
        for _ in range(2):
            with pytest.raises(TimeoutError):
                await places.run(lambda: ends.wait(30), 0.05)
        assert places.is_stuck
        with pytest.raises(TimeoutError):
            await places.run(lambda: "never begun", 0.1)
        ends.set()
        await asyncio.sleep(0.2)
        assert not places.is_stuck
        return await places.run(lambda: "again", 2)

    assert asyncio.run(run()) == "again"


def test_work_that_never_ends_does_not_keep_the_process():
    program = """
import asyncio, threading
from validator.service.places import Places
async def run():
    places = Places("test", 1, spare=2)
    try:
        await places.run(threading.Event().wait, 0.05)
    except TimeoutError:
        places.stop(0.1)
asyncio.run(run())
"""
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, timeout=20, check=False)
    assert ended.returncode == 0
