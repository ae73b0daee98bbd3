"""Label revisions from `<profiles>/labels/<product>/<effective-date>.toml`, strictly.

A mistake in a file stops its load with the file and the path of the mistake; nothing is skipped.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

from validator.finding import LONGEST_MESSAGE, FindingCode
from validator.frozen import replace
from validator.label.amiss import doses_amiss
from validator.label.gist import doses_unsaid
from validator.label.mistakes import mistakes_in, mistakes_of, without_history, without_page
from validator.label.model import Label
from validator.label.never_met import never_met
from validator.label.pages import PAGES, pages_of
from validator.label.part_reader import read_label, readable_statements
from validator.regex import regex
from validator.terminology.codebook import Codebook, codebook
from validator.terminology.domain import DOMAINS
from validator.terminology.misspelt import misspelt_systems
from validator.terminology.valueset import (
    NO_VALUE_SETS,
    ValueSet,
    ValueSetError,
    load_value_set,
    value_set_files,
)

_FILE_NAME = regex(r"(\d{4}-\d{2}-\d{2})\.toml")


class LabelError(ValueError):
    """A label file cannot be used; each of its `mistakes` starts with the file and the path of it.

    `product` is the folder of the one product that it is about; None where labels of several may rest on it.
    """

    def __init__(self, *mistakes: str, product: str | None = None) -> None:
        super().__init__("; ".join(mistakes))
        self.mistakes = mistakes
        self.product = product


class Labels:
    """All label revisions of one folder, each read when it is first asked for, and kept."""

    __slots__ = ("_book", "_dates", "_folder", "_pages", "_products", "_revisions")

    def __init__(self, folder: Path, book: Codebook) -> None:
        self._folder = folder
        self._book = book
        self._pages: Mapping[str, FindingCode] | None = None
        self._products: tuple[str, ...] | None = None
        self._dates: dict[str, tuple[date, ...]] = {}
        self._revisions: dict[tuple[str, date], Label] = {}

    @property
    def products(self) -> tuple[str, ...]:
        """The folder names of all products, in alphabetical order. Raises LabelError where there is no folder."""
        if self._products is None:
            if not self._folder.is_dir():
                raise LabelError(_no_labels(self._folder))
            self._products = tuple(sorted(path.name for path in self._folder.iterdir() if path.is_dir()))
        return self._products

    @property
    def pages(self) -> Mapping[str, FindingCode]:
        """The finding codes that the folder declares, each with its page. Raises LabelError."""
        if self._pages is None:
            found = pages_of(self._folder)
            if found.mistakes:
                raise LabelError(*found.mistakes)
            self._pages = found.codes
        return self._pages

    def revision_dates(self, product: str) -> tuple[date, ...]:
        """The days on which the product's revisions came into force, oldest first. Raises LabelError."""
        if product not in self._dates:
            self._dates[product] = tuple(sorted(_day_of(product, path) for path in _files(self._folder, product)))
        return self._dates[product]

    def revision(self, product: str, day: date) -> Label:
        """The revision that came into force on that day. Raises LabelError."""
        if (product, day) not in self._revisions:
            self._revisions[product, day] = self._read(product, day)
        return self._revisions[product, day]

    def newest(self, product: str) -> Label | None:
        """The last revision; None for a product without any. Raises LabelError."""
        days = self.revision_dates(product)
        return self.revision(product, days[-1]) if days else None

    def _read(self, product: str, day: date) -> Label:
        name = f"{product}/{_file_of(day)}"
        data = label_data(self._folder, product, day)
        label, misread = read_label(data)
        if label is None:
            beside = (f"{name}: {one}" for one in _beside_unread(data, self._book, self.pages))
            raise LabelError(*(f"{name}{mistake}" for mistake in misread), *beside, product=product)
        mistakes = (*_misplaced(label, product, day), *_mistakes(label), *doses_amiss(label))
        mistakes += (*doses_unsaid(label), *never_met(label))
        mistakes += tuple(mistakes_of(label, self._book, self.pages))
        if mistakes:
            raise LabelError(*(f"{name}: {mistake}" for mistake in mistakes), product=product)
        return replace(label, pages_of_folder=self.pages)


def label_data(folder: Path, product: str, day: date) -> dict[str, Any]:
    """What the file of a revision holds, numbers with a point as Decimal. Raises LabelError where it cannot be read."""
    path = folder / product / _file_of(day)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise LabelError(f"{product}/{path.name}: {reason}", product=product) from error


def _beside_unread(data: Mapping[str, Any], book: Codebook, codes: Collection[str]) -> Iterator[str]:
    """What else is wrong in a label that cannot be read whole: in the statements of it that can be, and with the codes
    of the others, so that nobody who mends it is told in rounds.
    """
    read = tuple(readable_statements(data))
    yield from mistakes_in(read, book, codes)
    blocks = data.get("precaution", ())
    for block in blocks if isinstance(blocks, list) else ():
        told, code = (block.get("id"), block.get("code")) if isinstance(block, dict) else (None, None)
        if isinstance(code, str) and code not in codes and told not in {statement.id for statement in read}:
            yield f"{told if isinstance(told, str) else 'a precaution'} {without_page(code)}"


