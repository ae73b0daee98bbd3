"""Bytes to plain Python: exact numbers, no silent choice between two values of one key, a place for every complaint.

JSON text (RFC 8259) is read strictly first. What is refused is looked at a second time, so that one duplicate key or
one NaN costs the resource it stands in and not the whole chart; text that is not JSON at all is refused with its place.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import jiter

from validator.fhir.expression import Path
from validator.fhir.limits import DEFAULT, Limits
from validator.fhir.no_json import other_kind_words, parser_words
from validator.finding import Issue, IssueType, finding_code
from validator.frozen import Frozen
from validator.regex import regex
from validator.verdict import Severity

ResourceJson = dict[str, Any]
"""A resource as plain JSON, before anything in it is judged."""

UNREADABLE_JSON = finding_code(
    "unreadable-json",
    "Not readable as JSON",
    """A document could not be read as JSON, so nothing in it was checked. The message gives line and column, or what
    was found instead. Send FHIR JSON in UTF-8; XML and Turtle are not read.""",
    issue=IssueType.STRUCTURE,
)
DUPLICATE_KEY = finding_code(
    "duplicate-key",
    "Key written twice",
    """One JSON object holds the same key twice. Programs differ in which of the two they believe, so neither value is
    used and the resource that holds the object is not relied on. Send each element once; several values belong in a
    list.""",
    issue=IssueType.STRUCTURE,
)
NOT_A_JSON_VALUE = finding_code(
    "not-a-json-value",
    "Value that JSON does not have",
    """A value is NaN, an infinity, text cut in the middle of a character, or an object of a programming language. It is
    left out and the resource that holds it is not relied on. Leave an unknown value out, or use a data-absent-reason
    extension.""",
    issue=IssueType.STRUCTURE,
)
TRAILING_BYTES = finding_code(
    "trailing-bytes",
    "Bytes after the JSON value",
    """The document goes on after its JSON value has ended. The value was read, the rest was not: if the rest was meant
    to be read too, send it as a document of its own, or all resources in one Bundle.""",
    issue=IssueType.STRUCTURE,
)
ENCODING = finding_code(
    "encoding",
    "Not plain UTF-8",
    """The document starts with a byte order mark or is UTF-16 or UTF-32. It was decoded and read; FHIR JSON is UTF-8
    without a byte order mark, and other readers may refuse it.""",
    issue=IssueType.STRUCTURE,
)
LIMIT_EXCEEDED = finding_code(
    "limit-exceeded",
    "Larger than what is read",
    """A document is larger, more deeply nested or holds more resources than the limits allow. Nothing beyond the limit
    was read. Send the patient's own chart only, or raise the limit.""",
    issue=IssueType.NOT_SUPPORTED,
)

_LINES = "One resource on each line is NDJSON, as exports have it: labelcheck bulk reads that."
_PLACE = regex(r" at line (\d+) column (\d+)$")


class UnreadableError(Exception):
    """Nothing of a document could be read; `issue` says where and why, without a word of its content."""

    def __init__(self, message: str, *, code: str = UNREADABLE_JSON, detail: str = "") -> None:
        super().__init__(message)
        self.issue = Issue(code, Severity.FATAL, message, detail=detail)


class Spoiled(Frozen):
    """An object, at `path` in its document, that nobody may rely on; `code` says why. Open values were left out."""

    path: Path
    code: str


class JsonDocument(Frozen):
    """One JSON value: dict, list, str, int, Decimal, bool or None all the way down, never a float.

    `spoiled` names the objects nobody may rely on. `may_modify` False promises that no modifierExtension and no
    implicitRules stand anywhere in it.
    """

    value: object
    issues: tuple[Issue, ...] = ()
    spoiled: tuple[Spoiled, ...] = ()
    may_modify: bool = True


def read_json(data: bytes | str, *, limits: Limits = DEFAULT) -> JsonDocument:
    """The JSON value of a text, with exact numbers. Raises UnreadableError when there is none.

    A byte order mark, UTF-16 and UTF-32 are decoded with an issue. Bytes after the value are left with an issue: an
    error where another value follows, else a warning. A duplicate key or a NaN spoils the object it stands in.
    """
    issues: list[Issue] = []
    text = _utf8(data, limits, issues)
    may_modify = b"odifierExtension" in text or b"mplicitRules" in text or b"\\u00" in text
    try:
        value = jiter.from_json(text, float_mode="decimal", catch_duplicate_keys=True, allow_inf_nan=False)
    except ValueError:
        value, spoiled = _second_look(text, issues)
    else:
        spoiled = ()
    if limits.max_depth < DEFAULT.max_depth and deeper_than(value, limits.max_depth):
        raise too_deep(limits)
    return JsonDocument(value, tuple(issues), spoiled, may_modify)


def too_deep(limits: Limits) -> UnreadableError:
    """The refusal of a document nested beyond the limit."""
    return UnreadableError(
        f"Nested more than {min(limits.max_depth, DEFAULT.max_depth)} levels deep, so it was not read.",
        code=LIMIT_EXCEEDED,
    )


def too_spoiled() -> UnreadableError:
    """The refusal of a document in which too many objects are spoiled."""
    return UnreadableError(f"More than {DEFAULT.max_issues} objects in it are not JSON, so it was not read.")


