"""The published definitions as a FHIR package, which validators and SUSHI take as a dependency.

`python -m validator.report.fhir_package dist/labelcheck.fhir` writes `package.tgz`. Made twice it has the same bytes.
Source: FHIR NPM Package Specification (package/package.json, package/.index.json of version 2).
"""

from __future__ import annotations

import gzip
import io
import json
import sys
import tarfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from validator.finding import CANONICAL
from validator.profiles import Profiles, shipped
from validator.report.finding_system import published_codes
from validator.version import VERSION

NAME = "labelcheck.fhir"
FHIR_VERSION = "4.0.1"

_INDEXED = ("id", "url", "version", "kind", "type", "supplements", "content", "valueSet", "derivation")
"""The elements that an index of version 2 repeats, where a resource has them as one string."""


def package_resources(profiles: Profiles) -> dict[str, dict[str, Any]]:
    """Every published FHIR definition by its `Type-id`: definitions, made forms, value sets, concept maps, the guide.

    A StructureDefinition is the one of `snapshots`, where there is one: SUSHI takes none without it for a parent.
    """
    published_codes()  # every module registers its finding codes
    found = {f"{one['resourceType']}-{one['id']}": one for one in profiles.definitions.values()}
    for folder in ("valuesets", "expansions", "conceptmaps", "snapshots", "implementationguides"):
        for path in sorted((profiles.root / folder).rglob("*.json")):
            resource = json.loads(path.read_text(encoding="utf-8"))
            found[f"{resource['resourceType']}-{resource['id']}"] = resource
    return dict(sorted(found.items()))


def manifest() -> dict[str, Any]:
    """What `package/package.json` says."""
    return {
        "name": NAME,
        "version": VERSION,
        "type": "Conformance",
        "title": "labelcheck",
        "description": "Value sets, code systems, extensions, profiles and forms of labelcheck.",
        "author": "labelcheck",
        "license": "Apache-2.0",
        "canonical": CANONICAL,
        "fhirVersions": [FHIR_VERSION],
        "dependencies": {"hl7.fhir.r4.core": FHIR_VERSION},
    }


def index(resources: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What `package/.index.json` says of each file."""
    files = [
        {"filename": f"{name}.json", "resourceType": resource["resourceType"]}
        | {key: resource[key] for key in _INDEXED if isinstance(resource.get(key), str)}
        for name, resource in resources.items()
    ]
    return {"index-version": 2, "files": files}


def package(profiles: Profiles) -> bytes:
    """The package as a gzipped tar archive: names sorted, no time, no owner."""
    resources = package_resources(profiles)
    files = {"package/package.json": manifest(), "package/.index.json": index(resources)}
    files |= {f"package/{name}.json": resource for name, resource in resources.items()}
    return _archive((name, _text(content)) for name, content in files.items())


def _text(content: object) -> bytes:
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def _archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with (
        gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as stream,
        tarfile.open(mode="w", fileobj=stream, format=tarfile.USTAR_FORMAT) as archive,
    ):
        for name, body in files:
            entry = tarfile.TarInfo(name)
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return packed.getvalue()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.tgz").write_bytes(package(shipped()))
