"""What a clause says of another drug is none of the ordered one, and what it says of the ordered one is told beside it.

Each text stands in an order for 60 mg once daily.
"""

from __future__ import annotations

import pytest
from support.words import Text, told

OF_THE_OTHER = (
    "Loperamide: 4 mg then 2 mg after each loose stool, max 16 mg",
    "Loperamide - 2 mg as needed",
    "Loperamide 2 mg capsules: 2 capsules at first, then 1 after each loose stool",
    "Take 1 tablet daily. Loperamide: 2 mg as needed",
    "Take 1 tablet daily. Tylenol 500 mg: two tablets q6h prn",
    "Loperamide: 2 mg as needed, or 2 tablets daily",
    "Ondansetron 4 mg x1, then 8 mg every 8 hours",
    "Ondansetron 8 mg followed by 4 mg bid",
    "Tylenol 500 mg: two tablets q6h prn. Take 60 mg daily",
    "Stop ketoconazole 200 mg",
    "Take before 4 mg of dexamethasone",
    "4 mg of dexamethasone before it",
    "Loperamide 2 mg prn, max 16 mg/d",
    "oxycodone 5 mg, max 20 mg/day",
    "Dose reductions: 40 mg, then 20 mg.",
)
OF_THIS_ONE = (
    ("Oxycodone 5 mg. Max 40 mg/day", "Max 40 mg/day"),
    ("With nivolumab 480 mg, take 60 mg, max 40 mg/day", "max 40 mg/day"),
    ("Dose reduction: 40 mg daily", "40 mg"),
    ("Loperamide: 2 mg as needed, cabozantinib 40 mg daily", "cabozantinib 40 mg"),
    ("Loperamide: 2 mg as needed, then take 40 mg daily", "40 mg"),
    ("Loperamide 4 mg, then 2 mg after each loose stool, take 40 mg daily", "40 mg"),
    ("Loperamide 2 mg caps - as needed for diarrhea\nTake 40 mg daily", "40 mg"),
    ("Ondansetron: as needed. 40 mg daily", "40 mg"),
    ("Ondansetron - as needed - 40 mg daily", "40 mg"),
    ("Ondansetron -- 40 mg daily", "40 mg"),
    ("Ketoconazole: reduce dose to 40 mg twice daily", "40 mg"),
    ("Rifampin - increase to 80 mg, max 80 mg", "80 mg"),
    ("Rifampin 600 mg: increase the dose to 80 mg daily, up to 2 weeks", "80 mg"),
    ("Cabozantinib: 40 mg twice daily", "40 mg twice daily"),
    ("Morning: 40 mg as needed", "40 mg as needed"),
    ("Take 80 mg, then 40 mg twice daily", "40 mg"),
    ("Cabozantinib 80 mg then 40 mg twice daily", "40 mg"),
    ("With loperamide 2 mg as needed, 2 tablets by mouth daily", "2 tablets"),
    ("Loperamide: 2 mg as needed, take 40 mg cabozantinib daily", "40 mg"),
    ("Stop ketoconazole, take 80 mg daily", "80 mg"),
)


@pytest.mark.parametrize("where", ["text", "note"])
@pytest.mark.parametrize("words", OF_THE_OTHER)
def test_how_another_drug_is_taken_contradicts_nothing(words: str, where: str) -> None:
    assert told(Text(words, where)) == []


@pytest.mark.parametrize("where", ["text", "note"])
@pytest.mark.parametrize(("words", "quoted"), OF_THIS_ONE)
def test_a_dose_of_the_ordered_drug_beside_another_one_is_told(words: str, quoted: str, where: str) -> None:
    found = [one for one in told(Text(words, where)) if one.code == "text-contradicts-dose"]
    assert len(found) == 1
    assert quoted in found[0].message


@pytest.mark.parametrize(
    "words",
    [
        "Rifaximin 550 mg at home",
        "Xyzaxan 550 mg at home",
        "On gabapentn 300 mg tid",
        "continue ketoconazol 200 mg daily",
    ],
)
def test_a_dose_in_a_note_behind_a_word_that_nobody_knows_is_another_drugs(words: str) -> None:
    assert "text-contradicts-dose" not in {one.code for one in told(Text(words, "note"))}


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("Take 550 mg", "note"),
        ("cabozantinb 150 mg daily", "note"),
        ("Xyzaxan 80 mg daily", "note"),
        ("Xyzaxan 550 mg", "patientInstruction"),
        ("morgens 150 mg", "text"),
    ],
)
def test_no_such_word_hides_a_dose_of_this_drug_or_one_of_a_sig(words: str, where: str) -> None:
    assert "text-contradicts-dose" in {one.code for one in told(Text(words, where))}


@pytest.mark.parametrize(
    "words",
    ["Use effective contraception during and 4 months after", "not on nivolumab", "on a strong CYP3A4 inhibitor"],
)
def test_contraception_another_drug_and_a_kind_of_drugs_are_read(words: str) -> None:
    assert "text-not-understood" not in {one.code for one in told(Text(words, "note"))}


def test_days_on_which_it_is_not_taken_stay_told() -> None:
    assert "text-not-understood" in {one.code for one in told(Text("not on infusion days", "note"))}