def deeper_than(value: object, depth: int) -> bool:
    """Whether objects and lists are nested more than `depth` levels."""
    level = [value]
    while level := [one for one in level if isinstance(one, dict | list)]:
        if depth == 0:
            return True
        level = [child for one in level for child in (one.values() if isinstance(one, dict) else one)]
        depth -= 1
    return False


def _utf8(data: bytes | str, limits: Limits, issues: list[Issue]) -> bytes:
    """The text in UTF-8 without a byte order mark."""
    if len(data) > limits.max_bytes:
        raise UnreadableError(
            f"Larger than {limits.max_bytes // 1_000_000} MB, so it was not read.",
            code=LIMIT_EXCEEDED,
            detail=f"{len(data)} bytes, {limits.max_bytes} are allowed.",
        )
    if isinstance(data, str):
        try:
            text = data.removeprefix("\ufeff").encode()
        except UnicodeEncodeError as error:
            raise UnreadableError("The text holds half of a surrogate pair, so it is not Unicode text.") from error
    else:
        encoding = json.detect_encoding(data)
        if encoding == "utf-8":
            text = bytes(data)
        else:
            try:
                text = data.decode(encoding).encode()
            except UnicodeError as error:
                raise UnreadableError(f"Looks like {encoding.upper()} but cannot be decoded as that.") from error
            issues.append(_encoding_issue(encoding))
    if not text.strip(b" \t\r\n"):
        raise UnreadableError("The document is empty.")
    if other_kind := other_kind_words(text):
        raise UnreadableError(other_kind)
    return text


def _encoding_issue(encoding: str) -> Issue:
    if encoding == "utf-8-sig":
        return Issue(ENCODING, Severity.INFORMATION, "Starts with a byte order mark; FHIR JSON has none. It was read.")
    return Issue(
        ENCODING, Severity.WARNING, f"Written in {encoding.upper()}; FHIR JSON is UTF-8. It was decoded and read."
    )


def _second_look(text: bytes, issues: list[Issue]) -> tuple[object, tuple[Spoiled, ...]]:
    """What can still be read of a text that strict reading refused, and which objects of it are spoiled."""
    try:
        jiter.from_json(text, float_mode="decimal", catch_duplicate_keys=False, allow_inf_nan=True)
    except ValueError as error:
        problem, line, column = _placed(error)
        if not problem.startswith("trailing characters"):
            raise _refusal(problem, line, column) from None
        end = _offset(text, line, column)
        # A NUL or a stray bracket is litter; a further value, whatever parts it from this one, may be an order that
        # nobody looked at.
        another = text[end : end + 1] == b"[" or b"{" in text[end:]
        issues.append(
            Issue(
                TRAILING_BYTES,
                Severity.ERROR if another else Severity.WARNING,
                f"Line {line}, column {column}: "
                + (
                    "a second JSON value follows; only the first was read."
                    if another
                    else "bytes after the JSON value."
                ),
                detail=_LINES if another and column == 1 else "",
            )
        )
        text = text[:end]
    spoiled: list[Spoiled] = []
    tree = json.loads(text, object_pairs_hook=_object, parse_float=Decimal, parse_constant=lambda _: _OPEN)
    value = _swept(tree, (), spoiled)
    if len(spoiled) > DEFAULT.max_issues:
        raise too_spoiled()
    return value, tuple(spoiled)


class _Open:
    """Stands for a value that is left out because JSON has no such value."""


_OPEN = _Open()


class _Ambiguous(dict[str, Any]):
    """An object that held a key twice; neither value is kept."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    seen: set[str] = set()
    twice = {key for key, _ in pairs if key in seen or seen.add(key)}  # type: ignore[func-returns-value]
    return _Ambiguous((key, value) for key, value in pairs if key not in twice)


def _swept(value: Any, path: Path, spoiled: list[Spoiled]) -> Any:
    """The tree without its markers; every object or list that held one is named in `spoiled`.

    In a list an open value becomes null, so that the places of the others stay true.
    """
    if isinstance(value, dict):
        if isinstance(value, _Ambiguous):
            spoiled.append(Spoiled(path, DUPLICATE_KEY))
        if any(child is _OPEN for child in value.values()):
            spoiled.append(Spoiled(path, NOT_A_JSON_VALUE))
        return {key: _swept(child, (*path, key), spoiled) for key, child in value.items() if child is not _OPEN}
    if isinstance(value, list):
        if any(child is _OPEN for child in value):
            spoiled.append(Spoiled(path, NOT_A_JSON_VALUE))
        return [None if child is _OPEN else _swept(child, (*path, index), spoiled) for index, child in enumerate(value)]
    return None if value is _OPEN else value


def _placed(error: ValueError) -> tuple[str, int, int]:
    """The parser's complaint, line and column (both from 1, the column in bytes)."""
    text = str(error)
    place = _PLACE.search(text)
    if place is None:
        return text, 1, 1
    return text[: place.start()], int(place[1]), int(place[2])


def _offset(text: bytes, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.index(b"\n", start) + 1
    return start + column - 1


def _refusal(problem: str, line: int, column: int) -> UnreadableError:
    if problem.startswith("recursion limit"):
        return too_deep(DEFAULT)
    words = parser_words(problem)
    return UnreadableError(f"Line {line}, column {column}: {words}" + ("" if words.endswith("?") else "."))
