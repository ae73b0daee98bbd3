"""Observations that are taken for a measurement and nothing else: no other reader would have found anything in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support.submitted import a_bundle, a_patient, an_order, read

from validator.chart import observation
from validator.chart.concept import CRITERION
from validator.chart.observed.measurement import measured
from validator.chart.reader import Reader
from validator.chart.record import orders_in
from validator.chart.risk.told_event import events_of
from validator.chart.settings import DEFAULT_SETTINGS
from validator.chart.topic import is_result_alone
from validator.fhir.resource import Observation
from validator.instant import PartialDate
from validator.profiles import shipped
from validator.terminology.domain import DIFFERENTIATION, EXTENT, OBSERVED, RISK

BOOK = shipped().book
A_RISK = next(
    key for one in BOOK.sets_of(RISK) if one.group not in BOOK.of_role(RISK, "operation") for key in one.concepts
)
HEARD_ANYWHERE: dict[str, Any] = {"valueString": "refractory to radioactive iodine"}
"""Words that say the same whatever the Observation is about, so that none that says them is a measurement alone."""
ANSWERS: tuple[dict[str, Any], ...] = (
    {"valueQuantity": {"value": 38, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}},
    {"valueBoolean": True},
    {"valueString": "Stage IV, G3, metastatic"},
    HEARD_ANYWHERE,
    {"valueCodeableConcept": {"text": "present"}},
    {"valueCodeableConcept": {"coding": [{"system": A_RISK[0], "code": A_RISK[1]}]}},
    {"valueString": "melena"},
)


def codes() -> Iterator[dict[str, Any]]:
    """A code of each group that an Observation can be about, each criterion, and questions that only words ask."""
    yield {"text": "Radioiodine refractory disease"}
    yield {"text": "Admission diagnosis"}
    yield {"coding": [{"system": "http://loinc.org", "code": "99999-9"}]}
    for domain in (OBSERVED, EXTENT, DIFFERENTIATION, RISK):
        for one in BOOK.sets_of(domain):
            for system, code in list(one.concepts)[:1]:
                yield {"coding": [{"system": system, "code": code}]}
    for criterion in sorted(BOOK.criteria):
        yield {"coding": [{"system": CRITERION, "code": criterion}]}


def observed(code: dict[str, Any], answer: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": code,
        "subject": {"reference": "Patient/p"},
        "effectiveDateTime": "2026-10-20",
        **answer,
        **more,
    }


def told_of(*observations: dict[str, Any]) -> list[tuple[bool, bool]]:
    """Of each Observation whether it is taken for a measurement alone, and whether it tells of anything else."""
    submission = read(a_bundle(a_patient(), an_order(), *observations))
    found = orders_in(submission, BOOK)[0]
    reader = Reader(submission, PartialDate.parse("2026-11-01"), DEFAULT_SETTINGS, BOOK)
    told = []
    for entry in submission.by_type("Observation"):
        stance, body = found.files.stance(reader, entry), entry.body
        topic = stance.topic if stance.is_usable else None
        if topic is None or not isinstance(body, Observation):
            continue
        facts = observation.facts_of(reader, entry, body, observation.SaidOfTumor())
        alone = observation.ObservationFacts(reader.look(entry, measured).values)
        asks = any(observation.asks_histology(reader, part.code) for _, part in observation.parts_of(body))
        tells = facts != alone or asks or observation.is_of_tissue(reader, body) or bool(events_of(BOOK, entry))
        told.append((is_result_alone(BOOK, topic), tells))
    return told


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_what_is_taken_for_a_measurement_alone_tells_nothing_else(answer: dict[str, Any]) -> None:
    told = told_of(*[observed(code, answer) for code in codes()])
    assert (True, True) not in told
    assert ((True, False) in told) != (answer == HEARD_ANYWHERE)
    assert (False, True) in told or "valueQuantity" in answer


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_a_panel_is_a_measurement_alone_only_where_each_of_its_parts_is(answer: dict[str, Any]) -> None:
    panel = {"coding": [{"system": "http://loinc.org", "code": "85353-1"}]}
    weight = {"code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]}, **ANSWERS[0]}
    told = told_of(*[observed(panel, {}, component=[weight, {"code": code, **answer}]) for code in codes()])
    assert (True, True) not in told
    assert (True, False) in told
    assert any(not is_alone for is_alone, _ in told)
