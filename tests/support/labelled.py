"""Label revisions as FHIR Bundles, as files to judge, and what stands in one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from support.build import Resource
from support.judge import as_file
from support.shipped import BOOK, LABELS

from validator.fhir.version import FhirVersion
from validator.label.model import Label
from validator.report.label_edition import LABEL_STATEMENT
from validator.report.label_fhir import label_bundle

Statement = dict[str, list[Any]]
"""The parts of an extension `label-statement` by their names."""


def shipped_revisions() -> Iterator[Label]:
    """Every revision of every product."""
    for product in LABELS.products:
        for day in LABELS.revision_dates(product):
            yield LABELS.revision(product, day)


def newest_revisions() -> Iterator[Label]:
    """The newest revision of every product."""
    for product in LABELS.products:
        newest = LABELS.newest(product)
        assert newest is not None
        yield newest


def as_files(folder: Path, release: str, labels: Iterator[Label]) -> Iterator[Path]:
    """Each revision as a file."""
    for label in labels:
        bundle = label_bundle(label, BOOK, FhirVersion(release))
        yield as_file(folder, f"label-{release}-{bundle['id']}", json.dumps(bundle))


def resources(bundle: Resource, kind: str) -> list[Resource]:
    """The resources of one type."""
    return [one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == kind]


def statements(element: Any) -> Iterator[Statement]:
    """Every `label-statement` in a resource or an element of one, wherever it stands."""
    match element:
        case dict():
            for one in element.get("extension", []):
                if one["url"] == LABEL_STATEMENT:
                    yield _parts(one)
            for part in element.values():
                yield from statements(part)
        case list():
            for part in element:
                yield from statements(part)


def _parts(extension: Resource) -> Statement:
    found: Statement = {}
    for part in extension["extension"]:
        (value,) = (value for name, value in part.items() if name != "url")
        found.setdefault(part["url"], []).append(value)
    return found


def references(element: Any) -> Iterator[str]:
    """Every reference to another resource, wherever it stands."""
    match element:
        case dict():
            if isinstance(reference := element.get("reference"), str):
                yield reference
            for part in element.values():
                yield from references(part)
        case list():
            for part in element:
                yield from references(part)
