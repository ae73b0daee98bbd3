"""The words of the order are one voice with its codes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from support.build import Resource, dosage, every, order, quantity
from support.coding import concept
from support.judged import capsules, judged, named, only, tablets
from support.plain import TABLET_60, kidney, with_dosage
from support.product import CLINICAL_DRUGS
from support.words import Text, corpus, ordered, told

from validator.finding import LONGEST_MESSAGE
from validator.verdict import Verdict

NOISE = (Path(__file__).parents[2] / "docs" / "noise.md").read_text(encoding="utf-8")


def listed(words: str) -> bool:
    return f"| `{words}` |" in NOISE


def codes(text: Text, **elements: Any) -> set[str]:
    return {one.code for one in told(text, **elements)}


@pytest.mark.parametrize("text", corpus("ordinary"), ids=lambda text: f"{text.where}: {text.words}"[:80])
def test_ordinary_words_make_no_noise_that_is_not_listed(text: Text) -> None:
    found = told(text)
    assert bool(found) is listed(text.words), [(one.code, one.message) for one in found]


@pytest.mark.parametrize("text", corpus("against"), ids=lambda text: f"{text.where}: {text.words}"[:80])
def test_words_against_the_codes_or_the_label_or_not_understood_are_told(text: Text) -> None:
    found = told(text)
    assert found
    assert all(len(one.message) <= LONGEST_MESSAGE for one in found)


def test_the_noise_is_at_most_two_in_a_hundred_and_the_page_lists_nothing_else() -> None:
    texts = corpus("ordinary")
    rows = re.findall(r"^\| `(.+?)` \|", NOISE, re.MULTILINE)
    noisy = [row for row in rows if row in {text.words for text in texts}]
    assert len(texts) >= 200
    assert len(noisy) <= len(texts) * 2 // 100
    assert f"{len(noisy)} of {len(texts)}" in NOISE


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("Take 1 tablet (60 mg) together with one 20 mg tablet for a total dose of 80 mg every day", "80 mg"),
        ("four tablets once daily", "four tablets once daily"),
        ("every other day", "every other day"),
        ("Take 1 tablet daily, avoid grapefruit, as needed for pain", "as needed for pain"),
        ("1 tab daily 21 days on 7 days off, swallow whole please", "21 days on 7 days off"),
    ],
)
def test_a_contradiction_quotes_the_words_and_the_codes(words: str, quoted: str) -> None:
    found = only(kidney(ordered(Text(words))), "text-contradicts-dose")
    assert found.verdict is Verdict.WARNING
    assert f'"{quoted}"' in found.message or quoted in found.message
    assert "60 mg once daily" in found.message
    assert found.expression == ("Bundle.entry[4].resource.dosageInstruction[0].text",)


def test_every_place_of_words_is_read_and_the_same_words_are_told_once() -> None:
    words = "Take 2 tablets daily"
    made = dosage(quantity(60, "mg"), every(), text=words, patient_instruction=words, instruction=words)
    found = only(kidney(with_dosage(made) | {"note": [{"text": words}]}), "text-contradicts-dose")
    places = [one.removeprefix("Bundle.entry[4].resource.") for one in found.expression]
    assert places == [
        "dosageInstruction[0].text",
        "dosageInstruction[0].patientInstruction",
        "dosageInstruction[0].additionalInstruction[0]",
        "note[0].text",
    ]


@pytest.mark.parametrize(
    ("rendered", "expected"),
    [
        ("Take 2 tablets (120 mg) by mouth once daily", "text-contradicts-dose"),
        ("Take 5 mL once daily", "text-contradicts-dose"),
        ("Take 1 tablet with 240 mL of water once daily on an empty stomach", None),
        ("HOLD", "text-takes-order-back"),
        ("Take 1 tablet with dinner", "with-food"),
        ("Take 1 tablet (60 mg) by mouth once daily on an empty stomach", None),
    ],
)
def test_the_rendered_text_of_r5_is_one_of_them(rendered: str, expected: str | None) -> None:
    ordered_r5: Resource = with_dosage(dosage(quantity(60, "mg"), every())) | {"renderedDosageInstruction": rendered}
    ordered_r5["medication"] = {"concept": ordered_r5.pop("medicationCodeableConcept")}
    found = {one.code for one in judged(kidney(ordered_r5)).findings if one.verdict is not Verdict.ACCEPT}
    assert found == ({expected} if expected else set())


@pytest.mark.parametrize("words", ["HOLD", "do not give", "Stop taking this medication", "D/C'd by Dr. Smith"])
def test_a_bare_stop_is_a_warning_that_names_the_status(words: str) -> None:
    found = only(kidney(ordered(Text(words))), "text-takes-order-back")
    assert found.verdict is Verdict.WARNING
    assert words in found.message
    assert "active" in found.message


def test_words_that_hold_no_number_are_quoted_in_a_note() -> None:
    found = only(kidney(ordered(Text("Take 1 tablet daily, xylophone and zebra"))), "text-partly-read")
    assert found.verdict is Verdict.ACCEPT
    assert '"xylophone", "zebra"' in found.message


def test_words_in_another_language_are_told_and_a_note_in_it_is_a_note() -> None:
    words = "Tomar una vez al día por la mañana"
    assert codes(Text(words)) == {"text-not-understood"}
    assert codes(Text(words, "note")) == set()
    assert named(judged(kidney(ordered(Text(words, "note")))), "text-partly-read")


def test_the_other_product_contradicts_only_as_what_is_taken() -> None:
    assert codes(Text("Take 1 COMETRIQ capsule daily")) == {"text-contradicts-dose"}
    assert codes(Text("Take 1 tablet daily. Not interchangeable with COMETRIQ capsules.")) == set()
    taken = capsules(140)
    taken["dosageInstruction"][0]["text"] = "Take CABOMETYX once daily"
    assert "text-contradicts-dose" in {one.code for one in judged(kidney(taken)).findings}


def test_orders_that_make_up_the_dose_together_may_name_the_whole_and_each_other() -> None:
    one = tablets(40)
    one["dosageInstruction"][0]["text"] = "Take one 40 mg tablet with one 20 mg tablet, total 60 mg daily"
    other = tablets(20, name="other")
    assert named(judged(kidney(one, other)), "text-contradicts-dose") == []
    assert named(judged(kidney(one)), "text-contradicts-dose") != []


def test_instructions_that_are_taken_together_may_each_say_their_own() -> None:
    made = with_dosage(
        dosage(quantity(40, "mg"), every(), text="Take 40 mg daily, avoid grapefruit"),
        dosage(quantity(20, "mg"), every(), text="Take 20 mg daily, avoid grapefruit"),
        medication=concept(CLINICAL_DRUGS["tablet", 20]),
    )
    assert named(judged(kidney(made)), "text-contradicts-dose") == []


def test_a_dose_read_from_the_text_is_not_told_twice() -> None:
    found = judged(kidney(with_dosage({"text": "Take 1 tablet (60 mg) by mouth once daily"}))).findings
    assert {one.code for one in found if one.verdict is not Verdict.ACCEPT} == {"dose-read-from-text"}
    unread = judged(kidney(with_dosage({"text": "Take 1 tablet daily with 12 zebras"}))).findings
    assert {one.code for one in unread if one.verdict is not Verdict.ACCEPT} == {"dose-not-known"}


def test_a_text_that_takes_a_worded_order_back_is_told_beside_the_unknown_dose() -> None:
    found = judged(kidney(with_dosage({"text": "60 mg once daily - HOLD"}))).findings
    assert "text-takes-order-back" in {one.code for one in found}


def test_an_order_of_another_day_is_no_part_of_the_words() -> None:
    resources = kidney(tablets(60), beside=(order(TABLET_60, [dosage(quantity(60, "mg"), every())], name="e"),))
    assert named(judged(resources), "text-contradicts-dose") == []
