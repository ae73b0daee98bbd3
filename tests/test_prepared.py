"""What is prepared of the shipped content is what its sources say, and never counts when they say something else."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import msgspec
import pytest

from validator import check_bundle, prepared, regex
from validator.label.load import Labels
from validator.label.prepared_labels import PreparedLabels
from validator.prepare import prepare, write
from validator.prepared import Prepared, trusted
from validator.profiles import Profiles, shipped
from validator.terminology.codebook import Codebook, codebook
from validator.terminology.prepared_sets import from_prepared
from validator.terminology.profiles import examples_root, profiles_root

ROOT = profiles_root()
EXAMPLES = sorted((examples_root() or Path()).glob("*.json"))


@pytest.fixture(scope="module")
def made() -> Prepared:
    """What is prepared of the content that ships, by way of the bytes of a file."""
    content = prepare(ROOT, [path.read_bytes() for path in EXAMPLES])
    return msgspec.msgpack.decode(msgspec.msgpack.encode(content), type=Prepared)


@pytest.fixture
def file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Another place for the prepared file, empty at first; nothing of it is remembered before and after."""
    forgotten()
    place = tmp_path / "prepared.msgpack"
    monkeypatch.setattr(prepared, "FILE", place)
    yield place
    forgotten()


def forgotten() -> None:
    prepared.prepared.cache_clear()
    regex.compiled.cache_clear()


