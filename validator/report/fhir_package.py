"""The published definitions as a FHIR package, which validators and SUSHI take as a dependency.

`python -m validator.report.fhir_package dist/labelcheck.fhir examples` writes `package.tgz` with the charts of a folder
of examples. Made twice it has the same bytes.
Source: FHIR NPM Package Specification (package/package.json, package/.index.json of version 2, package/example).
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


OTHER_RELEASE = "-r5"
"""How the names of examples end that are written in another release than the package's."""


def example_resources(folder: Path) -> dict[str, dict[str, Any]]:
    """Every example chart of a folder that is of the package's release, by its `Type-id`, where the id is the name of
    its file: two charts of one patient may share the id of their Bundle, but no two resources of a package may.
    """
    found = {}
    for path in sorted(folder.glob("*.json")):
        if not path.stem.endswith(OTHER_RELEASE):
            resource = json.loads(path.read_text(encoding="utf-8")) | {"id": path.stem}
            found[f"{resource['resourceType']}-{path.stem}"] = resource
    return found


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


def package(profiles: Profiles, examples: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The package as a gzipped tar archive, with these example charts: names sorted, no time, no owner."""
    files: dict[str, object] = {"package/package.json": manifest()}
    for folder, resources in (("package", package_resources(profiles)), ("package/example", examples)):
        files[f"{folder}/.index.json"] = index(resources)
        files |= {f"{folder}/{name}.json": resource for name, resource in resources.items()}
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
    charts = example_resources(Path(sys.argv[2])) if len(sys.argv) > 2 else {}
    (folder / "package.tgz").write_bytes(package(shipped(), charts))
