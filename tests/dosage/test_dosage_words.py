"""What the words of an order state beyond its codes, stretch by stretch."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from validator.dosage.number import with_decimal_points
from validator.dosage.word_kind import Kind, NamesInWords
from validator.dosage.word_vocabulary import is_other_drug
from validator.dosage.words import LONGEST_TEXT, Words, read_words

NAMES = NamesInWords(("cabometyx", "cabozantinib"), ("cometriq",))
ROOT = Path(__file__).parents[2]
SAMPLES = json.loads((ROOT / "tests" / "corpus" / "words" / "samples.json").read_text(encoding="utf-8"))["texts"]
NOISE = (ROOT / "docs" / "noise.md").read_text(encoding="utf-8")


def read(text: str) -> Words:
    return read_words(text, NAMES)


def kinds(text: str) -> list[str]:
    return sorted(one.kind.value for one in read(text).stated)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Take 60 mg", ["mass"]),
        ("take two tablets", ["count"]),
        ("CABOMETYX 60 mg", ["strength"]),
        ("60 mg tablets", ["strength"]),
        ("no more than 60 mg a day", ["limit"]),
        ("every other day", ["frequency"]),
        ("in the morning and at bedtime", ["frequency"]),
        ("3 weeks on, 1 week off", ["cycle"]),
        ("prn", ["as-needed"]),
        ("double the dose", ["multiple"]),
        ("dispense capsules", ["form"]),
        ("dispense Cometriq", ["brand"]),
        ("discontinue", ["stop"]),
        ("1-0-0-0", ["scheme"]),
    ],
)
def test_each_kind_of_statement_is_found(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Hold for grade 3 diarrhea",
        "If SBP > 160, hold and call",
        "Stop 3 weeks before surgery",
        "Hold 28 days prior to dental work",
        "If you miss a dose, do not take it within 12 hours of the next one",
        "Do not stop without asking your doctor",
        "Call 617-555-0123",
        "PA# 12345 approved 11/20/2026",
        "2 refills",
        "Weight 80.5 kg, BSA 1.98 m2",
        "AST 34, ALT 41, INR 1.1",
        "C64.1",
        "C2D15",
        "loperamide 2 mg as needed",
        "previously on 60 mg",
        "reduced from 60 mg",
        "avoid grapefruit",
        "not 60 mg",
    ],
)
def test_what_concerns_other_matters_states_nothing_and_leaves_nothing(text: str) -> None:
    found = read(text)
    assert (found.stated, found.telling) == ((), ())


@pytest.mark.parametrize("text", ["Hold for 1 week", "Hold for now", "hold until cleared", "do not give 60 mg"])
def test_a_time_is_no_condition_of_a_stop(text: str) -> None:
    assert Kind.STOP in {one.kind for one in read(text).stated}


@pytest.mark.parametrize(
    ("text", "low", "high", "each"),
    [
        ("1-2 tablets", 1, 2, None),
        ("one (1) tablet", 1, 1, None),
        ("1 1/2 tablets", "1.5", "1.5", None),
        ("half a tablet", "0.5", "0.5", None),
        ("3 x 20 mg tablets", 3, 3, 20),
        ("three 20 mg capsules", 3, 3, 20),
        ("ii tabs", 2, 2, None),
        ("T2T", 2, 2, None),
    ],
)
def test_a_count_has_its_units(text: str, low: object, high: object, each: object) -> None:
    (found,) = read(text).stated
    assert (found.low, found.high) == (Decimal(str(low)), Decimal(str(high)))
    assert found.each == (None if each is None else Decimal(str(each)))


@pytest.mark.parametrize("text", ["take 12", "then stop by", "only on odd days", "zwei 60", "and then nothing"])
def test_what_is_left_over_and_may_change_a_dose_is_telling(text: str) -> None:
    found = read(text)
    assert found.telling or found.stated


@pytest.mark.parametrize(
    "text", ["Prendere una volta al giorno", "Eenmaal per dag", "毎日一回服用", "Один раз в день", "مرة واحدة يوميا"]
)
def test_another_language_is_not_understood(text: str) -> None:
    assert read(text).foreign


def test_a_text_beyond_all_length_says_so() -> None:
    assert read("take " * LONGEST_TEXT).telling


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", "\x00", "\u0130stanbul 60 mg", "\u00bd tablet", "\u0663 mg", "\u00b2", "1/0 tablet", "9" * 50],
)
def test_nothing_makes_it_raise(text: str) -> None:
    read(text)


def test_other_drugs_are_known_by_name_and_ending_and_the_ordered_one_is_none() -> None:
    assert is_other_drug("loperamide")
    assert is_other_drug("tovorafenib")
    assert not is_other_drug("tablet")
    assert kinds("Take cabozantinib 60 mg") == ["strength"]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["words"][:60])
def test_the_words_of_published_examples_are_understood_or_listed(sample: dict[str, str]) -> None:
    found = read(sample["words"])
    told = bool(found.telling or found.foreign or any(one.kind is Kind.STOP for one in found.stated))
    assert told is (f"| `{sample['words']}` |" in NOISE)


@pytest.mark.parametrize(
    "piece", ["9", "1 ", "1-", "1/", "1.", "(", "a ", "take ", "hold ", "mg ", "one ", "1 mg ", ", "]
)
def test_a_hostile_text_takes_no_longer_than_a_long_one(piece: str) -> None:
    """Ends at all: a pattern that goes back over digits without bound would not, at this length."""
    assert read(piece * (LONGEST_TEXT // len(piece))) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Hold until surgery on 2026-12-01, then resume",
        "Hold pending biopsy results",
        "do not start until 12/01/2026",
        "Do not take before Dec 1",
        "Not to be started before Dec 10",
    ],
)
def test_a_hold_up_to_a_day_or_an_operation_is_a_stop(text: str) -> None:
    assert "stop" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hold 3 weeks before surgery",
        "Hold at least 3 weeks before surgery and until wound has healed",
        "Start 12/01/2026",
        "do not fill until 12/01/2026",
    ],
)
def test_the_label_s_hold_and_a_start_date_are_no_stop(text: str) -> None:
    assert "stop" not in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "DO NOT DISPENSE until labs reviewed",
        "Do not fill until cleared by cardiology",
        "Do not release until MD signs off",
        "Don't ship until pregnancy test is negative",
        "HOLD for surgery 12/01",
        "Hold cabozantinib for dental extraction on Dec 3",
        "Wait to start until after radiation is complete",
        "Delay start of therapy pending echo",
        "Not to start until 12/5",
        "Patient to remain off cabozantinib",
    ],
)
def test_what_waits_for_something_clinical_is_a_stop(text: str) -> None:
    assert "stop" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Do not fill until PA approved",
        "Do not ship until patient confirms delivery",
        "Do not dispense until copay card is applied",
        "Do not fill early",
        "Do not dispense without prior authorization",
        "Hold for surgery",
        "Hold for 3 weeks prior to surgery on 12/20/2026",
        "Hold 3 weeks before dental extraction 12/20/2026",
        "Do not delay start of therapy",
        "Wait 2 hours after eating before taking",
        "Remain on cabozantinib",
        "Stay off work for two weeks",
    ],
)
def test_what_waits_for_the_pharmacy_and_the_label_s_advice_are_no_stop(text: str) -> None:
    assert "stop" not in kinds(text)


@pytest.mark.parametrize("text", ["Dispense 20 mg tablets", "Supply 40mg film-coated tablets", "Disp: 20 mg tabs"])
def test_a_strength_that_is_handed_out_is_one(text: str) -> None:
    assert "strength" in kinds(text)


@pytest.mark.parametrize("text", ["Dispense 30 tablets", "Disp #30", "Quantity: 90", "Dispense 30 tablets x 2"])
def test_what_is_handed_out_in_all_is_no_dose(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(("text", "amount"), [("6,5 ml", "6.5 ml"), ("62,5 mg", "62.5 mg"), ("20,40 mg", "20,40 mg")])
def test_a_decimal_comma_before_a_unit_is_a_point(text: str, amount: str) -> None:
    assert with_decimal_points(text) == amount
