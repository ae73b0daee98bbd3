"""What pharmacies write in short is read as the words it stands for, and nothing else is changed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from validator.dosage import UnitStrength, parse_sig, render
from validator.dosage.shorthand import spelt_out


def read(sig: str, mg: int = 60) -> str:
    return render(parse_sig(sig, unit=UnitStrength(Decimal(mg), "tablet")))


@pytest.mark.parametrize(
    ("sig", "mg", "phrase"),
    [
        ("Take 1 tablet (60 mg total) by mouth daily", 60, "60 mg once daily"),
        ("Take 2 tablets (40 mg total) by mouth in the morning", 20, "40 mg once daily"),
        ("take 3 tablets (total 60 mg) once daily", 20, "60 mg once daily"),
        ("one (1) 40 mg tab po qd", 40, "40 mg once daily"),
        ("2 (two) 20mg tabs qd", 20, "40 mg once daily"),
        ("Take 1 tablet (60 mg) by mouth 1 (one) time each day", 60, "60 mg once daily"),
        ("Take 1 (60 mg) tablet by mouth daily", 60, "60 mg once daily"),
        ("Take one 60-mg tablet every morning", 60, "60 mg once daily"),
        ("20 mg tablets: take two every day", 20, "40 mg once daily"),
        ("3 tabs of 20 daily", 20, "60 mg once daily"),
        ("TK 1 T PO QD", 60, "60 mg once daily"),
        ("T2T PO QD", 20, "40 mg once daily"),
        ("ii tabs po daily", 20, "40 mg once daily"),
        ("1 - 0 - 1", 60, "60 mg twice daily"),
        ("1/0/0", 60, "60 mg once daily"),
        ("1 tablet 7 times per week", 60, "60 mg once daily"),
        ("1 tablet daily, 7 days a week", 60, "60 mg once daily"),
        ("1 tablet every third day", 60, "60 mg every 3 days"),
        ("one tab eod", 60, "60 mg every other day"),
        ("one tab fortnightly", 60, "60 mg every 14 days"),
        ("60 mg thrice weekly", 60, "60 mg three times every 7 days"),
        ("60 mg bd", 60, "60 mg twice daily"),
        ("60 mg tds", 60, "60 mg three times daily"),
        ("1 tab mane", 60, "60 mg once daily"),
        ("60 mg x1 daily", 60, "60 mg once daily"),
        ("60 mg Mon-Fri", 60, "60 mg on Monday, Tuesday, Wednesday, Thursday and Friday"),
    ],
)
def test_shorthand_reads_as_what_it_stands_for(sig: str, mg: int, phrase: str) -> None:
    assert read(sig, mg) == phrase


@pytest.mark.parametrize(
    "sig",
    [
        "two (3) tablets daily",  # the two numbers differ
        "2 (40 mg) tablets daily",  # of 40 mg each, or 40 mg in all
        "1 tablet (40 mg total) daily",  # not what a tablet of 60 mg is
        "1 tab of 40 daily",
        "2 po qday",
        "1 tablet daily, 5 days a week",
        "1 tablet 8 days a week daily",
    ],
)
def test_what_leaves_two_meanings_is_not_read(sig: str) -> None:
    assert read(sig) == ""


@pytest.mark.parametrize(
    "text",
    ["take 1 tablet daily", "1-0-1", "1-2-3", "1/2/3", "12/01/2026", "3 days a week", "40-60 mg", "bottle of 30", "q2d",
     "2 tabs of 20 mg", "fri-mon", "iv 240 mg"],
)  # fmt: skip
def test_what_is_no_shorthand_stays_as_it_is(text: str) -> None:
    assert spelt_out(text) == text


@pytest.mark.parametrize(
    ("word", "number"),
    [("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7), ("eight", 8),
     ("nine", 9), ("ten", 10), ("twenty", 20), ("thirty", 30), ("forty", 40), ("sixty", 60), ("eighty", 80)],
)  # fmt: skip
def test_a_number_that_is_said_twice_is_said_once(word: str, number: int) -> None:
    amount = f"{number} mg" if number >= 20 else "60 mg"
    sig = f"{word} ({number}) mg daily" if number >= 20 else f"take {word} ({number}) tabs daily"
    assert spelt_out(sig).split() == sig.replace(f"{word} ({number})", str(number)).split()
    if number in (1, 20, 40, 60, 80):
        assert read(sig) == f"{amount} once daily"


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("two 20s daily", "two tablets of 20 mg daily"),
        ("3 of the 20s daily", "3 tablets of 20 mg daily"),
        ("bp in the 80s", "bp in the 80s"),
        ("sbp 140s-160s over 80s", "sbp 140s-160s over 80s"),
        ("i tab daily", "1 tab daily"),
        ("iii tabs daily", "3 tabs daily"),
        ("iv caps daily", "4 caps daily"),
        ("t3c po daily", "take 3 capsule po daily"),
        ("every 3rd day", "every 3 days"),
        ("each fourth day", "every 4 days"),
        ("every 4th week", "every 4 weeks"),
        ("every fifth day", "every 5 days"),
        ("every 5th day", "every 5 days"),
        ("thu-sat", "thu fri sat"),
        ("saturday to sunday", "sat sun"),
        ("mon-mon", "mon-mon"),
        ("sun-mon", "sun-mon"),
        ("until 12/1/2026", "until 2026-12-01"),
        ("thru 3/14/2027", "through 2027-03-14"),
        ("from on 3/14/2027", "from 2027-03-14"),
        ("starting 10/9/2026", "starting 2026-10-09"),
        ("until 3/4/26", "until 3/4/26"),
    ],
)
def test_each_short_form_is_written_in_words_of_the_grammar(text: str, spelt: str) -> None:
    assert spelt_out(text) == spelt
