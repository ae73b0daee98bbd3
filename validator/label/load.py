"""Label revisions from `profiles/labels/<product>/<effective-date>.toml`, strictly.

A mistake in a file stops its load with the file and the path of the mistake; nothing is skipped.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from validator.finding import LONGEST_MESSAGE
from validator.label.mistakes import mistakes_of
from validator.label.model import Label
from validator.terminology.codebook import codebook
from validator.terminology.profiles import profiles_root
from validator.terminology.valueset import ValueSetError, load_value_set

_FILE_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.toml")


class LabelError(ValueError):
    """A label file cannot be used; each of its `mistakes` starts with the file and the path of it."""

    def __init__(self, *mistakes: str) -> None:
        super().__init__("; ".join(mistakes))
        self.mistakes = mistakes


@cache
def products(root: Path | None = None) -> tuple[str, ...]:
    """The folder names of all products, in alphabetical order."""
    folder = (root or profiles_root()) / "labels"
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir()))


@cache
def revision_dates(product: str, root: Path | None = None) -> tuple[date, ...]:
    """The days on which the product's revisions came into force, oldest first."""
    folder = (root or profiles_root()) / "labels" / product
    found = []
    for path in folder.glob("*.toml"):
        matched = _FILE_NAME.fullmatch(path.name)
        if matched is None:
            raise LabelError(_misnamed(product, path))
        found.append(date.fromisoformat(matched[1]))
    return tuple(sorted(found))


@cache
def load_label(product: str, revision: date, root: Path | None = None) -> Label:
    """The revision that came into force on that day. Raises LabelError."""
    path = (root or profiles_root()) / "labels" / product / f"{revision.isoformat()}.toml"
    name = f"{product}/{path.name}"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LabelError(f"{name}: {error}") from error
    try:
        label = Label.model_validate(data)
    except ValidationError as error:
        raise LabelError(*_places(name, error)) from error
    if mistakes := tuple(_mistakes(label, revision, root)):
        raise LabelError(*(f"{name}: {mistake}" for mistake in mistakes))
    return label


def _places(name: str, error: ValidationError) -> Iterator[str]:
    for item in error.errors():
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in item["loc"])
        yield f"{name}{path}: {item['msg']}"


def _mistakes(label: Label, revision: date, root: Path | None) -> Iterator[str]:
    if label.revision != revision:
        yield f"revision is {label.revision.isoformat()}, the file name says {revision.isoformat()}"
    seen: set[str] = set()
    for statement in label.statements():
        if statement.id in seen:
            yield f"the id {statement.id} is used twice"
        seen.add(statement.id)
    indications = {indication.id for indication in label.indication}
    regimens = {regimen.id for regimen in label.regimen}
    for regimen in label.regimen:
        if strangers := set(regimen.indications) - indications:
            yield f"regimen {regimen.id} names no indication {', '.join(sorted(strangers))}"
    for indication in indications:
        if not any(indication in regimen.indications for regimen in label.regimen):
            yield f"indication {indication} has no regimen"
    for adjustment in label.adjustment:
        for step in adjustment.steps:
            if strangers := set(step.regimens or ()) - regimens:
                yield f"adjustment {adjustment.id} names no regimen {', '.join(sorted(strangers))}"
    for precaution in label.precaution:
        if strangers := set(precaution.indications or ()) - indications:
            yield f"precaution {precaution.id} names no indication {', '.join(sorted(strangers))}"
        for message in (precaution.message, precaution.unknown_message):
            if len(message) > LONGEST_MESSAGE:
                yield f"precaution {precaution.id} has a message of {len(message)} characters"
    yield from mistakes_of(label, root)


def all_mistakes(root: Path | None = None) -> tuple[str, ...]:
    """Every mistake of the value sets and labels of a profiles folder, each with file and path; empty for none."""
    folder = root or profiles_root()
    found: list[str] = []
    for path in sorted((folder / "valuesets").glob("*.json")):
        try:
            load_value_set(path)
        except ValueSetError as error:
            found.append(f"valuesets/{error}")
    if not found:
        try:
            codebook(root)
        except ValueSetError as error:
            found.append(f"valuesets/{error}")
    if found:
        # No label can be read rightly beside value sets that cannot.
        return tuple(found)
    if not (folder / "labels").is_dir():
        return (f"{folder.name}: there is no folder labels in it",)
    for product in products(root):
        for path in sorted((folder / "labels" / product).glob("*.toml")):
            matched = _FILE_NAME.fullmatch(path.name)
            try:
                if matched is None:
                    raise LabelError(_misnamed(product, path))
                load_label(product, date.fromisoformat(matched[1]), root)
            except LabelError as error:
                found += (f"labels/{one}" for one in error.mistakes)
            except ValueError:
                found.append(f"labels/{_misnamed(product, path)}")
    return tuple(found)


def _misnamed(product: str, path: Path) -> str:
    return f"{product}/{path.name}: a label file is named after its date, as in 2025-03-26.toml"
