"""Cards from reports: the whole card as it is sent, and what decides how many there are."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from support.cds_call import EXAMPLES
from support.cds_rules import breaches_of_answer
from support.shipped import SHIPPED

from validator import Verdict, check_bundle
from validator.finding import LONGEST_MESSAGE
from validator.report.cds_card import CardStyle, card_verdicts, order_cards
from validator.report.criterion import criteria_of
from validator.report.gap import with_gaps
from validator.report.override_reasons import override_reasons

UUID = "00000000-0000-4000-8000-{:012d}"


def style(*, signing=True):
    numbers = iter(range(1000))
    return CardStyle(
        "https://check.example.org",
        signing,
        override_reasons(SHIPPED),
        lambda: UUID.format(next(numbers)),
        criteria_of(SHIPPED),
    )


def report(example):
    orders = check_bundle((EXAMPLES / f"{example}.json").read_bytes()).orders
    return next(order for order in orders if order.verdict is not Verdict.NOT_ASSESSED)


@pytest.mark.parametrize("example", ["net-adolescent-60mg", "hcc-cirrhosis-without-class"])
def test_the_cards_are_those_of_the_golden_file(golden, example):
    golden(f"card/{example}.json", json.dumps(order_cards(report(example), style()), indent=2) + "\n")


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_every_example_makes_cards_that_keep_the_rules(path):
    for order in check_bundle(path.read_bytes()).orders:
        cards = order_cards(order, style())
        assert breaches_of_answer({"cards": cards}) == []
        assert len(cards) == len(card_verdicts(order))
        assert bool(cards) is (order.verdict in (Verdict.ERROR, Verdict.UNDETERMINED, Verdict.WARNING))


def test_a_long_message_is_cut_below_the_limit_with_its_count():
    order = report("net-adolescent-60mg")
    first, *rest = order.findings
    longest = replace(first, message="word " * 27 + "wordy", heading="", evidence=())
    assert len(longest.message) == LONGEST_MESSAGE
    (card, *_) = order_cards(replace(order, findings=(longest, first, *rest)), style())
    assert len(card["summary"]) < 140
    assert card["summary"].endswith("… (+1 more)")


def test_what_is_not_known_is_quieter_before_signing():
    order = report("hcc-cirrhosis-without-class")
    assert [card["indicator"] for card in order_cards(order, style(signing=False))] == ["info"]
    assert [card["indicator"] for card in order_cards(order, style())] == ["warning"]


def test_an_accepted_order_with_a_required_gap_is_undetermined():
    order = report("net-adolescent-40mg")
    assert order.verdict is Verdict.ACCEPT
    gapped = with_gaps(order, ("Condition",))
    assert gapped.verdict is Verdict.UNDETERMINED
    assert not any("agrees with" in finding.message for finding in gapped.findings if finding.code == "order-checked")


def test_an_optional_gap_is_told_and_changes_nothing():
    order = report("net-adolescent-40mg")
    gapped = with_gaps(order, (), ("Procedure",))
    assert gapped.verdict is Verdict.ACCEPT
    assert any("Not available, so not looked at: list of procedures." in finding.detail for finding in gapped.findings)
    assert [one.message for one in gapped.findings] == [one.message for one in order.findings]


def test_a_gap_never_makes_an_error_milder():
    order = report("net-adolescent-60mg")
    gapped = with_gaps(order, ("Condition",))
    assert gapped.verdict is Verdict.ERROR
    ranks = [one.verdict.rank for one in gapped.findings]
    assert ranks == sorted(ranks)
    (gap,) = [number for number, one in enumerate(gapped.findings) if one.code == "list-not-supplied"]
    assert [one.verdict for one in gapped.findings[: gap + 1]] == [Verdict.ERROR, Verdict.UNDETERMINED]


def test_an_order_that_is_not_judged_lacks_nothing():
    orders = check_bundle((EXAMPLES / "net-adolescent-60mg.json").read_bytes()).orders
    (other,) = [order for order in orders if order.verdict is Verdict.NOT_ASSESSED]
    assert with_gaps(other, ("Condition",), ("Procedure",)) == other
