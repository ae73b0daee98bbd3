"""The drugs of which an order leaves open whether they are taken, since their entries could not be relied on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from validator.fhir.json_text import ResourceJson
from validator.finding import Evidence
from validator.report.drug_question import DrugQuestion, drug_question
from validator.report.model import OrderReport
from validator.rules.set_aside import ENTRY_SET_ASIDE, settled
from validator.terminology.bare_name import bare_name
from validator.verdict import Verdict


def drugs_in_doubt(order: OrderReport, resources: Mapping[str, ResourceJson]) -> tuple[DrugQuestion, ...]:
    """What can be asked of the drugs that leave an order open, each drug once; `resources` are those that it was judged
    with, by their place."""
    found: dict[str, DrugQuestion] = {}
    for shown in _in_doubt(order):
        entry, name = resources.get(shown.expression or ""), shown.says.partition(": ")[0]
        asked = drug_question(entry, bare_name(name)) if entry is not None else None
        if asked is not None:
            found.setdefault(asked.name, asked)
    return tuple(found.values())


def is_in_doubt(order: OrderReport | None, question: DrugQuestion, resources: Mapping[str, ResourceJson]) -> bool:
    """Whether the entry of a question leaves an order open that was judged with these `resources`. True where nothing
    is known of the order."""
    return order is None or any(resources.get(shown.expression or "") == question.entry for shown in _in_doubt(order))


def _in_doubt(order: OrderReport) -> Iterator[Evidence]:
    for finding in order.findings:
        if finding.code == ENTRY_SET_ASIDE and finding.verdict is Verdict.UNDETERMINED:
            # Beside what leaves it open stands what would be a caution alone.
            yield from (shown for shown in finding.evidence if settled(shown.reference) in finding.missing)


def by_place(bundle: Mapping[str, Any]) -> dict[str, ResourceJson]:
    """The resources of a Bundle by their FHIRPath."""
    return {f"Bundle.entry[{number}].resource": one["resource"] for number, one in enumerate(bundle["entry"])}
