"""The sandbox as a process of its own, and a real Chromium that looks at it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from support.build import to_json

REQUIRED = "LABELCHECK_TEST_BROWSER"
"""The program to use. Where it is set, a browser that does not start is a failure and no reason to skip."""


def program() -> str:
    """The browser; skips the test where there is none."""
    found = os.environ.get(REQUIRED) or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip(f"there is no chromium here: install it, or name one in {REQUIRED}")
    return found


@contextmanager
def running_sandbox(*options: str) -> Iterator[str]:
    """The address of a sandbox that ends with the block."""
    command = [sys.executable, "-c", "from validator.cli import main; main()", "sandbox", "--no-open", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            said = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+/", said)
            assert found is not None, said
            yield found[0]
        finally:
            process.terminate()
            process.wait(timeout=10)


@contextmanager
def running_browser() -> Iterator[Any]:
    """A Chromium. Whatever the page asks of another address is refused."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = program()
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def looking_at(browser: Any, address: str, *, width: int = 1280, height: int = 900, **context: Any) -> Iterator[Any]:
    """A page in a context of its own; a fault in its scripts, or a look at another address, fails the test."""
    opened = browser.new_context(viewport={"width": width, "height": height}, **context)
    wrong: list[str] = []
    page = opened.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    # A question that is refused in words is an answer too, though a browser notes its status.
    page.on(
        "console", lambda said: wrong.append(said.text) if said.type == "error" and " 400 " not in said.text else None
    )
    base = address.split("#", maxsplit=1)[0]
    page.on(
        "request", lambda asked: None if asked.url.startswith((base, "data:", "blob:")) else wrong.append(asked.url)
    )
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    try:
        yield page
        assert wrong == []
    finally:
        opened.close()


def verdict(page: Any) -> str:
    """The verdict of the order that is shown first."""
    return page.locator("#answer-body .verdict").first.inner_text()


def paste(page: Any, chart: Any) -> None:
    """A chart, or a text as it is, in the place of the one that is shown."""
    page.locator('input[value="paste"]').check()
    page.locator("#document").fill(chart if isinstance(chart, str) else to_json(chart).decode())
    settled(page)


def settled(page: Any) -> None:
    """Waits until the answer that is shown is the one to what was asked last."""
    page.wait_for_timeout(250)
    page.wait_for_selector("body:not([data-asking])")
