"""The ImplementationGuide (R4) of the FHIR package: every definition in it, and the example charts.

`python -m validator.report.implementation_guide examples` writes `profiles/implementationguides/labelcheck.json` anew.
Source: FHIR R4, ImplementationGuide.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from validator.finding import CANONICAL
from validator.profiles import Profiles, shipped
from validator.report.fhir_package import FHIR_VERSION, NAME, example_resources, package_resources
from validator.terminology.profiles import profiles_root
from validator.version import VERSION

PLACE = Path("implementationguides") / "labelcheck.json"
"""Where it lies in the profiles folder."""


def implementation_guide(profiles: Profiles, examples: Path) -> dict[str, Any]:
    """The guide of what is packed from these profiles, with the charts of a folder of examples.

    A chart is described by the story beside it. One of FHIR R5 is left out: the guide is of R4.
    """
    return {
        "resourceType": "ImplementationGuide",
        "id": "labelcheck",
        "url": f"{CANONICAL}/ImplementationGuide/labelcheck",
        "version": VERSION,
        "name": "Labelcheck",
        "title": "labelcheck",
        "status": "active",
        "experimental": False,
        "publisher": "labelcheck",
        "description": "Definitions and example charts of labelcheck, which holds an order against the FDA label in "
        "force on its day.",
        "packageId": NAME,
        "license": "Apache-2.0",
        "fhirVersion": [FHIR_VERSION],
        "definition": {"resource": [*_definitions(profiles), *_examples(examples)]},
    }


def _definitions(profiles: Profiles) -> Iterator[dict[str, Any]]:
    for resource in package_resources(profiles).values():
        kind = resource["resourceType"]
        if kind != "ImplementationGuide":
            yield {
                "reference": {"reference": f"{kind}/{resource['id']}"},
                "name": resource.get("title", resource["name"]),
                "exampleBoolean": False,
            }


def _examples(folder: Path) -> Iterator[dict[str, Any]]:
    for resource in example_resources(folder).values():
        name = resource["id"]
        told = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
        yield {
            "reference": {"reference": f"{resource['resourceType']}/{name}"},
            "name": name,
            "description": " ".join(told["story"].split()),
            "exampleBoolean": True,
        }


def as_text(guide: dict[str, Any]) -> str:
    """The JSON text of its file."""
    return json.dumps(guide, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    kept = profiles_root() / PLACE
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(as_text(implementation_guide(shipped(), Path(sys.argv[1]))), encoding="utf-8")
