"""Lines of an instruction are joined where one only goes on with the line before."""

from __future__ import annotations

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
