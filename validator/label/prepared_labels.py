"""The shipped label revisions as they lie in the prepared file: what their files hold, found to be without mistakes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import msgspec

from validator.finding import FindingCode
from validator.frozen import replace
from validator.label.load import Labels, label_data
from validator.label.model import Label
from validator.label.part_reader import read_label
from validator.terminology.codebook import Codebook

_DECIMAL = 1
_DATE = 2
"""What TOML has and MessagePack has not, by its number as an extension type."""


class _PreparedLabels(msgspec.Struct, frozen=True, array_like=True):
    """What the file of each revision holds, by product and day, and the pages."""

    files: dict[str, dict[str, msgspec.Raw]]
    pages: tuple[FindingCode, ...]


def in_prepared_form(folder: Path, labels: Labels) -> msgspec.Raw:
    """All label revisions of a folder, for the prepared file. Raises LabelError where one holds a mistake."""
    files: dict[str, dict[str, msgspec.Raw]] = {}
    for product in labels.products:
        for day in labels.revision_dates(product):
            labels.revision(product, day)
            data = msgspec.msgpack.encode(_packed(label_data(folder, product, day)))
            files.setdefault(product, {})[day.isoformat()] = msgspec.Raw(data)
    return msgspec.Raw(msgspec.msgpack.encode(_PreparedLabels(files, tuple(labels.pages.values()))))


class PreparedLabels(Labels):
    """The label revisions of the prepared file, each made when it is first asked for, and kept.

    What the file does not hold is read from the folder. Raises msgspec.MsgspecError where it holds no labels.
    """

    __slots__ = ("_prepared",)

    def __init__(self, folder: Path, book: Codebook, raw: msgspec.Raw) -> None:
        super().__init__(folder, book)
        found = msgspec.msgpack.decode(raw, type=_PreparedLabels)
        self._prepared = found.files
        self._pages = MappingProxyType({one.code: one for one in found.pages})
        self._products = tuple(sorted(found.files))
        self._dates = {product: tuple(map(date.fromisoformat, days)) for product, days in found.files.items()}

    def _read(self, product: str, day: date) -> Label:
        try:
            packed = self._prepared[product][day.isoformat()]
            label, _ = read_label(msgspec.msgpack.decode(packed, ext_hook=_unpacked))
        except (KeyError, msgspec.MsgspecError):
            label = None
        if label is None:
            return super()._read(product, day)
        return replace(label, pages_of_folder=self.pages)


def _packed(value: object) -> object:
    match value:
        case dict():
            return {key: _packed(one) for key, one in value.items()}
        case list():
            return [_packed(one) for one in value]
        case Decimal():
            return msgspec.msgpack.Ext(_DECIMAL, str(value).encode())
        case date():
            return msgspec.msgpack.Ext(_DATE, value.isoformat().encode())
        case _:
            return value


def _unpacked(kind: int, data: memoryview) -> Decimal | date:
    match kind:
        case _ if kind == _DECIMAL:
            return Decimal(bytes(data).decode())
        case _ if kind == _DATE:
            return date.fromisoformat(bytes(data).decode())
        case _:
            raise msgspec.ValidationError(f"no value of a label is of the kind {kind}")
