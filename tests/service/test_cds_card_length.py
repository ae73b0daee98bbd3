"""A card stays within 120 words, whatever lists are missing and however much is wrong."""

from __future__ import annotations

import copy

import pytest
from support.cds_call import KEYS, call_of, order_in, recorded
from support.consulted import cards_for

REPORTED_DRUGS = ("medicationStatements", "procedures", "serviceRequests", "questionnaireResponses")
MISSING = [
    ("observations",),
    ("conditions", "observations", "medicationRequests"),
    REPORTED_DRUGS,
    ("observations", *REPORTED_DRUGS),
    tuple(KEYS.values()),
]
WORDS = ["Take 60 mg daily with breakfast for 21 days of 28, crush the tablet", "30 mg BID with dinner, then off"]
EXAMPLES = ["rcc-itraconazole", "hcc-child-pugh-b", "rcc-coughing-blood", "rcc-dose-in-words", "mtc-capsules"]


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("missing", MISSING)
def test_a_card_is_no_longer_than_its_words(example, missing):
    for words in WORDS:
        call = call_of(example)
        order_in(call)["dosageInstruction"][0]["text"] = words
        for key in missing:
            call["prefetch"][key] = None
        for card in cards_for(call):
            assert len(card["detail"].split()) <= 120, card["detail"]
            assert "**What to do:**" in card["detail"]


def test_a_card_that_is_short_enough_tells_the_whole_way_to_the_dose():
    (card,) = cards_for(call_of("rcc-itraconazole"))
    assert "(start 60 mg once daily for renal cell carcinoma, single agent, minus 20 mg" in card["detail"]


@pytest.mark.parametrize("key", ["observations", "procedures", "allergyIntolerances", "newestObservations"])
def test_words_in_the_place_of_a_list_say_no_more_than_null(key):
    said = []
    for value in (None, "could not be fetched"):
        call = recorded("order-sign-sig-with-breakfast-and-more")
        call["prefetch"][key] = value
        said.append([(card["summary"], "without a resource" in card["detail"]) for card in cards_for(call)])
    assert said[0] == said[1]
    assert not said[1][0][1]


def test_words_under_a_key_of_the_site_s_own_are_told():
    call = recorded("order-sign-tablets-by-the-pill")
    assert cards_for(copy.deepcopy(call)) == []
    call["prefetch"]["site-own"] = "could not be fetched"
    assert cards_for(call)
