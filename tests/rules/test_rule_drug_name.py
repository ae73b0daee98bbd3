"""Drugs of the chart by name in a headline: whole, each once, and of many how many more."""

from __future__ import annotations

import pytest
from support.build import statement
from support.judged import only
from support.plain import kidney, sixty

ABOVE = "dose-above-label"


@pytest.mark.parametrize(
    ("others", "says"),
    [
        (("voriconazole",), "itraconazole, ketoconazole, voriconazole"),
        (("posaconazole xr",), "itraconazole, ketoconazole and 1 more"),
        (("voriconazole", "posaconazole"), "itraconazole, ketoconazole, voriconazole and 1 more"),
        # One drug that two lists hold is one.
        (("Itraconazole 100 MG Oral Capsule",), "itraconazole, ketoconazole"),
    ],
)
def test_drugs_are_named_whole_and_once_and_of_many_how_many_more(others: tuple[str, ...], says: str) -> None:
    names = ("itraconazole", "ketoconazole", *others)
    drugs = [statement(f"taking-{number}", {"text": words}, start="2026-11-09") for number, words in enumerate(names)]
    found = only(kidney(sixty(), beside=tuple(drugs)), ABOVE)
    assert found.heading.startswith(f"Replace {says} (strong CYP3A4 inhibitor), or: CABOMETYX")
    assert "(ask who prescribes them); if" in found.to_do


def test_one_whose_name_has_no_room_is_cut() -> None:
    name = f"itraconazole {'slow ' * 12}release"
    found = only(kidney(sixty(), beside=(statement("taking", {"text": name}, start="2026-11-09"),)), ABOVE)
    assert "\u2026 (strong CYP3A4 inhibitor)" in found.heading
    assert "ask who prescribes it" in found.to_do
