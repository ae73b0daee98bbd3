"""How far the disease has spread by the order's own reason: "Metastatic RCC", "RCC, stage IV", a code for metastases.

The reason counts as present, and says of spread what the name of a Condition would, of the diseases that it names. One
that is no more than a stage is said of what the other reasons name. CLARIFICATIONS A279. Source: FHIR R4
MedicationRequest.reasonCode, R5 MedicationRequest.reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.chart import condition
from validator.chart.disease import extent
from validator.chart.disease.tumor_name import stages_in
from validator.chart.fact import Diagnosis, Extent
from validator.chart.order.reason_words import of_disease
from validator.chart.reader import Reader
from validator.fhir.entry import Entry
from validator.fhir.reason import reason_concepts
from validator.fhir.resource import MedicationRequest
from validator.frozen import replace
from validator.verdict import Truth


def spread_by_reason(reader: Reader, entry: Entry, reasons: Sequence[Diagnosis]) -> Iterator[Extent]:
    """What each concept among the reasons says of spread; `reasons` are the diagnoses that all of them name."""
    body = entry.body
    if not isinstance(body, MedicationRequest):
        return
    day = reader.date(body.authored_on, entry, "authoredOn")
    for concept, element in reason_concepts(body):
        if of_disease(reader.book, concept) is None:
            continue
        found = condition.of_reason(reader, entry, concept, element, Truth.UNKNOWN)
        source = extent.Source(reader, entry, day)
        if found.is_cancer and not found.is_secondary:
            source = replace(source, diseases=found.told)
        elif not found.is_secondary:
            named = frozenset().union(*(one.told for one in reasons if one.is_cancer))
            text = (concept.text or "").strip()
            if not named or [part for part, _ in stages_in(reader.book, text)] != [text]:
                continue
            source = replace(source, diseases=named)
        yield from extent.of_reason(source, concept, element)
