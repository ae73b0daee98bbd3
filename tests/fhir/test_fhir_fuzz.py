"""A good chart with anything put anywhere: reading and judging never raise, and never lose an entry without a word."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.submitted import a_bundle, a_dosage, a_patient, a_weight, an_order, an_r5_order

from validator.fhir.structure import judged
from validator.fhir.submission import Submission, read_submission
from validator.finding import LONGEST_MESSAGE

CHART = a_bundle(
    an_order(
        medicationCodeableConcept=...,
        medicationReference={"reference": "#med"},
        contained=[{"resourceType": "Medication", "id": "med", "ingredient": [{"itemReference": {"reference": "#"}}]}],
        reasonReference=[{"reference": "Condition/c"}],
        extension=[{"url": "http://example.org", "valueBoolean": True}],
        dosageInstruction=[
            a_dosage(
                sequence=1,
                route={"coding": [{"system": "http://snomed.info/sct", "code": "26643006"}]},
                maxDosePerPeriod={"numerator": {"value": 60}, "denominator": {"value": 1}},
                asNeededBoolean=False,
            ),
            a_dosage(
                timing={
                    "repeat": {
                        "boundsPeriod": {"start": "2026-11-02", "end": "2026-12"},
                        "dayOfWeek": ["mon"],
                        "timeOfDay": ["08:00:00"],
                        "when": ["AC"],
                        "offset": 60,
                    },
                    "code": {"coding": [{"code": "QD"}]},
                },
                doseAndRate=[{"doseRange": {"low": {"value": 20.5}, "high": {"value": 40}}}],
            ),
        ],
        dispenseRequest={"quantity": {"value": 30}, "validityPeriod": {"start": "2026"}, "numberOfRepeatsAllowed": 1},
    ),
    an_r5_order(id="r5", reason=[{"reference": {"reference": "Condition/c"}}]),
    a_patient(
        identifier=[{"system": "http://mrn", "value": "7"}], meta={"versionId": "1", "lastUpdated": "2026-11-02"}
    ),
    a_weight(component=[{"code": {"text": "x"}, "valueQuantity": {"value": 1}}]),
    {
        "resourceType": "Condition",
        "id": "c",
        "code": {"coding": [{"code": "C7A.010"}]},
        "subject": {"reference": "Patient/p"},
    },
    {"resourceType": "List", "id": "l", "emptyReason": {"coding": [{"code": "nilknown"}]}},
    {"resourceType": "Parameters", "parameter": [{"resource": a_patient(id="q")}]},
    a_bundle(a_weight(id="nested"), type="history"),
)
CHART["entry"][2] |= {"fullUrl": "https://ehr.example.org/fhir/Patient/p", "search": {"mode": "match"}}
CHART["entry"][3] |= {"request": {"method": "PUT", "url": "Observation/w"}, "response": {"status": "200"}}

WORDS = st.sampled_from(
    [
        "",
        "#",
        "#med",
        "Patient/p",
        "Bundle",
        "MedicationRequest",
        "Patient",
        "urn:uuid:1",
        "2026-02-30",
        "1e5",
        "NaN",
        "d",
        "Patient?identifier=a|b",
        "x/_history/1",
        "_history",
        "DELETE",
        "outcome",
        "404",
        "http://",
        "é\x00\ud7ff😀",
    ]
)
KEYS = st.sampled_from(
    [
        "",
        "resourceType",
        "id",
        "entry",
        "resource",
        "contained",
        "modifierExtension",
        "implicitRules",
        "value",
        "parameter",
        "dosageInstruction",
        "timing",
        "repeat",
        "period",
        "medication",
        "reference",
        "meta",
        "fullUrl",
        "$[0]",
        "a.b",
    ]
)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.just(10**40), st.just(1e300), WORDS, st.text(max_size=5)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(KEYS, st.text(max_size=4)), inner, max_size=3)
    ),
    max_leaves=8,
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    for step, child in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from places(child, (*path, step))


PLACES = list(places(CHART))


@st.composite
def charts(draw: st.DrawFn) -> dict[str, Any]:
    """The chart with one to four places replaced, deleted, doubled or joined by something else."""
    chart = copy.deepcopy(CHART)
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(PLACES))
        parent: Any = chart
        try:
            for step in path[:-1]:
                parent = parent[step]
            parent[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue
        if not isinstance(parent, dict | list):
            continue
        match draw(st.sampled_from(["replace", "delete", "double", "add", "copy"])):
            case "replace":
                parent[path[-1]] = draw(VALUES)
            case "delete":
                del parent[path[-1]]
            case "double" if isinstance(parent, list):
                parent.append(copy.deepcopy(parent[path[-1]]))
            case "add" if isinstance(parent, dict):
                parent[draw(KEYS)] = draw(VALUES)
            case _:
                other: Any = CHART
                for step in draw(st.sampled_from(PLACES)):
                    other = other[step]
                parent[path[-1]] = copy.deepcopy(other)
    return chart


def look_at_everything(submission: Submission) -> None:
    issues = list(submission.issues)
    for entry in submission.entries:
        body = entry.body
        assert body is None or body.resource_type == entry.resource_type
        issues += [*entry.unreadable_because, *submission.reference_issues(entry)]
        issues += judged(entry, entry.version, "full")
        assert entry.reference
        assert entry.expression
    for issue in issues:
        assert len(issue.message) <= LONGEST_MESSAGE, issue.message
        assert issue.kind
    if not submission.entries:
        assert any(issue.code == "nothing-to-check" for issue in submission.issues)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(charts())
def test_a_chart_with_anything_anywhere_is_read_and_judged_without_an_exception(chart: dict[str, Any]) -> None:
    look_at_everything(read_submission([json.dumps(chart)]))
    look_at_everything(read_submission([chart, chart]))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(VALUES, st.binary(max_size=40)), max_size=3))
def test_anything_at_all_is_read_without_an_exception(documents: list[Any]) -> None:
    look_at_everything(read_submission(documents))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_damaged_text_is_read_without_an_exception(data: st.DataObject) -> None:
    text = json.dumps(CHART).encode()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    look_at_everything(read_submission([text[:start] + data.draw(st.binary(max_size=6)) + text[end:]]))


def test_the_undamaged_chart_is_read_whole() -> None:
    submission = read_submission([json.dumps(CHART)])
    assert len(submission.entries) == 9
    assert [issue.code for issue in submission.issues] == ["mixed-versions"]
