"""Calls about other drugs end early, and every call is answered as if its whole chart had been looked at."""

from __future__ import annotations

import copy
import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.cds_call import call_of, order_in

from validator.profiles import shipped
from validator.report.cds_card import CardStyle
from validator.report.criterion import criteria_of
from validator.report.override_reasons import override_reasons
from validator.service import consult
from validator.service.cds_request import BadRequestError, read_cds_request
from validator.service.consult import Consultant, NotToBeHadError

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
LISINOPRIL = {"coding": [{"system": RXNORM, "code": "314076", "display": "lisinopril 10 MG Oral Tablet"}]}
CABOMETYX = {"coding": [{"system": RXNORM, "code": "1363268", "display": "cabozantinib"}], "text": "Cabometyx 60 mg"}
MEDICATION = {"resourceType": "Medication", "id": "m", "code": CABOMETYX}


def call_for(concept):
    call = call_of("net-adolescent-60mg")
    order = order_in(call)
    order["medicationCodeableConcept"] = copy.deepcopy(concept)
    return call


def answered(call, hook="order-sign"):
    body = call if isinstance(call, bytes) else json.dumps(call).encode()
    reasons = override_reasons(shipped())
    style = CardStyle("https://labelcheck.example.org", True, reasons, lambda: "uuid", criteria_of(shipped()))
    try:
        told = Consultant("read", shipped()).answer(read_cds_request(body, hook), style, day=date(2026, 11, 1))
    except NotToBeHadError as error:
        return str(error)
    return told.cards, [(one.report.verdict, one.report.order, one.report.expression) for one in told.judged]


def the_whole_way(call, hook="order-sign"):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(consult, "orders_for_others", lambda *_: None)
        return answered(call, hook)


def ends_early(call, hook="order-sign"):
    def never(*_args, **_more):
        raise AssertionError("a chart was built")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(consult, "SubmissionCheck", never)
        try:
            answered(call, hook)
        except AssertionError:
            return False
    return True


def test_a_coded_order_for_another_drug_ends_before_a_chart_is_built():
    call = call_for(LISINOPRIL)
    assert ends_early(call)
    assert answered(call) == the_whole_way(call)
    assert answered(call)[0] == ()


def _with(**more):
    def change(order):
        order.update(copy.deepcopy(more))

    return change


