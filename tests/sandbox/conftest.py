"""One sandbox for all tests of the page, and one browser for those of a module.

The browser's driver keeps an event loop running in the thread of the tests, in which no other test could start one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support.browser import running_browser, running_sandbox


@pytest.fixture(scope="session")
def sandbox() -> Iterator[str]:
    with running_sandbox() as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with running_browser() as started:
        yield started
