"""What a card says beside its headline: nothing twice, quotations whole, drugs by the name that people say."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from support.cds_call import call_of, call_with, order_in
from support.consulted import cards_for

from validator.report.card_gist import clauses_of, sentences_of
from validator.terminology.bare_name import bare_name

REPORTED = Path(__file__).parents[1] / "reported"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        (
            'Read as it is. Text: "60 mg daily. On an empty stomach". Three.',
            ["Read as it is.", 'Text: "60 mg daily. On an empty stomach".', "Three."],
        ),
        ("One (if so. perhaps). Two.", ["One (if so. perhaps).", "Two."]),
        ('Never closed: "60 mg daily. Two', ['Never closed: "60 mg daily. Two']),
        ("a :) smile. Two.", ["a :) smile.", "Two."]),
    ],
)
def test_a_quotation_or_a_bracket_is_never_cut_in_two(text: str, sentences: list[str]) -> None:
    assert sentences_of(text) == sentences
    assert clauses_of(text) == sentences


@pytest.mark.parametrize(
    "words",
    ["60 mg daily. Take four tablets once daily.", "Take one tablet. 120 mg once daily. Avoid grapefruit."],
)
def test_quotation_marks_of_a_card_are_closed(words: str) -> None:
    call = call_of("rcc-no-frequency")
    own = order_in(call)["dosageInstruction"][0]
    own["timing"] = {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}
    own["text"] = words
    (card,) = cards_for(call)
    assert "text" in card["summary"]
    for line in (card["summary"], *card["detail"].splitlines()):
        assert line.count('"') % 2 == 0, line


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("4 ML nivolumab 10 MG/ML Injection", "nivolumab"),
        ("12 HR clarithromycin 500 MG Extended Release Oral Tablet", "clarithromycin"),
        ("ITRACONAZOLE 100 MG PO CAPS", "ITRACONAZOLE"),
        ("0.5 ML methotrexate 20 MG/ML Auto-Injector", "methotrexate"),
        ("ketoconazole", "ketoconazole"),
        ("5-fluorouracil", "5-fluorouracil"),
        ("20 mg", "20 mg"),
    ],
)
def test_a_drug_has_the_name_that_people_say(name: str, bare: str) -> None:
    assert bare_name(name) == bare


def test_strength_and_form_of_another_drug_stand_once() -> None:
    call = copy.deepcopy(call_of("rcc-itraconazole"))
    (card,) = [one for one in cards_for(call) if "traconazole" in one["summary"]]
    assert f"{card['summary']} {card['detail']}".count("100 MG Oral Capsule") == 1
    assert "minus 20 mg for itraconazole (strong CYP3A4 inhibitor)" in card["detail"]


def test_what_hangs_on_a_doubt_is_a_sentence_of_its_own_and_stands_once() -> None:
    entries = json.loads((REPORTED / "planned-surgery-no-status.json").read_text())["entry"]
    (card,) = cards_for(call_with(entries, drug="cabozantinib"))
    assert "- If so: surgery is planned less than 21 days after a dose" in card["detail"]
    assert "(if so" not in card["detail"]


def test_words_that_the_headline_quotes_whole_are_not_quoted_again() -> None:
    call = call_of("net-adolescent-40mg")
    order_in(call)["dosageInstruction"][0]["text"] = "DO NOT GIVE"
    (card,) = cards_for(call)
    assert "DO NOT GIVE" in card["summary"]
    assert "DO NOT GIVE" not in card["detail"]


def test_what_the_label_asks_for_stands_once_where_it_is_not_met() -> None:
    entries = json.loads((REPORTED / "a5-first-line-attested-before-sunitinib.json").read_text())["entry"]
    (card,) = cards_for(call_with(entries, drug="cabozantinib"))
    assert card["summary"].startswith("CABOMETYX: Not met: first-line treatment when given with nivolumab; ")
    assert "came after the answer recorded" not in card["detail"]
