"""The CodeSystem of finding codes, as it is published in `profiles/codesystems/finding.json`.

Written from the register and the pages of the shipped labels (`label.pages`) by
`python -m validator.report.finding_system > profiles/codesystems/finding.json`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

from validator.finding import FindingCode
from validator.label.load import LabelError
from validator.label.pages import as_concept
from validator.profiles import Profiles
from validator.report.operation_outcome import FINDING_SYSTEM
from validator.terminology.profiles import profiles_root
from validator.terminology.valueset import ValueSetError
from validator.version import VERSION


def published_codes() -> tuple[FindingCode, ...]:
    """Every finding code of the project in the order of the alphabet: of every floor, and of the labels.

    Raises LabelError where a page is wrong, as it is for a code that the program has registered.
    """
    for module in walk_packages(import_module("validator").__path__, "validator."):
        # By name and not by an import above: codes are registered on floors that this one may not know.
        import_module(module.name)
    return tuple(code for _, code in sorted(Profiles(profiles_root()).finding_codes.items()))


def finding_system(codes: Iterable[FindingCode]) -> dict[str, Any]:
    """The FHIR CodeSystem (R4 to R5) of these codes, each with its page as definition and its issue type."""
    concepts = [as_concept(code) for code in codes]
    return {
        "resourceType": "CodeSystem",
        "id": "finding",
        "url": FINDING_SYSTEM,
        "version": VERSION,
        "name": "Finding",
        "title": "findings about an order",
        "status": "active",
        "experimental": False,
        "description": "What can be said about an order or the resources submitted with it.",
        "caseSensitive": True,
        "content": "complete",
        "count": len(concepts),
        "property": [
            {
                "code": "issue-type",
                "description": "The OperationOutcome.issue.code of a finding, where the finding itself has no other.",
                "type": "code",
            }
        ],
        "concept": concepts,
    }


def as_text(system: dict[str, Any]) -> str:
    """The resource as the file holds it: two spaces, ASCII, a line break at the end."""
    return json.dumps(system, indent=2) + "\n"


if __name__ == "__main__":
    try:
        print(as_text(finding_system(published_codes())), end="")
    except (LabelError, ValueSetError) as mistake:
        sys.exit(f"The label data hold a mistake: {mistake}")
