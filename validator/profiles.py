"""The content everything is judged by: the labels, value sets and code systems of one profiles folder.

Made once where bytes come in and passed down; below this floor nobody knows where a folder lies, so that a site's own
folder works everywhere or nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from msgspec import MsgspecError

from validator.finding import FINDING_CODES, FindingCode
from validator.label.criteria_form import criteria_asked, criteria_form
from validator.label.load import Labels, all_mistakes
from validator.label.pages import as_concept
from validator.label.prepared_labels import PreparedLabels
from validator.prepared import Prepared, trusted
from validator.terminology.codebook import Codebook, codebook
from validator.terminology.prepared_sets import from_prepared
from validator.terminology.profiles import profiles_root

_OF_THE_VERSION = ("conceptmaps", "scores", "choices")
"""Folders that are the same for every site and read from the shipped content only."""
_DEFINITIONS = ("operationdefinitions", "questionnaires", "codesystems", "structuredefinitions", "bindings")


class NoProfilesError(ValueError):
    """The folder is no profiles folder."""


class Profiles:
    """The content of one profiles folder. Each file is read when it is first asked for, and kept. Safe in threads.

    A folder holds `valuesets` and `labels`; `codesystems` and what is published with them are taken from those shipped
    where it has none of its own. `conceptmaps`, `scores` and `choices` always are, and `mistakes` tells of any other.
    Raises NoProfilesError for a folder without value sets. A mistake in a file raises ValueSetError or LabelError, with
    file and path, when the file is first needed; `mistakes` looks for all. What is `prepared` of the folder is taken in
    the place of its sources: only of that which ships (see `shipped`).
    """

    def __init__(self, root: Path | str, prepared: Prepared | None = None) -> None:
        self.root = Path(root)
        self._prepared = prepared
        try:
            is_folder, has_sets = self.root.is_dir(), (self.root / "valuesets").is_dir()
        except OSError as error:
            raise NoProfilesError(f"{self.root} cannot be looked into: {error.strerror}") from None
        if not is_folder:
            raise NoProfilesError(f"there is no folder {self.root}")
        if not has_sets:
            raise NoProfilesError("a profiles folder holds valuesets and labels")

    def with_labels(self, labels: Labels) -> Profiles:
        """The same content with other labels, which are of its own value sets."""
        found = Profiles(self.root)
        # Where a cached property keeps its value: neither is read from the folder a second time.
        found.__dict__ |= {"book": self.book, "labels": labels}
        return found

    def __repr__(self) -> str:
        return f"Profiles({str(self.root)!r})"

    @cached_property
    def book(self) -> Codebook:
        """The value sets. Raises ValueSetError."""
        if self._prepared is not None:
            with suppress(MsgspecError):
                return from_prepared(self._prepared.value_sets)
        return codebook(self.root)

    @cached_property
    def labels(self) -> Labels:
        """The label revisions."""
        if self._prepared is not None:
            with suppress(MsgspecError):
                return PreparedLabels(self.root / "labels", self.book, self._prepared.labels)
        return Labels(self.root / "labels", self.book)

    @property
    def finding_codes(self) -> dict[str, FindingCode]:
        """Every finding code by its name: those of the program, and those the labels declare. Raises LabelError."""
        return {**FINDING_CODES, **self.labels.pages}

    @cached_property
    def as_written(self) -> dict[str, dict[str, Any]]:
        """Every published FHIR definition by `Type/id` as its file has it: those shipped, and the folder's own in
        their place. No label is asked.
        """
        found = {}
        for root in dict.fromkeys((profiles_root(), self.root)):
            for folder in _DEFINITIONS:
                for path in sorted((root / folder).glob("*.json")):
                    resource = json.loads(path.read_text(encoding="utf-8"))
                    found[f"{resource['resourceType']}/{resource['id']}"] = resource
        return found

    @cached_property
    def definitions(self) -> dict[str, dict[str, Any]]:
        """The same with what the folder's labels add: the CodeSystem of findings holds their codes too, and each drug
        has a form of their criteria. Raises LabelError.
        """
        found = {**self.as_written}
        found["CodeSystem/finding"] = _with_codes(found["CodeSystem/finding"], self.labels.pages)
        for form in self._criteria_forms(found["CodeSystem/criterion"]):
            found.setdefault(f"Questionnaire/{form['id']}", form)
        return found

    def _criteria_forms(self, system: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The criteria form of each drug, of what the newest labels of its products ask."""
        newest = [label for product in self.labels.products if (label := self.labels.newest(product)) is not None]
        for drug in sorted({label.ingredient for label in newest}):
            asked = criteria_asked(label for label in newest if label.ingredient == drug)
            yield criteria_form(drug, asked, system)

    def mistakes(self) -> tuple[str, ...]:
        """Every mistake of the value sets and labels, each with file and path; empty for none.

        A file of its own that nobody reads is one too: units, scores and choices are those of this version everywhere.
        """
        return (*all_mistakes(self.root), *_never_read(self.root))


def _never_read(root: Path) -> Iterator[str]:
    for folder in _OF_THE_VERSION:
        for path in sorted((root / folder).glob("*")):
            own, shipped_one = path.relative_to(root), profiles_root() / path.relative_to(root)
            if not shipped_one.is_file() or shipped_one.read_bytes() != path.read_bytes():
                yield f"{own.as_posix()}: is not read, and is not the file of this version; remove it"


def _with_codes(system: dict[str, Any], pages: Mapping[str, FindingCode]) -> dict[str, Any]:
    concepts = system.get("concept", [])
    listed = {concept["code"] for concept in concepts}
    added = [as_concept(page) for code, page in sorted(pages.items()) if code not in listed]
    return system | {"concept": [*concepts, *added], "count": len(concepts) + len(added)}


@cache
def shipped() -> Profiles:
    """The content that ships with this version: the same value at every call."""
    root = profiles_root()
    return Profiles(root, trusted(root))
