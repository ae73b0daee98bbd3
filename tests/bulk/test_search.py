"""What is looked for in a block is what a slow look at each line finds, whatever the bytes and wherever blocks end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.shipped import SHIPPED

from validator.bulk.block import Portion, blocks, portions_of
from validator.bulk.export import export_of
from validator.bulk.pattern import BytePattern, drug_patterns, whole_patterns
from validator.bulk.reading import PortionReading
from validator.bulk.search import ANYTHING, ORDERING_TYPES, Search, lines_in, search_for

NAMES = ["p1", "p12", "A 1/2", "Zoë", "x|y"]
PATTERNS = (*drug_patterns(SHIPPED.book), *whole_patterns(NAMES))
PIECES = [
    *(one.text for one in PATTERNS), *(one.text.upper() for one in PATTERNS), *(one.text[:-1] for one in PATTERNS),
    *(one.text[1:] for one in PATTERNS), *(b'"' + one.text + b'"' for one in PATTERNS), b"Cabozantinib", b"CaBoMeTyX",
    b"cab\\u006fzantinib", b"\\u0041", b"\\u003c", b"\\u003C", b"\\u0039", b"\\u00e9", b"\\u002f", b"\\u005B", b"\\u00",
    b"\\", b'"Patient"', b'"Patient', b'"Medication"', b"/p1", b"Patient/p12/_history/3", b":p1?", b"=A 1/2&", b"#x|y|",
    b"{", b"}", b"[", b"]", b'"', b"/", b" ", b"\t", b"\r", b"\x00", b"\xff", b"}{", b"{}", b"null", "Zoë".encode(),
]  # fmt: skip
LINES = st.lists(
    st.one_of(
        st.lists(st.sampled_from(PIECES), max_size=6).map(b"".join),
        st.lists(st.sampled_from(PIECES), max_size=6).map(lambda some: b"{" + b"".join(some) + b"}"),
        st.binary(max_size=12).map(lambda some: some.replace(b"\n", b"")),
    ),
    max_size=30,
)
ESCAPED = re.compile(rb"\\u00(?:3[0-9]|[4-7][0-9A-Fa-f])")


def is_found(line: bytes, *, with_broken: bool) -> bool:
    """The slow look at one line."""
    if any(one.text.lower() in line.lower() if one.is_name else stands(one, line) for one in PATTERNS):
        return True
    inner = line.strip()
    is_broken = bool(inner) and not (inner[:1] == b"{" and inner[-1:] == b"}")
    return bool(ESCAPED.search(line)) or (with_broken and is_broken)


def stands(pattern: BytePattern, line: bytes) -> bool:
    return bool(re.search(rb'(?<=["/:|=#])' + re.escape(pattern.text) + rb'(?=["/|?#\\&]|\Z)', line))


@pytest.fixture(scope="module", params=["hyperscan", "plain"])
def searches(request: pytest.FixtureRequest) -> dict[bool, Search]:
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "plain":
            patch.setitem(__import__("sys").modules, "hyperscan", None)
        else:
            pytest.importorskip("hyperscan")
        return {broken: search_for(PATTERNS, types=ORDERING_TYPES, with_broken=broken) for broken in (False, True)}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lines") / "all.ndjson"


@given(lines=LINES, end=st.sampled_from([b"", b"\n"]), sizes=st.tuples(st.integers(1, 200), st.integers(1, 300)))
@pytest.mark.parametrize("broken", [False, True])
def test_the_lines_found_are_those_that_a_slow_look_finds(
    lines: list[bytes], end: bytes, sizes: tuple[int, int], searches: dict[bool, Search], path: Path, *, broken: bool
) -> None:
    data = b"\n".join(lines) + (end if lines else b"")
    path.write_bytes(data)
    if data[:3] == b"\xef\xbb\xbf":
        return
    whole = [*data.split(b"\n")][: len(lines)]
    wanted, at = [], 0
    for line in whole:
        if is_found(line, with_broken=broken):
            wanted.append((at, line))
        at += len(line) + 1
    found: list[tuple[int, bytes]] = []
    for portion in portions_of(export_of([path]).files, sizes[0]):
        for block in blocks(portion, sizes[1]):
            found += ((block.offset + start, block.data[start:end]) for start, end in lines_in(block, searches[broken]))
    assert found == wanted


@given(lines=LINES, part=st.integers(1, 500))
def test_every_line_is_counted_once_and_has_its_number(
    lines: list[bytes], part: int, searches: dict[bool, Search], path: Path
) -> None:
    data = b"".join(line + b"\n" for line in lines)
    path.write_bytes(data)
    counted = 0
    for portion in portions_of(export_of([path]).files, part):
        reading = PortionReading(portion, searches[False].fresh())
        for hit in reading.hits():
            assert data[: hit.offset].count(b"\n") == counted + hit.line
        counted += reading.lines
    assert counted == len(lines)


def test_the_types_of_a_file_are_told_of_that_file_alone(searches: dict[bool, Search], path: Path) -> None:
    def told(data: bytes) -> set[str]:
        path.write_bytes(data)
        search = searches[False].fresh()
        (file,) = export_of([path]).files
        for block in blocks(Portion(0, file, 0)):
            list(lines_in(block, search))
        return search.types

    assert told(b'{"resourceType" : "Patient"}\n{"resourceType":"Medication"}\n') == {"Patient", "Medication"}
    assert told(b'{"resourceType":"Observation","text":{"div":"\\u003cdiv\\u003e"}}\n') == set()
    assert told(b'{"resourceType":"P\\u0061tient"}\n') == {ANYTHING}
