"""One revision of a label as a FHIR Bundle, for systems that keep product information: R5, or the types R4B has.

Written from label data as it is judged by, so that both say the same. What stands in a label of this project that is no
statement of the product's own label (the intervals of other drugs) is left out.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from validator.fhir.version import FhirVersion
from validator.finding import CANONICAL
from validator.label.model import Label
from validator.report.label_dosing import dosing
from validator.report.label_edition import FhirEdition
from validator.report.label_product import authorization, product
from validator.report.label_use import uses
from validator.terminology.codebook import Codebook


def label_bundle(
    label: Label, book: Codebook, release: FhirVersion = FhirVersion.R5, until: date | None = None
) -> dict[str, Any]:
    """The Bundle (type collection) of a revision in R5 or R4B, as a dict of JSON types.

    `book` holds the value sets whose titles name drugs and groups, `until` is the last day the revision was in force
    (inclusive). R4 has none of these types and is written as R4B.
    """
    edition = FhirEdition(label, book, FhirVersion.R4B if release is FhirVersion.R4 else release, until)
    resources = [product(edition), authorization(edition), *uses(edition), *dosing(edition)]
    entries = [{"fullUrl": f"{CANONICAL}/{one['resourceType']}/{one['id']}", "resource": one} for one in resources]
    return {"resourceType": "Bundle", "id": edition.id_of("label"), "type": "collection", "entry": entries}
