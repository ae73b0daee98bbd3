"""What a medication is given for, as its own resource says."""

from __future__ import annotations

from typing import Any

from validator.chart.cancer_words import is_cancer
from validator.chart.concept import any_listed, as_concept
from validator.chart.reader import Reader
from validator.fhir.element import Reference
from validator.fhir.entry import Entry
from validator.terminology.domain import INDICATIONS


def is_for_cancer(reader: Reader, entry: Entry) -> bool:
    """Whether the resource itself gives a cancer as its reason, by code or words, in R4 or R5 spelling."""
    tree = entry.tree
    reasons = [one for name in ("reasonCode", "reason") for one in _listed(tree.get(name))]
    concepts = [one.get("concept", one) for one in reasons]
    references = [*_listed(tree.get("reasonReference")), *(one.get("reference") for one in reasons)]
    for reference in references:
        told = reference.get("reference") if isinstance(reference, dict) else None
        found = reader.resolve(Reference(reference=told), entry) if isinstance(told, str) else None
        if found is not None and found.resource_type == "Condition":
            concepts.append(found.tree.get("code"))
    return any(
        is_cancer(as_concept(concept)) or any_listed(reader.book, (INDICATIONS,), concept) for concept in concepts
    )


def _listed(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
