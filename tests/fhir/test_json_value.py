"""Decoded JSON and model objects from a program: exact, and never changed."""

from __future__ import annotations

import copy
from collections import OrderedDict
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

from fhir.resources.R4B.observation import Observation
from support.submitted import a_bundle, a_weight, an_order, said

from validator.fhir.submission import read_submission


def test_a_float_becomes_the_decimal_it_was_written_as() -> None:
    (entry,) = read_submission([a_weight(valueQuantity={"value": 38.1})]).entries
    assert entry.body.value_quantity.value == Decimal("38.1")


def test_the_callers_object_stays_as_it_was() -> None:
    order = a_bundle(an_order(extra=[1.5, None], contained=[{"resourceType": "Medication", "id": 5}]))
    before = copy.deepcopy(order)
    submission = read_submission([order])
    for entry in submission.entries:
        assert entry.body is not None
    submission.entries[0].raw["status"] = "changed"
    assert order == before


def test_a_model_of_fhir_resources_is_read_like_its_json() -> None:
    model = Observation.model_validate(a_weight(effectiveDateTime="2026-11-01T10:00:00Z"))
    (entry,) = read_submission([model]).entries
    assert entry.body.value_quantity.value == 38
    assert entry.body.effective_date_time.startswith("2026-11-01T10:00:00")


def test_models_inside_a_dict_are_read_too() -> None:
    bundle = a_bundle(Observation.model_validate(a_weight()))
    assert [entry.reference for entry in read_submission([bundle]).entries] == ["Observation/w"]


def test_a_list_of_resources_is_several_documents() -> None:
    submission = read_submission([[an_order(), a_weight()]])
    assert [entry.expression for entry in submission.entries] == ["MedicationRequest", "Observation"]


def test_other_mappings_dates_and_uuids_have_one_json_form() -> None:
    identity = UUID("12345678-1234-1234-1234-123456789abc")
    order = MappingProxyType(
        OrderedDict(
            an_order(id=identity, authoredOn=date(2026, 11, 2), note=({"text": "x"},), doNotPerform=False)
            | {"meta": {"lastUpdated": datetime(2026, 11, 2, tzinfo=UTC)}}
        )
    )
    (entry,) = read_submission([order]).entries
    assert entry.id == str(identity)
    assert entry.body.authored_on == "2026-11-02"
    assert entry.body.note[0].text == "x"
    assert entry.unreadable_because == ()


def test_a_value_json_does_not_have_spoils_its_resource_only() -> None:
    for strange in (float("nan"), Decimal("Infinity"), object(), {1: 2}, {1, 2}, b"x", "\ud800"):
        submission = read_submission([an_order(priority=strange), a_weight()])
        order, weight = submission.entries
        assert [code for code, _ in said(order.unreadable_because)] == ["not-a-json-value"]
        assert weight.unreadable_because == ()


def test_a_list_that_holds_itself_ends_in_an_issue() -> None:
    endless: list[object] = []
    endless.append(endless)
    assert read_submission([endless]).issues[0].code == "limit-exceeded"


def test_what_is_no_document_at_all_is_an_issue() -> None:
    for nothing in (None, 5, 1.5, object(), Observation):
        submission = read_submission([nothing])
        assert [issue.code for issue in submission.issues] == ["unreadable-json", "nothing-to-check"]
