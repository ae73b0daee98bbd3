"""The finding codes that label data declare: what a precaution's code is called, and the page that explains it.

`labels/pages.toml` holds those that several products share, `labels/<product>/pages.toml` a product's own: one table
for each code, with its `title`, its `page`, and where something can be done about it what (`to_do`, an imperative
without a full stop). A code has one page in a folder, and none of the program's codes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from validator.finding import FINDING_CODES, FindingCode, IssueType
from validator.frozen import Frozen
from validator.regex import regex

PAGES = "pages.toml"
"""The name of the files."""

_CODE = regex(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEYS = ("title", "page")
_TO_DO = "to_do"
_LONGEST_TITLE = 80


class Pages(Frozen):
    """The codes of one folder of labels, and every mistake in how they are told, each with file and path."""

    codes: Mapping[str, FindingCode]
    mistakes: tuple[str, ...] = ()


def pages_of(folder: Path) -> Pages:
    """Reads the pages beside and in the folders of the products; a folder without any declares no code."""
    codes: dict[str, FindingCode] = {}
    places: dict[str, str] = {}
    mistakes: list[str] = []
    for path in (folder / PAGES, *sorted(folder.glob(f"*/{PAGES}"))):
        if not path.is_file():
            continue
        place = path.relative_to(folder).as_posix()
        try:
            read = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            mistakes.append(f"{place}: {reason}")
            continue
        for code, told in read.items():
            wrong = [*_wrong(code, told)]
            if code in places:
                wrong.append(f"its page stands in {places[code]} too; a code has one")
            mistakes += (f"{place}.{code}: {one}" for one in wrong)
            places.setdefault(code, place)
            if not wrong:
                page = " ".join(told["page"].split())
                codes[code] = FindingCode(code, told["title"], IssueType.BUSINESS_RULE, page, told.get(_TO_DO, ""))
    return Pages(MappingProxyType(codes), tuple(mistakes))


def as_concept(code: FindingCode) -> dict[str, Any]:
    """The code as the published CodeSystem holds it: its page as definition, and its issue type."""
    return {
        "code": code.code,
        "display": code.display,
        "definition": code.page,
        "property": [{"code": "issue-type", "valueCode": code.issue_type.value}],
    }


def _wrong(code: str, told: Any) -> Iterator[str]:
    if not _CODE.fullmatch(code):
        yield "a code is of small letters, digits and single hyphens"
    if code in FINDING_CODES:
        yield "a code of the program, which has its page there"
    if not isinstance(told, dict):
        yield "expected a table with title and page"
        return
    for key in sorted(told.keys() - {*_KEYS, _TO_DO}):
        yield f"{key} is not known; a code has a title and a page, and perhaps a to_do"
    for key in _KEYS:
        if not isinstance(told.get(key), str) or not told[key].strip():
            yield f"has no {key}"
    to_do = told.get(_TO_DO, "nothing")
    if not isinstance(to_do, str) or not to_do.strip() or to_do.endswith("."):
        yield "to_do is an imperative, without a full stop"
    title = told.get("title")
    if isinstance(title, str) and (len(title) > _LONGEST_TITLE or title.endswith(".")):
        yield f"a title has at most {_LONGEST_TITLE} characters and no full stop"
