"""Lines of an instruction are joined where one only goes on with the line before."""

from __future__ import annotations

import pytest
from support.words import Text, told

from validator.dosage.word_lines import lines_joined


def test_lines_of_a_label_are_joined_where_one_goes_on() -> None:
    assert lines_joined("DO NOT TAKE\nWITH FOOD") == "DO NOT TAKE WITH FOOD"
    assert lines_joined("on an empty\nstomach") == "on an empty stomach"
    assert lines_joined("Do not crush\nTake with food") == "Do not crush\nTake with food"
    assert lines_joined("do not crush\ntake with food") == "do not crush\ntake with food"
    assert lines_joined("Do not crush.\n\nwith food") == "Do not crush.\nwith food"
    assert lines_joined("side effects: rash\ntwice daily") == "side effects: rash\ntwice daily"
    assert lines_joined("take 1 tablet\npatient vomiting, hold drug") == "take 1 tablet\npatient vomiting, hold drug"
    assert lines_joined("Take on an\nEmpty stomach") == "Take on an\nEmpty stomach"
    assert lines_joined("TAKE ONE TABLET ON AN\nEMPTY STOMACH") == "TAKE ONE TABLET ON AN EMPTY STOMACH"


ORDINARY = (
    "Take 1 tablet (60 mg) by mouth once daily on an empty stomach, at least 1 hour before or 2 hours after eating",
    "Take 1 tablet by mouth every day. Do not take more than 1 tablet in 24 hours. Avoid grapefruit",
    "Take 1 tab daily for 90 days. Hold for 3 weeks before surgery and call 617-555-0123",
)


@pytest.mark.parametrize("text", [*ORDINARY, *map(str.upper, ORDINARY), *map(str.lower, ORDINARY)])
def test_a_label_of_a_fixed_width_may_break_an_ordinary_text_anywhere(text: str) -> None:
    words = text.split(" ")
    for at in range(1, len(words)):
        broken = f"{' '.join(words[:at])}\n{' '.join(words[at:])}"
        assert told(Text(broken)) == [], broken


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("Take 1 tablet by mouth every\n2 days", "every 2 days"),
        ("Take 2\ntablets daily", "Take 2 tablets daily"),
        ("TAKE 1 TABLET 3\nTIMES A WEEK", "3 TIMES A WEEK"),
        ("Take 40\nmg daily", "40 mg"),
    ],
)
def test_what_contradicts_the_codes_does_so_across_a_break(words: str, quoted: str) -> None:
    (found,) = told(Text(words))
    assert found.code == "text-contradicts-dose"
    assert quoted in found.message


def test_a_number_at_the_end_of_a_line_is_counted_by_the_next_one_only_where_it_names_a_unit() -> None:
    assert lines_joined("call 617-555-0123\ntake with food") == "call 617-555-0123\ntake with food"
    assert lines_joined("refills: 3\ncrush tablet") == "refills: 3\ncrush tablet"
    assert lines_joined("call 617-555-0123\ntablets daily") == "call 617-555-0123\ntablets daily"
    assert lines_joined("Take daily\n2. Do not crush") == "Take daily\n2. Do not crush"
    assert {one.code for one in told(Text("Call 617-555-0123\ntake with food"))} == {"with-food"}
