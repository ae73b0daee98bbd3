"""The patients of a submission in which one entry is written otherwise: told from before, and as if asked anew."""

from __future__ import annotations

import json

import pytest
from support.cds_call import EXAMPLES
from support.submitted import a_bundle, a_patient, a_weight, an_order

from validator.chart.entry.subject import PatientIndex
from validator.fhir.json_text import JsonDocument
from validator.fhir.submission import Submission, read_submission

VERSIONS = [
    a_patient() | {"id": "p", "meta": {"versionId": "1", "lastUpdated": "2026-01-01T00:00:00Z"}, "gender": "male"},
    a_patient() | {"id": "p", "meta": {"versionId": "2", "lastUpdated": "2026-02-01T00:00:00Z"}},
    a_patient() | {"id": "q", "identifier": [{"system": "urn:local", "value": "7"}]},
    a_weight() | {"id": "old", "subject": {"reference": "Patient/p/_history/1"}},
    a_weight() | {"id": "new", "subject": {"reference": "Patient/p/_history/2"}},
    a_weight() | {"id": "any", "subject": {"reference": "Patient/p"}},
    a_weight() | {"id": "told", "subject": {"reference": "Patient?identifier=urn:local|7"}},
    a_weight() | {"id": "of-an-order", "subject": {"reference": "MedicationRequest/o/_history/3"}},
    a_weight() | {"id": "of-an-order-2", "subject": {"reference": "MedicationRequest/o/_history/2"}},
    a_weight() | {"id": "of-an-order-3", "subject": {"reference": "MedicationRequest/o"}},
    a_weight() | {"id": "of-an-order-7", "subject": {"reference": "MedicationRequest?identifier=urn:local|7"}},
    an_order() | {"id": "o", "meta": {"versionId": "3"}, "subject": {"reference": "Patient/gone"}},
    an_order() | {"id": "o2", "subject": {"reference": "Patient/gone"}},
    an_order() | {"id": "o3", "subject": {"reference": "#p"}, "contained": [a_patient() | {"id": "p"}]},
]
CHARTS = [*(json.loads(path.read_bytes()) for path in sorted(EXAMPLES.glob("*.json"))), a_bundle(*VERSIONS)]
MEANT = [
    lambda tree: tree | {"subject": {"reference": "Patient/p"}},
    lambda tree: {name: one for name, one in tree.items() if name not in ("meta", "identifier")},
    lambda tree: tree | {"identifier": [{"system": "urn:local", "value": "7"}]},
    lambda tree: tree | {"id": "another"},
    lambda tree: tree | {"link": [{"type": "replaced-by", "other": {"reference": "Patient/q"}}]},
    lambda _tree: None,
]


def told(index: PatientIndex, submission: Submission) -> object:
    """All that an index says."""
    files = {
        key: {kind: [one.expression for one in entries] for kind, entries in index.file(key).items() if entries}
        for key in [*sorted(index.patients), "", "?"]
    }
    whose = [(one.expression, index.owner(one), index.patient_of(one)) for one in submission.entries]
    adrift = [one.expression for one in index.open_between]
    here = [(key, index.entry_of(key)) for key in sorted(index.patients)]
    return files, whose, adrift, here, index.lone


@pytest.mark.parametrize("meant", MEANT)
@pytest.mark.parametrize("bundle", CHARTS)
def test_who_is_who_is_the_same_whether_it_is_told_from_before_or_asked_anew(bundle, meant):
    submission = read_submission([JsonDocument(bundle)])
    before = PatientIndex(submission)
    for entry in submission.entries:
        again = submission.read_as({entry: meant(entry.raw)})
        assert told(PatientIndex(again, before), again) == told(PatientIndex(again), again)


@pytest.mark.parametrize("bundle", CHARTS)
def test_an_order_in_the_place_of_another_leaves_everything_else_where_it_was(bundle):
    submission = read_submission([JsonDocument(bundle)])
    before = PatientIndex(submission)
    for entry in submission.by_type("MedicationRequest"):
        if entry.parent is not None or "contained" in entry.raw:
            continue
        other = entry.read_as(entry.raw | {"dosageInstruction": []}, None)
        again = submission.with_entry(entry, other)
        assert other in again.entries
        assert entry not in again.entries
        assert told(before.with_entry(again, entry, other), again) == told(PatientIndex(again), again)
        for one in again.by_type("MedicationRequest"):
            assert one in before.with_entry(again, entry, other).of(before.owner(one), "MedicationRequest")
        assert entry in submission.entries
        assert told(before, submission) == told(PatientIndex(submission), submission)
