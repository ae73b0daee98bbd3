"""Label revisions from `profiles/labels/<product>/<effective-date>.toml`, strictly.

A mistake in a file stops its load with the file and the path of the mistake; nothing is skipped.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from validator.criteria.answer import Criterion
from validator.finding import LONGEST_MESSAGE
from validator.label.model import Adjustment, Indication, Label, Precaution, Regimen
from validator.terminology.codebook import codebook
from validator.terminology.profiles import profiles_root

_FILE_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.toml")
_GROUP_FIELDS = ("groups", "unless", "narrow", "adjuvant", "ignore")


class LabelError(ValueError):
    """A label file cannot be used; the message starts with the file and the path of the mistake."""


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
            raise LabelError(f"{product}/{path.name}: a label file is named after its date, as in 2025-03-26.toml")
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
        raise LabelError("; ".join(_places(name, error))) from error
    if mistakes := tuple(_mistakes(label, revision, root)):
        raise LabelError("; ".join(f"{name}: {mistake}" for mistake in mistakes))
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
    known = codebook(root).all_groups()
    for owner, group in _groups(label):
        if group not in known:
            yield f"{owner} asks for the group {group}, which no value set holds"


def _groups(label: Label) -> Iterator[tuple[str, str]]:
    for statement in label.statements():
        for question in _questions(statement):
            for group in _groups_of(question):
                yield statement.id, group


def _questions(statement: object) -> Iterator[Criterion]:
    match statement:
        case Indication():
            yield from statement.applies
            yield from (requirement.ask for requirement in statement.requires)
        case Regimen() if statement.when is not None:
            yield statement.when
        case Adjustment():
            yield statement.when
            if statement.stopped is not None:
                yield statement.stopped
        case Precaution():
            yield statement.when
        case _:
            return


def _groups_of(question: object) -> Iterator[str]:
    if not is_dataclass(question):
        return
    for field in fields(question):
        value = getattr(question, field.name)
        if field.name in _GROUP_FIELDS:
            yield from value
        elif field.name == "of":
            for part in value if isinstance(value, tuple) else (value,):
                yield from _groups_of(part)
