"""The reasons that a card offers for going on against it fit what the card says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.cds_call import call_of, call_with, order_in, recorded
from support.consulted import cards_for
from support.shipped import SHIPPED

from validator.report.override_reasons import override_reasons
from validator.service.feedback import read_feedback

REPORTED = Path(__file__).parents[1] / "reported"
CARD = "00000000-0000-4000-8000-000000000000"
ABOUT_DOSE = {"benefit-outweighs-risk", "tolerated-before", "clinical-trial", "chart-is-wrong"}
OPEN = {"known-not-in-chart", "chart-is-wrong", "will-be-recorded"}
UNREAD = {"clarified-before-dispensing", "told-elsewhere"}


def reasons(call):
    (card,) = cards_for(call)
    return {one["code"] for one in card["overrideReasons"]}


def without(key):
    call = call_of("net-adolescent-40mg")
    del call["prefetch"][key]
    return call


@pytest.mark.parametrize("example", ["net-adolescent-60mg", "hcc-child-pugh-b"])
def test_a_card_about_a_dose_offers_reasons_about_a_dose(example):
    assert reasons(call_of(example)) == ABOUT_DOSE


def test_a_card_about_a_dose_beside_a_drug_offers_that_the_drug_is_not_taken():
    assert reasons(call_of("rcc-itraconazole")) == ABOUT_DOSE | {"other-drug-not-taken"}


@pytest.mark.parametrize("key", ["conditions", "observations", "medicationRequests"])
def test_a_card_about_a_list_that_could_not_be_read_offers_that_it_was_looked_at(key):
    assert reasons(without(key)) == {"looked-at-chart", "known-not-in-chart"}


@pytest.mark.parametrize(
    ("name", "own"),
    [
        (
            "rcc-coughing-blood",
            {"ruled-out-or-over", "chart-is-wrong", "benefit-outweighs-risk", "clinical-trial"},
        ),
        (
            "rcc-operation-in-ten-days",
            {"one-patient", "chart-is-wrong"},
        ),
        ("rcc-no-frequency", UNREAD),
        ("rcc-with-breakfast", {"patient-is-told", "benefit-outweighs-risk"}),
        ("nec-of-the-pancreas", {"off-label-use", "benefit-outweighs-risk", "clinical-trial", "chart-is-wrong"}),
    ],
)
def test_a_card_about_an_event_an_operation_or_an_order_that_cannot_be_read_offers_its_own_reasons(name, own):
    assert reasons(call_of(name)) == own


@pytest.mark.parametrize("name", ["dtc-without-weight", "dtc-stale-weight", "hcc-cirrhosis-without-class"])
def test_a_card_about_a_fact_that_is_missing_or_doubtful_offers_no_reason_for_a_dose(name):
    assert reasons(call_of(name)) == OPEN


def test_a_list_that_could_not_be_read_beside_a_dose_offers_that_it_was_looked_at():
    call = call_of("hcc-child-pugh-b")
    del call["prefetch"]["medicationRequests"]
    assert "looked-at-chart" in reasons(call)
    assert "looked-at-chart" not in reasons(call_of("hcc-child-pugh-b"))


def test_no_card_offers_more_reasons_than_are_read():
    every = override_reasons(SHIPPED)
    findings = {code for codes in every.named.values() for code in codes}
    for code in findings | {"not-named-anywhere"}:
        assert 1 <= len(every.answering(code, findings)) <= 5
        own = {one for one, codes in every.named.items() if code in codes}
        assert len(own) <= 5, code


def test_two_products_in_one_order_have_no_reason_to_sign():
    call = call_of("rcc-with-breakfast")
    order_in(call)["medicationCodeableConcept"] |= {"text": "Lenvima 10 mg capsule"}
    (card,) = cards_for(call)
    assert "Two products in one order: its code is cabozantinib, its name Lenvima" in card["summary"]
    assert "give the reason" not in card["detail"]
    assert {one["code"] for one in card["overrideReasons"]} == {"one-drug-is-meant"}


def test_a_card_about_another_order_offers_that_it_is_stopped():
    assert reasons(call_of("rcc-two-active-orders")) == {"other-order-is-stopped", "chart-is-wrong"}


@pytest.mark.parametrize("name", ["f-b2-order-text-do-not-give", "f-b2-order-text-four-tablets", "05-other-day"])
def test_a_card_about_words_offers_that_somebody_was_asked(name):
    entries = json.loads((REPORTED / f"{name}.json").read_text())["entry"]
    assert reasons(call_with(entries)) == {"words-are-corrected", "clarified-before-dispensing"}


def test_every_finding_that_a_reason_names_is_one():
    named = override_reasons(SHIPPED).named
    listed = {one["code"] for one in SHIPPED.as_written["CodeSystem/finding"]["concept"]}
    assert {code for codes in named.values() for code in codes} <= listed


def test_every_reason_answers_something():
    offered = override_reasons(SHIPPED)
    codes = {one["code"] for one in offered.codings}
    assert codes == offered.named.keys() | offered.otherwise


def test_each_reason_is_understood_in_feedback():
    codings = override_reasons(SHIPPED).codings
    assert len(codings) == 22
    for coding in codings:
        one = {
            "card": "00000000-0000-4000-8000-000000000000",
            "outcome": "overridden",
            "overrideReason": {"reason": coding},
        }
        (taken,) = read_feedback(json.dumps({"feedback": [one]}).encode(), codings).taken
        assert taken.reason == coding["code"]


def test_tablets_beside_capsules_say_which_to_remove():
    call = json.loads((REPORTED / "cds-41-two-drafts-tablets-and-capsules-long-ids.request.json").read_text())
    (card,) = cards_for(call)
    assert "Remove the capsules: renal cell carcinoma is an indication of the tablets (CABOMETYX)" in card["detail"]


def test_a_wrong_product_is_not_changed_milligram_for_milligram():
    (card,) = cards_for(call_of("mtc-tablets"))
    assert "Why: Medullary thyroid carcinoma." in card["detail"]
    assert "COMETRIQ starts at 140 mg once daily" in card["detail"]
    assert "Order COMETRIQ capsules by their own label dose, not mg for mg" in card["detail"]


def test_a_second_finding_that_is_no_news_is_not_counted():
    for example in ("rcc-itraconazole", "hcc-cirrhosis-without-class"):
        (card,) = cards_for(call_of(example))
        assert "more)" not in card["summary"]


def test_brackets_of_a_name_stand_without_a_backslash():
    (card,) = cards_for(call_of("rcc-two-active-orders"))
    assert "[Cabometyx]" in card["detail"]
    assert "\\[" not in card["detail"]


RECORDED = sorted(path.stem for path in (Path(__file__).parents[1] / "recorded").glob("order-*.json"))
NEEDS_A_SERVER = "order-sign-without-prefetch"


@pytest.mark.parametrize("client", ["standard", "create-delete"])
def test_every_card_that_can_be_overridden_carries_reasons_for_both_kinds_of_client(client):
    examples = ("net-adolescent-60mg", "rcc-itraconazole", "rcc-coughing-blood", "rcc-no-frequency", "mtc-tablets")
    calls = [call_of(example) for example in examples]
    calls += [call_of(example, "order-select") for example in examples]
    calls += [without(key) for key in ("conditions", "observations", "medicationRequests")]
    calls += [recorded(name) for name in RECORDED if name != NEEDS_A_SERVER]
    cards = [card for call in calls for card in cards_for(call, client=client)]
    assert {"info", "warning", "critical"} <= {card["indicator"] for card in cards}
    for card in cards:
        assert card["overrideReasons"], card["summary"]
        assert all(one["code"] and one["system"] and one["display"] for one in card["overrideReasons"])
