"""Curative intent where it is coded: of an operation or radiation, of a care plan, or of the order itself.

It speaks for a tumor that is to be removed, as the words "curative intent" do. What is intended holds now, unless its
own end, or the day it was meant for, lies behind: an open plan that nobody closed is of that day. Source: mCODE
procedure-intent and treatment-intent; FHIR R4 CarePlan.category.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import Any

from validator.chart.concept import as_concept, coded
from validator.chart.disease.extent import DOMAIN, kinds_of
from validator.chart.entry.standing import NotDecided, standing
from validator.chart.fact import Extent
from validator.chart.reader import Reader, dated, evidence
from validator.fhir.entry import Entry
from validator.fhir.status_code import word_of
from validator.instant import PartialDate
from validator.verdict import Truth

_TYPES = ("Procedure", "ServiceRequest", "CarePlan")
_DONE = ("performedDateTime", "performedPeriod", "occurrenceDateTime", "occurrencePeriod", "period")
_AHEAD = frozenset({"preparation", "in-progress", "active", "draft", "on-hold"})
_VOID = frozenset({"cancelled", "not-done", "stopped"})
"""What did not take place, in the words of any type; how each stands of itself is `standing`'s."""
_KIND = "resectable"


def intents_of(reader: Reader, file: Mapping[str, Sequence[Entry]], order: Entry) -> Iterator[Extent]:
    """What the patient's entries say of it; `file` are those by type."""
    for entry in (order, *chain.from_iterable(map(file.get, _TYPES, repeat(())))):
        # One whose standing is in doubt may say it: a caution is no more than that.
        if not _may_say(entry) or (status := word_of(entry.raw, "status")) in _VOID or _is_denied(entry):
            continue
        for concept, element in _concepts(entry.tree):
            found = coded(reader.book, DOMAIN, as_concept(concept))
            said = next((one for one in found if _KIND in kinds_of(reader.book, one.groups)), None)
            if said is not None:
                day = _day(reader, entry)
                if status in _AHEAD and (day is None or day.before(reader.as_of) is not Truth.TRUE):
                    day = None
                name = f"{said.coding.display or said.display} ({entry.resource_type})"
                shown = evidence(entry, dated(name, day), element)
                yield Extent(_KIND, shown, day)


def _is_denied(entry: Entry) -> bool:
    return isinstance(standing(entry), NotDecided)


def _may_say(entry: Entry) -> bool:
    return "extension" in entry.raw or "category" in entry.raw


def _concepts(tree: dict[str, Any]) -> Iterator[tuple[object, str]]:
    extensions, categories = tree.get("extension"), tree.get("category")
    for index, one in enumerate(extensions if isinstance(extensions, list) else ()):
        if isinstance(one, dict) and "valueCodeableConcept" in one:
            yield one["valueCodeableConcept"], f"extension[{index}].valueCodeableConcept"
    for index, one in enumerate(categories if isinstance(categories, list) else ()):
        yield one, f"category[{index}]"


def _day(reader: Reader, entry: Entry) -> PartialDate | None:
    for name in _DONE:
        value = entry.tree.get(name)
        element = f"{name}.end" if isinstance(value, dict) else name
        text = value.get("end") if isinstance(value, dict) else value
        if isinstance(text, str):
            return reader.date(text, entry, element)
    return None