def written(file: Path, content: Prepared, **changes: Any) -> None:
    file.write_bytes(msgspec.msgpack.encode(msgspec.structs.replace(content, **changes)))
    forgotten()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The content that ships, copied: as it lies in an installation."""
    return Path(shutil.copytree(ROOT, tmp_path / "profiles"))


def said_by(book: Codebook) -> list[dict[str, Any]]:
    """Everything the value sets hold, in their order and that of their codes."""
    sets = [{name: getattr(one, name) for name in one.__struct_fields__} for one in book.value_sets]
    return [one | {"concepts": list(one["concepts"].items())} for one in sets]


def test_the_prepared_value_sets_are_those_of_their_files(made: Prepared) -> None:
    fresh, found = codebook(ROOT), from_prepared(made.value_sets)
    assert said_by(found) == said_by(fresh)
    assert found.criteria == fresh.criteria
    assert found.domains == fresh.domains


def test_the_prepared_labels_are_those_of_their_files(made: Prepared) -> None:
    book = codebook(ROOT)
    fresh, found = Labels(ROOT / "labels", book), PreparedLabels(ROOT / "labels", book, made.labels)
    assert found.products == fresh.products
    assert found.pages == fresh.pages
    for product in fresh.products:
        assert found.revision_dates(product) == fresh.revision_dates(product)
        for day in fresh.revision_dates(product):
            assert found.revision(product, day) == fresh.revision(product, day)


def test_no_label_is_read_from_its_file_beside_the_prepared_ones(
    made: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels = PreparedLabels(ROOT / "labels", codebook(ROOT), made.labels)
    monkeypatch.setattr(Labels, "_read", lambda *_: pytest.fail("a label was read from its file"))
    for product in labels.products:
        assert labels.newest(product) is not None


def test_every_prepared_pattern_is_what_the_engine_makes_of_it(made: Prepared, file: Path) -> None:
    written(file, made)
    assert len(made.patterns) > 300
    for key, raw in made.patterns.items():
        flags, _, pattern = key.partition(":")
        ready, compiled = regex._ready(pattern, int(flags)), re.compile(pattern, int(flags))
        # Two patterns are equal where their flags and the code of the engine are: all but how a match begins.
        program = msgspec.msgpack.decode(raw, type=regex.Program)
        assert regex._made(pattern, msgspec.structs.replace(program, begins=())) == compiled
        assert ready is not None
        assert (ready.groups, dict(ready.groupindex)) == (compiled.groups, dict(compiled.groupindex))
        assert (ready == compiled) == (program.begins == ())


def test_a_python_that_compiles_in_another_way_prepares_no_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    assert regex.program_of(r"(?P<low>\d+) mg", 0) is not None
    monkeypatch.setattr("re._compiler._code", lambda *_: [1])
    assert regex.program_of(r"(?P<low>\d+) mg", 0) is None
    monkeypatch.delattr("re._compiler._code")
    assert regex.program_of(r"(?P<low>\d+) mg", 0) is None


def test_patterns_of_another_python_are_compiled_anew(made: Prepared, file: Path) -> None:
    key = next(iter(made.patterns))
    flags, _, pattern = key.partition(":")
    written(file, made, python="cpython-27")
    assert regex._ready(pattern, int(flags)) is None
    assert regex.compiled(pattern, int(flags)) == re.compile(pattern, int(flags))


def test_a_program_that_the_engine_does_not_take_is_compiled_anew(made: Prepared, file: Path) -> None:
    broken = msgspec.Raw(msgspec.msgpack.encode(regex.Program(32, (9999, 1), 0, {})))
    written(file, made, patterns={regex.key_of("mg", 0): broken})
    assert regex.compiled("mg", 0) == re.compile("mg")


@pytest.mark.parametrize("path", EXAMPLES[:3], ids=lambda path: path.stem)
def test_an_order_is_answered_alike_from_either(made: Prepared, file: Path, path: Path) -> None:
    fresh = check_bundle(path.read_bytes(), profiles=Profiles(ROOT)).to_dict()
    written(file, made)
    assert check_bundle(path.read_bytes(), profiles=Profiles(ROOT, made)).to_dict() == fresh


def test_what_lies_as_it_was_prepared_is_trusted(made: Prepared, file: Path, folder: Path) -> None:
    written(file, made)
    assert trusted(folder) is not None


@pytest.mark.parametrize(
    ("name", "change"),
    [
        pytest.param("labels/cabometyx/2025-03-26.toml", ("kg = 40 }", "kg = 45 }"), id="one figure of a label"),
        pytest.param("labels/pages.toml", ("title", "titel"), id="two letters of a page"),
        pytest.param("valuesets/measurements/body-weight.json", ("29463-7", "29463-8"), id="one digit of a code"),
        pytest.param("codesystems/criterion.json", ('"code"', '"Code"'), id="one letter of the criteria"),
    ],
)
def test_a_change_that_leaves_a_file_as_long_as_it_was_is_noticed(
    made: Prepared, file: Path, folder: Path, name: str, change: tuple[str, str]
) -> None:
    written(file, made)
    path, (before, after) = folder / name, change
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    assert trusted(folder) is None


def test_a_file_that_nobody_reads_changes_nothing(made: Prepared, file: Path, folder: Path) -> None:
    written(file, made)
    (folder / "labels" / "CLARIFICATIONS.md").write_text("otherwise", encoding="utf-8")
    (folder / "labels" / "cometriq" / ".2012-11-29.toml.swp").write_text("", encoding="utf-8")
    assert trusted(folder) is not None


def test_a_file_more_or_less_or_by_another_name_is_noticed(made: Prepared, file: Path, folder: Path) -> None:
    written(file, made)
    label = folder / "labels" / "cometriq" / "2012-11-29.toml"
    label.rename(label.with_name("2012-11-28.toml"))
    assert trusted(folder) is None
    label.with_name("2012-11-28.toml").unlink()
    assert trusted(folder) is None
    (folder / "labels" / "cometriq" / "2027-01-01.toml").write_text("", encoding="utf-8")
    assert trusted(folder) is None


def test_a_change_of_the_modules_that_read_the_content_is_noticed(
    made: Prepared, file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(file, made)
    package = shutil.copytree(prepared.PACKAGE, folder.parent / "validator", ignore=shutil.ignore_patterns("*.msgpack"))
    monkeypatch.setattr(prepared, "PACKAGE", package)
    assert trusted(folder) is not None
    with (package / "terminology" / "coding.py").open("a", encoding="utf-8") as module:
        module.write("\n")
    assert trusted(folder) is None


@pytest.mark.parametrize("content", [None, b"", b"\x00", b"not a prepared file", b"\x96\xa1\xff", b"\x91" * 9999])
def test_without_a_file_that_can_be_read_the_sources_are(file: Path, folder: Path, content: bytes | None) -> None:
    if content is not None:
        file.write_bytes(content)
    assert trusted(folder) is None
    assert Profiles(folder, trusted(folder)).labels.newest("cabometyx") is not None


def test_a_file_of_another_version_is_not_trusted(made: Prepared, file: Path, folder: Path) -> None:
    written(file, made, version="0.0.0")
    assert trusted(folder) is None


def test_parts_that_hold_something_else_are_read_from_their_sources(made: Prepared, folder: Path) -> None:
    nothing = msgspec.Raw(msgspec.msgpack.encode("nothing"))
    broken = Profiles(folder, msgspec.structs.replace(made, value_sets=nothing, labels=nothing))
    assert said_by(broken.book) == said_by(codebook(ROOT))
    assert broken.labels.newest("cometriq") == Profiles(ROOT).labels.newest("cometriq")


def test_the_folder_of_a_site_is_read_from_its_sources_even_where_it_is_that_which_ships(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = shipped().labels.newest("cabometyx")
    monkeypatch.setattr(prepared, "prepared", lambda: pytest.fail("the prepared file was asked for"))
    assert Profiles(ROOT).labels.newest("cabometyx") == expected


def test_a_folder_that_lacks_a_part_is_not_trusted(made: Prepared, file: Path, folder: Path) -> None:
    written(file, made)
    shutil.rmtree(folder / "codesystems")
    assert trusted(folder) is None


def test_a_mistake_in_a_label_is_told_and_nothing_is_written(file: Path, folder: Path) -> None:
    path = folder / "labels" / "cabometyx" / "2025-03-26.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("kg = 40 }", "kg = 45 }"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"^cabometyx/2025-03-26\.toml: .*compares weight-at-least.kg with 45"):
        prepare(folder, ())
    assert not file.exists()


def test_what_is_written_is_trusted_and_leaves_nothing_else_behind(file: Path) -> None:
    write(file)
    forgotten()
    assert trusted(ROOT) is not None
    assert sorted(file.parent.iterdir()) == [file]


@pytest.mark.slow
def test_a_wheel_made_of_an_sdist_and_an_editable_checkout_have_the_prepared_file(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="hatchling comes with the extra dev")
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT.parent / name, checkout)
    without = shutil.ignore_patterns("__pycache__", "*.msgpack")
    for name in ("validator", "profiles", "examples"):
        shutil.copytree(ROOT.parent / name, checkout / name, ignore=without)
    built = tmp_path / "built"
    built.mkdir()
    run(checkout, f"from hatchling.build import build_sdist; build_sdist({str(built)!r})")
    shutil.unpack_archive(next(built.glob("*.tar.gz")), tmp_path / "unpacked")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    run(unpacked, f"from hatchling.build import build_wheel; build_wheel({str(built)!r})")
    assert not (unpacked / "validator" / "prepared.msgpack").exists()
    with ZipFile(next(built.glob("*.whl"))) as archive:
        archive.extractall(tmp_path / "installed")
    assert labels_of(tmp_path / "installed") == ["_profiles", "PreparedLabels"]
    assert labels_of(checkout) == ["profiles", "Labels"]
    # All that an editable build does here; the rest of it needs a package more.
    run(
        checkout,
        "import os; from hatch_build import PreparedFile as Hook; "
        "Hook(os.getcwd(), {}, None, None, '', 'wheel').initialize('editable', {})",
    )
    assert labels_of(checkout) == ["profiles", "PreparedLabels"]


def run(folder: Path, script: str) -> str:
    """What a script prints in a folder, beside the modules that lie there."""
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def labels_of(installed: Path) -> list[str]:
    """Where the package that lies in a folder has its profiles, and how it reads its labels."""
    script = "from validator.profiles import shipped; print(shipped().root.name, type(shipped().labels).__name__)"
    return run(installed, script).split()
