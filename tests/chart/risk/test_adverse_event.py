"""An AdverseEvent tells of an event as a Procedure does that had a complication. All patients are synthetic."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import Resource, resource, to
from support.coding import concept, icd, snomed
from support.judged import judged, only, verdicts
from support.plain import kidney

BLEEDING = concept(snomed("74474003", "Gastrointestinal hemorrhage"))
EMBOLISM = concept(icd("I26.99", "Other pulmonary embolism without acute cor pulmonale"))


def event(what: object = BLEEDING, on: str | None = "2026-11-10", **elements: Any) -> Resource:
    about = {"actuality": "actual", "subject": to("Patient/patient"), "event": what, "date": on}
    return resource("AdverseEvent", "event", **(about | elements))


def verdict(one: Resource) -> str:
    return judged(kidney(beside=(one,))).verdict.value


def newer(code: object, **elements: Any) -> Resource:
    """The event as R5 writes it."""
    told = {"status": "completed", "code": code, "occurrenceDateTime": "2026-11-10"}
    return event(None, None, **(told | elements))


@pytest.mark.parametrize(
    "one",
    [
        event(),
        event(concept(text="GI bleed")),
        event("Melena"),
        event(on=None, detected="2026-11-10"),
        event(on=None, recordedDate="2026-11-10"),
        newer(BLEEDING),
        newer(BLEEDING, status="in-progress"),
        event(actuality="no such word"),
    ],
)
def test_a_bleeding_of_these_days_is_recent(one: Resource) -> None:
    assert verdicts(judged(kidney(beside=(one,))), "recent-hemorrhage") == ["error"]


def test_an_event_that_ends_treatment_leaves_the_order_open() -> None:
    found = only(kidney(beside=(event(EMBOLISM),)), "thrombotic-event")
    assert (found.verdict.value, found.missing) == (
        "undetermined",
        ("Condition of the event, with its clinical status",),
    )
    undated = only(kidney(beside=(event(EMBOLISM, None),)), "thrombotic-event")
    assert (undated.verdict.value, undated.missing) == ("undetermined", ("day of the AdverseEvent",))


@pytest.mark.parametrize(
    "one",
    [
        event(concept(text="Hand-foot syndrome")),
        event(concept(text="Diarrhea, grade 2")),
        event(concept(text="No bleeding")),
        event(actuality="potential"),
        event(on="2022-11-10"),
        event(EMBOLISM, "2025-01-10"),
        newer(BLEEDING, status="entered-in-error"),
        event(subject=to("Patient/other")),
        event(on="2026-12-10"),
    ],
)
def test_what_is_no_event_of_the_label_or_not_of_these_days_is_quiet(one: Resource) -> None:
    other = resource("Patient", "other", birthDate="1970-01-01")
    assert judged(kidney(beside=(one, other))).verdict.value == "accept"


@pytest.mark.parametrize(
    "one",
    [
        newer(BLEEDING, status="unknown"),
        newer(BLEEDING, status="complete"),
        event(on="2026-13-40"),
        event(modifierExtension=[{"url": "http://example.org/x", "valueBoolean": True}]),
        event(None),
        event(concept({"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "unknown"})),
    ],
)
def test_one_that_cannot_be_relied_on_or_read_is_not_passed_over(one: Resource) -> None:
    assert verdict(one) == "undetermined"


NOSEBLEED = concept(icd("R04.0", "Epistaxis"))
GRADE = "http://hl7.org/fhir/us/ctcae/StructureDefinition/ctcae-grade"


def graded(**value: Any) -> Resource:
    return event(NOSEBLEED, extension=[{"url": GRADE, **value}])


@pytest.mark.parametrize(
    "one",
    [
        event(NOSEBLEED, severity=concept({"system": "http://example.org/severity", "code": "severe"})),
        event(NOSEBLEED, severity=concept(text="Grade 3")),
        event(NOSEBLEED, seriousness=concept({"system": "http://example.org/seriousness", "code": "serious"})),
        event(concept(text="Epistaxis grade 4")),
        graded(valueInteger=3),
        graded(valueCodeableConcept=concept({"system": "http://example.org/grade", "code": "3"})),
    ],
)
def test_a_slight_bleeding_that_is_graded_or_called_severe_is_a_bleeding_like_any_other(one: Resource) -> None:
    assert verdicts(judged(kidney(beside=(one,))), "recent-hemorrhage") == ["error"]


@pytest.mark.parametrize(
    "one", [event(NOSEBLEED), event(NOSEBLEED, severity=concept(text="Mild")), graded(valueInteger=1)]
)
def test_a_slight_bleeding_is_a_caution(one: Resource) -> None:
    assert verdicts(judged(kidney(beside=(one,))), "recent-hemorrhage") == ["warning"]


@pytest.mark.parametrize("words", ["Suspected GI bleed", "Possible pulmonary embolism"])
def test_an_event_that_words_doubt_is_asked_about_for_thirty_days(words: str) -> None:
    assert verdict(event(concept(text=words))) == "undetermined"
    assert verdict(event(concept(text=words), "2026-10-01")) == "accept"
