"""A pasted CDS Hooks call is changed as a Bundle is: its draft, its lists, and nothing that did not come with it."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from support.browser import looking_at, paste, settled, verdict
from support.build import to_json
from support.cds_call import call_of, order_in
from support.example_chart import example
from support.shipped import SHIPPED

from validator.sandbox.applied import applied
from validator.sandbox.hook_call import cards_for, order_sign_call
from validator.sandbox.inquiry import Inquiry, InquiryError
from validator.sandbox.judgement import judged
from validator.sandbox.what_if import WhatIf
from validator.verdict import Verdict


def text_of(call):
    return to_json(call).decode()


def asked(call, **what: str):
    return judged(Inquiry(text_of(call), WhatIf(**what)), SHIPPED)


def made(judgement):
    return json.loads(judgement.document, parse_float=Decimal)


def test_weight_dose_and_day_of_a_call_are_changed_in_place() -> None:
    call = call_of("net-adolescent-60mg")
    heavier = asked(call, kilograms="41")
    assert heavier.order.verdict is Verdict.ACCEPT
    weights = [one["resource"] for one in made(heavier)["prefetch"]["observations"]["entry"]]
    assert [one["valueQuantity"]["value"] for one in weights if one["id"] == "weight"] == [41]
    lower = asked(call, milligrams="40", day="2026-11-23")
    assert lower.order.verdict is Verdict.ACCEPT
    assert order_in(made(lower))["authoredOn"] == "2026-11-23"


def test_another_drug_joins_the_list_of_its_type_and_that_list_counts_it() -> None:
    call = call_of("net-adolescent-40mg")
    call["prefetch"]["medicationStatements"] = {"resourceType": "Bundle", "type": "searchset", "total": 0}
    beside = asked(call, beside="6135")
    assert beside.order.verdict is Verdict.ERROR
    listed = made(beside)["prefetch"]["medicationStatements"]
    assert listed["total"] == len(listed["entry"]) == 1
    assert cards_for(beside.document, SHIPPED, "http://x")[0]["indicator"] == "critical"


def test_a_resource_that_stands_twice_in_a_document_leaves_its_list_whole() -> None:
    document = example("net-adolescent-40mg")
    document["entry"].append(next(one for one in document["entry"] if one["resource"]["resourceType"] == "Condition"))
    text = text_of(document)
    call = order_sign_call(text, judged(Inquiry(text, WhatIf()), SHIPPED).order)
    assert call is not None
    assert cards_for(call, SHIPPED, "http://x") == []


def test_a_list_that_did_not_come_does_not_come_by_a_change() -> None:
    call = call_of("net-adolescent-40mg")
    call["prefetch"]["medicationStatements"] = None
    beside = asked(call, beside="6135")
    assert beside.refused == "The call came without its list of home medications, so nothing is added to it."
    assert beside.document == text_of(call)


def test_a_suggestion_changes_the_draft_of_a_call_and_an_answer_joins_its_results() -> None:
    call = call_of("net-adolescent-60mg")
    place = asked(call).order.expression
    (card,) = cards_for(text_of(call), SHIPPED, "http://x")
    dose = next(one for one in card["suggestions"] if one["label"].startswith("Label dose"))
    after = json.loads(applied(text_of(call), json.loads(json.dumps(dose["actions"], default=float)), place))
    assert order_in(after)["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]["value"] == 40
    assert after["prefetch"] == json.loads(text_of(call))["prefetch"]
    observation = {"resourceType": "Observation", "status": "final", "code": {"text": "an answer"}}
    more = json.loads(applied(text_of(call), [{"type": "create", "resource": observation}], place))
    before = call["prefetch"]["observations"]["entry"]
    assert len(more["prefetch"]["observations"]["entry"]) == len(before) + 1


def test_a_draft_without_an_id_is_the_one_that_was_judged() -> None:
    call = call_of("net-adolescent-60mg")
    del order_in(call)["id"]
    place = asked(call).order.expression
    changed = {**order_in(call), "note": [{"text": "changed"}]}
    after = json.loads(applied(text_of(call), [{"type": "update", "resource": changed}], place))
    assert order_in(after)["note"] == [{"text": "changed"}]


def test_a_draft_is_removed_and_another_joins_the_drafts() -> None:
    call = call_of("net-adolescent-60mg")
    name = f"MedicationRequest/{order_in(call)['id']}"
    new = {key: value for key, value in order_in(call).items() if key != "id"}
    actions = [{"type": "delete", "resourceId": name}, {"type": "create", "resource": new}]
    after = json.loads(applied(text_of(call), actions, asked(call).order.expression))
    (entry,) = after["context"]["draftOrders"]["entry"]
    assert entry["resource"]["id"] != order_in(call)["id"]


@pytest.mark.parametrize(
    "prefetch", [None, {}, {"observations": None}, {"observations": {"resourceType": "Bundle", "entry": 5}}]
)
def test_nothing_is_recorded_in_a_list_that_is_not_there(prefetch) -> None:
    call = call_of("net-adolescent-60mg") | {"prefetch": prefetch}
    action = {"type": "create", "resource": {"resourceType": "Observation", "status": "final"}}
    with pytest.raises(InquiryError):
        applied(text_of(call), [action], "")


def test_a_call_that_was_pasted_is_changed_and_its_suggestion_applied_on_the_page(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        paste(page, call_of("net-adolescent-60mg"))
        page.locator("#what-kilograms").fill("41")
        settled(page)
        assert verdict(page) == "Accept"
        page.locator("#what-reset").click()
        settled(page)
        page.locator("#as-cards > summary").click()
        page.wait_for_selector(".card")
        page.locator("[data-suggestion]", has_text="Label dose: 40 mg once daily").click()
        page.wait_for_selector('#card-said:has-text("Applied")')
        settled(page)
        assert verdict(page) == "Accept"
        assert json.loads(page.locator("#document").input_value())["hook"] == "order-sign"


def test_a_dose_is_kept_with_its_reason_and_not_without(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        page.locator("#as-cards > summary").click()
        page.wait_for_selector(".card")
        keep = page.locator("[data-suggestion]", has_text="Keep 60 mg once daily, with reason")
        keep.click()
        page.wait_for_selector('#card-said:has-text("Choose the reason")')
        assert page.locator('[data-part="feedback"]').is_hidden()
        page.locator(".card select").select_option("benefit-outweighs-risk")
        keep.click()
        page.wait_for_selector('#card-said:has-text("overridden (benefit-outweighs-risk)")')
        (told,) = json.loads(page.locator('[data-text="feedback"]').text_content())["feedback"]
        assert told["overrideReason"]["reason"]["code"] == "benefit-outweighs-risk"
        assert told["acceptedSuggestions"]
        assert verdict(page) == "Error"


def test_where_several_orders_were_judged_the_page_says_which_one_is_changed(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        assert page.locator("#what-order").inner_text() == ""
        paste(page, example("rcc-two-active-orders"))
        said = page.locator("#what-order").inner_text()
        assert said.startswith(
            "2 orders were judged. A change here is made in the one with the worst verdict: the order of "
        )
        page.locator("#what-milligrams").fill("20")
        settled(page)
        assert page.locator("#what-order").inner_text() == said


def test_a_dose_is_not_expected_where_the_drug_is_not_to_be_given(sandbox, browser) -> None:
    with looking_at(browser, sandbox) as page:
        paste(page, example("rcc-coughing-blood"))
        doses = page.locator("#answer-body .doses").inner_text()
        assert "If given" in doses
        assert "Expected" not in doses
        paste(page, example("rcc-with-breakfast"))
        assert "Expected" in page.locator("#answer-body .doses").inner_text()