CHANGES = {
    "a product of the label": _with(medicationCodeableConcept=CABOMETYX),
    "another code beside it": lambda order: order["medicationCodeableConcept"]["coding"].append(CABOMETYX["coding"][0]),
    "the label's drug in the text": lambda order: order["medicationCodeableConcept"].update(text="cabozantinib 60 mg"),
    "the label's brand in a display": lambda order: order["medicationCodeableConcept"]["coding"][0].update(
        display="Cometriq 80 mg"
    ),
    "a reference beside the code": _with(medicationReference={"reference": "Medication/m"}),
    "a contained Medication": _with(contained=[MEDICATION], medicationReference={"reference": "#m"}),
    "the R5 element": _with(medication={"concept": CABOMETYX}),
    "a local code": lambda order: order["medicationCodeableConcept"]["coding"][0].update(system="urn:local"),
    "a modifier": _with(modifierExtension=[{"url": "urn:x", "valueBoolean": True}]),
    "implicit rules": _with(implicitRules="urn:x"),
    "an extension on the code": _with(_medicationCodeableConcept={"extension": [{"url": "urn:x"}]}),
    "no subject reference": _with(subject={"display": "somebody"}),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_may_say_more_than_the_codes_goes_the_whole_way(change):
    call = call_for(LISINOPRIL)
    call["prefetch"]["others"] = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": MEDICATION}]}
    change(order_in(call))
    assert not ends_early(call)
    assert answered(call) == the_whole_way(call)


@pytest.mark.parametrize("around", [{"modifierExtension": [{"url": "urn:x"}]}, {"request": {"method": "DELETE"}}])
def test_an_entry_that_changes_its_draft_goes_the_whole_way(around):
    call = call_for(LISINOPRIL)
    call["context"]["draftOrders"]["entry"][0] |= around
    assert not ends_early(call)
    assert answered(call) == the_whole_way(call)


def test_one_draft_of_the_label_drug_among_others_is_checked():
    call = call_for(LISINOPRIL)
    second = copy.deepcopy(order_in(call)) | {"id": "second", "medicationCodeableConcept": CABOMETYX}
    call["context"]["draftOrders"]["entry"].append({"resource": second})
    assert not ends_early(call)
    cards, judged = answered(call)
    assert cards
    assert len(judged) == 2


def selecting(call):
    select = copy.deepcopy(call) | {"hook": "order-select"}
    select["context"]["selections"] = [f"MedicationRequest/{order_in(call).get('id')}"]
    return select


def test_a_draft_that_is_no_medication_order_goes_the_whole_way():
    call = call_for(LISINOPRIL)
    call["context"]["draftOrders"]["entry"].append({"resource": {"resourceType": "ServiceRequest", "id": "lab"}})
    assert not ends_early(call)


def test_a_draft_for_another_drug_that_is_being_written_ends_early_too():
    select = selecting(call_for(LISINOPRIL))
    assert ends_early(select, "order-select")
    assert answered(select, "order-select") == the_whole_way(select, "order-select")


def test_a_selected_draft_of_the_label_drug_beside_another_drug_is_checked():
    select = selecting(call_for(CABOMETYX))
    second = copy.deepcopy(order_in(select)) | {"id": "second", "medicationCodeableConcept": LISINOPRIL}
    select["context"]["draftOrders"]["entry"].append({"resource": second})
    assert not ends_early(select, "order-select")
    assert answered(select, "order-select")[0]


def test_of_an_order_for_another_drug_the_prefetch_is_not_looked_at():
    call = call_for(LISINOPRIL)
    for prefetch in (None, {}, {"patient": None}, call["prefetch"] | {"conditions": "not a list"}):
        other = call | {"prefetch": prefetch}
        assert ends_early(other)
        assert answered(other)[0] == the_whole_way(other)[0] == ()


def test_two_drafts_of_other_drugs_under_one_id_are_told_apart_from_one_sent_twice():
    call = call_for(LISINOPRIL)
    twin = copy.deepcopy(order_in(call))
    twin["medicationCodeableConcept"]["text"] = "lisinopril"
    call["context"]["draftOrders"]["entry"].append({"resource": twin})
    assert answered(call) == the_whole_way(call)
    order_in(call)["medicationCodeableConcept"]["text"] = "lisinopril"
    assert answered(call) == the_whole_way(call)


PLACES = st.sampled_from(
    [
        b'"lisinopril 10 MG Oral Tablet"', b'"medicationCodeableConcept"', b'"314076"', b'"draftOrders"', b'"context"',
        b'"status"', b'"intent"', b'"id"', b'"entry"', b'"resource"', b'"resourceType"', b'"subject"', b'"Patient"',
        b'"coding"', b'"code"', b'"system"', b'"prefetch"', b'"reference"', b'"Bundle"', b'"patient"', b'"fullUrl"',
    ]
)  # fmt: skip
VALUES = st.sampled_from(
    [
        b'"cabozantinib"', b'"Cabometyx"', b'"1363268"', b'"medicationReference"', b'"contained"', b'"medication"',
        b'"modifierExtension"', b'"implicitRules"', b'"\\u0063abozantinib"', b'"context"', b'"draftOrders"', b"null",
        b"[]", b"{}", b'"entry"', b'"\xff"', b"NaN", b'"id"', b'"draft"', b'"cancelled"', b'"Medication"', b'"other"',
    ]
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(PLACES, st.integers(0, 30), VALUES), min_size=1, max_size=3))
def test_a_damaged_call_is_answered_as_if_its_whole_chart_had_been_read(changes):
    call = call_for(LISINOPRIL)
    body = json.dumps(call, separators=(",", ":")).encode()
    for old, which, new in changes:
        parts = body.split(old)
        if len(parts) > 1:
            at = which % (len(parts) - 1)
            body = old.join(parts[: at + 1]) + new + old.join(parts[at + 1 :])
    try:
        read_cds_request(body, "order-sign")
    except BadRequestError:
        return
    assert answered(body) == the_whole_way(body)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["id", "status", "intent", "subject", "authoredOn", "dosageInstruction", "meta", "note"]),
            st.sampled_from([None, "", "x", 5, [], {}, [None], [{"text": "cabozantinib"}], {"reference": "Patient/x"}]),
        ),
        max_size=3,
    )
)
def test_an_odd_draft_for_another_drug_is_answered_as_if_its_whole_chart_had_been_read(changes):
    call = call_for(LISINOPRIL)
    order_in(call).update(changes)
    for hook, body in (("order-sign", call), ("order-select", selecting(call))):
        assert answered(body, hook) == the_whole_way(body, hook)