def _file_of(day: date) -> str:
    return f"{day.isoformat()}.toml"


def _misplaced(label: Label, product: str, day: date) -> Iterator[str]:
    """A label is found again by its product and day, so its folder and file are named after them."""
    if label.revision != day:
        yield f"revision is {label.revision.isoformat()}, the file name says {day.isoformat()}"
    if label.product.lower() != product:
        yield f"product is {label.product}, the folder is named {product}"


def _mistakes(label: Label) -> Iterator[str]:
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
    for interval in label.interval:
        if strangers := set(interval.opens) - indications:
            yield f"interval {interval.id} names no indication {', '.join(sorted(strangers))}"
    for precaution in label.precaution:
        if strangers := set(precaution.indications or ()) - indications:
            yield f"precaution {precaution.id} names no indication {', '.join(sorted(strangers))}"
        for message in (precaution.message, precaution.unknown_message):
            if len(message) > LONGEST_MESSAGE:
                yield f"precaution {precaution.id} has a message of {len(message)} characters"


def all_mistakes(root: Path) -> tuple[str, ...]:
    """Every mistake of the value sets and labels of a profiles folder, each with file and path; empty for none."""
    found: list[str] = []
    try:
        files = value_set_files(root)
    except ValueSetError as error:
        return (f"valuesets/{error}",)
    if not files:
        return (NO_VALUE_SETS,)
    sets: list[ValueSet] = []
    for path in files:
        try:
            sets.append(load_value_set(path))
        except ValueSetError as error:
            found.append(f"valuesets/{error}")
    if found:
        # No label can be read rightly beside value sets that cannot.
        return tuple(found)
    found += (f"valuesets/{one}" for one in misspelt_systems(sets))
    if unlisted := sorted(DOMAINS - {one.domain for one in sets}):
        return (f"valuesets: no list is of the domain {', '.join(unlisted)}; copy those that ship, a check reads all",)
    try:
        book = codebook(root)
    except ValueSetError as error:
        return (f"valuesets/{error}",)
    labels = Labels(root / "labels", book)
    if not (root / "labels").is_dir():
        return (_no_labels(root / "labels"),)
    if wrong := pages_of(root / "labels").mistakes:
        # What a precaution is called is asked of every revision: none can be judged beside pages that cannot be read,
        # but what is no key or no value of one is told.
        return tuple(f"labels/{one}" for one in (*wrong, *_misread(root / "labels", labels.products)))
    for product in labels.products:
        read: list[Label] = []
        for path in _files(root / "labels", product):
            try:
                read.append(labels.revision(product, _day_of(product, path)))
            except LabelError as error:
                found += (f"labels/{one}" for one in error.mistakes)
        found += (f"labels/{product}/{one}" for one in _repeated_editions(read))
    newest = tuple(_newest_ones(labels))
    return (*found, *(f"labels/{one}" for one in (*without_history(newest, book), *ambiguous_products(newest))))


def _misread(folder: Path, products: Iterable[str]) -> Iterator[str]:
    """The keys and values of all labels that cannot be read, by file and path."""
    for product in products:
        for path in _files(folder, product):
            try:
                _, mistakes = read_label(label_data(folder, product, _day_of(product, path)))
            except LabelError as error:
                yield from error.mistakes
            else:
                yield from (f"{product}/{path.name}{one}" for one in mistakes)


def ambiguous_products(newest: Iterable[Label]) -> Iterator[str]:
    """Products of one ingredient in one form: nothing would say by whose label an order is judged."""
    for one, other in combinations(sorted(newest, key=lambda label: label.product), 2):
        if (one.ingredient, one.form) == (other.ingredient, other.form):
            what = f"{one.pieces} of {one.ingredient}"
            yield f"{one.product.lower()} and {other.product.lower()} are both {what}: an order could be for either"


def _repeated_editions(labels: Iterable[Label]) -> Iterator[str]:
    """Editions that two revisions of a product call themselves: the name would not tell which is meant."""
    named: dict[str, Label] = {}
    for label in labels:
        if (first := named.setdefault(label.edition.lower(), label)) is not label:
            told = f"{_file_of(label.revision)}: the edition {label.edition}"
            yield f"{told} is that of {_file_of(first.revision)} too"


def _newest_ones(labels: Labels) -> Iterator[Label]:
    """The newest revision of every product, but of those with a mistake, which are told by themselves."""
    for product in labels.products:
        with suppress(LabelError):
            if (label := labels.newest(product)) is not None:
                yield label


def _files(folder: Path, product: str) -> list[Path]:
    return sorted(path for path in (folder / product).glob("*.toml") if path.name != PAGES)


def _day_of(product: str, path: Path) -> date:
    matched = _FILE_NAME.fullmatch(path.name)
    try:
        return date.fromisoformat(matched[1] if matched is not None else path.name)
    except ValueError:
        says = f"{product}/{path.name}: a label file is named after its date, as in 2025-03-26.toml"
        raise LabelError(says, product=product) from None


def _no_labels(folder: Path) -> str:
    return f"{folder.parent.name}: there is no folder {folder.name} in it"
