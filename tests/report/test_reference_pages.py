"""The pages of docs/reference are what the program says today, and what `labelcheck explain` prints."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.shipped import SHIPPED

from validator.cli import main
from validator.finding import FINDING_CODES
from validator.report.explain import every_page
from validator.report.reference import path_of, reference, write

FOLDER = Path(__file__).parent.parent.parent / "docs" / "reference"


@pytest.fixture(scope="module", autouse=True)
def _published_codes_only() -> Iterator[None]:
    """Takes the codes that other tests register for themselves out of the way: no page tells of them."""
    published = {concept["code"] for concept in SHIPPED.definitions["CodeSystem/finding"]["concept"]}
    made = {code: FINDING_CODES.pop(code) for code in FINDING_CODES.keys() - published}
    yield
    FINDING_CODES.update(made)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return reference(SHIPPED)


def on_file(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.md")}


def test_the_pages_are_those_of_today(pages: dict[str, str], request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        write(FOLDER, pages)
    found = on_file(FOLDER)
    stale = [name for name in pages.keys() | found.keys() if pages.get(name) != found.get(name)]
    assert sorted(stale) == [], "make reference writes them anew"


def test_every_word_of_each_kind_has_a_page_of_its_own(pages: dict[str, str]) -> None:
    every = list(every_page(SHIPPED))
    assert len({path_of(page) for page in every}) == len(every) == len(pages) - 1
    assert "labels/cabometyx-2025-03-26.md" in pages
    assert all(f"]({path_of(page)})" in pages["README.md"] for page in every)


@pytest.mark.parametrize("word", ["dose-above-label", "weight-at-least", "body-weight", "cabometyx/2025-03-26"])
def test_the_command_prints_the_same_text(pages: dict[str, str], word: str) -> None:
    (page,) = [one for one in every_page(SHIPPED) if one.word == word]
    printed = CliRunner().invoke(main, ["explain", word]).stdout
    written = unescape(pages[path_of(page)]).removeprefix("# ").replace("```text\n", "").replace("```\n", "")
    assert printed.split() == written.split()


def test_a_page_that_has_gone_is_removed(tmp_path: Path) -> None:
    write(tmp_path, {"findings/old.md": "old", "README.md": "index"})
    write(tmp_path, {"README.md": "new"})
    assert on_file(tmp_path) == {"README.md": "new"}
